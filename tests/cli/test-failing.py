#!/usr/bin/python3
"""Calls on files fail while a command writes: each kind of call, once or from then on, with each error of a disk that is full, broken
or read-only, or with only a part of the bytes written. What the command says is true: it is saved and the exit status is 0, or it is
not, and the message says of which file and what to do. The record is whole, and the next run works.

    test-failing.py FAULTS WORKER [--failures N]     N: failures in all; the default is a few of each command
"""
import errno
import os
import random
import re
import subprocess
import sys
import unittest

from regimen import REGIMEN
from writing import WRITES, Written

FAULTS, WORKER = (os.path.abspath(word) for word in sys.argv[1:3])
FAILURES = int(sys.argv[sys.argv.index("--failures") + 1]) if "--failures" in sys.argv else 0
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
#: Of each command in a short run.
FEW = 3
#: The error, and whether all later calls fail, too.
KINDS = [(kind, lasting) for kind in (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS) for lasting in (False, True)] + [
    (errno.EINTR, False), ("short", False)]
#: What writes a file, and the file.
FILES = {
    "calendar": (["export", "--to", "new.ics"], "new.ics"),
    "json": (["export", "--format", "json", "record.json"], "record.json"),
    "csv": (["export", "--format", "csv", "tables"], "tables"),
    "fhir": (["export", "--format", "fhir", "bundle.json"], "bundle.json"),
    "sheet": (["sheet", "sheet.html"], "sheet.html"),
    "salvage": (["backup", "--salvage", "saved.db"], "saved.db"),
    "backup": (["backup", "copy.db"], "copy.db"),
    "export, kept": (["export", "--keep", "kept.ics"], "kept.ics"),
}
#: Words of SQLite, the C library or GLib, that say nothing to a patient.
STRANGE = r"disk I/O error|not an error|unable to open|SQL logic|constraint|\.new-|file:|descriptor|malformed|\(null\)"
SAVED = r"(Saved, but|Whom to call cannot be shown:) "
DOUBT = "so it may be on record nevertheless"


