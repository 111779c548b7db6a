"""Notification servers with the faults of real ones: they are silent, have no buttons or no markup,
or use an id twice."""
import json
import threading
import unittest

from gi.repository import Gio, GLib

from desktop import Desktop, wait_for

INTERFACE = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""
NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


class Server:
    """A server with these @capabilities. @silent: methods that it never answers. @refuses: answers Notify with an error. @slow:
    methods that it answers @seconds late. @zero: each popup has the id 0."""

    vendor = "tests"

    def __init__(self, address, capabilities=("body",), silent=(), refuses=False, name="Plain",
                 slow=(), seconds=0, zero=False):
        self.capabilities, self.silent, self.refuses = capabilities, silent, refuses
        self.name, self.slow, self.seconds, self.zero = name, slow, seconds, zero
        self.calls = []
        self.held = []  # the calls that it has not answered
        self.last_id = 0
        self.gone = set()  # numbers of popups that the user closed
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(address,), daemon=True)
        self.thread.start()
        self.ready.wait(20)

    def run(self, address):
        self.context.push_thread_default()
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.bus.set_exit_on_close(False)
        self.begin()
        self.ready.set()
        self.loop.run()
        if not self.bus.is_closed():
            self.bus.close_sync(None)
        self.context.pop_thread_default()

    def begin(self):
        self.export()
        self.own(NAME)

    def export(self):
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.bus.register_object(PATH, interface, self.answer, None, None)

    def own(self, name):
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                           "RequestName", GLib.Variant("(su)", (name, 4)), None,
                           Gio.DBusCallFlags.NONE, -1, None)

    def answer(self, bus, sender, path, interface, method, parameters, invocation):
        self.calls.append((method, parameters.unpack()))
        if method in self.silent and parameters.unpack() != (0,):
            self.held.append((method, invocation))  # GIO would answer one that is dropped
        elif method in self.slow:
            late = GLib.timeout_source_new(int(self.seconds * 1000))
            late.set_callback(lambda _: self.reply(method, invocation))
            late.attach(self.context)
        else:
            self.reply(method, invocation)

    def reply(self, method, invocation):
        if method == "Notify" and self.refuses:
            invocation.return_dbus_error("org.freedesktop.Notifications.Error", "too many")
        elif method == "Notify":
            replaced = invocation.get_parameters().unpack()[1]
            fresh = replaced == 0 or replaced in self.gone
            self.last_id += fresh and not self.zero
            invocation.return_value(GLib.Variant("(u)", (self.last_id if fresh else replaced,)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (list(self.capabilities),)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", (self.name, self.vendor, "1.0", "1.2")))
        else:
            invocation.return_value(None)

    def speak(self, silent=()):
        """Answers all calls that it has held back; from now on it holds back only @silent."""
        self.silent, held, self.held = silent, self.held, []
        for method, invocation in held:
            self.context.invoke_full(GLib.PRIORITY_DEFAULT, self.reply, method, invocation)

    def closed(self):
        """The popups that it was asked to close; not 0, with which libnotify begins."""
        return [values[0] for method, values in self.calls if method == "CloseNotification" and values[0]]

    def notified(self):
        return [values for method, values in self.calls if method == "Notify"]

    def press(self, number, key):
        """Says that the user has pressed the button @key of popup @number."""
        self.emit("ActionInvoked", GLib.Variant("(us)", (number, key)))

    def close_popup(self, number, reason):
        self.gone.add(number)
        self.emit("NotificationClosed", GLib.Variant("(uu)", (number, reason)))

    def say_sleep(self, begins):
        """Sends the signal that logind sends before and after a suspend."""
        self.bus.emit_signal(None, "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                             "PrepareForSleep", GLib.Variant("(b)", (begins,)))
        self.bus.flush_sync(None)

    def emit(self, signal, values):
        self.bus.emit_signal(None, PATH, NAME, signal, values)
        self.bus.flush_sync(None)

    def stop(self):
        self.context.invoke_full(GLib.PRIORITY_DEFAULT, self.loop.quit)  # it may not run yet
        self.thread.join()


class Gnome(Server):
    """Behaves like GNOME Shell 43: only the sender of a popup hears of clicks on it, and no other
    program may replace or close it while the sender lives; a popup that is replaced loses its
    buttons; and a click on a popup without a default action closes all popups."""

    def __init__(self, address, capabilities=("actions", "body", "body-markup")):
        self.open = {}  # id: (sender, keys, resident)
        super().__init__(address, capabilities, name="gnome-shell")

    def has_left(self, name):
        return not self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                      "org.freedesktop.DBus", "NameHasOwner",
                                      GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE,
                                      -1, None).unpack()[0]

    def reply(self, method, invocation):
        values, sender = invocation.get_parameters().unpack(), invocation.get_sender()
        meant = {"Notify": 1, "CloseNotification": 0}.get(method)
        number = values[meant] if meant is not None else 0
        owner = self.open.get(number, (sender,))[0]
        if owner != sender and not self.has_left(owner):
            invocation.return_dbus_error("org.freedesktop.DBus.Error.InvalidArgs",
                                         "Invalid notification ID")
        elif method == "Notify" and number in self.open:
            self.open[number] = (sender, [], False)
            invocation.return_value(GLib.Variant("(u)", (number,)))
        else:
            super().reply(method, invocation)
            if method == "Notify":
                self.open[self.last_id] = (sender, values[5][0::2], values[6].get("resident", False))
            elif method == "CloseNotification" and number in self.open:
                self.end(number, 3)

    def tell(self, receiver, signal, values):
        self.bus.emit_signal(receiver, PATH, NAME, signal, values)
        self.bus.flush_sync(None)

    def end(self, number, reason):
        sender = self.open.pop(number)[0]
        self.tell(sender, "NotificationClosed", GLib.Variant("(uu)", (number, reason)))

    def popup(self, number):
        """Waits until popup @number is open: the tests see a call a moment before it is
        answered."""
        return wait_for(f"popup {number}", lambda: self.open.get(number))

    def press(self, number, key):
        sender, keys, resident = self.popup(number)
        if key not in keys:
            raise AssertionError(f"popup {number} has no button {key}")
        self.tell(sender, "ActionInvoked", GLib.Variant("(us)", (number, key)))
        if not resident:
            self.end(number, 2)

    def click(self, number):
        """The user clicks the popup beside its buttons."""
        if "default" in self.popup(number)[1]:
            self.press(number, "default")
        else:
            for other in list(self.open):
                self.end(other, 2)


class Mate(Server):
    """Behaves like MATE's server: it has the name of another server, and closes a popup at any
    click on it."""

    vendor = "MATE"

    def __init__(self, address):
        super().__init__(address, ALL, name="Notification Daemon")

    def click(self, number, key):
        self.press(number, key)
        self.close_popup(number, 2)


class Hiding(Server):
    """Behaves like notification-daemon: it hides a popup that is clicked, but says that it is
    closed only after it was asked to close it."""

    def __init__(self, address):
        super().__init__(address, ALL, name="Notification Daemon")

    def reply(self, method, invocation):
        super().reply(method, invocation)
        number = invocation.get_parameters().unpack()[0] if method == "CloseNotification" else 0
        if number:
            self.close_popup(number, 3)


class Lxqt(Server):
    """Behaves like the server of LXQt: it accepts a popup with the same words as an open one, but
    does not show it."""

    def __init__(self, address):
        self.open = {}  # id: the words as they were sent
        super().__init__(address, ALL, name="lxqt-notificationd")

    def reply(self, method, invocation):
        values = invocation.get_parameters().unpack()
        super().reply(method, invocation)
        if method == "Notify" and values[3:5] not in self.open.values():
            self.open[self.last_id] = values[3:5]
        elif method == "CloseNotification":
            self.open.pop(values[0], None)


class Hasty(Server):
    """While it is @hasty, the user closes each popup just before it would be replaced."""

    hasty = False

    def reply(self, method, invocation):
        number = invocation.get_parameters().unpack()[1] if method == "Notify" else 0
        if self.hasty and number:
            self.close_popup(number, 2)
        super().reply(method, invocation)


class Discreet(Server):
    """While it is @discreet, it tells its version once to each program, and answers any further
    question with an error. So the service knows the server, but libnotify, which asks again, does
    not."""

    discreet = False

    def __init__(self, *arguments, **options):
        self.told = set()
        super().__init__(*arguments, **options)

    def reply(self, method, invocation):
        sender = invocation.get_sender()
        if method == "GetServerInformation" and self.discreet and sender in self.told:
            invocation.return_dbus_error("org.freedesktop.DBus.Error.NoReply", "no answer")
            return
        if method == "GetServerInformation":
            self.told.add(sender)
        super().reply(method, invocation)


class Late(Server):
    """It has its name on the bus before it can answer, as GNOME Shell for a moment when it
    starts."""

    seconds_late = 2

    def begin(self):
        self.own(NAME)
        late = GLib.timeout_source_new(self.seconds_late * 1000)
        late.set_callback(lambda _: self.export())
        late.attach(self.context)


class Mute(Server):
    """It has its name on the bus, but no object that could answer."""

    def begin(self):
        self.own(NAME)


ALL = ("actions", "body", "body-markup")
GIVEN, SNOOZE, PUT_OFF = 0, 2, 4  # places of the keys in the list of actions


class ServedTest(unittest.TestCase):
    """A test on a desktop without a screen, with a frozen clock."""

    NOW = "2026-11-23T10:00:00+01:00"

    def setUp(self):
        self.desktop = Desktop()
        self.desktop.environment["REGIMEN_NOW"] = self.NOW
        self.addCleanup(self.desktop.close)
        self.desktop.start_bus()

    def serve(self, *arguments, kind=Server, **options):
        server = kind(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"], *arguments, **options)
        self.addCleanup(server.stop)
        return server

    def add_due(self, treatment="denosumab", *more):
        self.desktop.regimen("add", treatment, "--first", "2026-11-23", *more)

    def history(self):
        return json.loads(self.desktop.regimen("--json", "history"))["administrations"]

    def outcomes(self):
        return [(row["course"], row["outcome"]) for row in self.history()]
