/* private.h: the parts of the iCalendar writer. It needs no library for that: a line of text is
 * little work, and libical would bring 30 MB of ICU with it and a tree of all events. */
#pragma once

#include <regimen/ical.h>

/* Whether @event, which has a time, is written in UTC: in a zone where its start or its end exists
 * once, it is written in that zone. */
gboolean rgm_ical_in_utc (const RgmEvent *event, const RgmZone *zone);
RgmInstant rgm_ical_end (const RgmEvent *event);

/* Appends the VEVENT of @event. @zone: (nullable): that of @event, NULL for a whole day. */
void rgm_ical_append_event (GString *out, const RgmEvent *event, const RgmZone *zone);

/* Appends the VTIMEZONE of @zone, true for whole years: it begins before @first and ends after
 * @last. */
void rgm_ical_append_zone (GString *out, const RgmZone *zone, RgmInstant first, RgmInstant last);

/* ---- values (RFC 5545 §3.3) ---- */

/* "20261203" or "20261203T104000". */
void rgm_ical_append_local (GString *out, RgmLocal local);
/* "20261203T094000Z". */
void rgm_ical_append_utc (GString *out, RgmInstant instant);
/* Seconds east of UTC: "+0100", with seconds where there are some. */
void rgm_ical_append_offset (GString *out, int offset);
/* What a clock that is @offset seconds east of UTC shows. */
RgmLocal rgm_ical_local_at (RgmInstant instant, int offset);
/* @text escaped, as valid UTF-8; a tab is a blank, other control characters are left out. */
void rgm_ical_append_text (GString *out, const char *text);

/* ---- lines ---- */

/* "NAME:VALUE" as a content line. */
void rgm_ical_line (GString *out, const char *name, const char *value);
/* The same with a value that is text; nothing for NULL or "". */
void rgm_ical_text_line (GString *out, const char *name, const char *text);
/* Ends the content line that begins at @start: folded at 75 octets between characters and, where
 * one is near, inside a word, since there are readers that trim the blanks at either side of a
 * fold; never after a backslash. */
void rgm_ical_end_line (GString *out, gsize start);
