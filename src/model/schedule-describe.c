/* Schedules in words. */
#include <regimen/describe.h>
#include <regimen/schedule.h>

#include "base/i18n.h"

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
