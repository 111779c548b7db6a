#!/usr/bin/python3
"""What needs no server; tests/caldav has the rest."""
import os
import unittest

from regimen import Case

NOWHERE = "http://127.0.0.1:1/calendar/"


class Publish(Case):
    def test_nothing_is_set(self):
        self.assertIn("No calendar has been set up", self.run_it("publish", "show"))
        self.assertIsNone(self.json("publish", "show")["url"])
        for words in ([], ["off"], ["--mine", "all"]):
            self.refuses("publish", *words, says="regimen publish set")
        self.assertEqual(self.run_it("publish", "refresh"), "")
        self.assertFalse(os.path.exists(self.database))

    def test_usage(self):
        self.refuses_all(
            ("publish", "now", "publish show, publish off"),
            ("publish", "set", "needs the address"),
            ("publish", "show", "https://example.org/", "only \"publish set\""),
            ("publish", "set", "a", "b", "one word too many"),
            ("publish", "--user", "anna", "only with \"publish set URL\""),
            ("publish", "show", "--days", "3", "only with \"publish set URL\""),
            ("publish", "show", "--mine", "all", "--mine can be used only with"),
            ("publish", "set", NOWHERE, "--days", "0", "1"),
            ("publish", "set", NOWHERE, "--password-command", "pass show x", "can be used only with --user"),
            ("publish", "set", NOWHERE, "--ca", "/nowhere.pem", "is not a file; give the file with the certificate to trust"),
            ("publish", "set", NOWHERE, "--password", "secret", "unknown option"))

    def test_addresses(self):
        for url, says in (("http://example.org/cal/", "not encrypted"), ("http://127.0.0.1.example.org/", "not encrypted"),
                          ("http://localhost.example.org/", "not encrypted"), ("http://[::2]/", "not encrypted"),
                          ("http://127.example/", "not encrypted"),
                          ("https://anna:secret@example.org/", "leave it out"), ("https://anna@example.org/", "leave it out"),
                          ("ftp://example.org/", "not a web address"), ("file:///etc/passwd", "not a web address"),
                          ("example.org/cal", "not a web address"), ("https://", "not a web address"), ("", "not a web address"),
                          ("https://example.org/a b", "not a web address"), ("caldav://example.org/", "not a web address"),
                          ("https://example.org/?a=b", "\"?\""), ("https://example.org/#a", "\"?\"")):
            with self.subTest(url=url):
                line = self.refuses("publish", "set", url, says=says)
                self.assertNotIn("secret", line)

    def test_no_password(self):
        self.refuses("publish", "set", NOWHERE, "--user", "anna", says="no password was given")

    def test_a_server_that_is_not_there_is_not_set(self):
        self.refuses("publish", "set", NOWHERE, status=1, says="does not answer")
        self.assertFalse(os.path.exists(self.database + ".publish"))

    def test_before_anything_is_there(self):
        """Not even the folder of the database."""
        self.database = self.path("data", "regimen", "test.db")
        self.refuses("publish", "set", "example.org", says="not a web address")
        self.assertFalse(os.path.exists(self.path("data")))
        self.refuses("publish", "set", NOWHERE, status=1, says="does not answer")
        self.assertFalse(os.path.exists(self.database))

    def test_a_file_that_is_not_ours(self):
        for content, says in (("", "is damaged, or was changed by hand"), ("[publish]\nurl=http://example.org/\nwriter=1\ndays=3\n", "is damaged, or was changed by hand"),
                              ("x", "Key file"), ("[publish]\nwriter=zz\n", "is damaged, or was changed by hand")):
            with open(self.database + ".publish", "w", encoding="utf-8") as out:
                out.write(content)
            os.chmod(self.database + ".publish", 0o600)
            with self.subTest(content=content):
                self.refuses("publish", status=1, says=says)
        os.chmod(self.database + ".publish", 0o644)
        self.refuses("publish", status=1, says="chmod 600")

    def plant(self, ending, content=""):
        """A file beside the record, which this user has made. Returns its name."""
        name = self.database + ending
        with open(name, "w", encoding="utf-8") as out:
            out.write(content)
        os.chmod(name, 0o600)
        return name

    def account(self):
        return f"[publish]\nwriter=1\nurl={NOWHERE}\nuser=anna\npassword-command=touch {self.path('ran')}\ndays=3\n"

    def give_away(self, name):
        if os.geteuid() != 0:
            self.skipTest("a file cannot be given to another user")
        os.chown(name, 65534, 65534)

    def test_the_account_of_another_user(self):
        """Its command is not run, whoever may write to the record."""
        self.run_it("add", "denosumab", "--first", "2 Dec")
        planted = self.plant(".publish", self.account())
        self.give_away(planted)
        for mode in (0o600, 0o660):
            os.chmod(self.database, mode)
            for words in ([], ["refresh"], ["show"], ["off"], ["set", NOWHERE]):
                with self.subTest(words=words, mode=mode):
                    self.refuses("publish", *words, status=1, says=f"{planted} belongs to the user nobody")
        os.chown(self.database, 65534, 65534)
        self.refuses("publish", status=1, says=f"{planted} belongs to the user nobody")
        self.assertFalse(os.path.exists(self.path("ran")))
        os.chown(planted, 0, 0)
        self.assertIn(b"printed no password", self.call("publish").stderr)
        self.assertTrue(os.path.exists(self.path("ran")))

    def test_an_account_with_another_name(self):
        self.run_it("add", "denosumab", "--first", "2 Dec")
        other, planted = self.plant(".other", self.account()), self.database + ".publish"
        for make, says in ((os.symlink, "not an ordinary file"), (os.link, "second name")):
            make(other, planted)
            with self.subTest(says=says):
                self.refuses("publish", status=1, says=says)
            os.unlink(planted)
        self.assertFalse(os.path.exists(self.path("ran")))

    def test_a_person_who_is_not_on_record(self):
        """Her uid is that of nobody: whoever has a similar name is not published in her place."""
        self.run_it("add", "denosumab", "--first", "2 Dec")
        self.run_it("patient", "set", "me", "--name", "Anna")
        for name in ("Ann", "Anna"):
            self.plant(".publish", self.account() + f"patient={name}\npatient-uid=6f2d7f3e-0000-4000-8000-000000000000\n")
            for words in ([], ["show"]):
                with self.subTest(name=name, words=words):
                    line = self.call("publish", *words).stderr.decode()
                    self.assertIn(f'the calendar on the server is that of "{name}", who is not on record here', line)
        self.assertFalse(os.path.exists(self.path("ran")))
        self.plant(".publish", self.account() + "patient=Anna\n")  # of an older version
        self.assertIn(NOWHERE, self.run_it("publish", "show"))

    def test_the_lock_of_another_user(self):
        self.run_it("add", "denosumab", "--first", "2 Dec")
        lock = self.database + ".publish-lock"
        os.mkfifo(lock)
        self.refuses("publish", "set", NOWHERE, status=1, says="not an ordinary file")
        os.unlink(lock)
        self.give_away(self.plant(".publish-lock"))
        self.refuses("publish", "set", NOWHERE, status=1, says=f"{lock} belongs to the user nobody")


if __name__ == "__main__":
    unittest.main()
