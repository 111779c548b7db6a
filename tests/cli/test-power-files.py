#!/usr/bin/python3
"""The power goes while a program writes a file that it replaces, a copy, or the record itself: the file is the old or the new one, and
whole, and there is never no record. Once the program has ended, it is the new one.

    test-power-files.py LOG WORKER ACCOUNT [--images N]     LOG: power-log.c as a library to be preloaded; ACCOUNT: save-account.c
                                                            N: images after each call, of every moment; else of some moments
"""
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import power
from regimen import REGIMEN
from writing import Written, ZOL

LOG, WORKER, ACCOUNT = (os.path.abspath(word) for word in sys.argv[1:4])
IMAGES = int(sys.argv[sys.argv.index("--images") + 1]) if "--images" in sys.argv else 0
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
#: In a short run: moments, and images of each.
MOMENTS, OF_EACH = 8, 3
DUMPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../store")


class PowerFiles(Written):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        # one folder for the home and for what is known of the record
        self.root = tempfile.mkdtemp(prefix="regimen-power-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.addCleanup(shutil.rmtree, self.root)
        for own in ("home", "state"):
            shutil.copytree(getattr(self, own), os.path.join(self.root, own))
            setattr(self, own, os.path.join(self.root, own))
        self.database = self.path("test.db")
        self.images = 0

    def play(self, program, *words, ignores=()):
        """Plays the command. Returns: what was done to the files, and the disk before."""
        log = self.root + "-log"
        disk = power.Disk(self.root, ignores)
        done = subprocess.run([program, *words], env=self.environment(LD_PRELOAD=LOG, POWER_ROOT=self.root, POWER_LOG=log),
                              cwd=self.home, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0, done)
        calls = power.read_log(log)
        os.unlink(log)
        return disk, calls

    def look(self, check, program, *words, ignores=()):
        """Plays the command and has @check look at the images: it gets whether the command has ended, and returns what is wrong.
        Returns: all that was found wrong."""
        disk, calls = self.play(program, *words, ignores=ignores)
        self.assertGreater(len(calls), 2)
        moments, of_each = range(len(calls) + 1), IMAGES
        if IMAGES == 0:
            moments, of_each = {*self.random.sample(moments, min(MOMENTS, len(calls))), len(calls)}, OF_EACH
        wrong = []
        for number in range(len(calls) + 1):
            for _ in range(of_each if number in moments else 0):
                disk.image(self.random)
                self.images += 1
                fault = check(number == len(calls))
                if fault:
                    last = calls[number - 1] if number > 0 else None
                    wrong.append(f"after {number} of {len(calls)} ({last and last.what} {last and last.start}): {fault}")
            if number < len(calls):
                disk.play(calls[number])
        return wrong

    def assert_well(self, wrong):
        print(f"{self.id()}: seed {SEED}, {self.images} images", file=sys.stderr)
        self.assertEqual(wrong, [], f"seed {SEED}")

    # ---- files that are replaced ----

    def content(self, *names):
        """Of a file, or of all files in a folder; None: there is none."""
        path = self.path(*names)
        if os.path.isdir(path):
            return {name: self.content(*names, name) for name in os.listdir(path)}
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            return file.read()

    def look_at_file(self, name, program, *words, ignores=()):
        """The file @name, beside a record that is whole. Returns what is wrong."""
        kept = os.path.join(self.root + "-kept")
        shutil.copytree(self.root, kept)
        self.addCleanup(shutil.rmtree, kept)
        before = self.content(name)
        subprocess.run([program, *words], env=self.environment(), cwd=self.home, capture_output=True, check=True)
        after = self.content(name)
        self.assertNotEqual(before, after)
        power.empty(self.root)
        shutil.copytree(kept, self.root, dirs_exist_ok=True)

        def check(ended):
            found = self.content(name)
            if found != after and (ended or found != before):
                return f"{name} is neither the old nor the new one" if found != before else f"{name} is still the old one"
            return self.find_fault()
        return self.look(check, program, *words, ignores=ignores)

    def find_fault(self, path=None):
        """What is wrong with a record; it is brought up to date first."""
        checked = subprocess.run([WORKER, path or self.database, "check"], env=self.environment(), capture_output=True, text=True)
        return checked.stdout + checked.stderr

    def test_calendar(self):
        self.run_it("export", "--to", self.path("out.ics"))
        self.run_it("book", ZOL, "2026-11-24 10:00")
        self.assert_well(self.look_at_file("out.ics", REGIMEN, "export", "--to", "out.ics"))

    def test_kept_calendar(self):
        self.run_it("export", "--keep", self.path("kept.ics"))
        self.assert_well(self.look_at_file("kept.ics", REGIMEN, "book", ZOL, "2026-11-24 10:00"))

    def test_record_as_json(self):
        self.run_it("export", "--format", "json", self.path("record.json"))
        self.run_it("ask", "When?")
        self.assert_well(self.look_at_file("record.json", REGIMEN, "export", "--format", "json", "record.json"))

    def test_record_as_csv(self):
        self.assert_well(self.look_at_file("tables", REGIMEN, "export", "--format", "csv", "tables"))

    def test_sheet(self):
        self.run_it("sheet", self.path("sheet.html"))
        self.run_it("ask", "When?")
        self.assert_well(self.look_at_file("sheet.html", REGIMEN, "sheet", "sheet.html"))

    def test_backup(self):
        self.assert_well(self.look_at_file("copy.db", REGIMEN, "backup", "copy.db"))

    def test_salvage(self):
        self.assert_well(self.look(self.check_salvaged, REGIMEN, "backup", "--salvage", "saved.db"))

    def check_salvaged(self, ended):
        if os.path.exists(self.path("saved.db")):
            return self.find_fault(self.path("saved.db"))
        return "it is not there" if ended else None

    def test_account(self):
        """The settings that the program writes itself: where the calendar is published."""
        with open(self.database + ".publish", "w") as file:
            file.write("[publish]\nwriter=0000000000000001\n")
        self.assert_well(self.look_at_file("test.db.publish", ACCOUNT, self.database))

    def test_control_file(self):
        """If the content of the file is not synced before it gets its name, half of a file is found."""
        self.run_it("export", "--to", self.path("out.ics"))
        self.run_it("book", ZOL, "2026-11-24 10:00")
        self.assertNotEqual(self.look_at_file("out.ics", REGIMEN, "export", "--to", "out.ics", ignores=("sync",)), [])

    def test_control_folder(self):
        """If the folder is not synced, a copy that was announced is missing."""
        wrong = self.look_at_file("copy.db", REGIMEN, "backup", "copy.db", ignores=("folder",))
        self.assertIn("copy.db is still the old one", " ".join(wrong))

    # ---- the record ----

    def rows_of(self, path):
        with contextlib.closing(sqlite3.connect(path)) as db:
            return db.execute("SELECT count (*) FROM questions").fetchone()[0]

    def copies(self, what):
        return [name for name in os.listdir(self.home) if what in name and not name.endswith(("-wal", "-shm", "-journal")) and ".new-" not in name]

    def test_first_command(self):
        os.unlink(self.database)
        self.forget()

        def check(ended):
            if not os.path.exists(self.database):
                return "it is not there" if ended else None
            fault = self.find_fault()
            return fault or ("the question is not there" if ended and self.rows_of(self.database) != 1 else None)
        self.assert_well(self.look(check, REGIMEN, "ask", "Why?"))

    def test_a_command(self):
        before = self.rows_of(self.database)

        def check(ended):
            fault = self.find_fault()
            found = self.rows_of(self.database) - before
            return fault or (None if found == 1 or (found == 0 and not ended) else f"{found} questions")
        self.assert_well(self.look(check, REGIMEN, "ask", "When?"))

    def test_upgrade(self):
        os.unlink(self.database)
        self.forget()
        with contextlib.closing(sqlite3.connect(self.database)) as db, open(os.path.join(DUMPS, "version-9.sql")) as dump:
            db.executescript(dump.read())
            before = db.execute("SELECT count (*) FROM administrations").fetchone()[0]
        os.chmod(self.database, 0o600)

        def check(ended):
            with contextlib.closing(sqlite3.connect(self.database)) as db:
                version = db.execute("PRAGMA user_version").fetchone()[0]
                given = db.execute("SELECT count (*) FROM administrations").fetchone()[0]
            if given != before or (ended and version == 9):
                return f"version {version}, {given} doses"
            faults = [self.find_fault(self.path(name)) for name in self.copies(".backup-v9-")]
            if version != 9 and len(faults) != 1:
                return f"{len(faults)} copies of the old version"
            return self.find_fault() or "".join(faults)
        self.assert_well(self.look(check, WORKER, self.database, "check"))

    def check_restored(self, damaged, ended):
        """There is the old record or the new one, and the old one is kept. @damaged: what the old one has; None: it is whole."""
        if not os.path.exists(self.database):
            return "no record is there"
        is_old = damaged is not None and self.content("test.db") == damaged
        if not is_old:
            fault = self.find_fault()
            # until it was announced, it may be called an older one
            if fault and (ended or not fault.startswith("lost: ")):
                return fault
            is_old = damaged is None and self.rows_of(self.database) == 2
        if is_old:
            return "it was not restored" if ended else None
        kept = self.copies(".before-restore-") + self.copies(".restored-")
        if damaged is None:
            faults = [self.find_fault(self.path(name)) for name in kept]
            return None if faults and not any(faults) else f"the old one is not kept: {faults}"
        return None if any(self.content(name) == damaged for name in kept) else "the damaged one is gone"

    def test_restore(self):
        self.assert_well(self.look(lambda ended: self.check_restored(None, ended), REGIMEN, "restore", "earlier.db"))

    def test_restore_in_place_of_nothing(self):
        os.unlink(self.database)

        def check(ended):
            if not os.path.exists(self.database):
                return "no record is there" if ended else None
            fault = self.find_fault()
            return fault if ended or not fault.startswith("lost: ") else None
        self.assert_well(self.look(check, REGIMEN, "restore", "earlier.db"))

    def damage(self):
        """Writes over the first page, and leaves a -wal file, as a reader and a killed writer do."""
        reader = sqlite3.connect(self.database, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count (*) FROM changes").fetchall()
        for n in range(20):
            self.run_it("ask", f"Question {n}?")
        kept = {name: self.content(name) for name in ("test.db", "test.db-wal")}
        self.assertGreater(len(kept["test.db-wal"]), 10000)
        reader.close()
        for name in os.listdir(self.home):
            if name.startswith("test.db-"):
                os.unlink(self.path(name))
        kept["test.db"] = b"\xff" * 4096 + kept["test.db"][4096:]
        for name, content in kept.items():
            with open(self.path(name), "wb") as file:
                file.write(content)
            os.chmod(self.path(name), 0o600)
        return kept["test.db"]

    def test_restore_in_place_of_damage(self):
        damaged = self.damage()
        self.assert_well(self.look(lambda ended: self.check_restored(damaged, ended), REGIMEN, "restore", "earlier.db"))

    def test_control_record(self):
        before = self.rows_of(self.database)

        def check(ended):
            return self.find_fault() or ("lost" if ended and self.rows_of(self.database) == before else None)
        self.assertNotEqual(self.look(check, REGIMEN, "ask", "When?", ignores=("sync",)), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[4:] if word not in ("--images", str(IMAGES))])
