#!/usr/bin/python3
import unittest
import uuid

from regimen import Case

KEYS = {"patient", "handle", "uid", "treatment", "state", "schedule", "reckon", "started", "ended", "given", "skipped", "next"}


class List(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()

    def test_the_courses(self):
        said = self.flat("list")
        self.assertIn("zoledronic-acid active 0 Tue 2026-12-01 every 4 weeks", said)
        self.assertIn("radiation active 0 of 10 Mon 2026-12-07 14:00", said)

    def test_json(self):
        first, second = self.json("list")["courses"]
        self.assertEqual((set(first), set(second)), (KEYS, KEYS))
        self.assertEqual(str(uuid.UUID(first["uid"])), first["uid"])
        self.assertEqual((first["handle"], first["state"], first["reckon"], first["started"], first["ended"], first["next"]),
                         ("zoledronic-acid", "active", "given", self.now, None, "2026-12-01"))
        self.assertEqual((second["reckon"], second["next"]), (None, "2026-12-07T14:00:00+01:00"))

    def test_counts_and_the_end(self):
        self.run_it("add", "ct", "--on", "2026-11-23")
        self.run_it("log", "ct")
        self.run_it("skip", "zoledronic-acid", "--reason", "x")
        courses = {course["handle"]: course for course in self.json("list")["courses"]}
        self.assertEqual((courses["ct"]["state"], courses["ct"]["given"], courses["ct"]["ended"], courses["ct"]["next"]),
                         ("completed", 1, self.now, None))
        self.assertEqual((courses["zoledronic-acid"]["given"], courses["zoledronic-acid"]["skipped"]), (0, 1))

    def test_everybody_although_one_is_meant_otherwise(self):
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "denosumab", "--first", "2026-12-02")
        self.run_it("patient", "default", "Bert")
        self.assertEqual([course["handle"] for course in self.json("list")["courses"]], ["denosumab"])
        everybody = self.json("list", "--all-patients")["courses"]
        self.assertEqual([(course["patient"], course["handle"]) for course in everybody],
                         [("me", "zoledronic-acid"), ("me", "radiation"), ("Bert", "denosumab")])

    def test_the_command_for_an_entry_of_another_person(self):
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "denosumab", "--first", "2026-12-02")
        self.now = "2027-12-15T09:00:00+01:00"
        self.run_it("--patient", "Bert", "log", "denosumab")
        self.now = "2026-12-16T09:00:00+01:00"
        for words in (("list", "--all-patients"), ("--patient", "Bert", "list")):
            self.assertIn("To correct it: regimen --patient Bert amend denosumab/1 --at TIME", self.flat(*words), words)

    def test_empty(self):
        self.database = self.path("other.db")
        self.assertIn("No course is on record yet", self.run_it("list"))
        self.assertEqual(self.json("list")["courses"], [])

    def test_what_it_does_not_accept(self):
        self.refuses_all(("list", "all", "regimen list --all-patients"), ("list", "--days", "3", "unknown option"))


if __name__ == "__main__":
    unittest.main()
