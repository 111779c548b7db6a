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

    def each_stream(self, *words):
        """Runs the command once for each file that it opens as a stream, with reads of this file that fail. A word "%" becomes the
        number of the file. Yields: what the command did."""
        for number in range(1, 100):
            done = subprocess.run([REGIMEN, *(word.replace("%", str(number)) for word in words)], cwd=self.home, capture_output=True,
                                  env=self.environment(LD_PRELOAD=READS, NO_READ_STREAM=str(number), NO_READ_LOG=self.path("log")),
                                  stdin=subprocess.DEVNULL, timeout=60)
            if not os.path.exists(self.path("log")):
                self.assertGreater(number, 1, "no file was opened as a stream")
                return
            os.remove(self.path("log"))
            with self.subTest(words=words, stream=number):
                yield done

    def test_a_file_that_cannot_be_read(self):
        """It is not taken for one that is empty, ends early or has other content. It is named, and stays as it is."""
        json, bundle = self.path("record.json"), self.path("bundle.json")
        self.run_it("export", "--format", "json", "--to", json)
        self.run_it("export", "--format", "fhir", "--to", bundle)
        self.run_it("book", "ct", "2026-12-05 09:00")
        for file, words in ((self.path("import.ics"), ["export", "--to"]), (json, ["export", "--format", "json", "--to"]),
                            (bundle, ["export", "--format", "fhir", "--to"]), (json, ["--db", self.path("new.db"), "restore", "--from-json"])):
            with open(file, "rb") as before:
                content = before.read()
            for done in self.each_stream(*words, file):
                self.assertEqual((done.returncode, done.stdout), (1, b""))
                self.assertRegex(done.stderr.decode(), rf"\Aregimen: (NOT SAVED: )?{file}: Is a directory\n\Z")
                with open(file, "rb") as after:
                    self.assertEqual(after.read(), content)
                self.assertFalse(os.path.exists(self.path("new.db")))

    def test_a_kept_calendar_that_cannot_be_read(self):
        """The change is saved. The file is not taken for one that another program changed."""
        kept = self.path("kept.ics")
        self.run_it("export", "--keep", kept)
        failed = 0
        for number, done in enumerate(self.each_stream("book", "ct", "2026-12-05 09:0%"), 1):
            self.assertEqual((done.returncode, done.stdout[:8]), (0, b"Booked: "))
            with open(kept, encoding="utf-8") as file:
                current = f"T090{number}00" in file.read()
            if not current:
                failed += 1
                self.assertEqual(done.stderr.decode(), f"regimen: a calendar is not up to date: {kept}: Is a directory\n")
        self.assertGreater(failed, 0)
        self.run_it("book", "ct", "2026-12-05 10:00")
        with open(kept, encoding="utf-8") as file:
            self.assertIn("T100000", file.read())

    def test_what_is_read(self):
        for words in (["agenda"], ["show", "denosumab"], ["history", "--all"], ["list", "--json"], ["notify", "--dry-run"]):
            self.play(REGIMEN, *words)


if __name__ == "__main__":
    unittest.main()
