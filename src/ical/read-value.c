/* Values of properties, as a file of unknown origin has them. */
#include "ical/read-calendar.h"

/* Exactly @digits of them. @at: moved past. */
static gboolean
read_number (const char **at, int digits, int *number)
{
  *number = 0;
  for (; digits > 0 && g_ascii_isdigit (**at); digits--)
    *number = *number * 10 + g_ascii_digit_value (*(*at)++);
  return digits == 0;
}

gboolean
rgm_ical_read_time (const char *text, RgmLocal *local, gboolean *utc)
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
  if (*text++ != 'T' || !read_number (&text, 6, &second) || second / 10000 > 23
      || second / 100 % 100 > 59 || second % 100 > 60)
    return FALSE;
  local->second = second / 10000 * 3600 + second / 100 % 100 * 60 + MIN (second % 100, 59);
  *utc = *text == 'Z';
  return *utc ? text[1] == '\0' : *text == '\0';
}

RgmInstant
rgm_ical_read_instant (const char *text)
{
  RgmLocal local;
  gboolean utc;

  if (!rgm_ical_read_time (text, &local, &utc) || !utc)
    return RGM_INSTANT_NONE;
  return rgm_zone_to_instant (rgm_zone_get ("UTC", NULL), local, NULL);
}

char *
rgm_ical_read_text (const char *value, int most)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = value; *at != '\0'; at++) {
    if (*at != '\\' || at[1] == '\0')
      g_string_append_c (plain, *at);
    else
      g_string_append_c (plain, *++at == 'n' || *at == 'N' ? '\n' : *at);
  }
  return rgm_incoming_clean (plain->str, most);
}
