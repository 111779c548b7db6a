#!/usr/bin/python3
import os
import unittest

from regimen import DOSE_KEYS, Case


class Undo(Case):
    #: Every command that writes, as it may follow on the setting up.
    WRITING = [
        ("add", "bone-scan", "--on", "2026-12-10"),
        ("log", "zoledronic-acid", "--anyway"),
        ("skip", "zoledronic-acid", "--reason", "low calcium"),
        ("hold", "zoledronic-acid", "--reason", "creatinine"),
        ("book", "zoledronic-acid", "2026-12-02 10:00"),
        ("move", "zoledronic-acid", "2026-12-02"),
        ("move", "zoledronic-acid", "2026-12-02", "--and-later"),
        ("change", "zoledronic-acid", "--every", "12w", "--amount", "3 mg"),
        ("pause", "zoledronic-acid"),
        ("stop", "zoledronic-acid"),
        ("patient", "set", "me", "--zone", "America/New_York", "--closed", "2026-12-24"),
        ("patient", "add", "Anna"),
    ]

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def view(self):
        return [self.json("patient", "list"), self.json("list", "--patient", "me"), self.json("show", "zole", "--patient", "me"),
                self.json("history", "--patient", "me"), self.json("agenda", "--all-patients")]

    def test_each_command_that_writes_and_the_undo_of_it(self):
        before = self.view()
        for words in self.WRITING:
            with self.subTest(words=words):
                self.call(*words)
                after = self.view()
                self.assertNotEqual(after, before)
                self.run_it("undo")
                self.assertEqual(self.view(), before)
                self.run_it("undo")
                self.assertEqual(self.view(), after)
                self.run_it("undo")
                self.assertEqual(self.view(), before)

    def test_what_it_says(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:00", "--anyway")
        said = self.flat("undo")
        self.assertIn("Took back: log of Mon 2026-11-23 09:00. (To put it back: regimen undo)", said)
        self.assertIn("Next: infusion zoledronic-acid/1 on Tue 2026-12-01", said)
        self.assertIn('Put back: log of Mon 2026-11-23 09:00. (To take it back again: regimen undo)', self.flat("undo"))
        self.assertIn("Took back: log of Mon 2026-11-23 09:00. (To put it back: regimen undo)", self.flat("undo"))
        self.assertIn("Put back: log of Mon 2026-11-23 09:00. (To take it back again: regimen undo)", self.flat("undo"))

    def test_json(self):
        undone = self.json("undo")
        self.assertEqual(set(undone), {"format", "undone", "next"})
        self.assertEqual(undone["undone"], {"command": "add", "at": "2026-11-23T09:00:00+01:00"})
        self.assertEqual(undone["next"], [])
        again = self.json("undo")
        self.assertEqual(set(again["next"][0]), DOSE_KEYS)

    def test_nothing_to_take_back(self):
        self.database = self.path("none.db")
        self.refuses("undo", status=1, says="nothing to take back")
        self.assertFalse(os.path.exists(self.database))
        self.refuses("undo", "zoledronic-acid", says="too many")


if __name__ == "__main__":
    unittest.main()
