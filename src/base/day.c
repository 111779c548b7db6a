#include "base/civil.h"
#include "base/i18n.h"
#include "base/scan.h"

#include <regimen/text.h>

#define FIRST_YEAR 1900
#define LAST_YEAR 2199

RgmDay
rgm_day_new (int year, int month, int day)
{
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1
      || day > rgm_civil_month_length (year, month))
    return RGM_NO_DAY;
  return rgm_civil_day (year, month, day);
}

/* The year that holds @day: an estimate by the mean year that is never too late, then a step or
 * two. */
static int
year_of (RgmDay day)
{
  int year = (int)((gint64)day * 400 / 146097) + 1968;
  while (rgm_civil_day (year + 1, 1, 1) <= day)
    year++;
  return year;
}

void
rgm_day_split (RgmDay day, int *year, int *month, int *mday)
{
  day = CLAMP (day, rgm_civil_day (1, 1, 1), rgm_civil_day (9999, 12, 31));
  int y = year_of (day), m = 12;
  while (rgm_civil_day (y, m, 1) > day)
    m--;
  if (year != NULL)
    *year = y;
  if (month != NULL)
    *month = m;
  if (mday != NULL)
    *mday = day - rgm_civil_day (y, m, 1) + 1;
}

/* 1970-01-01 was a Thursday. */
int
rgm_day_weekday (RgmDay day)
{
  int since_monday = (int)(((gint64)day + 3) % 7);
  return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

const char *
rgm_weekday_name (int weekday)
{
  static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
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
  return rgm_civil_day (year, month, MIN (mday, rgm_civil_month_length (year, month)));
}

gboolean
rgm_day_in_range (RgmDay day)
{
  return day >= rgm_civil_day (FIRST_YEAR, 1, 1) && day <= rgm_civil_day (LAST_YEAR, 12, 31);
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
  if (rgm_scan_day (&at, &day) && *at == '\0')
    return day;
  g_autofree char *quoted = rgm_text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is no date; accepted: YYYY-MM-DD, years 1900 to 2199"), quoted);
  return RGM_NO_DAY;
}
