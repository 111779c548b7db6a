#!/usr/bin/python3
"""Nobody else: other programs on the session bus cannot answer a dose, and nothing personal leaves regimend: not in the arguments of
the programs that it starts, not in its log, and not in what is left of a crash.

The clock of regimend is frozen.
"""
import os
import resource
import signal
import subprocess
import time
import unittest

from gi.repository import Gio, GLib

from desktop import program, wait_for
from servers import ALL, GIVEN, NAME, PATH, Server, ServedTest

CHILDREN = os.environ.get("REGIMEN_CHILDREN_MODULE")
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Known(Server):
    """It remembers who sent the popups."""

    sender = None

    def reply(self, method, invocation):
        if method == "Notify":
            self.sender = invocation.get_sender()
        super().reply(method, invocation)


class ForgedTest(ServedTest):
    def setUp(self):
        super().setUp()
        self.other = Gio.DBusConnection.new_for_address_sync(
            self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.other.set_exit_on_close(False)
        self.addCleanup(self.other.close_sync, None)

    def forge(self, receiver, signal_name, values):
        self.other.emit_signal(receiver, PATH, NAME, signal_name, values)
        self.other.flush_sync(None)

    def test_a_click_that_another_program_reports(self):
        """To everybody, and to the service alone, which the bus delivers whoever sends it."""
        self.add_due()
        server = self.serve(ALL, kind=Known)
        service = self.desktop.regimend()
        key = wait_for("a notification", server.notified)[0][5][GIVEN]
        time.sleep(1)  # the service has the answer
        for receiver in (None, server.sender):
            for number in (server.last_id, 0):
                self.forge(receiver, "ActivationToken", GLib.Variant("(us)", (number, "token")))
                self.forge(receiver, "ActionInvoked", GLib.Variant("(us)", (number, key)))
                self.forge(receiver, "NotificationClosed", GLib.Variant("(uu)", (number, 2)))
        time.sleep(2)
        self.assertEqual(self.history(), [])
        self.assertIsNone(service.process.poll())
        # the control: the same from the server; so the popup, the key and the number were right
        server.press(server.last_id, key)
        wait_for("the dose", self.history)
        self.assertEqual(self.outcomes(), [("denosumab", "given")])


class PersonalTest(ServedTest):
    #: None of these is a word of the programs or of their files.
    PERSONAL = ("Adelheid", "Bertram", "Xylomorphan", "xylomorphan", "Zebrafink", "5557361", "Quittenweg", "denosumab", "Denosumab", "Migraene")

    def setUp(self):
        super().setUp()
        self.desktop.environment["REGIMEN_EXEC_PATH"] = os.environ["REGIMEN_EXEC_PATH"]
        for words in (["patient", "add", "Adelheid", "--zone", "Europe/Berlin"],
                      ["add", "--custom", "Xylomorphan", "--times", "09:00,20:00", "--first", "2026-11-22", "--patient", "Adelheid", "--anyway"],
                      ["add", "denosumab", "--first", "2026-11-23", "--place", "Quittenweg 3", "--patient", "Adelheid"],
                      ["log", "xylomorphan/1", "--at", "2026-11-22 09:00", "--note", "Zebrafink"],
                      ["skip", "xylomorphan/2", "--reason", "Migraene"],
                      ["contact", "add", "Zebrafink", "--phone", "5557361", "--patient", "Adelheid"],
                      ["ask", "Zebrafink?", "--patient", "Adelheid"],
                      ["patient", "add", "Bertram", "--zone", "Europe/Berlin"], ["add", "ct", "--on", "2026-11-23", "--patient", "Bertram"]):
            self.desktop.regimen(*words)

    def assert_nothing_personal(self, text, what):
        for word in self.PERSONAL:
            self.assertNotIn(word, text, what)

    @unittest.skipUnless(CHILDREN, "nothing can be preloaded in this build")
    def test_arguments_and_log(self):
        calendar = self.desktop.folder / "calendar.ics"
        self.desktop.regimen("export", "--keep", str(calendar), "--patient", "Adelheid")
        calendar.unlink()
        opened = self.desktop.set_browser()
        server = self.serve(ALL)
        log = self.desktop.folder / "children"
        service = self.desktop.regimend(environment={**self.desktop.environment, "LD_PRELOAD": CHILDREN, "CHILDREN_LOG": str(log)})
        wait_for("the calendar", calendar.exists)
        wait_for("the alerts", lambda: len(server.notified()) >= 3)
        time.sleep(1)
        number, values = next((n, v) for n, v in enumerate(server.notified(), 1) if "Denosumab" in v[4])
        self.assertIn("Adelheid", "".join(str(v) for v in server.notified()))
        server.press(number, "default")
        wait_for("the page", opened)
        server.press(number, values[5][GIVEN])
        wait_for("the dose", lambda: ("denosumab", "given") in self.outcomes())
        self.desktop.regimen("log", "xylomorphan/3", "--note", "Zebrafink")
        # a click that is refused, and a record that cannot be read, are said in the log
        server.press(number, values[5][GIVEN])
        wait_for("a copy of the day", lambda: "backup" in log.read_text())
        time.sleep(1)
        noted = log.read_text()
        for name in ("regimen-export", "regimen-page", "backup"):
            self.assertIn(name, noted)
        self.assert_nothing_personal(noted, "arguments")
        self.assertEqual(service.stop(), 0)
        self.assertIn("Plain", service.said())
        self.assert_nothing_personal(service.said(), "log")

    @unittest.skipUnless(CHILDREN, "nothing can be preloaded in this build")
    def test_control(self):
        """What a shell starts with such a word is noted."""
        log = self.desktop.folder / "children"
        subprocess.run(["sh", "-c", "env true Zebrafink; exit 0"], check=True,
                       env={**self.desktop.environment, "LD_PRELOAD": CHILDREN, "CHILDREN_LOG": str(log)})
        with self.assertRaises(AssertionError):
            self.assert_nothing_personal(log.read_text(), "arguments")


class CrashTest(ServedTest):
    """No core dump has what people noted."""

    def crash(self, command, ready, how, raised=False):
        """Starts a program in a folder of its own, and has it crash. @ready: tells when. Returns: whether a core was written."""
        folder = self.desktop.folder / "crash"
        folder.mkdir(exist_ok=True)
        process = subprocess.Popen(command, env=self.desktop.environment, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, UNLIMITED))
        wait_for("the program", lambda: ready(process))
        if raised:
            try:
                resource.prlimit(process.pid, resource.RLIMIT_CORE, UNLIMITED)
            except PermissionError:
                pass  # the process cannot be touched, which is as good
        os.kill(process.pid, how)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = 0
        process.stdin.close()
        self.assertTrue(os.WIFSIGNALED(status))
        left = [path for path in folder.iterdir() if b"Zebrafink" in path.read_bytes()]
        self.assertEqual(left, [])
        return os.WCOREDUMP(status)

    def test_a_crash_leaves_no_core(self):
        with open(program("regimend"), "rb") as file:
            if b"__asan_init" in file.read():
                self.skipTest("a sanitizer handles crashes itself")
        if not self.crash(["cat"], lambda process: process.poll() is None and is_program(process, "cat"), signal.SIGSEGV):
            self.skipTest("this system writes no cores at all")
        self.desktop.regimen("add", "denosumab", "--first", "2026-11-23", "--place", "Zebrafink")
        server = self.serve(ALL)
        for how in (signal.SIGSEGV, signal.SIGABRT):
            for raised in (False, True):
                with self.subTest(how=how, raised=raised):
                    before = len([call for call in server.calls if call[0] == "GetCapabilities"])
                    self.assertFalse(self.crash([program("regimend")], lambda _, before=before: self.knows(server, before), how, raised))
        self.assertIn("Zebrafink", str(server.notified()))

    def knows(self, server, before):
        """Whether a service has asked the server since, and has something on the screen."""
        return len([call for call in server.calls if call[0] == "GetCapabilities"]) > before and server.notified()


def is_program(process, name):
    with open(f"/proc/{process.pid}/comm", encoding="utf-8") as file:
        return file.read().strip() == name


if __name__ == "__main__":
    unittest.main()
