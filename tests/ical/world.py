"""A record in which doses of every kind of course are in every state, on both sides of a change of the clocks, and what a
calendar has to show of it: written by hand, from the rules in the README and not from the program."""
import datetime
import zoneinfo

import calendars
from test_export import VISITS, Record

#: The two sides of a change, and a time zone without one. The first visits are on a Saturday.
ZONES = ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
DAY = datetime.timedelta(days=1)
TWO, WHOLE, AT_ONCE, NONE = [-2, -24], [-15], [0], []
#: Commas, semicolons, new lines, quotes, emoji, right to left, and 4-byte characters wherever a line is folded.
HARD = ("comma, semicolon; \"quotes\" and 'more': \U0001f489\U0001f9b4 " + "\U0001f489" * 40
        + " \u05d6\u05e8\u05d9\u05e7\u05d4 \u062d\u0642\u0646\u0629 \u20ac " + "\U0001f469\U0001f3fd\u200d\u2695\ufe0f" * 9 + " end")


def day(text):
    return datetime.date.fromisoformat(text[:10])


class World:
    """shows: title: (start, end, status, alarms in hours). Times are local, as text; whole days have an end that counts."""

    def __init__(self, zone):
        self.zone, self.record = zone, Record(zone)
        self.before, self.after = VISITS[zone]
        self.thursday = day(self.before) - 2 * DAY
        self.info = zoneinfo.ZoneInfo(zone)
        self.shows = {}
        self.now = datetime.datetime.combine(day(self.before) - 35 * DAY, datetime.time(12), self.info)

    def do(self, *words):
        self.now += datetime.timedelta(minutes=1)
        self.record.run(self.now.isoformat(), *map(str, words))

    def export(self, *words):
        return self.record.export(self.now.isoformat(), *words)

    def wait(self, days):
        self.now += days * DAY

    def visit(self, title, start, minutes=30, status="CONFIRMED", alarms=TWO):
        """start: local, and there once."""
        end = datetime.datetime.fromisoformat(str(start)).replace(tzinfo=self.info).astimezone(calendars.UTC)
        end = (end + datetime.timedelta(minutes=minutes)).astimezone(self.info)
        self.shows[title] = (str(start)[:16], end.strftime("%Y-%m-%d %H:%M"), status, alarms)

    def whole(self, title, when, status="TENTATIVE", alarms=WHOLE):
        self.shows[title] = (str(when), str(when + DAY), status, alarms)

    # ---- the courses ----

    def fill(self):
        self.injections()
        self.sessions()
        self.visits()
        self.stopped()
        self.tablets()
        self.wait(5)
        self.due_and_overdue()
        return self

    def injections(self):
        """Booked on both sides; the later ones are a projection."""
        self.do("add", "denosumab", "--first", self.before[:10], "--amount", "120 mg", "--place", HARD[:60], "--count", 4)
        self.do("book", "denosumab/1", self.before)
        self.do("book", "denosumab/2", self.after, "--place", HARD)
        self.visit("Denosumab injection 1", self.before)
        self.visit("Denosumab injection 2", self.after)
        self.whole("Denosumab injection 3 (tentative)", day(self.before) + 56 * DAY)
        self.whole("Denosumab injection 4 (tentative)", day(self.before) + 84 * DAY)

    def sessions(self):
        """From Thursday over a weekend with a change; the second is made up for, the third is on hold."""
        self.do("add", "radiation", "--fractions", 5, "--first", "%s 14:00" % self.thursday, "--site", "left hip")
        self.export()  # only what a calendar has shown is cancelled in one
        self.do("skip", "radiation/2", "--reason", "machine; down, \"again\"")
        self.do("hold", "radiation/3", "--reason", "fever")
        for number, days in enumerate((0, 1, 4, 5, 6, 7), 1):
            when = "%s 14:00" % (self.thursday + days * DAY)
            title = "Radiation therapy session %d" % number
            if number == 2:
                self.visit("Cancelled: " + title, when, status="CANCELLED", alarms=NONE)
            elif number == 3:
                self.visit(title + " (on hold)", when, status="TENTATIVE", alarms=NONE)
            else:
                self.visit(title, when)

    def visits(self):
        self.do("add", "bone-scan", "--on", day(self.after))
        self.whole("Bone scan (to book)", day(self.after))
        self.do("add", "ct", "--on", "%s 08:30" % day(self.after), "--place", HARD)
        self.do("move", "ct", "%s 09:30" % (day(self.before) + DAY))
        self.visit("CT scan", "%s 09:30" % (day(self.before) + DAY), 60)

    def stopped(self):
        self.do("add", "pamidronate", "--every", "3w", "--first", day(self.before), "--count", 2, "--anyway")
        self.export()  # as above
        self.do("stop", "pamidronate")
        self.whole("Cancelled: Pamidronate infusion 1", day(self.before), "CANCELLED", NONE)
        self.whole("Cancelled: Pamidronate infusion 2", day(self.before) + 21 * DAY, "CANCELLED", NONE)

    def tablets(self):
        self.do("add", HARD[:50], "--custom", "--handle", "own", "--times", "07:30,19:30", "--first", day(self.before) + DAY,
                "--count", 3)
        for number, (days, time) in enumerate(((1, "07:30"), (1, "19:30"), (2, "07:30")), 1):
            self.visit("%s dose %d" % (HARD[:50].strip(), number), "%s %s" % (day(self.before) + days * DAY, time), 5, alarms=AT_ONCE)

    def due_and_overdue(self):
        today = self.now.date()
        self.do("add", "mri", "--on", today - 3 * DAY)
        self.do("add", "pet", "--on", today)
        self.do("add", "biopsy", "--on", "%s 08:00" % (today - DAY))
        self.do("log", "biopsy", "--at", "%s 08:20" % (today - DAY))
        self.whole("MRI scan (to book)", today - 3 * DAY)
        self.whole("PET scan (to book)", today)
        self.visit("Biopsy (done)", "%s 08:20" % (today - DAY), 60, alarms=NONE)

    # ---- later ----

    def change(self):
        """Moved, cancelled, given, put off, taken up again, and one more."""
        other = (day(self.after) + DAY, day(self.after) + 2 * DAY)
        self.do("book", "denosumab/2", "%s 11:15" % other[0])
        self.visit("Denosumab injection 2", "%s 11:15" % other[0])
        self.do("skip", "bone-scan", "--reason", "not needed, they say")
        del self.shows["Bone scan (to book)"]
        self.whole("Cancelled: Bone scan", day(self.after), "CANCELLED", NONE)
        self.do("book", "radiation/3", "%s 16:00" % (self.thursday + 4 * DAY))
        del self.shows["Radiation therapy session 3 (on hold)"]
        self.visit("Radiation therapy session 3", "%s 16:00" % (self.thursday + 4 * DAY))
        self.do("move", "ct", "%s 12:00" % other[1])
        self.visit("CT scan", "%s 12:00" % other[1], 60)
        self.do("add", "x-ray", "--on", "%s 10:10" % other[1])
        self.visit("X-ray", "%s 10:10" % other[1], 60)
        self.do("log", "mri", "--at", "%s 09:00" % self.now.date())
        del self.shows["MRI scan (to book)"]
        self.visit("MRI scan (done)", "%s 09:00" % self.now.date(), 60, alarms=NONE)
        return self
