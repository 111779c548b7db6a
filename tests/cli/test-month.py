#!/usr/bin/python3
"""The month as a grid: which days have which sign, what the list below has, and what is accepted as a month."""
import calendar
import os
import re
import shutil
import subprocess
import unittest

from regimen import DOSE_KEYS, Case


class Month(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-23")

    def signs(self, *words, cell=11, **extra):
        """The signs of each day, from the grid: the weekday of each column is counted, not read."""
        lines = self.run_it("month", *words, **extra).splitlines()
        title = next(i for i, line in enumerate(lines) if re.fullmatch(r"[A-Z][a-z]+ \d{4}", line))
        name, year = lines[title].split()
        number = list(calendar.month_name).index(name)
        found = {}
        for week, line in zip(calendar.Calendar().monthdayscalendar(int(year), number), lines[title + 2:]):
            for column, day in enumerate(week):
                text = line[column * cell:(column + 1) * cell]
                if day:
                    self.assertEqual(int(text[1:3]), day, line)
                    found[day] = text[4:].strip()
                else:
                    self.assertEqual(text.strip(), "", line)
        return found

    def test_the_days_of_the_next_month(self):
        signs = self.signs("next")
        self.assertEqual(len(signs), 31)
        self.assertEqual(signs[1], "o.")
        self.assertEqual(signs[29], "?.")
        self.assertEqual({day for day, sign in signs.items() if "p" in sign}, {7, 8, 9, 10, 11, 14, 15, 17, 18, 21})  # 16 is closed
        self.assertEqual(signs[16], ".")

    def test_what_happened_has_its_sign(self):
        self.run_it("log", "zoledronic-acid", REGIMEN_NOW="2026-12-02T10:00:00+01:00")
        self.run_it("skip", "radiation", "--reason", "fever", REGIMEN_NOW="2026-12-07T10:00:00+01:00")
        self.run_it("hold", "radiation/2", "--reason", "fever", REGIMEN_NOW="2026-12-07T10:00:00+01:00")
        self.run_it("book", "zoledronic-acid", "2026-12-30 10:00", REGIMEN_NOW="2026-12-07T10:00:00+01:00")
        self.now = "2026-12-09T08:30:00+01:00"
        signs = self.signs()
        self.assertEqual(signs[1], "m")       # the infusion was a day later; nobody answered the tablets
        self.assertEqual(signs[2], "xm")
        self.assertEqual(signs[7], "-m")
        self.assertEqual(signs[8], "Hm")
        self.assertEqual(signs[9][0], "*")    # the session of today, and the tablet of 08:00
        self.assertEqual(signs[30], "B.")
        said = self.run_it("month")
        self.assertIn("[ 9]", said)
        self.assertIn("[ ] today", said)
        self.assertRegex(said, r"(?m)^Wed 2026-12-02 10:00 +given +Zoledronic acid infusion 1$")
        self.assertRegex(said, r"(?m)^Wed 2026-12-30 10:00 +booked +Zoledronic acid infusion 2$")
        self.assertNotIn("Calcium", said)

    def test_the_legend_has_each_sign_that_is_used(self):
        said = self.flat("month", "next")
        self.assertIn("o to book, p planned, ? tentative, . tablets", said)
        self.assertNotIn("overdue", said)
        self.assertNotIn("today", said)

    def test_the_words_are_those_of_the_agenda(self):
        states = {(line.split()[1], line.split("  ")[-1].strip()): re.split(r" {2,}", line)[1]
                  for line in self.run_it("month", "next").splitlines() if re.match(r"[A-Z][a-z]{2} 2026", line)}
        agenda = self.run_it("agenda")
        for (day, _), state in states.items():
            self.assertRegex(agenda, rf"(?m)^... {day}.* {state} ")
        self.assertEqual(len(states), 12)

    def test_every_way_to_type_a_month(self):
        for words in (("december",), ("2026-12",), ("next",), ("dec 2026",), ("dec", "2026"), ("next", "month"), ("12",)):
            self.assertEqual(self.run_it("month", *words).splitlines()[0], "December 2026", words)
        self.assertEqual(self.run_it("month").splitlines()[0], "November 2026")
        self.assertEqual(self.run_it("month", "last").splitlines()[0], "October 2026")
        for typed in ("never", "2026-13", "2026-12-03", "31", "dec 26", ""):
            self.refuses("month", typed, says="december, dec 2026, 2026-12, next or last")
        self.refuses("month", "2199-12", says="ten years ahead")

    def test_json(self):
        read = self.json("month", "next")
        self.assertEqual(read["month"], "2026-12")
        self.assertEqual(set(read["doses"][0]), DOSE_KEYS)
        self.assertEqual({dose["due"][:7] for dose in read["doses"]}, {"2026-12"})
        self.assertEqual(sum(dose["course"] == "calcium" for dose in read["doses"]), 62)

    def test_months_are_empty_before_and_after(self):
        self.assertIn("Nothing is on record or planned in this month.", self.run_it("month", "2020-01"))
        self.run_it("stop", "zoledronic-acid")
        self.run_it("stop", "radiation")
        self.assertIn("Only tablets", self.run_it("month", "next"))
        self.assertIn("Only tablets", self.run_it("month", "2036-11"))

    def test_a_dose_of_long_ago(self):
        """Each month has its own: what was settled long ago is found again."""
        self.run_it("add", "pamidronate", "--every", "4w", "--given", "2026-02-03", "--given", "2026-03-03", "--first", "2026-12-22",
                    "--anyway")
        self.assertEqual(self.signs("2026-02")[3], "x")
        self.assertEqual(self.signs("2026-03")[3], "x")
        self.assertRegex(self.run_it("month", "2026-03"), r"(?m)^Tue 2026-03-03 +given +Pamidronate infusion 2$")

    def test_every_width(self):
        """No line is wider than the screen; the list keeps its headings."""
        for columns in ("35", "40", "50", "60", "80", "200"):
            said = self.run_it("month", "next", COLUMNS=columns)
            self.assertLessEqual(max(map(len, said.splitlines())), int(columns), said)
            self.assertRegex(said, r"(?m)^DATE +STATE\s+DOSE$", columns)
        self.assertEqual(self.signs("next", COLUMNS="50", cell=7)[1], "o.")

    def test_private(self):
        for words, settings in ((("--private",), None), ((), "[privacy]\nprivate = true\n")):
            if settings:
                self.write_settings(settings)
            said = self.run_it("month", "next", *words)
            self.assertNotRegex(said, r"(?i)zoledronic|radiation|infusion|hip")
            self.assertRegex(said, r"(?m)^Tue 2026-12-01 +to book +Treatment$")
            doses = self.json("month", "next", *words)["doses"]
            self.assertNotRegex(repr(doses), r"(?i)zoledronic|radiation|infusion|session|calcium|tablet|hip|\bmg\b")
            self.assertEqual({dose[key] for dose in doses for key in ("course", "treatment", "unit", "amount", "place")}, {None})
            self.assertEqual(doses[0]["due"], "2026-12-01", doses[0])
            self.assertEqual(self.json("agenda", *words)["doses"][0]["treatment"], "calcium", "agenda names treatments")

    def write_settings(self, text):
        folder = self.path("config", "regimen")
        os.makedirs(folder)
        with open(os.path.join(folder, "regimen.conf"), "w", encoding="utf-8") as file:
            file.write(text)

    @unittest.skipUnless(shutil.which("localedef") and os.path.exists("/usr/share/i18n/locales/en_US"), "needs the source of a locale")
    def test_the_week_begins_as_in_the_locale(self):
        for name, first in (("en_US", "Sun"), ("de_DE", "Mon")):
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", self.path(name + ".UTF-8")], check=True, capture_output=True)
            said = self.run_it("month", LC_ALL=name + ".UTF-8", LOCPATH=self.home)
            self.assertTrue(said.splitlines()[1].startswith(f" {first} "), said)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("--patient", "Anna", "add", "denosumab", "--first", "2026-12-03")
        self.assertEqual(self.run_it("month", "next"), self.run_it("month", "next", "--all-patients"))
        said = self.run_it("--patient", "Anna", "month", "next")
        self.assertTrue(said.startswith("For Anna"), said)
        self.assertRegex(said, r"(?m)^Thu 2026-12-03 +to book +Denosumab")
        self.assertNotIn("Zoledronic", said)
        both = self.run_it("month", "next", "--all-patients")
        self.assertRegex(both, r"(?m)^DATE +WHO +STATE +DOSE$")
        self.assertRegex(both, r"(?m)^Thu 2026-12-03 +Anna +to book +Denosumab")
        self.assertRegex(both, r"(?m)^Tue 2026-12-01 +me +to book +Zoledronic")

    def test_nobody_is_on_record(self):
        self.database = self.path("none.db")
        self.assertIn("Nothing is on record or planned in this month.", self.run_it("month"))


if __name__ == "__main__":
    unittest.main()
