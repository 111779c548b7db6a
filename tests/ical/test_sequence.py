#!/usr/bin/python3
"""After any command, the events that say something else, and no others, have a higher SEQUENCE and a new stamp; and the
file of an unchanged record stays the same to the last byte.

Plays random commands on the real program; the seed is printed where something is wrong. REGIMEN_SEED names another seed, and
REGIMEN_HISTORIES how many are played.
"""
import datetime
import json
import os
import random
import re
import unittest

import icalendar

import calendars
from test_export import Record, octets

START = datetime.datetime(2026, 11, 23, 8, tzinfo=calendars.UTC)
DAY = datetime.timedelta(days=1)
STAMPS = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}
HISTORIES, COMMANDS = int(os.environ.get("REGIMEN_HISTORIES", "1")), 22
#: Handle and how it is added; the catalog's intervals are of no matter here.
COURSES = [
    ("deno", ["denosumab", "--first", "2026-12-01", "--amount", "120 mg"]),
    ("timed", ["zoledronic-acid", "--every", "4w", "--first", "2026-12-01 09:00", "--reckon", "plan", "--anyway"]),
    ("rays", ["radiation", "--fractions", "6", "--first", "2026-12-02 14:00"]),
    ("scan", ["bone-scan", "--on", "2026-12-10"]),
    ("three", ["pamidronate", "--every", "3w", "--count", "3", "--first", "2026-11-30", "--anyway"]),
    ("twice", ["pain-medicine", "--times", "08:00,20:00", "--until", "2026-12-20", "--first", "2026-11-23"]),
]


def content(event):
    """All that it says but its version."""
    copy = icalendar.Event.from_ical(event.to_ical())
    for name in STAMPS:
        copy.pop(name, None)
    return copy.to_ical()


class Player:
    start = START

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.record, self.now = Record(), self.start
        self.words = []

    def typed(self, *words):
        stamp = self.now.isoformat()
        return self.record.try_run(stamp, *words).returncode == 0

    def name(self):
        """Of the one whose courses these are, whatever they are called by now."""
        return json.loads(self.record.run(self.now.isoformat(), "patient", "list", "--json"))["patients"][0]["name"]

    def read(self):
        path = self.record.export(self.now.isoformat(), "--tablets", "--days", "400")
        text = octets(path)
        events = icalendar.Calendar.from_ical(text).walk("VEVENT")
        return text, {str(event["UID"]): event for event in events}

    def day(self, least=-3, most=40):
        return (self.now + self.chance.randint(least, most) * DAY).date().isoformat()

    def command(self):
        chance, name = self.chance, self.name()
        handle = chance.choice(COURSES)[0]
        dose = chance.choice(["", "", "/1", "/2", "/3"])
        place = chance.choice([[], ["--place", chance.choice(["Ward 1", "Ward 2"])]])
        return chance.choice([
            ["log", handle + dose, "--anyway"],
            ["log", handle, "--anyway", "--amount", "%d mg" % chance.randint(1, 4)],
            ["skip", handle + dose, "--reason", chance.choice(["low calcium", "machine down"])],
            ["hold", handle + dose, "--reason", chance.choice(["creatinine", "fever"])],
            ["hold", handle, "--reason", "creatinine", "--until", self.day(1)],
            ["book", handle + dose, "%s %02d:30" % (self.day(0), chance.randint(7, 17)), *place, "--anyway"],
            ["book", handle, "2026-12-09 10:00", *place, "--anyway"],
            ["move", handle + dose, self.day(0), "--anyway"],
            ["move", handle + dose, self.day(0), "--and-later", "--anyway"],
            ["change", handle, "--every", chance.choice(["4w", "6w", "12w"]), "--anyway"],
            ["change", handle, "--amount", "%d mg" % chance.randint(1, 4)],
            ["pause", handle, "--from", self.day(0, 10), "--until", self.day(11, 30)],
            ["pause", handle], ["resume", handle],
            ["stop", handle],
            ["rename", handle, chance.choice([handle, handle + "-x"])],  # the beginning of it finds it still
            ["remove", handle],
            ["amend", handle + "/1", "--amount", "%d mg" % chance.randint(1, 4), "--anyway"],
            ["amend", handle + "/1", "--note", "a word"],
            ["patient", "set", name, "--zone", chance.choice(["Europe/Berlin", "America/New_York"])],
            ["patient", "set", name, "--closed", self.day(0)],
            ["patient", "add", chance.choice(["Anna", "Bo"])], ["patient", "set", name, "--name", chance.choice(["Cleo", "me"])],
            ["undo", "--anyway"], ["undo"], ["redo"],
            ["add", "x-ray", "--on", self.day(0), "--anyway"],
        ])


