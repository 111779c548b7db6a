#!/usr/bin/python3
import csv
import fcntl
import glob
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import unittest

import schema
from regimen import REGIMEN, Case, unfinished


def values(calendar, name):
    """The values of a property, after unfolding."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    return [line.split(":", 1)[1] for line in lines if line.split(":", 1)[0].split(";")[0] == name]


class Export(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.calendar = self.path("calendar.ics")

    def test_whose_it_is(self):
        """Only told if several people are on record. The default is nobody's choice of a calendar."""
        self.assertNotIn("They are", self.flat("export", self.calendar))
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "bone-scan", "--on", "2026-12-04")
        self.run_it("patient", "default", "Bert")
        said = self.flat("export", self.calendar)
        self.assertIn("They are for everybody on record, and each title begins with a name. For one person only: "
                      "regimen --patient Bert export FILE", said)
        with open(self.calendar, encoding="utf-8") as file:
            self.assertIn("SUMMARY:Bert: ", file.read())
        his = self.path("bert.ics")
        self.assertIn("They are only for Bert; the titles do not contain the name.", self.flat("--patient", "Bert", "export", his))
        self.assertIn("They are only for Bert", self.flat("--patient", "Bert", "export", "--keep", self.path("kept.ics")))
        with open(his, encoding="utf-8") as file:
            self.assertNotIn("SUMMARY:Bert", file.read())

    def test_to_standard_output(self):
        calendar = self.call("export").stdout.decode()
        self.assertTrue(calendar.startswith("BEGIN:VCALENDAR\r\n") and calendar.endswith("END:VCALENDAR\r\n"))
        starts = values(calendar, "DTSTART")
        for day in (7, 8, 9, 10, 11, 14, 15, 17, 18, 21):
            self.assertIn(f"202612{day:02}T140000", starts)
        self.assertIn("20261201", starts)

    def test_to_a_file(self):
        said = self.flat("export", "--to", self.calendar)
        self.assertIn("Import it once, into a separate calendar", said)
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o600)
        self.assertEqual(sorted(os.listdir(self.home)), sorted({"calendar.ics", *self.databases()}))
        with open(self.calendar, "rb") as file:
            self.assertEqual(file.read(), self.call("export").stdout)

    def databases(self):
        return [name for name in os.listdir(self.home) if name.startswith("test.db")]

    def test_the_file_as_a_word(self):
        self.run_it("export", "--to", self.calendar)
        with open(self.calendar, "rb") as file:
            wanted = file.read()
        self.run_it("export", self.path("word.ics"))
        with open(self.path("word.ics"), "rb") as file:
            self.assertEqual(file.read(), wanted)
        self.assertEqual(os.stat(self.path("word.ics")).st_mode & 0o777, 0o600)

    def test_over_an_older_file(self):
        self.run_it("export", "--to", self.calendar, "--private")
        os.chmod(self.calendar, 0o644)
        self.run_it("export", "--to", self.calendar)
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o600)
        with open(self.calendar, "rb") as file:
            self.assertEqual(file.read(), self.call("export").stdout)

    def test_days(self):
        near, far = (len(values(self.call("export", "--days", days).stdout.decode(), "UID")) for days in ("20", "365"))
        self.assertLess(near, far)

    def test_minutes(self):
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.assertIn("20261201T104500", values(self.call("export", "--minutes", "45").stdout.decode(), "DTEND"))

    def test_private(self):
        for calendar in (self.call("export", "--private").stdout.decode(), self.call("--private", "export").stdout.decode()):
            self.assertEqual(set(values(calendar, "SUMMARY")), {"Treatment"})
            for word in ("oledronic", "infusion", "adiation", "hip", "nausea"):
                self.assertNotIn(word, calendar)

    def test_options_before_the_command(self):
        self.run_it("--db", self.database, "--patient", "me", "export", "--to", self.calendar, REGIMEN_DB=None)
        self.assertTrue(os.path.exists(self.calendar))

    def test_nothing_to_export(self):
        self.database = self.path("other.db")
        self.refuses("export", "--to", self.calendar, status=1, says="export")
        self.assertFalse(os.path.exists(self.calendar))

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("export", "--days", "0", "from 1 to 3660"), ("export", "--to", self.home, "is a folder, not a file"),
            ("export", "--to", "", "type the name of a file"), ("export", "--minutes", "1.5", "1.5"), ("export", "now", "too many"),
            ("export", "--json", "no --json"), ("export", "--too", "x", "it is typed like this: regimen export --to x"))
        self.refuses("export", "--to", self.path("no/such/folder/x.ics"), status=1)

    def test_the_program_is_not_there(self):
        self.refuses("export", status=1, says="regimen-export", REGIMEN_EXEC_PATH=self.home)

    def test_tablets_only_where_they_are_asked_for(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        plain, all_of_them = self.path("plain.ics"), self.path("all.ics")
        left_out = "Tablets at fixed times are left out; --tablets adds them."
        self.assertIn(left_out, self.run_it("export", "--days", "10", "--to", plain))
        self.assertIn(left_out, self.run_it("export", "--days", "10", "--keep", self.path("kept.ics")))
        self.assertNotIn(left_out, self.run_it("export", "--days", "10", "--tablets", "--to", all_of_them))
        with open(plain, encoding="utf-8") as file:
            self.assertNotIn("Calcium", file.read())
        with open(all_of_them, encoding="utf-8") as file:
            self.assertGreaterEqual(file.read().count("SUMMARY:Calcium"), 20)

    def test_nothing_but_tablets(self):
        self.database = self.path("tablets.db")
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.refuses("export", "--to", self.path("x.ics"), status=1, says="nothing to export but tablets")
        self.run_it("stop", "calcium")
        self.refuses("export", "--to", self.path("x.ics"), status=1, says="nothing to export: there is no dose")

    def test_a_year_of_tablets_is_short(self):
        self.run_it("add", "oral-bisphosphonate", "--times", "08:00,20:00", "--amount", "1 tablet", "--place", "at home", "--anyway")
        path = self.path("year.ics")
        self.run_it("export", "--days", "365", "--tablets", "--to", path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertGreater(text.count("BEGIN:VEVENT"), 730)
        self.assertLess(len(text.encode()), 1000000)
        event = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT")]
        for line in ("DTSTART;TZID=Europe/Berlin:20261123T200000", "DTEND;TZID=Europe/Berlin:20261123T200500", "TRANSP:TRANSPARENT",
                     "DESCRIPTION:Amount: 1 tablet", "TRIGGER:PT0S"):
            self.assertIn("\r\n%s\r\n" % line, event.replace("\n", "\r\n"))
        self.assertEqual(event.count("BEGIN:VALARM"), 1)

    def test_shared(self):
        self.run_it("export", "--to", self.calendar, "--shared")
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o644)
        self.refuses("export", "--shared", says="--to FILE or --keep FILE")

    def test_lead_events(self):
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        calendar = self.call("export", "--lead-events").stdout.decode()
        self.assertNotIn("VALARM", calendar)
        titles, starts = values(calendar, "SUMMARY"), values(calendar[calendar.index("BEGIN:VEVENT"):], "DTSTART")
        at = dict(zip(titles, starts))
        self.assertEqual(at["In 2 hours: Zoledronic acid infusion 1"], "20261201T080000")
        self.assertEqual(at["Tomorrow: Zoledronic acid infusion 1"], "20261130T100000")
        self.assertEqual(at["Tomorrow: Zoledronic acid infusion 2 (tentative)"], "20261228T090000")
        self.assertEqual(len(set(values(calendar, "UID"))), len(titles))

    def test_lead_events_end_with_their_dose(self):
        self.call("export", "--lead-events")
        self.run_it("skip", "zoledronic-acid", "--reason", "creatinine")
        calendar = self.call("export", "--lead-events").stdout.decode()
        state = dict(zip(values(calendar, "UID"), values(calendar, "STATUS")))
        first = [uid for uid, title in zip(values(calendar, "UID"), values(calendar, "SUMMARY"))
                 if title == "Cancelled: Zoledronic acid infusion 1"]
        self.assertEqual([state[uid] for uid in first], ["CANCELLED", "CANCELLED"])

    def test_on_hold_before_any_calendar(self):
        """No calendar has reminders of the dose, so there are none to cancel, now or later."""
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        first = self.call("export", "--lead-events").stdout
        self.assertNotIn("Cancelled", first.decode())
        self.assertIn("Zoledronic acid infusion 1 (on hold)", values(first.decode(), "SUMMARY"))
        self.assertEqual(self.call("export", "--lead-events").stdout, first)

    def test_on_hold_after_a_calendar(self):
        self.call("export", "--lead-events")
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        titles = values(self.call("export", "--lead-events").stdout.decode(), "SUMMARY")
        self.assertEqual(titles.count("Cancelled: Zoledronic acid infusion 1 (on hold)"), 2)

    def test_skipped_before_any_calendar(self):
        """No calendar has the dose, so there is nothing to cancel."""
        self.run_it("skip", "zoledronic-acid", "--reason", "creatinine")
        for _ in range(2):
            titles = values(self.call("export").stdout.decode(), "SUMMARY")
            self.assertNotIn("Cancelled: Zoledronic acid infusion 1", titles)
            self.assertIn("Zoledronic acid infusion 2 (to book)", titles)


class Kept(Case):
    """A file that is rewritten by each command that changes the record, while no service runs."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.calendar = self.path("calendar.ics")
        self.said = self.flat("export", "--keep", self.calendar)

    def read(self, path=None):
        with open(path or self.calendar, encoding="utf-8", newline="") as file:
            return file.read()

    def identity(self):
        """Changes with each writing, even of the same content."""
        status = os.stat(self.calendar)
        return status.st_ino, status.st_mtime_ns

    def book(self):
        return self.call("book", "zoledronic-acid", "2026-12-01 10:00")

    def test_what_it_says(self):
        self.assertIn("rewritten after each change", self.said)
        self.assertIn("file://" + self.calendar, self.said)
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o600)

    def test_each_change_is_in_it(self):
        self.book()
        self.assertIn("DTSTART;TZID=Europe/Berlin:20261201T100000", self.read())
        self.run_it("undo")
        self.assertIn("DTSTART;VALUE=DATE:20261201", self.read())
        self.run_it("skip", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("SUMMARY:Cancelled: Zoledronic acid infusion 1", self.read())
        self.assertEqual(self.read(), self.call("export").stdout.decode())

    def test_only_where_its_content_differs(self):
        before = self.identity()
        self.run_it("agenda")
        self.run_it("export", "--keep", self.calendar)
        self.run_it("patient", "set", "me", "--closed", "2027-05-01")
        self.assertEqual(self.identity(), before)
        self.book()
        self.assertNotEqual(self.identity(), before)

    def test_its_options(self):
        self.run_it("export", "--keep", self.calendar, "--private", "--shared", "--days", "30")
        self.assertEqual(values(self.read(), "SUMMARY"), ["Treatment"])
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o644)
        self.book()
        self.assertEqual(set(values(self.read(), "SUMMARY")), {"Treatment"})
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o644)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("--patient", "Anna", "add", "bone-scan", "--on", "2026-12-04")
        hers = self.path("anna.ics")
        self.run_it("--patient", "Anna", "export", "--keep", hers)
        self.run_it("--patient", "Anna", "add", "denosumab", "--first", "2026-12-11")
        self.assertEqual(values(self.read(hers), "SUMMARY")[0], "Bone scan (to book)")
        self.assertIn("Anna: Denosumab injection 1 (to book)", values(self.read(), "SUMMARY"))
        self.assertNotIn("Zoledronic", self.read(hers))
        self.assertEqual((values(self.read(hers), "NAME"), values(self.read(), "NAME")), (["Treatments: Anna"], ["Treatments"]))

    def test_stop(self):
        before = self.read()
        for name in (self.calendar, os.path.join(self.home, ".", os.path.relpath(self.calendar, self.home))):
            self.refuses("export", name, "--days", "20", status=1,
                         says="is rewritten after each change, and so with the same options; to change them, change this command: regimen "
                              f"export --keep {self.calendar}; to write the file only once, first: regimen export --keep {self.calendar} "
                              "--stop")
        self.assertIn("is no longer rewritten", self.flat("export", "--keep", self.calendar, "--stop"))
        self.book()
        self.assertEqual(self.read(), before)
        self.refuses("export", "--keep", self.calendar, "--stop", says="is not a file that regimen rewrites after each change; at present it rewrites none")
        self.refuses("export", "--stop", says="--keep FILE --stop")
        self.run_it("export", self.calendar, "--days", "20")

    def test_once_with_the_options_of_the_kept_file(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("--patient", "Anna", "add", "bone-scan", "--on", "2026-12-04")
        hers = self.path("anna.ics")
        self.run_it("--patient", "Anna", "--private", "export", "--keep", hers, "--days", "30")
        self.refuses("export", hers, status=1, says=f"regimen --patient Anna export --keep {hers} --days 30 --private;")

    def test_relative_name(self):
        os.mkdir(self.path("there"))
        done = subprocess.run([REGIMEN, "export", "--keep", "x.ics"], env=self.environment(), cwd=self.path("there"),
                              stdout=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0)
        self.book()
        self.assertEqual(self.read(self.path("there", "x.ics")), self.read())

    def test_what_others_wrote_is_left_alone(self):
        other = self.path("other.ics")
        for content in ("letters\n", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//EN\r\n"):
            with open(other, "w", encoding="utf-8", newline="") as file:
                file.write(content)
            self.refuses("export", "--keep", other, status=1, says="not a calendar of regimen")
            self.assertEqual(self.read(other), content)
        os.replace(other, self.calendar)
        done = self.book()
        self.assertEqual(done.returncode, 0)
        self.assertIn("left alone", done.stderr.decode())
        self.assertEqual(self.read(), content)

    def test_a_calendar_of_ours_may_be_taken_over(self):
        other = self.path("other.ics")
        self.run_it("export", "--to", other, "--private")
        self.run_it("export", "--keep", other)
        self.assertEqual(self.read(other), self.read())

    def test_two_records(self):
        """Each knows which calendars are its own: neither overwrites that of the other, by whichever option."""
        self.book()
        mine, before = self.database, self.read()
        self.database = self.path("second.db")
        self.run_it("add", "ct", "--on", "2026-12-09")
        for words in (["--keep"], ["--to"], []):
            self.refuses("export", *words, self.calendar, status=1,
                         says="is the calendar of another record, so it is left alone; choose another name, or remove it first")
            self.assertEqual(self.read(), before)
        self.run_it("export", "--keep", self.path("second.ics"))
        self.run_it("book", "ct", "2026-12-09 08:00")
        self.assertIn("T080000", self.read(self.path("second.ics")))
        self.database = mine
        self.refuses("export", self.path("second.ics"), status=1, says="is the calendar of another record")
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("on hold", self.read())

    def test_an_event_of_another_program(self):
        """Somebody put an appointment of their own into the file: no option loses it."""
        kept, self.calendar = self.calendar, self.path("once.ics")
        self.run_it("export", self.calendar)
        ours = self.read()
        an_alarm = ours.replace("BEGIN:VALARM\r\n", "BEGIN:VALARM\r\nUID:5DB2-ALARM\r\n")
        self.assertNotEqual(an_alarm, ours)

        def put(text):
            with open(self.calendar, "w", encoding="utf-8", newline="") as file:
                file.write(text)

        uid = values(ours, "UID")[0]
        for lines in (["BEGIN:VEVENT", "UID:dentist", "SUMMARY:Dentist", "END:VEVENT"],
                      ["BEGIN:VTODO", "UID:" + uid.replace("@regimen", "@example.org"), "END:VTODO"],
                      ["begin:vevent", "uid;X-A=b:" + uid[:36] + "-x@regimen", "end:vevent"],
                      ["BEGIN:VEVENT", "SUMMARY:No name", "BEGIN:VALARM", "UID:" + uid, "END:VALARM", "END:VEVENT"],
                      ["BEGIN:VJOURNAL", "UID:" + uid + "2", "END:VJOURNAL"],
                      ["BEGIN:VEVENT", "UID:dentist"]):
            for end in ("\r\n", "\n"):
                block = "\r\n".join(lines) + "\r\n"
                mixed = ours.replace("END:VCALENDAR", block + "END:VCALENDAR").replace("\r\n", end)
                put(mixed.replace(end, "\r\n", 3))
                before = self.read()
                for words in ([], ["--to"], ["--keep"]):
                    self.refuses("export", *words, self.calendar, status=1,
                                 says="has an event that regimen did not make, so it is left alone; choose another name")
                self.assertEqual(self.read(), before)
        shutil.copy(self.calendar, kept)
        self.refuses("export", kept, status=1, says="has an event that regimen did not make")
        self.assertEqual(self.read(kept), before)
        # An identifier of an alarm, which some programs add, is none of an event.
        put(an_alarm)
        self.run_it("export", self.calendar)
        self.assertEqual(self.read(), ours)
        put(ours.replace("SUMMARY:", "SUMMARY:moved by hand: "))
        self.run_it("export", "--lead-events", "--tablets", self.calendar)
        self.run_it("export", self.calendar)
        self.assertEqual(self.read(), ours)

    def test_an_event_of_another_record(self):
        """Two calendars that were put together belong to two records."""
        self.calendar = self.path("once.ics")
        self.run_it("export", self.calendar)
        mine, database = self.read(), self.database
        self.database = self.path("second.db")
        self.run_it("add", "ct", "--on", "2026-12-09")
        theirs = self.call("export").stdout.decode()
        event = theirs[theirs.index("BEGIN:VEVENT"):theirs.index("END:VCALENDAR")]
        with open(self.calendar, "w", encoding="utf-8", newline="") as file:
            file.write(mine.replace("END:VCALENDAR", event + "END:VCALENDAR"))
        for self.database in (database, self.database):
            self.refuses("export", self.calendar, status=1,
                         says="has a treatment that this record lacks, so it is left alone; choose another name")

    def test_a_copy_of_a_record(self):
        """The copy has the same courses: what the other wrote since is noticed."""
        self.run_it("backup", self.path("copy.db"))
        self.book()
        before, mine = self.read(), self.database
        self.database = self.path("copy.db")
        done = self.call("book", "zoledronic-acid", "2026-12-02 11:00")
        self.assertIn(b"so it is left alone", done.stderr)
        self.assertEqual(self.read(), before)
        self.database = mine
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("on hold", self.read())

    def test_its_courses_were_all_taken_back(self):
        """It is still the calendar of this record."""
        self.run_it("export", self.path("once.ics"))
        self.run_it("remove", "zoledronic-acid")
        self.run_it("add", "ct", "--on", "2026-12-09")
        self.run_it("export", self.path("once.ics"))
        self.assertIn("SUMMARY:CT", self.read(self.path("once.ics")))

    def test_the_folder_is_gone_and_back(self):
        os.mkdir(self.path("stick"))
        stick = self.path("stick", "x.ics")
        self.run_it("export", "--keep", stick)
        os.rename(self.path("stick"), self.path("away"))
        done = self.book()
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (0, 1))
        self.assertIn(b"x.ics: No such file or directory", done.stderr)
        self.assertIn(b"Booked", done.stdout)
        self.assertIn("T100000", self.read())
        os.rename(self.path("away"), self.path("stick"))
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertEqual(self.read(stick), self.read())

    def test_a_file_that_was_removed_comes_back(self):
        os.remove(self.calendar)
        self.book()
        self.assertIn("T100000", self.read())

    def test_a_link_in_its_place(self):
        """Nobody knows who made it: the change is saved, and the file that it points to stays as it is."""
        os.rename(self.calendar, self.path("real.ics"))
        before = self.read(self.path("real.ics"))
        os.symlink("real.ics", self.calendar)
        done = self.book()
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (0, 1))
        self.assertIn(b"calendar.ics is a link, so it is left alone", done.stderr)
        self.assertEqual(self.read(self.path("real.ics")), before)
        os.remove(self.calendar)
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("on hold", self.read())

    def test_a_folder_behind_a_link(self):
        os.mkdir(self.path("cloud"))
        os.symlink("cloud", self.path("calendars"))
        self.run_it("export", "--keep", self.path("calendars/x.ics"))
        self.book()
        self.assertIn("T100000", self.read(self.path("cloud/x.ics")))

    def test_one_file_through_two_folders(self):
        """It is kept once, with the options that were given last, and stopped by either name."""
        os.mkdir(self.path("cloud"))
        os.symlink("cloud", self.path("calendars"))
        real, link = self.path("cloud/x.ics"), self.path("calendars/x.ics")
        self.run_it("export", "--keep", link)
        self.run_it("export", "--keep", real, "--days", "30")
        once = self.run_it("export", "--days", "30")
        self.assertEqual(self.read(real), once)
        self.book()
        self.assertEqual(self.read(real), self.run_it("export", "--days", "30"))
        self.refuses("export", real, status=1, says=f"{link} is rewritten after each change")
        os.remove(real)
        self.refuses("export", real, status=1, says=f"{link} is rewritten after each change")
        self.run_it("export", "--keep", real, "--stop")
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertFalse(os.path.exists(real))
        self.refuses("export", "--keep", link, "--stop", says="is not a file that regimen rewrites")

    def test_a_full_disk(self):
        """A limit on the size of files is as good as one."""
        self.run_it("export", "--keep", self.calendar, "--days", "1500")
        before = self.read()

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        program = os.path.join(os.path.dirname(REGIMEN), "regimen-export")
        self.now = "2027-01-01T09:00:00+01:00"
        done = subprocess.run([program, "refresh"], env=self.environment(), preexec_fn=limit, capture_output=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"calendar.ics: File too large", done.stderr)
        self.assertEqual(self.read(), before)
        self.assertEqual([name for name in os.listdir(self.home) if ".new-" in name], [])

    def test_many_at_once(self):
        """No older file stays in the place of a newer one, and no process takes what another has just written for the work of a
        stranger."""
        for number in range(6):
            self.run_it("add", "bone-scan", "--handle", f"scan{number}", "--on", "2026-12-20", "--anyway")
        for day in range(10, 20):
            jobs = [subprocess.Popen([REGIMEN, "book", f"scan{number}", f"2026-12-{day} 1{number}:00"], env=self.environment(),
                                     stdout=subprocess.DEVNULL) for number in range(6)]
            self.assertEqual([job.wait(60) for job in jobs], [0] * 6)
            self.assertEqual(self.read(), self.call("export").stdout.decode())
        self.assertEqual([name for name in os.listdir(self.home) if ".new-" in name], [])

    def test_another_day(self):
        self.now = "2027-02-01T09:00:00+01:00"
        program = os.path.join(os.path.dirname(REGIMEN), "regimen-export")
        self.assertEqual(subprocess.run([program, "refresh"], env=self.environment()).returncode, 0)
        self.assertEqual(self.read(), self.call("export").stdout.decode())

    def test_nothing_to_keep(self):
        self.database = self.path("other.db")
        self.refuses("export", "--keep", self.path("x.ics"), status=1, says="nothing to export: there is no dose from")
        self.assertFalse(os.path.exists(self.database))
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.refuses("export", "--keep", self.path("x.ics"), status=1, says="--tablets adds them")
        self.assertFalse(os.path.exists(self.path("x.ics")))

    def test_restore(self):
        backup = self.path("backup.db")
        self.run_it("backup", backup)
        self.book()
        self.run_it("restore", backup)
        self.assertIn("DTSTART;VALUE=DATE:20261201", self.read())

    def test_a_course_that_ended_without_an_answer_stays(self):
        """A pause took what was left of it: of what calendars have shown nothing is left out."""
        self.run_it("add", "pain-medicine", "--times", "08:00,20:00", "--until", "2026-12-10", "--first", "2026-11-23")
        self.run_it("export", "--tablets")
        self.run_it("pause", "pain-medicine", "--from", "2026-12-01", "--until", "2026-12-20")
        later = dict(REGIMEN_NOW="2026-12-09T09:00:00+01:00")
        before = self.run_it("export", "--tablets", **later)
        self.run_it("patient", "set", "me", "--zone", "Europe/Paris", **later)
        after = self.run_it("export", "--tablets", **later)
        self.assertEqual(before.count("BEGIN:VEVENT"), after.count("BEGIN:VEVENT"))
        self.assertGreater(after.count("STATUS:CANCELLED"), 10)

    def test_a_change_by_another_program_stays(self):
        """It is noticed, kept and told, until the file is out of the way."""
        text = self.read().replace("DTSTART;VALUE=DATE:20261201", "DTSTART;VALUE=DATE:20261202")
        with open(self.calendar, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        done = self.call("book", "zoledronic-acid/1", "2026-12-01 10:45")
        self.assertEqual(done.returncode, 0)
        self.assertIn("was changed by another program since regimen wrote it, so it is left alone", done.stderr.decode())
        self.assertEqual(self.read(), text)
        self.assertIn("was changed by another program", " ".join(self.call("check").stdout.decode().split()))
        self.refuses("export", "--keep", self.calendar, status=1, says="was changed by another program")
        os.rename(self.calendar, self.path("mine.ics"))
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 11:45")
        self.assertEqual(self.read(), self.call("export").stdout.decode())

    def test_a_course_that_was_taken_back_before_any_calendar_had_it(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.run_it("undo")
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.assertIn("STATUS:CANCELLED", self.read())  # this one had it
        self.run_it("export", "--keep", self.calendar, "--stop")
        self.run_it("add", "physical-therapy", "--every", "4w", "--first", "2026-12-03")
        self.run_it("undo")
        self.run_it("add", "physical-therapy", "--every", "4w", "--first", "2026-12-03")
        text = self.call("export").stdout.decode()
        self.assertIn("SUMMARY:Physical therapy", text)
        self.assertNotIn("SUMMARY:Cancelled: Physical therapy", text)

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("export", "--keep", self.calendar, "--to", self.path("x.ics"), "give one of them"),
            ("export", "--keep", self.home, "is a folder, not a file"), ("export", "--keep", "", "type the name of a file"),
            ("export", "--keep", "/dev/null", "not an ordinary file"))


class CopyOfARecord(Case):
    """A copy lists the kept files of its record, and leaves them alone. A record that was moved goes on with them."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.calendar = self.path("k.ics")
        self.real, self.copy = self.database, self.path("b.db")
        self.keep()

    def keep(self, *options):
        self.run_it("export", "--keep", self.calendar, *options)
        self.run_it("backup", self.copy)

    def read(self):
        with open(self.calendar, encoding="utf-8", newline="") as file:
            return file.read()

    def write_to(self, record, *words):
        """Returns what was said beside the answer of the command."""
        done = self.call("--db", record, *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()

    def book(self, record, hour):
        return self.write_to(record, "book", "zoledronic-acid", f"2026-12-02 {hour}:00", "--anyway")

    def assert_keeps(self, record, hour):
        """Without a word."""
        self.assertEqual(self.book(record, hour), "")
        self.assertIn(f"DTSTART;TZID=Europe/Berlin:20261202T{hour}0000", self.read())

    def assert_leaves(self, record, hour):
        """Says so in one line, and returns it."""
        before = self.read()
        said = self.book(record, hour)
        self.assertRegex(said, r"\Aregimen: [^\n]*k\.ics was last kept with [^\n]+, another copy of this record, so it is left alone; [^\n]+\n\Z")
        self.assertEqual(self.read(), before)
        return said.strip()

    def type_in_shell(self, command):
        done = subprocess.run(["sh", "-c", command.replace("regimen", REGIMEN, 1)], env=self.environment(REGIMEN_DB=None), cwd=self.home,
                              capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stderr), (0, b""), command)

    def test_each_command_on_a_copy_leaves_the_file_alone(self):
        before = self.read()
        for words in (["log", "zoledronic-acid", "--anyway"], ["undo"], ["stop", "zoledronic-acid"]):
            self.assertIn("so it is left alone", self.write_to(self.copy, *words))
            self.assertEqual(self.read(), before)
        self.assert_keeps(self.real, 11)

    def test_the_copy_takes_the_file_over(self):
        """With the options that it had, as the line says; the file says afterwards what the record says that was told to keep it."""
        self.run_it("patient", "add", "Karl O'Hara")
        self.run_it("export", "--keep", self.calendar, "--stop")
        os.remove(self.calendar)
        os.remove(self.copy)
        self.keep("--patient", "me", "--private", "--shared", "--days", "30", "--minutes", "50", "--tablets", "--lead-events")
        self.book(self.real, 10)
        line = self.assert_leaves(self.copy, 11)
        command = re.search("to keep it with this record: (.*); to leave it to that copy: ", line).group(1)
        self.assertIn("--patient NAME", command)  # the line may be in a log
        said = " ".join(self.call("--db", self.copy, "check").stdout.decode().split())
        named = re.search("to keep it with this record: (.*?); to leave it to that copy: ", said).group(1)
        self.assertEqual(named, command.replace("NAME", "me"))
        self.type_in_shell(named)
        self.assertIn("20261202T110000", self.read())
        self.assertNotIn("Zoledronic", self.read())
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o644)
        rows = []
        for record in self.real, self.copy:
            connection = sqlite3.connect(record)
            rows += connection.execute("SELECT path, patient_id, days, minutes, private, tablets, lead_events, shared FROM kept_files").fetchall()
            connection.close()
        self.assertEqual(rows[0], rows[1])
        self.assert_keeps(self.copy, 12)
        self.assert_leaves(self.real, 13)
        self.type_in_shell(re.search("to keep it with this record: (.*); to leave it to that copy: ", self.assert_leaves(self.real, 14)).group(1)
                           .replace("NAME", "me"))
        self.assert_keeps(self.real, 15)
        self.assert_leaves(self.copy, 16)

    def test_the_copy_is_told_to_end_it(self):
        line = self.assert_leaves(self.copy, 11)
        self.type_in_shell(line.split("; to leave it to that copy: ")[1])
        before = self.read()
        self.assertEqual(self.book(self.copy, 12), "")
        self.assertEqual(self.read(), before)
        self.assert_keeps(self.real, 13)

    def test_what_the_record_stopped_no_copy_takes_up(self):
        self.run_it("export", "--keep", self.calendar, "--stop")
        self.assert_leaves(self.copy, 11)

    def test_check(self):
        said = " ".join(self.call("--db", self.copy, "check").stdout.decode().split())
        self.assertIn(f"NO calendar {self.calendar} was last kept with {self.real}, another copy of this record, so it is left alone; to keep it "
                      f"with this record: regimen --db {self.copy} export --keep {self.calendar}; to leave it to that copy: regimen --db {self.copy} export "
                      f"--keep {self.calendar} --stop", said)
        found = self.call("--db", self.copy, "check", "--json").stdout
        schema.check(("check",), json.loads(found))
        self.assertEqual([each["state"] for each in json.loads(found)["calendars"]], ["other"])
        self.assertIn(f"ok calendar {self.calendar} is up to date", " ".join(self.call("check").stdout.decode().split()))

    def test_it_is_no_failure(self):
        """The service would try again and again."""
        done = subprocess.run([os.path.join(os.path.dirname(REGIMEN), "regimen-export"), "refresh", "--db", self.copy],
                              env=self.environment(), capture_output=True)
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (0, 1))

    def test_a_record_that_was_moved(self):
        os.mkdir(self.path("else where"))
        moved = self.path("else where", "r.db")
        os.rename(self.real, moved)
        self.assert_keeps(moved, 11)
        self.assert_leaves(self.copy, 12)
        os.symlink(moved, self.real)
        self.assert_keeps(self.real, 13)
        self.assert_keeps(moved, 14)

    def test_a_record_that_moved_behind_a_link(self):
        os.mkdir(self.path("cloud"))
        os.rename(self.real, self.path("cloud", "r.db"))
        os.symlink(self.path("cloud", "r.db"), self.real)
        self.assert_keeps(self.real, 11)
        self.assert_keeps(self.path("cloud", "r.db"), 12)

    def test_a_folder_that_was_moved_or_copied(self):
        """The file is still named by its old path."""
        self.run_it("export", "--keep", self.calendar, "--stop")
        os.mkdir(self.path("one"))
        os.rename(self.real, self.path("one", "r.db"))
        self.real, self.calendar = self.path("one", "r.db"), self.path("one", "k.ics")
        self.run_it("--db", self.real, "export", "--keep", self.calendar)
        shutil.copytree(self.path("one"), self.path("other"))
        self.assert_leaves(self.path("other", "r.db"), 11)
        self.assert_keeps(self.real, 12)
        shutil.rmtree(self.path("other"))
        os.rename(self.path("one"), self.path("moved"))
        self.assertIn("No such file or directory", self.book(self.path("moved", "r.db"), 13))

    def test_another_record_is_begun_where_it_was(self):
        moved = self.path("moved.db")
        os.rename(self.real, moved)
        self.forget_record(self.real)
        self.run_it("add", "ct", "--on", "2026-12-09")
        self.assert_keeps(moved, 11)

    def forget_record(self, path):
        """So that another record may be begun at this path."""
        for name in os.listdir(os.path.join(self.state, "regimen")):
            if name.endswith(".seen"):
                os.remove(os.path.join(self.state, "regimen", name))
        self.assertFalse(os.path.exists(path))

    def test_restored(self):
        self.book(self.real, 10)
        self.run_it("restore", self.copy)
        self.assertIn("DTSTART;VALUE=DATE:20261201", self.read())
        self.assert_keeps(self.real, 11)
        self.assert_leaves(self.copy, 12)

    def test_restored_after_it_was_moved(self):
        """What is at the old path is the record that is used; the other one was put aside."""
        aside = self.path("aside.db")
        os.rename(self.real, aside)
        self.run_it("restore", self.copy)
        self.assert_keeps(self.real, 11)
        self.assert_leaves(aside, 12)

    def test_the_copy_replaces_the_record(self):
        """Although the file has since got what only the record knew."""
        self.book(self.real, 10)
        shutil.copy(self.copy, self.path("again.db"))
        os.remove(self.real)
        os.rename(self.copy, self.real)
        done = self.call("book", "zoledronic-acid", "2026-12-02 11:00")
        self.assertIn(b"check --accept", done.stderr)
        self.assertNotIn(b"k.ics", done.stderr)
        self.assertIn("20261202T110000", self.read())
        self.assert_leaves(self.path("again.db"), 12)

    def test_the_record_is_gone(self):
        self.book(self.real, 10)
        os.remove(self.real)
        self.assert_keeps(self.copy, 11)

    def test_nothing_is_known(self):
        """As after the folder of the state was removed: the first one to write keeps the file, if it is as it knows it."""
        self.forget()
        self.assert_keeps(self.copy, 11)
        self.assert_leaves(self.real, 12)
        note, = glob.glob(os.path.join(self.state, "regimen", "*.keeper"))
        self.assertEqual(stat.S_IMODE(os.stat(note).st_mode), 0o600)
        for number, content in enumerate((b"", b"\xff", b"[calendar]\n", b"[calendar]\nrecord=x\nwritten=y\n")):
            with open(note, "wb") as file:
                file.write(content)
            self.assertIn("was changed by another program", self.book(self.real, 13 + number))
            self.assert_keeps(self.copy, 13 + number)

    def test_the_state_cannot_be_written(self):
        shutil.rmtree(self.state)
        with open(self.state, "w", encoding="utf-8"):
            pass
        self.assert_keeps(self.real, 11)
        os.remove(self.state)
        os.mkdir(self.state)


