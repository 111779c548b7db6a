#include "cli/add-schedule.h"

#include "base/i18n.h"

#include <string.h>

/* The kinds of schedule that an option goes with. */
enum {
  INTERVAL = 1 << RGM_SCHEDULE_INTERVAL,
  FRACTIONS = 1 << RGM_SCHEDULE_FRACTIONS,
  ONCE = 1 << RGM_SCHEDULE_ONCE,
  TIMES = 1 << RGM_SCHEDULE_TIMES,
  AS_NEEDED = 1 << RGM_SCHEDULE_AS_NEEDED,
};

typedef struct {
  const char *name;
  gboolean given;
  guint kinds;
} OptionUse;

enum { N_USES = 16 };

static void
list_uses (const CliScheduleOptions *o, OptionUse uses[N_USES])
{
  const OptionUse list[N_USES] = {
    { "every", o->every != NULL, INTERVAL | TIMES },
    { "reckon", o->reckon != NULL, INTERVAL },
    { "count", o->count.given, INTERVAL | TIMES },
    { "until", o->until != NULL, INTERVAL | TIMES },
    { "fractions", o->fractions.given, FRACTIONS },
    { "per-day", o->per_day.given, FRACTIONS },
    { "days", o->days != NULL, FRACTIONS | TIMES },
    { "closed", o->closed != NULL, FRACTIONS },
    { "times", o->times != NULL, FRACTIONS | TIMES },
    { "cycle", o->cycle != NULL, TIMES },
    { "as-needed", o->as_needed, AS_NEEDED },
    { "gap", o->gap != NULL, AS_NEEDED },
    { "max", o->max != NULL, AS_NEEDED },
    { "window", o->window != NULL, INTERVAL | FRACTIONS | ONCE },
    { "first", o->first != NULL, INTERVAL | FRACTIONS | TIMES },
    { "on", o->on != NULL, ONCE },
  };

  memcpy (uses, list, sizeof list);
}

gboolean
cli_schedule_is_given (const CliScheduleOptions *options)
{
  OptionUse uses[N_USES];
  gboolean any = FALSE;

  list_uses (options, uses);
  for (gsize i = 0; i < N_USES; i++)
    any = any || uses[i].given;
  return any;
}

/* An option that has no meaning for the kind that was asked for is a misunderstanding, not
 * something to drop. */
static gboolean
refuse_strangers (const CliScheduleOptions *o, RgmScheduleKind kind, GError **error)
{
  static const char *const kinds[] = {
    [RGM_SCHEDULE_INTERVAL] = N_ ("an interval (--every)"),
    [RGM_SCHEDULE_FRACTIONS] = N_ ("radiation sessions (--fractions)"),
    [RGM_SCHEDULE_ONCE] = N_ ("one date (--on)"),
    [RGM_SCHEDULE_TIMES] = N_ ("fixed times (--times)"),
    [RGM_SCHEDULE_AS_NEEDED] = N_ ("doses as needed (--as-needed)"),
  };
  OptionUse uses[N_USES];

  list_uses (o, uses);
  for (gsize i = 0; i < N_USES; i++)
    if (uses[i].given && !(uses[i].kinds & (1U << kind))) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s does not go with %s"), uses[i].name,
                   _ (kinds[kind]));
      return FALSE;
    }
  return TRUE;
}

static gboolean
needs_schedule (const RgmTreatment *treatment, GError **error)
{
  const char *interval = treatment->interval_text;

  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s needs a schedule: --every 4w%s%s%s, --fractions 10, --times 08:00,20:00, "
                  "--as-needed, or --on 2026-12-01"),
               treatment->name, interval != NULL ? " (" : "", interval != NULL ? interval : "",
               interval != NULL ? ")" : "");
  return FALSE;
}

static gboolean
read_kind (const CliScheduleOptions *o, const RgmTreatment *treatment, RgmScheduleKind *kind,
           GError **error)
{
  if (o->on != NULL)
    *kind = RGM_SCHEDULE_ONCE;
  else if (o->as_needed)
    *kind = RGM_SCHEDULE_AS_NEEDED;
  else if (o->fractions.given)
    *kind = RGM_SCHEDULE_FRACTIONS;
  else if (o->times != NULL)
    *kind = RGM_SCHEDULE_TIMES;
  else if (o->every != NULL || treatment->interval.usual_days > 0)
    *kind = RGM_SCHEDULE_INTERVAL;
  else
    return needs_schedule (treatment, error);
  return refuse_strangers (o, *kind, error);
}

