#!/usr/bin/python3
"""What calendars give back: an export goes into a calendar, is changed there with the means of that calendar, and comes back as
exactly the proposals that were meant; and invitations in the forms that the makers of calendars write."""
import datetime
import importlib.util
import json
import os
import re
import shutil
import subprocess
import unittest
import zoneinfo

import caldav_server
import calendars
import clients
import icalendar

PROGRAMS = os.environ["REGIMEN_CLI_BUILD"]
REGIMEN = PROGRAMS + "/regimen"
HERE = os.path.dirname(os.path.abspath(__file__))
ZONES = ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
YEAR = 2027
TIME = datetime.time(10, 40)
#: The move that a person makes in the calendar: a day and an hour and five minutes on.
DAYS, MINUTES = 1, 65


class Record:
    """One visit at TIME on the days around each change of the clocks of a zone, and one whole day after each, exported."""

    def __init__(self, zone, most=None):
        self.zone, self.folder = zone, calendars.scratch()
        self.environment = {**calendars.private_environment(self.folder, zone), "REGIMEN_EXEC_PATH": PROGRAMS,
                            "REGIMEN_DB": self.folder + "/test.db", "REGIMEN_NOW": "2026-11-23T09:00:00+00:00",
                            "REGIMEN_ZONE": zone,
                            **{k: v for k, v in os.environ.items() if k.startswith("LD_") or k.endswith("SAN_OPTIONS")}}
        days = calendars.days_around_changes(zone, YEAR)[:most]
        self.visits = {"visit-%d" % n: day for n, day in enumerate(days)}
        self.days = {"day-%d" % n: day for n, day in enumerate(days)}
        for handle, day in self.visits.items():
            self.run("add", self.name("Visit", handle), "--custom", "--handle", handle, "--on", "%s %s" % (day, TIME.strftime("%H:%M")), "--anyway")
        for handle, day in self.days.items():
            self.run("add", self.name("Day", handle), "--custom", "--handle", handle, "--on", str(day), "--anyway")
        self.path = self.folder + "/out.ics"
        self.run("export", "--to", self.path, "--days", "500")
        self.uids = {course["handle"]: course["uid"] + "-1@regimen" for course in json.loads(self.run("list", "--json"))["courses"]}

    @staticmethod
    def name(kind, handle):
        return kind

    def run(self, *words):
        return subprocess.run([REGIMEN, *words], env=self.environment, check=True, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL).stdout

    def proposals(self, content):
        path = self.folder + "/back.ics"
        with open(path, "wb") as file:
            file.write(content)
        found = json.loads(self.run("import", path, "--json"))
        if found["notes"] or found["foreign"]:
            raise AssertionError(found)
        return {p["course"]: (p["kind"], p["at"]) for p in found["proposals"]}

    def moved(self):
        """What is to come of a move of everything."""
        expected = {handle: ("move", str(day + DAYS * calendars.DAY)) for handle, day in self.days.items()}
        for handle, day in self.visits.items():
            local = datetime.datetime.combine(day, TIME) + datetime.timedelta(days=DAYS, minutes=MINUTES)
            expected[handle] = ("book", local.replace(tzinfo=zoneinfo.ZoneInfo(self.zone)).isoformat())
        return expected


class EachZone(unittest.TestCase):
    maxDiff = None

    def each_zone(self, move, most=None):
        """move: from a Record to the bytes of a calendar in which everything was moved."""
        for zone in ZONES:
            with self.subTest(zone=zone):
                record = Record(zone, most)
                self.assertEqual(record.proposals(move(record)), record.moved())


