#!/usr/bin/python3
import glob
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import unittest

import schema
from regimen import REGIMEN, Case, unfinished

MIB = 1 << 20
NONE = {"count": 0, "last": []}


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
        self.assertTrue(kept.endswith(".before-restore-2026-11-23T080000Z"), kept)
        self.assertEqual(os.stat(kept).st_mode & 0o777, 0o600)
        self.run_it("restore", kept)
        self.assertEqual(self.json("list"), after)
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(sorted(os.listdir(self.home)), sorted(
            {"copy.db", "test.db"} | {os.path.basename(name) for name in self.kept()}))

    @unittest.skipUnless(os.getuid() == 0, "only root can give files away")
    def test_by_root_for_another_user(self):
        """What is kept, and a record that takes the place of a damaged one, belong to the owner of the record."""
        self.run_it("log", "zoledronic-acid", "--anyway")
        os.chown(self.database, 65534, 65534)
        self.run_it("restore", self.copy)
        kept, = self.kept()
        self.assertEqual([(os.stat(name).st_uid, os.stat(name).st_gid, os.stat(name).st_mode & 0o777)
                          for name in (kept, self.database)], [(65534, 65534, 0o600)] * 2)
        with open(self.database, "r+b") as file:
            file.write(b"\0" * 4096)
        self.call("restore", self.copy)
        self.assertEqual({os.stat(name).st_uid for name in (*self.kept(), self.database)}, {65534})
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(len(self.json("list")["courses"]), 1)

    def test_where_there_is_no_database(self):
        self.database = self.path("new", "regimen.db")
        restored = self.json("restore", self.copy)
        self.assertEqual(restored, {"format": 1, "restored": self.copy, "database": self.database, "kept": None,
                                    "only_in_database": NONE, "only_in_copy": NONE, "not_compared": None})
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

    def test_the_answer_is_lost(self):
        """The record was replaced all the same."""
        self.run_it("log", "zoledronic-acid", "--anyway")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([REGIMEN, "restore", self.copy], env=self.environment(), stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(self.json("history")["administrations"], [])
        self.assertRegex(done.stderr.decode(), r"\Aregimen: Saved, but [^\n]+\n\Z")
        self.assertEqual(done.returncode, 0)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([REGIMEN, "restore", self.copy, "--dry-run"], env=self.environment(), stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertIn(b"the output could not be written", done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_on_a_full_disk(self):
        """The record is named, which could not be written, and not the copy, which could be read."""
        record = self.path("record.json")
        self.run_it("export", "--format", "json", record)
        before = self.dump()
        for words in ([self.copy], ["--from-json", record]):
            for size in (0, 3000, 40000):
                done = subprocess.run([REGIMEN, "restore", *words], env=self.environment(), capture_output=True, check=False,
                                      preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
                self.assertEqual((done.returncode, done.stdout), (1, b""), words)
                self.assertRegex(done.stderr.decode(), rf"\Aregimen: NOT SAVED: {self.database}: [^\n]+\n\Z")
                self.assertNotIn(".new-", done.stderr.decode())
                self.assertEqual(self.dump(), before)
                self.assertEqual(self.kept(), [])

    def test_what_a_killed_program_left(self):
        """The next command that writes clears it; what only looks like it stays."""
        left = [unfinished(self.database), unfinished(self.database + ".backup-v9-2026-11-23T08:00:00Z", "aB3dE7"),
                unfinished(self.database) + "-journal", unfinished(self.path("other.db"), "aB3dE8") + "-wal"]
        mine = [self.database + ".new-one", self.path("letter.new-aB3dE6"), self.path("new-aB3dE6"), self.database + ".new-laptop",
                unfinished(self.database)[:-1] + "x", unfinished(self.database) + "0", unfinished(self.database) + ".gz"]
        for name in left + mine:
            with open(name, "wb") as file:
                file.write(b"half")
        self.run_it("list")
        self.assertTrue(all(os.path.exists(name) for name in left + mine))
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.assertEqual([name for name in left if os.path.exists(name)], [])
        self.assertEqual([name for name in mine if not os.path.exists(name)], [])

    def test_names_like_those_of_unfinished_files(self):
        """A record, its copies and other files may be called "new-laptop": nothing of that is removed."""
        record, other = self.path("mother.new-record"), self.path("papa.db")
        copies = [record + ".new-backup", self.path("family.new-backup"), self.database + ".new-mother"]
        letter = record + ".new-ideas1"
        with open(letter, "w", encoding="utf-8") as file:
            file.write("what to ask")
        self.run_it("--db", record, "add", "denosumab", "--first", "2026-12-01")
        for copy in copies:
            self.run_it("--db", record, "backup", copy)
        for database in (record, other, self.database):
            self.run_it("--db", database, "add", "ct", "--on", "2026-12-05 09:30")
            self.run_it("--db", database, "backup", self.path(os.path.basename(database) + ".copy"))
            self.run_it("--db", database, "export", "--to", self.path(os.path.basename(database) + ".ics"))
        for copy in copies:
            self.assertIn("denosumab", self.run_it("--db", copy, "list"))
        self.assertIn("denosumab", self.run_it("--db", record, "list"))
        self.assertTrue(os.path.exists(letter))
        os.unlink(record)
        self.forget()
        self.run_it("--db", record, "restore", copies[0])
        self.assertIn("denosumab", self.run_it("--db", record, "list"))
        self.assertTrue(os.path.exists(copies[0]))

    def test_an_old_copy_of_a_record_with_such_a_name(self):
        record, old = self.path("anna.new-laptop"), self.path("old.db")
        self.run_it("--db", record, "add", "denosumab", "--first", "2026-12-01")
        shutil.copy(record, old)
        self.run_it("--db", record, "add", "ct", "--on", "2026-12-05 09:30")
        shutil.copy(old, record)
        self.assertIn("at least 1 later change", self.call("--db", record, "list").stderr.decode())

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
        self.assert_way_back(os.unlink, "missing, but there is a copy of it")

    def test_a_copy_of_a_clock_that_ran_ahead(self):
        """It is not the newest, whatever its date: what was put on record after it would be lost."""
        self.run_it("backup", REGIMEN_NOW="2027-11-20T09:00:00+01:00")
        for day in ("24", "25"):
            self.now = f"2026-11-{day}T09:00:00+01:00"
            self.run_it("feel", "tired")
            self.run_it("backup", "--daily")
        copies = [copy["path"] for copy in self.json("restore")["copies"]]
        self.assertEqual([re.search(r"\.(\d{4}-\d\d-\d\d)T", copy)[1] for copy in copies], ["2026-11-25", "2026-11-24", "2027-11-20"])
        self.assertIn("the last copy was made on Wed 2026-11-25 09:00 and is complete", " ".join(self.call("check").stdout.decode().split()))
        os.unlink(self.database)
        self.assertIn(f"restore {copies[0]} ", self.call("list").stderr.decode())
        # a copy that has more than all others is the newest, although its date is wrong
        self.run_it("restore", copies[0])
        self.run_it("feel", "tired", REGIMEN_NOW="2027-11-21T09:00:00+01:00")
        self.run_it("backup", REGIMEN_NOW="2027-11-21T09:00:00+01:00")
        self.assertIn(".2027-11-21T", self.json("restore")["copies"][0]["path"])

    def test_a_record_that_vanished_and_was_copied(self):
        """The same if the only copies are those in the folder of the service: the newest that can be read is named."""
        for day in ("24", "25", "26"):
            self.now = f"2026-11-{day}T09:00:00+01:00"
            self.run_it("feel", "tired")
            self.run_it("backup")
        copies = [copy["path"] for copy in self.json("restore")["copies"]]
        with open(copies[0], "r+b") as file:
            file.truncate(50)
        os.unlink(self.database)
        for words in ((), ("list",), ("check",), ("add", "denosumab", "--first", "2026-12-01")):
            done = self.call(*words)
            self.assertEqual((done.returncode, done.stdout), (1, b""), words)
            self.assertIn(f"missing, but there is a copy of it; to restore it: regimen --db {self.database} restore {copies[1]} ", done.stderr.decode())
        self.assertFalse(os.path.exists(self.database))
        self.assertIn(f"regimen restore {copies[1]}", self.run_it("restore", COLUMNS="200"))
        self.run_it("restore", copies[1])
        self.assertEqual(self.run_it("feel").count("tired"), 2)
        # somebody who wants to begin anew, and does as the message says
        os.unlink(self.database)
        self.forget()
        self.run_it("add", "denosumab", "--first", "2026-12-01")

    def left_behind(self, kind):
        """The record is gone, but a file with pages of it that SQLite would write into any other one is there. Returns the file."""
        self.database = self.path(kind, "regimen.db")
        self.run_it("restore", self.copy)
        left = self.database + "-" + kind
        connection = sqlite3.connect(self.database)
        self.addCleanup(connection.close)
        connection.execute(f"PRAGMA journal_mode = {'WAL' if kind == 'wal' else 'DELETE'}")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("CREATE TABLE other (text)")
        connection.executemany("INSERT INTO other VALUES (?)", [["x" * 3000]] * 500)
        if kind == "wal":
            connection.execute("COMMIT")
        shutil.copy(left, left + ".saved")
        connection.rollback()
        connection.close()
        os.unlink(self.database)
        os.rename(left + ".saved", left)
        self.assertGreater(os.path.getsize(left), 4096)
        self.forget()
        return left

    def test_a_journal_of_a_record_that_is_gone(self):
        """It is not written into the copy, but kept, and it is said where; and no other command begins a record beside it."""
        for kind in ("wal", "journal"):
            with self.subTest(kind):
                left = self.left_behind(kind)
                with open(left, "rb") as file:
                    content = file.read()
                said = self.refuses("add", "denosumab", "--first", "2026-12-01", status=1, says=f"regimen.db is missing, but {left} still exists")
                self.assertIn("NOT SAVED", said)
                self.assertEqual(os.listdir(os.path.dirname(left)), [os.path.basename(left)])
                self.refuses("--db", self.path("test.db"), "backup", self.database, status=1, says=f"is missing, but {left} still exists")
                kept = f"{self.database}.left-behind-2026-11-23T080000Z-{kind}"
                self.assertIn(f"A file that SQLite had left beside the missing database is kept: {kept}", self.flat("restore", self.copy))
                with open(kept, "rb") as file:
                    self.assertEqual(file.read(), content)
                self.assertEqual(len(self.json("list")["courses"]), 1)
                self.assertIn("is whole", self.call("check").stdout.decode())
                # as the message of the refusal says
                os.unlink(self.database)
                os.rename(kept, left)
                self.forget()
                subprocess.run(said[said.index("mv -n"):], shell=True, check=True)
                self.run_it("add", "denosumab", "--first", "2026-12-01")

    def test_a_record_of_0_bytes(self):
        self.assert_way_back(lambda path: os.truncate(path, 0), "an empty file, although there was a record")

    def test_an_empty_file_is_not_whole(self):
        """No command makes a record of it, or of a file of one byte, which SQLite takes for an empty one."""
        self.database = self.path("empty.db")
        for content in ("", "x"):
            with open(self.database, "w", encoding="utf-8") as file:
                file.write(content)
            for words in ((), ("list",), ("check",), ("history",), ("agenda",), ("export",), ("sheet", self.path("sheet.html")), ("add", "denosumab")):
                done = self.call(*words)
                self.assertEqual(done.returncode, 1, words)
                self.assertIn(b"is an empty file, so there is no record in it", done.stderr)
                self.assertEqual(os.path.getsize(self.database), len(content), words)
            for words in (("merge", self.database), ("restore", self.database)):
                done = self.call("--db", self.path("other.db"), *words)
                self.assertEqual(done.returncode, 1, words)
                self.assertIn(b"is empty, not a copy of a regimen database", done.stderr)
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
                self.refuses("restore", self.copy, status=1, says="is damaged or incomplete, so it was not restored")
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
        self.refuses("restore", self.path("none.db"), status=1, says="does not exist")
        self.refuses("restore", self.database, status=1, says="is the database itself")
        self.refuses("restore", "--dry-run", says="--dry-run needs the name of a copy")
        self.assertEqual({name for name in os.listdir(self.home) if not name.endswith(("-wal", "-shm"))},
                         {"copy.db", "empty.db", "letter.txt", "test.db"})


class Compare(Case):
    """What is only in the database or only in the copy is shown before one takes the place of the other."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.copy = self.path("copy.db")

    def lines(self, *words, **extra):
        return [line.strip() for line in self.run_it(*words, **extra, COLUMNS="100").splitlines()]

    def test_the_same(self):
        self.run_it("backup", self.copy)
        self.assertEqual(self.lines("restore", self.copy, "--dry-run"),
                         ["The copy and the database have the same changes.", f"Checked {self.copy}, which is whole. Nothing was changed."])

    def test_both_went_on(self):
        """As after a copy was used on another computer: each side with number, day and dose; and taking back is a change."""
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("backup", self.copy)
        other = self.path("there", "regimen.db")
        self.run_it("restore", self.copy, REGIMEN_DB=other)
        self.now = "2026-12-21T10:00:00+01:00"
        self.run_it("log", "zoledronic-acid")
        self.run_it("feel", "pain", "6")
        self.now = "2026-12-22T11:00:00+01:00"
        self.run_it("skip", "zoledronic-acid/2", "--reason", "fever", REGIMEN_DB=other)
        self.run_it("undo", REGIMEN_DB=other)
        theirs = self.path("theirs.db")
        self.run_it("backup", theirs, REGIMEN_DB=other)
        expected = ["The database has 2 changes that the copy lacks:",
                    "Mon 2026-12-21 10:00  log zoledronic-acid/2",
                    "Mon 2026-12-21 10:00  feel/1 (pain 6)",
                    "The copy has 2 changes that the database lacks:",
                    "Tue 2026-12-22 11:00  skip zoledronic-acid/2",
                    "Tue 2026-12-22 11:00  undo zoledronic-acid/2"]
        before = self.dump()
        self.assertEqual(self.lines("restore", theirs, "--dry-run"),
                         expected + [f"Checked {theirs}, which is whole. Nothing was changed."])
        self.assertEqual(self.dump(), before)
        self.assertEqual(glob.glob(self.database + ".*"), [])
        read = self.json("restore", "--dry-run", theirs)
        self.assertIsNone(read["restored"])
        self.assertEqual([change["change"] for change in read["only_in_copy"]["last"]], [3, 4])
        self.assertEqual(read["only_in_database"]["last"][0],
                         {"change": 3, "at": "2026-12-21T10:00:00+01:00", "command": "log", "about": ["zoledronic-acid/2"], "people": ["me"]})
        said = self.lines("restore", theirs)
        self.assertEqual(said[:6], expected)
        self.assertIn("The database that was there is kept:", " ".join(said))
        kept, = glob.glob(self.database + ".before-restore-*")
        self.assertEqual(self.lines("restore", kept, "--dry-run")[:6],
                         ["The database has 2 changes that the copy lacks:", *expected[4:],
                          "The copy has 2 changes that the database lacks:", *expected[1:3]])

    def test_only_the_last_ones_are_listed(self):
        self.run_it("backup", self.copy)
        for hour in range(10, 10 + 12):
            self.now = f"2026-11-23T{hour}:00:00+01:00"
            self.run_it("feel", "tired")
            self.run_it("undo")
        said = self.lines("restore", self.copy, "--dry-run")
        self.assertEqual(said[:2], ["The database has 24 changes that the copy lacks:", "4 earlier ones, and then:"])
        self.assertEqual(len(said), 2 + 20 + 1)
        self.assertTrue(said[-2].startswith("Mon 2026-11-23 21:00  undo"), said[-2])

    def test_another_record(self):
        """Nothing is shared; names of people are told if there are several."""
        other = self.path("other.db")
        self.run_it("patient", "add", "Anna", "--zone", "Europe/Berlin", REGIMEN_DB=other)
        self.run_it("ask", "What now?", REGIMEN_DB=other)
        said = self.lines("restore", other, "--dry-run")
        self.assertEqual(said[0], "The database has 1 change that the copy lacks:")
        self.assertTrue(any(line.endswith("ask question 1 (Anna)") for line in said), said)
        self.assertTrue(any(line.endswith("add zoledronic-acid (me)") for line in said), said)

    def test_a_database_that_cannot_be_read(self):
        self.run_it("backup", self.copy)
        with open(self.database, "r+b") as file:
            file.write(b"\xff" * 4096)
        said = " ".join(self.lines("restore", self.copy, "--dry-run"))
        self.assertIn("It is not known which changes are only in the database, because it cannot be read: ", said)
        self.assertIn("put it in place", self.flat("restore", self.copy))
        self.assertEqual(len(self.json("list")["courses"]), 1)

    def test_a_copy_of_an_older_version(self):
        scripts = os.path.join(os.path.dirname(__file__), "../store")
        with open(os.path.join(scripts, "version-7.sql"), encoding="utf-8") as file:
            connection = sqlite3.connect(self.copy)
            connection.executescript(file.read())
            connection.close()
        os.chmod(self.copy, 0o600)
        said = self.lines("restore", self.copy, "--dry-run")
        self.assertRegex(said[0], r"The (copy|database) has \d+ changes? that the (copy|database) lacks:")

    def test_the_calendars_of_an_older_version(self):
        """What the file has now is not known, as of a copy of this version: it is no change by another program."""
        scripts = os.path.join(os.path.dirname(__file__), "../store")
        with open(os.path.join(scripts, "version-13.sql"), encoding="utf-8") as file:
            connection = sqlite3.connect(self.copy)
            connection.executescript(file.read())
            connection.execute("UPDATE kept_files SET path = ?", (self.path("no folder/calendar.ics"),))
            self.assertEqual(connection.execute("SELECT count (*) FROM kept_files WHERE written IS NOT NULL").fetchone(), (1,))
            connection.commit()
            connection.close()
        os.chmod(self.copy, 0o600)
        self.assertEqual(self.call("restore", self.copy).returncode, 0)
        connection = sqlite3.connect(self.database)
        self.assertNotIn("38c76de8", str(connection.execute("SELECT written FROM kept_files").fetchall()))
        connection.close()

    def type(self, answer, *words):
        """What is said on a terminal on which @answer is typed."""
        master, slave = os.openpty()
        process = subprocess.Popen([REGIMEN, *words], env=self.environment(TERM="xterm", COLUMNS="100", NO_COLOR="1"), stdin=slave,
                                   stdout=slave, stderr=slave)
        os.close(slave)
        os.write(master, answer.encode())
        return self.read_terminal(process, master)

    def test_on_a_terminal_it_asks(self):
        self.run_it("backup", self.copy)
        self.run_it("log", "zoledronic-acid", "--anyway")
        after = self.dump()
        for answer in ("\n", "n\n", "\x04"):
            said = self.type(answer, "restore", self.copy)
            self.assertIn("log zoledronic-acid/1", said)
            self.assertIn("Replace the database with the copy? y: yes, Enter: no", said)
            self.assertIn("Nothing was changed.", said)
            self.assertEqual(self.dump(), after)
        self.assertIn("put it in place", self.type("y\n", "restore", self.copy))
        self.assertEqual(self.json("history")["administrations"], [])
        kept, = glob.glob(self.database + ".before-restore-*")
        # nothing would be lost
        self.assertNotIn("Enter: no", self.type("", "restore", kept))
        self.assertEqual(len(self.json("history")["administrations"]), 1)

    def test_on_a_terminal_it_asks_if_the_two_cannot_be_compared(self):
        """The database is of a newer version: it may have changes that the copy lacks."""
        self.run_it("backup", self.copy)
        connection = sqlite3.connect(self.database)
        version, = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.close()
        after = self.dump()
        for answer in ("\n", "\x04"):
            said = self.type(answer, "restore", self.copy)
            self.assertIn("It is not known which changes are only in the database", " ".join(said.split()))
            self.assertIn("Replace the database with the copy? y: yes, Enter: no", said)
            self.assertEqual(self.dump(), after)
        self.assertIn("put it in place", self.type("y\n", "restore", self.copy))

    def test_what_is_no_answer_is_asked_again(self):
        self.run_it("backup", self.copy)
        self.run_it("log", "zoledronic-acid", "--anyway")
        after = self.dump()
        for typed in ("yet another copy", "yes, but not now", "n" * 15 + "y", "you choose" + "y" * 90):
            said = " ".join(self.type(f"{typed}\n\n", "restore", self.copy).split())
            self.assertIn("is not an answer here; type y or n, or only Enter", said)
            self.assertIn("Nothing was changed.", said)
            self.assertEqual(self.dump(), after)
        self.assertIn("put it in place", self.type("yse\nYes\n", "restore", self.copy))

    def test_a_dose_that_is_logged_while_it_asks(self):
        """Nobody was shown that it would be replaced."""
        self.run_it("backup", self.copy)
        self.run_it("log", "zoledronic-acid", "--anyway")
        master, slave = os.openpty()
        process = subprocess.Popen([REGIMEN, "restore", self.copy], env=self.environment(TERM="xterm", COLUMNS="200", NO_COLOR="1"), stdin=slave,
                                   stdout=slave, stderr=slave)
        os.close(slave)
        said = b""
        while b"Enter: no" not in said:
            said += os.read(master, 65536)
        self.run_it("log", "zoledronic-acid", "--anyway")
        before = self.dump()
        os.write(master, b"y\n")
        while process.poll() is None or b"NOT SAVED" not in said:
            try:
                said += os.read(master, 65536)
            except OSError:
                break
        os.close(master)
        self.assertEqual(process.wait(), 1)
        self.assertIn(f"NOT SAVED: {self.database} was changed while you were looking at the copy, so nothing was replaced", " ".join(said.decode().split()))
        self.assertEqual(self.dump(), before)
        self.assertEqual(glob.glob(self.database + ".before-restore-*"), [])


class Listing(Case):
    """Without a file, the copies that there are."""

    def test_none(self):
        self.assertIn(f"There is no copy of {self.database} yet.", self.flat("restore"))
        self.assertEqual(self.json("restore"), {"format": 1, "database": self.database, "copies": []})
        self.assertFalse(os.path.exists(self.database))

    def test_a_folder_that_cannot_be_read(self):
        """Then it is not known that there is none; and no new record is begun in the place of one that may be there."""
        self.zoledronic_acid()
        self.run_it("backup")
        folder = os.path.join(self.state, "regimen", "backups")
        os.rename(folder, folder + "-elsewhere")
        os.symlink("backups", folder)  # leads to itself
        says = f"there may be more copies of {self.database}, but that could not be checked: "
        self.refuses("restore", status=1, says=says)
        self.refuses("restore", "--json", status=1, says=says)
        said = self.call("check")
        self.assertIn("NO backup it is not known whether there is a copy of the record: ", " ".join(said.stdout.decode().split()))
        os.unlink(self.database)
        for words in (("list",), ("add", "denosumab", "--first", "2026-12-01")):
            said = self.refuses(*words, status=1, says="is missing, and it is not known whether there is a copy of it: ")
            self.assertEqual("NOT SAVED" in said, words[0] == "add")
        self.assertFalse(os.path.exists(self.database))
        os.unlink(folder)
        self.forget()
        self.run_it("add", "denosumab", "--first", "2026-12-01")

    def test_some(self):
        self.zoledronic_acid()
        for day in ("23", "24", "26"):
            self.now = f"2026-11-{day}T09:00:00+01:00"
            self.run_it("feel", "tired")
            self.run_it("backup")
        first = self.json("restore")["copies"][-1]["path"]
        self.run_it("restore", first)
        read = self.json("restore")
        beside, = (copy for copy in read["copies"] if ".before-restore-" in copy["path"])
        self.assertEqual((beside["changes"], beside["changed_at"]), (4, "2026-11-26T09:00:00+01:00"))
        dated = [copy for copy in read["copies"] if copy is not beside]
        self.assertEqual([(copy["made_at"], copy["changes"], copy["readable"]) for copy in dated],
                         [("2026-11-26T09:00:00+01:00", 4, True), ("2026-11-24T09:00:00+01:00", 3, True), ("2026-11-23T09:00:00+01:00", 2, True)])
        self.assertEqual([copy["size"] for copy in dated], [os.path.getsize(copy["path"]) for copy in dated])
        with open(dated[0]["path"], "r+b") as file:
            file.write(b"no database")
        said = self.run_it("restore", COLUMNS="100")
        self.assertIn("Thu 2026-11-26 09:00: cannot be read (", said)
        self.assertIn("Tue 2026-11-24 09:00: 3 changes (", said)
        command = re.search(r"^  regimen (restore \S+-24T080000Z\.db)$", said, re.MULTILINE).group(1)
        self.run_it(*command.split())
        self.assertEqual(self.run_it("feel").count("tired"), 2)
        self.assertIn("regimen --db " + self.database + " restore ", self.run_it("--db", self.database, "restore"))


class FromJson(Case):
    """A record that was written as JSON, and comes back."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("log", "zoledronic-acid", "--anyway", "--note", "=1+1 \"schräg\" \\ 😀")
        self.run_it("amend", "zoledronic-acid/1", "--amount", "3.3 mg", "--anyway")
        self.run_it("undo")
        self.run_it("contact", "add", "Ward 3", "--phone", "555", "--for", "urgent")
        self.run_it("feel", "pain", "6", "--site", "lower back")
        self.file = self.path("record.json")
        self.run_it("export", "--format", "json", self.file)
        with open(self.file, "rb") as file:
            self.text = file.read()

    def restored(self, name="other"):
        """The path of another database with the record of self.file."""
        database = self.path(name, "regimen.db")
        self.run_it("restore", "--from-json", self.file, REGIMEN_DB=database)
        return database

    def test_the_same_record_comes_back(self):
        schema.check_record(self.text)
        database = self.restored()
        self.assertEqual(os.stat(database).st_mode & 0o777, 0o600)
        self.assertEqual(os.listdir(os.path.dirname(database)), ["regimen.db"])
        self.assertEqual(self.run_it("export", "--format", "json", REGIMEN_DB=database).encode(), self.text)
        for line in (["list"], ["history", "--all"], ["contact"], ["feel"], ["show", "zoledronic-acid"]):
            self.assertEqual(self.json(*line, REGIMEN_DB=database), self.json(*line), line)
        self.assertIn("is whole", self.call("check", REGIMEN_DB=database).stdout.decode())
        # It goes on from there: a correction that was taken back can still be brought back.
        self.run_it("log", "zoledronic-acid", "--anyway", REGIMEN_DB=database)
        self.run_it("undo", REGIMEN_DB=database)

    def test_what_was_there_is_kept_beside(self):
        self.run_it("log", "zoledronic-acid", "--anyway")
        said = self.json("restore", "--from-json", self.file)
        kept, = glob.glob(self.database + ".before-restore-*")
        only = said.pop("only_in_database")
        self.assertEqual((only["count"], [(change["command"], change["about"]) for change in only["last"]]),
                         (1, [("log", ["zoledronic-acid/2"])]))
        self.assertEqual(said, {"format": 1, "restored": self.file, "database": self.database, "kept": kept, "only_in_copy": NONE,
                                "not_compared": None})
        self.assertEqual(self.run_it("export", "--format", "json").encode(), self.text)
        self.assertEqual(len(self.json("history", REGIMEN_DB=kept)["administrations"]), 2)

    def test_a_calendar_that_is_kept_has_to_be_kept_again(self):
        calendar = self.path("kept.ics")
        self.run_it("export", "--keep", calendar)
        self.assertNotIn("kept.ics", self.run_it("export", "--format", "json"))
        done = self.call("restore", "--from-json", self.file)
        self.assertEqual(done.returncode, 0)
        self.assertIn("calendars that were kept or published are not in " + self.file, done.stderr.decode())
        self.assertEqual(self.call("restore", "--from-json", self.file).stderr, b"")

    def refused(self, text, says):
        """One line, nothing written, nothing left beside the database."""
        with open(self.file, "wb") as file:
            file.write(text)
        before = set(os.listdir(self.home))
        line = self.refuses("restore", "--from-json", self.file, status=1, says=says)
        self.assertTrue(line.startswith(f"regimen: {self.file}"), line)
        self.assertEqual({name for name in os.listdir(self.home) if not name.endswith(("-wal", "-shm"))} - before, set())
        return line

    def changed(self, old, new):
        self.assertEqual(self.text.count(old), 1, old)
        return self.text.replace(old, new)

    def test_what_it_does_not_accept(self):
        text, lines = self.text, self.text.splitlines(keepends=True)
        first = next(i for i, line in enumerate(lines) if line.startswith(b'"administrations"')) + 1
        row, where = lines[first], f"line {first + 1}"

        def with_row(*rows):
            return b"".join(lines[:first] + list(rows) + lines[first + 1:])

        cases = [
            (b"", "line 1: the file ends here, before the record is complete"),
            (b"Dear doctor\n", "line 1: this is not the beginning of a file"),
            (b"{}\n", "line 1: this is not the beginning of a file"),
            (text.replace(b"\n", b" "), "line 1: the file ends here, before the record is complete"),
            (text.replace(b'"format": 1', b'"format": 2'), "format 2; this program knows format 1"),
            (text.replace(b'"format": 1', b'"format": -1'), "format -1"),
            (text.replace(b'"tables": ', b'"tables": 99'), "was written by a newer regimen"),
            (text.replace(b'"tables": ', b'"tables": -'), "line 1: this is not the beginning of a file"),
            (text[:-2], "before the record is complete"),
            (text + b"{", "expected the end of the file after this line"),
            (text.replace(b'"patients": [', b'"people": ['), 'expected "patients": [, and nothing else on the line'),
            (b"".join(lines[:1] + lines[first - 1:]), 'line 2: expected "changes": ['),
            (self.changed(b'"amount": "4 mg", "place": null, "site": null, "anyway": null, "started"',
                          b'"amount": "40 mg", "place": null, "site": null, "anyway": null, "started"'),
             "is damaged or incomplete, so it was not restored: the course zoledronic-acid, entered on 2026-11-23, is not as it was entered"),
            (with_row(row, row), "this row cannot be added to administrations: UNIQUE constraint failed: administrations.id"),
            (with_row(row.replace(b"},\n", b"}\n")), "expected ],, because no comma ends the row before"),
            (text.replace(b"\n],", b",\n],", 1), "expected a row after the comma"),
            (with_row(row.replace(b'"dose": 1', b'"dose": "1"')), where + ': "dose" of administrations is not a whole number'),
            (with_row(row.replace(b'"dose": 1', b'"dose": 1.5')), where + ": column"),
            (with_row(row.replace(b'"dose": 1', b'"dose": 0')), where + ": this row cannot be added to administrations: CHECK"),
            (with_row(row.replace(b'"dose": 1', b'"dose": null')), where + ": this row cannot be added to administrations: NOT NULL"),
            (with_row(row.replace(b'"dose": 1', b'"dose": true')), where + ": column"),
            (with_row(row.replace(b'"dose": 1', b'"dose": ' + b"[" * 100000)), where + ": column"),
            (with_row(row.replace(b'"dose": 1', b'"dose": ' + b'{"a":' * 100000)), where + ": column"),
            (with_row(row.replace(b'"outcome": "given"', b'"outcome": 7')), '"outcome" of administrations is not a text'),
            (with_row(row.replace(b'"outcome": "given"', b'"outcome": "forgotten"')), where + ": this row cannot be added"),
            (with_row(row.replace(b'"at": "', b'"at": "yesterday ')), '"at" of administrations is not a moment such as'),
            (with_row(row.replace(b'"hash": "', b'"hash": "0')), "is not a text of 64 hexadecimal digits"),
            (with_row(row.replace(b'"dose"', b'"doses"')), where + ': the table administrations has no column "doses"'),
            (with_row(row.replace(b'"dose": 1, ', b"")), where + ': "dose" is missing'),
            (with_row(row.replace(b'"dose": 1', b'"dose": 1, "dose": 1')), where + ': "dose" occurs twice in this row'),
            (with_row(row.replace(b"given", b"gi\xffen")), "expected UTF-8"),
            (with_row(row.replace(b"given", b"gi\x00en")), where + ": the line has a zero byte"),
            (with_row(row.replace(b"given", b"gi\x1ben")), where + ": column"),
            (with_row(row.replace(b"given", b"x" * (100 * MIB))), where + ": the line is longer than any row of a record"),
            (with_row(b""), "row"),
            # numbers for which there is not enough memory
            *((text.replace(b'{"id": 2, "at"', b'{"id": ' + number + b', "at"', 1), "is damaged or incomplete, so it was not restored")
              for number in (b"4000000000000", b"9223372036854775807", b"-4000000000000")),
            # what has no hash of its own
            (self.changed(b'"settled": 1,', b'"settled": 0,'), "its lines were altered after it was written (their SHA-256 is different)"),
            (text.replace(b'"active": 1', b'"active": 0'), "what was worked out from the record is wrong for course zoledronic-acid"),
            (self.changed(b'"sha256": "', b'"sha256": "0'), "its lines were altered after it was written"),
            (self.changed(b'"sha256"', b'"sha-256"'), "its lines were altered after it was written"),
        ]
        for number, (wrong, says) in enumerate(cases):
            with self.subTest(number=number, says=says):
                self.assertNotEqual(wrong, text)
                self.refused(wrong, says)
        os.unlink(self.file)
        self.refuses("restore", "--from-json", self.file, status=1, says="does not exist")
        self.refuses("restore", "--from-json", self.home, status=1, says="is not an ordinary file")
        os.mkfifo(self.path("pipe"))
        self.refuses("restore", "--from-json", self.path("pipe"), status=1, says="is not an ordinary file")
        self.refuses("restore", "--from-json", self.database, status=1, says="is the database itself")
        self.refuses("restore", "--from-json", self.file, self.file, says="give only one file")
        self.refuses("restore", "--dry-run", says="--dry-run needs the name of a copy")

    def test_cut_short_anywhere(self):
        dice = random.Random(18)
        for _ in range(30):
            length = dice.randrange(len(self.text) - 1)
            with self.subTest(length=length):
                self.refused(self.text[:length], ", line ")

    def test_one_byte_changed_anywhere(self):
        """It is refused, or the record is the same: a blank that became a tab, an "A" in a hash."""
        dice = random.Random(18)
        for _ in range(60):
            at = dice.randrange(len(self.text))
            wrong = bytearray(self.text)
            wrong[at] ^= 1 << dice.randrange(8)
            with open(self.file, "wb") as file:
                file.write(wrong)
            with self.subTest(at=at, byte=wrong[at]):
                database = self.path(f"new-{at}", "regimen.db")
                done = self.call("restore", "--from-json", self.file, REGIMEN_DB=database)
                if done.returncode == 0:
                    self.assertEqual(self.run_it("export", "--format", "json", REGIMEN_DB=database).encode(), self.text)
                else:
                    self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")
                    self.assertEqual(os.listdir(os.path.dirname(database)), [])

    def test_with_the_line_breaks_of_another_system(self):
        with open(self.file, "wb") as file:
            file.write(self.text.replace(b"\n", b"\r\n"))
        self.assertEqual(self.run_it("export", "--format", "json", REGIMEN_DB=self.restored()).encode(), self.text)

    def test_memory_does_not_grow_with_the_file(self):
        """Whatever a file holds, one line of it is in memory."""
        with open(self.file, "wb") as file:
            file.truncate(2000 * MIB)
        done = subprocess.run([REGIMEN, "restore", "--from-json", self.file], env=self.environment(), capture_output=True,
                              check=False, preexec_fn=lambda: self.limit("ASAN_OPTIONS" in os.environ))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"line 1: the line has a zero byte", done.stderr)

    @staticmethod
    def limit(sanitized):
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (400 * MIB, 400 * MIB))


class FromOldJson(Case):
    """A record that a program wrote when the tables had version 12, and what one of version 11 would have written."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(os.path.dirname(__file__), "../store/version-12.json"), encoding="utf-8") as file:
            self.text = file.read()
        self.file = self.path("record.json")

    def check(self, text):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text)
        self.run_it("restore", "--from-json", self.file)
        self.assertEqual([(course["handle"], course["state"]) for course in self.json("list")["courses"]],
                         [("denosumab", "active"), ("radiation", "stopped")])
        rows = self.json("history", "--all")["administrations"]
        self.assertEqual([(row["note"], row["replaced_by"]) for row in rows], [("first", 2), ("second", None)])
        dose = self.json("agenda", "--days", "60")["doses"][0]
        self.assertEqual((dose["course"], dose["dose"], dose["appointment"], dose["place"]),
                         ("denosumab", 2, "2026-12-21T10:00:00+01:00", "room 4"))
        self.assertIn("is whole", self.call("check").stdout.decode())
        read = schema.check_record(self.run_it("export", "--format", "json"))
        old = schema.read_record(text)
        for table, rows in old.items():
            if isinstance(rows, list):
                self.assertEqual([row["id"] for row in read[table] if "id" in row], [row["id"] for row in rows if "id" in row])
        self.run_it("log", "denosumab", "--at", "2026-11-23 08:30", "--anyway")

    def test_version_12(self):
        self.check(self.text)

    def test_version_11(self):
        """It had no table for what is felt, measured, asked and needed."""
        text = self.text.replace('"tables": 12', '"tables": 11')
        for table in ("observations", "contacts", "questions", "needs"):
            self.assertIn(f'"{table}": [\n],\n', text)
            text = text.replace(f'"{table}": [\n],\n', "")
        self.check(text)
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text.replace('"note": "second"', '"note": "third"'))
        self.refuses("restore", "--from-json", self.file, status=1, says="denosumab/1 of 2026-11-23 is not as it was entered")


if __name__ == "__main__":
    unittest.main()
