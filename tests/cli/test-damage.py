#!/usr/bin/python3
"""A record in which something was changed behind its back: no command shows it as true, and check names it.

    test-damage.py [--flips N] [--cuts N] [--pages N]     N single bits at random in the file, each in a copy of its own; N files that
                                                          are cut, one of them to nothing; N pages that are zeros
"""
import contextlib
import os
import random
import shutil
import sqlite3
import sys
import unittest

from regimen import Case



def number(option, usual):
    return int(sys.argv[sys.argv.index(option) + 1]) if option in sys.argv else usual


FLIPS, CUTS, PAGES = number("--flips", 40), number("--cuts", 9), number("--pages", 8)
SEED = int(os.environ.get("REGIMEN_SEED", "7"))
SHOWS = [["list"], ["show", "denosumab"], ["history"], ["agenda"], ["export"], ["feel"], ["lab"], ["contact"], ["ask"],
         ["sheet", "sheet.html"], []]
#: Files and folders that they write.
WRITTEN = ("sheet.html", "record.json", "record.fhir.json", "tables")
#: The other commands that read, for the damages that are few.
READS_MORE = [["month"], ["history", "--all"], ["need", "denosumab"], ["patient"], ["notify", "--dry-run"], ["merge", "theirs.db"],
              ["export", "--format", "json", "record.json"], ["export", "--format", "fhir", "record.fhir.json"],
              ["export", "--format", "csv", "tables"]]


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
        return super().call(*[self.path(word) if word in (*WRITTEN, "theirs.db") else word for word in words], **extra)

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

    def written(self, words):
        """Removes the file, or folder of files, that the command wrote. Returns: what was in it."""
        path = self.path(words[-1]) if words and words[-1] in WRITTEN else ""
        content = b""
        if os.path.isdir(path):
            for name in sorted(os.listdir(path)):
                with open(os.path.join(path, name), "rb") as file:
                    content += name.encode() + file.read()
            shutil.rmtree(path)
        elif os.path.exists(path):
            with open(path, "rb") as file:
                content = file.read()
            os.unlink(path)
        return content

    def shown(self, commands):
        return [(words, done.returncode, done.stdout + self.written(words), done.stderr) for words in commands for done in [self.call(*words)]]

    def whole(self, commands):
        """Returns: the bytes of the record, and what the commands show of it."""
        with open(self.model, "rb") as file:
            whole = file.read()
        self.put_in_place(whole)
        before = self.shown(commands)
        self.assertEqual([run for run in before if run[1] != 0 or run[3] != b""], [])
        return whole, before

    def look(self, before):
        """Compares what the commands show now. Returns: those that show something else and end well, and how many do not end well."""
        silent, noticed = [], 0
        for (words, _, out, _), (_, status, now, said) in zip(before, self.shown([words for words, _, _, _ in before])):
            if status == 0 and now != out:
                silent.append(words)
            elif status != 0:
                noticed += 1
                self.assertRegex(said.decode(), r"\Aregimen: [^\x1b]+\n\Z")
        return silent, noticed

    def test_bits(self):
        """Whatever bit is another one, a command shows what was entered or does not end well."""
        chance = random.Random(SEED)
        whole, before = self.whole(SHOWS)
        noticed = 0
        for flip in range(FLIPS):
            bit = chance.randrange(len(whole) * 8)
            damaged = bytearray(whole)
            damaged[bit // 8] ^= 1 << bit % 8
            self.put_in_place(damaged)
            silent, more = self.look(before)
            noticed += more
            with self.subTest(flip=flip, bit=bit):
                self.assertEqual(silent, [])
        print(f"{FLIPS} bits, seed {SEED}: {noticed} of {FLIPS * len(SHOWS)} runs noticed", file=sys.stderr)
        self.assertGreater(noticed, FLIPS // 2, "most bits were in pages that nothing is read from")

    def rows(self):
        """All rows of the record as SQLite reads them; None: it cannot."""
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            db.text_factory = bytes
            try:
                names = [row[0].decode() for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
                return {name: sorted(map(repr, db.execute(f'SELECT * FROM "{name}"'))) for name in names}
            except sqlite3.DatabaseError:
                return None

    def look_at_each(self, what, damages, of_whole):
        """Puts each of the damaged files in the place of the record. @damages: pairs of a name and the bytes."""
        shutil.copy(self.model, self.path("theirs.db"))
        self.assertEqual(self.call("--db", self.path("theirs.db"), "ask", "When?").returncode, 0)
        whole, before = self.whole(SHOWS + READS_MORE)
        self.put_in_place(whole)  # an export has noted what it wrote
        rows = self.rows()
        self.assertIn("administrations", rows)
        noticed = runs = changed = 0
        for name, damaged in damages(whole):
            self.put_in_place(damaged)
            other = self.rows() != rows
            self.put_in_place(damaged)
            checked = self.call("check")
            self.put_in_place(damaged)
            silent, more = self.look(before)
            noticed, runs, changed = noticed + more, runs + len(before), changed + other
            with self.subTest(name=name, seed=SEED):
                self.assertEqual(silent, [])
                if other:  # no service runs here, so the status alone would tell nothing
                    self.assertNotEqual(checked.returncode, 0, checked.stdout.decode())
                    self.assertNotIn(b"is whole", checked.stdout)
        print(f"{what}, seed {SEED}: {noticed} of {runs} runs noticed; {changed} with other rows, each seen by check", file=sys.stderr)
        self.assertGreater(changed, of_whole)

    def test_cuts(self):
        """However short the file is, no command shows what is left of it as if that were all."""
        def cuts(whole):
            chance = random.Random(SEED)
            lengths = [0, 1, 100, 512, 4096, len(whole) - 4096, len(whole) - 1]
            lengths += [chance.randrange(len(whole)) for _ in range(CUTS)]
            return [(f"cut to {length} bytes", whole[:length]) for length in lengths[:CUTS]]
        self.look_at_each(f"{CUTS} cuts", cuts, CUTS // 2)

    def test_zeroed_pages(self):
        def zeroed(whole):
            chance = random.Random(SEED)
            count = len(whole) // 4096
            # in a long run each page is taken several times, so a part of it is zeros then
            for n in range(PAGES):
                page, size = chance.randrange(count), 4096 if n < count else 512 * chance.randrange(1, 8)
                at = 4096 * page + (chance.randrange(0, 4096 - size + 1, 512) if size < 4096 else 0)
                yield f"{size} zeros at {at}", whole[:at] + bytes(size) + whole[at + size:]
        self.look_at_each(f"{PAGES} zeroed pages", zeroed, PAGES // 4)

    def test_control(self):
        """A record with another amount whose hashes fit it is shown: so it is by the hashes that a changed row is noticed, and the
        tests above would see a command that shows one."""
        _, before = self.whole(SHOWS)
        self.run_it("amend", "denosumab/3", "--amount", "12 mg", "--anyway")
        other = self.path("other.db")
        self.run_it("backup", other)
        self.forget()
        with open(other, "rb") as file:
            self.put_in_place(file.read())
        silent, noticed = self.look(before)
        self.assertIn(["history"], silent)
        self.assertEqual(noticed, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[1:] if word == "-v" or word.startswith("Damage")])
