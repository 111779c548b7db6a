#!/usr/bin/python3
"""The manual pages and completions: that they are well-formed, and complete."""
import json
import os
import pty
import re
import shutil
import subprocess
import unittest

from regimen import PROGRAMS, REGIMEN, SOURCES, Case, commands

# The pages that are written by hand.
PAGES = os.path.join(SOURCES, "../programs/docs")


def settings():
    """The keys that the reader of the settings knows."""
    with open(os.path.join(SOURCES, "../catalog/settings.c"), encoding="utf-8") as file:
        return re.findall(r'\{ "([a-z-]+)", RGM_FIELD', file.read())


class Manual(Case):
    def pages(self):
        return [os.path.join(PROGRAMS, "regimen.1"), *(os.path.join(PROGRAMS, f"regimen-{name}.1") for name in commands()),
                *self.written()]

    @staticmethod
    def written():
        """The pages that are not made from the table of commands."""
        folders = (PAGES, os.path.join(SOURCES, "../daemon"))
        return sorted(os.path.join(folder, name) for folder in folders for name in os.listdir(folder)
                      if re.search(r"\.[157]$", name))

    def options(self, command):
        return set(re.findall(r"^  (--[a-z-]+)", self.run_it("help", command), re.MULTILINE))

    def read(self, name):
        with open(os.path.join(PROGRAMS, name), encoding="utf-8") as file:
            return file.read()

    @unittest.skipUnless(shutil.which("mandoc"), "needs mandoc")
    def test_the_pages_are_well_formed(self):
        done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", *self.pages()], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    @unittest.skipUnless(shutil.which("groff"), "needs groff")
    def test_they_are_rendered_without_a_warning(self):
        for page in self.pages():
            done = subprocess.run(["groff", "-mandoc", "-Tutf8", "-ww", "-z", page], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), page)

    def test_every_page_is_installed(self):
        with open(os.path.join(PROGRAMS, "../meson-info/intro-installed.json"), encoding="utf-8") as file:
            installed = [path.split("/man/")[1] for path in json.load(file).values() if "/man/" in path]
        for page in self.pages():
            name = os.path.basename(page)
            self.assertIn(f"man{name[-1]}/{name}", [re.sub(r"\.gz$", "", path) for path in installed])
        self.assertIn("man7/regimen-calendar.7", installed)
        self.assertIn("man7/regimen-fhir.7", installed)
        self.assertIn("man7/regimen-safety.7", installed)

    def test_every_page_leads_to_pages_that_exist(self):
        names = {os.path.basename(page) for page in self.pages()}
        for page in self.pages():
            with open(page, encoding="utf-8") as file:
                for name, section in re.findall(r"^\.Xr (\S+) (\d)", file.read(), re.MULTILINE):
                    self.assertIn(f"{name}.{section}", names, page)

    def test_every_option_has_its_place(self):
        everywhere = self.read("regimen.1")
        for command in commands():
            page = self.read(f"regimen-{command}.1") + everywhere
            for option in self.options(command):
                self.assertIn(f".It Fl Fl {option[2:]}", page, command)
            self.assertIn(f".It Cm {command}", everywhere)
            self.assertIn(f".Xr regimen-{command} 1", everywhere)

    def test_every_setting_is_documented(self):
        self.assertGreater(len(settings()), 5)
        with open(os.path.join(PAGES, "regimen.conf.5"), encoding="utf-8") as file:
            documented = re.findall(r"^\.It Cm ([a-z-]+)$", file.read(), re.MULTILINE)
        self.assertEqual(sorted(documented), sorted(settings()))

    def test_the_completions_can_be_read(self):
        for shell, name in (("bash", "regimen.bash"), ("zsh", "_regimen"), ("fish", "regimen.fish")):
            if shutil.which(shell):
                done = subprocess.run([shell, "-n", os.path.join(PROGRAMS, name)], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), shell)

    def test_no_place_of_a_template_is_left(self):
        for name in ("regimen.bash", "_regimen", "regimen.fish"):
            self.assertNotRegex(self.read(name), "@[A-Z_]+@")

    def test_they_have_every_command_and_option(self):
        for name, prefix in (("regimen.bash", "--"), ("_regimen", "--"), ("regimen.fish", "-l ")):
            text = self.read(name)
            for command in commands():
                self.assertRegex(text, rf"\b{command}\b")
                for option in self.options(command):
                    self.assertIn(prefix + option[2:], text, (name, command))

    def bash(self, *words):
        script = (f'source "{PROGRAMS}/regimen.bash"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _regimen; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        environment = self.environment(PATH=os.path.dirname(REGIMEN) + ":" + os.environ["PATH"])
        done = subprocess.run(["bash", "-c", script, "bash", "regimen", *words], env=environment, capture_output=True, text=True)
        return done.stdout.split()

    def people(self):
        """Anna Berger has denosumab and ct, Bernd has radiation; nobody is the default."""
        for name, courses in (("Anna Berger", (("denosumab", "--first", "2026-12-03"), ("ct", "--on", "2026-12-03"))),
                              ("Bernd", (("radiation", "--fractions", "3", "--first", "2026-12-03"),))):
            self.run_it("patient", "add", name)
            for course in courses:
                self.run_it("--patient", name, "add", *course)
        self.run_it("--patient", "Anna", "contact", "add", "Ward", "--phone", "555-0100")
        self.run_it("--patient", "Anna", "need", "denosumab", "weight")

    @unittest.skipUnless(shutil.which("bash"), "needs bash")
    def test_bash_completes(self):
        self.zoledronic_acid()
        self.radiation()
        self.assertEqual(self.bash("lo"), ["log"])
        self.assertEqual(sorted(self.bash("")), sorted(commands()))
        self.assertEqual(sorted(self.bash("log", "")), ["radiation", "zoledronic-acid"])
        self.assertEqual(self.bash("--db", self.database, "log", "r"), ["radiation"])
        self.assertEqual(self.bash("add", "deno"), ["denosumab"])
        self.assertEqual(self.bash("skip", "radiation", "--no"), ["--no-makeup"])
        self.assertEqual(self.bash("patient", "l"), ["list"])
        self.assertEqual(self.bash("add", "denosumab", "--every", ""), [])

    #: What is typed, and all that can follow, with two people on record.
    VALUES = [
        (["add", "denosumab", "--reckon", ""], ["given", "plan"]),
        (["change", "ct", "--reckon", "p"], ["plan"]),
        (["add", "x", "--days", "mon"], ["mon", "mon-fri"]),
        (["log", "ct", "--at", "ye"], ["yesterday"]),
        (["import", "file", "--cancelled", ""], ["hold", "skip"]),
        (["import", "file", "--for", "ra"], ["radiation"]),
        (["add", "x", "--class", "bis"], ["bisphosphonate"]),
        (["book", "ct", "--zone", "Europe/Berl"], ["Europe/Berlin"]),
        (["patient", "add", "Cem", "--zone", "Pacific/Auck"], ["Pacific/Auckland"]),
        (["patient", "set", "B"], ["Bernd"]),
        (["patient", "default", "B"], ["Bernd"]),
        (["patient", "s"], ["set"]),
        (["contact", "r"], ["remove"]),
        (["contact", "set", "W"], ["Ward"]),
        (["contact", "add", "x", "--for", "boo"], ["booking"]),
        (["need", "den"], ["denosumab"]),
        (["need", "denosumab", "wei"], ["weight"]),
        (["month", "dec"], ["december"]),
        (["help", "dat"], ["dates"]),
        (["help", "ag"], ["agenda"]),
        (["log", ""], ["ct", "denosumab", "radiation"]),
        (["--patient", "Bernd", "log", ""], ["radiation"]),
        (["--patient", "Be"], ["Bernd"]),
        (["catalog", "pam"], ["pamidronate"]),
        (["signs", "nause"], ["nausea", "nauseated", "nauseating", "nauseous"]),
        (["signs", "diarrhea", ""], []),
    ]

    @unittest.skipUnless(shutil.which("bash"), "needs bash")
    def test_bash_knows_what_a_value_can_be(self):
        self.people()
        for typed, expected in self.VALUES:
            self.assertEqual(sorted(self.bash(*typed)), expected, typed)
        self.assertEqual(self.bash("--patient", "An"), ["Anna\\", "Berger"])  # one word, quoted
        self.assertEqual(sorted(self.bash("--patient", "Anna\\ Berger", "show", "")), ["ct", "denosumab"])
        self.assertEqual(self.bash("add", "x", "--reckon", "=", "gi"), ["given"])  # bash splits --reckon=gi
        self.assertEqual(self.bash("log", "ct", ""), [])
        self.assertEqual(self.bash("patient", "add", ""), [])
        self.assertEqual(self.bash("amend", "ct/1", "--given", "--am"), ["--amount"])  # a flag there, not a value

    def shell_home(self):
        return self.environment(PATH=os.path.dirname(REGIMEN) + ":" + os.environ["PATH"], TERM="dumb")

    @unittest.skipUnless(shutil.which("fish"), "needs fish")
    def test_fish_completes(self):
        self.people()
        for typed, expected in [*self.VALUES, (["log", "den"], ["denosumab"]), (["log", "ct", ""], []), (["patient", "add", ""], [])]:
            line = " ".join(["regimen", *typed])
            done = subprocess.run(["fish", "-c", f"source {PROGRAMS}/regimen.fish; complete -C '{line}'"], env=self.shell_home(),
                                  capture_output=True, text=True)
            found = sorted(each.split("\t")[0] for each in done.stdout.splitlines())
            if typed[-1] == "":  # fish also offers options there
                found = [each for each in found if not each.startswith("-")]
            self.assertEqual(found, expected, typed)

    @unittest.skipUnless(shutil.which("zsh"), "needs zsh")
    def test_zsh_completes(self):
        """What stands on the line after TAB, where only one word can follow."""
        self.people()
        with open(self.path(".zshrc"), "w", encoding="utf-8") as file:
            file.write(f"fpath=({PROGRAMS} $fpath); autoload -Uz compinit; compinit -u -d {self.home}/dump; PS1='> '; setopt no_beep\n"
                       "show () { zle -I; print -r -- \"LINE:$BUFFER:\"; BUFFER=; }; zle -N show; bindkey '^T' show\nprint READY\n")
        for typed, expected in self.VALUES:
            if len(expected) == 1:
                self.assertEqual(self.zsh(typed), " ".join(["regimen", *typed[:-1], expected[0]]), typed)

    def zsh(self, typed):
        """The line that zsh makes of what was typed and TAB."""
        master, slave = pty.openpty()
        process = subprocess.Popen(["zsh", "-i"], env={**self.shell_home(), "ZDOTDIR": self.home}, stdin=slave, stdout=slave, stderr=slave,
                                   start_new_session=True)
        os.close(slave)
        said = b""
        try:
            for wait, send in ((b"READY", " ".join(["regimen", *typed]).encode() + b"\t\x14"), (b"LINE:", b"")):
                while wait not in said:
                    said += os.read(master, 65536)
                os.write(master, send)
            while said.split(b"LINE:")[1].count(b":") < 1:
                said += os.read(master, 65536)
        finally:
            process.kill()
            process.wait()
            os.close(master)
        return said.split(b"LINE:")[1].split(b":")[0].decode().strip()


if __name__ == "__main__":
    unittest.main()
