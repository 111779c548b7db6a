#include "base/civil.h"

#define DAYS_PER_ERA 146097  /* 400 years */
#define DAYS_TO_EPOCH 719468 /* 0000-03-01 to 1970-01-01 */

/* Years are counted from March, so that the leap day is the last of its year. */
RgmDay
rgm_civil_day (int year, int month, int mday)
{
  int march_year = month > 2 ? year : year - 1;
  int era = (march_year >= 0 ? march_year : march_year - 399) / 400;
  int year_of_era = march_year - era * 400;
  int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + mday - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

int
rgm_civil_month_length (int year, int month)
{
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month == 2)
    return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

RgmLocal
rgm_civil_local (gint64 seconds)
{
  gint64 first = (gint64)rgm_civil_day (1, 1, 1) * RGM_SECONDS_PER_DAY;
  gint64 last
    = (gint64)rgm_civil_day (9999, 12, 31) * RGM_SECONDS_PER_DAY + RGM_SECONDS_PER_DAY - 1;
  seconds = CLAMP (seconds, first, last);

  int second = (int)(seconds % RGM_SECONDS_PER_DAY);
  if (second < 0)
    second += RGM_SECONDS_PER_DAY;
  return (RgmLocal){ (RgmDay)((seconds - second) / RGM_SECONDS_PER_DAY), second };
}

gint64
rgm_civil_seconds (RgmLocal local)
{
  return (gint64)local.day * RGM_SECONDS_PER_DAY + MAX (local.second, 0);
}
