/* ical-private.h: the parts of the iCalendar writer. libical is seen nowhere else. */
#pragma once

#include <libical/ical.h>
#include <regimen/ical.h>

/* Whether @event, which has a time, is written in UTC: in a zone where its start or its end exists
 * once, it is written in that zone. */
gboolean rgm_ical_in_utc (const RgmEvent *event, const RgmZone *zone);
RgmInstant rgm_ical_end (const RgmEvent *event);

/* The VEVENT of @event. @zone: (nullable): that of @event, NULL for a whole day. The caller frees
 * it. */
icalcomponent *rgm_ical_event (const RgmEvent *event, const RgmZone *zone);

/* The VTIMEZONE of @zone, true for whole years: it begins before @first and ends after @last. The
 * caller frees it.
 */
icalcomponent *rgm_ical_zone (const RgmZone *zone, RgmInstant first, RgmInstant last);

/* libical's form of times. */
icaltimetype rgm_ical_time (RgmLocal local);
icaltimetype rgm_ical_time_utc (RgmInstant instant);
/* What a clock that is @offset seconds east of UTC shows. */
RgmLocal rgm_ical_local_at (RgmInstant instant, int offset);

/* @text fit for a property: valid UTF-8, lines parted by \n, no other control character. (transfer
 * full) */
char *rgm_ical_clean (const char *text);

/* @text as it stands in the value of a property. (transfer full) */
char *rgm_ical_escape (const char *text);

/* Appends content lines, folded or not, folded anew: at most 75 octets, between characters and,
 * where one is near, inside a word, since there are readers that trim the blanks at either side of
 * a fold; never after a backslash. */
void rgm_ical_fold (GString *out, const char *lines, const char *details);

/* Appends @component, or @property, as folded lines. (transfer full)
 * @details: (nullable): goes on where the first description ends, escaped already: to escape what
 * is the same for many events takes longer than all else of them. */
void rgm_ical_append (GString *out, icalcomponent *component, const char *details);
void rgm_ical_append_property (GString *out, icalproperty *property);
