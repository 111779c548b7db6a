#!/usr/bin/python3
"""khal imports a file and shows, in its own listing, the days and times that were meant."""
import datetime
import os
import shutil
import subprocess
import unittest
import zoneinfo

import calendars

CONFIG = """[calendars]
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
FORMAT = "{uid}|{start-long-full}|{end-long-full}|{all-day}|{title}|{location}"


@unittest.skipUnless(shutil.which("khal"), "khal is not installed")
class Khal(unittest.TestCase):
    def prepare(self, zone):
        folder = calendars.scratch()
        env = calendars.private_environment(folder, zone)
        os.makedirs(folder + "/config/khal")
        os.makedirs(folder + "/calendar")
        with open(folder + "/config/khal/config", "w", encoding="utf-8") as out:
            out.write(CONFIG.format(folder=folder, zone=zone))
        return folder, env

    def read(self, env, path):
        imported = subprocess.run(["khal", "import", "--batch", "-a", "regimen", path], env=env,
                                  text=True, capture_output=True, check=True)
        self.assertEqual(imported.stderr, "")

    def show(self, env, year):
        """Each event's fields as shown, by UID."""
        days = ["%d-01-01" % year, "366d"]
        shown = subprocess.run(["khal", "list", "--once", "--day-format", "", "--format", FORMAT] + days,
                               env=env, text=True, capture_output=True, check=True)
        lines = [line.split("|") for line in shown.stdout.splitlines() if "|" in line]
        return {line[0]: line[1:] for line in lines}

    def import_and_show(self, events, zone, year=2026):
        folder, env = self.prepare(zone)
        self.read(env, calendars.write(folder + "/a.ics", events))
        return self.show(env, year)

    @staticmethod
    def expected(event, zone):
        if "T" not in str(event["start"]):
            midnight = "%s 00:00" % event["start"]
            return [midnight, midnight, "True", event["summary"], ""]
        start = calendars.moment(event)
        end = start + datetime.timedelta(minutes=event["minutes"])
        return [at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
                for at in (start, end)] + ["False", event["summary"], ""]

    def test_both_sides_of_each_change(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = calendars.visits_around_changes(zone, 2026)
                self.assertEqual(self.import_and_show(events, zone),
                                 {event["uid"]: self.expected(event, zone) for event in events})

    def test_seen_from_elsewhere(self):
        events = calendars.visits_around_changes("America/New_York", 2026)
        self.assertEqual(self.import_and_show(events, "Europe/Berlin"),
                         {event["uid"]: self.expected(event, "Europe/Berlin") for event in events})

    def test_time_that_exists_twice(self):
        event = {"uid": "twice@regimen", "zone": "Europe/Berlin", "start": "2026-10-25T02:30",
                 "minutes": 30, "summary": "Twice"}
        shown = self.import_and_show([event], "UTC")
        self.assertEqual(shown["twice@regimen"][:2], ["2026-10-25 00:30", "2026-10-25 01:00"])

    def test_second_import_takes_the_place_of_the_first(self):
        folder, env = self.prepare("Europe/Berlin")
        event = {"uid": "a-3@regimen", "zone": "Europe/Berlin", "start": "2026-12-03", "sequence": 0,
                 "status": "tentative", "summary": "Denosumab injection 3: to book"}
        self.read(env, calendars.write(folder + "/a.ics", [event]))
        event.update(start="2026-12-04T10:40", sequence=1, status="confirmed", minutes=30,
                     summary="Denosumab injection 3")
        self.read(env, calendars.write(folder + "/b.ics", [event]))
        self.assertEqual(self.show(env, 2026), {"a-3@regimen": self.expected(event, "Europe/Berlin")})

    def test_texts(self):
        event = {"uid": "t@regimen", "zone": "Europe/Berlin", "start": "2026-05-01",
                 "summary": "comma, semicolon; quote \" \U0001f489 " + "\u05d6\u05e8\u05d9\u05e7\u05d4 " * 20 + "end",
                 "location": "Room 3; house 2, \"east\""}
        shown = self.import_and_show([event], "Europe/Berlin")
        self.assertEqual(shown["t@regimen"][3:], [event["summary"], event["location"]])


if __name__ == "__main__":
    unittest.main()
