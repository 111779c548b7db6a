#!/usr/bin/python3
"""What a series has, held against python-dateutil: random rules in zones and over changes of their clocks."""
import datetime
import json
import os
import random
import subprocess
import unittest
import zoneinfo

from dateutil import rrule

import calendars

REGIMEN = os.environ["REGIMEN_CLI_BUILD"] + "/regimen"
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", None]
#: What the file calls a zone: by its name with or without a description, or by a name that only the description explains.
CALLED = {zone: [zone, zone, "Clinic's own, of " + zone.partition("/")[2]] for zone in ZONES if zone}
NUMBER = 400
#: How an exception names the appointment for which it stands.
FORMS = ["time", "time", "utc", "day", "midnight", "midnight in utc", "floating", "elsewhere"]
HOUR = datetime.timedelta(hours=1)


def offset(seconds):
    return "%s%02d%02d" % ("-" if seconds < 0 else "+", abs(seconds) // 3600, abs(seconds) // 60 % 60)


def description(called, zone):
    """A VTIMEZONE with one observance for each change, from what the system knows of the zone."""
    lines, tz = [], zoneinfo.ZoneInfo(zone)
    moment, before = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc), None
    while moment.year < 2036:
        now = int(moment.astimezone(tz).utcoffset().total_seconds())
        if now != before:
            shown = (moment + datetime.timedelta(seconds=now if before is None else before)).strftime("%Y%m%dT%H%M%S")
            lines += ["BEGIN:STANDARD", "DTSTART:" + shown, "TZOFFSETFROM:" + offset(now if before is None else before),
                      "TZOFFSETTO:" + offset(now), "END:STANDARD"]
            before = now
        moment += HOUR
    return ["BEGIN:VTIMEZONE", "TZID:" + called.replace(",", "\\,"), *lines, "END:VTIMEZONE"]


def stamp(moment):
    return moment.strftime("%Y%m%dT%H%M%S") + ("Z" if moment.tzinfo is datetime.timezone.utc else "")


class Rule:
    """One random series, as lines of a file and as what dateutil makes of it."""

    def __init__(self, chance):
        self.zone = chance.choice(ZONES)
        self.called = chance.choice(CALLED[self.zone]) if self.zone else None
        self.tz = zoneinfo.ZoneInfo(self.zone) if self.zone else datetime.timezone.utc
        # no time that is missing or twice: what dateutil makes of those is its own
        day = datetime.date(2026, 12, 1) + datetime.timedelta(days=chance.randrange(400))
        self.start = datetime.datetime.combine(day, datetime.time(chance.randrange(4, 24), chance.choice([0, 15, 50])), self.tz)
        unit, every = chance.choice(["DAILY", "WEEKLY"]), chance.randrange(1, 4)
        words = ["FREQ=" + unit]
        if every > 1 or chance.random() < 0.3:
            words.append("INTERVAL=%d" % every)
        if chance.random() < 0.6:
            days = {*([self.start.weekday()] if chance.random() < 0.8 else []), *(d for d in range(7) if chance.random() < 0.4)}
            days = days or {chance.randrange(7)}
            words.append("BYDAY=" + ",".join(DAYS[d] for d in chance.sample(sorted(days), len(days))))
        if chance.random() < 0.3:
            words.append("WKST=" + chance.choice(DAYS))
        self.words = words
        self.count = chance.randrange(1, 30) if chance.random() < 0.5 else 0
        if self.count:
            words.append("COUNT=%d" % self.count)
        else:
            until = self.start + datetime.timedelta(days=chance.randrange(60), hours=chance.choice([0, 0, 1, -1]))
            words.append("UNTIL=" + stamp(until.astimezone(datetime.timezone.utc)))
        chance.shuffle(words)

    def days(self):
        """What dateutil makes of the rule, and the start, which is the first one whatever the rule says (RFC 5545 section 3.8.5.3)."""
        days = list(rrule.rrulestr("RRULE:" + ";".join(self.words), dtstart=self.start))
        if self.start not in days:
            days = [self.start, *days][:self.count or None]
        return days

    def expected(self, chance):
        """Also decides which days are left out, moved and added, and in what form each exception is written."""
        days = self.days()
        self.added = [self.start + datetime.timedelta(days=200 + n) for n in range(chance.choice([0, 0, 2]))]
        self.left_out = {day: chance.choice(FORMS) for day in days if chance.random() < 0.1}
        self.moved = {day: (chance.choice(FORMS), day + datetime.timedelta(hours=chance.choice([-2, 3])))
                      for day in days if day not in self.left_out and chance.random() < 0.1}
        # a second version, which is older, or has no exceptions of its own
        self.older = chance.random() < 0.2
        # nothing is on a day that long after the end
        self.stray = self.start + datetime.timedelta(days=500) if chance.random() < 0.1 else None
        instead = {day: moved for day, (_, moved) in self.moved.items()}
        return sorted((instead.get(day, day) for day in {*days, *self.added} if day not in self.left_out),
                      key=lambda d: d.astimezone(datetime.timezone.utc))

    def property(self, name, *moments):
        zone = ";TZID=\"%s\"" % self.called if self.zone else ""
        return "%s%s:%s" % (name, zone, ",".join(stamp(moment) for moment in moments))

    def exception(self, name, moment, form):
        """The time of the series; that time in UTC, in another zone, or without a zone; its day, or the midnight of its day."""
        if form == "elsewhere":
            return "%s;TZID=Asia/Tokyo:%s" % (name, stamp(moment.astimezone(zoneinfo.ZoneInfo("Asia/Tokyo"))))
        if form == "floating":
            return "%s:%s" % (name, moment.strftime("%Y%m%dT%H%M%S"))
        if form == "midnight in utc" and self.zone and self.called == self.zone:
            return "%s:%s" % (name, stamp(moment.replace(hour=0, minute=0).astimezone(datetime.timezone.utc)))
        if form == "utc":
            return "%s:%s" % (name, stamp(moment.astimezone(datetime.timezone.utc)))
        if form == "day":
            return "%s;VALUE=DATE:%s" % (name, moment.strftime("%Y%m%d"))
        if form == "midnight":
            return self.property(name, moment.replace(hour=0, minute=0))
        return self.property(name, moment)

    def event(self, uid, sequence, start, *lines):
        return ["BEGIN:VEVENT", "UID:" + uid, "SEQUENCE:%d" % sequence, "DTSTAMP:20261120T080000Z", self.property("DTSTART", start),
                "DURATION:PT1H", *lines, "SUMMARY:x", "END:VEVENT"]

    def shown(self, moment):
        """How regimen shows a time of the series: in its zone if that has a name, else in the patient's."""
        zone = self.tz if self.zone and self.called == self.zone else zoneinfo.ZoneInfo("Europe/Rome")
        return moment.astimezone(zone).strftime("%a %Y-%m-%d %H:%M").removesuffix(" 00:00")  # a midnight may name the day

    def lines(self, uid):
        now = self.event(uid, 1, self.start, "RRULE:" + ";".join(self.words),
                         *(self.exception("EXDATE", day, form) for day, form in self.left_out.items()),
                         *([self.property("EXDATE", self.stray)] if self.stray else []),
                         *([self.property("RDATE", *self.added)] if self.added else []))
        for day, (form, moved) in self.moved.items():
            if moved.day % 3 == 0:  # an earlier version, which only its place in the file tells from the later one
                now += self.event(uid, 1, moved + datetime.timedelta(hours=1), self.exception("RECURRENCE-ID", day, "day"))
            now += self.event(uid, 1, moved, self.exception("RECURRENCE-ID", day, form))
        if not self.older:
            return now
        before = self.start - datetime.timedelta(hours=1)
        old = self.event(uid, 0, before, "RRULE:FREQ=DAILY;COUNT=9", self.property("EXDATE", before + datetime.timedelta(days=2)),
                         self.property("RDATE", before + datetime.timedelta(days=90)))
        old += self.event(uid, 0, before + datetime.timedelta(hours=2),
                          self.property("RECURRENCE-ID", before + datetime.timedelta(days=1)))
        return old + now if len(self.words) % 2 else now + old


