#!/usr/bin/python3
"""Each command, with one of its requests for memory that gets none: it ends with an error, as GLib does (it aborts), or as if nothing
had been. What it acknowledged is on record, there is never half of a change or of a file, and the record is whole.

    test-memory-each.py WORKER [--runs N]     N: runs in all, spread over the requests of all commands
"""
import os
import random
import signal
import subprocess
import sys
import unittest

from regimen import REGIMEN, commands
from writing import OTHERS, READS, WRITES, Written

WORKER = os.path.abspath(sys.argv[1])
MODULE = os.environ.get("REGIMEN_NO_MEMORY_MODULE")
RUNS = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 400
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
#: What GLib asks for in its constructor.
GLIB = 5
ENDS = (0, 1, 2, -signal.SIGTRAP, -signal.SIGABRT)


@unittest.skipIf(MODULE is None, "nothing can be preloaded in this build")
class MemoryEach(Written):
    def start(self, words, **extra):
        return subprocess.run([REGIMEN, *words], env=self.environment(**extra), cwd=self.home, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=60)

    def made(self, before):
        """What the command made beside the record."""
        found = {}
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = os.path.join(folder, name)
                if path not in before and not name.startswith("test.db"):
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, self.home)] = file.read()
        return found

    def files(self):
        return {os.path.join(folder, name) for folder, _, names in os.walk(self.home) for name in names}

    def play(self, name, words, runs):
        """Returns: how many requests got no memory, and how many there are."""
        self.put_back(name)
        before, files = self.rows(), self.files()
        counts = self.home + "-counts"
        usual = self.start(words, LD_PRELOAD=MODULE, NO_MEMORY_COUNT=counts)
        if words[:1] != ["check"]:  # it also says that no service runs
            self.assertEqual((usual.returncode, usual.stderr), (0, b""), words)
        after, made = self.rows(), self.made(files)
        with open(counts) as file:
            requests = max(map(int, file))
        os.unlink(counts)
        played = 0
        # GLib hangs if the first ones fail, before the program begins
        for number in sorted(self.random.sample(range(GLIB + 1, requests + 1), min(runs, requests - GLIB))):
            played += self.fail_at(name, words, number, usual, before, after, files, made)
        return played, requests

    def fail_at(self, name, words, number, usual, before, after, files, made):
        self.put_back(name)
        log = self.home + "-fired"
        done = self.start(words, LD_PRELOAD=MODULE, NO_MEMORY_AT=str(number), NO_MEMORY_LOG=log)
        if not os.path.exists(log):
            return 0
        os.unlink(log)
        # contrib/HAZARDS.md says what libical does
        writes_calendar = words[:1] == ["export"] and "--format" not in words
        with self.subTest(command=words, request=number, seed=SEED):
            self.assertIn(done.returncode, (*ENDS, usual.returncode, *([-signal.SIGSEGV] if writes_calendar else [])), done.stderr)
            rows = self.rows()
            if before is None and rows is not None and sum(rows) == 0:
                rows = None  # an empty record is as good as none
            if b"NOT SAVED" in done.stderr:
                self.assertEqual((done.returncode, rows), (1, before))
            elif b"Saved, but" in done.stderr:
                self.assertEqual((done.returncode, rows), (0, after))
            elif b" cannot be shown: " in done.stderr or b"is not known, because it cannot be read" in done.stdout \
                    or b"It is not known which changes are only in the database" in done.stdout:
                self.assertEqual((done.returncode, rows), (0, after))
            elif words[:1] == ["log"] and len(done.stdout) > len(usual.stdout):
                # if the doses before cannot be counted, it says all that there is to say
                self.assertEqual((done.returncode, rows), (0, after))
            elif done.stdout != b"" and not writes_calendar:
                self.assertEqual((done.stdout, rows), (usual.stdout, after))
            elif words[:2] != ["export", "--keep"]:
                self.assertIn(rows, (before, after))
            left = self.made(files)
            for path in [path for path in left if ".new-" in path and done.returncode < 0]:
                del left[path]  # it was ended in the middle, and the next one removes it
            if not writes_calendar and name not in ("backup", "restore"):
                self.assertIn(left, ({}, made))
            checked = subprocess.run([WORKER, self.database, "check"], env=self.environment(), capture_output=True)
            told = b"lost: 1 of 10 changes\n" if name == "restore" and rows == after and done.returncode != 0 else b""
            self.assertIn((checked.stdout, checked.stderr), ((b"", b""), (told, b"")))
        return 1

    def test_each_command(self):
        self.random = random.Random(SEED)
        self.assertEqual(set(commands()), {words[0] for _, words in WRITES.values()} | {words[0] for words in READS if words} | OTHERS)
        all_words = [(name, words) for name, (_, words) in WRITES.items()] + [("", words) for words in READS]
        failed = requests = 0
        for place, (name, words) in enumerate(all_words):
            # what a short command leaves over, the longer ones get
            played, there = self.play(name, words, (RUNS - failed) // (len(all_words) - place))
            failed, requests = failed + played, requests + there
        print(f"seed {SEED}: {failed} of {requests} requests of {len(all_words)} commands got no memory", file=sys.stderr)
        self.assertGreater(failed, RUNS // 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[2:] if word not in ("--runs", str(RUNS))])
