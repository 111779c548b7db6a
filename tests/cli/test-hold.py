#!/usr/bin/python3
import unittest

from regimen import DOSE_KEYS, Case


class Hold(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_it_stays_open_with_its_reason_and_the_day_of_the_reminder(self):
        said = self.flat("hold", "zoledronic-acid", "--reason", "creatinine", "--until", "+9d")
        self.assertIn("On hold: infusion zoledronic-acid/1 (creatinine).", said)
        self.assertIn("A reminder asks about it on Wed 2026-12-02 (in 9 days)", said)
        agenda = self.flat("agenda")
        self.assertIn("zoledronic-acid/1 on hold", agenda)
        self.assertIn("on hold since Mon 2026-11-23 (creatinine), reminders from Wed 2026-12-02", agenda)
        self.assertIn("on hold since Mon 2026-11-23 (creatinine)", self.flat("list"))
        shown = self.flat("show", "zoledronic-acid")
        self.assertIn("has been on hold since Mon 2026-11-23 (creatinine). Reminders ask about it from Wed 2026-12-02 on", shown)
        self.assertIn("planned for Tue 2026-12-01: the first date that was entered", shown)

    def kinds(self, now):
        return [(alert["kind"], alert["dose"]) for alert in self.json("notify", "--dry-run", REGIMEN_NOW=now)["alerts"]]

    def test_it_is_asked_about_every_seven_days(self):
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        self.assertIn("A reminder asks about it in 7 days", self.flat("hold", "zoledronic-acid", "--reason", "creatinine"))
        self.assertEqual(self.kinds("2026-11-29T10:00:00+01:00"), [])
        for day in ("2026-11-30", "2026-12-07", "2026-12-28", "2027-02-22", "2028-01-10"):
            self.assertEqual(self.kinds(day + "T10:00:00+01:00"), [("hold", 1)], day)

    def test_from_the_day_to_look_again_on_every_seven_days(self):
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine", "--until", "2026-12-02")
        for day, expected in (("2026-12-01", []), ("2026-12-02", [("hold", 1)]), ("2026-12-09", [("hold", 1)]), ("2027-12-01", [("hold", 1)])):
            self.assertEqual(self.kinds(day + "T10:00:00+01:00"), expected, day)

    def test_behind_a_dose_without_an_answer(self):
        """What is said about the reminder of a later dose is true as well."""
        self.run_it("hold", "zoledronic-acid/2", "--reason", "creatinine")
        for number, day in ((2, "2026-12-02"), (5, "2026-12-03")):
            said = self.flat("hold", f"zoledronic-acid/{number}", "--reason", "creatinine", "--until", day)
            self.assertIn(f"On hold: infusion zoledronic-acid/{number} (creatinine). A reminder asks about it on ", said)
        for day, expected in (("2026-12-01", []), ("2026-12-02", [2]), ("2026-12-03", [2, 5]), ("2027-12-01", [2, 5])):
            held = sorted(dose for kind, dose in self.kinds(day + "T10:00:00+01:00") if kind == "hold")
            self.assertEqual(held, expected, day)
        self.now = "2026-12-03T10:00:00+01:00"
        self.assertIn("again", self.flat("snooze", "zoledronic-acid/5"))
        self.run_it("book", "zoledronic-acid/2", "2027-02-23 10:00")
        self.assertEqual([dose for kind, dose in self.kinds("2026-12-10T10:00:00+01:00") if kind == "hold"], [5])

    def test_its_appointment_falls_and_a_booking_lifts_it(self):
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.run_it("hold", "zoledronic-acid", "--reason", "creatinine")
        dose, = self.json("agenda", "--days", "10")["doses"]
        self.assertEqual((dose["state"], dose["appointment"]), ("held", None))
        self.run_it("book", "zoledronic-acid", "2026-12-04 10:00")
        dose, = self.json("agenda", "--days", "12")["doses"]
        self.assertEqual((dose["state"], dose["appointment"]), ("booked", "2026-12-04T10:00:00+01:00"))

    def test_json(self):
        held = self.json("hold", "zoledronic-acid/1", "--reason", "creatinine")
        self.assertEqual(set(held), {"format", "dose", "next"})
        self.assertEqual(set(held["dose"]), DOSE_KEYS)
        self.assertEqual((held["dose"]["state"], held["next"]["dose"]), ("held", 1))

    def test_what_it_does_not_accept(self):
        self.run_it("add", "Calcium", "--custom", "--times", "08:00")
        self.run_it("add", "Pain tablet", "--custom", "--as-needed")
        self.refuses_all(
            ("hold", "zoledronic-acid", "needs a reason"),
            ("hold", "zoledronic-acid", "--reason", " ", "needs a reason"),
            ("hold", "zoledronic-acid", "--reason", "x", "--until", "2026-12-01 10:00", "--until takes a day"),
            ("hold", "zoledronic-acid", "--reason", "x", "--until", "yesterday", "has passed"),
            ("hold", "calcium", "--reason", "x", "regimen pause calcium"),
            ("hold", "pain-tablet", "--reason", "x", "as needed"))


if __name__ == "__main__":
    unittest.main()
