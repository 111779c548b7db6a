#!/usr/bin/python3
"""What every command does with a database that cannot be used: one line, the status, and nothing changed."""
import os
import shutil
import sqlite3
import subprocess
import unittest

from regimen import REGIMEN, Case

#: One call of every command that opens the record.
READS = [["agenda"], ["list"], ["show", "zoledronic-acid"], ["history"], ["notify", "--dry-run"], ["patient", "list"], ["export"],
         ["check"], []]
WRITES = [["add", "ct", "--on", "2026-12-01"], ["log", "zoledronic-acid", "--anyway"], ["skip", "zoledronic-acid", "--reason", "x"],
          ["book", "zoledronic-acid", "2026-12-01 10:00"], ["patient", "add", "Anna"], ["patient", "set", "me", "--name", "Anna"]]


class Errors(Case):
    def assert_fails(self, words, status=1, says="", **options):
        done = self.call(*words, **options)
        self.assertEqual(done.returncode, status, (words, done))
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z", words)
        self.assertIn(says, done.stderr.decode(), words)

    def test_not_a_database(self):
        contents = b"a letter, not a database\n" * 100
        with open(self.database, "wb") as file:
            file.write(contents)
        for words in READS + WRITES:
            self.assert_fails(words, says="not a regimen database")
        with open(self.database, "rb") as file:
            self.assertEqual(file.read(), contents)

    def test_the_database_of_another_program(self):
        connection = sqlite3.connect(self.database)
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()
        connection.close()
        before = self.dump()
        for words in READS + WRITES:
            self.assert_fails(words, says="not a regimen database")
        self.assertEqual(self.dump(), before)

    def test_a_newer_database(self):
        self.zoledronic_acid()
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA user_version = 9999")
        connection.close()
        before = self.dump()
        for words in READS + WRITES:
            self.assert_fails(words, says="newer")
        self.assertEqual(self.dump(), before)

    def test_a_folder(self):
        os.mkdir(self.database)
        for words in READS + WRITES:
            self.assert_fails(words)

    def as_somebody_else(self, *words):
        """Root may write what is read-only: as nobody, then."""
        command = [REGIMEN, *words]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        return subprocess.run(command, env=self.environment(), capture_output=True)

    def test_a_read_only_file(self):
        self.zoledronic_acid()
        before = self.dump()
        os.chmod(self.home, 0o555)
        os.chmod(self.database, 0o444)
        self.addCleanup(os.chmod, self.home, 0o700)
        if self.as_somebody_else("--version").returncode != 0:
            self.skipTest("the program cannot be run as another user here")
        for words in WRITES:
            done = self.as_somebody_else(*words)
            self.assertEqual((done.returncode, done.stdout), (1, b""), (words, done))
            self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z", words)
        os.chmod(self.home, 0o755)
        self.assertEqual(self.dump(), before)

    def small_disk(self):
        disk = self.path("disk")
        os.mkdir(disk)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", disk],
                                               capture_output=True).returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.database = os.path.join(disk, "test.db")
        return disk

    def test_reading_on_a_full_disk(self):
        """There is not even room for what SQLite keeps beside the record; also with changes in its -wal file."""
        disk = self.small_disk()
        self.zoledronic_acid()
        for open_one in (False, True):
            with self.subTest(open_one=open_one):
                if open_one:  # as a killed program leaves it: with changes in the -wal file, and without a -shm file
                    other = sqlite3.connect(self.database)
                    other.execute("SELECT count (*) FROM changes").fetchone()
                    self.run_it("contact", "add", "Ward", "--phone", "555-0100")
                    for name in ("", "-wal"):
                        if os.path.exists(self.database + name):
                            shutil.copy(self.database + name, self.path("left" + name))
                    other.close()
                    for name in ("", "-wal"):
                        if os.path.exists(self.path("left" + name)):
                            shutil.copy(self.path("left" + name), self.database + name)
                reads = [["list"], ["history"], ["show", "zoledronic-acid"], ["agenda"], ["export"], ["contact"], ["feel"],
                         ["backup", self.path(f"copy-{open_one}.db")], []]
                before = [self.run_it(*words) for words in reads if words[:1] != ["backup"]]
                self.fill(os.path.join(disk, "filler"))
                self.assertEqual([self.run_it(*words) for words in reads if words[:1] != ["backup"]], before)
                self.run_it(*reads[-2])
                self.assertRegex(self.call("check").stdout.decode(), r"(?m)^ok   record")
                done = self.call("log", "zoledronic-acid", "--anyway")
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr.decode(), r"\Aregimen: NOT SAVED: [^\n]*the disk is full; make room on it, and try again\n\Z")
                os.remove(os.path.join(disk, "filler"))

    def test_a_full_disk(self):
        disk = self.path("disk")
        os.mkdir(disk)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", disk],
                                               capture_output=True).returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.database = os.path.join(disk, "test.db")
        self.zoledronic_acid()
        before = self.json("history")["administrations"], self.json("list")["courses"]
        self.fill(os.path.join(disk, "filler"))
        done = self.call("log", "zoledronic-acid", "--anyway", "--note", "n" * 500)
        self.assertEqual((done.returncode, done.stdout), (1, b""), done)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: NOT SAVED[^\n]+\n\Z")
        os.remove(os.path.join(disk, "filler"))
        self.assertEqual((self.json("history")["administrations"], self.json("list")["courses"]), before)

    def fill(self, path):
        filler = os.open(path, os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(filler, b"x" * 4096):
                pass
        except OSError:
            os.close(filler)

    def test_output_that_is_lost(self):
        self.zoledronic_acid()
        with open("/dev/full", "wb") as full:
            done = subprocess.run([REGIMEN, "agenda"], env=self.environment(), stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")

    def test_the_clock_of_a_test_that_is_malformed(self):
        for name, value in (("REGIMEN_NOW", "yesterday"), ("REGIMEN_NOW", "2026-11-23T09:00:00"), ("REGIMEN_ZONE", "Mars")):
            self.refuses("list", says=value, **{name: value})


if __name__ == "__main__":
    unittest.main()
