#!/usr/bin/python3
import re
import unittest

from regimen import Case


class Change(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def give_first(self):
        self.now = "2026-12-01T11:00:00+01:00"
        self.run_it("log", "zoledronic-acid")

    def next_due(self, course="zoledronic-acid"):
        return next(dose["due"] for dose in self.json("agenda", "--days", "3000")["doses"] if dose["course"] == course)

    def test_from_4_to_12_weeks(self):
        self.give_first()
        said = self.flat("change", "zoledronic-acid", "--every", "12w")
        self.assertIn("Changed: zoledronic-acid, from infusion 2 on: every 12 weeks", said)
        self.assertIn("zoledronic-acid/2 on Tue 2027-02-23 (in 12 weeks): 12 weeks after infusion 1 was given on "
                      "Tue 2026-12-01, as changed on Tue 2026-12-01", said)
        shown = self.flat("show", "zoledronic-acid")
        self.assertIn("Changed on Tue 2026-12-01, from infusion 2 on: every 12 weeks", shown)
        self.assertIn("as changed on Tue 2026-12-01", shown)

    def test_in_the_second_in_which_it_was_added(self):
        """What the change made is told, and not what the addition made in the same second."""
        self.run_it("add", "t2", "--custom", "--every", "3w", "--given", "2026-11-10", "--amount", "5 mg")
        self.assertIn("Changed: t2, from dose 2 on: every 3 weeks, counted from the day given, 50 mg instead of 5 mg.",
                      self.flat("change", "t2", "--amount", "50 mg"))
        self.assertIn("from dose 2 on: amount 50 mg.", self.flat("show", "t2"))
        self.assertIn("from dose 2 on: every 3 weeks, counted from the day given, 50 mg.", self.flat("change", "t2", "--amount", "50 mg"))

    def test_an_appointment_that_is_far_from_its_day_now(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-01", REGIMEN_NOW="2026-12-01T12:00:00+01:00")
        self.now = "2026-12-02T12:00:00+01:00"
        self.run_it("book", "zoledronic-acid", "2026-12-29 10:00")
        self.assertNotIn("outside", self.flat("change", "zoledronic-acid", "--amount", "3 mg"))
        self.assertTrue(self.flat("change", "zoledronic-acid", "--every", "12w").endswith(
            "Its appointment is outside its window now. To book another day: regimen book zoledronic-acid/2 DAY TIME"))

    def test_show_says_what_each_change_changed(self):
        self.give_first()
        for day, words in ((2, ("change", "--amount", "3 mg")), (3, ("change", "--place", "Ward 3")), (4, ("move", "2026-12-30", "--and-later")),
                           (5, ("change", "--window", "3d")), (6, ("change", "--every", "3w", "--amount", "4 mg"))):
            self.run_it(words[0], "zoledronic-acid", *words[1:], REGIMEN_NOW=f"2026-12-0{day}T09:00:00+01:00")
        self.assertEqual(re.findall(r"Changed on .*?\.", self.flat("show", "zoledronic-acid")), [
            "Changed on Wed 2026-12-02, from infusion 2 on: amount 3 mg.",
            "Changed on Thu 2026-12-03, from infusion 2 on: place Ward 3.",
            "Changed on Fri 2026-12-04, from infusion 2 on: infusion 2 on Wed 2026-12-30.",
            "Changed on Sat 2026-12-05, from infusion 2 on: on time up to 3 days before or after the planned day.",
            "Changed on Sun 2026-12-06, from infusion 2 on: every 3 weeks, counted from the day given, amount 4 mg."])

    def test_show_tells_a_change_of_several_revisions_once(self):
        self.give_first()
        self.run_it("move", "zoledronic-acid/4", "2027-02-25", "--and-later", REGIMEN_NOW="2026-12-02T09:00:00+01:00")
        self.run_it("change", "zoledronic-acid", "--amount", "3 mg", REGIMEN_NOW="2026-12-03T09:00:00+01:00")
        self.assertEqual(self.flat("show", "zoledronic-acid").count("amount 3 mg"), 1)

    def test_what_is_on_record_stays(self):
        self.give_first()
        before = self.json("history")
        self.run_it("change", "zoledronic-acid", "--every", "12w", "--amount", "3.0 mg", "--place", "day clinic")
        self.assertEqual(self.json("history"), before)
        dose = self.json("agenda", "--days", "100")["doses"][0]
        self.assertEqual((dose["amount"], dose["place"]), ("3 mg", "day clinic"))
        shown = self.json("show", "zoledronic-acid")["course"]
        self.assertEqual((shown["amount"], shown["place"]), ("3 mg", "day clinic"))
        self.assertIn("zoledronic-acid: Zoledronic acid, 3 mg, day clinic, every 12 weeks", self.flat("show", "zoledronic-acid"))

    def test_only_the_amount(self):
        self.give_first()
        changed = self.json("change", "zoledronic-acid", "--amount", "3 mg")
        self.assertEqual(set(changed), {"format", "course", "next"})
        self.assertEqual((changed["next"]["amount"], changed["next"]["due"]), ("3 mg", "2026-12-29"))

    def test_a_first_date_that_is_to_come_stays(self):
        self.run_it("change", "zoledronic-acid", "--every", "6w")
        self.assertEqual(self.next_due(), "2026-12-01")
        self.run_it("change", "zoledronic-acid", "--first", "2026-12-05")
        self.assertEqual(self.next_due(), "2026-12-05")

    def test_an_end_is_set_and_taken_away(self):
        self.give_first()
        self.run_it("change", "zoledronic-acid", "--count", "2", "--until", "2027-06-01")
        self.assertEqual([dose["dose"] for dose in self.json("show", "zoledronic-acid")["doses"]], [1, 2])
        self.run_it("change", "zoledronic-acid", "--count", "0", "--until", "none")
        self.assertGreater(len(self.json("show", "zoledronic-acid")["doses"]), 5)

    def test_tablets(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--days", "mon,wed")
        self.assertIn("at 08:00, 13:00, 20:00, every 2 days", self.flat("change", "calcium", "--times", "08:00,13:00,20:00",
                                                                       "--every", "2d"))
        self.assertEqual(self.next_due("calcium"), "2026-11-23T13:00:00+01:00")
        self.assertIn("21 days on and 7 days off", self.flat("change", "calcium", "--cycle", "21/7"))
        self.assertNotIn("days off", self.flat("change", "calcium", "--cycle", "none"))

    def test_radiation_gets_days_without_treatment(self):
        self.radiation()
        self.run_it("change", "radiation", "--closed", "2026-12-10..2026-12-11")
        days = [dose["due"][:10] for dose in self.json("agenda")["doses"] if dose["course"] == "radiation"]
        self.assertEqual(days, ["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-14", "2026-12-15", "2026-12-16",
                                "2026-12-17", "2026-12-18", "2026-12-21", "2026-12-22"])

    def test_as_needed(self):
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--gap", "6h", "--max", "3/day")
        said = self.flat("change", "pain-tablet", "--gap", "8h", "--max", "none")
        self.assertIn("at least 8 hours apart", said)
        self.assertNotIn("at most", said)

    def test_an_interval_outside_the_range_is_refused_and_taken_anyway(self):
        self.give_first()
        line = self.refuses("change", "zoledronic-acid", "--every", "2w", status=3)
        self.assertRegex(line, r"\Aregimen: Zoledronic acid every 2 weeks: the source says every 3 to 12 weeks \(\"Bone Metastases: "
                               r".*\)\. Is the number or the unit wrong\? If this is what was prescribed, repeat with --anyway\n\Z")
        said = self.flat("change", "zoledronic-acid", "--every", "2w", "--anyway")
        self.assertIn("it was changed anyway", said)
        self.assertIn("Changed although a check refused it: Zoledronic acid every 2 weeks: the source says",
                      self.flat("show", "zoledronic-acid"))
        revision = self.json("show", "zoledronic-acid")["revisions"][1]
        self.assertEqual(revision["from_dose"], 2)
        self.assertIn("every 2 weeks", revision["anyway"])

    def ahead(self, *words):
        """What it says of injections of which the third was skipped ahead, and the amounts and days of the first four."""
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--amount", "120 mg", "--anyway", "--handle", "deno")
        self.run_it("skip", "deno/3", "--reason", "holidays")
        said = self.flat("change", "deno", *words)
        return said, [(dose["amount"], dose["due"], dose["place"]) for dose in self.json("show", "deno")["doses"][:4]]

    def test_a_later_dose_is_on_record_amount(self):
        said, doses = self.ahead("--amount", "60 mg", "--place", "Ward 2")
        self.assertIn("from injection 1 on", said)
        self.assertIn("It applies to these open injections: 1 to 2, 4 and later.", said)
        self.assertEqual(doses, [("60 mg", day, "Ward 2") for day in ("2026-12-01", "2026-12-29", "2027-01-26", "2027-02-23")])

    def test_a_later_dose_is_on_record_interval(self):
        doses = self.ahead("--every", "6w", "--anyway")[1]
        # The skipped one, dose 3, keeps the day for which it was planned; the next counts from it.
        self.assertEqual([due for _, due, _ in doses], ["2026-12-01", "2027-01-12", "2027-01-26", "2027-03-09"])

    def test_a_plan_that_was_moved_stays_if_only_the_amount_changes(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--amount", "120 mg", "--anyway", "--handle", "deno")
        self.run_it("move", "deno/3", "2027-03-01", "--and-later")
        self.run_it("change", "deno", "--amount", "60 mg")
        self.assertEqual([(dose["amount"], dose["due"]) for dose in self.json("show", "deno")["doses"][:4]],
                         [("60 mg", "2026-12-01"), ("60 mg", "2026-12-29"), ("60 mg", "2027-03-01"), ("60 mg", "2027-03-29")])

    def test_closed_days_and_times_before_a_dose_on_record(self):
        self.radiation()
        self.run_it("skip", "radiation/5", "--reason", "machine down")
        self.run_it("change", "radiation", "--closed", "2026-12-08,2026-12-16")
        self.assertEqual([dose["due"][8:10] for dose in self.json("show", "radiation")["doses"]][:6], ["07", "09", "10", "14", "11", "15"])
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01")
        self.run_it("skip", "calcium/8", "--reason", "surgery")
        said = self.flat("change", "calcium", "--times", "09:00,21:00")
        self.assertIn("It applies to these open doses: 1 to 7, 9 and later.", said)
        doses = {dose["dose"]: (dose["due"][:16], dose["state"]) for dose in self.json("show", "calcium")["doses"]}
        self.assertEqual([doses[1], doses[8]], [("2026-12-01T09:00", "planned"), ("2026-12-04T21:00", "skipped")])
        line = self.refuses("change", "calcium", "--times", "09:00", status=1, says="dose 8 of calcium, planned for Fri 2026-12-04 21:00")
        self.assertIn("would put it on Tue 2026-12-08 09:00", line)

    def tablets(self, now, *words, log=None, **options):
        """The open tablets of the day and the next after a change of their times at `now`, with those in `log` taken before."""
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01", *options.get("add", []))
        for at in log or []:
            self.run_it("log", "calcium", REGIMEN_NOW=f"2026-12-0{at}:00+01:00")
        self.now = f"2026-12-0{now}:00+01:00"
        self.run_it("change", "calcium", *words)
        doses = self.json("show", "calcium")["doses"]
        return [(dose["due"][9:16], dose["state"]) for dose in doses
                if dose["due"][:10] in ("2026-12-02", "2026-12-03") and dose["state"] not in ("given", "missed")]

    def test_times_after_one_of_the_day_was_taken(self):
        self.assertEqual(self.tablets("2T08:15", "--times", "08:30,20:30", log=["1T08:00", "1T20:00", "2T08:10"]),
                         [("2T20:30", "planned"), ("3T08:30", "planned"), ("3T20:30", "planned")])
        self.assertEqual(self.json("notify", "--dry-run", REGIMEN_NOW="2026-12-02T09:00:00+01:00")["alerts"][1:], [])

    def test_times_in_the_middle_of_a_cycle(self):
        self.assertEqual(self.tablets("2T08:15", "--times", "08:30,20:30", log=["1T08:00", "1T20:00", "2T08:10"], add=["--cycle", "3/2"]),
                         [("2T20:30", "planned"), ("3T08:30", "planned"), ("3T20:30", "planned")])

    def test_a_dose_that_was_skipped_ahead_keeps_its_day(self):
        self.run_it("skip", "zoledronic-acid/2", "--reason", "trip")
        self.run_it("change", "zoledronic-acid", "--every", "6w")
        doses = [(dose["dose"], dose["due"], dose["state"]) for dose in self.json("show", "zoledronic-acid")["doses"]][:3]
        self.assertEqual(doses, [(1, "2026-12-01", "planned"), (2, "2026-12-29", "skipped"), (3, "2027-02-09", "planned")])

    def test_a_change_under_a_clock_that_ran_ahead(self):
        self.run_it("add", "P", "--custom", "--times", "08:00,20:00")
        self.run_it("change", "p", "--times", "09:00,21:00", REGIMEN_NOW="2027-11-23T10:00:00+01:00")
        course = next(each for each in self.json("list")["courses"] if each["handle"] == "p")
        self.assertEqual((course["next"], course["schedule"]), ("2026-11-23T20:00:00+01:00", "at 08:00, 20:00"))
        self.assertIn("p: at 08:00, 20:00.", self.flat("show", "p"))
        self.assertRegex(self.flat("list"), r"20:00 at 08:00, 20:00")

    def times(self, began, was, steps, now, *words):
        """The first open doses of a course that was added at `began` with the times `was`, after a change of its times at `now`."""
        self.database = self.path(f"times-{began}-{now}-{len(steps)}-{'-'.join(words)}.db".replace(":", ""))
        at = "2026-11-{}:00+01:00".format
        self.run_it("add", "P", "--custom", "--times", was, REGIMEN_NOW=at(began))
        for when, *step in steps:
            self.run_it(*step, REGIMEN_NOW=at(when))
        self.run_it("change", "p", *words, REGIMEN_NOW=at(now))
        doses = self.json("show", "p", REGIMEN_NOW=at(now))["doses"]
        return " ".join(f"{dose['dose']}:{dose['due'][8:16]}" for dose in doses if dose["state"] not in ("given", "skipped", "missed"))

    def test_new_times_begin_with_the_next_slot(self):
        for began, was, steps, now, words, first in (
                # Before the first tablet: nothing begins before the course, or before the change.
                ("22T21:00", "08:00,20:00", [], "23T07:50", ["--times", "09:00,21:00"], "1:23T09:00 2:23T21:00 3:24T09:00"),
                ("22T21:00", "08:00,20:00", [], "23T07:50", ["--times", "09:00,21:00", "--first", "2026-11-23"], "1:23T09:00 2:23T21:00"),
                ("22T21:00", "20:00", [], "23T07:50", ["--times", "21:00"], "1:23T21:00 2:24T21:00"),
                ("22T21:00", "08:00,20:00", [("22T22:00", "skip", "p/2", "--reason", "trip")], "23T07:50", ["--times", "09:00,21:00"],
                 "1:23T09:00 3:24T09:00"),
                # 20:32 had passed at 20:35; 21:00 had not.
                ("23T20:30", "08:00,20:00", [], "23T20:35", ["--times", "09:00,20:32"], "1:24T09:00 2:24T20:32"),
                ("23T20:30", "08:00,20:00", [], "23T20:35", ["--times", "09:00,21:00"], "1:23T21:00 2:24T09:00"),
                ("23T09:00", "08:00,20:00", [], "23T10:00", ["--times", "09:30,13:00,20:00"], "1:23T13:00 2:23T20:00"),
                # The morning's passed without an answer: it gets the time of its place in the day, 12:00, and is not asked for twice.
                ("22T21:00", "08:00,20:00", [], "23T10:00", ["--times", "12:00,22:00"], "1:23T12:00 2:23T22:00 3:24T12:00"),
                ("22T21:00", "08:00,20:00", [("23T09:00", "skip", "p/2", "--reason", "trip")], "23T10:00", ["--times", "12:00,22:00"],
                 "1:23T12:00 3:24T12:00"),
                # The morning's was taken: 08:30 is answered, with a first date too. A first date is still that of the days after it.
                ("22T21:00", "08:00,20:00", [("23T08:00", "log", "p")], "23T08:10", ["--times", "08:30,20:30", "--first", "today"],
                 "2:23T20:30 3:24T08:30"),
                ("22T21:00", "08:00,20:00", [("23T08:00", "log", "p")], "23T08:10", ["--times", "08:30,20:30", "--first", "2026-11-25"],
                 "2:25T08:30 3:25T20:30"),
                # Last night's was taken after midnight: no second one a quarter of an hour later. It was to be given at 23:30.
                ("22T21:00", "11:30,23:30", [("23T00:15", "log", "p")], "23T00:20", ["--times", "00:30,12:30"], "2:23T12:30 3:24T00:30"),
                ("22T21:00", "11:30,23:30", [], "23T00:20", ["--times", "00:30,12:30"], "1:22T23:30 2:23T00:30"),
                # An amount, an end, changes no time, however late the last one was taken.
                ("22T21:00", "08:00,20:00", [("23T19:00", "log", "p/1")], "23T19:10", ["--amount", "2 mg"], "2:23T20:00 3:24T08:00"),
                ("22T21:00", "08:00,20:00", [("23T19:00", "log", "p/1")], "23T19:10", ["--count", "9"], "2:23T20:00 3:24T08:00"),
                ("22T21:00", "08:00,20:00", [("22T21:30", "pause", "p", "--from", "2026-11-24", "--until", "2026-11-28"),
                                             ("22T21:40", "change", "p", "--count", "9"), ("22T21:50", "resume", "p", "--on", "2026-11-26")],
                 "22T21:50", ["--amount", "2 mg"], "1:23T08:00 2:23T20:00 3:26T08:00")):
            with self.subTest(began=began, steps=steps, now=now, words=words):
                self.assertEqual(self.times(began, was, steps, now, *words)[:len(first)], first)

    def test_times_that_are_changed_again_on_the_same_day(self):
        once = [("23T08:05", "log", "p"), ("23T08:10", "change", "p", "--times", "08:30,20:30")]
        for steps, now, times, first in (
                # The one that was taken does not come again.
                (once, "23T09:00", "08:30,20:30", "2:23T20:30 3:24T08:30"),
                (once, "23T08:20", "08:30,20:30", "2:23T20:30 3:24T08:30"),
                (once + [("23T08:20", "change", "p", "--times", "08:45,20:45")], "23T08:50", "08:45,20:45", "2:23T20:45 3:24T08:45"),
                # Nothing that is still to come is lost.
                (once, "23T12:00", "08:00,20:00", "2:23T20:00 3:24T08:00"),
                (once, "23T09:00", "08:30,20:00", "2:23T20:00 3:24T08:30"),
                (once, "23T09:00", "09:30,20:00", "2:23T20:00 3:24T09:30"),
                (once, "23T09:00", "08:30,13:00,20:30", "2:23T13:00 3:23T20:30"),
                (once, "23T09:00", "07:00,13:00,21:00", "2:23T13:00 3:23T21:00"),
                (once, "23T09:00", "08:30,21:00", "2:23T21:00 3:24T08:30"),
                ([("23T09:00", "change", "p", "--times", "08:30,20:30")], "23T09:10", "08:00,20:00", "1:23T08:00 2:23T20:00 3:24T08:00"),
                # A time that was mistyped and put right at once.
                ([("23T07:00", "change", "p", "--times", "06:30,20:30")], "23T07:01", "08:30,20:30", "1:23T08:30 2:23T20:30")):
            for amount in ([], ["--amount", "500 mg"]):
                with self.subTest(steps=steps, now=now, times=times, amount=amount):
                    self.assertEqual(self.times("22T21:00", "08:00,20:00", steps, now, "--times", times, *amount)[:len(first)], first)
        # No popup for the one of 08:30, which was answered at 08:05.
        self.times("22T21:00", "08:00,20:00", once, "23T08:21", "--times", "08:30,20:30", "--amount", "500 mg")
        self.assertEqual(self.json("notify", "--dry-run", REGIMEN_NOW="2026-11-23T08:31:00+01:00")["alerts"], [])

    def test_times_after_both_of_the_day_were_taken(self):
        self.assertEqual(self.tablets("2T19:55", "--times", "08:30,20:30", log=["2T08:10", "2T19:50"]),
                         [("3T08:30", "planned"), ("3T20:30", "planned")])

    def test_earlier_times_lose_no_tablet(self):
        self.assertEqual(self.tablets("2T07:00", "--times", "06:30,20:30", log=["1T08:00", "1T20:00"]),
                         [("2T06:30", "due"), ("2T20:30", "planned"), ("3T06:30", "planned"), ("3T20:30", "planned")])

    def test_more_times_begin_with_one_that_is_to_come(self):
        self.assertEqual(self.tablets("2T12:00", "--times", "07:00,11:00,15:00,21:00", log=["2T08:10"]),
                         [("2T15:00", "planned"), ("2T21:00", "planned")] + [(f"3T{at}:00", "planned") for at in ("07", "11", "15", "21")])

    def test_fewer_times_count_what_was_taken(self):
        self.assertEqual(self.tablets("2T12:00", "--times", "20:30", log=["2T08:10"]), [("3T20:30", "planned")])

    def test_a_completed_course_goes_on_as_the_message_says(self):
        """Whatever completed it, a dose cannot be booked, and the command of the message makes it possible again."""
        self.run_it("add", "radiation", "--fractions", "1", "--first", "2026-11-23 10:00")
        self.run_it("log", "radiation", "--at", "8:50")
        self.run_it("log", "zoledronic-acid", "--at", "today", "--anyway")
        for handle, ended, way in (("zoledronic-acid", ("--until", "yesterday"), "--until none"), ("zoledronic-acid", ("--count", "1"), "--count 0"),
                                   ("radiation", (), "--fractions 2")):
            with self.subTest(way=way):
                if ended:
                    self.run_it("change", handle, *ended)
                self.refuses("book", handle, "4 Dec 10:00", status=1, says=f"it is completed")
                line = self.refuses("move", handle, "4 Dec", status=1, says=f"regimen change {handle} {way}")
                self.run_it(*line.split("regimen ")[-1].split())
                self.run_it("book", handle, "4 Dec 10:00", "--anyway")

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("change", "zoledronic-acid", "change needs an option"),
            ("change", "zoledronic-acid/1", "--every", "4w", "not about one dose"),
            ("change", "zoledronic-acid", "--every", "4", "\"4\""),
            ("change", "zoledronic-acid", "--times", "08:00", "--times cannot be used with an interval"),
            ("change", "zoledronic-acid", "--fractions", "3", "--fractions cannot be used with"),
            ("change", "zoledronic-acid", "--reckon", "x", "--reckon"),
            ("change", "zoledronic-acid", "--amount", "4,5 mg", "4,5 mg"))
        self.run_it("stop", "zoledronic-acid")
        self.refuses("change", "zoledronic-acid", "--every", "6w", status=1, says="was stopped on")


class DosesThatAreGone(Case):
    """A dose that a change takes out of its course has no appointment any more, and the command that did it says so."""
    GONE = "The appointment of {} on {} is no longer planned. This program does not tell the clinic."

    def states(self, course):
        return {dose["dose"]: dose["state"] for dose in self.json("show", course)["doses"]}

    def test_a_session_beyond_the_new_last_one(self):
        self.radiation()
        self.run_it("book", "radiation/4", "2026-12-10 15:00")
        gone = self.GONE.format("session 4", "Thu 2026-12-10 15:00")
        self.assertIn(gone, self.flat("change", "radiation", "--fractions", "3"))
        said = self.flat("skip", "radiation", "--reason", "fever")
        self.assertNotIn("no longer planned", said)
        self.assertEqual(self.states("radiation"), {1: "skipped", 2: "planned", 3: "planned", 4: "planned"})
        self.run_it("undo")
        self.run_it("undo")
        self.assertEqual(self.states("radiation")[4], "booked", "it was kept all the time")

    def test_a_session_that_makes_up_for_one_that_was_given(self):
        self.run_it("add", "radiation", "--fractions", "3", "--first", "2026-11-23")
        self.run_it("skip", "radiation/1", "--reason", "fever")
        self.run_it("book", "radiation/4", "2026-11-26 15:00")
        gone = self.GONE.format("session 4", "Thu 2026-11-26 15:00")
        self.assertIn(gone, self.flat("amend", "radiation/1", "--given", "--at", "2026-11-23 08:00"))
        self.assertEqual(set(self.states("radiation")), {1, 2, 3})

    def test_a_course_that_ends_earlier(self):
        self.zoledronic_acid()
        for booked, change in (("2026-12-29 10:00", ("--count", "1")), ("2026-12-29 10:00", ("--until", "2026-12-20"))):
            self.run_it("book", "zoledronic-acid/2", booked)
            self.assertIn(self.GONE.format("infusion 2", "Tue 2026-12-29 10:00"), self.flat("change", "zoledronic-acid", *change), change)
            self.run_it("undo")
            self.assertEqual(self.states("zoledronic-acid")[2], "booked", change)

    def test_what_a_pause_without_an_end_hides_is_kept(self):
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 10:00")
        self.run_it("pause", "zoledronic-acid", "--from", "2026-12-20")
        self.run_it("change", "zoledronic-acid", "--amount", "4 mg", "--place", "day clinic")
        self.assertEqual(self.states("zoledronic-acid")[1], "booked")


if __name__ == "__main__":
    unittest.main()
