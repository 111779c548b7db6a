#!/usr/bin/python3
import os
import unittest

from regimen import Case

KEYS = {"patient", "course", "dose", "kind", "when", "urgency", "summary", "body"}


class Notify(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def kinds(self, now, *words):
        return [alert["kind"] for alert in self.json("notify", "--dry-run", *words, REGIMEN_NOW=now)["alerts"]]

    def test_dry_run(self):
        self.assertIn("Zoledronic acid infusion 1", self.run_it("notify", "--dry-run"))

    def test_the_alert_of_each_day(self):
        self.assertEqual(self.kinds("2026-11-25T10:00:00+01:00"), ["book"])
        self.assertEqual(self.kinds("2026-11-30T10:00:00+01:00"), ["upcoming"])
        self.assertEqual(self.kinds("2026-12-01T10:00:00+01:00"), ["due"])
        self.assertEqual(self.kinds("2026-12-06T10:00:00+01:00"), ["overdue"])

    def test_json(self):
        alert, = self.json("notify", "--dry-run", REGIMEN_NOW="2026-12-06T10:00:00+01:00")["alerts"]
        self.assertEqual(set(alert), KEYS)
        self.assertEqual((alert["patient"], alert["course"], alert["dose"], alert["urgency"]), ("me", "zoledronic-acid", 1, "critical"))

    def test_it_marks_none_as_shown(self):
        self.assertEqual(self.run_it("notify", "--dry-run"), self.run_it("notify", "--dry-run"))

    def test_private(self):
        for words in (("--private", "notify", "--dry-run"), ("notify", "--dry-run", "--private")):
            for more in [], ["--json"]:
                said = self.run_it(*words, *more)
                for word in ("oledronic", "infusion", "4 mg"):
                    self.assertNotIn(word, said)

    def test_private_by_the_settings(self):
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[privacy]\nprivate=true\n")
        self.assertNotIn("oledronic", self.run_it("notify", "--dry-run"))

    def test_a_mistake_in_the_settings_has_file_and_line(self):
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[alerts]\nwatch-day=1\n")
        self.assertRegex(self.refuses("notify", "--dry-run", status=1), r"regimen\.conf:2: ")

    def test_nothing_is_due(self):
        self.database = self.path("other.db")
        self.assertIn("No alert is due", self.run_it("notify", "--dry-run"))
        self.assertEqual(self.json("notify", "--dry-run")["alerts"], [])

    def test_what_it_does_not_accept(self):
        self.refuses_all(("notify", "now", "too many"), ("notify", "--json", "--dry-run"))

    def test_the_service_does_the_showing(self):
        program = self.path("regimend")
        with open(program, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\necho "$@"\n')
        os.chmod(program, 0o700)
        said = self.run_it("notify", "--private", REGIMEN_EXEC_PATH=self.home)
        self.assertEqual(said.split(), ["--once", "--db", self.database, "--private"])


if __name__ == "__main__":
    unittest.main()
