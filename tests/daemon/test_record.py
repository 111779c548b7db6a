#!/usr/bin/python3
"""regimend and its files: a record that is removed, made again, replaced, damaged, or behind
symbolic links, a disk that is full, and settings that change. In each of these cases the service
goes on, and the user is told.

The clock of regimend is frozen unless time has to pass.
"""
import contextlib
import fcntl
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from desktop import program, wait_for
from servers import ALL, GIVEN, ServedTest

# Seconds, on a busy machine; 0.05 on an idle one. A service that only looked each minute would be
# too late.
SOON = 20
FULL = os.environ.get("REGIMEN_FULL_MODULE")


class FilesTest(ServedTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve(ALL)

    def start(self, **options):
        service = self.desktop.regimend(**options)
        wait_for("the server to be seen", lambda: "Plain" in service.said())
        return service

    def wait_for_popup(self, count=1):
        wait_for(f"{count} popups", lambda: len(self.server.notified()) >= count)
        time.sleep(0.5)
        self.assertEqual(len(self.server.notified()), count)
        return self.server.notified()[-1]

    def assert_withdrawn_soon(self, number=1):
        """Checks that the popup is closed soon after the dose was answered in a terminal."""
        begin = time.monotonic()
        wait_for("its end", lambda: number in self.server.closed())
        self.assertLess(time.monotonic() - begin, SOON)

    def use(self, path):
        self.desktop.environment["REGIMEN_DB"] = str(path)

    # ---- where the record is ----

    def test_behind_a_symbolic_link(self):
        """The file is elsewhere; commands use the link, and then the file itself."""
        home, link = self.desktop.folder / "home" / "regimen.db", self.desktop.folder / "link.db"
        home.parent.mkdir()
        self.use(home)
        self.add_due()
        link.symlink_to(home)
        self.use(link)
        self.start()
        self.wait_for_popup()
        self.desktop.regimen("log", "denosumab")
        self.assert_withdrawn_soon()
        self.assertIn("After", self.wait_for_popup(2)[3])
        self.desktop.regimen("undo")
        self.assertIn("Due ", self.wait_for_popup(3)[3])
        self.use(home)
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        wait_for("its end", lambda: 3 in self.server.closed())
        self.assertIn("regimend runs", self.desktop.regimen("check", status=0))

    def test_one_service_for_a_file_and_its_link(self):
        home, link = self.desktop.folder / "regimen.db", self.desktop.folder / "link.db"
        self.add_due()
        link.symlink_to(home)
        self.start()
        self.use(link)
        second = self.desktop.regimend()
        self.assertEqual(second.process.wait(20), 0)

    def test_what_another_user_put_in_the_place_of_its_lock(self):
        """The service says what is there and ends, even if it is a pipe. No command takes it for a
        running service, or waits for it."""
        self.add_due()
        lock = self.desktop.folder / "regimen.db.lock"
        os.mkfifo(lock)
        service = self.desktop.regimend()
        self.assertEqual(service.process.wait(20), 1)
        self.assertIn(f"{lock}, which belongs to the user ", service.said())
        self.desktop.regimen("log", "denosumab")
        lock.unlink()
        if os.geteuid() != 0:
            self.skipTest("a file cannot be given to another user")
        lock.touch()
        os.chown(lock, 65534, 65534)
        lock.chmod(0o666)
        with open(lock, encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            service = self.desktop.regimend()
            self.assertEqual(service.process.wait(20), 1)
            self.assertIn(f"{lock} belongs to the user nobody", service.said())
            self.assertIn("NO service", " ".join(self.desktop.regimen("check", status=1).split()))
        lock.unlink()
        self.start()
        self.wait_for_popup()

    def test_its_lock_is_removed(self):
        """The service takes the lock again. If another service was quicker, it ends; the two close
        each other's popups only for a short time."""
        self.add_due()
        lock = self.desktop.folder / "regimen.db.lock"
        first = self.start()
        self.wait_for_popup()
        lock.unlink()
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the next", lambda: "CT" in self.server.notified()[-1][3])
        wait_for("the lock", lock.exists)
        self.assertIn("regimend runs", self.desktop.regimen("check"))
        second = self.desktop.regimend()
        self.assertEqual(second.process.wait(20), 0)
        before = len(self.server.notified())
        lock.unlink()
        second = self.desktop.regimend()
        self.assertEqual(first.process.wait(20), 0)
        self.assertIn("its lock was removed", first.said())
        time.sleep(2)
        self.assertLess(len(self.server.notified()), before + 10)
        self.assertIsNone(second.process.poll())
        self.desktop.regimen("add", "Tea", "--custom", "--every", "4w", "--first", "2026-11-23")
        wait_for("the next", lambda: "Tea" in self.server.notified()[-1][3])
        self.server.press(len(self.server.notified()), self.server.notified()[-1][5][GIVEN])
        wait_for("the dose", lambda: len(self.history()) == 1)

    def test_a_folder_behind_a_symbolic_link_that_changes(self):
        """When the link leads to another folder, the record there counts from then on."""
        one, two, link = (self.desktop.folder / name for name in ("one", "two", "link"))
        for folder in (one, two):
            folder.mkdir()
            self.use(folder / "regimen.db")
            self.desktop.regimen("add", "denosumab" if folder == one else "ct",
                                 *(("--first",) if folder == one else ("--on",)), "2026-11-23")
        link.symlink_to(one)
        self.use(link / "regimen.db")
        self.start()
        self.assertIn("Denosumab", self.wait_for_popup()[3])
        other = self.desktop.folder / "other"
        other.symlink_to(two)
        other.rename(link)
        self.assertIn("CT", self.wait_for_popup(2)[3])
        self.assert_withdrawn_soon()

    def test_a_folder_that_was_replaced(self):
        """A copy of the folder replaces it, as if a backup was put back."""
        folder = self.desktop.folder / "data"
        folder.mkdir()
        self.use(folder / "regimen.db")
        self.add_due()
        copy = self.desktop.folder / "copy"
        shutil.copytree(folder, copy)
        self.start()
        self.wait_for_popup()
        folder.rename(self.desktop.folder / "old")
        copy.rename(folder)
        time.sleep(0.5)
        before = len(self.server.notified())
        self.desktop.regimen("log", "denosumab")
        self.assert_withdrawn_soon(before)
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the next", lambda: "CT" in self.server.notified()[-1][3])
        self.assertIn("regimend runs", self.desktop.regimen("check"))

    def test_a_folder_that_was_removed_and_made_again(self):
        folder = self.desktop.folder / "data"
        folder.mkdir()
        self.use(folder / "regimen.db")
        self.add_due()
        self.start()
        self.wait_for_popup()
        backups = self.desktop.folder / "state" / "regimen" / "backups"
        wait_for("a copy of it", lambda: list(backups.glob("*Z.db")))

        def removed():
            """The program that makes the copy may still open files there."""
            with contextlib.suppress(OSError):
                shutil.rmtree(folder)
            return not folder.exists()

        wait_for("no folder", removed)
        wait_for("its end", lambda: 1 in self.server.closed())
        # refused, because there is a copy of the old record
        self.desktop.regimen("add", "ct", "--on", "2026-11-23", status=1)
        shutil.rmtree(backups)
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the new one", lambda: "CT" in self.server.notified()[-1][3])
        self.assertIn("is not the record that was here", " ".join(self.desktop.regimen("check", status=1).split()))
        self.desktop.regimen("check", "--accept")
        self.assertIn("regimend runs", self.desktop.regimen("check"))
        number = len(self.server.notified())
        self.desktop.regimen("log", "ct")
        self.assert_withdrawn_soon(number)

    def test_a_deleted_record(self):
        """Its popups are closed, because no click could be recorded; and no other record is made in
        its place."""
        self.add_due()
        self.start()
        self.wait_for_popup()
        for path in self.desktop.folder.glob("regimen.db*"):
            path.unlink()
        wait_for("its end", lambda: 1 in self.server.closed())
        wait_for("word of it", lambda: any("is missing" in words[4] for words in self.server.notified()))
        time.sleep(0.5)
        self.assertFalse((self.desktop.folder / "regimen.db").exists())

    def test_a_dose_that_was_logged_while_the_clock_ran_ahead(self):
        """The next dose is then planned for a day that is far away. A popup says so, until it is corrected."""
        self.add_due()
        now = self.desktop.environment["REGIMEN_NOW"]
        self.desktop.environment["REGIMEN_NOW"] = "2099-01-01T09:00:00+01:00"
        self.desktop.regimen("log", "denosumab")
        self.desktop.environment["REGIMEN_NOW"] = now
        self.start()
        popup = self.wait_for_popup()
        self.assertEqual(popup[3], "A dose is on record for a time to come")
        self.assertIn("Is the clock of this computer wrong, or was it wrong", popup[4])
        self.assertIn("denosumab/1 is on record as given on Thu 2099-01-01 09:00", " ".join(self.desktop.regimen("check", status=1).split()))
        self.desktop.regimen("amend", "denosumab/1", "--at", "2026-11-23 08:00")
        self.assert_withdrawn_soon()

    def test_a_record_that_was_away_for_a_moment(self):
        """Its popups are shown again when it is back."""
        self.add_due()
        self.start()
        self.wait_for_popup()
        path, away = self.desktop.folder / "regimen.db", self.desktop.folder / "away"
        away.mkdir()
        for file in list(self.desktop.folder.glob("regimen.db*")):
            file.rename(away / file.name)
        wait_for("its end", lambda: 1 in self.server.closed())
        wait_for("the trouble", lambda: "stopped" in self.server.notified()[-1][3])
        # the -wal file first: if SQLite finds a record without it, it begins a new one
        for file in sorted(away.iterdir(), reverse=True):
            file.rename(self.desktop.folder / file.name)
        wait_for("the popup", lambda: "Denosumab" in self.server.notified()[-1][3])
        number = len(self.server.notified())
        self.assertGreater(number, 1)
        self.server.press(number, self.server.notified()[-1][5][GIVEN])
        wait_for("a dose", self.history)
        self.assertTrue(path.exists())

    # ---- two names, and files that go while the service has them open ----

    def add_tablets(self):
        """Adds three courses whose first doses are due."""
        for name in ("Tea", "Coffee", "Milk"):
            self.desktop.regimen("add", name, "--custom", "--every", "4w", "--first", "2026-11-23")

    def press_given(self, name):
        """Presses Given on a popup that is on the screen. Waits for one: while the service opens
        the record again, there can be none for a moment."""
        def on_screen():
            closed = self.server.closed()
            return [i for i, values in enumerate(self.server.notified(), 1) if name in values[3] and i not in closed]

        number = wait_for("the popup", on_screen)[-1]
        self.server.press(number, self.server.notified()[number - 1][5][GIVEN])

    def assert_all_saved(self, courses):
        wait_for("the doses", lambda: sorted(row["course"] for row in self.history()) == sorted(courses))
        copy = self.desktop.folder / "copy.db"
        shutil.copyfile(self.desktop.environment["REGIMEN_DB"], copy)
        copy.chmod(0o600)
        self.use(copy)
        self.assertEqual(sorted(row["course"] for row in self.history()), sorted(courses))
        self.assertIn(f"{copy} is whole", " ".join(self.desktop.regimen("check", status=1).split()))

    def test_moved_behind_a_link_while_it_runs(self):
        """The file is moved to another folder, such as one that a program synchronises, and a link
        takes its place."""
        self.add_tablets()
        self.start()
        self.wait_for_popup(3)
        path, other = self.desktop.folder / "regimen.db", self.desktop.folder / "synchronised"
        other.mkdir()
        path.rename(other / "mine.db")
        path.symlink_to(other / "mine.db")
        wait_for("the popups again", lambda: len(self.server.notified()) - len(self.server.closed()) == 3)
        time.sleep(1.5)
        self.press_given("Tea")
        wait_for("the dose", lambda: [row["course"] for row in self.history()] == ["tea"])
        number = max(i for i, values in enumerate(self.server.notified(), 1) if "Coffee" in values[3])
        begin = time.monotonic()
        self.desktop.regimen("log", "coffee")
        wait_for("its end", lambda: number in self.server.closed())
        self.assertLess(time.monotonic() - begin, SOON)
        self.assert_all_saved(["tea", "coffee"])

    def remove_beside(self, ending):
        self.add_tablets()
        self.start()
        self.wait_for_popup(3)
        (self.desktop.folder / f"regimen.db{ending}").unlink()
        self.desktop.regimen("log", "tea")
        self.press_given("Coffee")
        wait_for("the doses", lambda: len(self.history()) == 2)
        self.desktop.regimen("log", "milk")
        self.assert_all_saved(["tea", "coffee", "milk"])

    def test_shm_removed(self):
        self.remove_beside("-shm")

    def test_wal_removed(self):
        self.remove_beside("-wal")

    def test_second_name(self):
        """While the file has two names, nothing is written under either of them, and the user is
        told. A popup that was clicked comes back afterwards."""
        self.add_tablets()
        self.start()
        self.wait_for_popup(3)
        path, second = self.desktop.folder / "regimen.db", self.desktop.folder / "second.db"
        second.hardlink_to(path)
        for name in (path, second):
            self.use(name)
            self.desktop.regimen("log", "tea", status=1)
        self.press_given("Coffee")
        wait_for("word of it", lambda: any("second name" in values[4] for values in self.server.notified()))
        self.assertEqual(self.history(), [])
        second.unlink()
        self.use(path)
        self.desktop.regimen("log", "tea")
        wait_for("the popup again", lambda: max(
            i for i, values in enumerate(self.server.notified(), 1) if "Coffee" in values[3]) not in self.server.closed())
        self.press_given("Coffee")
        self.assert_all_saved(["tea", "coffee"])

    def test_a_newer_program_brings_it_up_to_date(self):
        """Nothing is written to tables that this program does not know. The user is told once, and
        the service goes on when it knows the version again."""
        self.add_due()
        service = self.start()
        self.wait_for_popup()
        path = self.desktop.folder / "regimen.db"
        with contextlib.closing(sqlite3.connect(path)) as db:
            version, = db.execute("PRAGMA user_version").fetchone()
            alerts = "SELECT course_id, dose, key, state, at FROM alerts"
            marks = db.execute(alerts).fetchall()
            db.execute("PRAGMA user_version = 999")
        wait_for("word of it", lambda: any("newer regimen" in values[4] for values in self.server.notified()))
        said = len(self.server.notified())
        time.sleep(2)
        self.assertEqual(len(self.server.notified()), said)
        self.assertIn("was written by a newer regimen", service.said())
        with contextlib.closing(sqlite3.connect(path)) as db:
            self.assertEqual(db.execute(alerts).fetchall(), marks)
            self.assertEqual(db.execute("SELECT count (*) FROM administrations").fetchone(), (0,))
            db.execute(f"PRAGMA user_version = {version}")
        wait_for("the popup again", lambda: "Denosumab" in self.server.notified()[-1][3])
        self.press_given("Denosumab")
        self.assert_all_saved(["denosumab"])

    # ---- a disk that is full, a record that cannot be read ----

    def fill(self):
        if FULL is None:
            self.skipTest("writes cannot fail in this build")
        self.full = self.desktop.folder / "full"
        self.full.touch()
        return dict(self.desktop.environment, LD_PRELOAD=FULL, REGIMEN_FULL=str(self.full))

    def test_due_while_the_disk_is_full(self):
        """An alert that cannot be marked as shown is not shown, because it would come again and
        again. The user is told, and the alert comes when there is room."""
        del self.desktop.environment["REGIMEN_NOW"]
        environment = self.fill()
        self.full.unlink()
        self.start(environment=environment)
        self.full.touch()
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        wait_for("word of it", lambda: any("full" in values[4] for values in self.server.notified()))
        self.assertFalse([values for values in self.server.notified() if "Tea" in values[3]])
        number = len(self.server.notified())
        self.full.unlink()
        wait_for("the alert", lambda: [v for v in self.server.notified() if "Tea" in v[3]])
        wait_for("the end of the word of it", lambda: number in self.server.closed())
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len([v for v in self.server.notified() if "Tea" in v[3]]), 1)

    def small_disk(self):
        """Puts the record on a small file system. Returns: the path of a file that can fill it."""
        disk = self.desktop.folder / "disk"
        disk.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "none", str(disk)], check=False,
                                               capture_output=True).returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(disk)], check=True)
        del self.desktop.environment["REGIMEN_NOW"]
        self.use(disk / "regimen.db")
        return disk / "filler"

    def leave_no_room(self, filler):
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass

    def wait_for_rest(self, service):
        """Until it has nothing to do. In the middle of its work it holds locks, and what it reads stays in the -wal file."""
        def ticks():
            with open(f"/proc/{service.process.pid}/stat", encoding="ascii", errors="replace") as file:
                return file.read().rsplit(")", 1)[1].split()[11:13]

        def rested():
            before = ticks()
            time.sleep(1)
            return ticks() == before
        wait_for("the service to rest", rested)

    def told_of(self, word):
        return [values for values in self.server.notified() if word in values[3]]

    def test_due_while_there_is_no_room(self):
        """The same on a file system that is really full."""
        filler = self.small_disk()
        self.desktop.regimen("patient", "add", "me", "--zone", "Europe/Berlin")
        service = self.start()
        self.wait_for_rest(service)
        os.kill(service.process.pid, signal.SIGSTOP)
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        self.leave_no_room(filler)
        os.kill(service.process.pid, signal.SIGCONT)
        wait_for("word of it", lambda: any("full" in values[4] for values in self.server.notified()))
        time.sleep(10)
        self.assertEqual(self.told_of("Tea"), [])
        filler.unlink()
        wait_for("the alert", lambda: self.told_of("Tea"))
        self.assertEqual(service.stop(), 0)

    def test_its_time_comes_while_there_is_no_room(self):
        filler = self.small_disk()
        due = time.localtime(time.time() + 80)
        self.desktop.regimen("patient", "add", "me", "--zone", "UTC")
        self.desktop.regimen("add", "Tea", "--custom", "--times", time.strftime("%H:%M", time.gmtime(time.time() + 80)))
        self.start()
        self.leave_no_room(filler)
        time.sleep(60 + 80 - due.tm_sec % 60)
        filler.unlink()
        wait_for("the alert", lambda: self.told_of("Tea"))

    def test_a_start_where_there_is_no_room(self):
        """The alert comes although the user does nothing but make room."""
        filler = self.small_disk()
        self.desktop.regimen("patient", "add", "me", "--zone", "Europe/Berlin")
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        self.leave_no_room(filler)
        service = self.start()
        wait_for("word of it", lambda: any("full" in values[4] for values in self.server.notified()))
        filler.unlink()
        wait_for("the alert", lambda: self.told_of("Tea"))
        self.assertEqual(service.stop(), 0)

    def test_closed_while_the_disk_is_full(self):
        """A popup that the user closed then does not come again when there is room."""
        del self.desktop.environment["REGIMEN_NOW"]
        environment = self.fill()
        self.full.unlink()
        self.start(environment=environment)
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        self.wait_for_popup()
        self.full.touch()
        self.server.close_popup(1, 2)
        time.sleep(1)
        self.full.unlink()
        self.desktop.regimen("add", "Coffee", "--custom", "--every", "6h", "--first", "now")
        wait_for("the other", lambda: [v for v in self.server.notified() if "Coffee" in v[3]])
        time.sleep(10)
        self.assertEqual(len([v for v in self.server.notified() if "Tea" in v[3]]), 1)

    def test_a_start_on_a_full_disk(self):
        self.add_due()
        environment = self.fill()
        del environment["REGIMEN_NOW"]
        service = self.start(environment=environment)
        wait_for("word of it", self.server.notified)
        self.assertNotIn("Denosumab", repr(self.server.notified()[0]))
        self.full.unlink()
        self.desktop.regimen("patient", "set", "me", "--name", "Anna")
        wait_for("the alert", lambda: "Denosumab" in self.server.notified()[-1][3])
        self.assertEqual(service.stop(), 0)

    def test_beyond_the_limit_of_the_size_of_a_file(self):
        """This is like a full disk; the signal that the kernel sends does not end the service."""
        self.add_due()
        service = self.desktop.run("sh", "-c", 'ulimit -f 8; exec "$0"', program("regimend"))
        wait_for("word of it", self.server.notified)
        self.assertNotIn("Denosumab", repr(self.server.notified()[0]))
        self.assertIsNone(service.process.poll())
        self.assertEqual(service.stop(), 0)

    def damage(self):
        for file in self.desktop.folder.glob("regimen.db-*"):
            file.unlink()
        path = self.desktop.folder / "regimen.db"
        with open(path, "r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * (path.stat().st_size - 4096))

    def test_a_damaged_record_at_the_start(self):
        """A popup tells of the damage. When a copy is put back, the alert comes."""
        self.add_due()
        path, copy = self.desktop.folder / "regimen.db", self.desktop.folder / "copy.db"
        self.desktop.regimen("backup", str(copy))
        self.damage()
        service = self.start()
        values = self.wait_for_popup()
        self.assertIn("regimen check", values[4])
        self.assertIsNone(service.process.poll())
        copy.rename(path)
        wait_for("the alert", lambda: "Denosumab" in self.server.notified()[-1][3])
        wait_for("the end of the word of it", lambda: 1 in self.server.closed())

    def test_a_row_that_is_not_as_it_was_entered(self):
        """A popup tells of it once, without any word of the record. It is closed when a copy is put
        back."""
        self.add_due()
        path, copy = self.desktop.folder / "regimen.db", self.desktop.folder / "copy.db"
        self.desktop.regimen("backup", str(copy))
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.executescript("DROP TRIGGER courses_update; UPDATE courses SET amount = '40 mg';")
        self.start()
        wait_for("word of it", lambda: any("damaged" in values[3] for values in self.server.notified()))
        wait_for("the alert", lambda: any("Denosumab" in values[3] for values in self.server.notified()))
        number, told = next((n, v) for n, v in enumerate(self.server.notified(), 1) if "damaged" in v[3])
        self.assertIn("regimen check", told[4])
        self.assertNotIn("enosumab", told[3] + told[4])
        self.desktop.regimen("contact", "add", "Ward", "--phone", "555-0100")
        time.sleep(1)
        self.assertEqual(len([values for values in self.server.notified() if "damaged" in values[3]]), 1)
        self.desktop.regimen("restore", str(copy))
        wait_for("the end of the word of it", lambda: number in self.server.closed())

    def test_an_older_copy(self):
        """An older copy replaces the record while the service runs. A popup tells once that changes
        are missing, and is closed when the user accepts the copy."""
        self.add_due()
        path, copy = self.desktop.folder / "regimen.db", self.desktop.folder / "copy.db"
        self.desktop.regimen("backup", str(copy))
        self.desktop.regimen("contact", "add", "Ward", "--phone", "555-0100")

        def words():
            return [(n, v) for n, v in enumerate(self.server.notified(), 1) if "missing" in v[3]]

        self.start()
        self.wait_for_popup()
        self.assertEqual(words(), [])
        shutil.copyfile(copy, path.with_name("other"))
        path.with_name("other").rename(path)
        wait_for("word of it", words)
        self.assertIn("regimen check", words()[0][1][4])
        self.assertNotIn("enosumab", words()[0][1][3] + words()[0][1][4])
        self.desktop.regimen("ask", "Why?")
        time.sleep(1)
        self.assertEqual(len(words()), 1)
        self.desktop.regimen("check", "--accept", status=1)
        wait_for("the end of the word of it", lambda: words()[0][0] in self.server.closed())

    def write_into_the_file(self, older):
        """Writes a copy from before the last changes into the file with cp, so that it stays the
        same file. The service tells that changes are missing, and records a click in the new
        content."""
        path = self.desktop.folder / "regimen.db"
        self.start()
        self.wait_for_popup(3)
        for number in range(20):
            self.desktop.regimen("feel", "pain", str(number % 10), "--note", "x" * 300)
        subprocess.run(["cp", older, path], check=True)
        wait_for("word of it", lambda: any("missing" in values[3] for values in self.server.notified()))
        self.press_given("Coffee")
        wait_for("the dose", lambda: len(self.history()) == 1)
        self.assertRegex(" ".join(self.desktop.regimen("check", status=1).split()), "at least [0-9]+ later changes, the last of them of .*, are missing")
        self.assertIn(f"ok record {path} is whole", " ".join(self.desktop.call(program("regimen"), "check", "--accept").split()))

    def test_a_backup_that_is_written_into_the_file(self):
        self.add_tablets()
        copy = self.desktop.folder / "copy.db"
        self.desktop.regimen("backup", str(copy))
        self.write_into_the_file(copy)

    def test_a_copy_that_is_written_into_the_file(self):
        self.add_tablets()
        copy = self.desktop.folder / "copy.db"
        subprocess.run(["cp", self.desktop.folder / "regimen.db", copy], check=True)
        self.write_into_the_file(copy)

    def test_no_file_at_all_but_a_folder(self):
        path = pathlib.Path(self.desktop.environment["REGIMEN_DB"])
        path.mkdir()
        self.start()
        self.assertIn("regimen check", self.wait_for_popup()[4])
        path.rmdir()
        self.add_due()
        wait_for("the alert", lambda: "Denosumab" in self.server.notified()[-1][3])

    # ---- settings ----

    def configure(self, text):
        folder = self.desktop.folder / "config" / "regimen"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "new").write_text(text)
        (folder / "new").rename(folder / "regimen.conf")

    def test_private_while_it_runs(self):
        """The popup on the screen loses its words at once, and gets them back when the setting
        goes."""
        self.add_due("denosumab", "--place", "Day clinic")
        self.start()
        self.assertIn("Denosumab", self.wait_for_popup()[3])
        self.configure("[privacy]\nprivate = true\n")
        values = self.wait_for_popup(2)
        wait_for("the end of the first", lambda: self.server.closed() == [1])
        for word in ("enosumab", "clinic"):
            self.assertNotIn(word, values[3] + values[4])
        (self.desktop.folder / "config" / "regimen" / "regimen.conf").unlink()
        self.assertIn("Denosumab", self.wait_for_popup(3)[3])

    def test_times_that_change(self):
        """An alert that the new settings bring forward comes at once; what is on the screen stays."""
        self.add_due()
        self.desktop.regimen("add", "radiation", "--fractions", "5", "--first", "2026-11-25")
        self.start()
        self.wait_for_popup()
        self.configure("[alerts]\nupcoming-days = 2\n")
        self.assertIn("adiation", self.wait_for_popup(2)[3])
        self.assertEqual(self.server.closed(), [])

    def test_settings_that_are_not_accepted(self):
        """The former settings stay in force, and a popup says which line is wrong."""
        self.add_due()
        self.start()
        self.wait_for_popup()
        self.configure("[alerts]\n\nupcoming = 2\n")
        values = self.wait_for_popup(2)
        self.assertIn("regimen.conf:3", values[4])
        self.configure("[alerts]\nupcoming-days = 2\n")
        wait_for("the end of the word of it", lambda: self.server.closed() == [2])

    def test_wrong_settings_at_the_start(self):
        """Alerts are shown, but say nothing that the settings might have kept private."""
        self.add_due()
        self.configure("[privacy]\nprivat = true\n")
        self.start()
        self.wait_for_popup(2)
        words = repr([values[3:5] for values in self.server.notified()])
        self.assertIn("regimen.conf:2", words)
        self.assertNotIn("enosumab", words)

    def test_a_mistake_in_a_treatment_of_ones_own(self):
        """It keeps no reminder away, and is told."""
        self.add_due()
        folder = self.desktop.folder / "config" / "regimen" / "catalog.d"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "own.ini").write_text("[treatment\n")
        self.start()
        self.wait_for_popup(2)
        words = repr([values[3:5] for values in self.server.notified()])
        self.assertIn("enosumab", words)
        self.assertIn("Treatments of your own are not accepted", words)
        self.assertIn("own.ini:1", words)


if __name__ == "__main__":
    unittest.main()
