#!/usr/bin/python3
"""Time zones that the system does not have (any more): nobody's time is guessed, everybody else's data keep working, and each
command names the repair, which works."""
import os
import re
import shlex
import shutil
import unittest

from regimen import Case, commands
from writing import ABOUT_KARL, OTHERWISE

SYSTEM = "/usr/share/zoneinfo"
HERE = "Europe/Berlin"
#: Names of this test's own: no link of any tz database leads from them to another name.
ANNA, BERT = "America/Oldtown", "Asia/Lostcity"
#: These are about everybody, or about no dose, and work without a zone.
WITHOUT_ZONE = {"ask", "contact", "backup", "catalog", "help", "import", "merge", "notify", "patient", "publish", "redo", "restore", "setup",
                "signs", "undo"}
#: These read no record, end with another one than they began with, or have nothing to do.
SILENT = {"catalog", "check", "help", "publish", "redo", "restore", "setup"}


class Zones(Case):
    def setUp(self):
        super().setUp()
        self.full, self.less = self.path("full"), self.path("less")
        for folder in (self.full, self.less):
            for name in (HERE, "Europe/London", "America/New_York"):
                self.put(folder, name, name)
        self.put(self.full, ANNA, "America/New_York")
        self.put(self.full, BERT, "Asia/Tokyo")
        self.tzdir, self.machine = self.full, {}
        for name, zone in (("Anna", ANNA), ("Bert", HERE), ("Karl", HERE)):
            self.run_it("patient", "add", name, "--zone", zone)
            self.run_it("--patient", name, "add", "denosumab", "--first", "2026-12-01")
            self.run_it("--patient", name, "add", "zoledronic-acid", "--every", "4w", "--given", "2026-10-27 10:00", "--anyway")
            self.run_it("--patient", name, "add", "Calcium", "--custom", "--handle", "calcium", "--every", "1w", "--first",
                        "2026-12-02")
            self.run_it("--patient", name, "pause", "calcium", "--from", "2026-12-01")
        self.run_it("--patient", "Bert", "book", "denosumab", "2026-12-01 10:00", "--zone", BERT)
        self.run_it("--patient", "Anna", "book", "denosumab", "2026-12-01 10:00")
        self.run_it("--patient", "Karl", "export", "--to", self.path("karl.ics"))
        self.run_it("backup", self.path("before.db"))
        self.tzdir = self.less

    def put(self, folder, name, like):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copyfile(os.path.join(SYSTEM, like), path)

    def environment(self, **extra):
        return super().environment(**{"TZDIR": self.tzdir, **self.machine, **extra})

    def words(self, words):
        return [self.path(word) if word in ("karl.ics", "copy.db", "before.db", "sheet.html") else word for word in words]

    def told(self, *words, status=0):
        """What it printed and what it said beside that."""
        done = self.call(*words)
        self.assertEqual(done.returncode, status, (words, done.stderr))
        return done.stdout.decode(), done.stderr.decode()

    def restart(self):
        shutil.copyfile(self.path("before.db"), self.database)
        self.forget()
        for beside in ("-wal", "-shm"):
            if os.path.exists(self.database + beside):
                os.unlink(self.database + beside)
        for made in ("copy.db", "sheet.html"):
            if os.path.exists(self.path(made)):
                os.unlink(self.path(made))

    def test_every_command_is_here(self):
        self.assertEqual(sorted(ABOUT_KARL), sorted(commands()))

    def test_others_keep_working(self):
        for name, words in ABOUT_KARL.items():
            with self.subTest(command=name):
                self.restart()
                said, beside = self.told("--patient", "Karl", *self.words(words), status=OTHERWISE.get(name, 0))
                if name in ("agenda", "list", "show", "history"):
                    self.assertIn("2026", said)
                if name not in SILENT:
                    self.assertIn(ANNA, beside)
                    self.assertIn("regimen patient set Anna --zone ZONE", beside)
                    self.assertIn(BERT, beside)

    def test_of_everybody(self):
        """Nobody is named: the views show the others."""
        for view in ("agenda", "list", "history", "month"):
            with self.subTest(view=view):
                self.restart()
                said, beside = self.told(view)
                self.assertIn("Karl", said)
                self.assertIn("regimen patient set Anna --zone ZONE", beside)

    def test_without_each_of_the_names(self):
        """The zone of one person, of one appointment, and of two persons at once, which is this machine's zone too: each alone."""
        self.machine = {"REGIMEN_ZONE": None, "TZ": HERE}
        for lost, alive in ((ANNA, "Karl"), (BERT, "Karl"), (HERE, "Anna")):
            self.tzdir = self.path("without-" + lost.replace("/", "-"))
            shutil.copytree(self.full, self.tzdir)
            os.unlink(os.path.join(self.tzdir, lost))
            for name, words in ABOUT_KARL.items():
                if (alive, name) == ("Anna", "snooze"):
                    continue  # it is three in the morning for her: nothing to put off has been shown yet
                with self.subTest(lost=lost, command=name):
                    self.restart()
                    words = [alive if word == "Karl" else word for word in self.words(words)]
                    _, beside = self.told("--patient", alive, *words, status=OTHERWISE.get(name, 0))
                    if name not in SILENT:
                        self.assertIn(lost, beside)
                        self.assertRegex(beside, "regimen .* --zone ZONE")
            with self.subTest(lost=lost):
                self.restart()
                _, beside = self.told("agenda", "--all-patients")
                repairs = re.findall(r"(?:another|to book it in another): regimen (.*)$", beside, re.MULTILINE)
                self.assertEqual(len(repairs), {ANNA: 2, BERT: 1, HERE: 2}[lost], beside)
                for repair in repairs:
                    self.told(*shlex.split(repair.replace("ZONE", "'new york'")))
                self.assertNotIn(lost, self.told("agenda", "--all-patients")[1])

    def test_hers_are_refused_with_the_repair(self):
        for name, words in ABOUT_KARL.items():
            if name in WITHOUT_ZONE:
                continue
            with self.subTest(command=name):
                self.restart()
                done = self.call("--patient", "Anna", *self.words(words))
                self.assertEqual(done.returncode, 1, (words, done.stderr))
                said = done.stderr.decode() + done.stdout.decode()
                self.assertIn(ANNA, said)
                self.assertIn("regimen patient set Anna --zone ZONE", " ".join(said.split()))

    def test_nobody_sees_a_guessed_time(self):
        everybody, beside = self.told()
        self.assertIn("Karl", everybody)
        self.assertNotIn("Anna", everybody)
        self.assertIn("Bert", everybody)
        agenda, beside = self.told("agenda", "--all-patients", "--json")
        self.assertNotIn('"Anna"', agenda)
        self.assertIn('"2026-12-01"', agenda)
        self.assertNotIn("2026-12-01T10:00", agenda)
        listed, _ = self.told("agenda", "--patient", "Bert")
        self.assertIn(BERT, listed)
        self.assertIn("10:00", listed)
        exported, beside = self.told("export")
        self.assertFalse("20261201T" in exported or "SUMMARY:Anna" in exported)
        self.assertTrue("SUMMARY:Karl" in exported)
        self.assertIn(ANNA, beside)
        event = next(event for event in exported.split("BEGIN:VEVENT") if "SUMMARY:Bert: Denosumab injection 1" in event)
        self.assertIn("DTSTART;VALUE=DATE:20261201", event)

    def test_the_repairs_work(self):
        _, beside = self.told("agenda", "--all-patients")
        repairs = re.findall(r"(?:another|to book it in another): regimen (.*)$", beside, re.MULTILINE)
        self.assertEqual(len(repairs), 3, beside)  # her zone, and the two appointments
        for repair in repairs:
            self.told(*shlex.split(repair.replace("ZONE", "'new york'")))
        said = self.run_it("agenda", "--all-patients", "--json")
        self.assertEqual(said.count("2026-12-01T10:00:00-05:00"), 2)
        exported = self.run_it("export")
        self.assertTrue("SUMMARY:Anna" in exported)
        self.assertTrue("TZID=America/New_York:20261201T100000" in exported)
        self.told("--patient", "Bert", "undo")
        self.assertIn(BERT, self.told("patient", "list")[1])

    def test_undo_of_what_was_hers(self):
        self.tzdir = self.full
        self.run_it("--patient", "Anna", "log", "zoledronic-acid", "--at", "2026-11-23 02:00")
        self.tzdir = self.less
        said, _ = self.told("--patient", "Anna", "undo")
        self.assertIn("Took back", said)
        self.assertIn("log", said)
        self.tzdir = self.full
        self.assertEqual(len(self.json("history", "--patient", "Anna")["administrations"]), 1)

    def test_check_names_them(self):
        said, _ = self.told("check", status=1)
        said = " ".join(said.split())
        self.assertIn(f"NO time zone the time zone of Anna, {ANNA}", said)
        self.assertIn(f"{BERT}", said)

    def test_an_import_that_is_about_her(self):
        self.tzdir = self.full
        self.run_it("--patient", "Anna", "export", "--to", self.path("anna.ics"))
        self.tzdir = self.less
        said, _ = self.told("import", self.path("anna.ics"))
        self.assertIn("regimen patient set Anna --zone ZONE", " ".join(said.split()))

    def test_a_calendar_for_her_alone_is_not_written(self):
        self.tzdir = self.full
        self.run_it("--patient", "Anna", "export", "--keep", self.path("kept.ics"))
        with open(self.path("kept.ics"), "rb") as file:
            before = file.read()
        self.tzdir = self.less
        self.told("--patient", "Karl", "log", "denosumab", "--at", "2026-11-23 08:00", "--anyway")
        with open(self.path("kept.ics"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_each_zone_of_a_calendar_is_described_in_it(self):
        """Whichever zones are missing or damaged, up to all of them: a file that names a zone has its rules, or there is no file."""
        names = (ANNA, BERT, HERE)
        written = []
        for damage in (os.unlink, lambda path: os.truncate(path, 0), lambda path: os.truncate(path, 100)):
            for lost in [set(), *({name} for name in names), {ANNA, BERT}, {BERT, HERE}, set(names)]:
                self.tzdir = self.path("damaged")
                shutil.rmtree(self.tzdir, ignore_errors=True)
                shutil.copytree(self.full, self.tzdir)
                for name in lost:
                    damage(os.path.join(self.tzdir, name))
                self.machine = {"REGIMEN_ZONE": None, "TZ": HERE}
                for options in ([], ["--patient", "Anna"], ["--patient", "Bert"], ["--lead-events", "--patient", "Karl"]):
                    with self.subTest(lost=lost, options=options):
                        self.restart()
                        target = self.path("target.ics")
                        done = self.call("export", target, *options)
                        self.assertEqual(done.returncode, 0 if os.path.exists(target) else 1, done.stderr)
                        if done.returncode:
                            self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]* is missing or damaged on this system[^\n]*\n")
                            written.append(None)
                            continue
                        with open(target, encoding="utf-8", newline="") as file:
                            text = file.read().replace("\r\n ", "")
                        os.unlink(target)
                        used = set(re.findall(r"^\w+;TZID=([^:;]+):", text, re.MULTILINE))
                        self.assertEqual(set(re.findall(r"^TZID:(.*)\r$", text, re.MULTILINE)), used)
                        self.assertFalse(used & lost)
                        written.append(used)
        self.assertIn(None, written)
        self.assertIn(set(names), written)

    def test_renamed(self):
        """Debian 13 has no US/*, but America/New_York."""
        self.tzdir = None
        os.unlink(self.database)
        self.forget()
        with_old = self.path("old")
        self.put(with_old, "US/Eastern", "America/New_York")
        self.put(with_old, HERE, HERE)
        self.tzdir = with_old
        self.run_it("patient", "add", "Dora", "--zone", "US/Eastern")
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        self.run_it("book", "denosumab", "2026-12-01 10:00")
        before = self.run_it("agenda", "--json")
        exported = self.run_it("export")
        self.tzdir = self.less
        self.assertEqual(self.run_it("agenda", "--json"), before)
        self.assertTrue("DTSTART;TZID=US/Eastern:20261201T100000" in exported)
        self.assertTrue(self.run_it("export") == exported)

    def test_typed(self):
        self.tzdir = None
        os.unlink(self.database)
        self.forget()
        self.run_it("patient", "add", "Karl", "--zone", "berlin")
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        self.assertIn("in America/New_York.", self.run_it("patient", "add", "Dora", "--zone", "New York"))
        self.refuses("patient", "add", "Emil", "--zone", "EST", says="America/New_York, America/Toronto")
        self.refuses("--patient", "Karl", "book", "denosumab", "2026-12-03 10:00", "--zone", "CET", says="Europe/Berlin")
        self.run_it("--patient", "Karl", "book", "denosumab", "2026-12-03 10:00", "--zone", "tokyo")

    def test_an_unknown_zone_of_the_machine(self):
        self.tzdir = None
        os.unlink(self.database)
        self.forget()
        extra = {"REGIMEN_ZONE": None, "TZ": "Mars/Base"}
        line = self.refuses("add", "denosumab", "--first", "2026-12-01", status=1, says='"Mars/Base"', **extra)
        self.assertIn("regimen patient add me --zone ZONE", line)
        self.refuses("patient", "add", "Anna", status=1, says='"Mars/Base"', **extra)
        self.assertIsNone(self.dump())
        self.run_it("patient", "add", "me", "--zone", "Berlin", **extra)
        self.run_it("add", "denosumab", "--first", "2026-12-01", **extra)
        self.assertEqual(self.json("patient", "list", **extra)["patients"][0]["zone"], "Europe/Berlin")


class Elsewhere(Case):
    """A person whose clocks do not agree with the computer: each answer and each refusal with a time names the zone."""

    def setUp(self):
        super().setUp()
        self.now = "2026-12-01T07:00:00+01:00"
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        self.run_it("log", "calcium", REGIMEN_NOW="2026-12-01T08:00:00+01:00")
        self.zone, self.now = "America/New_York", "2026-12-01T14:30:00-05:00"

    def test_each_answer_with_a_time_names_the_zone(self):
        for words in ((), ("list",), ("show", "calcium"), ("agenda",), ("history",), ("feel", "pain", "5", "--at", "14:00"),
                      ("feel",), ("book", "denosumab", "2026-12-03 10:00"), ("snooze", "calcium")):
            said = self.flat(*words)
            self.assertRegex(said, r"(The times of me are in the time zone|Times that name no time zone are those of) Europe/Berlin\.", words)
            self.assertEqual(said.count("Europe/Berlin"), 1, (words, said))

    def test_each_refusal_with_a_time_names_the_zone(self):
        self.refuses("log", "calcium", "--at", "14:00", status=3, says="in the time zone Europe/Berlin: Tue 2026-12-01 14:00 is too early")
        self.run_it("patient", "add", "Bob", "--zone", "America/New_York")
        self.refuses("--patient", "me", "log", "calcium", "--at", "14:00", status=3, says="for me, in the time zone Europe/Berlin: Tue")
        self.run_it("--patient", "Bob", "feel", "pain", "2")
        for words in ((), ("history", "--all-patients"), ("feel",), ("agenda",)):
            said = self.flat(*words)
            self.assertIn("The times of me are in the time zone Europe/Berlin.", said, words)
            self.assertNotIn("The times of Bob", said)

    def test_what_has_no_time_and_clocks_that_agree(self):
        self.run_it("contact", "add", "Clinic", "--phone", "030 1234", "--hours", "08:00-16:00")
        self.assertNotIn("time zone", self.flat("contact"))
        self.zone = "Europe/Vienna"
        for words in ((), ("agenda",), ("feel", "pain", "5")):
            self.assertNotIn("time zone", self.flat(*words), words)
        self.zone = "Africa/Lagos"  # in winter the clocks agree
        self.assertIn("time zone", self.flat("agenda"))


if __name__ == "__main__":
    unittest.main()
