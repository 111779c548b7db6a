#!/usr/bin/python3
"""What people type, and what is understood or said: each row of tests/tables/typed.tsv, on a copy of a prepared record.

What is understood, the program says in its answer: the date with its weekday, the amount, the name. A row with an exit status
other than 0 changes nothing and is answered in one line. Every whole command that an answer names is typed as it stands,
on the same record, and is understood.
"""
import os
import re
import shlex
import shutil
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from regimen import Case

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tables/typed.tsv")
#: How each record of the table is made; "two" has all of "one" as well, and the others begin with nothing.
RECORDS = {
    "none": (),
    "one": ('patient add Karla', 'add denosumab --given "1 Oct" --given "29 Oct"',
            'add radiation --fractions 10 --first "7 Dec 14:00" --site "left hip"',
            'add Calcium --custom --times 8am,8pm --amount "500 mg / 400 IU"',
            'add Ibuprofen --custom --as-needed --gap 6h --max 3/day --amount "400 mg"', 'add ct --on "9 Dec 9:30"'),
    "two": ('patient add Bert --zone "New York"', '--patient Bert add zometa --every 4w --first "24 Nov" --amount "4 mg"',
            '--patient Bert add denosumab --first "21 Jan" --anyway'),
    "other": ('patient add Karla', 'add zometa --every 4w --given "2 Oct" --given "30 Oct" --amount "4 mg"',
              'add "Vitamin D" --custom --every 1w --first "25 Nov"', 'add calcium --custom --times 8am,8pm --first yesterday',
              'log calcium/1 --at "yesterday 8:10"', 'add "Ward visit" --custom --on "30 Nov 9:00" --handle left-hip', 'ask Can I travel'),
}


#: One argument of a command in a message: in quotes, or up to a blank or a mark that ends it.
ARGUMENT = r"""(?:--[a-z-]+|"[^"]*"|'[^']*'|[^\s"'(;,?]*[^\s"'(;,?.):])"""
COMMAND = re.compile(rf"""regimen((?: {ARGUMENT})+)""")
#: A word that stands for something else, or that goes on with the sentence.
NOT_TYPED = re.compile(r"^(?:[A-Z/]+|.*(?:\.\.\.|\u2026|\[|HANDLE|/N).*)$")


def commands(said):
    """The commands that a message names, without those that have a place to be filled in."""
    for found in COMMAND.findall(said):
        try:
            words = shlex.split(found)
        except ValueError:
            continue
        for stop in ("or", "then", "and", "to", "has", "shows", "takes", "or,"):
            words = words[:words.index(stop)] if stop in words else words
        # the name of a command alone is no example; and what is to be corrected or changed, only the user knows
        if len(words) > (2 if words[:1] in (["amend"], ["change"]) else 1) and not any(NOT_TYPED.match(word) for word in words):
            yield words


def rows():
    with open(TABLE, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.startswith("#") and line.strip():
                record, typed, status, says = line.rstrip("\n").split("\t")
                yield number, record, typed, int(status), says.split(" | ")


class Typed(Case):
    dumps = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="regimen-typed-")
        cls.addClassCleanup(cls.folder.cleanup)
        case = cls("run_row")
        case.home, case.state, case.now, case.zone = cls.folder.name, os.path.join(cls.folder.name, "state"), "2026-11-23T09:00:00+01:00", "Europe/Berlin"
        for name, commands in RECORDS.items():
            case.database = os.path.join(case.home, name + ".db")
            if name == "two":
                shutil.copy(os.path.join(case.home, "one.db"), case.database)
            for command in commands:
                case.run_it(*shlex.split(command))
            cls.dumps[name] = case.dump()

    def play(self, name, record, words):
        """The exit status of a command on a copy of the record, what it says, and where it was played."""
        case = Typed("run_row")
        case.home = tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder.name)
        case.state = os.path.join(case.home, "state")
        case.now, case.zone, case.database = "2026-11-23T09:00:00+01:00", "Europe/Berlin", os.path.join(case.home, "typed.db")
        if record != "none":
            shutil.copy(os.path.join(self.folder.name, record + ".db"), case.database)
        done = case.call(*words)
        return done.returncode, (done.stdout + done.stderr).decode(), case

    def run_row(self, row):
        """What is wrong with a row; empty if nothing is."""
        number, record, typed, status, says = row
        returncode, said, case = self.play(number, record, shlex.split(typed))
        wrong = []
        flat = " ".join(said.split())
        if returncode != status:
            wrong.append(f"exit status {returncode}, not {status}")
        wrong += [f"it does not say: {part}" for part in says if part not in flat]
        if status != 0 and (said.count("\n") != 1 or not said.startswith("regimen: ") or case.dump() != self.dumps[record]):
            wrong.append("this is not one line, or the record was changed")
        return f"typed.tsv:{number}: regimen {typed}\n  " + "\n  ".join(wrong + [said]) if wrong else ""

    def test_each_row(self):
        table = list(rows())
        self.assertGreaterEqual(len(table), 150)
        self.assertEqual(len({row[1:3] for row in table}), len(table), "a row stands twice")
        with ThreadPoolExecutor(2) as pool:
            wrong = [text for text in pool.map(self.run_row, table) if text]
        self.assertEqual(len(wrong), 0, "\n" + "\n".join(wrong))

    def test_each_command_in_an_answer(self):
        """It is understood: it may be refused by a safety check, or because of what is on record, but not as something unknown."""
        told = {}
        for number, record, typed, status, _ in rows():
            words = shlex.split(typed)
            if status == 0 and (words[:1] not in (["add"], ["log"], ["skip"], ["amend"], ["pause"]) or "-h" in words):
                continue
            _, said, case = self.play(number, record, words)
            for line in re.sub(r"\n  +", " ", said).split("\n"):
                for command in commands(line):
                    told.setdefault((record if status else number, *command), (f"typed.tsv:{number}: regimen {typed}", case))
        self.assertGreaterEqual(len(told), 90)
        for (_, *words), (where, case) in told.items():
            with self.subTest(where, command=shlex.join(words)):
                copy = Typed("run_row")
                copy.home = tempfile.mkdtemp(prefix="told-", dir=self.folder.name)
                copy.state = os.path.join(copy.home, "state")
                copy.now, copy.zone, copy.database = case.now, case.zone, os.path.join(copy.home, "typed.db")
                if os.path.exists(case.database):
                    shutil.copy(case.database, copy.database)
                done = copy.call(*words)
                self.assertNotEqual(done.returncode, 2, done.stderr.decode())

    def test_a_wrong_row_is_noticed(self):
        for row in ((9001, "one", "list", 2, [""]), (9002, "one", "list", 0, ["no such course"]), (9003, "one", "stop ct", 3, [""])):
            self.assertNotEqual(self.run_row(row), "", row)


if __name__ == "__main__":
    unittest.main()
