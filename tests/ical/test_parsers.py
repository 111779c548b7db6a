#!/usr/bin/python3
"""What libical, python-icalendar and python-dateutil read from the files, against zoneinfo."""
import datetime
import subprocess
import unittest
import warnings
import zoneinfo

import calendars
import icalendar
from dateutil.tz import tzical

warnings.simplefilter("ignore")
# Since version 6 python-icalendar takes the zones of a file from python-dateutil, which cannot tell the two passes of a repeated
# hour apart and is tested for itself. With pytz they are what they were before.
if hasattr(icalendar, "use_pytz"):
    icalendar.use_pytz()

#: Zones and years whose rules have something of their own.
ZONE_YEARS = [
    ("Europe/Berlin", 2026), ("Europe/Rome", 2026), ("Europe/London", 2026), ("Europe/Dublin", 2026),
    ("Europe/Lisbon", 1996), ("Europe/Moscow", 2014), ("Europe/Istanbul", 2016), ("Europe/Chisinau", 2026),
    ("Europe/Volgograd", 2020), ("Europe/Berlin", 1945), ("Europe/Berlin", 2099), ("Atlantic/Azores", 2026),
    ("America/New_York", 2026), ("America/New_York", 2007), ("America/Denver", 2038), ("America/Phoenix", 2026),
    ("America/St_Johns", 2011), ("America/Havana", 2026), ("America/Nuuk", 2023), ("America/Nuuk", 2026),
    ("America/Santiago", 2026), ("America/Asuncion", 2024), ("America/Caracas", 2007), ("America/Sao_Paulo", 2018),
    ("America/Scoresbysund", 2024), ("America/Mexico_City", 2022), ("America/Anchorage", 2026),
    ("Australia/Lord_Howe", 2026), ("Australia/Sydney", 2026), ("Australia/Eucla", 2026), ("Pacific/Auckland", 2026),
    ("Pacific/Chatham", 2026), ("Pacific/Apia", 2011), ("Pacific/Norfolk", 2026), ("Pacific/Easter", 2026),
    ("Pacific/Kiritimati", 2026), ("Asia/Kolkata", 2026), ("Asia/Kathmandu", 1986), ("Asia/Gaza", 2026),
    ("Asia/Jerusalem", 2026), ("Asia/Beirut", 2026), ("Asia/Tehran", 2022), ("Asia/Pyongyang", 2018),
    ("Asia/Amman", 2022), ("Africa/Cairo", 2026), ("Africa/Casablanca", 2026), ("Africa/El_Aaiun", 2027),
    ("Africa/Juba", 2021), ("Antarctica/Troll", 2026), ("Antarctica/Vostok", 2023),
]

#: Without a backslash before an n, which python-icalendar takes for a new line however it is escaped.
HARD_TEXTS = [
    "comma, semicolon; colon: backslash \\ quote \" done",
    "two\nlines\n\nand three, \"quoted\"",
    "\U0001f489 \U0001f469\U0001f3fd\u200d\u2695\ufe0f \U0001f9b4" * 12,
    "\u05d6\u05e8\u05d9\u05e7\u05d4 \u062d\u0642\u0646\u0629 " * 20 + "end",
    "BEGIN:VALARM\nEND:VEVENT\nEND:VCALENDAR",
]


