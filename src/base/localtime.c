/* localtime.c: days, local times and instants: arithmetic in the Gregorian calendar, and how they
 * are written and read as text. */
#include <regimen/localtime.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2199
#define DAYS_PER_ERA 146097  /* 400 years */
#define DAYS_TO_EPOCH 719468 /* 0000-03-01 to 1970-01-01 */

/* Years are counted from March, so that the leap day is the last day of its year. */
RgmDay
civil_day (int year, int month, int mday)
{
  int march_year = month > 2 ? year : year - 1;
  int era = (march_year >= 0 ? march_year : march_year - 399) / 400;
  int year_of_era = march_year - era * 400;
  int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + mday - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

int
civil_month_length (int year, int month)
{
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month == 2)
    return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

RgmLocal
civil_local (gint64 seconds)
{
  gint64 first = (gint64)civil_day (1, 1, 1) * RGM_SECONDS_PER_DAY;
  gint64 last = (gint64)civil_day (9999, 12, 31) * RGM_SECONDS_PER_DAY + RGM_SECONDS_PER_DAY - 1;
  seconds = CLAMP (seconds, first, last);

  int second = (int)(seconds % RGM_SECONDS_PER_DAY);
  if (second < 0)
    second += RGM_SECONDS_PER_DAY;
  return (RgmLocal){ (RgmDay)((seconds - second) / RGM_SECONDS_PER_DAY), second };
}

gint64
civil_seconds (RgmLocal local)
{
  return (gint64)local.day * RGM_SECONDS_PER_DAY + MAX (local.second, 0);
}

RgmDay
rgm_day_new (int year, int month, int day)
{
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1
      || day > civil_month_length (year, month))
    return RGM_NO_DAY;
  return civil_day (year, month, day);
}

void
rgm_day_split (RgmDay day, int *year, int *month, int *mday)
{
  day = CLAMP (day, civil_day (1, 1, 1), civil_day (9999, 12, 31));
  /* The mean length of a year gives an estimate that is never later than the right year. From there
   * the loop goes on to the right one. */
  int y = (int)((gint64)day * 400 / DAYS_PER_ERA) + 1968, m = 12;
  while (civil_day (y + 1, 1, 1) <= day)
    y++;
  while (civil_day (y, m, 1) > day)
    m--;
  if (year != NULL)
    *year = y;
  if (month != NULL)
    *month = m;
  if (mday != NULL)
    *mday = day - civil_day (y, m, 1) + 1;
}

/* 1970-01-01 was a Thursday. */
int
rgm_day_weekday (RgmDay day)
{
  int since_monday = (int)(((gint64)day + 3) % 7);
  return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

const char *
civil_weekday_name (int weekday)
{
  static const char *const names[]
    = { N_ ("Mon"), N_ ("Tue"), N_ ("Wed"), N_ ("Thu"), N_ ("Fri"), N_ ("Sat"), N_ ("Sun") };
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, "???");
  return names[weekday - 1];
}

RgmDay
rgm_day_add_months (RgmDay anchor, int months)
{
  int year, month, mday;
  rgm_day_split (anchor, &year, &month, &mday);

  gint64 total = (gint64)year * 12 + (month - 1) + months;
  total = CLAMP (total, 12, 9999 * 12 + 11);
  year = (int)(total / 12);
  month = (int)(total % 12) + 1;
  return civil_day (year, month, MIN (mday, civil_month_length (year, month)));
}

gboolean
civil_day_in_range (RgmDay day)
{
  return day >= civil_day (FIRST_YEAR, 1, 1) && day <= civil_day (LAST_YEAR, 12, 31);
}

gboolean
scan_char (const char **at, char wanted)
{
  if (**at != wanted)
    return FALSE;
  (*at)++;
  return TRUE;
}

gboolean
scan_number (const char **at, int min_digits, int max_digits, int *value)
{
  int digits = 0;
  *value = 0;
  for (; g_ascii_isdigit (**at) && digits < max_digits; digits++)
    *value = *value * 10 + g_ascii_digit_value (*(*at)++);
  return digits >= min_digits && !g_ascii_isdigit (**at);
}

gboolean
scan_day (const char **at, RgmDay *day)
{
  int year, month, mday;
  if (!scan_number (at, 4, 4, &year) || !scan_char (at, '-') || !scan_number (at, 2, 2, &month)
      || !scan_char (at, '-') || !scan_number (at, 2, 2, &mday))
    return FALSE;
  *day = rgm_day_new (year, month, mday);
  return *day != RGM_NO_DAY;
}

gboolean
scan_time (const char **at, gint32 *second)
{
  int hour, minute;
  if (!scan_number (at, 2, 2, &hour) || !scan_char (at, ':') || !scan_number (at, 2, 2, &minute)
      || hour > 23 || minute > 59)
    return FALSE;
  *second = hour * 3600 + minute * 60;
  return TRUE;
}

