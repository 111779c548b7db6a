#!/usr/bin/python3
"""Each command alone: without a network it does the same, and it tells nothing personal to the programs that it starts."""
import os
import shutil
import socket
import subprocess
import sys
import unittest

from regimen import REGIMEN
from writing import READS, WRITES, Written

CHILDREN = os.environ.get("REGIMEN_CHILDREN_MODULE")
ALONE = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
#: What the commands find on record, or are given, and no program that they start may get. None is a word of theirs.
PERSONAL = ("Xylomorphan", "xylomorphan", "Zebrafink", "5557361", "Quittenweg", "Aspirin", "aspirin", "zoledronic", "Zoledronic", "radiation",
            "nausea", "creatinine", "a cold", "nnnnnnnn", "calcium", "Ward", "555-0100", "0123456", "How often", "left arm", "Anna", "dental")


class Alone(Written):
    def all_commands(self):
        yield from ((name, words) for name, (_, words) in WRITES.items())
        yield from ((" ".join(words), words) for words in READS)

    def files(self):
        """What the command left in its home, without the record."""
        found = {}
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = os.path.join(folder, name)
                if not name.endswith((".db", ".db-wal", ".db-shm")):
                    with open(path, "rb") as file:
                        found[path] = file.read()
        return found

    def play(self, name, *program):
        """Returns: status, output, rows and files of the command that @program starts."""
        self.put_back(name)
        words = dict(self.all_commands())[name]
        done = subprocess.run([*program, REGIMEN, *words], env=self.environment(), cwd=self.home, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120)
        return done.returncode, done.stdout, done.stderr, self.rows(), self.files()

    def test_without_a_network(self):
        if shutil.which("unshare") is None or subprocess.run([*ALONE, "true"], capture_output=True).returncode != 0:
            self.skipTest("no network of its own can be made here")
        with socket.create_server(("127.0.0.1", 0)) as server:
            connect = [sys.executable, "-c", f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5)"]
            self.assertEqual(subprocess.run(connect, capture_output=True).returncode, 0)
            # the control: not even this computer can be reached
            self.assertNotEqual(subprocess.run([*ALONE, *connect], capture_output=True).returncode, 0)
        for name, words in self.all_commands():
            with self.subTest(name):
                self.assertEqual(self.play(name, *ALONE), self.play(name))

    @unittest.skipUnless(CHILDREN, "nothing can be preloaded in this build")
    def test_arguments_of_programs(self):
        """What the user typed is not counted: "regimen" becomes "regimen-export" with the words that it was given."""
        for words in (["add", "--custom", "Xylomorphan", "--times", "09:00", "--first", "2026-11-23"],
                      ["log", "xylomorphan", "--note", "Zebrafink"], ["contact", "add", "Zebrafink", "--phone", "5557361"],
                      ["book", "radiation", "2026-12-07 15:30", "--place", "Quittenweg 3"], ["export", "--keep", self.path("always.ics")],
                      ["ask", "Zebrafink?"]):
            self.run_it(*words)
        self.keep("")
        log, started = self.path("children"), set()
        for name, words in self.all_commands():
            self.put_back(name)
            subprocess.run([REGIMEN, *words], env=self.environment(LD_PRELOAD=CHILDREN, CHILDREN_LOG=log), cwd=self.home,
                           stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
            if not os.path.exists(log):
                continue
            with open(log, encoding="utf-8") as file:
                lines = [line.rstrip("\n").split("\t")[:-1] for line in file]
            os.unlink(log)
            for line in lines:
                started.add(os.path.basename(line[0]))
                if line[1:] == words[1:]:
                    continue
                for word in PERSONAL:
                    self.assertNotIn(word, " ".join(line), name)
        # the control: these are started, and were seen
        self.assertLessEqual({"regimen-export", "regimen-import", "regimen-read-calendar", "regimend"}, started)


if __name__ == "__main__":
    unittest.main()
