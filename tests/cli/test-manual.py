#!/usr/bin/python3
"""The manual pages and completions: that they are well-formed, and complete."""
import json
import os
import re
import shutil
import subprocess
import unittest

from regimen import PROGRAMS, REGIMEN, SOURCES, Case, commands


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
        folders = (SOURCES, os.path.join(SOURCES, "../daemon"))
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
        with open(os.path.join(SOURCES, "regimen.conf.5"), encoding="utf-8") as file:
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

    @unittest.skipUnless(shutil.which("fish"), "needs fish")
    def test_fish_completes(self):
        self.zoledronic_acid()
        environment = self.environment(PATH=os.path.dirname(REGIMEN) + ":" + os.environ["PATH"])
        done = subprocess.run(["fish", "-c", f"source {PROGRAMS}/regimen.fish; complete -C 'regimen log zo'"], env=environment,
                              capture_output=True, text=True)
        self.assertEqual(done.stdout.split(), ["zoledronic-acid"])


if __name__ == "__main__":
    unittest.main()
