#!/usr/bin/python3
import os
import shutil
import subprocess
import unittest

from regimen import REGIMEN, Case


class Contact(Case):
    def ward(self, *more):
        return self.flat("contact", "add", "Ward 3", "--phone", "555-0100", *more)

    def contacts(self, *words):
        return [(each["name"], each["phone"], each["hours"], each["for"]) for each in self.json("contact", *words)["contacts"]]

    def test_a_number_is_added_changed_and_removed(self):
        self.assertIn("No contact is on record. To add one: regimen contact add NAME --phone NUMBER", self.flat("contact"))
        self.assertIn("Added: Ward 3, 555-0100 (urgent; Mon-Fri 8-16).", self.ward("--for", "urgent", "--hours", "Mon-Fri 8-16"))
        self.assertIn("NAME PHONE FOR WHEN Ward 3 555-0100 urgent Mon-Fri 8-16", self.flat("contact"))
        self.assertEqual(self.contacts(), [("Ward 3", "555-0100", "Mon-Fri 8-16", "urgent")])
        self.assertIn("Set: Ward 3, 555-0199 (booking).",
                      self.flat("contact", "set", "ward", "3", "--phone", "555-0199", "--for", "booking", "--hours", ""))
        self.assertIn("Set: Day unit, 555-0199.", self.flat("contact", "set", "WARD", "--name", "Day unit", "--for", "anything"))
        self.run_it("contact", "add", "Night desk", "--phone", "+49 (30) 12/34.56-0 ext. 12")
        self.assertEqual(self.contacts(), [("Day unit", "555-0199", None, None), ("Night desk", "+49 (30) 12/34.56-0 ext. 12", None, None)])
        self.assertEqual(self.contacts("night"), self.contacts()[1:])
        self.assertIn("Removed: Day unit, 555-0199.", self.flat("contact", "remove", "Day unit"))
        self.assertEqual([each[0] for each in self.contacts()], ["Night desk"])

    def test_undo_says_whose_number_it_was(self):
        self.ward()
        self.run_it("contact", "set", "Ward 3", "--for", "urgent")
        self.assertIn("contact set Ward 3", self.flat("undo"))
        self.assertEqual(self.contacts()[0][3], None)
        self.assertIn("contact add Ward 3", self.flat("undo"))
        self.assertEqual(self.contacts(), [])
        self.assertIn("contact add Ward 3", self.flat("redo"))
        self.assertEqual(self.json("undo")["undone"]["about"], ["Ward 3"])

    def test_where_somebody_is_to_be_called(self):
        self.run_it("add", "denosumab", "--first", "2026-12-07")
        self.ward("--for", "urgent", "--hours", "Mon-Fri 8-16")
        self.run_it("contact", "add", "Desk", "--phone", "555-0199", "--for", "booking")
        urgent, booking = "Call: Ward 3, 555-0100 (urgent; Mon-Fri 8-16)", "Call: Desk, 555-0199 (booking)"
        for words in (("signs",), ("signs", "weak", "legs"), ("signs", "hiccups")):
            said = self.flat(*words)
            self.assertEqual((said.count(urgent), booking in said), (1, False), words)
            self.assertNotIn("555", self.flat("--private", *words))
        self.assertIn(booking, self.flat("notify", "--dry-run"))
        self.assertNotIn("555", self.flat("--private", "notify", "--dry-run"))
        self.now = "2026-12-14T12:00:00+01:00"
        self.assertIn(booking, self.flat("notify", "--dry-run"))
        self.assertIn(urgent, self.flat("log", "denosumab"))
        self.assertIn(urgent, self.flat("notify", "--dry-run"))
        self.assertNotIn("555", self.flat("--private", "notify", "--dry-run"))

    def settings(self, text):
        os.makedirs(self.path("config", "regimen"), exist_ok=True)
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write(text)

    def test_private_mode_of_the_settings(self):
        """It counts as --private does, wherever a number is shown."""
        self.run_it("add", "denosumab", "--first", "2026-12-07")
        self.ward("--for", "urgent")
        self.now = "2026-12-07T12:00:00+01:00"
        commands = ("log", "denosumab"), ("undo",), ("feel", "nausea"), ("signs", "nausea")
        for settings, options, shown in (("", (), True), ("", ("--private",), False), ("[privacy]\nprivate = true\n", (), False)):
            self.settings(settings)
            for words in commands:
                self.assertEqual("555-0100" in self.flat(*options, *words), shown and words != ("undo",), (settings, options, words))
            self.assertEqual(len(self.json(*options, "feel", "nausea")["call"]), int(shown))

    def test_settings_that_cannot_be_read_keep_no_dose_off_the_record(self):
        self.run_it("add", "denosumab", "--first", "2026-12-07")
        self.ward("--for", "urgent")
        self.now = "2026-12-07T12:00:00+01:00"
        self.settings("[privacy]\nprivate = perhaps\n")
        done = self.call("log", "denosumab")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"Logged: injection denosumab/1", done.stdout)
        self.assertNotIn(b"555-0100", done.stdout + done.stderr)
        self.assertIn(b"Whom to call cannot be shown: ", done.stderr)
        self.assertEqual(self.json("history")["administrations"][0]["dose"], 1)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bernd")
        self.refuses("contact", "add", "Ward 3", "--phone", "555-0100", says="Anna")
        self.assertIn("For Anna: Added: Ward 3", self.flat("--patient", "Anna", "contact", "add", "Ward 3", "--phone", "555-0100"))
        self.run_it("--patient", "Bernd", "contact", "add", "Ward 3", "--phone", "555-0200")
        self.assertEqual({(each["patient"], each["phone"]) for each in self.json("contact")["contacts"]},
                         {("Anna", "555-0100"), ("Bernd", "555-0200")})
        said = self.flat("contact")
        self.assertIn("Anna NAME PHONE", said)
        self.assertNotIn("555-0200", self.flat("--patient", "Anna", "contact"))
        self.run_it("--patient", "Bernd", "contact", "add", "Desk", "--phone", "555-0300")
        for typed in (("desk",), ("Desk 555-0300",), ("DE",)):
            self.assertEqual([(each["patient"], each["phone"]) for each in self.json("contact", *typed)["contacts"]],
                             [("Bernd", "555-0300")])
        self.assertNotIn("Anna", self.flat("contact", "desk"))
        self.refuses("contact", "doctor", says='there is no contact "doctor"; on record: Ward 3, Ward 3, Desk')
        self.run_it("undo", "--patient", "Bernd")
        undone = self.flat("undo", "--patient", "Bernd")
        self.assertIn("for Bernd: contact add Ward 3", undone)
        self.assertNotIn("Anna", undone)

    def two_of_one_name(self, name="Ward", number="555-0102"):
        """As they come from a merge: each copy of the record added one."""
        other = self.path("other.db")
        self.run_it("ask", "Why?")
        shutil.copy(self.database, other)
        self.run_it("contact", "add", "Ward", "--phone", "555-0101", "--hours", "Mon-Fri 8-16")
        self.run_it("--db", other, "contact", "add", name, "--phone", number)
        self.run_it("merge", other, "--apply")

    def test_two_of_one_name_are_told_apart_by_their_numbers(self):
        self.two_of_one_name()
        self.assertEqual([each["phone"] for each in self.json("contact", "Ward")["contacts"]], ["555-0101", "555-0102"])
        for words in (["set", "Ward", "--phone", "555-0103", "--hours", "at any time"], ["remove", "ward"]):
            line = self.refuses("contact", *words, says="is the name of more than one contact; type the number as well: regimen contact")
            first, second = line.strip().split("type the number as well: ")[1].split(", or ")
            self.assertIn("'Ward 555-0101'", first)
            done = subprocess.run(["sh", "-c", second.replace("regimen", REGIMEN, 1)], env=self.environment(), capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, b""), second)
            phones = [each["phone"] for each in self.json("contact")["contacts"]]
            self.assertEqual(phones, ["555-0101", "555-0103"] if words[0] == "set" else ["555-0101"])
            self.run_it("undo")
        self.refuses("contact", "add", "Ward", "--phone", "555-0104", status=1, says="regimen contact set 'Ward 555-0101' --phone NUMBER")
        self.refuses("contact", "set", "Ward 555-0101", "--phone", "555-0102", status=1, says="Ward is a contact already, with the number 555-0102")
        self.run_it("contact", "set", "Ward 555-0101", "--name", "Ward, at night")
        self.run_it("contact", "set", "Ward", "--name", "Ward", "--phone", "555-0105")
        self.assertEqual([(each["name"], each["phone"]) for each in self.json("contact")["contacts"]],
                         [("Ward, at night", "555-0101"), ("Ward", "555-0105")])

    def test_two_that_have_one_number_too(self):
        """What is typed is about the first of them."""
        self.two_of_one_name("WARD", "555-0101")
        self.assertEqual(len(self.json("contact")["contacts"]), 2)
        self.run_it("contact", "set", "ward", "--for", "urgent")
        self.run_it("contact", "remove", "Ward")
        self.assertEqual(len(self.json("contact")["contacts"]), 1)

    def test_the_first_command_of_all(self):
        self.assertIsNone(self.dump())
        self.refuses("contact", "add", "Ward 3", "--phone", "none", says='"none" is not a phone number')
        self.assertIsNone(self.dump())
        self.ward()
        self.assertEqual(self.json("contact")["contacts"][0]["patient"], "me")

    def test_what_it_does_not_accept(self):
        self.ward()
        self.run_it("contact", "add", "Ward 4", "--phone", "555-0101")
        for phone in ("none", "1", "", "12 monkeys", "555-0100; rm", "0" * 600, "0" * 41, "555 ext", "\u0665\u0665\u0665", "+", "5\x1b[31m5", "55\n55"):
            self.refuses("contact", "add", "Night desk", "--phone", phone)
        self.refuses("contact", "add", "ward  3", "--phone", "555", status=1, says="regimen contact set 'Ward 3' --phone NUMBER")
        self.refuses("contact", "set", "Ward 4", "--name", "WARD 3", status=1, says="Ward 3 is a contact already")
        self.refuses("contact", "set", "Ward 3", "--phone", "555-0100", status=1, says="in exactly this form")
        self.refuses_all(
            ("contact", "add", "contact add NAME --phone NUMBER"),
            ("contact", "add", "Night desk", "a contact needs a phone number: regimen contact add 'Night desk' --phone NUMBER"),
            ("contact", "add", "Night desk", "--phone", "12", "--for", "fun", "urgent, booking or questions, not \"fun\""),
            ("contact", "add", "Night desk", "--phone", "12", "--name", "x", "only with \"contact set\""),
            ("contact", "add", "x" * 10000, "--phone", "12", "too long; at most 500 characters"),
            ("contact", "add", "Ward\x1b]0;x\a", "--phone", "12", "control or invisible character"),
            ("contact", "add", "Ward\u202e", "--phone", "12", "control or invisible character"),
            ("contact", "add", "Ward 5", "--phone", "12", "--hours", "8\n16", "line break"),
            ("contact", "set", "Ward 3", "changes nothing without"),
            ("contact", "set", "Ward", "--phone", "12", "may mean more than one contact; type the whole name: Ward 3, Ward 4"),
            ("contact", "set", "Ward 9", "--phone", "12", "on record: Ward 3, Ward 4"),
            ("contact", "remove", "contact remove NAME"),
            ("contact", "remove", "Ward 9", "on record: Ward 3, Ward 4"),
            ("contact", "remove", "Ward 3", "--phone", "12", "is not understood; the commands are:"),
            ("contact", "somebody", "there is no contact \"somebody\""),
            ("contact", "--phone", "12", "is not understood; the commands are:"))

    def test_html_is_kept_as_text(self):
        self.run_it("contact", "add", "<b>Ward</b> & Co", "--phone", "555-0100")
        self.assertEqual(self.contacts()[0][0], "<b>Ward</b> & Co")
        self.assertIn("<b>Ward</b> & Co", self.flat("contact"))


if __name__ == "__main__":
    unittest.main()
