#!/usr/bin/python3
"""A record in which something was changed behind its back: no command shows it as true, and check names it.

    test-damage.py [--flips N]     N single bits at random in the file, each in a copy of its own
"""
import contextlib
import os
import random
import shutil
import sqlite3
import sys
import unittest

from regimen import Case

FLIPS = int(sys.argv[sys.argv.index("--flips") + 1]) if "--flips" in sys.argv else 40
SEED = int(os.environ.get("REGIMEN_SEED", "7"))
SHOWS = [["list"], ["show", "denosumab"], ["history"], ["agenda"], ["export"], ["feel"], ["lab"], ["contact"], ["ask"],
         ["sheet", "sheet.html"], []]


class Damage(Case):
    def setUp(self):
        super().setUp()
        self.now = "2026-01-05T09:00:00+01:00"
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-01-05", "--amount", "120 mg")
        for month, day in ((1, 5), (2, 2), (3, 2), (3, 30), (4, 27), (5, 25)):
            self.now = f"2026-{month:02}-{day:02}T10:00:00+02:00"
            self.run_it("log", "denosumab", "--note", f"note {day}")
        self.now = "2026-05-26T10:00:00+02:00"
        self.run_it("hold", "denosumab", "--reason", "dental check", "--until", "2026-06-20")
        self.run_it("book", "denosumab", "2026-06-22 10:00", "--place", "Clinic")
        self.run_it("feel", "pain", "6")
        self.run_it("lab", "calcium", "2.3", "mmol/l")
        self.run_it("contact", "add", "Ward 3", "--phone", "+49 30 1234567")
        self.run_it("ask", "How long?")
        self.run_it("need", "denosumab", "dental check", "--within", "6m")
        self.model = self.path("model.db")
        self.run_it("backup", self.model)

    def call(self, *words, **extra):
        return super().call(*[self.path(word) if word == "sheet.html" else word for word in words], **extra)

    def alter(self, table, sql):
        """As somebody would who wants to get around the triggers."""
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", [table]).fetchall()
            for name, _ in triggers:
                db.execute(f"DROP TRIGGER {name}")
            db.execute(sql)
            for _, text in triggers:
                db.execute(text)
            db.commit()

    def assert_told(self, words, says):
        done = self.call(*words)
        self.assertEqual(done.returncode, 1, (words, done))
        line = " ".join(done.stderr.decode().split())
        self.assertRegex(line, r"\Aregimen: the record is damaged, so what is shown may be wrong: ", words)
        self.assertIn(says, line, words)

    def test_a_changed_dose(self):
        self.alter("administrations", "UPDATE administrations SET amount = '12 mg' WHERE dose = 3")
        says = "denosumab/3 of 2026-03-02 is not as it was entered"
        for words in SHOWS:
            self.assert_told(words, says)
        self.assertIn(says, " ".join(self.call("check").stdout.decode().split()))

    def test_a_command_that_writes(self):
        """What it wrote is saved all the same."""
        self.alter("administrations", "UPDATE administrations SET amount = '12 mg' WHERE dose = 3")
        done = self.call("feel", "pain", "4")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("the record is damaged", done.stderr.decode())

    def test_what_is_taken_out_of_sight(self):
        """An undo that nobody typed, a dose that is another one's, a row that is gone."""
        for table, sql, says in (("changes", "UPDATE changes SET undone_by = 9 WHERE id = 4", "the change \"log denosumab/3\" of 2026-03-02"),
                                 ("administrations", "UPDATE administrations SET course_id = 1, dose = 33 WHERE dose = 3", "denosumab/33 of 2026-03-02"),
                                 ("administrations", "DELETE FROM administrations WHERE dose = 3", "change 4 (log)")):
            with self.subTest(sql=sql):
                shutil.copy(self.model, self.database)
                self.alter(table, sql)
                for words in SHOWS:
                    self.assert_told(words, says)

    def test_escapes(self):
        self.alter("contacts", "UPDATE contacts SET name = 'Ward ' || char (27) || '[31m'")
        self.assertNotIn(b"\x1b", self.call("list").stderr)

    def test_bytes_that_are_no_text(self):
        """What is shown of them is text all the same: in a message, in a table and in JSON."""
        for table, sql in (("revisions", "UPDATE revisions SET schedule = CAST (x'696e94f8' AS TEXT)"),
                           ("contacts", "UPDATE contacts SET name = CAST (x'9f9494' AS TEXT)"),
                           ("appointments", "UPDATE appointments SET place = CAST (x'94' AS TEXT)"),
                           ("courses", "UPDATE courses SET handle = CAST (x'6494' AS TEXT)"),
                           ("administrations", "UPDATE administrations SET note = CAST (x'ff' AS TEXT)")):
            with self.subTest(sql=sql):
                shutil.copy(self.model, self.database)
                self.alter(table, sql)
                for words in SHOWS + [["list", "--json"], ["show", "d", "--json"]]:
                    done = self.call(*words)
                    self.assertEqual(done.returncode, 1, (words, done))
                    done.stdout.decode()
                    done.stderr.decode()

    def shown(self):
        return [(words, done.returncode, done.stdout, done.stderr) for words in SHOWS for done in [self.call(*words)]]

    def test_bits(self):
        """Whatever bit is another one, a command shows what was entered or does not end well."""
        chance = random.Random(SEED)
        shutil.copy(self.model, self.database)
        before = self.shown()
        self.assertEqual([run for run in before if run[1] != 0], [])
        with open(self.model, "rb") as file:
            whole = file.read()
        noticed = 0
        for flip in range(FLIPS):
            bit = chance.randrange(len(whole) * 8)
            for name in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self.database + name)
            damaged = bytearray(whole)
            damaged[bit // 8] ^= 1 << bit % 8
            with open(self.database, "wb") as file:
                file.write(damaged)
            os.chmod(self.database, 0o600)
            for (words, _, out, _), (_, status, now, said) in zip(before, self.shown()):
                noticed += status != 0
                if status == 0:
                    with self.subTest(flip=flip, bit=bit, words=words):
                        self.assertEqual(now, out)
                else:
                    self.assertRegex(said.decode(), r"\Aregimen: [^\x1b]+\n\Z")
        print(f"{FLIPS} bits, seed {SEED}: {noticed} of {FLIPS * len(SHOWS)} runs noticed", file=sys.stderr)
        self.assertGreater(noticed, FLIPS // 2, "most bits were in pages that nothing is read from")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[1:] if word == "-v"])
