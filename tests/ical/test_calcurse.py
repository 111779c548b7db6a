#!/usr/bin/python3
"""calcurse imports a file and shows, in its own listing, the days and times that were meant."""
import datetime
import shutil
import unittest
import zoneinfo

import calendars
import clients

YEAR = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


@unittest.skipUnless(shutil.which("calcurse"), "calcurse is not installed")
class Calcurse(unittest.TestCase):
    @staticmethod
    def show(events, zone):
        return clients.calcurse(calendars.write(calendars.scratch() + "/a.ics", events), zone, *YEAR)

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
                self.assertEqual(self.show(events, zone), self.expected(events, zone))

    def test_seen_from_elsewhere(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = [event for event in calendars.visits_around_changes(zone, 2026)
                          if "T" in str(event["start"])]
                self.assertEqual(self.show(events, "Europe/Berlin"), self.expected(events, "Europe/Berlin"))

    def test_time_that_does_not_exist(self):
        event = {"uid": "gap@regimen", "zone": "Europe/Berlin", "start": "2026-03-29T02:30",
                 "minutes": 30, "summary": "Gap"}
        visits, _ = self.show([event], "Europe/Berlin")
        self.assertEqual(visits, {("2026-03-29 03:30", "2026-03-29 04:00", "Gap")})

    def test_end_that_comes_before_the_start_by_the_clock(self):
        event = {"uid": "fold@regimen", "zone": "Europe/Berlin", "start": "2026-10-25T02:50", "minutes": 30, "summary": "Fold"}
        next_day = {"uid": "next@regimen", "zone": "Europe/Berlin", "start": "2026-10-26T02:50", "minutes": 30, "summary": "Next"}
        visits, _ = self.show([event, next_day], "Europe/Berlin")
        self.assertEqual(visits, {("2026-10-25 02:50", "2026-10-25 03:20", "Fold"), ("2026-10-26 02:50", "2026-10-26 03:20", "Next")})

    def test_hard_titles(self):
        titles = ["comma, semicolon; quote \" done", "\U0001f489 \u05d6\u05e8\u05d9\u05e7\u05d4 " * 9]
        events = [{"uid": "t%d@regimen" % i, "start": "2026-05-0%d" % (i + 1), "summary": title.strip()}
                  for i, title in enumerate(titles)]
        _, days = self.show(events, "Europe/Berlin")
        self.assertEqual(days, [(event["start"], event["summary"]) for event in events])


if __name__ == "__main__":
    unittest.main()
