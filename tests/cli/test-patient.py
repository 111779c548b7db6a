#!/usr/bin/python3
import unittest

from regimen import Case


class Patient(Case):
    def people(self):
        return [(patient["name"], patient["zone"]) for patient in self.json("patient", "list")["patients"]]

    def test_the_first_course_makes_one(self):
        self.zoledronic_acid()
        self.assertEqual(self.people(), [("me", "Europe/Berlin")])

    def test_add(self):
        self.assertIn("Added: Anna, in America/New_York.", self.run_it("patient", "add", "Anna", "--zone", "America/New_York"))
        self.run_it("patient", "add", "Zoë")
        self.assertEqual(self.people(), [("Anna", "America/New_York"), ("Zoë", "Europe/Berlin")])
        self.assertIn("Zoë", self.run_it("patient", "list"))

    def test_set(self):
        self.zoledronic_acid()
        self.run_it("patient", "set", "me", "--name", "Anna", "--zone", "Asia/Kolkata")
        self.assertEqual(self.people(), [("Anna", "Asia/Kolkata")])
        self.assertEqual(self.json("agenda")["zone"], "Asia/Kolkata")
        self.run_it("patient", "set", "Anna", "--zone", "Europe/Rome")
        self.assertEqual(self.people(), [("Anna", "Europe/Rome")])

    def test_set_without_a_name(self):
        self.zoledronic_acid()
        self.run_it("patient", "set", "--zone", "Asia/Kolkata")
        self.assertEqual(self.people(), [("me", "Asia/Kolkata")])
        self.run_it("patient", "add", "Anna")
        self.refuses("patient", "set", "--zone", "Europe/Rome", status=2, says="--patient NAME")
        self.run_it("--patient", "Anna", "patient", "set", "--zone", "Europe/Rome")
        self.assertEqual(self.people(), [("me", "Asia/Kolkata"), ("Anna", "Europe/Rome")])

    def test_courses_of_two_people_do_not_meet(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert")
        for name in ("Anna", "Bert"):
            self.run_it("--patient", name, "add", "denosumab", "--first", "2026-12-03")
        self.run_it("log", "denosumab", "--patient", "Anna", REGIMEN_NOW="2026-12-03T10:00:00+01:00")
        self.assertEqual([len(self.json("history", "--patient", name)["administrations"]) for name in ("Anna", "Bert")], [1, 0])

    def test_json(self):
        added = self.json("patient", "add", "Anna")
        self.assertEqual(set(added), {"format", "patient"})
        self.assertEqual(set(added["patient"]), {"name", "zone", "uid", "closed"})

    def test_empty(self):
        self.assertIn("Nobody is on record yet", self.run_it("patient", "list"))
        self.assertEqual(self.people(), [])

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("patient", "needs more"), ("patient", "remove", "patient list"), ("patient", "add", "patient add NAME"),
            ("patient", "list", "x", "patient list"), ("patient", "add", "", "regimen: "),
            ("patient", "add", "A", "--zone", "Mars/Olympus", "Mars/Olympus"), ("patient", "add", "A", "--zone", "CEST+3", "CEST+3"),
            ("patient", "add", "A", "--name", "B", "--name"), ("patient", "add", "A", "B", "too many"))
        self.assertIsNone(self.dump())
        self.run_it("patient", "add", "Anna")
        self.refuses_all(("patient", "set", "Anna", "--name"), ("patient", "set", "Berta", "--name", "B", "Berta"),
                         ("patient", "set", "Anna", "--zone", "../etc/passwd", "../etc/passwd"))
        self.refuses("patient", "add", "anna", status=1, says="Anna")


if __name__ == "__main__":
    unittest.main()
