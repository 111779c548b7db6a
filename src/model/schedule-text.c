/* Schedules and their parts as text: typed, stored, and read by people. */
#include <regimen/describe.h>
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

/* ---- stored form ---- */

static const char *const kind_words[] = { "interval", "fractions", "once", "times", "as-needed" };

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
append_end (GString *out, const RgmSchedule *schedule)
{
  if (schedule->count > 0)
    g_string_append_printf (out, " count=%d", schedule->count);
  append_local (out, "until", (RgmLocal){ schedule->until, RGM_NO_TIME });
}

static void
append_interval (GString *out, const RgmSchedule *schedule)
{
  g_string_append_printf (out, " every=%d%c reckon=%s", schedule->every.count, schedule->every.unit,
                          schedule->reckon == RGM_RECKON_PLAN ? "plan" : "given");
  append_end (out, schedule);
}

static void
append_times (GString *out, const GArray *times)
{
  for (guint i = 0; i < times->len; i++) {
    gint32 second = g_array_index (times, gint32, i);
    g_string_append_printf (out, "%s%02d:%02d", i == 0 ? " times=" : ",", second / 3600,
                            second / 60 % 60);
  }
}

static void
append_fractions (GString *out, const RgmSchedule *schedule)
{
  g_string_append_printf (out, " fractions=%d per-day=%d days=%d", schedule->fractions,
                          schedule->per_day, schedule->weekdays);
  append_times (out, schedule->times);
  for (guint i = 0; i < schedule->closed->len; i++) {
    g_autofree char *day = rgm_day_format (g_array_index (schedule->closed, RgmDay, i));
    g_string_append_printf (out, "%s%s", i == 0 ? " closed=" : ",", day);
  }
}

static void
append_fixed_times (GString *out, const RgmSchedule *schedule)
{
  append_times (out, schedule->times);
  g_string_append_printf (out, " days=%d", schedule->weekdays);
  if (schedule->every.count > 0)
    g_string_append_printf (out, " every=%d%c", schedule->every.count, schedule->every.unit);
  if (schedule->cycle_on > 0)
    g_string_append_printf (out, " cycle=%d/%d", schedule->cycle_on, schedule->cycle_off);
  append_end (out, schedule);
}

static void
append_as_needed (GString *out, const RgmSchedule *schedule)
{
  if (schedule->gap.count > 0)
    g_string_append_printf (out, " gap=%d%c", schedule->gap.count, schedule->gap.unit);
  if (schedule->max_per_day > 0)
    g_string_append_printf (out, " max=%d", schedule->max_per_day);
}

static void
append_kind (GString *out, const RgmSchedule *schedule)
{
  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    append_interval (out, schedule);
    break;
  case RGM_SCHEDULE_FRACTIONS:
    append_fractions (out, schedule);
    break;
  case RGM_SCHEDULE_TIMES:
    append_fixed_times (out, schedule);
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    append_as_needed (out, schedule);
    break;
  default:
    break;
  }
}

