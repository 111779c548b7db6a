#!/usr/bin/python3
import os
import stat
import unittest

from regimen import Case


def values(calendar, name):
    """The values of a property, after unfolding."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    return [line.split(":", 1)[1] for line in lines if line.split(":", 1)[0].split(";")[0] == name]


class Export(Case):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.radiation()
        self.calendar = self.path("calendar.ics")

    def test_to_standard_output(self):
        calendar = self.call("export").stdout.decode()
        self.assertTrue(calendar.startswith("BEGIN:VCALENDAR\r\n") and calendar.endswith("END:VCALENDAR\r\n"))
        starts = values(calendar, "DTSTART")
        for day in (7, 8, 9, 10, 11, 14, 15, 17, 18, 21):
            self.assertIn(f"202612{day:02}T140000", starts)
        self.assertIn("20261201", starts)

    def test_to_a_file(self):
        said = self.flat("export", "--to", self.calendar)
        self.assertIn("Import it once, into a calendar of its own", said)
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o600)
        self.assertEqual(sorted(os.listdir(self.home)), sorted({"calendar.ics", *self.databases()}))
        with open(self.calendar, "rb") as file:
            self.assertEqual(file.read(), self.call("export").stdout)

    def databases(self):
        return [name for name in os.listdir(self.home) if name.startswith("test.db")]

    def test_over_an_older_file(self):
        with open(self.calendar, "w", encoding="utf-8") as file:
            file.write("old")
        os.chmod(self.calendar, 0o644)
        self.run_it("export", "--to", self.calendar)
        self.assertEqual(stat.S_IMODE(os.stat(self.calendar).st_mode), 0o600)

    def test_days(self):
        near, far = (len(values(self.call("export", "--days", days).stdout.decode(), "UID")) for days in ("20", "365"))
        self.assertLess(near, far)

    def test_minutes(self):
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.assertIn("20261201T104500", values(self.call("export", "--minutes", "45").stdout.decode(), "DTEND"))

    def test_private(self):
        for calendar in (self.call("export", "--private").stdout.decode(), self.call("--private", "export").stdout.decode()):
            self.assertEqual(set(values(calendar, "SUMMARY")), {"Treatment"})
            for word in ("oledronic", "infusion", "adiation", "hip", "nausea"):
                self.assertNotIn(word, calendar)

    def test_options_before_the_command(self):
        self.run_it("--db", self.database, "--patient", "me", "export", "--to", self.calendar, REGIMEN_DB=None)
        self.assertTrue(os.path.exists(self.calendar))

    def test_nothing_to_export(self):
        self.database = self.path("other.db")
        self.refuses("export", "--to", self.calendar, status=1, says="export")
        self.assertFalse(os.path.exists(self.calendar))

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("export", "--days", "0", "from 1 to 3660"), ("export", "--to", self.home, "no file name"),
            ("export", "--to", "", "no file name"), ("export", "--minutes", "1.5", "1.5"), ("export", "now", "too many"),
            ("export", "--json", "no --json"), ("export", "--too", "x", "did you mean --to?"))
        self.refuses("export", "--to", self.path("no/such/folder/x.ics"), status=1)

    def test_the_program_is_not_there(self):
        self.refuses("export", status=1, says="regimen-export", REGIMEN_EXEC_PATH=self.home)

    def test_tablets_only_where_they_are_asked_for(self):
        self.zoledronic_acid()
        self.run_it("add", "Calcium", "--custom", "--times", "08:00,20:00")
        plain, all_of_them = self.path("plain.ics"), self.path("all.ics")
        self.run_it("export", "--days", "10", "--to", plain)
        self.run_it("export", "--days", "10", "--tablets", "--to", all_of_them)
        with open(plain, encoding="utf-8") as file:
            self.assertNotIn("Calcium", file.read())
        with open(all_of_them, encoding="utf-8") as file:
            self.assertGreaterEqual(file.read().count("SUMMARY:Calcium"), 20)


if __name__ == "__main__":
    unittest.main()