def shift(event, utc=False):
    """By what a clock on the wall shows."""
    for name in ("DTSTART", "DTEND"):
        value, zone = event[name].dt, event[name].params.get("TZID")
        del event[name]
        if not isinstance(value, datetime.datetime):
            event.add(name, value + DAYS * calendars.DAY)
            continue
        local = value.replace(tzinfo=None) + datetime.timedelta(days=DAYS, minutes=MINUTES)
        if utc:
            event.add(name, local.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(calendars.UTC))
        else:
            event.add(name, local, parameters={"TZID": zone})


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Server(EachZone):
    def setUp(self):
        self.server = caldav_server.Radicale()
        self.addCleanup(self.server.stop)

    def through(self, record, utc=False, changed=True):
        """What a phone does: it gets each event, changes it and sends it, as long as nobody else did meanwhile."""
        collection = "/someone/%s/" % record.zone.replace("/", "-")
        with open(record.path, "rb") as file:
            self.server.ask("PUT", collection, file.read())
        for uid in record.uids.values() if changed else ():
            calendar = icalendar.Calendar.from_ical(self.server.ask("GET", collection + uid + ".ics"))
            for event in calendar.walk("VEVENT"):
                shift(event, utc)
            self.server.ask("PUT", collection + uid + ".ics", calendar.to_ical())
        return self.server.ask("GET", collection)

    def test_unchanged(self):
        for zone in ZONES:
            with self.subTest(zone=zone):
                record = Record(zone)
                self.assertEqual(record.proposals(self.through(record, changed=False)), {})

    def test_moved(self):
        self.each_zone(self.through)

    def test_moved_and_sent_in_utc(self):
        self.each_zone(lambda record: self.through(record, utc=True))


@unittest.skipUnless(shutil.which("khal"), "khal is not installed")
class Khal(EachZone):
    def through(self, record):
        khal = clients.Khal(record.zone).read(self.with_titles(record))
        for handle, day in [*record.visits.items(), *record.days.items()]:
            self.edit(khal, handle, day, handle in record.visits)
        return khal.content()

    @staticmethod
    def with_titles(record):
        """khal finds events by their text: the file with titles that no two have."""
        with open(record.path, encoding="utf-8", newline="") as file:
            events = file.read().split("BEGIN:VEVENT")
        for handle, uid in record.uids.items():
            events = [re.sub("SUMMARY:[^\r\n]*", "SUMMARY:only %s end" % handle, event) if uid in event else event
                      for event in events]
        path = record.folder + "/titles.ics"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("BEGIN:VEVENT".join(events))
        return path

    @staticmethod
    def edit(khal, handle, day, timed):
        start = datetime.datetime.combine(day, TIME) + datetime.timedelta(days=DAYS, minutes=MINUTES)
        moment = "%s %s" % (start.strftime("%Y-%m-%d %H:%M"), (start + calendars.HOUR).strftime("%Y-%m-%d %H:%M"))
        answer = moment if timed else "%s %s" % (start.date(), start.date())
        done = subprocess.run(["khal", "edit", "--show-past", "only %s end" % handle], env=khal.env, input="t\n%s\nq\n" % answer,
                              text=True, check=True, capture_output=True)
        if "only %s end" % handle not in done.stdout:
            raise AssertionError(done)

    def test_moved(self):
        self.each_zone(self.through, most=3)

    def test_unchanged(self):
        record = Record("Australia/Lord_Howe")
        self.assertEqual(record.proposals(clients.Khal(record.zone).read(record.path).content()), {})

    def test_ticked_off(self):
        """With another title, and with a category; one is deleted."""
        record = Record("Europe/Rome", most=3)
        khal = clients.Khal(record.zone).read(self.with_titles(record))
        for handle, answer in (("visit-0", "s\n\u2713 Visit\nq\n"), ("visit-1", "c\ndone\nq\n"), ("visit-2", "D\ny\n")):
            subprocess.run(["khal", "edit", "--show-past", "only %s end" % handle], env=khal.env, input=answer, text=True, check=True,
                           capture_output=True)
        record.environment["REGIMEN_NOW"] = "2027-12-30T09:00:00+00:00"
        zone = zoneinfo.ZoneInfo(record.zone)
        self.assertEqual(record.proposals(khal.content()), {
            h: ("log", datetime.datetime.combine(record.visits[h], TIME, zone).isoformat()) for h in ("visit-0", "visit-1")})


def has_eds():
    if not importlib.util.find_spec("gi") or not shutil.which("dbus-run-session"):
        return False
    try:
        import gi
        gi.require_version("ECal", "2.0")
        return True
    except ValueError:
        return False


