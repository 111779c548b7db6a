"""A private desktop for a test: an X server, a session bus that starts nothing by itself, and a
monitor that reads what goes over the bus.

Each process is ended by its id, and the user's own desktop is left alone.
"""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from gi.repository import Gio, GLib

PROGRAMS = [pathlib.Path(p) for p in os.environ.get("REGIMEN_EXEC_PATH", "").split(":") if p]
NEEDED = ("dbus-daemon", "dbus-monitor")
# For how many seconds a test waits for something before it fails.
PATIENCE = int(os.environ.get("REGIMEN_PATIENCE", "60"))

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

def program(name):
    for folder in PROGRAMS:
        if (folder / name).exists():
            return str(folder / name)
    raise AssertionError(f"{name} is in no folder of $REGIMEN_EXEC_PATH")


def wait_for(what, condition, seconds=PATIENCE):
    """Calls condition() until its answer is true, and returns that answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Process:
    """A program in the background; its standard error is kept. @family: end its children with
    it."""

    def __init__(self, arguments, environment, stdout=subprocess.DEVNULL, family=False):
        self.stderr = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(arguments, env=environment, stdin=subprocess.DEVNULL,
                                        stdout=stdout, stderr=self.stderr, start_new_session=family)
        self.pid, self.family = self.process.pid, family

    def said(self):
        self.stderr.seek(0)
        return self.stderr.read()

    def heeds(self, number=signal.SIGTERM):
        """Whether the program catches the signal yet, which it does some time after its start."""
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as file:
            caught = re.search(r"^SigCgt:\s*(\w+)$", file.read(), re.MULTILINE).group(1)
        return int(caught, 16) >> (number - 1) & 1

    def stop(self, how=signal.SIGTERM):
        """Ends the program, and returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        self.end_family()
        return status

    def end_family(self):
        if self.family:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.end_family()
        self.stderr.close()


class Notification:
    """One call of Notify."""

    def __init__(self, values):
        (self.app, self.replaces, self.icon, self.summary, self.body, actions, self.hints,
         self.timeout) = values
        self.keys = [key for key in actions[0::2] if key != "default"]
        self.labels = actions[1::2]
        self.buttons = [label for key, label in zip(actions[0::2], actions[1::2]) if key != "default"]


