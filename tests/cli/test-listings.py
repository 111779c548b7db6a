#!/usr/bin/python3
"""Every listing tells the same about each dose, whatever was typed before: random commands also hold, pause, skip and log ahead,
change zones and closed days, and are typed while the clock is wrong.

It plays random commands; the seed is printed, and named where something is wrong. REGIMEN_SEED names another seed, and
REGIMEN_HISTORIES how many are played.
"""
import datetime
import os
import random
import re
import unittest
import zoneinfo

from regimen import Case

START = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
HISTORIES, COMMANDS = int(os.environ.get("REGIMEN_HISTORIES", "2")), 16
OPEN = {"planned", "booked", "due", "overdue", "held"}
COURSES = {
    "deno": ["denosumab", "--first", "2026-12-01", "--amount", "120 mg"],
    "plan": ["pamidronate", "--every", "4w", "--first", "2026-11-20 09:00", "--reckon", "plan", "--anyway"],
    "rays": ["radiation", "--fractions", "8", "--first", "2026-11-30 14:00"],
    "scan": ["bone-scan", "--on", "2026-12-10"],
    "twice": ["Calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-23"],
    "month": ["Tablet", "--custom", "--times", "09:00", "--cycle", "5/2", "--until", "2026-12-31", "--first", "2026-11-23"],
}
TABLETS = {"twice", "month"}


