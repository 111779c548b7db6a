#!/usr/bin/python3
import os
import sqlite3
import unittest

from regimen import Case


class Undo(Case):
    #: Every command that writes, as it may follow on the setting up.
    WRITING = [
        ("add", "bone-scan", "--on", "2026-12-10"),
        ("log", "zoledronic-acid", "--anyway"),
        ("skip", "zoledronic-acid", "--reason", "low calcium"),
        ("hold", "zoledronic-acid", "--reason", "creatinine"),
        ("book", "zoledronic-acid", "2026-12-02 10:00"),
        ("move", "zoledronic-acid", "2026-12-02"),
        ("move", "zoledronic-acid", "2026-12-02", "--and-later"),
        ("change", "zoledronic-acid", "--every", "12w", "--amount", "3 mg"),
        ("pause", "zoledronic-acid"),
        ("stop", "zoledronic-acid"),
        ("patient", "set", "me", "--zone", "America/New_York", "--closed", "2026-12-24"),
        ("patient", "add", "Anna"),
    ]

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def view(self):
        return [self.json("patient", "list"), self.json("list", "--patient", "me"), self.json("show", "zole", "--patient", "me"),
                self.json("history", "--patient", "me"), self.json("agenda", "--all-patients")]

    def test_each_command_that_writes_and_the_undo_of_it(self):
        before = self.view()
        for words in self.WRITING:
            whose = ("--patient", "Anna" if words[:2] == ("patient", "add") else "me")
            with self.subTest(words=words):
                self.run_it(*words)
                after = self.view()
                self.assertNotEqual(after, before)
                self.run_it("undo", *whose)
                self.assertEqual(self.view(), before)
                self.run_it("redo")
                self.assertEqual(self.view(), after)
                self.run_it("undo", *whose)
                self.assertEqual(self.view(), before)

    #: What may be entered after the change of a course that is taken back, and what is then on record of it.
    LATER = [
        (("feel", "tired"), ("feel", "--json")),
        (("add", "Zinc", "--custom", "--times", "12:00"), ("show", "zinc")),
        (("log", "calcium", "--at", "2026-11-23 08:00"), ("history", "calcium")),
        (("book", "radiation/2", "2026-12-09 10:00"), ("show", "radiation")),
        (("contact", "add", "Ward", "--phone", "555-0100"), ("contact",)),
        (("patient", "set", "me", "--zone", "America/New_York"), ("patient", "list")),
    ]

    def test_of_one_course_though_other_things_were_entered_since(self):
        """As if it had never been: the record says what it says without the change. It can be brought back."""
        self.radiation()
        self.run_it("add", "Calcium", "--custom", "--times", "8:00,20:00")
        start = self.database
        for words in [words for words in self.WRITING if words[0] in ("log", "skip", "hold", "book", "move") and "--and-later" not in words]:
            for number, (later, look) in enumerate(self.LATER):
                with self.subTest(words=words, later=later):
                    views = []
                    for made in (False, True):
                        self.database = self.path(f"{words[0]}-{number}-{made}.db")
                        self.run_it("backup", self.database, **{"REGIMEN_DB": start})
                        self.run_it(*words) if made else None
                        self.run_it(*later)
                        after = self.flat("show", "zole")
                        if made:
                            said = self.flat("undo", "zole")
                            self.assertIn(f"Took back: {words[0]} zoledronic-acid/1, entered", said)
                        views.append((self.flat("show", "zole"), self.flat("history", "zole"), self.flat(*look)))
                    self.assertEqual(views[0], views[1])
                    self.assertNotEqual(after, views[1][0])
                    self.assertIn("regimen undo zoledronic-acid)", self.flat("redo"))
                    self.assertEqual(self.flat("show", "zole"), after)
                    self.assertIn("is whole", self.call("check").stdout.decode())

    def test_of_one_course_that_others_may_be_built_on(self):
        """The end of a course, and its name, are taken back only as the last change of courses."""
        for words in (("stop", "zoledronic-acid"), ("rename", "zoledronic-acid", "drip")):
            with self.subTest(words=words):
                handle = "drip" if words[0] == "rename" else "zoledronic-acid"
                before = self.flat("show", "zole")
                self.run_it(*words)
                self.run_it("feel", "tired")
                self.run_it("lab", "calcium", "2.41", "mmol/L")
                self.run_it("ask", "why?")
                self.run_it("add", "ct", "--on", "2026-12-09")
                self.refuses("undo", handle, status=1, says='a later change, "add", is about me too, and would have to be taken back first')
                self.run_it("undo")
                # what was noticed, found by a laboratory and asked depends on no course
                self.assertIn(f"Took back: {words[0]} ", self.flat("undo", handle))
                self.assertEqual(self.flat("show", "zole"), before)
                self.assertIn("tired", self.flat("feel"))

    def test_of_the_plan_of_one_course(self):
        """No other course depends on it."""
        for words in (("change", "zoledronic-acid", "--every", "12w"), ("pause", "zoledronic-acid"),
                      ("move", "zoledronic-acid", "2026-12-02", "--and-later")):
            with self.subTest(words=words):
                before = self.flat("show", "zole")
                self.run_it(*words)
                self.run_it("add", "ct", "--on", "2026-12-09", "--handle", words[0])
                self.assertIn(f"Took back: {words[0]} ", self.flat("undo", "zoledronic-acid"))
                self.assertEqual(self.flat("show", "zole"), before)
                self.assertIn("once", self.flat("show", words[0]))
        self.assertIn("is whole", self.call("check").stdout.decode())

    def test_a_tablet_with_which_a_course_began(self):
        self.run_it("add", "calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("log", "calcium", "--at", "2026-11-23 08:00")
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.assertIn("Took back: log calcium, entered", self.flat("undo", "calcium"))
        self.assertIn("2026-12-01 10:00", self.flat("show", "zoledronic-acid"))

    def test_of_one_dose(self):
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("book", "zoledronic-acid/2", "2026-12-29 10:00", "--anyway")
        self.refuses("undo", "zoledronic-acid/1", status=1, says='the last change of zoledronic-acid is "book zoledronic-acid/2"')
        self.assertIn("Took back: book", self.flat("undo", "zoledronic-acid/2"))
        self.run_it("feel", "tired")
        self.assertIn('if "log zoledronic-acid/1" was a mistake: regimen undo zoledronic-acid/1',
                      self.refuses("remove", "zoledronic-acid/1", says="whole course"))
        self.assertIn("Took back: log zoledronic-acid/1", self.flat("undo", "zoledronic-acid/1"))
        self.refuses("undo", "other", says="other")
        self.refuses("undo", "zoledronic-acid", "log", says="for the last change of that course: regimen undo zoledronic-acid;")
        self.refuses("undo", "zoledronic-acid", status=1, says='a later change, "feel"', REGIMEN_NOW="2026-11-23T11:00:00+01:00")

    def test_what_it_says(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:00", "--anyway")
        said = self.flat("undo")
        self.assertIn("Took back: log zoledronic-acid/1, entered on Mon 2026-11-23 09:00. (To put it back: regimen redo)", said)
        self.assertIn("Next: infusion zoledronic-acid/1 on Tue 2026-12-01", said)

    def test_typed_again_it_takes_back_the_one_before(self):
        self.run_it("book", "zoledronic-acid/2", "2026-12-29 10:00")
        self.run_it("change", "zoledronic-acid", "--amount", "3 mg")
        self.assertIn("Took back: change zoledronic-acid, entered", self.flat("undo"))
        self.assertIn("Took back: book zoledronic-acid/2, entered", self.flat("undo"))
        self.assertIn("Took back: add zoledronic-acid, entered", self.flat("undo"))
        self.refuses("undo", status=1, says="nothing to take back")

    def two_people(self):
        for name in ("Anna", "Karl"):
            self.run_it("patient", "add", name)
            self.run_it("add", "denosumab", "--first", "2026-12-01", "--patient", name)

    def test_of_the_person_meant(self):
        self.two_people()
        self.run_it("book", "denosumab", "2026-12-01 10:00", "--patient", "Anna")
        self.run_it("book", "denosumab", "2026-12-02 10:00", "--patient", "Karl")
        self.refuses("undo", says="type: regimen --patient Anna undo; to take back")
        self.assertIn("Took back, for Anna: book denosumab/1, entered", self.flat("--patient", "Anna", "undo"))
        self.assertEqual(self.json("show", "denosumab", "--patient", "Karl")["doses"][0]["appointment"], "2026-12-02T10:00:00+01:00")
        self.assertIn("Took back, for Anna: add denosumab", self.flat("undo", "--patient", "Anna"))
        self.assertIn("Took back, for Anna: patient add", self.flat("undo", "--patient", "Anna"))
        self.assertIn("Took back, for Karl: book denosumab/1", self.flat("undo", "--patient", "Karl"))

    def test_older_than_an_hour(self):
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.now = "2026-11-23T10:00:00+01:00"
        self.run_it("undo")
        self.run_it("redo")
        self.now = "2026-11-26T09:00:00+01:00"
        self.refuses("add", "denosumab", "--first", "2026-12-01", status=3)
        line = self.refuses("undo", status=3, says="is more than an hour old (this program's own rule): book zoledronic-acid/1. Is that the change you mean? If this is what you mean to take back, repeat with --anyway")
        self.assertIn("made on Mon 2026-11-23 09:00", line)
        self.run_it("undo", "--anyway")
        connection = sqlite3.connect(self.database)
        self.assertIn("more than an hour old", connection.execute("SELECT anyway FROM undos ORDER BY id DESC LIMIT 1").fetchone()[0])
        connection.close()

    def test_older_than_an_hour_and_behind_a_later_change(self):
        """What --anyway would not help is said at once."""
        self.now = "2026-10-08T09:00:00+02:00"
        self.run_it("add", "Morphine", "--custom", "--handle", "pain", "--as-needed")
        self.run_it("add", "denosumab", "--given", "2026-09-08", "--anyway")
        self.now = "2026-10-18T11:00:00+02:00"
        for words in ((), ("--anyway",)):
            self.refuses("undo", "pain", *words, status=1, says="would have to be taken back first: regimen undo")

    def test_after_a_snooze(self):
        """A snooze is no change: undo does not take back what was written before it without a word."""
        self.now = "2026-12-01T09:00:00+01:00"
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--anyway")
        for later in ("09:00:00", "09:20:00"):
            self.now = f"2026-12-01T{later}+01:00"
            self.run_it("snooze", "denosumab")
            self.refuses("undo", status=3, says="the reminder of denosumab/1 was put off until Tue 2026-12-01 1")
        self.run_it("log", "denosumab", REGIMEN_NOW="2026-12-01T09:30:00+01:00")
        self.assertIn("Took back: log denosumab", self.flat("undo", REGIMEN_NOW="2026-12-01T09:31:00+01:00"))
        self.now = "2026-12-01T09:40:00+01:00"
        self.assertIn("Took back: add denosumab", self.flat("undo", "--anyway"))

    def test_a_name_that_was_taken_since(self):
        self.two_people()
        self.run_it("patient", "set", "Anna", "--name", "Bea")
        self.run_it("patient", "add", "anna")
        self.refuses("undo", "--patient", "Bea", status=1, says="two patients named")

    def test_json(self):
        undone = self.json("undo")
        self.assertEqual(set(undone), {"format", "undone", "next"})
        self.assertEqual(undone["undone"], {"command": "add", "at": "2026-11-23T09:00:00+01:00", "people": ["me"],
                                            "about": ["zoledronic-acid"]})
        self.assertEqual(undone["next"], [])

    def test_nothing_to_take_back(self):
        self.database = self.path("none.db")
        self.refuses("undo", status=1, says="nothing to take back")
        self.assertFalse(os.path.exists(self.database))
        self.refuses("undo", "zoledronic-acid", "x", says="is not understood")


if __name__ == "__main__":
    unittest.main()
