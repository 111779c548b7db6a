#!/usr/bin/python3
"""regimend with dunst: what arrives there, what happens without a click, and what happens when
regimend ends and is started again. test_real.py tests what all servers have in common.

The clock of regimend is frozen.
"""
import json
import os
import signal
import sqlite3
import time
import unittest

from desktop import Desktop, wait_for
from real import Dunst

NOW = "2026-11-23T10:00:00+01:00"


class DunstTest(unittest.TestCase):
    def setUp(self):
        self.desktop = Desktop(Dunst.needed)
        self.dunst = Dunst(self.desktop)
        self.desktop.environment["REGIMEN_NOW"] = NOW
        self.desktop.start_screen()
        self.addCleanup(self.desktop.close)
        self.desktop.start_bus()

    # ---- the record ----

    def add_due(self, treatment="denosumab", *more):
        self.desktop.regimen("add", treatment, "--first", "2026-11-23", *more)

    def history(self):
        return json.loads(self.desktop.regimen("--json", "history"))["administrations"]

    def given(self):
        return [(row["course"], row["dose"]) for row in self.history() if row["outcome"] == "given"]

    # ---- what arrives ----

    def test_what_arrives(self):
        self.add_due()
        self.dunst.start()
        self.desktop.regimend()
        popup = self.desktop.popups(1)[0]
        self.assertEqual(popup.app, "Regimen")
        self.assertEqual(popup.replaces, 0)
        self.assertEqual(popup.summary, "Due today: Denosumab injection 1")
        self.assertEqual(popup.body.split("\n")[0], "Planned for Mon 2026-11-23")
        self.assertEqual(popup.buttons, ["Given", "Snooze", "Put off"])
        uid = json.loads(self.desktop.regimen("--json", "list"))["courses"][0]["uid"]
        self.assertEqual(popup.keys, [f"{verb}:{uid}/1" for verb in ("given", "snooze", "hold")])
        self.assertEqual(popup.hints["urgency"], 1)
        self.assertEqual(popup.hints["category"], "x-regimen.due")
        self.assertEqual(popup.hints["desktop-entry"], "regimen")
        wait_for("a popup", lambda: self.dunst.count() == 1)

    def test_an_overdue_one_stays(self):
        self.desktop.regimen("add", "denosumab", "--first", "2026-11-10", "--anyway")
        self.dunst.start()
        self.desktop.regimend()
        popup = self.desktop.popups(1)[0]
        self.assertEqual(popup.hints["urgency"], 2)
        self.assertEqual(popup.timeout, 0)  # never
        self.assertIn("Overdue", popup.summary)
        self.assertIn("13 days late", popup.body.split("\n")[:2])

    def test_private(self):
        self.add_due("denosumab", "--place", "Day clinic")
        self.dunst.start()
        self.desktop.regimend("--private")
        popup = self.desktop.popups(1)[0]
        self.assertEqual(popup.summary, "Treatment reminder")
        self.assertIn("regimen", popup.body)
        for word in ("enosumab", "injection", "clinic"):
            self.assertNotIn(word, popup.summary + popup.body + repr(popup.hints))

    # ---- buttons ----

    def test_what_a_safety_check_refuses(self):
        """Dose 1 was given yesterday, weeks late, and dose 2 is planned for today. A click on Given
        is refused, and a note names the command to type."""
        self.desktop.environment["REGIMEN_NOW"] = "2026-10-20T10:00:00+02:00"
        self.desktop.regimen("add", "denosumab", "--first", "2026-10-26", "--every", "4w", "--reckon", "plan")
        self.desktop.environment["REGIMEN_NOW"] = NOW
        self.desktop.regimen("log", "denosumab", "--at", "2026-11-22 12:00")
        self.dunst.start()
        self.desktop.regimend()
        self.desktop.popups(2)  # this one, and what to watch for after dose 1
        wait_for("popups", lambda: self.dunst.count() == 2)
        self.dunst.press("Given")
        note = self.desktop.popups(3)[2]
        self.assertEqual(note.summary, "Nothing was put on record")
        self.assertIn("regimen log denosumab/2 --anyway", note.body)
        self.assertEqual(self.given(), [("denosumab", 1)])

    def test_before_the_appointment_nobody_is_asked(self):
        """The popup gets the button Given when the time has come, and the dose is recorded at that time."""
        self.add_due()
        self.desktop.regimen("book", "denosumab", "2026-11-23 10:40")
        self.dunst.start()
        service = self.desktop.regimend()
        self.assertEqual(self.desktop.popups(1)[0].buttons, ["Snooze", "Put off", "Details"])
        wait_for("a popup", lambda: self.dunst.count() == 1)
        self.assertEqual(service.stop(), 0)
        self.desktop.environment["REGIMEN_NOW"] = "2026-11-23T12:05:00+01:00"
        self.desktop.regimend()
        self.assertEqual(self.desktop.popups(2)[1].buttons, ["Given", "Snooze", "Put off"])
        wait_for("one popup in place of the other", lambda: self.dunst.count() == 1)
        self.dunst.press("Given")
        wait_for("the dose", lambda: self.given() == [("denosumab", 1)])
        self.assertEqual(self.history()[0]["at"], "2026-11-23T10:40:00+01:00")

    # ---- changes meanwhile ----

    def test_a_course_added_meanwhile_is_seen(self):
        self.dunst.start()
        service = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "dunst" in service.said())
        self.add_due()
        self.assertIn("Denosumab", self.desktop.popups(1)[0].summary)

    def test_an_answer_that_is_taken_back_is_asked_for_again(self):
        self.add_due()
        self.dunst.start()
        self.desktop.regimend()
        self.desktop.popups(1)
        wait_for("a popup", lambda: self.dunst.count() == 1)
        self.dunst.press("Given")
        wait_for("the dose", lambda: self.given() == [("denosumab", 1)])
        watch = self.desktop.popups(2)[1]
        self.assertIn("After", watch.summary)
        self.desktop.regimen("undo")
        self.assertEqual(self.desktop.popups(3)[2].summary, "Due today: Denosumab injection 1")
        wait_for("what to watch for to go", lambda: self.dunst.count() == 1)

    def test_put_off_in_a_terminal(self):
        self.add_due()
        self.dunst.start()
        self.desktop.regimend()
        self.desktop.popups(1)
        wait_for("a popup", lambda: self.dunst.count() == 1)
        self.assertIn("You will be reminded of injection denosumab/1 again on Mon 2026-11-23 18:00.", self.desktop.regimen("snooze", "denosumab", "18:00"))
        wait_for("the popup to go", lambda: self.dunst.count() == 0)
        self.assertEqual(len(self.desktop.monitor.shown), 1)

    def test_a_missing_time_zone_is_not_silent(self):
        """This system does not know Anna's zone. The alert of the other person is shown, and --once
        says whose zone is not known, and not that nothing is due."""
        self.add_due()
        self.desktop.regimen("patient", "add", "Anna", "--zone", "Asia/Tokyo")
        with sqlite3.connect(self.desktop.environment["REGIMEN_DB"]) as record:
            record.execute("DROP TRIGGER patient_revisions_update")
            record.execute("UPDATE patient_revisions SET zone = 'Asia/Lostcity' WHERE name = 'Anna'")
        self.dunst.start()
        shown = self.desktop.once()
        self.assertEqual((shown.returncode, shown.stdout), (1, "1 alert shown.\n"))
        self.assertIn("Asia/Lostcity", shown.stderr)
        self.assertIn("regimen patient set Anna --zone ZONE", shown.stderr)
        again = self.desktop.once()
        self.assertEqual((again.returncode, again.stdout), (1, ""))

    # ---- regimend is started again ----

    def test_a_restart_does_not_repeat(self):
        self.add_due()
        self.dunst.start()
        service = self.desktop.regimend()
        self.desktop.popups(1)
        wait_for("a popup", lambda: self.dunst.count() == 1)
        self.assertEqual(service.stop(), 0)
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "dunst" in again.said())
        # dunst reports clicks only to the sender of a popup, so the new service closes the old popup
        # and sends its own
        wait_for("its own popup", lambda: len(self.desktop.monitor.shown) == 2)
        wait_for("one popup", lambda: self.dunst.count() == 1)
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")
        self.assertEqual(len(self.desktop.monitor.shown), 2)

    def test_killed_and_started(self):
        self.add_due()
        self.dunst.start()
        service = self.desktop.regimend()
        self.desktop.popups(1)
        wait_for("a popup", lambda: self.dunst.count() == 1)
        service.stop(signal.SIGKILL)
        self.desktop.environment["REGIMEN_NOW"] = "2026-11-23T10:05:00+01:00"
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "dunst" in again.said())
        self.desktop.once()
        self.assertLessEqual(len(self.desktop.monitor.shown), 2)

    # ---- once ----

    def test_once(self):
        self.add_due()
        self.dunst.start()
        answer = self.desktop.once()
        self.assertEqual((answer.returncode, answer.stdout), (0, "1 alert shown.\n"))
        popup = self.desktop.popups(1)[0]
        self.assertEqual(popup.buttons, [])  # no process stays to hear of a click
        self.assertIn("regimen log denosumab/1", popup.body)
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")

    def test_once_without_a_server(self):
        self.add_due()
        answer = self.desktop.once()
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(answer.stdout, "")
        self.assertEqual(len(answer.stderr.strip().split("\n")), 1)
        self.assertIn("no notification server", answer.stderr)
        self.dunst.start()
        self.assertEqual(self.desktop.once().stdout, "1 alert shown.\n")

    # ---- the service itself ----

    def test_it_ends_at_once(self):
        self.dunst.start()
        service = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "dunst" in service.said())
        begin = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - begin, 20)  # 1 s on a machine that does nothing else; D-Bus waits 25 s

    def test_one_for_each_database(self):
        self.dunst.start()
        first = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "dunst" in first.said())
        second = self.desktop.regimend()
        self.assertEqual(second.process.wait(20), 0)
        self.assertEqual(second.said(), "")

    def test_it_sleeps(self):
        """Nothing wakes it while nothing happens."""
        self.add_due()
        self.dunst.start()
        service = self.desktop.regimend()
        self.desktop.popups(1)
        wait_for("a popup", lambda: self.dunst.count() == 1)
        for _ in range(5):  # what was begun may take a moment on a busy machine
            before = switches(service.pid)
            time.sleep(3)
            woken = switches(service.pid) - before
            if woken == 0:
                break
        self.assertEqual(woken, 0)
        self.assertNotIn("enosumab", service.said())


def switches(pid):
    """How often the threads of a process were given the processor."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status") as status:
            total += sum(int(line.split()[1]) for line in status if "ctxt_switches" in line)
    return total


if __name__ == "__main__":
    unittest.main()
