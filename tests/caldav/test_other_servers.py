#!/usr/bin/python3
"""What servers other than Radicale do: xandikos says 404 inside a 207, and some servers have weak ETags."""
import http.client
import re
import shutil
import socket
import subprocess
import time
import unittest

import caldav

ABSENT = ('<multistatus xmlns="DAV:"><response><href>http%3A//somewhere/else/</href><status>HTTP/1.1 404 Not Found</status>'
          '</response></multistatus>').encode()


class Xandikos:
    """With a calendar home for one person, and no password."""

    def __init__(self, folder):
        self.port = caldav.free_port()
        self.process = subprocess.Popen(["xandikos", "-d", folder + "/dav", "--defaults", "--current-user-principal", "/user",
                                         "-l", "127.0.0.1", "-p", str(self.port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise RuntimeError("xandikos does not answer")

    def stop(self):
        self.process.kill()
        self.process.wait(60)

    def ask(self, method, path, body=None):
        return self.get(method, path, body)[0]

    def get(self, method, path, body=None):
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        there.request(method, path, body, {"Content-Type": "text/calendar"} if body else {})
        answer = there.getresponse()
        status, text = answer.status, answer.read()
        there.close()
        return status, text


@unittest.skipUnless(shutil.which("xandikos"), "xandikos is not installed")
class OnXandikos(caldav.Case):
    call, run_it, fails = caldav.Publishing.call, caldav.Publishing.run_it, caldav.Publishing.fails

    def setUp(self):
        super().setUp()
        self.server = Xandikos(self.home)
        self.addCleanup(self.server.stop)
        self.root = "http://127.0.0.1:%d" % self.server.port
        self.url = self.root + "/user/calendars/regimen/"
        self.zoledronic_acid()

    def uid(self):
        return next(uid for uid, event in caldav.events(self.call("export").stdout.decode()).items() if "infusion 1" in event["SUMMARY"][1])

    def test_a_calendar_that_is_not_there_is_made(self):
        self.assertIn("events were sent", self.flat("publish", "set", self.url))
        self.assertIn("Nothing had to be sent", self.flat("publish"))
        self.run_it("hold", "zoledronic-acid", "--reason", "machine down")
        self.assertIn("was sent", self.flat("publish"))

    def test_a_calendar_that_is_gone(self):
        self.run_it("publish", "set", self.url)
        self.assertIn(self.server.ask("DELETE", "/user/calendars/regimen/"), (200, 204))
        line = self.fails(says="the calendar no longer exists (404)")
        self.assertIn("regimen publish set " + self.url, line)
        self.assertIn("events were sent", self.flat("publish", "set", self.url))

    def test_a_calendar_that_cannot_be_made(self):
        """The server makes none where nothing is above it; the hint names another address."""
        line = self.fails("set", self.root + "/nobody/regimen/", says="the server does not make one there (answer 409)")
        self.assertNotIn("publish set %s/nobody" % self.root, line)

    def test_cut_and_pasted(self):
        """It finds only whole UIDs, and says 412 inside a 207 if an event is there already."""
        self.run_it("publish", "set", self.url)
        at = "/user/calendars/regimen/"
        text = self.server.get("GET", f"{at}{self.uid()}.ics")[1]
        self.assertIn(self.server.ask("DELETE", f"{at}{self.uid()}.ics"), (200, 204))
        self.assertIn(self.server.ask("PUT", at + "pasted.ics", text), (201, 204))
        self.assertIn("Nothing had to be sent.", self.flat("publish"))
        self.run_it("book", "zoledronic-acid/1", "2026-12-02 10:00")
        self.assertIn("1 event was sent.", self.flat("publish"))
        self.assertIn(b"20261202T100000", self.server.get("GET", at + "pasted.ics")[1])
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_a_search_that_fails(self):
        """A UID that is not ASCII makes each search end with 500. What is missing is then not called deleted, and a new event with a UID
        that is there already is refused, and not counted as sent."""
        self.run_it("publish", "set", self.url)
        at = "/user/calendars/regimen/"
        text = self.server.get("GET", f"{at}{self.uid()}.ics")[1]
        self.assertIn(self.server.ask("PUT", at + "other.ics", re.sub(b"UID:.*", "UID:günther-1\r".encode(), text)), (201, 204))
        self.assertIn(self.server.ask("DELETE", f"{at}{self.uid()}.ics"), (200, 204))
        self.assertIn(self.server.ask("PUT", at + "pasted.ics", text), (201, 204))
        self.run_it("add", "bone-scan", "--on", "2026-12-04")
        self.assertIn("1 event was sent.", self.flat("publish"))
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.run_it("publish", "off")
        done = self.call("publish", "set", self.url)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the calendar server has an event with the same UID that it does not list", done.stderr.decode())

    def test_more_missing_than_are_searched_for(self):
        """One search finds one event here, and at most 20 are made in a run: what was not searched for does not count as deleted, and the
        next run goes on with it. So the pasted one, the last of 30, never does."""
        self.run_it("add", "radiation", "--fractions", "40", "--first", "2026-12-01 14:00", "--site", "left hip")
        self.run_it("publish", "set", self.url)
        at = "/user/calendars/regimen/"
        here = caldav.events(self.call("export").stdout.decode())
        uids = sorted((event["DTSTART"][1], uid) for uid, event in here.items() if "session" in event["SUMMARY"][1])
        text = self.server.get("GET", f"{at}{uids[-1][1]}.ics")[1]
        for _, uid in uids[-30:]:
            self.assertIn(self.server.ask("DELETE", f"{at}{uid}.ics"), (200, 204))
        self.assertIn(self.server.ask("PUT", at + "pasted.ics", text), (201, 204))
        for deleted in (20, 29, 29):
            self.run_it("publish")
            self.assertEqual([(row["uid"], row["text"]) for row in self.json("publish", "show")["changed_there"]],
                             [(uid, "It was deleted.") for _, uid in uids[-30:][:deleted]])

    def test_deleted_there_and_put_on_hold(self):
        self.run_it("publish", "set", self.url)
        self.assertIn(self.server.ask("DELETE", "/user/calendars/regimen/%s.ics" % self.uid()), (200, 204))
        self.assertIn("zoledronic-acid/1: It was deleted.", self.flat("publish"))
        shown = self.flat("publish", "show")
        self.assertIn("was left as it is", shown)
        self.assertNotIn("was last up to date", shown)
        self.run_it("hold", "zoledronic-acid/1", "--reason", "machine down")
        self.assertNotIn("It was deleted", self.flat("publish"))
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertIn("was last up to date", self.flat("publish", "show"))


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class InOtherWords(caldav.Publishing):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_404_inside(self):
        """As xandikos says it, at the first request; after that the server is asked to make the calendar."""
        self.proxy.rule = caldav.nth(1, (207, ABSENT, [("Content-Type", "text/xml")]), "PROPFIND")
        self.set_up()
        self.assert_equal_to_record()
        self.proxy.rule = caldav.nth(0, (207, ABSENT, [("Content-Type", "text/xml")]), "PROPFIND")
        self.fails(says="the calendar no longer exists (404)")

    def test_refused_inside(self):
        """The status of a change stands inside, too: what is not removed is not forgotten, and a weak ETag is sent again as a strong one."""
        self.set_up()
        before = self.there()
        refused = ABSENT.replace(b"404 Not Found", b"403 Forbidden")
        self.proxy.rule = caldav.nth(0, (207, refused, [("Content-Type", "text/xml")]), "DELETE")
        done = self.call("publish", "set", self.url, "--user", caldav.USER, "--days", "5", password=caldav.PASSWORD)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not allowed", done.stderr.decode())
        self.assertEqual(self.there(), before)
        self.proxy.rule = lambda method, path: None
        self.publish()
        self.assertLess(len(self.there()), len(before))

        def inside(status, data, headers):
            status, data, headers = self.weak(status, data, headers)
            if status == 412:
                return 207, ABSENT.replace(b"404 Not Found", b"412 Precondition Failed"), [("Content-Type", "text/xml")]
            return status, data, headers
        self.set_up()
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 10:00")
        self.proxy.rule = lambda method, path: inside
        self.publish()
        self.assert_equal_to_record()

    def test_a_calendar_that_is_not_made(self):
        """The address that the hint would give is the one that has just failed."""
        self.proxy.rule = caldav.nth(0, (409, b"", []), "MKCALENDAR")
        done = self.call("publish", "set", self.url, "--user", caldav.USER, password=caldav.PASSWORD)
        line = done.stderr.decode()
        self.assertIn("the server does not make one there (answer 409)", line)
        self.assertIn("your calendars are kept at %s" % self.url.replace("regimen/", ""), line)
        self.assertNotIn("regimen publish set " + self.url, line)

    def test_a_server_that_makes_no_calendars(self):
        """Another name in the same folder would fail as well."""
        for status in (403, 405, 501):
            with self.subTest(status):
                self.proxy.rule = lambda method, path: (status, b"", []) if method == "MKCALENDAR" else None
                done = self.call("publish", "set", self.url.replace("regimen/", "of-mine/"), "--user", caldav.USER, password=caldav.PASSWORD)
                line = done.stderr.decode()
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"the server does not make one there (answer {status}); create one on the web pages of the server", line)
                self.assertIn("your calendars are kept at %s" % self.url.replace("regimen/", ""), line)
                self.assertNotIn("regimen publish set", line)

    @staticmethod
    def weak(status, data, headers):
        """Makes each ETag weak, as a server in between does that compresses."""
        data = re.sub(rb'(getetag>)("|&quot;)', rb"\1W/\2", data)
        return status, data, [(name, "W/" + value if name.lower() == "etag" else value) for name, value in headers]

    def test_weak_etags(self):
        """The calendar has strong ones: it accepts what is left of a weak one."""
        self.proxy.rule = lambda method, path: self.weak
        self.set_up()
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 10:00")
        self.publish()
        self.assert_equal_to_record()
        self.edit(self.uid("Zoledronic acid infusion 1"), lambda text: re.sub("LOCATION:.*", "LOCATION:Elsewhere", text)
                  if "LOCATION" in text else text.replace("CLASS:", "LOCATION:Elsewhere\nCLASS:"))
        self.run_it("book", "zoledronic-acid/1", "2026-12-02 11:00")
        self.assertIn("Its place was changed", self.flat("publish"))

    def test_etags_that_the_server_does_not_accept(self):
        self.set_up()
        self.proxy.rule = lambda method, path: (412, b"", []) if method == "PUT" else self.weak
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 10:00")
        line = self.fails(says="the calendar server rejects an ETag that it issued itself (W/")
        self.assertNotIn("kept changing", line)


if __name__ == "__main__":
    unittest.main()