class AsJson(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.file = self.path("record.json")

    def test_the_whole_record(self):
        self.run_it("log", "zoledronic-acid", "--anyway", "--note", "first")
        self.run_it("amend", "zoledronic-acid/1", "--note", "second")
        self.run_it("hold", "zoledronic-acid/2", "--reason", "a cold")
        self.run_it("undo")
        self.run_it("patient", "add", "Ben", "--zone", "Pacific/Apia")
        said = self.flat("export", "--format", "json", self.file)
        self.assertIn(f"Wrote the whole record to {self.file}", said)
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        read = schema.check_record(text)
        self.assertEqual([row["note"] for row in read["administrations"]], ["first", "second"])
        self.assertEqual([row["replaces"] for row in read["administrations"]], [None, 1])
        self.assertEqual([row["reason"] for row in read["holds"]], ["a cold"])
        self.assertEqual([row["command"] for row in read["changes"] if row["undone_by"]], ["hold"])
        self.assertEqual([row["zone"] for row in read["patient_revisions"]], ["Europe/Berlin", "Pacific/Apia"])
        self.assertEqual(read["administrations"][0]["at"], "2026-11-23T08:00:00Z")
        listed = self.json("list")["courses"][0]
        self.assertEqual([(row["uid"], row["treatment"]) for row in read["courses"]], [(listed["uid"], listed["treatment"])])
        # The same record is the same bytes, on standard output too.
        self.assertEqual(self.run_it("export", "--format", "json"), text)
        self.assertEqual(sorted(os.listdir(self.home)), sorted({"record.json", "test.db"}))

    def test_only_a_record_is_replaced(self):
        self.run_it("export", "--format", "json", self.file)
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("export", "--format", "json", "--to", self.file)
        with open(self.file, encoding="utf-8") as file:
            self.assertEqual(len(schema.check_record(file.read())["administrations"]), 1)
        letter = self.path("letter.json")
        with open(letter, "w", encoding="utf-8") as file:
            file.write('{"format": 1, "dear": "doctor"}\n')
        self.refuses("export", "--format", "json", letter, status=1, says="is not a record of regimen, so it is left alone")
        for target in ("nothing", "record.json"):
            link = self.path(f"link-to-{target}")
            os.symlink(target, link)
            self.refuses("export", "--format", "json", link, status=1, says="is a link, so it is left alone")
            self.assertTrue(os.path.islink(link))
        self.assertFalse(os.path.exists(self.path("nothing")))
        self.refuses("export", "--format", "json", self.home, says="is a folder, not a file")

    def left_alone(self, path, *command, says):
        """The export is refused, and the file is as it was."""
        with open(path, encoding="utf-8") as file:
            before = file.read()
        self.refuses("export", "--format", "json", *command, path, status=1, says=says)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), before)

    def test_another_record_is_not_replaced(self):
        self.run_it("export", "--format", "json", self.file)
        self.database = self.path("other.db")
        self.zoledronic_acid()
        self.left_alone(self.file, says="is an export of another record, so it is left alone; choose another name")

    def test_changes_that_this_record_lacks(self):
        older = self.path("older.db")
        shutil.copy(self.database, older)
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("export", "--format", "json", self.file)
        self.database = older
        lacks = "has changes that this record lacks, so it is left alone; choose another name"
        self.left_alone(self.file, says=lacks)
        # As many changes of its own, at the same moment and by the same command, are other ones.
        self.run_it("log", "zoledronic-acid", "--anyway", "--note", "another one")
        self.left_alone(self.file, says=lacks)
        # What the message names makes a record of the file, which may replace it.
        self.database = self.path("new.db")
        self.run_it("restore", "--from-json", self.file)
        self.run_it("export", "--format", "json", self.file)
        self.run_it("undo")
        self.run_it("redo")
        self.run_it("export", "--format", "json", self.file)

    def test_a_record_of_an_older_version(self):
        """It has no hash of its last change."""
        old = os.path.join(os.path.dirname(__file__), "..", "store", "version-12.json")
        shutil.copy(old, self.file)
        self.left_alone(self.file, says="is an export of another record")
        self.database = self.path("new.db")
        self.run_it("restore", "--from-json", self.file)
        self.run_it("patient", "add", "Bert")
        self.run_it("export", "--format", "json", self.file)
        shutil.copy(old, self.file)
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text.replace('"command": "patient add"', '"command": "log"'))
        self.left_alone(self.file, says="has changes that this record lacks")

    def test_what_cannot_be_read_to_its_end(self):
        """Nobody knows what else it has."""
        self.run_it("export", "--format", "json", self.file)
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        lines = text.splitlines(keepends=True)
        for changed in ("".join(lines[:2]), "".join(lines[:-1]), text.replace("\n", " "), text.replace('"id": 1, "at"', '"id": [], "at"'),
                        text.replace('"chain"', '"others"'), text.replace('"changes"', '"others"')):
            with open(self.file, "w", encoding="utf-8") as file:
                file.write(changed)
            self.left_alone(self.file, says="begins like a record of regimen, but cannot be read to its end")
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text.replace("\n", "\r\n"))
        self.run_it("export", "--format", "json", self.file)

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("export", "--format", "pdf", 'pdf" is not accepted for --format'),
            ("export", "--format", "json", "--keep", self.file, "--keep can be used only for a calendar"),
            ("export", "--format", "json", self.file, "--days", "3", "--days can be used only for a calendar"),
            ("export", "--format", "json", self.file, "--tablets", "--tablets can be used only for a calendar"),
            ("--private", "export", "--format", "json", self.file, "--private leaves out the details"),
            ("--patient", "me", "export", "--format", "json", self.file, "the record of all people"))
        self.run_it("export", "--format", "ics", self.path("calendar.ics"))
        self.database = self.path("none.db")
        self.refuses("export", "--format", "json", self.file, status=1, says="nothing to export")
        self.assertFalse(os.path.exists(self.file))

    def test_a_damaged_record_is_not_written(self):
        connection = sqlite3.connect(self.database)
        connection.executescript("DROP TRIGGER courses_update; UPDATE courses SET amount = '40 mg'")
        connection.close()
        self.refuses("export", "--format", "json", self.file, status=1, says="is not as it was entered")
        self.assertEqual([name for name in os.listdir(self.home) if name.startswith("record")], [])

    def test_a_changed_mark_of_an_alert_is_not_written(self):
        """It has no hash, but is there twice: the second one is computed, so it is not written, and is compared."""
        connection = sqlite3.connect(self.database)
        connection.execute("INSERT INTO alerts (course_id, dose, key, state, at, attempts)"
                           " VALUES (1, 3, 'due:2026-12-28', 'shown', 1, 0)")
        connection.commit()
        connection.close()
        mark, = schema.check_record(self.run_it("export", "--format", "json"))["alerts"]
        self.assertEqual((mark["key"], mark["state"], "twin" in mark), ("due:2026-12-28", "shown", False))
        with open(self.database, "rb") as file:
            content = file.read()
        with open(self.database, "wb") as file:
            file.write(content.replace(b"due:2026-12-28", b"due:2026-12-29", 1))
        self.refuses("export", "--format", "json", self.file, status=1, says="was altered")
        self.assertFalse(os.path.exists(self.file))


