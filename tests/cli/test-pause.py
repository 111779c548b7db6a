#!/usr/bin/python3
import unittest

from regimen import Case


class Pause(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_doses_wait_for_the_day_after(self):
        said = self.flat("pause", "zoledronic-acid", "--from", "2026-11-30", "--until", "2026-12-06", "--reason", "dental surgery")
        self.assertIn("Paused: zoledronic-acid, from Mon 2026-11-30 to Sun 2026-12-06 (dental surgery).", said)
        self.assertIn("zoledronic-acid/1 on Mon 2026-12-07 (in 14 days): the first day after the pause from Mon 2026-11-30 to "
                      "Sun 2026-12-06", said)
        shown = self.flat("show", "zoledronic-acid")
        self.assertIn("Paused from Mon 2026-11-30 to Sun 2026-12-06 (dental surgery).", shown)

    def test_without_an_end(self):
        paused = self.json("pause", "zoledronic-acid")
        self.assertEqual(set(paused), {"format", "course", "next"})
        self.assertEqual((paused["course"]["state"], paused["next"]), ("paused", None))
        self.assertIn("zoledronic-acid has been paused since Mon 2026-11-23. To continue: regimen resume zoledronic-acid", self.flat("agenda"))

    def test_of_another_person(self):
        """Both have a course with this name: the line names the person, and so does its command."""
        self.run_it("patient", "add", "Ann B")
        self.run_it("--patient", "Ann B", "add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01")
        self.run_it("patient", "default", "me")
        self.run_it("--patient", "Ann B", "pause", "zoledronic-acid", "--reason", "dental surgery")
        line = "Ann B: zoledronic-acid has been paused since Mon 2026-11-23 (dental surgery). To continue: regimen " \
               "--patient 'Ann B' resume zoledronic-acid"
        self.assertIn(line, self.flat("agenda", "--all-patients"))
        self.assertIn(line, self.flat())
        self.assertIn(line[len("Ann B: "):], self.flat("--patient", "Ann B", "agenda"))
        self.assertNotIn("Ann B: zoledronic-acid", self.flat("--patient", "Ann B", "agenda"))

    def test_one_visit(self):
        self.run_it("add", "ct", "--on", "2026-12-10")
        self.refuses("pause", "ct", says="ct is one visit; to put it off: regimen hold ct --reason WHY, or regimen move ct DATE")

    def test_radiation_goes_on_after_it(self):
        self.radiation()
        self.run_it("pause", "radiation", "--from", "2026-12-09", "--until", "2026-12-11", "--reason", "machine down")
        days = [dose["due"][:10] for dose in self.json("agenda")["doses"] if dose["course"] == "radiation"]
        self.assertEqual((days[:3], len(days)), (["2026-12-07", "2026-12-08", "2026-12-14"], 10))

    def test_tablets_are_not_planned_in_it(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("pause", "calcium", "--until", "2026-11-25")
        dose = next(dose for dose in self.json("agenda")["doses"] if dose["course"] == "calcium")
        self.assertEqual(dose["due"], "2026-11-26T08:00:00+01:00")

    def test_the_sessions_before_one_that_was_skipped_ahead(self):
        self.radiation()
        self.run_it("export", "--days", "60")
        self.assertIn("The course now ends on Tue 2026-12-22 14:00, with session 11.",
                      self.flat("skip", "radiation/5", "--reason", "machine down"))
        said = self.flat("pause", "radiation", "--from", "2026-12-08", "--until", "2026-12-09")
        self.assertIn("No dose is planned on these days. These sessions get another day: 2 to 4, 6 to 11. "
                      "The course now ends on Thu 2026-12-24 14:00, with session 11.", said)
        days = {dose["dose"]: dose["due"][:10] for dose in self.json("show", "radiation")["doses"]}
        # Nobody goes there on the 11th, which was skipped.
        self.assertEqual([days[dose][8:] for dose in range(1, 12)], ["07", "10", "14", "15", "11", "17", "18", "21", "22", "23", "24"])
        skipped = self.uid_and_sequence(5)
        self.run_it("resume", "radiation")
        days = [dose["due"][8:10] for dose in self.json("show", "radiation")["doses"]]
        self.assertEqual(days, ["07", "08", "09", "10", "11", "14", "15", "17", "18", "21", "22"])
        self.assertEqual(self.uid_and_sequence(5), skipped)

    def uid_and_sequence(self, dose):
        """Of the event of that dose of radiation."""
        text = self.run_it("export", "--days", "60").replace("\r", "").replace("\n ", "")
        event = next(each for each in text.split("BEGIN:VEVENT") if f"session {dose}\n" in each)
        return sorted(line for line in event.split("\n") if line.startswith(("UID", "SEQUENCE", "DTSTART")))

    def interval(self, reckon):
        self.run_it("add", "Tea", "--custom", "--every", "4w", "--first", "2026-12-01", "--reckon", reckon)
        self.run_it("skip", "tea/3", "--reason", "trip")

    def days(self, count):
        return [(dose["dose"], dose["due"], dose["state"]) for dose in self.json("show", "tea")["doses"]][:count]

    def test_by_the_plan_before_one_that_was_skipped_ahead(self):
        """Neither does the skip move, nor is a dose lost behind it."""
        self.interval("plan")
        said = self.flat("pause", "tea", "--from", "2026-12-20", "--until", "2027-01-05")
        self.assertIn("These doses get another time or are left out: 2", said)
        self.assertEqual(self.days(4), [(1, "2026-12-01", "planned"), (2, "2026-12-29", "cancelled"),
                                        (3, "2027-01-26", "skipped"), (4, "2027-02-23", "planned")])
        self.assertIn("tea/2", self.flat("log", "tea/2", REGIMEN_NOW="2026-12-29T10:00:00+01:00"))
        self.run_it("undo")
        self.run_it("book", "tea/2", "2026-12-30 10:00")
        self.assertEqual(self.days(2)[1], (2, "2026-12-29", "booked"))
        self.run_it("undo")
        self.run_it("resume", "tea", REGIMEN_NOW="2026-12-22T10:00:00+01:00")
        self.assertEqual(self.days(2)[1], (2, "2026-12-29", "planned"))

    def test_by_the_plan_without_an_end(self):
        self.interval("plan")
        self.run_it("pause", "tea", "--from", "2026-12-20")
        self.assertEqual(self.days(9), [(1, "2026-12-01", "planned"), (2, "2026-12-29", "cancelled"), (3, "2027-01-26", "skipped")])
        self.run_it("log", "tea/1", REGIMEN_NOW="2026-12-01T10:00:00+01:00")
        # It was given in the pause all the same: the one that is left out there, not the one behind it.
        self.assertIn("tea/2", self.flat("log", "tea", REGIMEN_NOW="2026-12-29T10:00:00+01:00"))
        self.run_it("resume", "tea", REGIMEN_NOW="2027-01-27T10:00:00+01:00")
        self.assertEqual(self.days(4)[3], (4, "2027-02-23", "planned"))

    def test_from_the_day_given_before_one_that_was_skipped_ahead(self):
        self.interval("given")
        said = self.flat("pause", "tea", "--from", "2026-12-20", "--until", "2027-02-05")
        self.assertIn("These doses get another day: 2, 4 and later.", said)
        # The skip keeps its day; the next one counts from 6 Feb, not from a day before it.
        self.assertEqual(self.days(4), [(1, "2026-12-01", "planned"), (2, "2027-02-06", "planned"),
                                        (3, "2027-01-26", "skipped"), (4, "2027-03-06", "planned")])
        self.run_it("resume", "tea", REGIMEN_NOW="2026-12-21T10:00:00+01:00")
        self.assertEqual([due for _, due, _ in self.days(4)], ["2026-12-01", "2026-12-29", "2027-01-26", "2027-02-23"])

    def test_tablets_before_one_that_was_skipped_ahead(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01")
        self.run_it("skip", "calcium/8", "--reason", "surgery")
        said = self.flat("pause", "calcium", "--from", "2026-12-03", "--until", "2026-12-04")
        # Doses 1 to 4 come before it, dose 9 is the first one behind it.
        self.assertIn("These doses get another time or are left out: 5 to 7.", said)
        day = {"REGIMEN_NOW": "2026-12-03T20:00:00+01:00"}
        self.assertIn("calcium paused", self.flat("list", **day))
        self.assertEqual([alert for alert in self.json("notify", "--dry-run", **day)["alerts"] if alert["course"] == "calcium"], [])
        for words in (("agenda", "--json"), ("show", "calcium", "--json")):
            doses = [dose for dose in self.json(*words[:-1], **day)["doses"] if dose["course"] == "calcium"]
            self.assertEqual({dose["state"] for dose in doses if dose["due"][:10] in ("2026-12-03", "2026-12-04")} - {"cancelled", "skipped"},
                             set(), words)
            self.assertIn(("2026-12-05T08:00:00+01:00", "planned"), [(dose["due"], dose["state"]) for dose in doses], words)
        # Taken all the same.
        self.assertIn("calcium/6 of Thu 2026-12-03 20:00", self.flat("log", "calcium", **day))

    def test_the_next_one_without_the_whole_record(self):
        """The list reads only what is not settled; the next date is that of the whole record all the same."""
        self.interval("given")
        self.run_it("pause", "tea", "--from", "2026-12-20", "--until", "2026-12-30")
        self.run_it("move", "tea/2", "2027-02-05", "--anyway")
        self.run_it("log", "tea/1", REGIMEN_NOW="2026-12-01T10:00:00+01:00")
        self.run_it("skip", "tea/2", "--reason", "fever", REGIMEN_NOW="2026-12-02T10:00:00+01:00")
        self.assertEqual(self.days(4)[1:], [(2, "2027-02-05", "skipped"), (3, "2027-01-26", "skipped"), (4, "2027-03-05", "planned")])
        tea = next(course for course in self.json("list")["courses"] if course["handle"] == "tea")
        self.assertEqual(tea["next"], "2027-03-05")

    def test_days_of_long_ago(self):
        """A calendar that has shown them is told: it keeps the tablets of ninety days."""
        self.run_it("add", "P", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01", "--count", "12", REGIMEN_NOW="2026-11-30T08:00:00+01:00")
        self.run_it("move", "p/12", "2026-12-04 03:51", "--anyway", REGIMEN_NOW="2027-02-04T10:00:00+01:00")
        self.now = "2027-02-26T10:00:00+01:00"

        def event():
            text = self.run_it("export", "--tablets").replace("\r", "").replace("\n ", "")
            found = next(each for each in text.split("BEGIN:VEVENT") if "DTSTART;TZID=Europe/Berlin:20261204T200000" in each)
            return [line for line in found.split("\n") if line.startswith(("SEQUENCE", "STATUS"))]
        self.assertEqual(event()[0], "SEQUENCE:0")
        self.run_it("pause", "p", "--from", "2026-12-04", "--until", "2026-12-11")
        self.assertEqual(sorted(event()), ["SEQUENCE:1", "STATUS:CANCELLED"])

    def test_it_names_the_tablets_that_fall_out(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", REGIMEN_NOW="2026-11-23T07:00:00+01:00")
        self.run_it("skip", "calcium/4", "--reason", "ahead", REGIMEN_NOW="2026-11-23T07:10:00+01:00")
        said = self.flat("pause", "calcium", "--from", "2026-11-24", "--until", "2026-11-25", REGIMEN_NOW="2026-11-23T07:20:00+01:00")
        self.assertIn("These doses get another time or are left out: 3, 5 and later.", said)

    def tablets(self, now):
        self.run_it("add", "P", "--custom", "--times", "08:00,20:00", REGIMEN_NOW="2026-11-22T21:00:00+01:00")
        self.now = now

    def planned(self, handle):
        return [(dose["dose"], dose["due"][8:16], dose["state"]) for dose in self.json("show", handle)["doses"]][:3]

    def test_a_tablet_that_had_passed_can_still_be_logged(self):
        self.tablets("2026-11-23T08:30:00+01:00")
        self.run_it("pause", "p")
        self.assertEqual(self.planned("p"), [(1, "23T08:00", "due")])
        self.assertIn("dose p/1 of Mon 2026-11-23 08:00", self.flat("log", "p", "--at", "08:05"))

    def test_a_tablet_that_was_taken_in_it(self):
        self.tablets("2026-11-22T22:00:00+01:00")
        self.run_it("pause", "p", "--from", "2026-11-24")
        self.now = "2026-11-24T07:50:00+01:00"
        self.assertIn("dose p/3 of Tue 2026-11-24 08:00", self.flat("log", "p"))
        self.run_it("undo")
        self.assertIn("dose p/2 of Mon 2026-11-23 20:00", self.flat("log", "p", "--at", "yesterday 20:10"))
        self.run_it("undo")
        self.run_it("undo", "--anyway")
        self.run_it("pause", "p", REGIMEN_NOW="2026-11-22T22:00:00+01:00")
        self.now = "2026-11-24T20:05:00+01:00"
        self.assertIn("dose p/1 of Tue 2026-11-24 20:00", self.flat("log", "p"))
        self.refuses("skip", "p/2", "--reason", "x", status=2, says="has no dose 2")
        self.now = "2026-11-26T09:05:00+01:00"
        self.run_it("resume", "p")
        self.assertEqual(self.planned("p"), [(1, "24T20:00", "given"), (2, "26T20:00", "planned"), (3, "27T08:00", "planned")])
        self.run_it("undo")
        self.assertEqual(self.planned("p"), [(1, "24T20:00", "given")])

    def test_a_dose_that_was_given_in_it(self):
        self.run_it("pause", "zoledronic-acid")
        self.refuses("book", "zoledronic-acid", "2026-12-02 10:00", status=1, says="because it is paused; to continue: regimen resume")
        self.now = "2026-12-03T10:00:00+01:00"
        self.assertIn("infusion zoledronic-acid/1, 4 mg, given on Thu 2026-12-03 10:00", self.flat("log", "zoledronic-acid/1"))
        self.assertEqual(self.json("list")["courses"][0]["state"], "paused")
        self.run_it("resume", "zoledronic-acid")
        # It keeps its day, and the next one counts from the day on which it was given.
        self.assertEqual(self.planned("zoledronic-acid")[:2], [(1, "01", "given"), (2, "31", "planned")])
        self.radiation()
        self.run_it("pause", "radiation")
        self.now = "2026-12-07T14:00:00+01:00"
        self.assertIn("session radiation/1", self.flat("log", "radiation"))
        self.assertEqual(self.planned("radiation"), [(1, "07T14:00", "given")])

    def test_the_overview_names_it(self):
        self.run_it("pause", "zoledronic-acid")
        said = self.flat()
        self.assertIn("zoledronic-acid has been paused since Mon 2026-11-23. To continue: regimen resume zoledronic-acid", said)
        self.assertNotIn("Start a course", said)

    def test_pauses_that_overlap_are_one(self):
        """Each view says the day after the last one, and each reason."""
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-10", "--until", "2026-11-25", "--reason", "trip")
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-20", "--until", "2026-12-05", "--reason", "fever")
        self.run_it("pause", "zoledronic-acid", "--from", "2026-12-06", "--until", "2026-12-08", "--reason", "trip")
        self.run_it("pause", "zoledronic-acid", "--from", "2026-12-20", "--until", "2026-12-24", "--reason", "holidays")
        one = "zoledronic-acid has been paused since Tue 2026-11-10 (trip, fever) and resumes on Wed 2026-12-09."
        for words in ((), ("agenda",)):
            for day in ("11-12", "11-23", "12-07"):
                said = self.flat(*words, REGIMEN_NOW=f"2026-{day}T10:00:00+01:00")
                self.assertIn(one, said)
                self.assertEqual(said.count("has been paused"), 1, said)
        self.assertEqual(self.planned("zoledronic-acid")[0], (1, "09", "planned"))
        self.run_it("pause", "zoledronic-acid", "--from", "2026-12-09", "--reason", "creatinine")
        self.assertIn("zoledronic-acid has been paused since Tue 2026-11-10 (trip, fever, holidays, creatinine). To continue: regimen resume "
                      "zoledronic-acid", self.flat())

    def test_the_day_of_the_person(self):
        """It begins and ends at the midnight where the person lives, not where the computer stands."""
        self.run_it("patient", "set", "me", "--zone", "Pacific/Auckland")
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-24", "--until", "2026-11-26")
        for hour, paused in (("23T11:30", False), ("23T12:30", True), ("26T11:30", True), ("26T12:30", False)):
            said = self.flat("agenda", REGIMEN_NOW=f"2026-11-{hour}:00+01:00")
            self.assertEqual("has been paused since Tue 2026-11-24" in said, paused, hour)

    def test_moved_and_booked_doses_are_not_planned_in_it(self):
        self.run_it("move", "zoledronic-acid", "2026-12-04")
        said = self.flat("pause", "zoledronic-acid", "--from", "2026-12-01", "--until", "2026-12-10")
        self.assertIn("Next: infusion zoledronic-acid/1 on Fri 2026-12-11", said)
        self.run_it("undo")
        self.run_it("book", "zoledronic-acid", "2026-12-04 10:00")
        said = self.flat("pause", "zoledronic-acid", "--from", "2026-12-01", "--until", "2026-12-10")
        self.assertIn("The appointment of infusion 1 on Fri 2026-12-04 10:00 is no longer planned. This program does not tell the clinic.", said)
        self.assertEqual(self.planned("zoledronic-acid")[0], (1, "11", "planned"))
        self.assertEqual(self.json("show", "zoledronic-acid")["doses"][0]["appointment"], None)

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("pause", "zoledronic-acid/1", "not about one dose"),
            ("pause", "zoledronic-acid", "--from", "2026-12-06", "--until", "2026-12-01", "before it begins"),
            ("pause", "zoledronic-acid", "--until", "14:00", "--until takes a day"),
            ("pause", "zoledronic-acid", "--from", "now", "--from takes a day"))
        self.run_it("stop", "zoledronic-acid")
        self.refuses("pause", "zoledronic-acid", status=1, says="was stopped on")

    def test_a_pause_without_an_end_hides_doses_that_are_still_to_come(self):
        self.radiation()
        self.run_it("pause", "radiation")
        for words in (("show", "radiation/3"), ("log", "radiation/3"), ("book", "radiation/3", "2026-12-09 10:00")):
            self.refuses(*words, says="radiation has no dose 3, because it is paused; to continue: regimen resume radiation\n")
        self.run_it("resume", "radiation")
        self.refuses("show", "radiation/12", says="radiation has no dose 12; its last is 10")


if __name__ == "__main__":
    unittest.main()
