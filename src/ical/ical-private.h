/* ical-private.h: what the files that use libical share. Only this layer uses libical. */
#pragma once

#include <libical/ical.h>
#include <regimen/ical.h>

/* ---- component.c ---- */

icaltimetype ical_time (RgmLocal local);

/* The local time that a clock @offset seconds east of UTC shows. */
RgmLocal ical_local_at (RgmInstant instant, int offset);

/* The end of @event, which has a time. */
RgmInstant ical_end (const RgmEvent *event);

/* Whether the times of @event, which has a time, are written in UTC: if the event or @zone is in
 * UTC, or if the start or the end does not exist exactly once in @zone. */
gboolean ical_in_utc (const RgmEvent *event, const RgmZone *zone);

/* The VEVENT of @event. @zone: (nullable): the zone of @event; NULL for a whole day. The caller
 * frees the result. */
icalcomponent *ical_event (const RgmEvent *event, const RgmZone *zone);

/* The VTIMEZONE of @zone, correct for whole years from before @first to after @last. The caller
 * frees the result. */
icalcomponent *ical_zone (const RgmZone *zone, RgmInstant first, RgmInstant last);

/* ---- write-text.c ---- */

/* Makes @text suitable for a property: valid UTF-8, lines separated by \n, no other control
 * character. (transfer full) */
char *ical_clean (const char *text);

/* The same, escaped for the value of a property. (transfer full) */
char *ical_escape (const char *text);

/* Appends content lines, which may be folded or not, and folds them anew: at most 75 octets in a
 * line, between characters, never after a backslash, and if possible inside a word, because some
 * readers trim blanks on either side of a fold.
 * @details: (nullable): text that continues the first DESCRIPTION. It has to be escaped already:
 * many events have the same details, and escaping them takes longer than everything else about an
 * event. */
void ical_fold (GString *out, const char *lines, const char *details);
