#!/usr/bin/python3
"""Two copies of one record become one again: what the command says, does and refuses. That the order does not matter, and
that a second time changes nothing, is played at random by merge-histories."""
import os
import pty
import re
import shutil
import sqlite3
import stat
import subprocess
import time
import unittest

from regimen import REGIMEN, Case


class Merge(Case):
    """Anna's record, and a copy of it, theirs.db, with which somebody else goes on."""

    def setUp(self):
        super().setUp()
        self.now = "2026-11-10T09:00:00+01:00"
        self.run_it("patient", "add", "Anna", "--zone", "Europe/Berlin")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-10", "--amount", "4 mg")
        self.theirs = self.path("theirs.db")

    def split(self):
        shutil.copy(self.database, self.theirs)

    def there(self, *words, **extra):
        return self.run_it("--db", self.theirs, *words, **extra)

    def merge(self, *words, **extra):
        return self.flat("merge", self.theirs, *words, **extra)

    def listings(self, database):
        return [self.run_it(*words.split(), REGIMEN_DB=database) for words in
                ("list", "history", "agenda --days 90", "show zoledronic-acid", "feel", "ask --all", "contact", "patient list")]

    def files(self):
        """The content of the copy, and what lies beside it."""
        with open(self.theirs, "rb") as file:
            return file.read(), sorted(os.listdir(self.home))

    def assert_both_same(self):
        """After each copy has merged the other."""
        self.assertEqual(self.listings(self.database), self.listings(self.theirs))
        for database in (self.database, self.theirs):
            self.assertIn(f"{os.path.basename(database)} is whole", self.call("--db", database, "check").stdout.decode())

    def merge_both_ways(self, *words):
        other = self.path("ours-before.db")
        shutil.copy(self.database, other)
        self.merge("--apply", *words)
        swapped = [{"--here": "--there", "--there": "--here"}.get(word, word) for word in words]
        self.run_it("--db", self.theirs, "merge", other, "--apply", *swapped)
        self.assert_both_same()

    def test_a_course_that_was_removed_comes_back_as_it_is_there(self):
        """What was entered about it before it was removed is not in force again."""
        for words in ("stop", "pause", "hold/2 --reason calcium", "move/2 2027-01-15 --anyway", "book/2 2027-01-05T10:00 --anyway",
                      "need creatinine", "rename za", "change --every 5w"):
            with self.subTest(words):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.split()
                command, *more = words.split()
                command, _, number = command.partition("/")
                handle = "zoledronic-acid" + (f"/{number}" if number else "")
                self.now = "2026-11-10T10:00:00+01:00"
                self.run_it(command, handle, *more)
                self.run_it("remove", "za" if command == "rename" else "zoledronic-acid")
                self.now = "2026-11-10T11:00:00+01:00"
                self.there("log", "zoledronic-acid")
                self.now = "2026-11-12T11:00:00+01:00"
                self.assertIn("zoledronic-acid/1: given", self.merge())
                self.merge_both_ways()
                self.assertIn("active 1 Tue 2026-12-08", self.flat("list"))

    def test_a_dose_keeps_its_course(self):
        """A course with a dose on record cannot be removed, by the other copy either."""
        self.split()
        self.there("remove", "zoledronic-acid")
        self.run_it("log", "zoledronic-acid")
        self.merge_both_ways()
        self.assertIn("active 1 Tue 2026-12-08", self.flat("list"))
        self.assertEqual([row["outcome"] for row in self.json("history", "zoledronic-acid")["administrations"]], ["given"])

    # ---- what is clear ----

    def test_twice_at_once(self):
        """The second one finds that there is nothing left to do, and says so."""
        self.split()
        self.there("feel", "nausea", "mild")
        lock = sqlite3.connect(self.database, isolation_level=None)
        self.addCleanup(lock.close)
        lock.execute("BEGIN IMMEDIATE")
        both = [subprocess.Popen([REGIMEN, "merge", self.theirs, "--apply"], env=self.environment(COLUMNS="200"), stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True) for _ in range(2)]
        time.sleep(1)  # both have compared, and wait
        lock.execute("ROLLBACK")
        said = [one.communicate(timeout=60) for one in both]
        self.assertEqual([one.returncode for one in both], [0, 0], said)
        self.assertEqual([err for _, err in said], ["", ""])
        self.assertEqual(sum("Put on record as one change" in out for out, _ in said), 1, said)
        self.assertEqual(sum(f"This record has all that {self.theirs} has." in out for out, _ in said), 1, said)
        self.assertFalse(any("contradict" in out for out, _ in said), said)


    def test_what_each_has_alone(self):
        self.run_it("log", "zoledronic-acid")
        self.split()
        self.now = "2026-11-11T10:00:00+01:00"
        self.run_it("book", "zoledronic-acid", "2026-12-08 09:00", "--place", "room 4")
        self.run_it("feel", "pain", "5")
        self.now = "2026-11-11T11:00:00+01:00"
        self.there("feel", "nausea", "mild")
        self.there("amend", "zoledronic-acid/1", "--note", "left arm")
        self.there("contact", "add", "Ward 3", "--phone", "555-0100")
        self.there("ask", "When is the next scan?")
        before = self.dump()
        seen = self.merge()
        self.assertIn("zoledronic-acid/1: given on Tue 2026-11-10 09:00, 4 mg, left arm", seen)
        self.assertIn("feel/1: nausea mild", seen)
        self.assertIn("contact 1: Ward 3, 555-0100", seen)
        self.assertIn("question 1: When is the next scan?", seen)
        self.assertIn(f"Nothing was changed. To put it on record: regimen merge {self.theirs} --apply", seen)
        self.assertEqual(self.dump(), before)
        self.merge_both_ways()
        felt = self.json("feel")["people"][0]["entries"]
        self.assertEqual([entry["name"] for entry in felt], ["pain", "nausea"])

    def test_where_a_row_came_from(self):
        self.split()
        self.there("log", "zoledronic-acid")
        self.merge("--apply")
        self.assertIn("from theirs.db", self.flat("history", "--all"))
        self.assertNotIn("theirs.db", self.flat("history"))
        row, = self.json("history", "--all")["administrations"]
        self.assertEqual((row["merged_from"], row["recorded_at"]), ("theirs.db", "2026-11-10T09:00:00+01:00"))

    def test_both_logged_it(self):
        self.split()
        self.run_it("log", "zoledronic-acid", "--at", "08:30")
        self.now = "2026-11-10T09:05:00+01:00"
        self.there("log", "zoledronic-acid", "--at", "08:30", "--note", "left arm")
        self.merge_both_ways()
        row, = self.json("history")["administrations"]
        self.assertEqual((row["note"], row["recorded_at"], row["replaces"]), ("left arm", "2026-11-10T09:00:00+01:00", None))

    def test_a_dose_taken_back_there(self):
        self.run_it("log", "zoledronic-acid")
        self.split()
        self.there("undo")
        self.assertIn("Taken back there", self.merge())
        self.merge_both_ways()
        self.assertEqual(self.json("history")["administrations"], [])
        row, = self.json("history", "--all")["administrations"]
        self.assertTrue(row["taken_back"])

    def test_a_plan_that_was_changed_and_one_that_was_taken_back(self):
        self.run_it("log", "zoledronic-acid")
        self.run_it("change", "zoledronic-acid", "--every", "5w")
        self.split()
        self.there("undo")
        self.there("pause", "zoledronic-acid", "--until", "2026-12-20")
        self.merge_both_ways()
        self.assertIn("every 4 weeks", self.flat("list"))

    def test_tablets_as_needed_with_one_number(self):
        self.run_it("add", "ibuprofen", "--as-needed")
        self.split()
        self.now = "2026-11-11T10:00:00+01:00"
        self.run_it("log", "ibuprofen", "--note", "second")
        self.now = "2026-11-11T08:00:00+01:00"
        self.there("log", "ibuprofen", "--note", "first")
        self.now = "2026-11-11T12:00:00+01:00"
        self.merge_both_ways()
        rows = self.json("history")["administrations"]
        self.assertEqual([(row["dose"], row["note"]) for row in rows], [(1, "first"), (2, "second")])

    def test_a_handle_that_both_used(self):
        self.split()
        self.now = "2026-11-11T10:00:00+01:00"
        self.run_it("add", "my pill", "--custom", "--times", "08:00", "--handle", "pill")
        self.now = "2026-11-11T11:00:00+01:00"
        self.there("add", "other pill", "--custom", "--times", "09:00", "--handle", "pill")
        self.merge_both_ways()
        self.assertEqual([course["handle"] for course in self.json("list")["courses"]], ["zoledronic-acid", "pill", "pill-2"])

    def test_two_patients(self):
        self.run_it("patient", "add", "Ben", "--zone", "Europe/Rome")
        self.split()
        self.there("--patient", "Ben", "feel", "pain", "2")
        self.there("--patient", "Anna", "log", "zoledronic-acid")
        self.there("patient", "add", "Carl", "--zone", "Asia/Tokyo")
        seen = self.merge()
        self.assertIn("Ben, feel/1: pain 2", seen)
        self.assertIn("Anna, zoledronic-acid/1: given", seen)
        self.merge("--apply")
        self.assertEqual([patient["name"] for patient in self.json("patient", "list")["patients"]], ["Anna", "Ben", "Carl"])
        self.assertIn("pain 2", self.flat("--patient", "Ben", "feel"))

    def test_twice(self):
        self.split()
        self.there("log", "zoledronic-acid")
        self.merge("--apply")
        before = self.dump()
        for words in ((), ("--apply",)):
            self.assertIn("This record has all that", self.merge(*words))
        self.assertEqual(self.dump(), before)

    def test_again_after_both_went_on(self):
        self.split()
        self.there("log", "zoledronic-acid", "--note", "first")
        self.merge("--apply")
        self.now = "2026-11-12T09:00:00+01:00"
        self.there("amend", "zoledronic-acid/1", "--note", "second")
        self.run_it("feel", "pain", "3")
        seen = self.merge()
        self.assertNotIn("Contradictions", seen)
        self.merge_both_ways()
        self.assertEqual(self.json("history")["administrations"][0]["note"], "second")

    def test_undo_takes_all_of_it_back(self):
        self.split()
        self.there("log", "zoledronic-acid")
        self.there("feel", "pain", "2")
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-12", "--anyway")
        before = self.listings(self.database)
        self.merge("--apply")
        self.assertNotEqual(self.listings(self.database), before)
        self.assertIn("merge", self.flat("undo"))
        self.assertEqual(self.listings(self.database), before)
        self.flat("redo")
        self.assertEqual(self.listings(self.database), self.listings(self.theirs))

    def at(self, minute):
        self.now = f"2026-11-10T09:{minute:02}:00+01:00"

    def test_a_number_that_is_free_again(self):
        """The number of an entry that is taken back there becomes that of a new one: neither hides the other."""
        for number, (new, old, back) in enumerate([
                (("lab", "calcium", "2.41", "mmol/L"), ("lab", "psa", "4", "ng/mL"), ("remove", "lab/2")),
                (("feel", "fatigue", "mild"), ("feel", "pain", "4"), ("remove", "feel/2")),
                (("ask", "Is it a scan?"), ("ask", "When?"), ("ask", "--remove", "2")),
                (("contact", "add", "Day ward", "--phone", "5551"), ("contact", "add", "Night ward", "--phone", "5552"),
                 ("contact", "remove", "Night ward"))]):
            with self.subTest(new=new):
                self.at(10 * number)
                self.forget()
                self.split()
                self.at(10 * number + 1)
                self.there(*new)
                self.at(10 * number + 2)
                self.run_it(*old)
                self.at(10 * number + 3)
                self.there("merge", self.database, "--apply")
                self.there(*back)
                self.at(10 * number + 5)
                said = self.merge("--apply")
                self.assertIn("Taken back there", said)
                view = new[0], *(["--all"] if new[0] == "ask" else [])
                shown = self.run_it(*view)
                self.assertIn(next(word for word in new[1:] if word != "add"), shown)
                self.assertNotIn(next(word for word in old[1:] if word != "add"), shown)
                self.assertEqual(shown, self.there(*view))
                self.there("merge", self.database, "--apply")
                self.assertEqual(shown, self.there(*view))
                # the next kind begins anew
                self.run_it("undo")

    def test_a_person_who_was_taken_back_here(self):
        self.run_it("patient", "add", "Ben", "--zone", "Europe/Rome")
        self.split()
        self.at(1)
        self.run_it("--patient", "Ben", "undo")
        self.there("--patient", "Ben", "feel", "pain", "3")
        self.refuses("merge", self.theirs, "--apply", status=1, says="Ben was added to this record, and that was undone")
        self.at(2)
        self.run_it("redo")
        self.assertIn("Ben, feel/1: pain 3", self.merge("--apply"))
        self.there("merge", self.database, "--apply")
        self.assertIn("pain", self.there("--patient", "Ben", "feel"))

    def third(self, *words, **extra):
        return self.run_it("--db", self.path("third.db"), *words, **extra)

    def test_what_a_third_copy_took_back_is_asked_about(self):
        """Both had it from a third copy, and one of them also that it was taken back."""
        for number, words in enumerate([("log", "zoledronic-acid"), ("feel", "pain", "4"), ("need", "zoledronic-acid", "scan"),
                                        ("add", "denosumab", "--every", "4w", "--first", "2026-11-12", "--anyway"),
                                        ("change", "zoledronic-acid", "--every", "5w")]):
            with self.subTest(words=words):
                minute = 10 * number
                self.at(minute)
                self.forget()
                self.split()
                shutil.copy(self.database, self.path("third.db"))
                before = self.listings(self.database)
                self.at(minute + 1)
                self.third(*words)
                self.merge_from("third.db")
                self.at(minute + 2)
                self.there("merge", self.path("third.db"), "--apply")
                self.at(minute + 3)
                self.third("undo")
                self.merge_from("third.db")
                self.assertEqual(self.listings(self.database), before)
                self.at(minute + 4)
                asked = "1. zoledronic-acid" if words[0] == "change" else "It was taken back in "
                self.assertIn(asked + ("this record" if words[0] != "change" else ""), self.merge("--apply"))
                self.assertEqual(self.listings(self.database), before)
                self.assertIn(asked + ("the other copy" if words[0] != "change" else ""), self.flat("--db", self.theirs, "merge", self.database, "--apply"))
                self.there("merge", self.database, "--apply", "--there", "1")
                self.assertIn("This record has all that", self.merge("--apply"))
                self.assert_both_same()
                self.assertEqual(self.listings(self.database), before)

    def merge_from(self, name):
        return self.flat("merge", self.path(name), "--apply")

    def test_a_merge_that_was_taken_back_takes_nothing_out_of_the_other_copy(self):
        self.split()
        self.at(1)
        self.there("log", "zoledronic-acid")
        self.there("feel", "pain", "3")
        self.at(2)
        self.merge("--apply")
        self.at(3)
        self.there("merge", self.database, "--apply")
        self.run_it("undo")
        self.at(4)
        self.there("merge", self.database, "--apply")
        self.assertEqual(self.json("--db", self.theirs, "list")["courses"][0]["given"], 1)
        self.assertIn("pain", self.there("feel"))
        self.assertIn("Only there", self.merge("--apply"))
        self.assert_both_same()

    def test_a_question_that_only_one_of_them_has_the_answer_to(self):
        """Both asked it in the same second, so nothing was known of it before."""
        self.split()
        self.run_it("ask", "A scan?")
        self.there("ask", "A scan?")
        self.at(1)
        self.run_it("ask", "--answered", "1", "in March")
        self.there("merge", self.database, "--apply")
        self.assertIn("in March", self.there("ask", "--all"))
        self.assertIn("This record has all that", self.merge("--apply"))

    # ---- what contradicts ----

    def two_days(self):
        self.split()
        self.now = "2026-11-13T09:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-11")
        self.there("log", "zoledronic-acid", "--at", "2026-11-12")
        self.there("feel", "pain", "4")

    def test_two_days_are_asked_about(self):
        self.two_days()
        seen = self.merge()
        self.assertIn("1. zoledronic-acid/1 here: given on Wed 2026-11-11, 4 mg there: given on Thu 2026-11-12, 4 mg", seen)
        done = self.merge("--apply")
        self.assertIn("1 contradiction is left as it is here", done)
        self.assertIn("pain 4", self.flat("feel"))
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-11-11")
        self.assertIn("zoledronic-acid/1", self.merge(), "it is asked again")

    def test_answered(self):
        for option, day in (("--here", "2026-11-11"), ("--there", "2026-11-12")):
            with self.subTest(option=option):
                for name in (self.database, self.theirs):
                    if option == "--there":
                        os.unlink(name)
                if option == "--there":
                    self.forget()
                    self.now = "2026-11-10T09:00:00+01:00"
                    self.run_it("patient", "add", "Anna", "--zone", "Europe/Berlin")
                    self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-10", "--amount", "4 mg")
                self.two_days()
                self.merge_both_ways(option, "1")
                self.assertEqual(self.json("history")["administrations"][0]["at"], day)
                self.assertIn("This record has all that", self.merge("--apply"))

    def test_a_course_that_both_started(self):
        self.split()
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-11-20", "--anyway")
        self.now = "2026-11-10T09:01:00+01:00"
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-20", "--anyway")
        self.there("log", "denosumab", "--anyway")
        self.assertIn("The same treatment was started here too.", self.merge())
        self.merge("--apply", "--here", "all")
        self.assertEqual(len(self.json("list")["courses"]), 2)
        self.assertEqual(self.json("history")["administrations"], [])

    def test_a_course_that_one_decided_against_stays_away(self):
        """Both started it and logged the dose: "what is here" is an answer also for the merges that follow, in both copies."""
        self.split()
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-11-10", "--anyway")
        self.run_it("log", "denosumab", "--anyway")
        self.at(50)
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-10", "--anyway")
        self.there("log", "denosumab", "--anyway")
        self.merge("--apply", "--here", "all")
        self.assertIn("This record has all that", self.merge("--apply"))
        self.there("feel", "pain", "3")
        self.assertIn("feel/1", self.merge("--apply"))
        self.assertEqual(len(self.json("history")["administrations"]), 1)
        self.assertIn("It was taken back in the other copy", self.flat("--db", self.theirs, "merge", self.database, "--apply"))
        self.assertIn("This record has all that", self.merge("--apply"))
        self.there("merge", self.database, "--apply", "--there", "all")
        self.assertIn("This record has all that", self.merge("--apply"))
        self.assert_both_same()
        self.assertEqual(len(self.json("list")["courses"]), 2)

    def test_a_course_that_one_decided_against_and_the_other_went_on_with(self):
        self.split()
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-11-10", "--anyway")
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-10", "--anyway")
        self.merge("--apply", "--here", "all")
        self.there("log", "denosumab", "--anyway")
        self.assertIn("It was taken back in this record", self.merge("--apply"))
        self.assertEqual(len(self.json("list")["courses"]), 2)
        self.assertIn("It was taken back in the other copy", self.flat("--db", self.theirs, "merge", self.database, "--apply"))

    def test_each_answered_for_itself(self):
        """Each has a copy of the other one from before, and both say "mine is right"."""
        for here, there in ((("log", "zoledronic-acid", "--at", "2026-11-11"), ("skip", "zoledronic-acid", "--reason", "y")),
                            (("change", "zoledronic-acid", "--every", "6w"), ("change", "zoledronic-acid", "--every", "12w")),
                            (("patient", "set", "Anna", "--closed", "2026-12-24"), ("patient", "set", "Anna", "--closed", "2026-12-31"))):
            for late in (False, True):
                with self.subTest(here=here, late=late):
                    self.forget()
                    os.unlink(self.database)
                    self.setUp()
                    self.split()
                    self.now = "2026-11-13T09:00:00+01:00"
                    self.run_it(*here)
                    self.there(*there)
                    ours = self.path("ours-before.db")
                    shutil.copy(self.database, ours)
                    self.now = "2026-11-13T10:00:00+01:00"
                    if late:
                        self.run_it("feel", "nausea", "2")
                    self.merge("--apply", "--here", "all")
                    self.there("merge", ours, "--apply", "--here", "all")
                    mine, theirs = self.listings(self.database), self.listings(self.theirs)
                    self.run_it("feel", "pain", "3")
                    self.there("ask", "How long?")
                    self.assertIn("1 contradiction is left", self.merge("--apply"))
                    self.assertIn("1 contradiction is left", self.flat("--db", self.theirs, "merge", self.database, "--apply"))
                    self.assertEqual(self.listings(self.database)[1:4], mine[1:4])
                    self.assertEqual(self.listings(self.theirs)[1:4], theirs[1:4])
                    self.merge("--apply", "--there", "1")
                    self.there("merge", self.database, "--apply")
                    self.assert_both_same()

    def test_given_here_and_skipped_there_is_never_put_together(self):
        """The outcome of one copy and the day of the other would be a third one, which nobody entered."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10")
        self.split()
        self.run_it("amend", "zoledronic-acid/1", "--skipped", "--reason", "sent home")
        self.there("amend", "zoledronic-acid/1", "--at", "2026-11-09")
        said = self.merge("--apply")
        self.assertIn("here: skipped, noted on Tue 2026-11-10, sent home there: given on Mon 2026-11-09", said)
        self.assertIn("Nothing was changed", said)
        self.merge("--apply", "--there", "1")
        row, = self.json("history")["administrations"]
        self.assertEqual((row["outcome"], row["at"], row["reason"]), ("given", "2026-11-09", None))

    def test_one_dose_with_two_numbers_is_asked_about(self):
        """It was logged in both copies, and in one of them after a dose that the other does not have."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10")
        self.split()
        self.now = "2027-01-07T09:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2027-01-05")
        self.there("log", "zoledronic-acid", "--at", "2026-12-08")
        self.there("log", "zoledronic-acid", "--at", "2027-01-05")
        self.assertIn("with another number. Answer the question about that dose first, and then merge once more.", self.merge("--apply"))
        self.assertEqual(self.json("list")["courses"][0]["given"], 2)
        self.merge("--apply", "--there", "1")
        self.merge("--apply")
        days = [row["at"] for row in self.json("history")["administrations"]]
        self.assertEqual(sorted(days), ["2026-11-10", "2026-12-08", "2027-01-05"])
        self.run_it("--db", self.theirs, "merge", self.database, "--apply")
        self.assert_both_same()

    def given_on(self):
        return [row["at"] for row in self.json("history")["administrations"]]

    def test_one_dose_with_two_numbers_and_two_times(self):
        """A visit of one day is one dose, also if the minute differs, and under whichever number it is in the two copies."""
        for later in ([("log", "zoledronic-acid", "--at", "2026-12-08")], [("skip", "zoledronic-acid", "--reason", "y")]):
            with self.subTest(later=later):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.run_it("log", "zoledronic-acid", "--at", "2026-11-10")
                self.split()
                self.now = "2027-01-05T19:00:00+01:00"
                self.run_it("log", "zoledronic-acid", "--at", "2027-01-05 10:00")
                for words in later:
                    self.there(*words)
                self.there("log", "zoledronic-acid", "--at", "2027-01-05 10:05", "--anyway")
                self.assertIn("with another number", self.merge("--apply"))
                self.merge("--apply", "--here", "all")
                self.assertEqual(sum(day.startswith("2027-01-05") for day in self.given_on()), 1)

    def test_a_number_that_has_another_dose_there(self):
        """What is there under number 2 is here under number 3: taking it would put it on record twice."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10")
        self.split()
        self.now = "2027-01-05T19:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-08")
        self.run_it("log", "zoledronic-acid", "--at", "2027-01-05 10:00")
        self.there("log", "zoledronic-acid", "--at", "2027-01-05 10:00")
        self.assertIn("with another number", self.merge("--apply"))

    def test_two_doses_of_one_day_that_both_know(self):
        """The user said that there were two: a note of one of them is no other dose."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10 08:00")
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10 08:30", "--anyway")
        self.split()
        self.at(10)
        self.there("amend", "zoledronic-acid/1", "--note", "left arm")
        self.assertNotIn("Contradiction", self.merge("--apply"))
        self.assertIn("left arm", self.run_it("history"))

    def test_a_dose_as_needed_that_was_taken_back_there(self):
        """The one after it keeps its number, and nobody waits for the one that is gone."""
        self.run_it("add", "ibuprofen", "--custom", "--as-needed", "--amount", "1 tablet")
        self.run_it("log", "ibuprofen")
        self.split()
        self.now = "2026-11-10T09:30:00+01:00"
        self.there("undo", "ibuprofen")
        self.now = "2026-11-10T12:00:00+01:00"
        self.run_it("log", "ibuprofen")
        self.assertIn("Taken back there", self.merge("--apply"))
        self.assertNotIn("1970", self.run_it("list"))
        self.run_it("log", "ibuprofen", "--anyway")
        self.assertEqual([row["dose"] for row in self.json("history", "ibuprofen")["administrations"]], [2, 3])
        self.assertIn("is whole", self.call("check").stdout.decode())

    def test_sessions_of_one_day_have_numbers_of_their_own(self):
        """Two a day are planned, so a second one of that day is not the first one again."""
        self.run_it("add", "radiation", "--fractions", "10", "--per-day", "2", "--times", "09:00,15:00", "--first", "2026-11-10")
        self.split()
        self.now = "2026-11-10T19:00:00+01:00"
        self.run_it("log", "radiation/1", "--at", "2026-11-10 09:00")
        self.there("log", "radiation/2", "--at", "2026-11-10 15:00")
        self.assertNotIn("with another number", self.merge("--apply"))
        self.assertEqual(len(self.given_on()), 2)

    def test_what_is_planned_stays_while_the_answer_is_open(self):
        """An appointment is not thrown away because of a dose that is asked about, or that the user decides against."""
        for words in (("book", "2027-01-16 10:00", "--place", "room4"), ("move", "2027-01-18", "--anyway"), ("hold", "--reason", "fever")):
            with self.subTest(words=words):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.run_it("log", "zoledronic-acid", "--at", "2026-11-10")
                self.split()
                self.now = "2026-12-20T09:00:00+01:00"
                self.run_it("log", "zoledronic-acid", "--at", "2026-12-19")
                self.run_it(words[0], "zoledronic-acid", *words[1:])
                self.there("log", "zoledronic-acid", "--at", "2026-12-08")
                self.there("log", "zoledronic-acid", "--at", "2026-12-19", "--anyway")
                planned = self.run_it("agenda", "--days", "60")
                for options in ([], ["--here", "1,2"]):
                    self.assertNotIn("Taken back there", self.merge("--apply", *options))
                    self.assertEqual(self.run_it("agenda", "--days", "60"), planned)

    def test_a_correction_is_newer_than_what_it_corrected(self):
        """An old copy, or a third one, does not bring back a note that was taken away."""
        for first, then, view in ((["log", "zoledronic-acid", "--at", "2026-11-10 08:00", "--note", "wrong"],
                                   ["amend", "zoledronic-acid/1", "--note", ""], ["history"]),
                                  (["feel", "pain", "3", "--site", "hip", "--note", "wrong"], ["amend", "feel/1", "--note", ""], ["feel"]),
                                  (["contact", "add", "Ward", "--phone", "555-0100", "--hours", "wrong"], ["contact", "set", "Ward", "--hours", ""],
                                   ["contact"]),
                                  (["book", "zoledronic-acid", "2026-11-12 10:00", "--place", "wrong"],
                                   ["book", "zoledronic-acid", "2026-11-12 10:00", "--place", ""], ["agenda"])):
            with self.subTest(first=first):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.split()
                self.there(*first)
                old, new = self.path("old.db"), self.path("new.db")
                shutil.copy(self.theirs, old)
                self.at(10)
                self.there(*then)
                shutil.copy(self.theirs, new)
                self.merge_from("new.db")
                self.assertNotIn("wrong", self.run_it(*view))
                self.assertIn("This record has all that", self.merge_from("old.db"))
                self.assertNotIn("wrong", self.run_it(*view))
                self.flat("--db", old, "merge", self.database, "--apply")
                self.assertNotIn("wrong", self.run_it("--db", old, *view))

    def test_the_same_day_in_both(self):
        """Only the day was typed, so the moment of typing does not make it two."""
        self.run_it("need", "zoledronic-acid", "scan")
        self.split()
        for number, words in enumerate([("lab", "calcium", "2.4", "mmol/L"), ("feel", "pain", "3"),
                                        ("need", "zoledronic-acid", "scan", "--done", "2026-11-10")]):
            day = [] if words[0] == "need" else ["--at", "today"]
            self.at(10 * number)
            self.run_it(*words, *day)
            self.at(10 * number + 5)
            self.there(*words, *day)
        self.assertNotIn("Only there", self.merge("--apply"))
        self.assertEqual(self.flat("lab").count("2.4 mmol/L"), 1)
        self.assertEqual(self.flat("need", "zoledronic-acid").count("Tue 2026-11-10"), 1)
        self.there("merge", self.database, "--apply")
        self.assertIn("This record has all that", self.merge())

    def test_a_name_and_a_zone_that_both_changed(self):
        self.split()
        self.run_it("patient", "set", "--name", "Anna M.", "--zone", "Europe/Rome")
        self.there("patient", "set", "--name", "Anna Müller", "--zone", "Europe/Paris")
        seen = self.merge()
        self.assertIn("here: the name is Anna M. there: the name is Anna Müller", seen)
        self.assertIn("there: the time zone is Europe/Paris", seen)
        self.merge_both_ways("--here", "1", "--there", "2")
        patient, = self.json("patient", "list")["patients"]
        self.assertEqual((patient["name"], patient["zone"]), ("Anna M.", "Europe/Paris"))

    def test_a_clock_that_was_ahead(self):
        self.split()
        self.now = "2027-11-10T09:00:00+01:00"
        self.there("log", "zoledronic-acid", "--anyway")
        self.now = "2026-11-10T10:00:00+01:00"
        self.assertIn("That is in the future", self.merge())

    def test_json(self):
        self.two_days()
        read = self.json("merge", self.theirs, "--apply")
        self.assertEqual((read["saved"], read["left"]), (True, 1))
        asked, = [entry for entry in read["entries"] if entry["verdict"] == "ask"]
        self.assertEqual((asked["contradiction"], asked["kind"], asked["reason"]), (1, "answer", "differ"))
        self.assertEqual((asked["here"]["day"], asked["there"]["day"]), ("2026-11-11", "2026-11-12"))
        read = self.json("merge", self.theirs, "--apply", "--there", "1")
        self.assertEqual([entry["right"] for entry in read["entries"]], ["there"])
        self.assertEqual(self.json("merge", self.theirs)["entries"], [])

    def on_terminal(self, answers):
        master, slave = pty.openpty()
        process = subprocess.Popen([REGIMEN, "merge", self.theirs], env=self.environment(TERM="dumb"), stdin=slave,
                                   stdout=slave, stderr=slave)
        os.close(slave)
        os.write(master, answers.encode())
        return " ".join(self.read_terminal(process, master).split())

    def test_on_a_terminal(self):
        self.two_days()
        before = self.dump()
        self.assertIn("Nothing was changed", self.on_terminal("t\n\n"))
        self.assertIn("Nothing was changed", self.on_terminal("\x04"))
        self.assertEqual(self.dump(), before)
        self.assertIn("Put on record as one change", self.on_terminal("t\ny\n"))
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-11-12")
        self.assertIn("pain 4", self.flat("feel"))

    def test_what_is_no_answer_is_asked_again(self):
        """Only the words that were offered count: "this one" begins with a t, and says nothing."""
        self.two_days()
        before = self.dump()
        said = self.on_terminal("this one\nhm\nh\nyes really\nnot sure\nNo\n")
        for typed in "this one", "hm":
            self.assertIn(f'"{typed}" is not an answer here; type h or here, t or there, or only Enter', said)
        for typed in "yes really", "not sure":
            self.assertIn(f'"{typed}" is not an answer here; type y or n, or only Enter', said)
        self.assertIn("Nothing was changed", said)
        self.assertEqual(self.dump(), before)
        self.on_terminal(" There \n YES \n")
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-11-12")

    def test_a_long_line_is_one_answer(self):
        """Its end answers no other question."""
        self.two_days()
        before = self.dump()
        for long in ("the one on my laptop is right, I was there myself on Wednesday, yes really", "t" * 62 + " y", "t" * 3000):
            self.assertIn("Nothing was changed", self.on_terminal(f"{long}\nt\n{'n' * 63}y\n\n"))
            self.assertEqual(self.dump(), before)

    def enter_while_it_asks(self, database, *entry, options=(), answers=b"t\ny\n"):
        """Returns what the merge says, and the record before it was answered."""
        master, slave = pty.openpty()
        process = subprocess.Popen([REGIMEN, "merge", self.theirs, *options], env=self.environment(TERM="dumb"), stdin=slave,
                                   stdout=slave, stderr=slave)
        os.close(slave)
        said = b""
        while b"?" not in said:
            said += os.read(master, 4096)
        self.run_it("--db", database, *entry)
        before = self.dump()
        os.write(master, answers)
        return " ".join(self.read_terminal(process, master, 1).split()), before

    def test_something_is_entered_while_it_asks(self):
        """The answers were about what was shown, and not about what has been entered since."""
        for name in "here", "there":
            with self.subTest(name):
                self.two_days()
                said, before = self.enter_while_it_asks(self.database if name == "here" else self.theirs, "amend",
                                                        "zoledronic-acid/1", "--skipped", "--reason", "sent home")
                if name == "here":
                    self.assertIn("the record was changed while you were answering, so nothing was merged", said)
                    self.assertEqual(self.dump(), before)
                    self.assertEqual(self.json("history")["administrations"][0]["outcome"], "skipped")
                else:  # it was read once
                    self.assertIn("the copy was changed while you were answering, so nothing was merged", said)
                    self.assertEqual(self.dump(), before)
                self.forget()
                for file in (self.database, self.theirs):
                    os.unlink(file)
                self.setUp()

    def test_private(self):
        self.two_days()
        seen = self.merge("--private")
        self.assertNotIn("zoledronic", seen)
        self.assertNotIn("pain", seen)
        self.assertIn("1 entry is only in the other copy. 1 entry contradicts this record.", seen)

    def test_private_counts_what_it_would_show(self):
        """Under the same words, and without what comes with a new person or course."""
        self.run_it("log", "zoledronic-acid")
        self.run_it("contact", "add", "Ward", "--phone", "555-0100")
        self.run_it("book", "zoledronic-acid", "2026-12-08 09:00")
        self.split()
        self.there("undo")
        self.assertEqual(self.merge("--private").split(" Nothing")[0], "1 entry was taken back in the other copy.")
        self.there("contact", "remove", "Ward")
        self.assertEqual(self.merge("--private").split(" Nothing")[0], "2 entries were taken back in the other copy.")
        self.there("patient", "add", "Ben", "--zone", "Europe/Rome")
        self.there("--patient", "Anna", "amend", "zoledronic-acid/1", "--note", "left arm")
        self.there("--patient", "Ben", "add", "denosumab", "--first", "2026-11-12")
        self.assertEqual(self.merge("--private").split(" Nothing")[0], "3 entries are only in the other copy. 1 entry is newer in the other "
                         "copy. 2 entries were taken back in the other copy.")
        shown = self.run_it("merge", self.theirs)
        self.assertEqual(len(re.findall("^  [^ ]", shown, re.MULTILINE)), 6, shown)

    def test_what_is_planned_is_there_again_if_the_dose_is_taken_back(self):
        """An appointment, a hold or a move, whose dose was answered in the other copy: nobody took it back."""
        for words in (("book", "zoledronic-acid", "2026-11-13 10:00"), ("hold", "zoledronic-acid", "--reason", "creatinine"),
                      ("move", "zoledronic-acid", "2026-11-12")):
            with self.subTest(words[0]):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.split()
                self.run_it(*words)
                planned = self.run_it("agenda")
                self.at(10)
                self.there("log", "zoledronic-acid")
                self.assertNotIn("Taken back there", self.merge("--apply"))
                self.assertEqual(self.json("list")["courses"][0]["given"], 1)
                self.at(20)
                self.there("undo")
                self.assertIn("Taken back there", self.merge("--apply"))
                self.assertEqual(self.run_it("agenda"), planned)
                self.there("merge", self.database, "--apply")
                self.assert_both_same()

    def test_what_was_called_off(self):
        self.run_it("book", "zoledronic-acid", "2026-11-10 11:00")
        self.split()
        self.there("undo")
        self.assertIn("Taken back there zoledronic-acid/1: booked for", self.merge())

    def test_crossed_and_then_removed(self):
        """Each merged an older copy of the other one, so both know the entry, and that it is gone is news."""
        for first, then in ((["feel", "pain", "6"], ["remove", "feel/2"]), (["contact", "add", "Ward", "--phone", "555-0100"], ["contact", "remove", "Ward"]),
                            (["need", "zoledronic-acid", "scan"], ["need", "zoledronic-acid", "scan", "--remove"]),
                            (["patient", "set", "Anna", "--closed", "2026-12-24"], ["patient", "set", "Anna", "--closed", "none"])):
            for who in ("here", "there"):
                with self.subTest(first=first, who=who):
                    self.forget()
                    os.unlink(self.database)
                    self.setUp()
                    self.split()
                    self.run_it(*first)
                    self.there("feel", "nausea", "1")
                    for name, copy in ((self.database, "old-here.db"), (self.theirs, "old-there.db")):
                        shutil.copy(name, self.path(copy))
                    self.at(1)
                    self.run_it("lab", "calcium", "2.4", "mmol/L")
                    self.there("ask", "How long?")
                    self.at(2)
                    self.merge_from("old-there.db")
                    self.there("merge", self.path("old-here.db"), "--apply")
                    self.at(3)
                    words = then
                    if then[0] == "remove":
                        words = ["remove", next(re.search(r"feel/\d", line)[0] for line in self.run_it("feel").splitlines() if "pain" in line)]
                    (self.run_it if who == "here" else self.there)(*words)
                    self.at(4)
                    self.assertNotIn("Contradiction", self.merge("--apply"))
                    self.assertNotIn("Contradiction", self.flat("--db", self.theirs, "merge", self.database, "--apply"))
                    self.assert_both_same()
                    for view in ("feel", "contact", "need zoledronic-acid"):
                        said = self.run_it(*view.split())
                        self.assertNotRegex(said, r"pain +6|Ward|scan")

    def test_the_same_pause_in_both(self):
        self.split()
        self.run_it("feel", "pain", "3")
        self.run_it("pause", "zoledronic-acid", "--until", "2026-12-20")
        self.at(30)
        self.there("pause", "zoledronic-acid", "--until", "2026-12-20")
        self.merge("--apply")
        self.there("merge", self.database, "--apply")
        self.assertIn("This record has all that", self.merge("--apply"))
        self.assertIn("This record has all that", self.flat("--db", self.theirs, "merge", self.database, "--apply"))
        self.assert_both_same()

    def test_one_value_twice_on_a_day(self):
        """They keep their order although both get other numbers."""
        for value in "0123456":
            with self.subTest(value):
                self.forget()
                os.unlink(self.database)
                self.setUp()
                self.split()
                self.at(10)
                self.there("feel", "nausea", "2")
                self.at(20)
                self.run_it("feel", "pain", value, "--at", "today")
                self.at(40)
                self.run_it("feel", "pain", value, "--at", "today")
                self.merge("--apply")
                self.there("merge", self.database, "--apply")
                self.assert_both_same()

    def test_the_doses_of_a_declined_course_are_asked_about(self):
        self.now = "2026-11-11T09:00:00+01:00"
        self.split()
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-12-08", "--anyway")
        self.there("add", "denosumab", "--every", "4w", "--given", "2026-10-13,2026-11-10", "--anyway")
        self.merge("--apply", "--here", "1")
        self.assertIn("It was taken back in the other copy", self.flat("--db", self.theirs, "merge", self.database, "--apply"))
        self.assertIn("denosumab", self.there("history"))
        self.there("merge", self.database, "--apply", "--here", "all")
        self.assertIn("denosumab", self.there("history"))

    def test_an_answer_can_be_taken_back(self):
        """The merge wrote nothing but that it was answered."""
        self.split()
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-10 08:00")
        self.there("skip", "zoledronic-acid", "--reason", "fever")
        self.at(10)
        self.merge("--apply", "--here", "all")
        self.assertIn("Took back, for Anna: merge", self.flat("undo"))
        self.assertIn("zoledronic-acid/1", self.run_it("history"))
        self.assertIn("Contradictions", self.merge())

    def test_a_name_that_a_terminal_would_obey(self):
        self.theirs = self.path("th\x1b[31m eirs.db")
        self.split()
        self.there("log", "zoledronic-acid")
        self.merge("--apply")
        self.assertIn("from th?[31m eirs.db", self.flat("history", "--all"))

    def test_a_name_that_a_shell_would_take_apart(self):
        """As Dropbox makes them: the command in the answer works as it stands."""
        self.theirs = self.path("regimen (Anna's conflicted copy 2026-11-27).db")
        self.split()
        self.there("log", "zoledronic-acid")
        command = self.merge().split("To put it on record: ")[1]
        subprocess.run(["sh", "-c", command.replace("regimen", REGIMEN, 1)], env=self.environment(), check=True,
                       capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(len(self.json("history")["administrations"]), 1)

    def test_two_people_get_one_name(self):
        """Both records are named, with what to type in the one or the other; after that it can be merged."""
        for here, there, who in ((("set", "Anna", "--name", "Carl"), ("set", "Ben", "--name", "CARL"), "who is called Ben here"),
                                 (("add", "Carl", "--zone", "Europe/Rome"), ("add", "carl", "--zone", "Europe/Rome"), "who is not on record here"),
                                 (("set", "Anna", "--name", "Carl"), ("add", "Carl", "--zone", "Europe/Rome"), "who is not on record here")):
            for mend in 0, 1:
                with self.subTest(there=there, mend=mend):
                    self.forget()
                    os.unlink(self.database)
                    self.setUp()
                    self.run_it("patient", "add", "Ben", "--zone", "Europe/Berlin")
                    self.split()
                    self.run_it("patient", *here)
                    self.there("patient", *there)
                    line = self.refuses("merge", self.theirs, "--apply", status=1, says="there would be two patients named Carl: ")
                    self.assertIn(who, line)
                    command = re.findall(r"regimen --db \S+ patient set \S+ --name NAME", line)[mend]
                    self.type_in_shell(command.replace("NAME", "Dora"))
                    self.merge("--apply")
                    names = {patient["name"].lower() for patient in self.json("patient", "list")["patients"]}
                    self.assertTrue({"carl", "dora"} <= names, names)

    # ---- the commands that it proposes ----

    def type_in_shell(self, command):
        """Runs a command that was proposed, as it stands."""
        self.assertTrue(command.startswith("regimen "), command)
        done = subprocess.run(["sh", "-c", command.replace("regimen", REGIMEN, 1)], env=self.environment(REGIMEN_DB=None),
                              capture_output=True, stdin=subprocess.DEVNULL, cwd=self.home)
        self.assertEqual((done.returncode, done.stderr), (0, b""), command)
        return " ".join(done.stdout.decode().split())

    def test_a_proposed_command_has_the_options_that_were_typed(self):
        """Without --as it would be refused; without --db it would be about another record."""
        self.there("patient", "add", "Berta", "--zone", "Europe/Rome")
        self.there("add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-12", "--amount", "3 mg")
        self.now = "2026-11-11T09:00:00+01:00"
        words = "--db", self.database, "--private", "merge", self.theirs, "--as", "Anna"
        seen = self.flat(*words, REGIMEN_DB=None)
        command = seen.split("To put it on record: ")[1]
        self.assertEqual(command, f"regimen --db {self.database} --private merge {self.theirs} --as Anna --apply")
        done = self.type_in_shell(command)
        answer = done.split("To say which side is right: ")[1]
        self.assertEqual(answer, f"regimen --db {self.database} --private merge {self.theirs} --as Anna --apply --here NUMBERS --there NUMBERS")
        self.type_in_shell(answer.replace("--here NUMBERS --there NUMBERS", "--there 1"))
        self.assertIn("zoledronic-acid-2", self.flat("list"))

    def test_the_proposed_undo_has_the_record_that_was_typed(self):
        self.split()
        self.there("feel", "nausea", "mild")
        done = self.flat("--db", self.database, "merge", self.theirs, "--apply", REGIMEN_DB=None)
        command = re.search('"(regimen .*undo)" takes all of it back', done).group(1)
        self.assertIn("Took back", self.type_in_shell(command))
        self.assertNotIn("nausea", self.flat("feel"))

    def test_the_proposed_undo_names_a_person_if_there_are_several(self):
        self.split()
        self.there("patient", "add", "Ben O'Hara", "--zone", "Europe/Rome")
        self.there("--patient", "Ben O'Hara", "feel", "pain", "4")
        done = self.flat("--db", self.database, "merge", self.theirs, "--apply", REGIMEN_DB=None)
        command = re.search('"(regimen .*undo)" takes all of it back', done).group(1)
        self.assertIn("--patient", command)
        self.assertIn("Took back", self.type_in_shell(command))
        self.assertEqual([patient["name"] for patient in self.json("patient", "list")["patients"]], ["Anna"])

    # ---- what is refused ----

    def test_numbers_of_contradictions(self):
        """A number may be typed twice, but not for both sides, and "all" is every number."""
        self.two_days()
        for words in (("--here", "1,1", "--there", "1"), ("--here", "1", "--there", "all"), ("--here", "all", "--there", "1"),
                      ("--here", "all", "--there", "all")):
            self.refuses("merge", self.theirs, "--apply", *words, says="contradiction 1 is in --here and in --there; give it in one of the two")
        self.merge("--apply", "--there", "1, 1")
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-11-12")

    def test_no_contradiction_has_a_number(self):
        self.split()
        self.there("feel", "nausea", "mild")
        for option in "--here", "--there":
            self.refuses("merge", self.theirs, "--apply", option, "1",
                         says=f'there is no contradiction "1", because the two copies do not contradict each other; leave out {option}')
        self.merge("--apply", "--here", "all")
        self.assertIn("nausea", self.flat("feel"))

    def test_options(self):
        self.two_days()
        self.refuses_all(("merge", self.theirs, "--here", "1", "--here can be used only with --apply"),
                         ("merge", self.theirs, "--apply", "--there", "2", "there is 1 contradiction"),
                         ("merge", self.theirs, "--apply", "--there", "x", "--there \"x\""),
                         ("merge", self.theirs, "--apply", "--there", "1", "--here", "1", "give it in one of the two"),
                         ("merge", "needs more"))

    def test_what_is_no_other_copy(self):
        self.refuses("merge", self.database, status=1, says="is the database itself")
        os.link(self.database, self.path("second name.db"))
        self.refuses("merge", self.path("second name.db"), status=1, says="is the database itself")
        os.unlink(self.path("second name.db"))
        self.refuses("merge", self.path("missing.db"), status=1, says="missing.db")
        with open(self.theirs, "w", encoding="utf-8") as file:
            file.write("not a record, but a text that is long enough to have a header of a hundred bytes, so that it is read" * 9)
        self.refuses("merge", self.theirs, status=1, says="theirs.db")
        with open(self.theirs, "w", encoding="utf-8"):
            pass
        self.refuses("merge", self.theirs, status=1, says="is empty")
        os.unlink(self.theirs)
        sqlite3.connect(self.theirs).executescript("CREATE TABLE songs (id); INSERT INTO songs VALUES (1)")
        self.refuses("merge", self.theirs, status=1, says="theirs.db")
        os.mkfifo(self.path("pipe"))
        self.refuses("merge", self.path("pipe"), status=1, says="pipe")

    def test_a_row_that_was_not_written(self):
        """It is missed before the merge is saved. Without the module that loses it, the same merge is saved."""
        module = os.environ.get("REGIMEN_LOST_ROW_MODULE")
        if module is None:
            self.skipTest("nothing can be preloaded in this build")
        self.split()
        self.there("log", "zoledronic-acid")
        self.there("lab", "calcium", "2.40", "mmol/L")
        before = self.run_it("export", "--format", "json")
        for table in ("administrations", "observations"):
            with self.subTest(table):
                said = self.refuses("merge", self.theirs, "--apply", status=1, says="NOT SAVED: the record would not say what was decided",
                                    LD_PRELOAD=module, LOST_ROW=f"INSERT INTO {table}")
                self.assertIn("this is a bug in regimen, and nothing was changed", said)
                self.assertEqual(self.run_it("export", "--format", "json"), before)
        self.assertIn("zoledronic-acid/1: given", self.merge("--apply"))
        self.assertIn("2.40 mmol/L lab/1", self.flat("lab"))

    def test_damaged(self):
        self.run_it("log", "zoledronic-acid")
        self.split()
        connection = sqlite3.connect(self.theirs)
        connection.executescript("DROP TRIGGER administrations_update; UPDATE administrations SET amount = '40 mg'")
        connection.close()
        said = self.refuses("merge", self.theirs, "--apply", status=1, says="is damaged, so nothing was taken from it")
        self.assertIn("zoledronic-acid/1 of 2026-11-10", said)

    def test_a_change_that_was_replaced(self):
        self.run_it("log", "zoledronic-acid")
        self.split()
        connection = sqlite3.connect(self.theirs)
        trigger, = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'chain_update'").fetchone()
        connection.executescript(f"DROP TRIGGER chain_update; UPDATE chain SET hash = zeroblob (32) WHERE change_id = 2; {trigger}")
        connection.close()
        self.refuses("merge", self.theirs, "--apply", status=1, says="change 2, or one of its rows, is not as it was saved")

    def test_a_copy_that_somebody_prepared(self):
        """A view in the place of a table would be asked instead of the rows that were checked."""
        self.split()
        connection = sqlite3.connect(self.theirs)
        connection.executescript("CREATE VIEW more AS SELECT * FROM administrations")
        connection.close()
        self.refuses("merge", self.theirs, "--apply", status=1, says="not made by this program: view more")

    def test_newer(self):
        self.split()
        connection = sqlite3.connect(self.theirs)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        self.refuses("merge", self.theirs, status=1, says="newer")

    def test_older(self):
        """One that a program of an earlier version wrote is brought up to date in memory."""
        dump = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../store/version-14.sql")
        for name in (self.database, self.theirs):
            if os.path.exists(name):
                os.unlink(name)
            connection = sqlite3.connect(name)
            with open(dump, encoding="utf-8") as file:
                connection.executescript(file.read())
            connection.execute("PRAGMA journal_mode = WAL")
            connection.close()
        self.forget()
        self.now = "2026-11-25T10:00:00+01:00"
        self.run_it("feel", "pain", "2")
        before = self.files()
        self.assertIn("This record has all that", self.merge())
        self.assertEqual(self.files(), before)

    def test_the_copy_is_only_read(self):
        self.split()
        self.there("log", "zoledronic-acid")
        before = self.files()
        os.chmod(self.theirs, stat.S_IRUSR)
        self.merge("--apply")
        self.assertEqual(self.files(), before)

    def test_somebody_elses(self):
        self.there("patient", "add", "Berta", "--zone", "Europe/Rome")
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-12")
        self.there("log", "denosumab")
        self.there("feel", "pain", "4")
        said = self.refuses("merge", self.theirs, "--apply", status=1, says="is somebody else's record")
        self.assertIn(f"regimen merge {self.theirs} --as Anna", said)
        self.refuses("merge", self.theirs, "--as", "Carl", says="nobody of that name")
        self.assertIn(f"to start again: regimen merge {self.theirs} --as anna", 
                      self.enter_while_it_asks(self.database, "feel", "nausea", "2", options=["--as", "anna"], answers=b"y\n")[0])
        self.merge("--as", "anna", "--apply")
        self.assertIn("pain 4", self.flat("feel"))
        self.assertIn("denosumab", self.flat("list"))
        patient, = self.json("patient", "list")["patients"]
        self.assertEqual((patient["name"], patient["zone"]), ("Anna", "Europe/Berlin"))
        self.assertIn("This record has all that", self.merge("--as", "Anna", "--apply"))
        self.there("patient", "add", "Dora", "--zone", "Europe/Rome")
        self.refuses("merge", self.theirs, "--as", "Anna", says="2 people")

    def test_as_is_not_for_a_copy(self):
        self.split()
        self.refuses("merge", self.theirs, "--as", "Anna", says="leave out --as")

    def test_as_in_both_directions(self):
        """What one of them took over with --as is not taken for another person later."""
        os.unlink(self.theirs) if os.path.exists(self.theirs) else None
        self.there("patient", "add", "Mum", "--zone", "Europe/Berlin")
        self.there("feel", "pain", "4")
        self.run_it("feel", "fatigue", "mild")
        self.merge("--as", "Anna", "--apply")
        line = self.refuses("--db", self.theirs, "merge", self.database, "--apply", status=1, says="is somebody else's record")
        self.assertIn("--as Mum", line)
        for _ in range(2):
            self.there("merge", self.database, "--as", "Mum", "--apply")
            self.assertEqual(self.run_it("feel"), self.there("feel"))
            self.assertEqual(self.run_it("list"), self.there("list"))
            self.assertEqual([patient["name"] for patient in self.json("--db", self.theirs, "patient", "list")["patients"]], ["Mum"])
            self.assertIn("This record has all that", self.merge("--as", "Anna", "--apply"))

    def test_nothing_here_and_nothing_there(self):
        self.split()
        os.unlink(self.database)
        self.forget()
        self.refuses("merge", self.theirs, status=1, says="nothing is on record here")

    def test_two_people_of_one_name(self):
        self.split()
        self.run_it("patient", "add", "Ben", "--zone", "Europe/Rome")
        self.there("patient", "add", "ben", "--zone", "Europe/Rome")
        self.refuses("merge", self.theirs, "--apply", status=1, says="there would be two patients named")

    def test_what_was_taken_back_here(self):
        self.split()
        self.there("add", "denosumab", "--every", "4w", "--first", "2026-11-12", "--anyway")
        self.merge("--apply")
        self.run_it("undo")
        for options in ([], ["--apply"]):
            self.refuses("merge", self.theirs, *options, status=1, says="\"regimen redo\" brings it back")


if __name__ == "__main__":
    unittest.main()
