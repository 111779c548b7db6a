#!/usr/bin/python3
import os
import shlex
import subprocess
import unittest
from pathlib import Path

from regimen import Case


class Need(Case):
    def setUp(self):
        super().setUp()
        # Injections on 1 and 29 September, 27 October; the next one is planned for 24 November. Now it is 23 November.
        self.run_it("add", "denosumab", "--given", "2026-09-01", "--given", "2026-09-29", "--given", "2026-10-27")

    def needs(self, *words):
        return [(need["name"], need["within"], need["met"], need["since"], need["last"]) for need in self.json("need", *words)["needs"]]

    def test_from_the_dose_before_on(self):
        said = self.flat("need", "denosumab", "calcium")
        self.assertIn("Needed from now on before each injection of denosumab: calcium.", said)
        self.assertIn("Needed before injection denosumab/4: calcium: none on record since Wed 2026-10-28.", said)
        self.assertEqual(self.needs(), [("calcium", None, False, "2026-10-28", None)])
        # the day of the dose before does not count
        self.run_it("need", "denosumab", "calcium", "--done", "2026-10-27")
        self.assertEqual(self.needs(), [("calcium", None, False, "2026-10-28", "2026-10-27")])
        said = self.flat("need", "denosumab", "CALCIUM", "--done", "28", "October", "2026")
        self.assertIn("On record: need/2, calcium, done on Wed 2026-10-28.", said)
        self.assertIn("Needed before injection denosumab/4: calcium: done on Wed 2026-10-28 (need/2).", said)
        self.assertEqual(self.needs(), [("calcium", None, True, "2026-10-28", "2026-10-28")])

    def test_it_says_how_it_is_entered(self):
        self.assertTrue(self.flat("need", "denosumab", "calcium").endswith("To enter it: regimen lab calcium VALUE UNIT"))
        said = self.flat("need", "denosumab", "check the teeth")
        self.assertTrue(said.endswith("To enter it: regimen need denosumab 'check the teeth' --done"), said)
        self.run_it(*shlex.split(said.split("To enter it: ")[1])[1:])
        self.run_it("lab", "calcium", "2.1 mmol/L", "--range", "2.2-2.6")
        shown = self.flat("show", "denosumab")
        self.assertIn("check the teeth: done on Mon 2026-11-23", shown)
        self.assertIn("calcium: 2.1 mmol/L on Mon 2026-11-23 (lab/1). The value is below the range that was entered with it.", shown)

    def test_not_older_than_so_long(self):
        self.assertIn("dental check: none on record since Sun 2026-05-24 (not older than 6 months)",
                      self.flat("need", "denosumab", "dental check", "--within", "6m"))
        self.run_it("need", "denosumab", "dental", "check", "--done", "2026-05-23")
        self.assertFalse(self.needs()[0][2])
        self.run_it("need", "denosumab", "dental", "check", "--done", "2026-05-24")
        self.assertTrue(self.needs()[0][2])
        self.assertIn("Needed before injection denosumab/4: dental check: done on Sun 2026-05-24 (need/2, not older than 6 months).",
                      self.flat("show", "denosumab"))
        self.assertEqual(self.json("show", "denosumab")["needs"], self.json("need")["needs"])

    def test_a_day_that_has_not_come(self):
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-20", "--anyway")
        self.assertIn("creatinine: none on record from Thu 2026-12-17 or later (not older than 3 days)",
                      self.flat("need", "zol", "creatinine", "--within", "3 days"))
        self.assertIn("creatinine: none on record from Thu 2026-12-17 or later</li>", self.sheet())
        self.run_it("lab", "creatinine", "80", "umol/L", "--at", "2026-11-20")
        self.assertIn("creatinine: none on record from Thu 2026-12-17 or later; the last one is from Fri 2026-11-20</li>", self.sheet())

    def test_what_was_recent_enough_on_a_day_that_passed(self):
        """A dose that is still open cannot be given before today, so a value counts by its age today."""
        self.now = "2026-11-01T12:00:00+01:00"
        self.run_it("stop", "denosumab")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-24", "--given", "2026-10-27", "--anyway")
        self.run_it("need", "zoledronic-acid", "creatinine", "--within", "3d")
        self.now = "2026-11-22T12:00:00+01:00"
        self.run_it("lab", "creatinine", "80", "umol/L", "--at", "2026-11-22")
        on_record = "creatinine: 80 umol/L on Sun 2026-11-22"
        for day, hold, since in [("2026-11-23", None, None), ("2026-11-24", None, None), ("2026-11-25", None, None),
                                 ("2026-11-26", None, "Mon 2026-11-23"), ("2026-12-08", None, "Sat 2026-12-05"),
                                 ("2026-11-24", (), None), ("2026-12-08", (), "Sat 2026-12-05"),
                                 ("2026-11-24", ("--until", "2026-12-08"), "Sat 2026-12-05"),
                                 ("2026-12-08", ("--until", "2026-12-08"), "Sat 2026-12-05")]:
            with self.subTest(day=day, hold=hold):
                if hold is not None:
                    self.now = "2026-11-24T09:00:00+01:00"
                    self.run_it("hold", "zoledronic-acid", "--reason", "clinic closed", *hold)
                self.now = f"{day}T09:00:00+01:00"
                words = on_record if since is None else f"creatinine: none on record {'since' if since[4:] <= day else 'from'} {since}"
                for command in ("need", "show"):
                    self.assertIn(f"Needed before infusion zoledronic-acid/2: {words}", self.flat(command, "zoledronic-acid"))
                self.assertEqual(self.needs()[0][2], since is None)
                self.assertEqual(self.json("show", "zoledronic-acid")["needs"][0]["met"], since is None)
                self.assertEqual("Needed: creatinine" in self.exported(), since is not None)
                self.assertEqual("creatinine: on record" in self.sheet(), since is None)
                if hold is not None:
                    self.run_it("undo", "--anyway")

    def exported(self):
        """What a calendar says, without the folds of its lines."""
        file = self.path("all.ics")
        self.run_it("export", file)
        return Path(file).read_text("utf-8").replace("\n ", "")

    def sheet(self):
        file = self.path("sheet.html")
        self.run_it("sheet", file)
        return Path(file).read_text("utf-8")

    def test_another_period_takes_the_place(self):
        self.run_it("need", "denosumab", "calcium", "--within", "3d")
        self.refuses("need", "denosumab", "Calcium", status=1, says="calcium is on record as a need of this course already")
        self.refuses("need", "denosumab", "calcium", "--within", "3d", status=1, says="already")
        self.run_it("need", "denosumab", "calcium", "--within", "1w")
        self.assertEqual([need[:2] for need in self.needs()], [("calcium", "1w")])
        self.refuses("need", "denosumab", "calcium", status=1, says="calcium is on record as a need of this course already, not older than 1 week; "
                     "without a period: regimen need denosumab calcium --within none")
        self.run_it("need", "denosumab", "calcium", "--within", "none")
        self.assertEqual([need[:2] for need in self.needs()], [("calcium", None)])
        self.refuses("need", "denosumab", "calcium", "--within", "none", status=1, says="already; nothing was written")

    def test_a_date_or_period_without_its_option(self):
        done = "to say that it was done, use --done"
        period = "to say how old it may be, use --within"
        line = "regimen need denosumab calcium"
        new = "it is not on record yet that this is needed; type: regimen need denosumab creatinine, and then regimen need denosumab creatinine --done"
        self.run_it("need", "denosumab", "calcium")
        for typed, says in [
                ("calcium 2026-11-01", f"{done}: {line} --done 2026-11-01"), ("Calcium 1 November 2026", f"{done}: regimen need denosumab Calcium --done '1 November 2026'"),
                ("calcium yesterday", f"{done}: {line} --done yesterday"), ("calcium done", f"{done}: {line} --done today"),
                ("calcium done on friday", f"{done}: {line} --done friday"), ("calcium for 3d", f"{period}: {line} --within 3d"),
                ("calcium 2 weeks", f"{period}: {line} --within '2 weeks'"), ("calcium not older than 6m", f"{period}: {line} --within 6m"),
                ("dental check within 6 months", f"{period}: regimen need denosumab 'dental check' --within '6 months'"),
                ("creatinine 2026-11-01", f"{new} 2026-11-01"), ("creatinine done yesterday", f"{new} yesterday"),
                ("creatinine tomorrow", '"tomorrow" is still to come, but what is needed before each injection has no date; leave it out: '
                 "regimen need denosumab creatinine"),
                ("2026-11-01", "it is not on record yet that this is needed; type: regimen need denosumab WHAT, and then regimen need denosumab WHAT --done 2026-11-01")]:
            with self.subTest(typed=typed):
                self.refuses("need", "denosumab", *typed.split(), says=says)
        self.assertEqual([need[0] for need in self.needs()], ["calcium"])
        # names that only look like it, and one that was typed in quotes
        names = ["CA 15-3", "CA 19-9", "vitamin B 12", "PTH 1-84", "24 h urine", "glucose 2h", "scan of the spine", "blood count on the day"]
        for name in names:
            self.run_it("need", "denosumab", *name.split())
        self.run_it("need", "denosumab", "scan of 2026-11-01")
        self.assertEqual([need[0] for need in self.needs()], ["calcium", *names, "scan of 2026-11-01"])
        # the lines can be typed as they stand
        for typed in ("calcium yesterday", "creatinine 1 November 2026", "calcium for 2 weeks", "creatinine 3d"):
            message = self.call("need", "denosumab", *typed.split()).stderr.decode()
            for line in message.strip().split(": ", 2)[2].split(", and then "):
                self.run_it(*shlex.split(line)[1:])
        self.assertEqual(self.needs()[-2], ("calcium", "2w", True, "2026-11-10", "2026-11-22"))
        self.assertEqual(self.needs()[-1], ("creatinine", "3d", False, "2026-11-21", "2026-11-01"))

    def test_nothing_is_kept_from_being_logged(self):
        self.run_it("need", "denosumab", "calcium")
        self.now = "2026-11-24T12:00:00+01:00"
        self.assertIn("Logged", self.flat("log", "denosumab"))
        self.assertEqual(self.needs()[0][:4], ("calcium", None, False, "2026-11-25"))

    def test_one_check_for_every_course(self):
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", "--anyway")
        for handle in ("denosumab", "zoledronic-acid"):
            self.run_it("need", handle, "dental check", "--within", "6m")
        self.run_it("need", "denosumab", "dental check", "--done", "yesterday")
        self.assertEqual([need[2] for need in self.needs()], [True, True])
        self.assertEqual([need[4] for need in self.needs()], ["2026-11-22"] * 2)

    def test_removed_and_put_back(self):
        self.run_it("need", "denosumab", "calcium")
        self.assertIn("Removed: denosumab does not need calcium any more.", self.flat("need", "denosumab", "calcium", "--remove"))
        self.assertEqual(self.needs(), [])
        self.assertIn("Took back: need denosumab calcium", self.flat("undo"))
        self.assertEqual(len(self.needs()), 1)
        self.assertIn("Took back: need denosumab calcium", self.flat("undo"))
        self.assertEqual(self.needs(), [])
        self.run_it("redo")
        self.run_it("need", "denosumab", "calcium", "--done")
        self.assertEqual(self.json("undo")["undone"]["about"], ["need/1 (calcium)"])
        self.assertFalse(self.needs()[0][2])

    def test_a_check_is_corrected_and_removed(self):
        self.run_it("need", "denosumab", "dental check", "--within", "6m")
        self.assertIn("On record: need/1, dental check, done on Mon 2026-11-23.", self.flat("need", "denosumab", "dental check", "--done"))
        said = self.flat("amend", "need/1", "--at", "2026-05-20")
        self.assertTrue(said.startswith("Corrected: need/1, dental check, on Wed 2026-05-20. The earlier version is kept."), said)
        self.assertEqual(self.needs()[0][2:], (False, "2026-05-24", "2026-05-20"))
        self.assertEqual(self.json("amend", "need/1", "1", "November", "2026", "--note", "no findings")["entry"],
                         {"id": "need/1", "patient": "me", "name": "dental check", "value": None, "unit": None, "low": None, "high": None,
                          "range": None, "site": None, "note": "no findings", "at": "2026-11-01"})
        self.assertEqual(self.json("need")["needs"][0]["entry"], "need/1")
        self.assertIn("dental check: done on Sun 2026-11-01 (need/1, not older than 6 months)", self.flat("need"))
        history = self.flat("history", "--all")
        self.assertIn("need/1", history)
        self.assertIn("corrected later", history)
        self.assertIn("Took back: amend need/1 (dental check)", self.flat("undo"))
        self.assertEqual(self.needs()[0][4], "2026-05-20")
        self.assertIn("Removed: need/1, dental check, on Wed 2026-05-20.", self.flat("remove", "need/1"))
        self.assertEqual(self.needs()[0][2:], (False, "2026-05-24", None))
        self.assertIn("Took back: remove need/1 (dental check)", self.flat("undo"))
        self.assertEqual(self.needs()[0][4], "2026-05-20")
        self.refuses_all(
            ("amend", "need/1", "say what is to be corrected: the day on which it was done (regimen amend need/1 DAY), or --note"),
            ("amend", "need/1", "tomorrow", "Tue 2026-11-24 is in the future"),
            ("amend", "need/1", "2.1 mmol/L", "one word too many"),
            ("amend", "need/1", "yesterday", "--at", "today", "and --at both say when"),
            ("amend", "need/1", "--range", "1-2", "--range cannot be used for something that was done; accepted are --at and --note"),
            ("amend", "need/1", "--site", "arm", "--site cannot be used for something that was done"),
            ("amend", "need/1", "--amount", "4 mg", "--amount cannot be used for something that was done"))
        self.refuses("amend", "need/1", "2026-05-20", status=1, says="need/1 is on record in exactly this form")
        for command in (("amend", "need/9", "yesterday"), ("remove", "need/9")):
            self.refuses(*command, status=1, says="there is no entry need/9")
        self.refuses("rename", "denosumab", "need", says="cannot be a handle")

    def test_what_labels_name_is_off_until_it_is_accepted(self):
        named = [each["name"] for each in self.json("need", "denosumab")["suggested"]]
        self.assertEqual(named, ["dental examination", "calcium"])
        self.assertEqual(self.needs(), [])
        said = self.flat("need", "denosumab")
        self.assertIn("The course denosumab has no needs. Labels and guidelines name these before a dose. You are reminded of one of them "
                      "only once it is added with the command beside it", said)
        self.assertIn("calcium, before the start and while treated: regimen need denosumab calcium "
                      "(\"Xgeva prescribing information, section 5.3\", xgeva.com)", said)
        self.run_it("need", "denosumab", "dental examination")
        self.assertEqual([need["suggestion"] for need in self.json("need")["needs"]], ["dental-examination"])
        self.assertEqual([each["name"] for each in self.json("need", "denosumab")["suggested"]], ["calcium"])

    def test_add_offers_it_once(self):
        said = self.run_it("add", "pamidronate", "--every", "4w", "--first", "2026-12-01", "--anyway")
        self.assertIn("Labels and guidelines name these", said)
        self.assertLessEqual(said.count("\n"), 24)
        self.assertIn("creatinine, before each dose: regimen need pamidronate creatinine (\"Prescribing information, sections 2.2 "
                      "and 5.3\", copies of 2011 and 2018; \"Drug Safety Update\", MHRA; \"Guideline 2017 (breast cancer)\", ASCO-CCO)",
                      " ".join(said.split()))
        added = self.json("add", "xofigo", "--every", "4w", "--first", "2026-12-01")
        self.assertEqual([(each["name"], each["when"], each["sources"]) for each in added["suggested"]],
                         [("blood counts", "before every dose", ["Xofigo prescribing information, label record 12/2019"])])
        self.assertEqual(self.json("add", "metastron", "--every", "12w", "--first", "2026-12-01")["suggested"], [])
        self.assertEqual(self.json("add", "ct", "--on", "2026-12-09")["suggested"], [])

    def bodies(self, now, *words):
        return {alert["kind"]: alert["body"] for alert in self.json(*words, "notify", "--dry-run", REGIMEN_NOW=now)["alerts"]}

    def test_the_reminder_of_the_day_before(self):
        self.run_it("need", "denosumab", "calcium", "--within", "3d")
        self.run_it("need", "denosumab", "dental check", "--within", "6m")
        self.run_it("ask", "When is the next scan?")
        self.run_it("ask", "Can I travel?")
        self.assertEqual(self.bodies(self.now)["upcoming"].splitlines(), [
            "Planned for Tue 2026-11-24", "On time until Sat 2026-11-28",
            "Needed: calcium: none on record since Sat 2026-11-21; dental check: none on record since Sun 2026-05-24",
            "To ask: When is the next scan? / Can I travel?", "More: regimen show denosumab"])
        self.run_it("need", "denosumab", "calcium", "--done")
        self.run_it("ask", "--answered", "1", "In March")
        self.assertEqual(self.bodies(self.now)["upcoming"].splitlines()[2:4],
                         ["Needed: dental check: none on record since Sun 2026-05-24", "To ask: Can I travel?"])
        self.run_it("need", "denosumab", "dental check", "--done", "2026-10-01")
        self.assertEqual(self.bodies(self.now)["upcoming"].splitlines()[2],
                         "On record: calcium: done on Mon 2026-11-23; dental check: done on Thu 2026-10-01")
        private = self.bodies(self.now, "--private")["upcoming"]
        for word in ("calcium", "dental", "travel", "scan"):
            self.assertNotIn(word, private)

    def test_several_people(self):
        self.run_it("patient", "set", "me", "--name", "Anna")
        self.run_it("patient", "add", "Bernd")
        self.run_it("--patient", "Bernd", "add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01")
        self.assertIn("For Bernd:", self.flat("need", "zoledronic-acid", "creatinine"))
        self.run_it("need", "denosumab", "creatinine")
        self.run_it("need", "zoledronic-acid", "creatinine", "--done")
        self.assertEqual([(need["patient"], need["met"]) for need in self.json("need")["needs"]], [("Anna", False), ("Bernd", True)])
        self.assertNotIn("Anna", self.run_it("--patient", "Bernd", "need"))
        self.assertIn("Bernd Needed before infusion zoledronic-acid/1", self.flat("need"))

    def test_what_it_does_not_accept(self):
        self.run_it("need", "denosumab", "dental check", "--within", "6m")
        self.refuses_all(
            ("need", "nothing", "calcium", "denosumab"),
            ("need", "denosumab/4", "calcium", "about a whole course"),
            ("need", "denosumab", "calcium", "--within", "often", '"often" does not say how old the value may be; '
             'type a number from 1 to 9999 with days, weeks or months, like 3d, "2 weeks" or 6m'),
            ("need", "denosumab", "calcium", "--within", "3h", '"3h" does not say how old the value may be; '
             'type a number from 1 to 9999 with days, weeks or months, like 3d, "2 weeks" or 6m'),
            ("need", "denosumab", "calcium", "--within", "12 hours", '"12 hours" does not say how old'),
            ("need", "denosumab", "calcium", "--within", "-3d", '"-3d" does not say how old'),
            ("need", "denosumab", "calcium", "--done", "denosumab has no need \"calcium\" on record; its needs are: dental check"),
            ("need", "denosumab", "dental check", "--done", "tomorrow", "Tue 2026-11-24 is in the future"),
            ("need", "denosumab", "dental check", "--done", "some day", "some day"),
            ("need", "denosumab", "dental check", "now", "--remove", "one word too many"),
            ("need", "denosumab", "dental check", "--done", "--remove", "only one can be used"),
            ("need", "denosumab", "--done", "regimen need HANDLE WHAT --done"),
            ("need", "--within", "3d", "regimen need HANDLE WHAT --within 3d"),
            ("need", "denosumab", "x" * 10000, "too long; at most 500 characters"),
            ("need", "denosumab", "\x1b[31mscan", "control or invisible character"),
            ("need", "denosumab", "", "type in words what is needed"))
        self.run_it("need", "denosumab", "<img src=x>")
        self.assertIn("<img src=x>: none on record", self.flat("show", "denosumab"))

    def test_a_course_that_has_ended(self):
        self.run_it("add", "ct", "--on", "2026-11-20", "--anyway")
        self.run_it("log", "ct", "--at", "2026-11-20")
        self.run_it("need", "denosumab", "calcium")
        self.run_it("stop", "denosumab")
        self.refuses("need", "denosumab", "scan", status=1,
                     says="denosumab was stopped on Mon 2026-11-23, so nothing is needed before a next dose")
        self.refuses("need", "denosumab", "calcium", "--within", "3d", status=1, says="was stopped on")
        self.refuses("need", "ct", "scan", status=1, says="ct is completed, so nothing is needed before a next dose")
        self.assertEqual(self.flat("need"),
                         'All courses have ended ("regimen list"), so nothing is needed before a next dose.')
        self.assertEqual(self.flat("need", "denosumab"), "The course denosumab has ended, so nothing is needed before a next dose.")
        self.assertEqual(self.json("need"), {"format": 1, "needs": [], "suggested": []})
        self.assertEqual(self.json("need", "denosumab")["suggested"], [])
        self.run_it("need", "denosumab", "calcium", "--remove")

    def test_no_course_is_called_as_an_entry(self):
        for word in ("feel", "lab", "need"):
            self.refuses("add", "ct", "--on", "2026-12-09", "--handle", word, says=f'"{word}" cannot be a handle, because {word}/1 means an entry')
            self.refuses("rename", "denosumab", word.upper(), says="cannot be a handle")
            self.run_it("add", "--custom", word.capitalize(), "--every", "4w", "--given", "2026-11-01")
            self.assertEqual(self.json("list")["courses"][-1]["handle"], word + "-2")

    def test_a_course_that_an_older_version_called_so(self):
        """What can be a dose and an entry is neither until the course has another name; the rest goes on."""
        subprocess.run([os.environ["REGIMEN_GIVE_HANDLE"], self.database, "need"], check=True, env=self.environment())
        self.run_it("amend", "need/1", "--note", "a dose")
        self.run_it("need", "need", "check the teeth")
        self.run_it("need", "need", "check the teeth", "--done", "2026-11-10")
        for words in (("amend", "need/1", "2026-11-20"), ("remove", "need/1")):
            self.refuses(*words, status=1, says='need/1 can be a dose of the course need or an entry of "regimen need"; give the course another '
                                                "name first: regimen rename need need-2")
        self.run_it("amend", "need/2", "--note", "another")
        self.run_it("book", "need/4", "2026-11-24 10:00")
        self.run_it("rename", "need", "need-2")
        self.run_it("amend", "need/1", "2026-11-20")
        self.run_it("remove", "need/1")
        self.assertEqual([row["at"][:10] for row in self.json("history")["administrations"]], ["2026-09-01", "2026-09-29", "2026-10-27"])

    def test_without_a_course(self):
        self.run_it("undo")
        self.assertIn("No course is on record yet", self.flat("need"))
        self.assertEqual(self.json("need")["needs"], [])


if __name__ == "__main__":
    unittest.main()