@unittest.skipUnless(has_eds(), "gir1.2-ecal-2.0 is not installed")
class Eds(EachZone):
    def through(self, record, changes=None, path=None, tasks=False):
        folder = calendars.scratch()
        if changes is None:
            changes = {uid: [DAYS, MINUTES] for uid in record.uids.values()}
        environment = {**calendars.private_environment(folder, record.zone), "XDG_RUNTIME_DIR": folder}
        return subprocess.run(["dbus-run-session", "--", HERE + "/eds_worker.py", path or record.path, json.dumps(changes),
                               *(["tasks"] if tasks else [])], env=environment,
                              check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=110).stdout

    def test_moved(self):
        self.each_zone(self.through)

    def test_unchanged(self):
        record = Record("Europe/Rome")
        self.assertEqual(record.proposals(self.through(record, {})), {})

    def test_what_evolution_sets(self):
        """One of each: called off, a place that nobody booked (it is proposed, for the planned time), deleted (a file that lacks it asks for nothing), whole days with a time
        in UTC and in another zone, another title."""
        record = Record("Europe/Rome", most=3)
        day, visit = record.days["day-0"], record.visits["visit-0"]
        lines = {"visit-0": ["STATUS:CANCELLED"], "visit-1": ["LOCATION:House 3\\, room 4"], "visit-2": "delete",
                 "day-0": ["DTSTART:%sT090000Z" % day.strftime("%Y%m%d"), "DTEND:%sT100000Z" % day.strftime("%Y%m%d")],
                 "day-1": ["DTSTART;TZID=America/New_York:%sT090000" % record.days["day-1"].strftime("%Y%m%d"),
                           "DTEND;TZID=America/New_York:%sT093000" % record.days["day-1"].strftime("%Y%m%d")],
                 "day-2": ["SUMMARY:Something else", "DESCRIPTION:mine", "CATEGORIES:Health"]}
        changes = {record.uids[h]: what if what == "delete" else {"lines": what} for h, what in lines.items()}
        found = record.proposals(self.through(record, changes))
        rome, york = zoneinfo.ZoneInfo("Europe/Rome"), zoneinfo.ZoneInfo("America/New_York")
        nine = datetime.time(9)
        self.assertEqual(found, {
            "visit-0": ("hold_or_skip", None),
            "visit-1": ("book", datetime.datetime.combine(record.visits["visit-1"], TIME, rome).isoformat()),
            "day-0": ("book", datetime.datetime.combine(day, nine, calendars.UTC).astimezone(rome).isoformat()),
            "day-1": ("book", datetime.datetime.combine(record.days["day-1"], nine, york).isoformat())})
        self.assertEqual(visit, record.visits["visit-0"])

    def test_marked_as_done(self):
        """In each of the ways that an event has, after it was."""
        record = Record("America/New_York", most=3)
        marks = {"visit-0": ["CATEGORIES:Done"], "visit-1": ["SUMMARY:\u2713 Visit"], "visit-2": ["SUMMARY:Visit (given)"]}
        content = self.through(record, {record.uids[h]: {"lines": lines} for h, lines in marks.items()})
        record.environment["REGIMEN_NOW"] = "2027-12-30T09:00:00+00:00"
        zone = zoneinfo.ZoneInfo(record.zone)
        self.assertEqual(record.proposals(content), {
            h: ("log", datetime.datetime.combine(record.visits[h], TIME, zone).isoformat()) for h in marks})

    def test_a_task(self):
        """As Evolution marks it: STATUS, PERCENT-COMPLETE and COMPLETED."""
        record = Record("Europe/Rome", most=1)
        day = record.visits["visit-0"].strftime("%Y%m%d")
        path = record.folder + "/task.ics"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VTODO", "UID:" + record.uids["visit-0"],
                                    "DTSTAMP:20261120T080000Z", "SUMMARY:Visit", "DUE;TZID=Europe/Rome:%sT104000" % day, "END:VTODO",
                                    "END:VCALENDAR", ""]))
        at = datetime.datetime.combine(record.visits["visit-0"], TIME, zoneinfo.ZoneInfo("Europe/Rome"))
        for minutes, logged in ((60, 0), (-30, -30)):
            content = self.through(record, {record.uids["visit-0"]: int(at.timestamp()) + 60 * minutes}, path, tasks=True)
            self.assertIn(b"STATUS:COMPLETED", content)
            record.environment["REGIMEN_NOW"] = "2027-12-30T09:00:00+00:00"
            self.assertEqual(record.proposals(content),
                             {"visit-0": ("log", (at + datetime.timedelta(minutes=logged)).isoformat())})
            record.environment["REGIMEN_NOW"] = "2026-11-23T09:00:00+00:00"


