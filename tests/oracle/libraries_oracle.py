#!/usr/bin/python3
"""Is the list of what the libraries get wrong (libraries.txt) true?

usage: libraries_oracle.py DOSE-QUERY LIBRARY-QUERY

For each row: what regimen says is the instant by the RFC, and what GLib, libical and dateutil say is
what the list says. A library of another version than the listed one, and a zone whose rules have
changed, are only reported. dateutil is left out where it is not installed.
"""
import os
import re
import subprocess
import sys
import zoneinfo
from datetime import datetime

try:
    import dateutil
    from dateutil import tz
except ImportError:
    tz = None

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libraries.txt")
EPOCH = datetime(1970, 1, 1)
LIBRARIES = ["GLib", "libical", "dateutil"]


def read_table():
    with open(TABLE, encoding="utf-8") as file:
        text = file.read()
    listed = dict(re.findall(r"(\w+) (\d+\.\d+)", re.search(r"^# versions: (.*)$", text, re.MULTILINE)[1]))
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]
    return listed, rows


def seconds(text):
    return int((datetime.fromisoformat(text.rstrip("Z")) - EPOCH).total_seconds())


def text_of(instant):
    return datetime.utcfromtimestamp(instant).isoformat() + "Z"


def by_zone_files(zone, local):
    """PEP 495: fold 0 is the offset before a gap, and the first of two times."""
    naive = datetime.fromisoformat(local)
    return text_of(int((naive - EPOCH - naive.replace(tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset()).total_seconds()))


def by_regimen(program, rows):
    asked = [f"{zone}|once first={local[:16]}||2026-01-01T00:00:00Z|2026-01-02\n" for zone, local, *_ in rows]
    done = subprocess.run([program], input="".join(asked), stdout=subprocess.PIPE, text=True, check=True)
    return [line.split()[2] for line in done.stdout.splitlines() if not line.startswith("=")]


def by_libraries(program, rows):
    asked = "".join(f"{zone} {local}\n" for zone, local, *_ in rows)
    lines = subprocess.run([program], input=asked, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    versions = dict(zip(LIBRARIES, lines[0].split()))
    return versions, [list(map(int, line.split())) for line in lines[1:]]


def by_dateutil(zone, local):
    naive = datetime.fromisoformat(local)
    return int((naive - EPOCH - naive.replace(tzinfo=tz.gettz(zone)).utcoffset()).total_seconds())


def main():
    listed, rows = read_table()
    versions, measured = by_libraries(sys.argv[2], rows)
    if tz:
        versions["dateutil"] = ".".join(dateutil.__version__.split(".")[:2])
    failures = checked = 0
    for row, ours, theirs in zip(rows, by_regimen(sys.argv[1], rows), measured):
        zone, local, right, why = row[0], row[1], row[2], row[-1]
        by_files = by_zone_files(zone, local)
        if ours != by_files:
            failures += 1
            print(f"{zone} {local}: regimen says {ours}, the zone file by the RFC {by_files}")
        if by_files != right:
            print(f"{zone} {local}: listed is {right}, but the zone has changed to {by_files}: not compared")
            continue
        theirs = theirs + ([by_dateutil(zone, local)] if tz else [])
        for name, instant, expected in zip(LIBRARIES, theirs, row[3:6]):
            checked += 1
            if text_of(instant) != (right if expected == "=" else expected):
                same = versions[name] == listed[name]
                failures += same
                print(f"{zone} {local} ({why}): {name} {versions[name]} says {text_of(instant)}, listed is {expected}"
                      + ("" if same else f" for {listed[name]}: not compared"))
    print(f"{len(rows)} local times, {checked} answers of libraries, {failures} not as listed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
