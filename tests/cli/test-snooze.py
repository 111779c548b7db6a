#!/usr/bin/python3
import os
import unittest

from regimen import Case

DUE = "2026-12-01T09:30:00+01:00"


class Snooze(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.now = DUE

    def kinds(self, now):
        return [alert["kind"] for alert in self.json("notify", "--dry-run", REGIMEN_NOW=now)["alerts"]]

    def test_for_an_hour(self):
        self.assertEqual(self.kinds(DUE), ["due"])
        self.assertIn("You will be reminded of infusion zoledronic-acid/1 again on Tue 2026-12-01 10:30.", self.flat("snooze", "zoledronic-acid"))
        self.assertEqual(self.kinds("2026-12-01T10:29:59+01:00"), [])
        self.assertEqual(self.kinds("2026-12-01T10:30:00+01:00"), ["due"])

    def test_as_long_as_the_settings_say(self):
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[alerts]\nsnooze-minutes=15\n")
        self.assertIn("09:45", self.flat("snooze", "zoledronic-acid"))

    def test_until_a_moment(self):
        said = self.json("snooze", "zoledronic-acid/1", "18:00")
        self.assertEqual(said, {"format": 1, "patient": "me", "course": "zoledronic-acid", "dose": 1, "kind": "due",
                                "until": "2026-12-01T18:00:00+01:00"})
        self.assertEqual(self.kinds("2026-12-01T17:59:59+01:00"), [])
        self.assertEqual(self.kinds("2026-12-01T18:00:00+01:00"), ["due"])

    def test_it_can_be_put_off_again(self):
        self.run_it("snooze", "zoledronic-acid", "18:00")
        self.run_it("snooze", "zoledronic-acid", "12:00")
        self.assertEqual(self.kinds("2026-12-01T12:00:00+01:00"), ["due"])

    def test_the_next_alert_of_the_dose_waits_too(self):
        late = "2026-12-06T10:00:00+01:00"
        self.assertEqual(self.kinds(late), ["overdue"])
        self.run_it("snooze", "zoledronic-acid", "2026-12-07 12:00", REGIMEN_NOW=late)
        self.assertEqual(self.kinds("2026-12-07T11:59:00+01:00"), [])
        self.assertEqual(self.kinds("2026-12-07T12:00:00+01:00"), ["overdue"])

    def test_nothing_changes_in_the_record(self):
        before = self.run_it("agenda"), self.run_it("history", "--all")
        self.run_it("snooze", "zoledronic-acid")
        self.assertEqual((self.run_it("agenda"), self.run_it("history", "--all")), before)

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("snooze", "zoledronic-acid/2", "no alert now"),
            ("snooze", "zoledronic-acid", "tomorrow", "not a time within the next 7 days"),
            ("snooze", "zoledronic-acid", "now", "Tue 2026-12-01 09:30 has passed; type a time in the future"),
            ("snooze", "zoledronic-acid", "-1h", "has passed"),
            ("snooze", "zoledronic-acid", "yesterday 10:00", "has passed"),
            ("snooze", "zoledronic-acid", "2026-12-08 09:31", "not a time within the next 7 days"),
            ("snooze", "zoledronic-acid", "soon", "soon"),
            ("snooze", "zoledronic", "10", "10"),
            ("snooze", "denosumab", "denosumab"))
        self.refuses("snooze")
        self.run_it("snooze", "zoledronic-acid", "2026-12-08 09:30")

    def test_what_is_said_after_a_dose_cannot_be_put_off(self):
        self.run_it("log", "zoledronic-acid", "--at", "2026-12-01 09:00")
        self.assertEqual(self.kinds(DUE), ["watch"])
        self.refuses_all(("snooze", "zoledronic-acid", "no alert now"), ("snooze", "zoledronic-acid/1", "no alert now"))


if __name__ == "__main__":
    unittest.main()
