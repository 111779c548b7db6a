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


if __name__ == "__main__":
    unittest.main()
