#!/usr/bin/python3
"""How arguments are read."""
import json
import os
import re
import subprocess
import unittest

from regimen import REGIMEN, Case


class Options(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_options_of_the_program_before_and_after_the_command(self):
        said = self.run_it("list")
        for words in (("--db", self.database, "list"), ("list", "--db", self.database), ("list", "--db=" + self.database)):
            self.assertEqual(self.run_it(*words, REGIMEN_DB=None), said)
        self.assertEqual(self.json("list"), json.loads(self.run_it("--json", "list")))

    def test_the_database_in_its_usual_place(self):
        self.run_it("add", "ct", "--on", "2026-12-01", REGIMEN_DB=None)
        self.assertTrue(os.path.exists(self.path("data/regimen/regimen.db")))
        self.assertEqual(os.stat(self.path("data/regimen")).st_mode & 0o777, 0o700)
        self.run_it("add", "ct", "--on", "2026-12-01", REGIMEN_DB=None, XDG_DATA_HOME=None)
        self.assertTrue(os.path.exists(self.path(".local/share/regimen/regimen.db")))

    def test_commands_that_are_proposed_are_about_the_same_record(self):
        """Copied from an answer about the record of somebody else, they must not change the usual one."""
        record, copy = self.path("my mother.db"), self.path("copy.db")
        proposed = 0
        for words in (("add", "xgeva", "--given", "2026-11-02"), ("patient", "add", "Karl"), ("agenda",), (),
                      ("--patient", "Karl", "add", "calcium", "--custom", "--times", "08:00"), ("log", "xgeva", "--at", "2026-11-04"),
                      ("log", "calcium", "--at", "2020-01-01"), ("undo",), ("undo", "--patient", "Karl"), ("patient", "default", "Karl"),
                      ("log", "xgeva/7"), ("add", "xgeva", "yesterday"), ("lab", "calcium", "2.4"), ("feel", "pain", "4"), ("check",),
                      ("stop", "calcium"), ("publish",), ("backup", copy), ("merge", copy), ("restore",), ("whose",), ("show",),
                      ("export", self.path("a.ics")), ("hold", "denosumab"), ("remove", "denosumab/1"), ("need", "denosumab"),
                      ("setup",), ("log", "denosumab", "--db", record, "--frobnicate"), ("history",), ("list",), ("month",)):
            with self.subTest(words):
                done = self.call("--db", record, *words, REGIMEN_DB=None)
                said = " ".join((done.stdout + done.stderr).decode().split())
                for name in re.findall(r"\bregimen (--patient|[a-z]+)", said.replace("regimen --db '%s'" % record, "!")):
                    self.assertIn(name, ("help", "catalog"), said)
                proposed += said.count("regimen --db '%s' " % record)
        self.assertGreater(proposed, 30)
        self.assertFalse(os.path.exists(self.path("data/regimen/regimen.db")))
        self.assertIn("regimen --db 'my mother.db' add", self.call("--db", "my mother.db", "show", REGIMEN_DB=None).stderr.decode()
                      + self.call("--db", "my mother.db", "add", "xgeva", "yesterday", REGIMEN_DB=None).stderr.decode())
        # Where the record need not be named, nothing is added.
        self.assertNotIn("--db", self.call("add", "xgeva", "yesterday").stderr.decode())

    def test_a_record_whose_name_cannot_be_printed(self):
        said = self.call("--db", "a\x1b[2Jb.db", "add", "xgeva", "yesterday", REGIMEN_DB=None).stderr
        self.assertIn(b"regimen add xgeva", said)
        self.assertNotIn(b"\x1b", said)

    def test_a_single_hyphen_is_no_file(self):
        """It is standard input for import. Elsewhere it would be a file that nobody finds again, or can name."""
        says = '"-" is not accepted as the name of a file; if a file is called that, type ./-'
        for words in (["sheet", "-"], ["backup", "-"], ["backup", "--salvage", "-"], ["restore", "-"], ["restore", "--from-json", "-"],
                      ["merge", "-"], ["export", "-"], ["export", "--to", "-"], ["export", "--keep=-"], ["export", "--format", "csv", "-"],
                      ["export", "--format", "json", "-"], ["export", "--format", "fhir", "--to", "-"], ["list", "--db", "-"]):
            self.refuses(*words, says=says)
            self.assertFalse(os.path.exists(self.path("-")), words)
        self.refuses("import", "-", says="standard input: it is empty", status=1)
        self.run_it("sheet", "./-")
        self.assertTrue(os.path.exists(self.path("-")))

    def test_two_hyphens_end_the_options(self):
        self.assertIn("--list", self.refuses("show", "--", "--list"))

    def test_a_value_may_begin_with_a_hyphen_and_a_digit(self):
        self.run_it("log", "zoledronic-acid", "--at", "-2h", REGIMEN_NOW="2026-12-01T12:00:00+01:00")
        self.assertEqual(self.json("history")["administrations"][0]["at"], "2026-12-01T10:00:00+01:00")

    def test_the_date_of_an_option_needs_no_quotes(self):
        for now, words in (("2026-12-01T12:00:00+01:00", ("--at", "today", "9:30", "zoledronic-acid")),
                           ("2026-12-02T12:00:00+01:00", ("zoledronic-acid", "--at", "last", "tuesday", "9:30", "am", "--note", "x"))):
            self.run_it("log", *words, REGIMEN_NOW=now)
            self.assertEqual(self.json("history")["administrations"][-1]["at"], "2026-12-01T09:30:00+01:00")
            self.run_it("undo", REGIMEN_NOW=now)
        self.refuses("log", "zoledronic-acid", "--at", "today", "9:30", "again", says='"again" is one word too many')
        self.refuses("log", "zoledronic-acid", "--at", "12/3/2026", says="2026-12-03 or 2026-03-12")

    def test_mistakes(self):
        self.refuses_all(
            ("lsit", 'did you mean "list"?'),
            ("frobnicate", "regimen help"),
            ("", "unknown command"),
            ("grow", "zoledronic-acid", "unknown command"),
            ("--frobnicate", "list", "unknown option"),
            ("list", "--jsn", "it is typed like this: regimen list --json"),
            ("list", "-j", "unknown option"),
            ("list", "--json=yes", "takes no value"),
            ("list", "--db", "", "\"\" is not accepted for --db; type the name of a file"),
            ("list", "--db", "--db needs a value"),
            ("list", "--patient", "--json", "--patient needs a value"),
            ("--db", self.database, "list", "--db", self.database, "given twice"),
            ("add", "ct", "--on", "2026-12-01", "--on", "2026-12-02", "given twice"),
            ("add", "ct", "--cycle", "21/7", "needs a schedule"),
            ("add", "ct", "--as-needed", "--first", "2026-12-01", "cannot be used with"),
            ("help", "--json", "no --json"),
            ("--patient", "nobody", "list", "nobody"))

    def test_bytes_that_are_no_text(self):
        for words in ([b"\xff"], [b"log", b"\xff"], [b"log", b"zoledronic-acid", b"--note", b"\xff\xfe"], [b"log", b"--\xff"],
                      [b"--patient", b"\xc3", b"list"], [b"catalog", b"\xff"], [b"\xf0"], [b"change\xf0", b"denosumab"]):
            before = self.dump()
            done = subprocess.run([REGIMEN.encode(), *words], env=self.environment(), capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (2, b""), words)
            self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z", words)
            self.assertEqual(self.dump(), before)

    def test_a_file_name_need_not_be_text(self):
        copy = os.fsencode(self.home) + b"/\xff.db"
        done = subprocess.run([REGIMEN, "backup", copy], env=self.environment(), capture_output=True)
        self.assertEqual(done.returncode, 0, done)
        self.assertTrue(os.path.exists(copy))

    def test_a_line_break_in_an_argument_makes_no_second_line(self):
        self.refuses("log", "a\nb")
        self.refuses("a\nb\x1b[31m")

    def test_a_very_long_argument(self):
        for words in (("x" * 100000,), ("log", "x" * 100000), ("log", "zoledronic-acid", "--at", "1" * 100000), ("--" + "x" * 100000,)):
            self.refuses(*words)


if __name__ == "__main__":
    unittest.main()
