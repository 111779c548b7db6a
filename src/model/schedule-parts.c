/* The parts of schedules as people type them and read them: periods, weekdays, times of the day,
 * cycles. */
#include <regimen/schedule.h>
#include <string.h>

#include "base/i18n.h"
#include "base/scan.h"

/* ---- periods ---- */

gboolean
rgm_period_parse (const char *text, RgmPeriod *period, GError **error)
{
  char *end = NULL;
  guint64 count = g_ascii_isdigit (text[0]) ? g_ascii_strtoull (text, &end, 10) : 0;
  gboolean one_unit
    = end != NULL && end[0] != '\0' && end[1] == '\0' && strchr ("hdwm", end[0]) != NULL;

  if (!one_unit || count < 1 || count > 9999) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" is not an interval; use a number from 1 to 9999 and h, d, w or m, like 4w or 28d"),
      text);
    return FALSE;
  }
  *period = (RgmPeriod){ (int)count, end[0] };
  return TRUE;
}

char *
rgm_period_describe (RgmPeriod period)
{
  gulong n = (gulong)period.count;

  switch (period.unit) {
  case 'h':
    return g_strdup_printf (g_dngettext ("regimen", "%d hour", "%d hours", n), period.count);
  case 'd':
    return g_strdup_printf (g_dngettext ("regimen", "%d day", "%d days", n), period.count);
  case 'w':
    return g_strdup_printf (g_dngettext ("regimen", "%d week", "%d weeks", n), period.count);
  default:
    return g_strdup_printf (g_dngettext ("regimen", "%d month", "%d months", n), period.count);
  }
}

/* ---- weekdays ---- */

static int
weekday_from_name (const char *name)
{
  for (int day = 1; day <= 7; day++)
    if (g_ascii_strcasecmp (name, rgm_weekday_name (day)) == 0)
      return day;
  return 0;
}

/* "mon" or "mon-fri" as bits; 0 for anything else. */
static guint8
weekday_run (const char *text)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 3);
  guint n = g_strv_length (ends);
  int from = n > 0 ? weekday_from_name (ends[0]) : 0;
  int to = n == 2 ? weekday_from_name (ends[1]) : from;
  guint8 bits = 0;

  if (n > 2 || from == 0 || to < from)
    return 0;
  for (int day = from; day <= to; day++)
    bits |= (guint8)(1 << (day - 1));
  return bits;
}

gboolean
rgm_weekdays_parse (const char *text, guint8 *weekdays, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 8);
  guint8 all = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    guint8 bits = weekday_run (g_strstrip (parts[i]));
    if (bits == 0) {
      all = 0;
      break;
    }
    all |= bits;
  }
  if (all == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" are no weekdays; use mon-fri or mon,wed,fri"), text);
    return FALSE;
  }
  *weekdays = all;
  return TRUE;
}

static int
run_end (guint8 weekdays, int from)
{
  int to = from;

  while (to < 7 && (weekdays >> to & 1))
    to++;
  return to;
}

char *
rgm_weekdays_describe (guint8 weekdays)
{
  GString *out = g_string_new (NULL);

  for (int day = 1; day <= 7; day++) {
    int to;
    if (!(weekdays >> (day - 1) & 1))
      continue;
    to = run_end (weekdays, day);
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", _ (rgm_weekday_name (day)));
    if (to - day >= 2) {
      g_string_append_printf (out, "-%s", _ (rgm_weekday_name (to)));
      day = to;
    }
  }
  return g_string_free (out, FALSE);
}

/* ---- times, cycles, maxima ---- */

static gint
by_number (gconstpointer a, gconstpointer b)
{
  return *(const gint32 *)a - *(const gint32 *)b;
}

static gboolean
read_times_of_day (char **parts, GArray *times)
{
  for (guint i = 0; parts[i] != NULL; i++) {
    const char *at = g_strstrip (parts[i]);
    gint32 second;
    if (!rgm_scan_time (&at, &second) || *at != '\0')
      return FALSE;
    g_array_append_val (times, second);
  }
  g_array_sort (times, by_number);
  for (guint i = 1; i < times->len; i++)
    if (g_array_index (times, gint32, i) == g_array_index (times, gint32, i - 1))
      return FALSE;
  return times->len >= 1 && times->len <= 24;
}

GArray *
rgm_times_parse (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint32));

  if (read_times_of_day (parts, times))
    return g_steal_pointer (&times);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" are no times of the day; use up to 24 different ones, like 08:00,20:00"),
               text);
  return NULL;
}

char *
rgm_times_describe (const GArray *times)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++) {
    gint32 second = g_array_index (times, gint32, i);
    g_string_append_printf (out, "%s%02d:%02d", i == 0 ? "" : ", ", second / 3600,
                            second / 60 % 60);
  }
  return g_string_free (out, FALSE);
}

/* "A<between>B", both from 1 to @most; without @between only A. */
static gboolean
read_numbers (const char *text, char between, int most, int *a, int *b)
{
  const char *at = text;

  if (!rgm_scan_number (&at, 1, 3, a) || *a < 1 || *a > most)
    return FALSE;
  return rgm_scan_char (&at, between) && rgm_scan_number (&at, 1, 3, b) && *b >= 1 && *b <= most
         && *at == '\0';
}

gboolean
rgm_cycle_parse (const char *text, int *on, int *off, GError **error)
{
  if (read_numbers (text, '/', 366, on, off))
    return TRUE;
  *on = *off = 0;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is no cycle; use days with and days without, 1 to 366 each, like 21/7"),
               text);
  return FALSE;
}

gboolean
rgm_max_parse (const char *text, int *max_per_day, GError **error)
{
  const char *at = text;

  if (rgm_scan_number (&at, 1, 2, max_per_day) && *max_per_day > 0 && g_str_equal (at, "/day"))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is no maximum; use 1 to 99 a day, like 3/day"), text);
  return FALSE;
}
