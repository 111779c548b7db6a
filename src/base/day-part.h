/* day-part.h: the parts of a day that people name: its morning, afternoon, evening and night. */
#pragma once

#include <regimen/when.h>

/* Whether @local, a time of that or of another day, lies in the part @part of the day @day; without
 * a time, whether it is that day. Parts overlap: 17:00 is in the afternoon and in the evening. */
gboolean day_part_has (RgmDay day, RgmDayPart part, RgmLocal local);

/* When the part @part of the day @day begins. */
RgmLocal day_part_begin (RgmDay day, RgmDayPart part);

/* How a message names it after "on": "the evening of Sun 2026-11-22", or the day alone. Returns:
 * (transfer full). */
char *day_part_describe (RgmDay day, RgmDayPart part);

/* How rgm_when_parse() reads it: "2026-11-22 evening", or the day alone. Returns: (transfer full).
 */
char *day_part_format (RgmDay day, RgmDayPart part);
