#!/usr/bin/python3
"""Invitations in the shapes that mail programs and hospitals write: each is read to the right local time, or it is said that a
person has to ask. Wherever two readings are possible none of them is taken."""
import datetime
import json
import unittest
import zoneinfo

import calendars
from test_read_back import Record

#: What Windows calls a zone, and the zone (the territory "001" of CLDR's windowsZones) by the name it has today: CLDR keeps
#: former names, which a system need not have.
WINDOWS = {"W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
           "Central Europe Standard Time": "Europe/Budapest", "Central European Standard Time": "Europe/Warsaw",
           "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik", "GTB Standard Time": "Europe/Bucharest",
           "FLE Standard Time": "Europe/Kyiv", "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
           "Pacific Standard Time": "America/Los_Angeles", "US Mountain Standard Time": "America/Phoenix",
           "E. South America Standard Time": "America/Sao_Paulo", "India Standard Time": "Asia/Kolkata",
           "China Standard Time": "Asia/Shanghai", "Tokyo Standard Time": "Asia/Tokyo",
           "AUS Eastern Standard Time": "Australia/Sydney", "Lord Howe Standard Time": "Australia/Lord_Howe",
           "New Zealand Standard Time": "Pacific/Auckland", "South Africa Standard Time": "Africa/Johannesburg", "UTC": "UTC"}
BERLIN = ["BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
          "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:16010101T020000",
          "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT"]
WINTER, SUMMER = "20270112T104000", "20270713T104000"


def zone(tzid, rules):
    return ["BEGIN:VTIMEZONE", "TZID:" + tzid, *rules, "END:VTIMEZONE"]


def fixed(offset):
    return ["BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:" + offset, "TZOFFSETTO:" + offset, "END:STANDARD"]


def calendar(*lines, method="REQUEST", calendar_lines=()):
    return ["BEGIN:VCALENDAR", "PRODID:-//somebody//EN", "VERSION:2.0", "METHOD:" + method, *calendar_lines, *lines, "END:VCALENDAR"]


def event(*lines, uid="040000008200E00074C5B7101A82E008"):
    return ["BEGIN:VEVENT", "UID:" + uid, "DTSTAMP:20261120T080000Z", "SEQUENCE:0", "SUMMARY:Infusion", *lines, "END:VEVENT"]


