#!/usr/bin/python3
"""Many commands write at the same time while regimend runs: none is lost, doubled or refused because of a lock.

    test_writers.py [--many]     16 processes with 100 doses each, and 1,000 logs of the same 100 doses; else fewer

The clock of the commands is frozen.
"""
import datetime
import os
import random
import subprocess
import sys
import threading
import time
import unittest

from desktop import program, wait_for
from servers import ALL, ServedTest

MANY = "--many" in sys.argv
WRITERS, LOGS = (16, 100) if MANY else (8, 12)
#: How many times each of the same doses is logged, and by how many processes at once.
SAME, TIMES, RACERS = (100, 10, 16) if MANY else (10, 16, 16)
SEED = int(os.environ.get("REGIMEN_SEED", "17"))
PLAIN = os.environ.get("REGIMEN_PLAIN_MODULE")
LAST = datetime.date(2026, 11, 22)


class WritersTest(ServedTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve(ALL)

    def add(self, doses):
        """A tablet twice a day, of which @doses were to be taken until yesterday, and a service that shows what is due."""
        first = LAST - datetime.timedelta(days=doses // 2 - 1)
        self.first = first
        self.desktop.regimen("add", "--custom", "Aspirin", "--times", "08:00,20:00", "--first", str(first), "--anyway")
        self.add_due()
        service = self.desktop.regimend()
        wait_for("an alert", self.server.notified)
        return service

    def words(self, dose):
        day = self.first + datetime.timedelta(days=(dose - 1) // 2)
        return ["log", f"aspirin/{dose}", "--at", f"{day} {'20:00' if dose % 2 == 0 else '08:00'}"]

    def run_all(self, queues, **extra):
        """Each of the @queues is worked off by a thread, one command after the other. Returns: (dose, status, standard output, standard
        error, seconds) of each command."""
        environment, done = {**self.desktop.environment, **extra}, []

        def work(queue):
            for dose in queue:
                start = time.monotonic()
                run = subprocess.run([program("regimen"), *self.words(dose)], env=environment, text=True, capture_output=True,
                                     timeout=120, stdin=subprocess.DEVNULL)
                done.append((dose, run.returncode, run.stdout, run.stderr, time.monotonic() - start))
        threads = [threading.Thread(target=work, args=(queue,)) for queue in queues]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(done), sum(map(len, queues)))
        return done

    def report(self, what, done):
        seconds = sorted(run[4] for run in done)
        print(f"{what}: the longest took {seconds[-1]:.2f} s, half of them less than {seconds[len(seconds) // 2]:.2f} s", file=sys.stderr)

    def doses(self):
        return sorted(row["dose"] for row in self.history() if row["course"] == "aspirin")

    def assert_well(self, service):
        """The service still runs, has met no lock, and shows what is due; the record is whole."""
        self.assertIsNone(service.process.poll())
        self.assertNotRegex(service.said(), "(?i)lock|busy|NOT SAVED")
        self.assertIn("regimend runs", self.desktop.regimen("check"))
        before = len(self.server.notified())
        self.desktop.regimen("add", "ct", "--on", "2026-11-23")
        wait_for("the next", lambda: len(self.server.notified()) > before)

    def queues(self):
        return [range(1 + n * LOGS, 1 + (n + 1) * LOGS) for n in range(WRITERS)]

    def test_none_is_lost(self):
        service = self.add(WRITERS * LOGS)
        done = self.run_all(self.queues())
        self.assertEqual([run for run in done if run[1] != 0 or run[3]], [])
        self.assertEqual(self.doses(), list(range(1, 1 + WRITERS * LOGS)))
        self.assert_well(service)
        self.report(f"{WRITERS} processes, {LOGS} logs each, beside the service", done)

    def test_the_same_doses(self):
        service = self.add(SAME)
        logs = [dose for dose in range(1, 1 + SAME) for _ in range(TIMES)]
        random.Random(SEED).shuffle(logs)
        done = self.run_all([logs[n::RACERS] for n in range(RACERS)])
        self.assertEqual(sorted(run[0] for run in done if run[1] == 0), list(range(1, 1 + SAME)))
        for dose, status, out, err, _ in done:
            if status == 0:
                self.assertEqual(err, "")
            else:
                self.assertEqual((status, out), (1, ""))
                self.assertRegex(err, rf"\Aregimen: dose {dose} of aspirin was already taken on [^\n]+\n\Z")
        self.assertEqual(self.doses(), list(range(1, 1 + SAME)))
        self.assert_well(service)
        self.report(f"{len(logs)} logs of {SAME} doses by {RACERS} processes, seed {SEED}", done)

    @unittest.skipUnless(PLAIN, "nothing can be preloaded in this build")
    def test_control(self):
        """With a plain BEGIN a command reads before it has the lock: a dose is refused, or there twice."""
        self.add(WRITERS * LOGS)
        done = self.run_all(self.queues(), LD_PRELOAD=PLAIN)
        refused = [run for run in done if run[1] != 0]
        for _, _, _, err, _ in refused:
            self.assertRegex(err, "NOT SAVED")
        self.assertTrue(refused or self.doses() != list(range(1, 1 + WRITERS * LOGS)))


if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "--many"])
