#!/usr/bin/python3
"""The main job from the first course to the next date, as somebody would type it."""
import datetime
import unittest

from regimen import Case

EFFECTS = ["fever", "tiredness", "nausea", "vomiting", "lack of appetite", "bone or joint pain"]


class Acceptance(Case):
    def test_three_courses_and_a_dose(self):
        self.zoledronic_acid()

        line = self.refuses("add", "denosumab", "--first", "2026-12-03", status=3, says="zoledronic-acid")
        self.assertIn("Bone Metastases: When Cancer Spreads to the Bones", line)
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")

        said = self.flat("add", "radiation", "--fractions", "10", "--first", "2026-12-07 14:00", "--closed", "2026-12-16",
                         "--site", "left hip")
        days = [7, 8, 9, 10, 11, 14, 15, 17, 18, 21]
        for day in range(1, 32):
            self.assertEqual(f"2026-12-{day:02}" in said.split("Days:")[1].split("Next:")[0], day in days, day)
        doses = [dose for dose in self.json("agenda")["doses"] if dose["course"] == "radiation"]
        self.assertEqual([dose["due"] for dose in doses], [f"2026-12-{day:02}T14:00:00+01:00" for day in days])

        self.assert_log()

    def assert_log(self):
        self.now = "2026-12-03T11:00:00+01:00"
        done = self.call("log", "zoledronic-acid", "--at", "2026-12-03 10:40")
        self.assertEqual(done.returncode, 0, done.stderr)
        said = " ".join(done.stdout.decode().split())
        due = datetime.date(2026, 12, 3) + datetime.timedelta(weeks=4)
        self.assertIn(f"zoledronic-acid/2 on {due:%a %Y-%m-%d}", said)
        self.assertIn("4 weeks after infusion 1 was given on Thu 2026-12-03", said)
        for effect in EFFECTS:
            self.assertIn(effect, said)
        for sign in ("nausea", "tiredness", "lack of appetite"):
            self.assertRegex(said, rf"{sign}: a side effect, or a sign of high blood calcium")


if __name__ == "__main__":
    unittest.main()
