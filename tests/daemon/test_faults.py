#!/usr/bin/python3
"""regimend with servers that hang, are late, or can do little, and with a bus that hangs. The main
thread must not wait for any of them.

The clock of regimend is frozen.
"""
import os
import signal
import sqlite3
import time
import unittest

from desktop import PROGRAMS, wait_for
from servers import ALL, GIVEN, NAME, PATH, PUT_OFF, SNOOZE, ServedTest
from turns import LONGEST, MODULE, Turns

LIBNOTIFY_WAITS = 25  # seconds


class FaultsTest(ServedTest):
    def start(self, *arguments):
        """Starts a service, and measures how long the turns of its main loop take."""
        self.turns = Turns(self.desktop)
        return self.desktop.regimend(*arguments, environment=self.turns.environment())

    def assert_never_waited(self):
        longest, calls = self.turns.read()
        self.assertEqual(calls, 0)
        self.assertLess(longest, LONGEST)

    def end(self, service):
        self.assertEqual(service.stop(), 0)
        self.assert_never_waited()

    def freeze(self, process):
        os.kill(process.pid, signal.SIGSTOP)
        self.addCleanup(self.thaw, process)

    def thaw(self, process):
        os.kill(process.pid, signal.SIGCONT)

    def add_visit(self):
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")

    # ---- a page takes long ----

    def test_a_page_that_takes_long(self):
        """The service does not wait for it: the next click counts at once. When the program that
        makes the page has failed, a popup says what to type."""
        folder = self.desktop.folder / "programs"
        folder.mkdir()
        page = folder / "regimen-page"
        page.write_text(f"#!/bin/sh\nwhile [ ! -e {folder}/end ]; do sleep 0.1; done\nexit 1\n")
        page.chmod(0o755)
        self.desktop.environment["REGIMEN_EXEC_PATH"] = f"{folder}:{':'.join(map(str, PROGRAMS))}"
        self.add_due()
        self.add_visit()
        server = self.serve(ALL)
        service = self.start()
        wait_for("both", lambda: len(server.notified()) == 2)
        visit, dose = sorted((1, 2), key=lambda number: "Denosumab" in server.notified()[number - 1][3])
        server.press(visit, "default")
        server.press(dose, server.notified()[dose - 1][5][GIVEN])
        wait_for("what to watch for", lambda: len(server.notified()) == 3)
        self.assertIn("After Denosumab", server.notified()[2][3])
        (folder / "end").touch()
        note = wait_for("what to type", lambda: len(server.notified()) == 4 and server.notified()[3])
        self.assertEqual(note[3], server.notified()[visit - 1][3])
        self.assertIn("regimen log ct/1", note[4])
        self.assertNotIn("CT", service.said())
        self.end(service)

    # ---- is the measure right? ----

    @unittest.skipUnless(MODULE, "turns are not measured in this build")
    def test_a_main_thread_that_waits_is_seen(self):
        self.serve(ALL)
        turns = Turns(self.desktop)
        self.desktop.run("gdbus", "call", "--session", "--dest", NAME, "--object-path", PATH, "--method",
                         NAME + ".GetServerInformation", environment=turns.environment()).process.wait(20)
        self.assertGreater(turns.read()[1], 0)

    @unittest.skipUnless(MODULE, "turns are not measured in this build")
    def test_a_main_thread_that_stands_still_is_seen(self):
        """Another program locks the record for a while, and a click has to wait."""
        self.add_due()
        server = self.serve(ALL)
        self.start()
        values = wait_for("a notification", server.notified)[0]
        time.sleep(1)
        holder = sqlite3.connect(self.desktop.environment["REGIMEN_DB"], isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        server.press(1, values[5][GIVEN])
        time.sleep(1)
        holder.execute("ROLLBACK")
        wait_for("a dose", self.history)
        wait_for("the measure", lambda: self.turns.read()[0] > LONGEST)

    # ---- SIGTERM ends the service, even while it waits up to ten seconds for another writer ----

    def hold_the_record(self):
        writer = sqlite3.connect(self.desktop.environment["REGIMEN_DB"], isolation_level=None)
        self.addCleanup(writer.close)
        writer.execute("BEGIN IMMEDIATE")

    def assert_ends(self, service):
        service.process.terminate()
        self.assertEqual(service.process.wait(5), 0)

    def test_it_ends_while_it_waits_to_write(self):
        self.add_due()
        server = self.serve(ALL)
        service = self.start()
        values = wait_for("a notification", server.notified)[0]
        time.sleep(1)
        self.hold_the_record()
        server.press(1, values[5][GIVEN])
        time.sleep(1)
        self.assert_ends(service)

    def test_it_ends_while_it_waits_to_begin(self):
        self.add_due()
        self.hold_the_record()
        service = self.start()
        time.sleep(1)
        self.assert_ends(service)

    # ---- late ----

    def test_silent_from_the_beginning(self):
        """Nothing is shown until the server says what it can do; then at once."""
        self.add_due("denosumab", "--place", "salt & <water>")
        server = self.serve(ALL, silent=("GetCapabilities",))
        service = self.start()
        wait_for("a question", lambda: server.held)
        time.sleep(1)
        self.assertEqual(server.notified(), [])
        server.speak()
        values = wait_for("a notification", server.notified)[0]
        self.assertEqual(len(values[5]), 8)  # with buttons: nothing was guessed
        self.assertIn("salt &amp; &lt;water&gt;", values[4])
        self.end(service)

    def test_an_answer_after_libnotify_gave_up(self):
        """The popup is on the screen nevertheless: it is shown once, and a click records one
        dose."""
        self.add_due()
        server = self.serve(ALL, silent=("Notify",))
        service = self.start()
        values = wait_for("a notification", server.notified)[0]
        time.sleep(LIBNOTIFY_WAITS + 2)
        server.speak()
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len(server.notified()), 1)
        server.press(1, values[5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("its end", lambda: server.closed() == [1])
        self.assertEqual(self.outcomes(), [("denosumab", "given")])
        self.end(service)

    def freeze_in_notify(self, server):
        """Waits until libnotify gives up on Notify. The server answers no other question either."""
        values = wait_for("a notification", server.notified)[0]
        server.silent = ("Notify", "GetServerInformation")
        wait_for("the question after it", lambda: "GetServerInformation" in [method for method, _ in server.held])
        return values

    def test_it_answers_a_question_after_libnotify_gave_up(self):
        """D-Bus keeps the order of calls, so the server has the popup, which is not sent again."""
        self.add_due()
        server = self.serve(ALL, silent=("Notify",))
        service = self.start()
        values = self.freeze_in_notify(server)
        self.add_visit()
        time.sleep(1)
        server.speak()
        wait_for("the next popup", lambda: len(server.notified()) == 2)
        wait_for("the record of both", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len(server.notified()), 2)
        server.press(1, values[5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("its end", lambda: server.closed() == [1])
        self.assertEqual(self.outcomes(), [("denosumab", "given")])
        self.end(service)

    def test_it_dies_after_libnotify_gave_up(self):
        """The popup was lost with the server, so it is shown on the next one."""
        self.add_due()
        first = self.serve(ALL, silent=("Notify",))
        service = self.start()
        self.freeze_in_notify(first)
        first.stop()
        second = self.serve(ALL)
        wait_for("a notification", second.notified)
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual((len(first.notified()), len(second.notified())), (1, 1))
        self.end(service)

    def add_three(self):
        for treatment in ("denosumab", "Tea", "Coffee"):
            self.desktop.regimen("add", treatment, "--first", "2026-11-23", "--every", "4w",
                                 *(("--custom",) if treatment != "denosumab" else ()))

    def test_slow_with_popups_alone(self):
        """libnotify waits for the answer to the first of three alerts; the others come after it."""
        self.add_three()
        server = self.serve(ALL, silent=("Notify",))
        service = self.start()
        wait_for("the first", server.notified)
        time.sleep(5)
        self.assertEqual(len(server.notified()), 1)
        server.speak()
        wait_for("three notifications", lambda: len(server.notified()) == 3)
        wait_for("the record of them", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len(server.notified()), 3)
        self.end(service)

    def test_slow_in_everything(self):
        """Each answer takes seconds; each of three alerts is shown once, one after the other."""
        self.add_three()
        asked = ("GetCapabilities", "GetServerInformation", "Notify")
        server = self.serve(ALL, silent=asked)
        service = self.start()
        while len(server.notified()) < 3 or server.held:
            wait_for("a question", lambda: server.held)
            self.assertLessEqual([method for method, _ in server.held].count("Notify"), 1)
            time.sleep(2)
            server.speak(silent=asked)
            time.sleep(0.1)
        server.speak()
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len(server.notified()), 3)
        for number, values in enumerate(server.notified(), 1):
            server.press(number, values[5][GIVEN])
        wait_for("doses", lambda: len(self.history()) == 3)
        self.end(service)

    def test_what_it_can_do_is_asked_once(self):
        """Each server is asked once. Before a popup it only gets a Ping, which its D-Bus library
        answers."""
        first = self.serve(ALL)
        service = self.start()
        wait_for("the server to be seen", lambda: "Plain" in service.said())
        before = len(first.calls)
        for number in (1, 2, 3):
            self.desktop.regimen("add", f"Tea {number}", "--custom", "--on", "2026-11-23")
            wait_for("a popup", lambda: len(first.notified()) == number)
            time.sleep(0.5)
        self.assertEqual([method for method, _ in first.calls[before:]], ["Notify"] * 3)
        first.stop()
        second = self.serve(ALL)
        wait_for("the popups once more", lambda: len(second.notified()) == 3)
        for server in (first, second):
            self.assertEqual([method for method, _ in server.calls].count("GetCapabilities"), 1)
        self.end(service)

    def test_answered_before_the_server_answers(self):
        """A popup that was not sent yet is not shown. One that was sent is closed as soon as the
        server has given it a number."""
        self.add_due()
        server = self.serve(ALL, silent=("Notify",))
        service = self.start()
        wait_for("a notification", server.notified)
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.add_visit()
        self.desktop.regimen("skip", "ct", "--reason", "fever")
        time.sleep(1)  # the service has to see it before the server speaks
        server.speak()
        wait_for("its end", lambda: server.closed() == [1])
        time.sleep(1)
        self.assertEqual(len(server.notified()), 1)
        self.end(service)

    def test_it_dies_without_an_answer(self):
        self.add_due()
        first = self.serve(ALL, silent=("Notify",))
        service = self.start()
        wait_for("a notification", first.notified)
        first.stop()
        second = self.serve(ALL)
        wait_for("a notification", second.notified)
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.assertEqual(len(second.notified()), 1)
        self.end(service)

    # ---- poor ----

    def test_without_a_body_the_summary_says_all(self):
        self.add_due("denosumab", "--place", "Day clinic")
        server = self.serve(("actions",))
        service = self.start()
        values = wait_for("a notification", server.notified)[0]
        for words in ("Due Mon 23 Nov: Denosumab injection 1", "Planned for Mon 2026-11-23",
                      "Day clinic"):
            self.assertIn(words, values[3])
        self.assertNotIn("\n", values[3])
        self.assertEqual(values[4], "")
        self.end(service)

    def test_without_anything(self):
        self.add_due()
        server = self.serve(())
        service = self.start()
        values = wait_for("a notification", server.notified)[0]
        self.assertIn("regimen log denosumab/1", values[3])
        self.assertEqual(values[5], [])
        self.end(service)

    # ---- clicks ----

    def test_a_click_that_comes_late(self):
        """The dose was answered in the terminal. Clicks before and after the popup is closed change
        nothing."""
        self.add_due()
        server = self.serve(ALL, silent=("CloseNotification",))
        service = self.start()
        values = wait_for("a notification", server.notified)[0]
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        wait_for("the wish to close it", lambda: server.closed() == [1])
        for place in (GIVEN, SNOOZE, PUT_OFF):
            server.press(1, values[5][place])
        server.close_popup(1, 3)
        for place in (GIVEN, SNOOZE, PUT_OFF):
            server.press(1, values[5][place])
        server.press(77, values[5][GIVEN])  # an id that nobody knows
        self.add_visit()
        wait_for("the next popup", lambda: len(server.notified()) > 1)
        self.assertEqual(self.outcomes(), [("denosumab", "skipped")])
        self.assertEqual([values[3] for values in server.notified()[1:]], ["Due Mon 23 Nov: CT scan"])
        self.end(service)

    # ---- the bus ----

    def test_a_bus_that_hangs(self):
        self.serve(ALL)
        service = self.start()
        wait_for("the server to be seen", lambda: "Plain" in service.said())
        self.freeze(self.desktop.bus)
        self.add_due()  # the record is not locked
        time.sleep(2)
        self.assertIsNone(service.process.poll())
        self.thaw(self.desktop.bus)
        self.desktop.popups(1)
        self.end(service)

    def test_a_bus_that_hangs_from_the_beginning(self):
        self.add_due()
        server = self.serve(ALL)
        self.freeze(self.desktop.bus)
        first = self.start()
        time.sleep(1)
        self.end(first)  # although the bus hangs
        second = self.start()
        time.sleep(1)
        self.thaw(self.desktop.bus)
        wait_for("a notification", server.notified)
        self.end(second)

    def test_no_bus(self):
        self.add_due()
        self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
        service = self.start()
        self.assertEqual(service.process.wait(20), 1)
        self.assertIn("no desktop session was found: alerts need one", service.said())
        self.assert_never_waited()


if __name__ == "__main__":
    unittest.main()
