#!/usr/bin/python3
"""Every zone that this system has, at every hour of two years: what libical and python-dateutil read from the VTIMEZONE is the
zone's own offset. Zones whose rules are the same to the last byte are read once. If REGIMEN_EVERY is 5, every fifth is read."""
import collections
import datetime
import hashlib
import os
import subprocess
import unittest
import zoneinfo

import calendars
from dateutil.tz import tzical

FIRST, LAST = 2026, 2027
EVERY = int(os.environ.get("REGIMEN_EVERY", "1"))
FOLDER = os.environ.get("TZDIR", "/usr/share/zoneinfo")


def names():
    """Without those that are no places: the machine's own, and "right/" and "posix/"."""
    return sorted(name for name in zoneinfo.available_timezones() if name not in ("localtime", "posixrules", "Factory"))


def classes():
    """Lists of names with the same rules."""
    found = collections.defaultdict(list)
    for name in names():
        with open(os.path.join(FOLDER, name), "rb") as file:
            found[hashlib.sha256(file.read()).digest()].append(name)
    return sorted(found.values())


def calendar(zone):
    ends = ("%d-01-02T12:00" % FIRST, "%d-12-30T12:00" % LAST)
    events = [{"uid": "%d@regimen" % i, "zone": zone, "start": start} for i, start in enumerate(ends)]
    return calendars.write(calendars.scratch() + "/a.ics", events)


def hours():
    start = datetime.datetime(FIRST, 1, 3, tzinfo=calendars.UTC)
    count = (datetime.date(LAST, 12, 29) - start.date()).days * 24
    return [start + n * calendars.HOUR for n in range(count)]


class AllZones(unittest.TestCase):
    hours = hours()

    def libical(self, path, zone):
        asked = [path, zone, str(int(self.hours[0].timestamp())), str(len(self.hours))]
        out = subprocess.run([calendars.BUILD + "/zone-hours"] + asked, check=True, text=True, capture_output=True)
        return [int(line.split()[1]) for line in out.stdout.splitlines()]

    def assert_dateutil(self, path, zone, info):
        """By local time, which is what an event has: those that exist once."""
        read = tzical(path).get()
        for at in (at.astimezone(info) for at in self.hours):
            if at.utcoffset() == at.replace(fold=1).utcoffset():
                self.assertEqual(at.replace(tzinfo=read).utcoffset(), at.utcoffset(), (zone, str(at)))

    def test_all(self):
        self.assertGreater(len(names()), 400)
        for zones in classes()[::EVERY]:
            zone = zones[0]
            with self.subTest(zone=zone):
                path, info = calendar(zone), zoneinfo.ZoneInfo(zone)
                if zone in ("UTC", "Etc/UTC"):
                    continue
                meant = [int(at.astimezone(info).utcoffset().total_seconds()) for at in self.hours]
                self.assertEqual(self.libical(path, zone), meant)
                self.assert_dateutil(path, zone, info)

    def test_each_has_its_own_name(self):
        for zones in classes():
            for zone in zones:
                with open(calendar(zone), encoding="utf-8") as file:
                    text = file.read()
                if zone in ("UTC", "Etc/UTC"):
                    self.assertNotIn("VTIMEZONE", text)
                else:
                    self.assertIn("TZID:%s\n" % zone, text)
                    self.assertIn("DTSTART;TZID=%s:" % zone, text.replace("\n ", ""))


if __name__ == "__main__":
    unittest.main()
