#!/usr/bin/python3
"""Compares the zone rules of regimen with those of Python's zoneinfo and of glibc.

usage: zones_oracle.py ZONE-QUERY GLIBC-QUERY [--all] [--from YEAR] [--to YEAR]

For each zone: instant to local time and local time to instant (RFC 5545 3.3.5), two hours to both
sides of every change in steps of 15 minutes and once a day; and the list of the changes. The
changes are found by looking at zoneinfo every 6 hours, not by asking regimen. Every answer of the
three must be the same.
"""
import argparse
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

ZONES = """Africa/Cairo Africa/Casablanca America/Havana America/New_York America/Nuuk
America/Sao_Paulo America/St_Johns Antarctica/Troll Asia/Gaza Asia/Jerusalem Asia/Kolkata
Asia/Tehran Australia/Lord_Howe Europe/Berlin Europe/Dublin Europe/London Pacific/Apia
Pacific/Auckland Pacific/Chatham""".split()
EPOCH = datetime(1970, 1, 1)
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)
QUARTER, HOUR, DAY = 900, 3600, 86400


def offset_at(zone, instant):
    return (EPOCH_UTC + timedelta(seconds=instant)).astimezone(zone).utcoffset() // SECOND


def changes(zone, start, end):
    """The instants at which the offset changes, with the offsets before and after."""
    found = []
    low, before = start, offset_at(zone, start)
    for high in range(start + 6 * HOUR, end, 6 * HOUR):
        behind = offset_at(zone, high)
        if behind != before:
            found.append((bisect(zone, low, high), before, behind))
            before = behind
        low = high
    return found


def bisect(zone, low, high):
    before = offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
    return high


def instants_to_ask(found, start, end):
    asked = set(range(start, end, DAY))
    for at, _, _ in found:
        asked.update(range(at - 2 * HOUR, at + 2 * HOUR + 1, QUARTER))
        asked.update((at - 1, at + 1))
    return sorted(asked)


def walls_to_ask(found, start, end):
    asked = set(range(start, end, DAY))
    for at, before, behind in found:
        low, high = at + min(before, behind), at + max(before, behind)
        asked.update(range(low - 2 * HOUR, high + 2 * HOUR + 1, QUARTER))
        asked.update((low - 1, low, low + 1, high - 1, high, high + 1))
    return sorted(asked)


def local_by_zoneinfo(zone, instant):
    local = (EPOCH_UTC + timedelta(seconds=instant)).astimezone(zone)
    return f"{(local.replace(tzinfo=None) - EPOCH) // SECOND} {local.tzname()}"


def instant_by_zoneinfo(zone, wall):
    """fold=0 is the offset before a gap and the first of two times: PEP 495."""
    naive = EPOCH + timedelta(seconds=wall)
    first = naive.replace(tzinfo=zone)
    second = first.replace(fold=1)
    instant = wall - first.utcoffset() // SECOND
    fit = 0
    if first.utcoffset() != second.utcoffset():
        fit = 1 if first.utcoffset() < second.utcoffset() else 2
    return f"{instant} {fit}"


def ask(program, questions):
    text = "\n".join(questions) + "\n"
    run = subprocess.run([program], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.splitlines()


def differences(name, questions, ours, others, who):
    if len(ours) != len(others):
        return [f"{name}: {len(ours)} answers, {who} has {len(others)}"]
    asked = zip(questions, ours, others)
    return [f"{name}: {q}: {a}, {who} says {b}" for q, a, b in asked if a != b]


def check_changes(name, found, start, end, program):
    """Walks from change to change by regimen's own answers."""
    questions = [f"t {at}" for at in [start] + [at for at, _, _ in found]]
    answers = ask(program, [f"z {name}"] + questions)
    expected = [f"{at} {before} {behind}" for at, before, behind in found]
    wrong = differences(name, questions, answers[:-1], expected, "zoneinfo")
    if answers[-1] != "none" and int(answers[-1].split()[0]) < end - DAY:
        wrong.append(f"{name}: one change too many: {answers[-1]}")
    return wrong


def check_zone(name, start, end, ours, glibc):
    zone = zoneinfo.ZoneInfo(name)
    found = changes(zone, start, end)
    instants, walls = instants_to_ask(found, start, end), walls_to_ask(found, start, end)
    questions = [f"l {i}" for i in instants] + [f"i {w}" for w in walls]
    by_zoneinfo = [local_by_zoneinfo(zone, i) for i in instants]
    by_zoneinfo += [instant_by_zoneinfo(zone, w) for w in walls]
    by_glibc = ask(glibc, [f"z {name}"] + questions)
    answers = ask(ours, [f"z {name}"] + questions)
    wrong = differences(name, questions, answers, by_zoneinfo, "zoneinfo")
    wrong += differences(name, questions, answers, by_glibc, "glibc")
    wrong += check_changes(name, found, start, end, ours)
    return len(questions), len(found), wrong


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("zone_query")
    parser.add_argument("glibc_query")
    parser.add_argument("--all", action="store_true", help="every IANA zone of this system")
    parser.add_argument("--from", dest="first", type=int, default=2026)
    parser.add_argument("--to", dest="last", type=int, default=2056)
    return parser.parse_args()


def all_zones():
    return sorted(zoneinfo.available_timezones() - {"localtime", "Factory", "posixrules"})


def main():
    args = arguments()
    start, end = ((datetime(year, 1, 1) - EPOCH) // SECOND for year in (args.first, args.last + 1))
    names = all_zones() if args.all else ZONES
    asked = changed = 0
    wrong = []
    for name in names:
        counts = check_zone(name, start, end, args.zone_query, args.glibc_query)
        asked, changed, wrong = asked + counts[0], changed + counts[1], wrong + counts[2]
    print(*wrong[:50], sep="\n", end="\n" if wrong else "")
    print(f"{len(names)} zones, {args.first} to {args.last}: {changed} changes, {asked} answers "
          f"compared with zoneinfo and with glibc, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
