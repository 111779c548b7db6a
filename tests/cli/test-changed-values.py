#!/usr/bin/python3
"""A record in which values are not what was written: each command that reads it ends with an error or with what it can tell, and
never with a crash."""
import os
import shutil
import sqlite3
import subprocess
import unittest

from regimen import REGIMEN, Case

#: What a value may have become.
VALUES = (None, 0, -1, 99, 2 ** 62, "", "zzz", "9" * 30, b"\xff\x00")
READERS = [["export", "--tablets"], ["agenda", "--all-patients", "--days", "60"], ["sheet", "sheet.html"], ["history", "--all"], ["list", "--all"],
           ["notify", "--dry-run"], ["feel"], ["lab"], ["show", "deno"], ["check"]]
#: How many of the cases are looked at: each of them takes a process.
EVERY = int(os.environ.get("REGIMEN_EVERY", "37"))


class Damaged(Case):
    def setUp(self):
        super().setUp()
        for words in (
                ["add", "denosumab", "--first", "2026-11-10", "--amount", "120 mg", "--place", "here", "--handle", "deno", "--anyway"],
                ["add", "radiation", "--fractions", "5", "--first", "2026-11-18 11:00", "--site", "hip", "--handle", "rad", "--anyway"],
                ["add", "Calcium", "--custom", "--times", "08:00,20:00", "--handle", "tab"], ["add", "ct", "--on", "2026-11-25"],
                ["log", "deno", "--at", "2026-11-22 10:00", "--note", "well", "--anyway"], ["amend", "deno/1", "--note", "better"],
                ["skip", "rad", "--reason", "ill"], ["hold", "rad", "--reason", "ill"], ["book", "ct", "2026-11-25 12:00"],
                ["move", "ct", "2026-11-26"], ["log", "tab", "--anyway"], ["pause", "deno", "--from", "2027-01-20", "--until", "2027-02-01"],
                ["change", "deno", "--every", "5w", "--anyway"], ["feel", "pain", "4"], ["lab", "calcium", "2.3", "mmol/L"],
                ["need", "deno", "creatinine", "--within", "3d"], ["ask", "How long?"], ["contact", "add", "Ward", "--phone", "0123"],
                ["export", self.path("kept.ics"), "--tablets"], ["add", "bone-scan", "--on", "2026-12-20"], ["undo"]):
            self.run_it(*words)
        self.run_it("backup", self.path("whole.db"))

    def columns(self):
        with sqlite3.connect(self.path("whole.db")) as whole:
            tables = [name for name, in whole.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
            return [(table, column[1]) for table in tables for column in whole.execute(f"PRAGMA table_info({table})")
                    if whole.execute(f"SELECT count(*) FROM {table}").fetchone()[0]]

    def damage(self, table, column, value, one):
        """Returns: whether the value could be put there."""
        self.database = self.path("damaged.db")
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(self.database + ending):
                os.remove(self.database + ending)
        shutil.copy(self.path("whole.db"), self.database)
        database = sqlite3.connect(self.database, isolation_level=None)
        try:
            database.executescript("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
            kept = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in kept:
                database.execute(f"DROP TRIGGER {name}")
            where = f" WHERE rowid = (SELECT max(rowid) FROM {table})" if one else ""
            database.execute(f"UPDATE OR REPLACE {table} SET {column} = ?{where}", (value,))
            for _, sql in kept:
                database.execute(sql)
            return True
        except sqlite3.Error:
            return False
        finally:
            database.close()

    def test_a_course_of_nobody(self):
        """It is told, and no calendar without the course is written."""
        self.assertTrue(self.damage("courses", "patient_id", 99, False))
        for words in (["export"], ["export", self.path("target.ics")], ["export", "--keep", self.path("target.ics")]):
            self.refuses(*words, status=1, says="the record is damaged: ")
            self.assertFalse(os.path.exists(self.path("target.ics")))

    def test_no_command_crashes(self):
        cases = [(table, column, value, one) for table, column in self.columns() for value in VALUES for one in (False, True)]
        self.assertGreater(len(cases), 1000)
        played = 0
        for number, case in enumerate(cases):
            if number % EVERY or not self.damage(*case):
                continue
            played += 1
            for words in (READERS if EVERY == 1 else READERS[:1] + [READERS[1 + number % (len(READERS) - 1)]]):
                with self.subTest(case=case, words=words):
                    if os.path.exists(self.path("sheet.html")):
                        os.remove(self.path("sheet.html"))
                    done = subprocess.run([REGIMEN, *words], env=self.environment(), cwd=self.home, capture_output=True,
                                          stdin=subprocess.DEVNULL, timeout=60)
                    self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
                    self.assertNotIn(b"CRITICAL", done.stderr)
        self.assertGreater(played, len(cases) / EVERY / 4)


if __name__ == "__main__":
    unittest.main()
