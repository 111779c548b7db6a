#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case


class Skip(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()

    def test_the_next_counts_from_the_date_of_the_skipped_one(self):
        self.now = "2026-12-04T12:00:00+01:00"
        said = self.flat("skip", "zoledronic-acid", "--reason", "low calcium")
        self.assertIn("Skipped: infusion zoledronic-acid/1, planned for Tue 2026-12-01; it was not given and will not be. Reason: low calcium", said)
        self.assertIn("zoledronic-acid/2 on Tue 2026-12-29", said)
        self.assertIn("4 weeks after the date of infusion 1, which was skipped", said)

    def test_json(self):
        skipped = self.json("skip", "zoledronic-acid", "--reason", "low calcium")
        self.assertEqual(set(skipped), {"format", "dose", "reason", "next"})
        self.assertEqual(set(skipped["dose"]), DOSE_KEYS)
        self.assertEqual((skipped["dose"]["state"], skipped["reason"], skipped["next"]["dose"]), ("skipped", "low calcium", 2))
        row, = self.json("history")["administrations"]
        self.assertEqual((row["outcome"], row["reason"]), ("skipped", "low calcium"))

    def sessions(self):
        return [dose["due"][:10] for dose in self.json("agenda")["doses"] if dose["course"] == "radiation"]

    def test_a_session_moves_to_the_end(self):
        self.run_it("skip", "radiation/1", "--reason", "machine down")
        self.assertEqual((len(self.sessions()), self.sessions()[-1]), (10, "2026-12-22"))

    def test_a_session_that_is_not_made_up(self):
        self.run_it("skip", "radiation/1", "--reason", "machine down", "--no-makeup")
        self.assertEqual((len(self.sessions()), self.sessions()[-1]), (9, "2026-12-21"))

    def test_of_tablets_the_nearest_one(self):
        self.run_it("add", "P", "--custom", "--times", "08:00,20:00", REGIMEN_NOW="2026-11-22T21:00:00+01:00")
        self.now = "2026-11-24T07:45:00+01:00"
        self.assertIn("Skipped: dose p/3, planned for Tue 2026-11-24 08:00; it will not be taken", self.flat("skip", "p", "--reason", "sick"))
        states = [dose["state"] for dose in self.json("show", "p")["doses"]][:4]
        self.assertEqual(states, ["missed", "missed", "skipped", "planned"])
        self.refuses("skip", "p", "--reason", "sick", status=1, says="dose 3 of p was skipped")

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("skip", "zoledronic-acid", "needs a reason"),
            ("skip", "zoledronic-acid", "--reason", "", "reason"),
            ("skip", "zoledronic-acid", "--reason", "   ", "reason"),
            ("skip", "zoledronic-acid", "--reason", "--reason needs a value"),
            ("skip", "--reason", "x", "regimen skip zoledronic-acid --reason x; the other courses are: radiation"),
            ("skip", "radiation/77", "--reason", "x", "77"))
        self.run_it("skip", "radiation/1", "--reason", "x")
        self.refuses("skip", "radiation/1", "--reason", "x", status=1, says="was skipped on")

    def test_one_that_is_still_to_come(self):
        """If no number was typed, it must not go unnoticed that it is one of another week."""
        said = self.flat("skip", "zoledronic-acid", "--reason", "x")
        self.assertIn("zoledronic-acid/1, planned for Tue 2026-12-01; it will not be given. Reason: x That was the next one, in 8 days. "
                      "If you did not mean it: regimen undo", said)
        self.assertNotIn("regimen undo", self.flat("skip", "zoledronic-acid/2", "--reason", "x"))
        self.now = "2027-01-26T12:00:00+01:00"
        self.assertIn("zoledronic-acid/3, planned for Tue 2027-01-26; it was not given and will not be. Reason: x", self.flat("skip", "zoledronic-acid", "--reason", "x"))

    def test_the_same_one_again(self):
        """Four times at once, one dose is skipped; the next one is named if it is meant, or --anyway."""
        said = self.at_once("skip", "zoledronic-acid", "--reason", "x")
        self.assertEqual([status for status, _ in said], [0, 3, 3, 3])
        line = "regimen: dose 1 of zoledronic-acid, planned for Tue 2026-12-01, is on record as skipped already, and the next one is dose 2, " \
               "planned for Tue 2026-12-29 (this program's own rule). Should that one be skipped too (regimen skip zoledronic-acid/2 --reason WHY)? " \
               "If this one is to be skipped too, repeat with its number or with --anyway\n"
        self.assertEqual({line for _, line in said[1:]}, {line})
        self.refuses("skip", "radiation/2", "--reason", "x", "--at", "2026-12-08", says="radiation/2 already says which dose; with a date, type radiation alone")
        self.run_it("skip", "zoledronic-acid/2", "--reason", "x")
        self.refuses("skip", "zoledronic-acid", "--reason", "x", status=3, says="regimen skip zoledronic-acid/3")
        self.run_it("skip", "zoledronic-acid", "--reason", "x", "--anyway")
        rows = self.json("history")["administrations"]
        self.assertEqual([(row["dose"], row["anyway"] is not None) for row in rows], [(1, False), (2, False), (3, True)])
        self.run_it("skip", "radiation", "2026-12-07", "--reason", "x")
        self.run_it("skip", "radiation", "2026-12-08", "--reason", "x")

    def test_a_dose_put_off_at_once_is_one(self):
        self.assertEqual({status for status, _ in self.at_once("hold", "zoledronic-acid", "--reason", "x")}, {0})
        self.assertEqual([dose["dose"] for dose in self.json("show", "zoledronic-acid")["doses"] if dose["state"] == "held"], [1])


if __name__ == "__main__":
    unittest.main()
