/* civil.h: internal functions for days and local times, such as calendar arithmetic (proleptic
 * Gregorian) without the limit to the years 1900 to 2199. */
#pragma once

#include <regimen/localtime.h>

#define RGM_SECONDS_PER_DAY 86400

/* The number of days from 1970-01-01 to a date that exists. @year: -9999 to 9999. */
RgmDay civil_day (int year, int month, int mday);

int civil_month_length (int year, int month);

/* The day and the time @seconds after 1970-01-01T00:00:00, in no zone. Outside the years 1 to 9999,
 * the result is the nearest moment within them. */
RgmLocal civil_local (gint64 seconds);

/* The reverse of civil_local(). A whole day counts as its 00:00. */
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

/* Whether both lie within the same minute. The times that users type and that calendars store have
 * no seconds. */
gboolean civil_same_minute (RgmInstant a, RgmInstant b);
