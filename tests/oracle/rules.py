"""Random courses: every kind of schedule and of correction, most of them around a change of the
clocks of a random zone, so that slots and intervals fall into gaps and repeated hours."""
import functools
import zoneinfo
from datetime import date, datetime, timedelta

from course import (DAY, EPOCH_DAY, HOUR, KINDS, UTC_EPOCH, Course, Rule, moment, overdue_from, planned,
                    to_instant, to_local)

KIND_NAMES = ["interval", "fractions", "times", "once", "as-needed"]
WEIGHTS = [50, 20, 22, 4, 4]


#: No zone changes its clocks twice within so many seconds and back again.
STEP = 5 * DAY


def all_zones():
    return sorted(zoneinfo.available_timezones() - {"localtime", "Factory", "posixrules"})


def offset_at(zone, instant):
    return (UTC_EPOCH + timedelta(seconds=instant)).astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()


@functools.lru_cache(maxsize=4096)
def changes(zone, year):
    """The changes of the offset in `year`: (instant, seconds before, seconds from it on)."""
    start, end = ((date(y, 1, 1).toordinal() - EPOCH_DAY) * DAY for y in (year, year + 1))
    found, low, before = [], start, offset_at(zone, start)
    for high in range(start + STEP, end + STEP, STEP):
        behind = offset_at(zone, high)
        if behind != before:
            found.append((bisect(zone, low, high, before), seconds(before), seconds(behind)))
        low, before = high, behind
    return [change for change in found if change[0] < end]


def seconds(offset):
    return offset // timedelta(seconds=1)


def bisect(zone, low, high, before):
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
    return high


def split(wall):
    return wall // DAY + EPOCH_DAY, wall % DAY


