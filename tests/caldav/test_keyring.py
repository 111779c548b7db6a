#!/usr/bin/python3
"""The password in the keyring of the desktop: gnome-keyring on a bus of its own."""
import os
import shutil
import subprocess
import unittest

import caldav
from regimen import REGIMEN

#: Starts a keyring that is open, and then what is said. Locking it: the service is asked over the bus.
SCRIPT = """set -e
printf 'opens it\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
printf '%s\\n' "$PASSWORD" | "$REGIMEN" publish set "$URL" --user anna
"$REGIMEN" publish
dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
"$REGIMEN" publish refresh || echo "status $?"
"$REGIMEN" publish show
printf 'opens it\\n' | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null
"$REGIMEN" publish
"$REGIMEN" publish off
printf '%s\\n' "$PASSWORD" | "$REGIMEN" publish set "$URL" --user anna >/dev/null
"$REGIMEN" publish show
"""


@unittest.skipUnless(all(map(shutil.which, ("radicale", "gnome-keyring-daemon", "dbus-run-session", "dbus-send"))),
                     "radicale, gnome-keyring or dbus is not installed")
class Keyring(caldav.Publishing):
    def test_it(self):
        self.zoledronic_acid()
        # GIO frees what the keyring's proxies hold of the bus a turn of the loop after they end, which is after the program.
        leaks = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        done = subprocess.run(["dbus-run-session", "--", "sh", "-c", SCRIPT], capture_output=True, timeout=300, text=True,
                              stdin=subprocess.DEVNULL,
                              env=self.environment(REGIMEN=REGIMEN, URL=self.url, PASSWORD=caldav.PASSWORD,
                                                   ASAN_OPTIONS=leaks.lstrip(":")))
        said = " ".join(done.stdout.split())
        if "There is no keyring here" in said:
            self.skipTest("this regimen was built without libsecret")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("The password is kept in the keyring of the desktop.", said)
        self.assertIn("status 75", said)
        self.assertIn("the keyring with the calendar's password is locked", said)
        self.assertEqual(said.count("Nothing had to be sent"), 2)
        self.assertIn("password in the keyring of the desktop", said)
        with open(self.database + ".publish", encoding="utf-8") as kept:
            self.assertNotIn(caldav.PASSWORD, kept.read())
        self.assert_equal_to_record()


if __name__ == "__main__":
    unittest.main()
