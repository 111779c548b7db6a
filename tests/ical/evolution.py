"""evolution-data-server, which keeps the calendars of GNOME and Evolution: on a session bus and in a home of its own."""
import os
import shutil
import subprocess
import time

import calendars

try:
    import gi
    gi.require_version("ECal", "2.0")
    gi.require_version("EDataServer", "1.2")
    from gi.repository import ECal, EDataServer, Gio, GLib, ICalGLib
except (ImportError, ValueError):
    ECal = None

PATIENCE = 60  # seconds
NO_WAIT = 0xffffffff  # for a signal that comes from a main loop


def is_here():
    return ECal is not None and shutil.which("dbus-daemon") is not None


class Evolution:
    """A server; its programs are started by the bus and end with it."""

    def __init__(self):
        folder = calendars.scratch()
        environment = dict(calendars.private_environment(folder, "UTC"), XDG_RUNTIME_DIR=folder,
                           GSETTINGS_BACKEND="memory", GIO_USE_VFS="local", NO_AT_BRIDGE="1")
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], env=environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.bus.stdout.readline().strip()
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.connection.set_exit_on_close(False)
        self.registry = EDataServer.SourceRegistry.new_sync(None)
        self.calendars = 0

    def stop(self):
        self.bus.terminate()
        self.bus.wait(20)
        self.bus.stdout.close()
        os.environ.pop("DBUS_SESSION_BUS_ADDRESS")
        if self.address is not None:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.address

    def new_calendar(self):
        self.calendars += 1
        source = EDataServer.Source.new_with_uid("regimen-%d" % self.calendars, None)
        source.set_display_name("Treatments")
        source.set_parent("local-stub")
        source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("local")
        self.registry.commit_source_sync(source, None)
        return Calendar(self.connect(source))

    @staticmethod
    def connect(source):
        """The factory hears of a new calendar a moment later than we."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, NO_WAIT, None)
            except GLib.Error:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


class Calendar:
    def __init__(self, client):
        self.client = client

    @staticmethod
    def parse(path):
        with open(path, encoding="utf-8", newline="") as file:
            component = ICalGLib.Component.new_from_string(file.read())
        assert component.count_errors() == 0
        return component

    def receive(self, path):
        """As the import of Evolution does it."""
        component = self.parse(path)
        component.set_method(ICalGLib.PropertyMethod.PUBLISH)
        self.client.receive_objects_sync(component, ECal.OperationFlags.NONE, None)

    def update(self, path):
        """By UID and SEQUENCE: what is new is made, what is newer modified. Returns: how many of each."""
        component, made, modified = self.parse(path), 0, 0
        known = {event.get_uid(): event.get_sequence() for event in self.components()}
        self.add_zones(component)
        event = component.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
        while event is not None:
            if event.get_uid() not in known:
                self.client.create_object_sync(event, ECal.OperationFlags.NONE, None)
                made += 1
            elif event.get_sequence() > known[event.get_uid()]:
                self.client.modify_object_sync(event, ECal.ObjModType.THIS, ECal.OperationFlags.NONE, None)
                modified += 1
            event = component.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
        return made, modified

    def add_zones(self, component):
        each = component.get_first_component(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)
        while each is not None:
            zone = ICalGLib.Timezone.new()
            zone.set_component(each.clone())
            self.client.add_timezone_sync(zone, None)
            each = component.get_next_component(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)

    def components(self):
        return self.client.get_object_list_sync("#t", None)[1]

    def moment(self, event, kind):
        """Seconds in UTC, or YYYYMMDD."""
        prop = event.get_first_property(kind)
        time = prop.get_value().get_datetimedate()
        if time.is_date():
            return "%04d%02d%02d" % time.get_date()
        parameter = prop.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
        zone = ICalGLib.Timezone.get_utc_timezone()
        if parameter is not None:
            zone = self.client.get_timezone_sync(parameter.get_tzid(), None)[1]
        return time.as_timet_with_zone(zone)

    @staticmethod
    def alarms(event):
        found = []
        alarm = event.get_first_component(ICalGLib.ComponentKind.VALARM_COMPONENT)
        while alarm is not None:
            trigger = alarm.get_first_property(ICalGLib.PropertyKind.TRIGGER_PROPERTY).get_trigger()
            found.append(trigger.get_duration().as_int())
            alarm = event.get_next_component(ICalGLib.ComponentKind.VALARM_COMPONENT)
        return found

    def read(self):
        """(title, start, end, status, alarms in seconds, description, location) of each event."""
        kinds = ICalGLib.PropertyKind
        return [(event.get_summary(), self.moment(event, kinds.DTSTART_PROPERTY), self.moment(event, kinds.DTEND_PROPERTY),
                 event.get_status(), self.alarms(event), event.get_description(), event.get_location())
                for event in self.components()]
