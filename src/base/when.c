/* when.c: reads the dates and times that the user types. */
#include "base/civil.h"
#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"

#include <regimen/when.h>
#include <string.h>

/* Takes the word @word, in either letter case, if no further letter or digit follows it. */
static gboolean
scan_word (const char **at, const char *word)
{
  gsize length = strlen (word);
  if (g_ascii_strncasecmp (*at, word, length) != 0 || g_ascii_isalnum ((*at)[length]))
    return FALSE;
  *at += length;
  return TRUE;
}

/* The weekday from 1 to 7, by its first three letters or its whole name. */
static gboolean
scan_weekday (const char **at, int *weekday)
{
  static const char *const names[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  for (*weekday = 1; *weekday <= 7; (*weekday)++)
    if (scan_word (at, civil_weekday_name (*weekday)) || scan_word (at, names[*weekday - 1]))
      return TRUE;
  return FALSE;
}

/* "+3d": a signed count and a letter. */
static gboolean
scan_step (const char **at, int *count, char *unit)
{
  int sign = **at == '-' ? -1 : 1;
  if (!scan_char (at, '+') && !scan_char (at, '-'))
    return FALSE;
  if (!scan_number (at, 1, 4, count))
    return FALSE;
  *count *= sign;
  *unit = **at;
  return *unit != '\0' && !g_ascii_isalnum (*++*at);
}

static gboolean
scan_relative_day (const char **at, RgmDay today, RgmDay *day)
{
  int weekday, count;
  char unit;
  if (scan_word (at, "today"))
    *day = today;
  else if (scan_word (at, "tomorrow"))
    *day = today + 1;
  else if (scan_word (at, "yesterday"))
    *day = today - 1;
  else if (scan_weekday (at, &weekday))
    *day = today + (weekday - rgm_day_weekday (today) + 6) % 7 + 1;
  else if (!scan_step (at, &count, &unit) || (unit != 'd' && unit != 'w' && unit != 'm'))
    return FALSE;
  else if (unit == 'm')
    *day = rgm_day_add_months (today, count);
  else
    *day = today + count * (unit == 'w' ? 7 : 1);
  return TRUE;
}

/* A time of today, or a day with or without a time. A 'T' can only follow a date, because words and
 * steps end before the next letter. */
static gboolean
read_local (const char *text, RgmDay today, RgmLocal *local)
{
  const char *at = text;
  *local = (RgmLocal){ today, RGM_NO_TIME };
  if (scan_time (&at, &local->second) && *at == '\0')
    return TRUE;

  at = text;
  *local = (RgmLocal){ today, RGM_NO_TIME };
  if (!(g_ascii_isdigit (*at) ? scan_day (&at, &local->day)
                              : scan_relative_day (&at, today, &local->day)))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  return (scan_char (&at, ' ') || scan_char (&at, 'T')) && scan_time (&at, &local->second)
         && *at == '\0';
}

/* "now", or hours from now. */
static gboolean
read_elapsed (const char *text, RgmInstant now, RgmInstant *instant)
{
  const char *at = text;
  int count = 0;
  char unit = 'h';
  if (!scan_word (&at, "now") && !scan_step (&at, &count, &unit))
    return FALSE;
  *instant = now + count * (gint64)3600;
  return unit == 'h' && *at == '\0';
}

gboolean
rgm_when_parse (const char *text, const RgmZone *zone, RgmInstant now, RgmWhen *when,
                GError **error)
{
  RgmWhen read = { .instant = RGM_INSTANT_NONE, .fit = RGM_FIT_EXACT };
  gboolean valid = TRUE;
  if (read_elapsed (text, now, &read.instant)) {
    read.local = rgm_zone_to_local (zone, read.instant);
  } else {
    read.instant = RGM_INSTANT_NONE;
    valid = read_local (text, rgm_zone_day (zone, now), &read.local);
    if (valid && rgm_local_has_time (read.local))
      read.instant = rgm_zone_to_instant (zone, read.local, &read.fit);
  }
  if (valid && civil_day_in_range (read.local.day)) {
    *when = read;
    return TRUE;
  }
  g_autofree char *quoted = text_quote (text);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s is no date or time; accepted: 2026-12-01, 2026-12-01 14:00, 2026-12-01T14:00, "
       "14:00, now, today, yesterday 18:30, tomorrow, mon to sun, +3d, +1w, +2m, -2h; "
       "years 1900 to 2199"),
    quoted);
  return FALSE;
}

/* The longest run of days in one list. */
enum { MAX_RANGE = 366 };

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const RgmDay *first = a, *second = b;
  return (*first > *second) - (*first < *second);
}

/* "2026-12-24" or "2026-12-24..2027-01-02". */
static gboolean
add_days (GArray *days, const char *text, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "..", 2);
  RgmDay first = rgm_day_parse (ends[0] != NULL ? ends[0] : "", error);
  RgmDay last = first;

  if (first != RGM_NO_DAY && ends[1] != NULL)
    last = rgm_day_parse (ends[1], error);
  if (first == RGM_NO_DAY || last == RGM_NO_DAY)
    return FALSE;
  if (last < first || last - first >= MAX_RANGE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not accepted: the first day, two dots, and a last day that is not "
                    "before it and at most a year later"),
                 text);
    return FALSE;
  }
  for (RgmDay day = first; day <= last; day++)
    g_array_append_val (days, day);
  return TRUE;
}

GArray *
rgm_when_parse_days (const char *text, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    (*line)[strcspn (*line, "#")] = '\0';
    g_auto (GStrv) words = g_strsplit (g_strstrip (*line), ",", -1);
    for (char **word = words; *word != NULL; word++)
      if (!add_days (days, *word, error))
        return NULL;
  }
  if (days->len == 0) {
    rgm_day_parse ("", error);
    return NULL;
  }
  g_array_sort (days, compare_days);
  for (guint i = days->len - 1; i > 0; i--)
    if (g_array_index (days, RgmDay, i) == g_array_index (days, RgmDay, i - 1))
      g_array_remove_index (days, i);
  return g_steal_pointer (&days);
}
