/* The rule that sets the doses of a course: memory management, its days and distances, validation,
 * and the form in which it is stored. */
#include "model/schedule.h"

#include <string.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/schedule-text.h"

/* A longer step always ends outside the accepted years. */
#define MAX_STEP_DAYS (300 * 366)

RgmSchedule *
rgm_schedule_new (RgmScheduleKind kind)
{
  RgmSchedule *schedule = g_new0 (RgmSchedule, 1);

  schedule->kind = kind;
  schedule->first = schedule->begin = RGM_LOCAL_NONE;
  schedule->window_days = -1;
  schedule->until = RGM_NO_DAY;
  schedule->per_day = 1;
  schedule->weekdays = kind == RGM_SCHEDULE_TIMES ? RGM_EVERY_DAY : RGM_MON_FRI;
  schedule->closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  schedule->times = g_array_new (FALSE, FALSE, sizeof (gint32));
  return schedule;
}

RgmSchedule *
rgm_schedule_copy (const RgmSchedule *schedule)
{
  RgmSchedule *copy = g_memdup2 (schedule, sizeof *schedule);

  copy->closed = g_array_copy (schedule->closed);
  copy->times = g_array_copy (schedule->times);
  return copy;
}

void
rgm_schedule_free (RgmSchedule *schedule)
{
  if (schedule == NULL)
    return;
  g_array_unref (schedule->closed);
  g_array_unref (schedule->times);
  g_free (schedule);
}

int
schedule_window (const RgmSchedule *schedule)
{
  if (schedule->window_days >= 0)
    return schedule->window_days;
  if (schedule->kind == RGM_SCHEDULE_TIMES || schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return 0;
  return MAX (1, rgm_period_days (schedule->every) / 7);
}

static gboolean
has_day (const GArray *days, RgmDay day)
{
  for (guint i = 0; days != NULL && i < days->len; i++)
    if (g_array_index (days, RgmDay, i) == day)
      return TRUE;
  return FALSE;
}

gboolean
schedule_has_weekday (const RgmSchedule *schedule, RgmDay day)
{
  return schedule->weekdays >> (rgm_day_weekday (day) - 1) & 1;
}

RgmDay
schedule_next_treatment_day (const RgmSchedule *schedule, const GArray *clinic_closed, RgmDay day)
{
  for (; civil_day_in_range (day) && schedule->weekdays != 0; day++)
    if (schedule_has_weekday (schedule, day) && !has_day (schedule->closed, day)
        && !has_day (clinic_closed, day))
      return day;
  return RGM_NO_DAY;
}

gboolean
schedule_is_closed (const RgmSchedule *schedule, const GArray *clinic_closed, RgmDay day)
{
  return schedule->every.unit != 'h'
         && (has_day (schedule->closed, day) || has_day (clinic_closed, day));
}

gboolean
schedule_has_slots (const RgmSchedule *schedule, RgmDay day)
{
  int since = day - schedule->first.day;
  int step = MAX (schedule->every.count, 1), cycle = schedule->cycle_on + schedule->cycle_off;

  if (since < 0 || !schedule_has_weekday (schedule, day) || since % step != 0)
    return FALSE;
  return cycle == 0 || since % cycle < schedule->cycle_on;
}

RgmLocal
schedule_begin (const RgmSchedule *schedule)
{
  return schedule->begin.day != RGM_NO_DAY ? schedule->begin : schedule->first;
}

gboolean
schedule_has_fixed_dates (const RgmSchedule *schedule)
{
  return schedule->kind == RGM_SCHEDULE_TIMES
         || (schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->reckon == RGM_RECKON_PLAN);
}

gboolean
schedule_has_passed (const RgmSchedule *schedule, RgmLocal local)
{
  return schedule->kind == RGM_SCHEDULE_TIMES && schedule_has_slots (schedule, local.day)
         && g_array_index (schedule->times, gint32, 0) < local.second;
}

/* The shortest time between two of @times, including the time from the last one to the first one of
 * the next round. @round: its length, for example one day; all in seconds. */
static gint64
times_spacing (const GArray *times, gint64 round)
{
  gint64 smallest = round;

  for (guint i = 0; i < times->len; i++) {
    gint32 next = g_array_index (times, gint32, (i + 1) % times->len);
    gint64 distance = next - g_array_index (times, gint32, i) + (i + 1 == times->len ? round : 0);
    smallest = MIN (smallest, distance);
  }
  return smallest;
}

gint64
schedule_spacing (const RgmSchedule *schedule)
{
  const gint64 day = 86400;

  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return schedule->every.unit == 'h' ? schedule->every.count * (gint64)3600
                                       : rgm_period_days (schedule->every) * day;
  case RGM_SCHEDULE_FRACTIONS:
    return schedule->times->len > 1 ? times_spacing (schedule->times, day)
                                    : day / schedule->per_day;
  case RGM_SCHEDULE_TIMES:
    return times_spacing (schedule->times, MAX (schedule->every.count, 1) * day);
  case RGM_SCHEDULE_AS_NEEDED:
    return schedule->gap.count * (gint64)3600;
  default:
    return 0;
  }
}

