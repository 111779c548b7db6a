"""Every command: what is typed to let it write or read something, for the tests that try each of them. A new command has its lines
here."""
import contextlib
import os
import shutil
import sqlite3

from regimen import Case

ZOL = "zoledronic-acid"
#: What must have been typed before, and the command. "fresh" finds no record yet.
WRITES = {
    "add": ([], ["add", "ct", "--on", "2026-12-05 09:30"]),
    "log": ([], ["log", ZOL]),
    "log, tablets": ([], ["log", "aspirin", "--note", "n" * 400]),
    "skip": ([], ["skip", ZOL, "--reason", "a cold"]),
    "hold": ([], ["hold", ZOL, "--reason", "creatinine"]),
    "book": ([], ["book", ZOL, "2026-11-24 10:00", "--place", "Ward 3"]),
    "move": ([], ["move", ZOL, "2026-11-25"]),
    "snooze": ([], ["snooze", ZOL, "2026-11-24 10:00"]),
    "change": ([], ["change", ZOL, "--every", "5w"]),
    "pause": ([], ["pause", ZOL, "--from", "2026-12-01"]),
    "resume": ([["pause", ZOL, "--from", "2026-12-01"]], ["resume", ZOL]),
    "stop": ([], ["stop", "radiation"]),
    "rename": ([], ["rename", ZOL, "zol"]),
    "remove": ([], ["remove", "radiation"]),
    "amend": ([], ["amend", ZOL + "/1", "--note", "left arm"]),
    "undo": ([], ["undo"]),
    "redo": ([["undo"]], ["redo"]),
    "feel": ([], ["feel", "nausea", "mild"]),
    "lab": ([], ["lab", "calcium", "2.3", "mmol/l"]),
    "need": ([], ["need", ZOL, "dental check", "--within", "6m"]),
    "ask": ([], ["ask", "How often?"]),
    "contact": ([], ["contact", "add", "Clinic", "--phone", "555-0100"]),
    "patient": ([], ["patient", "add", "Anna", "--zone", "Europe/Berlin"]),
    "export, kept": ([], ["export", "--keep", "kept.ics"]),
    "import": ([], ["import", "moved.ics", "--apply"]),
    "backup": ([], ["backup", "copy.db"]),
    "restore": ([], ["restore", "earlier.db"]),
    "merge": ([], ["merge", "theirs.db", "--apply"]),
    "check": ([], ["check", "--accept"]),
    "fresh": ([], ["add", "denosumab", "--first", "2026-12-01"]),
}
READS = [["agenda"], ["month"], ["list"], ["show", ZOL], ["history", "--all"], ["sheet", "sheet.html"], ["catalog"], ["signs", "weak", "legs"],
         ["feel"], ["lab"], ["contact"], ["need", ZOL], ["ask"], ["export", "--to", "new.ics"], ["import", "moved.ics"], ["notify", "--dry-run"],
         ["patient"], ["check"], ["merge", "theirs.db"], ["export", "--format", "json", "record.json"], ["export", "--format", "csv", "tables"], []]
#: They ask in a terminal, need a server or a desktop, or look at nothing.
OTHERS = {"setup", "publish", "help"}
#: What each command is asked about Karl in test-zones.py, where the time zone of somebody else is missing.
ABOUT_KARL = {
    "add": ["add", "bone-scan", "--on", "2026-12-20"],
    "log": ["log", "denosumab", "--at", "2026-11-23 08:00", "--anyway"],
    "skip": ["skip", "denosumab", "--reason", "fever"],
    "hold": ["hold", "denosumab", "--reason", "fever", "--until", "2026-11-30"],
    "book": ["book", "denosumab", "2026-12-03 10:00"],
    "move": ["move", "denosumab", "2026-12-04"],
    "snooze": ["snooze", "denosumab"],
    "contact": ["contact", "add", "Ward 3", "--phone", "555-0100"],
    "need": ["need", "denosumab", "weight"],
    "ask": ["ask", "When is the next visit?"],
    "change": ["change", "denosumab", "--amount", "120 mg"],
    "pause": ["pause", "denosumab", "--from", "2027-01-01", "--until", "2027-01-05"],
    "resume": ["resume", "calcium"],
    "stop": ["stop", "denosumab"],
    "rename": ["rename", "denosumab", "injection"],
    "remove": ["remove", "denosumab"],
    "amend": ["amend", "zoledronic-acid/1", "--note", "dizzy"],
    "undo": ["undo"],
    "redo": ["redo"],
    "agenda": ["agenda"],
    "month": ["month", "december"],
    "list": ["list"],
    "show": ["show", "denosumab"],
    "history": ["history"],
    "sheet": ["sheet", "sheet.html"],
    "catalog": ["catalog"],
    "signs": ["signs", "tired"],
    "feel": ["feel", "tired"],
    "lab": ["lab", "INR", "2.5"],
    "export": ["export"],
    "publish": ["publish", "show"],
    "import": ["import", "karl.ics"],
    "notify": ["notify", "--dry-run"],
    "patient": ["patient", "set", "Karl", "--closed", "2026-12-24"],
    "backup": ["backup", "copy.db"],
    "restore": ["restore", "before.db"],
    "merge": ["merge", "before.db"],
    "check": ["check"],
    "help": ["help"],
    "setup": ["setup"],
}
#: check ends with 1 if a zone is missing; redo, because nothing was taken back; setup, because nobody sits at a terminal.
OTHERWISE = {"check": 1, "redo": 1, "setup": 2}