gboolean
scan_second (const char **at, int *second)
{
  return scan_number (at, 2, 2, second) && *second < 60;
}

char *
rgm_day_format (RgmDay day)
{
  int year, month, mday;
  rgm_day_split (day, &year, &month, &mday);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, mday);
}

RgmDay
rgm_day_parse (const char *text, GError **error)
{
  const char *at = text;
  RgmDay day;
  if (scan_day (&at, &day) && *at == '\0')
    return day;
  g_autofree char *quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a date; accepted: YYYY-MM-DD, years 1900 to 2199"), quoted);
  return RGM_NO_DAY;
}

char *
rgm_local_format (RgmLocal local)
{
  g_autofree char *day = rgm_day_format (local.day);
  if (!rgm_local_has_time (local))
    return g_steal_pointer (&day);

  int minutes = local.second / 60, seconds = local.second % 60;
  if (seconds == 0)
    return g_strdup_printf ("%sT%02d:%02d", day, minutes / 60, minutes % 60);
  return g_strdup_printf ("%sT%02d:%02d:%02d", day, minutes / 60, minutes % 60, seconds);
}

/* Reads what rgm_local_format() writes: it does not write seconds of zero, so they are not
 * accepted. */
static gboolean
scan_local (const char *at, RgmLocal *local)
{
  int second;
  local->second = RGM_NO_TIME;
  if (!scan_day (&at, &local->day))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (!(scan_char (&at, 'T') || scan_char (&at, ' ')) || !scan_time (&at, &local->second))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (!scan_char (&at, ':') || !scan_second (&at, &second) || second == 0 || *at != '\0')
    return FALSE;
  local->second += second;
  return TRUE;
}

gboolean
rgm_local_parse (const char *text, RgmLocal *local, GError **error)
{
  RgmLocal read;
  if (scan_local (text, &read)) {
    *local = read;
    return TRUE;
  }
  g_autofree char *quoted = text_quote (text);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s is not a local time; accepted: YYYY-MM-DD, YYYY-MM-DDTHH:MM, years 1900 to 2199"),
    quoted);
  return FALSE;
}

int
civil_local_compare (RgmLocal a, RgmLocal b)
{
  if (a.day != b.day)
    return a.day < b.day ? -1 : 1;
  return (a.second > b.second) - (a.second < b.second);
}

gboolean
civil_same_minute (RgmInstant a, RgmInstant b)
{
  return (a - (a < 0 ? 59 : 0)) / 60 == (b - (b < 0 ? 59 : 0)) / 60;
}

gboolean
rgm_local_equal (RgmLocal a, RgmLocal b)
{
  return civil_local_compare (a, b) == 0;
}

gboolean
rgm_local_has_time (RgmLocal local)
{
  return local.second != RGM_NO_TIME;
}

char *
civil_format (RgmInstant instant, int offset)
{
  RgmLocal local = civil_local (civil_seconds (civil_local (instant)) + offset);
  g_autofree char *day = rgm_day_format (local.day);
  return g_strdup_printf ("%sT%02d:%02d:%02d", day, local.second / 3600, local.second / 60 % 60,
                          local.second % 60);
}

char *
rgm_instant_format_utc (RgmInstant instant)
{
  g_autofree char *clock = civil_format (instant, 0);
  return g_strconcat (clock, "Z", NULL);
}

/* Reads an offset from UTC: "Z", in either letter case, "+HH:MM" or "-HH:MM". */
static gboolean
scan_offset (const char **at, int *offset)
{
  *offset = 0;
  if (scan_char (at, 'Z') || scan_char (at, 'z'))
    return TRUE;
  int sign = **at == '-' ? -1 : 1;
  if (!scan_char (at, '+') && !scan_char (at, '-'))
    return FALSE;
  if (!scan_time (at, offset))
    return FALSE;
  *offset *= sign;
  return TRUE;
}

gboolean
rgm_instant_parse (const char *text, RgmInstant *instant, GError **error)
{
  const char *at = text;
  RgmLocal local;
  int second, offset;
  if (scan_day (&at, &local.day)
      && (scan_char (&at, 'T') || scan_char (&at, 't') || scan_char (&at, ' '))
      && scan_time (&at, &local.second) && scan_char (&at, ':') && scan_second (&at, &second)
      && scan_offset (&at, &offset) && *at == '\0') {
    *instant = civil_seconds (local) + second - offset;
    return TRUE;
  }
  g_autofree char *quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a moment in time; accepted: RFC 3339 with offset and whole seconds, "
                  "such as 2026-12-01T14:00:00+01:00 or 2026-12-01T13:00:00Z"),
               quoted);
  return FALSE;
}
