#!/usr/bin/python3
"""From the commands that people type to what their calendars show."""
import datetime
import os
import shutil
import stat
import subprocess
import unittest
import zoneinfo

import calendars
import clients
import icalendar

PROGRAMS = os.environ["REGIMEN_CLI_BUILD"]
EVERYTHING = datetime.date(2026, 9, 1), datetime.date(2027, 12, 31)
#: An injection before and one after a change of the clocks, for each zone of calendars.ZONES.
VISITS = {
    "Europe/Berlin": ("2027-03-27 10:40", "2027-04-24 10:40"),
    "Europe/Rome": ("2027-03-27 23:45", "2027-04-24 08:05"),
    "America/New_York": ("2027-03-13 08:10", "2027-04-10 17:30"),
    "Australia/Lord_Howe": ("2027-04-03 09:20", "2027-05-01 09:20"),
    "Asia/Kolkata": ("2027-03-27 00:10", "2027-04-24 13:00"),
}


class Record:
    """One person's record, and the commands on it."""

    def __init__(self, zone="Europe/Berlin"):
        self.folder = calendars.scratch()
        self.env = calendars.private_environment(self.folder, zone)
        self.env.update(REGIMEN_EXEC_PATH=PROGRAMS, REGIMEN_ZONE=zone)

    def try_run(self, now, *words):
        self.env["REGIMEN_NOW"] = now
        return subprocess.run([PROGRAMS + "/regimen", *words], env=self.env, text=True, capture_output=True)

    def run(self, now, *words):
        done = self.try_run(now, *words)
        if done.returncode != 0:
            raise AssertionError("%s: %s" % (" ".join(words), done.stderr))
        return done.stdout

    def export(self, now, *words):
        """Returns the path of the file."""
        path = self.folder + "/export.ics"
        self.run(now, "export", "--to", path, *words)
        return path

    def events(self, now, *words):
        """VEVENTs by the number of their dose."""
        with open(self.export(now, *words), "rb") as file:
            calendar = icalendar.Calendar.from_ical(file.read())
        return {int(event["UID"].rsplit("-", 1)[1].split("@")[0]): event for event in calendar.walk("VEVENT")}


def octets(path):
    with open(path, "rb") as file:
        return file.read()


