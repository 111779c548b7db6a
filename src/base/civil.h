/* civil.h: days and local times, for the layers above: more than the public functions tell, and the
 * proleptic Gregorian calendar without their limits. */
#pragma once

#include <regimen/localtime.h>

#define RGM_SECONDS_PER_DAY 86400

/* Days from 1970-01-01 to a date that exists; any year from -9999 to 9999. */
RgmDay civil_day (int year, int month, int mday);

int civil_month_length (int year, int month);

/* @seconds since 1970-01-01T00:00:00, in no zone, as a day and a time; beyond the years 1 to 9999
 * the nearest moment within. */
RgmLocal civil_local (gint64 seconds);

/* The reverse; a whole day counts as its 00:00. */
gint64 civil_seconds (RgmLocal local);

/* What a clock that is @offset seconds ahead of UTC shows at @instant: "YYYY-MM-DDTHH:MM:SS".
 * Returns: (transfer full). */
char *civil_format (RgmInstant instant, int offset);

/**
 * civil_weekday_name: the English abbreviation of a weekday, "Mon" to "Sun", for 1 to 7.
 * Returns: (transfer none).
 */
const char *civil_weekday_name (int weekday);

/**
 * civil_day_in_range: whether @day lies in the years 1900 to 2199.
 */
gboolean civil_day_in_range (RgmDay day);

/**
 * civil_local_compare: a number below, equal to or above 0 as @a is before, the same as or after
 * @b. A whole day comes before every time of that day.
 */
int civil_local_compare (RgmLocal a, RgmLocal b);

/* Whether both lie within the same minute: what is typed, and what calendars keep, has no seconds.
 */
gboolean civil_same_minute (RgmInstant a, RgmInstant b);
