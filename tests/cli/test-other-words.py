#!/usr/bin/python3
"""Words that people type for a command or an option lead to the right one, and never to a wrong one."""
import os
import re
import unittest

from regimen import Case, commands

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/cli/words/other-words.c")

# By the contract, and by what each word means in English; not read from the table.
MEANT = {
    "took": {"log"}, "done": {"log"}, "taken": {"log"}, "given": {"log"}, "delete": {"undo", "stop", "remove"},
    "remove": {"undo", "stop", "remove"}, "edit": {"amend", "change"}, "remind": {"notify"}, "begin": {"setup", "add"}, "wizard": {"setup"},
    "calendar": {"export", "agenda", "month"},
    "alert": {"notify", "check"}, "alerts": {"notify", "check"}, "notifications": {"notify", "check"}, "effects": {"catalog", "signs"},
    "side effects": {"catalog", "signs"}, "warning signs": {"signs"}, "warnings": {"signs"},
    "symptoms": {"signs", "feel"}, "watch": {"catalog", "signs"}, "watch for": {"catalog", "signs"},
    "redo": {"undo", "redo"}, "postpone": {"hold", "move"}, "sync": {"merge", "publish"}, "combine": {"merge"}, "upcoming": {"agenda"}, "lgo": {"log"},
}


def rows(name):
    with open(TABLE, encoding="utf-8") as file:
        text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), file.read())
    table = re.search(rf"OtherWord {name}\[\] = {{(.*?)\n}};", text, re.DOTALL).group(1)
    for define, meant in re.findall(r'#define ([A-Z]+) ("[^"]+")', text):
        table = re.sub(rf"\b{define}\b", meant, table)
    return [re.findall(r'"([^"]+)"', row) for row in re.findall(r"{ (.*?) }", table)]


def also(command):
    """Other names of the command's options, which the help does not show."""
    path = os.path.join(os.path.dirname(TABLE), "..", f"cmd-{command}.c")
    with open(path, encoding="utf-8") as file:
        return set(re.findall(r'\.also = "([a-z-]+)"', file.read()))


class OtherWords(Case):
    def suggested(self, *words):
        said = self.refuses(*words)
        whole = said.partition("it is typed like this: ")[2]
        return re.findall(r'"([a-z]+)(?: [^"]*)?"|--([a-z-]+)', whole or said.partition("did you mean")[2])

    def test_what_is_meant(self):
        for word, meant in MEANT.items():
            if word in commands():
                continue
            found = {name for name, _ in self.suggested(*word.split())}
            self.assertTrue(found and found <= meant, (word, found))

    def test_each_word_leads_to_a_command(self):
        table = rows("commands")
        self.assertGreater(len(table), 80)
        self.assertEqual(len(table), len({row[0] for row in table}))
        for word, *meant in table:
            if word in commands():
                continue
            found = {name for name, _ in self.suggested(*word.split())}
            known = {line.split()[0] for line in meant} & set(commands())
            self.assertTrue(found and found <= known, (word, found))
            self.assertEqual(self.suggested(*word.upper().split()), self.suggested(*word.split()))

    def test_the_words_after_a_suggestion(self):
        """A suggestion with words of its own is typed as it stands, once a course is on record."""
        self.refuses("side", "effects", says="catalog TREATMENT")
        self.refuses("side", "effects", "zometa", says='did you mean "catalog zometa"')
        self.zoledronic_acid()
        said = self.refuses("side", "effects", says='unknown command "side effects"; did you mean "catalog zoledronic-acid"?')
        self.refuses("X-TREATMENT-X", says='unknown command "X-TREATMENT-X"')
        self.run_it(*re.search(r'mean "(.*)"', said).group(1).split())

    def test_alerts_are_turned_on(self):
        for words in (("alerts", "on"), ("notify", "on"), ("Notifications", "ON"), ("start", "alerts"), ("turn", "on", "alerts")):
            self.refuses(*words, says='alerts come from the service regimend, which is off ("regimen check" says more). It ')
        for words in (("alerts", "no"), ("start", "denosumab"), ("notify", "me")):
            self.assertNotIn("regimend", self.refuses(*words))

    def test_each_word_leads_to_an_option(self):
        self.zoledronic_acid()
        options = {command: set(re.findall(r"(?m)^  --([a-z-]+)", self.run_it("help", command) + self.run_it("help")))
                   for command in commands()}
        for command in commands():  # other names of options, which the help does not show
            options[command] |= also(command)
        for word, *meant in rows("options"):
            users = [command for command in commands() if options[command] & set(meant) and word not in options[command]]
            self.assertTrue(users, word)
            for command in users:
                found = {name for _, name in self.suggested(command, "--" + word)}
                self.assertTrue(found and found <= set(meant) & options[command], (command, word, found))

    def test_another_word_for_no_command(self):
        self.zoledronic_acid()
        for word in ("today", "next", "status"):
            self.assertEqual(self.run_it(word), self.run_it())
            self.assertEqual(self.run_it(word, "--json"), self.run_it("--json"))
            said = self.refuses(word, "zoledronic-acid", says="when its next dose is: regimen show zoledronic-acid")
            self.assertIn(self.json("show", "zoledronic-acid")["doses"][0]["due"], self.run_it(*said.split("regimen ")[-1].split()))


if __name__ == "__main__":
    unittest.main()
