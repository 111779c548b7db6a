#!/usr/bin/python3
"""calcurse imports a file and shows, in its own listing, the days and times that were meant."""
import datetime
import re
import shutil
import subprocess
import unittest
import zoneinfo

import calendars

#: calcurse takes a day of 25 hours for two days and keeps it as an event that repeats once: on the right day all the same.
LISTING = ["--format-apt", "T|%(start:%Y-%m-%d %H:%M)|%(end:%Y-%m-%d %H:%M)|%m\n",
           "--format-event", "D|%m\n", "--format-recur-event", "D|%m\n"]


@unittest.skipUnless(shutil.which("calcurse"), "calcurse is not installed")
class Calcurse(unittest.TestCase):
    def show(self, events, zone, year):
        """(start, end, title) of each visit as shown in a zone, and the title and day of each whole-day event."""
        folder = calendars.scratch()
        env = calendars.private_environment(folder, zone)
        path = calendars.write(folder + "/a.ics", events)
        imported = subprocess.run(["calcurse", "-q", "-i", path], env=env, text=True,
                                  capture_output=True, check=True)
        self.assertEqual(imported.stderr, "")
        query = ["calcurse", "-Q", "--from", "01/01/%d" % year, "--to", "12/31/%d" % year]
        shown = subprocess.run(query + LISTING, env=env, text=True, capture_output=True, check=True)
        return self.parse(shown.stdout)

    @staticmethod
    def parse(listing):
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

    @staticmethod
    def expected(events, zone):
        info = zoneinfo.ZoneInfo(zone)
        visits, days = set(), []
        for event in events:
            if "T" not in str(event["start"]):
                days.append((str(event["start"]), event["summary"]))
                continue
            start = calendars.moment(event)
            end = start + datetime.timedelta(minutes=event["minutes"])
            visits.add(tuple(at.astimezone(info).strftime("%Y-%m-%d %H:%M") for at in (start, end))
                       + (event["summary"],))
        return visits, days

    def test_both_sides_of_each_change(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = calendars.visits_around_changes(zone, 2026)
                self.assertEqual(self.show(events, zone, 2026), self.expected(events, zone))

    def test_seen_from_elsewhere(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = [event for event in calendars.visits_around_changes(zone, 2026)
                          if "T" in str(event["start"])]
                self.assertEqual(self.show(events, "Europe/Berlin", 2026),
                                 self.expected(events, "Europe/Berlin"))

    def test_time_that_does_not_exist(self):
        event = {"uid": "gap@regimen", "zone": "Europe/Berlin", "start": "2026-03-29T02:30",
                 "minutes": 30, "summary": "Gap"}
        visits, _ = self.show([event], "Europe/Berlin", 2026)
        self.assertEqual(visits, {("2026-03-29 03:30", "2026-03-29 04:00", "Gap")})

    def test_hard_titles(self):
        titles = ["comma, semicolon; quote \" done", "\U0001f489 \u05d6\u05e8\u05d9\u05e7\u05d4 " * 9]
        events = [{"uid": "t%d@regimen" % i, "start": "2026-05-0%d" % (i + 1), "summary": title.strip()}
                  for i, title in enumerate(titles)]
        _, days = self.show(events, "Europe/Berlin", 2026)
        self.assertEqual(days, [(event["start"], event["summary"]) for event in events])


if __name__ == "__main__":
    unittest.main()
