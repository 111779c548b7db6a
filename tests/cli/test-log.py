#!/usr/bin/python3
import os
import re
import shlex
import unittest

from regimen import DOSE_KEYS, Case

LATER = "2026-12-05T12:00:00+01:00"


class Log(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.now = LATER

    def last(self):
        return self.json("history")["administrations"][-1]

    def test_now(self):
        self.assertIn("Logged: infusion zoledronic-acid/1, 4 mg, given on Sat 2026-12-05 12:00.", self.flat("log", "zoledronic-acid"))
        self.assertEqual((self.last()["dose"], self.last()["at"], self.last()["amount"]), (1, LATER, "4 mg"))

    def test_everything_that_can_be_said(self):
        self.run_it("log", "zoledronic-acid/1", "--at", "yesterday 18:30", "--amount", "4.00mg", "--site", "left arm",
                    "--note", 'slow; "fine"')
        last = self.last()
        self.assertEqual((last["at"], last["amount"], last["site"], last["note"]),
                         ("2026-12-04T18:30:00+01:00", "4 mg", "left arm", 'slow; "fine"'))

    def test_an_appointment_that_lies_ahead(self):
        """The dose was given before it. The day on which it was to be is no news."""
        self.run_it("book", "zoledronic-acid", "2026-12-08 10:00")
        freed = "The appointment of infusion 1 on Tue 2026-12-08 10:00 is no longer planned. This program does not tell the clinic."
        said = self.flat("log", "zoledronic-acid", "--at", "yesterday")
        self.assertIn(freed + " Next: ", said)
        self.run_it("undo")
        self.assertIn(freed + " That was the next one", self.flat("skip", "zoledronic-acid", "--reason", "no time"))
        self.run_it("undo")
        self.now = "2026-12-08T09:40:00+01:00"
        self.assertNotIn("no longer", self.flat("log", "zoledronic-acid"))
        self.run_it("undo")
        self.now = "2026-12-10T09:40:00+01:00"
        self.assertNotIn("If that time is kept", self.flat("log", "zoledronic-acid", "--at", "2026-12-07"))

    def test_an_appointment_that_the_next_dose_can_have(self):
        """It is proposed only if "book" accepts it for the next dose: if it is not too early, and still to come."""
        self.run_it("book", "zoledronic-acid", "2027-01-04 10:00")
        kept = "If that time is kept for infusion 2: regimen "
        book = "book zoledronic-acid/2 2027-01-04T10:00"
        self.assertIn(kept + book + " Next: ", self.flat("log", "zoledronic-acid"))
        self.run_it(*book.split())
        self.run_it("undo")
        self.run_it("undo")
        self.run_it("book", "zoledronic-acid", "2027-01-04 10:00", "--zone", "Asia/Tokyo")
        self.assertIn(kept + book + " --zone Asia/Tokyo Next: ", self.flat("log", "zoledronic-acid"))
        self.run_it(*book.split(), "--zone", "Asia/Tokyo")
        self.run_it("undo")
        self.run_it("undo")
        self.now = "2027-01-04T09:00:00+01:00"
        self.assertNotIn(kept, self.flat("log", "zoledronic-acid", "--at", "2026-12-05"))

    def test_what_is_proposed_for_an_appointment_is_accepted_although_the_window_moved(self):
        """The clinic agreed on the day. What moves the window says that the appointment is outside it now."""
        for words, says in (
                (("amend", "denosumab/1", "--at", "2026-12-10"),
                 "Its appointment is outside its window now. To book another day: regimen book denosumab/2 DAY TIME"),
                (("change", "denosumab", "--first", "2027-01-12"), "Its appointment is outside its window now."),
                (("patient", "set", "me", "--closed", "2026-12-31..2027-01-10"),
                 "injection denosumab/2 is booked for Mon 2026-12-28 10:00, which is outside its window now."),
                (("patient", "set", "me", "--closed", "2026-12-28..2027-01-10"),
                 "injection denosumab/2 is booked for Mon 2026-12-28 10:00, a day on which the clinic is closed now. To book another "
                 "day: regimen book denosumab/2 DAY TIME")):
            with self.subTest(words=words):
                self.now = "2026-12-12T09:00:00+01:00"
                self.database = self.path(f"{len(os.listdir(self.home))}.db")
                self.run_it("add", "xgeva", "--given", "2026-12-03")
                self.run_it("book", "denosumab", "2026-12-28 10:00")
                self.assertIn(says, self.flat(*words))
                self.now = "2026-12-28T10:30:00+01:00"
                log = "log denosumab/2"
                self.assertIn("regimen " + log, self.flat("notify", "--dry-run").replace(f"--db {self.database} ", ""))
                self.refuses(*log.split(), "--at", "2026-12-27", status=3, says="too early for dose 2")
                self.run_it(*log.split())

    def test_a_closed_day_names_the_person_in_what_it_proposes(self):
        self.database = self.path("two.db")
        for name in ("Anna", "Karla"):
            self.run_it("patient", "add", name)
        self.run_it("--patient", "Karla", "add", "xgeva", "--given", "2026-12-03")
        self.run_it("--patient", "Karla", "book", "denosumab", "2026-12-28 10:00")
        self.run_it("patient", "default", "Anna")
        self.assertIn("regimen --patient Karla book denosumab/2 DAY TIME", self.flat("patient", "set", "Karla", "--closed", "2026-12-28"))

    def test_what_is_proposed_for_two_sessions_of_a_day_is_accepted(self):
        self.now = "2026-12-03T09:00:00+01:00"
        self.run_it("add", "radiation", "--fractions", "6", "--per-day", "2", "--times", "8:00,15:00", "--first", "2026-12-04")
        self.now = "2026-12-05T09:00:00+01:00"
        proposed = [f"log radiation/{number} --at 2026-12-04" for number in (1, 2)]
        for line in proposed:
            self.assertIn("regimen " + line, self.flat())
        for line in reversed(proposed):
            self.run_it(*line.split())
        self.refuses("log", "radiation/3", "--at", "2026-12-04", status=3, says="less than a quarter of the interval")
        self.run_it("amend", "radiation/2", "--at", "2026-12-04 16:00")
        self.run_it("amend", "radiation/2", "--at", "2026-12-04")

    def test_a_prefix_is_enough(self):
        self.run_it("log", "zol")
        self.assertEqual(self.last()["course"], "zoledronic-acid")

    def test_an_ambiguous_prefix_is_no_guess(self):
        self.run_it("add", "zinc", "--custom", "--every", "1w", "--first", "2026-12-05")
        line = self.refuses("log", "z", says="zinc")
        self.assertIn("zoledronic-acid", line)

    def calcium(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-12-01", "--amount", "1 tablet")

    def states(self, now):
        doses = self.json("show", "calcium", REGIMEN_NOW=now)["doses"]
        return {dose["due"][5:16]: dose["state"] for dose in doses if dose["due"] < "2026-12-07"}

    def test_a_tablet_is_that_of_the_nearest_time(self):
        self.calcium()
        self.now = "2026-12-05T07:45:00+01:00"
        self.assertTrue(self.flat("log", "calcium").startswith(
            "Logged: dose calcium/9 of Sat 2026-12-05 08:00, 1 tablet, taken on Sat 2026-12-05 07:45. Next: "))
        states = self.states("2026-12-05T09:30:00+01:00")
        self.assertEqual((states["12-04T20:00"], states["12-05T08:00"], states["12-05T20:00"]), ("missed", "given", "planned"))
        self.assertEqual([alert for alert in self.json("notify", "--dry-run", REGIMEN_NOW="2026-12-05T09:30:00+01:00")["alerts"]
                          if alert["course"] == "calcium" and alert["kind"] != "watch"], [])

    def test_the_time_of_last_night_is_last_nights(self):
        self.calcium()
        self.now = "2026-12-05T09:30:00+01:00"
        self.assertIn("calcium/8 of Fri 2026-12-04 20:00", self.flat("log", "calcium", "--at", "yesterday 20:05"))
        self.assertEqual(self.json("list")["courses"][1]["next"], "2026-12-05T08:00:00+01:00")
        self.assertIn("calcium/3 of Wed 2026-12-02 08:00", self.flat("log", "calcium", "--at", "2026-12-02 09:00"))

    def test_years_ago(self):
        self.calcium()
        self.now = "2028-12-05T09:30:00+01:00"
        for _ in range(2):
            self.run_it("log", "calcium")
            self.now = "2028-12-05T20:00:00+01:00"
        self.assertIn("calcium/3 of Wed 2026-12-02 08:00", self.flat("log", "calcium", "--at", "2026-12-02 09:00"))
        self.refuses("log", "calcium", "--at", "2026-12-02 09:10", status=1, says="already taken")

    def test_a_refusal_names_the_other_one(self):
        self.calcium()
        self.now = "2026-12-05T15:00:00+01:00"
        line = self.refuses("log", "calcium", status=3, says="too early for dose 10")
        self.assertIn("Or do you mean dose 9, planned for Sat 2026-12-05 08:00 (regimen log calcium/9)?", line)
        self.run_it("log", "calcium/9", "--at", "08:10")
        line = self.refuses("log", "calcium", "--at", "08:40", status=1, says="dose 9 of calcium was already taken")
        self.assertIn("; if you mean dose 8, planned for Fri 2026-12-04 20:00: regimen log calcium/8", line)
        self.run_it("log", "zoledronic-acid")
        self.now = "2026-12-20T15:00:00+01:00"
        line = self.refuses("log", "zoledronic-acid", status=3, says="too early for dose 2")
        self.assertIn("Or do you mean dose 1, which is on record as given on Sat 2026-12-05 15:00 (regimen amend zoledronic-acid/1 --at DAY)?", line)

    def test_json(self):
        logged = self.json("log", "zoledronic-acid")
        self.assertEqual(set(logged), {"format", "dose", "at", "watch", "next"})
        self.assertEqual(set(logged["dose"]), DOSE_KEYS)
        self.assertEqual((logged["dose"]["state"], logged["dose"]["dose"], logged["at"]), ("given", 1, LATER))
        self.assertEqual((logged["next"]["dose"], logged["next"]["due"]), (2, "2027-01-02"))
        self.assertIn("fever", logged["watch"])

    def test_the_signs_that_stand_in_both_lists(self):
        said = self.flat("log", "zoledronic-acid")
        self.assertIn("fever: a side effect, or a sign of infection", said)
        self.assertIn("right away", said)
        self.assertIn("URMC Health Encyclopedia", said)

    def test_the_last_one(self):
        self.run_it("add", "ct", "--on", "2026-12-05")
        self.assertIn("it is complete", self.flat("log", "ct"))
        self.assertIsNone(self.json("show", "ct")["course"]["next"])

    def test_where_the_source_lists_nothing_nothing_is_shown(self):
        self.run_it("add", "zinc", "--custom", "--every", "1w", "--first", "2026-12-05")
        self.run_it("add", "surgery", "--on", "2026-12-05")
        for words in (("log", "zinc"), ("log", "zinc", "--full", "--anyway"), ("log", "surgery")):
            lines = self.run_it(*words).splitlines()
            self.assertLess(len(lines), 4)
            self.assertNotIn("", lines)

    def several(self, handle, *dates, at="10:40"):
        """The output of a log on each of the dates."""
        for date in dates:
            self.now = f"{date}T12:00:00+01:00"
            yield self.run_it("log", handle, "--at", f"{date} {at}", "--site", "left arm")

    def test_in_full_after_the_first_dose_only(self):
        first, *later = self.several("zoledronic-acid", "2026-12-05", "2027-01-02", "2027-01-30")
        self.assertGreater(len(first.splitlines()), 30)
        for said in later:
            lines = said.splitlines()
            self.assertLessEqual(len(lines), 12)
            self.assertLessEqual(max(map(len, lines)), 80)
            self.assertTrue(lines[0].startswith("Logged: infusion zoledronic-acid/"))
            self.assertTrue(lines[1].startswith("Next: infusion zoledronic-acid/"))
            watch = lines[lines.index("") + 1:]
            self.assertLessEqual(len(watch), 8)  # six, and how far the lists reach
            flat = " ".join(" ".join(watch).split())
            self.assertTrue(flat.startswith("Some of the most common side effects are fever,"), flat)
            self.assertIn("These can also be warning signs: fever, tiredness, nausea, lack of appetite, bone or joint pain.", flat)
            self.assertIn("right away about signs of spinal cord compression, high blood calcium, a broken bone, anemia, infection, "
                          "low platelets or bone metastasis itself (bone pain). These are one article's lists; the leaflet and the "
                          "care team know more.", flat)
            self.assertTrue(flat.endswith("regimen catalog zoledronic-acid"))

    def test_in_full_when_asked_for(self):
        self.run_it("log", "zoledronic-acid")
        self.now = "2027-01-02T12:00:00+01:00"
        said = " ".join(self.run_it("log", "zoledronic-acid", "--full").split())
        self.assertIn("fever: a side effect, or a sign of infection", said)
        self.assertIn("Source: ", said)

    def test_the_first_dose_again_after_an_undo(self):
        for _ in range(2):
            self.assertIn("fever: a side effect, or a sign of infection", self.flat("log", "zoledronic-acid"))
            self.run_it("undo")

    def test_json_is_always_full(self):
        self.run_it("log", "zoledronic-acid")
        self.now = "2027-01-02T12:00:00+01:00"
        self.assertIn("fever: a side effect, or a sign of infection", self.json("log", "zoledronic-acid")["watch"])

    def test_a_long_answer_leaves_room_for_what_is_to_be_told(self):
        """With a next dose that takes many lines, the warning signs stay, and the side effects give way."""
        self.run_it("log", "zoledronic-acid")
        self.now = "2027-01-02T12:00:00+01:00"
        self.run_it("hold", "zoledronic-acid/3", "--reason", "the laboratory has not yet sent the value that the clinic is waiting for " * 3)
        lines = self.run_it("log", "zoledronic-acid/2").splitlines()
        self.assertLessEqual(len(lines), 12)
        self.assertIn("right away about signs of spinal cord compression", " ".join(lines))
        self.assertNotIn("side effects are", " ".join(lines))
        self.assertTrue(lines[-1].endswith("regimen catalog zoledronic-acid"))

    def test_at_most_twelve_lines_of_any_treatment(self):
        courses = [("denosumab", "--every", "4w"), ("radiation", "--fractions", "9"), ("pamidronate", "--every", "4w"),
                   ("radiopharmaceutical", "--every", "4w"), ("oral-bisphosphonate", "--times", "10:00,20:00")]
        for key, *schedule in courses:
            with self.subTest(key):
                self.database = self.path(key + ".db")
                self.now = LATER
                self.run_it("add", key, *schedule, "--first", "2026-12-07")
                dates = ("2026-12-07", "2026-12-08", "2026-12-09") if "--every" not in schedule else ("2026-12-07", "2027-01-04", "2027-02-01")
                for number, said in enumerate(self.several(key, *dates)):
                    self.assertEqual(len(said.splitlines()) <= 12, number > 0, said)

    def test_the_same_dose_twice(self):
        self.run_it("log", "zoledronic-acid/1")
        self.refuses("log", "zoledronic-acid/1", status=1, says="already given on Sat 2026-12-05 12:00")

    def test_the_same_command_twice(self):
        self.run_it("log", "zoledronic-acid")
        self.refuses("log", "zoledronic-acid", status=3)

    def test_before_its_window(self):
        self.refuses("log", "zoledronic-acid", "--at", "2026-11-20 10:00", status=3, says="window")
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-20 10:00", "--anyway")

    def test_late_is_never_refused(self):
        self.run_it("log", "zoledronic-acid", REGIMEN_NOW="2027-11-01T10:00:00+01:00")

    def test_ahead_of_the_clock_is_refused(self):
        line = self.refuses("log", "zoledronic-acid", "--at", "2026-12-05 15:00", status=3, says="is in the future")
        self.assertIn('"regimen book" or "regimen move"', line)

    def test_a_rewritten_unit_is_said(self):
        self.run_it("add", "zinc", "--custom", "--every", "1w", "--first", "2026-12-05")
        done = self.call("log", "zinc", "--amount", "40 µg")
        self.assertEqual(done.returncode, 0)
        self.assertIn("mcg", done.stderr.decode())
        self.assertEqual(self.last()["amount"], "40 mcg")

    def test_a_time_that_comes_twice_is_said(self):
        done = self.call("log", "zoledronic-acid", "--at", "2027-10-31 02:30", REGIMEN_NOW="2027-11-01T10:00:00+01:00")
        self.assertEqual(done.returncode, 0)
        self.assertIn("comes twice in Europe/Berlin", done.stderr.decode())
        self.assertEqual(self.last()["at"], "2027-10-31T02:30:00+02:00")

    def test_a_note_and_a_failure_are_one_line(self):
        self.refuses("log", "zoledronic-acid", "--at", "2026-10-25 02:30", status=3)
        self.refuses("log", "nothing", "--amount", "4 µg")

    def test_a_day_alone(self):
        said = self.flat("log", "zoledronic-acid", "--at", "yesterday", REGIMEN_NOW=LATER)
        self.assertIn("given on Fri 2026-12-04.", said)
        self.assertIn("zoledronic-acid/2 on Fri 2027-01-01", said)
        row, = self.json("history")["administrations"]
        self.assertEqual(row["at"], "2026-12-04")
        for command in ("history", "show zoledronic-acid"):
            self.assertNotRegex(self.run_it(*command.split()), r"2026-12-04 \d\d:\d\d")
        self.refuses("log", "zoledronic-acid/1", status=1, says="already given on Fri 2026-12-04;", REGIMEN_NOW=LATER)
        self.flat("amend", "zoledronic-acid/1", "--at", "2026-12-04 10:40", REGIMEN_NOW=LATER)
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-04T10:40:00+01:00")
        self.assertIn("given on Thu 2026-12-03", self.flat("amend", "zoledronic-acid/1", "--at", "2026-12-03", REGIMEN_NOW=LATER))
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-03")
        self.run_it("amend", "zoledronic-acid/1", "--note", "x", REGIMEN_NOW=LATER)
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-03")

    def test_today_alone_lies_not_ahead(self):
        self.assertEqual(self.json("log", "zoledronic-acid", "--at", "today", REGIMEN_NOW="2026-12-05T08:00:00+01:00")["at"],
                         "2026-12-05")

    def test_a_day_alone_is_not_enough_for_what_has_hours(self):
        self.run_it("add", "Drops", "--custom", "--every", "12h", "--first", "2026-12-05 08:00")
        self.run_it("add", "Pain tablet", "--custom", "--as-needed", "--gap", "6h")
        for handle in ("drops", "pain-tablet"):
            for typed, like in (("yesterday", "2026-12-04 12:00"), ("last night", "2026-12-04 22:00"), ("today", "2026-12-05 11:00")):
                self.refuses("log", handle, "--at", typed, says=f'the day alone is not enough; type roughly when it was taken, like --at "{like}"')
        self.assertIn("taken on Sat 2026-12-05 11:00", self.run_it("log", "pain-tablet", "--at", "2026-12-05 11:00"))

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("log", "needs to know which course you mean"),
            ("log", "zoledronik-acid", "did you mean zoledronic-acid?"),
            ("log", "nothing-like-it", "zoledronic-acid"),
            ("log", "zoledronic-acid/0", "zoledronic-acid/0"),
            ("log", "zoledronic-acid/x", "zoledronic-acid/x"),
            ("log", "zoledronic-acid/99999999999999999999", "99999999999999999999"),
            ("log", "", "regimen: "),
            ("log", "zoledronic-acid", "again", "one word too many"),
            ("log", "zoledronic-acid", "--at", "2026-12-05 25:00", "25:00"),
            ("log", "zoledronic-acid", "--at", "2026-12-05 10:00 or so", "or so"),
            ("log", "zoledronic-acid", "--at", "1899-12-05 10:00", "1899"),
            ("log", "zoledronic-acid", "--amount", "lots", "lots"),
            ("log", "zoledronic-acid", "--note", "two\nlines", "note"),
            ("log", "zoledronic-acid", "--note", "x" * 501, "500"),
            ("log", "zoledronic-acid", "--at", "--at needs a value"))

    def test_without_a_record(self):
        self.database = self.path("other.db")
        self.refuses("log", "zoledronic-acid", says="nothing is on record yet")
        self.assertIsNone(self.dump())

    def test_before_the_course_began(self):
        """A tablet of the morning, entered in the evening: the course begins tomorrow, and tomorrow's tablet stays planned."""
        self.now = "2026-11-26T21:15:00+01:00"
        added = self.flat("add", "My tablets", "--custom", "--times", "8am,8pm")
        self.assertIn('If the dose of Thu 2026-11-26 20:00 was taken already: regimen log my-tablets --at "2026-11-26 evening"', added)
        for more in ([], ["--anyway"]):
            line = self.refuses("log", "my-tablets", "--at", "8:00", *more, status=1,
                                says="Thu 2026-11-26 08:00 is before my-tablets begins: dose 1 is planned for Fri 2026-11-27 08:00")
            self.assertNotIn("--anyway", line)
        told = line.split("regimen ")[1].split(" (")[0]
        self.assertEqual(told, 'log my-tablets --at "2026-11-26 08:00" --begin')
        self.assertIn("my-tablets/1 of Thu 2026-11-26 08:00, taken on Thu 2026-11-26 08:00. The course begins with this dose now",
                      self.flat(*shlex.split(told)))
        self.assertIn("my-tablets/2 of Thu 2026-11-26 20:00", self.run_it("log", "my-tablets"))
        planned = [(dose["dose"], dose["due"]) for dose in self.json("agenda", "--tablets", "--days", "1")["doses"]
                   if dose["course"] == "my-tablets"]
        self.assertEqual(planned, [(3, "2026-11-27T08:00:00+01:00"), (4, "2026-11-27T20:00:00+01:00")])
        # what is on record can be taken back, as the message says; it types the first day for both commands
        told = 'regimen undo my-tablets, then regimen change my-tablets --first "2026-11-25 20:00", and regimen log my-tablets --at TIME'
        self.refuses("log", "my-tablets", "--at", "yesterday 8pm", status=1, says=told)
        before = self.dump()
        self.refuses("change", "my-tablets", "--first", "yesterday 8pm", status=1, says=told)
        self.assertEqual(self.dump(), before)
        self.run_it("undo")
        self.run_it("undo")
        self.run_it("change", "my-tablets", "--first", "2026-11-25 20:00")
        for number, time in enumerate(("yesterday 8pm", "8am", "8:20pm"), 1):
            self.assertIn(f"Logged: dose my-tablets/{number} of", self.run_it("log", "my-tablets", "--at", time))
        # three are too many to take back
        line = self.refuses("log", "my-tablets", "--at", "yesterday 8am", status=1,
                            says='can no longer begin earlier, but you can add a note: regimen amend my-tablets/1 --note')
        self.assertNotIn("regimen change", line)
        self.refuses("change", "my-tablets", "--first", "yesterday 8am", status=1, says="can no longer begin earlier")

    def test_a_day_alone_names_the_times_of_that_day(self):
        self.now = "2026-11-26T21:15:00+01:00"
        self.run_it("add", "My tablets", "--custom", "--times", "8am,8pm", "--first", "yesterday")
        before = self.refuses("log", "my-tablets", "--at", "yesterday", says="my-tablets has several doses on Wed 2026-11-25; name the one")
        told = re.findall(r"regimen (log \S+ --at \S+)", before)
        self.assertEqual(told, ["log my-tablets/1 --at 2026-11-25", "log my-tablets/2 --at 2026-11-25"])
        self.refuses("log", "my-tablets", "--at", "tomorrow", says="Fri 2026-11-27 is still to come")
        self.refuses("log", "my-tablets/2", "--at", "this morning", "--anyway",
                     says="planned for Wed 2026-11-25 20:00, which is not on the morning of Thu 2026-11-26")
        self.refuses("log", "my-tablets", "--at", "last monday", says='log my-tablets --at "2026-11-23 evening" --begin')
        self.assertIn("my-tablets/3 of Thu 2026-11-26 08:00, taken on Thu 2026-11-26.", self.run_it("log", "my-tablets", "this", "morning"))
        for command in told:
            self.assertIn("taken on Wed 2026-11-25.", self.run_it(*shlex.split(command)))
        self.refuses("log", "my-tablets", "--at", "yesterday", says="all of them are on record: my-tablets/1 (08:00), my-tablets/2 (20:00)")
        self.refuses("amend", "my-tablets/2", "--at", "today", says="planned for Wed 2026-11-25 20:00, which is not on Thu 2026-11-26")
        self.assertIn("taken on Wed 2026-11-25 20:30", self.flat("amend", "my-tablets/2", "--at", "yesterday 20:30"))
        self.assertIn("taken on Wed 2026-11-25.", self.flat("amend", "my-tablets/2", "yesterday", "evening"))
        self.assertEqual([row["at"] for row in self.json("history")["administrations"]], ["2026-11-25", "2026-11-25", "2026-11-26"])

    def test_the_tablet_before_the_course_was_added(self):
        """The last one is logged in one step, in whatever words, and nothing is missed by that; an earlier one with --begin."""
        for number, (now, times, words, due, at) in enumerate((
                ("2026-11-26T09:00:00+01:00", "8:00,20:00", "this morning", "2026-11-26T08:00:00+01:00", "2026-11-26"),
                ("2026-11-26T09:00:00+01:00", "8:00,20:00", "today", "2026-11-26T08:00:00+01:00", "2026-11-26"),
                ("2026-11-26T09:00:00+01:00", "8:00,20:00", "8:10", "2026-11-26T08:00:00+01:00", "2026-11-26T08:10:00+01:00"),
                ("2026-11-26T21:00:00+01:00", "8:00,20:00", "this evening", "2026-11-26T20:00:00+01:00", "2026-11-26"),
                ("2026-11-26T07:00:00+01:00", "8:00,20:00", "last night", "2026-11-25T20:00:00+01:00", "2026-11-25"),
                ("2026-11-26T12:00:00+01:00", "22:00", "yesterday", "2026-11-25T22:00:00+01:00", "2026-11-25"),
                ("2026-11-26T12:00:00+01:00", "22:00", "last night", "2026-11-25T22:00:00+01:00", "2026-11-25"),
                ("2026-11-26T09:00:00+01:00", "0:30,12:30", "last night", "2026-11-26T00:30:00+01:00", "2026-11-26"))):
            with self.subTest(words, times=times):
                self.now = now
                self.run_it("add", "My tablets", "--custom", "--times", times, "--handle", f"t{number}", "--anyway")
                logged = self.json("log", f"t{number}", *words.split())
                self.assertEqual((logged["dose"]["dose"], logged["dose"]["due"], logged["at"]), (1, due, at))
                self.assertEqual(logged["next"]["dose"], 2)
                self.assertEqual(self.json("history", f"t{number}")["missed"], [])
                self.run_it("undo")
                self.assertEqual(self.json("show", f"t{number}")["course"]["given"], 0)

    def test_a_course_that_was_to_begin_later_does_not_begin_earlier_by_itself(self):
        self.now = "2026-11-26T09:00:00+01:00"
        self.run_it("add", "My tablets", "--custom", "--times", "8:00,20:00", "--first", "28 Nov")
        self.now = "2026-11-27T20:05:00+01:00"
        line = self.refuses("log", "my-tablets", status=1, says="before my-tablets begins: dose 1 is planned for Sat 2026-11-28 08:00")
        told = line.split("regimen ")[1].split(" (")[0]
        self.assertIn("my-tablets/1 of Fri 2026-11-27 20:00", self.run_it(*shlex.split(told)))

    def test_an_earlier_dose_the_day_after(self):
        """Undo asks about a change of more than an hour ago, so the commands that are proposed then answer it."""
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("log", "calcium", "--at", "2026-12-05 08:00")
        self.now = "2026-12-05T20:00:00+01:00"
        line = self.refuses("log", "calcium", "--at", "2026-12-04 20:00", status=1, says="is before dose 1 of calcium")
        commands = line.strip().split("type: ")[1].split("; then ")
        self.assertEqual(commands[0], "regimen undo calcium --anyway")
        for command in commands:
            self.run_it(*shlex.split(command)[1:])
        self.assertEqual([each["at"][:10] for each in self.json("history", "calcium")["administrations"]],
                         ["2026-12-04", "2026-12-05"])

    def test_a_tablet_that_was_taken_later_and_planned_earlier(self):
        """12:30 in New York is after 20:00 in Tokyo. So it is the next dose, and the first one stays as it is."""
        self.run_it("patient", "set", "me", "--zone", "Asia/Tokyo")
        self.now = "2026-12-01T19:30:00+09:00"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.now = "2026-12-01T20:00:00+09:00"
        self.run_it("log", "calcium")
        self.now = "2026-12-01T12:30:00-05:00"
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        line = self.refuses("log", "calcium", status=1, says="but dose 1 was already taken on Tue 2026-12-01 06:00")
        self.assertNotIn("undo", line)
        command = shlex.split(line.strip().split("next dose: ")[1])
        self.refuses(*command[1:], status=3, says="too early")
        self.run_it(*command[1:], "--anyway")
        self.assertEqual([each["at"] for each in self.json("history", "calcium")["administrations"]],
                         ["2026-12-01T06:00:00-05:00", "2026-12-01T12:30:00-05:00"])

    def test_a_change_after_the_only_dose(self):
        """Then undo would take back that change, and is not proposed."""
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("log", "calcium", "--at", "2026-12-05 08:00")
        self.run_it("amend", "calcium/1", "--note", "with water")
        line = self.refuses("log", "calcium", "--at", "2026-12-04 20:00", status=1, says="is before dose 1 of calcium")
        self.assertIn("regimen amend calcium/1 --note", line)
        self.assertNotIn("undo", line)
        line = self.refuses("change", "calcium", "--times", "07:00,19:00", "--first", "2026-12-04", status=1,
                            says="can no longer begin earlier")
        self.assertNotIn("undo", line)

    def test_times_that_begin_before_the_only_dose(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("log", "calcium", "--at", "2026-12-05 08:00")
        for now, undo in ((self.now, "regimen undo calcium,"), ("2026-12-05T20:00:00+01:00", "regimen undo calcium --anyway,")):
            self.now = now
            self.refuses("change", "calcium", "--times", "07:00,19:00", "--first", "2026-12-04", status=1,
                         says=f"take back its dose with {undo} then regimen change calcium --first")

    def test_what_was_taken_before_the_first_dose_on_record(self):
        """A dose keeps its number for life, so the later one is taken back; the commands of the message do it as they stand."""
        for typed, again in (("now", "2026-12-05 12:00"), ("today", "2026-12-05 morning")):
            with self.subTest(typed):
                self.database = self.path(typed + ".db")
                self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
                self.run_it("log", "calcium", "--at", typed)
                line = self.refuses("log", "calcium", "last night", status=1, says="is before dose 1 of calcium")
                commands = line.strip().split("type: ")[1].split("; then ")
                self.assertEqual(commands, ["regimen undo calcium", 'regimen log calcium --at "2026-12-04 evening" --begin',
                                            f'regimen log calcium --at "{again}"'])
                for command in commands:
                    self.run_it(*shlex.split(command)[1:])
                self.assertEqual([each["at"][:10] for each in self.json("history", "calcium")["administrations"]],
                                 ["2026-12-04", "2026-12-05"])

    def test_the_rhythm_of_the_days_stays_when_the_course_begins_earlier(self):
        self.now = "2026-11-26T09:00:00+01:00"
        for handle, options, due in (("cycle", ("--cycle", "3/2"), ["2026-11-23", "2026-11-26", "2026-11-27"]),
                                     ("second", ("--every", "2d"), ["2026-11-24", "2026-11-26", "2026-11-28"]),
                                     ("mondays", ("--days", "mon,thu"), ["2026-11-23", "2026-11-26", "2026-11-30"])):
            with self.subTest(handle):
                self.run_it("add", "My tablets", "--custom", "--times", "20:00", *options, "--handle", handle, "--anyway")
                self.run_it("log", handle, "--at", due[0], "--begin")
                self.assertEqual([dose["due"][:10] for dose in self.json("show", handle)["doses"]][:3], due)

    def test_begin_is_for_fixed_times(self):
        self.run_it("add", "ct", "--on", "2026-11-23")
        self.refuses("log", "ct", "--begin", says="--begin is for a course with fixed times, and ct has none; log the dose without it")

    def test_a_tablet_that_was_moved_behind_the_end_of_the_course(self):
        """It stays the nearest one, also when all of them are so old that they are not read each time."""
        self.now = "2026-11-26T07:00:00+01:00"
        self.run_it("add", "My tablets", "--custom", "--times", "8:00,20:00", "--first", "2026-11-26", "--count", "4")
        self.run_it("move", "my-tablets/1", "2026-11-30 08:00")
        self.now = "2026-11-27T20:00:00+01:00"
        self.run_it("log", "my-tablets")
        self.now = "2027-02-01T08:00:00+01:00"
        self.run_it("amend", "my-tablets/4", "--note", "with water")
        self.assertIn("Logged: dose my-tablets/1 of Mon 2026-11-30 08:00", self.run_it("log", "my-tablets"))


if __name__ == "__main__":
    unittest.main()
