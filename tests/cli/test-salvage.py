#!/usr/bin/python3
"""backup --salvage: what is whole of a damaged record, in a new one, and the old one stays as it is.

    test-salvage.py [--times N]     N damages of each kind
"""
import contextlib
import hashlib
import os
import random
import shutil
import sqlite3
import sys
import unittest

from regimen import Case

TIMES = int(sys.argv[sys.argv.index("--times") + 1]) if "--times" in sys.argv else 6
SEED = int(os.environ.get("REGIMEN_SEED", "7"))
PAGE = 4096
AT_OPEN = os.environ.get("REGIMEN_AT_OPEN_MODULE")
LOST_ROW = os.environ.get("REGIMEN_LOST_ROW_MODULE")


def tables(db):
    return [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%hash BLOB%'")]


def rows_of(path):
    """Every row of the record as a text, but for what a change says of itself, which is counted anew."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {(table, repr(row)) for table in tables(db) if table not in ("changes", "chain") for row in db.execute(f"SELECT * FROM {table}")}


class Salvaging(Case):
    """What the tests share: a record that is damaged in some way, and what is salvaged of it."""

    def salvage(self):
        """Returns what it said, and the rows that are saved."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.saved)
        self.forget()
        with open(self.database, "rb") as file:
            before = hashlib.sha256(file.read()).digest()
        said = self.flat("backup", "--salvage", self.saved)
        with open(self.database, "rb") as file:
            self.assertEqual(hashlib.sha256(file.read()).digest(), before)
        self.assertEqual(os.stat(self.saved).st_mode & 0o777, 0o600)
        self.assert_sound(self.saved)
        return said, rows_of(self.saved)

    def assert_sound(self, database):
        """Each command can read it, and no dose is there twice."""
        checked = self.call("--db", database, "check").stdout.decode()
        self.assertRegex(checked, r"(?m)^ok   record", checked)
        for words in (["list"], ["history", "--all"], ["patient", "list"], ["agenda"]):
            self.assertNotIn("1970", self.run_it("--db", database, *words))
        with contextlib.closing(sqlite3.connect(database)) as db:
            self.assertEqual(db.execute("SELECT course_id, dose, count (*) FROM counted_administrations"
                                        " GROUP BY course_id, dose HAVING count (*) > 1").fetchall(), [])

    def lose(self, *statements):
        """Takes rows out of the model, as if the pages with them were lost. Afterwards no byte of them is left."""
        with open(self.model, "rb") as model:
            self.put_in_place(model.read())
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                db.execute(statement)
            db.commit()
            db.execute("VACUUM")

    def make_model(self):
        self.model = self.path("model.db")
        self.run_it("backup", self.model)
        self.whole = rows_of(self.model)
        self.saved = self.path("saved.db")


class Salvage(Salvaging):
    def setUp(self):
        super().setUp()
        self.now = "2026-01-05T09:00:00+01:00"
        self.run_it("add", "denosumab", "--every", "4w", "--first", "2026-01-05", "--amount", "120 mg")
        self.run_it("add", "Vitamin D", "--times", "08:00", "--first", "2026-01-05", "--amount", "1 tablet",
                    "--custom")
        for day in range(5, 29):
            self.now = f"2026-01-{day:02}T12:00:00+01:00"
            self.run_it("log", "vitamin-d")
            if day % 6 == 0:
                self.run_it("feel", "pain", str(day % 10), "--note", "n" * 400)
        self.run_it("log", "denosumab", "--at", "2026-01-05")
        self.now = "2026-01-29T12:00:00+01:00"
        self.run_it("log", "vitamin-d")
        self.run_it("undo")
        self.run_it("book", "denosumab", "2026-02-02 10:00", "--place", "Clinic")
        self.run_it("amend", "denosumab/1", "--note", "left arm")
        self.make_model()

    def test_a_whole_record(self):
        said, saved = self.salvage()
        self.assertEqual(saved, self.whole)
        self.assertIn("As far as is known, nothing that was entered is lost", said)
        for words in (["history", "--all"], ["list"], ["show", "denosumab"], ["feel"]):
            self.assertEqual(self.run_it("--db", self.saved, *words), self.run_it(*words))

    def intact(self, damaged):
        """The rows whose hash is there, byte for byte."""
        with contextlib.closing(sqlite3.connect(self.model)) as db:
            found = set()
            for table in tables(db):
                if table in ("changes", "chain"):
                    continue
                for row in db.execute(f"SELECT * FROM {table}"):
                    blob = next(value for value in reversed(row) if isinstance(value, bytes) and len(value) == 32)
                    if blob in damaged:
                        found.add((table, repr(row)))
            return found

    def assert_saved(self, damaged, touched=0):
        """@touched: how many more rows may not be intact, because their hash is but another byte is not."""
        self.put_in_place(damaged)
        said, saved = self.salvage()
        intact = self.intact(damaged)
        lost = intact - saved
        self.assertLessEqual(len(lost), 0.05 * len(intact) + touched, lost)
        # Only what stands in the place of something lost is new, and a correction whose first entry is lost.
        self.assertLessEqual({table for table, _ in saved - self.whole},
                             {"patients", "patient_revisions", "courses", "revisions", "administrations"})
        if self.whole - saved:
            self.assertIn("Lost: ", said)
        return len(intact & saved), len(intact)

    def test_damages(self):
        chance = random.Random(SEED)
        with open(self.model, "rb") as file:
            whole = file.read()
        saved = all_intact = 0
        for _ in range(TIMES):
            bits, pages, cut = bytearray(whole), bytearray(whole), whole[:chance.randrange(len(whole) // 2, len(whole))]
            for _ in range(20):
                bit = chance.randrange(len(whole) * 8)
                bits[bit // 8] ^= 1 << bit % 8
            page = chance.randrange(len(whole) // PAGE)
            pages[page * PAGE:(page + 1) * PAGE] = bytes(PAGE)
            for kind, damaged in (("20 bits", bits), (f"page {page}", pages), ("cut", cut)):
                with self.subTest(kind):
                    counted = self.assert_saved(bytes(damaged), 20 if damaged is bits else 0)
                    saved, all_intact = saved + counted[0], all_intact + counted[1]
        self.assertGreater(saved, 0.95 * all_intact)
        print(f"{3 * TIMES} damages, seed {SEED}: {saved} of {all_intact} intact rows saved", file=sys.stderr)

    def test_first_page(self):
        with open(self.model, "rb") as file:
            whole = file.read()
        self.assert_saved(b"\xff" * PAGE + whole[PAGE:])
        self.assertEqual(rows_of(self.saved), self.whole)
        self.refuses_without_dump("list", says="backup --salvage FILE")

    def refuses_without_dump(self, *words, says):
        done = self.call(*words)
        self.assertEqual(done.returncode, 1)
        self.assertIn(says, done.stderr.decode())

    def test_whatever_is_asked_leads_there(self):
        with open(self.model, "rb") as file:
            whole = file.read()
        self.put_in_place(whole[:PAGE] + b"\xff" * (len(whole) - PAGE))
        for words in (["list"], ["history"], ["log", "denosumab"], ["backup", self.path("other.db")]):
            done = self.call(*words)
            self.assertEqual(done.returncode, 1)
            self.assertIn("backup --salvage FILE", done.stderr.decode())

    def test_lost_course(self):
        """The doses of a course of which nothing else is known are not lost."""
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            for table in ("courses", "revisions", "patient_revisions", "patients"):
                db.execute(f"DROP TRIGGER {table}_delete")
                db.execute(f"DELETE FROM {table}")
            db.commit()
            db.execute("VACUUM")
        said, saved = self.salvage()
        self.assertIn("the details of course 1 are lost", said)
        self.assertIn("regimen patient set", said)
        self.assertEqual({row for row in self.whole if row[0] == "administrations"} - saved, set())
        self.assertIn("salvaged-2", self.run_it("--db", self.saved, "list"))

    def forge(self, table, column, value):
        """Sets a value in the newest row of a table, and gives it the right hash, as a stranger can."""
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            db.execute(f"DROP TRIGGER IF EXISTS {table}_update")
            db.execute("PRAGMA ignore_check_constraints = ON")
            old = db.execute(f"SELECT max (id) FROM {table}").fetchone()[0]
            db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, old))
            rows = db.execute(f"SELECT * FROM {table} WHERE id = ?", (value if column == "id" else old,))
            content = table + "\n"
            for name, each in zip((each[0] for each in rows.description), rows.fetchone()):
                if name != "hash" and each is not None:
                    text = str(each)
                    content += f"{name}={text}\n" if isinstance(each, int) else f"{name}:{len(text.encode())}:{text}\n"
            db.execute(f"UPDATE {table} SET hash = ? WHERE id = ?",
                       (hashlib.sha256(content.encode()).digest(), value if column == "id" else old))
            db.commit()

    def test_forged_numbers_of_changes(self):
        """Each would be an index of the memory, or as many changes to write."""
        for table, column in (("observations", "change_id"), ("undos", "undone_change_id"), ("undos", "change_id"),
                              ("changes", "id")):
            for value in (-1, 0, 10_000_001, 2 ** 31 - 3, 2 ** 62):
                with self.subTest(table=table, column=column, value=value):
                    shutil.copy(self.model, self.database)
                    self.forge(table, column, value)
                    said, saved = self.salvage()
                    self.assertEqual(len({row for row in self.whole if row[0] == table} - saved), table != "changes")
                    if table != "undos":  # nothing says how many undos a change has
                        self.assertIn("Lost: ", said)

    def test_a_number_that_can_be(self):
        """Control: the forged row is found, and is saved if its number is possible."""
        self.forge("observations", "change_id", 999)
        said, saved = self.salvage()
        self.assertIn("the command of change 999 is lost", said)
        self.assertEqual(len([row for row in saved if row[0] == "observations"]),
                         len([row for row in self.whole if row[0] == "observations"]))

    def test_what_stays_in_the_wal(self):
        service = sqlite3.connect(self.database)
        self.addCleanup(service.close)
        service.execute("SELECT count (*) FROM changes").fetchone()
        self.run_it("feel", "pain", "9")
        before = rows_of(self.database)
        self.assertEqual(len(before), len(self.whole) + 1)
        with open(self.database, "r+b") as file:
            file.write(b"\xff" * PAGE)
        said = self.flat("backup", "--salvage", self.saved)
        self.assertIn("As far as is known, nothing that was entered is lost", said)
        self.assertEqual(rows_of(self.saved), before)

    def hold_in_wal(self):
        """Enters something that is only in the -wal file. Returns the connection that holds it there."""
        service = sqlite3.connect(self.database)
        self.addCleanup(service.close)
        service.execute("BEGIN")
        service.execute("SELECT count (*) FROM changes").fetchone()
        self.run_it("feel", "pain", "9")
        service.execute("COMMIT")
        self.assertGreater(os.path.getsize(self.database + "-wal"), PAGE)
        return service

    @unittest.skipIf(AT_OPEN is None, "nothing can be preloaded in this build")
    def test_the_wal_is_emptied_meanwhile(self):
        """Another program brings it into the main file while both are read: the rows are in one of them at each moment."""
        empty = f"""{sys.executable} -c 'import sqlite3; sqlite3.connect("test.db").execute("PRAGMA wal_checkpoint(TRUNCATE)")'"""
        for name in ("test.db", "test.db-wal"):
            with self.subTest(name):
                self.hold_in_wal()
                before = rows_of(self.database)
                said = self.flat("backup", "--salvage", self.saved, LD_PRELOAD=AT_OPEN, AT_OPEN_NAME="/" + name, AT_OPEN_COMMAND=empty)
                self.assertEqual(os.path.getsize(self.database + "-wal"), 0)
                self.assertIn("As far as is known, nothing that was entered is lost", said)
                self.assertEqual(rows_of(self.saved), before)
                os.unlink(self.saved)

    @unittest.skipIf(AT_OPEN is None, "nothing can be preloaded in this build")
    def test_the_wal_cannot_be_opened(self):
        """Then nobody knows what is only there."""
        self.hold_in_wal()
        done = self.call("backup", "--salvage", self.saved, LD_PRELOAD=AT_OPEN, AT_OPEN_NAME="-wal", AT_OPEN_FAILS="1")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(done.stderr.decode(), f"regimen: {self.database}-wal could not be opened: Permission denied\n")
        self.assertFalse(os.path.exists(self.saved))

    def test_a_stranger_s_wal_is_not_read(self):
        """Another user put it there; its rows would be believed, because what is in such a file is newer."""
        with open(self.database + "-wal", "wb") as file:
            file.write(b"x" * 100)
        os.chown(self.database + "-wal", 65534, 65534)
        done = self.call("backup", "--salvage", self.saved)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("who could read or destroy the record with it", done.stderr.decode())
        self.assertFalse(os.path.exists(self.saved))
        os.unlink(self.database + "-wal")
        os.symlink(self.model, self.database + "-wal")
        done = self.call("backup", "--salvage", self.saved)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not an ordinary file", done.stderr.decode())

    def test_what_it_does_not_accept(self):
        self.refuses("backup", "--salvage", self.model, status=1, says="already exists")
        with open(self.database, "wb") as file:
            file.write(b"a letter\n" * 3000)
        done = self.call("backup", "--salvage", self.saved)
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing to salvage", done.stderr.decode())
        self.assertFalse(os.path.exists(self.saved))

    def test_json(self):
        self.assertEqual(self.json("backup", "--salvage", self.saved)["lost"], [])


class Lost(Salvaging):
    """Some rows of a record of two people, with corrections, undone changes and a merge, are lost."""

    made = None  # the record and its copy, as the first test made them: it takes two dozen commands

    def setUp(self):
        super().setUp()
        if Lost.made is None:
            self.make()
            with open(self.database, "rb") as record, open(self.model, "rb") as model:
                Lost.made = record.read(), model.read()
        self.model = self.path("model.db")
        for path, content in zip((self.database, self.model), Lost.made):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(content)
        self.whole = rows_of(self.model)
        self.saved = self.path("saved.db")
        self.now = "2026-02-03T10:00:00+01:00"

    def make(self):
        self.at("2026-01-05T09:00", "patient add Anna --zone Europe/Berlin", "patient add Bernd --zone America/New_York",
                "add denosumab --every 4w --first 2026-01-05 --amount 120mg --patient Anna",
                "add tablet --custom --times 08:00 --first 2026-01-05 --amount 2mg --patient Bernd")
        self.at("2026-01-05T10:00", "log denosumab", "amend denosumab/1 --note left", "amend denosumab/1 --note right")
        self.at("2026-01-06T15:00", "log tablet")
        self.at("2026-01-06T15:01", "undo tablet", "log tablet --note again", "feel pain 4 --patient Anna")
        self.at("2026-01-07T15:00", "log tablet", "change tablet --times 09:00", "undo tablet",
                "amend denosumab/1 --note wrong", "undo denosumab")
        theirs = self.path("theirs.db")
        shutil.copy(self.database, theirs)
        self.at("2026-02-02T10:00", "log denosumab --note one")
        self.at("2026-02-02T10:00", "log denosumab --site arm", "undo tablet --anyway", "amend denosumab/1 --note theirs",
                REGIMEN_DB=theirs)
        self.at("2026-02-03T10:00", f"merge {theirs} --apply", "change denosumab --every 3w --anyway")
        self.make_model()

    def at(self, moment, *commands, **extra):
        self.now = moment + ":00+01:00"
        for command in commands:
            self.run_it(*command.split(), **extra)

    def doses(self, *words):
        """What counts in the salvaged record, as (course, dose, note)."""
        return [(row["course"], row["dose"], row["note"])
                for row in self.json("history", *words, REGIMEN_DB=self.saved)["administrations"]
                if row["outcome"] == "given"]

    def test_the_model(self):
        """Control: the rows that the other tests lose are there, and nothing is lost if none is."""
        with contextlib.closing(sqlite3.connect(self.model)) as db:
            kinds = db.execute("SELECT count (replaces), count (joined), count (void) FROM administrations").fetchone()
            self.assertEqual((kinds, db.execute("SELECT count (*) FROM undos").fetchone()), ((6, 1, 1), (3,)))
        said, saved = self.salvage()
        self.assertIn("As far as is known, nothing that was entered is lost", said)
        self.assertEqual(saved, self.whole)
        self.assertEqual(self.doses(), [("denosumab", 1, "theirs"), ("denosumab", 2, "one"), ("tablet", 2, "again")])

    def test_a_correction_between_two_others(self):
        """What corrects a lost row takes the place of what that one had corrected; otherwise both would count."""
        self.lose("DELETE FROM administrations WHERE note = 'right'")
        said, _ = self.salvage()
        self.assertIn('of what "amend" entered on 2026-01-05, 1 of 1 rows are lost', said)
        self.assertEqual(self.doses("denosumab"), [("denosumab", 1, "theirs"), ("denosumab", 2, "one")])
        self.lose("DELETE FROM administrations WHERE note IN ('left', 'right')")
        self.salvage()
        self.assertEqual(self.doses("denosumab"), [("denosumab", 1, "theirs"), ("denosumab", 2, "one")])

    def test_the_first_entry(self):
        """Nothing is left that the correction could take the place of."""
        self.lose("DELETE FROM administrations WHERE replaces IS NULL AND course_id = 1")
        self.salvage()
        self.assertEqual(self.doses("denosumab"), [("denosumab", 1, "theirs"), ("denosumab", 2, "one")])

    def test_what_a_merge_put_together(self):
        """The row that the merge put in stays, although the one that it was joined to is lost."""
        self.lose("DELETE FROM administrations WHERE id = (SELECT replaces FROM administrations WHERE joined = 1)")
        self.salvage()
        self.assertIn(("denosumab", 2, "one"), self.doses())

    def test_what_a_merge_took_back(self):
        """A row which only says that a lost one was taken back is left out: it must not count as a dose."""
        self.lose("DELETE FROM administrations WHERE id = (SELECT replaces FROM administrations WHERE void = 1)")
        said, _ = self.salvage()
        self.assertIn('of what "merge" entered on 2026-02-03, 1 of 5 rows are lost', said)
        self.assertEqual(self.doses("tablet"), [("tablet", 2, "again")])

    def test_a_dose_that_got_another_number(self):
        """A merge copied its row. If that row is lost, the one that it had corrected is the same dose under the old number."""
        theirs = self.path("other.db")
        self.database = self.path("pills.db")
        self.at("2026-01-05T09:00", "patient add Anna --zone Europe/Berlin", "add pill --custom --as-needed --amount 1mg")
        shutil.copy(self.database, theirs)
        self.at("2026-01-05T12:00", "log pill")
        self.at("2026-01-05T12:01", "amend pill/1 --note ours")
        self.at("2026-01-05T10:00", "log pill --note theirs", REGIMEN_DB=theirs)
        self.at("2026-02-03T10:00", f"merge {theirs} --apply")
        os.unlink(self.model)
        self.make_model()
        self.lose("DELETE FROM administrations WHERE note = 'ours' AND dose = 1")
        self.salvage()
        self.assertEqual(self.doses(), [("pill", 1, "theirs"), ("pill", 2, "ours")])

    def test_a_lost_schedule_leaves_no_dose_open(self):
        """The first tablet has no answer, and the course is as needed now: nobody waits for that tablet."""
        self.lose("DELETE FROM revisions WHERE course_id = 2")
        self.salvage()
        self.assertEqual(self.run_it("--db", self.saved, "--patient", "Bernd", "agenda", "--json").count('"dose"'), 0)
        self.run_it("--db", self.saved, "--patient", "Bernd", "log", "tablet")
        self.assertEqual([dose[1] for dose in self.doses("tablet")], [2, 3])
        self.assert_sound(self.saved)

    def people(self):
        return [(person["name"], person["zone"]) for person in self.json("patient", "list", REGIMEN_DB=self.saved)["patients"]]

    def test_a_name_outlives_the_row_of_its_person(self):
        self.lose("DELETE FROM patients")
        said, saved = self.salvage()
        self.assertEqual(self.people(), [("Anna", "Europe/Berlin"), ("Bernd", "America/New_York")])
        self.assertIn('of what "patient add" entered on 2026-01-05, 1 of 2 rows are lost', said)
        self.assertNotIn("name is lost", said)
        self.assertEqual({row for row in self.whole if row[0] != "patients"} - saved, set())

    def test_a_lost_name_leaves_the_zone(self):
        """Each gets the zone of what was entered about them, and the line names it."""
        self.lose("DELETE FROM patient_revisions")
        said, _ = self.salvage()
        self.assertEqual(self.people(), [("salvaged 1", "Europe/Berlin"), ("salvaged 2", "America/New_York")])
        self.assertIn('it is "salvaged 2" now, with the time zone America/New_York, until you change it: '
                      'regimen patient set "salvaged 2" --name NAME --zone ZONE', said)
        self.run_it("--db", self.saved, "patient", "set", "salvaged 2", "--name", "Bernd", "--zone", "Europe/Paris")

    def test_a_name_that_was_taken_back(self):
        """A name that is not in force is none; but a person who was taken back needs none."""
        self.database = self.path("names.db")
        self.at("2026-01-05T09:00", "patient add Anna --zone America/New_York", "patient set Anna --name Anne", "undo",
                "patient add Carl --zone Europe/Paris", "undo --patient Carl")
        os.unlink(self.model)
        self.make_model()
        self.lose("DELETE FROM patient_revisions WHERE name = 'Anna'")
        said, _ = self.salvage()
        self.assertEqual(self.people(), [("salvaged 1", "America/New_York")])
        self.assertEqual(said.count("name is lost"), 1)

    def test_only_doses_are_left(self):
        """Nobody is on record any more, and nothing but the doses says that there was a course."""
        self.lose("DELETE FROM patients", "DELETE FROM patient_revisions", "DELETE FROM courses", "DELETE FROM observations")
        said, saved = self.salvage()
        self.assertEqual(self.people(), [("salvaged 1", "Europe/Berlin")])
        self.assertIn('its doses are now listed under "salvaged-1" of "salvaged 1"', said)
        self.assertEqual({row for row in self.whole if row[0] == "administrations"} - saved, set())

    def test_the_course_of_nobody_knows_whom(self):
        """Of two people, neither gets the doses of the other."""
        self.lose("DELETE FROM courses WHERE id = 2")
        said, _ = self.salvage()
        self.assertIn('the details of course 2 are lost, also whose it is; its doses are now listed under "salvaged-2" of "salvaged 3"', said)
        self.assertEqual(self.people()[2], ("salvaged 3", "America/New_York"))
        for person, doses in (("Anna", [("denosumab", 1, "theirs"), ("denosumab", 2, "one")]), ("salvaged 3", [("salvaged-2", 2, "again")])):
            self.assertEqual(self.doses("--patient", person), doses)

    def test_the_course_of_the_only_person(self):
        """Control: if there was only one, there is no doubt; the line names that person all the same."""
        self.database = self.path("one.db")
        self.at("2026-01-05T09:00", "patient add Anna", "add denosumab --every 4w --first 2026-01-05 --amount 120mg", "log denosumab")
        os.unlink(self.model)
        self.make_model()
        self.lose("DELETE FROM courses")
        said, _ = self.salvage()
        self.assertIn('its doses are now listed under "salvaged-1" of "Anna"', said)
        self.assertEqual(len(self.people()), 1)

    def test_a_schedule_that_was_taken_back(self):
        """The first schedule is lost, and the second one is not in force: the course has none."""
        self.lose("DELETE FROM revisions WHERE course_id = 2 AND id = (SELECT min (id) FROM revisions WHERE course_id = 2)")
        said, _ = self.salvage()
        self.assertIn("the schedule of course 2 is lost, so it plans nothing", said)
        self.assertIn(("tablet", 2, "again"), self.doses())
        self.run_it("restore", self.saved)
        self.at("2026-02-04T10:00", "stop tablet --patient Bernd",
                "add tablet --custom --times 08:00 --first 2026-02-05 --amount 2mg --patient Bernd")

    def test_changes_of_which_nothing_is_left(self):
        """Only what was seen of the record tells that there were later changes, or other ones."""
        before = self.path("before.db")
        self.run_it("backup", before)
        self.at("2026-02-04T10:00", "feel nausea 2 --patient Anna")
        shutil.copy(before, self.database)
        self.assertIn("Lost: at least 1 later change, which was made on 2026-02-04", self.flat("backup", "--salvage", self.saved))
        os.unlink(self.saved)
        lost = self.json("backup", "--salvage", self.saved)["lost"]
        self.assertEqual(lost, ["at least 1 later change, which was made on 2026-02-04"])
        os.unlink(self.saved)
        self.now = "2026-02-05T10:00:00+01:00"
        for what in ("pain", "nausea", "tired"):
            self.assertEqual(self.call("--patient", "Anna", "feel", what, "mild").returncode, 0)
        self.assertIn("Lost: a change that was made on 2026-02-04; the database is another one than the one that was here then",
                      self.flat("backup", "--salvage", self.saved))

    def test_an_undo_is_lost(self):
        """What it took back counts again; of two entries of one dose then only the last one does, and both are on record."""
        self.lose("DELETE FROM undos")
        said, _ = self.salvage()
        self.assertEqual(self.doses(), [("denosumab", 1, "theirs"), ("denosumab", 2, "one"), ("tablet", 2, "again")])
        self.assertIn("Lost: which entry of dose denosumab/1 counts, of several; that of 2026-01-07 does not now, but a later one does: "
                      "regimen history --all", said)
        self.assertIn("wrong", self.run_it("--db", self.saved, "history", "--all"))

    @unittest.skipIf(LOST_ROW is None, "nothing can be preloaded in this build")
    def test_looking_for_the_last_change_fails(self):
        """The number of the last change is how much memory there is for changes; it must not be guessed."""
        for table in ("patients", "administrations", "merges"):
            with self.subTest(table):
                done = self.call("backup", "--salvage", self.saved, LD_PRELOAD=LOST_ROW,
                                 FAILED_ROW=f"SELECT ifnull (max (change_id), 0) FROM {table}")
                self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
                self.assertFalse(os.path.exists(self.saved))

    def record_rows(self):
        """Each row of the record, as (table, id)."""
        with contextlib.closing(sqlite3.connect(self.model)) as db:
            return [(table, row) for table in tables(db) if table != "chain" for row, in db.execute(f"SELECT id FROM {table}")]

    def assert_without(self, rows):
        with self.subTest(rows=rows):
            self.lose(*(f"DELETE FROM {table} WHERE id = {row}" for table, row in rows))
            said, saved = self.salvage()
            self.assertIn("Lost: ", said)
            lost = len([table for table, _ in rows if table != "changes"])
            # besides what is lost, a row that takes a lost one back is left out, and what replaced a lost one replaces another
            self.assertLessEqual(len(self.whole - saved), 3 * lost)

    def test_each_row(self):
        """Whichever row is lost, each command can read what is left, no dose is there twice, and the loss is told."""
        rows = self.record_rows()
        for row in rows if TIMES > 6 else random.Random(SEED).sample(rows, TIMES):
            self.assert_without([row])

    def test_several_rows(self):
        chance, rows = random.Random(SEED), self.record_rows()
        for _ in range(TIMES):
            self.assert_without(chance.sample(rows, chance.randrange(2, len(rows) // 2)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[1:] if word == "-v"])