char *
rgm_schedule_to_stored (const RgmSchedule *schedule)
{
  GString *out = g_string_new (kind_words[schedule->kind]);

  append_local (out, "first", schedule->first);
  append_kind (out, schedule);
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

static void
read_times (RgmSchedule *schedule, const char *value)
{
  GArray *times = rgm_times_parse (value, NULL);

  if (times == NULL)
    return;
  g_array_unref (schedule->times);
  schedule->times = times;
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
  else if (g_str_equal (key, "times"))
    read_times (schedule, value);
  else if (g_str_equal (key, "cycle"))
    rgm_cycle_parse (value, &schedule->cycle_on, &schedule->cycle_off, NULL);
  else if (g_str_equal (key, "gap"))
    rgm_period_parse (value, &schedule->gap, NULL);
  else if (g_str_equal (key, "max"))
    schedule->max_per_day = number;
}

static RgmSchedule *
read_words (char **words)
{
  RgmSchedule *schedule = NULL;

  for (int kind = RGM_SCHEDULE_INTERVAL; kind < (int)G_N_ELEMENTS (kind_words); kind++)
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

static void
describe_end (GString *out, const RgmSchedule *schedule)
{
  if (schedule->count > 0)
    g_string_append_printf (out, _ (", up to dose %d"), schedule->count);
  if (schedule->until != RGM_NO_DAY) {
    g_autofree char *until = rgm_day_describe (schedule->until);
    g_string_append_printf (out, _ (", until %s"), until);
  }
}

static void
describe_interval (GString *out, const RgmSchedule *schedule)
{
  g_autofree char *length = rgm_period_describe (schedule->every);

  g_string_append_printf (out, _ ("every %s, counted from the %s"), length,
                          schedule->reckon == RGM_RECKON_PLAN ? _ ("plan") : _ ("day given"));
  describe_end (out, schedule);
}

static void
describe_closed (GString *out, const GArray *closed)
{
  for (guint i = 0; i < closed->len; i++) {
    g_autofree char *day = rgm_day_describe (g_array_index (closed, RgmDay, i));
    g_string_append_printf (out, "%s%s", i == 0 ? _ (", not on ") : ", ", day);
  }
}

static void
describe_fractions (GString *out, const RgmSchedule *schedule, const char *units)
{
  g_autofree char *days = rgm_weekdays_describe (schedule->weekdays);
  g_autofree char *times = rgm_times_describe (schedule->times);

  g_string_append_printf (out, "%d %s, ", schedule->fractions, units);
  if (schedule->per_day > 1)
    g_string_append_printf (out, _ ("%d a day, "), schedule->per_day);
  g_string_append (out, days);
  if (schedule->times->len > 0)
    g_string_append_printf (out, _ (" at %s"), times);
  if (schedule->first.day != RGM_NO_DAY) {
    g_autofree char *first = rgm_local_describe (schedule->first);
    g_string_append_printf (out, _ (", from %s"), first);
  }
  describe_closed (out, schedule->closed);
}

static void
describe_times (GString *out, const RgmSchedule *schedule)
{
  g_autofree char *times = rgm_times_describe (schedule->times);
  g_autofree char *days = rgm_weekdays_describe (schedule->weekdays);

  g_string_append_printf (out, _ ("at %s"), times);
  if (schedule->weekdays != RGM_EVERY_DAY)
    g_string_append_printf (out, ", %s", days);
  if (schedule->every.count > 1)
    g_string_append_printf (out, _ (", every %d days"), schedule->every.count);
  if (schedule->cycle_on > 0)
    g_string_append_printf (out, _ (", %d days on and %d days off"), schedule->cycle_on,
                            schedule->cycle_off);
  describe_end (out, schedule);
}

static void
describe_as_needed (GString *out, const RgmSchedule *schedule)
{
  g_string_append (out, _ ("as needed"));
  if (schedule->gap.count > 0) {
    g_autofree char *gap = rgm_period_describe (schedule->gap);
    g_string_append_printf (out, _ (", at least %s apart"), gap);
  }
  if (schedule->max_per_day > 0)
    g_string_append_printf (out, _ (", at most %d in 24 hours"), schedule->max_per_day);
}

static void
describe_once (GString *out, const RgmSchedule *schedule)
{
  g_autofree char *day = rgm_local_describe (schedule->first);

  g_string_append_printf (out, _ ("once, on %s"), day);
}

char *
rgm_schedule_describe (const RgmSchedule *schedule, const char *units)
{
  GString *out = g_string_new (NULL);

  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    describe_interval (out, schedule);
    break;
  case RGM_SCHEDULE_FRACTIONS:
    describe_fractions (out, schedule, units);
    break;
  case RGM_SCHEDULE_TIMES:
    describe_times (out, schedule);
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    describe_as_needed (out, schedule);
    break;
  default:
    describe_once (out, schedule);
  }
  return g_string_free (out, FALSE);
}
