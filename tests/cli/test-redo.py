#!/usr/bin/python3
import os
import unittest

from regimen import DOSE_KEYS, Case


class Redo(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_puts_back_what_was_taken_back_in_the_same_order(self):
        self.run_it("book", "zoledronic-acid/1", "2026-12-02 10:00")
        self.run_it("book", "zoledronic-acid/2", "2026-12-29 10:00")
        self.run_it("undo")
        self.run_it("undo")
        said = self.flat("redo")
        self.assertIn("Put back: book zoledronic-acid/1, which was taken back on Mon 2026-11-23 09:00. (To take it back again: regimen "
                      "undo)", said)
        self.assertIn("Next: infusion zoledronic-acid/1 is booked for Wed 2026-12-02 10:00", said)
        self.assertIn("book zoledronic-acid/2", self.flat("redo"))
        self.refuses("redo", status=1, says="nothing to bring back")

    def test_not_over_something_that_was_written_since(self):
        self.run_it("book", "zoledronic-acid/1", "2026-12-02 10:00")
        self.run_it("undo")
        self.run_it("book", "zoledronic-acid/1", "2026-12-03 10:00")
        self.refuses("redo", status=1, says="something was written since")

    def test_of_the_person_meant(self):
        for name in ("Anna", "Karl"):
            self.run_it("patient", "add", name)
            self.run_it("add", "ct", "--on", "2026-12-10", "--patient", name)
        self.run_it("undo", "--patient", "Anna")
        self.run_it("book", "ct", "2026-12-10 10:00", "--patient", "Karl")
        self.assertIn("Put back, for Anna: add ct, which was taken back", self.flat("redo", "--patient", "Anna"))

    def test_a_person_that_was_added(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("undo", "--patient", "Anna")
        self.assertIn("Put back, for Anna: patient add", self.flat("redo"))
        self.run_it("undo", "--patient", "Anna")
        self.run_it("patient", "add", "anna")
        self.refuses("redo", "--patient", "me", status=1, says="two patients named")

    def test_older_than_an_hour(self):
        self.run_it("undo")
        self.now = "2026-11-23T10:00:01+01:00"
        self.refuses("redo", status=3, says="If this is what you mean to put back, repeat with --anyway")
        self.run_it("redo", "--anyway")

    def test_json(self):
        self.run_it("undo")
        redone = self.json("redo")
        self.assertEqual(set(redone), {"format", "redone", "next"})
        self.assertEqual((redone["redone"]["command"], redone["redone"]["people"], redone["redone"]["about"]),
                         ("add", ["me"], ["zoledronic-acid"]))
        self.assertEqual(set(redone["next"][0]), DOSE_KEYS)

    def test_nothing_to_put_back(self):
        self.refuses("redo", status=1, says="nothing to bring back")
        self.database = self.path("none.db")
        self.refuses("redo", status=1, says="nothing to bring back")
        self.assertFalse(os.path.exists(self.database))
        self.refuses("redo", "zoledronic-acid", says="too many")


if __name__ == "__main__":
    unittest.main()