class Clients(unittest.TestCase):
    def record(self, zone):
        """A record with an injection booked on each side of a change of the clocks, the first of them given."""
        before, after = VISITS[zone]
        record = Record(zone)
        record.run("2027-02-20T12:00:00Z", "add", "denosumab", "--first", before[:10])
        record.run("2027-02-20T13:00:00Z", "book", "denosumab/1", before)
        record.run("2027-02-20T13:30:00Z", "book", "denosumab/2", after)
        return record

    def visits(self, zone):
        titles = ["Denosumab injection 1", "Denosumab injection 2"]
        for title, start in zip(titles, VISITS[zone]):
            end = datetime.datetime.fromisoformat(start) + datetime.timedelta(minutes=30)
            yield start, end.strftime("%Y-%m-%d %H:%M"), title

    @unittest.skipUnless(shutil.which("calcurse"), "calcurse is not installed")
    def test_calcurse(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                path = self.record(zone).export("2027-02-21T12:00:00Z")
                visits, days = clients.calcurse(path, zone, *EVERYTHING)
                self.assertEqual(visits, set(self.visits(zone)))
                third = datetime.date.fromisoformat(VISITS[zone][0][:10]) + 56 * calendars.DAY
                self.assertEqual(days[0], (str(third), "Denosumab injection 3 (tentative)"))

    @unittest.skipUnless(shutil.which("khal"), "khal is not installed")
    def test_khal(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                path = self.record(zone).export("2027-02-21T12:00:00Z")
                shown = clients.Khal(zone).read(path).show(*EVERYTHING).values()
                self.assertEqual(sorted(event[:2] + event[3:4] for event in shown if event[2] == "False"),
                                 sorted(list(visit) for visit in self.visits(zone)))

    @unittest.skipUnless(shutil.which("khal"), "khal is not installed")
    def test_khal_sees_each_later_file(self):
        record, khal = self.record("Europe/Berlin"), clients.Khal("Europe/Berlin")
        khal.read(record.export("2027-02-21T12:00:00Z"))
        record.run("2027-03-29T10:00:00Z", "log", "denosumab/1", "--at", "2027-03-29 11:15")
        record.run("2027-03-29T10:05:00Z", "book", "denosumab/2", "2027-04-26 09:00")
        khal.read(record.export("2027-03-29T10:10:00Z"))
        titles = {event[3]: event[0] for event in khal.show(*EVERYTHING).values()}
        self.assertEqual(titles["Denosumab injection 1 (given)"], "2027-03-29 11:15")
        self.assertEqual(titles["Denosumab injection 2"], "2027-04-26 09:00")
        self.assertEqual(titles["Denosumab injection 3 (tentative)"], "2027-05-24 00:00")
        self.assertEqual(len([title for title in titles if "injection 1" in title]), 1)


class Life(unittest.TestCase):
    """One dose from its plan to its end."""

    def setUp(self):
        self.record = Record()
        self.record.run("2026-11-23T09:00:00+01:00", "add", "denosumab", "--first", "2026-12-01",
                        "--amount", "120 mg", "--place", "Day ward; house 3, \"east\"")

    def test_planned(self):
        first = self.record.events("2026-11-23T10:00:00+01:00")[1]
        self.assertEqual(first["DTSTART"].to_ical(), b"20261201")
        self.assertEqual(first["DTEND"].to_ical(), b"20261202")
        self.assertEqual((first["STATUS"], first["TRANSP"], first["CLASS"]), ("TENTATIVE", "TRANSPARENT", "PRIVATE"))
        self.assertEqual(first["LOCATION"], "Day ward; house 3, \"east\"")
        lines = first["DESCRIPTION"].split("\n")
        parts = ("Amount: 120 mg", "Planned for Tue 2026-12-01", "On time from Fri 2026-11-27 to Sat 2026-12-05", "", "Side effects may include rash",
                 "Tell a healthcare provider right away about signs of ", "Each of these can be either a side effect or a sign of something else: ",
                 "These are one article's lists;", "Source: \"Bone Metastases")
        self.assertEqual(len(lines), len(parts), lines)  # one line each: a calendar shows all of it in a small window
        for line, part in zip(lines, parts):
            self.assertTrue(line.startswith(part), (line, part))

    def test_booked_given_and_after(self):
        uid = self.record.events("2026-11-23T10:00:00+01:00")[1]["UID"]
        self.record.run("2026-11-24T10:00:00+01:00", "book", "denosumab", "2026-12-02 10:40")
        booked = self.record.events("2026-11-24T10:01:00+01:00")[1]
        self.assertEqual((booked["UID"], booked["SEQUENCE"], booked["STATUS"]), (uid, 1, "CONFIRMED"))
        self.assertEqual(booked["DTSTART"].params["TZID"], "Europe/Berlin")
        self.assertEqual(booked["DTSTAMP"].to_ical(), b"20261124T090000Z")
        self.record.run("2026-12-02T11:00:00+01:00", "log", "denosumab", "--at", "2026-12-02 10:50")
        after = self.record.events("2026-12-02T11:01:00+01:00")
        self.assertEqual((after[1]["UID"], after[1]["SEQUENCE"]), (uid, 2))
        self.assertEqual(after[1]["SUMMARY"], "Denosumab injection 1 (given)")
        self.assertEqual(after[1]["DTSTART"].to_ical(), b"20261202T105000")
        self.assertEqual(after[1].walk("VALARM"), [])
        self.assertEqual((after[2]["SEQUENCE"], after[2]["DTSTART"].to_ical()), (1, b"20261230"))

    def test_skipped(self):
        uid = self.record.events("2026-11-23T10:00:00+01:00")[1]["UID"]
        self.record.run("2026-11-30T10:00:00+01:00", "skip", "denosumab", "--reason", "low calcium")
        skipped = self.record.events("2026-11-30T10:00:00+01:00")[1]
        self.assertEqual((skipped["UID"], skipped["SEQUENCE"], skipped["STATUS"]), (uid, 1, "CANCELLED"))
        self.assertEqual(skipped["SUMMARY"], "Cancelled: Denosumab injection 1")
        self.assertEqual(skipped.walk("VALARM"), [])
        self.assertIn(1, self.record.events("2027-03-01T12:00:00+01:00"))
        self.assertNotIn(1, self.record.events("2027-03-02T12:00:00+01:00"))

    def test_unchanged_record_same_octets(self):
        self.record.run("2026-11-24T10:00:00+01:00", "book", "denosumab", "2026-12-02 10:40")
        early = octets(self.record.export("2026-12-02T00:00:01+01:00"))
        self.assertEqual(octets(self.record.export("2026-12-02T23:59:59+01:00")), early)

    def test_private(self):
        self.record.run("2026-11-24T10:00:00+01:00", "book", "denosumab", "2026-12-02 10:40", "--place", "Oncology")
        text = octets(self.record.export("2026-11-24T10:00:00+01:00", "--private")).decode()
        self.assertIn("\r\nSUMMARY:Treatment\r\n", text)
        for word in ("enosumab", "120 mg", "ncology", "ward", "injection", "calcium", "LOCATION", "CATEGORIES"):
            self.assertNotIn(word, text)

    def test_file(self):
        path = self.record.export("2026-11-24T10:00:00+01:00")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        whole = octets(path)
        self.assertEqual(whole.count(b"\n"), whole.count(b"\r\n"))
        self.assertLessEqual(max(len(line) for line in whole.split(b"\r\n")), 75)
        for line in whole.split(b"\r\n"):
            line.decode("utf-8")
        starts = [event["DTSTART"].to_ical() for event in icalendar.Calendar.from_ical(whole).walk("VEVENT")]
        self.assertEqual(starts, sorted(starts))

    def test_days(self):
        self.assertEqual(list(self.record.events("2026-11-24T10:00:00+01:00", "--days", "40")), [1, 2])


class Edges(unittest.TestCase):
    def test_nothing_to_export(self):
        record = Record()
        path = record.folder + "/export.ics"
        done = record.try_run("2026-11-23T09:00:00+01:00", "export", "--to", path)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\Aregimen: nothing to export: .*\n\Z")
        self.assertFalse(os.path.exists(path))

    def test_time_that_exists_twice(self):
        record = Record()
        record.run("2026-11-23T09:00:00+01:00", "add", "bone-scan", "--on", "2027-10-31 02:30")
        event = record.events("2027-10-01T09:00:00+02:00")[1]
        self.assertEqual(event["DTSTART"].to_ical(), b"20271031T003000Z")

    def test_person_who_moved(self):
        """What happened is shown where they live now; an appointment stays in the zone where it was made."""
        record = Record()
        record.run("2026-11-23T09:00:00+01:00", "add", "denosumab", "--first", "2026-11-24")
        record.run("2026-11-24T09:00:00+01:00", "log", "denosumab")
        record.run("2026-11-24T10:00:00+01:00", "book", "denosumab/2", "2026-12-22 10:00")
        record.run("2026-11-25T09:00:00+01:00", "patient", "set", "me", "--zone", "America/New_York")
        events = record.events("2026-11-25T10:00:00+01:00")
        self.assertEqual(events[1]["DTSTART"].params["TZID"], "America/New_York")
        self.assertEqual(events[1]["DTSTART"].to_ical(), b"20261124T030000")
        self.assertEqual(events[2]["DTSTART"].params["TZID"], "Europe/Berlin")
        self.assertEqual(events[2]["DTSTART"].to_ical(), b"20261222T100000")

    def test_every_instant_of_a_radiation_course(self):
        record = Record("America/New_York")
        record.run("2027-03-01T09:00:00-05:00", "add", "radiation", "--fractions", "10", "--first", "2027-03-10 14:00")
        new_york = zoneinfo.ZoneInfo("America/New_York")
        days = [day for day in range(10, 24) if datetime.date(2027, 3, day).weekday() < 5]
        expected = [datetime.datetime(2027, 3, day, 14, tzinfo=new_york) for day in days]
        shown = [event["DTSTART"].dt for event in record.events("2027-03-01T10:00:00-05:00").values()]
        self.assertEqual([at.astimezone(calendars.UTC) for at in shown],
                         [at.astimezone(calendars.UTC) for at in expected])


if __name__ == "__main__":
    unittest.main()
