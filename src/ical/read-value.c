/* read-value.c: reads the values of properties. */
#include "ical/read-value.h"

#include <regimen/incoming.h>

#include <string.h>

#define LONGEST_ZONE_NAME 200 /* IANA names have about 30 characters */

/* Reads exactly @digits digits, and moves @at past them. */
static gboolean
read_number (const char **at, int digits, int *number)
{
  *number = 0;
  for (; digits > 0 && g_ascii_isdigit (**at); digits--)
    *number = *number * 10 + g_ascii_digit_value (*(*at)++);
  return digits == 0;
}

gboolean
ical_read_time (const char *text, RgmLocal *local, gboolean *utc)
{
  int day, second = 0;

  *local = RGM_LOCAL_NONE;
  *utc = FALSE;
  if (!read_number (&text, 8, &day))
    return FALSE;
  local->day = rgm_day_new (day / 10000, day / 100 % 100, day % 100);
  if (local->day == RGM_NO_DAY)
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (*text != 'T')
    return FALSE;
  text++;
  if (!read_number (&text, 6, &second) || second / 10000 > 23 || second / 100 % 100 > 59
      || second % 100 > 60)
    return FALSE;
  local->second = second / 10000 * 3600 + second / 100 % 100 * 60 + MIN (second % 100, 59);
  *utc = *text == 'Z';
  return *utc ? text[1] == '\0' : *text == '\0';
}

/* How many seconds @unit has. @time: whether it comes after the "T" of the duration. Returns: 0 if
 * there is no such unit in that part. */
static int
unit_seconds (char unit, gboolean time)
{
  static const struct {
    char unit;
    gboolean time; /* it belongs after the "T" */
    int seconds;
  } units[] = { { 'W', FALSE, 7 * 86400 },
                { 'D', FALSE, 86400 },
                { 'H', TRUE, 3600 },
                { 'M', TRUE, 60 },
                { 'S', TRUE, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].unit == unit && units[i].time == time)
      return units[i].seconds;
  return 0;
}

gboolean
ical_read_duration (const char *text, int *minutes)
{
  const char *at = text + (*text == '+');
  gboolean time = FALSE;
  gint64 seconds = 0;

  if (*at++ != 'P')
    return FALSE;
  do {
    gint64 count = 0;
    int unit;

    if (*at == 'T' && !time) {
      time = TRUE;
      at++;
    }
    if (!g_ascii_isdigit (*at))
      return FALSE;
    for (; g_ascii_isdigit (*at) && count < G_MAXINT; at++)
      count = count * 10 + g_ascii_digit_value (*at);
    unit = unit_seconds (*at, time);
    seconds += count * unit;
    if (unit == 0 || seconds > (gint64)RGM_ICAL_LONGEST_MINUTES * 60)
      return FALSE;
  } while (*++at != '\0');
  *minutes = (int)(seconds / 60);
  return TRUE;
}

char *
ical_unescape (const char *value)
{
  GString *plain = g_string_sized_new (strlen (value));

  for (const char *at = value; *at != '\0'; at++) {
    gboolean escaped = *at == '\\' && at[1] != '\0';
    at += escaped;
    g_string_append_c (plain, escaped && (*at == 'n' || *at == 'N') ? '\n' : *at);
  }
  return g_string_free (plain, FALSE);
}

char *
ical_zone_name (const char *value)
{
  g_autofree char *plain = ical_unescape (value);
  gsize length = strlen (plain);
  gboolean quoted = length >= 2 && plain[0] == '"' && plain[length - 1] == '"';

  plain[length - quoted] = '\0';
  return rgm_incoming_clean (plain + quoted, LONGEST_ZONE_NAME);
}

gboolean
ical_is_word (const char *value, const char *word)
{
  gsize length = strlen (word);

  value += strspn (value, " \t");
  return g_ascii_strncasecmp (value, word, length) == 0
         && value[length + strspn (value + length, " \t")] == '\0';
}

gboolean
ical_is_cancelled (const char *value)
{
  return ical_is_word (value, "CANCELLED") || ical_is_word (value, "CANCELED");
}
