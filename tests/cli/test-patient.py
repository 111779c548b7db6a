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

    def test_a_move_moves_no_day(self):
        """27 October in Berlin is 28 October in Auckland at noon, and 26 in New York at 00:30."""
        self.run_it("add", "denosumab", "--given", "2026-10-27", "--given", "2026-09-29 00:30")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--given", "2026-10-27 00:30", "--anyway")
        before = self.run_it("list"), [row["at"][:10] for row in self.json("history")["administrations"]]
        self.assertEqual(before[1], ["2026-09-29", "2026-10-27", "2026-10-27"])
        for zone in ("Pacific/Auckland", "America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "Europe/Berlin"):
            said = self.run_it("patient", "set", "me", "--zone", zone)
            self.assertNotIn("before it was", said)  # nothing is at another local time
            self.assertEqual((self.run_it("list"), [row["at"][:10] for row in self.json("history")["administrations"]]), before)
            self.assertNotIn("12:00", self.run_it("history"))
            exported = self.run_it("export")
            self.assertTrue("DTSTART;VALUE=DATE:20261027" in exported and "DTSTART;VALUE=DATE:20261028" not in exported, zone)
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        self.assertIn("Tue 2026-10-27 00:30 (Europe/Berlin time)", self.flat("history"))
        self.assertIn("given on Tue 2026-10-27", self.flat("show", "denosumab"))

    def test_a_move_says_what_it_moves(self):
        """Hours are elapsed time: 20:00 in Berlin is 14:00 in New York."""
        self.run_it("add", "Drops", "--custom", "--every", "12h", "--first", "2026-11-23 08:00")
        self.run_it("log", "drops", "--at", "08:00")
        said = self.flat("patient", "set", "me", "--zone", "America/New_York")
        self.assertIn("drops/2 is now on Mon 2026-11-23 14:00; before it was on Mon 2026-11-23 20:00.", said)

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
