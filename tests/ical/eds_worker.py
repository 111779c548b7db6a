#!/usr/bin/python3
"""Run on a bus of its own: takes FILE into evolution-data-server, moves each event by MOVES (JSON: UID to [days, minutes]) as
Evolution does, and prints the calendar as it gives it back."""
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


def main(path, moves):
    registry = EDataServer.SourceRegistry.new_sync(None)
    client = ECal.Client.connect_sync(registry.ref_builtin_calendar(), ECal.ClientSourceType.EVENTS, NO_WAIT, None)
    with open(path, encoding="utf-8", newline="") as file:
        client.receive_objects_sync(ICalGLib.Component.new_from_string(file.read()), ECal.OperationFlags.NONE, None)
    for uid, (days, minutes) in moves.items():
        component = client.get_object_sync(uid, None, None)[1]
        start = component.get_first_property(ICalGLib.PropertyKind.DTSTART_PROPERTY)
        start.set_dtstart(moved(start.get_dtstart(), days, minutes))
        end = component.get_first_property(ICalGLib.PropertyKind.DTEND_PROPERTY)
        end.set_dtend(moved(end.get_dtend(), days, minutes))
        client.modify_object_sync(component, ECal.ObjModType.THIS, ECal.OperationFlags.NONE, None)
    for component in client.get_object_list_sync("#t", None)[1]:
        print(client.get_component_as_string(component).strip())


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
