/* Schedules as they are stored. */
#include <regimen/schedule.h>
#include <string.h>

#include "base/i18n.h"

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