class Dice:
    """One course from one random generator."""

    def __init__(self, random, zones):
        self.random = random
        self.zone = random.choice(zones)
        year = random.randint(2026, 2055)
        near = changes(self.zone, year)
        if near and random.random() < 0.8:
            self.at, before, behind = random.choice(near)
            low, high = sorted((self.at + before, self.at + behind))
            self.walls = [low - HOUR, low - 60, low, (low + high) // 120 * 60, high - 60, high, high + HOUR]
        else:
            day = (date(year, 1, 1).toordinal() - EPOCH_DAY + random.randint(0, 364)) * DAY
            self.walls = [day + random.randrange(0, DAY, 60) for _ in range(3)]
            self.at = to_instant(self.zone, split(self.walls[0]))
        self.day = split(self.walls[0])[0]

    def wall_clock(self):
        """A time of the day: most are those around the change."""
        if self.random.random() < 0.7:
            return self.random.choice(self.walls) % DAY // 60 * 60
        return self.random.randrange(0, DAY, 300)

    def local(self, day):
        return day, None if self.random.random() < 0.35 else self.wall_clock()

    def end(self, rule, first):
        if self.random.random() < 0.2:
            rule.count = self.random.randint(1, 20)
        if self.random.random() < 0.2:
            rule.until = first + self.random.randint(0, 120)

    # ---- schedules ----

    def rule(self, kind):
        rule = getattr(self, "rule_" + kind.replace("-", "_"))()
        if kind not in ("times", "as-needed") and self.random.random() < 0.2:
            rule.window = self.random.choice([0, 1, 2, 3, 7, 30])
        return rule

    def rule_interval(self):
        unit = self.random.choice("ddwmhh")
        most = {"d": 45, "w": 13, "m": 13, "h": 80}[unit]
        every = self.random.randint(1, most), unit
        back = self.random.randint(0, 3) * (every[0] // 24 if unit == "h" else every[0] * {"d": 1, "w": 7, "m": 30}[unit])
        first = self.local(self.day - back)
        if unit == "m" and self.random.random() < 0.5:
            last = date.fromordinal(first[0]).replace(day=28) + timedelta(days=4)
            first = (last - timedelta(days=last.day)).toordinal() - self.random.randint(0, 2), first[1]
        rule = Rule("interval", first=first, every=every, reckon=self.random.choice(["given", "plan"]))
        self.end(rule, first[0])
        if unit != "h" and self.random.random() < 0.1:
            rule.closed = tuple(sorted({self.day + self.random.randint(-5, 90) for _ in range(20)}))
        return rule

    def treatment_days(self):
        return self.random.choice([0x1F, 0x1F, 0x15, 0x7F, self.random.randint(1, 0x7F)])

    def rule_fractions(self):
        rule = Rule("fractions", fractions=self.random.randint(1, 20), per_day=self.random.choice([1, 1, 2, 3, 4]),
                    days=self.treatment_days())
        start = self.day - self.random.randint(0, 12)
        rule.closed = tuple(sorted({start + self.random.randint(1, 30) for _ in range(self.random.choice([0, 0, 1, 4]))}))
        day = start
        while not rule.is_treatment_weekday(day) or day in rule.closed:
            day += 1
        rule.first = self.local(day)
        if self.random.random() < 0.5:
            rule.times = self.times(rule.per_day)
            rule.first = day, None
        elif rule.per_day > 1:
            rule.first = day, None
        return rule

    def times(self, count):
        times = set()
        while len(times) < count:
            times.add(self.wall_clock() if self.random.random() < 0.5 else self.random.randrange(0, DAY, 900))
        return tuple(sorted(times))

    def rule_times(self):
        rule = Rule("times", first=self.local(self.day - self.random.randint(0, 20)), times=self.times(self.random.randint(1, 4)))
        rule.days = self.random.choice([0x7F, 0x7F, self.treatment_days()])
        choice = self.random.random()
        if choice < 0.3:
            rule.every = self.random.randint(2, 5), "d"
        elif choice < 0.6:
            rule.cycle = self.random.randint(1, 21), self.random.randint(1, 10)
        if rule.every and rule.days != 0x7F or rule.cycle and rule.days != 0x7F:
            rule.days = 0x7F
        self.end(rule, rule.first[0])
        return rule

    def rule_once(self):
        return Rule("once", first=self.local(self.day))

    def rule_as_needed(self):
        return Rule("as-needed", first=None)

    # ---- what happened ----

    def course(self):
        kind = self.random.choices(KIND_NAMES, WEIGHTS)[0]
        course = Course(self.zone, [(1, self.rule(kind))])
        if kind == "as-needed":
            self.taken(course)
            return course
        if self.random.random() < 0.7:
            self.history(course, kind, self.plan(course, 12))
        course.stopped = self.random.random() < 0.05
        return course

    @staticmethod
    def plan(course, most):
        """The targets that the course has so far, at most so many."""
        targets = zip(range(1, most + 1), KINDS[course.revisions[0][1].kind](course).targets())
        return [target for dose, (asked, target, _, _) in targets if planned(course, dose, asked)]

    def taken(self, course):
        at = self.at - self.random.randint(0, 5) * DAY
        for dose in range(1, self.random.randint(0, 8) + 1):
            course.given[dose] = at
            at += self.random.randint(600, 2 * DAY)

    def history(self, course, kind, plan):
        drift = 0
        for dose, target in enumerate(plan[:self.random.randint(0, len(plan))], 1):
            at = to_instant(course.zone, target) + drift
            drift += self.event(course, kind, dose, target, at)
        self.exceptions(course, kind, plan)

    def event(self, course, kind, dose, target, at):
        """One dose; returns by how much those after it will come later."""
        choice = self.random.random()
        if choice < 0.65:
            late = self.random.choice([0, 0, self.random.randint(-3600, 3600), self.random.randint(-DAY, 4 * DAY)])
            if kind == "interval" and self.random.random() < 0.12:
                late = -self.random.randint(0, 90 * DAY)
            course.given[dose] = at + late
            self.enter(course, kind, dose)
            return late if kind in ("interval", "fractions") else 0
        if choice < 0.85:
            if kind == "times" and self.random.random() < 0.7:
                course.skipped_at[dose] = at + self.random.randint(-DAY, DAY)
            course.skipped[dose] = kind == "fractions" and self.random.random() < 0.6
        elif kind == "fractions":
            course.skipped[dose] = False
        return 0

    def enter(self, course, kind, dose):
        """Somewhere else, perhaps, and perhaps only its day: that does not do where a plan counts in hours."""
        if self.random.random() < 0.6:
            return
        zone = self.appointment_zone()
        in_hours = kind == "times" or any(rule.every and rule.every[1] == "h" for _, rule in course.revisions)
        day_only = not in_hours and self.random.random() < 0.4
        if day_only:
            course.given[dose] = to_instant(zone, (to_local(zone, course.given[dose])[0], 12 * 3600))
        course.entered[dose] = zone, day_only

    def exceptions(self, course, kind, plan):
        for dose, target in enumerate(plan, 1):
            on_record = dose in course.given or dose in course.skipped
            if self.random.random() < 0.06:
                course.moved[dose] = self.local(target[0] + self.random.randint(-3, 9))
                if self.random.random() < 0.3:
                    (course.kept if on_record else course.moved_late).add(dose)
            if not on_record and kind != "times" and self.random.random() < 0.1:
                course.booked[dose] = (target[0] + self.random.randint(-4, 9), self.wall_clock()), self.appointment_zone()
            elif not on_record and self.random.random() < 0.06:
                course.held.add(dose)
        if self.random.random() < 0.3:
            self.pauses(course, plan)
        if self.random.random() < 0.3 and kind in ("interval", "times"):
            self.revise(course, kind, plan)
        if kind in ("fractions", "interval") and self.random.random() < 0.3:
            course.clinic_closed = {self.day + self.random.randint(-5, 30) for _ in range(5)}

    def appointment_zone(self):
        return self.zone if self.random.random() < 0.7 else self.random.choice(["Asia/Tokyo", "America/New_York", "UTC"])

    def pauses(self, course, plan):
        for _ in range(self.random.choice([1, 1, 2])):
            dose = self.pause_from(course, plan)
            first = self.day + self.random.randint(-10, 30)
            endless = dose > course.last_recorded() and self.random.random() < 0.2
            last = None if endless else first + self.random.randint(0, 25)
            if self.random.random() < 0.5:
                course.pause_made[len(course.pauses)] = to_instant(course.zone, (first, self.wall_clock())) + self.random.choice([0, 0, -DAY, DAY])
            course.pauses.append((dose, first, last))

    def pause_from(self, course, plan):
        """A pause begins with an open dose. For intervals also any other, to see that it changes nothing that is on record."""
        if course.revisions[0][1].kind == "interval":
            return self.random.randint(1, len(plan) + 1)
        return course.last_recorded() + self.random.randint(1, 3)

    def revise(self, course, kind, plan):
        """For fixed times the doses that are on record keep their slots; an interval may also be revised beneath them."""
        dose = self.random.randint(2, 8) + (course.last_recorded() if kind == "times" else 0)
        rule = self.rule(kind)
        rule.count = rule.count and rule.count + max(dose, course.last_recorded())
        if kind == "interval" and self.random.random() < 0.6:
            rule.first = None
        elif dose <= len(plan):
            rule.first = plan[dose - 1][0] + self.random.randint(1, 20), rule.first[1]
            rule.until = rule.until and max(rule.until, rule.first[0])
        if kind == "times" and self.random.random() < 0.4:
            rule.begin = rule.first[0] + self.random.randint(0, 9), self.random.choice([None, *rule.times])
            rule.until = rule.until and max(rule.until, rule.begin[0])
        course.revisions.append((dose, rule))

    # ---- when it is looked at ----

    def now(self, course):
        choice = self.random.random()
        if choice < 0.3:
            return self.at + self.random.choice([-HOUR, -1, 0, 1, HOUR])
        if choice < 0.7 and course.revisions[0][1].kind != "as-needed":
            return self.edge(course)
        return self.at + self.random.randint(-20 * DAY, 60 * DAY)

    def edge(self, course):
        """The very second at which a dose changes its state, or the one before."""
        plan = self.plan(course, 10)
        if not plan:
            return self.at
        dose = self.random.randint(1, len(plan))
        target = plan[dose - 1]
        edges = [moment(course, dose, target), overdue_from(course, dose, target), moment(course, dose, target) + HOUR]
        return self.random.choice(edges) - self.random.randint(0, 1)

    def row(self):
        course = self.course()
        now = self.now(course)
        horizon = to_local(self.zone, now)[0] + self.random.randint(0, 60)
        return course, now, horizon, self.taken_at(course, now)

    def taken_at(self, course, now):
        """Mostly the time of the clock; else some hours or days ago, or the very middle between two doses."""
        choice, plan = self.random.random(), self.plan(course, 10) if course.revisions[0][1].kind == "times" else []
        if choice < 0.3 and len(plan) > 1:
            n = self.random.randint(1, len(plan) - 1)
            middle = moment(course, n, plan[n - 1]) + moment(course, n + 1, plan[n])
            return middle // 2 + self.random.randint(-1, 1)
        return now if choice < 0.6 else now - self.random.randint(0, 4 * DAY)
