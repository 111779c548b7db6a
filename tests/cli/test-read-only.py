#!/usr/bin/python3
"""A record on a file system that is mounted read-only: it can be read, and nothing is made beside it."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

from regimen import REGIMEN, Case

#: The folder $1 is mounted read-only on itself, in a mount namespace that ends with the command that follows.
MOUNTED = ["unshare", "--mount", "sh", "-c",
           'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && shift && exec "$@"', "sh"]


class ReadOnly(Case):
    def setUp(self):
        super().setUp()
        self.folder = self.path("mounted")
        os.mkdir(self.folder)
        tried = subprocess.run([*MOUNTED, self.folder, "touch", "file"], stderr=subprocess.PIPE, env=self.environment())
        if b"Read-only file system" not in tried.stderr:
            self.skipTest("this process cannot mount a folder read-only")
        self.zoledronic_acid()
        self.run_it("log", "zoledronic-acid", "--anyway")

    def copied(self, *endings, held=True):
        """Copies the record while another program reads it, so that its last change is in the -wal file only, and those of the files
        beside it that are named."""
        with contextlib.closing(sqlite3.connect(self.database)) as reader:
            if held:
                reader.execute("BEGIN")
                reader.execute("SELECT count (*) FROM changes").fetchone()
            self.run_it("contact", "add", "Ward 3", "--phone", "555", "--for", "urgent")
            for ending in ("", *endings):
                shutil.copy(self.database + ending, os.path.join(self.folder, "test.db" + ending))
            self.expected = self.run_it("export", "--format", "json")
        self.forget()

    def there(self):
        found = {}
        for name in os.listdir(self.folder):
            with open(os.path.join(self.folder, name), "rb") as file:
                found[name] = file.read()
        return found

    def mounted(self, *words):
        done = subprocess.run([*MOUNTED, self.folder, REGIMEN, *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=60,
                              env=self.environment(REGIMEN_DB=os.path.join(self.folder, "test.db")))
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def assert_read(self):
        before = self.there()
        self.assertEqual(self.mounted("export", "--format", "json"), (0, self.expected, ""))
        for words, says in ((("list",), "zoledronic-acid"), (("history",), "zoledronic-acid/1"), (("contact",), "555"),
                            (("export",), "END:VCALENDAR")):
            status, printed, said = self.mounted(*words)
            self.assertEqual((status, said), (0, ""), words)
            self.assertIn(says, printed)
        record = json.loads(self.mounted("check", "--json")[1])["record"]
        self.assertEqual((record["whole"], record["problems"]), (True, []))
        saved = self.path("saved.db")
        self.assertEqual(self.mounted("backup", saved)[0::2], (0, ""))
        self.assertEqual(self.run_it("export", "--format", "json", REGIMEN_DB=saved), self.expected)
        status, printed, said = self.mounted("log", "zoledronic-acid", "--anyway")
        self.assertEqual((status, printed), (1, ""))
        self.assertRegex(said, r"\Aregimen: NOT SAVED: [^\n]*Read-only file system\n\Z")
        self.assertEqual(self.there(), before)

    def test_a_whole_file(self):
        self.copied(held=False)
        self.assert_read()

    def test_with_changes_in_the_wal_file(self):
        self.copied("-wal", "-shm")
        self.assert_read()

    def test_without_the_shm_file(self):
        """SQLite cannot make one there, and what is in the -wal file is shown nevertheless."""
        self.copied("-wal")
        self.assert_read()

    def test_the_wal_file_of_another_user(self):
        self.copied("-wal")
        os.chown(os.path.join(self.folder, "test.db-wal"), 65534, 65534)
        before = self.there()
        status, printed, said = self.mounted("list")
        self.assertEqual((status, printed), (1, ""))
        self.assertRegex(said, r"\Aregimen: [^\n]*test\.db-wal[^\n]*\n\Z")
        self.assertEqual(self.there(), before)


if __name__ == "__main__":
    unittest.main()
