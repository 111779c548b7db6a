"""calcurse and khal, each in a home of its own: they import a file and say what they show."""
import os
import re
import subprocess

import calendars

#: calcurse takes a day of 25 hours for two days and keeps it as an event that repeats once: on the right day all the same.
CALCURSE_LISTING = ["--format-apt", "T|%(start:%Y-%m-%d %H:%M)|%(end:%Y-%m-%d %H:%M)|%m\n",
                    "--format-event", "D|%m\n", "--format-recur-event", "D|%m\n"]
KHAL_CONFIG = """[calendars]
[[regimen]]
path = {folder}/calendar
type = calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = regimen
[sqlite]
path = {folder}/khal.db
"""
KHAL_FORMAT = "{uid}|{start-long-full}|{end-long-full}|{all-day}|{title}|{location}"


def run(command, env):
    """What it prints; anything on standard error is a failure."""
    done = subprocess.run(command, env=env, text=True, capture_output=True, check=True)
    if done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout


def calcurse(path, zone, first, last):
    """What calcurse shows between two days: the set of (start, end, title) of visits, and the list of (day, title) of whole days."""
    env = calendars.private_environment(calendars.scratch(), zone)
    run(["calcurse", "-q", "-i", path], env)
    span = ["--from", first.strftime("%m/%d/%Y"), "--to", last.strftime("%m/%d/%Y")]
    return parse_calcurse(run(["calcurse", "-Q"] + span + CALCURSE_LISTING, env))


def parse_calcurse(listing):
    visits, days, day = set(), [], None
    for line in listing.splitlines():
        heading = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d):", line)
        if heading:
            day = "20%s-%s-%s" % (heading[3], heading[1], heading[2])
        elif line.startswith("T|"):
            visits.add(tuple(line.split("|")[1:]))
        elif line.startswith("D|"):
            days.append((day, line[2:]))
    return visits, days


class Khal:
    def __init__(self, zone):
        folder = calendars.scratch()
        self.env = calendars.private_environment(folder, zone)
        os.makedirs(folder + "/config/khal")
        os.makedirs(folder + "/calendar")
        with open(folder + "/config/khal/config", "w", encoding="utf-8") as out:
            out.write(KHAL_CONFIG.format(folder=folder, zone=zone))

    def read(self, path):
        run(["khal", "import", "--batch", "-a", "regimen", path], self.env)
        return self

    def show(self, first, last):
        """[start, end, "True" for a whole day, title, location] of each event, by UID."""
        days = [str(first), "%dd" % ((last - first).days + 1)]
        shown = run(["khal", "list", "--once", "--day-format", "", "--format", KHAL_FORMAT] + days, self.env)
        lines = [line.split("|") for line in shown.splitlines() if "|" in line]
        return {line[0]: line[1:] for line in lines}

    def content(self):
        """Its calendar as the files in which it keeps it, one after the other."""
        folder = os.path.join(self.env["HOME"], "calendar")
        parts = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                parts.append(file.read())
        return b"".join(parts)
