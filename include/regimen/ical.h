/* ical.h: writes events as iCalendar (RFC 5545) in the form on which the calendars of all makers
 * agree, and reads what comes back. In a library of its own, libregimen-ical, because libical is
 * large and only export, publish and import need it. */
#pragma once

#include <regimen/event.h>
#include <regimen/incoming.h>

RGM_BEGIN_DECLS

/* PRODID of every calendar of this program: how one is told from those of others. */
#define RGM_ICAL_PRODID "-//regimen//regimen//EN"

/* Takes @length bytes of the calendar. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmIcalSink) (const char *bytes, gsize length, gpointer data, GError **error);

/**
 * Where the events come from, so that no more than one of them need be in memory.
 * @brief: only uid, start, start_at, zone, utc and minutes are looked at; the rest may be left out.
 * Returns: (transfer full): event @index, from 0; NULL with @error set to stop.
 */
typedef RgmEvent *(*RgmIcalSource) (guint index, gboolean brief, gpointer data, GError **error);

/**
 * rgm_ical_write_from: writes a whole VCALENDAR: properties, one VTIMEZONE for each zone used (TZID
 * is the IANA name, one observance per change, cut to the whole years of the events), the events in
 * the order given. CRLF, folded at 75 octets between characters. Memory does not grow with the
 * number of events; each is asked for twice.
 * @count: at least one, else RGM_ERROR_CALENDAR and nothing is written.
 * @name: (nullable): the calendar's name (NAME, X-WR-CALNAME), written with its colour and how
 * often to read it again. NULL: without all of these: with one event that is what a CalDAV server
 * takes (a calendar object resource, RFC 4791 §4.1: one UID, its zone, no METHOD).
 */
gboolean rgm_ical_write_from (guint count, RgmIcalSource source, gpointer source_data,
                              const char *name, RgmIcalSink sink, gpointer data, GError **error);

/**
 * rgm_ical_write: the same for events that are at hand. @events: (element-type RgmEvent).
 */
gboolean rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                         GError **error);

/**
 * rgm_ical_object: @event alone, as a CalDAV server takes it: the same event gives the same bytes.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE where its zone is unknown here.
 */
GBytes *rgm_ical_object (const RgmEvent *event, GError **error);

/**
 * rgm_ical_read: the events and tasks of a calendar file, in their order.
 * @bytes: may be anything: what comes with a mail is hostile until proven otherwise. Sizes, depth
 * and numbers have limits (src/ical/scan.h), so that time and memory grow with @length alone; yet
 * this belongs into a process of its own, with limits of its own.
 * Returns: (transfer full) (element-type RgmIncoming): may be empty; NULL with RGM_ERROR_CALENDAR
 * where it is no calendar, or one that cannot be read: the message says why and in which line.
 */
GPtrArray *rgm_ical_read (const char *bytes, gsize length, GError **error);

RGM_END_DECLS
