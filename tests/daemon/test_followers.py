#!/usr/bin/python3
"""regimend keeps calendar files equal to the record, without disturbing the alerts."""
import os
import shutil
import time
import unittest

from desktop import Desktop, wait_for
from servers import Server

NOW = "2026-11-23T10:00:00+01:00"
ALL = ("actions", "body", "body-markup")


class FollowersTest(unittest.TestCase):
    def setUp(self):
        self.desktop = Desktop()
        self.desktop.environment.update(REGIMEN_NOW=NOW, REGIMEN_EXEC_PATH=os.environ["REGIMEN_EXEC_PATH"])
        self.addCleanup(self.desktop.close)
        self.desktop.start_bus()
        self.desktop.regimen("add", "denosumab", "--first", "2026-11-23")
        self.calendar = self.desktop.folder / "kept" / "calendar.ics"
        self.calendar.parent.mkdir()
        self.desktop.regimen("export", "--keep", str(self.calendar))

    def has(self, text):
        return self.calendar.exists() and text in self.calendar.read_text(encoding="utf-8")

    def serve(self):
        server = Server(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"], ALL)
        self.addCleanup(server.stop)
        return server

    def start(self):
        """Starts the service. Returns: the service, once it has written the calendar file."""
        self.calendar.unlink()
        service = self.desktop.regimend()
        wait_for("the first refresh", self.calendar.exists)
        return service

    def test_a_command_of_another_process(self):
        self.start()
        self.desktop.regimen("book", "denosumab", "2026-11-23 15:00")
        wait_for("the appointment", lambda: self.has("20261123T150000"))
        self.desktop.regimen("undo")
        wait_for("the plan", lambda: self.has("DTSTART;VALUE=DATE:20261123"))

    def test_a_button(self):
        server = self.serve()
        self.start()
        values = wait_for("a notification", server.notified)[0]

        def pressed():  # once more if the click came before the answer to Notify
            server.press(server.last_id, values[5][0])
            time.sleep(0.2)
            return self.has("Denosumab injection 1 (given)")
        wait_for("the dose that was given", pressed)

    def test_kept_and_stopped_while_it_runs(self):
        self.start()
        other = self.desktop.folder / "other.ics"
        self.desktop.regimen("export", "--keep", str(other), "--private")
        self.desktop.regimen("export", "--keep", str(self.calendar), "--stop")
        self.desktop.regimen("book", "denosumab", "2026-11-23 15:00")
        wait_for("the other file", lambda: "20261123T150000" in other.read_text(encoding="utf-8"))
        self.assertFalse(self.has("T150000"))

    def test_a_failure_disturbs_no_alert(self):
        server = self.serve()
        service = self.start()
        shutil.rmtree(self.calendar.parent)
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("what went wrong", lambda: "calendar.ics" in service.said())
        wait_for("the alerts", lambda: len(server.notified()) >= 2)
        self.assertIsNone(service.process.poll())
        self.assertNotIn("enosumab", service.said())

    def test_the_program_is_not_there(self):
        server = self.serve()
        self.desktop.environment["REGIMEN_EXEC_PATH"] = str(self.desktop.folder)
        service = self.desktop.regimend()
        wait_for("what went wrong", lambda: "not installed" in service.said())
        wait_for("an alert", server.notified)

    def test_it_is_quiet_after_that(self):
        """Writing the calendar file changes nothing on record, so it leads to no further
        refresh."""
        self.start()
        self.desktop.regimen("book", "denosumab", "2026-11-23 15:00")
        wait_for("the appointment", lambda: self.has("20261123T150000"))
        before = self.calendar.stat()
        time.sleep(3)
        after = self.calendar.stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))


if __name__ == "__main__":
    unittest.main()
