"""The doses of a course, calculated a second time.

Written from the contract (the comments of include/regimen/schedule.h, course.h and dose.h) with
datetime and zoneinfo, and not from the C code, so that a mistake would have to be made twice to
stay unseen. A day is a date's ordinal; a local time is (day, second of the day or None).
"""
import calendar
import functools
import itertools
import operator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EPOCH_DAY = date(1970, 1, 1).toordinal()
LAST_DAY = date(2199, 12, 31).toordinal()
DAY, HOUR = 86400, 3600
#: dose.h: at most so many past the record.
MOST_PROJECTED = 100000
PERIOD_DAYS = {"d": 1, "w": 7, "m": 30}


# ---- local time and instants, RFC 5545 3.3.5 ----

def to_instant(zone, local):
    """PEP 495: fold=0 is the offset before a gap, and the first of two times."""
    day, second = local
    naive = datetime.fromordinal(day) + timedelta(seconds=second or 0)
    offset = naive.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return (naive - EPOCH - offset) // timedelta(seconds=1)


def fit(zone, local):
    """0 exact, 1 in a gap, 2 repeated."""
    naive = datetime.fromordinal(local[0]) + timedelta(seconds=local[1] or 0)
    first = naive.replace(tzinfo=ZoneInfo(zone))
    before, behind = first.utcoffset(), first.replace(fold=1).utcoffset()
    return 0 if before == behind else 1 if before < behind else 2


def to_local(zone, instant):
    there = (UTC_EPOCH + timedelta(seconds=instant)).astimezone(ZoneInfo(zone))
    return there.toordinal(), there.hour * HOUR + there.minute * 60 + there.second


def local_text(local):
    day, second = local
    text = date.fromordinal(day).isoformat()
    if second is None:
        return text
    text += f"T{second // HOUR:02}:{second // 60 % 60:02}"
    return text + (f":{second % 60:02}" if second % 60 else "")


def instant_text(instant):
    return (EPOCH + timedelta(seconds=instant)).isoformat() + "Z"


def day_text(day):
    return date.fromordinal(day).isoformat()


# ---- what is on record ----

