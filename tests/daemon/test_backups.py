#!/usr/bin/python3
"""regimend has the record copied on each day on which it was changed, without disturbing the
alerts.

The clock of regimend is frozen; a test starts it again to let a day pass.
"""
import contextlib
import datetime
import hashlib
import os
import pathlib
import signal
import stat
import time
import unittest
import zoneinfo

from desktop import program, wait_for
from servers import ALL, ServedTest

FULL = os.environ.get("REGIMEN_FULL_MODULE")
FIRST = datetime.datetime(2026, 11, 23, 10, 0, 0)


class BackupsTest(ServedTest):
    def setUp(self):
        super().setUp()
        self.desktop.environment["REGIMEN_EXEC_PATH"] = os.environ["REGIMEN_EXEC_PATH"]
        self.desktop.environment["XDG_STATE_HOME"] = str(self.desktop.folder / "state")
        self.folder = self.desktop.folder / "state" / "regimen" / "backups"
        self.services = []

    def on_day(self, day):
        self.desktop.environment["REGIMEN_NOW"] = (FIRST + datetime.timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%S+01:00")

    def start(self, **options):
        service = self.desktop.regimend(**options)
        wait_for("the service", lambda: "regimend runs" in self.desktop.call(program("regimen"), "check"))
        return service

    def change(self):
        self.desktop.regimen("feel", "tired")

    def days(self):
        """The days of the copies, newest first."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        return sorted((name.split(".", 1)[1].removesuffix("T090000Z.db") for name in names), reverse=True)

    def wait_for_copy(self, day):
        wait_for(f"the copy of {day}", lambda: day in self.days())

    def programs_of(self, service):
        return pathlib.Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()

    def rest(self, service):
        """Waits until the programs that the service starts now have ended."""
        time.sleep(1.5)
        wait_for("the end of what was started", lambda: not self.programs_of(service))

    def copies(self):
        return self.desktop.regimen("restore")

    # ---- when ----

    def test_forty_days(self):
        """Something is changed on each of them. The copies of 7 days and of 4 weeks are kept."""
        self.desktop.regimen("patient", "add", "me", "--zone", "Europe/Berlin")
        for day in range(-40, 1):
            self.on_day(day)
            self.change()
            service = self.desktop.regimend()
            self.wait_for_copy((FIRST + datetime.timedelta(days=day)).strftime("%Y-%m-%d"))
            wait_for("the end of the program", lambda: not self.programs_of(service))
            service.stop()
        self.assertEqual(self.days(), [f"2026-11-{day:02}" for day in (23, 22, 21, 20, 19, 18, 17, 16, 15, 8, 1)])
        for folder in (self.folder.parent, self.folder):
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        for copy in self.folder.iterdir():
            self.assertEqual(stat.S_IMODE(copy.stat().st_mode), 0o600)

    def test_nothing_has_changed(self):
        self.add_due()
        service = self.start()
        self.wait_for_copy("2026-11-23")
        service.stop()
        for day in (1, 2, 30):
            self.on_day(day)
            service = self.start()
            self.rest(service)
            service.stop()
        self.assertEqual(self.days(), ["2026-11-23"])
        self.on_day(31)
        service = self.start()
        self.rest(service)
        self.change()
        self.wait_for_copy("2026-12-24")

    def timer(self, service):
        """In how many seconds the timer wakes the service; None: it is not set."""
        for file in pathlib.Path(f"/proc/{service.pid}/fdinfo").iterdir():
            with contextlib.suppress(FileNotFoundError):
                lines = dict(line.split(":", 1) for line in file.read_text().splitlines() if ":" in line)
                if "it_value" in lines:
                    seconds = int(lines["it_value"].strip(" ()").split(",")[0])
                    return seconds if 0 < seconds < 400 * 86400 else None
        raise AssertionError("it has no timer")

    def test_it_is_woken_only_if_there_is_something_to_copy(self):
        """A second change on the same day is copied when the next day begins. Without one, nothing
        wakes the service."""
        del self.desktop.environment["REGIMEN_NOW"]
        self.desktop.environment["REGIMEN_ZONE"] = "Europe/Berlin"
        self.desktop.regimen("patient", "add", "me", "--zone", "Europe/Berlin")
        # No command runs beside the service: if it emptied the -wal file, that would look like a
        # change.
        service = self.desktop.regimend()
        wait_for("the copy", self.days)
        self.rest(service)
        wait_for("no timer", lambda: self.timer(service) is None)
        self.change()
        seconds = wait_for("the timer", lambda: self.timer(service))
        now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin"))
        midnight = (now + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.assertAlmostEqual(seconds, midnight.timestamp() - now.timestamp(), delta=60)
        self.assertEqual(len(self.days()), 1)

    def test_switched_off(self):
        settings = self.desktop.folder / "config" / "regimen" / "regimen.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text("[backup]\ndaily=false\n")
        self.desktop.environment["XDG_CONFIG_HOME"] = str(self.desktop.folder / "config")
        self.add_due()
        service = self.start()
        self.rest(service)
        self.change()
        self.rest(service)
        self.assertEqual(self.days(), [])
        settings.write_text("[backup]\ndaily=true\n")
        self.wait_for_copy("2026-11-23")

    # ---- what goes wrong ----

    def test_a_full_disk(self):
        """There is no popup about it, no half-made copy is left, and the copy is made once there is
        room."""
        if FULL is None:
            self.skipTest("writes cannot fail in this build")
        server = self.serve(ALL)
        full = self.desktop.folder / "full"
        self.add_due()
        service = self.desktop.regimend(environment=dict(self.desktop.environment, LD_PRELOAD=FULL, REGIMEN_FULL=str(full)))
        self.wait_for_copy("2026-11-23")
        wait_for("the alert", lambda: len(server.notified()) == 1)
        service.stop()
        self.on_day(1)
        service = self.desktop.regimend(environment=dict(self.desktop.environment, LD_PRELOAD=FULL, REGIMEN_FULL=str(full)))
        wait_for("the service", lambda: "regimend runs" in self.desktop.call(program("regimen"), "check"))
        self.rest(service)
        full.touch()
        self.change()
        wait_for("word of it in the log", lambda: "no copy of the record could be made" in service.said())
        self.assertNotIn("denosumab", service.said())
        self.assertEqual(self.days(), ["2026-11-23"])
        self.assertFalse([values for values in server.notified() if "cop" in values[3] + values[4]])
        full.unlink()
        self.change()
        self.wait_for_copy("2026-11-24")

    def test_a_damaged_record(self):
        """It replaces no copy, and the popup about the damage tells the user."""
        server = self.serve(ALL)
        self.add_due()
        for day in range(3):
            self.on_day(day)
            self.change()
            service = self.start()
            self.rest(service)
            service.stop()
        before = self.days()
        self.assertEqual(len(before), 3)
        self.on_day(20)
        self.change()
        path = self.desktop.folder / "regimen.db"
        content = bytearray(path.read_bytes())
        at = content.index(b"tired")
        content[at:at + 5] = b"fired"
        path.write_bytes(content)
        service = self.desktop.regimend()
        wait_for("word of the damage", lambda: any("damaged" in values[3] for values in server.notified()))
        wait_for("word of it in the log", lambda: "no copy of the record could be made" in service.said())
        self.assertEqual(self.days(), before)
        self.assertNotIn("tired", service.said())

    def test_a_state_folder_that_cannot_be_written(self):
        self.folder.parent.mkdir(parents=True)
        self.folder.write_text("not a folder")
        server = self.serve(ALL)
        self.add_due()
        service = self.desktop.regimend()
        wait_for("word of it in the log", lambda: "no copy of the record could be made" in service.said())
        wait_for("the alert", lambda: len(server.notified()) == 1)

    def replace_program(self, script):
        """Replaces the program that makes copies by a shell script. Returns: the environment for
        it."""
        folder = self.desktop.folder / "programs"
        folder.mkdir()
        (folder / "regimen").write_text("#!/bin/sh\n" + script)
        (folder / "regimen").chmod(0o755)
        real = os.environ["REGIMEN_EXEC_PATH"]
        return dict(self.desktop.environment, REGIMEN_EXEC_PATH=f"{folder}:{real}")

    def test_a_slow_disk_holds_up_no_alert(self):
        """No second program is started while the first does not end. After it was killed, the next
        one is started for the change in between."""
        server = self.serve(ALL)
        started = self.desktop.folder / "started"
        self.add_due()
        service = self.desktop.regimend(environment=self.replace_program(f"echo $* >>{started}\nexec sleep 600\n"))
        wait_for("the alert", lambda: len(server.notified()) == 1)
        wait_for("the program", started.exists)
        self.desktop.regimen("log", "denosumab")
        wait_for("the end of the alert", lambda: 1 in server.closed())
        time.sleep(1.5)
        database = self.desktop.environment.get("REGIMEN_DB")
        self.assertEqual(started.read_text().splitlines(), [f"--db {database} backup --daily"])
        os.kill(int(self.programs_of(service)[0]), signal.SIGKILL)
        wait_for("the next one", lambda: len(started.read_text().splitlines()) == 2)
        for child in self.programs_of(service):
            os.kill(int(child), signal.SIGKILL)

    def test_killed_in_the_middle(self):
        """The next program removes what the killed one left, and never takes it for a copy."""
        self.add_due()
        self.folder.mkdir(parents=True, mode=0o700)
        for part in ("", "SQLite format 3\0"):
            service = self.start()
            self.rest(service)
            service.stop()
            name = next(self.folder.glob("*Z.db"))
            killed = name.name + ".new-aB3dE6"
            killed += hashlib.sha256(killed.encode()).hexdigest()[:10]
            (self.folder / killed).write_text(part)
            (self.folder / (killed + "-journal")).write_text("")
            self.on_day(len(self.days()))
            self.change()
            service = self.start()
            self.rest(service)
            service.stop()
            self.assertFalse([name for name in os.listdir(self.folder) if ".new-" in name])

    def test_the_record_is_replaced(self):
        """An older copy replaces it while the service runs. The copies with the lost changes
        stay."""
        self.add_due()
        older = self.desktop.folder / "older.db"
        self.desktop.regimen("backup", str(older))
        for day in range(3):
            self.on_day(day)
            self.change()
            service = self.start()
            self.rest(service)
            if day < 2:
                service.stop()
        self.desktop.regimen("restore", str(older))
        self.rest(service)
        service.stop()
        for day in range(3, 20):
            self.on_day(day)
            self.change()
            service = self.desktop.regimend()
            self.wait_for_copy((FIRST + datetime.timedelta(days=day)).strftime("%Y-%m-%d"))
            wait_for("the end of the program", lambda: not self.programs_of(service))
            service.stop()
        self.assertEqual(self.days()[-3:], ["2026-11-25", "2026-11-24", "2026-11-23"])


if __name__ == "__main__":
    unittest.main()
