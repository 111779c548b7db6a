#!/usr/bin/python3
import unittest

from regimen import Case


class Rename(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()

    def test_another_name(self):
        uid = self.json("list")["courses"][0]["uid"]
        said = self.flat("rename", "zoledronic-acid", "drip")
        self.assertIn("Renamed: zoledronic-acid is called drip from now on.", said)
        self.assertIn("Next: infusion drip/1 on Tue 2026-12-01", said)
        course, = self.json("list")["courses"]
        self.assertEqual((course["handle"], course["uid"]), ("drip", uid))
        self.refuses("show", "zoledronic-acid", says="drip")
        self.assertIn("rename drip", self.flat("undo"))
        self.assertEqual(self.json("list")["courses"][0]["handle"], "zoledronic-acid")
        self.assertIn("rename zoledronic-acid", self.flat("redo"))
        self.assertEqual(self.json("list")["courses"][0]["handle"], "drip")

    def test_everything_uses_it(self):
        self.run_it("export", "--to", self.path("before.ics"))
        self.run_it("rename", "zoledronic-acid", "drip")
        self.run_it("export", "--to", self.path("after.ics"))
        with open(self.path("before.ics"), encoding="utf-8") as before, open(self.path("after.ics"), encoding="utf-8") as after:
            self.assertEqual(before.read(), after.read())
        self.now = "2026-12-01T11:00:00+01:00"
        self.assertEqual({alert["course"] for alert in self.json("notify", "--dry-run")["alerts"]}, {"drip"})
        self.run_it("log", "drip")
        self.assertEqual([row["course"] for row in self.json("history")["administrations"]], ["drip"])
        self.assertEqual({dose["course"] for dose in self.json("agenda")["doses"]}, {"drip"})

    def test_the_old_one_is_free(self):
        self.run_it("rename", "zoledronic-acid", "drip")
        self.run_it("add", "ct", "--on", "2026-12-09", "--handle", "zoledronic-acid")
        self.refuses("rename", "drip", "zoledronic-acid", status=1,
                     says="there is a course zoledronic-acid already; choose another handle")

    def test_another_person_may_have_it(self):
        for name in ("Anna", "Karl"):
            self.run_it("patient", "add", name)
            self.run_it("add", "ct", "--on", "2026-12-10", "--patient", name)
        self.run_it("rename", "ct", "zoledronic-acid", "--patient", "Anna")
        self.assertIn("for Anna: rename zoledronic-acid", self.flat("undo", "--patient", "Anna"))

    def test_json(self):
        renamed = self.json("rename", "zoledronic-acid", "drip")
        self.assertEqual(set(renamed), {"format", "course", "next"})
        self.assertEqual((renamed["course"]["handle"], renamed["next"]["course"]), ("drip", "drip"))

    def test_what_it_does_not_accept(self):
        self.refuses("rename", "zoledronic-acid", "zoledronic-acid", status=1,
                     says="the course is already called zoledronic-acid; nothing was changed")
        self.refuses_all(
            ("rename", "zoledronic-acid/1", "drip", "not about one dose"),
            ("rename", "zoledronic-acid", ""),
            ("rename", "zoledronic-acid", "left/hip", "cannot be a handle"),
            ("rename", "nothing", "drip", "zoledronic-acid"))

    def test_a_name_leads_to_a_handle(self):
        self.refuses("rename", "zoledronic-acid", "to", "Drip", "at", "the", "clinic", says="regimen rename zoledronic-acid drip-at-the-clinic")
        self.assertEqual(self.json("rename", "zoledronic-acid", "Drip at the clinic")["course"]["handle"], "drip-at-the-clinic")
        self.assertEqual(self.json("rename", "drip-at-the-clinic", "Drip")["course"]["handle"], "drip")
        self.run_it("rename", "drip", "zoledronic-acid")
        self.refuses("rename", "zoledronic-acid", "Feel", says="cannot be a handle")
        self.refuses("rename", "zoledronic-acid", "left/hip", says="cannot be a handle")
        self.refuses("rename", "zoledronic-acid", "!!", says="like left-hip")


if __name__ == "__main__":
    unittest.main()
