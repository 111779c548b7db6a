#!/usr/bin/python3
import unittest

from regimen import Case


class Stop(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_what_was_given_stays(self):
        self.now = "2026-12-01T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid")
        said = self.flat("stop", "zoledronic-acid", "--reason", "changed to denosumab")
        self.assertIn("Stopped: zoledronic-acid (changed to denosumab); 1 given. Its open doses are cancelled.", said)
        self.assertEqual(self.json("agenda")["doses"], [])
        self.assertEqual(len(self.json("history")["administrations"]), 1)
        course, = self.json("list")["courses"]
        self.assertEqual((course["state"], course["ended"], course["next"]), ("stopped", "2026-12-01T11:00:00+01:00", None))

    def test_the_other_bone_medicine_can_follow(self):
        self.refuses("add", "denosumab", "--first", "2026-12-01", status=3)
        self.run_it("stop", "zoledronic-acid")
        self.run_it("add", "denosumab", "--first", "2026-12-01")

    def test_on_a_day_that_has_passed(self):
        self.now = "2026-12-01T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.now = "2027-02-10T11:00:00+01:00"
        self.refuses("stop", "zoledronic-acid", "30 Nov", status=1, says="zoledronic-acid cannot have been stopped on Mon 2026-11-30: dose 1, on Tue "
                     "2026-12-01, is on record after it")
        self.refuses("stop", "zoledronic-acid", "--at", "2027-02-11", says="Thu 2027-02-11 is in the future; to let the course end on that day: "
                     "regimen change zoledronic-acid --until 2027-02-11")
        said = self.flat("stop", "zoledronic-acid", "15", "Dec", "--reason", "changed to denosumab")
        self.assertIn("Stopped: zoledronic-acid (changed to denosumab); 1 given. Its open doses are cancelled. Its last day was "
                      "Tue 2026-12-15.", said)
        course, = self.json("list")["courses"]
        self.assertEqual((course["state"], course["ended"]), ("stopped", "2026-12-15T23:59:59+01:00"))
        self.assertIn("It was stopped on Tue 2026-12-15", self.flat("show", "zoledronic-acid"))
        self.assertEqual(self.json("agenda")["doses"], [])
        self.run_it("undo")
        self.run_it("stop", "zoledronic-acid", "--on", "2026-12-01")
        self.assertIn("It was stopped on Tue 2026-12-01", self.flat("show", "zoledronic-acid"))

    def test_on_a_day_before_a_dose_that_was_skipped(self):
        """It was skipped because the course had ended, which nobody had entered."""
        self.now = "2026-12-01T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.now = "2026-12-29T11:00:00+01:00"
        self.run_it("skip", "zoledronic-acid", "--reason", "it has ended")
        self.run_it("stop", "zoledronic-acid", "2026-12-10")
        course, = self.json("list")["courses"]
        self.assertEqual((course["state"], course["ended"], course["given"], course["skipped"]), ("stopped", "2026-12-10T23:59:59+01:00", 1, 1))
        self.assertEqual([dose["state"] for dose in self.json("show", "zoledronic-acid")["doses"]][:3], ["given", "skipped", "cancelled"])
        self.assertIn("is whole", self.call("check").stdout.decode())

    def test_tablets_that_were_missed_before_it_stay_missed(self):
        self.run_it("add", "calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01")
        self.now = "2026-12-05T11:00:00+01:00"
        self.run_it("stop", "calcium", "2026-12-02")
        shown = self.json("show", "calcium")["doses"]
        # the last one is missed when the next one comes due, and none does
        self.assertEqual([dose["state"] for dose in shown if dose["due"] < "2026-12-03"], ["missed"] * 3 + ["cancelled"])
        self.assertFalse([dose for dose in shown if dose["due"] >= "2026-12-03" and dose["state"] != "cancelled"], shown)

    def test_json(self):
        stopped = self.json("stop", "zoledronic-acid")
        self.assertEqual(set(stopped), {"format", "course", "next"})
        self.assertEqual((stopped["course"]["state"], stopped["next"]), ("stopped", None))

    def test_what_it_does_not_accept(self):
        self.refuses("stop", "zoledronic-acid/1", says="not about one dose")
        self.run_it("stop", "zoledronic-acid")
        self.refuses("stop", "zoledronic-acid", status=1, says="was stopped on")
        self.assertTrue(self.refuses("log", "zoledronic-acid", status=1, says="no dose is open").endswith(
            "to undo the stop: regimen undo zoledronic-acid\n"))
        self.refuses("resume", "zoledronic-acid", status=1, says="if that was a mistake: regimen undo zoledronic-acid; if the treatment begins")
        self.run_it("undo", "zoledronic-acid")
        self.run_it("log", "zoledronic-acid", "--anyway")

    def assert_not_undone(self, handle):
        """Undo would not take back the stop, so that no message may propose it."""
        for words in (("log", handle), ("stop", handle), ("pause", handle, "--from", "2027-01-01"), ("resume", handle),
                      ("change", handle, "--every", "6w")):
            self.assertNotIn("undo", self.refuses(*words, status=1, says="start a new course with regimen add"), words)

    def test_undo_is_proposed_only_if_it_takes_back_the_stop(self):
        """A correction of a dose or another name may come after the stop, or an hour may have passed: undo would then take back
        something else, or ask."""
        self.now = "2026-12-01T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "10:30")
        self.run_it("stop", "zoledronic-acid")
        for words in (("amend", "zoledronic-acid/1", "--at", "10:40"), ("rename", "zoledronic-acid", "zometa")):
            self.run_it(*words)
            self.assert_not_undone("zometa" if words[0] == "rename" else words[1].split("/")[0])
            self.run_it("undo")
            self.refuses("log", "zoledronic-acid", status=1, says="regimen undo zoledronic-acid")
        self.run_it("feel", "pain", "3")
        self.refuses("log", "zoledronic-acid", status=1, says="regimen undo zoledronic-acid")
        self.now = "2026-12-01T12:00:01+01:00"
        self.assert_not_undone("zoledronic-acid")
        self.refuses("undo", "zoledronic-acid", status=3, says="more than an hour old")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--given", "2026-12-01")

    def test_undo_is_not_proposed_if_another_medicine_keeps_it_from_being_taken_back(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--anyway")
        self.run_it("stop", "zoledronic-acid")
        self.refuses("log", "zoledronic-acid", status=1, says="regimen undo zoledronic-acid")
        self.run_it("feel", "pain", "3")
        self.assert_not_undone("zoledronic-acid")
        self.refuses("undo", "zoledronic-acid", status=3, says="the course denosumab is active")
        self.run_it("add", "calcium", "--custom", "--times", "8:00")
        self.assert_not_undone("zoledronic-acid")

    def test_the_course_after_it_is_named(self):
        for number in (1, 2):
            self.run_it("add", "Calcium", "--custom", "--times", "8:00")
            self.run_it("stop", "calcium" if number == 1 else "zoledronic-acid")
        self.refuses("log", "calcium", status=1, says="no dose is open; the course after it is called calcium-2")

    def test_a_course_after_it_that_has_ended_is_not_named(self):
        for handle in ("calcium", "calcium-2"):
            self.run_it("add", "Calcium", "--custom", "--times", "8:00")
            self.run_it("stop", handle)
        self.assertNotIn("calcium-2", self.refuses("log", "calcium", status=1, says="no dose is open"))


if __name__ == "__main__":
    unittest.main()
