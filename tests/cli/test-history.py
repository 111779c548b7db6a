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

    def versions(self, *words):
        return [row for row in self.json("history", "--all", *words)["entries"]]

    def entry_lines(self, *words):
        lines = self.run_it("history", "--all", *words, COLUMNS="200").splitlines()
        begin = lines.index("Entries that were corrected, answered, removed or taken back:")
        return [" ".join(line.split()) for line in lines[begin + 2:]]

    def test_earlier_versions_of_entries(self):
        """Which value was there before an amend, what was removed, and what was undone."""
        self.run_it("feel", "pain", "6", "--site", "back")
        self.run_it("feel", "pain", "2")
        self.run_it("lab", "calcium", "1.98", "mmol/L")
        self.assertEqual(self.versions(), [])
        self.assertNotIn("Entries", self.run_it("history", "--all"))
        self.assertNotIn("entries", self.json("history"))
        self.now = "2026-12-09T09:00:00+01:00"
        self.run_it("amend", "feel/1", "7")
        self.run_it("amend", "lab/1", "2.01")
        self.run_it("undo")
        self.run_it("remove", "feel/1")
        self.assertEqual(self.entry_lines(), [
            "feel/1 Tue 2026-12-08 corrected later pain 6, back, on Tue 2026-12-08 16:00",
            "feel/1 Wed 2026-12-09 removed later pain 7, back, on Tue 2026-12-08 16:00",
            "feel/1 Wed 2026-12-09 removed pain 7, back, on Tue 2026-12-08 16:00",
            "lab/1 Tue 2026-12-08 calcium 1.98 mmol/L, on Tue 2026-12-08 16:00",
            "lab/1 Wed 2026-12-09 taken back calcium 2.01 mmol/L, on Tue 2026-12-08 16:00"])
        rows = self.versions()
        self.assertEqual([(row["entry"]["id"], row["entry"]["value"], row["removal"], row["taken_back"], row["holds"]) for row in rows],
                         [("feel/1", "6", False, False, False), ("feel/1", "7", False, False, False),
                          ("feel/1", "7", True, False, False), ("lab/1", "1.98", False, False, True),
                          ("lab/1", "2.01", False, True, False)])
        self.assertEqual((rows[0]["patient"], rows[0]["written_at"]), ("me", "2026-12-08T16:00:00+01:00"))
        self.run_it("undo")
        self.assertEqual(self.entry_lines()[1:3], [
            "feel/1 Wed 2026-12-09 a correction pain 7, back, on Tue 2026-12-08 16:00",
            "feel/1 Wed 2026-12-09 removal taken back pain 7, back, on Tue 2026-12-08 16:00"])

    def test_earlier_versions_of_contacts_needs_and_questions(self):
        self.run_it("contact", "add", "Ward 3", "--phone", "555-0100")
        self.run_it("contact", "set", "Ward 3", "--phone", "555-0199", "--for", "urgent")
        self.run_it("need", "zoledronic-acid", "creatinine", "--within", "3d")
        self.run_it("need", "zoledronic-acid", "creatinine", "--within", "7d")
        self.run_it("need", "zoledronic-acid", "creatinine", "--remove")
        self.run_it("need", "zoledronic-acid", "creatinine")
        self.run_it("need", "zoledronic-acid", "creatinine", "--done")
        self.run_it("undo")
        self.run_it("ask", "Why?")
        self.run_it("ask", "--answered", "1", "So.")
        self.run_it("ask", "--edit", "1", "Why now?")
        day = "Tue 2026-12-08"
        self.assertEqual(self.entry_lines(), [
            f"need/1 {day} taken back creatinine, on {day}",
            f"contact 1 {day} corrected later Ward 3, 555-0100",
            f"contact 1 {day} a correction Ward 3, 555-0199 (urgent)",
            f"question 1 {day} answered later Why?",
            f"question 1 {day} corrected later Why? Answer: So.",
            f"question 1 {day} a correction Why now? Answer: So.",
            f"need of zoledronic-acid {day} corrected later creatinine, not older than 3 days",
            f"need of zoledronic-acid {day} removed later creatinine, not older than 7 days",
            f"need of zoledronic-acid {day} removed creatinine, not older than 7 days",
            f"need of zoledronic-acid {day} entered again creatinine"])
        rows = self.versions()
        self.assertEqual([row["contact"]["phone"] for row in rows if "contact" in row], ["555-0100", "555-0199"])
        self.assertEqual([row["question"]["answer"] for row in rows if "question" in row], [None, "So.", "So."])
        self.assertEqual([row["need"]["within"] for row in rows if "need" in row], ["3d", "7d", "7d", None])
        self.assertEqual(len(self.versions("zoledronic-acid")), 4)
        self.assertEqual((self.versions("radiation"), self.versions("zoledronic-acid/1")), ([], []))

    def test_earlier_versions_of_several_people(self):
        self.run_it("patient", "add", "Bert")
        for name in ("me", "Bert"):
            self.run_it("--patient", name, "feel", "pain", "6", "--note", f"of {name}")
            self.run_it("--patient", name, "amend", "feel/1", "7")
        rows = self.versions()
        self.assertEqual([(row["patient"], row["entry"]["value"]) for row in rows],
                         [("me", "6"), ("me", "7"), ("Bert", "6"), ("Bert", "7")])
        self.assertEqual([row["patient"] for row in self.versions("--patient", "Bert")], ["Bert", "Bert"])
        self.assertNotIn("Nothing has happened", self.run_it("--patient", "Bert", "history", "--all"))

    def test_everybody_although_one_is_meant_otherwise(self):
        self.run_it("patient", "add", "Bert")
        for name in ("me", "Bert"):
            self.run_it("--patient", name, "add", "Zinc", "--custom", "--every", "1w", "--given", "2026-11-20")
        self.run_it("patient", "default", "Bert")
        people = [row["patient"] for row in self.json("history", "--all-patients")["administrations"] if row["course"] == "zinc"]
        self.assertEqual(people, ["me", "Bert"])
        self.refuses("history", "zinc", "--all-patients", says='"zinc" belongs to one person; leave out either it or --all-patients')

    def test_nothing_of_another_person(self):
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "Zinc", "--custom", "--every", "1w", "--first", "2026-12-10")
        for words in (("history", "--all-patients"), ("--patient", "Bert", "history")):
            self.assertIn("To log one: regimen --patient Bert log zinc", self.flat(*words), words)

    def test_what_it_does_not_accept(self):
        self.refuses_all(("history", "x", "y", "one word too many"), ("history", "other", "other"))


if __name__ == "__main__":
    unittest.main()
