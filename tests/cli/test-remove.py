#!/usr/bin/python3
import re
import unittest

from regimen import Case


class Remove(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-03", "--anyway")

    def handles(self):
        return [course["handle"] for course in self.json("list")["courses"]]

    def export(self):
        """The status and SEQUENCE of each event, by its UID."""
        self.run_it("export", "--to", self.path("out.ics"))
        with open(self.path("out.ics"), encoding="utf-8") as file:
            events = re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", file.read().replace("\n ", ""), re.DOTALL)
        return {re.search(r"(?m)^UID:(\S+)", event).group(1):
                (re.search(r"(?m)^STATUS:(\w+)", event).group(1), int(re.search(r"(?m)^SEQUENCE:(\d+)", event).group(1)))
                for event in events}

    def test_it_is_in_no_list(self):
        before = [self.flat("list"), self.flat("agenda"), self.flat()]
        self.now = "2026-12-03T09:00:00+01:00"
        self.assertEqual(len(self.json("notify", "--dry-run")["alerts"]), 2)
        self.now = "2026-11-23T09:00:00+01:00"
        said = self.flat("remove", "zoledronic-acid-2")
        self.assertIn("Removed: zoledronic-acid-2. It is in no list any more", said)
        self.assertEqual(self.handles(), ["zoledronic-acid"])
        for words in (("agenda",), ("list",), (), ("history",)):
            self.assertNotIn("zoledronic-acid-2", self.flat(*words), words)
        self.now = "2026-12-03T09:00:00+01:00"
        self.assertEqual([alert["course"] for alert in self.json("notify", "--dry-run")["alerts"]], ["zoledronic-acid"])
        self.now = "2026-11-23T09:00:00+01:00"
        self.refuses("show", "zoledronic-acid-2")
        self.assertIn("Took back: remove zoledronic-acid-2, entered on", self.flat("undo"))
        self.assertEqual([self.flat("list"), self.flat("agenda"), self.flat()], before)

    def test_one_dose_of_yesterday(self):
        """Undo asks about a change of more than an hour ago, so the command that is proposed answers it."""
        self.now = "2026-12-01T09:00:00+01:00"
        self.run_it("log", "zoledronic-acid/1", "--at", "2026-12-01 08:30")
        says = 'if "log zoledronic-acid/1" was a mistake: regimen undo zoledronic-acid/1'
        self.assertTrue(self.refuses("remove", "zoledronic-acid/1", says=says).endswith("acid/1\n"))
        self.now = "2026-12-02T09:00:00+01:00"
        self.refuses("remove", "zoledronic-acid/1", says=says + " --anyway")
        self.run_it("undo", "zoledronic-acid/1", "--anyway")
        self.assertEqual(self.json("history", "zoledronic-acid")["administrations"], [])

    def test_the_history_keeps_it(self):
        self.now = "2026-11-24T09:00:00+01:00"
        self.run_it("remove", "zoledronic-acid-2")
        self.assertIn("The course zoledronic-acid-2, added on Mon 2026-11-23, was removed on Tue 2026-11-24.",
                      self.flat("history", "--all"))
        removed, = self.json("history", "--all")["removed"]
        self.assertEqual((removed["handle"], removed["treatment"], removed["removed"]),
                         ("zoledronic-acid-2", "zoledronic-acid", "2026-11-24T09:00:00+01:00"))
        self.run_it("undo")
        self.assertEqual(self.json("history", "--all")["removed"], [])

    def test_calendars_cancel_what_they_have_shown(self):
        shown = self.export()
        self.run_it("add", "ct", "--on", "2026-12-09")
        self.run_it("remove", "ct")
        self.assertEqual(self.export(), shown)  # no calendar has shown it
        self.run_it("remove", "zoledronic-acid-2")
        after = self.export()
        self.assertEqual(set(after), set(shown))
        gone = {uid for uid in shown if after[uid] != shown[uid]}
        self.assertEqual(len(gone) * 2, len(shown))
        for uid in gone:
            self.assertEqual(after[uid][0], "CANCELLED")
            self.assertGreater(after[uid][1], shown[uid][1])
        self.run_it("undo")
        back = self.export()
        for uid in shown:
            self.assertEqual(back[uid][0], shown[uid][0])
            self.assertGreaterEqual(back[uid][1], after[uid][1])

    def test_a_kept_file_follows(self):
        self.run_it("export", "--keep", self.path("kept.ics"))
        self.run_it("remove", "zoledronic-acid-2")
        with open(self.path("kept.ics"), encoding="utf-8") as file:
            self.assertIn("STATUS:CANCELLED", file.read())

    def test_its_name_is_free(self):
        self.run_it("remove", "zoledronic-acid")
        self.run_it("rename", "zoledronic-acid-2", "zoledronic-acid")
        self.assertEqual(self.handles(), ["zoledronic-acid"])
        self.run_it("undo")
        self.run_it("undo")
        self.assertEqual(self.handles(), ["zoledronic-acid", "zoledronic-acid-2"])

    def test_a_stopped_one(self):
        self.run_it("stop", "zoledronic-acid-2")
        self.run_it("remove", "zoledronic-acid-2")
        self.assertEqual(self.handles(), ["zoledronic-acid"])

    def test_json(self):
        uid = self.json("list")["courses"][1]["uid"]
        removed = self.json("remove", "zoledronic-acid-2")
        self.assertEqual(set(removed), {"format", "removed"})
        self.assertEqual((removed["removed"]["uid"], removed["removed"]["patient"]), (uid, "me"))

    def test_not_after_a_dose(self):
        self.now = "2026-12-03T09:00:00+01:00"
        self.run_it("log", "zoledronic-acid-2", "--anyway")
        self.refuses("remove", "zoledronic-acid-2", status=1,
                     says="zoledronic-acid-2 cannot be removed, because 1 dose of it is on record; to end it and keep what "
                          "happened: regimen stop zoledronic-acid-2")
        self.run_it("stop", "zoledronic-acid-2")
        self.refuses("remove", "zoledronic-acid-2", status=1, says="it has ended, so nothing more is planned")
        self.refuses("remove", "zoledronic-acid/1", says="to leave out zoledronic-acid/1: regimen skip zoledronic-acid/1")

    def test_a_course_that_was_just_added_with_its_doses(self):
        """Undo takes both back, but only as long as nothing else was written; the message says what works."""
        given = ("add", "denosumab", "--given", "1 Oct", "--given", "29 Oct", "--anyway")
        self.run_it(*given)
        self.refuses("remove", "denosumab", status=1, says="denosumab has 2 doses on record; to take back that it was added, with these "
                                                           "doses: regimen undo\n")
        self.run_it("undo")
        self.assertNotIn("denosumab", self.handles())
        self.run_it(*given)
        now, self.now = self.now, self.now.replace("T09:00:00", "T10:00:01")
        self.assertNotEqual(now, self.now)
        self.assertNotIn("undo", self.refuses("remove", "denosumab", status=1, says="regimen stop denosumab"))
        self.refuses("undo", status=3, says="more than an hour old")
        self.now = now
        self.run_it("feel", "pain", "3")
        self.refuses("remove", "denosumab", status=1, says='regimen stop denosumab; if one of them was not given: regimen amend denosumab/1 '
                                                           '--skipped --reason "entered by mistake"')


if __name__ == "__main__":
    unittest.main()
