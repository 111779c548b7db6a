#!/usr/bin/python3
"""A year of treatment, command by command, against what a nurse would write by hand: contrib/examples/a-year and
a-year.expected."""
import os
import re
import subprocess
import unittest

from regimen import PROGRAMS, Case

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "../../contrib/examples/a-year")
HEADING = re.compile(r"\d{4}-\d\d-\d\d \$ regimen ")


def lines_of(text):
    """What goes on below a line belongs to it; runs of blanks count as one."""
    return [" ".join(line.split()) for line in re.sub(r"\n  +", "  ", text).splitlines() if line.strip()]


def sections(lines):
    """What stands below each heading."""
    found, current = {}, None
    for line in lines:
        if HEADING.match(line):
            assert line not in found, line
            current = found.setdefault(line, [])
        elif current is not None:
            current.append(line)
    return found


class Year(Case):
    def script(self, **extra):
        environment = self.environment(PATH=PROGRAMS + ":" + os.environ["PATH"], REGIMEN_DB=None, **extra)
        done = subprocess.run([SCRIPT, self.home], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=110)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        return done.stdout

    def test_as_by_hand(self):
        with open(os.path.join(HERE, "a-year.expected"), encoding="utf-8") as file:
            expected = sections([line for line in lines_of(file.read()) if not line.startswith("#")])
        self.assertGreater(len(expected), 10)
        printed = sections(lines_of(self.script()))
        for heading, lines in expected.items():
            with self.subTest(heading=heading):
                self.assertEqual("\n".join(printed.get(heading, [])), "\n".join(lines))


if __name__ == "__main__":
    unittest.main()
