#!/usr/bin/python3
"""khal imports a file and shows, in its own listing, the days and times that were meant."""
import datetime
import os
import pty
import re
import select
import shutil
import subprocess
import unittest
import zoneinfo

import calendars
import clients

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "README.md")
YEAR = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


@unittest.skipUnless(shutil.which("khal"), "khal is not installed")
class Khal(unittest.TestCase):
    @staticmethod
    def show(events, zone):
        path = calendars.write(calendars.scratch() + "/a.ics", events)
        return clients.Khal(zone).read(path).show(*YEAR)

    @staticmethod
    def expected(event, zone):
        if "T" not in str(event["start"]):
            midnight = "%s 00:00" % event["start"]
            return [midnight, midnight, "True", event["summary"], ""]
        start = calendars.moment(event)
        end = start + datetime.timedelta(minutes=event["minutes"])
        return [at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
                for at in (start, end)] + ["False", event["summary"], ""]

    def test_both_sides_of_each_change(self):
        for zone in calendars.ZONES:
            with self.subTest(zone=zone):
                events = calendars.visits_around_changes(zone, 2026)
                self.assertEqual(self.show(events, zone),
                                 {event["uid"]: self.expected(event, zone) for event in events})

    def test_seen_from_elsewhere(self):
        events = calendars.visits_around_changes("America/New_York", 2026)
        self.assertEqual(self.show(events, "Europe/Berlin"),
                         {event["uid"]: self.expected(event, "Europe/Berlin") for event in events})

    def test_time_that_exists_twice(self):
        event = {"uid": "twice@regimen", "zone": "Europe/Berlin", "start": "2026-10-25T02:30",
                 "minutes": 30, "summary": "Twice"}
        shown = self.show([event], "UTC")
        # an hour longer: its end at the second 02:00 would come before its start by the clock
        self.assertEqual(shown["twice@regimen"][:2], ["2026-10-25 00:30", "2026-10-25 02:00"])

    def test_second_import_takes_the_place_of_the_first(self):
        khal = clients.Khal("Europe/Berlin")
        event = {"uid": "a-3@regimen", "zone": "Europe/Berlin", "start": "2026-12-03", "sequence": 0,
                 "status": "tentative", "summary": "Denosumab injection 3 (to book)"}
        khal.read(calendars.write(calendars.scratch() + "/a.ics", [event]))
        event.update(start="2026-12-04T10:40", sequence=1, status="confirmed", minutes=30,
                     summary="Denosumab injection 3")
        khal.read(calendars.write(calendars.scratch() + "/b.ics", [event]))
        self.assertEqual(khal.show(*YEAR), {"a-3@regimen": self.expected(event, "Europe/Berlin")})

    def test_texts(self):
        event = {"uid": "t@regimen", "zone": "Europe/Berlin", "start": "2026-05-01",
                 "summary": "comma, semicolon; quote \" \U0001f489 " + "\u05d6\u05e8\u05d9\u05e7\u05d4 " * 20 + "end",
                 "location": "Room 3; house 2, \"east\""}
        shown = self.show([event], "Europe/Berlin")
        self.assertEqual(shown["t@regimen"][3:], [event["summary"], event["location"]])

    def test_as_the_readme_says(self):
        """A stranger who types what stands in README.md, on a machine where khal was never used, sees the event."""
        with open(README, encoding="utf-8") as file:
            row = next(line for line in file if line.startswith("| import the calendar into khal |"))
        configure, load, look = re.findall(r"`(khal [^`]*)`", row)
        release = subprocess.run(["khal", "--version"], text=True, capture_output=True, check=True).stdout
        newer = [int(part) for part in re.findall(r"\d+", release)[:2]] >= [0, 11]
        stated = re.search(r"the answers ([^;]*) on Debian 12 and ([^;]*) on Debian 13;", row)[2 if newer else 1]
        answers = ["" if word == "Enter" else word for word in stated.split(", ")]
        folder = calendars.scratch()
        env = calendars.private_environment(folder, "Europe/Berlin")
        master, terminal = pty.openpty()
        process = subprocess.Popen(configure.split(), env=env, stdin=terminal, stdout=terminal, stderr=terminal)
        os.close(terminal)
        said = b""
        while select.select([master], [], [], 60)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            said += piece
            if piece == b"" or process.poll() is not None:
                break
            if re.search(rb"(: |\]:|options) *\Z", said.split(b"\n")[-1]) and answers:
                os.write(master, (answers.pop(0) + "\n").encode())
        self.assertEqual((process.wait(30), answers), (0, []), said.decode())
        os.close(master)
        calendars.write(folder + "/treatments.ics", [{"uid": "a-3@regimen", "zone": "Europe/Berlin",
                                                      "start": str(datetime.date.today() + datetime.timedelta(days=3)),
                                                      "sequence": 0, "status": "tentative", "summary": "Denosumab injection 3"}])
        for command in (load, look):
            shown = subprocess.run(command.split(), env=env, cwd=folder, text=True, capture_output=True, check=True).stdout
        self.assertIn("Denosumab injection 3", shown)


if __name__ == "__main__":
    unittest.main()