@dataclass
class Rule:
    kind: str
    first: tuple = None
    begin: tuple = None          # times: no slot before it
    every: tuple = None          # (count, unit)
    reckon: str = "given"
    count: int = 0
    until: int = None
    fractions: int = 0
    per_day: int = 1
    days: int = 0x7F             # bit 0: Monday
    closed: tuple = ()
    times: tuple = ()
    cycle: tuple = None
    window: int = None

    def stored(self):
        words = [self.kind]
        if self.first:
            words.append("first=" + local_text(self.first))
        words += getattr(self, "stored_" + self.kind.replace("-", "_"))()
        return " ".join(words + ([f"window={self.window}"] if self.window is not None else []))

    def stored_end(self):
        return ([f"count={self.count}"] if self.count else []) + (
            [f"until={day_text(self.until)}"] if self.until else [])

    def stored_interval(self):
        return ["every=%d%s" % self.every, f"reckon={self.reckon}"] + self.stored_end() + self.stored_closed()

    def stored_closed(self):
        return ["closed=" + ",".join(map(day_text, self.closed))] if self.closed else []

    def stored_fractions(self):
        words = [f"fractions={self.fractions}", f"per-day={self.per_day}", f"days={self.days}"]
        words += self.stored_times_of_day()
        return words + self.stored_closed()

    def stored_times(self):
        words = (["begin=" + local_text(self.begin)] if self.begin else []) + self.stored_times_of_day() + [f"days={self.days}"]
        words += ["every=%d%s" % self.every] if self.every else []
        return words + (["cycle=%d/%d" % self.cycle] if self.cycle else []) + self.stored_end()

    def stored_once(self):
        return []

    def stored_as_needed(self):
        return []

    def stored_times_of_day(self):
        clock = [f"{t // HOUR:02}:{t // 60 % 60:02}" for t in self.times]
        return ["times=" + ",".join(clock)] if clock else []

    def is_treatment_weekday(self, day):
        return bool(self.days >> date.fromordinal(day).weekday() & 1)

    def has_slots(self, day):
        since = day - self.first[0]
        if since < 0 or not self.is_treatment_weekday(day):
            return False
        if self.every and since % self.every[0]:
            return False
        return not self.cycle or since % sum(self.cycle) < self.cycle[0]

    def window_days(self):
        if self.window is not None:
            return self.window
        if self.kind != "interval":
            return 0 if self.kind in ("times", "as-needed") else 1
        count, unit = self.every
        days = count // 24 if unit == "h" else count * PERIOD_DAYS[unit]
        return max(1, days // 7)


@dataclass
class Course:
    zone: str
    revisions: list                                # of (from dose, Rule), in the order made
    given: dict = field(default_factory=dict)      # dose -> instant
    entered: dict = field(default_factory=dict)    # dose -> (zone in which it was entered, only the day is known)
    skipped: dict = field(default_factory=dict)    # dose -> whether it is made up
    booked: dict = field(default_factory=dict)     # dose -> (local, zone)
    moved: dict = field(default_factory=dict)      # dose -> local
    held: set = field(default_factory=set)
    pauses: list = field(default_factory=list)     # of (from dose, day, last day or None)
    clinic_closed: set = field(default_factory=set)
    skipped_at: dict = field(default_factory=dict)  # dose -> instant; long ago for others
    pause_made: dict = field(default_factory=dict)  # place in pauses -> instant; long ago for others
    moved_late: set = field(default_factory=set)    # open doses that were moved after all pauses were made
    kept: set = field(default_factory=set)          # doses on record that were moved after that: they keep a day
    stopped: bool = False

    def record(self):
        moves = [(n, f"m{n}@{local_text(target)}") for n, target in sorted(self.moved.items())]
        words = [f"r{n}@" + rule.stored().replace(" ", "_") for n, rule in self.revisions[1:]]
        words += [word for n, word in moves if n not in self.moved_late | self.kept]
        words += [f"g{n}@{self.given_text(n, at)}" for n, at in sorted(self.given.items())]
        words += [f"{'S' if makeup else 's'}{n}" + (f"@{instant_text(self.skipped_at[n])}" if n in self.skipped_at else "")
                  for n, makeup in sorted(self.skipped.items())]
        words += [f"b{n}@{local_text(at)}/{zone}" for n, (at, zone) in sorted(self.booked.items())]
        words += [word for n, word in moves if n in self.kept]
        words += [f"h{n}" for n in sorted(self.held)]
        words += [f"p{n}@{day_text(a)}..{day_text(b) if b else ''}" + (f"/{instant_text(self.pause_made[i])}" if i in self.pause_made else "")
                  for i, (n, a, b) in enumerate(self.pauses)]
        words += [word for n, word in moves if n in self.moved_late]
        words += [f"c@{day_text(day)}" for day in sorted(self.clinic_closed)]
        return " ".join(words + (["stop"] if self.stopped else []))

    def given_text(self, dose, at):
        if dose not in self.entered:
            return instant_text(at)
        zone, day_only = self.entered[dose]
        return (day_text(to_local(zone, at)[0]) if day_only else instant_text(at)) + "/" + zone

    def revision(self, dose):
        return [each for each in self.revisions if each[0] <= dose][-1]

    def last_recorded(self):
        return max([0, *self.given, *self.skipped])

    def last_touched(self):
        """Also booked, moved or held."""
        return max([self.last_recorded(), *self.booked, *self.moved, *self.held])

    def given_local(self, dose):
        """On the clock where it was entered, wherever the patient is now."""
        return to_local(self.entered.get(dose, (self.zone, False))[0], self.given[dose])

    def pause_over(self, dose, day):
        """The first day at or after `day` on which `dose` may be planned, or None."""
        day, endless = self.out_of_pauses(dose, day)
        return None if endless else day

    def out_of_pauses(self, dose, day):
        """The first day at or after `day` that lies in no pause, or in one without end, and which of the two. A dose on hold
        stays where it is in a pause without end, because its hold asks for an answer; fixed times are not put on hold."""
        again = True
        while again:
            again = False
            for from_dose, first, last in self.pauses:
                if from_dose <= dose and first <= day and (last is None or day <= last):
                    if last is None and dose in self.held and self.revision(dose)[1].kind != "times":
                        continue
                    if last is None:
                        return day, True
                    day, again = last + 1, True
        return day, False

    def is_paused(self, dose, day):
        return self.pause_over(dose, day) != day


# ---- generators from dose 1 on: what the schedule asks for, the target, why, the dose it counts from ----

def add_period(zone, anchor, period, times):
    count, unit = period
    day, second = anchor
    if unit == "h":
        return to_local(zone, to_instant(zone, anchor) + times * count * HOUR)
    if unit == "m":
        there = date.fromordinal(day)
        month = there.year * 12 + there.month - 1 + times * count
        year, month = month // 12, month % 12 + 1
        mday = min(there.day, calendar.monthrange(year, month)[1])
        return date(year, month, mday).toordinal(), second
    return day + times * count * PERIOD_DAYS[unit], second


class Interval:
    """Every target is counted from an anchor in one step: the first target, the day the last dose
    was given, a target set by hand, the day after a pause."""

    def __init__(self, course):
        self.course = course
        self.anchor = self.anchor_instant = self.clock = None
        self.steps = 0
        self.endless = False

    def anchored(self, local, instant=None):
        self.anchor, self.anchor_instant, self.steps = local, instant, 0

    def step(self, rule):
        self.steps += 1
        if rule.every[1] == "h" and self.anchor_instant is not None:
            return to_local(self.course.zone, self.anchor_instant + self.steps * rule.every[0] * HOUR)
        return add_period(self.course.zone, self.anchor, rule.every, self.steps)

    def targets(self):
        self.previous = self.reckon = self.latest = None
        self.counts = 0
        for dose in itertools.count(1):
            from_dose, rule = self.course.revision(dose)
            target, why, counted = self.next(dose, rule, from_dose == dose and not self.same_rhythm(dose, rule))
            if target is None or target[0] > LAST_DAY:
                return
            asked = target
            if dose in self.course.moved:
                target, why, counted = self.course.moved[dose], "moved", 0
                stays = dose in self.course.moved_late | self.course.kept
                day, endless = self.course.out_of_pauses(dose, target[0])
                if not stays and endless:
                    self.endless = planned(self.course, dose, asked)
                    return
                if not stays and day != target[0]:
                    target, why = (day, target[1]), "pause"
                if rule.reckon == "given":
                    self.anchored(self.later(dose, target))
            self.leave(dose, rule, target)
            self.reckon = rule.reckon
            yield asked, target, why, counted

    def leave(self, dose, rule, target):
        """A dose that was given before one with a lower number was, came on record out of order: where the day given
        counts, all is as it was before the walk came to it."""
        late = self.is_late(dose)
        if late and rule.reckon == "given":
            self.anchor, self.anchor_instant, self.steps = self.without_it
        elif rule.reckon == "plan" or dose not in self.course.kept:
            self.previous = target
        else:
            self.previous = self.later(dose, target)
        if not late:
            self.counts = dose

    def is_late(self, dose):
        at = self.course.given.get(dose)
        if at is not None and self.latest is not None and at < self.latest:
            return True
        self.latest = at if at is not None else self.latest
        return False

    def later(self, dose, target):
        """Of the day that a dose on record keeps and the day from which it would count itself: nothing counts from before that."""
        if dose not in self.course.kept or dose == 1:
            return target
        before = self.previous
        if self.counts in self.course.given:
            before = self.course.given_local(self.counts)[0], self.clock
            if self.course.revision(dose)[1].every[1] == "h":
                before = to_local(self.course.zone, self.course.given[self.counts])
        return max(target, before, key=lambda local: (local[0], -1 if local[1] is None else local[1]))

    def same_rhythm(self, dose, rule):
        """A change of the amount alone, or of the end, leaves the dates as they are."""
        before = self.course.revision(dose - 1)[1] if dose > 1 else None
        return before and not rule.first and (before.every, before.reckon) == (rule.every, rule.reckon)

    def next(self, dose, rule, begins):
        if begins and rule.first:
            self.clock = rule.first[1]
            self.anchored(rule.first)
            self.without_it = self.anchor, self.anchor_instant, -1
            target, why, counted = add_period(self.course.zone, rule.first, rule.every, 0), "first", 0
            if rule.reckon == "plan":
                return self.out_of_pause_by_plan(dose, rule, target, why)
            return self.out_of_pause(dose, rule, target, why, counted)
        counts = self.counts
        if begins or rule.reckon == "given" and counts == dose - 1:
            if counts in self.course.given and "given" in (rule.reckon, self.reckon):
                self.anchored((self.course.given_local(counts)[0], self.clock), self.course.given[counts])
            elif begins:
                self.anchored(self.previous)
        self.without_it = self.anchor, self.anchor_instant, self.steps
        if rule.reckon == "plan":
            return self.out_of_pause_by_plan(dose, rule, self.step(rule), "plan")
        target = self.step(rule)
        why = "first" if self.steps == 0 else "given" if counts in self.course.given else "target"
        return self.out_of_pause(dose, rule, target, why, 0 if why == "first" else counts)

    def no_more(self, dose, target):
        self.endless = planned(self.course, dose, target)
        return None, None, None

    def out_of_pause(self, dose, rule, target, why, counted):
        day, endless = self.course.out_of_pauses(dose, target[0])
        if endless:
            asked = planned(self.course, dose, target)
            return self.no_more(dose, (day, target[1])) if asked else (None, None, None)
        if day != target[0]:
            target, why, counted = (day, target[1]), "pause", 0
        if self.is_closed(rule, day):
            return self.out_of_pause(dose, rule, (day + 1, target[1]), "closed", 0)
        if why in ("pause", "closed"):
            self.anchored(target)
        return target, why, counted

    def is_closed(self, rule, day):
        """What is given at a clinic is not given while it is closed; every so many hours it is taken at home."""
        return rule.every[1] != "h" and (day in rule.closed or day in self.course.clinic_closed)

    def out_of_pause_by_plan(self, dose, rule, target, why):
        while self.course.is_paused(dose, target[0]):
            if self.course.pause_over(dose, target[0]) is None:
                return self.no_more(dose, target)
            target, why = self.step(rule), "plan"
        if self.is_closed(rule, target[0]):
            return self.out_of_pause_by_plan(dose, rule, (target[0] + 1, target[1]), "closed")
        return target, why, 0


class Fractions:
    """Each session is on the first treatment day, from the day of the one before it on, that has a
    session left."""

    def __init__(self, course):
        self.course = course
        self.endless = False

    def treatment_day(self, rule, dose, day):
        while True:
            day = self.course.pause_over(dose, day)
            if day is None or day > LAST_DAY:
                self.endless = day is None
                return None
            if rule.is_treatment_weekday(day) and day not in rule.closed and (
                    day not in self.course.clinic_closed):
                return day
            day += 1

    def targets(self):
        makeups = sum(self.course.skipped.values())
        on_day = {}
        last = None
        for dose in itertools.count(1):
            _, rule = self.course.revision(dose)
            if dose > rule.fractions + makeups:
                return
            if dose in self.course.kept:
                yield self.course.moved[dose], self.course.moved[dose], "moved", 0
                continue
            day = self.treatment_day(rule, dose, rule.first[0] if last is None else last)
            while day is not None and not self.left(rule, day, on_day.get(day, 0)):
                day = self.treatment_day(rule, dose, day + 1)
            if day is None:
                return
            session = self.left(rule, day, on_day.get(day, 0))[0]
            asked = target = day, self.clock(rule, session)
            why = "first" if dose == 1 else "makeup" if dose > rule.fractions else "days"
            if dose in self.course.moved:
                target, why = self.course.moved[dose], "moved"
                if dose not in self.course.moved_late and self.course.is_paused(dose, target[0]):
                    self.endless = self.course.pause_over(dose, target[0]) is None
                    open_day = None if self.endless else self.treatment_day(rule, dose, target[0])
                    if open_day is None:
                        return
                    target, why = (open_day, target[1]), "pause"
            yield asked, target, why, 0
            last = self.occupied(dose, day, last)
            on_day[last] = session + 1 if last == day else on_day.get(last, 0) + 1

    def left(self, rule, day, first):
        """The places of that day, from the one of that number on, that no session keeps which was skipped ahead of time."""
        places = list(range(rule.per_day))
        for dose in sorted(self.course.kept):
            there, second = self.course.moved[dose]
            meant = rule.times.index(second) if second in rule.times else rule.per_day - 1
            below = [place for place in places if place <= meant]
            if there == day and below:
                places.remove(below[-1])
        return [place for place in places if place >= first]

    def occupied(self, dose, day, before):
        """The day on which it was given, unless that lies before the session before it. A move by
        hand is of that session alone."""
        given = self.course.given_local(dose)[0] if dose in self.course.given else day
        return given if before is None or given >= before else day

    @staticmethod
    def clock(rule, session):
        return rule.times[session] if rule.times else rule.first[1]


class Times:
    def __init__(self, course):
        self.course = course
        self.endless = False

    def targets(self):
        slots, previous = None, (0, 0)
        for dose in itertools.count(1):
            begins, rule = self.course.revision(dose)
            if begins == dose:
                slots = itertools.dropwhile(functools.partial(operator.ge, previous), self.slots(rule))
            asked = self.next_slot(dose, slots)
            if asked is None:
                return
            moved = self.course.moved.get(dose)
            why = "moved" if moved else "first" if dose == 1 else "slot"
            previous = asked
            yield asked, moved or asked, why, 0

    def next_slot(self, dose, slots):
        for slot in slots:
            ends = [last for begins, first, last in self.course.pauses
                    if begins <= dose and first <= slot[0] and (last is None or slot[0] <= last)]
            if not ends:
                return slot
            if None in ends:
                self.endless = planned(self.course, dose, slot)
                return None
        return None

    def slot_after(self, dose, asked):
        """Where the dose after `dose`, which is asked for at `asked`, would be if nothing were paused; None if there is none. A move
        makes no dose of one that the course does not have."""
        rule = self.course.revision(dose + 1)[1]
        slot = next((slot for slot in self.slots(rule, asked[0]) if slot > asked), None)
        if dose + 1 > self.course.last_recorded() and not (slot and planned(self.course, dose + 1, slot)):
            return None
        return self.course.moved.get(dose + 1, slot)

    @staticmethod
    def slots(rule, since=0):
        begin = rule.begin or rule.first
        for day in range(max(since, begin[0]), LAST_DAY + 1):
            if rule.has_slots(day):
                for second in rule.times:
                    if (day, second) >= (begin[0], begin[1] or 0):
                        yield day, second


class Once:
    endless = False

    def __init__(self, course):
        self.course = course

    def targets(self):
        rule = self.course.revision(1)[1]
        yield rule.first, self.course.moved.get(1, rule.first), "moved" if self.course.moved else "first", 0


KINDS = {"interval": Interval, "fractions": Fractions, "times": Times, "once": Once}


# ---- doses and their states ----

def planned(course, dose, asked):
    """Whether the course still has this dose. What is on record never vanishes; the last day is
    that of the target which the schedule asks for, so that a move by hand loses no dose."""
    rule = course.revision(dose)[1]
    if dose <= course.last_recorded():
        return True
    return not (rule.count and dose > rule.count) and not (rule.until and asked[0] > rule.until)


def state_of_open(course, dose, target, now, next_slot, waits):
    """waits: it counts from the day given, and a dose before it is not answered yet, so it is asked for by nobody."""
    rule = course.revision(dose)[1]
    if course.stopped:
        return "cancelled", None
    fixed = rule.kind == "times" or (
        rule.kind == "interval" and rule.reckon == "plan" and dose not in course.held and dose not in course.booked)
    if fixed and any(left_out(course, dose, target, place) for place in range(len(course.pauses))):
        return "cancelled", None
    if rule.kind == "times":
        overdue = to_instant(course.zone, target) + HOUR
    else:
        overdue = overdue_from(course, dose, target)
    if dose in course.held:
        return "held", overdue
    if dose in course.booked:
        begins = to_instant(course.booked[dose][1], course.booked[dose][0])
    else:
        begins = to_instant(course.zone, target)
    if now >= min(begins, overdue) and not waits:
        if rule.kind == "times" and next_slot and now >= to_instant(course.zone, next_slot):
            return "missed", None
        if rule.kind == "times" and passed_over(course, dose, to_instant(course.zone, target), now):
            return "missed", None
        return ("overdue" if now >= overdue else "due"), overdue
    return "booked" if dose in course.booked else "planned", overdue


def left_out(course, dose, target, place):
    """A fixed date in a pause that begins with a later dose, because that one was on record ahead, or into which it had been moved:
    it keeps its place and is not taken. A time of the day on which the pause was made that had passed by then stays."""
    begins, first, last = course.pauses[place]
    made = course.pause_made.get(place)
    if not first <= target[0] or (last is not None and last < target[0]):
        return False
    if made is not None and target[1] is not None and to_local(course.zone, made)[0] == target[0] and to_instant(course.zone, target) <= made:
        return False
    return dose not in course.moved_late if dose in course.moved else dose < begins


def passed_over(course, dose, came, now):
    """Whether a later fixed time was taken after `came`, the moment of this one; or skipped then, being the nearer of the two."""
    later = [(n, target) for n, (_, target, *_) in zip(range(1, course.last_recorded() + 1), Times(course).targets()) if n > dose]
    for n, target in later:
        done = course.given.get(n, course.skipped_at.get(n, 0) if n in course.skipped else None)
        if done is not None and came <= done <= now:
            if n in course.given or abs(to_instant(course.zone, target) - done) <= done - came:
                return True
    return False


def overdue_from(course, dose, target):
    rule = course.revision(dose)[1]
    overdue = to_instant(course.zone, (target[0] + rule.window_days() + 1, None))
    if dose in course.booked:
        (day, _), zone = course.booked[dose]
        overdue = max(overdue, to_instant(zone, (day + 1, None)))
    return overdue


def moment(course, dose, target):
    local, zone = course.booked.get(dose, (target, course.zone))
    return to_instant(zone, local)


def as_needed(course, now):
    for dose in sorted(course.given):
        target = to_local(course.zone, course.given[dose])
        yield dose, target, "given", "taken", 0, "-", None


def walk(course, now, horizon):
    """(dose, target, state, why, counted from, tentative, overdue from) of every dose to show."""
    kind = course.revisions[0][1].kind
    if kind == "as-needed":
        yield from as_needed(course, now)
        return
    rules = KINDS[kind](course)
    open_seen = False
    for dose, (asked, target, why, counted) in enumerate(rules.targets(), 1):
        if not planned(course, dose, asked) or dose > course.last_recorded() + MOST_PROJECTED:
            return
        next_slot = rules.slot_after(dose, asked) if kind == "times" else None
        if dose in course.given:
            state, overdue = "given", None
        elif dose in course.skipped:
            state, overdue = "skipped", None
        else:
            projected = kind == "interval" and open_seen
            state, overdue = state_of_open(course, dose, target, now, next_slot,
                                           projected and course.revision(dose)[1].reckon == "given")
        is_open = state not in ("given", "skipped", "missed", "cancelled")
        if dose > course.last_touched() and open_seen and target[0] > horizon:
            return
        not_yet = state in ("planned", "held") and dose not in course.booked
        tentative = "~" if kind == "interval" and open_seen and not_yet else "-"
        yield dose, target, state, why, counted, tentative, overdue
        open_seen = open_seen or is_open or (course.stopped and state == "cancelled")


def taken(course, now, at):
    """The dose that a log at `at` answers, and whether it is on record: of fixed times the nearest one, else the first open one."""
    rows = [(dose, target, state) for dose, target, state, *_ in walk(course, now, to_local(course.zone, max(at, now))[0] + 1)]
    if course.stopped or course.revisions[0][1].kind == "as-needed":
        return 0, False
    if course.revisions[0][1].kind != "times":
        return next((dose for dose, _, state in rows if state not in ("given", "skipped", "missed", "cancelled")), 0), False
    ranked = sorted((abs(at - moment(course, dose, target)), state in ("given", "skipped"), dose)
                    for dose, target, state in rows)
    return (ranked[0][2], ranked[0][1]) if ranked else (0, False)


def answers(course, now, horizon, at):
    """The lines of dose-query."""
    lines = []
    next_open = 0
    for dose, target, state, why, counted, tentative, overdue in walk(course, now, horizon):
        rule = course.revision(dose)[1]
        window = rule.window_days()
        lines.append(" ".join([
            str(dose), local_text(target), instant_text(to_instant(course.zone, target)),
            str(fit(course.zone, target)), day_text(target[0] - window), day_text(target[0] + window),
            state, why, str(counted), tentative, instant_text(moment(course, dose, target)),
            "-" if overdue is None else instant_text(overdue)]))
        if not next_open and state not in ("given", "skipped", "missed", "cancelled"):
            next_open = dose
    dose, on_record = taken(course, now, at)
    lines.append(f"= {course_state(course, now, next_open)} {next_open} {dose}{'!' if on_record else ''}")
    return lines


def course_state(course, now, next_open):
    today = to_local(course.zone, now)[0]
    if course.stopped:
        return "stopped"
    if course.revisions[0][1].kind != "as-needed" and not next_open and not ends_in_pause(course):
        return "completed"
    if any(a <= today and (b is None or today <= b) for _, a, b in course.pauses):
        return "paused"
    return "active"


def ends_in_pause(course):
    """Whether there is no next dose because of a pause without an end. Asked only where the doses end."""
    kind = KINDS[course.revisions[0][1].kind](course)
    for dose, (asked, *_) in enumerate(kind.targets(), 1):
        if not planned(course, dose, asked):
            return False
    return kind.endless
