#include "ical/ical-private.h"

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

/* How many octets a control character at @at has; those from U+0080 to U+009F are two. 0: none. */
static gsize
control_octets (const char *at)
{
  guchar first = (guchar)at[0], second = first != '\0' ? (guchar)at[1] : '\0';
  if (first < 0x20 || first == 0x7f)
    return 1;
  return first == 0xc2 && second >= 0x80 && second < 0xa0 ? 2 : 0;
}

/* Where the text from @at on has its next control character, or ends. */
static const char *
plain_end (const char *at)
{
  for (; *at != '\0'; at++) {
    guchar c = (guchar)*at;
    if ((c < 0x20 || c == 0x7f || c == 0xc2) && control_octets (at) > 0)
      break;
  }
  return at;
}

/* A control character that has a meaning. Returns: how many octets of @at it is. */
static gsize
append_control (GString *out, const char *at)
{
  gboolean two = at[0] == '\r' && at[1] == '\n';
  if (*at == '\n' || *at == '\r')
    g_string_append_c (out, '\n');
  else if (*at == '\t')
    g_string_append_c (out, ' ');
  return two ? 2 : control_octets (at);
}

char *
rgm_ical_clean (const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);
  for (const char *at = valid != NULL ? valid : text; *at != '\0';) {
    const char *end = plain_end (at);
    g_string_append_len (out, at, end - at);
    at = *end != '\0' ? end + append_control (out, end) : end;
  }
  return g_string_free (out, FALSE);
}

char *
rgm_ical_escape (const char *text)
{
  g_autofree char *clean = rgm_ical_clean (text);
  icalvalue *value = icalvalue_new_text (clean);
  char *escaped = icalvalue_as_ical_string_r (value);
  char *copy = g_strdup (escaped);
  icalmemory_free_buffer (escaped);
  icalvalue_free (value);
  return copy;
}
