#!/usr/bin/python3
"""Nothing depends on the zone and the language of the machine (TAP).

usage: surroundings.py REGIMEN UNIT-TEST...

Under TZ=America/St_Johns, TZ=Pacific/Apia, and a Turkish and a German locale: every unit program
passes, and a scenario of commands prints, exports and stores the same bytes as in UTC and C.UTF-8.
A locale that this system does not have is skipped with a message.
"""
import locale
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
SURROUNDINGS = [{"TZ": "America/St_Johns"}, {"TZ": "Pacific/Apia"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "de_DE.UTF-8"},
                {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8"}]
NOW = "2026-12-04T09:00:00+01:00"
#: Capital I and decimal points are where a Turkish and a German locale go wrong.
SCENARIO = """
add zoledronic-acid --every 4w --first 2026-12-01 --amount 0.5mg
add denosumab --first 2026-12-03
add DENOSUMAB --first 2026-12-03 --anyway
add radiation --fractions 10 --first 2026-12-07T14:00 --closed 2026-12-16 --site left+hip
add CT-SCAN --on 2026-12-09T09:30
add calcium --times 08:00,20:00 --amount 2.5mL
add IBUPROFEN --as-needed --gap 6h --max 3/day
log zoledronic-acid --at 2026-12-03T10:40
log zoledronic-acid/1 --at 2026-11-20T10:40 --anyway
LOG zoledronic-acid
book zoledronic-acid/2 2026-12-29T10:30 --place Day+clinic
hold denosumab --reason calcium --until 2026-12-10
skip radiation/1 --reason machine
move radiation/2 2026-12-10T15:00
pause calcium --from 2026-12-24 --until 2026-12-26
change zoledronic-acid --every 12w
undo
agenda --days 60
agenda --days 60 --json
list
list --json
show zoledronic-acid
show radiation
show calcium
history --all
history --json
catalog denosumab
catalog --json
notify --dry-run
export --to calendar.ics
check
add zoledronic --every 4,5w
log zoledronic-acid --at 31.12.2026
""".strip().splitlines()


def environment(folder, programs, more):
    kept = {name: value for name, value in os.environ.items()
            if name == "PATH" or name.endswith("SAN_OPTIONS") or name.startswith("G_TEST")}
    own = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_RUNTIME_DIR": folder,
           "REGIMEN_EXEC_PATH": programs, "REGIMEN_DB": os.path.join(folder, "test.db"), "REGIMEN_NOW": NOW,
           "REGIMEN_ZONE": "Europe/Berlin"}
    return {**kept, **own, **PLAIN, **more}


#: New at each run: so the hashes of their rows differ too.
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def without_chance(text, folder):
    return UUID.sub("UUID", text.replace(folder, "FOLDER"))


def scenario(regimen, more):
    """All that a user sees, the calendar, and the instants and dates in the record."""
    programs = os.environ.get("REGIMEN_EXEC_PATH", os.path.dirname(regimen))
    seen = []
    with tempfile.TemporaryDirectory(prefix="regimen-around-") as folder:
        for line in SCENARIO:
            words = [word.replace("+", " ") for word in line.split()]
            done = subprocess.run([regimen, *words], env=environment(folder, programs, more), cwd=folder,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            seen += [f"$ {line}", done.stdout.decode(), done.stderr.decode(), str(done.returncode)]
        with open(os.path.join(folder, "calendar.ics"), encoding="utf-8", newline="") as file:
            seen += unfolded_and_sorted(file.read())
        seen += rows(os.path.join(folder, "test.db"))
        return "\n".join(without_chance(part, folder) for part in seen).splitlines()


def unfolded_and_sorted(text):
    """Events at the same time stand in the order of their random UIDs."""
    events = text.replace("\r\n ", "").replace("END:VCALENDAR\r\n", "").split("BEGIN:VEVENT")
    return sorted(UUID.sub("UUID", event) for event in events)


def rows(database):
    """Every value of the record but the hashes."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = [name for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")]
        return [f"{table}: {row}" for table in tables for row in values(connection, table)]
    finally:
        connection.close()


def values(connection, table):
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if "hash" not in row[1]]
    quoted = ", ".join(f'"{name}"' for name in names)
    return list(connection.execute(f"SELECT {quoted} FROM {table}")) if names else []


def has_locale(name):
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, "C")
    return True


def unit_problem(program, more):
    done = subprocess.run([program], env={**os.environ, **PLAIN, **more}, capture_output=True, timeout=300)
    if done.returncode == 0:
        return None
    return done.stdout.decode(errors="replace")[-2000:] + done.stderr.decode(errors="replace")[-2000:]


def scenario_problem(expected, actual):
    for a, b in zip(expected + [""], actual + [""]):
        if a != b:
            return f"expected: {a}\nhere:     {b}"
    return None if len(expected) == len(actual) else f"{len(actual)} lines, {len(expected)} are expected"


class Tap:
    def __init__(self):
        self.number, self.failed = 0, False

    def point(self, name, problem):
        self.number += 1
        self.failed |= problem is not None
        print(f"{'not ok' if problem else 'ok'} {self.number} - {name}", flush=True)
        print("".join(f"# {line}\n" for line in (problem or "").splitlines()), end="")

    def skip(self, name, why):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {why}", flush=True)


def main(regimen, programs):
    tap = Tap()
    expected = scenario(regimen, {})
    tap.point("the same twice", scenario_problem(expected, scenario(regimen, {})))
    for more in SURROUNDINGS:
        name = " ".join(f"{key}={value}" for key, value in more.items())
        if "LC_ALL" in more and not has_locale(more["LC_ALL"]):
            tap.skip(name, f"no locale {more['LC_ALL']}: install locales-all")
            continue
        tap.point(f"{name}: {len(SCENARIO)} commands", scenario_problem(expected, scenario(regimen, more)))
        for program in programs:
            tap.point(f"{name}: {os.path.basename(program)}", unit_problem(program, more))
    print(f"1..{tap.number}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), [os.path.abspath(program) for program in sys.argv[2:]]))