def year_calendar(zone, year):
    """A calendar with a visit at each end of a year: all of its hours are covered. Returns path and the hours."""
    events = [{"uid": "%d@regimen" % i, "zone": zone, "start": "%d-%sT12:00" % (year, day)}
              for i, day in enumerate(("01-02", "12-30"))]
    path = calendars.write(calendars.scratch() + "/a.ics", events)
    start = datetime.datetime(year, 1, 2, 12, tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(calendars.UTC)
    end = datetime.datetime(year, 12, 30, 13, tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(calendars.UTC)
    hours = int((end - start) / calendars.HOUR)
    return path, [start + n * calendars.HOUR for n in range(hours)]


def offsets(zone, hours):
    info = zoneinfo.ZoneInfo(zone)
    return [at.astimezone(info).utcoffset() for at in hours]


def parse(path):
    with open(path, "rb") as file:
        return icalendar.Calendar.from_ical(file.read())


class Zones(unittest.TestCase):
    def differences(self, hours, read, meant):
        return [(str(at), a, b) for at, a, b in zip(hours, read, meant) if a != b][:5]

    def each_year(self, read):
        for zone, year in ZONE_YEARS:
            with self.subTest(zone=zone, year=year):
                path, hours = year_calendar(zone, year)
                got = read(path, zone, hours)
                self.assertEqual(len(got), len(hours))
                self.assertEqual(self.differences(hours, got, offsets(zone, hours)), [])

    def test_libical(self):
        def read(path, zone, hours):
            asked = [path, zone, str(int(hours[0].timestamp())), str(len(hours))]
            out = subprocess.run([calendars.BUILD + "/zone-hours"] + asked, check=True, text=True,
                                 capture_output=True).stdout
            return [datetime.timedelta(seconds=int(line.split()[1])) for line in out.splitlines()]
        self.each_year(read)

    def test_icalendar(self):
        def read(path, zone, hours):
            info = parse(path).walk("VTIMEZONE")[0].to_tz()
            return [at.astimezone(info).utcoffset() for at in hours]
        self.each_year(read)

    def test_dateutil(self):
        """By local time, which is what an event has: those that exist once."""
        for zone, year in ZONE_YEARS:
            with self.subTest(zone=zone, year=year):
                path, hours = year_calendar(zone, year)
                info, read = zoneinfo.ZoneInfo(zone), tzical(path).get()
                for at in (at.astimezone(info) for at in hours):
                    if at.utcoffset() == at.replace(fold=1 - at.fold).utcoffset():
                        self.assertEqual(at.replace(tzinfo=read).utcoffset(), at.utcoffset(), str(at))

    def test_nothing_older_than_needed(self):
        path, _ = year_calendar("Europe/Berlin", 2026)
        for observance in parse(path).walk("VTIMEZONE")[0].subcomponents:
            self.assertEqual(observance["DTSTART"].dt.year, 2026)
            self.assertNotIn("RRULE", observance)
            self.assertNotIn("RDATE", observance)

    def test_every_zone_has_standard_time(self):
        for zone, year in ZONE_YEARS:
            with self.subTest(zone=zone, year=year):
                path, _ = year_calendar(zone, year)
                self.assertTrue(parse(path).walk("STANDARD"))


class Events(unittest.TestCase):
    def events_of(self, events):
        return parse(calendars.write(calendars.scratch() + "/a.ics", events)).walk("VEVENT")

    def test_times_by_the_zone_in_the_file(self):
        for zone in calendars.ZONES:
            meant = [event for event in calendars.visits_around_changes(zone, 2026)
                     if "T" in str(event["start"])]
            calendar = parse(calendars.write(calendars.scratch() + "/a.ics", meant))
            info = calendar.walk("VTIMEZONE")[0].to_tz()
            for event, read in zip(meant, calendar.walk("VEVENT")):
                with self.subTest(zone=zone, start=event["start"]):
                    start, end = (self.instant(read[key], info) for key in ("DTSTART", "DTEND"))
                    self.assertEqual(start, calendars.moment(event))
                    self.assertEqual(end - start, datetime.timedelta(minutes=event["minutes"]))

    def instant(self, prop, info):
        if "TZID" not in prop.params:
            return prop.dt
        self.assertEqual(prop.params["TZID"], info.zone)
        return info.localize(prop.dt.replace(tzinfo=None)).astimezone(calendars.UTC)

    def test_whole_days(self):
        for read in self.events_of([{"uid": "a@regimen", "start": "2026-12-31", "alarms": 1}]):
            self.assertEqual(read["DTSTART"].dt, datetime.date(2026, 12, 31))
            self.assertEqual(read["DTEND"].dt, datetime.date(2027, 1, 1))
            alarms = read.walk("VALARM")
            self.assertEqual([alarm["TRIGGER"].dt for alarm in alarms], [-15 * calendars.HOUR])
            self.assertIs(read.subcomponents[-1], alarms[-1])

    def test_alarms_of_a_visit(self):
        for read in self.events_of([{"uid": "a@regimen", "start": "2026-12-31T09:00", "zone": "Europe/Rome",
                                     "alarms": 1, "summary": "Zoledronic acid infusion 2"}]):
            alarms = read.walk("VALARM")
            self.assertEqual([alarm["TRIGGER"].dt for alarm in alarms],
                             [-2 * calendars.HOUR, -24 * calendars.HOUR])
            for alarm in alarms:
                self.assertEqual(alarm["ACTION"], "DISPLAY")
                self.assertEqual(alarm["DESCRIPTION"], "Zoledronic acid infusion 2")
                self.assertNotIn("UID", alarm)

    def test_texts(self):
        events = [{"uid": "t%d@regimen" % i, "start": "2026-05-01", "summary": text.replace("\n", " "),
                   "description": text, "location": text.replace("\n", " ")}
                  for i, text in enumerate(HARD_TEXTS)]
        for event, read in zip(events, self.events_of(events)):
            for key in ("summary", "description", "location"):
                self.assertEqual(str(read[key.upper()]), event[key])

    def test_same_events_same_octets(self):
        events = calendars.visits_around_changes("Europe/Berlin", 2026)
        folder = calendars.scratch()
        with open(calendars.write(folder + "/a.ics", events), "rb") as a:
            with open(calendars.write(folder + "/b.ics", events), "rb") as b:
                self.assertEqual(a.read(), b.read())


if __name__ == "__main__":
    unittest.main()
