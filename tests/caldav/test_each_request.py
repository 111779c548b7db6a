#!/usr/bin/python3
"""One publishing of everything there is to do (list, get, send, remove), interrupted at each of its requests in each way: it
ends in one clear line, and the next run makes the calendar equal to the record. Each time it is seen that the fault was made."""
import os
import shutil
import signal
import subprocess
import unittest

import caldav
from regimen import REGIMEN

#: Of each: the fault, and whether the run may end well all the same. ("die": this program is killed, not the server.)
FAULTS = {
    "lost before": ("before", False),
    "lost after": ("after", False),
    "the answer cut off": ("cut", True),  # of an event it is empty
    "the server killed": ("kill", False),
    "this program killed before": ("die", False),
    "this program killed after": ("die after", False),
    "500": ((500, b"", []), False),
    "503": ((503, b"", []), False),
    "401": ((401, b"", [("WWW-Authenticate", 'Basic realm="x"')]), False),
    "412": ((412, b"", []), True),
}


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class EachRequest(caldav.Publishing):
    def setUp(self):
        super().setUp()
        self.run_it("add", "radiation", "--fractions", "3", "--first", "2026-12-07 14:00", "--site", "left hip")
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid/1", "2026-12-01 10:00")
        self.set_up()
        self.minute, self.process = 0, None

    def prepare_all(self):
        """Something new, something else to send, something to remove, and something that looks changed there."""
        self.minute += 1
        self.run_it("add", "bone-scan", "--on", "2026-12-%02d" % (1 + self.minute % 28), "--handle", "scan-%d" % self.minute)
        uid = self.uid("Zoledronic acid infusion 1")
        text = self.ask("GET", uid + ".ics")[2]
        old = uid.replace("-1@", "-9@")  # as a copy of the record from before has it
        self.assertIn(self.ask("PUT", old + ".ics", text.replace(uid, old), Content_Type="text/calendar")[0], (201, 204))
        self.run_it("move", "radiation/1", "2026-12-%02d %02d:%02d" % (7 + self.minute % 3, 8 + self.minute // 60, self.minute % 60),
                    "--and-later", "--anyway")
        self.edit(uid, lambda text: text.replace(
            "END:VEVENT", "X-A:%d\nEND:VEVENT" % self.minute))

    def refresh(self):
        """Returns how it ended, and what it said."""
        self.process = subprocess.Popen([REGIMEN, "publish", "refresh"], env=self.environment(), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said, line = self.process.communicate(timeout=300)
        self.assertEqual(said, b"")
        return self.process.returncode, line.decode()

    def at(self, number, fault, made):
        """The rule that makes @fault at the request of that number, and from then on where a connection is lost: curl asks
        again by itself."""
        seen = []

        def rule(_method, _path):
            seen.append(None)
            if len(seen) < number or len(seen) > number and fault not in ("before", "after", "cut"):
                return None
            made.append(fault)
            if fault == "die":
                os.kill(self.process.pid, signal.SIGKILL)
                return "before"
            return self.die_after if fault == "die after" else fault
        return rule

    def die_after(self, *answer):
        os.kill(self.process.pid, signal.SIGKILL)
        return answer

    def recover(self):
        self.proxy.rule = lambda method, path: None
        if self.radicale.process is None:
            self.radicale.start()
        self.assertEqual(self.refresh(), (0, ""))
        self.assert_equal_to_record()
        del self.proxy.requests[:]
        self.assertEqual(self.refresh(), (0, ""))
        self.assertEqual([method for method, _ in self.proxy.requests], ["PROPFIND"])
        shown = self.json("publish", "show")
        self.assertEqual((shown["problem"], shown["pending"], shown["changed_there"]), (None, 0, []))

    def interrupt(self, number, fault, may_end_well):
        made = []
        self.prepare_all()
        self.proxy.rule = self.at(number, fault, made)
        status, line = self.refresh()
        self.assertTrue(made)
        if status == -signal.SIGKILL:
            self.assertIn("die", fault)
        elif line or not may_end_well:
            self.assertIn(status, (0, 75))
            self.assertRegex(line, r"\Aregimen: [^\n]+\n\Z")
        self.recover()

    def count(self):
        """How many requests it takes where nothing goes wrong; each kind is among them."""
        self.prepare_all()
        del self.proxy.requests[:]
        self.assertEqual(self.refresh(), (0, ""))
        methods = [method for method, _ in self.proxy.requests]
        self.assertEqual(sorted(set(methods)), ["DELETE", "PROPFIND", "PUT", "REPORT"])
        self.recover()
        return len(methods)

    def test_each(self):
        for name, (fault, may_end_well) in FAULTS.items():
            for number in range(1, self.count() + 1):
                with self.subTest(fault=name, request=number):
                    self.interrupt(number, fault, may_end_well)


if __name__ == "__main__":
    unittest.main()
