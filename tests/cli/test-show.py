#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case


class Show(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_why_the_next_date_is_what_it_is(self):
        self.assertIn("the first date that was entered", self.flat("show", "zoledronic-acid"))
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-03 10:40", REGIMEN_NOW="2026-12-03T12:00:00+01:00")
        said = self.flat("show", "zoledronic-acid")
        self.assertIn("Thu 2026-12-31 (in 5 weeks): 4 weeks after infusion 1 was given on Thu 2026-12-03", said)
        self.assertIn("1 Tue 2026-12-01 given Thu 2026-12-03 10:40 4 mg", said)

    def test_a_skipped_dose_is_the_reason_in_each_answer(self):
        """Most commands read only what follows the last dose that was given."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-01", REGIMEN_NOW="2026-12-01T12:00:00+01:00")
        self.now = "2026-12-29T12:00:00+01:00"
        why = "4 weeks after the date of infusion 2, which was skipped"
        for words in (("skip", "zoledronic-acid", "--reason", "fever"), ("show", "zoledronic-acid"),
                      ("hold", "zoledronic-acid", "--reason", "no bed"), ("move", "zoledronic-acid", "2027-01-27"), ("undo",), ("undo",)):
            said = self.flat(*words)
            self.assertTrue(why in said or words[0] == "move", (words, said))

    def test_when_a_course_ended_is_the_same_everywhere(self):
        self.run_it("change", "zoledronic-acid", "--count", "2")
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-01", REGIMEN_NOW="2026-12-01T12:00:00+01:00")
        self.run_it("skip", "zoledronic-acid", "--reason", "fever", REGIMEN_NOW="2026-12-29T12:00:00+01:00")
        ended = {self.json("list")["courses"][0]["ended"], self.json("show", "zoledronic-acid")["course"]["ended"]}
        self.assertEqual(ended, {"2026-12-29T12:00:00+01:00"})

    def test_the_whole_of_a_radiation_course(self):
        self.radiation()
        doses = self.json("show", "radiation")["doses"]
        self.assertEqual([dose["dose"] for dose in doses], list(range(1, 11)))
        self.assertEqual([dose["due"][:10] for dose in doses][-1], "2026-12-21")

    def test_a_session_at_the_end_says_why(self):
        self.radiation()
        self.run_it("skip", "radiation", "--reason", "machine down")
        for day in (8, 9, 10, 11, 14, 15, 17, 18, 21):
            self.run_it("log", "radiation", REGIMEN_NOW=f"2026-12-{day:02}T14:20:00+01:00")
        self.assertIn("radiation/11 on Tue 2026-12-22 14:00 (tomorrow): at the end of the course, for a session that was not given",
                      self.flat("show", "radiation", REGIMEN_NOW="2026-12-21T15:00:00+01:00"))

    def test_a_time_that_the_clocks_skip(self):
        self.call("add", "ct", "--on", "2027-03-28 02:30")
        self.assertIn("does not exist in Europe/Berlin", self.flat("show", "ct"))

    def test_one_dose(self):
        said = self.run_it("show", "zoledronic-acid/2")
        self.assertEqual(len([line for line in said.splitlines() if line[:1].isdigit()]), 1)
        dose, = self.json("show", "zoledronic-acid/2")["doses"]
        self.assertEqual((dose["dose"], dose["tentative"]), (2, True))

    def test_what_was_overridden(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.assertIn("Added although a check refused it", self.flat("show", "denosumab"))
        self.assertIn("in place of", self.json("show", "denosumab")["course"]["anyway"])

    def test_json(self):
        shown = self.json("show", "zoledronic-acid")
        self.assertEqual(set(shown), {"format", "course", "revisions", "pauses", "holds", "needs", "doses"})
        self.assertEqual(shown["course"]["why_next"], "the first date that was entered")
        for dose in shown["doses"]:
            self.assertEqual(set(dose), DOSE_KEYS)

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("show", "needs to know which course you mean"), ("show", "zoledronic", "acids", "one word too many"), ("show", "other", "other"),
            ("show", "zoledronic-acid/0", "zoledronic-acid/0"))
        self.radiation()
        self.refuses("show", "radiation/11", says="11")


if __name__ == "__main__":
    unittest.main()
