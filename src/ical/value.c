#include "ical/private.h"

#include <string.h>

#define DAY_SECONDS 86400

icaltimetype
rgm_ical_time (RgmLocal local)
{
  icaltimetype time = icaltime_null_time ();
  rgm_day_split (local.day, &time.year, &time.month, &time.day);
  time.is_date = !rgm_local_has_time (local);
  if (!time.is_date) {
    time.hour = local.second / 3600;
    time.minute = local.second / 60 % 60;
    time.second = local.second % 60;
  }
  return time;
}

icaltimetype
rgm_ical_time_utc (RgmInstant instant)
{
  icaltimetype time = rgm_ical_time (rgm_ical_local_at (instant, 0));
  time.zone = icaltimezone_get_utc_timezone ();
  return time;
}

RgmLocal
rgm_ical_local_at (RgmInstant instant, int offset)
{
  RgmInstant shown = instant + offset;
  RgmInstant second = (shown % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
  return (RgmLocal){ (RgmDay)((shown - second) / DAY_SECONDS), (gint32)second };
}

char *
rgm_ical_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) lines = g_string_new (valid);
  g_string_replace (lines, "\r\n", "\n", 0);
  g_string_replace (lines, "\r", "\n", 0);
  g_string_replace (lines, "\t", " ", 0);
  GString *out = g_string_sized_new (lines->len);
  for (const char *at = lines->str; *at != '\0'; at = g_utf8_next_char (at))
    if (*at == '\n' || !g_unichar_iscntrl (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_utf8_get_char (at));
  return g_string_free (out, FALSE);
}
