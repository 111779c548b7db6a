#!/usr/bin/python3
"""What the commands say of what was felt and measured is no advice, no judgement and no score, whatever is typed: the words of
the person, facts of the catalog with their source, and nothing else. Each phrase below is looked for in everything that they print."""
import os
import re
import shlex
import unittest

from regimen import Case, commands

#: Words that no output of these commands has. What the catalog says stands in it, so its words are looked for too.
FORBIDDEN = """should|shouldn't|must not|ought|normal|abnormal|safe|unsafe|safely|dangerous|danger|harmless|don't worry|do not worry|no need
    to worry|nothing serious|not serious|too high|too low|critical|dose to take|take a|take more|take less|skip your|stop taking|increase
    the dose|reduce the dose|lower the dose|recommended dose|you have|you may have|you might have|diagnosis:|probably|likely|unlikely|we
    recommend|we advise|grade [0-5]|score|worse than|better than|improving|worsening|good|bad|fine now|emergency|911|112|hypercalcaemic|elevated
    value|out of range|within range|target range|healthy|unhealthy|advise|advisable"""
PATTERN = re.compile(r"\b(?:%s)\b" % "|".join(re.sub(r"\s+", " ", FORBIDDEN).split("|")), re.IGNORECASE)

FELT = ["pain 0", "pain 10", "pain 6 --note worse", "nausea severe", "nausea none", "temperature 41C", "temperature 25 C", "temperature 104 F",
        "weakness --note legs", "my legs are numb", "I cannot pee", "confusion", "thirst", "constipation", "bruises", "short of breath",
        "sudden back pain", "chills", "rash", "tired", "hair loss", "nothing", "fever", "diarrhea", "bone pain", "anemia"]
REFUSED = ["pain", "pain 11", "temperature 400", "temperature 38.4", "pain 6,5", "pain 6 yesterday"]
LABS = ["calcium 0.5 mmol/L --range 2.20-2.60", "calcium 9 mmol/L --range 2.20-2.60", "calcium 2.4 mmol/L --range 2.20-2.60",
        "calcium <0.5 mmol/L", "'alkaline phosphatase' 900 U/L --range 40-130", "creatinine 900 umol/L --range 50-100", "INR 9",
        "'corrected calcium' 3.9 mmol/L", "'ionized calcium' 0.1 mmol/L"]
#: Each command of this area that there is, and what is typed after it, beside the above.
OTHERS = {"signs": ["", "nausea", "weak legs", "hair loss"], "feel": ["", "--all", "pain --trend", "nausea --trend", "temperature --trend"],
          "lab": ["", "calcium", "'alkaline phosphatase'", "creatinine", "INR", "ferritin"],
          "need": ["", "denosumab", "denosumab creatinine --within 3d"], "ask": ["", "'When is the scan?'"], "contact": [""],
          "help": ["feel", "lab"]}


class NoAdvice(Case):
    def said(self, line):
        """All that is printed for a line, on both sides; what was typed is no output of the program."""
        done = self.shell(line)
        return (done.stdout + done.stderr).decode()

    def shell(self, line):
        return self.call(*shlex.split(line))

    def check(self, line):
        found = PATTERN.search(self.said(line))
        self.assertIsNone(found, f"regimen {line}: {found}")

    def setUp(self):
        super().setUp()
        self.run_it("add", "denosumab", "--given", "2026-11-20")
        self.run_it("add", "radiation", "--fractions", "5", "--first", "2026-11-30", "--site", "hip")

    def test_no_command_advises(self):
        for typed in FELT + REFUSED:
            self.check(f"feel {typed}")
        for typed in LABS:
            self.check(f"lab {typed}")
        for command, lines in OTHERS.items():
            for typed in lines if command in commands() else ():
                self.check(f"{command} {typed}".strip())
        for line in ("amend feel/1 9", "amend lab/1 0.1 mmol/L", "remove feel/2", "undo", "redo"):
            self.check(line)
        if "sheet" in commands():
            self.check("sheet page.html")
            for name in ("page.html",):
                path = self.path(name)
                if os.path.exists(path):
                    with open(path, encoding="utf-8") as file:
                        text = re.sub(r"<style.*?</style>|<[^>]*>", " ", file.read(), flags=re.DOTALL)
                    self.assertIsNone(PATTERN.search(text))

    def test_a_value_is_compared_with_nothing_but_its_own_range(self):
        for value in ("0.1", "2.4", "9"):
            said = self.run_it("lab", "calcium", value, "mmol/L")
            self.assertNotRegex(said, "range|above|below|high|low")
        first, second = (self.run_it("feel", "pain", value, "--full").split("\n", 2)[2] for value in ("1", "10"))
        self.assertEqual(first.split(), second.split(), "the answer does not depend on the value")
        first, second = (self.run_it("feel", "temperature", value, "C", "--full").split("\n", 2)[2] for value in ("36.6", "41.5"))
        self.assertEqual(first.split(), second.split())

    def test_the_words_are_noticed(self):
        for text in ("You should call.", "It is safe.", "a NORMAL value", "the dose to take", "too high"):
            self.assertIsNotNone(PATTERN.search(text))
        for text in ("a shoulder", "goodness", "Discuss it with the healthcare provider right away."):
            self.assertIsNone(PATTERN.search(text), text)


if __name__ == "__main__":
    unittest.main()
