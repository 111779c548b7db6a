#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case

LATER = "2026-12-05T12:00:00+01:00"


class Log(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.now = LATER

    def last(self):
        return self.json("history")["administrations"][-1]

    def test_now(self):
        self.assertIn("Logged: infusion zoledronic-acid/1, 4 mg, given on Sat 2026-12-05 12:00.", self.flat("log", "zoledronic-acid"))
        self.assertEqual((self.last()["dose"], self.last()["at"], self.last()["amount"]), (1, LATER, "4 mg"))

    def test_everything_that_can_be_said(self):
        self.run_it("log", "zoledronic-acid/1", "--at", "yesterday 18:30", "--amount", "3.50mg", "--site", "left arm",
                    "--note", 'slow; "fine"')
        last = self.last()
        self.assertEqual((last["at"], last["amount"], last["site"], last["note"]),
                         ("2026-12-04T18:30:00+01:00", "3.5 mg", "left arm", 'slow; "fine"'))

    def test_a_prefix_is_enough(self):
        self.run_it("log", "zol")
        self.assertEqual(self.last()["course"], "zoledronic-acid")

    def test_an_ambiguous_prefix_is_no_guess(self):
        self.run_it("add", "zinc", "--custom", "--every", "1w", "--first", "2026-12-05")
        line = self.refuses("log", "z", says="zinc")
        self.assertIn("zoledronic-acid", line)

    def test_json(self):
        logged = self.json("log", "zoledronic-acid")
        self.assertEqual(set(logged), {"format", "dose", "at", "watch", "next"})
        self.assertEqual(set(logged["dose"]), DOSE_KEYS)
        self.assertEqual((logged["dose"]["state"], logged["dose"]["dose"], logged["at"]), ("given", 1, LATER))
        self.assertEqual((logged["next"]["dose"], logged["next"]["due"]), (2, "2027-01-02"))
        self.assertIn("fever", logged["watch"])

    def test_the_signs_that_stand_in_both_lists(self):
        said = self.flat("log", "zoledronic-acid")
        self.assertIn("fever: a side effect, or a sign of infection", said)
        self.assertIn("right away", said)
        self.assertIn("URMC Health Encyclopedia", said)

    def test_the_last_one(self):
        self.run_it("add", "ct", "--on", "2026-12-05")
        self.assertIn("it is complete", self.flat("log", "ct"))
        self.assertIsNone(self.json("show", "ct")["course"]["next"])

    def test_a_medicine_of_ones_own_has_the_warning_signs_only(self):
        self.run_it("add", "zinc", "--custom", "--every", "1w", "--first", "2026-12-05")
        said = self.flat("log", "zinc")
        self.assertIn("Signs of spinal cord compression", said)
        self.assertNotIn("Side effects to watch for", said)

    def test_the_same_dose_twice(self):
        self.run_it("log", "zoledronic-acid/1")
        self.refuses("log", "zoledronic-acid/1", status=1, says="already given on Sat 2026-12-05 12:00")

    def test_the_same_command_twice(self):
        self.run_it("log", "zoledronic-acid")
        self.refuses("log", "zoledronic-acid", status=3)

    def test_before_its_window(self):
        self.refuses("log", "zoledronic-acid", "--at", "2026-11-20 10:00", status=3, says="window")
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-20 10:00", "--anyway")

    def test_late_is_never_refused(self):
        self.run_it("log", "zoledronic-acid", REGIMEN_NOW="2027-11-01T10:00:00+01:00")

    def test_ahead_of_the_clock_is_said(self):
        done = self.call("log", "zoledronic-acid", "--at", "2026-12-05 15:00")
        self.assertEqual((done.returncode, done.stderr.count(b"\n")), (0, 1))
        self.assertIn("is in the future; is the date right?", done.stderr.decode())

    def test_a_rewritten_unit_is_said(self):
        done = self.call("log", "zoledronic-acid", "--amount", "40 µg")
        self.assertEqual(done.returncode, 0)
        self.assertIn("mcg", done.stderr.decode())
        self.assertEqual(self.last()["amount"], "40 mcg")

    def test_a_time_that_comes_twice_is_said(self):
        done = self.call("log", "zoledronic-acid", "--at", "2027-10-31 02:30", REGIMEN_NOW="2027-11-01T10:00:00+01:00")
        self.assertEqual(done.returncode, 0)
        self.assertIn("comes twice in Europe/Berlin", done.stderr.decode())
        self.assertEqual(self.last()["at"], "2027-10-31T02:30:00+02:00")

    def test_a_note_and_a_failure_are_one_line(self):
        self.refuses("log", "zoledronic-acid", "--at", "2026-10-25 02:30", status=3)
        self.refuses("log", "nothing", "--amount", "4 µg")

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("log", "needs more"),
            ("log", "zoledronik-acid", "did you mean zoledronic-acid?"),
            ("log", "nothing-like-it", "zoledronic-acid"),
            ("log", "zoledronic-acid/0", "zoledronic-acid/0"),
            ("log", "zoledronic-acid/x", "zoledronic-acid/x"),
            ("log", "zoledronic-acid/99999999999999999999", "99999999999999999999"),
            ("log", "", "regimen: "),
            ("log", "zoledronic-acid", "again", "one argument too many"),
            ("log", "zoledronic-acid", "--at", "2026-12-05", "no time of day"),
            ("log", "zoledronic-acid", "--at", "2026-12-05 25:00", "25:00"),
            ("log", "zoledronic-acid", "--at", "2026-12-05 10:00 or so", "or so"),
            ("log", "zoledronic-acid", "--at", "2062-12-05 10:00", "2062"),
            ("log", "zoledronic-acid", "--at", "1899-12-05 10:00", "1899"),
            ("log", "zoledronic-acid", "--amount", "lots", "lots"),
            ("log", "zoledronic-acid", "--note", "two\nlines", "note"),
            ("log", "zoledronic-acid", "--note", "x" * 501, "500"),
            ("log", "zoledronic-acid", "--at", "--at needs a value"))

    def test_without_a_record(self):
        self.database = self.path("other.db")
        self.refuses("log", "zoledronic-acid", says="nothing is on record yet")
        self.assertIsNone(self.dump())


if __name__ == "__main__":
    unittest.main()
