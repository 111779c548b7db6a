#!/usr/bin/python3
"""regimen sheet: the page as text, compared with what was put on record; tests/sheet has what a browser makes of it."""
import os
import re
import stat
import sys
import time
import unittest

from regimen import Case

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../sheet"))
import records  # noqa: E402
from page import Page  # noqa: E402

SIGNS = "Warning signs, and what to do"
REMINDER = re.compile("<section class=\"reminder\".*?</section>\n", re.DOTALL)
HOSTILE = "</td><script>alert(1)</script><img src=x onerror=y> & \"a\" 'b'"
# What the page must not say in words of its own: advice, judgement, limits.
ADVICE = re.compile(r"\b(should|must|recommend\w*|advise\w*|normal|abnormal|too|high|low|score|limit|risk|danger\w*|consult|better|"
                    r"worse|improv\w+|increase\w*|decrease\w*)\b", re.IGNORECASE)


class Sheet(Case):
    def sheet(self, *options, status=0):
        """The page that the command writes. Returns: (text, page)."""
        path = self.path("sheet.html")
        if os.path.exists(path):
            os.remove(path)
        self.run_it("sheet", path, *options, status=status)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        return text, Page(text)

    def fill(self, fill):
        self.now = fill(self)

    # ---- what it says ----

    def test_each_dose_with_its_days(self):
        self.fill(records.usual)
        _, page = self.sheet()
        self.assertEqual(page.table("Denosumab"), [
            ["3", "Thu 2026-09-03", "Thu 2026-09-03", "28 days", "120 mg", ""],
            ["4", "Thu 2026-10-01", "Thu 2026-10-08", "35 days", "120 mg", "put off on Thu 2026-10-01: waiting for the lab value"],
            ["5", "Thu 2026-11-05", "Thu 2026-11-05", "28 days", "120 mg", ""],
            ["6", "Thu 2026-12-03", "to book", "", "", ""]])
        self.assertIn("120 mg, every 4 weeks, counted from the day given, Clinic North. On record: 5 given, 0 skipped; the first on "
                      "Thu 2026-07-09.", page.section("Treatments"))

    def test_sessions_and_their_total(self):
        self.fill(records.usual)
        _, page = self.sheet()
        self.assertEqual(page.table("Radiation therapy, left hip"), [
            ["1 to 3", "Mon 2026-10-12 to Wed 2026-10-14", "as planned", "3 Gy each", ""],
            ["4", "Thu 2026-10-15", "skipped", "", "the machine was broken; made up at the end"],
            ["5 to 11", "Fri 2026-10-16 to Mon 2026-10-26", "as planned", "3 Gy each", ""]])
        self.assertEqual(page.table("Radiation on each site, in the whole record"),
                         [["left hip", "10", "30 Gy", "Mon 2026-10-12 to Mon 2026-10-26"]])

    def test_daily_doses_are_told_in_stretches(self):
        self.now = "2026-11-23T09:00:00+01:00"
        self.run_it("add", "Heparin", "--custom", "--every", "1d", "--given", "2026-11-16", "--given", "2026-11-17", "--given",
                    "2026-11-18", "--given", "2026-11-20", "--given", "2026-11-21")
        _, page = self.sheet()
        self.assertEqual(page.table("Heparin")[:3], [
            ["1 to 3", "Mon 2026-11-16 to Wed 2026-11-18", "as planned", "", ""], ["4", "Thu 2026-11-19", "Fri 2026-11-20", "", ""],
            ["5", "Sat 2026-11-21", "as planned", "", ""]])

    def test_a_skipped_session_is_made_up_at_the_end(self):
        """Only if it was; while it still can be, the sheet says so."""
        def said():
            _, page = self.sheet()
            return [row[4] for row in page.table("Radiation therapy, hip") if row[2] == "skipped"]

        def on(day, *words):
            self.now = f"2026-11-{day:02}T09:00:00+01:00"
            self.run_it(*words)

        on(2, "add", "external-radiation", "--handle", "rt", "--site", "hip", "--first", "2026-11-02", "--fractions", "4", "--amount",
           "2 Gy")
        on(2, "log", "rt")
        on(3, "skip", "rt", "--reason", "fever")
        on(4, "log", "rt")
        self.assertEqual(said(), ["fever; to be made up at the end"])
        self.run_it("stop", "rt")
        self.assertEqual(said(), ["fever"])
        self.run_it("undo")
        on(5, "log", "rt")
        on(6, "skip", "rt", "--reason", "snow")  # the one at the end; the sixth takes its place
        self.assertEqual(said(), ["fever; to be made up at the end", "snow; to be made up at the end"])
        on(9, "log", "rt")
        self.assertEqual(said(), ["fever; made up at the end", "snow; made up at the end"])
        for command in (("undo",), ("skip", "rt", "--reason", "pain", "--no-makeup")):
            self.run_it(*command)
        self.assertEqual(said(), ["fever", "snow", "pain"])

    def test_of_two_skipped_sessions_one_is_made_up(self):
        for day, command in ((2, "skip"), (3, "skip"), (4, "log"), (5, "log")):
            self.now = f"2026-11-{day:02}T09:00:00+01:00"
            if day == 2:
                self.run_it("add", "external-radiation", "--handle", "rt", "--site", "hip", "--first", "2026-11-02", "--fractions", "3")
            self.run_it(command, "rt", *(("--reason", "fever") if command == "skip" else ()))
        self.run_it("stop", "rt")
        _, page = self.sheet()
        self.assertEqual([row[4] for row in page.table("Radiation therapy, hip")[:2]], ["fever; made up at the end", "fever"])

    def test_sites_are_not_added(self):
        self.fill(records.full)
        _, page = self.sheet()
        self.assertEqual(page.table("Radiation on each site, in the whole record"), [
            ["Brustwirbelkörper 7", "1", "8 Gy", "Wed 2026-08-05"],
            ["linke Hüfte", "10", "30 Gy", "Mon 2026-10-12 to Mon 2026-10-26"]])

    def test_amounts_that_are_not_in_gy(self):
        self.now = "2026-11-23T09:00:00+01:00"
        self.run_it("add", "radiation", "--fractions", "5", "--first", "2026-11-16", "--site", "hip", "--anyway")
        for day, amount in ((16, "1.8 Gy"), (17, "1.8 Gy"), (18, "200 cGy")):
            self.run_it("log", "radiation", "--at", f"2026-11-{day} 10:00", "--amount", amount, "--site", "Hip" if day == 17 else "hip")
        self.run_it("log", "radiation", "--at", "2026-11-19 10:00", "--site", "knee")
        _, page = self.sheet()
        self.assertEqual(page.table("Radiation on each site, in the whole record"), [
            ["hip", "3", "3.6 Gy in 2 of them; for the others, no amount in Gy is on record", "Mon 2026-11-16 to Wed 2026-11-18"],
            ["knee", "1", "no amount in Gy is on record", "Thu 2026-11-19"]])

    def test_what_counts_as_gy(self):
        huge = "999999999999 Gy"
        cases = (("a", ("2 gy", "2 GY", "2 Gray", "2 grays", "2 Gy"), "10 Gy"),
                 ("b", (huge,) * 2, f"{huge} in 1 of them; the others cannot be added to that"),
                 ("c", ("2 Gy / 3 Gy",) * 2, "the amounts on record cannot be added up"),
                 ("d", ("2 mGy", "200 cGy", "2 Gyroscopes"), "no amount in Gy is on record"),
                 ("e", ("2 Gy/min", "1.8 Gy", "200 cGy"), "1.8 Gy in 1 of them; the others cannot be added to that"),
                 ("f", (None, "1.8 gray"), "1.8 Gy in 1 of them; for the others, no amount in Gy is on record"))
        for site, amounts, _ in cases:
            self.run_it("add", "radiation", "--handle", f"rt-{site}", "--fractions", "9", "--first", "2026-11-16", "--site", site, "--anyway")
            for day, amount in enumerate(amounts, 16):
                self.run_it("log", f"rt-{site}", "--at", f"2026-11-{day} 10:00", *(("--amount", amount) if amount else ()))
        _, page = self.sheet()
        self.assertEqual([(row[0], row[1], row[2]) for row in page.table("Radiation on each site, in the whole record")],
                         [(site, str(len(amounts)), said) for site, amounts, said in cases])

    def test_blanks_make_no_other_site(self):
        self.run_it("add", "radiation", "--fractions", "9", "--first", "2026-11-16", "--site", " left  hip ", "--amount", "2 Gy", "--anyway")
        for day, sites in ((16, ()), (17, ("--site", "Left hip")), (18, ("--site", "left\u00a0hip ")), (19, ("--site", "lefthip"))):
            self.run_it("log", "radiation", "--at", f"2026-11-{day} 10:00", *sites)
        self.run_it("amend", "radiation/4", "--site", "left   hip")
        for day, value, site in ((16, 3, "lower back"), (17, 5, "Lower  back"), (18, 4, " lower back ")):
            self.run_it("feel", "pain", str(value), "--site", site, "--at", f"2026-11-{day}")
        self.run_it("feel", "pain", "6", "--site", "knee", "--at", "2026-11-19")
        self.run_it("amend", "feel/4", "--site", "lower  back")
        text, page = self.sheet()
        self.assertEqual(page.table("Radiation on each site, in the whole record"),
                         [["left hip", "4", "8 Gy", "Mon 2026-11-16 to Thu 2026-11-19"]])
        self.assertEqual(page.table("Radiation therapy, left hip")[0], ["1 to 4", "Mon 2026-11-16 to Thu 2026-11-19", "as planned", "2 Gy each", ""])
        self.assertEqual([row[1] for row in page.table("pain, lower back")], ["3", "5", "4", "6"])
        self.assertEqual(text.count("<svg "), 1)
        self.assertEqual([entry["site"] for entry in self.json("feel")["people"][0]["entries"]],
                         ["lower back", "Lower back", "lower back", "lower back"])

    def test_tablets_and_visits(self):
        self.fill(records.usual)
        _, page = self.sheet()
        # 60 days from 29 September to 27 November; not taken on 8, 16 and 24 October and November
        taken = [row for row in page.table("Taken at home in this period") if row[0].startswith("Calcium")]
        self.assertEqual(taken, [["Calcium and vitamin D", "500 mg / 400 IU, at 08:00", "54 of 60", "6", "0"]])
        self.assertEqual(page.table("Visits"), [["CT scan", "Mon 2026-10-05", "Mon 2026-10-05", ""]])

    def test_skipped_tablets_with_their_reasons(self):
        self.now = "2026-11-21T09:00:00+01:00"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-20")
        self.now = "2026-11-23T21:30:00+01:00"
        for dose, reason in ((1, "sick"), (2, "sick"), (3, "travel")):
            self.run_it("skip", f"calcium/{dose}", "--reason", reason)
        self.run_it("log", "calcium/5")
        _, page = self.sheet()
        # 20 to 23 November, twice a day: 8 slots, the last of which is not missed yet
        self.assertEqual(page.table("Taken at home in this period"),
                         [["Calcium", "at 08:00, 20:00", "1 of 7", "3", "3: sick (2); travel"]])

    def test_an_overdue_dose_of_a_course_that_counts_in_hours(self):
        """It stays open, so it is neither missed nor skipped; it is told beside those that were taken."""
        self.run_it("add", "Patch", "--custom", "--every", "48h", "--first", "2026-11-23 20:00")
        self.run_it("add", "Drops", "--custom", "--every", "36h", "--given", "2026-11-21 20:00")
        self.run_it("add", "Later", "--custom", "--every", "36h", "--first", "2026-12-23 20:00")
        self.now = "2026-11-28T09:00:00+01:00"
        self.run_it("hold", "drops", "--reason", "fever")
        _, page = self.sheet()
        self.assertEqual([row[:1] + row[2:] for row in page.table("Taken at home in this period")],
                         [["Patch", "0 times; dose 1, planned for Mon 2026-11-23 20:00: overdue", "", "0"],
                          ["Drops", "1 time; dose 2, planned for Mon 2026-11-23 08:00: on hold since Sat 2026-11-28 (fever)", "", "0"],
                          ["Later", "0 times", "", "0"]])

    def test_skipped_without_a_reason(self):
        """Of tablets none is needed; and the popup asks for none."""
        self.now = "2026-11-21T09:00:00+01:00"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-20")
        self.now = "2026-11-22T21:30:00+01:00"
        for dose, reason in ((1, ()), (2, ("--reason", "sick")), (3, ())):
            self.run_it("skip", f"calcium/{dose}", *reason)
        for dose, time in ((4, "21 Nov 20:00"), (5, "22 Nov 8:00")):
            self.run_it("log", f"calcium/{dose}", "--at", time)
        self.run_it("amend", "calcium/4", "--skipped")
        _, page = self.sheet()
        # 20 to 22 November, twice a day: 6 slots, the last of which is not missed yet
        self.assertEqual(page.table("Taken at home in this period"), [["Calcium", "at 08:00, 20:00", "1 of 5", "0", "4: sick"]])
        self.run_it("amend", "calcium/2", "--reason", "")
        _, page = self.sheet()
        self.assertEqual(page.table("Taken at home in this period"), [["Calcium", "at 08:00, 20:00", "1 of 5", "0", "4"]])

    def test_a_tablet_of_a_day_that_comes_again(self):
        """It was taken in Tokyo on Wednesday, and in Los Angeles it is still Tuesday."""
        self.zone = "Asia/Tokyo"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00", REGIMEN_NOW="2026-12-02T07:00:00+09:00")
        self.run_it("log", "calcium", REGIMEN_NOW="2026-12-02T08:00:00+09:00")
        self.now = "2026-12-01T18:00:00-08:00"
        self.run_it("patient", "set", "me", "--zone", "America/Los_Angeles")
        taken, = [row for row in self.sheet()[1].table("Taken at home in this period") if row[0] == "Calcium"]
        self.assertEqual(taken[2:4], ["1 of 1", "0"])

    def test_values_beside_their_picture(self):
        self.fill(records.usual)
        text, page = self.sheet()
        self.assertEqual(page.table("Alkaline phosphatase"), [
            ["Wed 2026-09-02", "161 U/L", "outside 35 to 105"], ["Tue 2026-10-06", "148 U/L", "outside 35 to 105"],
            ["Wed 2026-11-04", "112 U/L", "outside 35 to 105"]])
        self.assertEqual(page.table("Calcium"), [
            ["Wed 2026-09-02", "2.31 mmol/L", "2.20 to 2.60"], ["Tue 2026-10-06", "2.18 mmol/L", "outside 2.20 to 2.60"],
            ["Wed 2026-11-04", "2.36 mmol/L", "2.20 to 2.60"]])
        # Two weeks each, from the first day of the sheet: by the rule of the record, not by the page.
        expected, start = [], records.days("2026-08-27", "2026-08-27")[0]
        entered = [day for day in records.days("2026-09-01", "2026-11-26") if day.day % 3]
        for number in range(7):
            stretch = [day for day in entered if (day - start).days // 14 == number]
            values = [records.pain(day) for day in stretch]
            first, last = start.toordinal() + 14 * number, min(start.toordinal() + 14 * number + 13, start.toordinal() + 92)
            expected.append([f"{start.fromordinal(first)} to {start.fromordinal(last)}", str(min(values)), str(max(values)),
                             str(len(values))])
        self.assertEqual(page.table("Pain, lower back"), expected)
        self.assertEqual(text.count("<svg "), 3)

    def test_one_unit_in_several_spellings_is_one_picture(self):
        """As in the terminal; each value stays as it was typed."""
        for name, units in (("calcium", ("mmol/l", "mmol/L")), ("ferritin", ("ng/ml", "ng/mL"))):
            for day, unit in zip(("2026-11-02", "2026-11-09", "2026-11-16"), (*units, units[0])):
                self.run_it("lab", name, "2.4" if day < "2026-11-05" else "2.5", unit, "--at", day)
            said = self.run_it("lab", name)
            self.assertEqual(said.count(f"{name} ("), 1, said)
            self.assertIn("3 values from Mon 2026-11-02 to Mon 2026-11-16: lowest 2.4 " + units[0], " ".join(said.split()))
        text, page = self.sheet()
        self.assertEqual(text.count("<svg "), 2)
        self.assertEqual(page.table("calcium"), [["Mon 2026-11-02", "2.4 mmol/l"], ["Mon 2026-11-09", "2.5 mmol/L"],
                                                 ["Mon 2026-11-16", "2.5 mmol/l"]])
        self.run_it("lab", "ferritin", "2.5", "nG/mL", "--at", "2026-11-17")
        self.assertIn("ferritin (nG/mL)", self.run_it("lab", "ferritin"))
        self.assertEqual(self.sheet()[0].count("<svg "), 3)

    def test_a_value_that_is_no_number(self):
        """It is not drawn, so neither the words of the picture nor the table of stretches claim to speak of all values."""
        for day in range(1, 10):
            self.run_it("lab", "calcium", f"2.{day}8", "mmol/L", "--at", f"2026-11-{day:02}")
        text, page = self.sheet()
        self.assertIn("lowest 2.18 mmol/L (Sun 2026-11-01), highest 2.98 mmol/L (Mon 2026-11-09), last 2.98 mmol/L", page.all("desc")[0].text())
        self.assertIn(">Lowest<", text)
        self.run_it("lab", "calcium", "<1.5", "mmol/L", "--at", "2026-11-10")
        text, page = self.sheet()
        self.assertIn("9 values from Sun 2026-11-01 to Mon 2026-11-09 are drawn. Of these, the lowest is 2.18 mmol/L", page.all("desc")[0].text())
        self.assertIn(">Lowest drawn<", text)
        self.assertNotIn(">Lowest<", text)

    def test_every_value_is_there_for_the_screen(self):
        self.fill(records.full)
        _, page = self.sheet()
        rows = page.table("All 67 entries, as they were typed")
        entered = [day for day in records.days("2026-09-01", "2026-11-26") if day.day % 4]
        self.assertEqual([(row[0][4:14], row[1]) for row in rows], [(str(day), str(records.pain(day))) for day in reversed(entered)])
        self.assertEqual([row[2] != "" for row in rows], [day.day == 17 for day in reversed(entered)])

    def test_single_entries_and_notes(self):
        self.fill(records.full)
        _, page = self.sheet()
        noticed = page.section("Observations")
        self.assertIn("Fri 2026-10-09 12:00 Temperatur 38.1 C abends", re.sub(r"(?<=\d C)(?=abends)", " ", re.sub(
            r"(?<=12:00)(?=T)|(?<=Temperatur)(?=38)", " ", noticed)))
        self.assertEqual(noticed.count("Abend mit Wärmekissen besser"), 3 + 3)  # on paper, and in the list of all
        self.assertIn("<0.5 mg/dL", page.section("Laboratory values"))

    def test_the_next_visit(self):
        self.fill(records.full)
        _, page = self.sheet()
        items = [item.text() for item in page.all("li")]
        for text in ("Before Denosumab injection 6: Calcium: none on record since Thu 2026-11-19; the last one is from Wed 2026-11-04",
                     "Before Denosumab injection 6: Zahnkontrolle: on record, Wed 2026-07-01",
                     "Darf die Spritze auch in den anderen Arm? Answered on Sun 2026-11-22: Ja.",
                     "Ist die Zahnbehandlung vor oder nach der nächsten Spritze besser zu legen?",
                     "Onkologische Tagesklinik, urgent, +49 2351 463-0, Mo bis Fr 8 bis 16 Uhr",
                     "Praxis Dr. Özdemir-Weißenfels, questions, (02351) 12 34 56"):
            self.assertIn(text, items)

    def test_what_came_earlier(self):
        self.fill(records.full)
        _, page = self.sheet()
        items = [item.text() for item in page.all("li")]
        self.assertIn("Zoledronic acid: 3 infusions, from Thu 2026-03-05 to Thu 2026-04-30", items)
        self.assertIn("Radiation therapy, Brustwirbelkörper 7 (brustwirbel): Wed 2026-08-05".replace(" (brustwirbel)", ""), items)
        _, page = self.sheet("--since", "2026-03-01")
        self.assertEqual([row[:3] for row in page.table("Zoledronic acid")], [
            ["1", "Thu 2026-03-05", "Thu 2026-03-05"], ["2", "Thu 2026-04-02", "Thu 2026-04-02"],
            ["3", "Thu 2026-04-30", "Thu 2026-04-30"]])
        self.assertIn("stopped on Wed 2026-05-20", page.section("Treatments"))

    def test_holds_moves_pauses_and_changes(self):
        self.zoledronic_acid()
        self.run_it("move", "zoledronic-acid", "2026-12-02")
        self.run_it("hold", "zoledronic-acid", "--reason", "tooth")
        self.run_it("add", "denosumab", "--first", "2026-12-10", "--anyway")
        self.run_it("change", "denosumab", "--every", "12w", "--anyway")
        self.run_it("pause", "denosumab", "--from", "2026-12-05", "--until", "2026-12-20", "--reason", "holidays")
        self.run_it("hold", "denosumab", "--reason", "a mistake")
        self.run_it("undo")
        text, page = self.sheet()
        self.assertNotIn("a mistake", text)
        self.assertEqual(page.table("Zoledronic acid"),
                         [["1", "Wed 2026-12-02", "on hold", "", "", "on hold since Mon 2026-11-23 (tooth); moved from Tue 2026-12-01"]])
        self.assertIn("Paused from Sat 2026-12-05 to Sun 2026-12-20 (holidays).", page.section("Treatments"))
        self.assertIn("Changed on Mon 2026-11-23, from injection 1 on: every 12 weeks, counted from the day given.", page.section("Treatments"))

    def test_a_hold_of_a_dose_that_has_an_answer(self):
        self.now = "2026-11-03T09:00:00+01:00"
        for handle, treatment in (("given", "Iron"), ("skipped", "Zinc"), ("waiting", "Folate")):
            self.run_it("add", treatment, "--custom", "--handle", handle, "--every", "4w", "--first", "2026-11-03", "--given",
                        "2026-10-06")
            self.run_it("hold", handle, "--reason", "r2")
        self.now = "2026-11-07T10:00:00+01:00"
        self.run_it("log", "given")
        self.run_it("skip", "skipped", "--reason", "r3")
        _, page = self.sheet()
        self.assertEqual(page.table("Iron")[1], ["2", "Tue 2026-11-03", "Sat 2026-11-07", "32 days", "", "put off on Tue 2026-11-03: r2"])
        self.assertEqual(page.table("Zinc")[1], ["2", "Tue 2026-11-03", "skipped", "", "", "put off on Tue 2026-11-03: r2; r3"])
        self.assertEqual(page.table("Folate")[1][5], "on hold since Tue 2026-11-03 (r2)")

    def test_intervals_go_by_date(self):
        """From the day on which another one was given last before, whatever their numbers."""
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--handle", "z", "--first", "2026-11-24", "--given", "2026-09-01",
                    "--given", "2026-09-29", "--given", "2026-10-27")
        self.run_it("amend", "z/1", "--at", "2026-10-10", "--anyway")
        _, page = self.sheet()
        self.assertEqual([row[2:4] for row in page.table("Zoledronic acid")], [
            ["Sat 2026-10-10", "11 days"], ["Tue 2026-09-29", ""], ["Tue 2026-10-27", "17 days"], ["to book", ""]])

    def test_no_table_of_headings_alone(self):
        """A course that was stopped before its first dose is told in a line, and a visit that was cancelled is not told."""
        self.run_it("add", "radiation", "--site", "hip", "--first", "2026-11-24", "--fractions", "1", "--amount", "8 Gy")
        self.run_it("add", "ct", "--on", "2026-12-09")
        text, page = self.sheet()
        self.assertEqual(page.table("Radiation therapy, hip")[0][0], "1")
        self.assertEqual(len(page.table("Visits")), 1)
        rows = text.count("<table")
        self.run_it("stop", "radiation")
        self.run_it("stop", "ct")
        text, page = self.sheet()
        self.assertEqual(text.count("<table"), rows - 2)
        self.assertNotIn("Visits", text)
        self.assertIn("8 Gy, 1 session, Mon-Fri, from Tue 2026-11-24; stopped on Mon 2026-11-23.", page.section("Treatments"))

    def test_warning_signs_are_those_of_the_catalog(self):
        self.zoledronic_acid()
        _, page = self.sheet()
        said = page.section(SIGNS)
        catalog = self.json("catalog")
        for condition in catalog["conditions"]:
            for sign in condition["signs"]:
                self.assertIn(sign["name"] if isinstance(sign, dict) else sign, said)
        self.assertIn("URMC Health Encyclopedia", said)

    def test_it_adds_no_advice(self):
        self.fill(records.usual)
        _, page = self.sheet()
        body = page.all("body")[0].text()
        self.assertNotRegex(body.replace(page.section(SIGNS), ""), ADVICE)
        self.assertIn("Entered by the patient, or by a person who helps", body)

    def test_nobody_has_anything(self):
        self.now = records.NOW
        self.run_it("patient", "add", "Anna")
        _, page = self.sheet()
        self.assertIn("No treatment is on record.", page.section("Treatments"))
        self.assertIsNone(page.section("Observations"))
        self.database = self.path("none.db")
        self.refuses("sheet", self.path("none.html"), says="nothing is on record yet")
        self.assertFalse(os.path.exists(self.path("none.html")))

    # ---- the page that a popup opens ----

    def test_a_popup_opens_the_sheet(self):
        """Before it, the page says what the popup is about; without that, it is the sheet."""
        self.fill(records.usual)
        text = records.from_popup(self, "denosumab/6")
        page = Page(text)
        for words in ("Planned for Thu 2026-12-03", "It has no appointment yet", "regimen book denosumab/6"):
            self.assertIn(words, page.section("To book: Denosumab injection 6"))
        self.assertEqual(REMINDER.sub("", text), self.sheet()[0])
        self.assertEqual(stat.S_IMODE(os.stat(self.path("run", "page.html")).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.path("run")).st_mode), 0o700)

    def test_what_to_watch_for_comes_first(self):
        """With whom to call, once."""
        self.fill(records.usual)
        self.now = records.moment("2026-11-06")
        page = Page(records.from_popup(self, "denosumab/5"))
        said = page.section("After Denosumab injection 5")
        for words in ("Given on Thu 2026-11-05.", "Ward 3, +49 30 1234-567 (urgent; 8 to 16)", "Side effects to watch for:",
                      "Tell a healthcare provider right away."):
            self.assertIn(words, said)
        self.assertEqual(page.section(SIGNS), None)
        self.assertEqual(page.all("body")[0].text().count("trouble urinating"), 1)

    def test_several_alerts_and_none(self):
        self.fill(records.usual)
        self.run_it("add", "mri", "--on", "2026-11-28")
        page = Page(records.from_popup(self, "denosumab/6", "mri/1", "radiation/1"))
        self.assertEqual(len([part for part in page.all("section") if part.attributes.get("class") == "reminder"]), 2)

    def test_text_of_a_reminder_is_no_markup(self):
        self.now = records.NOW
        self.run_it("patient", "add", HOSTILE)
        self.run_it("add", HOSTILE, "--custom", "--handle", "x", "--every", "4w", "--first", "2026-11-24", "--place", HOSTILE)
        self.run_it("hold", "x", "--reason", HOSTILE, "--until", "2026-11-27")
        records.put(self, [["contact", records.moment("2026-11-26"), HOSTILE, "+49 30 1", HOSTILE]])
        text = records.from_popup(self, "x/1")
        self.assertIn("&lt;script&gt;", REMINDER.search(text).group())
        self.assertNotIn("<script", text)
        self.assertNotIn("<img", text)

    def test_a_private_popup_opens_a_private_sheet(self):
        self.fill(records.full)
        self.now = records.moment("2026-11-06")
        text = records.from_popup(self, "denosumab/5", options=("--private",))
        for name in ("Annegret", "Müller", "Onkologische", "Klinikum", "Özdemir", "463-0", "--patient"):
            self.assertNotIn(name, text)
        self.assertIn("Tell a healthcare provider right away.", Page(text).section("Treatment reminder"))
        self.assertEqual({element.name for element in Page(text).all("script", "img", "link", "a", "form")}, set())

    # ---- what is in it ----

    def test_it_loads_and_runs_nothing(self):
        self.fill(records.full)
        text, page = self.sheet()
        self.assertIn("content=\"default-src 'none'; style-src 'unsafe-inline'\"", text)
        self.assertEqual({element.name for element in page.all()} - {
            "html", "head", "meta", "title", "style", "body", "header", "main", "section", "div", "h1", "h2", "h3", "p", "strong",
            "ul", "li", "table", "thead", "tr", "th", "td", "details", "summary", "svg", "desc", "g", "path", "rect", "circle", "text"},
            set())
        for element in page.all():
            for name in element.attributes:
                self.assertNotRegex(name, r"^(on.*|src|href|style|xlink.*|action|background)$")
        self.assertNotRegex(text, r"https?:|url\(|@import|javascript:")

    def test_text_is_no_markup(self):
        self.now = records.NOW
        self.run_it("patient", "add", HOSTILE)
        self.run_it("add", HOSTILE, "--custom", "--handle", "x", "--every", "4w", "--first", "2026-11-20", "--place", HOSTILE,
                    "--site", HOSTILE, "--anyway")
        self.run_it("log", "x", "--note", HOSTILE, "--anyway")
        records.put(self, [["felt", records.moment("2026-11-25"), HOSTILE, HOSTILE, HOSTILE, None, None, HOSTILE, HOSTILE],
                           *(["felt", records.moment(f"2026-11-{day}"), HOSTILE, "3", HOSTILE, None, None, HOSTILE, HOSTILE]
                             for day in (25, 26)),
                           ["ask", records.moment("2026-11-26"), HOSTILE], ["need", records.moment("2026-11-26"), "x", HOSTILE],
                           ["contact", records.moment("2026-11-26"), HOSTILE, "+49 30 1", HOSTILE]])
        text, page = self.sheet()
        self.assertNotIn("<script", text)
        self.assertNotIn("<img", text)
        self.assertGreater(page.all("body")[0].text().count(HOSTILE), 12)

    def test_private_leaves_names_out(self):
        self.fill(records.full)
        for private in (True, False):
            text, page = self.sheet(*(["--private"] if private else []))
            for name in ("Annegret", "Müller", "Onkologische", "Klinikum", "Özdemir", "463-0", "Radiologie"):
                if name != "Radiologie":  # a place of a visit that was done is not shown at all
                    self.assertEqual(name not in text, private, name)
            self.assertIn("Denosumab", text)
            self.assertIn("linke Hüfte", text)
        os.makedirs(self.path("config", "regimen"))
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[privacy]\nprivate=true\n")
        self.assertNotIn("Annegret", self.sheet()[0])

    def test_ten_years(self):
        self.fill(records.ten_years)
        text, page = self.sheet("--since", "2016-11-27")
        self.assertLess(len(text.encode()), 1000000)
        self.assertEqual(len(page.table("Denosumab")), 131)
        self.assertEqual(len(page.table("All 3651 entries, as they were typed")), 3651)
        self.assertLessEqual(len(page.table("Pain")), 8)
        self.assertLess(len(self.sheet()[0].encode()), 60000)

    def test_a_page_that_would_be_too_large_is_cut(self):
        self.now = records.NOW
        note = "ä & <" * 90
        records.put(self, [records.felt("2026-11-20", "Pain", n % 11, note=note, time=f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}")
                           for n in range(2000)])
        text, page = self.sheet()
        self.assertLess(len(text.encode()), 1000000)
        self.assertRegex(text, r"\d+ older entries are left out here\.")

    # ---- the file ----

    def test_where_it_is(self):
        self.zoledronic_acid()
        folder = self.path("here")
        os.mkdir(folder)
        self.folder_of_call = folder
        said = self.flat("sheet")
        file = os.path.join(folder, "regimen-sheet.html")
        self.assertIn(f"Wrote what is on record since Sun 2026-08-23 to the file {file}", said)
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertEqual(os.listdir(folder), ["regimen-sheet.html"])
        self.assertEqual(self.json("sheet", "other.html", "--since", "1w"),
                         {"format": 1, "sheet": "other.html", "since": "2026-11-16"})
        self.assertIn("other.html", os.listdir(folder))

    def test_only_an_older_sheet_is_replaced(self):
        self.zoledronic_acid()
        path = self.path("sheet.html")
        self.run_it("sheet", path)
        os.chmod(path, 0o644)
        self.run_it("hold", "zoledronic-acid", "--reason", "tooth")
        self.run_it("sheet", path)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path, encoding="utf-8") as file:
            self.assertIn("tooth", file.read())
        for content in ("my letters", "<!DOCTYPE html>\n<html><head><title>regimen sheet</title>"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
            self.refuses("sheet", path, status=1, says="is not a sheet of regimen, so it is left alone")
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), content)
        with open(path, "w", encoding="utf-8"):
            pass
        self.run_it("sheet", path)

    def test_the_sheet_of_another_person_is_left_alone(self):
        self.zoledronic_acid()
        path = self.path("sheet.html")
        self.run_it("sheet", path)
        self.run_it("patient", "add", "Ben")
        with open(path, encoding="utf-8") as file:
            before = file.read()
        self.refuses("--patient", "Ben", "sheet", path, status=1, says="is the sheet of another person")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), before)
        self.refuses("sheet", self.path("both.html"), says="--patient")

    def test_links_and_folders(self):
        self.zoledronic_acid()
        os.mkdir(self.path("folder"))
        os.symlink("nowhere.html", self.path("lost.html"))
        self.refuses("sheet", self.path("folder"), says="is a folder, not a file")
        self.refuses("sheet", "", says="is not the name of a file")
        self.refuses("sheet", self.path("lost.html"), status=1, says="is a link, so it is left alone")
        self.refuses("sheet", self.path("missing", "sheet.html"), status=1, says="missing")
        self.run_it("sheet", self.path("folder", "real.html"))
        os.symlink("folder/real.html", self.path("link.html"))
        self.refuses("sheet", self.path("link.html"), status=1, says="is a link, so it is left alone")

    def test_since(self):
        self.zoledronic_acid()
        for typed, day in (("3m", "Sun 2026-08-23"), ("3 months", "Sun 2026-08-23"), ("2w", "Mon 2026-11-09"), ("10d", "Fri 2026-11-13"),
                           ("2026-09-01", "Tue 2026-09-01"), ("today", "Mon 2026-11-23")):
            self.assertIn(f"since {day} to", self.flat("sheet", self.path("a.html"), "--since", typed), typed)
        self.refuses("sheet", self.path("b.html"), "--since", "6h", says="is not a number of days, weeks or months")
        for typed in ("9999m", "9999 weeks"):
            self.refuses("sheet", self.path("b.html"), "--since", typed, says=f'--since "{typed}" is before the year 1900; type a shorter time')
        self.assertIn("since Tue 1900-01-23 to", self.flat("sheet", self.path("a.html"), "--since", "1522m"))
        self.refuses("sheet", self.path("b.html"), "--since", "2026-12-24", says="is in the future")
        self.refuses("sheet", self.path("b.html"), "--since", "lately", says="lately")
        self.assertFalse(os.path.exists(self.path("b.html")))

    def test_the_browser(self):
        self.zoledronic_acid()
        os.mkdir(self.path("bin"))
        with open(self.path("bin", "xdg-open"), "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\necho \"$@\" >{self.path('opened.new')}\nmv {self.path('opened.new')} {self.path('opened')}\n")
        os.chmod(self.path("bin", "xdg-open"), 0o755)
        path = self.path("my sheet.html")
        self.run_it("sheet", path, "--open", PATH=f"{self.path('bin')}:{os.environ['PATH']}")
        for _ in range(1000):
            if os.path.exists(self.path("opened")):
                break
            time.sleep(0.01)
        with open(self.path("opened"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "file://" + path.replace(" ", "%20") + "\n")
        done = self.call("sheet", path, "--open", PATH=self.path("empty"))
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"no browser could be opened", done.stderr)

    def test_what_it_does_not_accept(self):
        self.refuses_all(("sheet", "a.html", "b.html", "one word too many"), ("sheet", "--days", "3", "unknown option"))


if __name__ == "__main__":
    unittest.main()
