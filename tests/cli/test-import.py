#!/usr/bin/python3
"""What comes back from a calendar: proposals, the commands for them, and what they put on record."""
import os
import pty
import re
import shlex
import subprocess
import unittest

from regimen import REGIMEN, Case


class Import(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:30", "--place", "day clinic")
        self.file = self.path("a.ics")
        self.run_it("export", "--to", self.file)

    def read(self):
        with open(self.file, encoding="utf-8", newline="") as file:
            return file.read()

    def write(self, text, name="a.ics"):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return self.path(name)

    def change(self, number, *changes):
        """Changes the event of dose @number: pairs of a pattern and what stands there instead."""
        events = self.read().split("BEGIN:VEVENT")
        for pattern, instead in changes:
            found = [n for n, event in enumerate(events) if "-%d@regimen" % number in event and re.search(pattern, event)]
            self.assertEqual(len(found), 1, pattern)
            events[found[0]] = re.sub(pattern, instead, events[found[0]], count=1)
        self.write("BEGIN:VEVENT".join(events))

    def twin(self):
        """Goes on with a copy of the record, since an undo leaves the file older than the record. Returns the other's path."""
        original, copy = self.database, self.path("copy-%d.db" % len(os.listdir(self.home)))
        self.run_it("backup", copy)
        self.database = copy
        return original

    def foreign(self, *lines):
        return self.write("\r\n".join(
            ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clinic//EN", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:040000008200E0",
             "DTSTAMP:20261120T080000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]), "invitation.ics")

    def proposals(self, *words):
        before = self.dump()
        found = self.json("import", self.file, *words)["proposals"]
        self.assertEqual(self.dump(), before)
        return [(p["kind"], p["reason"], p["course"], p["dose"], p["at"], p["choice"]) for p in found]

    def dose(self, number=1):
        return next(dose for dose in self.json("agenda", "--days", "200")["doses"] if dose["dose"] == number)

    def typed(self, command):
        """What a shell makes of a command that was printed."""
        words = shlex.split(command)
        self.assertEqual(words[0], "regimen")
        return words[1:]

    def test_an_unchanged_file_asks_for_nothing(self):
        before = self.dump()
        self.assertRegex(self.flat("import", self.file), r"^Nothing to put on record. \d+ events agree with the record.$")
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.dump(), before)

    def test_an_appointment_that_was_moved(self):
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        said = self.flat("import", self.file)
        self.assertIn("1. Zoledronic acid infusion 1 was moved to Thu 2026-12-03 11:15 (on record: Wed 2026-12-02 10:30). "
                      "regimen book zoledronic-acid/1 \"2026-12-03 11:15\" --place 'day clinic'", said)
        self.assertIn("Nothing was changed.", said)
        self.assertEqual(self.proposals(), [("book", "moved", "zoledronic-acid", 1, "2026-12-03T11:15:00+01:00", False)])

    def test_the_printed_command_does_the_same(self):
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        original = self.twin()
        self.run_it(*self.typed(self.json("import", self.file)["proposals"][0]["commands"][0]))
        typed = self.dose()
        self.database = original
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.dose(), typed)
        self.assertEqual((typed["appointment"], typed["place"]), ("2026-12-03T11:15:00+01:00", "day clinic"))
        self.assertEqual(self.proposals(), [])
        self.run_it("undo")
        self.assertEqual(self.dose()["appointment"], "2026-12-02T10:30:00+01:00")

    def test_a_day_that_was_moved(self):
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        self.assertEqual(self.proposals(), [("move", "moved", "zoledronic-acid", 2, "2027-01-04", False)])
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.dose(2)["due"], "2027-01-04")

    def test_a_day_that_got_a_time(self):
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART:20261229T081500Z"))
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.dose(2)["appointment"], "2026-12-29T09:15:00+01:00")

    def test_moved_out_of_its_window(self):
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270120"), ("DTEND;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270121"))
        self.assertIn("was moved to Wed 2027-01-20 (on record: Tue 2026-12-29). That is outside its window, from Fri 2026-12-25 to Sat 2027-01-02.",
                      self.flat("import", self.file))

    def test_another_place(self):
        self.change(1, ("LOCATION:day clinic", "LOCATION:Room 5\\\\, 2nd floor"))
        self.assertIn("Zoledronic acid infusion 1 on Wed 2026-12-02 10:30 has another place: Room 5, 2nd floor.",
                      self.flat("import", self.file))
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.dose()["place"], "Room 5, 2nd floor")

    def test_cancelled_is_never_decided(self):
        self.change(1, ("STATUS:CONFIRMED", "STATUS:CANCELLED"))
        said = self.flat("import", self.file)
        self.assertIn("Zoledronic acid infusion 1 on Wed 2026-12-02 10:30 was cancelled. Was it put off, or will it not be "
                      "given at all? regimen hold zoledronic-acid/1 --reason \"cancelled in the calendar\" regimen skip "
                      "zoledronic-acid/1 --reason \"cancelled in the calendar\"", said)
        before = self.dump()
        self.assertIn("Left for you to decide: 1", self.flat("import", self.file, "--apply"))
        self.assertEqual(self.dump(), before)
        original = self.twin()
        self.run_it("import", self.file, "--apply", "--cancelled", "hold")
        self.assertEqual(self.dose()["state"], "held")
        self.database = original
        self.run_it("import", self.file, "--apply", "--cancelled=skip")
        self.assertEqual(self.json("history")["administrations"][0]["reason"], "cancelled in the calendar")

    def test_a_session_that_was_skipped_ahead_from_the_calendar(self):
        """It is as after a skip that was typed: the ones before it can still be paused and get another amount."""
        self.radiation()
        self.run_it("export", "--to", self.file)
        self.change(5, ("STATUS:[A-Z]*(?=(.|\\n)*Radiation therapy session 5)", "STATUS:CANCELLED"))
        seen = []
        for skip in (("skip", "radiation/5", "--reason", "cancelled in the calendar"),
                     ("import", self.file, "--apply", "--cancelled", "skip")):
            original = self.twin()
            self.run_it(*skip)
            self.assertIn("No dose is planned on these days. These sessions get another day: 2 to 4, 6 to 11.",
                          self.flat("pause", "radiation", "--from", "2026-12-08", "--until", "2026-12-09"))
            self.assertIn("1 to 4", self.flat("change", "radiation", "--amount", "2 Gy"))
            seen.append([(dose["dose"], dose["due"], dose["state"], dose["amount"]) for dose in self.json("show", "radiation")["doses"]])
            self.database = original
        self.assertEqual(seen[0], seen[1])
        self.assertEqual([due[:10] for dose, due, _, _ in seen[0] if dose in (1, 2, 3)], ["2026-12-07", "2026-12-10", "2026-12-14"])

    def test_cancelled_in_the_title(self):
        for title in ("Cancelled: ", "Canceled: ", "CANCELLED - "):
            with self.subTest(title=title):
                self.run_it("export", "--to", self.file)
                self.change(1, ("SUMMARY:", "SUMMARY:" + title))
                self.assertEqual(self.proposals(), [("hold_or_skip", "cancelled", "zoledronic-acid", 1, None, True)])
        for behind in (" (cancelled)", " - cancelled", " (CANCELED)", " (abgesagt)", ": annul\u00e9"):
            with self.subTest(behind=behind):
                self.run_it("export", "--to", self.file)
                self.change(1, ("SUMMARY:[^\r]*", "\\g<0>" + behind))
                self.assertEqual(self.proposals(), [("hold_or_skip", "cancelled", "zoledronic-acid", 1, None, True)])
        self.run_it("skip", "zoledronic-acid", "--reason", "holiday")
        self.run_it("export", "--to", self.file)
        self.change(1, ("STATUS:CANCELLED", "STATUS:CONFIRMED"))
        self.assertEqual(self.proposals(), [])
        self.assertRegex(self.flat("import", self.file), "^Nothing to put on record.")

    def test_marked_as_done(self):
        for mark in ("STATUS:COMPLETED", "CATEGORIES:Given", "PERCENT-COMPLETE:100", "COMPLETED:20261202T100000Z"):
            with self.subTest(mark=mark):
                self.now = "2026-12-02T12:00:00+01:00"
                self.run_it("export", "--to", self.file)
                self.change(1, ("STATUS:CONFIRMED", mark))
                self.assertEqual(self.proposals(),
                                 [("log", "done", "zoledronic-acid", 1, "2026-12-02T10:30:00+01:00", False)])
                self.run_it("import", self.file, "--apply")
                self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-02T10:30:00+01:00")
                self.assertEqual(self.proposals(), [])
                self.run_it("undo")

    def test_ticked_off_in_the_title(self):
        self.now = "2026-12-02T12:00:00+01:00"
        for front, behind in (("\u2713 ", ""), ("Given: ", ""), ("Done - ", ""), ("", " (given)"), ("", " - erledigt")):
            with self.subTest(front=front, behind=behind):
                self.run_it("export", "--to", self.file)
                self.change(1, ("SUMMARY:([^\r]*)", "SUMMARY:" + front + "\\g<1>" + behind))
                self.assertEqual(self.proposals()[0][:2], ("log", "done"))

    def test_a_name_that_has_such_a_word(self):
        """The word counts beside the name of the dose, not in it."""
        self.now = "2026-12-02T12:00:00+01:00"
        for name in ("Scan (done)", "Given: a scan", "Cancelled: check"):
            with self.subTest(name=name):
                self.run_it("add", "--custom", name, "--on", "2026-12-01 09:00", "--handle", "scan-%d" % len(name))
                self.run_it("export", "--to", self.file)
                self.assertEqual(self.proposals(), [])

    def test_done_without_a_time_of_day(self):
        """The day alone is put on record, and no time is made up."""
        self.now = "2026-12-29T18:00:00+01:00"
        self.change(2, ("STATUS:TENTATIVE", "STATUS:COMPLETED"))
        self.assertEqual(self.proposals(), [("log", "done", "zoledronic-acid", 2, "2026-12-29", False)])
        self.assertIn("log zoledronic-acid/2 --at 2026-12-29", self.flat("import", self.file))
        self.run_it("import", self.file, "--apply")
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-29")

    def test_a_task(self):
        self.now = "2026-12-02T12:00:00+01:00"
        text = self.read().replace("BEGIN:VEVENT", "BEGIN:VTODO", 1).replace("END:VEVENT", "END:VTODO", 1)
        text = text.replace("STATUS:CONFIRMED", "STATUS:COMPLETED", 1).replace("DTSTART;TZID", "DUE;TZID", 1)
        self.write(text)
        self.assertEqual(self.proposals()[0][:5], ("log", "done", "zoledronic-acid", 1, "2026-12-02T10:30:00+01:00"))

    def test_the_safety_checks_look_at_it(self):
        self.change(2, ("STATUS:TENTATIVE", "COMPLETED:20261121T090000Z"))
        before = self.dump()
        done = self.call("import", self.file, "--apply")
        self.assertEqual((done.returncode, self.dump()), (3, before))
        self.assertRegex(done.stderr.decode(), r"\Aregimen: 1 proposal was refused, so nothing was written: .*window.*--anyway\n\Z")
        self.assertIn("Refused: ", done.stdout.decode())
        self.run_it("import", self.file, "--apply", "--anyway")
        self.assertEqual(self.json("history")["administrations"][0]["dose"], 2)

    def test_all_of_it_or_nothing(self):
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        self.change(2, ("STATUS:TENTATIVE", "COMPLETED:20261121T090000Z"))
        before = self.dump()
        done = self.call("import", self.file, "--apply")
        self.assertEqual(done.returncode, 3)
        self.assertIn("regimen: 1 proposal was refused, so nothing was written: ", done.stderr.decode())
        self.assertIn("regimen book zoledronic-acid/1", done.stdout.decode())
        self.assertNotIn("On record.", done.stdout.decode())
        self.assertEqual(self.dump(), before)
        self.run_it("import", self.file, "--apply", "--anyway")
        self.assertEqual(self.json("history")["administrations"][0]["dose"], 2)
        self.assertEqual(self.dose()["appointment"], "2026-12-03T11:15:00+01:00")

    def test_undo_takes_back_the_whole(self):
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        before = self.json("agenda", "--days", "200")
        self.assertIn("Put on record: 2. (\"regimen undo\" takes all of it back.)", self.flat("import", self.file, "--apply"))
        self.assertEqual(self.dose(2)["due"], "2027-01-04")
        self.assertIn("Took back: import", self.run_it("undo"))
        self.assertEqual(self.json("agenda", "--days", "200"), before)
        self.run_it("redo")
        self.assertEqual(self.dose(2)["due"], "2027-01-04")

    def test_an_older_file_says_nothing_new(self):
        self.run_it("book", "zoledronic-acid", "2026-12-04 08:00")
        self.assertEqual(self.proposals(), [])
        self.assertIn("1 event is older than the last change to its dose", self.flat("import", self.file))

    def test_what_is_on_record_is_never_changed(self):
        self.now = "2026-12-02T12:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "10:40")
        self.run_it("export", "--to", self.file)
        self.change(1, ("20261202T1040", "20261203T1040"))
        self.assertEqual(self.proposals("--apply"), [])
        self.assertIn("Note: Zoledronic acid infusion 1 is on record as given on Wed 2026-12-02 10:40; the calendar has it "
                      "on Thu 2026-12-03 10:40. To correct the record: regimen amend zoledronic-acid/1", self.flat("import", self.file))

    def test_an_invitation(self):
        path = self.foreign("DTSTART;TZID=Europe/Berlin:20261228T143000", "SUMMARY:Infusion\\, day clinic", "LOCATION:House 3")
        said = self.flat("import", path)
        self.assertIn("Not from this record: 1. Mon 2026-12-28 14:30: Infusion, day clinic, House 3 To attach it to the next dose of a course: "
                      f"regimen import {path} --for zoledronic-acid", said)
        self.assertIn("regimen book zoledronic-acid/2 \"2026-12-28 14:30\" --place 'House 3'",
                      self.flat("import", path, "--for", "zol/2"))
        self.run_it("import", path, "--for", "zoledronic-acid/2", "--apply")
        self.assertEqual((self.dose(2)["appointment"], self.dose(2)["place"]), ("2026-12-28T14:30:00+01:00", "House 3"))

    def test_an_invitation_from_elsewhere_keeps_its_zone(self):
        path = self.foreign("DTSTART;TZID=America/New_York:20261228T090000", "SUMMARY:Infusion")
        command = self.json("import", path, "--for", "zoledronic-acid/2")["proposals"][0]["commands"][0]
        self.assertEqual(command, "regimen book zoledronic-acid/2 \"2026-12-28 09:00\" --zone America/New_York")
        self.run_it(*self.typed(command))
        typed = self.dose(2)
        self.assertEqual(typed["appointment"], "2026-12-28T09:00:00-05:00")
        self.run_it("undo")
        self.run_it("import", path, "--for", "zoledronic-acid/2", "--apply")
        self.assertEqual(self.dose(2), typed)

    def test_the_next_open_dose(self):
        path = self.foreign("DTSTART:20261203T090000Z", "SUMMARY:Infusion")
        self.assertEqual(self.json("import", path, "--for", "zoledronic-acid")["proposals"][0]["dose"], 1)

    def test_one_that_repeats_is_not_guessed(self):
        path = self.foreign("DTSTART:20261203T090000Z", "RRULE:FREQ=MONTHLY;COUNT=10", "SUMMARY:Radiation")
        found = self.json("import", path, "--for", "zoledronic-acid")
        self.assertEqual((found["proposals"], found["notes"][0]["reason"]), ([], "unreadable"))
        self.assertIn("it repeats in a way that this program cannot read", self.flat("import", path))

    def test_a_dose_that_somebody_made_repeat(self):
        self.change(1, ("SUMMARY:", "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:"))
        self.assertEqual(self.proposals(), [])
        self.assertIn("it repeats, and the file does not say which day is meant", self.flat("import", self.file))

    def test_which_of_several(self):
        path = self.foreign("DTSTART:20261203T090000Z", "SUMMARY:One", "END:VEVENT", "BEGIN:VEVENT", "UID:2",
                            "DTSTART:20261204T090000Z", "SUMMARY:Two")
        self.refuses("import", path, "--for", "zoledronic-acid", says="the file has 2 appointments")
        self.refuses("import", path, "--for", "zoledronic-acid", "--event", "3", says="--event 3 is too high; the appointments in this file are numbered only up to 2")
        self.assertEqual(self.json("import", path, "--for", "zoledronic-acid", "--event", "2")["proposals"][0]["at"],
                         "2026-12-04T10:00:00+01:00")

    def test_what_a_shell_would_do_is_quoted(self):
        path = self.foreign("DTSTART:20261203T090000Z", "SUMMARY:x", "LOCATION:$(touch x)`id`'\\;\"!")
        command = self.json("import", path, "--for", "zoledronic-acid")["proposals"][0]["commands"][0]
        done = subprocess.run(["bash", "-c", command.replace("regimen", "printf %s\\\\n", 1)], capture_output=True, text=True,
                              cwd=self.home, check=True)
        self.assertEqual(done.stdout.splitlines()[-1], "$(touch x)`id`';\"!")
        self.assertFalse(os.path.exists(self.path("x")))

    def test_two_people(self):
        self.run_it("patient", "add", "Ann")
        self.run_it("--patient", "Ann", "add", "denosumab", "--first", "2026-12-10")
        self.run_it("export", "--to", self.file)
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        text = self.read().replace("DTSTART;VALUE=DATE:20261210", "DTSTART:20261211T081500Z")
        self.write(text)
        commands = [p["commands"][0] for p in self.json("import", self.file)["proposals"]]
        self.assertEqual(sorted(commands), ["regimen --patient Ann book denosumab/1 \"2026-12-11 09:15\"",
                                            "regimen --patient me move zoledronic-acid/2 2027-01-04"])
        self.assertEqual([p["course"] for p in self.json("--patient", "Ann", "import", self.file)["proposals"]], ["denosumab"])
        said = self.flat("import", self.file)
        self.assertIn("Ann: Denosumab injection 1 was moved to Fri 2026-12-11 09:15", said)
        self.assertIn("me: Zoledronic acid infusion 2 was moved to", said)
        invitation = self.foreign("DTSTART;TZID=Europe/Berlin:20261228T143000", "SUMMARY:Infusion")
        said = self.flat("import", invitation)
        self.assertIn("--for zoledronic-acid --patient me The other courses for --for are: denosumab --patient Ann", said)
        said = self.flat("import", invitation, "--for", "zoledronic-acid", "--patient", "me")  # as it was told
        self.assertRegex(said, r"\AFor me: .*1\. Zoledronic acid infusion")
        said = self.flat("import", self.file, "--apply", "--patient", "Ann")
        self.run_it(*self.typed(re.search(r'"(regimen --patient Ann undo)" takes', said).group(1)))

    def test_a_note_about_another_person(self):
        """Both have a dose with this name: the command of the note has to say whose it corrects."""
        self.run_it("patient", "add", "Ann")
        for name, day in (("me", "2026-11-03"), ("Ann", "2026-11-05")):
            self.run_it("--patient", name, "add", "denosumab", "--given", day, "--anyway")
        self.run_it("export", "--to", self.file)
        events = self.read().split("BEGIN:VEVENT")
        found = [n for n, event in enumerate(events) if re.search("SUMMARY:Ann: Denosumab injection 1 ", event)]
        self.assertEqual(len(found), 1)
        cancelled = re.sub("STATUS:[A-Z]+", "STATUS:CANCELLED", events[found[0]])
        events[found[0]] = re.sub("SEQUENCE:[0-9]+", "SEQUENCE:9", cancelled)
        self.write("BEGIN:VEVENT".join(events))
        says = "To correct the record: regimen --patient Ann amend denosumab/1 --skipped --reason WHY"
        self.assertIn("Note: Ann: Denosumab injection 1 is on record as given", self.flat("import", self.file))
        self.assertIn(says, self.flat("import", self.file))
        self.assertIn(says, self.flat("--patient", "Ann", "import", self.file))
        self.assertIn(says, self.json("import", self.file)["notes"][0]["text"])

    def test_events_of_another_person_cannot_be_attached(self):
        self.run_it("patient", "add", "Ann")
        self.run_it("--patient", "Ann", "add", "denosumab", "--first", "2026-12-10")
        self.run_it("export", "--to", self.file)
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        said = self.flat("--patient", "Ann", "import", self.file)
        self.assertNotIn("Not from this record", said)
        self.assertRegex(said, r"^Nothing to put on record\. \d+ events are about doses of other people, and were left out\.")
        self.assertEqual(self.json("--patient", "Ann", "import", self.file)["foreign"], [])
        self.run_it("--patient", "me", "export", "--to", self.path("mine.ics"))
        self.refuses("--patient", "Ann", "import", self.path("mine.ics"), "--event", "1", "--for", "denosumab", "--apply",
                     says="every appointment in the file is about a dose of another person")
        # a calendar that drops the UID keeps the title
        events = self.read().split("BEGIN:VEVENT")
        event = next(event for event in events if "SUMMARY:me: Zoledronic acid infusion 2" in event).split("END:VEVENT")[0]
        path = self.write(f"{events[0]}BEGIN:VEVENT{re.sub('UID:[^@]+@regimen', 'UID:1', event)}END:VEVENT\r\nEND:VCALENDAR\r\n",
                          "titles.ics")
        self.assertEqual(self.json("--patient", "Ann", "import", path)["foreign"], [])
        self.assertIn("1 event is about a dose of another person, and was left out.", self.flat("--patient", "Ann", "import", path))

    def test_an_invitation_of_another_person_cannot_be_attached(self):
        self.run_it("patient", "add", "Ann")
        self.run_it("--patient", "Ann", "add", "denosumab", "--first", "2026-12-10")
        path = self.foreign("DTSTART;TZID=Europe/Berlin:20261202T103000", "SUMMARY:Infusion")
        self.run_it("import", path, "--for", "zoledronic-acid", "--apply")
        self.assertIn("1 event is about a dose of another person, and was left out.", self.flat("--patient", "Ann", "import", path))
        self.refuses("--patient", "Ann", "import", path, "--for", "denosumab", "--apply",
                     says="every appointment in the file is about a dose of another person")

    def test_an_empty_record(self):
        self.database = self.path("none.db")
        self.assertIn("Not from this record: 1. Wed 2026-12-02 10:30: Zoledronic acid", self.flat("import", self.file))
        self.assertFalse(os.path.exists(self.database))

    def test_standard_input(self):
        with open(self.file, "rb") as file:
            done = subprocess.run([REGIMEN, "import", "-"], stdin=file, capture_output=True, env=self.environment(), timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_refusals(self):
        self.refuses_all(
            ("import", "import needs a file, or --published"),
            ("import", self.file, "--published", "takes neither a file"),
            ("import", "--published", "--for", "zoledronic-acid", "takes neither a file"),
            ("import", "--published", "nothing is published"),
            ("import", self.file, "--cancelled", "skip", "only with --apply"),
            ("import", self.file, "--anyway", "only with --apply"),
            ("import", self.file, "--apply", "--cancelled", "drop", "\"hold\""),
            ("import", self.file, "--event", "1", "--event can be used only with --for"),
            ("import", self.file, "--all", "--all can be used only with --for"),
            ("import", self.file, "--for", "zoledronic-acid", "--all", "--event", "1", "give one of the two"),
            ("import", self.file, "--for", "nothing", "no course \"nothing\""),
            ("import", self.file, "--for", "zoledronic-acid", "every appointment in the file was made by regimen"))
        self.refuses("import", self.path("none.ics"), status=1, says="No such file")

    # ---- calendars that keep no UID ----

    def without_uids(self, *changes):
        text = re.sub("UID:[^\r\n]*\r\n|SEQUENCE:[^\r\n]*\r\n|STATUS:[^\r\n]*\r\n", "", self.read())
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.write(text)

    def test_known_by_the_title(self):
        self.without_uids(("20261202T1030", "20261203T1115"))
        self.assertEqual(self.proposals(), [("book", "moved", "zoledronic-acid", 1, "2026-12-03T11:15:00+01:00", True)])
        self.assertIn("Only the title of the event says which dose it is", self.flat("import", self.file))

    def test_the_number_beside_a_title_is_that_of_event(self):
        """An event that only its title names can be attached as well, so --event counts it."""
        foreign = "BEGIN:VEVENT\r\nUID:x@clinic\r\nDTSTAMP:20261120T080000Z\r\nDTSTART:20261215T090000Z\r\nSUMMARY:Visit\r\nEND:VEVENT\r\n"
        self.without_uids()
        self.write(self.read().replace("END:VCALENDAR", foreign + "END:VCALENDAR"))
        said = self.flat("import", self.file)
        number = re.search(r"Not from this record: (\d+)\. Tue 2026-12-15 10:00: Visit", said)[1]
        self.assertIn("--event %s --for zoledronic-acid" % number, said)
        attached = self.flat("import", self.file, "--event", number, "--for", "zoledronic-acid")
        self.assertIn("on Tue 2026-12-15 10:00", attached)

    def test_ticked_off_and_known_by_the_title(self):
        self.now = "2026-12-02T12:00:00+01:00"
        text = self.read()
        for mark in ("SUMMARY:\u2713 Zoledronic acid infusion 1", "SUMMARY:[x] Zoledronic acid infusion 1",
                     "SUMMARY:\u2714\ufe0f Zoledronic acid infusion 1", "SUMMARY:Zoledronic acid infusion 1 \u2713",
                     "SUMMARY:Zoledronic acid infusion 1 (given)", "SUMMARY:Zoledronic acid infusion 1 (done)",
                     "STATUS:COMPLETED\r\nSUMMARY:Zoledronic acid infusion 1", "STATUS: completed \r\nSUMMARY:Zoledronic acid infusion 1"):
            with self.subTest(mark=mark):
                self.write(text)
                self.without_uids(("SUMMARY:Zoledronic acid infusion 1", mark))
                self.assertEqual(self.proposals()[0][:5], ("log", "done", "zoledronic-acid", 1, "2026-12-02T10:30:00+01:00"))

    def test_titles_that_tell_nothing(self):
        """Two courses with the same one, a number that is none, more behind it, no title at all; and a UID of another record."""
        self.without_uids(("infusion 1", "infusion 01"), ("infusion 2 (tentative)", "infusion 2 with Ann"), ("infusion 3", "infusion 999999"))
        self.assertEqual(len(self.json("import", self.file)["foreign"]), 3)
        os.unlink(self.file)  # it has events that regimen did not make
        self.run_it("export", "--to", self.file, "--private")
        self.without_uids()
        self.assertEqual(self.proposals(), [])
        os.unlink(self.file)
        self.run_it("export", "--to", self.file)
        uid = re.search("UID:([0-9a-f-]{36})", self.read())[1]
        self.write(self.read().replace(uid, uid[::-1].replace("-", "0")[:8] + uid[8:]))
        self.assertEqual(self.json("import", self.file)["unchanged"], 0)
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2027-12-01", "--handle", "again", "--anyway")
        self.without_uids()
        self.assertEqual(self.json("import", self.file)["unchanged"], 0)

    def test_titles_of_two_people(self):
        self.run_it("patient", "add", "Ann")
        self.run_it("--patient", "Ann", "add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-10")
        self.run_it("export", "--to", self.file)
        self.without_uids(("20261202T1030", "20261203T1115"), ("DTSTART;VALUE=DATE:20261210", "DTSTART;VALUE=DATE:20261211"))
        self.assertEqual([(p["patient"], p["dose"], p["kind"]) for p in self.json("import", self.file)["proposals"]],
                         [("me", 1, "book"), ("Ann", 1, "move")])

    def test_a_title_that_says_cancelled(self):
        self.run_it("skip", "zoledronic-acid", "--reason", "holiday")
        self.run_it("export", "--to", self.file)
        self.assertIn("SUMMARY:Cancelled: ", self.read())
        self.without_uids()
        self.assertEqual(self.proposals(), [])
        self.without_uids(("infusion 2", "infusion 2"), ("SUMMARY:Zoledronic acid infusion 2", "SUMMARY:Cancelled: Zoledronic acid infusion 2"))
        self.assertEqual(self.proposals()[0][:4], ("hold_or_skip", "cancelled", "zoledronic-acid", 2))
        self.without_uids(("SUMMARY:Cancelled: Zoledronic acid infusion 2", "SUMMARY:CANCELED: Zoledronic acid infusion 2"))
        self.assertEqual(self.proposals()[0][:4], ("hold_or_skip", "cancelled", "zoledronic-acid", 2))

    # ---- on a terminal ----

    def on_terminal(self, answers, *words):
        master, slave = pty.openpty()
        process = subprocess.Popen([REGIMEN, "import", self.file, *words], env=self.environment(NO_COLOR="1"), stdin=slave,
                                   stdout=slave, stderr=slave)
        os.close(slave)
        os.write(master, answers.encode())
        return self.read_terminal(process, master)

    def test_it_asks(self):
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        self.on_terminal("\ny\n")
        self.assertEqual((self.dose()["appointment"], self.dose(2)["due"]), ("2026-12-02T10:30:00+01:00", "2027-01-04"))

    def test_what_is_no_answer_is_asked_again(self):
        """The end of a long line answers nothing either."""
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        before = self.dump()
        said = " ".join(self.on_terminal(f"yesterday\n{'n' * 63}y\nNO\n").split())
        self.assertEqual(said.count("is not an answer here; type y or n, or only Enter"), 2)
        self.assertEqual(self.dump(), before)
        self.on_terminal(" YES\n")
        self.assertEqual(self.dose(2)["due"], "2027-01-04")

    def test_it_asks_which_time(self):
        """A time that can be read in two ways: the answer says which one."""
        for answer, expected in (("\n", ("2026-12-29", None)), ("y\n", ("2027-01-04", None)), ("o\n", ("2026-12-29", "2027-01-04T01:00:00+01:00"))):
            with self.subTest(answer=answer):
                self.run_it("export", "--to", self.file)
                self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART:20270104T000000Z"), ("DTEND;VALUE=DATE:20261230", "DURATION:P1D"))
                original = self.twin()
                self.on_terminal(answer)
                dose = self.dose(2)
                self.assertEqual((dose["due"][:10] if not dose["appointment"] else "2026-12-29", dose["appointment"]), expected)
                self.database = original
        before = self.dump()
        self.assertIn("Left for you to decide: 1", self.flat("import", self.file, "--apply"))
        self.assertEqual(self.dump(), before)

    def test_it_asks_for_the_time(self):
        """An invitation with a place and no time: a time books it there, "y" takes only the day."""
        self.file = self.foreign("DTSTART;VALUE=DATE:20261229", "LOCATION:Room 4")
        for answer, expected in (("\n", None), ("x\nten to eleven\n\n", None), ("10:40\n", ("2026-12-29T10:40:00+01:00", "Room 4")), ("y\n", None)):
            with self.subTest(answer=answer):
                original = self.twin()
                self.on_terminal(answer, "--for", "zoledronic-acid/2")
                dose = self.dose(2)
                self.assertEqual(dose["appointment"] and (dose["appointment"], dose["place"]), expected)
                self.assertEqual(len(self.json("import", self.file)["foreign"]), 0 if answer in ("10:40\n", "y\n") else 1)
                self.database = original

    def test_a_day_that_became_a_midnight_says_the_same(self):
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART:20261229T000000Z"), ("DTEND;VALUE=DATE:20261230", "DTEND:20261230T000000Z"))
        self.assertEqual(self.proposals(), [])
        self.assertRegex(self.flat("import", self.file), "^Nothing to put on record.")

    def test_it_asks_which_way(self):
        self.change(1, ("STATUS:CONFIRMED", "STATUS:CANCELLED"))
        said = " ".join(self.on_terminal("yes\nhm, it was put off\nn\n").split())
        for typed in "yes", "hm, it was put off":
            self.assertIn(f'"{typed}" is not an answer here; type h, s, or only Enter', said)
        self.assertEqual(self.dose()["state"], "booked")
        self.on_terminal("h\n")
        self.assertEqual(self.dose()["state"], "held")

    def test_the_record_changes_while_it_asks(self):
        """What was asked about is not what is on record now, so the answer is not about that."""
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        master, slave = pty.openpty()
        process = subprocess.Popen([REGIMEN, "import", self.file], env=self.environment(NO_COLOR="1"), stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        said = b""
        while b"Record this?" not in said:
            said += os.read(master, 65536)
        self.run_it("book", "zoledronic-acid/1", "2026-12-04 09:00")
        os.write(master, b"y\n\n\n")
        self.assertIn("Zoledronic acid infusion 1 was changed on record in the meantime; import again to see what holds now",
                      " ".join(self.read_terminal(process, master).split()))
        self.assertEqual(self.dose()["appointment"], "2026-12-04T09:00:00+01:00")

    def test_a_day_is_a_day(self):
        self.now = "2026-12-29T18:00:00+01:00"
        self.change(2, ("STATUS:TENTATIVE", "STATUS:COMPLETED"))
        self.on_terminal("y\n")
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-29")

    def test_the_end_of_the_input_is_no(self):
        self.change(1, ("STATUS:CONFIRMED", "STATUS:CANCELLED"))
        before = self.dump()
        self.on_terminal("\x04")
        self.assertEqual(self.dump(), before)

    def test_the_end_of_the_input_takes_back_the_answers(self):
        """Nothing is written before the last answer."""
        self.change(1, ("DTSTART;TZID=Europe/Berlin:20261202T1030", "DTSTART;TZID=Europe/Berlin:20261203T1115"))
        self.change(2, ("DTSTART;VALUE=DATE:20261229", "DTSTART;VALUE=DATE:20270104"))
        before = self.dump()
        said = " ".join(self.on_terminal("y\n\x04").split())
        self.assertIn("The input ended before the last answer, so none of the answers counts.", said)
        self.assertIn("Nothing was changed.", said)
        self.assertNotIn("Put on record", said)
        self.assertEqual(self.dump(), before)


if __name__ == "__main__":
    unittest.main()
