#!/usr/bin/python3
"""regimend with a real notification server, whose buttons are pressed: test_real.py SERVER.

The clock of regimend is frozen.
"""
import contextlib
import json
import signal
import sqlite3
import sys
import time
import unittest

from desktop import Desktop, wait_for
from real import SERVERS

NOW = "2026-11-23T10:00:00+01:00"
BUTTONS = ["Given", "Snooze", "Put off"]
HARD = "salt & <water> a < b &amp; 'x' \"y\" </b> \N{DROPLET}"


class RealTest(unittest.TestCase):
    server_class = None
    shared_server = None  # the server that all cases share

    def setUp(self):
        self.desktop = self.open_desktop(self.addCleanup)
        self.desktop.environment["REGIMEN_NOW"] = NOW
        if self.server_class.shared:
            self.share_server()
        else:
            self.server = self.start_server(self.desktop, self.addCleanup)
        # If the server cannot replace a popup, its words are chosen so that they stay true.
        self.due_now = "Due today" if self.server.replaces else "Due Mon 23 Nov"

    def open_desktop(self, clean_up):
        desktop = Desktop((*self.server_class.needed, *self.server_class.command[:1]))
        clean_up(desktop.close)
        return desktop

    def start_server(self, desktop, clean_up):
        server = self.server_class(desktop)
        desktop.start_bus()
        server.prepare()
        clean_up(server.close)
        server.start()
        return server

    def share_server(self):
        """The shared server has its own desktop. Each case has its own record, service and
        monitor."""
        if self.shared_server is None:
            desktop = self.open_desktop(self.addClassCleanup)
            RealTest.shared_server = self.start_server(desktop, self.addClassCleanup)
        self.server = self.shared_server
        self.desktop.join_bus(self.server.desktop)
        self.server.begin_again()

    def add_due(self, treatment="denosumab", *more):
        self.desktop.regimen("add", treatment, "--first", "2026-11-23", *more)

    def history(self):
        return json.loads(self.desktop.regimen("--json", "history"))["administrations"]

    def outcomes(self):
        return [(row["course"], row["dose"], row["outcome"]) for row in self.history()]

    def wait_for_popups(self, count):
        wait_for(f"{count} popups", lambda: self.server.count() == count)

    def show_due(self):
        self.add_due()
        service = self.desktop.regimend()
        self.desktop.popups(1)
        self.wait_for_popups(1)
        return service

    # ---- buttons ----

    def test_given_is_one_dose(self):
        self.show_due()
        self.server.press("Given")
        wait_for("a dose", self.history)
        watch = self.desktop.popups(2)[1]
        self.wait_for_popups(1)
        self.assertIn("After Denosumab injection 1", watch.summary)
        for popup in self.server.read():
            self.assertEqual(len(popup.buttons), len(set(popup.buttons)), popup)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])
        self.assertEqual(len(self.desktop.monitor.shown), 2)

    def test_renewed_in_its_place(self):
        """A popup that gets other words keeps its buttons: a click records one dose."""
        if not self.server.replaces:
            self.skipTest("a popup that is replaced does not get its buttons")
        self.add_due()
        self.desktop.regimen("book", "denosumab", "2026-11-23", "10:00", "--place", "Room 5")
        service = self.desktop.regimend()
        self.desktop.popups(1)
        self.wait_for_popups(1)
        self.desktop.regimen("book", "denosumab", "2026-11-23", "10:00", "--place", "Room 6")
        renewed = wait_for("other words", lambda: self.desktop.monitor.replaced)[0]
        self.assertIn("Room 6", renewed.body)
        self.assertEqual(renewed.buttons, BUTTONS)
        time.sleep(1)
        self.assertEqual((self.server.count(), len(self.desktop.monitor.shown)), (1, 1))
        self.server.press("Given")
        wait_for("a dose", self.history)
        self.desktop.popups(2)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])
        self.assertEqual(service.stop(), 0)

    def test_put_off(self):
        """Nothing is lost: the dose is on hold, and the later ones do not move."""
        self.show_due()
        later = json.loads(self.desktop.regimen("--json", "agenda"))["doses"][1:]
        self.server.press("Put off")
        wait_for("the hold", lambda: json.loads(self.desktop.regimen("--json", "agenda"))["doses"][0]["state"] == "held")
        self.wait_for_popups(0)
        self.assertEqual(self.history(), [])
        self.assertEqual(json.loads(self.desktop.regimen("--json", "agenda"))["doses"][1:], later)
        self.assertIn("on hold since Mon 2026-11-23 (put off from the alert)", self.desktop.regimen("list"))

    def test_snooze_comes_again_at_its_moment(self):
        service = self.show_due()
        self.server.press("Snooze")
        self.wait_for_popups(0)
        self.assertEqual(service.stop(), 0)
        self.desktop.environment["REGIMEN_NOW"] = "2026-11-23T10:59:59+01:00"
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")
        self.desktop.environment["REGIMEN_NOW"] = "2026-11-23T11:00:00+01:00"
        self.desktop.regimend()
        self.assertEqual(self.desktop.popups(2)[1].buttons, BUTTONS)
        self.wait_for_popups(1)
        self.assertEqual(self.history(), [])
        self.server.press("Given")
        wait_for("a dose", self.history)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])

    def test_dismissing_writes_nothing(self):
        service = self.show_due()
        self.server.dismiss()
        self.wait_for_popups(0)
        self.assertEqual(service.stop(), 0)
        self.assertEqual(self.history(), [])
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")

    def ask_for_details(self, click, opened, ends):
        """Clicks twice, while two popups are open. @ends: whether the server closes a popup at the
        click, so that it is shown again."""
        seen = min(2, self.server.at_once)
        self.desktop.popups(2)
        self.wait_for_popups(seen)
        for clicks in (1, 2):
            click()
            wait_for("the browser", lambda: len(opened() or []) == clicks)
            self.desktop.popups(2 + clicks * ends)
            self.wait_for_popups(seen)
        self.assertEqual(len(self.desktop.monitor.shown), 2 + 2 * ends)

    def test_a_click_on_the_body(self):
        """It opens the page, writes nothing, and closes no other popup. A server with room for
        three buttons gets a dose of tomorrow, which has only two."""
        if not hasattr(self.server, "click_body"):
            self.skipTest("there is no such click")
        opened = self.desktop.set_browser()
        day = "2026-11-24" if self.server.three_buttons else "2026-11-23"
        self.desktop.regimen("add", "ct", "--on", day)
        self.desktop.regimen("add", "denosumab", "--first", day)
        self.desktop.regimend()
        self.ask_for_details(self.server.click_body, opened, self.server.ends_clicked)
        self.assertEqual(self.history(), [])

    def test_details(self):
        """The button opens the page, too; the popup and its other buttons are still there
        afterwards."""
        opened = self.desktop.set_browser()
        self.desktop.regimen("add", "ct", "--on", "2026-11-24")
        self.desktop.regimen("add", "denosumab", "--first", "2026-11-24")
        self.desktop.regimend()
        self.ask_for_details(lambda: self.server.press("Details"), opened, self.server.ends_details)
        for left in (1, 0):
            self.server.press("Snooze")
            self.wait_for_popups(left)
        self.assertEqual(self.history(), [])

    def test_warning_signs(self):
        """The popup after a dose has a button that opens the page with the signs."""
        opened = self.desktop.set_browser()
        self.add_due()
        self.desktop.regimen("log", "denosumab")
        self.desktop.regimend()
        self.desktop.popups(1)
        self.wait_for_popups(1)
        self.server.press("Warning signs")
        wait_for("the browser", opened)
        page = next((self.desktop.folder / "regimen").glob("*.html")).read_text().split("Treatments</h2>")[0]
        for words in ("After Denosumab injection 1", "Warning signs, and what to do", "Tell a healthcare provider right away."):
            self.assertIn(words, page)

    def test_answered_elsewhere(self):
        self.show_due()
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.wait_for_popups(0)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "skipped")])

    # ---- the server goes ----

    def test_killed_and_started_again(self):
        """The popup is shown once more. The new server begins its ids anew; a click records one
        dose."""
        self.show_due()
        self.server.stop(signal.SIGKILL)
        self.server.start()
        self.desktop.popups(2)
        self.wait_for_popups(1)
        self.server.press("Given")
        wait_for("a dose", self.history)
        self.desktop.popups(3)
        self.wait_for_popups(1)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])
        self.assertEqual(len(self.desktop.monitor.shown), 3)  # due, due again, watch

    def on_record(self):
        """How many popups are on a screen, as far as the record knows."""
        reader = sqlite3.connect(self.desktop.environment["REGIMEN_DB"])
        with contextlib.closing(reader):
            return reader.execute("SELECT count(*) FROM alerts WHERE popup IS NOT NULL").fetchone()[0]

    def restart(self, service):
        """Kills the service, so that it leaves its popup behind, and starts another one. First
        waits until the record knows the popup: otherwise the new service could not recognise it."""
        wait_for("the popup on record", self.on_record)
        service.stop(signal.SIGKILL)
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "with buttons" in again.said())
        if self.server.tells_one:
            self.desktop.popups(2)  # closed, and shown once more by the process that hears of its clicks
        self.wait_for_popups(1)

    def test_a_popup_of_a_service_that_was_killed_is_answered(self):
        self.restart(self.show_due())
        self.server.press("Given")
        wait_for("a dose", self.history)
        self.desktop.popups(2 + self.server.tells_one)
        self.wait_for_popups(1)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])
        self.assertEqual(len(self.desktop.monitor.shown), 2 + self.server.tells_one)  # due, watch

    def test_a_popup_of_a_service_that_was_killed_is_withdrawn(self):
        self.restart(self.show_due())
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.wait_for_popups(0)
        self.assertEqual(len(self.desktop.monitor.shown), 1 + self.server.tells_one)

    def test_full(self):
        """The server refuses the popup while those of other programs take up its room. It is shown
        soon after there is room. The clock runs."""
        if self.server.room is None:
            self.skipTest("it takes any number")
        del self.desktop.environment["REGIMEN_NOW"]
        others = [self.desktop.monitor.notify(f"Mail {number}")
                  for number in range(self.server.room)]
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        service = self.desktop.regimend()
        wait_for("a refusal", lambda: "was not shown" in service.said())
        for number in others[1:]:
            self.desktop.monitor.withdraw(number)
        self.server.dismiss()
        wait_for("a popup", lambda: any(popup.summary == "Due today: Tea dose 1"
                                        for popup in self.server.read()))

    def test_comes_later(self):
        self.server.stop()
        self.add_due()
        service = self.desktop.regimend()
        wait_for("the service", lambda: "no notification server" in service.said())
        self.server.start()
        self.wait_for_popups(1)
        self.assertEqual(len(self.desktop.monitor.shown), 1)

    def test_frozen(self):
        """No popup is lost or shown twice, and a dose that was answered meanwhile is not shown."""
        self.server.freeze()
        self.addCleanup(self.server.thaw)
        self.add_due()
        self.desktop.regimend()
        time.sleep(1)
        self.server.thaw()
        self.desktop.popups(1)
        self.wait_for_popups(1)
        self.server.freeze()
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        self.desktop.regimen("add", "Tea", "--custom", "--on", "2026-11-23")
        self.desktop.regimen("skip", "ct", "--reason", "fever")
        time.sleep(1)
        self.server.thaw()
        self.desktop.popups(2)
        self.wait_for_popups(1)
        self.assertEqual([popup.summary for popup in self.desktop.monitor.shown],
                         [f"{self.due_now}: Denosumab injection 1", f"{self.due_now}: Tea"])
        self.server.press("Taken")
        wait_for("a dose", lambda: len(self.history()) == 3)
        self.assertEqual([row["course"] for row in self.history() if row["outcome"] == "given"],
                         ["tea"])

    def test_do_not_disturb(self):
        """A popup that the server keeps back is shown when popups are allowed again. If the server
        keeps none, an overdue dose may still be shown."""
        if not hasattr(self.server, "disturb"):
            self.skipTest(self.server.always_disturbs)
        self.server.disturb(False)
        self.add_due()
        self.desktop.regimend()
        self.desktop.popups(1)
        time.sleep(1)
        self.assertEqual(self.server.visible(), 0)
        if not self.server.keeps:
            self.desktop.regimen("add", "ct", "--on", "2026-11-20")
            if not self.server.lets_urgent:
                self.desktop.popups(2)
                self.assertEqual(self.server.count(), 0)
                return
            self.wait_for_popups(1)
            self.assertEqual(self.server.read()[0].summary, "Overdue: CT scan")
            return
        self.server.disturb(True)
        wait_for("a popup", lambda: self.server.visible() == 1)
        self.server.press("Given")
        wait_for("a dose", self.history)
        self.assertEqual(self.outcomes(), [("denosumab", 1, "given")])

    # ---- what is read ----

    def test_no_word_is_lost(self):
        self.desktop.regimen("add", HARD, "--custom", "--every", "4w", "--first", "2026-11-23",
                             "--handle", "hard", "--place", HARD)
        self.desktop.regimend()
        self.wait_for_popups(1)
        popup = self.server.read()[0]
        self.assertEqual(popup.summary, f"{self.due_now}: dose 1, {HARD}")
        lines = popup.body.split("\n")
        self.assertEqual(lines[0], "Planned for Mon 2026-11-23")
        self.assertIn(HARD, lines[1])

    def test_a_flood_is_three_popups(self):
        for number in range(6):
            self.desktop.regimen("add", f"Tea {number}", "--custom", "--every", "4w", "--first",
                                 "2026-11-23")
        self.desktop.regimend()
        self.desktop.popups(3)
        for left in (3, 2, 1):
            self.wait_for_popups(min(left, self.server.at_once))
            self.server.dismiss()
        self.wait_for_popups(0)
        digest = [popup for popup in self.desktop.monitor.shown if not popup.buttons]
        self.assertEqual([popup.summary for popup in digest], ["4 reminders while you were away"])

    def test_an_absence_is_one_popup(self):
        for number in range(3):
            self.desktop.regimen("add", f"Tea {number}", "--custom", "--every", "4w", "--first",
                                 "2026-11-22")
        self.desktop.regimend()
        self.wait_for_popups(1)
        popup = self.server.read()[0]
        self.assertEqual(popup.summary, "3 reminders while you were away")
        late = "Still due" if self.server.replaces else "Due Sun 22 Nov"
        self.assertEqual(popup.body.split("\n"),
                         [f"{late}: Tea {number} dose 1" for number in range(3)]
                         + ["To see all, type: regimen"])


if __name__ == "__main__":
    RealTest.server_class = SERVERS[sys.argv.pop(1)]
    unittest.main()
