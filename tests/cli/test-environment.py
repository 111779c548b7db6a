#!/usr/bin/python3
"""What surrounds the program: limits of the system, crashes, and folders that are not where they should be."""
import os
import resource
import signal
import socket
import stat
import subprocess
import time
import unittest

from regimen import PROGRAMS, REGIMEN, Case

#: Each writes something to the record, or to a file that the user names.
WRITES = [
    ["log", "zoledronic-acid", "--at", "2026-11-23 08:30", "--anyway"], ["skip", "zoledronic-acid", "--reason", "ill"],
    ["hold", "zoledronic-acid", "--reason", "ill"], ["book", "zoledronic-acid", "2026-12-01 10:00"], ["move", "zoledronic-acid", "2026-12-02"],
    ["snooze", "zoledronic-acid"], ["change", "zoledronic-acid", "--every", "5w"], ["pause", "zoledronic-acid", "--from", "2026-12-01"],
    ["stop", "zoledronic-acid"], ["rename", "zoledronic-acid", "zol"], ["remove", "zoledronic-acid"], ["undo"],
    ["add", "denosumab", "--first", "2026-12-03", "--anyway"], ["patient", "add", "Anna"], ["feel", "pain", "4"],
    ["lab", "calcium", "2.3", "mmol/L"], ["need", "zoledronic-acid", "creatinine", "--within", "3d"], ["ask", "How long?"],
    ["contact", "add", "Clinic", "--phone", "0123"], ["backup", "backup.db"], ["export", "calendar.ics", "--days", "3000"],
    ["sheet", "sheet.html"], ["restore", "older.db"], ["merge", "theirs.db", "--apply"],
]


class Limits(Case):
    """A limit on the size of files is an error like a full disk; it does not end the program without a word."""

    def limit(self):
        # Python ignores the signal, and a program that it starts would inherit that
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    def limited(self, *command):
        return subprocess.run(command, env=self.environment(), cwd=self.home, preexec_fn=self.limit, capture_output=True, text=True,
                              timeout=60)

    def test_the_limit_ends_other_programs(self):
        """Else the tests below would prove nothing."""
        self.assertEqual(self.limited("dd", "if=/dev/zero", "of=big", "bs=8192", "count=1").returncode, -signal.SIGXFSZ)

    def test_each_command_that_writes(self):
        self.zoledronic_acid()
        self.run_it("add", "bone-scan", "--on", "2026-12-20")
        self.run_it("backup", self.path("older.db"))
        self.run_it("undo")
        self.run_it("backup", self.path("theirs.db"))
        self.run_it("--db", self.path("theirs.db"), "feel", "pain", "2")
        before = self.dump()
        for words in WRITES:
            with self.subTest(words=words):
                done = self.limited(REGIMEN, *words)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stderr, r"\Aregimen: [^\n]+\n\Z")
                if words[0] not in ("backup", "export", "sheet", "restore"):
                    self.assertIn("NOT SAVED", done.stderr)
                self.assertEqual(self.dump(), before)
        self.assertEqual(set(os.listdir(self.home)) - {"test.db", "test.db-wal", "test.db-shm", "older.db", "theirs.db", "theirs.db-wal", "theirs.db-shm"}, set())
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:30", "--anyway")

    def test_a_child_has_the_signal_again(self):
        pager = self.path("pager")
        with open(pager, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\ngrep -E '^Sig(Ign|Cgt)' /proc/$$/status > %s/signals\ncat\n" % self.home)
        os.chmod(pager, 0o755)
        self.zoledronic_acid()
        master, slave = os.openpty()
        process = subprocess.Popen([REGIMEN, "help"], env=self.environment(PAGER=pager, TERM="xterm"), stdin=slave, stdout=slave,
                                   stderr=slave, preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_DFL))
        os.close(slave)
        self.read_terminal(process, master)
        with open(self.path("signals"), encoding="utf-8") as file:
            for line in file:
                self.assertEqual(int(line.split()[1], 16) >> (signal.SIGXFSZ - 1) & 1, 0, line)


