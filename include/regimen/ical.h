/* ical.h: writes events as iCalendar (RFC 5545) in the form on which the calendars of all makers
 * agree. In a library of its own, libregimen-ical, because libical is large and only export needs
 * it. */
#pragma once

#include <regimen/event.h>

RGM_BEGIN_DECLS

/* Takes @length bytes of the calendar. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmIcalSink) (const char *bytes, gsize length, gpointer data, GError **error);

/**
 * rgm_ical_write: writes a whole VCALENDAR: properties, one VTIMEZONE for each zone used (TZID is
 * the IANA name, one observance per change, cut to the
 * range of the events), the events in the order given. CRLF, folded at 75 octets between
 * characters. One event is in memory at a time.
 * @events: (element-type RgmEvent): at least one, ascending by start.
 * @name: the calendar's name (NAME, X-WR-CALNAME).
 */
gboolean rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                         GError **error);

RGM_END_DECLS
