#!/usr/bin/python3
"""regimend with notification servers that are silent, refuse, have no buttons, or use their ids again."""
import pathlib
import re
import signal
import time
import unittest
import urllib.parse

from gi.repository import GLib

from desktop import wait_for
from servers import ALL, GIVEN, PUT_OFF, Discreet, Gnome, Hasty, Hiding, Late, Lxqt, Mate, Mute, ServedTest, Server

SOON = 20  # seconds, on a busy machine; half a second on an idle one. D-Bus gives up after 25.


class ServersTest(ServedTest):
    def test_without_buttons_the_body_names_the_commands(self):
        self.add_due("denosumab", "--place", "salt & <water>")
        server = self.serve(("body",))
        self.desktop.regimend()
        values = wait_for("a notification", server.notified)[0]
        self.assertEqual(values[5], [])
        lines = values[4].split("\n")
        self.assertLessEqual(len(lines), 4)
        self.assertIn("salt & <water>", lines[1])  # as it is: this server reads no markup
        self.assertIn("Given that day? regimen log denosumab/1 --at 2026-11-23", lines)

    def test_the_commands_name_a_record_that_is_not_the_usual_one(self):
        """Commands in a popup about another record must not change the user's own record."""
        record = str(pathlib.Path(self.desktop.environment["HOME"]) / "my mother.db")
        self.desktop.regimen("--db", record, "add", "denosumab", "--first", "2026-11-23")
        server = self.serve(("body",))
        self.desktop.regimend("--db", record)
        lines = wait_for("a notification", server.notified)[0][4].split("\n")
        commands = [line[line.index("regimen "):] for line in lines if "regimen " in line]
        self.assertGreater(len(commands), 0)
        for command in commands:
            self.assertTrue(command.startswith(f"regimen --db '{record}' "), lines)

    def test_a_refused_click_names_the_person(self):
        """Two people have a course of the same name."""
        now = self.desktop.environment["REGIMEN_NOW"]
        self.desktop.regimen("patient", "add", "Anna")
        self.desktop.regimen("patient", "add", "Karl")
        self.desktop.environment["REGIMEN_NOW"] = "2026-10-20T10:00:00+02:00"
        for name, first in (("Anna", "2026-12-28"), ("Karl", "2026-10-26")):
            self.desktop.regimen("--patient", name, "add", "denosumab", "--first", first, "--every", "4w", "--reckon", "plan")
        self.desktop.environment["REGIMEN_NOW"] = now
        self.desktop.regimen("--patient", "Karl", "log", "denosumab", "--at", "2026-11-22 12:00")
        server = self.serve(ALL)
        self.desktop.regimend()
        shown = wait_for("notifications", lambda: len(server.notified()) == 2 and server.notified())
        his, = [(number, values) for number, values in enumerate(shown, 1)
                if "Karl" in values[3] + values[4] and any(key.startswith("given:") for key in values[5])]
        server.press(his[0], his[1][5][GIVEN])
        wait_for("a note", lambda: len(server.notified()) == 3)
        self.assertIn("regimen --patient Karl log denosumab/2 --anyway", server.notified()[-1][4])

    def test_silent_from_the_beginning(self):
        """The service ends soon, although one call to the server may take 25 s to fail."""
        self.add_due()
        server = self.serve(ALL, silent=("GetCapabilities", "Notify"))
        service = self.desktop.regimend()
        wait_for("a question", lambda: server.calls)
        self.assert_record_is_free()
        self.assert_ends_soon(service)

    def test_silent_when_showing(self):
        self.add_due()
        server = self.serve(ALL, silent=("Notify",))
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.assert_record_is_free()
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        self.assert_ends_soon(service)

    def assert_record_is_free(self):
        """A command is not held up by a service that waits for a server."""
        begin = time.monotonic()
        self.desktop.regimen("patient", "set", "me", "--name", "Anna")
        self.assertLess(time.monotonic() - begin, SOON)

    def assert_ends_soon(self, service):
        wait_for("a service that can be told to end", service.heeds)
        begin = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - begin, SOON)

    def test_a_refusal_is_tried_again_later(self):
        # If a copy were made now, that would empty the -wal file, which looks like a change, so that
        # the service would try again at once.
        settings = self.desktop.folder / "config" / "regimen" / "regimen.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text("[backup]\ndaily=false\n", encoding="utf-8")
        self.desktop.environment["XDG_CONFIG_HOME"] = str(self.desktop.folder / "config")
        self.add_due()
        server = self.serve(ALL, refuses=True)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        wait_for("the refusal", lambda: "too many" in service.said())
        self.assertEqual(service.stop(), 0)
        server.refuses = False
        self.assertEqual(self.desktop.once().stdout, "1 alert shown.\n")

    def test_shown_soon_after_the_last_refusal(self):
        """The clock runs here."""
        del self.desktop.environment["REGIMEN_NOW"]
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        server = self.serve(ALL, refuses=True)
        service = self.desktop.regimend()
        wait_for("the refusal", lambda: "too many" in service.said())
        server.refuses = False
        before = len(server.notified())
        wait_for("a notification", lambda: len(server.notified()) > before)
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")

    def test_once_with_a_refusal(self):
        self.add_due()
        self.serve(ALL, refuses=True)
        answer = self.desktop.once()
        self.assertEqual((answer.returncode, answer.stdout), (1, ""))
        self.assertIn("did not show every alert", answer.stderr)

    def test_double_click(self):
        self.add_due()
        server = self.serve(ALL)
        self.desktop.regimend()
        values = wait_for("a notification", server.notified)[0]
        for _ in range(3):
            server.press(1, values[5][GIVEN])
        server.press(1, values[5][PUT_OFF])
        wait_for("a dose", self.history)
        wait_for("what to watch for", lambda: len(server.notified()) == 2)
        self.assertEqual([row["outcome"] for row in self.history()], ["given"])
        wait_for("its end", lambda: ("CloseNotification", (1,)) in server.calls)

    def test_put_off_keeps_a_hold_that_is_on_record(self):
        """The clinic's hold was typed; a click on the popup that was still there does not replace its reason."""
        self.add_due()
        server = self.serve(ALL)
        self.desktop.regimend()
        values = wait_for("a notification", server.notified)[0]
        self.desktop.regimen("hold", "denosumab", "--reason", "creatinine", "--until", "2026-11-25")
        wait_for("its end", lambda: ("CloseNotification", (1,)) in server.calls)
        server.press(1, values[5][PUT_OFF])
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the next popup", lambda: len(server.notified()) > 1)
        self.assertIn("on hold since Mon 2026-11-23 (creatinine)", self.desktop.regimen("list"))
        self.assertEqual(server.notified()[1][3], "Due Mon 23 Nov: CT scan")

    def test_ids_used_again(self):
        """After a restart the new server gives id 1 to another dose: a click on it reaches that dose alone."""
        self.add_due("denosumab")
        first = self.serve(ALL)
        self.desktop.regimend()
        wait_for("a notification", first.notified)
        old_key = first.notified()[0][5][GIVEN]
        first.stop()
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        second = self.serve(ALL)
        wait_for("a notification", second.notified)
        self.assertIn("CT", second.notified()[0][3])
        second.press(1, old_key)
        second.press(1, second.notified()[0][5][GIVEN])
        rows = wait_for("a dose", lambda: [r for r in self.history() if r["outcome"] == "given"])
        self.assertEqual([row["course"] for row in rows], ["ct"])
        skipped = [row["course"] for row in self.history() if row["outcome"] == "skipped"]
        self.assertEqual(skipped, ["denosumab"])

    def test_time_out_and_closing_write_nothing(self):
        self.add_due()
        server = self.serve(ALL)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        for reason in (1, 2, 3, 4):
            server.close_popup(1, reason)
        server.press(1, "default")
        self.assertEqual(service.stop(), 0)
        self.assertEqual(self.history(), [])
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")

    # ---- servers that tell only the sender, and drop buttons ----

    def wait_for_record(self):
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")

    def restart(self, service):
        service.stop(signal.SIGKILL)
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "with buttons" in again.said())
        return again

    def test_a_click_after_a_restart(self):
        """Nobody hears of clicks on the popup of a service that was killed. So the popup is closed
        and shown once more; then a click counts."""
        self.add_due()
        server = self.serve(kind=Gnome)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        self.restart(service)
        wait_for("it once more", lambda: len(server.notified()) == 2)
        wait_for("the end of the first", lambda: list(server.open) == [2])
        self.wait_for_record()
        server.press(2, server.notified()[1][5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("what to watch for", lambda: list(server.open) == [3])
        self.assertEqual(self.outcomes(), [("denosumab", "given")])
        self.assertEqual(len(server.notified()), 3)

    def test_answered_while_the_service_was_down(self):
        """The popup is closed and does not come again."""
        self.add_due()
        server = self.serve(kind=Gnome)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        service.stop(signal.SIGKILL)
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        self.desktop.regimend()
        wait_for("its end", lambda: not server.open)
        time.sleep(0.5)
        self.assertEqual(len(server.notified()), 1)

    def test_snoozed_while_no_service_runs(self):
        """The popup leaves the screen, and the alert comes back in one popup, which an answer ends."""
        self.add_due()
        server = self.serve(kind=Gnome)
        times = ["10:00", "10:06", "11:06", "11:08"]
        for number, clock in enumerate(times):
            self.desktop.environment["REGIMEN_NOW"] = f"2026-11-23T{clock}:00+01:00"
            if number == 3:
                self.desktop.regimen("log", "denosumab")
            self.desktop.once()
            wait_for("what is on the screen", lambda: list(server.open) == [[1], [], [2], [3]][number])  # pylint: disable=W0640
            if number == 0:
                self.desktop.regimen("snooze", "denosumab")
        self.assertEqual([popup[3] for popup in server.notified()],
                         ["Due Mon 23 Nov: Denosumab injection 1"] * 2 + ["After Denosumab injection 1"])

    def pages(self):
        return sorted((self.desktop.folder / "regimen").glob("*"))

    def test_a_click_opens_a_page(self):
        """It opens in the user's browser, with the token of the click. No other popup is closed,
        and the page is removed when the dose is answered."""
        opened = self.desktop.set_browser()
        self.add_due("denosumab", "--place", "<b>Room</b> & 5")
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        server = self.serve(kind=Gnome)
        self.desktop.regimend()
        wait_for("both", lambda: len(server.open) == 2)
        self.wait_for_record()
        number = 1 + [("Denosumab" in values[3]) for values in server.notified()].index(True)
        server.emit("ActivationToken", GLib.Variant("(us)", (number, "token-7")))
        server.click(number)
        token, uri = wait_for("the browser", opened)[0].split(" ")
        self.assertEqual(token, "token-7")
        path = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(uri).path))
        self.assertEqual([path], self.pages())
        self.assertEqual((path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777), (0o600, 0o700))
        page = path.read_text()
        for words in ("Due Mon 23 Nov: Denosumab injection 1", "Planned for Mon 2026-11-23", "&lt;b&gt;Room&lt;/b&gt; &amp; 5",
                      "regimen log denosumab/1"):
            self.assertIn(words, page.split("Treatments</h2>")[0])
        self.assertEqual(self.without_reminders(page), self.sheet())
        time.sleep(0.5)
        self.assertEqual((sorted(server.open), len(server.notified()), self.history()), ([1, 2], 2, []))
        server.press(number, server.notified()[number - 1][5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("the end of the page", lambda: not self.pages())

    def sheet(self):
        """The page that the command "sheet" makes."""
        path = self.desktop.folder / "sheet.html"
        self.desktop.regimen("sheet", str(path))
        return path.read_text()

    def without_reminders(self, page):
        return re.sub(r"<section class=\"reminder\".*?</section>\n", "", page, flags=re.DOTALL)

    def test_the_page_is_new_at_each_click(self):
        """It shows what was put on record since the last click."""
        opened = self.desktop.set_browser()
        self.add_due()
        server = self.serve(kind=Gnome)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        for clicks, question in enumerate(("May I travel?", "How long?"), 1):
            self.desktop.regimen("ask", question)
            server.click(1)
            wait_for("the browser", lambda: len(opened() or []) == clicks)
            self.assertEqual(self.without_reminders(self.pages()[0].read_text()), self.sheet())
            self.assertIn(question, self.pages()[0].read_text())
        self.assertEqual(len(self.pages()), 1)

    def test_what_to_watch_for_leads_to_the_signs(self):
        """The popup has a button that says so. The page begins with whom to call and what to do."""
        opened = self.desktop.set_browser()
        self.add_due()
        self.desktop.regimen("contact", "add", "Ward 3", "--phone", "555-0100", "--for", "urgent")
        self.desktop.regimen("log", "denosumab")
        # if the server shows the default action as a button, that is the button
        for clicks, (kind, labels) in enumerate(((Gnome, ["Warning signs"] * 2), (Lxqt, ["Warning signs"])), 1):
            server = self.serve(kind=kind)
            service = self.desktop.regimend()
            actions = wait_for("a notification", server.notified)[0][5]
            self.assertEqual(actions[1::2], labels)
            wait_for("the server to be seen", lambda: service.said().count("with buttons"))
            server.press(1, actions[0])
            wait_for("the browser", lambda: len(opened() or []) == clicks)
            page = self.pages()[0].read_text().split("Treatments</h2>")[0]
            for words in ("After Denosumab injection 1", "Ward 3, 555-0100 (urgent)", "Side effects to watch for",
                          "Tell a healthcare provider right away."):
                self.assertIn(words, page)
            service.stop()
            server.stop()

    def test_the_page_of_a_private_popup(self):
        """It is the page that the command makes in private mode: without names of people and
        places, and without phone numbers."""
        opened = self.desktop.set_browser()
        self.add_due("denosumab", "--place", "Room 5")
        self.desktop.regimen("contact", "add", "Ward 3", "--phone", "555-0100")
        server = self.serve(kind=Gnome)
        self.desktop.regimend("--private")
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.click(1)
        wait_for("the browser", opened)
        page = self.pages()[0].read_text()
        path = self.desktop.folder / "sheet.html"
        self.desktop.regimen("--private", "sheet", str(path))
        self.assertEqual(self.without_reminders(page), path.read_text())
        self.assertIn("Treatment reminder</h2>", page)
        for words in ("Room 5", "Ward 3", "555-0100"):
            self.assertNotIn(words, page)

    def test_the_button_details(self):
        """A popup with room for it has the button. It also works after a restart, when the service
        does not know the popup."""
        opened = self.desktop.set_browser()
        server, service = self.show_tomorrow(name="Plain")
        keys = server.notified()[0][5]
        self.assertEqual(keys[1::2], ["Snooze", "Details", "Details"])
        self.assertEqual(keys[4], "default")
        server.press(1, keys[2])
        wait_for("the browser", opened)
        service.stop(signal.SIGKILL)
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "with buttons" in again.said())
        wait_for("the end of old pages", lambda: not self.pages())
        server.press(77, keys[2])
        wait_for("the browser again", lambda: len(opened()) == 2)
        self.assertEqual(len(self.pages()), 1)

    def test_nothing_opens_the_page(self):
        """A popup says what to type, once."""
        self.desktop.set_browser(opens=False)
        self.add_due()
        server = self.serve(kind=Gnome)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.click(1)
        note = wait_for("what to type", lambda: len(server.notified()) == 2 and server.notified()[1])
        self.assertIn("regimen log denosumab/1", note[4])
        server.click(1)
        time.sleep(1)
        self.assertEqual(len(server.notified()), 2)
        self.assertNotIn("enosumab", service.said())

    def test_a_click_beside_the_buttons(self):
        """It tells more, and closes no other popup."""
        self.desktop.set_browser(opens=False)
        self.add_due()
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        server = self.serve(kind=Gnome)
        self.desktop.regimend()
        wait_for("both", lambda: len(server.open) == 2)
        self.wait_for_record()
        number = 1 + [("Denosumab" in values[3]) for values in server.notified()].index(True)
        server.click(number)
        wait_for("more", lambda: len(server.notified()) == 3)
        self.assertEqual(server.notified()[2][3], server.notified()[number - 1][3])
        self.assertIn("regimen log denosumab/1", server.notified()[2][4])
        server.click(3)
        time.sleep(0.5)
        self.assertEqual(sorted(server.open), [1, 2, 3])
        self.assertEqual(self.history(), [])
        server.press(number, server.notified()[number - 1][5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("its end", lambda: number not in server.open)

    # ---- what stands on the screen stays true ----

    TOMORROW = "2026-11-24T00:00:05+01:00"

    def show_tomorrow(self, **options):
        """Shows a popup about tomorrow, which is still open when the service starts again after
        midnight."""
        self.desktop.regimen("add", "denosumab", "--first", "2026-11-24", "--place", "Day clinic")
        server = self.serve(ALL, **options)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        return server, service

    def test_a_popup_that_ends_with_the_click(self):
        """After a click for details, the popup comes back with its buttons. After the user closed
        it, it does not."""
        opened = self.desktop.set_browser()
        self.add_due()
        server = self.serve(kind=Mate)
        service = self.desktop.regimend()
        first = wait_for("a notification", server.notified)[0]
        self.wait_for_record()
        for clicks in (1, 2):
            server.click(clicks, "default")
            wait_for("the browser", lambda: len(opened() or []) == clicks)
            wait_for("the popup again", lambda: len(server.notified()) == clicks + 1)
            self.assertEqual(server.notified()[clicks][1:6], first[1:6])
        self.assertEqual(self.history(), [])
        server.click(3, first[5][GIVEN])
        wait_for("a dose", self.history)
        wait_for("what to watch for", lambda: len(server.notified()) == 4)
        server.close_popup(4, 2)
        self.assertEqual(service.stop(), 0)
        self.assertEqual((len(server.notified()), self.outcomes()), (4, [("denosumab", "given")]))

    def test_a_popup_that_came_back_is_dismissed(self):
        opened = self.desktop.set_browser()
        self.add_due()
        server = self.serve(kind=Mate)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.click(1, "default")
        wait_for("the browser", opened)
        wait_for("the popup again", lambda: len(server.notified()) == 2)
        wait_for("the record", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        server.close_popup(2, 2)
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("another", lambda: len(server.notified()) == 3)
        self.assertEqual((server.notified()[2][3], self.history()), ("Due today: CT scan", []))

    def test_a_popup_that_is_hidden_by_the_click(self):
        opened = self.desktop.set_browser()
        self.add_due()
        server = self.serve(kind=Hiding)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.press(1, "default")
        wait_for("the browser", opened)
        wait_for("the popup again", lambda: len(server.notified()) == 2)
        self.assertEqual((server.closed(), server.notified()[1][1], self.history()), ([1], 0, []))
        server.press(2, server.notified()[1][5][GIVEN])
        wait_for("a dose", self.history)

    def test_a_click_that_is_reported_twice(self):
        """The notification-daemon of Debian 13 reports a click on a button for the button and for
        the popup. It opens only one page."""
        opened = self.desktop.set_browser()
        self.desktop.regimen("add", "ct", "--on", "2026-11-24")
        server = self.serve(kind=Hiding)
        self.desktop.regimend()
        for clicks in (1, 2):
            values = wait_for("a notification", lambda: len(server.notified()) == clicks and server.notified()[-1])
            self.wait_for_record()
            details, = [key for key in values[5] if key.startswith("details:")]
            server.press(clicks, details)
            server.press(clicks, "default")
            wait_for("the browser", lambda: len(opened() or []) == clicks)
            wait_for("the popup again", lambda: len(server.notified()) == clicks + 1)
        self.assertEqual((len(opened()), self.history()), (2, []))

    def test_a_server_with_the_name_of_another(self):
        """A popup that was answered is closed at once, and is not sent again before that."""
        self.add_due()
        server = self.serve(kind=Mate)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        wait_for("its end", lambda: server.closed() == [1])
        self.assertEqual(len(server.notified()), 1)

    def test_buttons_that_would_be_in_a_list(self):
        """On a server with room for three buttons, a popup with three has no other action. If it
        has fewer, a click on it opens the page."""
        self.add_due()
        self.desktop.regimen("add", "ct", "--on", "2026-11-24")
        server = self.serve(kind=Lxqt)
        self.desktop.regimend()
        wait_for("both", lambda: len(server.notified()) == 2)
        self.assertEqual({tuple(values[5][1::2]) for values in server.notified()},
                         {("Given", "Snooze", "Put off"), ("Snooze", "Details")})

    def test_a_long_title(self):
        """For each line of the title after the first, the server cuts a line off the end of the
        body."""
        self.add_due()
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        server = self.serve(kind=Lxqt)
        self.desktop.regimend()
        wait_for("both", lambda: len(server.notified()) == 2)
        self.assertEqual({values[3]: values[4].count("\n") for values in server.notified()},
                         {"Due Mon 23 Nov: Denosumab injection 1": 2, "Due Mon 23 Nov: CT scan": 0})

    def test_twins(self):
        """Two popups with the same words are two popups."""
        for name in ("Calcium", "Vitamin"):
            self.desktop.regimen("add", name, "--custom", "--times", "10:00", "--first", "2026-11-23")
        server = self.serve(kind=Lxqt)
        self.desktop.regimend("--private")
        wait_for("both", lambda: len(server.open) == 2)

    def test_renewed_after_midnight(self):
        """The popup is replaced without a sound, and keeps its place and its buttons."""
        server, service = self.show_tomorrow(name="mako")
        self.assertEqual(server.notified()[0][3], "Tomorrow: Denosumab injection 1")
        service.stop(signal.SIGKILL)
        self.desktop.environment["REGIMEN_NOW"] = self.TOMORROW
        self.desktop.regimend()
        before, after = wait_for("other words", lambda: len(server.notified()) == 2 and server.notified())
        self.assertEqual((after[1], after[3], after[5]), (1, "Today: Denosumab injection 1", before[5]))
        self.assertTrue(after[6]["suppress-sound"])
        self.assertNotIn("suppress-sound", before[6])
        self.assertEqual(server.closed(), [])
        server.press(1, after[5][0])
        wait_for("its end", lambda: server.closed() == [1])

    def test_words_that_last(self):
        """If the server drops the buttons of a popup that is replaced, the words have to stay
        true."""
        server, service = self.show_tomorrow(kind=Gnome)
        self.assertEqual(server.notified()[0][3], "Tue 24 Nov: Denosumab injection 1")
        service.stop()
        self.desktop.environment["REGIMEN_NOW"] = self.TOMORROW
        self.desktop.regimend()
        again = wait_for("it once more", lambda: len(server.notified()) == 2 and server.notified()[1])
        self.assertEqual((again[1], again[3]), (0, "Tue 24 Nov: Denosumab injection 1"))

    def test_the_record_changes_the_words(self):
        """If the place of a visit changes, the popup shows it at once. It is replaced if the server
        keeps its buttons then; otherwise a new popup is shown."""
        self.add_due("denosumab")
        self.desktop.regimen("book", "denosumab", "2026-11-23", "12:00", "--place", "Room 5")
        for kind, replaces in ((Server, 1), (Gnome, 0)):
            place = f"Room {6 + replaces}"
            server = self.serve(ALL, kind=kind, **({"name": "mako"} if replaces else {}))
            service = self.desktop.regimend()
            shown = wait_for("a notification", server.notified)[0]
            self.wait_for_record()
            self.desktop.regimen("book", "denosumab", "2026-11-23", "12:00", "--place", place)
            renewed = wait_for("other words", lambda: len(server.notified()) == 2 and server.notified()[1])
            self.assertEqual((renewed[1], renewed[5]), (replaces, shown[5]))
            self.assertIn(place, renewed[4])
            service.stop()
            server.stop()

    def test_closed_while_it_is_renewed(self):
        """The server takes the renewed popup for a new one. It is closed again, and does not come
        back."""
        self.add_due("denosumab")
        self.desktop.regimen("book", "denosumab", "2026-11-23", "12:00", "--place", "Room 5")
        server = self.serve(ALL, name="mako", kind=Hasty)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.hasty = True
        self.desktop.regimen("book", "denosumab", "2026-11-23", "12:00", "--place", "Room 6")
        wait_for("its end", lambda: server.closed())
        self.assertEqual(server.closed()[0], len(server.notified()))
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("another", lambda: any("CT scan" in values[3] for values in server.notified()))
        self.assertEqual([values[3] for values in server.notified()].count("Due today: Denosumab injection 1"), 2)

    def restart_discreetly(self, server, service):
        """Starts the service again. It knows the popup that is open, but libnotify never learns the
        version of the server."""
        server.discreet = True
        return self.restart(service)

    def test_other_words_that_cannot_be_sent(self):
        """A popup whose words are no longer true is closed, and shown anew as soon as possible."""
        server, service = self.show_tomorrow(name="mako", kind=Discreet)
        self.desktop.environment["REGIMEN_NOW"] = self.TOMORROW
        again = self.restart_discreetly(server, service)
        wait_for("its end", lambda: server.closed() == [1])
        wait_for("the reason", lambda: "does not say its version" in again.said())
        wait_for("it in the record", lambda: "Denosumab" in self.desktop.regimen("notify", "--dry-run"))
        again.stop()
        server.discreet = False
        self.desktop.regimend()
        shown = wait_for("it once more", lambda: len(server.notified()) == 2 and server.notified()[1])
        self.assertEqual(shown[3], "Today: Denosumab injection 1")

    def test_closed_where_nothing_can_be_sent(self):
        """Some servers have to get a popup again before they can close it. If that fails, they are
        asked to close it nevertheless."""
        server, service = self.show_tomorrow(name="Notification Daemon", kind=Discreet)
        self.restart_discreetly(server, service)
        self.desktop.regimen("skip", "denosumab", "--reason", "fever")
        wait_for("its end", lambda: server.closed() == [1])
        self.assertEqual(len(server.notified()), 1)

    # ---- popups that are closed while the service is down ----

    def test_popups_that_were_closed_while_the_service_was_down(self):
        """They take no room: the next alert has its buttons."""
        for number in (1, 2, 3):
            self.desktop.regimen("add", f"Tea {number}", "--custom", "--on", "2026-11-23")
        server = self.serve(ALL, name="mako")
        service = self.desktop.regimend()
        wait_for("three", lambda: len(server.notified()) == 3)
        self.wait_for_record()
        service.stop(signal.SIGKILL)
        for number in (1, 2, 3):
            server.close_popup(number, 2)
        again = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "with buttons" in again.said())
        self.add_due()
        due = wait_for("the next", lambda: [values for values in server.notified()
                                            if "Denosumab" in values[3]])
        self.assertIn("given:", due[0][5][GIVEN])

    # ---- ids ----

    def test_each_popup_has_the_id_0(self):
        """notify-osd answers so. That is no failure: the popup is shown once, and can be
        answered."""
        del self.desktop.environment["REGIMEN_NOW"]
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        server = self.serve(ALL, zero=True)
        service = self.desktop.regimend()
        values = wait_for("a notification", server.notified)[0]
        self.wait_for_record()
        time.sleep(20)
        self.assertEqual(len(server.notified()), 1)
        service = self.restart(service)
        time.sleep(1)
        self.assertEqual(len(server.notified()), 1)
        server.press(0, values[5][GIVEN])
        wait_for("a dose", self.history)
        self.assertEqual(self.outcomes(), [("tea", "given")])

    def test_the_only_popup_with_the_id_0_is_closed(self):
        self.add_due()
        server = self.serve(ALL, zero=True)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        self.wait_for_record()
        server.close_popup(0, 2)
        time.sleep(0.5)
        self.assertEqual(service.stop(), 0)
        server.stop()
        self.serve(ALL)
        self.assertEqual(self.desktop.once().stdout, "Nothing new is due.\n")

    # ---- slow ----

    SLOW = 4  # seconds

    def test_once_with_a_slow_server(self):
        """The server is there, so --once waits for it."""
        self.add_due()
        self.serve(ALL, slow=("GetCapabilities",), seconds=self.SLOW)
        self.assertEqual(self.desktop.once().stdout, "1 alert shown.\n")

    def test_a_server_that_is_slow_to_say_what_it_can_do(self):
        """The first alert waits for the answer, and the next one does not."""
        self.add_due()
        server = self.serve(ALL, slow=("GetCapabilities", "GetServerInformation"), seconds=self.SLOW)
        self.desktop.regimend()
        wait_for("a notification", server.notified)
        asked = [method for method, _ in server.calls]
        self.assertEqual(asked.count("GetCapabilities"), 1)
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the next", lambda: len(server.notified()) == 2)
        added = [method for method, _ in server.calls[len(asked):]]
        self.assertNotIn("GetCapabilities", added)
        self.assertNotIn("GetServerInformation", added)

    def test_a_server_that_has_its_name_before_it_answers(self):
        """The service asks it again. Otherwise GNOME Shell, which is like this when it starts,
        would get popups for a server that can do nothing: all words in the title, and no
        buttons."""
        self.add_due()
        server = self.serve(ALL, kind=Late)
        self.desktop.regimend()
        values, = wait_for("a notification", server.notified)
        self.assertEqual(values[3], "Due Mon 23 Nov: Denosumab injection 1")
        self.assertEqual(values[5][GIVEN + 1], "Given")
        server.press(1, values[5][GIVEN])
        wait_for("the dose", lambda: self.outcomes() == [("denosumab", "given")])

    def test_a_server_that_can_be_asked_nothing(self):
        """While the service tries to ask it, the record is not locked, and the service can be
        ended."""
        self.add_due()
        self.serve(ALL, kind=Mute)
        service = self.desktop.regimend()
        self.assert_record_is_free()
        self.assert_ends_soon(service)

    def test_the_bus_goes(self):
        """The end of the bus does not kill the service. It ends by itself, with a line that says
        why and an exit status with which systemd starts it again."""
        self.add_due()
        server = self.serve(ALL)
        service = self.desktop.regimend()
        wait_for("a notification", server.notified)
        wait_for("the record of it", lambda: self.desktop.once().stdout == "Nothing new is due.\n")
        self.desktop.bus.stop()
        self.assertEqual(service.process.wait(20), 1)
        self.assertIn("no desktop session was found: alerts need one", service.said())
        self.desktop.start_bus()  # the popup went with the old one
        self.serve(ALL)
        self.assertEqual(self.desktop.once().stdout, "1 alert shown.\n")

    def test_time_passes(self):
        """The clock runs here. A dose that comes due in 3 s wakes the service."""
        server = self.serve(ALL)
        moment = int(time.time()) + 3
        self.desktop.environment["REGIMEN_NOW"] = time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                                                time.gmtime(moment))
        self.desktop.regimen("add", "Tea", "--custom", "--every", "6h", "--first", "now")
        del self.desktop.environment["REGIMEN_NOW"]
        self.desktop.regimend()
        wait_for("the server to be seen", lambda: server.calls)
        wait_for("a notification", server.notified)
        self.assertGreaterEqual(int(time.time()), moment)

    def test_the_end_of_a_suspend(self):
        """The signal of logind after a suspend wakes the service; the one before it does not. A
        turn of the main loop leaves a sign of life in the record."""
        del self.desktop.environment["REGIMEN_NOW"]
        address = self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.desktop.environment["DBUS_SYSTEM_BUS_ADDRESS"] = address
        log = self.desktop.folder / "regimen.db-wal"
        server = self.serve(ALL)
        server.own("org.freedesktop.login1")
        service = self.desktop.regimend()
        wait_for("the server to be seen", lambda: "Plain" in service.said())
        time.sleep(2)
        before = log.stat().st_mtime_ns
        server.say_sleep(True)
        time.sleep(1)
        self.assertEqual(log.stat().st_mtime_ns, before)
        server.say_sleep(False)
        wait_for("a turn", lambda: log.stat().st_mtime_ns > before)

    def test_no_bus_at_all(self):
        self.add_due()
        self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
        answer = self.desktop.once()
        self.assertEqual((answer.returncode, answer.stdout), (1, ""))
        self.assertEqual(len(answer.stderr.strip().split("\n")), 1)

    def test_wrong_use(self):
        for arguments in (["--unknown"], ["word"], ["--db"]):
            service = self.desktop.regimend(*arguments)
            self.assertEqual(service.process.wait(20), 2, arguments)
            self.assertEqual(len(service.said().strip().split("\n")), 1)

    def test_a_file_that_is_no_database(self):
        path = self.desktop.folder / "letter.txt"
        path.write_text("Dear Anna,\n" * 1000)
        before = path.read_bytes()
        self.serve(ALL)
        answer = self.desktop.once("--db", str(path))
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(len(answer.stderr.strip().split("\n")), 1)
        self.assertEqual(path.read_bytes(), before)

    def test_a_record_that_leads_to_the_root_folder(self):
        """Directly or through a link: the service ends with the reason."""
        link = self.desktop.folder / "link"
        link.symlink_to("/")
        for path in ("/", str(link)):
            service = self.desktop.regimend("--db", path)
            self.assertEqual(service.process.wait(20), 1)
            self.assertIn(f"regimend: {path}: Is a directory", service.said())

    def test_a_look_makes_no_database(self):
        self.serve(ALL)
        answer = self.desktop.once()
        self.assertEqual((answer.returncode, answer.stdout), (0, "Nothing new is due.\n"))
        self.assertFalse((self.desktop.folder / "regimen.db").exists())


if __name__ == "__main__":
    unittest.main()