class Failing(Written):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.failed = self.refused = self.doubtful = 0

    def words(self, name):
        return FILES[name][0] if name in FILES else WRITES[name][1]

    def run_with(self, name, **extra):
        return subprocess.run([REGIMEN, *self.words(name)], env=self.environment(**extra), cwd=self.home, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120)

    def content(self, name):
        """Of the file that it writes: whether there is one, and its size; without the times in it, this is as good as its bytes."""
        path = self.path(FILES[name][1]) if name in FILES else None
        if path is None or not os.path.lexists(path):
            return None
        if os.path.isdir(path):
            return sorted((entry.name, entry.stat().st_size) for entry in os.scandir(path))
        return os.path.getsize(path)

    def calls(self, name, kind):
        """How many calls there are that may fail so, in that of its processes that makes most."""
        self.put_back(name)
        log = self.home + "-calls"
        self.run_with(name, LD_PRELOAD=FAULTS, FAULT_CALLS="any", FAULT_COUNT=log, **({"FAULT_KIND": kind} if kind == "short" else {}))
        with open(log, encoding="ascii") as file:
            most = max(int(line) for line in file)
        os.unlink(log)
        return most

    def usual(self, name):
        self.put_back(name)
        before = self.rows()
        done = self.run_with(name)
        # check also says that no service runs
        self.assertEqual((done.returncode, done.stderr if name != "check" else b""), (name == "check", b""), name)
        return before, self.rows(), self.content(name), done

    def let_fail(self, name, kind, lasting, number, usual):
        """Lets the call fail, and looks at what is said and what is there."""
        self.put_back(name)
        log = self.home + "-fired"
        done = self.run_with(name, LD_PRELOAD=FAULTS, FAULT_CALLS="any", FAULT_AT=str(number), FAULT_KIND=str(kind), FAULT_LOG=log,
                             **({"FAULT_LASTING": "1"} if lasting else {}))
        if not os.path.exists(log):
            return
        os.unlink(log)
        self.failed += 1
        kind = errno.errorcode.get(kind, kind)
        with self.subTest(command=name, kind=kind, lasting=lasting, call=number, seed=SEED, done=done):
            self.look(name, lasting, usual, done)

    def look(self, name, lasting, usual, done):
        before, after, content, normal = usual
        rows, said = self.rows(), done.stderr.decode()
        checked = subprocess.run([WORKER, self.database, "check"], env=self.environment(), capture_output=True)
        if name != "restore":  # if its end could not be noted, the older copy counts as a loss
            self.assertEqual((checked.stdout, checked.stderr, checked.returncode), (b"", b"", 0))
        self.assertNotRegex(said, STRANGE)
        if done.returncode == 0:
            self.assertRegex(said, rf"\A(regimen: {SAVED}[^\n]+\n)?\Z")
            self.assertEqual(self.content(name), content)
            if name in FILES:  # that a calendar was shown is a note, which is made if that is possible
                self.assertTrue(all(few <= n <= many for few, n, many in zip(before, rows, after)), rows)
            else:
                self.assertEqual(rows, after)
            return
        self.refused += 1
        self.assertIn(done.returncode, (1, 2))
        self.assertRegex(said, r"\Aregimen: [^\n]+\n\Z")
        if done.returncode == 2:  # the first file that is read is that of the time zone
            self.assertIn("time zone", said)
        elif name != "check":
            self.assertRegex(said, rf"{re.escape(self.home)}|{self.words(name)[1] if len(self.words(name)) > 1 else 'record'}|{FILES.get(name, ('', 'test.db'))[1]}")
        if rows == after != before:
            self.doubtful += 1
            self.assertIn(DOUBT, said)
            self.assertTrue(lasting)
            return
        if before is None:
            self.assertTrue(rows is None or sum(rows) == 0, rows)
        else:
            self.assertEqual(rows, before)
        if name in WRITES and name not in FILES and name != "check" and done.returncode == 1 and "moved.ics" not in said:
            self.assertRegex(said, r"\Aregimen: NOT SAVED: ")
        if name in FILES and not lasting:
            self.assertIn(self.content(name), (None, content))
        again = self.run_with(name)
        self.assertEqual((again.returncode, again.stderr if name != "check" else b""), (normal.returncode, b""))
        self.assertEqual((self.rows(), self.content(name), self.left_over()), (after, content, []))

    def test_each_command(self):
        names = list(WRITES) + [name for name in FILES if name not in WRITES]
        known = {}
        for name in names:
            known[name] = self.usual(name), self.calls(name, ""), self.calls(name, "short")
            for _ in range(FEW):
                self.fail_at_random(name, *known[name])
        while self.failed < FAILURES:
            name = self.random.choice(names)
            self.fail_at_random(name, *known[name])
        print(f"seed {SEED}: {self.failed} failing calls in {len(names)} commands; {self.refused} commands ended with an error, "
              f"{self.doubtful} of them with a doubt", file=sys.stderr)
        self.assertGreater(self.failed, 2 * len(names))
        self.assertGreater(self.refused, len(names) // 2)

    def lost(self, word):
        """How many doses the worker acknowledges that are not on record, over all calls that may fail."""
        lost = 0
        for number in range(1, 120):
            self.put_back("log")
            before = self.rows()
            worker = subprocess.run([WORKER, self.database, word, "100", "1"], capture_output=True,
                                    env=self.environment(LD_PRELOAD=FAULTS, FAULT_CALLS="any", FAULT_AT=str(number), FAULT_KIND=str(errno.EIO)))
            lost += worker.stdout.startswith(b"saved") and self.rows() == before
        return lost

    def test_control(self):
        """If a program says that a dose is saved before it is, a failing call shows that."""
        self.assertEqual(self.lost("log"), 0)
        self.assertGreater(self.lost("early"), 0)

    def fail_at_random(self, name, usual, calls, writes):
        kind, lasting = self.random.choice(KINDS)
        self.let_fail(name, kind, lasting, self.random.randint(1, writes if kind == "short" else calls), usual)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[3:] if word not in ("--failures", str(FAILURES))])
