#!/usr/bin/python3
"""khal imports a file and shows, in its own listing, the days and times that were meant."""
import datetime
import shutil
import unittest
import zoneinfo

import calendars
import clients

YEAR = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


@unittest.skipUnless(shutil.which("khal"), "khal is not installed")
class Khal(unittest.TestCase):
    @staticmethod
    def show(events, zone):
        path = calendars.write(calendars.scratch() + "/a.ics", events)
        return clients.Khal(zone).read(path).show(*YEAR)

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
                self.assertEqual(self.show(events, zone),
                                 {event["uid"]: self.expected(event, zone) for event in events})

    def test_seen_from_elsewhere(self):
        events = calendars.visits_around_changes("America/New_York", 2026)
        self.assertEqual(self.show(events, "Europe/Berlin"),
                         {event["uid"]: self.expected(event, "Europe/Berlin") for event in events})

    def test_time_that_exists_twice(self):
        event = {"uid": "twice@regimen", "zone": "Europe/Berlin", "start": "2026-10-25T02:30",
                 "minutes": 30, "summary": "Twice"}
        shown = self.show([event], "UTC")
        # an hour longer: its end at the second 02:00 would come before its start by the clock
        self.assertEqual(shown["twice@regimen"][:2], ["2026-10-25 00:30", "2026-10-25 02:00"])

    def test_second_import_takes_the_place_of_the_first(self):
        khal = clients.Khal("Europe/Berlin")
        event = {"uid": "a-3@regimen", "zone": "Europe/Berlin", "start": "2026-12-03", "sequence": 0,
                 "status": "tentative", "summary": "Denosumab injection 3 (to book)"}
        khal.read(calendars.write(calendars.scratch() + "/a.ics", [event]))
        event.update(start="2026-12-04T10:40", sequence=1, status="confirmed", minutes=30,
                     summary="Denosumab injection 3")
        khal.read(calendars.write(calendars.scratch() + "/b.ics", [event]))
        self.assertEqual(khal.show(*YEAR), {"a-3@regimen": self.expected(event, "Europe/Berlin")})

    def test_texts(self):
        event = {"uid": "t@regimen", "zone": "Europe/Berlin", "start": "2026-05-01",
                 "summary": "comma, semicolon; quote \" \U0001f489 " + "\u05d6\u05e8\u05d9\u05e7\u05d4 " * 20 + "end",
                 "location": "Room 3; house 2, \"east\""}
        shown = self.show([event], "Europe/Berlin")
        self.assertEqual(shown["t@regimen"][3:], [event["summary"], event["location"]])


if __name__ == "__main__":
    unittest.main()