class Makers(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.records = {name: Record(name, most=1) for name in ("Europe/Berlin", "America/New_York")}

    def read(self, lines, home="Europe/Berlin", encoding="utf-8", words=("--for", "day-0")):
        record = self.records[home]
        path = record.folder + "/invitation.ics"
        with open(path, "wb") as file:
            file.write("".join(line + "\r\n" for line in lines).encode(encoding))
        return json.loads(record.run("import", path, *words, "--json"))

    def at(self, lines, **more):
        """Its instant, whether a person has to choose, and the kind."""
        found = self.read(lines, **more)
        self.assertEqual((len(found["proposals"]), found["notes"]), (1, []), found)
        proposal = found["proposals"][0]
        return datetime.datetime.fromisoformat(proposal["at"]).astimezone(calendars.UTC), proposal["choice"], proposal["kind"]

    @staticmethod
    def instant(stamp, name):
        return datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=zoneinfo.ZoneInfo(name)).astimezone(calendars.UTC)

    def check(self, tzid, name, rules=None, **more):
        for stamp in (WINTER, SUMMER):
            lines = calendar(*(zone(tzid, rules) if rules else []), *event('DTSTART;TZID="%s":%s' % (tzid, stamp)))
            self.assertEqual(self.at(lines, **more), (self.instant(stamp, name), False, "book"), stamp)

    def unreadable(self, lines, says):
        found = self.read(lines)
        self.assertEqual((found["proposals"], [n["reason"] for n in found["notes"]]), ([], ["unreadable"]))
        self.assertIn(says, found["notes"][0]["text"])

    # ---- names of zones ----

    def test_windows(self):
        for tzid, name in WINDOWS.items():
            with self.subTest(zone=tzid):
                self.check(tzid, name)
                self.check(tzid, name, home="America/New_York")

    def test_windows_with_rules(self):
        self.check("W. Europe Standard Time", "Europe/Berlin", BERLIN)

    def test_names_for_people(self):
        """Exchange takes what its settings show; only the rules say what is meant."""
        for tzid in ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "tzone://Microsoft/Custom",
                     "Mitteleuropaeische Zeit", "GMT+0100", "Customized Time Zone 1"):
            with self.subTest(zone=tzid):
                self.check(tzid, "Europe/Berlin", BERLIN)
                self.unreadable(calendar(*event('DTSTART;TZID="%s":%s' % (tzid, WINTER))), tzid)

    def test_names_are_text(self):
        """A comma in a property of type TEXT has a backslash before it; some programs write it in the parameter too, or quotes."""
        name = "(UTC+01:00) Amsterdam, Berlin"
        escaped = name.replace(",", "\\,")
        for in_zone, in_event in ((escaped, name), (escaped, escaped), (name, name), ('"%s"' % name, name)):
            with self.subTest(zone=in_zone, event=in_event):
                for stamp in (WINTER, SUMMER):
                    lines = calendar(*zone(in_zone, BERLIN), *event('DTSTART;TZID="%s":%s' % (in_event, stamp)))
                    self.assertEqual(self.at(lines), (self.instant(stamp, "Europe/Berlin"), False, "book"))
        lines = calendar(*zone("x\\,y", ["X-LIC-LOCATION:Europe\\/Berlin"]), *event('DTSTART;TZID="x,y":' + SUMMER))
        self.assertEqual(self.at(lines)[0], self.instant(SUMMER, "Europe/Berlin"))
        lines = calendar(*event("DTSTART:" + SUMMER), calendar_lines=["X-WR-TIMEZONE:America\\/New_York"])
        self.assertEqual(self.at(lines)[0], self.instant(SUMMER, "America/New_York"))

    def test_utc_and_a_zone(self):
        """RFC 5545 forbids it: of the two readings none is taken without a word, unless they are the same."""
        for home in ("Europe/Berlin", "America/New_York"):
            lines = calendar(*event("DTSTART;TZID=Europe/Berlin:%sZ" % SUMMER))
            self.assertEqual(self.at(lines, home=home), (self.instant(SUMMER, "UTC"), True, "book"))
            other = self.instant(SUMMER, "Europe/Berlin").astimezone(zoneinfo.ZoneInfo(home)).strftime("%H:%M")
            self.assertIn("The file gives this time in UTC and also names the time zone \"Europe/Berlin\": in that zone it would be "
                          "Tue 2027-07-13 %s, time of %s. Ask the clinic which one is right." % (other, home),
                          self.read(lines, home=home)["proposals"][0]["text"])
        lines = calendar(*zone("Custom", BERLIN), *event("DTSTART;TZID=Custom:%sZ" % SUMMER))
        self.assertEqual(self.at(lines), (self.instant(SUMMER, "UTC"), True, "book"))
        lines = calendar(*event("DTSTART;TZID=Nowhere:%sZ" % SUMMER))
        self.assertEqual(self.at(lines), (self.instant(SUMMER, "UTC"), True, "book"))
        self.assertIn("a time zone that is not known here, \"Nowhere\".", self.read(lines)["proposals"][0]["text"])
        for tzid in ("UTC", "Etc/UTC", "Africa/Abidjan"):
            lines = calendar(*event("DTSTART;TZID=%s:%sZ" % (tzid, SUMMER)))
            self.assertEqual(self.at(lines), (self.instant(SUMMER, "UTC"), False, "book"))
        lines = calendar(*event("DTSTART:%sZ" % SUMMER), calendar_lines=["X-WR-TIMEZONE:America/New_York"])
        self.assertEqual(self.at(lines), (self.instant(SUMMER, "UTC"), False, "book"))
        lines = calendar(*event("DTSTART;TZID=Europe/Berlin:%sZ" % WINTER, "RDATE;TZID=Europe/Berlin:%sZ" % SUMMER))
        found = self.read(lines, words=("--for", "day-0", "--event", "2"))["proposals"]
        self.assertEqual([(p["at"][:16], p["choice"]) for p in found], [("2027-07-13T12:40", True)])

    def test_zones_that_say_nothing(self):
        """Nothing is made up where a description is empty, lacks a part, or begins after the event."""
        standard = BERLIN[:6]
        for rules in ([], ["LAST-MODIFIED:20200101T000000Z"], ["BEGIN:STANDARD", "END:STANDARD"],
                      [line for line in standard if not line.startswith("TZOFFSETTO")],
                      [line for line in standard if not line.startswith("DTSTART")],
                      [line.replace("TZOFFSETTO:+0100", "TZOFFSETTO:1") for line in standard],
                      [line.replace("16010101", "20300101") for line in standard]):
            with self.subTest(rules=rules):
                self.unreadable(calendar(*zone("Custom", rules), *event("DTSTART;TZID=Custom:" + WINTER)), "Custom")
                for stamp in (WINTER, SUMMER):
                    lines = calendar(*zone("Europe/Berlin", rules), *event("DTSTART;TZID=Europe/Berlin:" + stamp))
                    self.assertEqual(self.at(lines), (self.instant(stamp, "Europe/Berlin"), False, "book"))
        lines = calendar(*zone("Custom", []), *zone("Custom", BERLIN), *event("DTSTART;TZID=Custom:" + SUMMER))
        self.assertEqual(self.at(lines), (self.instant(SUMMER, "Europe/Berlin"), False, "book"))

    def test_utc_of_exchange(self):
        self.check("tzone://Microsoft/Utc", "UTC")
        self.check("tzone://Microsoft/Utc", "UTC", fixed("+0000"))

    def test_a_name_and_rules_that_do_not_agree(self):
        """EST has no summer in the tz database; the one that is meant has. So has a Berlin without one."""
        for tzid, rules, summer in (("EST", [line.replace("+0200", "-0400").replace("+0100", "-0500") for line in BERLIN], "-04:00"),
                                    ("Europe/Berlin", fixed("+0100"), "+01:00"), ("W. Europe Standard Time", fixed("+0000"), "+00:00")):
            with self.subTest(zone=tzid):
                lines = calendar(*zone(tzid, rules), *event("DTSTART;TZID=%s:%s" % (tzid, SUMMER)))
                self.assertTrue(self.at(lines)[1])
                text = self.read(lines)["proposals"][0]["text"]
                other = datetime.datetime.fromisoformat("2027-07-13T10:40:00" + summer).astimezone(zoneinfo.ZoneInfo("Europe/Berlin"))
                self.assertIn("The file describes the time zone \"%s\" differently from what its name means: by that description "
                              "it would be Tue 2027-07-13 %s, time of Europe/Berlin. Ask the clinic which one is right."
                              % (tzid, other.strftime("%H:%M")), text)
                record = self.records["Europe/Berlin"]
                self.assertIn("Left for you to decide: 1",
                              record.run("import", record.folder + "/invitation.ics", "--for", "day-0", "--apply"))

    def test_the_zone_of_the_calendar(self):
        for stamp in (WINTER, SUMMER):
            lines = calendar(*event("DTSTART:" + stamp), calendar_lines=["X-WR-TIMEZONE:America/New_York"])
            self.assertEqual(self.at(lines), (self.instant(stamp, "America/New_York"), False, "book"))
            lines = calendar(*event("DTSTART;TZID=Europe/Rome:" + stamp), calendar_lines=["X-WR-TIMEZONE:America/New_York"])
            self.assertEqual(self.at(lines), (self.instant(stamp, "Europe/Rome"), False, "book"))
        self.unreadable(calendar(*event("DTSTART:" + WINTER), calendar_lines=["X-WR-TIMEZONE:Nowhere"]), "Nowhere")

    def test_no_zone_is_that_of_the_patient(self):
        for home in ("Europe/Berlin", "America/New_York"):
            self.assertEqual(self.at(calendar(*event("DTSTART:" + SUMMER)), home=home), (self.instant(SUMMER, home), False, "book"))

    # ---- whole days ----

    def test_whole_days(self):
        flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
        for lines in (["DTSTART;VALUE=DATE:20270713", "DTEND;VALUE=DATE:20270714", flag],
                      ["DTSTART;VALUE=DATE:20270713"],
                      ['DTSTART;TZID="W. Europe Standard Time":20270713T000000', 'DTEND;TZID="W. Europe Standard Time":20270714T000000',
                       flag],
                      ["DTSTART:20270713T000000", flag],
                      ["DTSTART:20270712T220000Z", "DTEND:20270713T220000Z", flag],
                      ["DTSTART:20270712T220000Z", "DTEND:20270713T220000Z"],
                      ["DTSTART:20270712T220000Z", "DURATION:P1D"],
                      ["DTSTART;TZID=Europe/Berlin:20270713T000000", "DURATION:P2D"],
                      ["DTSTART;TZID=Europe/Berlin:20270713T000000", "DTEND;VALUE=DATE:20270714"],
                      ["DTSTART:20270713T000000", "X-FUNAMBOL-ALLDAY:1"],
                      # the last second or minute of the day; a day of 25 hours
                      ["DTSTART:20270712T220000Z", "DTEND:20270713T215959Z"], ["DTSTART:20270712T220000Z", "DURATION:PT23H59M"],
                      ["DTSTART;TZID=Europe/Berlin:20270713T000000", "DTEND;TZID=Europe/Berlin:20270713T235959"],
                      ["DTSTART;TZID=Europe/Berlin:20270713T000000", "DTEND;TZID=Europe/Berlin:20270713T235900"],
                      ["DTSTART;VALUE=DATE:20270713T000000"]):
            with self.subTest(lines=lines):
                proposal = self.read(calendar(*event(*lines)))["proposals"][0]
                self.assertEqual((proposal["kind"], proposal["at"], proposal["choice"]), ("move", "2027-07-13", False))

    def test_perhaps_whole_days(self):
        """A day that a converter wrote as 00:00 in UTC would be an appointment at night."""
        flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
        night, morning = "02:00", "10:40"
        for lines, other in ((["DTSTART:20270713T000000Z", "DTEND:20270714T000000Z", flag], night),
                             (["DTSTART:20270713T000000Z", "DTEND:20270714T000000Z"], night),
                             (["DTSTART:20270713T000000Z", "DTEND:20270713T235959Z"], night),
                             (["DTSTART:20270713T000000Z", "DTEND:20270713T235900Z"], night),
                             (["DTSTART:20270713T000000Z", "DTEND:20270714T235959Z"], night),
                             (["DTSTART:20270713T000000Z", "DURATION:PT23H59M59S"], night),
                             (["DTSTART;VALUE=DATE:20270713T104000"], morning), (["DTSTART;VALUE=DATE:20270713T084000Z"], morning),
                             (["DTSTART;VALUE=DATE:20270713T000000Z"], night),
                             (["DTSTART:20270713T000000Z", "DURATION:P1D"], night), (["DTSTART:20270713T000000Z", "DURATION:PT24H"], night),
                             (["DTSTART:20270713T000000Z", flag], night), (["DTSTART:20270713T000000Z"], night),
                             (["DTSTART:20270713T000000Z", "DTEND:20270713T000000Z"], night),
                             (["DTSTART;TZID=Europe/Berlin:20270713T104000", flag], morning),
                             (["DTSTART:20270713T084000Z", "DTEND:20270713T090000Z", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE"], morning),
                             (["DTSTART;TZID=Europe/Berlin:20270713T000000"], "00:00")):
            with self.subTest(lines=lines):
                proposal = self.read(calendar(*event(*lines)))["proposals"][0]
                self.assertEqual((proposal["kind"], proposal["at"], proposal["choice"]), ("move", "2027-07-13", True))
                self.assertIn("The file may mean the whole day, or Tue 2027-07-13 %s, time of Europe/Berlin. Ask the clinic which one is right."
                              % other, proposal["text"])
                start = "regimen import %s/invitation.ics --for day-0/1 --at " % self.records["Europe/Berlin"].folder
                self.assertEqual(proposal["commands"], [start + "2027-07-13 --apply", start + '"2027-07-13 %s" --apply' % other])
        proposal = self.read(calendar(*event("DTSTART:20270713T000000Z", flag)), home="America/New_York")["proposals"][0]
        self.assertEqual((proposal["at"], proposal["choice"]), ("2027-07-13", True))

    def test_days_when_the_clocks_change(self):
        """A whole day has 23 or 25 hours then."""
        for day, lines in (("2027-10-31", ["DTSTART:20271030T220000Z", "DTEND:20271031T230000Z"]),
                           ("2027-10-31", ["DTSTART:20271030T220000Z", "DTEND:20271031T225959Z"]),
                           ("2027-03-28", ["DTSTART:20270327T230000Z", "DTEND:20270328T220000Z"])):
            proposal = self.read(calendar(*event(*lines)))["proposals"][0]
            self.assertEqual((proposal["kind"], proposal["at"], proposal["choice"]), ("move", day, False))

    def test_no_whole_days(self):
        for lines, kind in ((["DTSTART;TZID=Europe/Berlin:20270713T104000", "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"], "book"),
                            (["DTSTART:20270712T220000Z"], "book"),
                            (["DTSTART:20270713T000000Z", "DTEND:20270713T003000Z"], "book"),
                            (["DTSTART:20270713T000000Z", "DURATION:PT1H"], "book"),
                            (["DTSTART:20270712T220000Z", "DTEND:20270713T200000Z"], "book"),
                            (["DTSTART;TZID=Europe/Berlin:20270713T000000", "DTEND;TZID=Europe/Berlin:20270713T120000"], "book"),
                            (["DTSTART:20270713T084000Z", "DURATION:P1D"], "book")):
            self.assertEqual(self.at(calendar(*event(*lines)))[1:], (False, kind))

    # ---- bytes ----

    def test_encodings(self):
        lines = calendar(*event("DTSTART:20270112T094000Z", "LOCATION:Röntgenhaus, 2. Stock „Süd“"))
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"):
            with self.subTest(encoding=encoding):
                self.assertEqual(self.read(lines, encoding=encoding)["proposals"][0]["place"], "Röntgenhaus, 2. Stock „Süd“")
        lines = [line.replace("„", "").replace("“", "") for line in lines]
        self.assertEqual(self.read(lines, encoding="latin-1")["proposals"][0]["place"], "Röntgenhaus, 2. Stock Süd")

    # ---- methods, and several calendars in a file ----

    def test_answers_are_no_appointments(self):
        record = self.records["Europe/Berlin"]
        path = record.folder + "/answer.ics"
        for method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD", "reply", " REPLY"):
            for lines in (calendar(*event("DTSTART:20270112T094000Z"), method=method),
                          calendar(*event("DTSTART:20270112T094000Z", "METHOD:" + method))):
                with open(path, "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
                with self.assertRaises(Exception) as caught:
                    record.run("import", path)
                self.assertIn("METHOD:%s means an answer to an invitation" % method.strip().upper(), caught.exception.stderr)

    def test_called_off_in_every_form(self):
        start = "DTSTART:20270112T094000Z"
        plain = calendar(*event(start))
        for form, lines in (
                ("METHOD before", calendar(*event(start), method="CANCEL")),
                ("METHOD with blanks", calendar(*event(start), method=" Cancel ")),
                ("METHOD in the event", [*calendar(*event("METHOD:CANCEL", start))]),
                ("METHOD behind the events", [*plain[:-1], "METHOD:CANCEL", plain[-1]]),
                ("METHOD twice", [*plain[:2], "METHOD:CANCEL", *plain[2:]]),
                ("STATUS", calendar(*event(start, "STATUS:CANCELLED"))),
                ("STATUS, American", calendar(*event(start, "STATUS:CANCELED"))),
                ("STATUS, with blanks", calendar(*event(start, "STATUS: CANCELLED "))),
                ("STATUS, in small letters", calendar(*event(start, "status:Canceled"))),
                ("title", [line.replace("SEQUENCE:0", "SEQUENCE:1").replace("SUMMARY:", "SUMMARY:Canceled: ")
                           for line in calendar(*event(start))]),
                ("title, with blanks", [line.replace("SEQUENCE:0", "SEQUENCE: 1 ").replace("SUMMARY:", "SUMMARY: CANCELLED: ")
                                        for line in calendar(*event(start))])):
            with self.subTest(form=form):
                self.assertEqual([e["cancelled"] for e in self.read(lines, words=())["foreign"]], [True])
        for form, lines in (("nothing", plain), ("another word", calendar(*event(start, "STATUS:CONFIRMED"))),
                            ("a title from the beginning", [line.replace("SUMMARY:", "SUMMARY:Canceled: ") for line in plain]),
                            ("of an alarm", calendar(*event(start, "BEGIN:VALARM", "STATUS:CANCELLED", "METHOD:CANCEL", "END:VALARM")))):
            with self.subTest(form=form):
                self.assertEqual([e["cancelled"] for e in self.read(lines, words=())["foreign"]], [False])

    def test_several_calendars(self):
        """The second one calls off, has no zone of its own, and is read by itself."""
        lines = [*calendar(*event("DTSTART:" + WINTER, uid="a"), calendar_lines=["X-WR-TIMEZONE:America/New_York"]),
                 *calendar(*event("DTSTART:" + WINTER, uid="b"), method="CANCEL"),
                 *calendar(*event("DTSTART:" + WINTER, uid="c"), method="PUBLISH")]
        found = [(e["uid"], e["at"], e["cancelled"]) for e in self.read(lines, words=())["foreign"]]
        self.assertEqual(found, [("a", "2027-01-12T10:40:00-05:00", False), ("b", "2027-01-12T10:40:00+01:00", True),
                                 ("c", "2027-01-12T10:40:00+01:00", False)])


if __name__ == "__main__":
    unittest.main()
