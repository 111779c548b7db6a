"""What the benchmarks share: how a program is run and timed, a home for it, and the table of medians, which is printed and kept as JSON.

Two programs that are compared are run in turns, because a machine that is busy slows both down then: a ratio, not a time, is what can
be compared between machines. A benchmark fails if a program is missing or fails, never because one is slow.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

RUNS = int(os.environ.get("REGIMEN_BENCH_RUNS", "41"))
LONG_RUNS = min(RUNS, 5)
NOW = datetime(2026, 11, 23, 8, tzinfo=timezone.utc)
NAME = os.path.basename(sys.argv[0])
QUIET = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]


def run(arguments, environment):
    """Runs a program to its end; returns the milliseconds that it took."""
    start = time.perf_counter()
    pid = os.posix_spawnp(arguments[0], arguments, environment, file_actions=QUIET)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    elapsed = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{NAME}: exit status {status}: {' '.join(arguments)}")
    return elapsed * 1000


def in_turns(*programs, runs=RUNS):
    """The median of each of the functions, which run their program once, are given the number of the run and return milliseconds. The
    first run of each warms up."""
    turns = [[program(number) for program in programs] for number in range(runs + 1)][1:]
    return [statistics.median(column) for column in zip(*turns)]


class Goal:
    """What a row should reach. kind: "times" the floor, "at most", or at most that much "above" the floor."""

    def __init__(self, kind, limit):
        self.kind, self.limit = kind, limit

    def is_met(self, mine, floor):
        return mine <= {"times": self.limit * (floor or 0), "at most": self.limit, "above": (floor or 0) + self.limit}[self.kind]

    def text(self, unit):
        return {"times": f"{self.limit:g} x", "at most": f"{self.limit:g} {unit}", "above": f"+ {self.limit:g} {unit}"}[self.kind]


class Table:
    """Rows of a program, its floor (or a peer), their ratio and the goal. They are kept in bench-NAME.json in the folder in which the benchmark runs
    (tests/bench in the build folder)."""

    def __init__(self, name, beside="floor"):
        self.name, self.beside, self.rows = name, beside, []
        print(f"{f'median of {RUNS} runs':50} {'regimen':>12} {beside:>12} {'ratio':>8}   goal", flush=True)

    def add(self, title, mine, floor=None, goal=None, unit="ms"):
        """goal: None: the row only informs."""
        ratio = mine / floor if floor else None
        met = goal.is_met(mine, floor) if goal else None
        cells = [f"{title:50} {mine:8.2f} {unit:3}", f"{floor:8.2f} {unit:3}" if floor is not None else " " * 12,
                 f"{ratio:6.2f} x" if ratio else " " * 8, f" {goal.text(unit)}, {'met' if met else 'missed'}" if goal else ""]
        print(" ".join(cells).rstrip(), flush=True)
        self.rows.append({"title": title, "unit": unit, "regimen": mine, self.beside: floor, "ratio": ratio,
                          "goal": goal.text(unit) if goal else None, "met": met})

    def compare(self, title, program, floor, goal=None, runs=RUNS):
        self.add(title, *in_turns(program, floor, runs=runs), goal)

    def save(self):
        path = os.path.abspath(f"bench-{self.name}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"benchmark": self.name, "runs": RUNS, "rows": self.rows}, file, indent=1)
            file.write("\n")
        print(f"(the same as JSON: {path})", flush=True)


class Home:
    """A folder for everything that a program writes, and the programs of a build folder."""

    def __init__(self, build, folder):
        self.build, self.folder = os.path.abspath(build), folder
        self.regimen = self.program("src/regimen")
        self.exporter = self.program("src/regimen-export")

    def program(self, name):
        path = os.path.join(self.build, name)
        return path if os.access(path, os.X_OK) else sys.exit(f"{NAME}: {path} is missing; build it with ninja")

    def floor(self, name):
        return self.program("tests/bench/" + name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def environment(self, days=0, **extra):
        home = self.folder
        return {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home,
                "LC_ALL": "C.UTF-8", "REGIMEN_EXEC_PATH": os.path.join(self.build, "src"),
                "REGIMEN_NOW": (NOW + timedelta(days=days)).isoformat(), "REGIMEN_ZONE": "Europe/Berlin", **extra}

    def call(self, database, *words, days=0):
        return run([self.regimen, "--db", database, *words], self.environment(days))

    def made(self, name, maker, *arguments):
        """What @maker FILE ARGUMENT... makes, as a file of this home. It is made in memory where there is room, and copied: there, a
        durable commit costs nothing."""
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else self.folder
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            file = os.path.join(folder, name)
            start = time.perf_counter()
            subprocess.run([self.floor(maker), file, *arguments], check=True, env=self.environment())
            print(f"# ({maker} {' '.join(arguments)}: {time.perf_counter() - start:.1f} s, in memory)", flush=True)
            return shutil.copy(file, self.path(name))

    def history(self, days):
        """A record with @days days of four doses a day."""
        return self.made(f"{days}-days.db", "make-history", str(days))

    def peak(self, arguments):
        """The most memory that a program had, in MiB."""
        done = subprocess.run([self.floor("peak"), *arguments], env=self.environment(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=True)
        return int(done.stderr) / 1024

    def three_courses(self, name):
        """A record as most people have one: an infusion, a series of sessions, and tablets."""
        database = self.path(name)
        self.call(database, "add", "zoledronic-acid", "--every", "4w", "--first", "2026-11-23")
        self.call(database, "add", "radiation", "--fractions", "10", "--first", "2026-12-01", "--site", "lower back")
        self.call(database, "add", "pain-medicine", "--times", "08:00,20:00", "--first", "2026-11-24")
        return database

    def calendar(self):
        """A record whose tablets are 32 events a day; each has a time, and so two alarms."""
        database = self.path("calendar.db")
        for handle in "abcdefgh":
            self.call(database, "add", "pain-medicine", "--anyway", "--handle", handle, "--times", "08:00,13:00,18:00,22:00",
                      "--first", "2026-11-24")
        return database

    def export(self, database, events, *file):
        """The command that exports that many events of such a record."""
        return [self.exporter, "--db", database, "--tablets", "--days", str(events // 32), *file]

    def export_floor(self, database, events, file):
        """The command that builds a calendar of as many events with the same text. Leaves in @file what regimen exports."""
        run(self.export(database, events, file), self.environment())
        with open(file, "rb") as lines:
            calendar = lines.read()
        text = calendar.replace(b"\r\n ", b"").split(b"\r\nDESCRIPTION:", 1)[1].split(b"\r\n", 1)[0].decode()
        with open(self.path("text"), "w", encoding="utf-8") as lines:
            lines.write(text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";"))
        return [self.floor("floor-ical"), str(calendar.count(b"BEGIN:VEVENT")), self.path("text")]


def in_home(build, work):
    """Calls @work with a home beside the benchmark, on the disk that the tests use."""
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
        work(Home(build, folder))