class Series(unittest.TestCase):
    maxDiff = None

    def test_against_dateutil(self):
        seed = int(os.environ.get("REGIMEN_SEED", "20261123"))
        print("seed", seed, flush=True)
        chance = random.Random(seed)
        rules = {"u%d" % n: Rule(chance) for n in range(NUMBER)}
        expected = {uid: [day.astimezone(calendars.UTC) for day in rule.expected(chance)] for uid, rule in rules.items()}
        folder = calendars.scratch()
        path = folder + "/series.ics"
        zones = {called: zone for zone in CALLED for called in CALLED[zone][1:]}
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN",
                                    *(line for called, zone in zones.items() for line in description(called, zone)),
                                    *(line for uid, rule in rules.items() for line in rule.lines(uid)), "END:VCALENDAR", ""]))
        environment = {**calendars.private_environment(folder, "Europe/Rome"), "REGIMEN_EXEC_PATH": os.path.dirname(REGIMEN),
                       "REGIMEN_DB": folder + "/none.db", "REGIMEN_NOW": "2026-11-23T09:00:00+01:00", "REGIMEN_ZONE": "Europe/Rome"}
        done = subprocess.run([REGIMEN, "import", path, "--json"], env=environment, check=True, capture_output=True, text=True)
        found, strays = {uid: [] for uid in rules}, set()
        for event in json.loads(done.stdout)["foreign"]:
            rule = rules[event["uid"]]
            if rule.stray and event["problem"] and "cancels the appointment on %s" % rule.shown(rule.stray) in event["problem"]:
                strays.add(event["uid"])
                continue
            self.assertIsNone(event["problem"], rule.lines("x"))
            found[event["uid"]].append(datetime.datetime.fromisoformat(event["at"]).astimezone(calendars.UTC))
        self.assertEqual(strays, {uid for uid, rule in rules.items() if rule.stray})
        for uid, rule in rules.items():
            self.assertEqual(sorted(found[uid]), expected[uid], "\n".join(rule.lines(uid)))


if __name__ == "__main__":
    unittest.main()