@unittest.skipUnless(importlib.util.find_spec("vobject"), "python3-vobject is not installed")
class Vobject(EachZone):
    """What programs in Python do: everything that they do not change stays as it was, with the time zone of the export."""

    @staticmethod
    def through(record, days=DAYS, minutes=MINUTES):
        import vobject
        with open(record.path, encoding="utf-8", newline="") as file:
            calendar = vobject.readOne(file.read())
        for event in calendar.vevent_list:
            timed = isinstance(event.dtstart.value, datetime.datetime)
            for value in (event.dtstart, event.dtend):
                zone = getattr(value.value, "tzinfo", None)
                moved = datetime.timedelta(days=days, minutes=minutes if timed else 0)
                value.value = (value.value.replace(tzinfo=None) + moved).replace(tzinfo=zone) if timed else value.value + moved
        return calendar.serialize().encode()

    def test_moved(self):
        self.each_zone(self.through)

    def test_moved_far(self):
        """Past the years that the time zone of the file describes: its name says what it is."""
        for zone in ZONES[:3]:
            for days in (500, 700):
                with self.subTest(zone=zone, days=days):
                    record = Record(zone, most=1)
                    path = record.folder + "/far.ics"
                    with open(path, "wb") as file:
                        file.write(self.through(record, days, 0))
                    found = {p["course"]: p for p in json.loads(record.run("import", path, "--json"))["proposals"]}
                    local = datetime.datetime.combine(record.visits["visit-0"], TIME, zoneinfo.ZoneInfo(zone))
                    self.assertEqual((found["visit-0"]["at"], found["visit-0"]["choice"]),
                                     ((local + datetime.timedelta(days=days)).isoformat(), False))


class Named(Record):
    """Each dose has a title of its own."""

    @staticmethod
    def name(kind, handle):
        return "%s %s" % (kind, handle)


