"""Files that nobody should have made. Each is a name, its bytes, and what must come of it: a pattern of the line that refuses
it, or None where it is read."""
import gzip
import io
import zipfile

UID = "3d4e2f10-0000-4000-8000-000000000001-1@regimen"
READ = None


def is_sanitized(program):
    """Whether it was built with a sanitizer, which needs more memory, time and rights."""
    with open(program, "rb") as file:
        return b"__asan_init" in file.read()


def calendar(*lines, end="\r\n"):
    return end.join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines, uid="a", start="DTSTART:20261203T090000Z"):
    return ["BEGIN:VEVENT", "UID:" + uid, "DTSTAMP:20261120T080000Z", *([start] if start else []), *lines, "END:VEVENT"]


def zone(*rules, tzid="X"):
    return ["BEGIN:VTIMEZONE", "TZID:" + tzid, "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100", *rules, "END:STANDARD", "END:VTIMEZONE"]


def in_zone(*rules, tzid="X"):
    return calendar(*zone(*rules, tzid=tzid), *event(start="DTSTART;TZID=%s:20261203T090000" % tzid))


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.ics", calendar(*event()))
    return out.getvalue()


def nested(name, depth):
    return calendar(*["BEGIN:" + name] * depth, *["END:" + name] * depth)


GOOD = calendar(*event("SUMMARY:Visit"))
MEGABYTE = 1024 * 1024