static RgmPeriod
usual_period (const RgmTreatment *treatment)
{
  int days = treatment->interval.usual_days;

  return days % 7 == 0 ? (RgmPeriod){ days / 7, 'w' } : (RgmPeriod){ days, 'd' };
}

/* ---- one option each; NULL keeps what is there ---- */

static gboolean
is_none (const char *text)
{
  return g_str_equal (text, "none");
}

static gboolean
read_reckon (const char *text, RgmReckon *reckon, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "given"))
    *reckon = RGM_RECKON_GIVEN;
  else if (g_str_equal (text, "plan"))
    *reckon = RGM_RECKON_PLAN;
  else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not accepted for --reckon: \"given\" (from the day a dose was "
                    "given) or \"plan\" (from the first date)"),
                 text);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_until (CliInvocation *invocation, const char *text, const RgmZone *zone, RgmDay *until,
            GError **error)
{
  if (text == NULL)
    return TRUE;
  *until = RGM_NO_DAY;
  return is_none (text) || cli_parse_day (invocation, "until", text, zone, until, error);
}

static gboolean
read_window (const char *text, int *days, GError **error)
{
  RgmPeriod period;

  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "0") || g_str_equal (text, "0d")) {
    *days = 0;
    return TRUE;
  }
  if (!rgm_period_parse (text, &period, NULL) || (period.unit != 'd' && period.unit != 'w')) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not accepted for --window: days or weeks, \"3d\" or \"1w\""), text);
    return FALSE;
  }
  *days = rgm_period_days (period);
  return TRUE;
}

static gboolean
read_closed (const char *text, GArray **closed, GError **error)
{
  GArray *days;

  if (text == NULL)
    return TRUE;
  days
    = is_none (text) ? g_array_new (FALSE, FALSE, sizeof (RgmDay)) : cli_parse_closed (text, error);
  if (days == NULL)
    return FALSE;
  g_array_unref (*closed);
  *closed = days;
  return TRUE;
}

static gboolean
read_times (const char *text, GArray **times, GError **error)
{
  GArray *list = text != NULL ? rgm_times_parse (text, error) : NULL;

  if (text == NULL)
    return TRUE;
  if (list == NULL)
    return FALSE;
  g_array_unref (*times);
  *times = list;
  return TRUE;
}

static gboolean
read_every (const char *text, RgmPeriod *every, GError **error)
{
  return text == NULL || rgm_period_parse (text, every, error);
}

static gboolean
read_cycle (const char *text, RgmSchedule *schedule, GError **error)
{
  if (text == NULL)
    return TRUE;
  schedule->cycle_on = schedule->cycle_off = 0;
  return is_none (text) || rgm_cycle_parse (text, &schedule->cycle_on, &schedule->cycle_off, error);
}

static gboolean
read_gap (const char *text, RgmSchedule *schedule, GError **error)
{
  if (text != NULL)
    schedule->gap = (RgmPeriod){ 0 };
  return text == NULL || is_none (text) || rgm_period_parse (text, &schedule->gap, error);
}

static gboolean
read_max (const char *text, RgmSchedule *schedule, GError **error)
{
  schedule->max_per_day = text != NULL ? 0 : schedule->max_per_day;
  return text == NULL || is_none (text) || rgm_max_parse (text, &schedule->max_per_day, error);
}

