#!/usr/bin/python3
"""Certificates are verified: one's own with --ca, and no other."""
import os
import shutil
import subprocess
import unittest

import caldav


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def make_ca(folder, name):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "36500", "-subj", "/CN=" + name,
            "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem")


def make_server(folder, ca, names):
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=server", "-keyout", folder + "/server.key",
            "-out", folder + "/server.csr")
    with open(folder + "/names", "w", encoding="utf-8") as out:
        out.write("subjectAltName=" + names + "\n")
    openssl("x509", "-req", "-in", folder + "/server.csr", "-CA", f"{folder}/{ca}.pem", "-CAkey", f"{folder}/{ca}.key",
            "-CAcreateserial", "-days", "36500", "-extfile", folder + "/names", "-out", folder + "/server.pem")


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class Tls(caldav.Publishing):
    tls = True
    names = "DNS:localhost,IP:127.0.0.1"

    def prepare(self):
        make_ca(self.home, "ca")
        make_ca(self.home, "another")
        make_server(self.home, "ca", self.names)

    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.url = "https://127.0.0.1:%d/anna/regimen/" % self.radicale.port

    def set_with(self, *words, **extra):
        return self.call("publish", "set", self.url, "--user", caldav.USER, *words, password=caldav.PASSWORD, **extra)

    def test_its_own_ca(self):
        done = self.set_with("--ca", self.path("ca.pem"))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.run_it("publish")
        # from another folder too
        os.remove(self.path("ca.pem"))
        self.fails(says="certificate")

    def assert_refused(self, *words):
        done = self.set_with(*words)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertRegex(done.stderr.decode(), r"\Aregimen: the certificate of the calendar server[^\n]+\n\Z")
        self.assertFalse(os.path.exists(self.database + ".publish"))

    def test_another_ca(self):
        self.assert_refused("--ca", self.path("another.pem"))

    def test_no_ca(self):
        self.assert_refused()

    def test_plain_to_tls(self):
        self.url = self.url.replace("https", "http")
        done = self.set_with()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class AnotherName(Tls):
    names = "DNS:calendar.example.org"

    def test_its_own_ca(self):
        self.assert_refused("--ca", self.path("ca.pem"))


if __name__ == "__main__":
    unittest.main()
