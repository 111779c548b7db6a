#!/usr/bin/python3
"""Every kind of schedule as it is added, shown, listed and taken; several people; their zones and closed days."""
import unittest

from regimen import Case


class Schedules(Case):
    def targets(self, course, *words):
        return [dose["due"] for dose in self.json("agenda", *words)["doses"] if dose["course"] == course]

    def test_fixed_times_are_those_of_today_and_tomorrow_unless_days_are_typed(self):
        self.run_it("add", "Calcium", "--custom", "--times", "20:00,08:00", "--amount", "1.0 tablet")
        self.assertEqual(self.targets("calcium"), ["2026-11-23T20:00:00+01:00", "2026-11-24T08:00:00+01:00",
                                                   "2026-11-24T20:00:00+01:00"])
        self.assertEqual(len(self.targets("calcium", "--days", "9")), 19)

    def test_days_steps_and_cycles(self):
        for handle, words, expected in (
                ("a", ("--days", "mon,wed,fri"), ["11-23", "11-25", "11-27", "11-30", "12-02"]),
                ("b", ("--every", "2d"), ["11-23", "11-25", "11-27", "11-29", "12-01"]),
                ("c", ("--cycle", "3/2"), ["11-23", "11-24", "11-25", "11-28", "11-29", "11-30"])):
            with self.subTest(words=words):
                self.run_it("add", "Tablet", "--custom", "--anyway", "--handle", handle, "--times", "20:00", *words)
                found = [due[5:10] for due in self.targets(handle, "--days", "12")]
                self.assertEqual(found[:len(expected)], expected)

    def test_the_next_tablet_is_listed_however_far(self):
        self.run_it("add", "Tablet", "--custom", "--times", "20:00", "--days", "sun")
        self.assertEqual(self.targets("tablet"), ["2026-11-29T20:00:00+01:00"])

    def test_two_sessions_a_day_at_their_times(self):
        self.run_it("add", "radiation", "--fractions", "4", "--per-day", "2", "--times", "08:00,15:00", "--first", "2026-12-04")
        self.assertEqual(self.targets("radiation"), ["2026-12-04T08:00:00+01:00", "2026-12-04T15:00:00+01:00",
                                                     "2026-12-07T08:00:00+01:00", "2026-12-07T15:00:00+01:00"])

    def test_hours_are_elapsed_time(self):
        self.now = "2027-03-27T20:00:00+01:00"
        self.run_it("add", "Drops", "--custom", "--every", "8h", "--first", "2027-03-27 22:00")
        self.assertEqual(self.targets("drops", "--days", "1")[:3], ["2027-03-27T22:00:00+01:00", "2027-03-28T07:00:00+02:00",
                                                                    "2027-03-28T15:00:00+02:00"])

    def test_as_needed_counts_and_says_when_the_rules_allow_the_next(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--gap", "6h", "--max", "2/day", "--amount", "500 mg")
        self.assertEqual(self.targets("pain-tablet"), [])
        first = self.flat("log", "pain-tablet", "--at", "02:00")
        self.assertIn("In the last 24 hours: 1 dose of pain-tablet.", first)
        self.assertNotIn("not before", first)
        second = self.flat("log", "pain-tablet")
        self.assertIn("In the last 24 hours: 2 doses of pain-tablet. As prescribed (as needed, at least 6 hours apart, at most 2 in "
                      "24 hours), the next one is not before Tue 2026-11-24 02:00.", second)

    def test_as_needed_counts_by_time_whatever_the_order_of_logging(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--max", "2/day", "--amount", "500 mg")
        self.now = "2026-11-23T12:00:30+01:00"
        self.run_it("log", "pain-tablet")
        self.run_it("log", "pain-tablet", "--at", "02:00")
        said = self.flat("log", "pain-tablet", "--at", "11:00", "--anyway")
        self.assertIn("In the last 24 hours: 3 doses of pain-tablet.", said)
        self.assertIn("the next one is not before Tue 2026-11-24 11:00.", said)
        self.refuses("log", "pain-tablet", status=3, REGIMEN_NOW="2026-11-24T02:01:00+01:00", says="within 24 hours")
        self.refuses("log", "pain-tablet", status=3, REGIMEN_NOW="2026-11-24T10:59:59+01:00", says="within 24 hours")
        said = self.flat("log", "pain-tablet", REGIMEN_NOW="2026-11-24T11:00:00+01:00")
        # Times are said in minutes: 12:00:30 would be refused half a minute after "12:00".
        self.assertIn("the next one is not before Tue 2026-11-24 12:01.", said)
        self.run_it("log", "pain-tablet", REGIMEN_NOW="2026-11-24T12:01:00+01:00")

    def test_doses_given_before(self):
        said = self.flat("add", "denosumab", "--given", "2026-10-27", "--given", "2026-09-29 08:30")
        self.assertIn("2 doses given before are on record: Tue 2026-09-29 08:30, Tue 2026-10-27.", said)
        self.assertIn("denosumab/3 on Tue 2026-11-24 (tomorrow): 4 weeks after injection 2 was given on Tue 2026-10-27", said)
        rows = self.json("history")["administrations"]
        self.assertEqual([row["at"] for row in rows], ["2026-09-29T08:30:00+02:00", "2026-10-27"])

    def test_doses_given_before_and_a_first_date_to_come(self):
        self.run_it("add", "denosumab", "--given", "2026-10-27", "--first", "2026-12-01")
        self.assertEqual(self.targets("denosumab")[:2], ["2026-12-01", "2026-12-29"])
        self.assertIn("the first date that was entered", self.flat("show", "denosumab"))
        self.assertNotIn("Changed on", self.flat("show", "denosumab"))

    def test_doses_given_before_of_a_plan_and_of_radiation(self):
        self.run_it("add", "denosumab", "--reckon", "plan", "--given", "2026-10-04", "--given", "2026-11-01", "--handle", "d")
        self.assertEqual(self.targets("d")[:2], ["2026-11-29", "2026-12-27"])
        self.run_it("add", "radiation", "--fractions", "4", "--given", "2026-11-19", "--given", "2026-11-20")
        self.assertEqual(self.targets("radiation"), ["2026-11-23", "2026-11-24"])

    def test_what_given_does_not_accept(self):
        self.refuses_all(
            ("add", "denosumab", "--given", "2026-10-27", "--given", "2026-10-27", "twice"),
            ("add", "denosumab", "--given", "2026-10-27", "--first", "2026-10-01", "--first must be a later day than the last dose in --given"),
            ("add", "ct", "--on", "2026-12-01", "--given", "2026-10-27", "--given cannot be used with --on"),
            ("add", "Calcium", "--custom", "--times", "08:00", "--given", "2026-10-27", "--given cannot be used with --times"),
            ("add", "denosumab", "--given", "soon", "soon"))

    def test_a_dose_that_was_given_lies_in_the_past(self):
        self.refuses("add", "denosumab", "--given", "tomorrow", status=3, says="is in the future")

    def test_what_schedules_do_not_accept(self):
        self.refuses_all(
            ("add", "Calcium", "--custom", "--times", "25:00", "25:00"),
            ("add", "Calcium", "--custom", "--times", "08:00,08:00", "08:00"),
            ("add", "Calcium", "--custom", "--times", "08:00", "--cycle", "21", "21"),
            ("add", "Calcium", "--custom", "--times", "08:00", "--every", "1w", "days"),
            ("add", "Calcium", "--custom", "--times", "08:00", "--every", "2d", "--cycle", "21/7", "only one of"),
            ("add", "Calcium", "--custom", "--times", "08:00", "--gap", "6h", "--gap cannot be used with fixed times"),
            ("add", "Calcium", "--custom", "--as-needed", "--gap", "2d", "hours"),
            ("add", "Calcium", "--custom", "--as-needed", "--max", "3", "3"),
            ("add", "Calcium", "--custom", "--as-needed", "--times", "08:00", "--times cannot be used with"))

    def test_error_prone_units_are_rewritten_with_a_note(self):
        for typed, kept in (("500 \u00b5g", "500 mcg"), ("500 \u03bcg", "500 mcg"), ("100 U", "100 units"), (".50 mg", "0.5 mg")):
            with self.subTest(typed=typed):
                self.database = self.path(kept.replace(" ", "") + str(ord(typed[-2])) + ".db")
                done = self.call("add", "Tablet", "--custom", "--times", "08:00", "--amount", typed)
                self.assertEqual(done.returncode, 0)
                self.assertEqual("error-prone" in done.stderr.decode(), typed != ".50 mg")
                self.assertEqual(self.json("show", "tablet")["course"]["amount"], kept)


class People(Case):
    def setUp(self):
        super().setUp()
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert", "--zone", "America/New_York")
        self.run_it("--patient", "Anna", "add", "denosumab", "--first", "2026-12-01")
        self.run_it("--patient", "Bert", "add", "ct", "--on", "2026-12-01 09:00")

    def test_with_several_a_name_is_needed(self):
        self.refuses("add", "ct", "--on", "2026-12-02", says="whose? several people are on record; add --patient NAME (NAME is Anna or Bert), for example: regimen add ct --on 2026-12-02 --patient Anna;")
        self.run_it("--patient", "Bert", "add", "denosumab", "--first", "2026-12-01")
        for words in (("log", "deno"), ("hold", "denosumab", "--reason", "x"), ("stop", "deno"), ("show", "denosumab/1")):
            self.refuses(*words, says="several people have a course")
        self.run_it("--patient", "Bert", "undo")
        self.assertTrue(self.run_it("hold", "deno", "--reason", "x").startswith("For Anna"))  # only she has one now
        self.assertEqual([dose["patient"] for dose in self.json("agenda", "--all-patients", "--days", "20")["doses"]],
                         ["Anna", "Bert"])

    def test_a_handle_never_resolves_across_people(self):
        for words in (("show", "deno"), ("log", "denosumab"), ("move", "d", "tomorrow"), ("amend", "deno/1", "--note", "x"),
                      ("pause", "deno"), ("change", "deno", "--every", "4w"), ("undo", "deno")):
            self.refuses("--patient", "Bert", *words)
        self.run_it("--patient", "Anna", "show", "deno")

    def test_plans_keep_wall_clock_time_and_appointments_their_zone(self):
        self.run_it("--patient", "Anna", "book", "denosumab", "2026-12-01 10:00")
        self.run_it("--patient", "Anna", "add", "Calcium", "--custom", "--times", "20:00")
        self.run_it("patient", "set", "Anna", "--zone", "America/New_York")
        doses = {dose["course"]: dose for dose in reversed(self.json("--patient", "Anna", "agenda", "--days", "10")["doses"])}
        self.assertEqual(doses["denosumab"]["appointment"], "2026-12-01T10:00:00+01:00")
        self.assertEqual(doses["calcium"]["due"], "2026-11-23T20:00:00-05:00")

    def test_days_on_which_the_clinic_is_closed(self):
        self.run_it("--patient", "Anna", "add", "radiation", "--fractions", "3", "--first", "2026-12-23")
        holidays = self.path("holidays")
        with open(holidays, "w", encoding="utf-8") as file:
            file.write("# our clinic\n2026-12-24..2026-12-26\n\n2027-01-01  # New Year\n")
        said = self.flat("patient", "set", "Anna", "--closed", holidays)
        self.assertIn("The clinic is closed on Thu 2026-12-24 to Sat 2026-12-26, Fri 2027-01-01.", said)
        due = [dose["due"] for dose in self.json("--patient", "Anna", "agenda")["doses"] if dose["course"] == "radiation"]
        self.assertEqual(due, ["2026-12-23", "2026-12-28", "2026-12-29"])
        # Everything that is given at a clinic: 4 Dec + 28 is New Year's Day, which is closed.
        self.run_it("--patient", "Anna", "change", "denosumab", "--first", "2026-12-04")
        self.assertIn("Sat 2027-01-02", self.flat("--patient", "Anna", "show", "denosumab/2"))
        self.run_it("--patient", "Anna", "log", "denosumab", "--at", "2026-12-04 10:00", REGIMEN_NOW="2026-12-04T10:00:00+01:00")
        self.assertIn("Sat 2027-01-02 (in 6 weeks): the first day on which the clinic is open again",
                      self.flat("--patient", "Anna", "show", "denosumab"))
        self.run_it("--patient", "Anna", "change", "denosumab", "--closed", "2027-01-02..2027-01-03")
        self.assertEqual([dose["due"] for dose in self.json("--patient", "Anna", "show", "denosumab")["doses"]][1:3],
                         ["2027-01-04", "2027-02-01"])
        self.refuses("--patient", "Anna", "add", "Drops", "--custom", "--every", "8h", "--first", "2026-12-24 08:00",
                     "--closed", "2026-12-24", says="taken at home")
        patient = self.json("patient", "set", "Anna", "--closed", "none")["patient"]
        self.assertEqual(patient["closed"], [])
        self.refuses_all(("patient", "set", "Anna", "--closed", "christmas", "christmas"),
                         ("patient", "set", "Anna", "--closed", "2026-12-26..2026-12-24", "2026-12-26..2026-12-24"),
                         ("patient", "add", "Carl", "--closed", "2026-12-24", "--closed can be used only with"))


class Show(Case):
    def told(self, handle):
        """What each listing says of the open doses of a course: number, time, state."""
        found = {name: [(dose["dose"], dose["due"], dose["state"]) for dose in self.json(*words)["doses"]
                        if dose["course"] == handle and dose["state"] in ("planned", "due", "overdue")][:3]
                 for name, words in (("agenda", ("agenda", "--days", "3")), ("show", ("show", handle)))}
        found["list"], = (course["next"] for course in self.json("list")["courses"] if course["handle"] == handle)
        found["alerts"] = [(alert["dose"], alert["kind"]) for alert in self.json("notify", "--dry-run")["alerts"]
                           if alert["course"] == handle and alert["kind"] != "watch"]
        return found

    def test_one_command_while_the_clock_was_a_year_ahead(self):
        self.now = "2026-11-10T09:00:00+01:00"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-10 20:00")
        self.now = "2026-12-15T20:00:00+01:00"
        self.run_it("log", "calcium")
        for wrong in ("2027-01-18T20:00:00+01:00", "2027-12-15T20:00:00+01:00"):
            self.now = wrong
            self.run_it("log", "calcium")
        self.now = "2026-12-16T08:00:00+01:00"
        told = self.told("calcium")
        due = (72, "2026-12-16T08:00:00+01:00", "due")
        self.assertEqual((told["agenda"][0], told["show"][0], told["list"], told["alerts"]), (due, due, due[1], [(72, "due")]))
        self.assertEqual(told["agenda"], told["show"])

    def test_far_tablets_do_not_hide_the_others(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-02")
        self.run_it("log", "calcium/1", "--at", "2026-11-02 08:10")
        said = self.run_it("show", "calcium")
        self.assertEqual(said.count("2026-11-02 08:00"), 1)
        self.assertNotIn("2026-11-02 20:00", said)
        self.assertIn("2026-11-26 20:00", said)
        self.assertNotIn("2026-11-27", said)
        doses = self.json("show", "calcium")["doses"]
        self.assertIn(f"Not listed: {len(doses) - 15} fixed times more than 3 days away", said)


class Overview(Case):
    def test_tablets_stand_in_one_line(self):
        self.zoledronic_acid()
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,13:00,20:00", "--first", "2026-11-23", "--amount", "1 tablet")
        said = self.run_it()
        self.assertIn("\nFixed times\n  calcium, 1 tablet: 08:00 overdue, 13:00 planned, 20:00 planned\n    regimen log calcium/1\n", said)
        self.assertEqual(said.count("calcium"), 2)


if __name__ == "__main__":
    unittest.main()
