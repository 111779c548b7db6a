/* day-part.h: the parts of a day that people name: its morning, afternoon, evening and night. */
#pragma once

#include <regimen/when.h>

/* Whether @local is in the part @part of the day @day; the night of a day ends at 4:00 of the next
 * day. If @local has no time: whether it is that day. Parts overlap: 17:00 is in the afternoon and
 * in the evening. */
gboolean day_part_has (RgmDay day, RgmDayPart part, RgmLocal local);

/* When the part @part of the day @day begins. */
RgmLocal day_part_begin (RgmDay day, RgmDayPart part);

/* The part of the day as a message names it after "on": "the evening of Sun 2026-11-22", or only
 * the day for RGM_PART_NONE. Returns: (transfer full). */
char *day_part_describe (RgmDay day, RgmDayPart part);

/* The part of the day in the form that rgm_when_parse() reads: "2026-11-22 evening", or only the
 * day for RGM_PART_NONE. Returns: (transfer full). */
char *day_part_format (RgmDay day, RgmDayPart part);
