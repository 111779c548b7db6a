#!/usr/bin/python3
"""Evolution and GNOME Calendar edit the published calendar: evolution-data-server opens it with its own CalDAV backend, over
Radicale. What it rewrites by itself is nobody's change; what the person changed is shown, kept and proposed."""
import os
import shutil
import sys
import time
import unittest

import caldav

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../ical"))
import evolution  # noqa: E402
from evolution import ECal, EDataServer, GLib, ICalGLib  # noqa: E402

PATIENCE = 60


def set_time(event, kind, text):
    """The clock of @kind, in the zone it has."""
    event.get_first_property(kind).set_value(ICalGLib.Value.new_from_string(ICalGLib.ValueKind.DATETIME_VALUE, text))


@unittest.skipUnless(shutil.which("radicale") and evolution.is_here(), "radicale and evolution-data-server are not both installed")
class Evolution(caldav.Publishing):
    @classmethod
    def setUpClass(cls):
        cls.server = evolution.Evolution()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00", "--place", "Ward 3, second floor; left")
        self.radiation()
        self.set_up()
        self.door = caldav.Radicale(self.home, password=False).start()
        self.addCleanup(self.door.stop)
        self.client = self.open()
        self.wait(lambda: len(self.events()) == len(self.here()))

    def open(self):
        source = EDataServer.Source.new(None, None)
        source.set_display_name("Treatments")
        source.set_parent("caldav-stub")
        source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("caldav")
        source.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
        there = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
        there.set_host("127.0.0.1")
        there.set_port(self.door.port)
        dav = source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND)
        dav.set_resource_path("/anna/regimen/")
        source.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_method("none")
        self.server.registry.commit_source_sync(source, None)
        self.source = source
        return self.server.connect(source)

    def events(self):
        return {event.get_uid(): event for event in self.client.get_object_list_sync("#t", None)[1]}

    def wait(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.2)

    def put(self, event):
        """As Evolution saves an event. It is on the server when this returns."""
        self.client.modify_object_sync(event, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)

    def waiting(self):
        return [(row["dose"], row["text"]) for row in self.json("publish", "show")["changed_there"]]

    def written(self, uid):
        return caldav.unfold(self.ask("GET", uid + ".ics")[2])

    def assert_nobody_s_change(self):
        """It is looked at once, nothing is sent, and nobody is asked."""
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 1})
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.waiting(), [])

    def follow(self, condition):
        """Its calendar program gets what is new there."""
        def look():
            self.client.refresh_sync(None)
            time.sleep(1)
            return condition()
        self.wait(look)

    def start(self, uid):
        event = self.events().get(uid)
        return event.get_dtstart().as_ical_string() if event is not None else None

    def move(self, uid, start, end):
        event = self.events()[uid]
        set_time(event, ICalGLib.PropertyKind.DTSTART_PROPERTY, start)
        set_time(event, ICalGLib.PropertyKind.DTEND_PROPERTY, end)
        event.set_sequence(event.get_sequence() + 1)
        self.put(event)

    def test_what_evolution_writes_by_itself(self):
        uid = self.uid("Zoledronic acid infusion 1")
        before = self.written(uid)
        self.put(self.events()[uid])
        self.assertIn("PRODID:-//Ximian//", self.written(uid))
        self.assertNotEqual(self.written(uid), before)
        self.assert_nobody_s_change()
        self.client.discard_alarm_sync(uid, None, self.alarm(uid), ECal.OperationFlags.NONE, None)
        self.assertRegex(self.written(uid), "ACKNOWLEDGED|X-MOZ-LASTACK|X-EVOLUTION-ALARM-UID")
        self.publish()
        self.assertEqual(self.waiting(), [])
        # and what the record says next still gets there, and to Evolution
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00", "--place", "Ward 4")
        self.assertEqual(self.publish()["PUT"], 1)
        self.assert_equal_to_record()
        self.follow(lambda: self.start(uid) == "20261203T090000")

    def alarm(self, uid):
        return ECal.Component.new_from_icalcomponent(self.events()[uid].clone()).get_alarm_uids()[0]

    def test_moved(self):
        uid = self.uid("Zoledronic acid infusion 1")
        self.move(uid, "20261202T110000", "20261202T120000")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("zoledronic-acid/1", "In the calendar it is on Wed 2026-12-02 11:00.")])
        self.run_it("move", "radiation/1", "2026-12-07 15:00")
        self.run_it("publish")
        self.assertIn("20261202T110000", self.there()[uid]["DTSTART"][1])
        self.assertIn("moved to Wed 2026-12-02 11:00", self.flat("import", "--published"))
        self.run_it("import", "--published", "--apply")
        self.run_it("publish")
        self.assertEqual(self.waiting(), [])
        self.assert_equal_to_record()
        session = self.uid("Radiation therapy session 1")
        self.follow(lambda: self.start(session) == "20261207T150000")
        self.assertEqual(self.start(uid), "20261202T110000")

    def test_moved_and_the_record_is_right(self):
        uid = self.uid("Zoledronic acid infusion 1")
        self.move(uid, "20261202T110000", "20261202T120000")
        self.run_it("publish")
        self.run_it("publish", "--mine", "zoledronic-acid/1")
        self.follow(lambda: self.start(uid) == "20261201T100000")

    def test_deleted(self):
        uid = self.uid("Radiation therapy session 4")
        self.client.remove_object_sync(uid, None, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)
        self.assertEqual(self.ask("GET", uid + ".ics")[0], 404)
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("radiation/4", "It was deleted.")])
        self.assertIn("session 4 on Thu 2026-12-10 14:00 was deleted from the calendar on the server", self.flat("import", "--published"))
        self.run_it("publish", "--mine", "radiation/4")
        self.follow(lambda: uid in self.events())

    def test_a_title_of_its_own(self):
        uid = self.uid("Zoledronic acid infusion 1")
        event = self.events()[uid]
        event.set_summary("Infusion, with Eva")
        self.put(event)
        self.run_it("publish")
        self.assertEqual(self.waiting(), [("zoledronic-acid/1", "Its title was changed.")])

    def test_changed_on_both_sides(self):
        """Evolution writes what it has from before: the server refuses, or one of both is shown; nothing is lost unsaid."""
        uid = self.uid("Zoledronic acid infusion 1")
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00", "--place", "Ward 3, second floor; left")
        self.run_it("publish")
        try:
            self.move(uid, "20261202T110000", "20261202T120000")
        except GLib.Error:  # it has to look first
            self.follow(lambda: self.start(uid) == "20261203T090000")
            return
        self.run_it("publish")
        self.assertEqual([row[0] for row in self.waiting()], ["zoledronic-acid/1"])


if __name__ == "__main__":
    unittest.main()