class Sequence(unittest.TestCase):
    seed = int(os.environ.get("REGIMEN_SEED", "20261123"))

    def check(self, where, before, after, now):
        """before, after: events by UID."""
        stamp = now.astimezone(calendars.UTC).strftime("%Y%m%dT%H%M%SZ").encode()
        if where[-1] != ["clock"]:  # what is left out is removed from no calendar
            self.assertEqual(before.keys() - after.keys(), set(), where)
        for uid in before.keys() & after.keys():
            old, new = before[uid], after[uid]
            if old["SEQUENCE"] == new["SEQUENCE"]:
                self.assertEqual(content(old), content(new), (where, uid))
                self.assertEqual(old["DTSTAMP"].to_ical(), new["DTSTAMP"].to_ical(), (where, uid))
                continue
            self.assertGreater(new["SEQUENCE"], old["SEQUENCE"], (where, uid))
            self.assertEqual({new[name].to_ical() for name in ("DTSTAMP", "LAST-MODIFIED")}, {stamp}, (where, uid))
            # booked where it was planned is another state; the doses of a course that is removed are all told again
            if where[-1][0] not in ("book", "undo", "redo", "log", "remove"):
                self.assertNotEqual(content(old), content(new), (where, uid))

    def play(self, seed):
        player = Player(seed)
        for handle, words in COURSES:
            self.assertTrue(player.typed("add", *words, "--handle", handle), words)
        text, events = player.read()
        for _ in range(COMMANDS):
            words = player.command()
            where = (seed, *player.words[-3:], words)
            player.now += datetime.timedelta(seconds=1)
            done = player.typed("--patient", player.name(), *words)
            text_after, events_after = player.read()
            if done:
                player.words.append(words)
                self.check(where, events, events_after, player.now)
            else:
                self.assertEqual(text, text_after, where)
            text, events = text_after, events_after
            if player.chance.random() < 0.3:
                player.now += player.chance.randint(1, 4) * DAY
                text_moved, moved = player.read()
                self.check((seed, "another day", ["clock"]), events, moved, player.now)
                text, events = text_moved, moved
            self.assertEqual(player.read()[0], text, where)

    def raised(self, *commands):
        """Plays commands on a course of four-weekly injections: the doses whose SEQUENCE the last of them raised, by one."""
        player = Player(0)
        self.assertTrue(player.typed("add", "denosumab", "--first", "2026-12-01", "--count", "4", "--amount", "120 mg"))
        before = after = {}
        for words in commands:
            before = player.read()[1]
            player.now += datetime.timedelta(seconds=1)
            self.assertTrue(player.typed(*words), words)
            after = player.read()[1]
            self.check((0, list(words)), before, after, player.now)
        self.assertEqual({after[uid]["SEQUENCE"] - before[uid]["SEQUENCE"] for uid in after} - {0, 1}, set())
        return sorted(int(uid.rsplit("-", 1)[1].split("@")[0]) for uid in after
                      if after[uid]["SEQUENCE"] != before[uid]["SEQUENCE"])

    def test_exactly_what_it_concerns(self):
        book, hold = ("book", "denosumab/2", "2026-12-30 10:00"), ("hold", "denosumab", "--reason", "fever")
        log = ("log", "denosumab", "--at", "2026-12-01 10:00", "--anyway")
        for expected, commands in [
                ([2], [book]), ([2], [book, (*book, "--place", "Ward 2")]), ([2], [book, ("book", "denosumab/2", "2026-12-30 10:05")]),
                ([], [book, book]), ([1], [hold]), ([1], [hold, ("hold", "denosumab", "--reason", "creatinine")]),
                ([1], [hold, (*hold, "--until", "2026-12-09")]), ([1, 2], [("skip", "denosumab", "--reason", "fever")]),  # 2 is tentative no more
                ([1], [("hold", "denosumab/2", "--reason", "fever"), ("skip", "denosumab", "--reason", "fever")]),  # 2 is on hold before and after
                ([2, 3, 4], [("move", "denosumab/2", "2027-01-05")]), ([4], [("move", "denosumab/4", "2027-03-01")]),
                ([1, 2, 3, 4], [("change", "denosumab", "--amount", "60 mg")]), ([], [("patient", "set", "me", "--name", "Anna")]),
                ([1, 2, 3, 4], [("patient", "add", "Anna")]), ([1, 2, 3, 4], [("patient", "add", "Anna"), ("undo", "--patient", "Anna")]),
                ([1, 2, 3, 4], [("stop", "denosumab")]), ([1, 2, 3, 4], [("stop", "denosumab"), ("undo",)]), ([1, 2, 3, 4], [("undo",)]),
                ([2], [book, ("undo",)])]:
            with self.subTest(commands=commands):
                self.assertEqual(self.raised(*commands), expected)
        for expected, commands in [
                ([1, 2], [log]), ([1], [log, ("amend", "denosumab/1", "--amount", "60 mg", "--anyway")]),
                ([], [log, ("amend", "denosumab/1", "--note", "slowly")]), ([1, 2, 3, 4], [(*log[:3], "2026-12-02 10:00", "--anyway")])]:
            with self.subTest(commands=commands):
                Player.start, start = START + 10 * DAY, Player.start
                self.assertEqual(self.raised(*commands), expected)
                Player.start = start

    def test_what_stands_beside_a_dose(self):
        """Contacts, needs and questions are words of an event: they reach the calendar, but change neither time nor status."""
        player = Player(0)
        for words in (("add", "denosumab", "--first", "2026-12-01", "--count", "4"), ("add", "Calcium", "--custom", "--times", "08:00"),
                      ("add", "ct", "--on", "2026-12-09")):
            self.assertTrue(player.typed(*words), words)
        first, before = player.read()
        texts, seen = [first], {}
        for words, first_dose, later_doses in [
                (("contact", "add", "Ward 3; east", "--phone", "555-0100"), "\nCall: Ward 3; east, 555-0100\n\n", "\nCall: Ward 3; east, 555-0100\n\n"),
                (("need", "denosumab", "calcium", "--within", "3d"), "\nNeeded: calcium: none on record from Sat 2026-11-28 or later\nCall: ", "\nCall: "),
                (("ask", "When is the next scan?"), " or later\nTo ask: When is the next scan?\nCall: ", "\nCall: ")]:
            player.now += datetime.timedelta(seconds=1)
            self.assertTrue(player.typed(*words), words)
            text, after = player.read()
            self.assertNotIn(text, texts, words)
            texts.append(text)
            self.assertEqual(before.keys(), after.keys())
            for uid, event in after.items():
                for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DTSTART", "STATUS"):
                    self.assertEqual(event[name].to_ical() if name != "SEQUENCE" else event[name],
                                     before[uid][name].to_ical() if name != "SEQUENCE" else before[uid][name], (words, name))
                self.assertEqual("DESCRIPTION" in event, "DESCRIPTION" in before[uid])
            seen = {str(event["SUMMARY"]): str(event.get("DESCRIPTION", "")) for event in after.values()}
            self.assertIn(first_dose, seen["Denosumab injection 1 (to book)"], words)
            for number in (2, 3, 4):
                self.assertIn(later_doses, seen[f"Denosumab injection {number} (tentative)"], words)
                self.assertNotIn("calcium: none", seen[f"Denosumab injection {number} (tentative)"])
        self.assertIn("To ask: When is the next scan?", next(text for name, text in seen.items() if name.startswith("CT")))
        self.assertFalse([name for name, text in seen.items() if name.startswith("Calcium") and ("Call" in text or "ask" in text)])
        hidden = octets(player.record.export(player.now.isoformat(), "--tablets", "--days", "400", "--private"))
        hidden = re.sub(rb"(?m)^UID:.*$", b"", hidden)  # one may have any digits
        for word in (b"555", b"calcium: none", b"next scan"):
            self.assertNotIn(word, hidden)
        # what meets the need takes its line away; undo brings each file back, byte by byte
        player.now += 6 * DAY
        self.assertTrue(player.typed("need", "denosumab", "calcium", "--done"))
        self.assertNotIn(b"Needed", player.read()[0])
        self.assertTrue(player.typed("undo"))
        player.now -= 6 * DAY
        while len(texts) > 1:
            self.assertEqual(player.read()[0], texts.pop())
            self.assertTrue(player.typed("undo"))
        self.assertEqual(player.read()[0], first)

    def test_random_commands(self):
        for number in range(HISTORIES):
            with self.subTest(seed=self.seed + number):
                self.play(self.seed + number)


if __name__ == "__main__":
    print("seed", Sequence.seed)
    unittest.main()
