#!/usr/bin/python3
import os
import re
import unittest
from itertools import groupby

from regimen import DOSE_KEYS, Case


class Agenda(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()

    def test_aligned_columns_with_weekday_and_distance(self):
        lines = self.run_it("agenda").splitlines()
        self.assertRegex(lines[0], r"^DATE +WHEN +DOSE +STATE +DETAILS$")
        self.assertRegex(lines[1], r"^Tue 2026-12-01 +in 8 days +zoledronic-acid/1 +to book +infusion 4 mg$")
        columns = [match.start() for match in re.finditer(r"\S+", lines[0])]
        for line in lines[1:]:
            for column in columns[1:]:
                self.assertEqual(line[column - 1], " ")
                self.assertNotEqual(line[column], " ")
        self.assertLessEqual(max(map(len, lines)), 80)

    def test_the_words_say_what_is_tentative_due_and_overdue(self):
        self.assertIn("tentative", self.run_it("agenda"))
        self.assertIn(" due ", self.run_it("agenda", REGIMEN_NOW="2026-12-01T10:00:00+01:00"))
        self.assertIn(" overdue ", self.run_it("agenda", REGIMEN_NOW="2026-12-06T10:00:00+01:00"))

    def test_an_appointment_of_another_zone_on_both_days(self):
        """Booked in Sydney for the 2nd, which is the 1st for somebody in Los Angeles."""
        self.run_it("patient", "add", "Rosa", "--zone", "America/Los_Angeles")
        self.run_it("--patient", "Rosa", "add", "denosumab", "--first", "2026-12-02", "--anyway")
        self.run_it("--patient", "Rosa", "book", "denosumab", "2026-12-02 09:00", "--zone", "Australia/Sydney", "--anyway")
        for day, listed in (("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 1), ("2026-12-03", 0)):
            self.assertEqual(self.run_it("--patient", "Rosa", "agenda", day).count("denosumab/1"), listed, day)

    def test_one_that_nobody_logged_is_one_however_late(self):
        later = {"REGIMEN_NOW": "2027-02-16T10:00:00+01:00"}
        doses = [(dose["dose"], dose["state"], dose["tentative"]) for dose in self.json("agenda", **later)["doses"]
                 if dose["course"] == "zoledronic-acid"]
        # 29 Dec and 26 Jan have passed; what comes within 90 days is 23 Feb, 23 Mar and 20 Apr.
        self.assertEqual(doses, [(1, "overdue", False)] + [(dose, "planned", True) for dose in (4, 5, 6)])
        for words in ((), ("agenda",), ("show", "zoledronic-acid"), ("notify", "--dry-run")):
            self.assertNotRegex(self.flat(*words, **later), r"zoledronic-acid/[23]\b|infusion [23]\b|2026-12-29", words)
        shown = [dose["dose"] for dose in self.json("show", "zoledronic-acid", **later)["doses"]]
        self.assertEqual(shown[:3], [1, 4, 5])
        self.assertNotIn("20261229", self.call("export", **later).stdout.decode())
        alerts = [alert for alert in self.json("notify", "--dry-run", **later)["alerts"] if alert["course"] == "zoledronic-acid"]
        self.assertEqual([(alert["dose"], alert["kind"]) for alert in alerts], [(1, "overdue")])
        self.run_it("log", "zoledronic-acid", **later)
        self.assertEqual(self.json("list", **later)["courses"][0]["next"], "2027-03-16")

    def test_a_plan_with_a_time_is_to_book_everywhere(self):
        self.run_it("add", "pamidronate", "--every", "12w", "--first", "2026-12-15 09:30", "--anyway")
        later = {"REGIMEN_NOW": "2026-12-02T10:00:00+01:00"}
        self.assertRegex(self.run_it("agenda", **later), r"Tue 2026-12-15 09:30 +in 13 days +pamidronate/1 +to book +infusion")
        self.assertRegex(self.flat(**later), r'pamidronate/1, infusion, to book regimen book pamidronate/1 "2026-12-15 09:30"')
        self.assertIn("To book: Pamidronate infusion 1", self.run_it("notify", "--dry-run", **later))
        calendar = self.call("export", **later).stdout.decode()
        event, = (text for text in calendar.split("BEGIN:VEVENT") if "Pamidronate infusion 1" in text)
        self.assertIn("SUMMARY:Pamidronate infusion 1 (to book)\r\n", event)
        self.assertIn("STATUS:TENTATIVE\r\n", event)
        self.assertIn(":20261215T093000\r\n", event)

    def test_the_popup_and_the_agenda_count_the_same_weeks(self):
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[alerts]\nbook-days=25\n")
        self.run_it("add", "pamidronate", "--every", "12w", "--first", "2026-12-18", "--anyway")
        self.assertRegex(self.run_it("agenda"), r"Fri 2026-12-18 +in 4 weeks +pamidronate/1 +to book")
        self.assertIn("Planned for Fri 2026-12-18 (in 4 weeks)", self.run_it("notify", "--dry-run"))

    def test_days(self):
        first = [dose["dose"] for dose in self.json("agenda", "--days", "10")["doses"] if dose["course"] == "zoledronic-acid"]
        more = [dose["dose"] for dose in self.json("agenda", "--days", "70")["doses"] if dose["course"] == "zoledronic-acid"]
        self.assertEqual((first, more), ([1], [1, 2, 3]))

    def test_the_next_dose_stands_there_however_far(self):
        self.run_it("add", "ct", "--on", "2029-01-01")
        self.assertIn("ct", [dose["course"] for dose in self.json("agenda", "--days", "0")["doses"]])

    def test_json(self):
        agenda = self.json("agenda")
        self.assertEqual(set(agenda), {"format", "now", "zone", "doses"})
        self.assertEqual((agenda["now"], agenda["zone"]), (self.now, "Europe/Berlin"))
        for dose in agenda["doses"]:
            self.assertEqual(set(dose), DOSE_KEYS)
        first = agenda["doses"][0]
        self.assertEqual(first, {
            "patient": "me", "course": "zoledronic-acid", "dose": 1, "treatment": "zoledronic-acid", "unit": "infusion",
            "state": "planned", "due": "2026-12-01", "appointment": None, "earliest": "2026-11-27", "latest": "2026-12-05",
            "tentative": False, "amount": "4 mg", "place": None})
        self.assertIs([dose["tentative"] for dose in agenda["doses"] if dose["course"] == "zoledronic-acid"][1], True)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna", "--zone", "America/New_York")
        self.run_it("--patient", "Anna", "add", "ct", "--on", "2026-12-01 09:00")
        self.assertEqual(self.run_it("agenda"), self.run_it("agenda", "--all-patients"))
        self.assertEqual({dose["patient"] for dose in self.json("agenda", "--all-patients")["doses"]}, {"me", "Anna"})
        anna = self.json("agenda", "--patient", "Anna")
        self.assertEqual((anna["zone"], anna["doses"][0]["due"]), ("America/New_York", "2026-12-01T09:00:00-05:00"))
        self.assertIn("America/New_York", self.run_it("agenda", "--patient", "Anna"))
        self.assertIn("WHO", self.run_it("agenda", "--all-patients"))

    def tablets(self):
        self.database = self.path("tablets.db")
        for name, times, amount in (("Calcium", "08:00,20:00", "1 tablet"), ("Ibuprofen", "07:00,13:00,21:30", "400 mg")):
            self.run_it("add", name, "--custom", "--times", times, "--amount", amount, "--first", "2026-11-23")

    def rows(self, *words, **extra):
        """What stands below the heading, row by row: with what goes on below a row, and every run of blanks as one."""
        said = re.sub(r"\n +", " ", self.run_it("agenda", *words, **extra))
        return [" ".join(line.split()) for line in said.splitlines()[1:]]

    def test_tablets_stand_in_one_line_a_day(self):
        self.tablets()
        self.now = "2026-11-22T09:00:00+01:00"
        self.assertEqual(self.rows("--days", "2"), [
            f"{day} {when} tablets planned ibuprofen, 400 mg: 07:00, 13:00, 21:30; calcium, 1 tablet: 08:00, 20:00"
            for day, when in (("Mon 2026-11-23", "tomorrow"), ("Tue 2026-11-24", "in 2 days"))])

    def test_one_line_each_when_asked_for(self):
        self.tablets()
        self.now = "2026-11-22T09:00:00+01:00"
        rows = self.rows("--days", "1", "--tablets")
        self.assertEqual(rows[:2], ["Mon 2026-11-23 07:00 tomorrow ibuprofen/1 planned dose 400 mg",
                                    "Mon 2026-11-23 08:00 tomorrow calcium/1 planned dose 1 tablet"])
        self.assertEqual(len(rows), 5)

    def test_a_tablet_without_an_answer_keeps_its_line_and_says_how_to_answer(self):
        self.tablets()
        self.now = "2026-11-23T08:10:00+01:00"
        rows = self.rows("--days", "0")
        self.assertEqual(rows, [
            "Mon 2026-11-23 07:00 today ibuprofen/1 overdue dose 400 mg",
            "Mon 2026-11-23 08:00 today calcium/1 due dose 1 tablet",
            "Mon 2026-11-23 today tablets planned ibuprofen, 400 mg: 13:00, 21:30; calcium, 1 tablet: 20:00",
            "If ibuprofen/1 was taken: regimen log ibuprofen/1",
            "If calcium/1 was taken: regimen log calcium/1"])
        for row in rows[-2:]:
            self.run_it(*row.split("regimen ")[1].split())
        self.assertEqual(len(self.rows("--days", "0")), 1)

    def test_the_command_names_the_person(self):
        self.tablets()
        self.run_it("patient", "add", "Anna B", "--zone", "America/New_York")
        self.run_it("--patient", "Anna B", "add", "Zinc", "--custom", "--times", "08:00", "--first", "2026-11-24")
        self.now = "2026-11-24T14:10:00+01:00"
        rows = self.rows("--all-patients", "--days", "1")
        self.assertIn("If zinc/1 was taken: regimen --patient 'Anna B' log zinc/1", rows)
        self.assertIn("Wed 2026-11-25 tomorrow Anna B tablets planned zinc: 08:00", rows)
        self.assertIn("Wed 2026-11-25 tomorrow me tablets planned ibuprofen, 400 mg: 07:00, 13:00, 21:30; calcium, 1 tablet: 08:00, 20:00", rows)

    def test_what_is_odd_about_a_tablet_keeps_its_line(self):
        self.tablets()
        self.now = "2026-11-22T09:00:00+01:00"
        self.run_it("move", "calcium/1", "2026-11-23 10:00")
        rows = self.rows("--days", "1")
        self.assertIn("Mon 2026-11-23 10:00 tomorrow calcium/1 planned dose 1 tablet, moved from Mon 2026-11-23 08:00", rows)
        self.assertIn("Mon 2026-11-23 tomorrow tablets planned ibuprofen, 400 mg: 07:00, 13:00, 21:30; calcium, 1 tablet: 20:00", rows)

    def test_the_lines_hold_what_json_holds(self):
        """35 days across the end of a course, another amount, and a change of the clocks that skips the time of one tablet."""
        self.tablets()
        self.run_it("add", "Syrup", "--custom", "--times", "02:30", "--until", "2027-03-30", "--first", "2027-03-20")
        self.now = "2027-03-19T12:00:00+01:00"
        self.run_it("change", "calcium", "--amount", "2 tablets")
        doses = [dose for dose in self.json("agenda", "--days", "35")["doses"] if dose["state"] == "planned"]
        plain = [dose for dose in doses if dose["due"][:16] != "2027-03-28T02:30" and dose["due"][:16] != "2027-03-28T03:30"]
        self.assertEqual(len(doses) - len(plain), 1)
        rows, found = self.rows("--days", "35"), {}
        for row in rows:
            match = re.match(r"\w{3} (\S+) (?:\w+ )+tablets planned (.*)$", row)
            if match:
                self.assertNotIn(match[1], found)
                found[match[1]] = {tuple(part.rsplit(": ", 1)) for part in match[2].split("; ")}
        expected = {}
        for day, of_day in groupby(plain, lambda dose: dose["due"][:10]):
            times = {}
            for dose in of_day:
                title = dose["course"] + (", " + dose["amount"] if dose["amount"] else "")
                times.setdefault(title, []).append(dose["due"][11:16])
            expected[day] = {(title, ", ".join(each)) for title, each in times.items()}
        self.assertEqual(found, expected)
        self.assertIn("a time that the clocks skip", " ".join(rows))

    def test_empty(self):
        self.database = self.path("other.db")
        self.assertIn("Nothing is planned", self.run_it("agenda"))
        self.assertEqual(self.json("agenda")["doses"], [])
        self.assertIsNone(self.dump())

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("agenda", "--days", "-1", "from 0 to 3660"),
            ("agenda", "--days", "99999999999999999999", "from 0 to 3660"),
            ("agenda", "--days", "ten", "ten"),
            ("agenda", "now", "is not understood as days"),
            ("agenda", "--patient", "nobody", "nobody"))


if __name__ == "__main__":
    unittest.main()
