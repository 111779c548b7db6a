#!/usr/bin/python3
"""A thousand doses: only what changed is sent, also after the server was killed in the middle of the first time."""
import re
import shutil
import unittest

import caldav

TIMES = "06:00,09:00,12:00,15:00,18:00,21:00"


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Many(caldav.Publishing):
    def here(self):
        return caldav.events(self.call("export", "--tablets").stdout.decode())

    def test_one_of_a_thousand(self):
        self.run_it("add", "pain-medicine", "--times", TIMES, "--first", "2026-11-23 12:00")
        self.proxy.rule = caldav.nth(400, "kill")
        done = self.call("publish", "set", self.url, "--user", caldav.USER, "--tablets", password=caldav.PASSWORD)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]*does not answer[^\n]*\n\Z")
        self.radicale.start()
        self.proxy.rule = lambda method, path: None
        took = self.publish()
        self.assertGreater(len(self.here()), 1000)
        # the one whose answer was lost is known by its mark
        self.assertEqual(took["PUT"], len(self.here()) - 400)
        self.assert_equal_to_record()
        self.run_it("skip", "pain-medicine/7", "--reason", "nausea")
        self.assertEqual(self.publish(), {"PROPFIND": 1, "PUT": 1})
        self.assert_equal_to_record()
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        # all of them from another computer: nothing is sent
        shutil.copy(self.database, self.path("other.db"))
        del self.proxy.requests[:]
        done = self.call("--db", self.path("other.db"), "publish", "set", self.url, "--user", caldav.USER, "--tablets",
                         password=caldav.PASSWORD)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.proxy.count("PUT"), 0)
        self.assertTrue(re.search("Nothing had to be sent", " ".join(done.stdout.decode().split())))


if __name__ == "__main__":
    unittest.main()
