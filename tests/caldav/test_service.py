#!/usr/bin/python3
"""The service publishes after each change, tries again where the server was away, and rests when all is equal."""
import os
import shutil
import subprocess
import time
import unittest

import caldav

SERVICE = next((os.path.join(folder, "regimend") for folder in os.environ["REGIMEN_EXEC_PATH"].split(":")
                if os.path.exists(os.path.join(folder, "regimend"))), None)


class Served(caldav.Publishing):
    def setUp(self):
        super().setUp()
        self.add_something()
        self.set_up()
        self.log = open(self.path("service.log"), "wb+")
        self.addCleanup(self.log.close)
        self.service = subprocess.Popen(["dbus-run-session", "--", SERVICE, "--db", self.database], env=self.environment(),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        self.addCleanup(self.end)
        self.wait(lambda: self.json("check")["service"]["running"])

    def end(self):
        os.killpg(self.service.pid, 15)
        self.service.wait(60)
        self.log.seek(0)
        said = self.log.read().decode()
        for private in ("127.0.0.1", caldav.USER, caldav.PASSWORD, "Zoledronic", "zoledronic"):
            self.assertNotIn(private, said)

    def json(self, *words):
        import json
        return json.loads(self.call(*words, "--json").stdout)

    def wait(self, condition, tries=600):
        for _ in range(tries):
            if condition():
                return
            time.sleep(0.1)
        self.log.seek(0)
        self.fail(self.log.read().decode())

    def rest(self):
        """Waits until nothing is asked of the server any more."""
        before = -1
        while before != len(self.proxy.requests):
            before = len(self.proxy.requests)
            time.sleep(3)


@unittest.skipUnless(shutil.which("radicale") and shutil.which("dbus-run-session"), "radicale or dbus is not installed")
class Service(Served):
    def add_something(self):
        self.zoledronic_acid()

    def test_after_each_change(self):
        self.rest()
        for time_of_day in ("10:00", "11:00"):
            del self.proxy.requests[:]
            self.run_it("book", "zoledronic-acid", "2026-12-01 " + time_of_day)
            self.assertFalse(self.note)
            self.wait(lambda: self.proxy.count("PUT") > 0)
            self.rest()
            self.assert_equal_to_record()
            self.assertEqual(self.proxy.count("PUT"), 1)
            published = self.json("check")["published"]
            self.assertEqual((published["problem"], published["changed_there"]), (None, 0))
            self.assertIsNotNone(published["succeeded_at"])
            self.assertLess(self.proxy.count("PROPFIND"), 4)

    def test_away(self):
        """Neither without end at once, nor never."""
        self.rest()
        self.radicale.stop()
        del self.proxy.requests[:]
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.wait(lambda: self.proxy.requests)
        self.rest()
        self.assertLess(len(self.proxy.requests), 12)
        self.radicale.start()
        self.run_it("book", "zoledronic-acid", "2026-12-01 11:00")
        self.wait(lambda: self.proxy.count("PUT") > 0)
        self.rest()
        self.assert_equal_to_record()


@unittest.skipUnless(shutil.which("radicale") and shutil.which("dbus-run-session"), "radicale or dbus is not installed")
class Clock(Served):
    """With the clock of the machine: where it stands, no moment comes at which to try again."""

    def add_something(self):
        self.now = None
        self.run_it("add", "ct", "--on", "+7d")

    def test_away(self):
        self.rest()
        self.radicale.stop()
        del self.proxy.requests[:]
        self.run_it("move", "ct", "+8d")
        self.wait(lambda: self.proxy.requests)
        self.wait(lambda: self.json("check")["published"]["problem"])
        self.radicale.start()
        self.wait(lambda: self.proxy.count("PUT") > 0, 1800)  # by itself, after a minute or two
        self.wait(lambda: self.json("check")["published"]["problem"] is None)


if __name__ == "__main__":
    unittest.main()