int
rgm_period_days (RgmPeriod period)
{
  switch (period.unit) {
  case 'h':
    return period.count / 24;
  case 'w':
    return period.count * 7;
  case 'm':
    return period.count * 30;
  default:
    return period.count;
  }
}

static RgmLocal
in_range (RgmLocal local)
{
  return civil_day_in_range (local.day) ? local : RGM_LOCAL_NONE;
}

RgmLocal
schedule_add_periods (RgmLocal anchor, RgmPeriod period, int times, const RgmZone *zone)
{
  gint64 steps = (gint64)period.count * times;
  gint64 days = period.unit == 'w'   ? steps * 7
                : period.unit == 'm' ? steps * 28
                : period.unit == 'h' ? steps / 24
                                     : steps;

  if (ABS (days) > MAX_STEP_DAYS)
    return RGM_LOCAL_NONE;
  if (period.unit == 'h')
    return in_range (
      rgm_zone_to_local (zone, rgm_zone_to_instant (zone, anchor, NULL) + steps * 3600));
  if (period.unit == 'm')
    return in_range ((RgmLocal){ rgm_day_add_months (anchor.day, (int)steps), anchor.second });
  return in_range ((RgmLocal){ anchor.day + (RgmDay)days, anchor.second });
}

/* ---- validation ---- */

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (RGM_ERROR, RGM_ERROR_USAGE, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
validate_interval (const RgmSchedule *schedule, GError **error)
{
  if (schedule->every.count < 1 || schedule->every.count > 9999
      || strchr ("hdwm", schedule->every.unit) == NULL)
    return refuse (error,
                   _ ("an interval needs a length from 1 to 9999 hours, days, weeks or months"));
  if (schedule->count < 0 || schedule->count > 9999)
    return refuse (error, _ ("a count of %d is not accepted; use 1 to 9999"), schedule->count);
  if (schedule->every.unit == 'h' && schedule->closed->len > 0)
    return refuse (
      error,
      _ ("closed days do not apply to an interval in hours, because such doses are taken at home"));
  if (schedule->until != RGM_NO_DAY && schedule->first.day != RGM_NO_DAY
      && schedule->until < schedule->first.day) {
    g_autofree char *until = rgm_day_format (schedule->until);
    g_autofree char *first = rgm_day_format (schedule->first.day);
    return refuse (error, _ ("the end %s is before the first day %s"), until, first);
  }
  return TRUE;
}

static gboolean
validate_fractions (const RgmSchedule *schedule, GError **error)
{
  g_autofree char *day = NULL, *days = NULL;

  if (schedule->fractions < 1 || schedule->fractions > 200)
    return refuse (error, _ ("%d sessions are not accepted; use 1 to 200"), schedule->fractions);
  if (schedule->per_day < 1 || schedule->per_day > SCHEDULE_MOST_PER_DAY)
    return refuse (error, _ ("%d sessions a day are not accepted; use 1 to %d"), schedule->per_day,
                   SCHEDULE_MOST_PER_DAY);
  if (schedule->times->len > 0 && (int)schedule->times->len != schedule->per_day)
    return refuse (error, _ ("%u times for %d sessions a day; give one time for each"),
                   schedule->times->len, schedule->per_day);
  if (rgm_local_has_time (schedule->first) && (schedule->per_day > 1 || schedule->times->len > 0))
    return refuse (
      error,
      _ ("if there are several sessions a day, or set times, give the first date without a time"));
  if (schedule->weekdays == 0 || schedule->weekdays > RGM_EVERY_DAY)
    return refuse (error, _ ("a radiation course needs at least one treatment day a week"));
  if (schedule->first.day == RGM_NO_DAY
      || schedule_next_treatment_day (schedule, NULL, schedule->first.day) == schedule->first.day)
    return TRUE;
  day = rgm_day_format (schedule->first.day);
  days = weekdays_describe (schedule->weekdays);
  if (has_day (schedule->closed, schedule->first.day))
    return refuse (error, _ ("the first session %s is on a closed day; use a day that is open"),
                   day);
  return refuse (error, _ ("the first session %s is a %s; treatment days are %s"), day,
                 _ (civil_weekday_name (rgm_day_weekday (schedule->first.day))), days);
}

static gboolean
validate_times (const RgmSchedule *schedule, GError **error)
{
  if (schedule->times->len < 1 || schedule->times->len > 24)
    return refuse (error, _ ("fixed times need 1 to 24 times of the day, like 08:00,20:00"));
  if (schedule->every.count != 0 && schedule->every.unit != 'd')
    return refuse (error, _ ("fixed times repeat in days, like 2d"));
  if ((schedule->weekdays != RGM_EVERY_DAY) + (schedule->every.count > 1) + (schedule->cycle_on > 0)
      > 1)
    return refuse (error, _ ("use only one of weekdays, every so many days, and a cycle"));
  if (schedule->weekdays == 0 || schedule->weekdays > RGM_EVERY_DAY)
    return refuse (error, _ ("fixed times need at least one weekday"));
  if (schedule->cycle_on < 0 || schedule->cycle_off < 0
      || (schedule->cycle_on > 0) != (schedule->cycle_off > 0))
    return refuse (error, _ ("a cycle needs both days on and days off, for example 21/7"));
  if (schedule->cycle_on > 366 || schedule->cycle_off > 366)
    return refuse (error, _ ("a cycle of %d/%d days is not accepted; use 1 to 366 each, like 21/7"),
                   schedule->cycle_on, schedule->cycle_off);
  return (schedule->count >= 0 && schedule->count <= 9999)
         || refuse (error, _ ("a count of %d is not accepted; use 1 to 9999"), schedule->count);
}

gboolean
rgm_schedule_validate (const RgmSchedule *schedule, GError **error)
{
  if (schedule->window_days < -1 || schedule->window_days > 366)
    return refuse (error, _ ("a window of %d days is not accepted; use 0 to 366"),
                   schedule->window_days);
  if (schedule->first.day != RGM_NO_DAY && !civil_day_in_range (schedule->first.day))
    return refuse (error, _ ("the first date is outside the years 1900 to 2199"));
  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return validate_interval (schedule, error);
  case RGM_SCHEDULE_FRACTIONS:
    return validate_fractions (schedule, error);
  case RGM_SCHEDULE_TIMES:
    return validate_times (schedule, error);
  case RGM_SCHEDULE_AS_NEEDED:
    if (schedule->gap.count < 0 || (schedule->gap.count > 0 && schedule->gap.unit != 'h'))
      return refuse (error, _ ("the gap between two doses is a number of hours, like 6h"));
    return (schedule->max_per_day >= 0 && schedule->max_per_day <= 99)
           || refuse (error, _ ("a maximum of %d is not accepted; use 1 to 99 a day"),
                      schedule->max_per_day);
  default:
    return schedule->first.day != RGM_NO_DAY || refuse (error, _ ("a single visit needs its date"));
  }
}

