#!/usr/bin/python3
"""Whatever goes wrong between here and the server ends in one clear line, and the next run makes the calendar equal to the
record. Each fault is made by the proxy before Radicale; that it did happen is part of the test."""
import shutil
import socket
import threading
import unittest

import caldav

AWAY, BROKEN = 75, 0
MULTI = [("Content-Type", "application/xml; charset=utf-8")]
BOMB = (b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
        + b"".join(b'<!ENTITY %s "%s">' % (bytes([98 + i]), b"&%s;" % bytes([97 + i]) * 50) for i in range(12))
        + b']><multistatus xmlns="DAV:"><response><href>&m;</href></response></multistatus>')
#: Of each: the method it is made at, the fault, the exit status of --refresh, and a part of what is said.
FAULTS = {
    "500 to an event": ("PUT", (500, b"", []), AWAY, "500"),
    "503 to an event": ("PUT", (503, b"", [("Retry-After", "5")]), AWAY, "503"),
    "507 to an event": ("PUT", (507, b"", []), AWAY, "no room"),
    "413 to an event": ("PUT", (413, b"", []), BROKEN, "too large"),
    "403 to an event": ("PUT", (403, b"", []), BROKEN, "not allowed"),
    "a name taken": ("PUT", (409, b'<error xmlns="DAV:"><no-uid-conflict/></error>', MULTI), BROKEN, "that it does not list"),
    "the calendar has moved": ("PUT", (301, b"", [("Location", "https://elsewhere.example/")]), BROKEN, "moved"),
    "lost before an event": ("PUT", "before", AWAY, "does not answer"),
    "lost after an event": ("PUT", "after", AWAY, "does not answer"),
    "killed after an event": ("PUT", "kill", AWAY, "does not answer"),
    "lost before the list": ("PROPFIND", "before", AWAY, "does not answer"),
    "the list cut off": ("PROPFIND", "cut", AWAY, "does not answer"),
    "500 to the list": ("PROPFIND", (500, b"", []), AWAY, "500"),
    "401 to the list": ("PROPFIND", (401, b"", [("WWW-Authenticate", 'Basic realm="x"')]), BROKEN, "password"),
    "a redirect of the list": ("PROPFIND", (302, b"", [("Location", "https://elsewhere.example/")]), BROKEN, "302"),
    "a web page": ("PROPFIND", (200, b"<html><body>Log in</body></html>", [("Content-Type", "text/html")]), BROKEN,
                   "does not answer as a calendar does"),
    "garbage": ("PROPFIND", (207, b"\x00\xff<<<>>>" * 100, MULTI), AWAY, "garbled"),
    "nothing": ("PROPFIND", (207, b"", MULTI), AWAY, "garbled"),
    "half of it": ("PROPFIND", lambda s, data, h: (s, data[:len(data) // 2], h), AWAY, "garbled"),
    "entities in entities": ("PROPFIND", (207, BOMB, MULTI), AWAY, "garbled"),
    "a file of this machine": ("PROPFIND", (207, b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                                            b'<multistatus xmlns="DAV:"><response><href>&a;</href></response></multistatus>',
                                            MULTI), AWAY, "garbled"),
    "very deep": ("PROPFIND", (207, b'<multistatus xmlns="DAV:">' + b"<a>" * 100000, MULTI), AWAY, "garbled"),
    "another address": ("PROPFIND", lambda s, data, h: (s, data.replace(b"/anna/", b"/bob/"), h), BROKEN,
                        "use the address that the server shows"),
    "no ETags": ("PROPFIND", lambda s, data, h: (s, data.replace(b"getetag", b"getxtag"), h), BROKEN, "no ETags"),
    "more than is listed": ("PROPFIND", lambda s, data, h: (s, data.replace(
        b"</multistatus>", b"<response><href>/anna/regimen/</href><status>HTTP/1.1 507 x</status></response></multistatus>"),
        h), AWAY, "507"),
}


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Faults(caldav.Publishing):
    """A change of several events meets each fault; then nothing stands in the way."""

    def setUp(self):
        super().setUp()
        self.radiation()
        self.set_up()
        self.days = iter(range(7, 7 + 100))

    def change(self):
        """All sessions are at another time of the day."""
        self.minute = getattr(self, "minute", 0) + 1
        self.run_it("move", "radiation/1", "2026-12-07 14:%02d" % self.minute, "--and-later")

    def recover(self):
        self.proxy.rule = lambda method, path: None
        if self.radicale.process is None:
            self.radicale.start()
        self.run_it("publish")
        self.assert_equal_to_record()
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertIsNone(self.json("publish", "show")["problem"])

    def test_each_at_once(self):
        for name, (method, fault, status, says) in FAULTS.items():
            with self.subTest(fault=name):
                self.change()
                self.proxy.rule = caldav.nth(1, fault, method)
                self.fails("refresh", status=status, says=says)
                self.recover()

    def test_in_the_middle(self):
        for name in ("500 to an event", "lost after an event", "killed after an event", "lost before an event",
                     "507 to an event"):
            with self.subTest(fault=name):
                method, fault, status, says = FAULTS[name]
                self.change()
                self.proxy.rule = caldav.nth(4, fault, method)
                self.fails("refresh", status=status, says=says)
                pending = self.json("publish", "show")["pending"]
                self.assertGreater(pending, 0)
                self.assertLess(pending, 10)
                self.recover()

    def test_without_the_fault_nothing_fails(self):
        self.change()
        self.proxy.rule = caldav.nth(1, None)
        self.run_it("publish", "refresh")
        self.assert_equal_to_record()

    def test_412(self):
        """Said once without a reason: looked at, and sent."""
        self.change()
        self.proxy.rule = caldav.nth(2, (412, b"", []))
        self.run_it("publish")
        self.assert_equal_to_record()

    def test_412_for_ever(self):
        self.change()
        self.proxy.rule = caldav.nth(0, (412, b"", []))
        self.fails("refresh", status=0, says="rejects an ETag that it issued itself")
        self.recover()

    def test_no_etag_in_the_answer(self):
        def without(status, data, headers):
            return status, data, [each for each in headers if each[0].lower() != "etag"]
        self.change()
        self.proxy.rule = caldav.nth(0, without)
        self.assertEqual(self.publish(), {"PROPFIND": 2, "REPORT": 1, "PUT": 10})
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assert_equal_to_record()

    def test_fetching_fails(self):
        uid = self.uid("Radiation therapy session 1")
        for number, fault in enumerate(("before", "cut", (500, b"", []), (207, b"<x/>", MULTI)), 1):
            with self.subTest(fault=fault):
                self.edit(uid, lambda text: text.replace("left hip", "left hip %d" % number).replace(
                    "SUMMARY:", "SUMMARY:%d " % number))
                self.proxy.rule = caldav.nth(0, fault, "REPORT")
                self.fails("refresh", status=AWAY)
                self.proxy.rule = lambda method, path: None
                self.publish()
                self.assertEqual(len(self.json("publish", "show")["changed_there"]), 1)

    def test_hrefs_elsewhere(self):
        """Addresses outside the calendar are not asked, whatever is said to be there."""
        extra = b"".join(b"<response><href>%s</href><propstat><prop><getetag>&quot;1&quot;</getetag></prop>"
                         b"<status>HTTP/1.1 200 OK</status></propstat></response>" % href for href in
                         (b"/bob/regimen/x-1@regimen.ics", b"http://127.0.0.1:1/anna/regimen/../../x-1@regimen.ics",
                          b"../x-1@regimen.ics", b"/anna/regimen/a/b-1@regimen.ics", b"%00", b"", b"//[",
                          b"/anna/regimen/%2e%2e%2fx-1@regimen.ics"))
        self.proxy.rule = caldav.nth(0, lambda s, data, h: (s, data.replace(b"</multistatus>", extra + b"</multistatus>"), h),
                                     "PROPFIND")
        self.change()
        self.publish()
        self.assertTrue(all(path.startswith("/anna/regimen/") for _, path in self.proxy.requests))
        self.proxy.rule = lambda method, path: None
        self.recover()

    def test_hostile_events(self):
        """What cannot be read is somebody's change, and stays."""
        uid = self.uid("Radiation therapy session 1")
        for body in (b"", b"BEGIN:VCALENDAR\n" * 100000, b"BEGIN:VEVENT\nUID:x\nDTSTART:" + b"9" * 900000 + b"\nEND:VEVENT",
                     b"BEGIN:VEVENT\nSEQUENCE:99999999999999999999\nEND:VEVENT", b"\xff\xfe" * 1000, b"x" * 3000000):
            with self.subTest(body=body[:40]):
                def hostile(status, data, headers):
                    begin, end = data.index(b"BEGIN:VCALENDAR"), data.index(b"END:VCALENDAR") + 13
                    return status, data[:begin] + body.replace(b"\xff\xfe", b"??") + data[end:], headers
                self.edit(uid, lambda text: text.replace("END:VEVENT", "X-A:%d\nEND:VEVENT" % len(body)))
                self.proxy.rule = caldav.nth(0, hostile, "REPORT")
                self.run_it("publish", "refresh")
                self.assertEqual([row["text"] for row in self.json("publish", "show")["changed_there"]],
                                 ["It can no longer be read."])
                self.proxy.rule = lambda method, path: None
                self.edit(uid, lambda text: text.replace("END:VEVENT", "X-B:%d\nEND:VEVENT" % len(body)))
                self.publish()
                self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_wrong_password(self):
        with open(self.radicale.folder + "/users", "w", encoding="utf-8") as out:
            out.write("anna:another\n")
        self.radicale.stop()
        self.radicale.start()
        self.change()
        self.fails("refresh", status=BROKEN, says="does not accept the name or the password")
        done = self.call("publish", "set", self.url, "--user", "anna", password="another")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.publish(), {"PROPFIND": 1})

    def test_away(self):
        self.radicale.stop()
        self.change()
        for _ in range(2):
            self.fails("refresh", status=AWAY, says="does not answer")
        self.fails(says="does not answer")
        self.recover()

    def test_nobody_there(self):
        self.proxy.stop()
        self.change()
        self.fails("refresh", status=AWAY, says="does not answer")

    def test_set_that_fails_keeps_nothing(self):
        self.run_it("publish", "off")
        for fault, says in (((500, b"", []), "500"), ("before", "does not answer"), ((207, b"?", MULTI), "garbled"),
                            ((302, b"", [("Location", "http://example.org/")]), "not followed"),
                            ((302, b"", [("Location", "file:///etc/passwd")]), "no web address"),
                            ((302, b"", [("Location", "calendar://example.org/")]), "no web address"),
                            ((302, b"", [("Location", "/anna/regimen/?login")]), "cannot be the address"),
                            ((302, b"", [("Location", "/anna/regimen/")]), "never answered")):
            with self.subTest(fault=fault):
                self.proxy.rule = caldav.nth(0, fault, "PROPFIND")
                done = self.call("publish", "set", self.url, "--user", "anna", password=caldav.PASSWORD)
                self.assertEqual((done.returncode, done.stdout), (1, b""))
                self.assertIn(says, done.stderr.decode())
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn("No calendar has been set up", self.run_it("publish", "show"))


class Silence(caldav.Case):
    def test_a_server_that_never_answers(self):
        """It takes the connection and says nothing: given up, not waited for."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            done = []

            def call():
                done.append(caldav.Publishing.call(self, "publish", "set", "http://127.0.0.1:%d/a/" % silent.getsockname()[1]))
            thread = threading.Thread(target=call)
            thread.start()
            thread.join(200)
            self.assertFalse(thread.is_alive())
        self.assertEqual(done[0].returncode, 1)
        self.assertIn("does not answer", done[0].stderr.decode())


if __name__ == "__main__":
    unittest.main()
