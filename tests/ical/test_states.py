#!/usr/bin/python3
"""Every state of every kind of course, on both sides of a change of the clocks, through the programs that read calendars; then
the same after changes, in the way in which each of them takes up what is new."""
import datetime
import shutil
import subprocess
import unittest
import warnings
import zoneinfo

import icalendar

import caldav_server
import calendars
import clients
import evolution
import world

warnings.simplefilter("ignore")
# Since version 6 python-icalendar takes the zones of a file from python-dateutil, which cannot tell the two passes of a repeated
# hour apart and is tested for itself. With pytz they are what they were before.
if hasattr(icalendar, "use_pytz"):
    icalendar.use_pytz()


def local(value, info):
    """Seconds in UTC, or YYYYMMDD, as the World writes it."""
    if isinstance(value, str) and len(value) == 8:
        return "%s-%s-%s" % (value[:4], value[4:6], value[6:])
    return datetime.datetime.fromtimestamp(int(value), info).strftime("%Y-%m-%d %H:%M")


SPAN = datetime.date(2026, 12, 1), datetime.date(2027, 12, 31)


class EachZone(unittest.TestCase):
    maxDiff = None

    def each_zone(self, check):
        for zone in world.ZONES:
            with self.subTest(zone=zone):
                check(world.World(zone).fill())

    def each_change(self, begin, update, read):
        """begin: from a path to a client; update: client, path; read: client, World."""
        def check(made):
            client = begin(made.export("--tablets"))
            self.assertEqual(read(client, made), made.shows)
            made.change()
            update(client, made.export("--tablets"))
            self.assertEqual(read(client, made), made.shows)
        self.each_zone(check)


