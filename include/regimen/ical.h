/* ical.h: writes events as iCalendar (RFC 5545), in a form that the calendar programs of all makers
 * understand alike, and reads calendar files. The code is in a library of its own, libregimen-ical,
 * because libical is large and only export, publish and import need it. */
#pragma once

#include <regimen/event.h>
#include <regimen/incoming.h>

RGM_BEGIN_DECLS

/* The PRODID of every calendar that regimen writes. */
#define RGM_ICAL_PRODID "-//regimen//regimen//EN"

/* Takes the next @length bytes of the calendar. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmIcalSink) (const char *bytes, gsize length, gpointer data, GError **error);

/**
 * RgmIcalSource: returns the events one by one, so that only one of them needs to be in memory.
 * @index: index of the event, from 0.
 * @brief: TRUE if the caller only needs uid, start, start_at, zone, utc and minutes.
 * Returns: (transfer full): the event; NULL with @error set to stop.
 */
typedef RgmEvent *(*RgmIcalSource) (guint index, gboolean brief, gpointer data, GError **error);

/**
 * rgm_ical_write_from: writes a whole VCALENDAR: its properties, one VTIMEZONE for each zone that
 * is used, and the events in the given order. A VTIMEZONE has the IANA name as its TZID and one
 * observance for each change of the offset in the calendar years that the events cover. Lines end
 * in CRLF and are folded at 75 octets, between characters. Memory use does not grow with the number
 * of events, because each event is requested from @source twice.
 * @count: the number of events, at least one. If it is 0, nothing is written: RGM_ERROR_CALENDAR.
 * @name: (nullable): the calendar's name (NAME, X-WR-CALNAME), which is written together with its
 * colour and how often programs should read it again. If it is NULL, all of these are left out;
 * with one event the result is then an object that a CalDAV server accepts (a calendar object
 * resource, RFC 4791 §4.1: one UID, its zone, no METHOD).
 */
gboolean rgm_ical_write_from (guint count, RgmIcalSource source, gpointer source_data,
                              const char *name, RgmIcalSink sink, gpointer data, GError **error);

/**
 * rgm_ical_write: as rgm_ical_write_from(), for events that are in memory. @events: (element-type
 * RgmEvent).
 */
gboolean rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                         GError **error);

/**
 * rgm_ical_object: writes @event alone, in the form that a CalDAV server accepts. The same event
 * always gives the same bytes.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if this system does not know its zone.
 */
GBytes *rgm_ical_object (const RgmEvent *event, GError **error);

/**
 * rgm_ical_read: reads the events and tasks of a calendar file, in the order of the file.
 * @bytes: may be anything, because files that come by mail cannot be trusted. Sizes, depth and
 * numbers have limits (src/ical/line-scan.h), so that time and memory depend on @length alone. Even
 * so, call this in a separate process with its own resource limits.
 * Returns: (transfer full) (element-type RgmIncoming): may be empty; NULL with RGM_ERROR_CALENDAR
 * if @bytes is not a calendar, or one that cannot be read: the message says why and in which line.
 */
GPtrArray *rgm_ical_read (const char *bytes, gsize length, GError **error);

RGM_END_DECLS
