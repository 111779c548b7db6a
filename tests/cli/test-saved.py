#!/usr/bin/python3
"""What a command says of its change is true: NOT SAVED and exit status 1, or saved and 0, although something fails
after it: reading for the answer, memory, or standard output.

    test-saved.py FAULTS     FAULTS: tests/store/faults.c as a library to be preloaded
"""
import contextlib
import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

from regimen import REGIMEN, Case

FAULTS = os.path.abspath(sys.argv[1])
WRITES = [["log", "zoledronic-acid"], ["undo"], ["stop", "zoledronic-acid"], ["book", "zoledronic-acid", "2026-11-24 10:00"],
          ["hold", "zoledronic-acid", "--reason", "x"], ["feel", "pain", "4"], ["lab", "calcium", "2.3", "mmol/l"],
          ["contact", "add", "Clinic", "--phone", "555-0100"], ["need", "zoledronic-acid", "creatinine"], ["ask", "Why?"],
          ["change", "zoledronic-acid", "--every", "5w"], ["patient", "add", "Anna", "--zone", "Europe/Berlin"],
          ["rename", "zoledronic-acid", "zol"], ["pause", "zoledronic-acid", "--from", "2026-12-01"]]
READS = [["list"], ["show", "zoledronic-acid"], ["history"], ["agenda"], ["check"], ["feel"], ["export"]]
#: Of the calls that read, each second one is looked at: test-failing.py takes all kinds of calls at random.
STEP = 2
SAVED = r"\Aregimen: (Saved, but|Whom to call cannot be shown:) [^\n]+\n\Z"


class Saved(Case):
    def setUp(self):
        super().setUp()
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-23", "--amount", "4 mg")
        self.model = self.path("model.db")
        shutil.copy(self.database, self.model)
        self.changes_before = self.changes()

    def changes(self):
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            return db.execute("SELECT count (*) FROM changes").fetchone()[0]

    def with_fault(self, words, calls, n):
        """The run on a fresh copy, and whether the fault fired."""
        for name in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.database + name)
        shutil.copy(self.model, self.database)
        self.forget()
        log = self.path("fired")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(log)
        done = self.call(*words, LD_PRELOAD=FAULTS, FAULT_CALLS=calls, FAULT_FILE=os.path.basename(self.database),
                         FAULT_KIND=str(errno.EIO if calls == "read" else errno.ENOMEM), FAULT_AT=str(n), FAULT_LOG=log)
        return done, os.path.exists(log)

    def assert_true(self, done, words):
        """Returns whether it was saved and something failed after it."""
        said = done.stderr.decode()
        self.assertNotRegex(said, "damaged|constraint")
        if self.changes() == self.changes_before:
            if done.returncode == -signal.SIGTRAP:  # GLib ends a program that gets no memory
                self.assertEqual(done.stdout, b"")
                return False
            self.assertEqual(done.returncode, 1, (words, done))
            self.assertRegex(said, r"\Aregimen: [^\n]+\n\Z")
            self.assertNotIn("Saved", said)
        else:
            self.assertEqual(done.returncode, 0, (words, done))
            self.assertRegex(said, SAVED if said else r"\A\Z")
        return bool(said) and done.returncode == 0

    def test_reading_fails(self):
        after = 0
        for words in WRITES:
            n, fired = 1, True
            while fired:
                done, fired = self.with_fault(words, "read", n)
                with self.subTest(words=words, call=n):
                    if fired:
                        after += self.assert_true(done, words)
                n += STEP
            self.assertGreater(n, 10, words)
        self.assertGreater(after, 0, "no fault came after a commit")

    def test_a_copy_that_cannot_be_read(self):
        """A restore names the copy, not the record, if it is the copy that cannot be read."""
        copy, named = self.path("earlier.db"), 0
        shutil.copy(self.model, copy)
        for n in range(1, 40, 3):
            done = self.call("restore", copy, LD_PRELOAD=FAULTS, FAULT_CALLS="read", FAULT_FILE="earlier.db", FAULT_KIND=str(errno.EIO),
                             FAULT_AT=str(n), FAULT_LASTING="1")
            with self.subTest(call=n):
                if done.returncode != 0:
                    named += 1
                    self.assertRegex(done.stderr.decode(), rf"\Aregimen: NOT SAVED: {copy}: reading or writing failed [^\n]+\n\Z")
                else:
                    break
        self.assertGreater(named, 1)

    def test_reading_fails_where_nothing_is_written(self):
        """A disk that does not answer is not a damaged record."""
        for words in READS:
            n, fired = 1, True
            while fired:
                done, fired = self.with_fault(words, "read", n)
                with self.subTest(words=words, call=n):
                    self.assertNotRegex(done.stderr.decode() + done.stdout.decode(), "damaged|has [0-9]+ problem|not an error")
                n += STEP

    def allocations(self, words):
        low, high = 1, 2
        while self.with_fault(words, "memory", high)[1]:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.with_fault(words, "memory", middle)[1] else (low, middle)
        return low

    def test_memory_fails(self):
        """In the second half of its work, a command only reads: for its answer, and whether the record is whole."""
        for words in (["undo"], ["stop", "zoledronic-acid"]):
            last, after = self.allocations(words), 0
            for n in range(last, last // 10, -max(1, last // 150)):
                done, _ = self.with_fault(words, "memory", n)
                with self.subTest(words=words, call=n):
                    after += self.assert_true(done, words)
            self.assertGreater(after, 0, words)

    def test_whom_to_call(self):
        """If it cannot be read whom to call, the answer says that this is left out."""
        self.run_it("contact", "add", "Ward", "--phone", "0123456")
        shutil.copy(self.database, self.model)
        words = ["log", "zoledronic-acid"]
        last, told = self.allocations(words), 0
        for n in range(7 * last // 10, last // 2, -max(1, last // 400)):
            done, _ = self.with_fault(words, "memory", n)
            with self.subTest(call=n):
                if b"Logged" in done.stdout and b"Call: Ward, 0123456" not in done.stdout:
                    self.assertRegex(done.stderr.decode(), "cannot be shown|Saved, but")
                    told += 1
        self.assertGreater(told, 0)

    def test_answer_is_lost(self):
        for words in WRITES:
            shutil.copy(self.model, self.database)
            self.forget()
            with self.subTest(words=words), open("/dev/full", "wb") as full:
                done = subprocess.run([REGIMEN, *words], env=self.environment(), stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(self.changes(), self.changes_before + 1)
                self.assertEqual(done.returncode, 0, done)
                self.assertRegex(done.stderr.decode(), SAVED)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
