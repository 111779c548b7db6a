/* localtime.h: instants, days and local times. Three kinds of time that are never mixed:
 *
 *   RgmInstant  something happened: seconds since 1970-01-01T00:00:00Z
 *   RgmLocal    something is planned: a day, or a day and a wall-clock time, in no zone
 *   RgmZone     an IANA time zone (zone.h), the only bridge between the two
 *
 * Calendar arithmetic is proleptic Gregorian. The years 1900 to 2199 are accepted.
 */
#pragma once

#include <glib.h>
#include <regimen/error.h>

RGM_BEGIN_DECLS

typedef gint64 RgmInstant;

/* A civil day as the number of days since 1970-01-01. */
typedef gint32 RgmDay;
#define RGM_NO_DAY G_MININT32
#define RGM_INSTANT_NONE G_MININT64

/* A local time. second: second of the day, 0 to 86399, or RGM_NO_TIME for a whole day. */
typedef struct {
  RgmDay day;
  gint32 second;
} RgmLocal;
#define RGM_NO_TIME (-1)
#define RGM_LOCAL_NONE ((RgmLocal){ RGM_NO_DAY, RGM_NO_TIME })

/**
 * rgm_day_new: the day of a civil date.
 * @year: 1900 to 2199; @month: 1 to 12; @day: 1 to 31.
 *
 * Returns: the day, or RGM_NO_DAY if there is no such date or the year is outside the range.
 */
RgmDay rgm_day_new (int year, int month, int day);

/**
 * rgm_day_split: the civil date of @day. Each of @year, @month (1 to 12) and @mday (1 to 31) may be
 * NULL. A day outside the years 1 to 9999 becomes the nearest day within them.
 */
void rgm_day_split (RgmDay day, int *year, int *month, int *mday);

/**
 * rgm_day_weekday: the weekday of @day by ISO 8601: 1 (Monday) to 7 (Sunday).
 */
int rgm_day_weekday (RgmDay day);

/**
 * rgm_day_add_months: the same day of the month, @months later (may be negative), or the last day
 * of that month if it is shorter. Always count from the same anchor: the results of chained calls
 * drift. The result may lie outside the accepted years (1900 to 2199), but not outside the years 1
 * to 9999.
 */
RgmDay rgm_day_add_months (RgmDay anchor, int months);

/**
 * rgm_day_format: @day as "YYYY-MM-DD". Returns: (transfer full).
 */
char *rgm_day_format (RgmDay day);

/**
 * rgm_day_parse: reads exactly "YYYY-MM-DD".
 * Returns: the day, or RGM_NO_DAY with RGM_ERROR_USAGE for anything else (trailing text, no such
 * date, year outside 1900-2199).
 */
RgmDay rgm_day_parse (const char *text, GError **error);

/**
 * rgm_local_format: "YYYY-MM-DD", "YYYY-MM-DDTHH:MM" or, if the seconds are not zero,
 * "YYYY-MM-DDTHH:MM:SS". Local times are stored in this form. Returns: (transfer full).
 */
char *rgm_local_format (RgmLocal local);

/**
 * rgm_local_parse: reads what rgm_local_format() writes, or the same with a blank in place of the
 * T.
 * @local: (out): not changed on failure.
 * Returns: FALSE with RGM_ERROR_USAGE for anything else.
 */
gboolean rgm_local_parse (const char *text, RgmLocal *local, GError **error);

/* Whether @a and @b are the same day and the same time, or the same whole day. */
gboolean rgm_local_equal (RgmLocal a, RgmLocal b);
/* Whether @local has a time of day; FALSE for a whole day. */
gboolean rgm_local_has_time (RgmLocal local);

/**
 * rgm_instant_format_utc: "YYYY-MM-DDTHH:MM:SSZ" (RFC 3339). Returns: (transfer full).
 */
char *rgm_instant_format_utc (RgmInstant instant);

/**
 * rgm_instant_parse: reads an RFC 3339 date-time in whole seconds, with an offset ("Z" or
 * "+01:00").
 * Returns: FALSE with RGM_ERROR_USAGE for anything else, including trailing text.
 */
gboolean rgm_instant_parse (const char *text, RgmInstant *instant, GError **error);

RGM_END_DECLS
