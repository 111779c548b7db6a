/* civil.h: the proleptic Gregorian calendar without the limits of the public functions. */
#pragma once

#include <regimen/localtime.h>

#define RGM_SECONDS_PER_DAY 86400

/* Days from 1970-01-01 to a date that exists; any year from -9999 to 9999. */
RgmDay civil_day (int year, int month, int mday);

int civil_month_length (int year, int month);

/* @seconds since 1970-01-01T00:00:00, in no zone, as a day and a time; beyond the years 1 to 9999
 * the nearest moment within. */
RgmLocal civil_local (gint64 seconds);

/* The reverse; a whole day stands for its 00:00. */
gint64 civil_seconds (RgmLocal local);

/* What a clock that is @offset seconds ahead of UTC shows at @instant: "YYYY-MM-DDTHH:MM:SS".
 * Returns: (transfer full). */
char *civil_format (RgmInstant instant, int offset);
