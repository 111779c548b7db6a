/* Schedules and their parts as text: typed, stored, and read by people. */
#include <regimen/describe.h>
#include <regimen/schedule.h>
#include <string.h>

#include "base/i18n.h"

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

/* ---- stored form ---- */

static const char *const kind_words[] = { "interval", "fractions", "once" };

static void
append_local (GString *out, const char *key, RgmLocal local)
{
  g_autofree char *text = NULL;

  if (local.day == RGM_NO_DAY)
    return;
  text = rgm_local_format (local);
  g_string_append_printf (out, " %s=%s", key, text);
}

static void
append_interval (GString *out, const RgmSchedule *schedule)
{
  g_string_append_printf (out, " every=%d%c reckon=%s", schedule->every.count, schedule->every.unit,
                          schedule->reckon == RGM_RECKON_PLAN ? "plan" : "given");
  if (schedule->count > 0)
    g_string_append_printf (out, " count=%d", schedule->count);
  append_local (out, "until", (RgmLocal){ schedule->until, RGM_NO_TIME });
}

static void
append_fractions (GString *out, const RgmSchedule *schedule)
{
  g_string_append_printf (out, " fractions=%d per-day=%d days=%d", schedule->fractions,
                          schedule->per_day, schedule->weekdays);
  for (guint i = 0; i < schedule->closed->len; i++) {
    g_autofree char *day = rgm_day_format (g_array_index (schedule->closed, RgmDay, i));
    g_string_append_printf (out, "%s%s", i == 0 ? " closed=" : ",", day);
  }
}

char *
rgm_schedule_to_stored (const RgmSchedule *schedule)
{
  GString *out = g_string_new (kind_words[schedule->kind]);

  append_local (out, "first", schedule->first);
  if (schedule->kind == RGM_SCHEDULE_INTERVAL)
    append_interval (out, schedule);
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS)
    append_fractions (out, schedule);
  if (schedule->window_days >= 0)
    g_string_append_printf (out, " window=%d", schedule->window_days);
  return g_string_free (out, FALSE);
}

static void
read_closed (RgmSchedule *schedule, const char *value)
{
  g_auto (GStrv) days = g_strsplit (value, ",", -1);

  for (guint i = 0; days[i] != NULL; i++) {
    RgmDay day = rgm_day_parse (days[i], NULL);
    g_array_append_val (schedule->closed, day);
  }
}

/* Reads leniently: rgm_schedule_from_stored() compares the outcome with the text. */
static void
read_word (RgmSchedule *schedule, const char *key, const char *value)
{
  int number = (int)g_ascii_strtoll (value, NULL, 10);

  if (g_str_equal (key, "first"))
    rgm_local_parse (value, &schedule->first, NULL);
  else if (g_str_equal (key, "every"))
    rgm_period_parse (value, &schedule->every, NULL);
  else if (g_str_equal (key, "reckon"))
    schedule->reckon = g_str_equal (value, "plan") ? RGM_RECKON_PLAN : RGM_RECKON_GIVEN;
  else if (g_str_equal (key, "count"))
    schedule->count = number;
  else if (g_str_equal (key, "until"))
    schedule->until = rgm_day_parse (value, NULL);
  else if (g_str_equal (key, "fractions"))
    schedule->fractions = number;
  else if (g_str_equal (key, "per-day"))
    schedule->per_day = number;
  else if (g_str_equal (key, "days"))
    schedule->weekdays = (guint8)number;
  else if (g_str_equal (key, "closed"))
    read_closed (schedule, value);
  else if (g_str_equal (key, "window"))
    schedule->window_days = number;
}

static RgmSchedule *
read_words (char **words)
{
  RgmSchedule *schedule = NULL;

  for (int kind = RGM_SCHEDULE_INTERVAL; kind <= RGM_SCHEDULE_ONCE; kind++)
    if (words[0] != NULL && g_str_equal (words[0], kind_words[kind]))
      schedule = rgm_schedule_new ((RgmScheduleKind)kind);
  for (guint i = 1; schedule != NULL && words[i] != NULL; i++) {
    char *equals = strchr (words[i], '=');
    if (equals != NULL) {
      *equals = '\0';
      read_word (schedule, words[i], equals + 1);
    }
  }
  return schedule;
}

RgmSchedule *
rgm_schedule_from_stored (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (RgmSchedule) schedule = read_words (words);
  g_autofree char *again = NULL;

  if (schedule != NULL && rgm_schedule_validate (schedule, NULL))
    again = rgm_schedule_to_stored (schedule);
  if (g_strcmp0 (again, text) != 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("the stored schedule \"%s\" is not one"),
                 text);
    return NULL;
  }
  return g_steal_pointer (&schedule);
}

/* ---- for people ---- */

static char *
describe_interval (const RgmSchedule *schedule)
{
  g_autofree char *length = rgm_period_describe (schedule->every);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, _ ("every %s, counted from the %s"), length,
                          schedule->reckon == RGM_RECKON_PLAN ? _ ("plan") : _ ("day given"));
  if (schedule->count > 0)
    g_string_append_printf (out, _ (", up to dose %d"), schedule->count);
  if (schedule->until != RGM_NO_DAY) {
    g_autofree char *until = rgm_day_describe (schedule->until);
    g_string_append_printf (out, _ (", until %s"), until);
  }
  return g_string_free (out, FALSE);
}

static void
append_closed (GString *out, const GArray *closed)
{
  for (guint i = 0; i < closed->len; i++) {
    g_autofree char *day = rgm_day_describe (g_array_index (closed, RgmDay, i));
    g_string_append_printf (out, "%s%s", i == 0 ? _ (", not on ") : ", ", day);
  }
}

static char *
describe_fractions (const RgmSchedule *schedule, const char *units)
{
  g_autofree char *days = rgm_weekdays_describe (schedule->weekdays);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%d %s, ", schedule->fractions, units);
  if (schedule->per_day > 1)
    g_string_append_printf (out, _ ("%d a day, "), schedule->per_day);
  g_string_append (out, days);
  if (schedule->first.day != RGM_NO_DAY) {
    g_autofree char *first = rgm_local_describe (schedule->first);
    g_string_append_printf (out, _ (", from %s"), first);
  }
  append_closed (out, schedule->closed);
  return g_string_free (out, FALSE);
}

char *
rgm_schedule_describe (const RgmSchedule *schedule, const char *units)
{
  g_autofree char *day = NULL;

  if (schedule->kind == RGM_SCHEDULE_INTERVAL)
    return describe_interval (schedule);
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS)
    return describe_fractions (schedule, units);
  day = rgm_local_describe (schedule->first);
  return g_strdup_printf (_ ("once, on %s"), day);
}
