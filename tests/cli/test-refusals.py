#!/usr/bin/python3
"""Every safety check: what it refuses, in which words, and what stays on record where it was overridden."""
import unittest

from regimen import Case

HINT = "if this is what was prescribed, repeat with --anyway\n"
SOURCE = '("Bone Metastases: When Cancer Spreads to the Bones", URMC Health Encyclopedia)'


class Refusals(Case):
    def check(self, words, line, recorded):
        """Refused in @line; done with --anyway; then @recorded is told by each of its commands."""
        said = self.refuses(*words, status=3)
        self.assertEqual(said, f"regimen: {line} I{HINT[1:]}" if line.endswith("?") else f"regimen: {line}; {HINT}")
        self.run_it(*words, "--anyway")
        for command in recorded:
            self.assertIn(line, self.flat(*command), command)

    def test_an_interval_shorter_than_the_source_says(self):
        self.check(("add", "zoledronic-acid", "--every", "2w", "--first", "2026-12-01"),
                   f"Zoledronic acid every 2 weeks: the source says every 3 to 12 weeks {SOURCE}", [("show", "zole")])

    def test_an_interval_longer_than_the_source_says(self):
        self.check(("add", "denosumab", "--every", "8w", "--first", "2026-12-01"),
                   f"Denosumab every 8 weeks: the source says every 4 weeks {SOURCE}", [("show", "deno")])

    def test_a_change_to_such_an_interval(self):
        self.zoledronic_acid()
        self.check(("change", "zoledronic-acid", "--every", "26w"),
                   f"Zoledronic acid every 26 weeks: the source says every 3 to 12 weeks {SOURCE}", [("show", "zole")])

    def test_what_is_used_in_place_of_an_active_one(self):
        self.zoledronic_acid()
        words = ("add", "denosumab", "--first", "2026-12-01")
        line = self.refuses(*words, status=3)
        self.assertRegex(line, r"\Aregimen: the course zoledronic-acid \(Zoledronic acid\) is active: Denosumab is sometimes used in "
                               r"place of a bisphosphonate[^\n]*; if this is what was prescribed, repeat with --anyway\n\Z")
        self.run_it(*words, "--anyway")
        self.assertIn("Added although a check refused: the course zoledronic-acid (Zoledronic acid) is active", self.flat("show", "deno"))

    def test_two_at_once_in_the_other_order(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        line = self.refuses("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", status=3, says="the course denosumab")
        self.assertTrue(line.endswith(HINT))

    def test_a_dose_before_its_window(self):
        self.zoledronic_acid()
        self.check(("log", "zoledronic-acid"),
                   "Mon 2026-11-23 is too early for dose 1: it is planned for Tue 2026-12-01, and its window opens on Fri 2026-11-27",
                   [("show", "zole"), ("history",)])

    def test_a_second_dose_soon_after_another(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.check(("log", "zoledronic-acid"),
                   "dose 1 of zoledronic-acid was given on Tue 2026-12-01 10:40, less than a quarter of the interval away; is this "
                   "the same one?", [("show", "zole"), ("history",)])

    def test_a_tablet_long_before_its_time(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.check(("log", "calcium"),
                   "Mon 2026-11-23 09:00 is too early for dose 1: it is planned for Mon 2026-11-23 20:00, and its window opens on "
                   "Mon 2026-11-23 17:00", [("show", "calcium"), ("history",)])

    def test_the_gap_of_what_is_taken_as_needed(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--gap", "6h")
        self.run_it("log", "pain-tablet", "--at", "04:00")
        self.check(("log", "pain-tablet"), "dose 1 of pain-tablet was taken on Mon 2026-11-23 04:00, less than 6 hours away",
                   [("show", "pain"), ("history",)])

    def test_the_maximum_of_what_is_taken_as_needed(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--max", "2/day")
        self.run_it("log", "pain-tablet", "--at", "yesterday 10:00")
        self.run_it("log", "pain-tablet", "--at", "04:00")
        self.check(("log", "pain-tablet"), "this would be 3 doses of pain-tablet within 24 hours; at most 2 were prescribed",
                   [("show", "pain"), ("history",)])

    def test_a_corrected_time_is_checked_as_when_logging(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.check(("amend", "zoledronic-acid/1", "--at", "2026-11-01 10:00"),
                   "Sun 2026-11-01 is too early for dose 1: it is planned for Tue 2026-12-01, and its window opens on Fri 2026-11-27",
                   [("show", "zole"), ("history",)])

    def test_late_is_never_refused(self):
        self.zoledronic_acid()
        self.now = "2027-06-01T10:40:00+02:00"
        self.run_it("log", "zoledronic-acid")

    def test_where_nothing_refuses_anyway_leaves_nothing(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid", "--anyway")
        row, = self.json("history")["administrations"]
        self.assertIsNone(row["anyway"])


if __name__ == "__main__":
    unittest.main()
