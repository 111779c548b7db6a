#!/usr/bin/python3
"""khal edits the published calendar, which vdirsyncer carries to the server: what it rewrites by itself is nobody's change,
what the person changed is shown, kept and proposed."""
import os
import shutil
import subprocess
import unittest

import caldav

CONFIG = """[general]
status_path = "{home}/sync"

[pair treatments]
a = "here"
b = "there"
collections = null

[storage here]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"

[storage there]
type = "caldav"
url = "{url}"
username = "anna"
password = "{password}"
"""
KHAL = """[calendars]
[[treatments]]
path = {home}/calendar
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = treatments
"""


@unittest.skipUnless(all(map(shutil.which, ("radicale", "khal", "vdirsyncer"))), "radicale, khal and vdirsyncer are not all installed")
class Khal(caldav.Publishing):
    zone = "Europe/Berlin"

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00", "--place", "Ward 3, second floor; left")
        self.radiation()
        self.set_up()
        os.makedirs(self.path("calendar"))
        os.makedirs(self.path("clients", "khal"))
        for name, text in (("vdirsyncer", CONFIG), ("clients/khal/config", KHAL)):
            with open(self.path(name), "w", encoding="utf-8") as out:
                out.write(text.format(home=self.home, url=self.url, password=caldav.PASSWORD, zone=self.zone))
        self.tool("vdirsyncer", "discover", said="y\n")

    def tool(self, *words, said=""):
        environment = {**self.environment(), "PATH": os.environ["PATH"], "VDIRSYNCER_CONFIG": self.path("vdirsyncer"),
                       "XDG_CONFIG_HOME": self.path("clients"), "XDG_CACHE_HOME": self.path("cache"), "TZ": "UTC"}
        done = subprocess.run(words, env=environment, input=said.encode(), capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr.decode())
        return done.stdout.decode()

    def sync(self):
        self.tool("vdirsyncer", "sync")

    def khal_edits(self, title, *answers):
        """Its questions about the one event of that title."""
        said = self.tool("khal", "edit", "--show-past", title, said="\n".join([*answers, "q", ""]))
        self.sync()
        return said

    def file_of(self, uid):
        """vdirsyncer gives them names of its own."""
        for name in os.listdir(self.path("calendar")):
            with open(self.path("calendar", name), encoding="utf-8", newline="") as file:
                if "UID:" + uid in caldav.unfold(file.read()):
                    return self.path("calendar", name)
        return None

    def waiting(self):
        return [(row["dose"], row["text"]) for row in self.json("publish", "show")["changed_there"]]

    def written(self, uid):
        with open(self.file_of(uid), encoding="utf-8", newline="") as file:
            return caldav.unfold(file.read())

    def assert_nobody_s_change(self):
        """It is looked at once, nothing is sent, and nobody is asked."""
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 1})
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.waiting(), [])

    def test_what_khal_writes_by_itself(self):
        self.sync()
        uid = self.uid("Zoledronic acid infusion 1")
        before = self.written(uid)
        self.khal_edits("Zoledronic", "t", "2026-12-01 10:00 2026-12-01 11:00", "a", "1h")
        after = self.written(uid)
        # all of which is part of what is tested: no zone, another alarm, its own name
        self.assertIn("TZID", before)
        self.assertNotIn("TZID", after)
        self.assertNotIn("-PT2H", after)
        self.assertIn("khal", after)
        self.assert_nobody_s_change()
        # and what the record says next still gets there, and back to khal
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00", "--place", "Ward 4")
        self.assertEqual(self.publish()["PUT"], 1)
        self.assert_equal_but_for_numbers()
        self.sync()
        self.assertIn("20261203T090000", self.written(uid))

    def assert_equal_but_for_numbers(self):
        """Both raise the SEQUENCE, so it is higher than on record; what says the same in the form of khal stays in that."""
        here, there = self.here(), self.there()
        for uid, event in there.items():
            self.assertGreaterEqual(int(event.pop("SEQUENCE")[1]), int(here[uid].pop("SEQUENCE")[1]))
            for name in ("DTSTART", "DTEND"):
                event[name], here[uid][name] = event[name][1], here[uid][name][1]
        self.assert_same(there, here)

    def test_moved(self):
        self.sync()
        uid = self.uid("Zoledronic acid infusion 1")
        self.khal_edits("Zoledronic", "t", "2026-12-02 11:00 2026-12-02 12:00")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("zoledronic-acid/1", "In the calendar it is on Wed 2026-12-02 11:00.")])
        # not written over, whatever else changes on record
        self.run_it("move", "radiation/1", "2026-12-07 15:00")
        self.run_it("publish")
        self.assertIn("20261202T110000", self.there()[uid]["DTSTART"][1])
        self.assertIn("moved to Wed 2026-12-02 11:00", self.flat("import", "--published"))
        self.run_it("import", "--published", "--apply")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [])
        self.assert_equal_but_for_numbers()
        self.sync()
        self.assertEqual(self.publish(), {"PROPFIND": 1})

    def test_title_and_place(self):
        self.sync()
        self.khal_edits("Zoledronic", "l", "Ward 9", "s", "Infusion, Ward 9")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("zoledronic-acid/1", "Its title was changed. Its place was changed.")])
        self.run_it("publish", "--mine", "zoledronic-acid/1")
        self.assert_equal_but_for_numbers()
        self.sync()
        self.assertIn("Ward 3", self.written(self.uid("Zoledronic acid infusion 1")))

    def test_a_whole_day_gets_a_time(self):
        self.run_it("add", "denosumab", "--first", "2026-12-15", "--anyway")
        self.run_it("publish")
        self.sync()
        self.khal_edits("Denosumab injection 1", "t", "2026-12-15 14:00 2026-12-15 14:15")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("denosumab/1", "In the calendar it is on Tue 2026-12-15 14:00.")])

    def test_deleted(self):
        self.sync()
        uid = self.uid("Radiation therapy session 4")
        self.khal_edits("Radiation therapy session 4", "D", "y")
        self.assertNotIn(uid, self.there())
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("radiation/4", "It was deleted.")])
        self.assertIn("session 4 on Thu 2026-12-10 14:00 was deleted from the calendar on the server", self.flat("import", "--published"))
        self.run_it("publish", "--mine", "radiation/4")
        self.sync()
        self.assertIsNotNone(self.file_of(uid))


if __name__ == "__main__":
    unittest.main()