class Crash(Case):
    """No core dump has what people noted."""

    def crash(self, *command, raised=False):
        """Starts a program that waits for its input, and has it crash. Returns: whether a core was written."""
        folder = self.path("crash")
        os.makedirs(folder, exist_ok=True)
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        process = subprocess.Popen(command, env=self.environment(), cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, unlimited))
        for _ in range(200):  # until it waits in a read
            with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
                state = file.read().rsplit(")", 1)[1].split()[0]
            with open(f"/proc/{process.pid}/comm", encoding="utf-8") as file:
                started = file.read().strip() != "python3"
            if started and state == "S":
                break
            time.sleep(0.02)
        if raised:
            try:
                resource.prlimit(process.pid, resource.RLIMIT_CORE, unlimited)
            except PermissionError:
                pass  # the process cannot be touched, which is as good
        os.kill(process.pid, signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = 0
        process.stdin.close()
        self.assertTrue(os.WIFSIGNALED(status))
        return os.WCOREDUMP(status)

    def test_a_crash_leaves_no_core(self):
        with open(REGIMEN, "rb") as file:
            if b"__asan_init" in file.read():
                self.skipTest("a sanitizer handles crashes itself")
        if not self.crash("cat"):
            self.skipTest("this system writes no cores at all")
        self.zoledronic_acid()
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:30", "--anyway", "--note", "a secret")
        self.assertFalse(self.crash(REGIMEN, "import", "-"))
        self.assertFalse(self.crash(REGIMEN, "import", "-", raised=True), "only the limit kept the core away")


class Folders(Case):
    """Relative folders: XDG_… is ignored, as the XDG Base Directory Specification says; HOME is refused."""

    def here(self, *words, **extra):
        """Runs a command in a folder of its own. Returns: (done, what is in the folder then)."""
        folder = self.path("here")
        os.makedirs(folder, exist_ok=True)
        environment = self.environment(**{"REGIMEN_DB": None, "XDG_DATA_HOME": None, "XDG_CONFIG_HOME": None, **extra})
        done = subprocess.run([REGIMEN, *words], env=environment, cwd=folder, capture_output=True, text=True, timeout=60)
        return done, os.listdir(folder)

    def test_a_home_that_is_no_full_path(self):
        for home in ("", "relative", "./x", "~"):
            for words in (["patient", "add", "Anna"], ["list"], ["export"]):
                with self.subTest(home=home, words=words):
                    done, left = self.here(*words, HOME=home)
                    self.assertEqual((done.returncode, done.stdout, left), (1, "", []))
                    self.assertEqual(done.stderr, f'regimen: HOME is "{home}", which is not the full path of a folder, so there is no '
                                                  "place for the record; set HOME to a path that begins with /\n")

    def test_relative_folders_are_ignored(self):
        for value in ("", "relative", "./x"):
            with self.subTest(value=value):
                done, left = self.here("patient", "add", "A" + value.strip("./"), XDG_DATA_HOME=value, XDG_CONFIG_HOME=value,
                                       XDG_STATE_HOME=value)
                self.assertEqual((done.returncode, done.stderr, left), (0, "", []))
                self.assertTrue(os.path.exists(self.path(".local/share/regimen/regimen.db")))

    def test_relative_settings_are_not_read(self):
        os.makedirs(self.path("here/relative/regimen"))
        with open(self.path("here/relative/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("nonsense\n")
        done, _ = self.here("notify", "--dry-run", XDG_CONFIG_HOME="relative")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_service(self):
        done = subprocess.run([os.path.join(PROGRAMS, "regimend")], env=self.environment(HOME="relative"), cwd=self.home,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r'\Aregimend: HOME is "relative", [^\n]+\n\Z')
        self.assertEqual(os.listdir(self.home), [])


class NotPlain(Case):
    """What is no ordinary file where one is read: one line, at once."""

    def bind(path):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)

    KINDS = {"pipe": os.mkfifo, "folder": os.mkdir, "device": lambda path: os.symlink("/dev/zero", path),
             "link to itself": lambda path: os.symlink(path, path), "not an ordinary file": bind}

    def refused(self, path, *words, left_out=()):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        for kind, make in self.KINDS.items():
            if kind in left_out:
                continue
            with self.subTest(kind=kind, path=path, words=words):
                make(path)
                try:
                    done = subprocess.run([REGIMEN, *words], env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                                          text=True, timeout=20)
                finally:
                    if os.path.isdir(path) and not os.path.islink(path):
                        os.rmdir(path)
                    else:
                        os.remove(path)
                self.assertIn(done.returncode, (1, 2), done.stdout)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, r"\Aregimen: [^\n]+\n\Z")
                self.assertRegex(done.stderr, {"link to itself": "symbolic links|is a link",
                                               "not an ordinary file": "not an ordinary file|No such device"}.get(
                    kind, kind + "|not an ordinary file|is a folder, not a file|is a link"))
                self.assertIn(os.path.basename(path), done.stderr)

    def test_what_is_read(self):
        self.zoledronic_acid()
        os.makedirs(self.path("config/regimen/catalog.d"))
        self.refused(self.path("config/regimen/regimen.conf"), "notify", "--dry-run")
        self.refused(self.path("config/regimen/regimen.conf"), "notify")
        self.refused(self.path("config/regimen/catalog.d/own.ini"), "catalog")
        os.rmdir(self.path("config/regimen/catalog.d"))
        os.mkfifo(self.path("config/regimen/catalog.d"))
        self.refuses("catalog", status=1, says="Not a directory")
        os.remove(self.path("config/regimen/catalog.d"))
        self.refused(self.path("file"), "import", self.path("file"))
        self.refused(self.path("file"), "restore", self.path("file"), left_out=("link to itself",))
        self.refused(self.path("file"), "patient", "set", "me", "--closed", self.path("file"), left_out=("link to itself",))
        self.refused(self.path("test.db.publish"), "publish", "show", left_out=("link to itself",))
        self.refused(self.path("other.db"), "--db", self.path("other.db"), "list")
        self.refused(self.path("other.db"), "--db", self.path("other.db"), "patient", "add", "Anna")

    def test_what_is_written(self):
        self.zoledronic_acid()
        for words in (("export",), ("export", "--keep"), ("sheet",)):
            self.refused(self.path("file"), *words, self.path("file"))

    def test_settings_that_cannot_be_read(self):
        """They may say that nothing is to be shown: they are not taken for settings that are not there."""
        def nobody():
            os.setgroups([])
            os.setuid(65534)
        if os.getuid() == 0:
            os.chmod(self.home, 0o777)
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[privacy]\nprivate=true\n")
        os.chmod(self.path("config"), 0)
        with open(REGIMEN, "rb") as file:  # nobody may not be allowed into its folder
            done = subprocess.run([REGIMEN, "notify", "--dry-run"], executable="/proc/self/fd/%d" % file.fileno(), pass_fds=[file.fileno()],
                                  env=self.environment(), capture_output=True, text=True, timeout=20,
                                  preexec_fn=nobody if os.getuid() == 0 else None)
        os.chmod(self.path("config"), 0o700)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"\Aregimen: cannot read [^\n]*regimen.conf: Permission denied\n\Z")


