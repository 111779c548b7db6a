#!/usr/bin/python3
import re
import shlex
import unittest

from regimen import ZONE, Case


class Patient(Case):
    def people(self):
        return [(patient["name"], patient["zone"]) for patient in self.json("patient", "list")["patients"]]

    def test_the_first_course_makes_one(self):
        self.zoledronic_acid()
        self.assertEqual(self.people(), [("me", "Europe/Berlin")])

    def test_add(self):
        self.assertIn("Added: Anna, in America/New_York.", self.run_it("patient", "add", "Anna", "--zone", "America/New_York"))
        self.run_it("patient", "add", "Zoë")
        self.assertEqual(self.people(), [("Anna", "America/New_York"), ("Zoë", "Europe/Berlin")])
        self.assertIn("Zoë", self.run_it("patient", "list"))

    def test_the_zone_that_was_not_named(self):
        """It is that of the computer, which need not be that of the person: the way to another one is named, and works."""
        self.assertNotIn("computer", self.run_it("patient", "add", "Anna", "--zone", "Asia/Tokyo"))
        said = self.flat("patient", "add", "Bert B")
        self.assertIn("Added: Bert B, in Europe/Berlin. That is the time zone of this computer. If they live in another one: "
                      "regimen patient set 'Bert B' --zone Asia/Tokyo", said)
        self.run_it(*shlex.split(said.split("regimen ")[1]))
        self.assertEqual(self.people(), [("Anna", "Asia/Tokyo"), ("Bert B", "Asia/Tokyo")])

    def test_set(self):
        self.zoledronic_acid()
        self.run_it("patient", "set", "me", "--name", "Anna", "--zone", "Asia/Kolkata")
        self.assertEqual(self.people(), [("Anna", "Asia/Kolkata")])
        self.assertEqual(self.json("agenda")["zone"], "Asia/Kolkata")
        self.run_it("patient", "set", "Anna", "--zone", "Europe/Rome")
        self.assertEqual(self.people(), [("Anna", "Europe/Rome")])

    def test_set_to_what_it_is(self):
        """Nothing is written, so that undo takes back what was entered before."""
        self.run_it("add", "ct", "--on", "2026-12-01")
        before = self.dump()
        for words in (("--name", "me"), ("--zone", "Europe/Berlin"), ("--name", "me", "--zone", "Europe/Berlin")):
            self.assertIn("me, in Europe/Berlin, is on record so already: nothing was changed.", self.flat("patient", "set", "me", *words))
            self.assertEqual(self.json("patient", "set", "me", *words)["patient"]["name"], "me")
        self.assertEqual(self.dump(), before)

    def test_set_without_a_name(self):
        self.zoledronic_acid()
        self.run_it("patient", "set", "--zone", "Asia/Kolkata")
        self.assertEqual(self.people(), [("me", "Asia/Kolkata")])
        self.run_it("patient", "add", "Anna")
        self.refuses("patient", "set", "--zone", "Europe/Rome", status=2, says="regimen patient set --zone Europe/Rome --patient me;")
        self.run_it("--patient", "Anna", "patient", "set", "--zone", "Europe/Rome")
        self.assertEqual(self.people(), [("me", "Asia/Kolkata"), ("Anna", "Europe/Rome")])

    def test_courses_of_two_people_do_not_meet(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert")
        for name in ("Anna", "Bert"):
            self.run_it("--patient", name, "add", "denosumab", "--first", "2026-12-03")
        self.run_it("log", "denosumab", "--patient", "Anna", REGIMEN_NOW="2026-12-03T10:00:00+01:00")
        self.assertEqual([len(self.json("history", "--patient", name)["administrations"]) for name in ("Anna", "Bert")], [1, 0])

    def test_json(self):
        added = self.json("patient", "add", "Anna")
        self.assertEqual(set(added), {"format", "patient"})
        self.assertEqual(set(added["patient"]), {"name", "zone", "uid", "closed", "default"})

    def test_a_move_moves_no_day(self):
        """27 October in Berlin is 28 October in Auckland at noon, and 26 in New York at 00:30."""
        self.run_it("add", "denosumab", "--given", "2026-10-27", "--given", "2026-09-29 00:30")
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--given", "2026-10-27 00:30", "--anyway")
        before = self.run_it("list"), [row["at"][:10] for row in self.json("history")["administrations"]]
        self.assertEqual(before[1], ["2026-09-29", "2026-10-27", "2026-10-27"])
        for zone in ("Pacific/Auckland", "America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "Europe/Berlin"):
            said = self.run_it("patient", "set", "me", "--zone", zone)
            self.assertNotIn("before it was", said)  # nothing is at another local time
            self.assertEqual((self.run_it("list"), [row["at"][:10] for row in self.json("history")["administrations"]]), before)
            self.assertNotIn("12:00", self.run_it("history"))
            exported = self.run_it("export")
            self.assertTrue("DTSTART;VALUE=DATE:20261027" in exported and "DTSTART;VALUE=DATE:20261028" not in exported, zone)
        self.run_it("patient", "set", "me", "--zone", "America/New_York")
        self.assertIn("Tue 2026-10-27 00:30 (Europe/Berlin time)", self.flat("history"))
        self.assertIn("given on Tue 2026-10-27", self.flat("show", "denosumab"))

    def test_a_move_says_what_it_moves(self):
        """Hours are elapsed time: 20:00 in Berlin is 14:00 in New York."""
        self.run_it("add", "Drops", "--custom", "--every", "12h", "--first", "2026-11-23 08:00")
        self.run_it("log", "drops", "--at", "08:00")
        said = self.flat("patient", "set", "me", "--zone", "America/New_York")
        self.assertIn("drops/2 is now on Mon 2026-11-23 14:00; it was on Mon 2026-11-23 20:00 before.", said)

    # ---- who is meant ----

    def two(self):
        """Anna has denosumab and ct; Bernd has denosumab and pamidronate."""
        for name, courses in (("Anna Berger", ("denosumab", "ct")), ("Bernd", ("denosumab", "pamidronate"))):
            self.run_it("patient", "add", name)
            for course in courses:
                schedule = ("--on", "2026-12-03") if course == "ct" else ("--every", "4w", "--first", "2026-12-03")
                self.run_it("--patient", name, "add", course, *schedule, "--anyway")

    def given(self):
        return {name: [row["course"] for row in self.json("history", "--patient", name)["administrations"]]
                for name in ("Anna", "Bernd")}

    def test_without_a_default(self):
        self.two()
        self.assertIn("Nobody is set", self.run_it("patient", "default"))
        self.assertIsNone(self.json("patient", "default")["patient"])
        for words in (("undo",), ("add", "ct", "--on", "2026-12-09"), ("log", "denosumab"),
                      ("show", "deno"), ("skip", "denosumab", "--reason", "x"), ("history", "denosumab")):
            self.refuses(*words, status=2, says="whose?")
        self.refuses("log", "tea", status=2, says="nobody has a course")

    def test_a_view_without_a_default(self):
        """Nobody is named: what only shows something shows everybody, and names each."""
        self.two()
        for words in (("agenda",), ("month", "december"), ("list",), ("history",)):
            said = self.run_it(*words)
            self.assertIn("Anna", said, words)
            self.assertIn("Bernd", said, words)
        self.assertEqual({course["patient"] for course in self.json("list")["courses"]}, {"Anna Berger", "Bernd"})
        self.run_it("patient", "default", "Bernd")
        for words in (("agenda",), ("month", "december"), ("list",), ("history",)):
            said = self.run_it(*words)
            self.assertTrue(said.startswith("For Bernd:\n"), said)
            self.assertNotIn("Anna", said, words)

    def lines_to_type(self, said):
        """The command lines of a message, each as the shell splits it: up to the semicolon, or to the end."""
        return [shlex.split(line) for line in re.findall(r"type: regimen ([^;\n]+)", said)]

    def test_undo_without_a_default(self):
        """Two people could be meant: the message has the command for each. Only one could be: it is that one."""
        self.two()
        for options in ((), ("--anyway",)):
            lines = self.lines_to_type(self.refuses("undo", *options, status=2, says="whose? to take back"))
            self.assertEqual(lines, [["--patient", "Anna Berger", "undo", *options], ["--patient", "Bernd", "undo", *options]])
        self.assertIn("Took back, for Bernd", self.flat(*lines[1]))
        self.flat(*lines[0])
        lines = self.lines_to_type(self.refuses("redo", status=2, says="whose? to bring back"))
        self.assertEqual(lines, [["--patient", "Anna Berger", "redo"], ["--patient", "Bernd", "redo"]])
        self.assertIn("Put back, for Anna Berger", self.flat(*lines[0]))
        self.assertIn("Put back, for Bernd", self.flat("redo"))

    def test_a_handle_of_one_person(self):
        """Every command that takes a handle: nobody is named, and each line begins with the person."""
        self.two()
        later = {"REGIMEN_NOW": "2026-12-03T10:00:00+01:00"}
        for words in (("show", "pami"), ("history", "pamidronate"), ("book", "pamidronate", "2026-12-03 11:00"),
                      ("move", "pamidronate", "2026-12-04"), ("hold", "pamidronate", "--reason", "x"),
                      ("log", "pamidronate", "--anyway"), ("amend", "pamidronate/1", "--note", "well"),
                      ("change", "pamidronate", "--every", "5w"), ("pause", "pamidronate"), ("resume", "pamidronate"),
                      ("stop", "pamidronate")):
            self.assertTrue(self.run_it(*words, **later).startswith("For Bernd"), words)
        self.assertEqual(self.given(), {"Anna": [], "Bernd": ["pamidronate"]})
        self.assertTrue(self.run_it("skip", "ct", "--reason", "x", **later).startswith("For Anna Berger"))

    def test_default(self):
        self.two()
        self.assertIn("From now on Anna Berger is meant", self.flat("patient", "default", "anna"))
        self.assertIn("Anna Berger is meant if a command is about one person and names nobody.", self.flat("patient", "default"))
        self.refuses("log", "tea", status=2, says="for Anna Berger: no course \"tea\"; there are: denosumab, ct")
        self.assertEqual([patient["default"] for patient in self.json("patient", "list")["patients"]], [True, False])
        self.assertTrue(self.run_it("agenda").startswith("For Anna Berger:\n"))
        self.assertEqual({course["patient"] for course in self.json("list")["courses"]}, {"Anna Berger"})
        at = {"REGIMEN_NOW": "2026-12-03T10:00:00+01:00"}
        self.run_it("log", "denosumab", **at)
        self.run_it("log", "pamidronate", **at)  # only Bernd has it
        self.assertEqual(self.given(), {"Anna": ["denosumab"], "Bernd": ["pamidronate"]})
        self.refuses("log", "denosumab/1", status=1, says="for Anna Berger: ", **at)
        self.run_it("patient", "default", "Bernd", **at)
        self.run_it("log", "denosumab", **at)
        self.assertEqual(self.given()["Bernd"], ["pamidronate", "denosumab"])

    def test_a_command_that_is_named_is_about_the_same_person(self):
        """What Anna's output tells to type would be about Bernd without --patient."""
        self.two()
        self.run_it("patient", "default", "Bernd")
        self.assertTrue(self.run_it("--patient", "Anna", "show", "denosumab").startswith("For Anna Berger"))
        said = self.run_it("--patient", "Anna", "pause", "denosumab")
        self.assertTrue(said.startswith("For Anna Berger:\n"), said)
        self.assertIn("regimen --patient 'Anna Berger' resume denosumab", said)
        said = self.run_it("pause", "denosumab")
        self.assertTrue(said.startswith("For Bernd:\n"), said)
        self.assertIn("regimen resume denosumab", said)

    def test_what_a_user_wrote_is_no_command(self):
        """It is shown as it was entered, although the commands beside it get --patient and --db."""
        self.two()
        self.run_it("patient", "default", "Bernd")
        said = "regimen change by Dr. Stein"
        lines = (("pause", "denosumab", "--reason", said), ("show", "denosumab"), ("agenda",), (), ("resume", "denosumab"),
                 ("hold", "denosumab", "--reason", said), ("show", "denosumab"), ("agenda",), ("list",), (),
                 ("book", "denosumab", "2026-12-03 11:00", "--place", said), (), ("show", "denosumab"),
                 ("change", "denosumab", "--place", said), ("show", "denosumab"),
                 ("ask", said), ("ask",), ("ask", "--answered", "1", said), ("ask", "--all"), ("ask", "--edit", "1", said + "?"),
                 ("ask", "--remove", "1"), ("feel", "pain", "3", "--note", said), ("feel",), ("amend", "feel/1", "4"), ("remove", "feel/1"),
                 ("lab", "calcium", "2.3", "mmol/L", "--note", said), ("contact", "add", said, "--phone", "555-0100", "--for", "urgent"),
                 ("contact",), ("feel", "nausea", "mild"), ("signs", "nausea"), ("log", "denosumab", "--anyway"),
                 ("contact", "set", said, "--phone", "555-0101"), ("contact", "remove", said),
                 ("skip", "denosumab", "--reason", said), ("amend", "denosumab/1", "--note", said), ("history",), ("stop", "denosumab", "--reason", said))
        for words in lines:
            with self.subTest(words=words):
                done = self.call("--patient", "Anna", "--db", "test.db", *words)
                shown = " ".join(done.stdout.decode().split())
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotRegex(shown, r"regimen --\S+ ('Anna Berger'|test.db|--\S+| )*change by")
                self.assertNotIn("regimen?", shown)
                if words not in ((), ("resume", "denosumab"), ("agenda",), ("ask",), ("feel",)):
                    self.assertIn(said, shown)
        self.assertIn("regimen --db test.db --patient 'Anna Berger' undo",
                      self.flat("--patient", "Anna", "--db", "test.db", "feel", "pain", "2", "--note", said))

    def test_each_command_of_a_hint_names_the_person(self):
        """Whatever a command about one of two people tells to type is about the same person."""
        self.two()
        for words in (("show", "denosumab"), ("hold", "denosumab", "--reason", "lab"), ("book", "denosumab", "2026-12-03 11:00"),
                      ("move", "denosumab", "2026-12-04"), ("change", "denosumab", "--every", "5w", "--anyway"), ("agenda",), ("list",),
                      ("log", "denosumab", "--anyway"), ("amend", "denosumab/1", "--note", "well"), ("history",), ("undo",), ("redo",),
                      ("skip", "denosumab", "--reason", "x"), ("pause", "denosumab"), ("resume", "denosumab"), ("stop", "ct"),
                      ("remove", "ct"), ("add", "ct", "--on", "2026-12-10"), ("rename", "ct-2", "scan"), ("log", "denosumab/1"), ("book", "scan", "x")):
            done = self.call("--patient", "Anna", *words, REGIMEN_NOW="2026-12-03T10:00:00+01:00")
            for command in re.findall(r"regimen ((?:--patient 'Anna Berger' )?[a-z-]+)", (done.stdout + done.stderr).decode()):
                about = command.split(" ")[-1]
                if about not in ("catalog", "help", "check", "backup", "export", "patient", "import", "restore"):
                    self.assertTrue(command.startswith("--patient"), (words, done.stdout + done.stderr))

    def test_a_default_never_becomes_another_person(self):
        self.two()
        self.run_it("patient", "default", "Bernd")
        before = self.json("patient", "default")["patient"]["uid"]
        self.run_it("patient", "set", "Bernd", "--name", "Cem")
        self.run_it("patient", "set", "Anna", "--name", "Bernd")
        self.assertEqual(self.json("patient", "default")["patient"]["uid"], before)
        self.assertTrue(self.run_it("list").startswith("For Cem:\n"))

    def test_a_default_is_taken_back(self):
        self.two()
        self.run_it("patient", "default", "Anna")
        self.run_it("patient", "default", "Bernd")
        self.assertIn("patient default", self.flat("undo"))
        self.assertIn("Anna Berger is meant", self.flat("patient", "default"))
        self.assertIn("patient default", self.flat("undo"))
        self.assertIn("Nobody is set", self.flat("patient", "default"))
        self.refuses("undo", status=2, says="whose?")

    def test_a_default_who_is_gone(self):
        """Nobody else is meant in the place of a person whose adding was taken back."""
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bernd")
        self.run_it("patient", "add", "Cem")
        self.run_it("patient", "default", "Cem")
        self.run_it("undo")
        self.run_it("--patient", "Cem", "undo")
        self.refuses("undo", status=2, says="whose?")
        self.assertIn("Nobody is set", self.flat("patient", "default"))

    def test_a_name_that_two_people_had(self):
        """Who has it now is meant, in whatever order it was entered and taken back."""
        self.two()
        self.run_it("patient", "set", "Anna Berger", "--name", "Ann")
        self.run_it("patient", "set", "Bernd", "--name", "Anna Berger")
        self.run_it("--patient", "Anna Berger", "add", "ct", "--on", "2026-12-09", "--handle", "other-scan")
        self.assertEqual([each["name"] for each in self.json("patient", "list")["patients"]], ["Ann", "Anna Berger"])
        self.assertIn("other-scan", self.run_it("--patient", "Anna Berger", "list"))
        self.assertNotIn("other-scan", self.run_it("--patient", "Ann", "list"))
        self.run_it("patient", "set", "Anna Berger", "--name", "Bernd")
        self.run_it("--patient", "Ann", "undo")
        self.assertEqual([each["name"] for each in self.json("patient", "list")["patients"]], ["Anna Berger", "Bernd"])
        self.assertNotIn("other-scan", self.run_it("--patient", "Anna Berger", "list"))
        self.assertIn("other-scan", self.run_it("--patient", "Bernd", "list"))
        self.refuses("--patient", "Ann Berger", "list", says='no patient "Ann Berger"')
        self.run_it("patient", "default", "Bernd")
        self.assertIn("other-scan", self.run_it("list"))

    def test_a_name_with_an_accent(self):
        """An accent is a character of its own in names that come from some keyboards and files, and means the same."""
        composed, apart = "Am\u00e9lie", "Ame\u0301lie"
        self.run_it("patient", "add", "Bernd", "--zone", ZONE)
        self.run_it("patient", "add", apart, "--zone", ZONE)
        self.run_it("add", "ct", "--on", "2026-12-09", "--patient", composed)
        self.refuses("list", "for", composed, says=f"regimen list --patient '{apart}'")
        self.assertIn("ct", self.run_it("list", "--patient", composed))
        self.refuses("patient", "add", composed, "--zone", ZONE, status=1, says="is taken")
        self.run_it("patient", "set", apart, "--name", "Ann")
        self.run_it("patient", "set", "Bernd", "--name", composed)
        self.refuses("undo", "--patient", "Ann", status=1, says="there would be two patients named")
        self.run_it("add", "Calcium\u00e9", "--custom", "--times", "8:00", "--patient", "Ann")
        self.run_it("log", "calciume\u0301")

    def test_undo_behind_a_command_about_another_person(self):
        """Who types undo means the last command: it is asked, and not another person's change taken back."""
        self.two()
        self.run_it("patient", "default", "Anna")
        self.run_it("--patient", "Anna", "feel", "tired")
        self.run_it("--patient", "Bernd", "feel", "rash")
        self.refuses("undo", status=3, says="the last change was for Bernd: feel/1 (rash). To take that back: \"regimen undo --patient Bernd\". To take "
                     "back the last one for Anna Berger, which is feel/1 (tired): \"regimen undo --patient 'Anna Berger'\". If this is")
        self.assertIn("Took back, for Bernd: feel/1 (rash)", self.flat("undo", "--patient", "Bernd"))
        self.assertIn("Took back, for Anna Berger: feel/1 (tired)", self.flat("undo"))

    def test_a_default_is_in_each_copy(self):
        self.two()
        self.run_it("patient", "default", "Bernd")
        self.run_it("backup", self.path("copy.db"))
        self.run_it("patient", "default", "Anna")
        self.run_it("restore", self.path("copy.db"))
        self.assertEqual(self.json("patient", "default")["patient"]["name"], "Bernd")

    def test_the_whole_handle_of_another_person(self):
        """What the default person has is only called so: nobody is guessed."""
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bernd")
        self.run_it("--patient", "Anna", "add", "denosumab", "--first", "2026-12-03")
        self.run_it("--patient", "Bernd", "add", "denosumab", "--first", "2026-12-03", "--handle", "bones")
        self.run_it("patient", "default", "Bernd")
        self.refuses("log", "denosumab", status=2, says="whose?")
        self.assertTrue(self.run_it("show", "bones").startswith("For Bernd:\n"))

    def test_the_only_person_needs_no_default(self):
        self.zoledronic_acid()
        self.assertIn("me is meant, because nobody else is on record.", self.flat("patient", "default"))
        self.refuses("patient", "default", "Anna", status=2, says="no patient")
        self.assertFalse(self.run_it("list").startswith("For "))

    def test_empty(self):
        self.assertIn("Nobody is on record yet", self.run_it("patient", "list"))
        self.assertEqual(self.people(), [])

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("patient", "remove", "patient list"), ("patient", "add", "patient add NAME"),
            ("patient", "list", "x", "patient list"), ("patient", "add", "", "regimen: "),
            ("patient", "add", "A", "--zone", "Mars/Olympus", "Mars/Olympus"), ("patient", "add", "A", "--zone", "CEST+3", "CEST+3"),
            ("patient", "add", "A", "--name", "B", "--name"), ("patient", "add", "A", "B", "too many"))
        self.assertIn("Nobody is on record yet", self.flat("patient"))
        self.assertIsNone(self.dump())
        self.run_it("patient", "add", "Anna")
        self.assertEqual(self.run_it("patient"), self.run_it("patient", "list"))
        self.refuses_all(("patient", "set", "Anna", "--name"), ("patient", "set", "Berta", "--name", "B", "Berta"),
                         ("patient", "set", "Anna", "--zone", "../etc/passwd", "../etc/passwd"))
        self.refuses("patient", "add", "anna", status=1, says="Anna")

    def test_a_name_that_was_added_by_mistake(self):
        """People stay on record; the message names the command that takes back what was only just added."""
        self.run_it("patient", "add", "Karla")
        self.run_it("patient", "add", "Bert")
        self.refuses("patient", "remove", "bert", says="to undo adding the name: regimen --patient Bert undo\n")
        self.now = "2026-11-24T09:00:00+01:00"
        line = self.refuses("patient", "delete", "Bert", says="regimen --patient Bert undo --anyway")
        self.run_it(*line.strip().split("regimen ")[-1].split())
        self.refuses("patient", "remove", "Bert", says='no patient "Bert"')
        self.run_it("--patient", "Karla", "feel", "pain", "3")
        self.refuses("patient", "remove", "Karla", says="regimen patient set Karla --name NEW")


if __name__ == "__main__":
    unittest.main()
