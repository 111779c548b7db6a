#!/usr/bin/python3
import contextlib
import datetime
import os
import random
import resource
import shutil
import sqlite3
import stat
import subprocess
import time
import unittest

from regimen import REGIMEN, Case

FIRST = datetime.datetime(2026, 11, 23, 9, 0, 0)


class Backup(Case):
    def test_a_copy_that_can_be_used(self):
        self.zoledronic_acid()
        copy = self.path("copy.db")
        self.assertIn(copy, self.run_it("backup", copy))
        self.assertEqual(stat.S_IMODE(os.stat(copy).st_mode), 0o600)
        self.assertEqual(self.run_it("--db", copy, "list"), self.run_it("list"))

    def test_json(self):
        self.zoledronic_acid()
        self.assertEqual(self.json("backup", self.path("copy.db"))["backup"], self.path("copy.db"))

    def test_what_it_does_not_accept(self):
        self.refuses("backup", self.path("copy.db"), status=1, says=self.database)
        self.zoledronic_acid()
        taken = self.path("taken")
        with open(taken, "w", encoding="utf-8") as file:
            file.write("mine")
        self.refuses("backup", taken, status=1, says="taken")
        with open(taken, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.refuses("backup", self.path("no/such/folder/copy.db"), status=1)
        for words in (["--keep", "3", self.path("new.db")], ["--daily", self.path("new.db")], ["--keep", "3", taken]):
            self.refuses("backup", *words, says="is not a folder")
        self.refuses("backup", "--keep", "0", says="--keep")
        for words in ([], [self.home], ["--keep", "3", self.path("new.db")]):
            self.refuses("backup", "--salvage", *words, says="")


class Dated(Case):
    """Copies in a folder, with their date in the name."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.folder = os.path.join(self.state, "regimen", "backups")

    def names(self, folder=None):
        """The newest first, without what is the same in all names."""
        names = os.listdir(folder or self.folder) if os.path.isdir(folder or self.folder) else []
        return sorted((name[len("test-") + 17:] for name in names), reverse=True)

    def on_day(self, day, hour=9):
        self.now = (FIRST.replace(hour=hour) + datetime.timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%S+01:00")

    def change(self):
        self.run_it("feel", "tired")

    def assert_whole(self, folder=None):
        """Every copy can be used, and there is nothing else."""
        for name in os.listdir(folder or self.folder):
            self.assertTrue(name.endswith(".db"), name)
            scratch = self.path("scratch", "record.db")
            os.mkdir(self.path("scratch"))
            shutil.copyfile(os.path.join(folder or self.folder, name), scratch)
            os.chmod(scratch, 0o600)
            said = self.call("check", REGIMEN_DB=scratch, XDG_STATE_HOME=self.path("scratch")).stdout.decode()
            self.assertIn("record.db is whole", " ".join(said.split()))
            shutil.rmtree(self.path("scratch"))

    def test_without_a_name(self):
        said = self.flat("backup")
        self.assertRegex(said, r"\AWrote a copy and verified it: .*/regimen/backups/test-[0-9a-f]{16}\.2026-11-23T080000Z\.db\Z")
        copy = said.split(": ")[1]
        self.assertEqual(self.run_it("--db", copy, "list"), self.run_it("list"))
        self.assertRegex(self.json("backup")["backup"], r"T080000Z-2\.db\Z")
        self.assertEqual(self.names(), ["2026-11-23T080000Z-2.db"])  # the last one of the day

    def test_nobody_else_can_read_them(self):
        subprocess.run(["sh", "-c", 'umask 000; exec "$0" backup', REGIMEN], env=self.environment(), check=True, capture_output=True)
        for folder in (os.path.join(self.state, "regimen"), self.folder):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
        name, = os.listdir(self.folder)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder, name)).st_mode), 0o600)

    def test_forty_days(self):
        """7 days and 4 weeks, as tests/tables/backup-plan.tsv has them; and a day on which nothing changed has none."""
        for day in range(-40, 1):
            self.on_day(day)
            self.change()
            made = self.json("backup", "--daily")
            self.assertIs(made["made"], True)
            self.assertIs(self.json("backup", "--daily")["made"], False)
        self.assertEqual(self.names(), [f"2026-11-{day:02}T080000Z.db" for day in (23, 22, 21, 20, 19, 18, 17, 16, 15, 8, 1)])
        self.assertIn("There is a copy from today already: ", self.flat("backup", "--daily"))
        for day in range(1, 30):
            self.on_day(day)
            said = self.json("backup", "--daily")
            self.assertIs(said["made"], False)
            self.assertTrue(said["backup"].endswith("2026-11-23T080000Z.db"))
            self.assertIn("Nothing has changed since the last copy, which is whole: ", self.flat("backup", "--daily"))
        self.assertEqual(len(self.names()), 11)
        self.assert_whole()

    def test_one_that_is_not_whole_does_not_count(self):
        copy = self.json("backup", "--daily")["backup"]
        with open(copy, "r+b") as file:
            file.truncate(20000)
        self.on_day(1)
        self.assertIs(self.json("backup", "--daily")["made"], True)

    def test_there_is_no_record(self):
        for words in ([], ["--daily"], ["--keep", "3"]):
            self.refuses("backup", *words, status=1, says="nothing to copy", REGIMEN_DB=self.path("none.db"))
        self.assertEqual(self.names(), [])

    def test_keep(self):
        for day in range(6):
            self.on_day(day)
            self.change()
            self.run_it("backup")
        self.on_day(6)
        self.assertIn("Removed 4 older copies.", self.flat("backup", "--keep", "3"))
        self.assertEqual(self.names(), ["2026-11-29T080000Z.db", "2026-11-28T080000Z.db", "2026-11-27T080000Z.db"])
        self.assertIn("Removed 1 older copy.", self.flat("backup", "--keep", "3"))
        self.assert_whole()

    def test_a_folder(self):
        """Older copies stay unless --keep says otherwise; what this program did not write of this record stays in any case."""
        stick = self.path("stick")
        os.mkdir(stick)
        for day in range(20):
            self.on_day(day)
            self.run_it("backup", stick)
        self.assertEqual(len(self.names(stick)), 20)
        other = self.path("other", "test.db")
        self.run_it("add", "denosumab", "--first", "2027-01-01", REGIMEN_DB=other)
        self.run_it("backup", stick, REGIMEN_DB=other)
        ours = os.path.basename(self.json("backup", stick)["backup"])
        beginning = ours[:len("test-") + 17]
        mine = ["letter.db", "test.db", beginning + "2026-01-01T080000Z", beginning + "2026-13-01T080000Z.db",
                beginning + "2026-01-01T080000Z.db.old", beginning + "2026-01-01T080000Z-1.db", "x" + ours, beginning + "2026-01-02T080000Z.db"]
        for name in mine:
            with open(os.path.join(stick, name), "w", encoding="utf-8") as file:
                file.write("mine")
        os.mkdir(os.path.join(stick, beginning + "2026-01-03T080000Z.db"))
        os.symlink(self.database, os.path.join(stick, beginning + "2026-01-04T080000Z.db"))
        before = set(os.listdir(stick))
        self.on_day(30)
        said = self.json("backup", "--keep", "2", stick)
        self.assertEqual(len(said["removed"]), 20)
        self.assertEqual([os.path.basename(path) for path in said["spared"]], [beginning + "2026-01-02T080000Z.db"])
        self.assertEqual(set(os.listdir(stick)) - before, {os.path.basename(said["backup"])})
        self.assertEqual(before - set(os.listdir(stick)), {os.path.basename(path) for path in said["removed"]})
        self.assertTrue(os.path.exists(self.database))
        self.assertFalse(os.path.exists(self.folder))

    def test_what_the_record_has_lost_stays(self):
        """An older copy was put in its place: the copies of what came after it are not pushed out."""
        self.run_it("backup", self.path("older.db"))
        for day in range(1, 4):
            self.on_day(day)
            self.change()
            self.run_it("backup")
        lost = set(os.listdir(self.folder))
        self.run_it("restore", self.path("older.db"))
        for day in range(4, 20):
            self.on_day(day)
            self.change()
            self.run_it("backup")
        self.on_day(20)
        self.assertIn("3 older copies stay, because they cannot be read, or because they have changes that the database does not have.",
                      self.flat("backup", "--keep", "1"))
        self.assertEqual(len(os.listdir(self.folder)), 4)
        self.assertLess(lost, set(os.listdir(self.folder)))

    def test_the_clock_ran_ahead(self):
        for day in (400, 401):
            self.on_day(day)
            self.change()
            self.run_it("backup", "--daily")
        for day in range(12):
            self.on_day(day)
            self.change()
            self.assertIs(self.json("backup", "--daily")["made"], True)
        self.assertEqual(len(self.names()), 2 + 8)
        self.assertEqual(self.names()[2], "2026-12-04T080000Z.db")

    # ---- what fails costs no copy ----

    def four(self):
        for day in range(4):
            self.on_day(day)
            self.change()
            self.run_it("backup")
        self.on_day(5)
        self.change()
        return self.names()

    def test_a_damaged_record_is_not_copied(self):
        before = self.four()
        with open(self.database, "r+b") as file:
            content = file.read()
            at = content.index(b"4 mg")
            file.seek(at)
            file.write(b"9 mg")
        for words in (["--keep", "1"], ["--daily"], []):
            self.refuses("backup", *words, status=1, says="because the record is damaged")
        self.assertEqual(self.names(), before)
        self.assert_whole()

    def test_what_cannot_be_put_back_is_not_called_a_copy(self):
        """A copy that is called verified can be put back; of a record that "restore" would refuse none is made, and that is said."""
        self.four()
        whole, copy = self.path("whole.db"), self.path("copy.db")
        self.run_it("backup", whole)
        before = self.names()
        for sql in ("DROP TRIGGER chain_update; UPDATE chain SET hash = zeroblob (32) WHERE change_id = 2;",
                    "DROP TRIGGER chain_delete; DELETE FROM chain WHERE change_id = 1;",
                    "UPDATE course_heads SET settled = 7;",
                    "DROP TRIGGER courses_update;",
                    "CREATE TABLE another (one);"):
            with self.subTest(sql=sql):
                for suffix in ("", "-wal", "-shm"):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(self.database + suffix)
                shutil.copy(whole, self.database)
                with contextlib.closing(sqlite3.connect(self.database)) as db:
                    triggers = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
                    db.executescript(sql)
                    if sql.count(";") > 1:
                        db.execute(triggers[sql.split(";")[0].split()[-1]])
                shutil.copy(self.database, copy)
                self.refuses("restore", copy, status=1, says="is damaged or incomplete, so it was not restored")
                os.unlink(copy)
                for words in ((copy,), ("--daily",), ()):
                    self.refuses("backup", *words, status=1, says="because the record is damaged")
                self.assertFalse(os.path.exists(copy))
                self.assertEqual(self.names(), before)
                # there is a way out
                self.run_it("restore", whole)
                self.run_it("backup", copy)
                self.run_it("restore", copy)
                os.unlink(copy)

    def test_a_full_disk(self):
        before = self.four()
        done = subprocess.run([REGIMEN, "backup", "--keep", "1"], env=self.environment(), capture_output=True, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000)))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")
        self.assertEqual(self.names(), before)
        self.assert_whole()

    def test_a_folder_that_cannot_be_written(self):
        os.makedirs(os.path.join(self.state, "regimen"), exist_ok=True)
        with open(self.folder, "w", encoding="utf-8") as file:
            file.write("no folder")
        self.refuses("backup", status=1, says="backups")
        self.assertEqual(self.call("list").returncode, 0)

    def test_killed(self):
        """At any moment: what is there is whole, at least as many as are to be kept, and the next run clears what is half done."""
        self.four()
        dice = random.Random(18)
        begin = time.monotonic()
        self.run_it("backup", "--keep", "3")
        longest = (time.monotonic() - begin) * 1.2
        killed = 0
        for day in range(6, 46):
            self.on_day(day)
            self.change()
            process = subprocess.Popen([REGIMEN, "backup", "--keep", "3"], env=self.environment(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, longest))
            process.kill()
            killed += process.wait() != 0
            self.assertGreaterEqual(len([name for name in self.names() if name.endswith("Z.db")]), 3)
        self.assertGreater(killed, 0)
        self.on_day(50)
        self.run_it("backup", "--keep", "3")
        self.assertEqual(len(self.names()), 3)
        self.assert_whole()


if __name__ == "__main__":
    unittest.main()