class Listings(Case):
    seed = int(os.environ.get("REGIMEN_SEED", "20261123"))

    def day(self, least, most):
        return (self.clock + self.chance.randint(least, most) * DAY).date().isoformat()

    def command(self):
        chance, handle = self.chance, self.chance.choice(list(COURSES))
        near, ahead = chance.choice(["", "", "/1", "/2"]), chance.choice(["/3", "/5", "/9"])
        return chance.choice([
            ["log", handle, "--anyway"], ["log", handle, "--anyway"], ["log", handle + near, "--anyway"], ["log", handle + ahead, "--anyway"],
            ["log", handle, "--anyway", "--at", self.day(-3, 0) + " 10:00"],
            ["skip", handle + chance.choice([near, ahead]), "--reason", "low calcium"],
            ["hold", handle + near, "--reason", "creatinine"],
            ["hold", handle + chance.choice(["/2", ahead]), "--reason", "lab"] + chance.choice([[], ["--until", self.day(1, 9)]]),
            ["hold", handle, "--reason", "fever", "--until", self.day(1, 9)],
            ["book", handle + near, self.day(1, 30) + " 10:30"],
            ["move", handle + near, self.day(-40, 20)], ["move", handle + near, self.day(0, 20), "--and-later"],
            ["change", handle, "--every", chance.choice(["3w", "6w"]), "--anyway"], ["change", handle, "--amount", "3 mg"],
            ["change", "twice", "--times", chance.choice(["08:30,20:30", "07:00,13:00,19:00", "09:00"])],
            ["pause", handle, "--from", self.day(0, 5), "--until", self.day(5, 20)], ["pause", handle], ["resume", handle],
            ["patient", "set", "me", "--zone", chance.choice(["Europe/Berlin", "America/New_York", "Pacific/Auckland"])],
            ["patient", "set", "me", "--closed", self.day(0, 20)], ["undo"], ["stop", handle],
        ])

    def listings(self):
        shown = {handle: self.json("show", handle) for handle in COURSES}
        self.doses = {handle: shown[handle]["doses"] for handle in COURSES}
        self.holds = {handle: {hold["dose"]: hold for hold in shown[handle]["holds"]} for handle in COURSES}
        self.zone_info = zoneinfo.ZoneInfo(self.json("patient", "list")["patients"][0]["zone"])
        return self.json("agenda", "--days", "60")["doses"], self.json("list")["courses"], self.json("notify", "--dry-run")["alerts"]

    def when(self, dose):
        """A date, or a date and time; both compare by their first ten letters where only the day counts."""
        return dose["appointment"] or dose["due"]

    def check_agenda(self, agenda):
        last = (self.clock + 58 * DAY).date().isoformat()
        for handle, doses in self.doses.items():
            known = {dose["dose"]: dose for dose in doses}
            listed = {dose["dose"]: dose for dose in agenda if dose["course"] == handle}
            for number, dose in listed.items():
                if number in known:  # show has no more than half a year
                    self.assertEqual(dose, known[number], self.where)
                self.assertIn(dose["state"], OPEN, self.where)
            missing = [dose for number, dose in known.items()
                       if dose["state"] in OPEN and self.when(dose)[:10] < last and number not in listed]
            self.assertEqual(missing, [], self.where)

    def check_list(self, courses):
        for course in courses:
            still = [dose for dose in self.doses[course["handle"]] if dose["state"] in OPEN]
            self.assertEqual(course["next"], self.when(still[0]) if still else None, self.where)
            self.assertEqual(course["state"] in ("complete", "completed", "stopped"),
                             not still and course["state"] != "paused" and course["state"] != "active", self.where)
            counts = [sum(dose["state"] == state for dose in self.doses[course["handle"]]) for state in ("given", "skipped")]
            self.assertEqual([course["given"], course["skipped"]], counts, self.where)

    def check_one_open(self):
        """Counted from the day given, only the first open dose is due or overdue, and no later one is anything but tentative or booked."""
        still = [dose for dose in self.doses["deno"] if dose["state"] in OPEN]
        for dose in still[1:]:
            self.assertNotIn(dose["state"], ("due", "overdue"), self.where)
            self.assertTrue(dose["tentative"] or dose["state"] == "booked", self.where)
            self.assertTrue(not dose["tentative"] or self.when(dose)[:10] >= self.clock.astimezone(self.zone_info).date().isoformat(),
                            self.where)

    def check_alerts(self, alerts):
        for alert in alerts:
            dose, = (dose for dose in self.doses[alert["course"]] if dose["dose"] == alert["dose"])
            if dose["state"] == "given":
                continue
            self.assertIn(dose["state"], OPEN, (self.where, alert))
            if alert["course"] == "deno" and alert["kind"] != "hold":
                self.assertFalse(dose["tentative"], (self.where, alert))
            if alert["kind"] == "overdue" and "unanswered" in alert["summary"]:
                self.assertIn(dose["state"], ("due", "overdue"), (self.where, alert))  # it counts the tablets that wait
            elif alert["kind"] == "overdue":
                self.assertEqual(dose["state"], "overdue", (self.where, alert))
            self.assertEqual(alert["kind"] == "hold", dose["state"] == "held", (self.where, alert))
        for handle, doses in self.doses.items():
            first = next((dose for dose in doses if dose["state"] in OPEN), None)
            waits = first and first["state"] in ("due", "overdue")
            if waits and [dose["state"] for dose in doses[doses.index(first) - 3:doses.index(first)]] == ["missed"] * 3:
                continue  # after three slots without an answer, one alert a day counts them, and it may have been for an earlier one
            # if several doses wait, the alert is that of the one that is overdue first, which may not be the first if that was moved
            several = handle in ("rays", "plan")
            waiting = [dose["dose"] for dose in doses if dose["state"] in ("due", "overdue")] if several else [first and first["dose"]]
            if waits and self.clock.astimezone(self.zone_info).hour >= 9:
                self.assertTrue({(handle, dose) for dose in waiting} & {(alert["course"], alert["dose"]) for alert in alerts}, self.where)

    def check_holds(self, alerts):
        """A dose on hold is asked about from the day of the hold on, or after 7 days, whatever is before it."""
        asked = {(alert["course"], alert["dose"]) for alert in alerts if alert["kind"] == "hold"}
        for handle, doses in self.doses.items():
            for number in (dose["dose"] for dose in doses if dose["state"] == "held"):
                hold = self.holds[handle][number]
                since = datetime.datetime.fromisoformat(hold["since"]).astimezone(self.zone_info).date()
                first = datetime.date.fromisoformat(hold["until"]) if hold["until"] else since + 7 * DAY
                now = self.clock.astimezone(self.zone_info)
                if since <= now.date():  # the clock was not ahead
                    self.assertEqual((handle, number) in asked, (now.date(), now.hour) >= (first, 9), (self.where, hold))

    def events(self):
        """Number of the dose, day and status of each event, by course."""
        uids = {course["uid"]: course["handle"] for course in self.json("list")["courses"]}
        done = self.call("export", "--tablets")
        found = {handle: {} for handle in COURSES}
        for text in re.sub(r"\r\n[ \t]", "", done.stdout.decode()).split("BEGIN:VEVENT")[1:]:
            uid, number = re.search(r"^UID:(.{36})-(\d+)@", text, re.MULTILINE).groups()
            start = re.search(r"^DTSTART(?:;TZID=([^:]+)|;VALUE=DATE)?:(\d{8})(?:T(\d{6})(Z?))?", text, re.MULTILINE)
            status = re.search(r"^STATUS:(\w+)", text, re.MULTILINE).group(1)
            if uid in uids:
                found[uids[uid]][int(number)] = (start.group(2), status)
        return found

    def check_calendar(self):
        found = self.events()
        last = (self.clock + 170 * DAY).date().isoformat()
        first = (self.clock - 85 * DAY).date().isoformat()
        for handle, doses in self.doses.items():
            for dose in doses:
                event = found[handle].get(dose["dose"])
                if not first < self.when(dose)[:10] < last or dose["state"] in ("given", "missed"):
                    continue
                if dose["state"] in ("cancelled", "skipped") and event is None:
                    continue  # no calendar has seen it
                self.assertIsNotNone(event, (self.where, dose))
                self.assertEqual(event[1] == "CANCELLED", dose["state"] in ("skipped", "cancelled"), (self.where, dose))
                if dose["state"] in OPEN:
                    self.assertEqual(event[0], self.when(dose)[:10].replace("-", ""), (self.where, dose))

    def check(self):
        agenda, courses, alerts = self.listings()
        self.check_agenda(agenda)
        self.check_list(courses)
        self.check_one_open()
        self.check_alerts(alerts)
        self.check_holds(alerts)
        self.check_calendar()

    def type(self, words, clock):
        self.now = clock.isoformat()
        done = self.call(*words)
        self.assertIn(done.returncode, (0, 1, 2, 3), (self.where, done.stderr))
        if done.returncode == 0:
            self.typed.append(f"{self.now} {' '.join(words)}")

    def play(self, seed):
        self.chance, self.clock, self.typed = random.Random(seed), START, []
        self.database = self.path(f"{seed}.db")
        self.now = START.isoformat()
        for handle, words in COURSES.items():
            self.run_it("add", *words, "--handle", handle)
        for _ in range(COMMANDS):
            words = self.command()
            if words == ["undo"] and (not self.typed or self.typed[-1].endswith(" undo")):
                continue  # the courses stay
            wrong = self.chance.choice([0, 0, 0, 0, 1, 40, 400, -2])
            self.where = (seed, *self.typed[-6:], wrong, words)
            self.type(words, self.clock + wrong * DAY)
            self.clock += self.chance.choice([datetime.timedelta(minutes=1), datetime.timedelta(hours=7), DAY, 3 * DAY, 12 * DAY])
            self.now = self.clock.isoformat()
            self.where = (seed, *self.typed, self.now)
            self.check()

    def test_random_commands(self):
        for number in range(HISTORIES):
            with self.subTest(seed=self.seed + number):
                self.play(self.seed + number)


if __name__ == "__main__":
    print("seed", Listings.seed)
    unittest.main()
