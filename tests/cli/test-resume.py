#!/usr/bin/python3
import unittest

from regimen import Case


class Resume(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_today(self):
        self.run_it("pause", "zoledronic-acid")
        self.now = "2026-12-10T09:00:00+01:00"
        said = self.flat("resume", "zoledronic-acid")
        self.assertIn("Resumed: zoledronic-acid, from Thu 2026-12-10 on.", said)
        self.assertIn("zoledronic-acid/1 on Thu 2026-12-10 (today): the first day after the pause from Mon 2026-11-23 to "
                      "Wed 2026-12-09", said)

    def test_a_later_day(self):
        self.run_it("pause", "zoledronic-acid")
        resumed = self.json("resume", "zoledronic-acid", "--on", "2026-12-15")
        self.assertEqual(set(resumed), {"format", "course", "next"})
        self.assertEqual(resumed["next"]["due"], "2026-12-15")

    def test_a_pause_that_is_to_come_is_taken_back(self):
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-30", "--until", "2026-12-06")
        self.assertIn("The pause that was to begin on Mon 2026-11-30 is taken back, and its days are planned again. If the pause cancelled "
                      "an appointment that will take place after all, book it again.", self.flat("resume", "zoledronic-acid"))
        self.run_it("undo")
        self.assertEqual(self.json("resume", "zoledronic-acid")["next"]["due"], "2026-12-01")

    def test_a_tablet_that_passed_in_the_pause_does_not_come_back(self):
        for paused, resumed in (("22T22:00", "24T09:00"), ("24T07:00", "24T09:00"), ("22T22:00", "24T20:00")):
            with self.subTest(paused=paused, resumed=resumed):
                self.database = self.path(f"{paused}-{resumed}.db")
                at = "2026-11-{}:00+01:00".format
                self.run_it("add", "P", "--custom", "--times", "08:00,20:00", REGIMEN_NOW=at("22T21:00"))
                self.run_it("pause", "p", REGIMEN_NOW=at(paused))
                self.now = at(resumed)
                self.run_it("resume", "p")
                first = next(dose for dose in self.json("show", "p")["doses"] if dose["due"] >= "2026-11-24")
                self.assertEqual((first["due"][8:16], first["state"]), ("24T20:00", "due" if resumed == "24T20:00" else "planned"))

    def test_what_it_does_not_accept(self):
        self.refuses("resume", "zoledronic-acid", status=1, says="zoledronic-acid is not paused")
        self.refuses_all(
            ("resume", "zoledronic-acid/1", "not about one dose"),
            ("resume", "zoledronic-acid", "--on", "10:00", "--on takes a day"))


if __name__ == "__main__":
    unittest.main()
