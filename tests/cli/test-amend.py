#!/usr/bin/python3
import shlex
import unittest

from regimen import DOSE_KEYS, Case


class Amend(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.now = "2026-12-03T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-03 10:00", "--note", "slow drip")

    def row(self):
        row, = self.json("history")["administrations"]
        return row

    def test_the_day(self):
        said = self.flat("amend", "zoledronic-acid/1", "--at", "2026-12-02 10:00")
        self.assertIn("Corrected: infusion zoledronic-acid/1, now on record as given on Wed 2026-12-02 10:00, 4 mg, slow drip.", said)
        self.assertIn("zoledronic-acid/2 on Wed 2026-12-30 (in 4 weeks): 4 weeks after infusion 1 was given on Wed 2026-12-02", said)
        self.assertEqual((self.row()["at"], self.row()["amount"]), ("2026-12-02T10:00:00+01:00", "4 mg"))

    def test_a_day_alone_says_that_the_time_is_gone(self):
        said = self.flat("amend", "zoledronic-acid/1", "2 Dec")
        self.assertIn("now on record as given on Wed 2026-12-02, 4 mg", said)
        line = 'regimen amend zoledronic-acid/1 "2026-12-02 10:00"'
        self.assertIn(f"the time, 10:00, was that of the earlier version. If it was at that time: {line}", said)
        self.assertIn("given on Wed 2026-12-02 10:00", self.flat(*shlex.split(line)[1:]))
        self.assertNotIn("earlier version. If it", self.flat("amend", "zoledronic-acid/1", "1 Dec 10:00"))
        self.run_it("amend", "zoledronic-acid/1", "30 Nov")
        self.assertNotIn("the time, ", self.flat("amend", "zoledronic-acid/1", "1 Dec"))

    def abroad(self):
        """Drops were taken at 20:00 in New York, a temperature and a value were entered there; then the person is in Berlin, where
        it was another day."""
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        self.now = "2026-12-05T20:05:00-05:00"
        self.run_it("add", "Drops", "--custom", "--as-needed", "--gap", "6h", "--max", "3/day", "--amount", "10 mg")
        self.run_it("log", "drops", "--at", "20:00")
        self.run_it("feel", "temperature", "38.4C", "--at", "20:00")
        self.run_it("lab", "calcium", "2.3 mmol/L", "--at", "20:00")
        self.now = "2026-12-06T09:00:00+01:00"
        self.run_it("patient", "set", "me", "--zone", "Europe/Berlin")

    def test_a_time_that_is_shown_in_another_zone(self):
        self.abroad()
        shown = "Sat 2026-12-05 20:00 (America/New_York time)"
        self.assertIn(shown, self.run_it("history"))
        self.assertIn("on record as taken on Sat 2026-12-05 20:30 (America/New_York time)",
                      self.flat("amend", "drops/1", "--at", "20:30"))
        self.assertIn("2026-12-05T20:30:00-05:00", self.run_it("history", "--json"))
        self.refuses("log", "drops", "--at", "2026-12-06 03:45", status=3,
                     says="dose 1 of drops was taken on Sat 2026-12-05 20:30 (America/New_York time), and at least 6 hours")
        # the same moment corrects nothing, and with a day the time is that of the list, too
        self.refuses("amend", "drops/1", "2026-12-05 20:30", status=1, says="in exactly this form")
        self.assertIn("Sat 2026-12-05 19:00 (America/New_York time)", self.flat("amend", "drops/1", "2026-12-05 19:00"))
        # on the same day, the list has the time of Berlin; so has the correction
        self.assertIn("taken on Sat 2026-12-05 12:00 (America/New_York time)", self.flat("amend", "drops/1", "12:00"))
        self.assertIn("Sat 2026-12-05 18:00  drops/1", self.run_it("history"))
        self.assertIn("now on record as taken on Sat 2026-12-05 18:30, 10 mg", self.flat("amend", "drops/1", "18:30"))
        # a day alone is a day
        self.assertIn("now on record as taken on Sat 2026-12-05 17:00", self.flat("amend", "drops/1", "2026-12-05 17:00"))

    def test_words_that_mean_the_zone_of_today(self):
        """Another day than that on record, "now", "today" and a day alone are those of the place where the person is."""
        self.abroad()
        self.now = "2026-12-06T05:00:00+01:00"  # it is still the 5th in New York
        for typed, taken in (("now", "2026-12-06 05:00"), ("2 hours ago", "2026-12-06 03:00"), ("today 04:30", "2026-12-06 04:30"),
                             ("2026-12-06 02:10", "2026-12-06 02:10"), ("today", "2026-12-06"), ("2026-12-06", "2026-12-06")):
            with self.subTest(typed):
                self.assertIn(f"on Sun {taken}.", self.flat("amend", "feel/1", "--at", typed))
                self.run_it("undo")
                if ":" in taken:
                    self.assertIn(f"as taken on Sun {taken}, 10 mg", self.flat("amend", "drops/1", "--at", typed))
                    self.run_it("undo")

    def far_west(self):
        """denosumab/2 was given in Tokyo on 2 December at 08:00; then the person is in Los Angeles, where it was the 1st."""
        self.run_it("patient", "set", "me", "--zone", "Asia/Tokyo")
        self.run_it("add", "denosumab", "--given", "2026-11-08", "--anyway")
        self.now = "2026-12-02T09:00:00+09:00"
        self.run_it("log", "denosumab/2", "--at", "2026-12-02 08:00", "--anyway")
        self.now = "2026-12-02T09:00:00-08:00"
        self.run_it("patient", "set", "me", "--zone", "America/Los_Angeles")
        self.assertIn("Wed 2026-12-02 08:00 (Asia/Tokyo time)", self.run_it("history"))

    def test_a_time_is_checked_where_it_is_shown(self):
        """The window opens on 2 December: 08:30 there is no day earlier."""
        self.far_west()
        self.assertIn("2026-12-02 08:30 (Asia/Tokyo time)", self.flat("amend", "denosumab/2", "--at", "08:30"))
        self.refuses("amend", "denosumab/2", "2026-12-01", status=3, says="Tue 2026-12-01 is too early for dose 2 of denosumab")

    def test_a_part_of_a_day_is_not_a_time_of_another_zone(self):
        self.far_west()
        said = self.flat("amend", "denosumab/2", "--at", "evening")
        self.assertIn("now on record as given on Wed 2026-12-02", said)
        self.assertNotIn("12:00", said)
        self.assertIn("the time, 08:00 (Asia/Tokyo time), was that of the earlier version.", said)

    def test_the_day_of_the_last_dose_before_a_stop(self):
        """It is the one that is listed, not that of the moment where the person is now."""
        self.far_west()
        self.refuses("stop", "denosumab", "--reason", "enough", "--at", "2026-12-01", status=1,
                     says="dose 2, on Wed 2026-12-02, is on record after it")

    def test_a_proposed_correction_is_read_as_it_is_meant(self):
        self.far_west()
        # a day alone, which is one of the place where the person is
        self.refuses("log", "denosumab", "--at", "2026-12-01 20:00", status=3,
                     says='Then correct its date ("regimen amend denosumab/2 2026-12-01").')

    def test_a_time_to_come_where_it_is_shown(self):
        """The message names the zone, and the time there, so that nobody looks for a clock that is wrong."""
        self.run_it("patient", "set", "me", "--zone", "Pacific/Auckland")
        self.run_it("add", "Calcium", "--custom", "--times", "08:00", REGIMEN_NOW="2026-12-02T07:00:00+13:00")
        self.now = "2026-12-02T08:30:00+13:00"
        self.run_it("log", "calcium", "--at", "08:00")
        self.run_it("patient", "set", "me", "--zone", "America/Los_Angeles")
        self.refuses("amend", "calcium/1", "--at", "14:30", status=3, REGIMEN_NOW="2026-12-01T14:00:00-08:00",
                     says="regimen: in the time zone Pacific/Auckland: Wed 2026-12-02 14:30 is in the future (it is now Wed 2026-12-02 11:00)")

    def test_what_was_felt_after_a_dose_elsewhere(self):
        self.far_west()
        self.now = "2026-12-01T18:00:00-08:00"  # three hours after the dose
        self.assertIn("That is on the day of denosumab/2", self.flat("feel", "nausea", "mild"))
        self.assertRegex(self.run_it("feel"), r"(?s)denosumab/2 .*feel/1 ")

    def test_a_time_of_another_zone_that_is_gone(self):
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        self.now = "2026-12-30T20:06:00-05:00"
        self.run_it("log", "zoledronic-acid/2", "--at", "2026-12-30 20:00")
        self.run_it("patient", "set", "me", "--zone", "Europe/Berlin")
        self.assertIn("the time, 20:00 (America/New_York time), was that of the earlier version.",
                      self.flat("amend", "zoledronic-acid/2", "2026-12-30"))

    def test_an_entry_of_another_zone(self):
        self.abroad()
        for words, entry in ((["feel"], "feel/1"), (["lab", "calcium"], "lab/1")):
            self.assertIn("Sat 2026-12-05 20:00 (America/New_York time)", self.run_it(*words))
            self.assertIn("Sat 2026-12-05 20:10 (America/New_York time)", self.flat("amend", entry, "--at", "20:10"))
            self.assertIn("2026-12-05T20:10:00-05:00", self.run_it(*words, "--json"))
            self.assertIn("(America/New_York time)", self.flat("remove", entry))
            self.run_it("undo")
        self.run_it("sheet", self.path("sheet.html"))
        with open(self.path("sheet.html"), encoding="utf-8") as page:
            self.assertEqual(page.read().count("Sat 2026-12-05 20:10 (America/New_York time)"), 2)

    def test_a_correction_that_breaks_the_order(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-31 10:00", REGIMEN_NOW="2027-02-01T10:00:00+01:00")
        later = {"REGIMEN_NOW": "2027-02-01T10:00:00+01:00"}
        said = self.refuses("amend", "zoledronic-acid/1", "--at", "2027-01-20", status=3, says="is after Thu 2026-12-31", **later)
        self.assertIn("on which dose 2 of zoledronic-acid was given", said)
        self.run_it("amend", "zoledronic-acid/1", "--at", "2027-01-20", "--anyway", **later)

    def test_a_dose_that_was_entered_out_of_order(self):
        """It ends what was out of order, so that less of the record is read after the correction than before it."""
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-05", "--anyway")
        said = self.flat("amend", "zoledronic-acid/2", "--at", "2026-11-04")
        self.assertIn("now on record as given on Wed 2026-11-04, 4 mg.", said)
        self.assertIn("zoledronic-acid/3 on Thu 2026-12-31 (in 4 weeks): 4 weeks after infusion 1 was given on Thu 2026-12-03", said)
        said = self.flat("amend", "zoledronic-acid/2", "--skipped", "--reason", "sent home")
        self.assertIn("Corrected: infusion zoledronic-acid/2, now on record as skipped on Wed 2026-11-04, sent home.", said)
        self.assertIn("zoledronic-acid/3 on Thu 2027-01-28 (in 8 weeks): 4 weeks after the date of infusion 2, which was skipped", said)

    def test_every_version_is_kept(self):
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-12-02 10:00")
        self.run_it("amend", "zoledronic-acid/1", "--amount", "3.50 mg", "--anyway")
        rows = self.json("history", "--all")["administrations"]
        self.assertEqual([row["amount"] for row in rows if row["replaced_by"] is None], ["3.5 mg"])
        by_id = {row["id"]: row for row in rows}
        self.assertEqual(len(by_id), 3)
        for row in rows:
            if row["replaces"] is not None:
                self.assertEqual(by_id[row["replaces"]]["replaced_by"], row["id"])
        said = self.flat("history", "--all")
        self.assertEqual(said.count("corrected later"), 2)
        self.assertEqual(len(self.json("history")["administrations"]), 1)

    def test_a_history_with_a_corrected_mistake_is_that_without_it(self):
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-12-01 10:00", "--amount", "3 mg", "--note", "", "--anyway")
        mine = self.json("show", "zoledronic-acid")
        self.database = self.path("other.db")
        self.now = "2026-11-23T09:00:00+01:00"
        self.zoledronic_acid()
        self.now = "2026-12-03T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-01 10:00", "--amount", "3 mg", "--anyway")
        other = self.json("show", "zoledronic-acid")
        mine["course"]["uid"] = other["course"]["uid"] = None
        self.assertEqual(mine, other)

    def test_texts_are_taken_away(self):
        self.run_it("amend", "zoledronic-acid/1", "--note", "", "--amount", "", "--site", "left arm")
        self.assertEqual((self.row()["note"], self.row()["amount"], self.row()["site"]), (None, None, "left arm"))

    def test_not_given_after_all_and_given_after_all(self):
        self.run_it("amend", "zoledronic-acid/1", "--skipped", "--reason", "low calcium")
        self.assertEqual((self.row()["outcome"], self.row()["reason"], self.row()["amount"]), ("skipped", "low calcium", None))
        self.refuses("amend", "zoledronic-acid/1", "--given", says="--at TIME")
        self.run_it("amend", "zoledronic-acid/1", "--given", "--at", "2026-12-03 10:00", "--amount", "4 mg")
        self.assertEqual((self.row()["outcome"], self.row()["reason"], self.row()["amount"]), ("given", None, "4 mg"))

    def test_given_after_all_keeps_what_no_option_names(self):
        """The amount and the site are those of before the skip; of a dose that was never given, those that log would take."""
        self.run_it("amend", "zoledronic-acid/1", "--amount", "3 mg", "--site", "left arm", "--anyway")
        self.run_it("amend", "zoledronic-acid/1", "--skipped", "--reason", "low calcium")
        self.run_it("amend", "zoledronic-acid/1", "--reason", "low calcium, said the clinic")
        said = self.flat("amend", "zoledronic-acid/1", "--given", "--at", "2026-12-03 10:00")
        self.assertIn("now on record as given on Thu 2026-12-03 10:00, 3 mg, left arm, slow drip.", said)
        self.assertEqual((self.row()["amount"], self.row()["site"], self.row()["note"]), ("3 mg", "left arm", "slow drip"))
        self.assertIn("anyway: 3 mg", self.flat("history"))
        self.run_it("add", "my-tablets", "--custom", "--times", "08:00", "--amount", "1 tablet", "--first", "2026-12-03")
        self.run_it("skip", "my-tablets/1")
        self.assertIn("1 tablet", self.flat("amend", "my-tablets/1", "--given", "--at", "2026-12-03 08:05"))
        self.run_it("amend", "my-tablets/1", "--skipped")
        self.assertIn("2 tablets", self.flat("amend", "my-tablets/1", "--given", "--at", "2026-12-03 08:05", "--amount", "2 tablets", "--anyway"))

    def test_a_skip_cannot_lie_in_the_future(self):
        for time in ("2026-12-20", "2026-12-03 18:00"):
            self.refuses("amend", "zoledronic-acid/1", "--skipped", "--reason", "x", "--at", time, status=3, says="is in the future")
        self.run_it("amend", "zoledronic-acid/1", "--skipped", "--reason", "x", "--at", "2026-12-02")
        self.refuses("amend", "zoledronic-acid/1", "--at", "2026-12-20", status=3, says="Sun 2026-12-20 is in the future")
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-12-01")

    def test_a_day_after_the_course_was_stopped_is_refused(self):
        self.run_it("stop", "zoledronic-acid", "2026-12-10", REGIMEN_NOW="2026-12-20T09:00:00+01:00")
        self.now = "2026-12-20T10:00:00+01:00"
        for words in (("--at", "2026-12-11 10:00"), ("--at", "2026-12-11"), ("--given", "--at", "2026-12-11"), ("--at", "2026-12-11", "--anyway")):
            said = self.refuses("amend", "zoledronic-acid/1", *words, status=1,
                                says="zoledronic-acid was stopped on Thu 2026-12-10, and Fri 2026-12-11 is after that; for dose 1, give a day no later than the stop")
            self.assertIn("first undo the stop: regimen undo zoledronic-acid", said)
        # Later, undo would ask about a stop of so long ago.
        self.assertNotIn("regimen undo", self.refuses("amend", "zoledronic-acid/1", "--at", "2026-12-11", status=1, says="is after that",
                                                      REGIMEN_NOW="2026-12-20T12:00:00+01:00"))
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-12-10 23:59", "--anyway")
        self.run_it("amend", "zoledronic-acid/1", "--note", "slow")
        self.run_it("amend", "zoledronic-acid/1", "--skipped", "--reason", "fever")
        self.refuses("amend", "zoledronic-acid/1", "--given", "--at", "2026-12-15", status=1, says="is after that")
        self.run_it("amend", "zoledronic-acid/1", "--given", "--at", "2026-12-03")

    def test_a_tablet_that_was_missed_before_its_course_was_stopped(self):
        self.run_it("add", "calcium", "--custom", "--times", "08:00", "--first", "2026-12-04")
        self.now = "2026-12-09T10:00:00+01:00"
        self.run_it("stop", "calcium", "2026-12-06")
        self.refuses("log", "calcium/1", "--at", "2026-12-08 08:00", status=1, says="is after that")
        self.run_it("log", "calcium/1", "--at", "2026-12-04 08:10")

    def test_json(self):
        amended = self.json("amend", "zoledronic-acid/1", "--note", "x")
        self.assertEqual(set(amended), {"format", "dose", "next"})
        self.assertEqual(set(amended["dose"]), DOSE_KEYS)

    def test_a_time_before_the_window_is_refused_and_taken_anyway(self):
        line = self.refuses("amend", "zoledronic-acid/1", "--at", "2026-11-20 10:00", status=3)
        self.assertEqual(line, "regimen: Fri 2026-11-20 is too early for dose 1 of zoledronic-acid: it is planned for Tue "
                               "2026-12-01, and its window opens on Fri 2026-11-27 (this program's own rule). Is the date right? If this is "
                               "what happened, repeat with --anyway\n")
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-11-20 10:00", "--anyway")
        self.assertIn("anyway: Fri 2026-11-20 is too early for dose 1", self.flat("history"))

    def test_a_correction_that_corrects_nothing_is_not_recorded(self):
        for words in (("--amount", "4.0 mg"), ("--note", "slow drip"), ("--given",), ("--site", "")):
            self.refuses("amend", "zoledronic-acid/1", *words, status=1, says="in exactly this form; there is nothing to correct")

    def test_the_time_on_record_has_seconds_that_nobody_types(self):
        self.now = "2026-12-29T09:00:42+01:00"
        self.run_it("log", "zoledronic-acid")
        self.now = "2026-12-29T09:03:10+01:00"
        for words in (("--at", "2026-12-29 09:00"), ("--given", "--at", "today 9:00")):
            self.refuses("amend", "zoledronic-acid/2", *words, status=1, says="in exactly this form; there is nothing to correct")
        self.run_it("amend", "zoledronic-acid/2", "--at", "2026-12-29 09:00", "--note", "left arm")
        self.run_it("amend", "zoledronic-acid/2", "--at", "2026-12-29")
        self.now = "2026-12-29T15:00:00+01:00"
        self.refuses("amend", "zoledronic-acid/2", "--at", "today", status=1, says="in exactly this form; there is nothing to correct")
        self.run_it("amend", "zoledronic-acid/2", "--at", "2026-12-29 08:59")
        rows = sorted(self.json("history", "--all")["administrations"], key=lambda row: row["recorded_at"])
        self.assertEqual([row["at"] for row in rows if row["dose"] == 2],
                         ["2026-12-29T09:00:42+01:00"] * 2 + ["2026-12-29", "2026-12-29T08:59:00+01:00"])

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("amend", "zoledronic-acid/1", "say what is to be corrected"),
            ("amend", "zoledronic-acid", "--note", "x", "which dose"),
            ("amend", "zoledronic-acid/77777", "--note", "x", "77777"),
            ("amend", "zoledronic-acid/1", "--given", "--skipped", "cannot be used together"),
            ("amend", "zoledronic-acid/1", "--skipped", "needs a reason"),
            ("amend", "zoledronic-acid/1", "--reason", "x", "use --note"),
            ("amend", "zoledronic-acid/1", "--amount", "4", "unit"))
        self.refuses("amend", "zoledronic-acid/2", "--note", "x", status=1, says="nothing to correct")

    def test_an_open_dose_is_to_be_logged_only_if_it_can_be(self):
        wrong = "is neither given nor skipped: there is nothing to correct"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        for day, dose, logged in ((26, "zoledronic-acid/2", False), (27, "zoledronic-acid/2", True), (27, "zoledronic-acid/3", False),
                                  (27, "calcium/47", True), (27, "calcium/48", True), (27, "calcium/49", False), (27, "calcium/60", False)):
            with self.subTest(day=day, dose=dose):
                self.now = f"2026-12-{day}T09:00:00+01:00"
                said = f"{wrong}; to put it on record: regimen log {dose}\n" if logged else f"{wrong}\n"
                self.assertTrue(self.refuses("amend", dose, "--note", "x", status=1).endswith(said))
                self.assertEqual(self.call("log", dose).returncode, 0 if logged else 3)
                if logged:
                    self.run_it("undo")
        self.run_it("stop", "zoledronic-acid")
        self.assertTrue(self.refuses("amend", "zoledronic-acid/2", "--note", "x", status=1).endswith(wrong + "\n"))


if __name__ == "__main__":
    unittest.main()
