"""Courses of every kind whose slots and intervals straddle one change of the clocks, with times in
the gap or in the repeated hour and just beside it."""
from datetime import date

from course import DAY, HOUR, Course, Rule, to_instant
from rules import changes, offset_at, seconds, split


def walls(at, before, behind):
    """Times of the day around the change, whole minutes; the middle ones do not exist or exist twice."""
    low, high = sorted((at + before, at + behind))
    chosen = {low - 60, low, (low + high) // 120 * 60, high - 60, high, high + 60}
    return sorted(wall // 60 * 60 for wall in chosen)


def courses(zone, change):
    """(course, now, horizon, taken at) for every kind."""
    at, before, behind = change
    chosen = walls(at, before, behind)
    day = split(chosen[2])[0]
    clock = sorted({wall % DAY for wall in chosen})
    middle = (day, chosen[2] % DAY)
    length = abs(behind - before) or HOUR
    nows = [at - 1, at, at + length - 1, at + length, to_instant(zone, middle), to_instant(zone, middle) - 1]
    for index, each in enumerate(made(zone, at, day, clock, middle)):
        yield each, nows[index % len(nows)], day + 3, nows[(index + 1) % len(nows)]


def interval(every, reckon, first, **more):
    return Rule("interval", first=first, every=every, reckon=reckon, **more)


def made(zone, at, day, clock, middle):
    second = middle[1]
    yield Course(zone, [(1, interval((1, "d"), "plan", (day - 1, second), count=3))])
    yield Course(zone, [(1, interval((1, "w"), "given", (day - 7, second), count=3))], given={1: at - 7 * DAY})
    yield Course(zone, [(1, interval((1, "m"), "plan", middle, count=2))])
    yield Course(zone, [(1, interval((1, "h"), "plan", (day, (clock[0] - HOUR) % DAY), count=6))])
    yield Course(zone, [(1, interval((12, "h"), "given", (day - 1, second), count=4))], given={1: at - 1, 2: at + HOUR})
    yield Course(zone, [(1, interval((1, "d"), "given", (day - 1, None), count=4))], given={1: at - 1, 2: at})
    yield Course(zone, [(1, Rule("times", first=(day - 1, None), times=tuple(clock), until=day + 1))])
    yield fractions(zone, at, day, clock)
    yield Course(zone, [(1, Rule("once", first=middle, window=0))])
    yield Course(zone, [(1, Rule("once", first=(day, None)))], booked={1: (middle, zone)})
    yield Course(zone, [(1, Rule("as-needed"))], given={1: at - 1, 2: at, 3: at + HOUR})


def fractions(zone, at, day, clock):
    times = tuple(clock[:2])
    rule = Rule("fractions", first=(day - 1, None), fractions=5, per_day=len(times), days=0x7F, times=times)
    return Course(zone, [(1, rule)], given={1: at - DAY, 2: at - 1, 3: at}, skipped={4: True})


def all_courses(zone, first_year, last_year):
    """Around every change; for a zone without one, around an ordinary noon."""
    found = [change for year in range(first_year, last_year + 1) for change in changes(zone, year)]
    for change in found or [ordinary_noon(zone, first_year)]:
        yield from courses(zone, change)


def ordinary_noon(zone, year):
    noon = to_instant(zone, (date(year, 6, 1).toordinal(), 12 * HOUR))
    offset = seconds(offset_at(zone, noon))
    return noon, offset, offset
