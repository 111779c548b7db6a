#!/usr/bin/python3
"""The service starts at each login: the files that are installed, two services for one record, and
a real systemd of a user that reaches graphical-session.target or does not, and that has no bus for
a long time.

systemd refuses to run if it did not boot the machine, so it gets its own /run. Only root can do
that.
"""
import configparser
import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest

from desktop import program, wait_for
from servers import ALL, ServedTest

BUILD = pathlib.Path(os.environ["REGIMEN_BUILD"])
SYSTEMD = "/usr/lib/systemd/systemd"
OWN_RUN = "mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && exec "


def read(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path)
    return parser


class InstalledTest(unittest.TestCase):
    def plan(self):
        answer = subprocess.run(["meson", "introspect", "--install-plan", str(BUILD)], text=True,
                                capture_output=True, timeout=60)
        if answer.returncode != 0:
            self.skipTest("meson does not say what it installs")
        plan = json.loads(answer.stdout)
        return [(pathlib.Path(source).name, row["destination"])
                for group in plan.values() for source, row in group.items()]

    def test_where_it_is_installed(self):
        """Desktops look for autostart files in /etc/xdg, whether the prefix is /usr or
        /usr/local."""
        places = dict(self.plan())
        autostart = places["regimend-autostart.desktop"]
        self.assertTrue(autostart.endswith("xdg/autostart/regimend-autostart.desktop"), autostart)
        prefix = [option["value"] for option in json.loads(subprocess.run(
            ["meson", "introspect", "--buildoptions", str(BUILD)], text=True, capture_output=True,
            timeout=60).stdout) if option["name"] == "prefix"][0]
        if prefix in ("/usr", "/usr/local"):
            self.assertEqual(autostart, "/etc/xdg/autostart/regimend-autostart.desktop")
        self.assertIn("lib/systemd/user/regimend.service", places["regimend.service"])

    def test_the_autostart_file(self):
        entry = read(BUILD / "contrib/autostart/regimend-autostart.desktop")["Desktop Entry"]
        self.assertTrue(entry["Exec"].startswith("/"))
        for key in ("OnlyShowIn", "NotShowIn", "Hidden", "TryExec"):  # it starts on each desktop
            self.assertNotIn(key, entry)


class LoginTest(ServedTest):
    def setUp(self):
        super().setUp()
        self.add_due()
        self.server = self.serve(ALL)

    def test_the_second_service_ends_quietly(self):
        first = self.desktop.regimend()
        wait_for("a notification", self.server.notified)
        second = self.desktop.regimend()
        self.assertEqual(second.process.wait(20), 0)
        self.assertEqual(second.said(), "")
        self.assertIsNone(first.process.poll())


class SystemdTest(ServedTest):
    """A login under systemd. The unit is the one that is installed, except for the path of the
    program and a shorter time between tries.

    The unit takes away the right to look into other processes, which a sanitizer needs to find
    leaks. Other tests find them.
    """

    def setUp(self):
        super().setUp()
        if not pathlib.Path(SYSTEMD).exists() or shutil.which("unshare") is None:
            self.skipTest("there is no systemd")
        if subprocess.run(["unshare", "-m", "sh", "-c", OWN_RUN + "true"], capture_output=True,
                          timeout=20).returncode != 0:
            self.skipTest("systemd cannot have a /run of its own here")
        self.units = self.desktop.folder / "units"
        self.units.mkdir()
        unit = (BUILD / "contrib/systemd/regimend.service").read_text()
        line = [line for line in unit.split("\n") if line.startswith("ExecStart=")][0]
        unit = unit.replace(line, "ExecStart=" + program("regimend") + "\nEnvironment=ASAN_OPTIONS=detect_leaks=0")
        (self.units / "regimend.service").write_text(unit.replace("RestartSec=20", "RestartSec=50ms"))
        (self.units / "desktop.target").write_text("[Unit]\nBindsTo=graphical-session.target\n")
        wants = self.units / "graphical-session.target.wants"
        wants.mkdir()
        (wants / "regimend.service").symlink_to("../regimend.service")
        for name in ("dbus.socket", "dbus.service"):  # the test has its own bus
            (self.units / name).symlink_to("/dev/null")
        self.add_due()

    def log_in(self, bus):
        """Starts the systemd of the user. @bus: the address of the session bus."""
        environment = dict(self.desktop.environment, SYSTEMD_UNIT_PATH=f"{self.units}:",
                           DBUS_SESSION_BUS_ADDRESS=bus)
        self.manager = self.desktop.run("unshare", "-m", "sh", "-c",
                                        OWN_RUN + SYSTEMD + " --user --log-target=console",
                                        environment=environment)
        self.addCleanup(lambda: self.manager.stop(signal.SIGTERM))
        wait_for("systemd", lambda: self.control("is-active", "basic.target") == "active")

    def control(self, *arguments):
        return self.desktop.call("systemctl", "--user", *arguments)

    def show(self, name):
        return self.control("show", "regimend", "--property", name, "--value")

    def test_a_graphical_session(self):
        """The service starts although nobody has enabled it."""
        server = self.serve(ALL)
        self.log_in(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.control("start", "desktop.target")
        wait_for("a notification", server.notified)
        self.assertEqual(self.show("ActiveState"), "active")
        self.control("stop", "desktop.target")
        wait_for("its end", lambda: self.show("ActiveState") == "inactive")

    def test_a_desktop_without_a_graphical_session(self):
        """The target is never reached, so the autostart file starts the service. If the unit starts
        it as well, that is the second service, which ends."""
        server = self.serve(ALL)
        self.log_in(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        self.assertEqual(self.show("ActiveState"), "inactive")
        started = self.desktop.regimend()  # as the autostart file does
        wait_for("a notification", server.notified)
        self.control("start", "regimend")
        wait_for("the end of the second", lambda: self.show("ActiveState") == "inactive")
        self.assertEqual(self.show("Result"), "success")
        self.assertIsNone(started.process.poll())

    def test_no_bus_for_a_long_time(self):
        """systemd starts the service again and again until there is a bus."""
        place = self.desktop.folder / "late"
        self.log_in(f"unix:path={place}")
        self.control("start", "--no-block", "desktop.target")
        wait_for("many tries", lambda: int(self.show("NRestarts") or 0) > 15)
        self.assertNotEqual(self.show("ActiveState"), "failed")
        config = self.desktop.folder / "late.conf"
        text = (self.desktop.folder / "bus.conf").read_text()
        config.write_text(text.replace(str(self.desktop.folder / "bus"), str(place)))
        _, address = self.desktop.run_bus(config, "late")
        server = self.serve_at(address)
        wait_for("a notification", server.notified)
        self.assertEqual(self.show("ActiveState"), "active")

    def serve_at(self, address):
        before = self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        try:
            return self.serve(ALL)
        finally:
            self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"] = before


if __name__ == "__main__":
    unittest.main()
