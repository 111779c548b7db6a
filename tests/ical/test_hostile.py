#!/usr/bin/python3
"""Hostile files: each is refused with one line, or read; within the limits of time and memory, and the record stays as it is."""
import ctypes
import os
import platform
import re
import resource
import socket
import sqlite3
import struct
import subprocess
import threading
import time
import unittest

import calendars
import hostile

PROGRAMS = os.environ["REGIMEN_CLI_BUILD"]
REGIMEN = PROGRAMS + "/regimen"
READER = PROGRAMS + "/regimen-read-calendar"
MEMORY = 512 * 1024
SANITIZED = hostile.is_sanitized(READER)
#: What a terminal would obey, or show as if it stood elsewhere.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_seccomp():
    """From here on prctl() refuses PR_SET_SECCOMP with EINVAL, as where the kernel was made without it."""
    prctl, set_seccomp, filter_mode, no_new_privs = 157, 22, 2, 38
    load, equal, give = 0x20, 0x15, 0x06
    steps = [(load, 0, 0, 0), (equal, 0, 3, prctl), (load, 0, 0, 16), (equal, 0, 1, set_seccomp), (give, 0, 0, 0x00050016),
             (give, 0, 0, 0x7fff0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    if libc.prctl(no_new_privs, 1, 0, 0, 0) or libc.prctl(set_seccomp, filter_mode, program, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


class Hostile(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = calendars.scratch()
        cls.environment = {**calendars.private_environment(cls.folder, "Europe/Berlin"), "REGIMEN_EXEC_PATH": PROGRAMS,
                           "REGIMEN_DB": cls.folder + "/test.db", "REGIMEN_NOW": "2026-11-23T09:00:00+01:00",
                           "REGIMEN_ZONE": "Europe/Berlin",
                           **{k: v for k, v in os.environ.items() if k.startswith("LD_") or k.endswith("SAN_OPTIONS")}}
        subprocess.run([REGIMEN, "add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01"], env=cls.environment,
                       check=True, capture_output=True)
        # the UID of the hostile files is that of a dose
        found = subprocess.run([REGIMEN, "list", "--json"], env=cls.environment, check=True, capture_output=True, text=True)
        cls.uid = re.search(r'"uid": "([^"]+)"', found.stdout)[1]
        cls.before = cls.dump()

    @classmethod
    def dump(cls):
        connection = sqlite3.connect("file:%s/test.db?mode=ro" % cls.folder, uri=True)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def run_it(self, *words, **more):
        return subprocess.run([REGIMEN, "import", *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=120, **more)

    def check(self, done, refusal):
        """Refused with one line that matches, or read; nothing for the terminal but text. A sanitizer makes the reader so slow that it
        may end at the limit of its time, which is an orderly end."""
        said, errors = done.stdout.decode(), done.stderr.decode()
        if SANITIZED and refusal is None and "could not be read within" in errors:
            refusal = "could not be read within"
        self.assertNotRegex(said + errors, UNSEEN)
        if refusal is None:
            self.assertEqual((done.returncode, errors), (0, ""))
        else:
            self.assertEqual(done.returncode, 1, said)
            self.assertRegex(errors, r"\Aregimen: [^\n]*(%s)[^\n]*\n\Z" % refusal)
            self.assertLess(len(errors), 500)
            self.assertEqual(said, "")
        self.assertEqual(self.dump(), self.before)

    def test_files(self):
        self.assertGreaterEqual(len(hostile.FILES), 40)
        path = self.folder + "/a.ics"
        course = hostile.UID[:36]
        for name, content, refusal in hostile.FILES:
            with self.subTest(name=name):
                with open(path, "wb") as file:
                    file.write(content.replace(course.encode(), self.uid.encode()))
                self.check(self.run_it(path), refusal)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertLess(used.ru_maxrss, MEMORY)

    def test_with_a_dose(self):
        """What can be attached to a dose is attached, or refused with a line; never more than one line."""
        path = self.folder + "/b.ics"
        for name, content, _ in hostile.FILES:
            if len(content) > 1000000:
                continue
            with self.subTest(name=name):
                with open(path, "wb") as file:
                    file.write(content)
                done = self.run_it(path, "--for", "zoledronic-acid")
                self.assertIn(done.returncode, (0, 1, 2))
                self.assertNotRegex((done.stdout + done.stderr).decode(), UNSEEN)
                self.assertLessEqual(done.stderr.count(b"\n"), 1)
                self.assertEqual(self.dump(), self.before)

    # ---- what is no file ----

    def test_no_plain_file(self):
        fifo, link, bound = (self.folder + name for name in ("/fifo", "/link", "/socket"))
        os.mkfifo(fifo)
        os.symlink("/dev/zero", link)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(bound)
            for path, refusal in ((fifo, "a pipe"), ("/dev/zero", "a device"), ("/dev/tty", "a device|No such device"),
                                  (link, "a device"), (self.folder, "a folder"), (bound, "No such device|not a regular file"),
                                  (self.folder + "/none", "No such file"), ("", "No such file"),
                                  ("/proc/self/mem", "could not be read|Permission|empty")):
                with self.subTest(path=path):
                    self.check(self.run_it(path), refusal)

    def test_a_link_to_a_file(self):
        os.symlink(self.folder + "/real.ics", self.folder + "/linked.ics")
        with open(self.folder + "/real.ics", "wb") as file:
            file.write(hostile.GOOD)
        self.check(self.run_it(self.folder + "/linked.ics"), None)

    def test_a_file_that_cannot_be_read(self):
        path = self.folder + "/closed.ics"
        with open(path, "wb") as file:
            file.write(hostile.GOOD)
        os.chmod(path, 0)
        if os.access(path, os.R_OK):
            self.skipTest("everything can be read here")
        self.check(self.run_it(path), "Permission denied")

    def test_a_name_with_escapes(self):
        path = self.folder + "/\x1b[31m\u202e.ics"
        with open(path, "wb") as file:
            file.write(b"no calendar")
        self.check(self.run_it(path), "not a calendar file")

    def test_a_file_that_grows(self):
        path, stop = self.folder + "/grows.ics", threading.Event()

        def grow():
            with open(path, "ab", buffering=0) as file:
                for _ in range(100 * 1024):
                    if stop.is_set():
                        return
                    file.write(b"X-A:" + b"b" * 1018 + b"\r\n")

        with open(path, "wb") as file:
            file.write(hostile.GOOD[:-15])
        thread = threading.Thread(target=grow)
        thread.start()
        try:
            self.check(self.run_it(path), "ends in the middle|no line|larger than 32 MiB|UTF-8")
        finally:
            stop.set()
            thread.join()
            os.remove(path)

    def test_a_pipe_without_end(self):
        with subprocess.Popen(["yes", "X-A:b"], stdout=subprocess.PIPE) as endless:
            done = subprocess.run([REGIMEN, "import", "-"], env=self.environment, stdin=endless.stdout, capture_output=True,
                                  timeout=120)
            endless.kill()
        self.check(done, "larger than 32 MiB")


class Reader(unittest.TestCase):
    """The process that reads has no rights, whatever takes it over; and what it writes is not believed."""

    def setUp(self):
        self.folder = calendars.scratch()

    def fake(self, script):
        """A reader that does as it likes."""
        path = self.folder + "/regimen-read-calendar"
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(path, 0o755)
        os.symlink(PROGRAMS + "/regimen-import", self.folder + "/regimen-import")
        with open(self.folder + "/a.ics", "wb") as file:
            file.write(hostile.GOOD)
        return subprocess.run([REGIMEN, "import", self.folder + "/a.ics"], capture_output=True, text=True, timeout=120, env={
            **calendars.private_environment(self.folder, "UTC"), "REGIMEN_EXEC_PATH": self.folder,
            "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""), "SECRET": "secret"})

    def refuses(self, script, pattern):
        done = self.fake(script)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\Aregimen: [^\n]*(%s)[^\n]*\n\Z" % pattern)

    def test_what_it_gave_up(self):
        if SANITIZED:
            self.skipTest("the sanitizers need more rights")
        process = subprocess.Popen([READER], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with open("/proc/%d/status" % process.pid, encoding="utf-8") as file:
                    status = file.read()
                if "Seccomp:\t2" in status:
                    break
                time.sleep(0.05)
            self.assertIn("Seccomp:\t2", status)
            self.assertIn("NoNewPrivs:\t1", status)
            with open("/proc/%d/limits" % process.pid, encoding="utf-8") as file:
                limits = dict((line[:26].strip(), line[26:].split()[1]) for line in file)
            self.assertEqual(limits["Max address space"], str(MEMORY * 1024))
            self.assertEqual((limits["Max file size"], limits["Max processes"], limits["Max core file size"]), ("0", "0", "0"))
            self.assertEqual((limits["Max cpu time"], limits["Max open files"]), ("4", "3"))
        finally:
            process.kill()
            process.wait()
            process.stdin.close()

    @unittest.skipUnless(platform.machine() == "x86_64", "the numbers of another machine")
    def test_a_system_that_cannot_lock_it_up(self):
        """The kernel refuses to take a filter: then nothing is read."""
        if SANITIZED:
            self.skipTest("the sanitizers need more rights")
        done = subprocess.run([READER], input=hostile.GOOD, capture_output=True, preexec_fn=without_seccomp, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertRegex(done.stdout.decode(), r"\Aerror: calendars of unknown origin are read only in isolation, [^\n]*\n\Z")

    def test_it_knows_nothing(self):
        """Its environment is empty, and nothing is open but its three ends."""
        self.refuses('test -z "$SECRET$HOME$REGIMEN_DB" && test "$(ls /proc/self/fd | wc -l)" = 4 && echo "error: it knows nothing"',
                     "it knows nothing")

    def test_it_writes_nonsense(self):
        self.refuses("echo hello", "gave an invalid answer")

    def test_it_writes_without_end(self):
        self.refuses("exec yes event", "could not be read|gave an invalid answer")

    def test_it_writes_nothing(self):
        self.refuses("exit 0", "gave an invalid answer")

    def test_it_crashes(self):
        self.refuses("kill -SEGV $$", "could not be read within")

    def test_it_hangs(self):
        self.refuses("exec sleep 1000", "could not be read within 5 seconds")

    def test_it_closes_its_output_and_hangs(self):
        self.refuses("exec >&-; exec sleep 1000", "could not be read within 5 seconds")

    def test_it_says_a_wrong_thing(self):
        for lines in ("event\\nuid a\\nend\\ndone", "event\\nuid a\\nuid b\\nstart 2026-12-03\\nend\\ndone",
                      "event\\nuid a\\nstart 2026-12-03\\nsummary a\\033[31m\\nend\\ndone",
                      "event\\nuid a\\nstart 99999-12-03\\nend\\ndone", "event\\nuid a\\nstart 2026-12-03\\ndone",
                      "event\\nuid a\\nstart 2026-12-03\\nsequence 99999999999\\nend\\ndone",
                      "event\\nuid a\\nstart 2026-12-03\\noffset 999999\\nend\\ndone",
                      "event\\nuid a\\nstart 2026-12-03\\nend", "event\\nuid a\\nstart 2026-12-03\\nend\\ndone\\nmore"):
            with self.subTest(lines=lines):
                self.setUp()
                self.refuses("printf '%s\\n'" % lines, "gave an invalid answer")

    def test_it_says_something_for_the_terminal(self):
        done = self.fake("printf 'error: \\033[31mred\\nregimen: all is well\\n'")
        self.assertNotRegex(done.stderr, UNSEEN)
        self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