class Planted(Case):
    """What another user may have put into a folder that both can write to, in the place of a file that is about to be written."""

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.victim, self.target = self.path(".bashrc"), self.path("shared")
        with open(self.victim, "w", encoding="utf-8") as file:
            file.write("alias ll='ls -l'\n")

    def assert_unharmed(self):
        with open(self.victim, encoding="utf-8") as file:
            self.assertEqual(file.read(), "alias ll='ls -l'\n")
        self.assertEqual(sorted(name for name in os.listdir(self.home) if not name.startswith("test.db")), [".bashrc", "shared"])

    COMMANDS = (["export"], ["export", "--to"], ["export", "--keep"], ["sheet"], ["backup"])

    def refused(self, says):
        for words in self.COMMANDS:
            with self.subTest(words=words):
                self.refuses(*words, self.target, status=1, says="already exists" if words == ["backup"] else says)
                self.assert_unharmed()

    def test_a_link(self):
        os.symlink(self.victim, self.target)
        self.refused("is a link, so it is left alone; name the file that it points to, or choose another name")

    def test_a_link_to_what_is_ours(self):
        """It may point to the calendar of the user tomorrow."""
        self.run_it("export", self.path("calendar.ics"))
        os.symlink(self.path("calendar.ics"), self.target)
        self.refuses("export", self.target, status=1, says="is a link, so it is left alone")

    def test_a_link_to_nothing(self):
        os.symlink(self.path("nothing"), self.target)
        self.refused("is a link, so it is left alone")

    def test_a_hard_link(self):
        os.link(self.victim, self.target)
        self.refused("is a hard link: the same file has a second name. It was left alone; choose a different name, or remove "
                     + self.target + " first")

    def test_a_file_of_another_program(self):
        with open(self.target, "w", encoding="utf-8") as file:
            file.write("precious\n")
        self.refused("choose another name, or remove it first")
        with open(self.target, encoding="utf-8") as file:
            self.assertEqual(file.read(), "precious\n")

    def test_one_kind_is_not_taken_for_another(self):
        for made, others in ((["export"], [["sheet"], ["backup"]]), (["sheet"], [["export"], ["export", "--keep"], ["backup"]]),
                             (["backup"], [["export"], ["export", "--keep"], ["sheet"]])):
            self.run_it(*made, self.target)
            for words in others:
                with self.subTest(made=made, words=words):
                    self.refuses(*words, self.target, status=1)
            os.remove(self.target)

    def test_what_is_ours_is_replaced(self):
        for words in (["export"], ["export", "--to"], ["sheet"]):
            self.run_it(*words, self.target)
            os.chmod(self.target, 0o644)
            before = os.stat(self.target).st_ino
            self.run_it(*words, self.target)
            self.assertNotEqual(os.stat(self.target).st_ino, before)
            self.assertEqual(stat.S_IMODE(os.stat(self.target).st_mode), 0o600)
            if words != ["export"]:
                os.remove(self.target)


class OpenToAll(Case):
    """Nobody else can read what is written, although the user's umask would let everybody."""

    def test_modes(self):
        self.check_modes(0)

    def test_modes_that_leave_nothing_to_oneself(self):
        self.check_modes(0o777)

    def check_modes(self, mask):
        def open_to_all():
            os.umask(mask)

        def run(*words):
            done = subprocess.run([REGIMEN, *words], env=self.environment(REGIMEN_DB=None), cwd=self.home, preexec_fn=open_to_all,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        run("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01")
        run("backup", "backup.db")
        run("export", "once.ics")
        run("export", "--keep", "kept.ics")
        run("sheet", "sheet.html")
        run("sheet", "sheet.html")
        run("log", "zoledronic-acid", "--at", "2026-11-23 08:30", "--anyway")
        run("restore", "backup.db")
        found = 0
        for folder, folders, files in os.walk(self.home):
            for name, wanted in [(name, 0o700) for name in folders] + [(name, 0o600) for name in files]:
                path = os.path.join(folder, name)
                self.assertEqual(stat.S_IMODE(os.lstat(path).st_mode), wanted, path)
                found += 1
        self.assertGreaterEqual(found, 8)


if __name__ == "__main__":
    unittest.main()
