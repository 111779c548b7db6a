#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case


class Book(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def dose(self, number=1):
        return next(dose for dose in self.json("agenda")["doses"] if dose["dose"] == number)

    def test_the_next_dose(self):
        said = self.flat("book", "zoledronic-acid", "2026-12-02 10:30", "--place", "day clinic")
        self.assertIn("Booked: infusion zoledronic-acid/1 on Wed 2026-12-02 10:30 (in 9 days).", said)
        dose = self.dose()
        self.assertEqual((dose["state"], dose["due"], dose["appointment"], dose["place"]),
                         ("booked", "2026-12-01", "2026-12-02T10:30:00+01:00", "day clinic"))

    def test_again_changes_it(self):
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:30")
        self.run_it("book", "zoledronic-acid/1", "2026-12-03T11:00")
        self.assertEqual(self.dose()["appointment"], "2026-12-03T11:00:00+01:00")

    def test_again_although_it_has_ended(self):
        """A dose that is not planned any more is not said to be booked, although it keeps its appointment."""
        again = ("book", "zoledronic-acid/1", "2026-12-02 10:30")
        for end, says in ((("stop", "zoledronic-acid"), "zoledronic-acid was stopped on Mon 2026-11-23"),
                          (("skip", "zoledronic-acid", "--reason", "a cold"), "was skipped on Mon 2026-11-23"),
                          (("log", "zoledronic-acid", "--anyway"), "was already given on Mon 2026-11-23")):
            self.run_it(*again)
            self.assertIn("already: nothing was changed", self.flat(*again))
            self.run_it(*end)
            self.refuses(*again, status=1, says=says)
            self.run_it("undo")

    def test_what_is_not_named_stays(self):
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:30", "--place", "day clinic")
        self.run_it("book", "zoledronic-acid", "2026-12-03 11:00")
        self.assertEqual(self.dose()["place"], "day clinic")
        self.run_it("book", "zoledronic-acid", "2026-12-03 11:00", "--place", "")
        self.assertIsNone(self.dose()["place"])

    def test_before_its_window_is_refused(self):
        self.refuses("book", "zoledronic-acid", "2026-11-26 10:30", status=3, says="too early")
        said = self.flat("book", "zoledronic-acid", "2026-11-26 10:30", "--anyway")
        self.assertIn("it was booked anyway, and what the safety check said", said)

    def test_a_later_dose(self):
        self.run_it("book", "zoledronic-acid/2", "2026-12-29 08:00")
        self.assertEqual(self.dose(2)["appointment"], "2026-12-29T08:00:00+01:00")

    def test_outside_its_window_is_said(self):
        said = self.flat("book", "zoledronic-acid", "2026-12-10 10:30")
        self.assertIn("outside its window: the dose would be on time from Fri 2026-11-27 to Sat 2026-12-05", said)
        self.assertIn("outside its window", self.flat("agenda"))

    def test_the_window_is_told_by_the_day_of_the_patient(self):
        """23:30 in New York is 05:30 of the next day in Berlin: Fri 27 November, the first day of the window."""
        said = self.flat("book", "zoledronic-acid", "2026-11-26 23:30", "--zone", "America/New_York")
        self.assertNotIn("window", said)
        self.assertNotIn("window", self.flat("agenda"))

    def test_a_day_of_the_window_where_the_clinic_is(self):
        """08:00 in Tokyo on 27 November is still 26 November in Los Angeles, a day before the window."""
        self.run_it("patient", "set", "me", "--zone", "America/Los_Angeles")
        for day, said in (("2026-11-27", ""), ("2026-12-06", "outside its window")):
            booked = self.flat("book", "zoledronic-acid", day + " 18:00" if said else day + " 08:00", "--zone", "Asia/Tokyo")
            self.assertEqual("outside its window" in booked, bool(said), booked)
            self.assertEqual("outside its window" in self.flat("agenda"), bool(said))
        self.refuses("book", "zoledronic-acid", "2026-11-26 08:00", "--zone", "Asia/Tokyo", status=3, says="its window opens on")
        self.run_it("book", "zoledronic-acid", "2026-11-27 08:00", "--zone", "Asia/Tokyo")
        self.run_it("log", "zoledronic-acid", REGIMEN_NOW="2026-11-27T08:00:00+09:00")

    def test_a_visit_has_no_window_unless_it_was_given(self):
        self.run_it("add", "bone-scan", "--on", "2026-12-03")
        for where in (("book", "bone-scan", "2026-11-24 10:00"), ("agenda",), ()):
            self.assertNotIn("window", self.flat(*where), where)
        self.run_it("add", "ct", "--on", "2026-12-10", "--window", "3d")
        self.refuses("book", "ct", "2026-11-24 10:00", status=3, says="its window opens on Mon 2026-12-07")
        self.assertIn("outside its window", self.flat("book", "ct", "2026-11-24 10:00", "--anyway"))

    def test_the_zone_of_the_booking_is_kept(self):
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:30")
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        self.assertEqual(self.dose()["appointment"], "2026-12-02T10:30:00+01:00")
        self.assertIn("Wed 2026-12-02 10:30 in 9 days zoledronic-acid/1 booked infusion 4 mg, time of Europe/Berlin",
                      " ".join(self.run_it("agenda", COLUMNS="100").split()))

    def test_a_time_of_another_zone_is_never_shown_without_it(self):
        """01:00 in New York is 07:00 in Berlin, two hours before the present of the tests."""
        for anyway in ((), ("--anyway",)):
            self.refuses("book", "zoledronic-acid", "2026-11-23 01:00", "--zone", "America/New_York", *anyway,
                         says="the appointment Mon 2026-11-23 01:00 (America/New_York time) is in the past")
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:30", "--zone", "America/New_York")
        self.run_it("stop", "zoledronic-acid", "--reason", "moved away")
        self.assertIn("10:30, time of America/New_York", self.flat("show", "zoledronic-acid"))

    def test_a_date_needs_no_quotes(self):
        for words in (["2026-12-02", "10:30"], ["2", "Dec", "10:30", "am"], ["wed,", "2", "December", "2026", "at", "10:30"]):
            self.assertIn("Wed 2026-12-02 10:30", self.flat("book", "zoledronic-acid", *words), words)
        self.assertIn("Thu 2026-12-03 14:00", self.flat("book", "zoledronic-acid", "3", "Dec", "2pm", "--place", "day clinic"))

    def test_json(self):
        booked = self.json("book", "zoledronic-acid", "2026-12-02 10:30")
        self.assertEqual(set(booked), {"format", "dose", "next"})
        self.assertEqual(set(booked["dose"]), DOSE_KEYS)
        self.assertEqual(booked["dose"]["state"], "booked")

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("book", "zoledronic-acid", "needs more"),
            ("book", "zoledronic-acid", "2026-12-02", "no time of day"),
            ("book", "zoledronic-acid", "2026-13-02 10:00", "2026-13-02 10:00"),
            ("book", "zoledronic-acid", "2026-12-02", "10:00", "or", "so", '"or so" is not part of the date'),
            ("book", "nothing", "2026-12-02 10:00", "nothing"))
        self.run_it("skip", "zoledronic-acid/1", "--reason", "x")
        self.refuses("book", "zoledronic-acid/1", "2026-12-02 10:00", status=1, says="skipped")