#: How a spreadsheet recognises a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class AsCsv(Case):
    """Read by the csv module of Python, which is not ours, and held against the same record as JSON."""

    notes = ["=1+1", "+1", "-1", "@SUM(A1)", "'", "'=1+1", "''", 'with "quotes", and; a comma', "schräg 😀", "=cmd|' /C calc'!A0",
             "a = 1", "-", "plain"]

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        for note in self.notes:
            self.run_it("feel", "pain", "6", "--note=" + note)
        self.folder = self.path("record")

    def read(self, table):
        with open(os.path.join(self.folder, table + ".csv"), encoding="utf-8", newline="") as file:
            text = file.read()
        self.assertNotRegex(text, r"(?<!\r)\n|\r(?!\n)")
        self.assertTrue(text.endswith("\r\n"))
        return list(csv.reader(text.splitlines(keepends=True), strict=True))

    def rows_of(self, table):
        """Each row as a dictionary, as the manual page says how it is read."""
        head, *rows = self.read(table)
        self.assertTrue(all(len(row) == len(head) for row in rows))
        return [dict(zip(head, (cell.removeprefix("'") for cell in row))) for row in rows]

    def test_each_table_is_a_file_with_the_same_values(self):
        said = self.flat("export", "--format", "csv", self.folder)
        record = schema.check_record(self.run_it("export", "--format", "json"))
        tables = {name for name, rows in record.items() if isinstance(rows, list)}
        self.assertIn(f"Wrote the whole record to {self.folder}, in {len(tables)} files.", said)
        self.assertEqual(set(os.listdir(self.folder)), {name + ".csv" for name in tables})
        self.assertEqual(stat.S_IMODE(os.stat(self.folder).st_mode), 0o700)
        for name in tables:
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder, name + ".csv")).st_mode), 0o600)
            wanted = [{key: "" if value is None else str(value) for key, value in row.items()} for row in record[name]]
            self.assertEqual(self.rows_of(name), wanted, name)

    def test_the_schema_names_each_column(self):
        """Also those of tables that are empty here."""
        self.run_it("export", "--format", "csv", self.folder)
        with open(os.path.join(schema.CONTRIB, "regimen-record.schema.json"), encoding="utf-8") as file:
            definitions = json.load(file)["definitions"]
        for name in (name.removesuffix(".csv") for name in os.listdir(self.folder)):
            self.assertEqual(definitions[name]["required"], self.read(name)[0], name)
            self.assertEqual(set(definitions[name]["properties"]), set(self.read(name)[0]), name)

    def test_no_cell_is_a_formula(self):
        self.run_it("export", "--format", "csv", "--to", self.folder)
        for name in os.listdir(self.folder):
            for row in self.read(name.removesuffix(".csv")):
                self.assertEqual([cell for cell in row if cell.startswith(FORMULA)], [], name)
        self.assertEqual([row["note"] for row in self.rows_of("observations")], self.notes)

    def test_the_name_of_the_folder(self):
        os.mkdir(self.folder)
        self.run_it("export", "--format", "csv", self.folder)
        self.refuses("export", "--format", "csv", self.folder, status=1, says="already exists, so it is left alone")
        self.refuses("export", "--format", "csv", self.database, status=1, says="already exists, so it is left alone")
        self.refuses("export", "--format", "csv", self.path("no", "folder"), status=1, says="No such file or directory")
        self.refuses("export", "--format", "csv", says="needs the name of a new folder")
        self.refuses("export", "--format", "csv", self.folder, "--days", "3", says="--days can be used only for a calendar")
        self.assertEqual({name for name in os.listdir(self.home) if not name.endswith(("-wal", "-shm"))}, {"record", "test.db"})

    def test_what_a_killed_export_left(self):
        """Each export into the same place removes it, whatever its name, but nothing that could be of anybody else."""
        self.run_it("export", "--format", "csv", self.folder)

        def folder(name, *more):
            path = self.path(name)
            shutil.copytree(self.folder, path)
            for each in more:
                with open(os.path.join(path, each), "w", encoding="utf-8") as file:
                    file.write("mine")
            return path

        kept = [folder("record.new-aB3dE6"), folder("record.new-laptop"), folder(unfinished("with-notes"), "notes.txt"),
                folder(unfinished("with-table"), "mine.csv"), folder(unfinished("linked")), folder(unfinished("written")),
                folder(unfinished("named-twice"))]
        os.mkdir(os.path.join(folder(unfinished("nested")), "alerts"))
        kept.append(self.path(unfinished("nested")))
        os.unlink(os.path.join(kept[4], "chain.csv"))
        os.symlink(os.path.join(self.folder, "chain.csv"), os.path.join(kept[4], "chain.csv"))
        os.link(os.path.join(kept[6], "chain.csv"), self.path("second-name.csv"))
        os.symlink(self.folder, self.path(unfinished("link")))
        living = os.open(kept[5], os.O_RDONLY)
        fcntl.flock(living, fcntl.LOCK_EX)
        for number, words in enumerate((("--format", "csv"), ("--format", "json"), ("--format", "fhir"), ())):
            dead = folder(unfinished("other" if number else "record"))
            os.unlink(os.path.join(dead, "needs.csv"))
            self.run_it("export", *words, "--to", self.path(f"now-{number}.x"))
            self.assertFalse(os.path.exists(dead), words)
            for path in kept:
                self.assertTrue(os.path.exists(os.path.join(path, "changes.csv")), (words, path))
        os.close(living)
        self.assertTrue(os.path.islink(self.path(unfinished("link"))))
        self.run_it("export", "--format", "csv", self.path("once-more"))
        self.assertFalse(os.path.exists(kept[5]))

    def test_a_killed_export(self):
        """Wherever it is killed, the next one clears what it left."""
        killed = 0
        for number in range(4):
            process = subprocess.Popen([REGIMEN, "export", "--format", "csv", self.path(f"r{number}")], env=self.environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while process.poll() is None and not any(".new-" in name for name in os.listdir(self.home)):
                pass
            process.kill()
            killed += process.wait() != 0
        self.assertGreater(killed, 0)
        self.run_it("export", "--format", "csv", self.folder)
        self.assertEqual([name for name in os.listdir(self.home) if ".new-" in name], [])

    def test_it_opens_in_a_spreadsheet(self):
        office = shutil.which("soffice")
        if office is None:
            self.skipTest("soffice is not installed")
        self.run_it("export", "--format", "csv", self.folder)
        subprocess.run([office, "--headless", "--convert-to", "fods", "--infilter=CSV:44,34,76,1", "--outdir", self.home,
                        os.path.join(self.folder, "observations.csv")], env={**os.environ, "HOME": self.home}, check=True,
                       capture_output=True, timeout=150)
        with open(self.path("observations.fods"), encoding="utf-8") as file:
            sheet = file.read()
        self.assertNotIn("table:formula", sheet)
        self.assertIn("schräg 😀", sheet)


if __name__ == "__main__":
    unittest.main()
