#!/usr/bin/python3
import os
import unittest

from regimen import Case

SCOPE = "These lists are those of one article, which does not list everything. The leaflet and the care team know more."
BEGIN = 'regimen feel pain 6 --site "lower back"'


class Feel(Case):
    def doses(self):
        self.run_it("add", "denosumab", "--given", "2026-10-01", "--given", "2026-11-21")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--given", "2026-11-10", "--anyway")

    def ids(self, *words):
        return [(entry["id"], entry["name"], entry["value"]) for person in self.json("feel", *words)["people"]
                for entry in person["entries"]]

    def test_the_first_command_of_all(self):
        self.assertIn(f"Nothing that was felt is on record yet. To begin, type what you felt, in your own words, like this: {BEGIN}",
                      self.flat("feel"))
        self.assertIsNone(self.dump())
        self.refuses("feel", "pain", "11", says="use a number from 0 to 10")
        self.refuses("feel", "pain", "6", "--at", "tomorrow", says="is in the future")
        self.assertIsNone(self.dump())
        said = self.flat("feel", "pain", "6", "--site", "lower back")
        self.assertTrue(said.startswith("On record: feel/1, pain 6, lower back, on Mon 2026-11-23 09:00. (To take it back: regimen undo)"), said)
        self.assertEqual(os.stat(self.database).st_mode & 0o777, 0o600)

    def test_settings_that_cannot_be_read(self):
        """What was felt or measured is on record nevertheless; whether a treatment may be named is not known, so none is."""
        self.doses()
        os.makedirs(self.path("config", "regimen"), exist_ok=True)
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[alerts]\nday-strat=08:00\n")
        for words in (["feel", "pain", "8"], ["lab", "calcium", "2.4", "mmol/L"]):
            done = self.call(*words)
            said, beside = done.stdout.decode(), done.stderr.decode()
            self.assertEqual(done.returncode, 0, beside)
            self.assertTrue(said.startswith(f"On record: {words[0]}/1, {words[1]} "), said)
            if words[0] == "feel":
                self.assertNotIn("denosumab/2", said)
                self.assertRegex(beside, r"\Aregimen: The settings cannot be read, so no treatment is named: [^\n]+unknown key "
                                         r'"day-strat": did you mean "day-start"\?\n\Z')
        os.unlink(self.path("config", "regimen", "regimen.conf"))
        self.assertIn("feel/1", self.run_it("feel"))
        self.assertIn("lab/1", self.run_it("lab"))

    def test_a_mistake_in_a_treatment_of_ones_own(self):
        """What happened is put on record nevertheless, and a note says what is wrong."""
        self.doses()
        os.makedirs(self.path("config", "regimen", "catalog.d"), exist_ok=True)
        with open(self.path("config", "regimen", "catalog.d", "own.ini"), "w", encoding="utf-8") as file:
            file.write("[treatment\n")
        for words, begin in ((["feel", "pain", "8"], "On record: feel/1"), (["lab", "calcium", "2.4", "mmol/L"], "On record: lab/1"),
                             (["log", "denosumab", "--anyway"], "Logged: injection denosumab/3"), (["feel"], "WHEN"), (["lab"], "TEST"),
                             (["amend", "denosumab/3", "--note", "left arm"], "Corrected: ")):
            done = self.call(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.decode().startswith(begin), done.stdout)
            self.assertRegex(done.stderr.decode(), r"\Aregimen: Treatments of your own cannot be read, so nothing is said about them: "
                                                   r"[^\n]+own\.ini:1: [^\n]+\n\Z")
        for words in (["check"], ["export"], ["add", "denosumab"], ["resume", "denosumab"]):  # these do not guess
            self.refuses(*words, status=1, says="own.ini:1: ")

    def test_what_it_answers(self):
        self.doses()
        said = self.flat("feel", "pain", "6", "--site", "lower back")
        for words in ("That is 2 days after denosumab/2, 13 days after zoledronic-acid/1.",
                      "Each of these can be either a side effect or a sign of something else:",
                      "Signs of spinal cord compression: ", "Tell a healthcare provider right away.",
                      "Side effects of the treatments on record:", SCOPE):
            self.assertIn(words, said)
        self.assertEqual(said.count(SCOPE), 1)

    def test_the_note_and_the_site_are_looked_up(self):
        for option in ("--note", "--site"):
            said = self.flat("feel", "weakness", option, "legs", "--full")
            self.assertIn("Signs of spinal cord compression", said)
            self.assertIn("Signs of anemia", said)
        self.assertNotIn("Signs of spinal cord compression", self.flat("feel", "bruises"))

    def test_short_after_the_first_time(self):
        """For two weeks, if the same was looked up; both readings, what to do and whom to call stay."""
        self.run_it("contact", "add", "Ward 3", "--phone", "555-0100", "--for", "urgent")
        first = self.run_it("feel", "pain", "6")
        self.assertGreater(first.count("\n"), 24)
        self.now = "2026-12-06T09:00:00+01:00"
        again = self.run_it("feel", "pain", "7")
        self.assertLess(again.count("\n"), 12)
        said = " ".join(again.split())
        for words in ("Call: Ward 3, 555-0100 (urgent)", "It can be either a side effect or a warning sign.",
                      "Tell a healthcare provider right away about signs of spinal cord compression, a broken bone, infection or bone metastasis "
                      "itself", "These are one article's lists; the leaflet and the care team know more.",
                      "In full, and the source: regimen signs pain"):
            self.assertIn(words, said)
        # what else was noticed is looked up too
        self.assertIn("Signs of high blood calcium", self.flat("feel", "pain", "7", "--note", "constipated"))
        self.assertGreater(self.run_it("feel", "pain", "7", "--full").count("\n"), 24)
        self.assertGreater(self.run_it("feel", "thirst").count("\n"), 12)
        self.run_it("feel", "pain", "7", "--at", "2026-12-25", REGIMEN_NOW="2026-12-26T09:00:00+01:00")
        self.now = "2027-01-20T09:00:00+01:00"
        self.assertGreater(self.run_it("feel", "pain", "7").count("\n"), 24)

    def test_nothing_was_felt(self):
        for typed in (("nausea", "none"), ("pain", "0"), ("pain", "0/10"), ("pain", "none")):
            said = self.flat("feel", *typed)
            self.assertIn("On record: ", said)
            self.assertNotIn("Signs of", said)
            self.assertIsNone(self.json("feel", *typed)["signs"])
        self.assertIn("Signs of spinal cord compression", self.flat("feel", "pain", "0", "--note", "my legs are numb"))

    def test_words_of_ones_own(self):
        for typed in (("my", "legs", "feel", "weak"), ("my legs feel weak",)):
            said = self.json("feel", *typed)
            self.assertEqual((said["entry"]["name"], said["entry"]["value"]), ("my legs feel weak", None))
            self.assertEqual([condition["key"] for condition in said["signs"]["conditions"]], ["spinal-cord-compression", "anemia"])
        said = self.flat("feel", "hair", "loss")
        self.assertIn('"hair loss" is in none of the lists. They do not list everything. All warning signs: regimen signs', said)
        self.assertIn("Did you mean this? regimen signs nausea", self.flat("feel", "nausia"))

    def test_values(self):
        self.refuses_all(("feel", "pain", "needs a value: a number from 0 to 10, or none, mild, moderate or severe; "
                          "to see what is on record: regimen feel pain --trend"),
                         ("feel", "pain", "11", "use a number from 0 to 10"),
                         ("feel", "pain", "-1", "use a number from 0 to 10"),
                         ("feel", "pain", "6,5", "type the number with a decimal point: 6.5"),
                         ("feel", "temperature", "38.4", "38.4 has no unit"),
                         ("feel", "temperature", "400", "C", "use 25 to 45 C or 77 to 113 F"),
                         ("feel", "pain", "6", "last", "week", "type the date, like"),
                         ("feel", "yesterday", "type what was felt, and then when"), ("feel", "last", "week", "and then when"),
                         ("feel", "pain", "6", "yesterday", "--at", "today", "and --at both say when"),
                         ("feel", "6", "type what was felt, and then its value"))
        for typed, value, unit in (("38.4C", "38.4", "C"), ("38.40 C", "38.40", "C"), ("101 F", "101", "F")):
            entry = self.json("feel", "temperature", *typed.split())["entry"]
            self.assertEqual((entry["value"], entry["unit"]), (value, unit))

    def test_the_list_has_the_doses_between(self):
        self.doses()
        self.run_it("feel", "nausea", "mild", "--at", "2026-11-08")
        self.run_it("feel", "pain", "6", "--at", "2026-11-12 10:00", "--site", "hip", "--note", "at night")
        self.run_it("feel", "pain", "4")
        lines = [" ".join(line.split()) for line in self.run_it("feel").splitlines()]
        self.assertEqual(lines, ["WHEN ENTRY WHAT VALUE NOTE", "Tue 2026-11-10 zoledronic-acid/1 given",
                                 "Thu 2026-11-12 10:00 feel/2 pain 6 hip, at night", "Sat 2026-11-21 denosumab/2 given",
                                 "Mon 2026-11-23 09:00 feel/3 pain 4"])
        self.assertIn("Sun 2026-11-08 feel/1 nausea mild", self.flat("feel", "--all"))
        self.now = "2027-03-01T09:00:00+01:00"
        self.assertIn("Nothing from the last 14 days is on record. To see older entries: regimen feel --all", self.flat("feel"))

    def test_tablets_do_not_hide_what_was_felt(self):
        self.run_it("add", "Tablets", "--custom", "--times", "08:00", "--first", "2026-11-22")
        self.run_it("add", "Other", "--custom", "--as-needed")
        self.run_it("log", "tablets")
        self.run_it("log", "other")
        self.assertNotIn("That is", self.run_it("feel", "tired"))
        self.assertNotIn("tablets/", self.run_it("feel"))

    def test_a_trend_after_a_journey(self):
        """A dose is drawn before what was felt after it, also if that was the day before by the clocks of today."""
        self.run_it("patient", "add", "Ann", "--zone", "Asia/Tokyo")
        self.run_it("patient", "default", "Ann")
        for now, words in (("2026-12-02T06:30:00+09:00", ("add", "radiation", "--fractions", "1", "--first", "2026-12-02 07:00")),
                           ("2026-12-02T07:00:00+09:00", ("log", "radiation")), ("2026-12-02T08:00:00+09:00", ("feel", "pain", "7")),
                           ("2026-12-02T10:00:00+09:00", ("feel", "pain", "4"))):
            self.run_it(*words, REGIMEN_NOW=now)
        self.now = "2026-12-01T18:00:00-08:00"
        self.assertIn("a: radiation/1", self.run_it("feel", "pain", "--trend"))
        self.run_it("patient", "set", "Ann", "--zone", "America/Los_Angeles")
        self.assertIn("a: radiation/1", self.run_it("feel", "pain", "--trend"))

    def test_trend(self):
        self.doses()
        for day, value in (("2026-11-08", "3"), ("2026-11-12", "8"), ("2026-11-22", "5")):
            self.run_it("feel", "pain", value, "--at", day)
        said = self.run_it("feel", "pain", "--trend")
        for words in ("a: zoledronic-acid/1", "b: denosumab/2", "The scale goes from 0 to 10.",
                      "3 values from Sun 2026-11-08 to Sun 2026-11-22"):
            self.assertIn(words, said)
        self.assertRegex(said, "(?m)^ +[▁▂▃▄▅▆▇█ ]+$")
        self.assertEqual([len(person["entries"]) for person in self.json("feel", "pain", "--trend")["people"]], [3])
        self.assertEqual(said, self.run_it("feel", "Pain", "level", "--trend"))
        self.run_it("feel", "nausea", "mild")
        self.run_it("feel", "nausea", "severe", "--at", "yesterday")
        self.assertIn("lowest mild", self.run_it("feel", "nausea", "--trend"))
        self.run_it("feel", "weakness", "--note", "legs")
        said = self.flat("feel", "weakness", "--trend")
        self.assertIn("There is nothing to draw, because no entry of weakness has a value. The entries: WHEN ENTRY WHAT NOTE", said)
        self.assertIn("weakness legs", said)
        self.refuses("feel", "cough", "--trend", status=1, says='"cough" is not on record; "regimen feel --all" lists what is')
        self.assertEqual(self.flat("feel", "temperature", "--trend"),
                         "No value of temperature is on record yet. To enter one: regimen feel temperature VALUE")
        self.assertEqual([person["entries"] for person in self.json("feel", "temperature", "--trend")["people"]], [[]])

    def test_options(self):
        self.refuses_all(("feel", "--trend", "regimen feel WHAT --trend"), ("feel", "--at", "yesterday", "type what was felt, and then --at, --site or --note"),
                         ("feel", "pain", "--all", "takes no words"), ("feel", "pain", "--trend", "--note", "x", "cannot be used with it"),
                         ("feel", "feel/1", "regimen amend feel/1"), ("feel", "list", "looks like a command"))

    def test_correcting(self):
        self.run_it("feel", "pain", "6", "--site", "hip")
        self.run_it("feel", "nausea", "mild")
        said = self.flat("amend", "feel/1", "5", "--note", "in the evening")
        self.assertTrue(said.startswith("Corrected: feel/1, pain 5, hip, in the evening, on Mon 2026-11-23 09:00."), said)
        self.assertEqual(self.ids(), [("feel/1", "pain", "5"), ("feel/2", "nausea", "mild")])
        self.assertEqual(self.json("amend", "feel/1", "--site", "", "--at", "yesterday")["entry"]["site"], None)
        self.refuses("amend", "feel/1", "5", status=1, says="on record in exactly this form")
        self.refuses("amend", "feel/1", status=2, says="say what is to be corrected")
        self.refuses("amend", "feel/1", "12", says="use a number from 0 to 10")
        self.refuses("amend", "feel/1", "nausea", "mild", says="is not a value of pain")
        self.refuses("amend", "feel/9", "5", status=1, says="there is no entry feel/9")
        self.refuses("amend", "feel/1", "--amount", "4 mg", says="--amount cannot be used for something that was felt")
        self.refuses("amend", "feel/1", "5", "--at", "tomorrow", says="is in the future")
        self.assertTrue(self.flat("remove", "feel/2").startswith("Removed: feel/2, nausea mild, "))
        self.assertEqual(self.ids(), [("feel/1", "pain", "5")])
        self.refuses("remove", "feel/2", status=1, says="there is no entry feel/2")
        self.run_it("feel", "nausea", "mild")
        self.assertEqual(self.ids()[-1], ("feel/3", "nausea", "mild"))
        rows = [line for line in self.dump() if line.startswith('INSERT INTO "observations"')]
        self.assertEqual(len(rows), 6, "every version is kept")

    def test_undo_and_redo_say_what_it_was(self):
        self.doses()
        self.run_it("feel", "pain", "6")
        self.run_it("amend", "feel/1", "5")
        self.assertTrue(self.flat("undo").startswith("Took back: amend feel/1 (pain 5), entered on "))
        self.assertEqual(self.ids(), [("feel/1", "pain", "6")])
        said = self.flat("undo")
        self.assertTrue(said.startswith("Took back: feel/1 (pain 6), entered on Mon 2026-11-23 09:00."), said)
        self.assertNotIn("Next:", said)
        self.assertEqual(self.ids(), [])
        self.assertTrue(self.flat("redo").startswith("Put back: feel/1 (pain 6), "))
        self.assertEqual(self.ids(), [("feel/1", "pain", "6")])
        self.run_it("remove", "feel/1")
        self.assertEqual(self.json("undo")["undone"]["about"], ["feel/1 (pain 6)"])

    def test_a_course_comes_first(self):
        self.refuses("add", "ct", "--on", "2026-12-09", "--handle", "feel", says='"feel" cannot be a handle, because feel/1 means an entry')
        self.run_it("add", "Feel", "--custom", "--on", "2026-12-09")
        self.assertIn("feel-2", self.run_it("list"))
        self.refuses("rename", "feel-2", "feel", says="cannot be a handle")
        self.refuses("amend", "feel/1", "5", status=1, says="there is no entry feel/1")

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert")
        self.refuses("feel", "pain", "6", says="whose?")
        self.assertTrue(self.flat("--patient", "Anna", "feel", "pain", "6").startswith("For Anna: On record: feel/1, "))
        self.assertIn("regimen --patient Bert undo", self.flat("--patient", "Bert", "feel", "pain", "3"))
        self.assertRegex(self.run_it("feel"), r"(?s)\AAnna\n.*pain +6\n\nBert\n.*pain +3")
        self.refuses("amend", "feel/1", "2", says="whose?")
        self.assertTrue(self.flat("--patient", "Bert", "amend", "feel/1", "2").startswith("For Bert: Corrected: feel/1, pain 2"))
        self.assertEqual([person["patient"] for person in self.json("feel")["people"]], ["Anna", "Bert"])
        self.assertEqual(self.ids(), [("feel/1", "pain", "6"), ("feel/1", "pain", "2")])

    def test_private(self):
        self.doses()
        said = self.run_it("--private", "feel", "nausea", "mild") + self.run_it("--private", "feel")
        for name in ("denosumab/", "zoledronic-acid/", "on record:"):
            self.assertNotIn(name, said.replace("On record:", ""))
        self.assertEqual(self.json("--private", "feel")["people"][0]["doses"], [])

    def test_private_says_nothing_of_phone_numbers(self):
        self.assertIn("No phone number is on record", self.run_it("feel", "weak legs"))
        self.assertNotIn("phone", self.run_it("--private", "feel", "weak legs"))
        self.run_it("contact", "add", "Ward", "--phone", "112", "--for", "urgent")
        for command in ("feel", "signs"):
            said = self.run_it("--private", command, "weak legs")
            for words in ("phone", "Ward", "112"):
                self.assertNotIn(words, said)
            self.assertIn("Ward, 112", self.run_it(command, "weak legs"))

    def test_hostile_text(self):
        for typed in ("\033[31mred", "a\u202eb", "line\nbreak", "x" * 10000, "\x7f"):
            for words in (("feel", typed), ("feel", "pain", "6", "--note", typed), ("feel", "pain", "6", "--site", typed)):
                line = self.refuses(*words)
                self.assertLess(len(line), 400)
                self.assertNotIn("\033", line)
        self.run_it("feel", "<b>bold</b> & more")
        self.assertIn("<b>bold</b> & more", self.run_it("feel"))

    def test_contacts(self):
        self.run_it("feel", "tired")
        self.assertEqual(self.json("feel", "tired")["call"], [])


if __name__ == "__main__":
    unittest.main()
