#!/usr/bin/python3
"""Every screen as a person sees it, on terminals of three widths and piped, compared with the files in screens/.

screens/story.txt is a story and its answers: a line "@ TIME" sets the clock, a line "$ regimen …" is typed, and what follows is
what a terminal of 80 columns shows. Below "~ 50 columns" and "~ 200 columns" stands how it looks on these, if it does so otherwise;
below "~ piped" what differs if the output is no terminal, where the width of the terminal must not count (it is 50 then); and
below "~ colours" what is coloured, and in which style.
What is typed when a command asks stands behind " <<< ", with "|" between two answers; Ctrl-D follows the last one.

    test-screens.py --write      writes what the program says now; read the difference before you commit it
"""
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unittest
from concurrent.futures import ThreadPoolExecutor

from regimen import REGIMEN, ZONE, Case, commands

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "screens")
STORY = os.path.join(FOLDER, "story.txt")
WIDTHS = ("50", "80", "200")
#: What the home of the story is called in the files: as long as its real name, so that lines break alike.
HOME = "/home/karla/regimen-records"
STYLES = {"2": "faint", "1": "strong", "33": "notice", "1;31": "alarm"}
ESCAPE = re.compile("\033\\[([0-9;]+)m(.*?)\033\\[0m", re.DOTALL)
PROMPT = re.compile(rb"> \Z")


def read():
    with open(STORY, encoding="utf-8") as file:
        return file.read()


def split(text):
    """The lines of a file before its first screen, and each screen as [the line that is typed, what follows]."""
    parts = re.split(r"(?m)^(?=\$ regimen|@ )", text)
    return parts[0], [part.split("\n", 1) for part in parts[1:]]


def missing(names, typed):
    """Which of the commands @names are not among the lines @typed: as a command, or as a page of help."""
    words = [line.split() for line in typed]
    return [name for name in names if ["$", "regimen", name] not in [line[:3] for line in words]
            or ["$", "regimen", "help", name] not in words]


def join(text, others):
    """One screen as it stands in the story: on 80 columns, and the others that differ."""
    return text + "".join(f"~ {name}\n{other}" for name, other in others.items() if other != text)


def too_wide(text, columns):
    """The lines that do not fit; a command to copy stays on one line, and a word is not broken."""
    return [line for line in text.split("\n") if len(line) > columns and " " in line.strip() and not re.match(r" *\S* ?regimen ", line)]


class Story:
    """A home of its own, on a terminal of so many columns or with a pipe for the output."""

    def __init__(self, columns, piped=False):
        self.columns, self.piped, self.now = int(columns), piped, None
        self.folder = tempfile.TemporaryDirectory(prefix="regimen-story-", dir="/tmp")
        self.home = self.folder.name
        assert len(self.home) == len(HOME), self.home
        for name in os.listdir(FOLDER):
            if name.endswith(".ics"):
                shutil.copy(os.path.join(FOLDER, name), self.home)

    def start(self, words, **streams):
        case = Case()
        case.home, case.database, case.now, case.zone = self.home, os.path.join(self.home, "regimen.db"), self.now, ZONE
        case.state = os.path.join(self.home, ".local", "state")
        environment = case.environment(TERM="xterm", PAGER="touch pager-was-started; cat", PATH="/usr/bin:/bin", HOME=self.home)
        return subprocess.Popen([REGIMEN, *words], env=environment, cwd=self.home, start_new_session=True, **streams)

    def tell(self, words, answers):
        """What is seen, and how it ends."""
        master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 9999, self.columns, 0, 0))
        if self.piped:
            process = self.start(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            os.close(terminal)
            said = process.communicate(timeout=10)[0]
        else:
            process = self.start(words, stdin=terminal, stdout=terminal, stderr=terminal)
            os.close(terminal)
            said = self.converse(process, master, list(answers))
        os.close(master)
        text = said.decode().replace("\r\n", "\n").replace(self.home, HOME)
        if text and not text.endswith("\n"):
            text += "\n"
        return text + (f"[exit {process.returncode}]\n" if process.returncode else "")

    def converse(self, process, master, answers):
        """Types the next answer whenever it asks; without one, it is left with ^D."""
        said = b""
        while select.select([master], [], [], 10)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            said += piece
            if PROMPT.search(said) and process.poll() is None:
                os.write(master, ((answers.pop(0) + "\n") if answers else "\x04").encode())
        process.wait(10)
        return said

    def screens(self, plan):
        """Each line of the plan with what it shows."""
        for line in plan:
            if line.startswith("@ "):
                self.now = line.split()[1]
                yield [line, ""]
                continue
            typed, _, answers = line.removeprefix("$ regimen").partition(" <<<")
            yield [line, self.tell(shlex.split(typed), answers.strip().split("|") if answers.strip() else [])]
        assert not os.path.exists(os.path.join(self.home, "pager-was-started")), "no screen is higher than this terminal"
        self.folder.cleanup()


def plain(text):
    return ESCAPE.sub(r"\2", text)


def coloured(text):
    """What stands out on a screen, and how."""
    return "".join(f"{STYLES[code]}: {found}\n" for code, found in ESCAPE.findall(text))


def show(plan):
    """Of each line of the plan what it shows in each way, by name; on 80 columns it is "". The colours are those of that screen."""
    stories = [Story(width) for width in WIDTHS] + [Story("50", piped=True)]
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda story: [text for _, text in story.screens(plan)], stories))
    for line, narrow, usual, wide, piped in zip(plan, *told):
        others = {"50 columns": plain(narrow), "200 columns": plain(wide), "piped": piped}
        yield line, plain(usual), others | ({"colours": coloured(usual)} if coloured(usual) else {})


def write(head, shown):
    story = head + "".join(f"{line}\n{join(text, others)}" for line, text, others in shown)
    with open(STORY, "w", encoding="utf-8") as file:
        file.write(story)


class Screens(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.story = split(read())[1]
        cls.plan = [line for line, _ in cls.story]
        cls.shown = list(show(cls.plan))

    def test_as_they_were_read(self):
        for (line, text, others), (_, was) in zip(self.shown, self.story, strict=True):
            with self.subTest(typed=line):
                self.assertEqual(join(text, others), was)

    def test_every_command_has_its_screens(self):
        self.assertEqual(missing(commands(), self.plan), [])
        self.assertEqual(missing(commands() + ["knit"], self.plan), ["knit"])
        self.assertEqual(missing(["log", "list"], [line for line in self.plan if not line.startswith("$ regimen list")]), ["list"])
        self.assertEqual(missing(["log", "list"], [line for line in self.plan if line != "$ regimen help log"]), ["log"])

    def test_no_line_is_wider_than_the_terminal(self):
        for line, text, others in self.shown:
            self.assertEqual(too_wide(text, 80), [], line)
            self.assertEqual(too_wide(others["200 columns"], 200), [], line)
            if others["50 columns"] != text:  # what stays as it is has a command to copy
                self.assertEqual(too_wide(others["50 columns"], 50), [], line)
        self.assertEqual(too_wide("x " * 25 + "\n" + "x " * 26, 50), ["x " * 26])

    def test_what_looks_alike_stands_once(self):
        self.assertEqual(join("a\n", {"50 columns": "a\n", "piped": "b\n"}), "a\n~ piped\nb\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        opening, screens = split(read())
        write(opening, show([line for line, _ in screens]))
    else:
        unittest.main()
