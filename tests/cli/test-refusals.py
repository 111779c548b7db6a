#!/usr/bin/python3
"""Every safety check: what it refuses, in which words, and what stays on record where it was overridden."""
import os
import sqlite3
import unittest

from regimen import Case

#: How each command says to record it anyway: in words that fit the act.
HINTS = {"add": "If this is what was prescribed", "change": "If this is what was prescribed", "move": "If this is what was prescribed",
         "log": "If this is what happened", "amend": "If this is what happened", "book": "If this is what was booked",
         "import": "If the calendar is right"}
OWN = "(this program's own rule)"
SOURCE = '("Bone Metastases: When Cancer Spreads to the Bones", URMC Health Encyclopedia)'


class Refusals(Case):
    def check(self, words, line, recorded):
        """Refused in @line; done with --anyway; then @recorded is told by each of its commands."""
        said = self.refuses(*words, status=3)
        self.assertEqual(said, f"regimen: {line} {HINTS[words[0]]}, repeat with --anyway\n")
        self.assertTrue(line.endswith("?"), line)
        self.run_it(*words, "--anyway")
        for command in recorded:
            self.assertIn(line, self.flat(*command), command)

    def test_an_interval_shorter_than_the_source_says(self):
        self.check(("add", "zoledronic-acid", "--every", "2w", "--first", "2026-12-01"),
                   f"Zoledronic acid every 2 weeks: the source says every 3 to 12 weeks {SOURCE}. Is the number or the unit wrong?",
                   [("show", "zole")])

    def test_an_interval_longer_than_the_source_says(self):
        self.check(("add", "denosumab", "--every", "8w", "--first", "2026-12-01"),
                   f"Denosumab every 8 weeks: the source says every 4 weeks {SOURCE}. Is the number or the unit wrong?", [("show", "deno")])

    def test_a_change_to_such_an_interval(self):
        self.zoledronic_acid()
        self.check(("change", "zoledronic-acid", "--every", "26w"),
                   f"Zoledronic acid every 26 weeks: the source says every 3 to 12 weeks {SOURCE}. Is the number or the unit wrong?",
                   [("show", "zole")])

    def test_what_is_used_in_place_of_an_active_one(self):
        self.zoledronic_acid()
        words = ("add", "denosumab", "--first", "2026-12-01")
        line = self.refuses(*words, status=3)
        self.assertRegex(line, r"\Aregimen: the course zoledronic-acid \(Zoledronic acid\) is active: Denosumab is [^\n]*in place of a "
                               r"bisphosphonate[^\n]* Has it ended \(regimen stop zoledronic-acid\)\? "
                               r"Or are you entering a course that has already ended \(then stop it once it is added\)\? If this is what was prescribed, "
                               r"repeat with --anyway\n\Z")
        self.run_it(*words, "--anyway")
        self.assertIn("Added although a check refused it: the course zoledronic-acid (Zoledronic acid) is active", self.flat("show", "deno"))

    def test_an_empty_text_is_none(self):
        self.zoledronic_acid()
        for words, what in [(("change", "zoledronic-acid", "--place", ""), "place"), (("stop", "zoledronic-acid", "--reason", " "), "reason"),
                            (("pause", "zoledronic-acid", "--reason", ""), "reason"),
                            (("log", "zoledronic-acid", "--note", "", "--anyway"), "note"),
                            (("add", "ct", "--on", "2026-12-10", "--place", ""), "place")]:
            before = self.json("show", "zoledronic-acid")
            self.refuses(*words, status=2, says=f"the {what} is empty; type a text, or leave the option out")
            self.assertEqual(self.json("show", "zoledronic-acid"), before)

    def test_two_at_once_in_the_other_order(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        line = self.refuses("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", status=3, says="the course denosumab")
        self.assertIn("in place of a bisphosphonate", line)

    def test_one_medicine_of_ones_own_twice(self):
        """A tablet that is on record twice would be asked for twice."""
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--amount", "500 mg")
        self.refuses("add", "calcium", "--custom", "--times", "8am", status=3,
                     says="calcium is on record already: the course calcium is active, at 08:00, 20:00. Two courses would both remind you of it "
                          "(this program's own rule). To change the one on record: regimen change calcium. Is this meant to be a second course?")
        self.refuses("add", "CALCIUM", "--custom", "--as-needed", status=3, says="the course calcium is active")
        self.run_it("add", "Calcium", "--custom", "--times", "8am", "--anyway")
        self.run_it("add", "Magnesium", "--custom", "--times", "8am")
        self.run_it("stop", "calcium"), self.run_it("stop", "calcium-2")
        self.run_it("add", "Calcium", "--custom", "--times", "8am")
        self.run_it("add", "Dentist", "--custom", "--on", "2026-12-01")
        self.run_it("add", "Dentist", "--custom", "--on", "2026-12-08")

    def test_two_of_one_kind_at_once(self):
        self.zoledronic_acid()
        line = "the course zoledronic-acid (Zoledronic acid) is active, and {} is a medicine of the same kind; two of them at once need " \
               f"to be confirmed {OWN}. Is this the same medicine, has the other course ended (regimen stop zoledronic-acid), or are you entering a course that has already ended (then stop it once it is added)?"
        pamidronate = ("add", "pamidronate", "--every", "4w", "--first", "2026-12-01")
        for words in (("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01"), ("add", "zoledronic-acid")):
            self.refuses(*words, status=3, says="Zoledronic acid is on record already: the course zoledronic-acid is active, and it is the same "
                         f"medicine. A second course of it has to be confirmed {OWN}. To log a dose: regimen log zoledronic-acid DAY; to change "
                         "the plan: regimen change zoledronic-acid OPTIONS; to enter doses that were given before this course began: regimen remove "
                         "zoledronic-acid, and then this command again. Or has that course ended (regimen stop zoledronic-acid)? If this is what was")
        for words, name in [(pamidronate, "Pamidronate"),
                            (("add", "oral bisphosphonate", "--times", "08:00"), "Oral bisphosphonate"),
                            (("add", "Bonefos", "--times", "08:00"), "Bonefos [clodronate, a bisphosphonate: \"Product texts\", "
                                                                     "Switzerland, Germany, United Kingdom]"),
                            (("add", "Zometa", "--custom", "--every", "4w", "--first", "2026-12-01"),
                             "Zometa [zoledronic acid, the 4 mg product for cancer: \"Zometa prescribing information, indications\", "
                             "Novartis]"),
                            (("add", "New one", "--custom", "--class", "bisphosphonate", "--every", "4w", "--first", "2026-12-01"),
                             "New one")]:
            said = self.refuses(*words, status=3)
            self.assertEqual(said, f"regimen: {line.format(name)} If this is what was prescribed, repeat with --anyway\n")
        self.run_it("stop", "zoledronic-acid")
        self.run_it(*pamidronate)

    def test_a_product_as_a_medicine_of_ones_own_and_one_that_replaces_it(self):
        for number, name in enumerate(("Xgeva", "My xgeva 120 mg", "Prolia", "Denosumab (Hospital)")):
            self.database = self.path(f"{number}.db")
            self.run_it("add", name, "--custom", "--every", "4w", "--first", "2026-12-01")
            self.refuses("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", status=3, says="in place of a bisphosphonate")
            self.refuses("add", "denosumab", "--first", "2026-12-01", status=3, says="of the same kind")
        self.run_it("add", "Calcium", "--custom", "--times", "08:00")
        self.run_it("add", "Calcium", "--custom", "--times", "20:00", "--anyway")

    def test_a_dose_before_its_window(self):
        self.zoledronic_acid()
        self.check(("log", "zoledronic-acid"),
                   "Mon 2026-11-23 is too early for dose 1 of zoledronic-acid: it is planned for Tue 2026-12-01, and its window opens on "
                   f"Fri 2026-11-27 {OWN}. Is the date right?",
                   [("show", "zole"), ("history",)])

    def test_a_second_dose_soon_after_another(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.check(("log", "zoledronic-acid"),
                   f"dose 1 of zoledronic-acid is on record for that day already, Tue 2026-12-01 10:40 {OWN}. "
                   "Is it the same dose?", [("show", "zole"), ("history",)])

    def test_a_tablet_long_before_its_time(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.now = "2026-11-23T14:30:00+01:00"
        line = "Mon 2026-11-23 14:30 is too early for dose 1 of calcium: it is planned for Mon 2026-11-23 20:00, and its window opens " \
               f"on Mon 2026-11-23 17:00 {OWN}. Is the date right?"
        other = "Or do you mean the one of Mon 2026-11-23 08:00, so that the course begins with it (regimen log calcium --at " \
                '"2026-11-23 morning")? If this is what happened, repeat with --anyway'
        self.refuses("log", "calcium", status=3, says=f"{line} {other}")
        self.run_it("log", "calcium", "--anyway")
        for words in (("show", "calcium"), ("history",)):
            self.assertIn(line, self.flat(*words))

    def test_the_gap_of_what_is_taken_as_needed(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--gap", "6h")
        self.run_it("log", "pain-tablet", "--at", "04:00")
        self.check(("log", "pain-tablet"), "dose 1 of pain-tablet was taken on Mon 2026-11-23 04:00, and at least 6 hours between two "
                   "doses were prescribed. Is it the same dose?",
                   [("show", "pain"), ("history",)])

    def test_what_is_taken_as_needed_twice_at_once(self):
        self.run_it("add", "Drops", "--custom", "--as-needed")
        said = self.at_once("log", "drops")
        self.assertEqual([status for status, _ in said], [0, 3, 3, 3])
        self.assertIn("dose 1 of drops is on record already as taken on Mon 2026-11-23 09:00", said[1][1])
        self.check(("log", "drops", "--at", "2026-11-23 09:00"), "dose 1 of drops is on record already as taken on Mon 2026-11-23 09:00, less "
                   f"than a minute from this one {OWN}. Is it the same dose?", [("show", "drops"), ("history",)])
        self.run_it("log", "drops", "--at", "08:00")
        self.refuses("log", "drops", "--at", "08:00", status=3, says="dose 3 of drops is on record already as taken on Mon 2026-11-23 08:00")
        self.run_it("log", "drops", "--at", "08:01")
        self.refuses("amend", "drops/4", "--at", "08:00", status=3, says="dose 3 of drops is on record already")
        self.run_it("amend", "drops/4", "--at", "08:02")
        self.run_it("amend", "drops/1", "--note", "with water")

    def test_the_maximum_of_what_is_taken_as_needed(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--max", "2/day")
        self.run_it("log", "pain-tablet", "--at", "yesterday 10:00")
        self.run_it("log", "pain-tablet", "--at", "04:00")
        self.check(("log", "pain-tablet"), "this would be 3 doses of pain-tablet within 24 hours, and at most 2 were prescribed. Is one "
                   "of them on record already?",
                   [("show", "pain"), ("history",)])

    def test_a_corrected_time_is_checked_as_when_logging(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.check(("amend", "zoledronic-acid/1", "--at", "2026-11-01 10:00"),
                   "Sun 2026-11-01 is too early for dose 1 of zoledronic-acid: it is planned for Tue 2026-12-01, and its window opens on "
                   f"Fri 2026-11-27 {OWN}. Is the date right?",
                   [("show", "zole"), ("history",)])

    def given_on_20_november(self):
        self.zoledronic_acid()
        self.now = "2026-11-23T09:30:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-20 10:00", "--anyway")
        return "Mon 2026-11-30{} is too early for dose 2 of zoledronic-acid: it is planned for Fri 2026-12-18, and its window opens on " \
               f"Mon 2026-12-14 {OWN}. Is the date right?"

    def test_booking_does_not_switch_the_check_off(self):
        line = self.given_on_20_november().format("")
        self.check(("book", "zoledronic-acid", "2026-11-30 10:00"), line, [("show", "zole")])
        self.assertIn("Dose 2 was booked although a check refused it: Mon 2026-11-30 is too early", self.flat("show", "zole"))
        self.now = "2026-11-30T10:30:00+01:00"
        self.run_it("log", "zoledronic-acid")  # what was booked anyway is not asked about again

    def test_what_was_booked_anyway_is_asked_about_on_an_earlier_day(self):
        self.given_on_20_november()
        self.run_it("book", "zoledronic-acid", "2026-11-30 10:00", "--anyway")
        self.now = "2026-11-29T10:30:00+01:00"
        self.refuses("log", "zoledronic-acid", status=3, says="too early for dose 2")

    def test_moving_to_a_day_before_the_window(self):
        line = self.given_on_20_november().format("")
        self.check(("move", "zoledronic-acid", "2026-11-30"), line, [("show", "zole")])
        self.assertIn("Dose 2 was moved although a check refused it", self.flat("show", "zole"))
        self.now = "2026-11-30T10:30:00+01:00"
        self.run_it("log", "zoledronic-acid")

    def test_moving_all_later_ones_too(self):
        line = self.given_on_20_november().format("")
        self.check(("move", "zoledronic-acid", "2026-11-30", "--and-later"), line, [("show", "zole")])

    def test_two_appointments_soon_after_each_other(self):
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid/2", "2026-12-28 10:00")
        self.check(("book", "zoledronic-acid/1", "2026-12-27 10:00"),
                   f"dose 2 of zoledronic-acid is booked for Mon 2026-12-28 10:00, less than a quarter of the interval away from Sun 2026-12-27 {OWN}. Is it "
                   "the same dose?", [("show", "zole")])

    def test_a_move_next_to_an_appointment(self):
        self.run_it("add", "denosumab", "--given", "2026-11-20")
        self.run_it("book", "denosumab/2", "2026-12-18 10:00")
        self.run_it("book", "denosumab/3", "2027-01-15 10:00")
        near = "dose 3 of denosumab is booked for Fri 2027-01-15 10:00, less than a quarter of the interval away from "
        line = f"{near}Thu 2027-01-14 {OWN}. Is it the same dose?"
        for words in [("book", "denosumab/2", "2027-01-14 10:00"), ("move", "denosumab/2", "2027-01-15 10:00"),
                      ("move", "denosumab/2", "2027-01-14", "--and-later"), ("change", "denosumab", "--first", "2027-01-14")]:
            self.assertIn(near, self.refuses(*words, status=3), words)
        self.check(("move", "denosumab/2", "2027-01-14"), line, [("show", "denosumab")])

    def test_a_new_first_date_next_to_an_appointment(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        self.run_it("book", "denosumab/2", "2026-12-29 10:00")
        self.check(("change", "denosumab", "--first", "2026-12-28"),
                   f"dose 2 of denosumab is booked for Tue 2026-12-29 10:00, less than a quarter of the interval away from Mon 2026-12-28 {OWN}. Is it the "
                   "same dose?", [("show", "denosumab")])

    def test_another_amount_than_the_prescribed_one(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.check(("log", "zoledronic-acid", "--amount", "40 mg"),
                   f"40 mg differs from 4 mg, which was prescribed for dose 1 of zoledronic-acid {OWN}. Is the number or the unit wrong?",
                   [("show", "zole"), ("history",)])
        self.run_it("amend", "zoledronic-acid/1", "--amount", "4.0 mg")
        self.assertIsNone(self.json("history")["administrations"][-1]["anyway"])
        self.check(("amend", "zoledronic-acid/1", "--amount", "4 mcg"),
                   f"4 mcg differs from 4 mg, which was prescribed for dose 1 of zoledronic-acid {OWN}. Is the number or the unit wrong?",
                   [("show", "zole"), ("history",)])

    def test_what_a_correction_does_not_name_is_not_asked_about_again(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid", "--amount", "40 mg", "--at", "2026-11-20 10:00", "--anyway")
        self.run_it("amend", "zoledronic-acid/1", "--note", "slowly")
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-12-01 09:00")
        last = self.json("history")["administrations"][-1]["anyway"]
        self.assertIn("40 mg differs", last)
        self.assertNotIn("too early", last)

    def test_where_no_amount_was_prescribed_none_is_checked(self):
        self.run_it("add", "denosumab", "--first", "2026-11-23")
        self.run_it("log", "denosumab", "--amount", "60 mg")

    def test_a_changed_prescription_is_the_one_that_counts(self):
        self.zoledronic_acid()
        self.run_it("change", "zoledronic-acid", "--amount", "3.3 mg")
        self.now = "2026-12-01T10:40:00+01:00"
        self.refuses("log", "zoledronic-acid", "--amount", "4 mg", status=3, says="4 mg differs from 3.3 mg")
        self.run_it("log", "zoledronic-acid", "--amount", "3.30 mg")

    def test_a_dose_that_was_given_in_the_future(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        line = "{} is in the future (it is now Tue 2026-12-01 10:40), and a log says what has happened " + OWN + '. To enter a plan, ' \
               'use "regimen book" or "regimen move". Is the date wrong, or the clock of this computer?'
        self.run_it("log", "zoledronic-acid", "--at", "10:44")  # a clock that is four minutes slow
        self.run_it("undo")
        self.check(("log", "zoledronic-acid", "--at", "2026-12-02 10:00"), line.format("Wed 2026-12-02 10:00"), [("show", "zole")])
        self.refuses("log", "zoledronic-acid", "--at", "2026-12-02", status=3, says=line.format("Wed 2026-12-02"))  # no time was told
        self.check(("amend", "zoledronic-acid/1", "--at", "2026-12-03 10:00"), line.format("Thu 2026-12-03 10:00"), [("show", "zole")])
        self.check(("add", "bone-scan", "--custom", "--every", "1w", "--given", "2026-12-04 10:00"), line.format("Fri 2026-12-04 10:00"),
                   [("show", "bone-scan")])

    def test_a_first_date_whose_window_has_passed(self):
        self.check(("add", "denosumab", "--first", "2026-09-01"),
                   f"the first date, Tue 2026-09-01, has passed, and so has its window, which ended on Sat 2026-09-05 {OWN}. Were doses given "
                   "before? Then enter each with its date, like --given 2026-09-01, and the next one counts from the last of them. Or is the "
                   "year wrong?", [("show", "deno")])

    def test_a_first_date_after_doses_that_were_given(self):
        self.run_it("add", "denosumab", "--given", "2026-10-01", "--given", "2026-10-29", "--first", "2026-11-26")

    def test_a_new_first_date_is_not_before_the_window(self):
        """Given on 20 November every 4 weeks: the window opens on 14 December, whichever command enters the date."""
        line = f"{{}} is too early for dose 2 of zoledronic-acid: it is planned for Fri 2026-12-18, and its window opens on Mon 2026-12-14 {OWN}. Is " \
               "the date right?"
        near = f"dose 1 of zoledronic-acid was given on Fri 2026-11-20, less than a quarter of the interval away from Mon 2026-11-23 {OWN}. Is it " \
               "the same dose?"
        for day, told in (("2026-11-23", near), ("2026-12-01", line.format("Tue 2026-12-01"))):
            self.check(("add", "zoledronic-acid", "--every", "4w", "--given", "2026-11-20", "--first", day), told, [("show", "zole")])
            self.run_it("undo")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--given", "2026-11-20")
        self.now = "2026-11-23T09:05:00+01:00"
        self.check(("change", "zoledronic-acid", "--first", "2026-11-30"), line.format("Mon 2026-11-30"), [("show", "zole")])
        self.run_it("undo")
        self.run_it("change", "zoledronic-acid", "--first", "2026-12-15")
        self.run_it("change", "zoledronic-acid", "--every", "3w", "--first", "2026-12-11")

    def test_doses_given_before_are_not_too_near(self):
        self.check(("add", "zoledronic-acid", "--every", "4w", "--given", "2026-11-18", "--given", "2026-11-20"),
                   f"dose 1 of zoledronic-acid was given on Wed 2026-11-18, less than a quarter of the interval away from Fri 2026-11-20 {OWN}. Is it the same dose?",
                   [("show", "zole")])

    def test_a_course_that_was_completed_does_not_go_on_beside_another(self):
        given = "zoledronic-acid", "--every", "4w", "--given", "2026-11-20"
        for hour, (ending, waking) in enumerate(((("--count", "1"), ("change", "zole", "--count", "3")),
                                                 (("--until", "2026-12-01"), ("change", "zole", "--until", "none")),
                                                 (("--until", "2026-12-15"), ("amend", "zole/1", "--at", "2026-11-16")),
                                                 (("--until", "2026-12-20"), ("resume", "zole"))), 10):
            self.now = f"2026-11-23T{hour}:00:00+01:00"
            self.run_it("add", *given, *ending)
            if waking[0] == "resume":
                self.run_it("pause", "zole", "--from", "2026-12-01", "--until", "2027-01-15")
                waking = waking + ("--on", "2026-12-02")
            self.run_it("add", "denosumab", "--first", "2026-12-20")
            self.refuses(*waking, status=3, says="the course denosumab is active: Denosumab is sometimes used in place of")
            self.now = f"2026-11-23T{hour}:01:00+01:00"
            self.run_it(*waking, "--anyway")
            self.assertIn("although a check refused it: the course denosumab is active", self.flat("show", "zole"))
            self.run_it("undo")
            self.run_it("stop", "denosumab")
            self.run_it(*waking)
            self.run_it("stop", "zole")
            self.run_it("rename", "zole", "was-" + waking[0] + ending[1])
            self.run_it("rename", "denosumab", "then-" + waking[0] + ending[1])

    def completed_and_another(self):
        """Zoledronic acid ended with its only dose, and another medicine began."""
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", "--count", "1")
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("add", "denosumab", "--first", "2026-12-02")

    def states(self):
        return [each["state"] for each in self.json("list")["courses"]]

    def test_a_dose_that_is_taken_back_does_not_put_two_at_once(self):
        self.completed_and_another()
        for words in (("undo", "zole"), ("undo", "zole/1")):
            said = self.refuses(*words, status=3, says="the course denosumab is active: Denosumab is sometimes used in place of")
            self.assertTrue(said.endswith("If this is what you mean to take back, repeat with --anyway\n"))
        self.run_it("undo", "zole", "--anyway")
        self.assertEqual(self.states(), ["active", "active"])
        self.assertIn("the course denosumab is active", self.undone_anyway()[-1])
        self.run_it("redo")
        self.assertIsNone(self.undone_anyway()[-1])

    def test_nor_does_the_last_change(self):
        self.completed_and_another()
        self.run_it("stop", "denosumab")
        self.run_it("undo", "zole")
        self.refuses("undo", status=3, says="the course zoledronic-acid (Zoledronic acid) is active: Denosumab is")
        self.run_it("undo", "--anyway")
        self.assertEqual(self.states(), ["active", "active"])
        self.run_it("undo")

    def test_what_was_there_before_is_not_asked_about(self):
        """It was confirmed when it was entered: undo and redo lead back to it."""
        self.zoledronic_acid()
        self.run_it("add", "denosumab", "--first", "2026-12-02", "--anyway")
        self.run_it("undo")
        self.run_it("redo")
        self.assertEqual(self.states(), ["active", "active"])
        self.run_it("remove", "denosumab")
        self.run_it("rename", "zoledronic-acid", "zol")
        self.run_it("undo")
        self.run_it("undo")
        self.assertEqual(self.states(), ["active", "active"])

    def undone_anyway(self):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return [row[0] for row in connection.execute("SELECT anyway FROM undos ORDER BY id")]
        finally:
            connection.close()

    def test_a_mistake_in_a_catalog_keeps_nothing_from_being_taken_back(self):
        """What the program itself knows is asked then."""
        self.completed_and_another()
        os.makedirs(self.path("config", "regimen", "catalog.d"))
        with open(self.path("config", "regimen", "catalog.d", "own.ini"), "w", encoding="utf-8") as out:
            out.write("[nonsense]\n")
        self.refuses("undo", "zole", status=3, says="the course denosumab is active")
        self.run_it("undo")
        self.run_it("undo")

    def test_late_is_never_refused(self):
        self.zoledronic_acid()
        self.now = "2027-06-01T10:40:00+02:00"
        self.run_it("log", "zoledronic-acid")

    def test_where_nothing_refuses_anyway_leaves_nothing(self):
        self.zoledronic_acid()
        self.now = "2026-12-01T10:40:00+01:00"
        self.run_it("log", "zoledronic-acid", "--anyway")
        row, = self.json("history")["administrations"]
        self.assertIsNone(row["anyway"])


if __name__ == "__main__":
    unittest.main()
