#!/usr/bin/python3
"""Colour and width: on a terminal, and elsewhere."""
import fcntl
import itertools
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata
import unittest

from regimen import REGIMEN, Case

OVERDUE = "2026-12-06T10:00:00+01:00"


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.now = OVERDUE

    def on_terminal(self, *words, columns=80, **extra):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([REGIMEN, *words], env=self.environment(**{"TERM": "xterm", "PAGER": "cat", **extra}), stdout=slave, stderr=slave,
                                   stdin=slave)
        os.close(slave)
        return self.read_terminal(process, master).replace("\r\n", "\n")

    def test_colour_on_a_terminal_only(self):
        self.assertIn("\033[1;31m", self.on_terminal("agenda"))
        self.assertNotIn("\033", self.run_it("agenda"))
        self.assertNotIn("\033", self.on_terminal("agenda", NO_COLOR="1"))
        self.assertNotIn("\033", self.on_terminal("agenda", TERM="dumb"))
        self.assertNotIn("\033", self.on_terminal("agenda", "--json"))

    def test_colour_is_never_the_only_sign(self):
        plain = self.on_terminal("agenda", NO_COLOR="1")
        self.assertIn(" overdue ", plain)
        self.assertEqual(plain, self.run_it("agenda"))

    def test_no_line_is_wider_than_the_terminal(self):
        commands = [[], ["agenda"], ["month"], ["list"], ["show", "radiation"], ["history"], ["patient", "list"], ["catalog"], ["catalog", "denosumab"], ["signs"], ["signs", "pain"],
                    ["notify", "--dry-run"], ["help"]]
        for columns in (35, 40, 50, 60, 80, 100):
            for words in commands:
                for line in self.on_terminal(*words, columns=columns, NO_COLOR="1").splitlines():
                    if not line.lstrip().startswith(("regimen ", "Start", "See")):
                        self.assertLessEqual(len(line), columns, (words, line))

    def read_table(self, said):
        """The columns of a table as {name: values}, each by the place of its name in the lines of the heading."""
        lines = said.splitlines()
        heading = list(itertools.takewhile(lambda line: re.fullmatch("[A-Z ]+", line), lines))
        names = [[(match.start(), match.group()) for match in re.finditer(r"\S+(?: \S+)*", line)] for line in heading]
        found = {name: [] for level in names for _, name in level}
        for line in itertools.takewhile(lambda line: line and not line.startswith("If "), lines[len(heading):]):
            level = names[-1] if line.startswith(" ") else names[0]
            for (start, name), end in zip(level, [start for start, _ in level[1:]] + [None]):
                self.assertEqual(line[max(start - 2, 0):start].strip(), "", (name, line))
                found[name].append(line[start:end].strip())
        return found

    def test_a_narrow_table_keeps_its_headings(self):
        self.run_it("log", "zoledronic-acid", "--amount", "4 mg", "--note", "went well")
        expected = {
            ("agenda",): {"DATE": "Mon 2026-12-07 14:00", "WHEN": "tomorrow", "DOSE": "radiation/1", "STATE": "planned", "DETAILS": None},
            ("list",): {"COURSE": "radiation", "STATE": "active", "GIVEN": "0 of 10", "NEXT": "Mon 2026-12-07 14:00", "SCHEDULE": None},
            ("history",): {"WHEN": "Sun 2026-12-06 10:00", "DOSE": "zoledronic-acid/1", "OUTCOME": "given", "AMOUNT": "4 mg", "NOTE": None},
            ("catalog",): {"SHORT NAME": "pamidronate", "TREATMENT": "Pamidronate", "HOW OFTEN": None},
        }
        for words, row in expected.items():
            for columns in ("50", "60", "80", "200"):
                found = self.read_table(self.run_it(*words, COLUMNS=columns))
                self.assertEqual(set(found), set(row), (words, columns))
                for name, value in row.items():
                    self.assertTrue(value is None or value in found[name], (words, columns, name, found[name]))

    def test_wide_characters_keep_the_columns(self):
        self.run_it("add", "薬 A", "--custom", "--every", "1w", "--first", "2026-12-07", "--handle", "yaku", "--site", "左腕")
        self.run_it("patient", "add", "花子")
        self.run_it("--patient", "花子", "add", "ct", "--on", "2026-12-08")
        lines = self.run_it("agenda", "--all-patients").splitlines()
        column = lines[0].index("DOSE")
        for line in (line for line in lines[1:] if not line.startswith(" ")):
            width, index = 0, 0
            while width < column:
                width += 2 if unicodedata.east_asian_width(line[index]) in "WF" else 1
                index += 1
            self.assertEqual(line[index - 1], " ", line)
            self.assertNotEqual(line[index], " ", line)


if __name__ == "__main__":
    unittest.main()
