#!/usr/bin/python3
"""A calendar on Radicale is kept equal to the record, and what a person changes there is not written over."""
import os
import re
import shutil
import stat
import unittest

import caldav
from caldav import unfold


def moved(text):
    """The appointment of 1 December at 10:00, a day later."""
    return text.replace("20261201T", "20261202T").replace("SEQUENCE:1\n", "SEQUENCE:2\n")


@unittest.skipUnless(shutil.which("radicale"), "radicale is not installed")
class Publish(caldav.Publishing):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00", "--place", "Ward 3, second floor; left")
        self.radiation()

    def test_equal_to_the_record(self):
        said = self.set_up()
        self.assertIn("events. ", said)
        self.assert_equal_to_record()
        self.assertEqual(self.publish(), {"PROPFIND": 1})

    def test_a_command_does_not_wait_for_the_server(self):
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00")
        self.assertFalse(self.note)
        self.set_up()
        del self.proxy.requests[:]
        self.run_it("book", "zoledronic-acid", "2026-12-04 09:00")
        self.assertTrue(self.note)
        self.run_it("agenda")
        self.assertFalse(self.note)
        # the command that it proposes is about the record that was named
        said = self.call("--db", self.database, "book", "zoledronic-acid", "2026-12-05 09:00").stderr.decode()
        self.assertEqual(said, f"regimen: to update the calendar on the server, run: regimen --db {self.database} publish\n")
        self.assertEqual(self.proxy.requests, [])
        self.assertEqual(self.json("publish", "show")["pending"], 1)

    def test_what_is_kept_is_for_the_owner_alone(self):
        self.set_up()
        for name in os.listdir(self.home):
            if name.startswith("test.db"):
                self.assertEqual(stat.S_IMODE(os.stat(self.path(name)).st_mode), 0o600, name)
        self.assertNotIn(caldav.PASSWORD, " ".join(map(str, self.dump())))

    def test_only_what_changed_is_sent(self):
        self.set_up()
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-22 09:00", "--anyway", REGIMEN_NOW="2026-11-23T09:10:00+01:00")
        self.now = "2026-11-23T09:20:00+01:00"
        self.publish()
        self.assert_equal_to_record()
        self.run_it("skip", "radiation/10", "--reason", "machine down", "--no-makeup")
        self.assertEqual(self.publish(), {"PROPFIND": 1, "PUT": 1})
        self.assert_equal_to_record()
        self.assertEqual(self.there()[self.uid("Cancelled")]["STATUS"][1], "CANCELLED")

    def test_every_state(self):
        self.set_up()
        for words in (("hold", "zoledronic-acid", "--reason", "creatinine", "--until", "2026-12-08"),
                      ("move", "radiation/3", "2026-12-22 14:00"), ("stop", "radiation", "--reason", "enough"),
                      ("book", "zoledronic-acid", "2027-03-28 03:30"), ("undo",), ("redo",)):
            self.run_it(*words)
            self.publish()
            self.assert_equal_to_record()

    def test_what_was_taken_back(self):
        self.set_up()
        before = self.there()
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.publish()
        self.assertGreater(len(self.there()), len(before))
        self.run_it("undo")
        self.publish()
        self.assert_equal_to_record()

    def test_what_the_calendar_does_not_cover_any_more(self):
        self.set_up()
        before = self.there()
        del self.proxy.requests[:]
        self.set_up("--days", "30")
        there = self.there()
        self.assert_same(there, caldav.events(self.call("export", "--days", "30").stdout.decode()))
        self.assertEqual(self.proxy.count("DELETE"), len(before) - len(there))
        self.assertGreater(len(before), len(there))

    def test_nothing_of_somebody_else_is_touched(self):
        self.set_up()
        for name, uid in (("birthday.ics", "birthday"), ("x@regimen.ics", "x@regimen")):
            self.assertEqual(self.ask("PUT", name, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:"
                                      + uid + "\r\nDTSTAMP:20261101T100000Z\r\nDTSTART;VALUE=DATE:20261124\r\nSUMMARY:Birthday"
                                      "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", Content_Type="text/calendar")[0], 201)
        self.publish()
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:00")
        self.delete(self.uid("Radiation therapy session 4"))
        self.publish()
        self.assertEqual(set(self.there()) - set(self.here()), {"birthday", "x@regimen"})
        self.assertNotIn(("PUT", "/anna/regimen/birthday.ics"), self.proxy.requests)

    # ---- a person's hand ----

    def test_a_change_there_is_shown_and_stays(self):
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, moved)
        theirs = self.there()[uid]
        said = self.flat("publish")
        self.assertIn("zoledronic-acid/1: In the calendar it is on Wed 2026-12-02 10:00.", said)
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.there()[uid], theirs)
        shown = self.json("publish", "show")["changed_there"]
        self.assertEqual([(row["dose"], row["state"]) for row in shown], [("zoledronic-acid/1", "changed")])
        # also where the record changes to something else
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00")
        self.publish()
        self.assertEqual(self.there()[uid], theirs)

    def test_a_change_there_that_the_record_takes_over(self):
        self.set_up()
        self.edit(self.uid("Zoledronic acid infusion 1"), moved)
        self.publish()
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:00", "--place", "Ward 3, second floor; left")
        self.publish()
        here, there = self.here(), self.there()
        uid = self.uid("Zoledronic acid infusion 1")
        self.assertGreaterEqual(int(there[uid].pop("SEQUENCE")[1]), 2)
        here[uid].pop("SEQUENCE")
        self.assert_same(there, here)
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_a_change_there_that_is_read_back(self):
        self.set_up()
        self.edit(self.uid("Zoledronic acid infusion 1"), moved)
        self.publish()
        found = self.json("import", "--published")
        self.assertEqual([(p["kind"], p["course"], p["dose"], p["at"], p["choice"]) for p in found["proposals"]],
                         [("book", "zoledronic-acid", 1, "2026-12-02T10:00:00+01:00", False)])
        self.assertIn("If the record is right: regimen publish --mine zoledronic-acid/1", self.flat("import", "--published"))
        self.run_it("import", "--published", "--apply")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.json("import", "--published")["proposals"], [])
        self.assertEqual(self.here()[self.uid("Zoledronic acid infusion 1")]["DTSTART"],
                         self.there()[self.uid("Zoledronic acid infusion 1")]["DTSTART"])

    def test_a_change_there_and_one_on_record(self):
        self.set_up()
        self.edit(self.uid("Zoledronic acid infusion 1"), moved)
        self.publish()
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00")
        found = self.json("import", "--published")["proposals"]
        self.assertEqual([(p["at"], p["choice"]) for p in found], [("2026-12-02T10:00:00+01:00", True)])

    def test_cancelled_and_deleted_there_and_read_back(self):
        self.set_up()
        self.delete(self.uid("Radiation therapy session 4"))
        self.edit(self.uid("Radiation therapy session 5"), lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        self.publish()
        found = self.json("import", "--published")["proposals"]
        self.assertEqual(sorted((p["kind"], p["dose"], p["choice"]) for p in found),
                         [("hold_or_skip", 4, True), ("hold_or_skip", 5, True)])
        self.assertIn("session 4 on Thu 2026-12-10 14:00 was deleted from the calendar on the server", self.flat("import", "--published"))
        self.run_it("import", "--published", "--apply", "--cancelled", "skip")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_mine(self):
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, moved)
        self.publish()
        self.fails("--mine", "zoledronic-acid/2", says="no such change in the calendar is known")
        self.assertEqual(self.publish("--mine", "zoledronic-acid/1")["PUT"], 1)
        self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])
        self.assertEqual(int(self.there()[uid]["SEQUENCE"][1]), 3)
        self.assertEqual(self.publish(), {"PROPFIND": 1})

    def test_an_alarm_that_was_answered_is_no_change(self):
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: text.replace("END:VALARM\n", "ACKNOWLEDGED:20261130T080000Z\nEND:VALARM\n"))
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 1})
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00")
        self.assertEqual(self.publish()["PUT"], 1)
        self.assert_equal_to_record()

    def test_zones_by_the_names_of_windows(self):
        """Outlook writes them: the same moment is no change, another one is, at the hour at which it is here."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: text.replace("Europe/Berlin", "W. Europe Standard Time"))
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 1})
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.edit(uid, lambda text: text.replace("W. Europe", "Eastern"))
        self.assertIn("zoledronic-acid/1: In the calendar it is on Tue 2026-12-01 16:00.", self.flat("publish"))

    def test_moved_there_and_not_in_this_calendar_now(self):
        """It is asked about again once the record has it; till then it is listed, and can be removed."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, moved)
        self.publish()
        self.set_up("--days", "5")
        self.assertIn(uid, self.there())
        said = self.flat("publish", "show")
        self.assertNotIn("In the calendar it is on", said)
        self.assertNotIn("another title", said)
        self.assertIn("1 event was changed there, and stays, although the record has no such event in this calendar now: "
                      "zoledronic-acid/1. To remove it there: regimen publish --mine zoledronic-acid/1", said)
        shown = self.json("publish", "show")
        self.assertEqual([len(shown[name]) for name in ("changed_there", "reworded_there", "left_there")], [0, 0, 1])
        self.set_up("--days", "180")
        self.assertIn("zoledronic-acid/1: In the calendar it is on Wed 2026-12-02 10:00.", self.flat("publish", "show"))
        self.set_up("--days", "5")
        self.assertIn("1 event was removed.", self.flat("publish", "--mine", "zoledronic-acid/1"))
        self.assertNotIn(uid, self.there())
        self.assertEqual(self.json("publish", "show")["left_there"], [])

    def test_how_many_are_not_sent_yet(self):
        """What publish would send, also of events that were changed there."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("SUMMARY:.*", "SUMMARY:Infusion (cancelled)", text))
        self.publish()
        self.run_it("change", "zoledronic-acid", "--amount", "3 mg")
        self.publish()
        self.assertEqual(self.json("publish", "show")["pending"], 0)  # the title says otherwise: it stays, and is asked about
        self.assertNotIn("Not sent yet", self.flat("publish", "show"))
        self.run_it("publish", "--mine", "all")
        # another length there, which the record does not keep
        self.edit(uid, lambda text: re.sub("DTEND(.*)T1[0-9]", r"DTEND\1T14", moved(text)))
        self.publish()
        self.call("import", "--published", "--apply")
        self.assertEqual(self.json("publish", "show")["pending"], 1)
        self.assertIn("1 event was sent.", self.flat("publish"))
        self.assertEqual(self.json("publish", "show")["pending"], 0)

    def test_an_appointment_in_a_zone_that_this_system_does_not_know(self):
        """The window has nothing else, and this appointment is behind it: its event stays, because its time is not known."""
        self.run_it("remove", "radiation")
        self.run_it("book", "zoledronic-acid", "2027-01-20 10:00", "--zone", "Asia/Tokyo")
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        others = self.path("zones/Europe")
        os.makedirs(others)
        shutil.copy("/usr/share/zoneinfo/Europe/Berlin", others)
        done = self.call("publish", "set", self.url, "--user", caldav.USER, "--days", "30", password=caldav.PASSWORD,
                         TZDIR=self.path("zones"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list(self.there()), [uid])

    def test_cancelled_there(self):
        self.set_up()
        self.edit(self.uid("Radiation therapy session 4"), lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        self.assertIn("radiation/4: It was cancelled in the calendar.", self.flat("publish"))
        self.run_it("skip", "radiation/4", "--reason", "machine down", "--no-makeup")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertTrue(self.there()[self.uid("Cancelled: Radiation therapy session 4")])

    def test_cancelled_there_and_put_on_hold(self):
        """Typing what import proposes is the answer: nothing is left to decide, and the calendar says "on hold" again."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        self.assertRegex(self.flat("import", "--published"), r"^No change in the calendar on the server is known\. The calendar on "
                         r"the server was read on \w{3} [-0-9]+ [:0-9]+\. To read it again: regimen publish$")
        self.assertIn("zoledronic-acid/1: It was cancelled in the calendar.", self.flat("publish"))
        self.run_it("hold", "zoledronic-acid/1", "--reason", "cancelled in the calendar")
        self.assertEqual(self.json("import", "--published")["proposals"], [])
        self.assertEqual(self.publish()["PUT"], 1)
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertIn("on hold", self.there()[uid]["SUMMARY"][1])
        self.edit(uid, lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        self.assertIn("zoledronic-acid/1: It was cancelled in the calendar.", self.flat("publish"))
        self.assertEqual([each["kind"] for each in self.json("import", "--published")["proposals"]], ["hold_or_skip"])

    def check_cancelled_there_and_booked_anew(self, *words):
        """The record has answered it, also if nothing was published in between."""
        uid = self.uid("Zoledronic acid infusion 1")
        self.set_up(*words)
        self.edit(uid, lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        self.assertIn("zoledronic-acid/1: It was cancelled in the calendar.", self.flat("publish"))
        self.run_it("hold", "zoledronic-acid/1", "--reason", "cancelled in the calendar")
        self.run_it("book", "zoledronic-acid/1", "2026-12-04 09:00")
        self.assertEqual(self.json("import", "--published")["proposals"], [])
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.there()[uid]["DTSTART"][1], "20261204T090000")
        self.assertEqual(self.there()[uid]["STATUS"][1], "CONFIRMED")

    def test_cancelled_there_and_booked_anew(self):
        self.check_cancelled_there_and_booked_anew()

    def test_cancelled_there_and_booked_anew_in_private(self):
        self.check_cancelled_there_and_booked_anew("--private")

    def test_changed_there_and_removed_here(self):
        """The list names the event, and a way out, although there is no course for a command about it."""
        self.set_up()
        self.edit(self.uid("Radiation therapy session 4"), lambda text: text.replace("20261210T14", "20261210T15"))
        self.publish()
        self.run_it("remove", "radiation")
        self.assertIn("the change stays there: Cancelled: Radiation therapy session 4: In the calendar it is on Thu 2026-12-10 15:00. If the "
                      "calendar is right: regimen import --published; if the record is right: regimen publish --mine all",
                      self.flat("publish"))
        self.assertNotIn("Not from this record", self.flat("import", "--published"))
        self.publish("--mine", "all")
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_the_person_gets_another_name(self):
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "denosumab", "--every", "4w", "--first", "2026-12-08 10:00")
        self.set_up("--patient", "Bert")
        before = set(self.there())
        self.run_it("patient", "set", "Bert", "--name", "Robert")
        self.publish()
        self.assertEqual(set(self.there()), before)

    def test_two_people_with_the_same_course(self):
        """The list and the commands name the person."""
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-08 10:00")
        self.set_up()
        uids = [uid for uid, event in self.here().items() if "Zoledronic acid infusion 1" in event["SUMMARY"][1]]
        for uid in uids:
            self.edit(uid, lambda text: re.sub("STATUS:.*", "STATUS:CANCELLED", text))
        said = self.flat("publish")
        self.assertIn("me, zoledronic-acid/1: It was cancelled in the calendar. Bert, zoledronic-acid/1: It was cancelled in the calendar.", said)
        self.assertIn("if the record is right: regimen --patient me publish --mine zoledronic-acid/1, or all of them", said)
        self.assertIn("If the record is right: regimen --patient me publish --mine zoledronic-acid/1, or all of them",
                      self.flat("import", "--published"))
        self.assertNotIn("Not from this record", self.flat("--patient", "me", "import", "--published"))
        self.run_it("--patient", "me", "publish", "--mine", "zoledronic-acid/1")
        self.assertEqual([(row["patient"], row["dose"]) for row in self.json("publish", "show")["changed_there"]],
                         [("Bert", "zoledronic-acid/1")])
        self.assertIn("Bert, zoledronic-acid/1: It was cancelled", self.flat("publish"))
        self.run_it("--patient", "Bert", "publish", "--mine", "zoledronic-acid/1")
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def notes(self):
        return [(note["course"], note["dose"], note["reason"]) for note in self.json("import", "--published")["notes"]]

    def test_another_place_there(self):
        """Of a dose with a time it is proposed, and never taken over by itself. The record has no room for that of another one, and
        that is said."""
        self.set_up()
        session, infusion = self.uid("Radiation therapy session 4"), self.uid("Zoledronic acid infusion 2")
        for uid in (session, infusion):
            self.edit(uid, lambda text: re.sub("LOCATION:.*\n", "", text).replace("SUMMARY:", "LOCATION:Ward 9\nSUMMARY:", 1))
        self.assertIn("radiation/4: Its place was changed.", self.flat("publish"))
        self.assertEqual([(p["kind"], p["dose"], p["place"], p["choice"]) for p in self.json("import", "--published")["proposals"]],
                         [("book", 4, "Ward 9", True)])
        self.assertEqual(self.notes(), [("zoledronic-acid", 2, "place")])
        said = self.flat("import", "--published", "--apply")
        self.assertIn("has another place in the calendar, Ward 9. The record keeps it only with the time of the appointment: regimen book "
                      "zoledronic-acid/2 TIME --place PLACE", said)
        self.assertNotIn("agree", said)
        self.run_it("book", "radiation/4", "2026-12-10 14:00", "--place", "Ward 9")
        self.publish()
        self.assertEqual([row["dose"] for row in self.json("publish", "show")["changed_there"]], ["zoledronic-acid/2"])

    def test_the_place_was_removed_there(self):
        self.set_up()
        self.edit(self.uid("Zoledronic acid infusion 1"), lambda text: re.sub("LOCATION:.*\n", "", text))
        self.publish()
        self.assertIn("no longer has a place in the calendar (on record: Ward 3, second floor; left). regimen book zoledronic-acid/1 "
                      "\"2026-12-01 10:00\" --place ''", self.flat("import", "--published"))
        self.run_it("import", "--published", "--apply")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertNotIn("LOCATION", self.here()[self.uid("Zoledronic acid infusion 1")])

    def test_the_place_was_removed_there_and_the_course_has_one(self):
        """An appointment without a place of its own has that of the course, so there is nothing to put on record."""
        self.run_it("change", "zoledronic-acid", "--place", "Day ward")
        self.set_up()
        self.edit(self.uid("Zoledronic acid infusion 1"), lambda text: re.sub("LOCATION:.*\n", "", text))
        self.publish()
        self.assertEqual(self.notes(), [("zoledronic-acid", 1, "place")])
        self.assertIn("no longer has a place in the calendar; on record it stays: Ward 3, second floor; left.",
                      self.flat("import", "--published", "--apply"))

    def paste(self, uid, change=lambda text: text):
        """As a person does who cuts an event and pastes it: its file gets another name, which is returned."""
        text = unfold(self.ask("GET", uid + ".ics")[2])
        self.delete(uid)
        name = "pasted-" + uid[:8] + uid[36:38] + ".ics"
        self.assertEqual(self.ask("PUT", name, change(text).replace("\n", "\r\n"), Content_Type="text/calendar")[0], 201)
        return name

    def test_cut_and_pasted(self):
        """The event is found by its UID, and goes on under its new name."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.paste(uid)
        self.paste(self.uid("Radiation therapy session 4"))
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 2})
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 2})
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:00")
        self.assertEqual(self.publish()["PUT"], 1)
        self.assert_equal_to_record()
        self.run_it("undo")
        self.run_it("stop", "radiation", "--reason", "enough")
        self.publish()
        self.assert_equal_to_record()

    def test_pasted_and_not_known(self):
        """Neither the calendar of the record nor an earlier run knows the event; it was made by this record all the same."""
        self.set_up()
        one, other = self.uid("Zoledronic acid infusion 6"), self.uid("Zoledronic acid infusion 1")
        text = unfold(self.ask("GET", one + ".ics")[2])
        self.set_up("--days", "30")
        self.assertFalse(one in self.there())
        self.assertEqual(self.ask("PUT", "pasted.ics", text.replace("\n", "\r\n"), Content_Type="text/calendar")[0], 201)
        self.paste(other)
        self.publish()
        self.assert_same(self.there(), caldav.events(self.call("export", "--days", "30").stdout.decode()))

    def test_cut_and_pasted_on_another_day(self):
        for before in (False, True):  # whether regimen saw that it was gone
            with self.subTest(before=before):
                self.set_up()
                uid = self.uid("Zoledronic acid infusion 1")
                if before:
                    self.run_it("publish", "--mine", "all")
                text = unfold(self.ask("GET", uid + ".ics")[2])
                self.delete(uid)
                if before:
                    self.assertIn("zoledronic-acid/1: It was deleted.", self.flat("publish"))
                self.assertEqual(self.ask("PUT", f"pasted-{before}.ics", text.replace("20261201T", "20261202T").replace("\n", "\r\n"),
                                          Content_Type="text/calendar")[0], 201)
                self.assertIn("zoledronic-acid/1: In the calendar it is on Wed 2026-12-02 10:00.", self.flat("publish"))
                self.run_it("publish", "--mine", "zoledronic-acid/1")
                self.assertEqual(self.json("publish", "show")["changed_there"], [])
                self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])
                self.ask("DELETE", f"pasted-{before}.ics")

    def test_a_server_that_cannot_search(self):
        """Then the event counts as deleted, and the server says why it does not take it."""
        self.set_up()
        self.paste(self.uid("Radiation therapy session 4"))
        self.proxy.rule = lambda method, path: (403, b"<error/>", ()) if method == "REPORT" else None
        self.assertIn("radiation/4: It was deleted.", self.flat("publish"))
        self.fails("--mine", "radiation/4", says="the calendar server has an event with the same UID that it does not list")

    def test_a_search_that_fails(self):
        """Nothing is called deleted, and everything else is sent."""
        self.set_up()
        self.paste(self.uid("Radiation therapy session 4"))
        for number, status in enumerate((500, 503, 507)):
            self.proxy.rule = lambda method, path, status=status: (status, b"", ()) if method == "REPORT" else None
            self.run_it("book", "zoledronic-acid", f"2026-12-0{2 + number} 10:00")
            self.assertEqual(self.publish()["PUT"], 1)
            self.assertEqual(self.json("publish", "show")["changed_there"], [])
        seen = []

        def rule(method, path):  # the search answers, and what it found cannot be fetched
            seen.append(method)
            return (500, b"", ()) if method == "REPORT" and seen.count("REPORT") > 1 else None
        self.proxy.rule = rule
        self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": 2})
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.proxy.rule = lambda method, path: None
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_a_server_that_lists_too_much(self):
        """It ignores what is searched for. Only the events of this record are taken from it."""
        self.set_up()
        for name, uid in (("birthday.ics", "birthday"), ("other.ics", "6f1f8f6e-7a1d-4a7e-9a36-3a4f4f0f9e11-4@regimen")):
            self.assertEqual(self.ask("PUT", name, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:" + uid +
                                      "\r\nDTSTAMP:20261101T100000Z\r\nDTSTART;VALUE=DATE:20261124\r\nSUMMARY:Not ours\r\n"
                                      "END:VEVENT\r\nEND:VCALENDAR\r\n", Content_Type="text/calendar")[0], 201)
        self.paste(self.uid("Radiation therapy session 4"))
        listing = []

        def keep(status, data, headers):
            listing[:] = [data]
            return status, data, headers

        def rule(method, path):
            if method == "PROPFIND":
                return keep
            return (207, listing[0], [("Content-Type", "application/xml")]) if method == "REPORT" and not seen.append(1) and len(seen) == 1 else None
        seen = []
        self.proxy.rule = rule
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.run_it("stop", "radiation", "--reason", "enough")
        seen.clear()
        self.publish()
        self.assert_same({uid: event for uid, event in self.there().items() if event["SUMMARY"][1] != "Not ours"}, self.here())
        self.assertEqual(sum(event["SUMMARY"][1] == "Not ours" for event in self.there().values()), 2)

    def test_many_events_of_others(self):
        """Up to 1,000 are looked at, 50 with each request. Of the others it is not known what they are, so nothing counts as deleted."""
        self.set_up()
        pasted = self.paste(self.uid("Radiation therapy session 4"))
        item = ("<response><href>%s</href><propstat><prop><getetag>\"1\"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response>")
        for others, requests in ((119, 1 + 3), (999, 1 + 20), (1000, 1 + 20)):
            hrefs = [f"/anna/regimen/{name}" for name in (*(f"other-{number}.ics" for number in range(others)), pasted)]
            found = '<?xml version="1.0"?><multistatus xmlns="DAV:">' + "".join(item % href for href in hrefs) + "</multistatus>"
            searches = []

            def rule(method, path, found=found, searches=searches):
                searches.append(method)
                return (207, found.encode(), [("Content-Type", "application/xml")]) if searches.count("REPORT") == 1 and method == "REPORT" else None
            self.proxy.rule = rule
            with self.subTest(others=others):
                self.assertEqual(self.publish(), {"PROPFIND": 1, "REPORT": requests})
                self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_a_name_that_means_another_event(self):
        """A file has the name of one dose and the event of another one: it is of no use, and it stays."""
        self.set_up()
        one, other = self.uid("Radiation therapy session 4"), self.uid("Radiation therapy session 5")
        text = self.ask("GET", one + ".ics")[2]
        self.delete(one)
        self.delete(other)
        self.assertEqual(self.ask("PUT", other + ".ics", text, Content_Type="text/calendar")[0], 201)
        self.publish()
        self.assertEqual(sorted((row["dose"], row["text"]) for row in self.json("publish", "show")["changed_there"]),
                         [("radiation/4", "It was deleted."), ("radiation/5", "It can no longer be read.")])
        self.assertIn(one, self.there())

    def test_a_name_of_ours_with_somebody_else_s_event(self):
        """Nothing is known of it, as after publishing was set anew: it is neither written over nor removed."""
        self.set_up()
        name = self.uid("Radiation therapy session 5") + ".ics"
        text = unfold(self.ask("GET", name)[2])
        self.delete(name[:-4])
        self.run_it("publish", "off")
        self.assertEqual(self.ask("PUT", name, re.sub("UID:.*", "UID:birthday", text).replace("\n", "\r\n"), Content_Type="text/calendar")[0], 201)
        before = self.ask("GET", name)[2]
        self.set_up()
        self.assertIn("radiation/5: It can no longer be read.", self.flat("publish"))
        for words in (("book", "radiation/5", "2026-12-11 15:00"), ("stop", "radiation", "--reason", "enough"), ("remove", "radiation")):
            self.run_it(*words)
            self.run_it("publish")
            self.assertEqual(self.ask("GET", name)[2], before)

    def test_moved_there_with_another_length(self):
        """The record keeps no length: once it says the same time, nothing is left to decide."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("DTSTART.*", "DTSTART:20261202T091500Z", re.sub("(DTEND|DURATION).*", "DTEND:20261202T111500Z", text)))
        self.assertIn("In the calendar it is on Wed 2026-12-02 10:15.", self.flat("publish"))
        self.run_it("import", "--published", "--apply")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.there()[uid]["STATUS"][1], "CONFIRMED")

    def test_ticked_off_in_the_title(self):
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: text.replace("SUMMARY:", "SUMMARY:\u2713 "))
        self.assertIn("Its title was changed.", self.flat("publish"))
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-22 10:00", "--anyway")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertIn("given", self.there()[uid]["SUMMARY"][1])

    def test_a_description_there_and_another_time_here(self):
        """Nobody moved the event in the calendar, so import does not say so."""
        self.set_up()
        self.run_it("book", "zoledronic-acid", "2026-12-02 10:00")
        self.publish()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("DESCRIPTION:", "DESCRIPTION:Bring the card. ", text))
        self.assertNotIn("changed", self.flat("publish"))
        self.assertEqual(self.json("import", "--published")["proposals"], [])
        shown = self.json("publish", "show")
        self.assertEqual([(row["dose"], row["text"]) for row in shown["reworded_there"]],
                         [("zoledronic-acid/1", "Its description was changed.")])
        self.assertEqual(shown["changed_there"], [])
        self.assertIn("1 event has another title or description there, which stays: zoledronic-acid/1. To write that of the record: "
                      "regimen publish --mine zoledronic-acid/1", self.flat("publish", "show"))
        words = self.there()[uid]["DESCRIPTION"]
        self.assertIn("Bring the card.", words[1])
        # the appointment moves there, too, and the words stay
        self.run_it("book", "zoledronic-acid", "2026-12-03 10:00")
        self.assertEqual(self.flat("publish"), "The calendar has 17 events. 1 event was sent.")
        there = self.there()[uid]
        self.assertEqual((there["DTSTART"][1], there["DESCRIPTION"], there["alarms"]), ("20261203T100000", words, self.here()[uid]["alarms"]))
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.run_it("stop", "zoledronic-acid", "--reason", "enough")
        self.publish()
        there = self.there()[uid]
        self.assertEqual((there["STATUS"][1], there["DESCRIPTION"], there["alarms"]), ("CANCELLED", words, 0))
        self.run_it("undo")
        self.publish("--mine", "zoledronic-acid/1")
        self.assertEqual(self.json("publish", "show")["reworded_there"], [])
        self.assert_same({uid: {**self.there()[uid], "SEQUENCE": None}}, {uid: {**self.here()[uid], "SEQUENCE": None}})

    def test_a_title_there_and_another_time_here(self):
        """It may say something that the program does not understand, so it stays in the list."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("SUMMARY:.*", "SUMMARY:Infusion with Anna", text))
        self.publish()
        self.run_it("book", "zoledronic-acid", "2026-12-04 10:00")
        self.assertEqual(self.json("publish", "show")["pending"], 1)
        self.assertIn("zoledronic-acid/1: Its title was changed.", self.flat("publish"))
        self.assertEqual(self.there()[uid]["SUMMARY"][1], "Infusion with Anna")
        self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])
        # once the user has seen it, nobody is asked any more, until it changes again
        self.assertEqual(self.notes(), [("zoledronic-acid", 1, "reworded")])
        self.assertIn("Note: Zoledronic acid infusion 1 has another title or description in the calendar; the record keeps neither. To leave "
                      "it so, and not be asked again: regimen import --published --apply", self.flat("import", "--published"))
        self.assertEqual(len(self.json("publish", "show")["changed_there"]), 1)
        self.run_it("import", "--published", "--apply")
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.run_it("book", "zoledronic-acid", "2026-12-04 11:00")
        self.publish()
        shown = self.json("publish", "show")
        self.assertEqual((shown["changed_there"], [row["dose"] for row in shown["reworded_there"]]), ([], ["zoledronic-acid/1"]))
        self.assertEqual((self.there()[uid]["SUMMARY"][1], self.there()[uid]["DTSTART"]), ("Infusion with Anna", self.here()[uid]["DTSTART"]))
        self.run_it("hold", "zoledronic-acid", "--reason", "fever")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.there()[uid]["SUMMARY"][1], "Infusion with Anna (on hold)")
        self.run_it("book", "zoledronic-acid", "2026-12-04 11:00")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.there()[uid]["SUMMARY"][1], "Infusion with Anna")
        # a title that calls the dose off is answered by another time, and not without
        self.edit(uid, lambda text: re.sub("SUMMARY:.*", "SUMMARY:Infusion (cancelled)", text))
        self.publish()
        self.run_it("change", "zoledronic-acid", "--amount", "3.5 mg")
        self.assertIn("zoledronic-acid/1: Its title was changed", self.flat("publish"))
        self.assertEqual(self.there()[uid]["SUMMARY"][1], "Infusion (cancelled)")
        self.run_it("book", "zoledronic-acid", "2026-12-05 10:00")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertEqual(self.there()[uid]["SUMMARY"], self.here()[uid]["SUMMARY"])

    def test_words_and_a_time_there_that_is_read_back(self):
        """Once the record has the time, only the words are left, and the event moves with the record again."""
        for change in (("SUMMARY:.*", "SUMMARY:Papa"), ("DESCRIPTION:", "DESCRIPTION:Bring the card. ")):
            with self.subTest(change=change):
                self.set_up()
                uid = self.uid("Zoledronic acid infusion 1")
                self.edit(uid, lambda text, change=change: re.sub(*change, re.sub(
                    "DTSTART.*", "DTSTART:20261202T091500Z", re.sub("(DTEND|DURATION).*", "DTEND:20261202T111500Z", text))))
                self.publish()
                self.run_it("import", "--published", "--apply")
                self.publish()
                self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])
                self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
                self.publish()
                self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])
                self.assertIn(change[1], "\n".join(f"{name}:{value[1]}" for name, value in self.there()[uid].items() if name != "alarms"))
                self.publish("--mine", "zoledronic-acid/1")

    def test_the_state_in_a_title_of_somebody(self):
        """The title keeps what somebody wrote, and says in which state the dose is now."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 2")
        self.edit(uid, lambda text: re.sub("SUMMARY:(.*)", "SUMMARY:\\1 \N{EN DASH} Anna drives", text))
        for words, title in ((("book", "zoledronic-acid/2", "2026-12-30 10:00"), "Zoledronic acid infusion 2 \N{EN DASH} Anna drives"),
                             (("hold", "zoledronic-acid/2", "--reason", "fever"), "Zoledronic acid infusion 2 \N{EN DASH} Anna drives (on hold)"),
                             (("skip", "zoledronic-acid/2", "--reason", "fever"), "Cancelled: Zoledronic acid infusion 2 \N{EN DASH} Anna drives")):
            self.publish()
            self.run_it(*words)
            self.publish()
            self.assertEqual(self.there()[uid]["SUMMARY"][1], title)

    def test_words_in_an_event_that_the_calendar_does_not_cover_any_more(self):
        self.set_up()
        last = max(self.there().items(), key=lambda event: event[1]["DTSTART"][1][:8])[0]
        self.edit(last, lambda text: re.sub("DESCRIPTION:", "DESCRIPTION:Bring the card. ", text))
        self.publish()
        self.set_up("--days", "30")
        self.publish()
        self.assertFalse(last in self.there())

    def test_a_title_there_and_another_state_here(self):
        """Programs that show no STATUS have to see by the title that the dose will not be given."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("SUMMARY:.*", "SUMMARY:Infusion with Anna", text))
        self.publish()
        for words, title, status in ((("stop", "zoledronic-acid", "--reason", "enough"), "Cancelled: Infusion with Anna", "CANCELLED"),
                                     (("undo",), "Infusion with Anna", "CONFIRMED"),
                                     (("hold", "zoledronic-acid", "--reason", "fever"), "Infusion with Anna (on hold)", "CONFIRMED")):
            self.run_it(*words)
            self.assertIn("Its title was changed.", self.flat("publish"))
            there = self.there()[uid]
            self.assertEqual((there["STATUS"], there["SUMMARY"][1]), (self.here()[uid]["STATUS"], title), words)
            self.assertEqual((there["DTSTART"], there["alarms"]), (self.here()[uid]["DTSTART"], self.here()[uid]["alarms"]))

    def test_a_description_on_both_sides(self):
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, lambda text: re.sub("DESCRIPTION:", "DESCRIPTION:Bring the card. ", text))
        self.publish()
        self.run_it("change", "zoledronic-acid", "--amount", "3.5 mg")
        for _ in range(2):
            self.assertIn("zoledronic-acid/1: Its description was changed; the record has a newer one.", self.flat("publish"))
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertIn("Bring the card.", self.there()[uid]["DESCRIPTION"][1])
        self.publish("--mine", "all")
        self.assertNotIn("Bring the card.", self.there()[uid]["DESCRIPTION"][1])

    def test_deleted_there(self):
        self.set_up()
        uid = self.uid("Radiation therapy session 4")
        self.delete(uid)
        self.assertIn("radiation/4: It was deleted.", self.flat("publish"))
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertNotIn(uid, self.there())
        self.assertEqual(self.publish("--mine", "all")["PUT"], 1)
        self.assertEqual(self.there()[uid]["DTSTART"], self.here()[uid]["DTSTART"])

    def test_a_tablet_deleted_there(self):
        """It is never put off, so that is not proposed, and does not keep the others from being put on record."""
        self.run_it("add", "calcium", "--custom", "--times", "08:00,20:00", "--first", "2026-11-24")
        self.set_up("--tablets", "--days", "60")
        self.delete(self.uid("calcium", {uid: event for uid, event in self.there().items() if "20261126T0800" in event["DTSTART"][1]}))
        self.edit(self.uid("Zoledronic acid infusion 1"), moved)
        self.publish()
        said = self.flat("import", "--published")
        self.assertIn("was deleted from the calendar on the server. Will it not be given? regimen skip calcium/", said)
        self.assertNotIn("hold", said)
        self.run_it("import", "--published", "--apply", "--cancelled", "hold")
        self.assertIn("20261202T10", self.here()[self.uid("Zoledronic acid infusion 1")]["DTSTART"][1])
        self.run_it("import", "--published", "--apply", "--cancelled", "skip")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    def test_deleted_there_and_booked_anew(self):
        """What was deleted is not what the record plans since."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.delete(uid)
        self.assertIn("zoledronic-acid/1: It was deleted.", self.flat("publish"))
        self.run_it("import", "--published", "--apply", "--cancelled", "hold")
        self.publish()
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertIn("on hold", self.there()[uid]["SUMMARY"][1])
        self.run_it("book", "zoledronic-acid", "2026-12-04 10:00")
        self.assertEqual(self.publish(), {"PROPFIND": 1, "PUT": 1})
        self.assertEqual(self.there()[uid]["DTSTART"][1], "20261204T100000")

    def test_what_is_over_may_be_cleared_away(self):
        """Nobody is asked; it is there again where the record plans the dose anew."""
        self.set_up()
        self.run_it("skip", "radiation/4", "--reason", "machine down", "--no-makeup")
        self.publish()
        uid = self.uid("Cancelled: Radiation therapy session 4")
        self.delete(uid)
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.json("publish", "show")["changed_there"], [])
        self.assertNotIn(uid, self.there())
        self.run_it("undo")
        self.assertEqual(self.publish(), {"PROPFIND": 1, "PUT": 1})
        self.assertEqual(self.there()[uid]["STATUS"][1], "CONFIRMED")
        self.assertEqual(self.publish(), {"PROPFIND": 1})

    def test_the_whole_calendar_deleted_there(self):
        self.set_up()
        self.assertIn(self.ask("DELETE")[0], (200, 204))
        self.fails(says="no longer exists")
        self.assertEqual(self.there(), {})
        self.set_up()
        self.assert_equal_to_record()

    def test_text_of_every_kind_is_nobody_s_change(self):
        """Radicale writes what it got anew; read back it says the same."""
        places = ['a, b; c: d \\n "e"', "\U0001f469\u200d\u2695\ufe0f " * 30, "\u05d7\u05d3\u05e8 3, \u0642\u0633\u0645", "e\u0301" * 60,
                  "two  blanks", "x" * 73 + "\u00e4\u20ac\U0001f9ea", "and; comma,", "\\, \\; \\N \\\\"]
        self.set_up()
        for number, place in enumerate(places, 1):
            self.run_it("book", "radiation/%d" % number, "2026-12-%02d 14:00" % (6 + number), "--place", place, "--anyway")
        self.publish()
        self.assert_equal_to_record()
        self.run_it("publish", "off")
        del self.proxy.requests[:]
        self.set_up()
        self.assertGreater(self.proxy.count("REPORT"), 0)
        self.assertEqual(self.proxy.count("PUT"), 0)
        self.assertEqual(self.json("publish", "show")["changed_there"], [])

    # ---- several computers, copies of the database ----

    def other(self):
        """The same record on another computer."""
        shutil.copy(self.database, self.path("other.db"))
        return self.path("other.db")

    def on(self, database, *words):
        done = self.call("--db", database, *words)
        follows = caldav.FOLLOWS.replace("publish", f"--db {database} publish")
        self.assertEqual((done.returncode, done.stderr.decode().replace(follows, "")), (0, ""), words)
        return " ".join(done.stdout.decode().split())

    def set_up_on(self, database):
        done = self.call("--db", database, "publish", "set", self.url, "--user", caldav.USER, password=caldav.PASSWORD)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_two_computers_one_calendar(self):
        other = self.other()
        self.set_up()
        before = self.there()
        del self.proxy.requests[:]
        self.set_up_on(other)
        self.assertEqual(self.proxy.count("PUT"), 0)
        self.assertEqual(self.there(), before)

    def test_the_other_computer_knows_more(self):
        other = self.other()
        self.set_up()
        self.set_up_on(other)
        self.now = "2026-11-23T10:00:00+01:00"
        self.on(other, "book", "zoledronic-acid", "2026-12-04 08:00")
        self.on(other, "publish")
        theirs = self.there()
        self.assertIn("Another computer published it, from a newer record or with other settings. To bring in what the other computer has, "
                      "copy its record to this one, and type: regimen merge FILE", self.flat("publish"))
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertEqual(self.there(), theirs)
        # until this one knows as much, or more
        self.now = "2026-11-23T11:00:00+01:00"
        self.run_it("book", "zoledronic-acid", "2026-12-05 08:00")
        self.run_it("book", "zoledronic-acid", "2026-12-05 09:00")
        self.publish()
        self.assertEqual(self.there()[self.uid("Zoledronic acid infusion 1")]["DTSTART"][1], "20261205T090000")
        self.assertIn("Another computer published it", self.on(other, "publish"))
        shutil.copy(self.database, other)
        self.forget()
        self.assertNotIn("another computer", self.on(other, "publish"))

    def test_a_stale_copy_of_what_is_known(self):
        self.set_up()
        copy = self.path("copy.db")
        self.run_it("backup", copy)
        self.run_it("book", "zoledronic-acid", "2026-12-04 08:00")
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.publish()
        high = int(self.there()[self.uid("Zoledronic acid infusion 1")]["SEQUENCE"][1])
        self.run_it("restore", copy)
        self.publish()
        here, there = self.here(), self.there()
        self.assertEqual(set(here), set(there))
        for uid, event in there.items():
            self.assertGreaterEqual(int(event.pop("SEQUENCE")[1]), int(here[uid].pop("SEQUENCE")[1]))
            self.assertEqual(event, here[uid])
        self.assertEqual(self.publish(), {"PROPFIND": 1})
        self.assertGreater(int(self.there()[self.uid("Zoledronic acid infusion 1")]["SEQUENCE"][1]), high)

    def test_all_that_is_known_is_lost(self):
        self.set_up()
        self.run_it("publish", "off")
        self.run_it("book", "zoledronic-acid", "2026-12-04 08:00")
        self.set_up()
        self.assert_equal_to_record()

    # ---- from whatever address is known ----

    def test_the_address_of_the_server(self):
        """It tells where the calendars are, and the command that makes one."""
        root, home = self.url.replace("anna/regimen/", ""), self.url.replace("regimen/", "")
        for typed, what in ((root, "is a folder, not a calendar"), (home, "is a folder, not a calendar"),
                            (root + "index.html", "it is not allowed"),
                            (root + "login/", "does not answer as a calendar does")):
            with self.subTest(typed=typed):
                self.proxy.rule = lambda method, path: (200, b"<html/>", []) if path == "/login/" else None
                done = self.call("publish", "set", typed, "--user", caldav.USER, password=caldav.PASSWORD)
                line = done.stderr.decode()
                self.assertEqual((done.returncode, done.stdout), (1, b""))
                self.assertRegex(line, r"\Aregimen: [^\n]+\n\Z")
                self.assertIn(what, line)
                self.assertIn("your calendars are kept at %s, and this creates a separate one: regimen publish set %s --user NAME"
                              % (home, self.url), line)
                self.assertFalse(os.path.exists(self.database + ".publish"))
        self.set_up()
        done = self.call("publish", "set", root, "--user", caldav.USER, password=caldav.PASSWORD)
        self.assertIn("these exist already: regimen", done.stderr.decode())

    def test_a_wrong_password_is_tried_once(self):
        done = self.call("publish", "set", self.url, "--user", caldav.USER, password="wrong")
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not accept", done.stderr.decode())
        self.assertEqual(len(self.proxy.requests), 1)

    def test_the_password_is_nowhere_to_be_seen(self):
        """While it runs, and in what it starts: no argument, no environment, no core."""
        self.set_up()
        uid = self.uid("Zoledronic acid infusion 1")
        self.edit(uid, moved)
        seen = []

        def look(method, path):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open("/proc/%s/stat" % pid, encoding="utf-8") as file:
                        parent = int(file.read().rsplit(")", 1)[1].split()[1])
                    if parent != os.getpid():
                        continue
                    for name in ("cmdline", "environ", "limits"):
                        with open("/proc/%s/%s" % (pid, name), "rb") as file:
                            seen.append((name, file.read()))
                except OSError:
                    continue  # it has ended
        self.proxy.rule = look
        self.run_it("publish")
        ours = [content for name, content in seen if name == "cmdline" and b"publish" in content]
        self.assertGreater(len(ours), 0)
        for name, content in seen:
            self.assertNotIn(caldav.PASSWORD.encode(), content)
            self.assertNotIn(b"oledronic", content)
        self.assertTrue(any(re.search(rb"core file size +0 +0", content) for name, content in seen if name == "limits"))

    # ---- settings ----

    def test_private(self):
        self.set_up("--private")
        self.assertEqual({re.sub("Cancelled: ", "", event["SUMMARY"][1]) for event in self.there().values()}, {"Treatment"})
        self.assertFalse(any("DESCRIPTION" in event for event in self.there().values()))

    def test_password_command(self):
        script = self.path("pass")
        with open(script, "w", encoding="utf-8") as out:
            out.write("#!/bin/sh\necho '%s'\necho more\n" % caldav.PASSWORD)
        os.chmod(script, 0o700)
        self.run_it("publish", "set", self.url, "--user", caldav.USER, "--password-command", "'%s' a b" % script)
        self.assert_equal_to_record()
        with open(self.database + ".publish", encoding="utf-8") as kept:
            self.assertNotIn(caldav.PASSWORD, kept.read())
        os.remove(script)
        self.fails(says="the password command could not be started")

    def test_refresh(self):
        self.run_it("publish", "refresh")
        self.set_up()
        self.run_it("book", "zoledronic-acid", "2026-12-03 09:00")
        self.assertEqual(self.run_it("publish", "refresh"), "")
        self.assert_equal_to_record()
        before = self.dump()
        self.assertEqual(self.run_it("publish", "refresh"), "")
        self.assertEqual(self.dump(), before)
        self.radicale.stop()
        self.run_it("book", "zoledronic-acid", "2026-12-04 09:00")
        self.fails("refresh", status=75, says="does not answer")
        self.assertEqual(self.json("publish", "show")["pending"], 1)


if __name__ == "__main__":
    unittest.main()
