#!/usr/bin/python3
import os
import stat
import unittest

from regimen import Case


class Backup(Case):
    def test_a_copy_that_can_be_used(self):
        self.zoledronic_acid()
        copy = self.path("copy.db")
        self.assertIn(copy, self.run_it("backup", copy))
        self.assertEqual(stat.S_IMODE(os.stat(copy).st_mode), 0o600)
        self.assertEqual(self.run_it("--db", copy, "list"), self.run_it("list"))

    def test_json(self):
        self.zoledronic_acid()
        self.assertEqual(self.json("backup", self.path("copy.db"))["backup"], self.path("copy.db"))

    def test_what_it_does_not_accept(self):
        self.refuses("backup", self.path("copy.db"), status=1, says=self.database)
        self.zoledronic_acid()
        taken = self.path("taken")
        with open(taken, "w", encoding="utf-8") as file:
            file.write("mine")
        self.refuses("backup", taken, status=1, says="taken")
        with open(taken, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.refuses("backup", self.path("no/such/folder/copy.db"), status=1)
        self.refuses("backup", says="needs more")


if __name__ == "__main__":
    unittest.main()
