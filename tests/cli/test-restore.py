#!/usr/bin/python3
import glob
import os
import re
import sqlite3
import subprocess
import unittest

from regimen import REGIMEN, Case


class Restore(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.copy = self.path("copy.db")
        self.run_it("backup", self.copy)

    def kept(self):
        return glob.glob(self.database + ".before-restore-*")

    def test_what_was_there_is_kept_beside(self):
        before = self.json("list")
        self.run_it("log", "zoledronic-acid", "--anyway")
        after = self.json("list")
        said = self.flat("restore", self.copy)
        self.assertIn("Checked " + self.copy, said)
        self.assertEqual(self.json("list"), before)
        kept, = self.kept()
        self.assertTrue(kept.endswith(".before-restore-2026-11-23T08:00:00Z"), kept)
        self.assertEqual(os.stat(kept).st_mode & 0o777, 0o600)
        self.run_it("restore", kept)
        self.assertEqual(self.json("list"), after)
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(sorted(os.listdir(self.home)), sorted(
            {"copy.db", "test.db"} | {os.path.basename(name) for name in self.kept()}))

    def test_where_there_is_no_database(self):
        self.database = self.path("new", "regimen.db")
        restored = self.json("restore", self.copy)
        self.assertEqual(restored, {"format": 1, "restored": self.copy, "database": self.database, "kept": None})
        self.assertEqual(len(self.json("list")["courses"]), 1)
        self.assertEqual(os.stat(self.database).st_mode & 0o777, 0o600)

    def test_a_program_that_has_it_open_goes_on_with_what_was_put_back(self):
        open_one = sqlite3.connect(self.database)
        self.addCleanup(open_one.close)
        count = "SELECT count (*) FROM administrations"
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.assertEqual(open_one.execute(count).fetchone(), (1,))
        self.run_it("restore", self.copy)
        self.assertEqual(open_one.execute(count).fetchone(), (0,))

    def test_a_damaged_database_is_moved_out_of_the_way(self):
        with open(self.database, "r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 8192)
        self.run_it("restore", self.copy)
        self.assertEqual(len(self.json("list")["courses"]), 1)
        self.assertEqual(len(self.kept()), 1)

    def test_a_database_that_is_not_known_as_one_any_more(self):
        for name, contents in (("first page", b"\xff" * 4096), ("text", b"no database\n" * 400), ("nothing", b"")):
            with self.subTest(name):
                with open(self.database, "r+b") as file:
                    file.truncate(0) if name != "first page" else None
                    file.write(contents)
                kept = set(self.kept())
                self.run_it("restore", self.copy)
                self.assertEqual(len(self.json("list")["courses"]), 1)
                beside, = set(self.kept()) - kept
                with open(beside, "rb") as file:
                    self.assertTrue(file.read().startswith(contents))

    def test_a_database_of_another_program_is_left(self):
        other = self.path("other.db")
        connection = sqlite3.connect(other)
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()
        connection.close()
        self.database = other
        self.refuses("restore", self.copy, status=1, says="is not a regimen database")
        self.assertEqual(self.kept(), [])

    def test_what_a_killed_program_left(self):
        """The next command that writes clears it; what only looks like it stays."""
        left = [self.database + ".new-aB3dE6", self.database + ".backup-v9-2026-11-23T08:00:00Z.new-aB3dE7",
                self.database + ".new-aB3dE6-journal"]
        mine = [self.database + ".new-one", self.path("letter.new-aB3dE6"), self.path("new-aB3dE6")]
        for name in left + mine:
            with open(name, "wb") as file:
                file.write(b"half")
        self.run_it("list")
        self.assertTrue(all(os.path.exists(name) for name in left + mine))
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.assertEqual([name for name in left if os.path.exists(name)], [])
        self.assertEqual([name for name in mine if not os.path.exists(name)], [])

    def assert_way_back(self, damage, status):
        """With each command, @damage is said in one line, with the command that puts the record back; nothing is made or written."""
        self.database = self.path("it's mine.db")
        self.run_it("restore", self.copy)
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("restore", self.copy)  # keeps the dose beside
        damage(self.database)
        before = sorted(os.listdir(self.home))
        for words in ((), ("list",), ("history",), ("check",), ("log", "zoledronic-acid"), ("add", "denosumab", "--first", "2026-12-01")):
            done = self.call(*words)
            self.assertEqual((done.returncode, done.stdout), (1, b""), words)
            said = done.stderr.decode()
            self.assertRegex(said, r"\Aregimen: [^\n]*it's mine.db is " + status + r"[^\n]*\n\Z")
            if words != ("log", "zoledronic-acid"):
                self.assertEqual("NOT SAVED" in said, words[:1] == ("add",), said)
        self.assertEqual(sorted(os.listdir(self.home)), before)
        command = re.search(r"regimen --db '.*' restore '.*Z'", said).group()
        subprocess.run(command.replace("regimen", REGIMEN, 1), shell=True, check=True, env=self.environment(), stdout=subprocess.DEVNULL)
        self.assertEqual(len(self.json("history")["administrations"]), 1)

    def test_a_record_that_vanished(self):
        self.assert_way_back(os.unlink, "not there, but a copy of it is")

    def test_a_record_of_0_bytes(self):
        self.assert_way_back(lambda path: os.truncate(path, 0), "an empty file, although there was a record")

    def test_an_empty_file_is_not_whole(self):
        """No command makes a record of it."""
        self.database = self.path("empty.db")
        open(self.database, "x").close()
        for words in ((), ("list",), ("check",), ("history",), ("agenda",), ("export",), ("sheet", "-"), ("add", "denosumab")):
            done = self.call(*words)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(b"is an empty file, so there is no record in it", done.stderr)
            self.assertEqual(os.path.getsize(self.database), 0, words)
        self.run_it("restore", self.copy)
        self.assertEqual(len(self.json("list")["courses"]), 1)

    def alter(self, sql):
        connection = sqlite3.connect(self.copy)
        connection.executescript(sql)
        connection.close()

    def test_a_copy_that_is_not_whole_is_refused(self):
        for sql in ("DROP TRIGGER courses_update; UPDATE courses SET amount = '40 mg';",
                    "DROP TRIGGER courses_update;"):
            with self.subTest(sql=sql):
                os.unlink(self.copy)
                self.run_it("backup", self.copy)
                self.alter(sql)
                self.refuses("restore", self.copy, status=1, says="is not whole, so it was not put back")
        with open(self.copy, "r+b") as file:
            file.truncate(5000)
        self.refuses("restore", self.copy, status=1)
        self.assertEqual(self.kept(), [])

    def test_what_it_does_not_accept(self):
        text = self.path("letter.txt")
        with open(text, "w", encoding="utf-8") as file:
            file.write("Dear doctor\n" * 500)
        empty = self.path("empty.db")
        open(empty, "wb").close()
        self.refuses("restore", text, status=1, says="letter.txt")
        self.refuses("restore", empty, status=1, says="is empty")
        self.refuses("restore", self.path("none.db"), status=1, says="is not there")
        self.refuses("restore", self.database, status=1, says="is the database itself")
        self.refuses("restore", says="needs more")
        self.assertEqual({name for name in os.listdir(self.home) if not name.endswith(("-wal", "-shm"))},
                         {"copy.db", "empty.db", "letter.txt", "test.db"})


if __name__ == "__main__":
    unittest.main()