/* ---- the stored form ---- */

static const char *const kind_words[] = { "interval", "fractions", "once", "times", "as-needed" };

static void
append_local (GString *out, const char *key, RgmLocal local)
{
  g_autofree char *text = local.day != RGM_NO_DAY ? rgm_local_format (local) : NULL;

  if (text != NULL)
    g_string_append_printf (out, " %s=%s", key, text);
}

static void
append_number (GString *out, const char *key, int number)
{
  if (number > 0)
    g_string_append_printf (out, " %s=%d", key, number);
}

static void
append_closed (GString *out, const GArray *closed)
{
  for (guint i = 0; i < closed->len; i++) {
    g_autofree char *day = rgm_day_format (g_array_index (closed, RgmDay, i));
    g_string_append_printf (out, "%s%s", i == 0 ? " closed=" : ",", day);
  }
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

char *
schedule_to_stored (const RgmSchedule *schedule)
{
  GString *out = g_string_new (kind_words[schedule->kind]);
  const RgmPeriod every = schedule->every;

  append_local (out, "first", schedule->first);
  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    g_string_append_printf (out, " every=%d%c reckon=%s", every.count, every.unit,
                            schedule->reckon == RGM_RECKON_PLAN ? "plan" : "given");
    append_number (out, "count", schedule->count);
    append_local (out, "until", (RgmLocal){ schedule->until, RGM_NO_TIME });
    append_closed (out, schedule->closed);
    break;
  case RGM_SCHEDULE_FRACTIONS:
    g_string_append_printf (out, " fractions=%d per-day=%d days=%d", schedule->fractions,
                            schedule->per_day, schedule->weekdays);
    append_times (out, schedule->times);
    append_closed (out, schedule->closed);
    break;
  case RGM_SCHEDULE_TIMES:
    append_local (out, "begin", schedule->begin);
    append_times (out, schedule->times);
    g_string_append_printf (out, " days=%d", schedule->weekdays);
    if (every.count > 0)
      g_string_append_printf (out, " every=%d%c", every.count, every.unit);
    if (schedule->cycle_on > 0)
      g_string_append_printf (out, " cycle=%d/%d", schedule->cycle_on, schedule->cycle_off);
    append_number (out, "count", schedule->count);
    append_local (out, "until", (RgmLocal){ schedule->until, RGM_NO_TIME });
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    if (schedule->gap.count > 0)
      g_string_append_printf (out, " gap=%d%c", schedule->gap.count, schedule->gap.unit);
    append_number (out, "max", schedule->max_per_day);
    break;
  default:
    break;
  }
  if (schedule->window_days >= 0)
    g_string_append_printf (out, " window=%d", schedule->window_days);
  return g_string_free (out, FALSE);
}

