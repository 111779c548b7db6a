#!/usr/bin/python3
"""Text that a terminal would obey, or that hides what is there: in every text that is typed, in the names of files, in catalogs of
one's own, and in a record that has it already. No command shows it, on standard output, on standard error, or in a page."""
import html
import os
import re
import subprocess
import unittest

from regimen import PROGRAMS, REGIMEN, Case, commands

#: What a terminal obeys (C0 and C1 controls), what turns the direction of text around, and what cannot be seen.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
                    "\U000e0001\U000e0020-\U000e007f]")
TEXTS = ["x\x1b[31mred\x1b]0;title\x07y", "x\x9b31mred\x9d0;title\x9cy", "x\u202eevil\u2066\u2069y\u200fz", "x\u2028y\u200bz\U000e0041w\u0085v"]
CREDULOUS = os.environ.get("REGIMEN_CREDULOUS_MODULE")


class Harmless(Case):
    def check(self, words, done):
        for stream in (done.stdout, done.stderr):
            text = stream.decode().replace("\r\n", "\n")  # it is UTF-8, whatever was typed; a calendar has both
            found = UNSEEN.search(text)
            if found:
                self.fail(f"{words} shows {found.group()!r}: {text[max(0, found.start() - 60):found.end() + 60]!r}")
        return done

    def tell(self, *words, **extra):
        raw = [os.fsencode(word) for word in words]
        done = subprocess.run([REGIMEN, *raw], env=self.environment(**extra), capture_output=True, stdin=subprocess.DEVNULL,
                              cwd=self.home, timeout=60)
        return done if "LD_PRELOAD" in extra else self.check(words, done)  # a credulous program shows what it takes

    def fill(self, text="", **extra):
        """Puts @text wherever a text can be. Returns: how many commands took it."""
        taken = 0
        course = ["--anyway", "--handle"]
        for words in (
                ["patient", "add", "A" + text], ["patient", "add", "Z" + text], ["patient", "default", "A" + text],
                ["add", "B" + text, "--custom", "--every", "4w", "--first", "2026-11-10", "--amount", "1 b" + text, "--place", "P" + text,
                 "--site", "S" + text, *course, "own"],
                ["add", "denosumab", "--first", "2026-11-23", "--place", "P" + text, *course, "deno"],
                ["add", "radiation", "--fractions", "5", "--first", "2026-11-23 11:00", "--site", "S" + text, *course, "rad"],
                ["add", "C" + text, "--custom", "--times", "08:00,20:00", "--amount", "1 c" + text, *course, "tab"],
                ["add", "ct", "--on", "2026-11-25", "--place", "P" + text, *course, "scan"],
                ["log", "own", "--at", "2026-11-22 10:00", "--amount", "2 b" + text, "--site", "S" + text, "--note", "N" + text, "--anyway"],
                ["amend", "own/1", "--note", "M" + text], ["log", "tab", "--note", "N" + text], ["skip", "rad", "--reason", "R" + text],
                ["hold", "rad", "--reason", "R" + text], ["book", "deno", "2026-11-23 12:00", "--place", "Q" + text, "--anyway"],
                ["pause", "own", "--from", "2026-12-20", "--until", "2027-01-20", "--reason", "R" + text],
                ["stop", "scan", "--reason", "R" + text],
                ["feel", "F" + text], ["feel", "pain", "4", "--site", "S" + text, "--note", "N" + text],
                ["feel", "pain", "6", "--site", "S" + text, "--at", "2026-11-20"],
                ["lab", "L" + text, "2", "u" + text, "--note", "N" + text], ["lab", "calcium", "2.3", "mmol/L", "--note", "N" + text],
                ["need", "deno", "W" + text, "--within", "3d"], ["ask", "Q" + text], ["ask", "Q2" + text], ["ask", "--answered", "1", "Y" + text],
                ["contact", "add", "K" + text, "--phone", "0123", "--hours", "H" + text, "--for", "urgent"]):
            taken += self.tell(*words, **extra).returncode == 0
        return taken

    def look(self):
        """All that can be seen: each command, in each form."""
        for words in (
                [], *([name] for name in commands() if name not in ("resume", "undo", "redo")),
                ["agenda", "--all-patients"], ["agenda", "--tablets", "--days", "90"], ["list", "--all"],
                ["show", "own"], ["show", "deno"], ["show", "rad"], ["show", "tab"], ["show", "scan"], ["history", "--all"],
                ["history", "own"], ["feel", "pain"], ["feel", "pain", "--trend"], ["lab", "calcium"],
                ["need", "deno"], ["ask", "--all"], ["contact", "--all"], ["patient", "list"], ["notify", "--dry-run"],
                ["export", "--tablets", "--lead-events"], ["sheet", "sheet.html"], ["sheet", "sheet.html"],
                ["publish", "show"], ["snooze", "deno"], ["undo", "--anyway"], ["redo", "--anyway"]):
            self.tell(*words)
            self.tell("--json", *words)
            self.tell(*words, COLUMNS="40")
        with open(self.path("sheet.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIsNone(UNSEEN.search(page))
        self.assertIsNone(UNSEEN.search(html.unescape(page)))
        os.remove(self.path("sheet.html"))

    def test_plain_text_is_taken_everywhere(self):
        """Else the other tests would look at nothing."""
        self.assertEqual(self.fill(), 26)
        self.look()

    def test_what_is_typed(self):
        self.fill()
        before = self.dump()
        for text in TEXTS:
            for words in (
                    *([name, text] for name in commands() if name not in ("backup", "export", "sheet")),  # test_names_of_files has these
                    ["log", "tab", "--note", text], ["patient", "add", text], ["ask", text], ["feel", text], ["lab", text, "3", "mmol/L"],
                    ["lab", "calcium", "3", text], ["lab", "calcium", text, "mmol/L"], ["need", "deno", text],
                    ["need", "deno", "creatinine", "--within", text], ["contact", "add", text, "--phone", "1"],
                    ["contact", "add", "A", "--phone", text], ["contact", "add", "A", "--phone", "1", "--for", text],
                    ["contact", "remove", text], ["add", text], ["add", text, "--custom", "--every", "4w"], ["add", "ct", "--handle", text],
                    ["add", "ct", "--on", text], ["rename", "own", text], ["remove", text], ["book", "deno", text], ["move", "deno", text],
                    ["snooze", "deno", text], ["hold", "deno", "--reason", "r", "--until", text], ["log", "deno", "--at", text],
                    ["log", "deno", "--amount", text], ["log", text], ["log", "deno/" + text], ["skip", text], ["amend", text], ["stop", text],
                    ["change", "own", "--every", text], ["change", "own", "--times", text], ["change", "own", "--window", text],
                    ["resume", text], ["pause", "own", "--from", text], ["patient", "default", text], ["patient", "set", "A", "--zone", text],
                    ["patient", "set", "A", "--closed", text], ["--patient", text, "list"], ["signs", text], ["catalog", text], ["show", text],
                    ["history", text], ["month", text], ["agenda", "--days", text], ["agenda", text], ["list", text], ["check", text],
                    ["notify", text], ["undo", text], ["redo", text], ["setup", text], ["help", text], [text], ["--" + text],
                    ["log", "--" + text], ["\u2014" + text], ["\u201c" + text], ["publish", text], ["publish", "set", text, "--user", "u"],
                    ["publish", "set", "https://h/" + text, "--user", "u"], ["publish", "set", "https://h/x", "--user", "u", "--ca", text],
                    ["export", "--days", text], ["sheet", "--since", text], ["import", text], ["restore", text], ["merge", text], ["backup", text + "/x"],
                    ["export", text + "/x"], ["sheet", text + "/x"], ["export", "--keep", text + "/x"], ["export", "--keep", text, "--stop"],
                    ["--db", text + "/x", "list"]):
                status = self.tell(*words).returncode
                self.assertTrue(status != 0 or words[0] in ("signs", "--db"), words)  # which say that there is nothing
        self.assertEqual(self.dump(), before)

    def test_names_of_files(self):
        self.fill()
        for text in [*TEXTS, "x\ny", os.fsdecode(b"x\xff\x9b31my")]:
            for number, words in enumerate((["backup"], ["export"], ["export", "--keep"], ["sheet"], ["sheet", "--json"], ["backup", "--json"])):
                name = f"./{text}{number}"
                done = self.tell(*words, name)
                self.assertEqual(done.returncode, 0, done.stderr)
                if "--json" not in words and b"\n" in os.fsencode(name):
                    self.assertIn(b"x?y", done.stdout)  # no line of its own
                self.tell("import", name)
                self.tell("restore", name)
                self.tell("merge", name)
                self.tell("--db", name, "list")
                self.tell("--db", name, "check")
                self.tell("--db", name, "check", "--json")
                self.tell("sheet", name)
                self.tell("export", name)
            self.tell("check")
            self.tell("check", "--json")
            self.tell("book", "deno", "2026-11-23 12:00", "--anyway")
            self.tell("notify", "--dry-run", XDG_CONFIG_HOME=self.path(text))
            folder = self.path(text, "regimen")
            os.makedirs(folder)
            with open(os.path.join(folder, "regimen.conf"), "w", encoding="utf-8") as file:
                file.write("nonsense\n")
            self.assertEqual(self.tell("notify", "--dry-run", XDG_CONFIG_HOME=self.path(text)).returncode, 1)
            done = subprocess.run([os.path.join(PROGRAMS, "regimend"), "--once"], env=self.environment(XDG_CONFIG_HOME=self.path(text)),
                                  capture_output=True, timeout=60)
            self.check("regimend", done)
            self.assertNotEqual(done.stderr, b"")

    def test_a_catalog_of_ones_own(self):
        os.makedirs(self.path("config/regimen/catalog.d"))
        for text in TEXTS[1:]:  # a file with C0 controls is refused, and that is looked at below
            with open(self.path("config/regimen/catalog.d/own.ini"), "w", encoding="utf-8") as file:
                file.write(f"[source own]\ntitle=T{text}\nheading=H{text}\n[treatment own-{'t'}]\nname=N{text}\nsource=own\nunit=visit\nclass=other\n")
            for words in (["catalog"], ["catalog", "own-t"], ["catalog", "--json"], ["add", "own-t", "--on", "2026-12-01"], ["list"], ["signs"],
                          ["help", "add"]):
                self.tell(*words)
        with open(self.path("config/regimen/catalog.d/own.ini"), "w", encoding="utf-8") as file:
            file.write(f"[treatment {TEXTS[0]}]\n")
        self.assertEqual(self.tell("catalog").returncode, 1)

    def test_what_a_record_has_already(self):
        if CREDULOUS is None:
            self.skipTest("nothing can be preloaded in this build")
        for number, text in enumerate(TEXTS):
            with self.subTest(text=text):
                self.database = self.path(f"{number}.db")
                self.assertGreaterEqual(self.fill(text, LD_PRELOAD=CREDULOUS), 22)
                self.assertTrue(any(text in line for line in self.dump()), "the text is not on record")
                self.look()


if __name__ == "__main__":
    unittest.main()
