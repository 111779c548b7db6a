#!/usr/bin/python3
"""regimen without a command."""
import re
import shlex
import unittest

from regimen import DOSE_KEYS, Case


class Overview(Case):
    def test_an_empty_record_says_how_to_begin(self):
        said = self.run_it()
        self.assertIn("regimen add", said)
        self.assertIn("regimen catalog", said)
        self.assertIsNone(self.dump())

    def test_overdue_due_and_next(self):
        self.zoledronic_acid()
        self.run_it("add", "denosumab", "--first", "2026-12-10", "--anyway")
        self.run_it("add", "ct", "--on", "2027-02-01")
        self.now = "2026-12-10T08:00:00+01:00"
        said = self.run_it()
        self.assertEqual(re.findall(r"^\w+$", said, re.MULTILINE), ["Overdue", "Due", "Next"])
        overdue, due, coming = re.split(r"\n\n", said)
        self.assertIn("zoledronic-acid/1", overdue)
        self.assertIn("its window ended on Sat 2026-12-05", " ".join(overdue.split()))
        self.assertIn("denosumab/1", due)
        self.assertIn("ct/1", coming)

    def test_the_commands_that_it_shows_work(self):
        self.zoledronic_acid()
        self.run_it("add", "ct", "--on", "2027-02-01")
        self.now = "2026-12-10T08:00:00+01:00"
        commands = re.findall(r"^    (regimen .*)$", self.run_it(), re.MULTILINE)
        self.assertEqual([shlex.split(command)[1] for command in commands], ["log", "skip", "book"])
        for command in (commands[0], commands[2]):
            self.assertEqual(self.call(*shlex.split(command)[1:]).returncode, 0, command)

    def test_the_line_for_a_dose_of_an_earlier_day_has_that_day(self):
        """Copied as it stands, it puts the dose on record on its day, so that no later date moves."""
        self.run_it("add", "denosumab", "--first", "2026-11-26")
        self.run_it("add", "ct", "--on", "2026-11-26 10:00")
        self.run_it("add", "drops", "--custom", "--every", "12h", "--first", "2026-11-26 20:00")
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.now = "2026-11-26T21:30:00+01:00"
        self.assertNotIn("--at", self.run_it())
        self.now = "2026-11-27T06:30:00+01:00"
        said = self.run_it()
        self.assertIn("    regimen log denosumab/1 --at 2026-11-26\n", said)
        self.assertIn("    regimen log ct/1 --at 2026-11-26\n", said)
        self.assertIn('    regimen log drops/1 --at "2026-11-26 20:00"\n', said)
        dose = re.search(r"    regimen log calcium/(\d) --at 2026-11-26\n", said)[1]
        self.assertIn(f"If calcium/{dose} was taken: regimen log calcium/{dose} --at 2026-11-26", self.flat("agenda", "--tablets"))
        for command in re.findall(r"^    regimen (log .*)$", said, re.MULTILINE):
            self.run_it(*shlex.split(command))
        self.assertEqual(self.json("show", "denosumab")["doses"][1]["due"], "2026-12-24")

    def test_the_line_for_a_dose_on_hold_has_no_day(self):
        """Its own day is not the one on which it was given."""
        self.run_it("add", "denosumab", "--first", "2026-11-26")
        self.run_it("hold", "denosumab", "--reason", "lab")
        self.now = "2026-11-30T08:00:00+01:00"
        self.assertIn("    regimen log denosumab/1\n", self.run_it())

    def test_a_later_dose_is_not_offered_before_its_turn(self):
        """It is tentative until the first one is answered, even if its day is today."""
        self.run_it("add", "denosumab", "--first", "2025-11-24", "--anyway")
        self.now = "2026-11-23T09:00:00+01:00"
        said = self.run_it()
        self.assertIn("regimen log denosumab/1 --at 2025-11-24\n", said)
        self.assertNotIn("denosumab/14", said)
        self.run_it("hold", "denosumab", "--reason", "lab")
        said = self.run_it()
        self.assertEqual(re.findall("regimen .*", said), ["regimen book denosumab/1 TIME", "regimen log denosumab/1",
                                                          'regimen skip denosumab/1 --reason "..."'])

    def test_what_a_wrong_clock_wrote(self):
        """list, show, check and the overview say what lies in the future, and the command that corrects it."""
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        self.run_it("add", "drops", "--custom", "--every", "4w", "--first", "2026-12-03")
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.now = "2027-12-15T09:00:00+01:00"
        self.run_it("log", "denosumab")
        self.run_it("hold", "drops", "--reason", "lab")
        self.run_it("change", "calcium", "--times", "09:00,21:00")
        self.now = "2026-12-16T09:00:00+01:00"
        given = "denosumab/1 is on record as given on Wed 2027-12-15 09:00, which is in the future. Is the clock wrong, or was it then? To correct it: " \
                "regimen amend denosumab/1 --at TIME"
        held = "drops/1 is on record as on hold since Wed 2027-12-15 09:00, which is in the future. Is the clock wrong, or was it then? To enter it " \
               "again: regimen hold drops/1 --reason \"...\""
        dose = self.json("show", "calcium")["revisions"][-1]["from_dose"]
        changed = f"calcium is on record as changed on Wed 2027-12-15 09:00, which is in the future (from dose {dose} on). Is the clock " \
                  "wrong, or was it then? To enter the change again: regimen change calcium"
        for words in ((), ("list",)):
            for line in (given, held, changed):
                self.assertIn(line, self.flat(*words))
        self.assertIn(changed, self.flat("show", "calcium"))
        self.assertIn(given, self.flat("show", "denosumab"))
        self.assertIn(held, self.flat("show", "drops"))
        found = self.call("check")
        self.assertEqual(found.returncode, 1)
        for line in (given, held, changed):
            self.assertIn(f"NO record {line}", " ".join(found.stdout.decode().split()))
        self.run_it("amend", "denosumab/1", "--at", "2026-12-15 9:00")
        self.run_it("hold", "drops/1", "--reason", "lab")
        self.run_it("change", "calcium", "--times", "09:00,21:00")
        self.assertEqual(self.json("show", "calcium")["doses"][-1]["due"][11:16], "21:00")
        for words in ((), ("list",), ("show", "drops"), ("show", "denosumab"), ("show", "calcium")):
            self.assertNotIn("in the future", self.flat(*words), words)

    def test_several_people(self):
        for name in ("Anna", "Bert B"):
            self.run_it("patient", "add", name)
            self.run_it("--patient", name, "add", "ct", "--on", "2026-11-23")
        said = self.run_it()
        for name in ("Anna", "Bert B"):
            command, = re.findall(rf"regimen --patient '?{name}'? log .*", said)
            self.assertEqual(self.call(*shlex.split(command)[1:]).returncode, 0)
        self.assertNotIn("Bert", self.run_it("--patient", "Anna"))

    def test_json(self):
        self.zoledronic_acid()
        doses = self.json()["doses"]
        self.assertEqual([(set(dose), dose["course"], dose["dose"]) for dose in doses], [(DOSE_KEYS, "zoledronic-acid", 1)])


class Booking(Case):
    def test_the_time_that_was_prescribed_is_proposed(self):
        said = self.flat("add", "denosumab", "--first", "2026-12-01 09:15")
        command = 'regimen book denosumab{} "2026-12-01 09:15"'
        self.assertIn(command.format(""), said)
        self.assertIn(command.format("/1"), self.flat())
        self.run_it("book", "denosumab", "2026-12-01 09:15")

    def test_no_time_that_has_passed_is_proposed_late_in_the_evening(self):
        self.now = "2026-12-01T23:30:00+01:00"
        said = self.flat("add", "denosumab", "--first", "today")
        self.assertIn("When you have the appointment: regimen book denosumab DAY TIME", said)
        self.refuses("book", "denosumab", "today", says='"today" has no time of day, but an appointment needs one, and today is nearly over')
        self.now = "2026-12-01T22:30:00+01:00"
        line = self.refuses("book", "denosumab", "today", says='an appointment needs one: "today 23:00"')
        self.assertNotIn("nearly over", line)
        self.run_it("book", "denosumab", "today 23:00")


if __name__ == "__main__":
    unittest.main()
