#!/usr/bin/python3
import fcntl
import glob
import json
import os
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import unittest

import schema
from regimen import REGIMEN, Case

try:
    sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../daemon"))
    import servers
except ImportError:
    servers = None


class Check(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def look(self, *words, status=1, **extra):
        """What it prints. Without a service and a session bus, as here, there is a NO."""
        done = self.call("check", *words, **extra)
        self.assertEqual(done.returncode, status, (done.stdout, done.stderr))
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z" if status else r"\A\Z")
        return done.stdout.decode()

    def said(self, **options):
        return " ".join(self.look(**options).split())

    def found(self, **options):
        read = json.loads(self.look("--json", **options))
        schema.check(("check",), read)
        return read

    def has_served(self):
        """As after a run of the service: its sign of life is in the database."""
        self.execute("INSERT INTO service (id, at, what) VALUES (1, 1795330800, 'regimend')")

    def test_a_whole_record(self):
        said = self.said()
        self.assertIn(f"ok record {self.database} is whole", said)
        self.assertIn("NO service regimend has never run", said)
        self.assertIn("NO notifications no desktop session runs here", said)
        self.assertIn("ok time zone Europe/Berlin", said)
        self.assertIn("ok alerts 1 alert is due now, and \"regimen notify --dry-run\" shows what it says. The next one comes on Sat 2026-11-28 09:00: it says that an appointment has to be booked.", said)

    def test_a_signal_that_was_ignored(self):
        """Whoever started it may ignore the end of children. What helper programs say is heard all the same."""
        done = subprocess.run([REGIMEN, "check"], env=self.environment(), capture_output=True, cwd=self.home, timeout=60,
                              preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        usual = self.call("check")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (usual.returncode, usual.stdout, usual.stderr))
        self.assertIn(b"is whole", done.stdout)

    def test_a_second_name(self):
        """A hard link: what is there is shown with a word about it, and nothing is written."""
        second = self.path("second.db")
        os.link(self.database, second)
        before = self.dump()
        for name in (self.database, second):
            said = self.call("list", REGIMEN_DB=name)
            self.assertEqual(said.returncode, 0)
            self.assertIn(b"zoledronic-acid", said.stdout)
            self.assertIn(f"regimen: {name} has a second name (a hard link)", said.stderr.decode())
            refused = self.call("log", "zoledronic-acid", "--anyway", REGIMEN_DB=name)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(f"regimen: NOT SAVED: {name} has a second name", refused.stderr.decode())
            self.assertIn(f"NO record {name} has a second name", self.said(REGIMEN_DB=name))
        self.assertEqual(self.dump(), before)
        # the way out that the message names
        subprocess.run(["cp", "-p", self.database, self.path("own.db")], check=True)
        subprocess.run(["mv", self.path("own.db"), self.database], check=True)
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.assertIn(f"ok record {self.database} is whole", self.said())

    def test_what_is_accepted_cannot_be_noted(self):
        """Then it is not said that all is well: the next command would tell of the loss again."""
        copy = self.path("copy.db")
        self.run_it("backup", copy)
        self.run_it("feel", "tired")
        shutil.copyfile(copy, self.database)
        done = subprocess.run([REGIMEN, "check", "--accept"], env=self.environment(), capture_output=True, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, b"")
        self.assertIn(f"NOT SAVED: regimen could not save in {self.state}/regimen that you accept {self.database} as it is".encode(), done.stderr)
        self.assertIn("is missing", self.call("list").stderr.decode())
        self.assertIn("is whole", " ".join(self.look("--accept").split()))
        self.run_it("list")

    def test_an_older_copy(self):
        """Whoever puts it in place is told with each command, until it is accepted, or a newer copy is put back."""
        copy, newer = self.path("copy.db"), self.path("newer.db")
        self.run_it("backup", copy)
        self.now = "2026-11-25T09:00:00+01:00"
        self.run_it("feel", "tired")
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("backup", newer)
        shutil.copyfile(copy, self.database)
        told = (f"regimen: {self.database} ends with the change of Mon 2026-11-23 09:00, and at least 2 later changes, the last of them of "
                "Wed 2026-11-25 09:00, are missing; ")
        for words in ((), ("list",), ("history",), ("agenda",), ("show", "zoledronic-acid"), ("list", "--json"), ("export", "--stdout")):
            done = self.call(*words)
            if words[:1] != ("export",):
                self.assertEqual(done.returncode, 0, words)
                self.assertIn(told, done.stderr.decode(), words)
        # what is entered meanwhile is saved
        done = self.call("ask", "Why?")
        self.assertEqual(done.returncode, 0)
        self.assertIn(told, done.stderr.decode())
        self.assertIn(f"NO record {self.database} ends with the change of Wed 2026-11-25 09:00, and at least 1 later change", self.said())
        self.assertFalse(self.found()["record"]["whole"])
        self.assertIn(f"ok record {self.database} is whole", " ".join(self.look("--accept").split()))
        self.run_it("list")
        self.run_it("restore", newer)
        self.run_it("list")
        # another record in its place
        other = self.path("other.db")
        self.run_it("add", "denosumab", "--first", "2026-12-01", REGIMEN_DB=other)
        shutil.copyfile(other, self.database)
        self.assertIn("the last of them of Wed 2026-11-25 09:00, are missing; ", self.call("list").stderr.decode())

    def test_a_copy_that_a_shared_folder_made(self):
        """Named with the command that takes over what is only there, which works as it stands; then it can be removed."""
        for number, name in enumerate(("test.sync-conflict-20261127-101112-ABCDEFG.db", "test (conflicted copy 2026-11-27 101112).db",
                                       "test (Anna's conflicted copy 2026-11-27).db", "test_conflict-20261127-101112.db",
                                       "Test (Case Conflict).db", "test (SFConflict anna@example.org 2026-11-27-10-11-12).db",
                                       "test.db (SFConflict anna@example.org 2026-11-27-10-11-12)", "test.Conflict.db", "test-LAPTOP.db",
                                       "test-DESKTOP-AB12CD3-2.db", "test (1).db")):
            with self.subTest(name=name):
                copy = self.path(name)
                shutil.copy(self.database, copy)
                self.assertIn(f"ok other copy the record has all that {copy} has; that file can be removed", self.said())
                self.assertEqual(self.found()["record"]["other_copies"], [])
                self.run_it("--db", copy, "feel", "pain", str(number))
                line, command = next(part for part in self.look(COLUMNS="200").replace("\n" + " " * 20, " ").split("NO   ")
                                     if part.startswith("other copy")).split("\n")[0].split("that are not here: ")
                self.assertEqual(self.found()["record"]["other_copies"], [copy])
                self.assertTrue(command.startswith("regimen merge "))
                self.sh(command + " --apply")
                self.assertIn(f"pain {number}", self.flat("feel"))
                self.assertIn("that file can be removed", self.said())
                os.unlink(copy)
                for beside in ("-wal", "-shm"):
                    if os.path.exists(copy + beside):
                        os.unlink(copy + beside)

    def test_what_is_no_such_copy(self):
        """A copy that somebody made, another file of such a name, and one of another record."""
        for name in ("test (copy).db", "test-2026-11-27.db", "test-laptop.db", "test-Before visit.db", "test (2026).db", "test-.db", "test ().db",
                     "test.db.before", "TESTS-LAPTOP.db", "other.sync-conflict-20261127-101112-ABCDEFG.db",
                     "test.sync-conflict-20261127-101112-ABCDEFG.ics"):
            shutil.copy(self.database, self.path(name))
        with open(self.path("test.sync-conflict-20261127-101112-ABCDEFG.db"), "w", encoding="utf-8") as file:
            file.write("no record" * 99)
        self.assertNotIn("other copy", self.said())

    def sh(self, command):
        """What is typed in a shell."""
        done = subprocess.run(["sh", "-c", command.replace("regimen", REGIMEN, 1)], env=self.environment(), capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=60)
        self.assertEqual(done.returncode, 0, (command, done.stderr))

    def test_json(self):
        found = self.found()
        self.assertEqual(set(found), {"format", "record", "service", "notifications", "zone", "zone_problems", "in_the_future", "alerts_due",
                                      "due_since", "next_alert", "next_kind", "calendars", "published", "backups"})
        self.assertEqual((found["record"]["whole"], found["record"]["problems"], found["alerts_due"]), (True, [], 1))
        self.assertEqual((found["service"]["running"], found["service"]["last_seen"]), (False, None))
        self.assertEqual((found["due_since"], found["next_alert"], found["next_kind"]),
                         ("2026-11-17T09:00:00+01:00", "2026-11-28T09:00:00+01:00", "book"))
        self.assertIsNone(found["published"])

    def test_the_next_alert_is_one(self):
        """Not a moment at which all is looked at again."""
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:00", "--anyway")
        self.run_it("change", "zoledronic-acid", "--every", "40w", "--anyway")
        found = self.found(REGIMEN_NOW="2026-12-24T10:00:00+01:00")
        self.assertEqual((found["alerts_due"], found["next_alert"], found["next_kind"]), (0, "2027-08-16T09:00:00+02:00", "book"))
        self.run_it("stop", "zoledronic-acid")
        found = self.found(REGIMEN_NOW="2026-12-24T10:00:00+01:00")
        self.assertEqual((found["next_alert"], found["next_kind"]), (None, None))

    def test_kept_calendars(self):
        kept, other = self.path("a b.ics"), self.path("folder", "b.ics")
        os.mkdir(self.path("folder"))
        self.run_it("export", "--keep", kept)
        self.run_it("export", "--keep", other)
        self.assertIn(f"ok calendar {kept} is up to date", self.said())
        self.assertEqual([calendar["state"] for calendar in self.found()["calendars"]], ["current", "current"])
        os.remove(kept)
        shutil.rmtree(self.path("folder"))
        os.symlink("nothing", other[:-len("/b.ics")])
        done = self.call("check")
        said = " ".join(done.stdout.decode().split())
        self.assertIn(f"NO calendar {kept} is older than the record", said)
        self.assertEqual((done.returncode, done.stderr), (1, b"regimen: a calendar file that is kept (export --keep) is not up to date\n"))
        self.call("book", "zoledronic-acid", "2026-12-01 10:00")
        self.assertIn(f"ok calendar {kept} is up to date", " ".join(self.call("check").stdout.decode().split()))

    def test_a_kept_calendar_that_is_not_ours_any_more(self):
        kept = self.path("a.ics")
        self.run_it("export", "--keep", kept)
        with open(kept, "w", encoding="utf-8") as file:
            file.write("letters")
        done = self.call("check", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("left alone", json.loads(done.stdout)["calendars"][0]["problem"])
        self.assertIn("to stop updating this file: regimen export --keep", " ".join(self.call("check").stdout.decode().split()))

    def test_no_record_yet(self):
        self.database = self.path("other.db")
        self.assertIn("nothing is on record", self.said())
        self.assertIsNone(self.dump())

    def test_a_row_that_was_changed_behind_its_back(self):
        self.run_it("log", "zoledronic-acid", "--anyway")
        connection = sqlite3.connect(self.database)
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE administrations SET amount = '40 mg'")
        connection.commit()
        connection.close()
        done = self.call("check")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: the record has \d+ problems?; [^\n]+\n\Z")
        self.assertIn(b"NO   record", done.stdout)

    def test_the_lock_tells_that_the_service_runs(self):
        with open(self.database + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("ok service regimend runs", self.said(REGIMEN_NOW="2026-11-17T08:00:00+01:00"))
            self.assertIs(self.found(REGIMEN_NOW="2026-11-17T09:01:00+01:00")["service"]["running"], True)
        self.assertIs(self.found()["service"]["running"], False)

    def test_a_service_that_shows_nothing(self):
        """It runs, and what has been due for days was not shown."""
        with open(self.database + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.call("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("alerts are due but have not been shown", done.stderr.decode())
        self.assertIn("NO alerts 1 alert has been due since Tue 2026-11-17 09:00 and was not shown; ", " ".join(done.stdout.decode().split()))

    def test_a_service_that_ran_before_and_is_gone(self):
        self.has_served()
        done = self.call("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no alert will come", done.stderr.decode())
        self.assertIn("last active Sun 2026-11-22", " ".join(done.stdout.decode().split()))

    def test_every_command_says_so_in_one_line(self):
        self.has_served()
        os.makedirs(self.path("run"), exist_ok=True)
        os.close(os.open(self.path("run/bus"), os.O_CREAT))
        for words in (("add", "ct", "--on", "2026-12-01"), ("book", "zoledronic-acid", "2026-12-01 10:00"),
                      ("log", "zoledronic-acid", "--anyway"), ("skip", "zoledronic-acid", "--reason", "x"),
                      ("agenda",), ("list",), ("show", "zoledronic-acid"), ("history",), ("notify", "--dry-run"), (),
                      ("patient", "set", "me", "--name", "Anna"), ("patient", "add", "Bert")):
            done = self.call(*words)
            self.assertEqual(done.returncode, 0, words)
            self.assertRegex(done.stderr.decode(), r"\Aregimen: the alerts are off: [^\n]+\n\Z", words)
        with open(self.database + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.run_it("patient", "set", "Bert", "--zone", "Europe/Rome")

    def test_times_are_those_of_the_person(self):
        """The machine is in UTC, as in a bare system."""
        self.zone = "UTC"
        self.has_served()
        said = " ".join(self.call("check").stdout.decode().split())
        self.assertIn("ok time zone this machine is in UTC; the times shown here are in Europe/Berlin", said)
        self.assertIn("The next one comes on Sat 2026-11-28 09:00: ", said)
        self.assertIn("last active Sun 2026-11-22 08:00", said)
        self.assertEqual(self.found()["next_alert"], "2026-11-28T09:00:00+01:00")
        self.now = "2026-11-22T23:30:00Z"
        self.assertIn("today Mon 2026-11-23 ", self.flat("help", "dates"))
        self.assertIn("These times are in the time zone Europe/Berlin.", self.flat("help", "dates"))
        self.call("patient", "add", "Bert", "--zone", "Asia/Tokyo")
        self.assertIn("The next one comes on Sat 2026-11-28 09:00 (Europe/Berlin): ",
                      " ".join(self.call("check", "--patient", "Bert").stdout.decode().split()))

    def test_what_starts_the_service_is_only_what_can(self):
        """systemd where it runs the services of this user; a command where there is a bus; else nothing can be started."""
        self.has_served()
        usual = self.path("data", "regimen", "regimen.db")
        os.makedirs(os.path.dirname(usual))
        shutil.copy(self.database, usual)
        ways = (("run/systemd/private", {"REGIMEN_DB": None}, "systemctl --user start regimend"),
                # the unit of systemd would serve the usual record only
                ("run/systemd/private", {}, "(setsid -f regimend; "),
                ("run/bus", {}, "setsid -f regimend"), (None, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, "setsid -f regimend"),
                (None, {}, "they need a desktop, and start when you log in to one"))
        for name, extra, says in ways:
            with self.subTest(name=name, extra=extra):
                shutil.rmtree(self.path("run"), ignore_errors=True)
                if name is not None:
                    os.makedirs(os.path.dirname(self.path(name)))
                    os.close(os.open(self.path(name), os.O_CREAT))
                self.assertIn(says, self.call(**extra).stderr.decode())
                # where nothing can run, not with each command
                self.assertEqual(says in self.call("list", **extra).stderr.decode(), "desktop" not in says)
                said = " ".join(self.call("check", **extra).stdout.decode().split())
                self.assertEqual("systemctl" in said, "systemctl" in says)
        self.assertIn("It needs a desktop, and starts when you log in to one", said)
        os.makedirs(self.path("run/systemd"))
        os.close(os.open(self.path("run/systemd/private"), os.O_CREAT))
        self.assertIn("(setsid -f regimend --db test.db; \"regimen --db test.db check\" says more)",
                      self.call("--db", "test.db", "list").stderr.decode())
        self.refuses("--db", "test.db", "alerts", "on", says="It starts at a login for the usual record; to start it for this one now: "
                     "setsid -f regimend --db test.db")
        self.assertIn("no desktop session runs here", said)

    # ---- copies of the record ----

    def runs(self):
        """As while the service runs, for the rest of the test."""
        lock = open(self.database + ".lock", "w", encoding="utf-8")
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)

    def backup_line(self):
        said = " ".join(self.call("check").stdout.decode().split())
        return re.search(r"(?:ok|NO) backup .*", said).group()

    def test_no_copy_yet(self):
        self.assertEqual(self.backup_line(), "ok backup there is no copy of the record yet; regimend makes one on each day on which something "
                         'was changed, if it runs, and "regimen backup" makes one now')
        self.runs()
        self.assertEqual(self.backup_line(), "ok backup there is no copy of the record yet; regimend makes one on each day on which something "
                         "was changed")
        self.now = "2026-11-25T08:59:00+01:00"
        self.assertTrue(self.backup_line().startswith("ok"))
        self.now = "2026-11-25T09:01:00+01:00"
        self.assertEqual(self.backup_line(), 'NO backup there is no copy of the record, although regimend runs; "regimen backup" makes one, or '
                         "says why it cannot")
        self.assertEqual(self.found()["backups"], {"daily": True, "copies": 0, "last": None, "problem": None, "last_whole": None, "lacks": 1,
                                                   "since": "2026-11-23T09:00:00+01:00"})

    def test_how_old_the_last_copy_is(self):
        self.run_it("backup")
        self.assertEqual(self.backup_line(), "ok backup the last copy was made on Mon 2026-11-23 09:00 and is complete (1 copy; to list it: regimen restore)")
        self.runs()
        # however long ago: nothing was changed
        self.now = "2027-11-23T09:00:00+01:00"
        self.assertTrue(self.backup_line().startswith("ok backup the last copy was made on Mon 2026-11-23 09:00 and is complete"))
        self.run_it("feel", "tired")
        self.assertEqual(self.backup_line(), "ok backup the last copy was made on Mon 2026-11-23 09:00; 1 change was made since then")
        self.now = "2027-11-26T09:00:00+01:00"
        self.run_it("feel", "tired")
        self.assertEqual(self.backup_line(), "NO backup the last copy was made on Mon 2026-11-23 09:00; it lacks 2 changes, the first of Tue 2027-11-23 "
                         '09:00, although regimend runs; "regimen backup" makes one, or says why it cannot')
        self.assertEqual(self.found()["backups"]["lacks"], 2)
        os.makedirs(self.path("config", "regimen"))
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[backup]\ndaily=false\n")
        self.assertEqual(self.backup_line(), "ok backup the last copy was made on Mon 2026-11-23 09:00; 2 changes were made since then")
        os.unlink(self.path("config", "regimen", "regimen.conf"))
        self.run_it("backup")
        self.assertEqual(self.backup_line(), "ok backup the last copy was made on Fri 2027-11-26 09:00 and is complete (2 copies; to list them: regimen restore)")

    def test_switched_off(self):
        os.makedirs(self.path("config", "regimen"))
        with open(self.path("config", "regimen", "regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[backup]\ndaily=false\n")
        self.runs()
        self.now = "2027-11-23T09:00:00+01:00"
        self.assertEqual(self.backup_line(), "ok backup there is no copy of the record, because regimen.conf turns daily copies off; "
                         '"regimen backup" makes one')

    def test_a_copy_that_is_not_whole(self):
        for day in ("23", "24"):
            self.now = f"2026-11-{day}T09:00:00+01:00"
            self.run_it("feel", "tired")
            self.run_it("backup")
        copies = sorted(glob.glob(os.path.join(self.state, "regimen", "backups", "*.db")))
        with open(copies[-1], "r+b") as file:
            at = file.read().index(b"tired")
            file.seek(at)
            file.write(b"fired")
        said = self.backup_line()
        self.assertIn("NO backup the copy of Tue 2026-11-24 09:00 is not whole, but that of Mon 2026-11-23 09:00 is: ", said)
        self.assertEqual((self.found()["backups"]["last_whole"], self.found()["backups"]["lacks"]), ("2026-11-23T09:00:00+01:00", 1))
        for copy in copies:
            with open(copy, "r+b") as file:
                file.truncate(3000)
        self.assertIn("NO backup the copy of Tue 2026-11-24 09:00 is not whole, and there is none that is: ", self.backup_line())
        self.now = "2026-11-25T09:00:00+01:00"
        self.run_it("backup")
        self.assertTrue(self.backup_line().startswith("ok backup the last copy was made on Wed 2026-11-25 09:00 and is complete"))

    def test_a_copy_of_another_record_does_not_count(self):
        self.run_it("feel", "tired")
        self.run_it("backup")
        other = self.path("other.db")
        self.run_it("add", "denosumab", "--first", "2026-12-01", REGIMEN_DB=other)
        self.run_it("restore", other)
        self.assertTrue(self.backup_line().startswith("ok backup there is no copy of the record yet"))

    def publish(self):
        """As after a run of regimen-publish that brought everything to the server."""
        self.execute("INSERT INTO publication (id, url, made, succeeded_at, tried_at, away)"
                     " VALUES (1, 'https://example.org/me/', 1, 1795330800, 1795330800, 0)")

    def execute(self, sql):
        connection = sqlite3.connect(self.database)
        connection.execute(sql)
        connection.commit()
        connection.close()

    @unittest.skipUnless(shutil.which("dbus-daemon") and servers, "needs dbus-daemon and GObject for Python")
    def test_each_no_is_a_failure(self):
        """The publication is all that is wrong; without it all is well."""
        address = self.bus()
        self.addCleanup(servers.Server(address, ("body",)).stop)
        well = {"REGIMEN_NOW": "2026-11-17T09:01:00+01:00", "DBUS_SESSION_BUS_ADDRESS": address}
        self.assertIn("NO service regimend has never run", self.said(**well))
        with open(self.database + ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertNotIn("NO ", self.said(status=0, **well))
            self.publish()
            self.assertNotIn("NO ", self.said(status=0, **well))
            self.execute("UPDATE publication SET problem = 'the server says 507: it is full'")
            self.assertIn("NO published the calendar on the server was last up to date", self.said(**well))
            self.execute("DELETE FROM publication")
            self.assertIn("NO notifications", self.said(REGIMEN_NOW=well["REGIMEN_NOW"]))

    def bus(self):
        process = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        return process.stdout.readline().strip()

    @unittest.skipUnless(shutil.which("dbus-daemon"), "needs dbus-daemon")
    def test_a_bus_without_a_server(self):
        found = self.found(DBUS_SESSION_BUS_ADDRESS=self.bus())["notifications"]
        self.assertEqual((found["bus"], found["present"], found["server"]), (True, False, None))

    @unittest.skipUnless(shutil.which("dbus-daemon") and servers, "needs dbus-daemon and GObject for Python")
    def test_what_the_server_can_do(self):
        for capabilities, silent, said in ((("body", "actions"), (), "with buttons"), (("body",), (), "without buttons"),
                                           (("body",), ("GetServerInformation", "GetCapabilities"), "a server shows them, without")):
            address = self.bus()
            server = servers.Server(address, capabilities, silent)
            self.addCleanup(server.stop)
            self.assertIn(said, self.said(DBUS_SESSION_BUS_ADDRESS=address))
            found = self.found(DBUS_SESSION_BUS_ADDRESS=address)["notifications"]
            self.assertEqual((found["present"], found["buttons"]), (True, "actions" in capabilities))
            self.assertNotIn("Notify", [call[0] for call in server.calls])

    def test_a_bus_that_is_silent_does_not_hang_it(self):
        path = self.path("bus")
        with socket.socket(socket.AF_UNIX) as silent:
            silent.bind(path)
            silent.listen()
            began = time.monotonic()
            found = self.found(DBUS_SESSION_BUS_ADDRESS=f"unix:path={path}")
            self.assertLess(time.monotonic() - began, 30)
        self.assertIs(found["notifications"]["bus"], False)

    def test_what_it_does_not_accept(self):
        self.refuses_all(("check", "it", "too many"))


if __name__ == "__main__":
    unittest.main()