class Monitor:
    """Reads every message of the bus, and keeps those about notifications."""

    def __init__(self, environment):
        self.shown = []   # Notification, as they were sent
        self.replaced = []
        self.closed = []  # arguments of CloseNotification
        self.asked = {}   # Notification, by sender and serial: calls that were not answered yet
        self.open = []    # Notification, those on the screen, the oldest first
        self.process = subprocess.Popen(
            ["dbus-monitor", "--session", "--binary"], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.started = threading.Event()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()
        if not self.started.wait(PATIENCE):
            raise AssertionError("dbus-monitor says nothing")
        self.bus = Gio.DBusConnection.new_for_address_sync(
            environment["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.bus.set_exit_on_close(False)

    def read(self):
        stream = self.process.stdout
        while True:
            head = stream.read(16)
            if len(head) < 16:
                return
            blob = head + stream.read(Gio.DBusMessage.bytes_needed(head) - 16)
            try:
                message = Gio.DBusMessage.new_from_blob(blob, Gio.DBusCapabilityFlags.NONE)
            except GLib.Error:  # the bus has ended
                return
            self.keep(message)

    def keep(self, message):
        self.started.set()
        if message.get_message_type() == Gio.DBusMessageType.METHOD_RETURN:
            answered = self.asked.pop((message.get_destination(), message.get_reply_serial()), None)
            if answered is not None:
                answered.number = message.get_body().unpack()[0]
                self.open.append(answered)
            return
        if message.get_interface() != "org.freedesktop.Notifications":
            return
        if message.get_member() == "NotificationClosed":
            self.open = [popup for popup in self.open if popup.number != message.get_body().unpack()[0]]
        if message.get_message_type() != Gio.DBusMessageType.METHOD_CALL:
            return
        if message.get_member() == "Notify":
            body = message.get_body()
            if body.get_child_value(6).lookup_value("sender-pid", GLib.VariantType("u")):
                return  # a program of GNOME Shell took the call before, and passes it on with this
            notification = Notification(body.unpack())
            if notification.app == "Regimen":
                (self.replaced if notification.replaces else self.shown).append(notification)
                if not notification.replaces:
                    self.asked[message.get_sender(), message.get_serial()] = notification
        elif message.get_member() == "CloseNotification":
            self.closed.append(message.get_body().unpack()[0])

    def call(self, method, arguments):
        server = "org.freedesktop.Notifications"
        return self.bus.call_sync(server, "/" + server.replace(".", "/"), server, method, arguments,
                                  None, Gio.DBusCallFlags.NONE, PATIENCE * 1000, None)

    def notify(self, summary):
        """Shows a popup, as another program does. Returns: its number."""
        values = ("Mail", 0, "", summary, "", [], {}, 0)
        return self.call("Notify", GLib.Variant("(susssasa{sv}i)", values)).unpack()[0]

    def withdraw(self, number):
        self.call("CloseNotification", GLib.Variant("(u)", (number,)))

    def has_owner(self, name):
        answer = self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
            GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE, PATIENCE * 1000, None)
        return answer.unpack()[0]

    def close(self):
        try:
            self.bus.close_sync(None)
        except GLib.Error:  # the bus has ended before
            pass
        self.process.terminate()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()


class Desktop:
    def __init__(self, needed=()):
        """@needed: programs without which the test is skipped."""
        for name in (*NEEDED, *needed):
            if not pathlib.Path(name).exists() and shutil.which(name) is None:
                raise unittest.SkipTest(f"{name} is not installed")
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no slow disk
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="desk-", dir=memory))
        self.processes = []
        self.environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder), "NO_AT_BRIDGE": "1",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/no-system-bus",
            "REGIMEN_DB": str(self.folder / "regimen.db"), "REGIMEN_ZONE": "Europe/Berlin",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        for name, folder in (("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache"),
                             ("STATE", "state")):
            self.environment[f"XDG_{name}_HOME"] = str(self.folder / folder)
        self.screen = self.bus = None
        self.monitor = None

    # ---- processes ----

    def run(self, *arguments, environment=None, **options):
        process = Process([str(a) for a in arguments], environment or self.environment, **options)
        self.processes.append(process)
        return process

    def call(self, *arguments):
        """Runs a program. Returns: what it wrote to standard output."""
        answer = subprocess.run([str(a) for a in arguments], env=self.environment, text=True,
                                capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        return answer.stdout.strip()

    def server_is_there(self, name="org.freedesktop.Notifications"):
        """Whether the name has an owner on the bus."""
        return self.monitor.has_owner(name)

    def start_screen(self):
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(write)
        self.screen = server
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise unittest.SkipTest("Xvfb does not start here")
        self.environment["DISPLAY"] = f":{number}"

    def run_bus(self, config, name):
        """Starts a bus. Returns: its process and its address."""
        address = self.folder / f"{name}-address"
        with open(address, "w") as said:
            bus = self.run("dbus-daemon", "--nofork", "--nopidfile", "--print-address",
                           f"--config-file={config}", stdout=said)
        return bus, wait_for("the bus", lambda: address.read_text().strip())

    def start_bus(self):
        if self.monitor is not None:
            self.monitor.close()
            (self.folder / "bus").unlink(missing_ok=True)
        config = self.folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(path=self.folder / "bus"))
        self.bus, self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.run_bus(config, "session")
        self.monitor = Monitor(self.environment)

    def join_bus(self, other):
        """Uses the bus of another desktop, with the servers that are on it."""
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = other.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.monitor = Monitor(self.environment)

    def close(self):
        for process in reversed(self.processes):
            process.close()
        if self.monitor is not None:
            self.monitor.close()
        if self.screen is not None:
            self.screen.terminate()
            self.screen.wait()
        # a program that the service started may still be removing a file of its own
        while self.folder.exists():
            try:
                shutil.rmtree(self.folder)
            except FileNotFoundError:
                pass

    # ---- what a person does and sees ----

    def set_browser(self, opens=True):
        """Installs a browser that notes what it was started with; none if not @opens. Returns: a
        function that gives the lines that the browser noted."""
        folder = self.folder
        seen = folder / "opened"
        data = folder / "data" / "applications"
        data.mkdir(parents=True)
        (folder / "empty").mkdir()
        self.environment["XDG_DATA_DIRS"] = f"{folder}/empty"
        self.environment["XDG_CONFIG_DIRS"] = f"{folder}/empty"
        # GLib knows the type of a file only if it finds such a list.
        mime = folder / "data" / "mime"
        mime.mkdir()
        (mime / "globs2").write_text("50:text/html:*.html\n")
        if opens:
            browser = folder / "browser"
            browser.write_text(f"#!/bin/sh\necho \"$XDG_ACTIVATION_TOKEN $1\" >>{seen}\n")
            browser.chmod(0o755)
            (data / "page.desktop").write_text(
                f"[Desktop Entry]\nType=Application\nName=Page\nExec={browser} %u\nMimeType=text/html;\n")
            (data / "mimeapps.list").write_text("[Default Applications]\ntext/html=page.desktop\n")
        return lambda: seen.exists() and seen.read_text().split("\n")[:-1]

    def popups(self, count):
        """Waits for @count calls of Notify. Returns: all of them."""
        wait_for(f"{count} notifications", lambda: len(self.monitor.shown) >= count)
        return self.monitor.shown

    def regimen(self, *arguments, status=0):
        answer = subprocess.run([program("regimen"), *arguments], env=self.environment, text=True,
                                capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        if answer.returncode != status:
            raise AssertionError(f"regimen {arguments}: {answer.returncode}: {answer.stderr}")
        return answer.stdout

    def regimend(self, *arguments, **options):
        return self.run(program("regimend"), *arguments, **options)

    def once(self, *arguments):
        return subprocess.run([program("regimend"), "--once", *arguments], env=self.environment,
                              text=True, capture_output=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL)
