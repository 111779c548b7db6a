#!/usr/bin/python3
import unittest

from regimen import Case

KEYS = {"id", "patient", "course", "dose", "outcome", "at", "amount", "site", "reason", "note", "anyway", "recorded_at", "replaces",
        "replaced_by"}


class History(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.now = "2026-12-08T16:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-03 10:40", "--note", "fine")
        self.run_it("log", "radiation", "--at", "2026-12-07 14:05")
        self.run_it("skip", "radiation", "--reason", "machine down")

    def rows(self, *words):
        return [(row["course"], row["dose"]) for row in self.json("history", *words)["administrations"]]

    def test_oldest_first(self):
        said = self.run_it("history").splitlines()
        self.assertRegex(said[1], r"^Thu 2026-12-03 10:40 +zoledronic-acid/1 +given +4 mg +fine$")
        self.assertRegex(said[3], r"^Tue 2026-12-08 14:00 +radiation/2 +skipped +.*machine down$")
        self.assertEqual(self.rows(), [("zoledronic-acid", 1), ("radiation", 1), ("radiation", 2)])

    def test_a_skipped_dose_has_its_planned_day(self):
        """Its place is that of the plan; when it was typed is told if that was on another day."""
        self.now = "2026-12-12T10:00:00+01:00"
        self.run_it("skip", "radiation/3", "--reason", "holiday")
        self.run_it("log", "radiation/4", "--at", "2026-12-10 14:05")
        rows = [" ".join(row.split()) for row in self.run_it("history", "radiation").splitlines()]
        self.assertEqual(rows[3], "Wed 2026-12-09 14:00 radiation/3 skipped holiday; written on Sat 2026-12-12")
        self.assertIn("radiation/4 given", rows[4])
        shown = [row for row in self.run_it("show", "radiation").splitlines() if row.startswith("3 ")]
        self.assertEqual(" ".join(shown[0].split()), "3 Wed 2026-12-09 14:00 skipped holiday")

    def test_of_one_course_and_of_one_dose(self):
        self.assertEqual(self.rows("rad"), [("radiation", 1), ("radiation", 2)])
        self.assertEqual(self.rows("radiation/2"), [("radiation", 2)])

    def test_tablets_that_were_missed(self):
        """Each in its place; those that follow each other are one row; one that is logged later is missed no more."""
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", REGIMEN_NOW="2026-12-04T07:00:00+01:00")
        self.run_it("log", "calcium/2", REGIMEN_NOW="2026-12-04T20:05:00+01:00")
        rows = [row for row in self.run_it("history").splitlines() if "calcium" in row]
        self.assertRegex(rows[0], r"^Fri 2026-12-04 08:00 +calcium/1 +missed *$")
        self.assertRegex(rows[1], r"^Fri 2026-12-04 20:05 +calcium/2 +taken *$")
        self.assertRegex(rows[2], r"^Sat 2026-12-05 08:00 +calcium/3 to 7 +missed +until Mon 2026-12-07")
        self.assertRegex(rows[3], r"^Mon 2026-12-07 20:00 +calcium/8 +missed *$")  # a session was given between them
        self.assertEqual(len(rows), 4)
        missed = self.json("history", "calcium")["missed"]
        self.assertEqual([dose["dose"] for dose in missed], [1, *range(3, 9)])
        self.assertEqual(missed[0], {"patient": "me", "course": "calcium", "dose": 1, "due": "2026-12-04T08:00:00+01:00"})
        self.run_it("log", "calcium/4", "--anyway", "--at", "2026-12-05 21:00")
        self.assertEqual([dose["dose"] for dose in self.json("history", "calcium")["missed"]], [1, 3, 5, 6, 7, 8])
        self.assertEqual([dose["dose"] for dose in self.json("history", "calcium/5")["missed"]], [5])
        self.run_it("stop", "calcium")
        self.assertEqual(len(self.json("history")["missed"]), 6)

    def test_json(self):
        first, _, last = self.json("history")["administrations"]
        self.assertEqual((set(first), set(last)), (KEYS, KEYS))
        self.assertEqual((first["outcome"], first["at"], first["recorded_at"], first["note"], first["replaces"], first["replaced_by"]),
                         ("given", "2026-12-03T10:40:00+01:00", self.now, "fine", None, None))
        self.assertEqual((last["outcome"], last["reason"]), ("skipped", "machine down"))

    def test_empty(self):
        self.database = self.path("other.db")
        self.assertIn("Nothing has happened yet", self.run_it("history"))
        self.assertEqual(self.json("history")["administrations"], [])
        self.refuses("history", "zoledronic-acid", says="nothing is on record yet")
        self.now = "2026-11-20T09:00:00+01:00"
        self.zoledronic_acid()
        self.assertIn("regimen log zoledronic-acid", self.run_it("history"))

    def test_what_was_taken_back(self):
        self.run_it("undo")
        self.assertEqual(self.rows(), [("zoledronic-acid", 1), ("radiation", 1)])
        kept = self.json("history", "--all")["administrations"]
        self.assertEqual([(row["dose"], row["taken_back"], row["replaced_by"]) for row in kept],
                         [(1, False, None), (1, False, None), (2, True, None)])
        self.assertIn("machine down; taken back", " ".join(self.run_it("history", "--all").split()))

    def test_what_it_does_not_accept(self):
        self.refuses_all(("history", "x", "y", "one word too many"), ("history", "other", "other"))


if __name__ == "__main__":
    unittest.main()