class ElsewhereNow(Case):
    """An appointment that was booked in Berlin, of a person who is in Los Angeles now. It begins on another day there."""
    AT_IT = "2026-04-02T08:30:00+02:00"  # 23:30 of the day before in Los Angeles

    def setUp(self):
        super().setUp()
        self.now = "2026-03-30T09:00:00+02:00"
        self.run_it("add", "xgeva", "--given", "5 mar")
        self.run_it("book", "denosumab", "2 apr 08:00")
        self.run_it("patient", "set", "me", "--zone", "America/Los_Angeles")

    def test_a_dose_that_is_given_at_its_appointment_keeps_it(self):
        for words in ((), ("--at", "2026-04-01"), ("--at", "2026-04-01 23:30")):
            said = self.flat("log", "denosumab", *words, REGIMEN_NOW=self.AT_IT)
            self.assertIn("given on Wed 2026-04-01", said)
            self.assertNotIn("no longer planned", said, words)
            self.assertNotIn("If that time is kept", said, words)
            self.run_it("undo", REGIMEN_NOW=self.AT_IT)

    def test_a_dose_that_is_given_on_an_earlier_day_frees_it(self):
        for words in (("--at", "2026-04-01 12:00"), ("--at", "2026-03-31")):
            said = self.flat("log", "denosumab", *words, REGIMEN_NOW="2026-04-02T04:00:00+02:00")
            self.assertIn("on Thu 2026-04-02 08:00, time of Europe/Berlin is no longer planned.", said, words)
            self.assertNotIn("If that time is kept for injection 3", said, words)  # it would be refused: two days after the one before
            self.run_it("undo", REGIMEN_NOW="2026-04-02T04:00:00+02:00")
        self.run_it("log", "denosumab", "--at", "2026-03-31", REGIMEN_NOW="2026-04-02T04:00:00+02:00")
        self.run_it("book", "denosumab/3", "2026-04-02T08:00", "--zone", "Europe/Berlin", "--anyway", REGIMEN_NOW="2026-04-02T04:00:00+02:00")
        self.assertEqual(self.json("agenda")["doses"][0]["appointment"], "2026-04-02T08:00:00+02:00")

    def test_a_time_that_has_passed_is_not_proposed(self):
        said = self.flat("log", "denosumab", "--at", "2026-03-31", REGIMEN_NOW=self.AT_IT)
        self.assertIn("is no longer planned", said)
        self.assertNotIn("If that time is kept", said)

    def test_each_view_names_the_zone(self):
        booked = "Thu 2026-04-02 08:00, time of Europe/Berlin"
        for words in (("month", "april"), ("list",), ("show", "denosumab")):
            self.assertIn(booked, " ".join(self.run_it(*words, COLUMNS="150").split()), words)
        self.assertIn(f"is booked for {booked} (in 2 days)", self.flat("show", "denosumab"))
        self.assertIn(f"is booked for {booked} already", self.flat("book", "denosumab", "2026-04-02 08:00", "--zone", "Europe/Berlin"))
        self.run_it("sheet", self.path("sheet.html"))
        with open(self.path("sheet.html"), encoding="utf-8") as file:
            self.assertIn(booked, file.read())
        self.assertIn(f"Before, it was booked for {booked}.", self.flat("book", "denosumab", "2026-04-02 08:00"))
        self.assertIn(f"Next: injection denosumab/2 is booked for {booked} (", self.flat("undo"))
        self.assertIn(f"planned for {booked};", self.flat("skip", "denosumab", "--reason", "a cold"))

    def test_a_view_in_the_zone_of_the_appointment_names_none(self):
        self.run_it("patient", "set", "me", "--zone", "Europe/Berlin")
        for words in (("month", "april"), ("list",), ("show", "denosumab")):
            said = " ".join(self.run_it(*words, COLUMNS="150").split())
            self.assertIn("Thu 2026-04-02 08:00", said, words)
            self.assertNotIn("time of", said, words)

    def test_a_dose_that_is_skipped_after_its_appointment_frees_nothing(self):
        said = self.flat("skip", "denosumab", "--reason", "a cold", REGIMEN_NOW="2026-04-03T00:30:00+02:00")
        self.assertNotIn("no longer planned", said)


if __name__ == "__main__":
    unittest.main()
