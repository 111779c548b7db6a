#!/usr/bin/python3
"""Compares the doses that the model computes with an independent calculation (course.py).

usage: doses_oracle.py DOSE-QUERY rules [--rules N] [--seed N]
       doses_oracle.py DOSE-QUERY zones [--all] [--from YEAR] [--to YEAR]

rules: N random courses of every kind, with a random record, in random zones. The seed is printed.
zones: courses of every kind around every change of the clocks in some zones, or in all.
A difference prints its row, which is a line for dose-query.
"""
import argparse
import collections
import itertools
import random
import subprocess
import sys
import time

import course as independent
import rules
import transitions

BATCH = 40
#: Changes by half an hour, at midnight, twice a year and around Ramadan, by rules of every form, and none.
ZONES = """Africa/Casablanca America/Havana America/New_York America/Santiago America/St_Johns Antarctica/Troll
Asia/Gaza Asia/Kolkata Australia/Lord_Howe Europe/Berlin Europe/Dublin Pacific/Apia Pacific/Chatham""".split()


class Driver:
    """One dose-query process that lives as long as the comparison."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, rows):
        """A batch is smaller than a pipe, so neither side waits for the other."""
        self.process.stdin.write("".join(row + "\n" for row in rows))
        self.process.stdin.flush()
        return [self.answer() for _ in rows]

    def answer(self):
        lines = []
        while not lines or not lines[-1].startswith("="):
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit(f"dose-query ended: {self.process.wait()}")
            lines.append(line.rstrip("\n"))
        return lines


def row_text(course, now, horizon, at):
    cells = [course.zone, course.revisions[0][1].stored(), course.record(), independent.instant_text(now),
             independent.day_text(horizon), independent.instant_text(at)]
    return "|".join(cells)


def difference(row, ours, theirs):
    if ours == theirs:
        return None
    for a, b in zip(ours + ["nothing"], theirs + ["nothing"]):
        if a != b:
            return f"{row}\n  model:  {a}\n  oracle: {b}"
    return None


def compare(driver, courses):
    """The differences of a batch of (course, now, horizon, taken at), and the number of doses compared."""
    texts = [row_text(*each) for each in courses]
    wrong, doses = [], 0
    for text, each, ours in zip(texts, courses, driver.ask(texts)):
        doses += len(ours) - 1
        found = difference(text, ours, independent.answers(*each))
        wrong += [found] if found else []
    return wrong, doses


class Tally:
    def __init__(self, driver):
        self.driver, self.started = driver, time.monotonic()
        self.wrong, self.rows, self.doses, self.kinds = [], 0, 0, collections.Counter()

    def add_all(self, courses):
        courses = iter(courses)
        while batch := list(itertools.islice(courses, BATCH)):
            found, doses = compare(self.driver, batch)
            self.wrong += found
            self.doses += doses
            self.rows += len(batch)
            self.kinds.update(course.revisions[0][1].kind for course, *_ in batch)

    def report(self, what, show=10):
        print(*self.wrong[:show], sep="\n", end="\n" if self.wrong else "")
        mixture = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        print(f"{what}: {self.rows} courses ({mixture}), {self.doses} doses compared, {len(self.wrong)} differences, "
              f"{time.monotonic() - self.started:.0f} s")
        return 1 if self.wrong else 0


def random_courses(args):
    dice, zones = random.Random(args.seed), rules.all_zones()
    return (rules.Dice(dice, zones).row() for _ in range(args.rules))


def courses_of_zones(args):
    zones = rules.all_zones() if args.all else ZONES
    return (each for zone in zones for each in transitions.all_courses(zone, args.first, args.last))


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("dose_query")
    parser.add_argument("what", choices=["rules", "zones"])
    parser.add_argument("--rules", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--all", action="store_true", help="every IANA zone of this system")
    parser.add_argument("--from", dest="first", type=int, default=2026)
    parser.add_argument("--to", dest="last", type=int, default=2055)
    return parser.parse_args()


def main():
    args = arguments()
    tally = Tally(Driver(args.dose_query))
    if args.what == "rules":
        tally.add_all(random_courses(args))
        return tally.report(f"seed {args.seed}")
    tally.add_all(courses_of_zones(args))
    return tally.report(f"{'all' if args.all else len(ZONES)} zones, {args.first} to {args.last}")


if __name__ == "__main__":
    sys.exit(main())
