#!/usr/bin/python3
"""Appointments of other people's making: attached to a dose once, what comes next of them finds that dose by itself."""
import shlex
import unittest

from regimen import Case

UID = "040000008200E00074C5B7101A82E00800000000"


class Invitations(Case):
    def setUp(self):
        super().setUp()
        self.run_it("add", "denosumab", "--first", "2026-12-08")
        self.first = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", "LOCATION:House 3")

    def mail(self, *lines, sequence=0, method="REQUEST", uid=UID, stamp="20261120T080000Z", name="mail.ics"):
        path = self.path(name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clinic//EN", "METHOD:" + method, "BEGIN:VEVENT",
                                    "UID:" + uid, "SEQUENCE:%d" % sequence, "DTSTAMP:" + stamp, *lines, "END:VEVENT",
                                    "END:VCALENDAR", ""]))
        return path

    def attach(self, *words):
        self.run_it("import", self.first, "--for", "denosumab/1", "--apply", *words)

    def found(self, path):
        said = self.json("import", path)
        return ([(p["kind"], p["reason"], p["dose"], p["at"], p["choice"]) for p in said["proposals"]],
                [(n["reason"], n["dose"]) for n in said["notes"]], [f["at"] for f in said["foreign"]], said["unchanged"])

    def dose(self, number=1):
        return next(dose for dose in self.json("agenda", "--days", "200")["doses"] if dose["dose"] == number)

    def test_it_was_moved(self):
        self.attach()
        self.assertEqual(self.dose()["appointment"], "2026-12-08T10:30:00+01:00")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", "LOCATION:House 3", sequence=1)
        self.assertEqual(self.found(moved), ([("book", "moved", 1, "2026-12-09T14:00:00+01:00", False)], [], [], 0))
        self.assertIn("1. Denosumab injection 1 was moved to Wed 2026-12-09 14:00 (on record: Tue 2026-12-08 10:30). "
                      "regimen book denosumab/1 \"2026-12-09 14:00\" --place 'House 3'", self.flat("import", moved))
        self.run_it("import", moved, "--apply")
        self.assertEqual(self.dose()["appointment"], "2026-12-09T14:00:00+01:00")
        self.assertEqual(self.found(moved), ([], [], [], 1))

    def test_a_mail_without_a_zone_after_a_journey(self):
        """Its time is that of the clinic, as it was when the appointment was put on record."""
        self.first = self.mail("DTSTART:20261208T103000")
        self.attach()
        self.run_it("patient", "set", "me", "--zone", "Asia/Tokyo")
        self.assertEqual(self.found(self.first), ([], [], [], 1))
        self.run_it("import", self.first, "--apply")
        self.assertEqual(self.dose()["appointment"], "2026-12-08T10:30:00+01:00")
        moved = self.mail("DTSTART:20261208T140000", sequence=1)
        self.run_it("import", moved, "--apply")
        self.assertEqual(self.dose()["appointment"], "2026-12-08T14:00:00+01:00")

    def test_an_older_mail_says_nothing_new(self):
        self.attach()
        first = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", name="first.ics")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=2)
        between = self.mail("DTSTART;TZID=Europe/Berlin:20261210T080000", sequence=1, name="between.ics")
        self.run_it("import", moved, "--apply")
        for path in (first, between):
            self.assertEqual(self.found(path), ([], [("older", 1)], [], 0))
            self.assertIn("adds nothing new", self.flat("import", path))

    def test_what_was_called_off_and_belongs_to_nothing_is_only_told(self):
        start = "DTSTART;TZID=Europe/Berlin:20261209T170000"
        one = self.mail("RECURRENCE-ID;TZID=Europe/Berlin:20261209T170000", start, "STATUS:CANCELLED", "SUMMARY:Infusion")
        said = self.flat("import", one)
        self.assertIn('Note: "Infusion" on Wed 2026-12-09 17:00 was cancelled; it is not from this record.', said)
        self.assertNotIn("--for", said)
        rule = ("SUMMARY:Infusion", start, "RRULE:FREQ=DAILY;COUNT=2")
        for lines in ((*rule, "EXDATE;TZID=Europe/Berlin:20261224T170000"),
                      (*rule, "END:VEVENT", "BEGIN:VEVENT", "UID:" + UID, "DTSTAMP:20261120T080000Z", "SUMMARY:Infusion", start,
                       "RECURRENCE-ID;TZID=Europe/Berlin:20261224T170000")):
            said = self.flat("import", self.mail(*lines))
            self.assertRegex(said, 'Note: "Infusion" is not from this record, and cannot be used: (it replaces|the file cancels) the '
                                   "appointment (of its series )?on Thu 2026-12-24 17:00, but the series has no appointment at that time.")
            listed = said.split("Not from this record:")[1]
            self.assertIn("1. Wed 2026-12-09 17:00: Infusion 2. Thu 2026-12-10 17:00: Infusion", listed)
            self.assertNotIn("2026-12-24", listed)

    def test_an_older_mail_is_not_attached_again(self):
        """Not even with --for, which would book what was called off."""
        self.attach()
        first = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", "LOCATION:House 3", name="first.ics")
        off = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", "SUMMARY:Canceled: Infusion", sequence=1)
        self.run_it("import", off, "--apply", "--cancelled", "hold")
        before = self.dump()
        for words in (("denosumab",), ("denosumab/1",), ("denosumab/2",), ("denosumab/1", "--anyway"),
                      ("denosumab/1", "--at", "2026-12-09 10:30")):
            said = self.flat("import", first, "--for", *words, "--apply")
            self.assertIn("a later version of this appointment is on record, so this one, for ", said)
            self.assertIn("If it is right after all: regimen book denosumab/", said)
            self.assertNotIn("On record.", said)
            self.assertEqual(self.dump(), before)
        self.assertEqual([note["reason"] for note in self.json("import", first, "--for", "denosumab")["notes"]], ["older"])
        stamped = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", sequence=1, stamp="20261119T080000Z")
        self.assertIn("a later version", self.flat("import", stamped, "--for", "denosumab", "--apply"))
        again = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", sequence=2)
        self.assertIn("On record.", self.flat("import", again, "--for", "denosumab", "--apply"))

    def test_the_same_mail_after_a_call_says_nothing_new(self):
        self.attach()
        self.run_it("book", "denosumab/1", "2026-12-10 09:00")
        self.assertEqual(self.found(self.first), ([], [("older", 1)], [], 0))

    def test_an_older_mail_does_not_take_back_what_was_typed_since(self):
        """The user answered a cancellation with a command, so the record does not know its SEQUENCE."""
        self.attach()
        off = self.mail("STATUS:CANCELLED", method="CANCEL", sequence=2, stamp="20261122T080000Z", name="off.ics")
        older = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=1, stamp="20261121T080000Z")
        news = self.mail("DTSTART;TZID=Europe/Berlin:20261210T140000", sequence=3, stamp="20261124T080000Z", name="news.ics")
        hold = self.json("import", off)["proposals"][0]["commands"][0]
        for command, state in ((hold, "held"), ('regimen book denosumab/1 "2026-12-11 10:00"', "booked")):
            with self.subTest(command=command):
                self.type(command)
                if state == "held":
                    self.assertEqual(self.found(off)[0], [])  # the question is answered
                before = self.dump()
                said = self.flat("import", older, "--apply")
                self.assertIn("This copy of the calendar may be from before the last change to the record. regimen book denosumab/1", said)
                self.assertEqual(self.found(older)[0], [("book", "moved", 1, "2026-12-09T14:00:00+01:00", True)])
                self.assertEqual((self.dump(), self.dose()["state"]), (before, state))
                self.assertEqual(self.found(news)[0], [("book", "moved", 1, "2026-12-10T14:00:00+01:00", False)])

    def test_the_same_sequence_with_another_time(self):
        """Some programs do not count: then the later stamp holds."""
        self.attach()
        later = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", stamp="20261121T080000Z")
        self.assertEqual(self.found(later)[0], [("book", "moved", 1, "2026-12-09T14:00:00+01:00", False)])
        earlier = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", stamp="20261119T080000Z")
        self.assertEqual(self.found(earlier), ([], [("older", 1)], [], 0))

    def test_it_was_called_off(self):
        self.attach()
        for lines in (["DTSTART;TZID=Europe/Berlin:20261208T103000", "STATUS:CANCELLED"], []):
            off = self.mail(*lines, sequence=1, method="CANCEL")
            self.assertEqual(self.found(off)[0], [("hold_or_skip", "cancelled", 1, None, True)])
        self.run_it("import", off, "--apply", "--cancelled", "hold")
        self.assertEqual(self.dose()["state"], "held")
        self.assertEqual(self.found(off)[:2], ([], [("older", 1)]))  # the same mail again asks nothing
        again = self.mail("DTSTART;TZID=Europe/Berlin:20261210T103000", sequence=2)
        self.assertEqual(self.found(again)[0], [("book", "moved", 1, "2026-12-10T10:30:00+01:00", False)])

    def test_the_same_mail_again_after_the_dose_was_given(self):
        """It is not attached to the next dose."""
        self.attach()
        self.now = "2026-12-08T12:00:00+01:00"
        self.run_it("log", "denosumab/1", "--at", "2026-12-08 10:30")
        before = self.dump()
        self.assertEqual(self.flat("import", self.first, "--for", "denosumab", "--apply"), "Nothing to put on record. 1 event agrees with the record.")
        self.assertEqual(self.dump(), before)

    def test_a_later_mail_about_a_dose_that_was_skipped(self):
        """A day to come cannot be entered as given, so amend is not proposed."""
        self.attach()
        self.run_it("skip", "denosumab/1", "--reason", "fever")
        later = self.mail("DTSTART;TZID=Europe/Berlin:20261215T090000", sequence=1)
        self.assertIn("Denosumab injection 1 is on record as skipped, on Tue 2026-12-08 10:30; the calendar has it on Tue 2026-12-15 09:00, which is "
                      "still to come. If that appointment is for the next dose: regimen book denosumab TIME", self.flat("import", later))

    def test_it_was_called_off_in_the_title(self):
        """Outlook's word counts in a later version; in the version that was attached it is its name."""
        self.attach()
        start = "DTSTART;TZID=Europe/Berlin:20261208T103000"
        for title in ("Canceled: Infusion", "CANCELLED: Infusion", "Abgesagt: Infusion"):
            off = self.mail(start, "SUMMARY:" + title, sequence=1, name="off.ics")
            self.assertEqual(self.found(off)[0], [("hold_or_skip", "cancelled", 1, None, True)])
        self.assertEqual(self.found(self.mail(start, "LOCATION:House 3", "SUMMARY:Canceled: Infusion"))[0], [])
        self.run_it("import", off, "--apply", "--cancelled", "hold")
        self.assertEqual(self.found(off)[:2], ([], [("older", 1)]))
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", "SUMMARY:Infusion", sequence=2)
        self.assertEqual(self.found(moved)[0], [("book", "moved", 1, "2026-12-09T14:00:00+01:00", False)])

    def test_called_off_behind_the_event(self):
        """METHOD behind the event, in it, or an American STATUS: at the same time as on record, and yet it says something."""
        self.attach()
        start = "DTSTART;TZID=Europe/Berlin:20261208T103000"
        for lines in ((start, "STATUS:CANCELED"), (start, "STATUS: CANCELLED"), (start, "METHOD:CANCEL"),
                      (start, "END:VEVENT", "METHOD:CANCEL", "BEGIN:VEVENT", "UID:other", start)):
            with self.subTest(lines=lines):
                self.assertEqual(self.found(self.mail(*lines, sequence=1))[0], [("hold_or_skip", "cancelled", 1, None, True)])

    def test_undo_takes_the_memory_back(self):
        self.attach()
        self.run_it("undo")
        self.assertEqual(self.found(self.first), ([], [], ["2026-12-08T10:30:00+01:00"], 0))
        self.run_it("redo")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=1)
        self.run_it("import", moved, "--apply")
        self.run_it("undo")
        self.assertEqual(self.found(moved)[0], [("book", "moved", 1, "2026-12-09T14:00:00+01:00", False)])

    def test_what_is_on_record_already_is_remembered(self):
        self.run_it("book", "denosumab/1", "2026-12-08 10:30", "--place", "House 3")
        said = self.flat("import", self.first, "--for", "denosumab/1")
        self.assertIn("1. Denosumab injection 1: the appointment is on Tue 2026-12-08 10:30, as on record. Attach it? "
                      "regimen import %s --for denosumab/1 --apply" % self.first, said)
        before = self.dose()
        self.attach()
        self.assertEqual(self.dose(), before)
        self.assertIn("Nothing to put on record.", self.flat("import", self.first, "--for", "denosumab/1"))
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=1)
        self.assertEqual(self.found(moved)[0], [("book", "moved", 1, "2026-12-09T14:00:00+01:00", False)])

    def test_at_the_time_already_planned(self):
        """It books the dose all the same, with its place."""
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-08 10:30", "--anyway", "--handle", "zol")
        self.assertIsNone(next(d for d in self.json("agenda")["doses"] if d["course"] == "zol")["appointment"])
        said = self.flat("import", self.first, "--for", "zol/1")
        self.assertIn("1. Zoledronic acid infusion 1: the appointment is on Tue 2026-12-08 10:30, as planned. "
                      "regimen book zol/1 \"2026-12-08 10:30\" --place 'House 3'", said)
        self.run_it("import", self.first, "--for", "zol/1", "--apply")
        dose = next(d for d in self.json("agenda")["doses"] if d["course"] == "zol" and d["dose"] == 1)
        self.assertEqual((dose["state"], dose["appointment"], dose["place"]), ("booked", "2026-12-08T10:30:00+01:00", "House 3"))
        self.assertEqual(self.found(self.first), ([], [], [], 1))

    def ask(self, path, *words):
        """The one proposal of @path for the dose, which a person has to decide, and which --apply leaves alone."""
        before = self.dump()
        self.assertIn("Left for you to decide: 1. The commands for it are shown above.", self.flat("import", path, "--for", "denosumab/1", "--apply"))
        self.assertEqual(self.dump(), before)
        proposal, = self.json("import", path, "--for", "denosumab/1", *words)["proposals"]
        self.assertTrue(proposal["choice"])
        return proposal

    def type(self, command):
        words = shlex.split(command)
        self.assertEqual(words[0], "regimen")
        return self.flat(*words[1:])

    def called_off_later(self):
        off = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", "STATUS:CANCELLED", sequence=3, name="off.ics")
        return [p[:3] for p in self.found(off)[0]]

    def test_what_is_promised_is_true(self):
        """A time with two readings: nothing is attached before one of the commands is typed, and then it is."""
        path = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000Z", "LOCATION:House 3")
        said = self.flat("import", path, "--for", "denosumab/1", "--apply")
        self.assertNotIn("Later changes", said)
        commands = self.ask(path)["commands"]
        self.assertEqual(commands, ["regimen import %s --for denosumab/1 --at \"2026-12-08 %s\" --apply" % (path, time)
                                    for time in ("11:30", "10:30")])
        for command, time in zip(commands, ("11:30", "10:30")):
            said = self.type(command)
            self.assertIn("Later changes of that appointment will find its dose by themselves.", said)
            self.assertEqual((self.dose()["appointment"][11:16], self.dose()["place"]), (time, "House 3"))
            self.assertEqual(self.found(path)[0], [])
            self.assertEqual(self.called_off_later(), [("hold_or_skip", "cancelled", 1)])
            self.run_it("undo")
            self.assertEqual(self.called_off_later(), [])
        off = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", method="CANCEL")
        for words in ((), ("--at", "2026-12-08 10:30")):
            said = self.flat("import", off, "--for", "denosumab/1", "--apply", *words)
            self.assertIn("Left for you to decide: 1.", said)
            self.assertNotIn("ater changes", said)
        self.assertIn("Later changes", self.flat("import", off, "--for", "denosumab/1", "--apply", "--cancelled", "hold"))

    def test_two_readings_of_which_one_is_booked(self):
        """The record says which one is right."""
        path = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000Z", "LOCATION:House 3")
        for time in ("11:30", "10:30"):
            self.run_it("book", "denosumab/1", "2026-12-08 " + time, "--place", "House 3")
            self.assertEqual([(p["kind"], p["choice"]) for p in self.json("import", path, "--for", "denosumab/1")["proposals"]],
                             [("attach", False)])

    def test_a_day_or_a_time_on_the_planned_day(self):
        """--apply does not answer the question: the day is as planned, and yet it may be an appointment."""
        flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
        for lines, other in ((["DTSTART;TZID=Europe/Berlin:20261208T103000", flag, "LOCATION:House 3"], "10:30"),
                             (["DTSTART:20261208T000000Z", "DTEND:20261209T000000Z"], "01:00"), (["DTSTART:20261208T000000Z"], "01:00")):
            with self.subTest(lines=lines):
                path = self.mail(*lines)
                proposal = self.ask(path)
                self.assertIn("The file may mean the whole day, or Tue 2026-12-08 %s, time of Europe/Berlin. Ask the clinic which one is right."
                              % other, proposal["text"])
                start = "regimen import %s --for denosumab/1 --at " % path
                self.assertEqual(proposal["commands"], [start + "2026-12-08 --apply", start + "\"2026-12-08 %s\" --apply" % other])
                self.type(proposal["commands"][1])
                self.assertEqual((self.dose()["appointment"][11:16], self.dose()["place"]), (other, "House 3" if len(lines) == 3 and flag in lines else None))
                self.run_it("undo")
                self.type(proposal["commands"][0])
                self.assertIsNone(self.dose()["appointment"])
                self.assertEqual((self.found(path)[0], self.called_off_later()), ([], [("hold_or_skip", "cancelled", 1)]))
                self.run_it("undo")

    def test_a_place_without_a_time(self):
        """A whole day is no appointment, and only an appointment has a place: the time is asked for, so that the place is kept."""
        for day in ("2026-12-08", "2026-12-10"):
            with self.subTest(day=day):
                path = self.mail("DTSTART;VALUE=DATE:" + day.replace("-", ""), "LOCATION:Room 4")
                proposal = self.ask(path)
                self.assertIn("It has no time of day, and without one its place (Room 4) cannot be put on record. Ask the clinic for the time.",
                              proposal["text"])
                start = "regimen import %s --for denosumab/1 --at " % path
                self.assertEqual((proposal["place"], proposal["commands"]),
                                 ("Room 4", [start + "\"%s TIME\" --apply" % day, start + day + " --apply"]))
                self.type(proposal["commands"][0].replace("TIME", "10:30"))
                self.assertEqual((self.dose()["appointment"][:16], self.dose()["place"]), (day + "T10:30", "Room 4"))
                self.assertEqual((self.found(path)[0], self.called_off_later()), ([], [("hold_or_skip", "cancelled", 1)]))
                self.run_it("undo")
                self.type(proposal["commands"][1])
                self.assertEqual((self.dose()["due"], self.dose()["appointment"]), (day, None))
                self.assertEqual(self.called_off_later(), [("hold_or_skip", "cancelled", 1)])
                self.run_it("undo")
        self.run_it("book", "denosumab/1", "2026-12-08 10:30")
        path = self.mail("DTSTART;VALUE=DATE:20261208", "LOCATION:Room 4")
        self.assertEqual(self.ask(path)["commands"], ["regimen import %s --for denosumab/1 --at \"2026-12-08 10:30\" --apply" % path])
        path = self.mail("DTSTART;VALUE=DATE:20261208")
        self.assertEqual(self.found(path)[0], [])
        path = self.mail("DTSTART;VALUE=DATE:20261210")
        command, = self.ask(path)["commands"]
        self.type(command)
        self.assertEqual((self.dose()["due"], self.dose()["appointment"]), ("2026-12-10", None))

    def test_the_time_that_the_person_says(self):
        """--at also says when it is if the file does not, or if its zone is not known."""
        for start in ("DTSTART;TZID=Nowhere:20261208T103000", "DTSTART:tomorrow"):
            path = self.mail(start, "LOCATION:Room 4")
            self.assertEqual(self.json("import", path, "--for", "denosumab/1")["proposals"], [])
            self.run_it("import", path, "--for", "denosumab/1", "--at", "2026-12-08 09:30", "--zone", "Europe/London", "--apply")
            self.assertEqual((self.dose()["appointment"], self.dose()["place"]), ("2026-12-08T09:30:00+00:00", "Room 4"))
            self.assertEqual(self.called_off_later(), [("hold_or_skip", "cancelled", 1)])
            self.run_it("undo")
        two = self.mail("DTSTART:20261208T103000Z", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "DTSTART;TZID=Europe/Berlin:20261209T103000Z", name="two.ics")
        self.refuses("import", two, "--for", "denosumab", "--at", "2026-12-08 10:00", says="the file has 2 appointments")
        proposal, = self.json("import", two, "--for", "denosumab/1", "--event", "2")["proposals"]
        self.assertEqual(proposal["commands"][1], "regimen import %s --for denosumab/1 --event 2 --at \"2026-12-09 10:30\" --apply" % two)
        self.type(proposal["commands"][1])
        self.assertEqual(self.dose()["appointment"][:16], "2026-12-09T10:30")
        self.refuses_all(("import", two, "--at", "2026-12-08", "--at can be used only with --for"),
                         ("import", two, "--for", "denosumab", "--zone", "UTC", "--zone can be used only with --at"),
                         ("import", two, "--for", "denosumab", "--all", "--at", "2026-12-08", "--at is the time of one appointment"),
                         ("import", two, "--for", "denosumab", "--event", "1", "--at", "never", "\"never\""))

    def test_a_time_that_comes_twice(self):
        """Section 4: the user is told."""
        self.now = "2026-10-20T09:00:00+02:00"
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-10-25", "--anyway", "--handle", "zol")
        path = self.mail("DTSTART;TZID=Europe/Berlin:20261025T023000")
        for words in ((), ("--apply",)):
            self.assertIn("Sun 2026-10-25 02:30 comes twice in Europe/Berlin, because the clocks go back then; the first of the two "
                          "is taken.", self.flat("import", path, "--for", "zol/1", *words))

    def test_several_events_of_one_uid(self):
        """Some hospitals give all appointments one UID: none of them vanishes, and none is taken for the other later."""
        lines = []
        for day in (8, 9, 10):
            lines += ["DTSTART;TZID=Europe/Berlin:202612%02dT103000" % day, "END:VEVENT", "BEGIN:VEVENT", "UID:" + UID, "DTSTAMP:20261120T08000%dZ" % (day % 3)]
        path = self.mail(*lines[:-4])
        found = self.json("import", path)["foreign"]
        self.assertEqual([f["at"][:10] for f in found], ["2026-12-08", "2026-12-09", "2026-12-10"])
        self.assertTrue(all("other events in the file have the same UID as this one" in f["problem"] for f in found))
        self.run_it("import", path, "--for", "denosumab/1", "--event", "2", "--apply")
        self.assertEqual(self.dose()["appointment"], "2026-12-09T10:30:00+01:00")
        self.assertEqual((len(self.found(path)[2]), self.found(path)[3]), (2, 1))
        self.assertEqual([(p["kind"], p["dose"]) for p in self.json("import", path, "--for", "denosumab/2", "--event", "3")["proposals"]],
                         [("book", 2)])

    def test_all_events_of_one_uid(self):
        """It is said that they have one UID. The same file again says nothing new, and each event finds its dose by its time."""
        lines = []
        for day in ("20261208", "20270105", "20270202"):
            lines += ["DTSTART;TZID=Europe/Berlin:%sT103000" % day, "END:VEVENT", "BEGIN:VEVENT", "UID:" + UID, "DTSTAMP:20261120T080000Z"]
        path = self.mail(*lines[:-4])
        said = self.flat("import", path, "--for", "denosumab", "--all", "--apply")
        self.assertEqual(said.count("Other events in the file have the same identifier (UID), so later changes to it cannot be matched with this dose."), 3)
        self.assertNotIn("ater changes of", said)
        before = self.dump()
        self.assertEqual(self.found(path), ([], [], [], 3))
        said = self.flat("import", path, "--for", "denosumab", "--all", "--apply")
        self.assertRegex(said, "^Nothing to put on record.")
        self.assertEqual(self.dump(), before)
        moved = self.mail(*[line.replace("20270105T103000", "20270106T103000") for line in lines[:-4]])
        self.assertEqual(self.found(moved), ([], [], ["2027-01-06T10:30:00+01:00"], 2))
        self.assertIn("other events in the file have the same UID as this one", self.json("import", moved)["foreign"][0]["problem"])

    def test_versions_of_one_event(self):
        """The later one counts, and that there was another one is said."""
        path = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", "END:VEVENT", "BEGIN:VEVENT", "UID:" + UID, "SEQUENCE:1",
                         "DTSTAMP:20261120T080000Z", "DTSTART;TZID=Europe/Berlin:20261209T103000")
        said = self.json("import", path)
        self.assertEqual(([f["at"][:10] for f in said["foreign"]], said["left_out"]), (["2026-12-09"], 1))
        self.assertIn("1 event is an earlier version of another one in the file, and was left out.", self.flat("import", path))
        self.run_it("import", self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000"), "--for", "denosumab/1", "--apply")
        stamped = self.mail("DTSTART;TZID=Europe/Berlin:20261209T103000", "END:VEVENT", "BEGIN:VEVENT", "UID:" + UID, "SEQUENCE:0",
                            "DTSTAMP:20261121T080000Z", "DTSTART;TZID=Europe/Berlin:20261210T103000")
        self.assertEqual(self.found(stamped)[0], [("book", "moved", 1, "2026-12-10T10:30:00+01:00", False)])

    def test_bad_lines_that_nobody_needs(self):
        """Apple writes titles of places into parameters, mail programs break lines in texts."""
        bad = ["X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=Haus; Hof:geo:1", "ORGANIZER", "ORGANIZER;CN=x", "DESCRIPTION:Please bring",
               "- your card", "Start of it", "End: 11:00", "Begin", "at ten", "End", "Location", "END", "BEGIN", "Status", "LOCATION;X-TITLE=;X=:House 3", "SUMMARY:Infusion"]
        path = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", *bad)
        found = self.json("import", path)["foreign"]
        self.assertEqual([(f["at"][:16], f["place"], f["summary"]) for f in found], [("2026-12-08T10:30", "House 3", "Infusion")])
        for needed in ("DTSTART", "STATUS;X=y", "UID"):
            self.refuses("import", self.mail("DTSTART:20261208T093000Z", needed), status=1, says="is not a valid calendar line")

    def test_nothing_to_attach(self):
        """What regimen did not make is not said to be made by it."""
        for lines in (["BEGIN:VFREEBUSY", "UID:1", "DTSTAMP:20261110T103000Z", "END:VFREEBUSY"],
                      ["BEGIN:VEVENT", "UID:1", "DTSTART:20261208T093000Z", "RRULE:FREQ=DAILY;COUNT=2",
                       "EXDATE;VALUE=DATE:20261208,20261209", "END:VEVENT"]):
            path = self.mail(*("END:VEVENT", *lines, "BEGIN:VEVENT"))
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
            event = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT") + 12]
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text.replace(event, "", 1).replace("BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR", "END:VCALENDAR"))
            self.refuses("import", path, "--for", "denosumab", says="the file has no appointment that can be attached")
            self.assertIn("The calendar has no appointments.", self.flat("import", path))

    def test_nothing_is_remembered_without_apply(self):
        self.run_it("import", self.first, "--for", "denosumab/1")
        self.assertEqual(self.found(self.first)[2], ["2026-12-08T10:30:00+01:00"])

    def test_the_dose_has_another_appointment_since(self):
        self.attach()
        other = self.mail("DTSTART;TZID=Europe/Berlin:20261210T090000", uid="other", name="other.ics")
        self.run_it("import", other, "--for", "denosumab/1", "--apply")
        off = self.mail("DTSTART;TZID=Europe/Berlin:20261208T103000", sequence=1, method="CANCEL")
        self.assertEqual(self.found(off), ([], [], ["2026-12-08T10:30:00+01:00"], 0))
        self.assertEqual(self.dose()["appointment"], "2026-12-10T09:00:00+01:00")

    def test_attached_to_another_dose(self):
        self.attach()
        self.run_it("import", self.first, "--for", "denosumab/2", "--apply", "--anyway")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20270107T140000", sequence=1)
        self.assertEqual([p[2] for p in self.found(moved)[0]], [2])

    def test_it_was_given_meanwhile(self):
        self.attach()
        self.now = "2026-12-08T12:00:00+01:00"
        self.run_it("log", "denosumab", "--at", "10:40")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=1)
        self.assertEqual(self.found(moved), ([], [("ended", 1)], [], 0))

    def test_long_names(self):
        """Two that differ at their ends only."""
        long = "e" * 240
        self.run_it("import", self.mail("DTSTART:20261208T093000Z", uid=long + "1"), "--for", "denosumab/1", "--apply")
        self.assertEqual(self.found(self.mail("DTSTART:20261209T093000Z", uid=long + "2", sequence=1))[0], [])
        self.assertEqual(len(self.found(self.mail("DTSTART:20261209T093000Z", uid=long + "1", sequence=1))[0]), 1)

    def test_of_somebody_else(self):
        self.attach()
        self.run_it("patient", "add", "Ann")
        moved = self.mail("DTSTART;TZID=Europe/Berlin:20261209T140000", sequence=1)
        self.assertEqual(self.json("--patient", "Ann", "import", moved)["proposals"], [])
        self.assertIn("regimen --patient me book denosumab/1", self.flat("import", moved))

    def test_without_a_name_it_cannot_be_known_again(self):
        with open(self.first, encoding="utf-8", newline="") as file:
            text = file.read().replace("UID:%s\r\n" % UID, "")
        path = self.path("nameless.ics")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        self.run_it("import", path, "--for", "denosumab/1", "--apply")
        self.assertEqual(self.dose()["appointment"], "2026-12-08T10:30:00+01:00")
        self.assertEqual(self.found(path)[2], ["2026-12-08T10:30:00+01:00"])


if __name__ == "__main__":
    unittest.main()
