#include "ical/private.h"

#define DAY_SECONDS 86400

static void
append_digits (GString *out, int number, int digits)
{
  char text[8];
  for (int i = digits; i-- > 0; number /= 10)
    text[i] = (char)('0' + number % 10);
  g_string_append_len (out, text, digits);
}

void
rgm_ical_append_local (GString *out, RgmLocal local)
{
  int year, month, day;
  rgm_day_split (local.day, &year, &month, &day);
  append_digits (out, year, 4);
  append_digits (out, month, 2);
  append_digits (out, day, 2);
  if (!rgm_local_has_time (local))
    return;
  g_string_append_c (out, 'T');
  append_digits (out, local.second / 3600, 2);
  append_digits (out, local.second / 60 % 60, 2);
  append_digits (out, local.second % 60, 2);
}

void
rgm_ical_append_utc (GString *out, RgmInstant instant)
{
  rgm_ical_append_local (out, rgm_ical_local_at (instant, 0));
  g_string_append_c (out, 'Z');
}

void
rgm_ical_append_offset (GString *out, int offset)
{
  int size = ABS (offset);
  g_string_append_c (out, offset < 0 ? '-' : '+');
  append_digits (out, size / 3600, 2);
  append_digits (out, size / 60 % 60, 2);
  if (size % 60 != 0)
    append_digits (out, size % 60, 2);
}

RgmLocal
rgm_ical_local_at (RgmInstant instant, int offset)
{
  RgmInstant shown = instant + offset;
  RgmInstant second = (shown % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
  return (RgmLocal){ (RgmDay)((shown - second) / DAY_SECONDS), (gint32)second };
}
