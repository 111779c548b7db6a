#!/usr/bin/python3
"""A request for memory that gets none, and a read that fails: the command ends with an error, or, without memory, as GLib does (it
aborts), or as if nothing had been; it never crashes, and never leaves a part of what it writes, or of what there is to say."""
import os
import signal
import subprocess
import unittest

from regimen import PROGRAMS, REGIMEN, Case

MODULE = os.environ.get("REGIMEN_NO_MEMORY_MODULE")
READS = os.environ.get("REGIMEN_NO_READ_MODULE")
#: How many of the requests are looked at: each of them takes a process.
EVERY = int(os.environ.get("REGIMEN_EVERY", "151"))


@unittest.skipIf(MODULE is None, "nothing can be preloaded in this build")
class Memory(Case):
    def setUp(self):
        super().setUp()
        for words in (["add", "denosumab", "--first", "2026-12-01 10:00", "--place", "here"],
                      ["add", "ct", "--on", "2026-12-05"], ["feel", "pain", "4"], ["ask", "How long?"],
                      ["contact", "add", "Ward", "--phone", "0123"]):
            self.run_it(*words)
        self.run_it("export", self.path("import.ics"))

    def play(self, program, *words, target=None):
        """Returns: how many requests failed."""
        log = self.path("log")

        def run(**extra):
            if target is not None and os.path.exists(target):
                os.remove(target)
            return subprocess.run([program, *words], env=self.environment(**extra), cwd=self.home, capture_output=True,
                                  stdin=subprocess.DEVNULL, timeout=60)

        def content():
            if target is None or not os.path.exists(target):
                return None
            with open(target, "rb") as file:
                return file.read()
        usual, wanted = run(), None
        self.assertEqual(usual.returncode, 0, usual.stderr)
        usual, wanted = run(), content()
        files, played = set(os.listdir(self.home)), 0
        while True:
            number = 1 + played * EVERY
            done = run(LD_PRELOAD=MODULE, NO_MEMORY_AT=str(number), NO_MEMORY_LOG=log)
            if not os.path.exists(log):
                return played
            os.remove(log)
            played += 1
            with self.subTest(words=words, request=number):
                self.assertIn(done.returncode, (0, 1, 2, -signal.SIGTRAP, -signal.SIGABRT), done.stderr)
                if done.returncode == 0:
                    self.assertEqual((done.stdout, content()), (usual.stdout, wanted))
                else:
                    self.assertIn(content(), (None, wanted))
                    self.assertIn(done.stdout, (b"", usual.stdout))
                left = set(os.listdir(self.home)) - files - {"core"}
                for name in [name for name in left if ".new-" in name and done.returncode < 0]:
                    os.remove(self.path(name))  # it was ended in the middle
                    left.remove(name)
                self.assertEqual({name for name in left if not name.startswith("test.db-")}, set())

    def test_import(self):
        self.assertGreater(self.play(os.path.join(PROGRAMS, "regimen-import"), "import.ics"), 1000 / EVERY)

    def test_sheet(self):
        self.assertGreater(self.play(REGIMEN, "sheet", "target.html", target=self.path("target.html")), 1000 / EVERY)

    def test_a_read_that_fails(self):
        """An import that could not read the record does not say that the events are of another one."""
        for program, words in (("regimen-import", ["import.ics"]), ("regimen-export", []), ("regimen", ["agenda"]), ("regimen", ["history"])):
            command = [os.path.join(PROGRAMS, program), *words]
            usual = subprocess.run(command, env=self.environment(), cwd=self.home, capture_output=True, timeout=60)
            failed = number = 0
            while True:
                number += 1
                done = subprocess.run(command, env=self.environment(LD_PRELOAD=READS, NO_READ_AT=str(number), NO_READ_LOG=self.path("log")),
                                      cwd=self.home, capture_output=True, timeout=60)
                if not os.path.exists(self.path("log")):
                    break
                os.remove(self.path("log"))
                with self.subTest(words=command, read=number):
                    if done.returncode == 0:
                        self.assertEqual(done.stdout, usual.stdout)
                    else:
                        failed += 1
                        self.assertEqual((done.returncode, done.stdout), (1, b""))
                        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")
            self.assertGreater(failed, 0)

    def test_what_is_read(self):
        for words in (["agenda"], ["show", "denosumab"], ["history", "--all"], ["list", "--json"], ["notify", "--dry-run"]):
            self.play(REGIMEN, *words)


if __name__ == "__main__":
    unittest.main()
