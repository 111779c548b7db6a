#!/usr/bin/python3
"""Every command that writes is killed at each of its system calls, and at random moments: nothing that was acknowledged is lost,
nothing is there twice, the record is whole, and the next command clears what is left. So is every command that writes a file of
another kind: the file is the old one, the new one, or not there.

    test-kills.py FAULTS WORKER ACCOUNT [--kills N]     ACCOUNT: save-account.c as a program
                                                        N: kills in all; the default is a few of each command
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

from regimen import PROGRAMS, REGIMEN, commands
from writing import OTHERS, READS, WRITES, ZOL, Written

FAULTS, WORKER, ACCOUNT = (os.path.abspath(word) for word in sys.argv[1:4])
KILLS = int(sys.argv[sys.argv.index("--kills") + 1]) if "--kills" in sys.argv else 0
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
#: Of each command in a short run: calls, and random moments.
CALLS, MOMENTS = 5, 3


#: Commands that write a file and leave the record as it is: what was typed before, the program and its words, and the file. A program
#: that "regimen" becomes is started as it does, so that its own calls are counted.
REGIMEN_EXPORT, REGIMEN_PUBLISH = os.path.join(PROGRAMS, "regimen-export"), os.path.join(PROGRAMS, "regimen-publish")
FILES = {
    "export --to": ([["export", "--to", "out.ics"], ["book", ZOL, "2026-11-24 10:00"]], [REGIMEN_EXPORT, "--to", "out.ics"], "out.ics"),
    "export": ([], [REGIMEN_EXPORT, "once.ics"], "once.ics"),
    "export, JSON": ([["export", "--format", "json", "record.json"], ["ask", "When?"]],
                     [REGIMEN_EXPORT, "--format", "json", "record.json"], "record.json"),
    "export, CSV": ([], [REGIMEN_EXPORT, "--format", "csv", "tables"], "tables"),
    "export, FHIR": ([["export", "--format", "fhir", "clinic.json"], ["log", ZOL]],
                     [REGIMEN_EXPORT, "--format", "fhir", "clinic.json"], "clinic.json"),
    "sheet": ([["sheet", "sheet.html"], ["ask", "When?"]], [REGIMEN, "sheet", "sheet.html"], "sheet.html"),
    "publish set": ([], [ACCOUNT, "test.db"], "test.db.publish"),
    "publish off": ([[ACCOUNT, "test.db"]], [REGIMEN_PUBLISH, "off"], "test.db.publish"),
}
#: Those that make a record: the words, the file, and the words of the next command of that kind.
RECORDS = {"backup --salvage": (["backup", "--salvage", "saved.db"], "saved.db", ["backup", "--salvage", "saved-2.db"]),
           "restore --from-json": (["restore", "--from-json", "earlier.json"], "test.db", ["restore", "--from-json", "earlier.json"])}


def last_that(is_reached):
    """The last number from 1 for which @is_reached() is true; it is for all before."""
    low, high = 1, 2
    while is_reached(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_reached(middle) else (low, middle)
    return low


class Killed(Written):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.killed = self.acknowledged = 0

    def start(self, words, **extra):
        program = [] if os.path.isabs(words[0]) else [REGIMEN]
        return subprocess.Popen([*program, *words], env=self.environment(**extra), cwd=self.home, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_with_kill(self, words, number, **which):
        """Returns the process, what it printed, and whether it was killed at call @number. @which: of which calls; else of all."""
        log = self.home + "-fired"
        which = which or {"FAULT_CALLS": "any"}
        done = self.start(words, LD_PRELOAD=FAULTS, FAULT_AT=str(number), FAULT_KIND="kill", FAULT_LOG=log, **which)
        out, _ = done.communicate()
        fired = os.path.exists(log)
        if fired:
            os.unlink(log)
        return done, out, fired

    def chosen(self, last, count=CALLS):
        """The numbers of the calls at which a command that makes @last of them is killed: @count of them in a short run."""
        return range(1, last + 1) if KILLS > 0 else self.random.sample(range(1, last + 1), min(count, last))


class Files(Killed):
    def content(self, name):
        """Of a file, or of all files in a folder; None: there is none."""
        path = self.path(name)
        if os.path.isdir(path):
            return {each: self.content(os.path.join(name, each)) for each in os.listdir(path)}
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            return file.read()

    def at_each_call(self, words, prepare):
        """Yields the number of each chosen call at which the command was killed, and what it printed before. First of all calls, then
        of those that write an unfinished file, or give one its name."""
        for which in ({"FAULT_CALLS": "any"}, {"FAULT_CALLS": "change", "FAULT_FILE": ".new-"}):
            def killed(number):
                prepare()
                return self.run_with_kill(words, number, **which)[2]
            last = last_that(killed)
            self.assertGreater(last, 1, words)
            for number in self.chosen(last, 2 * CALLS):
                prepare()
                _, out, fired = self.run_with_kill(words, number, **which)
                self.assertTrue(fired)
                self.killed += 1
                yield number, out

    def run_well(self, words):
        done = self.start(words)
        out, err = done.communicate()
        self.assertEqual((done.returncode, err), (0, b""), (words, out))

    def names(self):
        seen = os.path.join(self.state, "regimen")
        return sorted(os.listdir(self.home)), sorted(os.listdir(seen) if os.path.isdir(seen) else [])

    def look_at_file(self, name):
        before_words, words, target = FILES[name]
        self.put_copy_back("")
        for each in before_words:
            self.run_well(each)
        self.keep(name)
        before = self.content(target)
        self.run_well(words)
        after, names = self.content(target), self.names()
        self.assertNotEqual(before, after, name)
        left = 0
        for number, out in self.at_each_call(words, lambda: self.put_copy_back(name)):
            with self.subTest(command=name, call=number):
                self.assertIn(self.content(target), (after,) if out else (before, after))
                left += self.names() != names and self.left_over() != []
                if self.content(target) == after and name in ("publish off", "export, CSV"):
                    continue  # it is done already, and refused a second time
                self.run_well(words)
                self.assertEqual((self.content(target), self.names()), (after, names))
        return left

    def test_files(self):
        left = {name: self.look_at_file(name) for name in FILES}
        print(f"seed {SEED}: {self.killed} kills of {len(FILES)} commands that write a file; unfinished files were left by {left}", file=sys.stderr)
        self.assertEqual([name for name, count in left.items() if count == 0], [], "no kill came while the file was being written")

    def dumped(self, path):
        with contextlib.closing(sqlite3.connect(path)) as db:
            return list(db.iterdump())

    def look_at_record(self, name):
        words, target, again = RECORDS[name]
        left = 0
        self.put_copy_back("")
        self.run_it("export", "--format", "json", self.path("earlier.json"))
        self.run_it("ask", "When?")
        self.keep(name)
        before = self.dumped(self.path(target)) if os.path.exists(self.path(target)) else None
        self.run_well(words)
        after = self.dumped(self.path(target))
        for number, out in self.at_each_call(words, lambda: self.put_copy_back(name)):
            with self.subTest(command=name, call=number):
                left += self.left_over() != []
                found = self.dumped(self.path(target)) if os.path.exists(self.path(target)) else None
                self.assertIn(len(found or []), {len(after)} if out else {len(before or []), len(after)})
                if found is not None:
                    checked = subprocess.run([WORKER, self.path(target), "check"], env=self.environment(), capture_output=True)
                    self.assertEqual(checked.stderr, b"")
                    # a record that was put back and not announced may be called a shorter one
                    self.assertRegex(checked.stdout, rb"\A(lost: 1 of \d+ changes\n)?\Z")
                done = self.start(again)
                self.assertEqual((done.communicate()[1], done.returncode), (b"", 0))
                self.assertEqual(self.left_over(), [])
        return left

    def test_records(self):
        left = {name: self.look_at_record(name) for name in RECORDS}
        print(f"seed {SEED}: {self.killed} kills of {len(RECORDS)} commands that make a record; unfinished files were left by {left}", file=sys.stderr)
        self.assertEqual([name for name, count in left.items() if count == 0], [], "no kill came while the record was being written")


class Kills(Killed):

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
                self.assertEqual(self.left_over(), [])

    def kill_at_call(self, name, number, before, after):
        """Returns whether the command came as far as that."""
        self.put_back(name)
        done, out, fired = self.run_with_kill(WRITES[name][1], number)
        if not fired:
            return False
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
                for number in self.chosen(last_that(lambda number: self.kill_at_call(name, number, before, after))):
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
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[4:] if word not in ("--kills", str(KILLS))])
