/* ical-private.h: the parts of the iCalendar writer. libical is seen in this layer only. */
#pragma once

#include <libical/ical.h>
#include <regimen/ical.h>

/* ---- component.c ---- */

icaltimetype ical_time (RgmLocal local);

/* What a clock that is @offset seconds east of UTC shows. */
RgmLocal ical_local_at (RgmInstant instant, int offset);

/* When @event, which has a time, ends. */
RgmInstant ical_end (const RgmEvent *event);

/* Whether @event, which has a time, is written in UTC. In a zone in which both its start and its
 * end exist exactly once, it is written in that zone. */
gboolean ical_in_utc (const RgmEvent *event, const RgmZone *zone);

/* The VEVENT of @event. @zone: (nullable): that of @event; NULL for a whole day. The caller frees
 * it. */
icalcomponent *ical_event (const RgmEvent *event, const RgmZone *zone);

/* The VTIMEZONE of @zone, true for whole years: it begins before @first and ends after @last. The
 * caller frees it. */
icalcomponent *ical_zone (const RgmZone *zone, RgmInstant first, RgmInstant last);

/* ---- write-text.c ---- */

/* Makes @text fit for a property: valid UTF-8, lines separated by \n, no other control character.
 * (transfer full) */
char *ical_clean (const char *text);

/* The same, escaped for the value of a property. (transfer full) */
char *ical_escape (const char *text);

/* Appends content lines, whether they are folded or not, and folds them anew: at most 75 octets,
 * between characters, never behind a backslash, and if possible inside a word, because some readers
 * trim the blanks at either side of a fold.
 * @details: (nullable): goes on where the first description ends. It is escaped already: many
 * events have the same, and to escape it takes longer than all else of an event. */
void ical_fold (GString *out, const char *lines, const char *details);