@unittest.skipUnless(shutil.which("calcurse"), "calcurse is not installed")
class Calcurse(EachZone):
    """It keeps neither UID nor zone, and gives floating times back: the title says which dose it is, and a person has to look."""

    def start(self, record, path=None):
        env = calendars.private_environment(calendars.scratch(), record.zone)
        clients.run(["calcurse", "-q", "-i", path or record.path], env)
        return env

    @staticmethod
    def give_back(env):
        return subprocess.run(["calcurse", "-xical"], env=env, check=True, stdout=subprocess.PIPE).stdout

    @staticmethod
    def data(env):
        found = [os.path.join(folder, "apts") for folder, _, names in os.walk(env["HOME"]) if "apts" in names]
        return found[0]

    def edit(self, env):
        """Its data file, as it keeps it after a person has moved all items."""
        with open(self.data(env), encoding="utf-8") as file:
            lines = file.read().splitlines()
        with open(self.data(env), "w", encoding="utf-8") as file:
            file.write("".join(self.moved_line(line) + "\n" for line in lines))

    @staticmethod
    def moved_line(line):
        day = datetime.timedelta(days=DAYS)
        if "@" not in line.split(">")[0]:
            return re.sub(r"\d\d/\d\d/\d{4}",
                          lambda match: (datetime.datetime.strptime(match[0], "%m/%d/%Y") + day).strftime("%m/%d/%Y"), line)
        form = "%m/%d/%Y @ %H:%M"
        start, end = (datetime.datetime.strptime(text, form) + day + datetime.timedelta(minutes=MINUTES)
                      for text in (line[:18], line[22:40]))
        return start.strftime(form) + " -> " + end.strftime(form) + line[40:]

    def each(self, check):
        for zone in ZONES:
            with self.subTest(zone=zone):
                record = Named(zone, most=3)
                check(record, self.start(record))

    def test_unchanged(self):
        self.each(lambda record, env: self.assertEqual(record.proposals(self.give_back(env)), {}))

    def test_moved(self):
        def check(record, env):
            self.edit(env)
            self.assertEqual(record.proposals(self.give_back(env)), record.moved())
        self.each(check)

    def test_a_person_has_to_look(self):
        record = Named("Europe/Rome", most=1)
        env = self.start(record)
        self.edit(env)
        record.proposals(self.give_back(env))
        said = record.run("import", record.folder + "/back.ics", "--apply")
        self.assertIn("Only the title of the event says which dose it is", " ".join(said.split()))
        self.assertIn("Left for you to decide: 2", said)

    def test_imported_twice(self):
        """It doubles all; the same twice is no riddle, an old one and a moved one are."""
        record = Named("Europe/Rome", most=1)
        env = self.start(record)
        clients.run(["calcurse", "-q", "-i", record.path], env)
        self.assertEqual(record.proposals(self.give_back(env)), {})
        env = self.start(record)
        self.edit(env)
        clients.run(["calcurse", "-q", "-i", record.path], env)
        with open(record.folder + "/twice.ics", "wb") as file:
            file.write(self.give_back(env))
        found = json.loads(record.run("import", record.folder + "/twice.ics", "--json"))
        self.assertEqual((found["proposals"], sorted(n["reason"] for n in found["notes"])), ([], ["twice", "twice"]))

    def test_deleted(self):
        record = Named("Europe/Rome", most=1)
        env = self.start(record)
        clients.run(["calcurse", "-P", "--filter-type", "apt"], env)
        content = self.give_back(env)
        self.assertNotIn(b"visit-0", content)
        self.assertEqual(record.proposals(content), {})


#: Outlook: a zone of its own name, described by rules since 1601.
OUTLOOK = """BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:REQUEST
X-MS-OLK-FORCEINSPECTOROPEN:TRUE
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;CN="me";RSVP=TRUE:mailto:me@example.com
CLASS:PUBLIC
CREATED:20261120T080000Z
DESCRIPTION:Please come\\n
DTEND;TZID="W. Europe Standard Time":{end}
DTSTAMP:20261120T080000Z
DTSTART;TZID="W. Europe Standard Time":{start}
LAST-MODIFIED:20261120T080000Z
LOCATION:Day clinic\\, room 4
ORGANIZER;CN="Clinic":mailto:clinic@example.com
PRIORITY:5
SEQUENCE:0
SUMMARY;LANGUAGE=de:Infusion
TRANSP:OPAQUE
UID:040000008200E00074C5B7101A82E00800000000
X-ALT-DESC;FMTTYPE=text/html:<html><body>Please come</body></html>
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
#: Outlook on the web: a custom zone, observances of one day and time alone.
CUSTOM = OUTLOOK.replace("W. Europe Standard Time", "Customized Time Zone 1")
#: Google: UTC, a zone that nothing refers to.
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
DTSTART:{utc}
DTEND:{utc}
DTSTAMP:20261120T080000Z
ORGANIZER;CN=Clinic:mailto:clinic@example.com
UID:7kukuqrfedlm2f9t0qhp3ks1hc@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=me@example.com;X-NUM-GUESTS=0:mailto:me@example.com
X-GOOGLE-CONFERENCE:https://meet.example.com/a
CREATED:20261120T080000Z
DESCRIPTION:
LAST-MODIFIED:20261120T080000Z
LOCATION:Day clinic\\, room 4
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Infusion
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
#: Apple: the IANA name, its own description of it with the rules of years past.
APPLE = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//macOS 14.0//EN
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:MESZ
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:MEZ
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20261120T080000Z
DTEND;TZID=Europe/Berlin:{end}
DTSTAMP:20261120T080000Z
DTSTART;TZID=Europe/Berlin:{start}
LAST-MODIFIED:20261120T080000Z
LOCATION:Day clinic\\, room 4
SEQUENCE:1
SUMMARY:Infusion
TRANSP:OPAQUE
UID:0B5F0E4C-2E4E-4C0E-9B55-000000000000
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
END:VEVENT
END:VCALENDAR
"""
#: Names of zones that old programs wrote, without any description.
PREFIXES = ["/freeassociation.sourceforge.net/", "/freeassociation.sourceforge.net/Tzfile/", "/citadel.org/20190914_1/",
            "/mozilla.org/20050126_1/", "/softwarestudio.org/Olson_20011030_5/", "/softwarestudio.org/Tzfile/"]


