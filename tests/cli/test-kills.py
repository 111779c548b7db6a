#!/usr/bin/python3
"""Every command that writes is killed at each of its system calls, and at random moments: nothing that was acknowledged is lost,
nothing is there twice, the record is whole, and the next command clears what is left.

    test-kills.py FAULTS WORKER [--kills N]     N: kills in all; the default is a few of each command
"""
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

from regimen import REGIMEN, commands
from writing import OTHERS, READS, WRITES, Written

FAULTS, WORKER = (os.path.abspath(word) for word in sys.argv[1:3])
KILLS = int(sys.argv[sys.argv.index("--kills") + 1]) if "--kills" in sys.argv else 0
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
#: Of each command in a short run: calls, and random moments.
CALLS, MOMENTS = 5, 3


class Kills(Written):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.killed = self.acknowledged = 0

    def start(self, words, **extra):
        return subprocess.Popen([REGIMEN, *words], env=self.environment(**extra), cwd=self.home, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def before_and_after(self, name):
        """What the tables have before the command and after it, and how long it takes."""
        self.put_back(name)
        before, start = self.rows(), time.monotonic()
        done = self.start(WRITES[name][1])
        out, err = done.communicate()
        seconds = time.monotonic() - start
        if name != "check":  # it also says that no service runs
            self.assertEqual((done.returncode, err), (0, b""), (name, out))
        return before, self.rows(), seconds

    def look(self, name, done, out, before, after, where):
        with self.subTest(command=name, where=where, seed=SEED):
            self.killed += done.returncode == -signal.SIGKILL
            self.acknowledged += done.returncode == -signal.SIGKILL and out != b""
            checked = subprocess.run([WORKER, self.database, "check"], env=self.environment(), capture_output=True)
            rows = self.rows()
            if name == "restore" and rows == after and not out:
                # an older copy is in place, which the user was not told of yet
                self.assertIn(checked.stdout, (b"", b"lost: 1 of 10 changes\n"))
            else:
                self.assertEqual((checked.stdout, checked.stderr, checked.returncode), (b"", b"", 0))
            if before is None and rows is not None and rows != after:
                self.assertEqual(sum(rows), 0, "half of a record")  # the check made an empty one
            elif name == "export, kept" and not out:
                # first it notes that the file is kept, then what it has shown
                self.assertTrue(all(few <= n <= many for few, n, many in zip(before, rows, after)), rows)
            else:
                self.assertIn(rows, (after,) if out else (before, after))
            if self.left_over():
                again = self.start(["ask", "What else?"])
                self.assertEqual((again.communicate()[1], again.returncode), (b"", 0))
                self.assertEqual(self.left_over() if name not in ("backup", "export, kept") else [], [])

    def kill_at_call(self, name, number, before, after):
        """Returns whether the command came as far as that."""
        self.put_back(name)
        log = self.home + "-fired"
        done = self.start(WRITES[name][1], LD_PRELOAD=FAULTS, FAULT_CALLS="any", FAULT_AT=str(number), FAULT_KIND="kill", FAULT_LOG=log)
        out, _ = done.communicate()
        if not os.path.exists(log):
            return False
        os.unlink(log)
        self.look(name, done, out, before, after, f"call {number}")
        return True

    def kill_at_moment(self, name, before, after, seconds):
        self.put_back(name)
        done = self.start(WRITES[name][1])
        moment = self.random.random() * seconds
        time.sleep(moment)
        done.kill()
        out, _ = done.communicate()
        self.look(name, done, out, before, after, f"after {1000 * moment:.1f} ms")

    def last_call(self, name, before, after):
        """How many calls the command makes."""
        low, high = 1, 2
        while self.kill_at_call(name, high, before, after):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.kill_at_call(name, middle, before, after) else (low, middle)
        return low

    def test_each_command(self):
        self.assertEqual(set(commands()), {words[0] for _, words in WRITES.values()} | {words[0] for words in READS if words} | OTHERS)
        timed, at_calls = {}, 0
        for name in WRITES:
            before, after, seconds = timed[name] = self.before_and_after(name)
            killed_before = self.killed
            if KILLS > 0:
                number = 1
                while self.kill_at_call(name, number, before, after):
                    number += 1
            else:
                last = self.last_call(name, before, after)
                for number in self.random.sample(range(1, last + 1), min(CALLS, last)):
                    self.kill_at_call(name, number, before, after)
            at_calls += self.killed - killed_before
            for _ in range(MOMENTS):
                self.kill_at_moment(name, before, after, seconds)
        names = sorted(WRITES)
        while self.killed < KILLS:
            name = self.random.choice(names)
            self.kill_at_moment(name, *timed[name])
        print(f"seed {SEED}: {self.killed} kills of {len(WRITES)} commands, {at_calls} of them at a system call; {self.acknowledged} after the acknowledgement",
              file=sys.stderr)
        self.assertGreater(self.killed, 100)
        self.assertGreater(self.acknowledged, 0)

    def lost(self, word, times):
        """How many acknowledged doses are lost if the worker is killed @times times."""
        lost = 0
        for _ in range(times):
            self.put_back("log")
            there = self.given()
            worker = subprocess.Popen([WORKER, self.database, word, "100", "5000"], env=self.environment(), stdout=subprocess.PIPE)
            said = [worker.stdout.readline() for _ in range(self.random.randrange(1, 4))]
            time.sleep(self.random.random() / 500)
            worker.kill()
            said += worker.stdout.readlines()
            worker.communicate()
            missing = there + sum(line.endswith(b"\n") for line in said) - self.given()
            self.assertGreaterEqual(missing, -1)
            lost += max(missing, 0)
        return lost

    def given(self):
        subprocess.run([WORKER, self.database, "check"], env=self.environment(), check=True)
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            return db.execute("SELECT count (*) FROM administrations").fetchone()[0]

    def test_control(self):
        """If a program acknowledges before the commit, doses are lost: so these tests would see it."""
        times = 200 if KILLS > 0 else 10
        self.assertEqual(self.lost("log", times), 0)
        self.assertGreater(self.lost("early", times), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[3:] if word not in ("--kills", str(KILLS))])
