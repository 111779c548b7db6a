"""The notification servers of Debian, and what a user does in front of the screen: reads popups,
presses their buttons, and closes them."""
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

from gi.repository import Gio, GLib

from desktop import BUS_CONFIG, PATIENCE, wait_for

HERE = pathlib.Path(__file__).resolve().parent

# Takes the place of the menu in which a user picks a button: picks the one that the file names.
MENU = """#!/bin/sh
grep -F -m 1 -- "$(cat '{choice}')"
"""


class Popup:
    """A popup, as a user reads it."""

    def __init__(self, summary, body, buttons=()):
        self.summary, self.body, self.buttons = summary, body, list(buttons)

    def __repr__(self):
        return f"Popup({self.summary!r}, {self.body!r}, {self.buttons!r})"


def reading(markup):
    """The plain text of a body with markup. Invalid markup is an error, as it is in Pango."""
    return "".join(xml.etree.ElementTree.fromstring(f"<b>{markup}</b>").itertext())


class RealServer:
    needed = ()  # the programs that have to be installed
    command = ()
    at_once = 3  # how many popups it shows at the same time
    tells_one = False  # it reports a click only to the process that showed the popup
    room = None  # how many popups it takes at most
    replaces = True  # it can give a popup other words
    keeps = True  # in do-not-disturb mode, it keeps popups for later
    three_buttons = False  # it has room for three; a click on the popup itself counts as one
    ends_clicked = ends_details = False  # it closes a popup at a click on its body, or on Details
    lets_urgent = True  # it shows urgent popups even in do-not-disturb mode
    one_picture = True  # one picture of the screen has all popups
    always_disturbs = "it can always disturb"  # why do-not-disturb mode cannot be tested
    shared = False  # all cases share one, because it starts slowly; then it has begin_again()

    def __init__(self, desktop):
        self.desktop = desktop
        self.process = None
        self.choice = desktop.folder / "choice"

    def prepare(self):
        """Starts a screen for the server, once."""
        self.desktop.start_screen()

    def start(self):
        """Starts the server, in up to three tries: once in thousands of starts, a server never gets
        onto the bus, which says nothing about regimend."""
        for starts_left in (2, 1, 0):
            self.process = self.desktop.run(*self.command)
            try:
                wait_for("the server", self.desktop.server_is_there, PATIENCE / 2)
                return
            except AssertionError:
                status = self.process.stop(signal.SIGKILL)
                print(f"{self.command[0]} did not start: status {status}, {self.process.said()!r}", file=sys.stderr)
                if not starts_left:
                    raise

    def stop(self, how=signal.SIGTERM):
        self.process.stop(how)
        wait_for("the end of the server", lambda: not self.desktop.server_is_there())

    def freeze(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def close(self):
        """Cleans up after the test."""

    def menu(self):
        path = self.desktop.folder / "menu"
        path.write_text(MENU.format(choice=self.choice))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def picture(self, path):
        self.desktop.call("import", "-window", "root", path)

    # ---- what each of them does in its own way ----

    def count(self):
        """How many popups are on the screen."""
        return len(self.read())

    def visible(self):
        """How many popups can be seen."""
        return self.count()

    def read(self):
        """The popups on the screen, as a user reads them."""
        raise NotImplementedError

    def press(self, button):
        """Presses a button of the uppermost popup that has it."""
        raise NotImplementedError

    def dismiss(self):
        """Closes the uppermost popup."""
        raise NotImplementedError


class Dunst(RealServer):
    """The buttons are in a menu, which the middle button of the mouse opens. The left button of the
    mouse closes the popup."""

    needed = ("Xvfb", "dunstctl", "xdotool")
    command = ("dunst",)
    tells_one = True
    ends_details = True

    def start(self):
        config = self.desktop.folder / "dunstrc"
        config.write_text((HERE / "dunstrc").read_text().replace("@MENU@", str(self.menu())))
        self.command = ("dunst", "-config", config)
        super().start()

    def count(self):
        return int(self.desktop.call("dunstctl", "count", "displayed") or 0)

    def read(self):
        """dunst tells the words of a popup only after it is closed. So this closes all popups,
        reads the history, and shows them again from there. Their window is a picture, without any
        text."""
        open_now = self.count()
        self.desktop.call("dunstctl", "close-all")
        wait_for("their end", lambda: self.count() == 0)
        rows = json.loads(self.desktop.call("dunstctl", "history"))["data"][0][:open_now]
        for _ in rows:
            self.desktop.call("dunstctl", "history-pop")
        return [Popup(row["summary"]["data"], reading(row["body"]["data"])) for row in rows]

    def click(self, button):
        self.desktop.call("xdotool", "mousemove", "800", "44", "click", button)

    def press(self, button):
        wait_for("a popup", self.count)
        self.choice.write_text(button)
        self.click("2")

    def dismiss(self):
        self.click("1")

    def disturb(self, allowed):
        self.desktop.call("dunstctl", "set-paused", "false" if allowed else "true")


class GtkServer(RealServer):
    """The popups are windows of GTK. The test reads their words and places as a screen reader does,
    and clicks with the mouse."""

    launcher = "/usr/libexec/at-spi-bus-launcher"
    needed = ("Xvfb", "xdotool", launcher)

    def prepare(self):
        super().prepare()
        self.desktop.environment.pop("NO_AT_BRIDGE", None)
        self.desktop.environment.update(GTK_THEME="Adwaita", GDK_BACKEND="x11")
        self.reader = self.desktop.run(self.launcher, "--launch-immediately")
        wait_for("the bus of the screen reader",
                 lambda: self.desktop.server_is_there("org.a11y.Bus"))

    def close(self):
        """Asks the launcher to end, so that it ends its own bus."""
        self.reader.stop()

    def popups(self):
        return json.loads(self.desktop.call(HERE / "read-screen"))

    def read(self):
        return [Popup(popup["labels"][0], "\n".join(popup["labels"][1:]),
                      [button["name"] for button in popup["buttons"] if button["name"]])
                for popup in self.popups()]

    def click(self, box, x, y):
        """Clicks in the box. @x, @y: parts of its width and height, from 0 to 1."""
        self.desktop.call("xdotool", "mousemove", int(box["x"] + box["width"] * x),
                          int(box["y"] + box["height"] * y), "click", "1")

    def find(self, name):
        for popup in self.popups():
            for button in popup["buttons"]:
                if button["name"] == name and button["width"] > 0:
                    return button
        return None

    def press(self, button):
        self.click(wait_for(button, lambda: self.find(button)), 0.5, 0.5)


class Xfce(GtkServer):
    command = ("/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd",)

    keeps = False
    ends_details = True
    settings = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd"

    def disturb(self, allowed):
        if not self.desktop.server_is_there("org.xfce.Xfconf"):
            self.desktop.run(self.settings)
            wait_for("the settings", lambda: self.desktop.server_is_there("org.xfce.Xfconf"))
            self.stop()  # the server reads its settings only when it starts
            self.start()
        self.desktop.call("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n",
                          "-t", "bool", "-s", "false" if allowed else "true")

    def dismiss(self):
        """Clicks beside the buttons."""
        self.click(wait_for("a popup", self.popups)[0], 0.5, 0.15)


class Gnome(GtkServer):
    """notification-daemon, of GNOME Flashback. The next popup waits until the one before is closed."""

    at_once = 1
    one_picture = False
    room = 21
    ends_clicked = True

    @property
    def ends_details(self):
        """The package of Debian 13 closes the popup; that of Debian 12 does not, although both have
        the same upstream version."""
        version = subprocess.run(["dpkg-query", "--show", "--showformat", "${Version}", "notification-daemon"], text=True,
                                 capture_output=True, check=False).stdout
        return not version.startswith("3.20.0-4")

    command = ("/usr/lib/notification-daemon/notification-daemon",)

    def dismiss(self):
        """Clicks the cross in the corner, the only button without a name."""
        self.click(wait_for("the cross", lambda: self.find("")), 0.5, 0.5)

    def click_body(self):
        self.click(wait_for("a popup", self.popups)[0], 0.5, 0.15)


class Mate(Gnome):
    """MATE's server is derived from the one above, and has the same name. It shows several popups
    at the same time."""

    at_once = 3
    one_picture = True
    keeps = lets_urgent = False
    ends_details = True
    needed = (*GtkServer.needed, "gsettings")
    command = ("/usr/lib/mate-notification-daemon/mate-notification-daemon",)

    def prepare(self):
        """Makes the server read its settings from a file of the test."""
        super().prepare()
        self.desktop.environment["GSETTINGS_BACKEND"] = "keyfile"

    def disturb(self, allowed):
        self.desktop.call("gsettings", "set", "org.mate.NotificationDaemon", "do-not-disturb",
                          "false" if allowed else "true")



class Lxqt(RealServer):
    """The popups are boxes in one window, the newest at the bottom. Qt does not always answer a
    screen reader, so the test finds the boxes in a picture of the screen, and takes their words
    from what was sent."""

    replaces = False  # a popup that gets other words loses its buttons
    three_buttons = True
    always_disturbs = "it shows what it kept back only where there is a tray"
    needed = ("Xvfb", "xdotool", "import")
    command = ("lxqt-notificationd",)
    LEFT, WIDTH, LIGHT = 718, 300, 235
    # Where the row of buttons begins, its length, and how far above the bottom its middle is.
    BUTTONS = 40, 207, 27

    def prepare(self):
        super().prepare()
        self.desktop.environment["QT_QPA_PLATFORM"] = "xcb"

    def stop(self, how=signal.SIGTERM):
        super().stop(how)
        self.desktop.monitor.open.clear()

    def boxes(self):
        """The first and the last row of pixels of each box, which is light at its left edge."""
        path = self.desktop.folder / "look.gray"
        self.desktop.call("import", "-window", "root", "-crop", f"1x768+{self.LEFT + 8}+0", "-depth", "8", path)
        lines = [number for number, gray in enumerate(path.read_bytes()) if gray > self.LIGHT]
        first = [number for number in lines if number - 1 not in lines]
        last = [number for number in lines if number + 1 not in lines]
        return list(zip(first, last))

    def count(self):
        return len(self.boxes())

    def read(self):
        return [Popup(shown.summary, reading(shown.body).rstrip("\n"), shown.labels) for shown in self.desktop.monitor.open]

    def click(self, x, y):
        self.desktop.call("xdotool", "mousemove", self.LEFT + x, y, "click", "1")

    def uppermost(self, wanted=None):
        """The box of the uppermost popup that has the button @wanted, and the popup itself, once
        the boxes no longer move."""
        def look():
            before, popups = self.boxes(), self.read()
            time.sleep(0.1)
            if not popups or len(before) != len(popups) or self.boxes() != before:
                return None
            return next(((box, popup) for box, popup in zip(before, popups)
                         if wanted is None or wanted in popup.buttons), None)

        return wait_for(wanted or "a popup", look)

    def press(self, button):
        (_, bottom), popup = self.uppermost(button)
        begin, length, above = self.BUTTONS
        place = (popup.buttons.index(button) + 0.5) / len(popup.buttons)
        self.click(int(begin + length * place), bottom - above)

    def dismiss(self):
        """Clicks the cross in the corner."""
        self.click(self.WIDTH - 23, self.uppermost()[0][0] + 23)

    def click_body(self):
        self.click(self.WIDTH // 2, self.uppermost()[0][0] + 45)


SWAY = """output HEADLESS-1 resolution 1024x768
output * bg #dfe6ec solid_color
xwayland disable
"""
# In its default size, mako cuts a popup off after four lines.
MAKO = """background-color=#f7f9fa
text-color=#1d2b36
border-color=#3d6b8e
[app-name=Regimen]
width=420
height=320
[mode=dnd]
invisible=1
"""


class Mako(RealServer):
    """mako runs on a Wayland screen without a display, where there is no mouse. The test calls
    makoctl, as the keys of a user of sway do."""

    needed = ("sway", "makoctl", "busctl", "jq", "grim", "setpriv", "identify")
    command = ("mako",)

    def prepare(self):
        """Starts sway. It refuses to run as root, so it runs as another user, in its own folder."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sway-"))
        config = self.folder / "config"
        config.write_text(SWAY)
        as_user = ()
        if os.getuid() == 0:
            for path in (self.folder, config):
                shutil.chown(path, "nobody", "nogroup")
            as_user = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
        environment = dict(self.desktop.environment, XDG_RUNTIME_DIR=str(self.folder),
                           HOME=str(self.folder), WLR_BACKENDS="headless",
                           WLR_LIBINPUT_NO_DEVICES="1", WLR_RENDERER="pixman")
        self.desktop.run(*as_user, "sway", "-c", config, environment=environment)
        socket = wait_for("sway", lambda: [path for path in self.folder.glob("wayland-?")
                                           if path.is_socket()])[0]
        self.desktop.environment["WAYLAND_DISPLAY"] = str(socket)

    def close(self):
        shutil.rmtree(self.folder)

    def start(self):
        config = self.desktop.folder / "mako"
        config.write_text(MAKO)
        self.command = ("mako", "-c", config)
        super().start()

    def rows(self):
        """What "makoctl list" asks mako for. Only its older versions print all of it."""
        return json.loads(self.desktop.call("busctl", "--json=short", "--user", "call", "org.freedesktop.Notifications",
                                            "/fr/emersion/Mako", "fr.emersion.Mako", "ListNotifications"))["data"][0]

    def read(self):
        return [Popup(row["summary"]["data"], reading(row["body"]["data"]),
                      row["actions"]["data"].values()) for row in self.rows()]

    def press(self, button):
        has_it = [row for row in wait_for("a popup", self.rows)
                  if button in row["actions"]["data"].values()]
        self.choice.write_text(button)
        self.desktop.call("makoctl", "menu", "-n", str(has_it[0]["id"]["data"]), self.menu())

    def dismiss(self):
        self.desktop.call("makoctl", "dismiss")

    def visible(self):
        """1 if the screen has more than the colour of its background, else 0. (makoctl lists hidden
        popups, too.)"""
        path = self.desktop.folder / "look.png"
        self.picture(path)
        return int(self.desktop.call("identify", "-format", "%k", path) != "1")

    def disturb(self, allowed):
        self.desktop.call("makoctl", "mode", "-r" if allowed else "-a", "dnd")

    def picture(self, path):
        self.desktop.call("grim", path)


# The parts of GNOME Shell that the scripts below use.
SHELL = """
const {Clutter, GLib, Gio, St} = imports.gi;
const tray = Main.messageTray;
const buttons = banner => banner?._buttonBox?.get_children() ?? [];
const point = (actor, away) => {
  const [x, y] = actor ? actor.get_transformed_position() : [400, 700];
  const [width, height] = actor ? actor.get_transformed_size() : [0, 0];
  global.mouse.notify_absolute_motion(GLib.get_monotonic_time(), x + width / 2, y + height / 2);
};
const button = state =>
  global.mouse.notify_button(GLib.get_monotonic_time(), Clutter.BUTTON_PRIMARY, Clutter.ButtonState[state]);
"""
# Makes a mouse; lets a banner wait for the user for any time, even if the mouse leaves it; and
# closes the shell's messages about itself, for example that it runs as root.
SHELL_START = """
const seat = Clutter.get_default_backend().get_default_seat();
global.mouse = seat.create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE);
Object.defineProperty(tray, "_userActiveWhileNotificationShown", {get: () => false, set: () => {}});
tray._escapeTray = tray._expireNotification;
Main.overview.hide();
point(null);
const silence = source => source.pid === undefined && source.destroy();
tray.getSources().forEach(silence);
tray.connect("source-added", (_, source) => {
  GLib.idle_add(GLib.PRIORITY_DEFAULT, () => { silence(source); return GLib.SOURCE_REMOVE; });
});
null;
"""
SHELL_CLEAR = """
point(null);
tray.getSources().forEach(source => source.destroy());
null;
"""
# The popups, with their words as they were sent; the title of the banner is read as it is drawn.
SHELL_READ = """
tray.getSources().flatMap(source => source.notifications).map(popup => {
  const banner = tray._notification === popup ? tray._banner : null;
  return {
    summary: banner ? banner.titleLabel.clutter_text.text : popup.title,
    body: popup.bannerBodyText,
    buttons: popup.actions.map(action => action.label),
  };
});
"""


# Switches off what only makes the screen slow: animations, and a picture in the background.
SHELL_SETTINGS = """[org/gnome/desktop/interface]
enable-animations=false
[org/gnome/desktop/background]
picture-options='none'
[org/gnome/desktop/session]
idle-delay=uint32 0
[org/gnome/shell]
disable-user-extensions=true
"""
SHELL_NEWEST = 44  # the newest version that the scripts fit: later ones have other modules inside


class GnomeShell(RealServer):
    """GNOME Shell without a display. Scripts that run inside it move its mouse. A banner opens and
    shows its buttons while the mouse is over it; in the list below the clock, popups have none."""

    service = "/usr/share/gnome-shell/org.gnome.Shell.Notifications"
    needed = ("gnome-shell", "gjs", service)
    one_picture = False
    tells_one = True
    replaces = False
    always_disturbs = "it shows no banner of what it kept back"
    shared = True

    def prepare(self):
        """Starts an empty system bus, without which the shell does not start."""
        version = int(re.search("[0-9]+", self.desktop.call("gnome-shell", "--version")).group())
        if version > SHELL_NEWEST:
            raise unittest.SkipTest(f"GNOME Shell {version} is newer than {SHELL_NEWEST}, and its scripts are others")
        settings = self.desktop.folder / "config" / "glib-2.0" / "settings"
        settings.mkdir(parents=True)
        (settings / "keyfile").write_text(SHELL_SETTINGS)
        config = self.desktop.folder / "system.conf"
        config.write_text(BUS_CONFIG.format(path=self.desktop.folder / "system-bus"))
        address = self.desktop.run_bus(config, "system")[1]
        self.environment = dict(self.desktop.environment, DBUS_SYSTEM_BUS_ADDRESS=address,
                                GSETTINGS_BACKEND="keyfile", LIBGL_ALWAYS_SOFTWARE="1")

    def start(self):
        """Starts the shell, once more if it does not come up, and the program of the shell that
        owns the name on the bus. That program ends when the shell does."""
        try:
            self.start_shell()
        except AssertionError:
            self.process.stop(signal.SIGKILL)
            self.start_shell()
        self.eval(SHELL_START)
        self.relay = self.desktop.run("gjs", self.service, environment=self.environment)
        wait_for("the server", self.desktop.server_is_there)

    def start_shell(self):
        self.process = self.desktop.run("gnome-shell", "--headless", "--wayland", "--no-x11", "--unsafe-mode",
                                        "--virtual-monitor", "1024x768", environment=self.environment, family=True)
        wait_for("the shell", self.is_ready)

    def begin_again(self):
        """Clears the screen. Starts the shell again if it has ended in the case before."""
        if not self.is_ready():
            self.stop(signal.SIGKILL)
            self.start()
        self.eval(SHELL_CLEAR)
        wait_for("an empty screen", lambda: self.eval("tray._notificationState === 0 && tray.getSources().length === 0"))

    def freeze(self):
        super().freeze()
        os.kill(self.relay.pid, signal.SIGSTOP)

    def thaw(self):
        super().thaw()
        os.kill(self.relay.pid, signal.SIGCONT)

    def is_ready(self):
        """Whether the shell has built its screen. It is on the bus before it can answer, and
        answers before the screen is built."""
        try:
            return self.eval("Main.layoutManager._startingUp === false", patience=5)
        except (GLib.Error, AssertionError):
            return False

    def call(self, interface, method, signature, *arguments, patience=PATIENCE):
        path = "/" + interface.replace(".", "/")
        return self.desktop.monitor.bus.call_sync(
            interface, path, interface, method, GLib.Variant(signature, arguments), None,
            Gio.DBusCallFlags.NONE, patience * 1000, None).unpack()

    def eval(self, script, patience=PATIENCE):
        done, answer = self.call("org.gnome.Shell", "Eval", "(s)", SHELL + script, patience=patience)
        if not done:
            raise AssertionError(answer)
        return json.loads(answer) if answer else None

    def read(self):
        return [Popup(popup["summary"], reading(popup["body"]), popup["buttons"])
                for popup in self.eval(SHELL_READ)]

    def visible(self):
        return int(self.eval("tray._notificationState === 2"))

    def open_banner(self, condition="true"):
        """Moves the mouse over the banner for which the condition holds. Tells the shell to look
        for it: after a popup was withdrawn, it shows the next one only when something else
        happens."""
        wait_for(f"a banner where {condition}", lambda: self.eval(
            f"tray._updateState(); tray._notificationState === 2 && ({condition})"))
        # A banner that appeared under the mouse opens only after the mouse has left and come back.
        wait_for("the open banner", lambda: self.eval(
            "const there = tray._banner; const open = there?.expanded && there.hover;"
            "point(there?.hover && !open ? null : there); open"))

    def click(self, actor):
        """Clicks in single steps, as a hand does: at each step the shell looks where the mouse
        is."""
        wait_for("the mouse", lambda: self.eval(f"point({actor}); {actor}.hover"))
        self.eval('button("PRESSED")')
        wait_for("the button of the mouse", lambda: self.eval(f"{actor}.pressed"))
        self.eval('button("RELEASED")')
        wait_for("the end of the click", lambda: self.eval(f"!{actor}?.pressed"))
        self.eval("point(null)")

    def press(self, button):
        has_it = f"buttons(tray._banner).find(button => button.label === {json.dumps(button)})"
        self.open_banner(f"!!{has_it}")
        self.click(has_it)

    def dismiss(self):
        self.open_banner()
        self.click("tray._banner?._closeButton")

    def click_body(self):
        self.open_banner()
        self.click("tray._banner")

    def picture(self, path):
        """Takes a picture of the open banner and a margin around it, once it no longer moves."""
        self.open_banner()
        box = [0, 0, 0, 0]

        def stands_still():
            before, box[:] = box[:], self.eval("[...tray._banner.get_transformed_position(), ...tray._banner.get_transformed_size()]")
            time.sleep(0.5)
            return before == box

        wait_for("a banner that stands still", stands_still)
        x, y, width, height = map(int, box)
        self.call("org.gnome.Shell.Screenshot", "ScreenshotArea", "(iiiibs)", x - 8, y - 8, width + 16, height + 16, False, str(path))


SERVERS = {"dunst": Dunst, "xfce4-notifyd": Xfce, "notification-daemon": Gnome, "mako": Mako,
           "mate-notification-daemon": Mate, "lxqt-notificationd": Lxqt, "gnome-shell": GnomeShell}
