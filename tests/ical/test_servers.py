#!/usr/bin/python3
"""What CalDAV servers make of the files: Radicale itself, and the readers that it and Nextcloud use."""
import datetime
import importlib.util
import os
import shutil
import subprocess
import unittest

import caldav_server
import calendars
import icalendar

SABRE = "/usr/share/php/Sabre/VObject/autoload.php"


def expected(event):
    """Start and end: instants, or days."""
    if "T" not in str(event["start"]):
        return event["start"], event["start"] + calendars.DAY
    start = calendars.moment(event)
    return start, start + datetime.timedelta(minutes=event["minutes"])


def as_meant(value):
    return value.astimezone(calendars.UTC) if isinstance(value, datetime.datetime) else value


class EachZone(unittest.TestCase):
    def each_zone(self, read):
        """read: from a path to (start, end) by UID."""
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = calendars.visits_around_changes(zone, 2026)
                path = calendars.write(calendars.scratch() + "/a.ics", events)
                self.assertEqual(read(path), {event["uid"]: expected(event) for event in events})


@unittest.skipUnless(importlib.util.find_spec("vobject"), "python3-vobject is not installed")
class Vobject(EachZone):
    def read(self, path):
        import vobject
        with open(path, encoding="utf-8", newline="") as file:
            calendar = vobject.readOne(file.read())
        self.assertTrue(calendar.serialize())
        return {event.uid.value: (as_meant(event.dtstart.value), as_meant(event.dtend.value))
                for event in calendar.vevent_list}

    def test_times(self):
        self.each_zone(self.read)


@unittest.skipUnless(shutil.which("php") and os.path.exists(SABRE), "php-sabre-vobject is not installed")
class Sabre(EachZone):
    def read(self, path):
        here = os.path.dirname(os.path.abspath(__file__))
        out = subprocess.run(["php", here + "/read-sabre.php", path], text=True, capture_output=True, check=True)
        self.assertNotIn("warning", out.stdout)
        found = {}
        for uid, start, end in (line.split() for line in out.stdout.splitlines()):
            times = [datetime.datetime.fromisoformat(t).replace(tzinfo=calendars.UTC) for t in (start, end)]
            found[uid] = tuple(t.date() for t in times) if uid.endswith("-0@regimen") else tuple(times)
        return found

    def test_times(self):
        self.each_zone(self.read)


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Radicale(unittest.TestCase):
    def setUp(self):
        self.server = caldav_server.Radicale()
        self.addCleanup(self.server.stop)

    def put(self, events):
        with open(calendars.write(calendars.scratch() + "/a.ics", events), "rb") as file:
            self.server.ask("PUT", "/someone/regimen/", file.read())
        calendar = icalendar.Calendar.from_ical(self.server.ask("GET", "/someone/regimen/"))
        return {str(event["UID"]): (as_meant(event["DTSTART"].dt), as_meant(event["DTEND"].dt))
                for event in calendar.walk("VEVENT")}

    def test_whole_calendar(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = calendars.visits_around_changes(zone, 2026)
                self.assertEqual(self.put(events), {event["uid"]: expected(event) for event in events})

    def test_again_with_changes(self):
        event = {"uid": "a-3@regimen", "zone": "Europe/Berlin", "start": "2026-12-03T09:00", "minutes": 30}
        self.assertEqual(self.put([event])["a-3@regimen"], expected(event))
        event.update(start="2026-12-04T10:40", sequence=1)
        self.assertEqual(self.put([event]), {"a-3@regimen": expected(event)})


if __name__ == "__main__":
    unittest.main()
