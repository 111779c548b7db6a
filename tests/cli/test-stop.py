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

    def test_json(self):
        stopped = self.json("stop", "zoledronic-acid")
        self.assertEqual(set(stopped), {"format", "course", "next"})
        self.assertEqual((stopped["course"]["state"], stopped["next"]), ("stopped", None))

    def test_what_it_does_not_accept(self):
        self.refuses("stop", "zoledronic-acid/1", says="not about one dose")
        self.run_it("stop", "zoledronic-acid")
        self.refuses("stop", "zoledronic-acid", status=1, says="was stopped on")
        self.refuses("log", "zoledronic-acid", status=1, says="no dose is open")


if __name__ == "__main__":
    unittest.main()
