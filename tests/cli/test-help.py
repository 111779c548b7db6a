#!/usr/bin/python3
import re
import shlex
import unittest

from regimen import Case, commands


class Help(Case):
    def test_every_command_is_listed_and_explained(self):
        listed = self.run_it("help")
        self.assertGreaterEqual(len(commands()), 15)
        for command in commands():
            self.assertRegex(listed, rf"(?m)^  {command} ")
            said = self.run_it("help", command)
            self.assertTrue(said.startswith(f"Usage: regimen {command}"))
            self.assertEqual(said, self.run_it(command, "--help"))
            self.assertEqual(said, self.run_it("--help", command))

    def test_the_screen_is_eighty_columns_wide(self):
        for command in commands():
            for line in self.run_it("help", command).splitlines():
                if not line.startswith("  regimen "):
                    self.assertLessEqual(len(line), 80, line)

    def test_the_examples_work(self):
        """As they stand, in the order of the commands."""
        for command in commands():
            if command in ("add", "agenda", "list", "catalog", "signs", "feel", "lab", "history", "help"):
                for line in self.examples(command):
                    with self.subTest(line=line):
                        done = self.shell(line)
                        self.assertIn(done.returncode, (0, 3), done.stderr)

    def examples(self, command):
        return re.findall(r"^  (regimen .*)$", self.run_it("help", command), re.MULTILINE)

    def shell(self, line):
        return self.call(*shlex.split(line)[1:])

    def test_the_program(self):
        self.assertEqual(self.run_it("--help"), self.run_it("help"))
        self.assertRegex(self.run_it("--version"), r"\Aregimen \d+\.\d+\.\d+\n\Z")
        self.assertEqual(self.run_it("list", "--version"), self.run_it("--version"))

    def test_the_window_is_called_the_programs_own_default(self):
        self.assertIn("this program's own choice", self.flat("help", "add"))

    def test_dates(self):
        said = self.run_it("help", "dates")
        self.assertLess(len(said.splitlines()), 50)
        for typed, meaning in (("1 Dec", "Tue 2026-12-01"), ("last friday", "Fri 2026-11-20"), ("tomorrow 2pm", "Tue 2026-11-24 14:00")):
            self.assertRegex(said, rf"(?m)^  {re.escape(typed)} +{meaning}$")

    def test_what_it_does_not_accept(self):
        self.refuses_all(("help", "lgo", 'did you mean "log"?'), ("help", "log", "skip", "too many"), ("help", "prescribe", "prescribe"))


if __name__ == "__main__":
    unittest.main()
