#!/usr/bin/python3
"""Run on a bus of its own: takes FILE into evolution-data-server, changes each event by CHANGES (JSON: UID to [days, minutes] of a
move, or to what is set by name) as Evolution does, and prints the calendar as it gives it back. With "tasks" as third word FILE has
tasks, and those of CHANGES are marked as complete."""
import json
import sys

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402


#: Its calendar is a file of its own: there is nothing to connect to.
NO_WAIT = 0xffffffff


def moved(time, days, minutes):
    if time.is_date():
        time.adjust(days, 0, 0, 0)
    else:
        time.adjust(days, 0, minutes, 0)
    return time


def move(component, days, minutes):
    start = component.get_first_property(ICalGLib.PropertyKind.DTSTART_PROPERTY)
    start.set_dtstart(moved(start.get_dtstart(), days, minutes))
    end = component.get_first_property(ICalGLib.PropertyKind.DTEND_PROPERTY)
    end.set_dtend(moved(end.get_dtend(), days, minutes))


def set_lines(component, lines):
    """Puts each line, like "STATUS:CANCELLED", in the place of the property of that name."""
    for line in lines:
        new = ICalGLib.Property.new_from_string(line)
        old = component.get_first_property(new.isa())
        if old is not None:
            component.remove_property(old)
        component.add_property(new)


def change(client, component, wanted):
    if wanted == "delete":
        client.remove_object_sync(component.get_uid(), None, ECal.ObjModType.THIS, ECal.OperationFlags.NONE, None)
        return
    if isinstance(wanted, dict):
        set_lines(component, wanted["lines"])
    else:
        move(component, *wanted)
    client.modify_object_sync(component, ECal.ObjModType.THIS, ECal.OperationFlags.NONE, None)


def connect(tasks):
    registry = EDataServer.SourceRegistry.new_sync(None)
    if tasks:
        return ECal.Client.connect_sync(registry.ref_builtin_task_list(), ECal.ClientSourceType.TASKS, NO_WAIT, None)
    return ECal.Client.connect_sync(registry.ref_builtin_calendar(), ECal.ClientSourceType.EVENTS, NO_WAIT, None)


def main(path, changes, tasks):
    client = connect(tasks)
    with open(path, encoding="utf-8", newline="") as file:
        client.receive_objects_sync(ICalGLib.Component.new_from_string(file.read()), ECal.OperationFlags.NONE, None)
    for uid, wanted in changes.items():
        component = client.get_object_sync(uid, None, None)[1]
        if tasks:
            ECal.util_mark_task_complete_sync(component, wanted, client, None)
            client.modify_object_sync(component, ECal.ObjModType.THIS, ECal.OperationFlags.NONE, None)
        else:
            change(client, component, wanted)
    for component in client.get_object_list_sync("#t", None)[1]:
        print(client.get_component_as_string(component).strip())


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:] == ["tasks"])
