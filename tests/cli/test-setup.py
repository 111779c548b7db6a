#!/usr/bin/python3
"""regimen setup, in a terminal: a first day, and what goes wrong on one."""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import unittest

from regimen import REGIMEN, Case

#: What stands in PATH in place of the programs that start the service: it notes how it was called.
STARTER = """#!/bin/sh
echo "$(basename "$0") $*" >> "{log}"
"""
#: Answers for a first day: a name, the default zone, denosumab by its brand name with three doses before.
FIRST_DAY = ["Anna", "", "", "Xgeva", "", "1 Sep", "29.9.2026", "oct 27", "", "", ""]


class Talk:
    """A terminal with regimen setup in it."""

    def __init__(self, environment, *words, columns=80):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        attributes = termios.tcgetattr(slave)
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        self.process = subprocess.Popen([REGIMEN, *words], env=environment, stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True)
        os.close(slave)
        self.said = self.read()
        self.all = self.said

    def read(self):
        """What it says until it asks or ends."""
        said = b""
        while not said.endswith(b"] > "):
            if not select.select([self.master], [], [], 30)[0]:
                raise AssertionError(f"it neither asks nor ends: {said.decode()}")
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        return said.decode().replace("\r\n", "\n")

    def type(self, *answers):
        """Returns what follows the last of them."""
        for answer in answers:
            self.type_bytes((answer if answer == "\x04" else answer + "\n").encode())
        return self.said

    def type_bytes(self, typed):
        os.write(self.master, typed)
        self.said = self.read()
        self.all += self.said
        return self.said

    def end(self):
        """The exit status; the terminal closes."""
        status = self.process.wait(30)
        os.close(self.master)
        return status


