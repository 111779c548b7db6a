#!/usr/bin/python3
"""A long list goes through the user's pager, on a terminal only."""
import fcntl
import os
import pty
import shutil
import struct
import subprocess
import termios
import time
import unittest

from regimen import REGIMEN, Case

LONG = [("agenda", "--tablets", "--days", "30"), ("history",), ("list",), ("show", "tea"), ("catalog",), ("signs",), ("help",), ("help", "add"), ("month", "next"),
        ("agenda", "--help"), ("--help",)]


class Pager(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.run_it("add", "Tea", "--custom", "--times", "08:00,12:00,16:00,20:00", "--first", "2026-11-20")
        for number in range(1, 13):
            self.run_it("log", f"tea/{number}", "--anyway", "--at", f"2026-11-{20 + (number - 1) // 4} {8 + (number - 1) % 4 * 4}:00",
                        REGIMEN_NOW="2026-11-23T07:00:00+01:00")
        self.pager = self.script("pager", 'echo "LESS $LESS" > "$HOME/called"; cat > "$HOME/paged"; echo PAGED')

    def script(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(self.path(name), 0o755)
        return self.path(name)

    def start(self, *words, rows=5, **extra):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        environment = self.environment(**{"TERM": "xterm", "PAGER": self.pager, "NO_COLOR": "1", **extra})
        process = subprocess.Popen([REGIMEN, *words], env=environment, stdout=slave, stderr=slave, stdin=slave, start_new_session=True)
        os.close(slave)
        return process, master

    def on_terminal(self, *words, **extra):
        return self.read_terminal(*self.start(*words, **extra)).replace("\r\n", "\n")

    def paged(self):
        """What the pager was given; None where it was not started."""
        if not os.path.exists(self.path("paged")):
            return None
        with open(self.path("paged"), encoding="utf-8") as file:
            text = file.read()
        os.unlink(self.path("paged"))
        return text

    def test_a_long_list_goes_through_the_pager(self):
        for words in LONG:
            self.assertEqual(self.on_terminal(*words), "PAGED\n", words)
            self.assertEqual(self.paged(), self.run_it(*words), words)

    def test_a_log_that_does_not_fit_ends_with_what_was_logged(self):
        self.now = "2026-12-01T10:00:00+01:00"
        said = self.on_terminal("log", "zoledronic-acid", rows=24)
        self.assertIsNone(self.paged())
        self.assertEqual(said.count("Logged: infusion zoledronic-acid/1"), 2)
        self.assertIn("Next: infusion zoledronic-acid/2", said.split("Logged: ")[-1])
        self.now = "2026-12-29T10:00:00+01:00"
        self.assertEqual(self.on_terminal("log", "zoledronic-acid", rows=24).count("Logged: "), 1)

    def test_a_short_list_does_not(self):
        self.assertIn("zoledronic-acid", self.on_terminal("list", rows=24))
        self.assertIsNone(self.paged())

    def test_the_last_line_is_for_the_prompt(self):
        lines = len(self.run_it("list").splitlines())
        self.assertEqual(self.on_terminal("list", rows=lines), "PAGED\n")
        self.assertNotIn("PAGED", self.on_terminal("list", rows=lines + 1))

    def test_never_without_a_terminal(self):
        for words in LONG:
            self.run_it(*words, PAGER=self.pager)
        self.assertIsNone(self.paged())

    def test_never_for_data_or_what_was_written(self):
        self.on_terminal("agenda", "--json")
        self.on_terminal("log", "radiation", "--anyway")
        self.assertIsNone(self.paged())

    def test_cat_and_nothing_turn_it_off(self):
        expected = self.run_it("agenda")
        for pager in ("cat", "", " "):
            self.assertEqual(self.on_terminal("agenda", PAGER=pager), expected)
        self.assertEqual(self.on_terminal("agenda", TERM="dumb"), expected)
        self.assertIsNone(self.paged())

    def test_a_pager_that_cannot_be_started(self):
        expected = self.run_it("agenda")
        self.assertEqual(self.on_terminal("agenda", PAGER="/nowhere/pager"), expected)
        self.assertTrue(self.on_terminal("agenda", PAGER="'unclosed").endswith(expected))
        self.assertTrue(self.on_terminal("agenda", PAGER="X=1 /nowhere/pager").endswith(expected))

    def test_arguments_and_shell_words(self):
        self.assertEqual(self.on_terminal("agenda", PAGER=f"{self.pager} -x"), "PAGED\n")
        self.assertEqual(self.on_terminal("agenda", PAGER=f"X=1 {self.pager} | tr P p"), "pAGED\n")
        self.assertEqual(self.paged(), self.run_it("agenda"))

    def test_less_gets_its_options_unless_they_are_set(self):
        def options():
            with open(self.path("called"), encoding="utf-8") as file:
                return file.read()
        self.on_terminal("agenda")
        self.assertEqual(options(), "LESS FRX\n")
        self.on_terminal("agenda", LESS="-S")
        self.assertEqual(options(), "LESS -S\n")

    def test_one_that_is_quit_early_is_no_error(self):
        self.assertEqual(self.on_terminal("agenda", "--tablets", "--days", "3660", PAGER="head -n 1"),
                         self.run_it("agenda", "--tablets", "--days", "3660").splitlines()[0] + "\n")  # more than a pipe holds
        self.on_terminal("agenda", PAGER=self.script("fails", "exit 3"))
        self.on_terminal("agenda", PAGER=self.script("killed", "kill -9 $$"))

    def test_a_refusal_keeps_its_status_and_needs_no_pager(self):
        process, master = self.start("show", "nothing")
        said = os.read(master, 65536).decode()
        self.assertEqual((process.wait(), said.startswith("regimen: ")), (2, True), said)
        os.close(master)
        self.assertIsNone(self.paged())

    @unittest.skipUnless(shutil.which("less"), "needs less")
    def test_less_is_the_usual_one(self):
        process, master = self.start("agenda", PAGER=None)
        said = b""
        while b":" not in said.splitlines()[-1:] and len(said.splitlines()) < 5:
            said += os.read(master, 65536)
        self.assertIsNone(process.poll())  # it waits for a key
        time.sleep(0.2)
        os.write(master, b"q")
        self.read_terminal(process, master)
        self.assertIn(b"DATE", said)


if __name__ == "__main__":
    unittest.main()
