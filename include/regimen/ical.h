/* ical.h: writes events as iCalendar (RFC 5545) in the form on which the calendars of all makers
 * agree, and reads what comes back. In a library of its own, libregimen-ical, because libical is
 * large and only export, publish and import need it. */
#pragma once

#include <regimen/event.h>
#include <regimen/incoming.h>

RGM_BEGIN_DECLS

/* The PRODID of every calendar that regimen writes. */
#define RGM_ICAL_PRODID "-//regimen//regimen//EN"

/* Takes the next @length bytes of the calendar. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmIcalSink) (const char *bytes, gsize length, gpointer data, GError **error);

/**
 * RgmIcalSource: gives the events one by one, so that only one of them needs to be in memory.
 * @index: of the event, from 0.
 * @brief: TRUE if only uid, start, start_at, zone, utc and minutes are needed.
 * Returns: (transfer full): the event; NULL with @error set to stop.
 */
typedef RgmEvent *(*RgmIcalSource) (guint index, gboolean brief, gpointer data, GError **error);

/**
 * rgm_ical_write_from: writes a whole VCALENDAR: its properties, one VTIMEZONE for each zone that
 * is used, and the events in the order given. A VTIMEZONE has the IANA name as its TZID and one
 * observance for each change, within the whole years of the events. Lines end in CRLF and are
 * folded at 75 octets, between characters. Memory does not grow with the number of events: each is
 * asked for twice.
 * @count: of events, at least one. If it is 0, nothing is written: RGM_ERROR_CALENDAR.
 * @name: (nullable): the calendar's name (NAME, X-WR-CALNAME), written with its colour and how
 * often to read it again. NULL leaves all of these out: with one event the result is what a CalDAV
 * server takes (a calendar object resource, RFC 4791 §4.1: one UID, its zone, no METHOD).
 */
gboolean rgm_ical_write_from (guint count, RgmIcalSource source, gpointer source_data,
                              const char *name, RgmIcalSink sink, gpointer data, GError **error);

/**
 * rgm_ical_write: the same for events that are in memory. @events: (element-type RgmEvent).
 */
gboolean rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                         GError **error);

/**
 * rgm_ical_object: writes @event alone, as a CalDAV server takes it. The same event always gives
 * the same bytes.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if its zone is unknown here.
 */
GBytes *rgm_ical_object (const RgmEvent *event, GError **error);

/**
 * rgm_ical_read: reads the events and tasks of a calendar file, in their order.
 * @bytes: may be anything: what comes with a mail is hostile until proven otherwise. Sizes, depth
 * and numbers have limits (src/ical/line-scan.h), so that time and memory grow with @length alone.
 * Even so, call this in a process of its own, with limits of its own.
 * Returns: (transfer full) (element-type RgmIncoming): may be empty; NULL with RGM_ERROR_CALENDAR
 * if it is no calendar, or one that cannot be read: the message says why and in which line.
 */
GPtrArray *rgm_ical_read (const char *bytes, gsize length, GError **error);

RGM_END_DECLS
