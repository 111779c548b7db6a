"""Calendars for the tests: made by make-calendar from plain dictionaries, with what each event means by zoneinfo."""
import atexit
import datetime
import os
import shutil
import subprocess
import tempfile
import zoneinfo

BUILD = os.environ["REGIMEN_ICAL_BUILD"]
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc
#: European rules, American ones, half an hour in the south, and none.
ZONES = ["Europe/Berlin", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]


def scratch():
    folder = tempfile.mkdtemp(prefix="regimen-ical-")
    atexit.register(shutil.rmtree, folder)
    return folder


def private_environment(folder, zone):
    """An environment in which a calendar program finds nothing but what the test gives it."""
    return {
        "PATH": os.environ["PATH"], "HOME": folder, "TZ": zone, "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": folder + "/config", "XDG_DATA_HOME": folder + "/data",
        "XDG_CACHE_HOME": folder + "/cache", "XDG_STATE_HOME": folder + "/state",
    }


def escape(value):
    text = str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return "\\s" + text[1:] if text.startswith(" ") else text


def write(path, events):
    """events: dictionaries with uid and the keys of make-calendar. Returns path."""
    source = path + ".ini"
    with open(source, "w", encoding="utf-8") as out:
        for event in events:
            out.write("[%s]\n" % event["uid"])
            out.writelines("%s=%s\n" % (k, escape(v)) for k, v in event.items() if k != "uid")
    with open(path, "wb") as out:
        subprocess.run([BUILD + "/make-calendar", source], stdout=out, check=True)
    return path


def changes(zone, year):
    """The instants of a year at which the offset of a zone changes, to the hour after."""
    info = zoneinfo.ZoneInfo(zone)
    at = datetime.datetime(year, 1, 1, tzinfo=UTC)
    found = []
    while at.year == year:
        if (at + HOUR).astimezone(info).utcoffset() != at.astimezone(info).utcoffset():
            found.append(at + HOUR)
        at += HOUR
    return found


def days_around_changes(zone, year):
    """The day before, of and after each change of the year; for a zone without changes those around an equinox."""
    around = changes(zone, year) or [datetime.datetime(year, 3, 29, 12, tzinfo=UTC)]
    days = [at.astimezone(zoneinfo.ZoneInfo(zone)).date() for at in around]
    return [day + n * DAY for day in days for n in (-1, 0, 1)]


def visits_around_changes(zone, year):
    """Visits at three times of each of those days, and a whole day each, as events."""
    events = []
    for day in days_around_changes(zone, year):
        for time in ("00:15", "10:40", "22:50"):
            events.append({"uid": "%s-%s@regimen" % (day, time.replace(":", "")), "zone": zone,
                           "start": "%sT%s" % (day, time), "minutes": 45, "alarms": 1,
                           "summary": "Visit %s %s" % (day, time)})
        events.append({"uid": "%s-0@regimen" % day, "zone": zone, "start": day, "alarms": 1,
                       "status": "tentative", "summary": "Day %s" % day})
    return sorted(events, key=lambda event: str(event["start"]))


def moment(event):
    """The instant that a timed event means: PEP 495 with fold 0 is RFC 5545 for a repeated hour and a gap."""
    local = datetime.datetime.fromisoformat(event["start"])
    return local.replace(tzinfo=zoneinfo.ZoneInfo(event["zone"])).astimezone(UTC)