/* Reads one word without checking it. schedule_from_stored() checks the whole result: it must give
 * the same text again. */
static void
read_word (RgmSchedule *schedule, const char *key, const char *value)
{
  int number = (int)g_ascii_strtoll (value, NULL, 10);
  GArray *times;

  if (g_str_equal (key, "first"))
    rgm_local_parse (value, &schedule->first, NULL);
  else if (g_str_equal (key, "begin"))
    rgm_local_parse (value, &schedule->begin, NULL);
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
  else if (g_str_equal (key, "closed")) {
    g_auto (GStrv) days = g_strsplit (value, ",", -1);
    for (guint i = 0; days[i] != NULL; i++) {
      RgmDay day = rgm_day_parse (days[i], NULL);
      g_array_append_val (schedule->closed, day);
    }
  } else if (g_str_equal (key, "window"))
    schedule->window_days = number;
  else if (g_str_equal (key, "times")) {
    times = rgm_times_parse (value, NULL);
    if (times != NULL) {
      g_array_unref (schedule->times);
      schedule->times = times;
    }
  } else if (g_str_equal (key, "cycle"))
    rgm_cycle_parse (value, &schedule->cycle_on, &schedule->cycle_off, NULL);
  else if (g_str_equal (key, "gap"))
    rgm_period_parse (value, &schedule->gap, NULL);
  else if (g_str_equal (key, "max"))
    schedule->max_per_day = number;
}

RgmSchedule *
schedule_from_stored (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (RgmSchedule) schedule = NULL;
  g_autofree char *again = NULL, *quoted = NULL;

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
  if (schedule != NULL && rgm_schedule_validate (schedule, NULL))
    again = schedule_to_stored (schedule);
  if (g_strcmp0 (again, text) == 0)
    return g_steal_pointer (&schedule);
  quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("the stored text %s is not a schedule"),
               quoted);
  return NULL;
}
