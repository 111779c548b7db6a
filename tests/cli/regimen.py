"""What the tests of the command line share: a home of their own, a frozen clock, and the program as a user sees it."""
import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import schema

PROGRAMS = os.environ["REGIMEN_EXEC_PATH"].split(":")[0]
REGIMEN = os.path.join(PROGRAMS, "regimen")
NOW = "2026-11-23T09:00:00+01:00"
ZONE = "Europe/Berlin"
SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/cli")
#: The keys of one dose in JSON.
DOSE_KEYS = {"patient", "course", "dose", "treatment", "unit", "state", "due", "appointment", "earliest", "latest",
             "tentative", "amount", "place"}


def commands():
    """From the list in meson.build, not from what the program says."""
    with open(os.path.join(SOURCES, "meson.build"), encoding="utf-8") as file:
        return re.findall(r"^  '([\w-]+)',$", file.read().split("cli_commands = [")[1].split("]")[0], re.MULTILINE)


def unfinished(path, random="aB3dE6"):
    """The name of a file that a killed program was about to rename to @path: only its own names end with their hash."""
    name = f"{path}.new-{random}"
    return name + hashlib.sha256(os.fsencode(os.path.basename(name))).hexdigest()[:10]


class Case(unittest.TestCase):
    maxDiff = None

    #: Where the commands run; None: in the home, so that no test writes into the folder from which it was started.
    folder_of_call = None

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="regimen-cli-")
        self.addCleanup(shutil.rmtree, self.home)
        self.state = tempfile.mkdtemp(prefix="regimen-state-")
        self.addCleanup(shutil.rmtree, self.state)
        self.database = self.path("test.db")
        self.now, self.zone = NOW, ZONE

    def path(self, *names):
        return os.path.join(self.home, *names)

    def put_in_place(self, content):
        """Makes these bytes the record, without what SQLite kept beside the former one."""
        for name in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.database + name)
        with open(self.database, "wb") as file:
            file.write(content)
        os.chmod(self.database, 0o600)

    def forget(self):
        """What this computer knows of records: so that another one can be put in the place of one without a word."""
        shutil.rmtree(self.state)
        os.mkdir(self.state, 0o700)

    def environment(self, **extra):
        kept = {name: os.environ[name] for name in os.environ
                if name in ("PATH", "REGIMEN_EXEC_PATH") or name.endswith("SAN_OPTIONS") or name.startswith("G_")}
        own = {"HOME": self.home, "REGIMEN_DB": self.database, "REGIMEN_NOW": self.now, "REGIMEN_ZONE": self.zone,
               "XDG_CONFIG_HOME": self.path("config"), "XDG_DATA_HOME": self.path("data"), "XDG_STATE_HOME": self.state,
               "XDG_RUNTIME_DIR": self.path("run"), "LC_ALL": "C.UTF-8"}
        return {key: value for key, value in {**kept, **own, **extra}.items() if value is not None}

    def call(self, *words, **extra):
        return subprocess.run([REGIMEN, *words], env=self.environment(**extra), capture_output=True, stdin=subprocess.DEVNULL,
                              cwd=self.folder_of_call or self.home, timeout=60)

    def run_it(self, *words, status=0, **extra):
        """Returns what it printed; fails where it ends otherwise or says anything on standard error."""
        done = self.call(*words, **extra)
        self.assertEqual((done.returncode, done.stderr.decode()), (status, ""), words)
        return done.stdout.decode()

    def at_once(self, *words, times=4):
        """The same command several times at once. Returns each exit status, and what was said on standard error, by status."""
        jobs = [subprocess.Popen([REGIMEN, *words], env=self.environment(), cwd=self.home, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(times)]
        said = [(job.communicate(timeout=60)[1].decode(), job.returncode) for job in jobs]
        return sorted((status, line) for line, status in said)

    def flat(self, *words, **extra):
        """The same with every run of blanks as one: where lines break is of no matter."""
        return " ".join(self.run_it(*words, **extra).split())

    def json(self, *words, **extra):
        read = json.loads(self.run_it(*words, "--json", **extra))
        schema.check(words, read)
        return read

    def read_terminal(self, process, master, status=0):
        """What a process wrote on the terminal of which this is the other side; fails where it ends otherwise."""
        said = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        os.close(master)
        self.assertEqual(process.wait(), status, said)
        return said.decode()

    def dump(self):
        if not os.path.exists(self.database):
            return None
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def refuses(self, *words, status=2, says="", **extra):
        """One line, the status, nothing printed and nothing changed. Returns the line."""
        before = self.dump()
        done = self.call(*words, **extra)
        line = done.stderr.decode()
        self.assertEqual(done.returncode, status, (words, line))
        self.assertEqual(done.stdout, b"", words)
        self.assertRegex(line, r"\Aregimen: [^\n]+\n\Z", words)
        self.assertIn(says, line, words)
        self.assertEqual(self.dump(), before, words)
        return line

    def refuses_all(self, *lines, status=2):
        for line in lines:
            with self.subTest(line=line):
                self.refuses(*line[:-1], says=line[-1], status=status)

    def zoledronic_acid(self):
        self.run_it("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", "--amount", "4 mg")

    def radiation(self):
        self.run_it("add", "radiation", "--fractions", "10", "--first", "2026-12-07 14:00", "--closed", "2026-12-16",
                    "--site", "left hip")