class Written(Case):
    """A record with something of everything, which is put back before each command."""

    def setUp(self):
        super().setUp()
        for words in (["add", ZOL, "--every", "4w", "--given", "2026-10-26", "--amount", "4 mg"],
                      ["add", "radiation", "--fractions", "10", "--first", "2026-12-07 14:00", "--site", "left hip"],
                      ["add", "--custom", "Aspirin", "--times", "08:00,20:00", "--first", "2026-11-23"],
                      ["book", "radiation", "2026-12-07 15:00"], ["feel", "pain", "4"], ["lab", "calcium", "2.2", "mmol/l"],
                      ["ask", "How long?"], ["contact", "add", "Ward", "--phone", "0123456"], ["need", ZOL, "creatinine", "--within", "3d"]):
            self.run_it(*words)
        self.run_it("backup", self.path("earlier.db"))
        self.run_it("backup", self.path("theirs.db"))
        for words in (["log", ZOL, "--anyway"], ["feel", "nausea", "mild"]):
            self.run_it("--db", self.path("theirs.db"), *words)
        self.run_it("export", "--to", self.path("moved.ics"))
        with open(self.path("moved.ics"), encoding="utf-8", newline="") as file:
            text = file.read()
        moved = text.replace("DTSTART;TZID=Europe/Berlin:20261207T150000", "DTSTART;TZID=Europe/Berlin:20261207T161500")
        self.assertNotEqual(moved, text)
        with open(self.path("moved.ics"), "w", encoding="utf-8", newline="") as file:
            file.write(moved)
        self.run_it("ask", "Why?")  # the last change, which undo takes back
        self.models = {}
        self.keep("")

    def keep(self, name):
        """Keeps a copy of the home, and of what is known of the record, under @name."""
        if name in self.models:
            shutil.rmtree(self.models[name])
        else:
            self.models[name] = f"{self.home}-model-{len(self.models)}"
            self.addCleanup(shutil.rmtree, self.models[name])
        for own in (self.home, self.state):
            shutil.copytree(own, os.path.join(self.models[name], os.path.basename(own)))

    def put_copy_back(self, name):
        for own in (self.home, self.state):
            for entry in os.scandir(own):
                (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink)(entry.path)
            shutil.copytree(os.path.join(self.models[name], os.path.basename(own)), own, dirs_exist_ok=True)

    def put_back(self, name):
        """What the command @name finds."""
        if name not in self.models:
            self.put_copy_back("")
            for words in WRITES[name][0] if name in WRITES else []:
                self.run_it(*words)
            if name == "fresh":
                os.unlink(self.database)
                self.forget()
            self.keep(name)
        self.put_copy_back(name)

    def rows(self):
        """How many rows each table has; None: there is no record."""
        if not os.path.exists(self.database):
            return None
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
            return tuple(db.execute(f"SELECT count (*) FROM \"{table}\"").fetchone()[0] for table in tables)

    def left_over(self):
        """Unfinished files of a killed command: beside the record, and where it is kept what was seen of it."""
        seen = os.path.join(self.state, "regimen")
        names = [name for name in os.listdir(self.home) if ".new-" in name or ".publish." in name]
        return names + [name for name in (os.listdir(seen) if os.path.isdir(seen) else []) if ".seen." in name]