FILES = [
    # what the file is
    ("empty", b"", "it is empty"),
    ("blank", b"\r\n \n\t\r\n", "it is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", "it is empty"),
    ("byte order mark", b"\xef\xbb\xbf" + GOOD, READ),
    ("utf-16", GOOD.decode().encode("utf-16"), READ),
    ("utf-16 big", b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), READ),
    ("utf-16 without mark", GOOD.decode().encode("utf-16-le"), READ),
    ("utf-16 big without mark", GOOD.decode().encode("utf-16-be"), READ),
    ("utf-16 cut in its last character", GOOD.decode().encode("utf-16")[:-1], READ),
    ("utf-16 with half a pair", GOOD.decode().encode("utf-16") + b"\x00\xd8A\x00", "looks like UTF-16"),
    ("utf-16 with NUL", GOOD.decode().encode("utf-16") + b"\0\0", "looks like UTF-16"),
    ("a byte order mark of utf-16 alone", b"\xff\xfe", "it is empty"),
    ("30 MB of utf-16", b"\xff\xfe" + b"X\0" * 15 * MEGABYTE, "longer than 1024 KiB"),
    ("30 MB of letters that grow in UTF-8", b"\xff\xfe" + b"\x00\x4e" * 15 * MEGABYTE, "larger than 32 MiB"),
    ("utf-32", GOOD.decode().encode("utf-32-le"), "NUL"),
    ("utf-32 with mark", GOOD.decode().encode("utf-32"), "looks like UTF-16"),
    ("gzip", gzip.compress(GOOD), "gzip"),
    ("zip", zipped(), "zip"),
    ("html", b"<!DOCTYPE html><html><body>BEGIN:VCALENDAR</body></html>", "HTML"),
    ("html after blanks", b"\n\n  <html></html>", "calendar"),
    ("mail", b"Received: from x\r\n\r\n" + GOOD, "this is an email message"),
    ("pdf", b"%PDF-1.7\n\x00\x01", "PDF"),
    ("vcard", b"BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n", "vCard"),
    ("vCalendar 1.0", calendar(*event()).replace(b"VERSION:2.0", b"VERSION:1.0"), "version 1.0"),
    ("a database", b"SQLite format 3\0" + b"\0" * 100, "database"),
    ("noise", bytes(range(256)) * 100, "calendar|NUL"),
    ("text", b"To be or not to be\r\n", "this is not a calendar file"),
    ("an event without calendar", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "this is not a calendar file"),
    # size and depth
    ("33 MB", b"BEGIN:VCALENDAR\r\n" + b"X-A:b\r\n" * (5 * MEGABYTE), "larger than 32 MiB"),
    ("a line of 8 MB", calendar(*event("SUMMARY:" + "x" * 8 * MEGABYTE)), "longer than 1024 KiB"),
    ("8 MB folded", calendar(*event("SUMMARY:" + "\r\n ".join(["x" * 70] * (8 * MEGABYTE // 73)))), "longer than 1024 KiB"),
    ("folds of nothing", calendar(*event("SUMMARY:a" + "\r\n " * MEGABYTE)), READ),
    ("blank lines", calendar("\r\n" * 5 * MEGABYTE, *event()), READ),
    ("depth 100000", nested("X-A", 100000), "nested deeper"),
    ("events in events", nested("VEVENT", 7), "nested deeper"),
    ("alarms in alarms", calendar("BEGIN:VEVENT", *["BEGIN:VALARM"] * 5000), "nested deeper"),
    ("a calendar in a calendar", calendar("BEGIN:VCALENDAR", "END:VCALENDAR"), "a calendar within a calendar"),
    ("100000 components", calendar(*["BEGIN:VEVENT", "END:VEVENT"] * 100000), "more than (60000 components|20000 events)"),
    ("100000 alarms", calendar("BEGIN:VEVENT", *["BEGIN:VALARM", "END:VALARM"] * 100000, "END:VEVENT"), "more than 60000"),
    ("30000 events", calendar(*event() * 30000), "more than 20000 events"),
    ("2 million lines", calendar(*["A:"] * 2000000), "more than 1000000 lines"),
    ("a million parameters", calendar("X-A" + ";B=c" * 200000 + ":d"), READ),
    ("a million parameters of a start", calendar(*event(start="DTSTART" + ";B=c" * 200000 + ":20261203T090000Z")), "not a valid calendar line"),
    ("a picture of 8 MB", calendar(*event("ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "A" * 8 * MEGABYTE)), READ),
    ("a picture of 8 MB, folded", calendar(*event("ATTACH;VALUE=BINARY:" + "\r\n ".join(["x" * 70] * (8 * MEGABYTE // 73)))), READ),
    ("8 MB of letters in an event", calendar(*event("x" * 8 * MEGABYTE)), READ),
    ("cut off in a picture", b"BEGIN:VCALENDAR\r\nATTACH:" + b"A" * 2 * MEGABYTE, "ends in the middle"),
    ("cut off in 2 MB of letters", b"BEGIN:VCALENDAR\r\n" + b"A" * 2 * MEGABYTE, "ends in the middle"),
    ("a million parameters of lines", calendar(*["X-A" + ";B=c" * 50 + ":d"] * 20000, *event()), READ),
    ("a parameter of 900 KB", calendar("X-A;B=" + "c" * 900000 + ":d", *event()), READ),
    ("5000 zones", calendar(*sum((zone(tzid=str(n)) for n in range(5000)), [])), "more than 1000 time zones"),
    ("20000 events in 1000 zones", calendar(*sum((zone("RRULE:FREQ=YEARLY", tzid="Z%d" % n) for n in range(900)), []), *sum(
        (event(uid=str(n), start="DTSTART;TZID=Z%d:20361203T090000" % (n % 900)) for n in range(10000)), [])), READ),
    # structure
    ("cut off", GOOD[:-20], "ends in the middle|without a matching BEGIN"),
    ("cut off in a word", GOOD[:60], "ends in the middle|no line"),
    ("without END", b"BEGIN:VCALENDAR\r\n", "END:VCALENDAR is missing"),
    ("the wrong END", calendar("BEGIN:VEVENT", "END:VTODO"), "END:VTODO without a matching BEGIN"),
    ("END first", b"END:VCALENDAR\r\n", "without a matching BEGIN"),
    ("END without a name", calendar("BEGIN:VEVENT", "END:"), "without the name"),
    ("BEGIN of nothing", calendar("BEGIN:"), "without the name"),
    ("BEGIN of a name of 100 KB", calendar("BEGIN:" + "A" * 100000), "without the name"),
    ("something after the end", GOOD + b"X-A:b\r\n", "after the end"),
    ("two calendars", GOOD + GOOD, READ),
    ("no colon", calendar("SUMMARY"), "not a valid calendar line"),
    ("no name", calendar(":value"), READ),
    ("no name before the calendar", b":value\r\n" + GOOD, "this is not a calendar file"),
    ("a quote that never ends", calendar("DTSTART;TZID=\"Europe/Berlin:20261203T090000"), "not a valid calendar line"),
    ("a line that is not folded", calendar(*event("DESCRIPTION:a", "and so on")), READ),
    ("lines of a text that look like others", calendar(*event("DESCRIPTION:Begin", "Begin: 10:00", "End: 10:30", "End of it", "begin 10",
                                                              "Start (early): now", "\u00dcbrigens: kommen Sie", "Status ist offen")), READ),
    ("a broken parameter", calendar(*event("X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=Haus; Hof:geo:1,2", "LOCATION;X-TITLE=:Haus")), READ),
    ("no value", calendar(*event("ORGANIZER", "ATTENDEE;CN=x", "X-A;B", "CONTACT;X=\"y:z")), READ),
    ("a start without a value", calendar(*event(start="DTSTART")), "not a valid calendar line"),
    ("a start with half a zone", calendar(*event(start="DTSTART;TZID:20261203T090000")), "not a valid calendar line"),
    ("a status without a value", calendar(*event("STATUS;X=y")), "not a valid calendar line"),
    ("CR only", GOOD.replace(b"\r\n", b"\r"), READ),
    ("LF only", GOOD.replace(b"\r\n", b"\n"), READ),
    ("all in lower case", GOOD.lower().replace(b"t09", b"T09").replace(b"0z", b"0Z"), READ),
    # bytes
    ("NUL", calendar(*event("SUMMARY:a\0b")), "NUL"),
    ("invalid UTF-8", calendar(*event()).replace(b"UID:a", b"UID:\xff\xfe"), READ),
    ("latin-1", calendar(*event("SUMMARY:Kn\u00f6chel")).decode().encode("latin-1"), READ),
    ("a megabyte of latin-1", calendar(*event("SUMMARY:" + "\u00f6" * 1000000)).decode().encode("latin-1"), READ),
    ("undefined letters of Windows-1252", calendar(*event("SUMMARY:x")).replace(b":x", b":\x81\x8d\x8f\x90\x9d\x9b31m"), READ),
    ("overlong UTF-8", calendar(*event()).replace(b"UID:a", b"UID:\xc0\xaf"), READ),
    ("a surrogate", calendar(*event()).replace(b"UID:a", b"UID:\xed\xa0\x80"), READ),
    ("folded within a character", calendar(*event("SUMMARY:Kn\u00f6")).replace(b"\xc3\xb6", b"\xc3\r\n \xb6"), READ),
    ("terminal escapes", calendar(*event("SUMMARY:\x1b]0;owned\x07\x1b[2J\x9b31m", "LOCATION:\x1b[31mred")), READ),
    ("C1 escapes", calendar(*event("SUMMARY:\u009b31m\u0090q\u009c")), READ),
    ("direction marks", calendar(*event("SUMMARY:\u202eexe.sci\u2066\u200f")), READ),
    ("an escaped line end", calendar(*event("SUMMARY:a\\nregimen: all is well\\n\\n")), READ),
    ("encoded words", calendar(*event("SUMMARY:=?utf-8?B?AAAA?= =0A")), READ),
    # events
    ("no start", calendar(*event(start=None)), READ),
    ("two starts", calendar(*event("DTSTART:20261204T090000Z")), READ),
    ("a broken start", calendar(*event(start="DTSTART:2026-12-03")), READ),
    ("a start of letters", calendar(*event(start="DTSTART:tomorrow")), READ),
    ("year 0", calendar(*event(start="DTSTART:00000101T000000Z")), READ),
    ("year 9999", calendar(*event(start="DTSTART:99991231T235959Z")), READ),
    ("a negative year", calendar(*event(start="DTSTART:-20261203T000000Z")), READ),
    ("month 13, day 32, hour 25", calendar(*event(start="DTSTART:20261332T256161Z")), READ),
    ("a start of 100 KB", calendar(*event(start="DTSTART:" + "2" * 100000)), READ),
    ("no UID", calendar("BEGIN:VEVENT", "DTSTART:20261203T090000Z", "END:VEVENT"), READ),
    ("a UID of 900 KB", calendar(*event(uid="u" * 900000)), READ),
    ("10000 events of one UID", calendar(*event() * 10000), READ),
    ("10000 versions of one dose", calendar(*event(uid=UID) * 10000), READ),
    ("20000 doses of a course", calendar(*sum((event(uid=UID.replace("-1@", "-%d@" % (n + 1))) for n in range(20000)), [])), READ),
    ("20000 doses far ahead", calendar(*sum((event(uid=UID.replace("-1@", "-%d@" % (99999 - n))) for n in range(20000)), [])), READ),
    ("a dose with a gigantic number", calendar(*event(uid=UID.replace("-1@", "-99999999999999999999@"))), READ),
    ("a dose with a negative number", calendar(*event(uid=UID.replace("-1@", "--1@"))), READ),
    ("SQL in the UID", calendar(*event(uid="'; DROP TABLE courses; --")), READ),
    ("a gigantic SEQUENCE", calendar(*event("SEQUENCE:99999999999999999999999999")), READ),
    ("a negative SEQUENCE", calendar(*event("SEQUENCE:-5")), READ),
    ("negative DURATION", calendar(*event("DURATION:-P9999999999W")), READ),
    ("an end before the start", calendar(*event("DTEND:19000101T000000Z")), READ),
    ("RRULE every second", calendar(*event("RRULE:FREQ=SECONDLY")), READ),
    ("RRULE with a huge COUNT", calendar(*event("RRULE:FREQ=SECONDLY;COUNT=999999999999")), READ),
    ("RRULE with nonsense", calendar(*event("RRULE:FREQ=YEARLY;BYSETPOS=" + ",".join(map(str, range(-9999, 9999))))), READ),
    ("RRULE that never comes", calendar(*event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")), READ),
    ("RRULE without an end", calendar(*event("RRULE:FREQ=DAILY")), READ),
    ("RRULE that never meets its weekday", calendar(*event("RRULE:FREQ=DAILY;INTERVAL=7;COUNT=366;BYDAY=MO,TH")), READ),
    ("RRULE of 1 MB", calendar(*event("RRULE:FREQ=DAILY;COUNT=2;BYDAY=" + "MO," * 300000)), READ),
    ("RRULE until the year 9999", calendar(*event("RRULE:FREQ=DAILY;UNTIL=99991231T000000Z")), READ),
    ("RRULE until year 0", calendar(*event("RRULE:FREQ=DAILY;UNTIL=00000101")), READ),
    ("RRULE to the end of 2199", calendar(*event("RRULE:FREQ=WEEKLY;INTERVAL=366;COUNT=366", start="DTSTART:21991230T000000Z")), READ),
    ("100 RRULEs", calendar(*event(*["RRULE:FREQ=DAILY;COUNT=366"] * 100)), READ),
    ("10000 series", calendar(*sum((event("RRULE:FREQ=DAILY;COUNT=366", uid=str(n)) for n in range(10000)), [])),
     "more than 20000 appointments"),
    ("54 series", calendar(*sum((event("RRULE:FREQ=DAILY;COUNT=366", uid=str(n)) for n in range(54)), [])), READ),
    ("10000 series of one UID", calendar(*event("RRULE:FREQ=DAILY;COUNT=366") * 10000), READ),
    ("a dose that repeats", calendar(*event("RRULE:FREQ=DAILY;COUNT=366", uid=UID)), READ),
    ("10000 changed days of one series", calendar(*event("RRULE:FREQ=DAILY;COUNT=366"), *sum(
        (event("RECURRENCE-ID:20261203T%06dZ" % (n % 240000)) for n in range(10000)), [])), READ),
    ("a day in RANGE", calendar(*event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T090000Z")), READ),
    ("a series in a zone that nobody knows", calendar(*event("RRULE:FREQ=DAILY;COUNT=3", start="DTSTART;TZID=Nowhere:20261203T090000")),
     READ),
    ("a line of 400 EXDATEs", calendar(*event("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:" + ",".join(["20261203T090000Z"] * 400))), READ),
    ("EXDATE of all", calendar(*event("RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20261203T090000Z")), READ),
    ("RDATE of periods", calendar(*event("RDATE;VALUE=PERIOD:20261204T090000Z/PT1H")), READ),
    ("a series called off that nobody knows", calendar("METHOD:CANCEL", *event("RRULE:FREQ=DAILY;COUNT=3", start=None)), READ),
    ("100000 RDATEs", calendar(*event(*["RDATE:20261203T090000Z"] * 100000)), READ),
    ("circular RECURRENCE-ID", calendar(*event("RECURRENCE-ID:20261203T090000Z", "RRULE:FREQ=DAILY"),
                                        *event("RECURRENCE-ID:20261203T090000Z", "RRULE:FREQ=DAILY")), READ),
    ("ATTACH of a file", calendar(*event("ATTACH:file:///etc/passwd", "ATTACH;VALUE=BINARY:" + "A" * 100000)), READ),
    ("an alarm that runs a program", calendar("BEGIN:VEVENT", "UID:a", "DTSTART:20261203T090000Z", "BEGIN:VALARM",
                                              "ACTION:PROCEDURE", "ATTACH:file:///bin/sh", "TRIGGER:-PT1S", "END:VALARM",
                                              "END:VEVENT"), READ),
    ("COMPLETED in the year 9999", calendar("BEGIN:VTODO", "UID:a", "DUE:20261203T090000Z", "COMPLETED:99991231T000000Z",
                                            "END:VTODO"), READ),
    # methods
    ("METHOD:REPLY", calendar("METHOD:REPLY", *event()), "METHOD:REPLY means an answer"),
    ("METHOD:COUNTER", calendar("METHOD:counter", *event()), "METHOD:COUNTER means an answer"),
    ("METHOD:CANCEL", calendar("METHOD:CANCEL", *event()), READ),
    ("METHOD:REQUEST", calendar("METHOD:REQUEST", *event()), READ),
    ("a METHOD from hell", calendar("METHOD:" + "X" * 100000, *event()), READ),
    # zones
    ("a zone that is a path", calendar(*event(start="DTSTART;TZID=../../etc/passwd:20261203T090000")), READ),
    ("a zone that is an absolute path", calendar(*event(start="DTSTART;TZID=/etc/passwd:20261203T090000")), READ),
    ("a zone that is a folder", calendar(*event(start="DTSTART;TZID=Europe:20261203T090000")), READ),
    ("a zone of 900 KB", calendar(*event(start="DTSTART;TZID=%s:20261203T090000" % ("A/" * 450000))), READ),
    ("a zone of slashes", calendar(*event(start="DTSTART;TZID=%s:20261203T090000" % ("/" * 180))), READ),
    ("20000 zones of slashes", calendar(*event(start="DTSTART;TZID=%s:20261203T090000" % ("A/" * 100)) * 20000), READ),
    ("a zone with rules every second", in_zone("RRULE:FREQ=SECONDLY"), READ),
    ("a zone with rules every second from year 1", in_zone("RRULE:FREQ=SECONDLY;INTERVAL=1").replace(b"19700101", b"00010101"), READ),
    ("a zone with yearly rules of seconds", in_zone("RRULE:FREQ=YEARLY;BYSECOND=" + ",".join(map(str, range(60)))), READ),
    ("a zone with a huge COUNT", in_zone("RRULE:FREQ=YEARLY;COUNT=999999999"), READ),
    ("a zone with INTERVAL 0", in_zone("RRULE:FREQ=YEARLY;INTERVAL=0"), READ),
    ("a zone with a month 99", in_zone("RRULE:FREQ=YEARLY;BYMONTH=99;BYDAY=9999SU"), READ),
    ("a zone with a rule that never comes", in_zone("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"), READ),
    ("a zone with 10000 rules", in_zone(*["RRULE:FREQ=YEARLY"] * 10000), READ),
    ("a zone with 10000 RDATEs", in_zone(*["RDATE:20200101T000000"] * 10000), READ),
    ("a zone in a zone", calendar("BEGIN:VTIMEZONE", *zone(), "END:VTIMEZONE"), READ),
    ("a zone with a gigantic offset", in_zone().replace(b"+0100", b"+99999999"), READ),
    ("a zone without rules", calendar("BEGIN:VTIMEZONE", "TZID:X", "END:VTIMEZONE",
                                      *event(start="DTSTART;TZID=X:20261203T090000")), READ),
    ("a zone that is called Europe/Berlin and is not", in_zone(tzid="Europe/Berlin"), READ),
]
