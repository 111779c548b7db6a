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


#: What openssl needs to sign as a CA. It is the only way to a certificate of the past that all versions have.
CONFIG = """[ca]
default_ca = test
[test]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
"""


def make_server(folder, ca, names, valid=("20200101000000Z", "21200101000000Z")):
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=server", "-keyout", folder + "/server.key",
            "-out", folder + "/server.csr")
    for name, text in (("names", "subjectAltName=" + names + "\n"), ("ca.cnf", CONFIG.format(folder=folder)), ("index", "")):
        with open(f"{folder}/{name}", "w", encoding="utf-8") as out:
            out.write(text)
    openssl("ca", "-batch", "-notext", "-config", folder + "/ca.cnf", "-cert", f"{folder}/{ca}.pem", "-keyfile", f"{folder}/{ca}.key",
            "-startdate", valid[0], "-enddate", valid[1], "-extfile", folder + "/names", "-in", folder + "/server.csr",
            "-out", folder + "/server.pem")


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class Tls(caldav.Publishing):
    tls = True
    names, valid = "DNS:localhost,IP:127.0.0.1", ("20200101000000Z", "21200101000000Z")

    def prepare(self):
        make_ca(self.home, "ca")
        make_ca(self.home, "another")
        make_server(self.home, "ca", self.names, self.valid)

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

    def test_the_certificate_is_another_one_later(self):
        done = self.set_with("--ca", self.path("ca.pem"))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.radicale.stop()
        make_server(self.home, "another", self.names)
        self.radicale.start()
        self.run_it("book", "zoledronic-acid", "2026-12-01 10:00")
        self.fails(says="certificate")
        self.fails("refresh", status=0, says="certificate")
        self.radicale.stop()
        make_server(self.home, "ca", self.names)
        self.radicale.start()
        self.run_it("publish")
        self.assert_equal_to_record()

    def ask(self, *words, **headers):
        """Past the certificate, as whoever looks at the server itself."""
        self.door = self.door or self.open_door()
        self.radicale, kept = self.door, self.radicale
        try:
            return super().ask(*words, **headers)
        finally:
            self.radicale = kept

    door = None

    def open_door(self):
        door = caldav.Radicale(self.home).start()
        self.addCleanup(door.stop)
        return door

    def test_no_ca(self):
        self.assert_refused()

    def test_plain_to_tls(self):
        self.url = self.url.replace("https", "http")
        done = self.set_with()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]+\n\Z")


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class Refused(Tls):
    names = "DNS:calendar.example.org"

    def test_its_own_ca(self):
        self.assert_refused("--ca", self.path("ca.pem"))

    def test_the_certificate_is_another_one_later(self):
        """It cannot be set."""


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class Expired(Refused):
    names, valid = Tls.names, ("20200101000000Z", "20200201000000Z")


@unittest.skipUnless(shutil.which("radicale") and shutil.which("openssl"), "radicale and openssl are not both installed")
class SelfSigned(Tls):
    """Signed by nobody else: it can be given as what to trust, and is not trusted otherwise."""

    def prepare(self):
        super().prepare()
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "36500", "-subj", "/CN=server",
                "-addext", "subjectAltName=" + self.names, "-keyout", self.home + "/server.key", "-out", self.home + "/server.pem")
        shutil.copy(self.path("server.pem"), self.path("ca.pem"))

    def test_the_certificate_is_another_one_later(self):
        """As it is."""


if __name__ == "__main__":
    unittest.main()