class Invitations(unittest.TestCase):
    """Of a clinic in Berlin, read by people who live in other zones."""

    def setUp(self):
        self.record = Record("Asia/Kolkata", most=1)

    def read(self, template, local):
        start = local.strftime("%Y%m%dT%H%M%S")
        utc = local.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).astimezone(calendars.UTC).strftime("%Y%m%dT%H%M%SZ")
        path = self.record.folder + "/invitation.ics"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(template.format(start=start, end=start, utc=utc).replace("\n", "\r\n"))
        found = json.loads(self.record.run("import", path, "--for", "day-0", "--json"))["proposals"]
        self.assertEqual([(p["kind"], p["course"], p["place"]) for p in found], [("book", "day-0", "Day clinic, room 4")])
        return datetime.datetime.fromisoformat(found[0]["at"]).astimezone(calendars.UTC), found[0]["zone"]

    def check(self, template, zone):
        berlin = zoneinfo.ZoneInfo("Europe/Berlin")
        for day in calendars.days_around_changes("Europe/Berlin", YEAR):
            local = datetime.datetime.combine(day, TIME)
            at, found = self.read(template, local)
            self.assertEqual((at, found), (local.replace(tzinfo=berlin).astimezone(calendars.UTC), zone), day)

    def test_outlook(self):
        self.check(OUTLOOK, "Europe/Berlin")

    def test_outlook_without_description(self):
        self.check(re.sub("BEGIN:VTIMEZONE.*END:VTIMEZONE\n", "", OUTLOOK, flags=re.DOTALL), "Europe/Berlin")

    def test_a_zone_of_ones_own_name(self):
        self.check(CUSTOM, "Asia/Kolkata")

    def test_google(self):
        self.check(GOOGLE, "Asia/Kolkata")

    def test_apple(self):
        self.check(APPLE, "Europe/Berlin")

    def test_zones_with_a_prefix(self):
        bare = re.sub("BEGIN:VTIMEZONE.*END:VTIMEZONE\n", "", APPLE, flags=re.DOTALL)
        for prefix in PREFIXES:
            with self.subTest(prefix=prefix):
                self.check(bare.replace("Europe/Berlin", prefix + "Europe/Berlin"), "Europe/Berlin")

    def test_a_zone_that_is_named_elsewhere(self):
        named = APPLE.replace("TZID:Europe/Berlin\n", "TZID:Berlin time\nX-LIC-LOCATION:Europe/Berlin\n")
        self.check(named.replace("TZID=Europe/Berlin", "TZID=Berlin time"), "Europe/Berlin")

    def test_a_zone_that_nobody_knows_is_not_guessed(self):
        bare = re.sub("BEGIN:VTIMEZONE.*END:VTIMEZONE\n", "", CUSTOM, flags=re.DOTALL)
        path = self.record.folder + "/invitation.ics"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(bare.format(start="20270105T104000", end="20270105T104000"))
        found = json.loads(self.record.run("import", path, "--for", "day-0", "--json"))
        self.assertEqual((found["proposals"], found["notes"][0]["reason"]), ([], "unreadable"))
        self.assertIn("Customized Time Zone 1", found["notes"][0]["text"])


if __name__ == "__main__":
    unittest.main()