class Setup(Case):
    def setUp(self):
        super().setUp()
        self.log = self.path("started.log")
        os.mkdir(self.path("bin"))
        for name in ("systemctl", "setsid"):
            with open(self.path("bin", name), "w", encoding="utf-8") as file:
                file.write(STARTER.format(log=self.log))
            os.chmod(self.path("bin", name), 0o755)

    def environment(self, **extra):
        return super().environment(**{"PATH": self.path("bin") + ":" + os.environ["PATH"], "TERM": "xterm", "NO_COLOR": "1",
                                      "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", **extra})

    def talk(self, *words, columns=80, **extra):
        return Talk(self.environment(**extra), "setup", *words, columns=columns)

    def started(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def courses(self, *words):
        return [(course["patient"], course["handle"], course["given"]) for course in self.json("list", *words)["courses"]]

    def contacts(self):
        return [(contact["patient"], contact["name"], contact["phone"], contact["for"])
                for contact in self.json("contact", "list")["contacts"]]

    def test_a_whole_first_day(self):
        talk = self.talk()
        self.assertIn("[me] > ", talk.said)
        talk.type(*FIRST_DAY)
        flat = " ".join(talk.all.split())
        self.assertIn("regimen patient add Anna --zone Europe/Berlin", flat)
        self.assertIn("regimen add Xgeva --every 4w --given 2026-09-01 --given 2026-09-29 --given 2026-10-27", flat)
        self.assertIn("denosumab, the 120 mg product", flat)
        self.assertIn("3 doses given before are on record: Tue 2026-09-01, Tue 2026-09-29, Tue 2026-10-27", flat)
        self.assertIn("Which other treatment does Anna get?", talk.said)
        self.assertIn("Whom does Anna call if something is urgent?", talk.type(""))
        talk.type("", "", "keep", "~/dates.ics", "yes")
        self.assertTrue(os.path.exists(self.path("dates.ics")))
        self.assertIn("setsid -f regimend", talk.said)
        talk.type("yes")
        self.assertIn("That is all.", talk.said)
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.started(), "setsid -f regimend\n")
        self.assertEqual(self.courses(), [("Anna", "denosumab", 3)])
        self.assertIn("denosumab/4", self.run_it())

    def test_systemd_starts_the_service_where_it_is(self):
        os.makedirs(self.path("run", "systemd"))
        os.close(os.open(self.path("run", "systemd", "private"), os.O_CREAT))
        talk = self.talk(REGIMEN_DB=None)
        talk.type("me", "", "", "", "")
        self.assertIn("systemctl --user enable --now regimend", talk.said)
        talk.type("")
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.started(), "systemctl --user enable --now regimend\n")
        self.assertTrue(os.path.exists(self.path("data", "regimen", "regimen.db")))

    def test_without_a_desktop_nothing_is_started(self):
        talk = self.talk(DBUS_SESSION_BUS_ADDRESS=None)
        talk.type("me", "", "", "", "")
        self.assertIn("Alerts need a desktop: when you log in to one, they start by themselves.", " ".join(talk.said.split()))
        self.assertEqual(talk.end(), 0)
        self.assertFalse(os.path.exists(self.log))

    def test_leaving_and_going_on(self):
        for leave in ("quit", "\x04"):
            with self.subTest(leave=leave):
                self.database = self.path(f"{len(leave)}.db")
                talk = self.talk()
                talk.type("Anna", "", "", "Xgeva", "", leave)
                self.assertIn("To go on: regimen setup", talk.said)
                self.assertEqual(talk.end(), 0)
                self.assertEqual([person["name"] for person in self.json("patient", "list")["patients"]], ["Anna"])
                self.assertEqual(self.courses(), [])
                again = self.talk()
                self.assertIn("On record: Anna, in Europe/Berlin.", again.said)
                self.assertIn("Which treatment does Anna get?", again.said)
                again.type("denosumab", "", "", "1 Dec", "")
                again.type("quit")
                self.assertEqual(again.end(), 0)
                third = self.talk()
                self.assertIn("denosumab: every 4 weeks", " ".join(third.said.split()))
                self.assertIn("Which other treatment does Anna get?", third.said)
                third.type("\x04")
                self.assertEqual(third.end(), 0)

    def test_before_the_first_answer_nothing_is_made(self):
        talk = self.talk()
        talk.type("Anna", "", "no", "quit")
        self.assertEqual(talk.end(), 0)
        self.assertIsNone(self.dump())

    def test_wrong_answers(self):
        talk = self.talk()
        talk.type("Anna")
        self.assertIn("Atlantis", talk.type("Atlantis"))
        self.assertIn("In which time zone does Anna live?", talk.said)
        talk.type("", "")
        self.assertIn("osteoporosis", " ".join(talk.type("Prolia").split()))
        talk.type("Xgeva")
        self.assertIn('"often" is not an interval', talk.type("often"))
        talk.type("4w")
        self.assertIn("2026-12-03", talk.type("12/3/2026"))
        self.assertIn("still to come", " ".join(talk.type("tomorrow").split()))
        self.assertIn("could not be read as text", talk.type_bytes(b"\xff\n"))
        talk.type("none")
        self.assertIn("is the first injection", talk.said)
        self.assertIn("yes or no", talk.type("1 Dec", "possibly"))
        talk.type("", "quit")
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.courses(), [("Anna", "denosumab", 0)])

    def test_two_people(self):
        talk = self.talk()
        talk.type(*FIRST_DAY)
        talk.type("", "", "Bert", "new york", "yes", "denosumab", "", "", "1 Dec")
        self.assertIn("regimen --patient Bert add denosumab --every 4w --first 2026-12-01", " ".join(talk.said.split()))
        talk.type("yes", "")
        self.assertIn("Whom does Bert call if something is urgent?", talk.said)
        talk.type("Ward 3, 555-0100")
        self.assertIn("regimen --patient Bert contact add 'Ward 3' --phone 555-0100 --for urgent", talk.said)
        talk.type("", "", "", "once", "", "")
        self.assertTrue(os.path.exists(self.path("treatments.ics")))
        talk.type("no")
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.courses("--patient", "Anna"), [("Anna", "denosumab", 3)])
        self.assertEqual(self.courses("--patient", "Bert"), [("Bert", "denosumab", 0)])
        self.assertEqual(self.contacts(), [("Bert", "Ward 3", "555-0100", "urgent")])
        again = self.talk()
        self.assertIn("Which other treatment does Anna get?", again.said)
        self.assertIn("Whom does Anna call if something is urgent?", again.type(""))
        self.assertIn("regimen --patient Anna contact add NAME --phone NUMBER --for urgent", " ".join(again.type("").split()))
        self.assertIn("Which other treatment does Bert get?", again.said)
        self.assertIn("Is there another person", again.type(""))
        again.type("quit")
        self.assertEqual(again.end(), 0)

    def test_whom_to_call(self):
        talk = self.talk()
        talk.type(*FIRST_DAY)
        talk.type("")
        self.assertIn('"5" is not a phone number', " ".join(talk.type("Ward 3, 5").split()))
        self.assertIn("Whom does Anna call if something is urgent?", talk.said)
        talk.type("Ward 3, +49 30 1234567 ext 12", "")
        self.assertIn("Added: Ward 3, +49 30 1234567 ext 12 (urgent).", talk.said)
        talk.type("ward 3, 555-0199", "")
        self.assertIn("That did not work: Ward 3 is a contact already", " ".join(talk.said.split()))
        self.assertIn("another number for appointments?", talk.said)
        talk.type("Front desk", "555-0199", "", "quit")
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.contacts(), [("Anna", "Ward 3", "+49 30 1234567 ext 12", "urgent"),
                                           ("Anna", "Front desk", "555-0199", "booking")])
        again = self.talk()
        self.assertIn("Call: Ward 3, +49 30 1234567 ext 12 (urgent); Front desk, 555-0199 (booking)", " ".join(again.said.split()))
        self.assertIn("Is there another person", again.type(""))
        again.type("quit")
        self.assertEqual(again.end(), 0)

    def test_private_mode_shows_no_number_and_goes_on_to_each_command(self):
        talk = self.talk()
        talk.type(*FIRST_DAY)
        talk.type("", "Ward 3, 555-0100", "", "quit")
        self.assertEqual(talk.end(), 0)
        again = self.talk("--private")
        self.assertIn("On record: Anna, in Europe/Berlin.", again.said)
        again.type("", "", "keep", "")
        self.assertIn("regimen --private export --keep", " ".join(again.said.split()))
        again.type("yes", "quit")
        self.assertEqual(again.end(), 0)
        self.assertNotIn("555-0100", again.all)
        with open(self.path("treatments.ics"), encoding="utf-8") as file:
            self.assertNotIn("enosumab", file.read())
        os.makedirs(self.path("config", "regimen"))
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[privacy]\nprivate = true\n")
        third = self.talk()
        self.assertNotIn("555-0100", third.type(""))
        self.assertIn("Is there another person", third.said)
        third.type("quit")
        self.assertEqual(third.end(), 0)
        self.assertNotIn("555-0100", third.all)

    def test_a_refusal_is_shown_and_asked_about(self):
        self.zoledronic_acid()
        talk = self.talk()
        talk.type("Xgeva", "", "", "1 Dec", "")
        self.assertIn("sometimes used in place of", " ".join(talk.said.split()))
        self.assertIn("--anyway", talk.said)
        self.assertNotIn("repeat with", " ".join(talk.all.split()))
        self.assertTrue(talk.said.endswith("[no] > "))
        talk.type("")
        self.assertEqual([handle for _, handle, _ in self.courses()], ["zoledronic-acid"])
        self.assertIn("Were injections given before?", " ".join(talk.said.split()))
        talk.type("", "1 Dec", "", "yes")
        self.assertIn("The record says that it was added anyway", " ".join(talk.said.split()))
        talk.type("quit")
        self.assertEqual(talk.end(), 0)
        self.assertEqual([handle for _, handle, _ in self.courses()], ["zoledronic-acid", "denosumab"])

    def test_a_first_date_that_has_passed(self):
        talk = self.talk()
        talk.type("me", "", "", "Xgeva", "", "", "2026-10-01", "")
        self.assertTrue(talk.said.endswith("[no] > "))
        talk.type("", "quit")
        self.assertEqual(talk.end(), 0)
        self.assertEqual(self.courses(), [])

    def test_what_a_program_says_is_seen(self):
        with open(self.path("mine.ics"), "w", encoding="utf-8") as file:
            file.write("not a calendar")
        talk = self.talk()
        talk.type(*FIRST_DAY)
        talk.type("", "", "", "keep", "~/mine.ics", "yes")
        self.assertIn("mine.ics", talk.said)
        self.assertIn("That did not work", talk.said)
        self.assertIn("[keep] > ", talk.said)
        talk.type("later", "no")
        self.assertEqual(talk.end(), 0)

    def test_fifty_columns(self):
        talk = self.talk(columns=50)
        talk.type(*FIRST_DAY)
        talk.type("pain", "quit")
        self.assertEqual(talk.end(), 0)
        for line in talk.all.replace("] > ", "] >\n").splitlines():
            if not line.startswith("    regimen "):
                self.assertLessEqual(len(line), 50, line)

    def test_names_and_files_are_quoted_as_in_a_shell(self):
        talk = self.talk()
        talk.type("Anna O'Neil", "")
        self.assertIn(r"""regimen patient add 'Anna O'\''Neil' --zone Europe/Berlin""", talk.said)
        talk.type("", "quit")
        self.assertEqual(talk.end(), 0)
        self.assertIn("Anna O'Neil", self.run_it("patient", "list"))

    def test_without_a_terminal(self):
        said = self.refuses("setup", says="not a terminal")
        for command in ("regimen patient add", "regimen add", "regimen contact add", "regimen export --keep", "regimen check"):
            self.assertIn(command, said)
        self.refuses("setup", "now", says="too many")

    def test_an_empty_record_leads_here(self):
        self.assertRegex(self.run_it(), re.compile("^Begin: +regimen setup$", re.MULTILINE))


if __name__ == "__main__":
    unittest.main()
