#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case


class Move(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def targets(self, course="zoledronic-acid"):
        return [dose["due"][:10] for dose in self.json("show", course)["doses"]]

    def test_one_dose(self):
        said = self.flat("move", "zoledronic-acid", "2026-12-03")
        self.assertIn("Moved: infusion zoledronic-acid/1 from Tue 2026-12-01 to Thu 2026-12-03 (in 10 days).", said)
        self.assertIn("moved there by hand from Tue 2026-12-01", self.flat("show", "zoledronic-acid"))
        self.assertIn("moved from Tue 2026-12-01", self.flat("agenda"))

    def test_to_where_it_is_already(self):
        before = self.dump()
        for date in ("2026-12-01", "0 days later", "Dec 1"):
            self.assertIn("infusion zoledronic-acid/1 is planned for Tue 2026-12-01 already: nothing was changed.",
                          self.flat("move", "zoledronic-acid", date))
            self.assertEqual(self.dump(), before)
        # with this date, the next one stays there whatever comes before it
        self.assertIn("Moved: ", self.flat("move", "zoledronic-acid/2", "2026-12-29"))
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("Moved: ", self.flat("move", "zoledronic-acid", "2026-12-01"))
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:00")
        self.assertIn("Moved: ", self.flat("move", "zoledronic-acid", "2026-12-01"))
        self.assertEqual(self.json("move", "zoledronic-acid", "2026-12-01")["dose"]["due"], "2026-12-01")

    def test_a_move_to_where_the_plan_comes_anyway_is_none(self):
        self.run_it("move", "zoledronic-acid", "2026-12-03")
        self.run_it("change", "zoledronic-acid", "--first", "2026-12-03")
        for command in ("show", "zoledronic-acid"), ("agenda",):
            self.assertNotIn("moved", self.flat(*command), command)

    def test_where_doses_count_from_the_plan_later_ones_stay(self):
        self.run_it("add", "denosumab", "--every", "4w", "--reckon", "plan", "--first", "2026-12-01", "--anyway")
        self.run_it("move", "denosumab/1", "2026-12-08")
        self.assertEqual(self.targets("denosumab")[:3], ["2026-12-08", "2026-12-29", "2027-01-26"])

    def test_and_later(self):
        self.run_it("add", "denosumab", "--every", "4w", "--reckon", "plan", "--first", "2026-12-01", "--anyway")
        said = self.flat("move", "denosumab/2", "2027-01-05", "--and-later")
        self.assertIn("all later ones count from there", said)
        self.assertEqual(self.targets("denosumab")[:4], ["2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02"])

    def test_one_dose_keeps_its_number_and_lifts_its_hold(self):
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        moved = self.json("move", "zoledronic-acid", "+10d")
        self.assertEqual(set(moved), {"format", "dose", "next"})
        self.assertEqual(set(moved["dose"]), DOSE_KEYS)
        self.assertEqual((moved["dose"]["dose"], moved["dose"]["state"], moved["dose"]["due"]), (1, "planned", "2026-12-03"))

    def test_a_time_that_the_clocks_skip_is_told(self):
        done = self.call("move", "zoledronic-acid/1", "2027-03-28 02:30")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"does not exist in Europe/Berlin", done.stderr)

    def test_all_later_ones_though_one_is_on_record(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--anyway", "--handle", "deno")
        self.run_it("skip", "deno/3", "--reason", "holidays")
        said = self.flat("move", "deno", "2026-12-08", "--and-later")
        self.assertIn("It applies to these open injections: 1 to 2, 4 and later.", said)
        # The one that was skipped keeps its day, and the next counts from there.
        self.assertEqual([dose["due"] for dose in self.json("show", "deno")["doses"][:4]],
                         ["2026-12-08", "2027-01-05", "2027-01-26", "2027-02-23"])

    def test_what_it_does_not_accept(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:00", "--anyway")
        self.run_it("add", "Pain tablet", "--custom", "--as-needed")
        self.refuses_all(
            ("move", "zoledronic-acid", "needs more"),
            ("move", "zoledronic-acid", "soon", "soon"),
            ("move", "zoledronic-acid/9999", "tomorrow", "9999"),
            ("move", "pain-tablet", "tomorrow", "as needed"))
        self.refuses("move", "zoledronic-acid/1", "tomorrow", status=1, says="already given")


if __name__ == "__main__":
    unittest.main()