class Libical(EachZone):
    @staticmethod
    def read(path, made):
        out = subprocess.run([calendars.BUILD + "/read-calendar", path], text=True, capture_output=True, check=True).stdout
        info, found = zoneinfo.ZoneInfo(made.zone), {}
        for line in out.splitlines():
            _, title, start, end, status, _, alarms = line.split("\t")
            hours = [int(seconds) // 3600 for seconds in alarms.split(",") if seconds]
            found[title] = (local(start, info), local(end, info), status, hours)
        return found

    def test_states(self):
        self.each_zone(lambda made: self.assertEqual(self.read(made.export("--tablets"), made), made.shows))

    def test_changes(self):
        self.each_zone(lambda made: self.assertEqual(self.read(made.change().export("--tablets"), made), made.shows))

    def test_other_options(self):
        """What they write is a calendar too."""
        made = world.World(world.ZONES[0]).fill()
        for options in (["--private"], ["--lead-events"], ["--lead-events", "--private", "--tablets"], ["--days", "3000"]):
            self.read(made.export(*options), made)


def walk(calendar, made):
    """By the zone in the file."""
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    info, found = zoneinfo.ZoneInfo(made.zone), {}

    def moment(prop):
        if not isinstance(prop.dt, datetime.datetime):
            return str(prop.dt)
        at = prop.dt
        if "TZID" in prop.params:
            at = zones[prop.params["TZID"]].localize(at.replace(tzinfo=None))
        return at.astimezone(info).strftime("%Y-%m-%d %H:%M")
    for event in calendar.walk("VEVENT"):
        hours = [int(alarm["TRIGGER"].dt.total_seconds()) // 3600 for alarm in event.walk("VALARM")]
        found[str(event["SUMMARY"])] = (moment(event["DTSTART"]), moment(event["DTEND"]), str(event["STATUS"]), hours)
    return found


class PythonIcalendar(EachZone):
    @staticmethod
    def read(path, made):
        with open(path, "rb") as file:
            return walk(icalendar.Calendar.from_ical(file.read()), made)

    def test_states(self):
        self.each_zone(lambda made: self.assertEqual(self.read(made.export("--tablets"), made), made.shows))

    def test_changes(self):
        self.each_zone(lambda made: self.assertEqual(self.read(made.change().export("--tablets"), made), made.shows))

    def test_texts(self):
        made = world.World(world.ZONES[0]).fill()
        with open(made.export(), "rb") as file:
            places = [str(event.get("LOCATION")) for event in icalendar.Calendar.from_ical(file.read()).walk("VEVENT")]
        self.assertIn(world.HARD, places)


@unittest.skipUnless(evolution.is_here(), "evolution-data-server is not installed")
class Evolution(EachZone):
    @classmethod
    def setUpClass(cls):
        cls.server = evolution.Evolution()
        cls.addClassCleanup(cls.server.stop)

    def begin(self, path):
        calendar = self.server.new_calendar()
        calendar.receive(path)
        return calendar

    @staticmethod
    def read(calendar, made):
        info = zoneinfo.ZoneInfo(made.zone)
        states = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}
        return {title: (local(start, info), local(end, info), states[status.value_nick], [s // 3600 for s in alarms])
                for title, start, end, status, alarms, _, _ in calendar.read()}

    def test_states_and_changes(self):
        self.each_change(self.begin, lambda calendar, path: self.assertEqual(calendar.update(path)[0], 1), self.read)

    def test_the_same_again_changes_nothing(self):
        made = world.World(world.ZONES[0]).fill()
        calendar = self.begin(made.export("--tablets"))
        self.assertEqual(calendar.update(made.export("--tablets")), (0, 0))

    def test_texts(self):
        made = world.World(world.ZONES[0]).fill()
        path = made.export()
        with open(path, "rb") as file:
            meant = {str(event["SUMMARY"]): (str(event["DESCRIPTION"]), event.get("LOCATION"))
                     for event in icalendar.Calendar.from_ical(file.read()).walk("VEVENT")}
        got = {row[0]: row[5:] for row in self.begin(path).read()}
        self.assertEqual(got, meant)
        self.assertIn(world.HARD, [place for _, place in got.values()])


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Radicale(EachZone):
    """One object for each event, as a CalDAV client has it."""

    def setUp(self):
        self.server = caldav_server.Radicale()
        self.addCleanup(self.server.stop)
        self.sent, self.folders = {}, 0

    @staticmethod
    def objects(path):
        """The file as one object for each event, as a client parts it."""
        with open(path, "rb") as file:
            whole = icalendar.Calendar.from_ical(file.read())
        for event in whole.walk("VEVENT"):
            part = icalendar.Calendar({"VERSION": "2.0", "PRODID": whole["PRODID"]})
            zones = whole.walk("VTIMEZONE") if "TZID" in event["DTSTART"].params else []
            for component in (*zones, event):
                part.add_component(component)
            yield str(event["UID"]), part.to_ical()

    def send(self, folder, path):
        for uid, data in self.objects(path):
            if self.sent.get(uid) != data:
                self.server.ask("PUT", folder + uid + ".ics", data)
                self.sent[uid] = data
        return folder

    def begin(self, path):
        self.sent = {}
        self.folders += 1
        folder = "/someone/calendar-%d/" % self.folders
        self.server.ask("MKCALENDAR", folder)
        return self.send(folder, path)

    def read(self, folder, made):
        return walk(icalendar.Calendar.from_ical(self.server.ask("GET", folder)), made)

    def test_states_and_changes(self):
        self.each_change(self.begin, self.send, self.read)

    def test_texts(self):
        folder = self.begin(world.World(world.ZONES[0]).fill().export())
        whole = icalendar.Calendar.from_ical(self.server.ask("GET", folder))
        self.assertIn(world.HARD, [str(event.get("LOCATION")) for event in whole.walk("VEVENT")])


@unittest.skipUnless(shutil.which("khal"), "khal is not installed")
class Khal(EachZone):
    @staticmethod
    def read(khal, made):
        """It shows neither states nor alarms; its days end with themselves."""
        found = {}
        for start, end, whole, title, _ in khal.show(*SPAN).values():
            if whole == "True":
                start, end = start[:10], str(world.day(end) + world.DAY)
            found[title] = (start, end, *made.shows.get(title, (0, 0, 0, 0))[2:])
        return found

    def test_states_and_changes(self):
        def check(made):
            khal = clients.Khal(made.zone)
            for _ in range(2):
                self.assertEqual(self.read(khal.read(made.export("--tablets")), made), made.shows)
                if "X-ray" not in made.shows:
                    made.change()
        self.each_zone(check)


@unittest.skipUnless(shutil.which("calcurse"), "calcurse is not installed")
class Calcurse(EachZone):
    """It knows no second import: a file that is kept is read into an empty calendar again."""

    def check(self, made):
        visits, days = clients.calcurse(made.export("--tablets"), made.zone, *SPAN)
        shown = made.shows.items()
        self.assertEqual(visits, {(start, end, title) for title, (start, end, _, _) in shown if ":" in start})
        self.assertEqual(sorted(days), sorted((start, title) for title, (start, _, _, _) in shown if ":" not in start))

    def test_states(self):
        self.each_zone(self.check)

    def test_changes(self):
        self.each_zone(lambda made: self.check(made.change()))


if __name__ == "__main__":
    unittest.main()
