#!/usr/bin/python3
"""Series of appointments: each one is that of a dose, in their order, and what comes next of one finds it."""
import os
import pty
import shlex
import subprocess
import unittest

from regimen import REGIMEN, Case

DAILY = "RRULE:FREQ=DAILY;COUNT=5;BYDAY=MO,TU,WE,TH,FR"


class Series(Case):
    def setUp(self):
        super().setUp()
        self.now = "2026-11-25T09:00:00+01:00"
        self.run_it("add", "radiation", "--fractions", "6", "--first", "2026-11-26")

    @staticmethod
    def event(*lines, uid="rad@clinic", sequence=0, start="DTSTART;TZID=Europe/Berlin:20261126T101500"):
        return ["BEGIN:VEVENT", "UID:" + uid, "SEQUENCE:%d" % sequence, "DTSTAMP:20261120T080000Z",
                *([start] if start else []), *lines, "SUMMARY:Radiation", "END:VEVENT"]

    def file(self, *lines, method="REQUEST", name="series.ics"):
        path = self.path(name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clinic//EN", "METHOD:" + method, *lines,
                                    "END:VCALENDAR", ""]))
        return path

    def found(self, path, *words):
        return [(p["kind"], p["dose"], p["at"] and p["at"][:16]) for p in self.json("import", path, *words)["proposals"]]

    def appointments(self):
        return {dose["dose"]: dose["appointment"] and dose["appointment"][:16] for dose in self.json("agenda")["doses"]}

    def test_in_order(self):
        path = self.file(*self.event(DAILY))
        days = ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]
        self.assertEqual(self.found(path, "--for", "radiation"),
                         [("book", n + 1, day + "T10:15") for n, day in enumerate(days)])
        self.run_it("import", path, "--for", "radiation", "--apply")
        self.assertEqual(self.appointments(), {**{n + 1: day + "T10:15" for n, day in enumerate(days)}, 6: None})
        self.assertIn("5 events agree with the record.", self.flat("import", path))
        self.run_it("undo")
        self.assertEqual(set(self.appointments().values()), {None})
        self.assertEqual(len(self.json("import", path)["foreign"]), 5)

    def test_across_a_change_of_the_clocks(self):
        """The description of a zone is asked for each appointment, not once for all."""
        rules = ["BEGIN:VTIMEZONE", "TZID:%s", "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
                 "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "BEGIN:STANDARD", "DTSTART:19701025T030000",
                 "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE"]
        self.now = "2026-10-12T09:00:00+02:00"
        self.run_it("add", "radiation", "--fractions", "10", "--first", "2026-10-19", "--handle", "autumn")
        for tzid in ("Europe/Berlin", "Of the clinic"):
            lines = [*(line.replace("%s", tzid) for line in rules),
                     *self.event("RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=MO,TU,WE,TH,FR", start="DTSTART;TZID=%s:20261019T151500" % tzid)]
            found = self.json("import", self.file(*lines), "--for", "autumn")["proposals"]
            self.assertEqual([(p["at"], p["choice"]) for p in found],
                             [("2026-10-%dT15:15:00+02:00" % day, False) for day in range(19, 24)]
                             + [("2026-10-%dT15:15:00+01:00" % day, False) for day in range(26, 31)])
        wrong = [line.replace("TZOFFSETTO:+0200", "TZOFFSETTO:+0100") for line in lines]
        wrong = [line.replace("Of the clinic", "Europe/Berlin") for line in wrong]
        found = self.json("import", self.file(*wrong), "--for", "autumn")["proposals"]
        self.assertEqual([p["choice"] for p in found], [True] * 5 + [False] * 5)

    def test_one_moved_across_a_change_of_the_clocks(self):
        """What its place in the series is follows from the offset of that day, not of the day to which it was moved."""
        zone = ["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", "DTSTART:20260101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100",
                "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20261128T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
                "END:VTIMEZONE"]
        path = self.file(*zone, *self.event(DAILY, start="DTSTART;TZID=Own:20261126T101500"),
                         *self.event("RECURRENCE-ID;TZID=Own:20261127T101500", start="DTSTART;TZID=Own:20261203T120000"))
        self.assertEqual(self.found(path, "--for", "radiation"),
                         [("book", 1, "2026-11-26T10:15"), ("book", 2, "2026-11-30T09:15"), ("book", 3, "2026-12-01T09:15"),
                          ("book", 4, "2026-12-02T09:15"), ("book", 5, "2026-12-03T11:00")])

    def test_changed_days(self):
        """One is left out, one is at another time, one is called off, one is added."""
        path = self.file(*self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261127T101500",
                                     "RDATE;TZID=Europe/Berlin:20261205T090000"),
                         *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500",
                                     start="DTSTART;TZID=Europe/Berlin:20261130T140000"),
                         *self.event("RECURRENCE-ID:20261201T091500Z", "STATUS:CANCELLED",
                                     start="DTSTART;TZID=Europe/Berlin:20261201T101500"))
        self.assertEqual(self.found(path, "--for", "radiation"),
                         [("book", 1, "2026-11-26T10:15"), ("book", 2, "2026-11-30T14:00"), ("book", 3, "2026-12-02T10:15"),
                          ("book", 4, "2026-12-05T09:00")])

    def attach(self):
        self.run_it("import", self.file(*self.event(DAILY)), "--for", "radiation", "--apply")

    def test_one_was_moved(self):
        self.attach()
        path = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500", sequence=1,
                                     start="DTSTART;TZID=Europe/Berlin:20261130T160000"))
        self.assertEqual(self.found(path), [("book", 3, "2026-11-30T16:00")])
        self.run_it("import", path, "--apply")
        self.assertEqual(self.appointments()[3], "2026-11-30T16:00")
        again = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500", sequence=2,
                                      start="DTSTART;TZID=Europe/Berlin:20261130T170000"))
        self.assertEqual(self.found(again), [("book", 3, "2026-11-30T17:00")])

    def test_all_were_moved(self):
        """The rule has another time: the order says which one is which, while there are as many."""
        self.attach()
        later = "DTSTART;TZID=Europe/Berlin:20261126T110000"
        path = self.file(*self.event(DAILY, sequence=1, start=later))
        days = ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]
        self.assertEqual(self.found(path), [("book", n + 1, day + "T11:00") for n, day in enumerate(days)])
        fewer = self.file(*self.event(DAILY.replace("5", "4"), sequence=2, start=later))
        self.assertEqual(self.found(fewer), [*(("book", n + 1, day + "T11:00") for n, day in enumerate(days[:4])), ("hold_or_skip", 5, None)])
        path = self.file(*self.event(DAILY, sequence=1, start=later))
        self.run_it("import", path, "--apply")
        self.assertEqual(self.appointments()[5], "2026-12-02T11:00")
        one = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T110000", sequence=2,
                                    start="DTSTART;TZID=Europe/Berlin:20261130T160000"))
        self.assertEqual(self.found(one), [("book", 3, "2026-11-30T16:00")])
        self.run_it("undo")
        self.assertEqual(self.found(one), [])

    def test_another_one_of_a_series(self):
        """Only one of the series was attached: what comes of another one is not its own."""
        path = self.file(*self.event(DAILY))
        self.run_it("import", path, "--for", "radiation/3", "--event", "3", "--apply")
        self.assertEqual(self.appointments()[3], "2026-11-30T10:15")
        other = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261201T101500", sequence=1,
                                      start="DTSTART;TZID=Europe/Berlin:20261201T160000"))
        self.assertEqual((self.found(other), len(self.json("import", other)["foreign"])), ([], 1))

    def test_one_was_called_off(self):
        self.attach()
        path = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500", sequence=1, start=None), method="CANCEL")
        self.assertEqual(self.found(path), [("hold_or_skip", 3, None)])

    def test_one_that_cannot_be_told_is_not_all(self):
        self.attach()
        path = self.file(*self.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261130T091500Z", sequence=1, start=None), method="CANCEL")
        self.assertEqual(self.found(path), [])
        self.assertIn("it repeats in a way that this program cannot read", self.flat("import", path))

    def test_all_were_called_off(self):
        self.attach()
        for lines in (self.event(sequence=1, start=None), self.event(sequence=1), self.event(DAILY, sequence=1)):
            path = self.file(*lines, method="CANCEL")
            self.assertEqual(self.found(path), [("hold_or_skip", n, None) for n in range(1, 6)])

    def test_what_has_passed(self):
        self.now = "2026-11-28T09:00:00+01:00"
        path = self.file(*self.event(DAILY))
        self.assertEqual(self.found(path, "--for", "radiation/1"), [
            ("log", 1, "2026-11-26T10:15"), ("log", 2, "2026-11-27T10:15"), ("book", 3, "2026-11-30T10:15"),
            ("book", 4, "2026-12-01T10:15"), ("book", 5, "2026-12-02T10:15")])
        self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")],
                         ["2026-11-30T10:15", "2026-12-01T10:15", "2026-12-02T10:15"])
        self.assertIn("Not from this record: ", self.flat("import", path, "--for", "radiation"))

    def test_more_than_doses(self):
        path = self.file(*self.event("RRULE:FREQ=DAILY;COUNT=7"))
        self.refuses("import", path, "--for", "radiation", says="7 appointments to attach, but radiation has only 6 open doses for them")

    def test_all_have_passed(self):
        self.now = "2027-01-28T09:00:00+01:00"
        self.refuses("import", self.file(*self.event(DAILY)), "--for", "radiation", says="none of the 5 appointments")

    def test_single_events(self):
        path = self.file(*self.event(uid="b", start="DTSTART:20261127T090000Z"), *self.event(uid="a", start="DTSTART:20261126T090000Z"))
        self.refuses("import", path, "--for", "radiation", says="--all to attach each to its own dose")
        self.assertEqual(self.found(path, "--for", "radiation", "--all"),
                         [("book", 1, "2026-11-26T10:00"), ("book", 2, "2026-11-27T10:00")])
        self.run_it("import", path, "--for", "radiation", "--all", "--apply")
        moved = self.file(*self.event(uid="b", start="DTSTART:20261127T110000Z", sequence=1))
        self.assertEqual(self.found(moved), [("book", 2, "2026-11-27T12:00")])

    def test_one_that_is_attached_to_another_course(self):
        """It stays with its dose: all others are meant."""
        self.run_it("add", "xgeva", "--first", "2026-12-01")
        path = self.file(*self.event(uid="a", start="DTSTART:20261126T090000Z"), *self.event(uid="b", start="DTSTART:20261127T090000Z"),
                         *self.event(uid="injection", start="DTSTART:20261202T090000Z"))
        self.run_it("import", path, "--event", "3", "--for", "denosumab", "--apply")
        self.assertEqual(self.found(path, "--for", "radiation", "--all"),
                         [("book", 1, "2026-11-26T10:00"), ("book", 2, "2026-11-27T10:00")])
        self.run_it("import", path, "--for", "radiation", "--all", "--apply")
        self.assertEqual([(dose["course"], dose["dose"], dose["appointment"][:16]) for dose in self.json("agenda")["doses"]
                          if dose["appointment"]],
                         [("radiation", 1, "2026-11-26T10:00"), ("radiation", 2, "2026-11-27T10:00"), ("denosumab", 1, "2026-12-02T10:00")])
        moved = self.file(*self.event(uid="injection", start="DTSTART:20261203T090000Z", sequence=1))
        self.assertEqual([(p["course"], p["dose"]) for p in self.json("import", moved)["proposals"]], [("denosumab", 1)])

    def test_one_that_is_left_over_is_named_by_its_number(self):
        """It has passed, so --all leaves it; the command that is proposed for it is not refused."""
        path = self.file(*self.event(uid="a", start="DTSTART:20261124T090000Z"), *self.event(uid="b", start="DTSTART:20261126T090000Z"),
                         *self.event(uid="c", start="DTSTART:20261127T090000Z"))
        said = self.flat("import", path, "--all", "--for", "radiation")
        self.assertIn(f"To attach number 1 to the next dose of a course: regimen import {path} --event 1 --for radiation", said)

    def test_what_is_not_plain(self):
        for rule in ("FREQ=DAILY", "FREQ=DAILY;COUNT=367", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2;UNTIL=20261203",
                     "FREQ=WEEKLY;COUNT=3;BYDAY=1MO", "FREQ=DAILY;COUNT=3;BYHOUR=9,10",
                     "FREQ=SECONDLY;COUNT=3", "FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;UNTIL=20991231", "COUNT=3", "",
                     "FREQ=WEEKLY;COUNT=3;INTERVAL=0", "FREQ=DAILY;COUNT=3;BYSETPOS=1", "FREQ=DAILY;COUNT"):
            with self.subTest(rule=rule):
                path = self.file(*self.event("RRULE:" + rule))
                found = self.json("import", path)
                self.assertEqual((found["proposals"], len(found["foreign"])), ([], 1))
                self.assertIn("it repeats in a way that this program cannot read", found["foreign"][0]["problem"])

    def test_without_names(self):
        """Several series that have no UID are several."""
        path = self.file(*(line for n in (6, 7) for line in self.event("RRULE:FREQ=DAILY;COUNT=2", start="DTSTART:202612%02dT090000Z" % n)
                           if not line.startswith("UID")))
        self.assertEqual(len(self.json("import", path)["foreign"]), 4)

    def test_a_series_of_one_is_no_series(self):
        path = self.file(*self.event("RRULE:FREQ=DAILY;COUNT=1"))
        self.run_it("import", path, "--for", "radiation", "--apply")
        moved = self.file(*self.event(sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T120000"))
        self.assertEqual(self.found(moved), [("book", 1, "2026-11-26T12:00")])

    def test_this_and_all_that_follow(self):
        path = self.file(*self.event(DAILY), *self.event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261130T101500",
                                                         start="DTSTART;TZID=Europe/Berlin:20261130T140000"))
        self.assertIn("it repeats in a way that this program cannot read", self.flat("import", path))
        self.assertEqual(self.json("import", path, "--for", "radiation")["proposals"], [])

    def test_exceptions_that_match_nothing(self):
        path = self.file(*self.event(DAILY), *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261129T101500",
                                                         start="DTSTART;TZID=Europe/Berlin:20261129T140000"))
        self.assertIn("it replaces the appointment of its series on Sun 2026-11-29 10:15, but the series has no appointment at that time", self.flat("import", path))
        self.assertEqual(len(self.found(path, "--for", "radiation")), 5)
        for name, said in (("EXDATE;TZID=Europe/Berlin:20261127T111500", "Fri 2026-11-27 11:15"), ("EXDATE;VALUE=DATE:20261128", "Sat 2026-11-28"),
                           ("EXDATE:20261127T101500Z", "Fri 2026-11-27 11:15"), ("EXDATE:20261127T233000Z", "Sat 2026-11-28 00:30"),
                           ("EXDATE;TZID=America/New_York:20261127T203000", "Sat 2026-11-28 02:30"),
                           ("EXDATE:20261127T230000Z", "Sat 2026-11-28")):
            path = self.file(*self.event(DAILY, name))
            self.assertIn("the file cancels the appointment on %s, but the series has no appointment at that time" % said, self.flat("import", path))
            self.assertEqual(len(self.found(path, "--for", "radiation")), 5)

    def test_exceptions_that_name_a_day(self):
        days = ["2026-11-26T10:15", "2026-11-27T10:15", "2026-11-30T10:15", "2026-12-01T10:15", "2026-12-02T10:15"]
        for day in (";VALUE=DATE:20261130", ":20261130", ";TZID=Europe/Berlin:20261130T000000", ":20261130T000000Z", ":20261129T230000Z"):
            with self.subTest(day=day):
                path = self.file(*self.event(DAILY, "EXDATE" + day))
                self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")], days[:2] + days[3:])
                path = self.file(*self.event(DAILY), *self.event("RECURRENCE-ID" + day,
                                                                 start="DTSTART;TZID=Europe/Berlin:20261130T140000"))
                self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")],
                                 [*days[:2], "2026-11-30T14:00", *days[3:]])
        whole = self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261130T000000,20261201T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
                           "DTEND;TZID=Europe/Berlin:20261127T000000", start="DTSTART;TZID=Europe/Berlin:20261126T000000")
        self.assertEqual([e["at"] for e in self.json("import", self.file(*whole))["foreign"]],
                         ["2026-11-26", "2026-11-27", "2026-12-02"])

    def test_exceptions_in_another_form(self):
        """A time without a zone is one of the series; a time in another zone is the same moment (RFC 5545 sections 3.8.5.1, 3.8.4.4)."""
        days = ["2026-11-26T10:15", "2026-11-27T10:15", "2026-11-30T10:15", "2026-12-01T10:15", "2026-12-02T10:15"]
        zones = ["BEGIN:VTIMEZONE", "TZID:Clinic", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100",
                 "END:STANDARD", "END:VTIMEZONE"]
        for form in (":20261130T101500", ";TZID=America/New_York:20261130T041500", ";TZID=Eastern Standard Time:20261130T041500",
                     ";TZID=Europe/London:20261130T091500", ";TZID=Clinic:20261130T101500"):
            for start in ("DTSTART;TZID=Europe/Berlin:20261126T101500", "DTSTART;TZID=Clinic:20261126T101500", "DTSTART:20261126T101500"):
                with self.subTest(form=form, start=start):
                    path = self.file(*zones, *self.event(DAILY, "EXDATE" + form, start=start))
                    self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")], days[:2] + days[3:])
                    path = self.file(*zones, *self.event(DAILY, start=start),
                                     *self.event("RECURRENCE-ID" + form, start="DTSTART;TZID=Europe/London:20261130T130000"))
                    self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")],
                                     [*days[:2], "2026-11-30T13:00", *days[3:]])
        path = self.file(*self.event(DAILY, "EXDATE:20261130T091500", "RDATE:20261205T091500", start="DTSTART:20261126T091500Z"))
        self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")], [*days[:2], *days[3:], "2026-12-05T10:15"])
        google = ["X-WR-TIMEZONE:America/New_York", *self.event(DAILY, "EXDATE:20261130T101500")]
        self.assertEqual([row[2] for row in self.found(self.file(*google), "--for", "radiation")], days[:2] + days[3:])

    def test_two_versions_of_an_exception(self):
        """The later one counts: by SEQUENCE, then by the stamp, then by the order in the file."""
        at = "RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500"
        one = self.event(at, start="DTSTART;TZID=Europe/Berlin:20261130T120000")
        two = self.event("RECURRENCE-ID;VALUE=DATE:20261130", start="DTSTART;TZID=Europe/Berlin:20261130T140000")
        later = [line.replace("20261120T08", "20261121T08") for line in one]
        counted = self.event(at, start="DTSTART;TZID=Europe/Berlin:20261130T120000", sequence=1)
        for lines, time in (([*one, *two], "14:00"), ([*two, *one], "12:00"), ([*later, *two], "12:00"), ([*counted, *two], "12:00")):
            for order in (self.event(DAILY) + lines, lines + self.event(DAILY)):
                found = self.found(self.file(*order), "--for", "radiation")
                self.assertEqual([row[2] for row in found if row[2][:10] == "2026-11-30"], ["2026-11-30T" + time])
                self.assertEqual(len(found), 5)

    def test_lines_that_cannot_be_read(self):
        for line in ("EXDATE:Monday", "EXDATE:20261130T101500Z,x", "RDATE:20260230", "RECURRENCE-ID:20261130T25"):
            with self.subTest(line=line):
                lines = self.event(DAILY) + self.event(line) if line.startswith("REC") else self.event(DAILY, line)
                path = self.file(*lines)
                number = 1 + ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clinic//EN", "METHOD:REQUEST", *lines].index(line)
                self.assertIn("line %d of the file, which is about the days of the series, cannot be read" % number, self.flat("import", path))
                self.assertEqual(self.json("import", path, "--for", "radiation")["proposals"], [])

    def test_zones_that_are_not_known(self):
        """The zone is named, also by a later version of a series that is attached, which stays that of the record."""
        self.attach()
        before = self.dump()
        for name, zones in (("Foo", []), ("europe/berlin", []), ("Empty", ["BEGIN:VTIMEZONE", "TZID:Empty", "END:VTIMEZONE"]),
                            ("(UTC+01:00) Amsterdam, Berlin", [])):
            for exception in ([], ["EXDATE;TZID=%s:20261130T101500" % name]):
                with self.subTest(name=name, exception=exception):
                    start = "DTSTART;TZID=%s:20261126T101500" % name
                    said = "its time zone \"%s\" is not known, and not described in the file" % name
                    other = self.file(*zones, *self.event(DAILY, *exception, uid="other", start=start))
                    self.assertEqual([e["problem"] for e in self.json("import", other)["foreign"]], [said])
                    self.assertIn("Note: Radiation therapy session 1 cannot be read: " + said, self.flat("import", other, "--for", "radiation"))
                    found = self.json("import", self.file(*zones, *self.event(DAILY, *exception, sequence=1, start=start)))
                    self.assertEqual((found["proposals"], found["foreign"], [n["reason"] for n in found["notes"]]), ([], [], ["unreadable"]))
                    self.assertIn("The file has something about the series of Radiation therapy session 1 that cannot be used: %s." % said,
                                  found["notes"][0]["text"])
                    self.run_it("import", self.path("series.ics"), "--apply")
        self.assertEqual(self.dump(), before)
        berlin = ["BEGIN:VTIMEZONE", "TZID:(UTC+01:00) Amsterdam\\, Berlin", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100",
                  "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE"]
        path = self.file(*berlin, *self.event(DAILY, sequence=1, start="DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20261126T101500"))
        self.assertEqual((self.found(path), self.json("import", path)["unchanged"]), ([], 5))

    def test_exceptions_with_two_readings(self):
        """UTC and a zone: the appointment that may be meant, and the order of those behind it, are for a person to decide."""
        exceptions = [[*self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261130T101500Z")],
                      [*self.event(DAILY), *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500Z",
                                                       start="DTSTART;TZID=Europe/Berlin:20261130T140000")],
                      [*self.event(DAILY, start="DTSTART;TZID=Europe/Berlin:20261126T111500"),
                       *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500Z", "STATUS:CANCELLED",
                                   start="DTSTART;TZID=Europe/Berlin:20261130T111500")],
                      [*self.event(DAILY, "EXDATE;TZID=Nowhere:20261130T101500")]]
        for lines in exceptions:
            with self.subTest(lines=lines):
                path = self.file(*lines)
                said = self.json("import", path, "--for", "radiation")
                self.assertEqual([(p["dose"], p["at"][:10], p["choice"]) for p in said["proposals"]],
                                 [(1, "2026-11-26", False), (2, "2026-11-27", False), (3, "2026-11-30", True),
                                  (4, "2026-12-01", True), (5, "2026-12-02", True)])
                self.assertIn("The file may call this appointment off, or move it: see below.", said["proposals"][2]["text"])
                self.assertIn("An earlier appointment of the series may be called off or moved, so this may belong to another dose.",
                              said["proposals"][3]["text"])
                problem, = (e["problem"] for e in said["foreign"])
                self.assertRegex(problem, "on Mon 2026-11-30 11:15 or on Mon 2026-11-30 10:15: the file gives that time in UTC and also names "
                                 "the time zone \"Europe/Berlin\"; ask the clinic which one is right" if not any("Nowhere" in line for line in lines) else
                                 "on Mon 2026-11-30 10:15, in a time zone that is not known here, \"Nowhere\"; ask the clinic which appointment is meant")
                self.run_it("import", path, "--for", "radiation", "--apply")
                self.assertEqual({n: at for n, at in self.appointments().items() if at}, {n: said["proposals"][n - 1]["at"][:16] for n in (1, 2)})
                words = shlex.split(said["proposals"][2]["commands"][0])
                self.run_it(*words[1:])
                self.assertEqual(self.appointments()[3], said["proposals"][2]["at"][:16])
                self.run_it("undo")
                self.run_it("undo", "--anyway")
        self.attach()
        for lines in exceptions[:2]:
            found = self.json("import", self.file(*[line.replace("SEQUENCE:0", "SEQUENCE:1") for line in lines]))
            self.assertEqual((found["proposals"], found["foreign"], len(found["notes"]), found["unchanged"]), ([], [], 1, 5))
            self.assertIn("ask the clinic which one is right", found["notes"][0]["text"])
        alone = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500Z", sequence=1,
                                      start="DTSTART;TZID=Europe/Berlin:20261130T140000"))
        self.assertEqual([(p["dose"], p["at"][:16], p["choice"]) for p in self.json("import", alone)["proposals"]],
                         [(3, "2026-11-30T14:00", True)])
        both = self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261130T091500Z", sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T091500Z")
        self.assertEqual([row[:2] for row in self.found(self.file(*both))], [("hold_or_skip", 3)])

    def test_a_day_is_enough_later_too(self):
        """A mail about one appointment has no series: the record knows which one is on that day."""
        self.attach()
        path = self.file(*self.event("RECURRENCE-ID;VALUE=DATE:20261130", sequence=1,
                                     start="DTSTART;TZID=Europe/Berlin:20261130T160000"))
        self.assertEqual(self.found(path), [("book", 3, "2026-11-30T16:00")])
        path = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T000000", sequence=1, start=None), method="CANCEL")
        self.assertEqual(self.found(path), [("hold_or_skip", 3, None)])

    def test_left_out_or_dropped_later(self):
        """A later version of the series that no longer has an appointment has called it off."""
        self.attach()
        path = self.file(*self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261130T101500", sequence=1))
        self.assertEqual(self.found(path), [("hold_or_skip", 3, None)])
        path = self.file(*self.event(DAILY.replace("5", "3"), sequence=1))
        self.assertEqual(self.found(path), [("hold_or_skip", 4, None), ("hold_or_skip", 5, None)])
        self.run_it("import", path, "--apply", "--cancelled", "skip")
        self.assertEqual(self.found(path), [])
        self.now = "2026-12-02T09:00:00+01:00"
        path = self.file(*self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261130T101500", sequence=0))
        self.assertIn("regimen hold radiation/3", self.flat("import", path))

    # What the clinic sent after the series at 10:15, and what that means for the doses: their new time, or "off". A dose that is
    # not named stays as it is. "?": how many appointments belong to no dose.
    LATER = {
        "the same hour, fewer": ([DAILY.replace("5", "3")], "T101500", {4: "off", 5: "off"}),
        "another hour": ([DAILY], "T110000", {1: "26T11:00", 2: "27T11:00", 3: "30T11:00", 4: "01T11:00", 5: "02T11:00"}),
        "another hour, fewer": ([DAILY.replace("5", "3")], "T110000", {1: "26T11:00", 2: "27T11:00", 3: "30T11:00", 4: "off", 5: "off"}),
        "another hour, one left out": ([DAILY, "EXDATE;TZID=Europe/Berlin:20261130T110000"], "T110000",
                                       {1: "26T11:00", 2: "27T11:00", 3: "off", 4: "01T11:00", 5: "02T11:00"}),
        "another hour, a day left out": ([DAILY, "EXDATE;VALUE=DATE:20261130"], "T110000",
                                         {1: "26T11:00", 2: "27T11:00", 3: "off", 4: "01T11:00", 5: "02T11:00"}),
        "another hour, two left out": ([DAILY, "EXDATE;TZID=Europe/Berlin:20261126T110000,20261201T110000"], "T110000",
                                       {1: "off", 2: "27T11:00", 3: "30T11:00", 4: "off", 5: "02T11:00"}),
        "another hour, fewer, one left out": ([DAILY.replace("5", "4"), "EXDATE;TZID=Europe/Berlin:20261127T110000"], "T110000",
                                              {1: "26T11:00", 2: "off", 3: "30T11:00", 4: "01T11:00", 5: "off"}),
        "another hour, more": ([DAILY.replace("5", "6")], "T110000",
                               {1: "26T11:00", 2: "27T11:00", 3: "30T11:00", 4: "01T11:00", 5: "02T11:00", "?": 1}),
        "another hour, until": (["RRULE:FREQ=DAILY;UNTIL=20261127T200000Z"], "T110000",
                                {1: "26T11:00", 2: "27T11:00", 3: "off", 4: "off", 5: "off"}),
        "one appointment of a rule": (["RRULE:FREQ=DAILY;COUNT=1"], "T110000",
                                      {1: "26T11:00", 2: "off", 3: "off", 4: "off", 5: "off"}),
        "one appointment": ([], "T110000", {1: "26T11:00", 2: "off", 3: "off", 4: "off", 5: "off"}),
        "every second day": (["RRULE:FREQ=DAILY;COUNT=5;INTERVAL=2"], "T101500",
                             {2: "28T10:15", 4: "02T10:15", 5: "04T10:15"}),
        "all left out": (["RRULE:FREQ=DAILY;COUNT=2", "EXDATE;TZID=Europe/Berlin:20261126T110000,20261127T110000"], "T110000",
                         {1: "off", 2: "off", 3: "off", 4: "off", 5: "off"}),
    }

    def meanings(self, path, *words):
        """What the file @path means for each dose, as in LATER. No dose is named twice."""
        said = self.json("import", path, *words)
        rows = [(p["dose"], "off" if p["kind"] == "hold_or_skip" else p["at"][8:16]) for p in said["proposals"]]
        self.assertEqual(len(dict(rows)), len(rows), rows)
        return {**dict(rows), **({"?": len(said["foreign"])} if said["foreign"] else {})}

    def test_a_later_version_is_the_whole_series(self):
        """An object without RECURRENCE-ID is the series (RFC 5546 section 3.2.2): what it drops is called off, whatever else changed.
        With --for, the appointments that the record knows stay with their doses."""
        self.attach()
        for name, (lines, hour, meant) in self.LATER.items():
            with self.subTest(name=name):
                before = self.dump()
                path = self.file(*self.event(*lines, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126" + hour), name="later.ics")
                self.assertEqual(self.meanings(path), meant)
                self.assertEqual(self.dump(), before)
                old = self.file(*self.event(*lines, sequence=0, start="DTSTART;TZID=Europe/Berlin:20261126" + hour), name="old.ics")
                old = self.file(*[line.replace("20261120T08", "20261119T08") for line in self.lines(old)], name="old.ics")
                self.assertEqual({n: at for n, at in self.meanings(old).items() if n != "?"}, {}, "an older version says nothing new")
                done = self.run_it("import", path, "--apply", "--cancelled", "skip")
                shown = {n: self.appointments().get(n) for n in range(1, 7)}
                self.assertEqual({n: shown[n][8:] for n in meant if n != "?" and meant[n] != "off"},
                                 {n: meant[n] for n in meant if n != "?" and meant[n] != "off"}, done)
                self.assertEqual([n for n in meant if meant[n] == "off" and shown[n] is not None], [])
                self.assertEqual({n: at for n, at in self.meanings(path).items() if n != "?"}, {}, "said twice")
                self.run_it("undo")
        for name in set(self.LATER) - {"one appointment", "one appointment of a rule", "another hour, more"}:
            with self.subTest(name=name, words="--for"):
                lines, hour, meant = self.LATER[name]
                path = self.file(*self.event(*lines, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126" + hour), name="later.ics")
                self.assertEqual(self.meanings(path, "--for", "radiation"), meant)

    def test_a_series_that_moves_by_a_day_is_asked_about(self):
        """Each new day is free only after the next answer. If that is no, nothing is written, and the user is told."""
        self.attach()
        before = self.dump()
        moved = self.file(*self.event(DAILY, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261127T101500"))
        days = {dose: at[:10] for _, dose, at in self.found(moved)}
        self.assertEqual(days, {1: "2026-11-27", 2: "2026-11-30", 3: "2026-12-01", 4: "2026-12-02", 5: "2026-12-03"})
        said = self.on_terminal("y\ny\n\ny\ny\n", moved, status=3)
        self.assertIn("2 proposals were refused, so nothing was written. The first one: dose 2 of radiation is booked", said)
        self.assertEqual(self.dump(), before)
        said = self.on_terminal("y\n" * 5, moved)
        self.assertNotIn("Refused", said)
        self.assertEqual({dose: at[:10] for dose, at in self.appointments().items() if at is not None}, days)

    def on_terminal(self, answers, path, status=0):
        master, slave = pty.openpty()
        process = subprocess.Popen([REGIMEN, "import", path], env=self.environment(NO_COLOR="1"), stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        os.write(master, answers.encode())
        return " ".join(self.read_terminal(process, master, status).split())

    @staticmethod
    def lines(path):
        with open(path, encoding="utf-8", newline="") as file:
            return file.read().split("\r\n")[4:-2]

    def test_the_whole_series_is_called_off(self):
        """Its UID is enough (RFC 5546 section 3.2.5): the mail of another hour, or of other days, was missed."""
        self.attach()
        for rule in (DAILY, DAILY.replace("5", "2"), DAILY.replace("5", "9"), "RRULE:FREQ=WEEKLY;COUNT=5"):
            for start in ("20261126T101500", "20261126T110000", "20261127T101500", "20261203T080000"):
                for exception in ([], ["EXDATE;TZID=Europe/Berlin:" + start]):
                    with self.subTest(rule=rule, start=start, exception=exception):
                        path = self.file(*self.event(rule, *exception, sequence=1, start="DTSTART;TZID=Europe/Berlin:" + start),
                                         method="CANCEL")
                        for words in ((), ("--for", "radiation")):
                            found = self.meanings(path, *words)
                            self.assertEqual({n: found[n] for n in found if n != "?"}, dict.fromkeys(range(1, 6), "off"), words)

    def test_moved_by_days(self):
        """As many as before: each is moved, also onto a day on which another one was."""
        self.attach()
        for start, days in (("20261127T101500", ["27T10:15", "30T10:15", "01T10:15", "02T10:15", "03T10:15"]),
                            ("20261201T090000", ["01T09:00", "02T09:00", "03T09:00", "04T09:00", "07T09:00"])):
            path = self.file(*self.event(DAILY, sequence=1, start="DTSTART;TZID=Europe/Berlin:" + start), name="later.ics")
            for words in ((), ("--for", "radiation")):
                with self.subTest(start=start, words=words):
                    self.assertEqual(self.meanings(path, *words), {n + 1: day for n, day in enumerate(days)})
                    self.run_it("import", path, "--apply", *words)
                    self.assertEqual([self.appointments()[n][8:] for n in range(1, 6)], days)
                    self.run_it("undo")

    def test_moved_with_changes_of_single_days(self):
        """Another hour, and days with an hour of their own, or called off one by one."""
        self.attach()
        later = "DTSTART;TZID=Europe/Berlin:20261126T110000"
        path = self.file(*self.event(DAILY.replace("5", "4"), sequence=1, start=later),
                         *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261127T110000", sequence=1,
                                     start="DTSTART;TZID=Europe/Berlin:20261129T080000"),
                         *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T110000", "STATUS:CANCELLED", sequence=1,
                                     start="DTSTART;TZID=Europe/Berlin:20261130T110000"))
        self.assertEqual(self.meanings(path), {1: "26T11:00", 2: "29T08:00", 3: "off", 4: "01T11:00", 5: "off"})
        self.run_it("import", path, "--apply", "--cancelled", "hold")
        one = self.file(*self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261201T110000", sequence=2,
                                    start="DTSTART;TZID=Europe/Berlin:20261201T160000"))
        self.assertEqual(self.meanings(one), {4: "01T16:00"})
        back = self.file(*self.event(DAILY, sequence=3, start="DTSTART;TZID=Europe/Berlin:20261126T120000"))
        self.assertEqual(self.meanings(back), {1: "26T12:00", 2: "27T12:00", 3: "30T12:00", 4: "01T12:00", 5: "02T12:00"})

    def test_moved_when_some_were_given(self):
        """What was given stays: the appointments to come are those of the doses to come."""
        self.attach()
        for dose, day in ((1, 26), (2, 27)):
            self.now = "2026-11-%dT11:00:00+01:00" % day
            self.run_it("log", "radiation/%d" % dose, "--on", "2026-11-%d 10:20" % day)
        self.now = "2026-11-28T09:00:00+01:00"
        for rule, start, meant in ((DAILY, "20261126T110000", {3: "30T11:00", 4: "01T11:00", 5: "02T11:00"}),
                                   (DAILY.replace("5", "3"), "20261130T110000", {3: "30T11:00", 4: "01T11:00", 5: "02T11:00"}),
                                   (DAILY, "20261130T110000", {3: "30T11:00", 4: "01T11:00", 5: "02T11:00", "?": 2}),
                                   (DAILY.replace("5", "2"), "20261202T110000", {3: "off", 4: "02T11:00", 5: "03T11:00"}),
                                   (DAILY.replace("5", "3"), "20261126T110000", {3: "30T11:00", 4: "off", 5: "off"})):
            with self.subTest(rule=rule, start=start):
                path = self.file(*self.event(rule, sequence=1, start="DTSTART;TZID=Europe/Berlin:" + start))
                self.assertEqual(self.meanings(path), meant)
        path = self.file(*self.event(DAILY, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T110000"), method="CANCEL")
        self.assertEqual(self.meanings(path), {3: "off", 4: "off", 5: "off"})

    def test_moved_when_one_was_booked_by_hand(self):
        """What the clinic sent later is proposed also for a dose that the user booked for another day meanwhile."""
        self.attach()
        self.run_it("book", "radiation/3", "2026-12-05 10:00", "--anyway")
        path = self.file(*self.event(DAILY.replace("5", "4"), sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T110000"))
        self.assertEqual(self.meanings(path), {1: "26T11:00", 2: "27T11:00", 3: "30T11:00", 4: "01T11:00", 5: "off"})
        path = self.file(*self.event(DAILY.replace("5", "2"), sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T110000"))
        self.assertEqual(self.meanings(path), {1: "26T11:00", 2: "27T11:00", 3: "off", 4: "off", 5: "off"})

    def test_a_single_appointment_becomes_a_series(self):
        """Its UID is known: it is the nearest one, and the others belong to no dose yet."""
        self.run_it("import", self.file(*self.event()), "--for", "radiation", "--apply")
        path = self.file(*self.event(DAILY, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T110000"))
        self.assertEqual(self.meanings(path), {1: "26T11:00", "?": 4})

    def test_one_that_keeps_its_time(self):
        """Only its room was changed, or it was called off: it is no day that was added."""
        same = "RECURRENCE-ID;TZID=Europe/Berlin:20261127T101500", "DTSTART;TZID=Europe/Berlin:20261127T101500"
        path = self.file(*self.event(DAILY), *self.event(same[0], "STATUS:CANCELLED", start=same[1]))
        self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")],
                         ["2026-11-26T10:15", "2026-11-30T10:15", "2026-12-01T10:15", "2026-12-02T10:15"])
        path = self.file(*self.event(DAILY), *self.event(same[0], "LOCATION:Room 2", start=same[1]))
        self.assertEqual([p["place"] for p in self.json("import", path, "--for", "radiation")["proposals"]],
                         [None, "Room 2", None, None, None])

    def test_versions(self):
        """The later one counts, whatever their order in the file: by SEQUENCE, then by the stamp."""
        later = self.event(DAILY, sequence=1, start="DTSTART;TZID=Europe/Berlin:20261126T110000")
        stamped = [line.replace("20261120T08", "20261121T08").replace("SEQUENCE:1", "SEQUENCE:0") for line in later]
        single = self.event(sequence=1, start="DTSTART;TZID=Europe/Berlin:20261203T110000")
        old = [*self.event(DAILY, "EXDATE;TZID=Europe/Berlin:20261127T101500"),
               *self.event("RECURRENCE-ID;TZID=Europe/Berlin:20261130T101500", start="DTSTART;TZID=Europe/Berlin:20261130T160000")]
        days = ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]
        for new in (later, stamped):
            for lines in ((*old, *new), (*new, *old)):
                self.assertEqual([row[2] for row in self.found(self.file(*lines), "--for", "radiation")], [day + "T11:00" for day in days])
        self.assertEqual([row[2] for row in self.found(self.file(*old, *single), "--for", "radiation")], ["2026-12-03T11:00"])
        same = [line.replace("SEQUENCE:1", "SEQUENCE:0") for line in later]
        found = self.json("import", self.file(*self.event(DAILY), *same))["foreign"]
        self.assertEqual([e["problem"] for e in found], ["it is in the file in several versions, and the file does not say which one is the latest"])
        self.assertEqual(len(self.found(self.file(*self.event(DAILY), *self.event(DAILY)), "--for", "radiation")), 5)

    def test_a_start_that_is_none_of_its_days(self):
        """RFC 5545 section 3.8.5.3: the start is the first one, and counts."""
        path = self.file(*self.event("RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO"))
        self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")],
                         ["2026-11-26T10:15", "2026-11-30T10:15", "2026-12-07T10:15"])
        path = self.file(*self.event("RRULE:FREQ=DAILY;UNTIL=20261120T000000Z"))
        self.assertEqual([row[2] for row in self.found(path, "--for", "radiation")], ["2026-11-26T10:15"])


if __name__ == "__main__":
    unittest.main()