/* Of all kinds alike: refuse_strangers() left only what has a meaning. */
static gboolean
read_all (CliInvocation *invocation, const CliScheduleOptions *o, const RgmZone *zone,
          RgmSchedule *schedule, GError **error)
{
  if (o->count.given)
    schedule->count = o->count.value;
  if (o->fractions.given)
    schedule->fractions = o->fractions.value;
  if (o->per_day.given)
    schedule->per_day = o->per_day.value;
  return read_every (o->every, &schedule->every, error)
         && read_reckon (o->reckon, &schedule->reckon, error)
         && read_until (invocation, o->until, zone, &schedule->until, error)
         && read_window (o->window, &schedule->window_days, error)
         && (o->days == NULL || rgm_weekdays_parse (o->days, &schedule->weekdays, error))
         && read_closed (o->closed, &schedule->closed, error)
         && read_times (o->times, &schedule->times, error) && read_cycle (o->cycle, schedule, error)
         && read_gap (o->gap, schedule, error) && read_max (o->max, schedule, error);
}

/* Tablets begin now where nothing else is said; of other treatments the first day is a decision. */
static gboolean
read_first (CliInvocation *invocation, const CliScheduleOptions *o, const RgmTreatment *treatment,
            const RgmZone *zone, gboolean needed, RgmSchedule *schedule, GError **error)
{
  const char *text = o->on != NULL ? o->on : o->first;
  RgmWhen when;

  if (text == NULL && schedule->kind == RGM_SCHEDULE_TIMES)
    text = "now";
  if (text == NULL && (schedule->kind == RGM_SCHEDULE_AS_NEEDED || !needed))
    return TRUE;
  if (text == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--first DATE is missing: the day of the first %s, \"--first 2026-12-01\""),
                 treatment->unit);
    return FALSE;
  }
  if (!cli_parse_when (invocation, text, zone, &when, error))
    return FALSE;
  schedule->first = when.local;
  return TRUE;
}

RgmSchedule *
cli_schedule_read (CliInvocation *invocation, const CliScheduleOptions *options,
                   const RgmTreatment *treatment, const RgmZone *zone, gboolean needs_first,
                   GError **error)
{
  g_autoptr (RgmSchedule) schedule = NULL;
  RgmScheduleKind kind;

  if (!read_kind (options, treatment, &kind, error))
    return NULL;
  schedule = rgm_schedule_new (kind);
  if (kind == RGM_SCHEDULE_INTERVAL)
    schedule->every = usual_period (treatment);
  if (!read_all (invocation, options, zone, schedule, error)
      || !read_first (invocation, options, treatment, zone, needs_first, schedule, error)
      || !rgm_schedule_validate (schedule, error))
    return NULL;
  return g_steal_pointer (&schedule);
}

/* ---- change ---- */

/* Weekdays, a step and a cycle take each other's place. */
static void
replace_days (const CliScheduleOptions *o, RgmSchedule *schedule)
{
  if (schedule->kind != RGM_SCHEDULE_TIMES
      || (o->days == NULL && o->every == NULL && o->cycle == NULL))
    return;
  schedule->weekdays = RGM_EVERY_DAY;
  schedule->every = (RgmPeriod){ 0 };
  schedule->cycle_on = schedule->cycle_off = 0;
}

/* A first date that is still to come stays; else the course goes on from the last dose. */
static void
forget_first (const RgmCourse *course, RgmSchedule *schedule)
{
  const RgmRevision *last = course->revisions->pdata[course->revisions->len - 1];
  gboolean to_come = last->from_dose > rgm_course_last_recorded (course);

  if (schedule->kind != RGM_SCHEDULE_ONCE && (!to_come || schedule->kind == RGM_SCHEDULE_TIMES))
    schedule->first = RGM_LOCAL_NONE;
}

RgmSchedule *
cli_schedule_change (CliInvocation *invocation, const CliScheduleOptions *options,
                     const RgmCourse *course, const RgmZone *zone, GError **error)
{
  g_autoptr (RgmSchedule) schedule = rgm_schedule_copy (rgm_course_schedule (course));
  RgmWhen when;

  if (!refuse_strangers (options, schedule->kind, error))
    return NULL;
  replace_days (options, schedule);
  forget_first (course, schedule);
  if (!read_all (invocation, options, zone, schedule, error))
    return NULL;
  if (options->first != NULL) {
    if (!cli_parse_when (invocation, options->first, zone, &when, error))
      return NULL;
    schedule->first = when.local;
  }
  return rgm_schedule_validate (schedule, error) ? g_steal_pointer (&schedule) : NULL;
}
