/* Makes a schedule from the options of the commands add and change. */
#include "cli/schedule-options.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "cli/words/add-words.h"
#include "cli/words/guess-words.h"
#include "model/course.h"

#include <string.h>

/* The kinds of schedule, as bits. */
enum {
  INTERVAL = 1 << RGM_SCHEDULE_INTERVAL,
  FRACTIONS = 1 << RGM_SCHEDULE_FRACTIONS,
  ONCE = 1 << RGM_SCHEDULE_ONCE,
  TIMES = 1 << RGM_SCHEDULE_TIMES,
  AS_NEEDED = 1 << RGM_SCHEDULE_AS_NEEDED,
};

/* An option, whether it was given, and the kinds of schedule that it can be used with. */
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
    { "closed", o->closed != NULL, INTERVAL | FRACTIONS },
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

/* Fails if an option has no meaning for a schedule of @kind. To ignore it would hide from the user
 * that it has no effect. */
static gboolean
check_uses (const CliScheduleOptions *options, RgmScheduleKind kind, GError **error)
{
  OptionUse uses[N_USES];
  const char *wrong = NULL;

  list_uses (options, uses);
  for (gsize i = 0; i < N_USES && wrong == NULL; i++)
    if (uses[i].given && !(uses[i].kinds & (1U << kind)))
      wrong = uses[i].name;
  if (wrong == NULL)
    return TRUE;
  switch (kind) {
  case RGM_SCHEDULE_INTERVAL:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s cannot be used with an interval (--every)"), wrong);
    break;
  case RGM_SCHEDULE_FRACTIONS:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s cannot be used with radiation sessions (--fractions)"), wrong);
    break;
  case RGM_SCHEDULE_ONCE:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s cannot be used with one date (--on)"),
                 wrong);
    break;
  case RGM_SCHEDULE_TIMES:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s cannot be used with fixed times (--times)"), wrong);
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s cannot be used with doses as needed (--as-needed)"), wrong);
    break;
  }
  return FALSE;
}

/* Adds an example to the message of @error: the whole command line, with an example of the missing
 * part. */
static void
add_example (const CliInvocation *invocation, GError **error)
{
  g_autofree char *lines = cli_add_lines (invocation, invocation->words->pdata[0]);

  if (lines != NULL)
    error_reword (error, _ ("%s; for example: %s"), error != NULL ? (*error)->message : "", lines);
}

static gboolean
find_kind (const CliInvocation *invocation, const CliScheduleOptions *options,
           const RgmTreatment *treatment, RgmScheduleKind *kind, GError **error)
{
  if (options->on != NULL)
    *kind = RGM_SCHEDULE_ONCE;
  else if (options->as_needed)
    *kind = RGM_SCHEDULE_AS_NEEDED;
  else if (options->fractions.given)
    *kind = RGM_SCHEDULE_FRACTIONS;
  else if (options->times != NULL)
    *kind = RGM_SCHEDULE_TIMES;
  else if (options->every != NULL || treatment->interval.usual_days > 0)
    *kind = RGM_SCHEDULE_INTERVAL;
  else if (treatment->interval_text != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("for %s, type how often: --every 4w (the source says %s), or another schedule "
                    "(regimen help add)"),
                 treatment->name, treatment->interval_text);
    add_example (invocation, error);
    return FALSE;
  } else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs a schedule: --every 4w, --fractions 10, --times 08:00,20:00, "
                    "--as-needed, or --on tomorrow"),
                 treatment->name);
    add_example (invocation, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_reckon (const char *text, RgmReckon *reckon, GError **error)
{
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
read_window (const char *text, int *days, GError **error)
{
  RgmPeriod period;

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

/* Parses "4 weeks", or "day" as in "every day". */
static gboolean
read_every (const char *text, RgmPeriod *every, GError **error)
{
  g_autofree char *whole = g_strconcat ("every ", text, NULL);

  return rgm_period_parse (whole, every, NULL) || rgm_period_parse (text, every, error);
}

/* Replaces *@list by @parsed (transfer full). Returns: FALSE if @parsed is NULL, because its parser
 * has set an error. */
static gboolean
replace_list (GArray **list, GArray *parsed)
{
  if (parsed == NULL)
    return FALSE;
  g_array_unref (*list);
  *list = parsed;
  return TRUE;
}

/* Whether @text sets a value. FALSE if it is NULL, which keeps the value, or "none", which removes
 * it. */
static gboolean
sets (const char *text)
{
  return text != NULL && !g_str_equal (text, "none");
}

/* Reads the options into @schedule. Its kind does not matter, because check_uses() has refused the
 * options that do not fit. A value without an option stays as it is; "none" removes it. */
static gboolean
read_values (CliInvocation *invocation, const CliScheduleOptions *o, const RgmZone *zone,
             RgmSchedule *schedule, GError **error)
{
  if (o->count.given)
    schedule->count = o->count.value;
  if (o->fractions.given)
    schedule->fractions = o->fractions.value;
  if (o->per_day.given)
    schedule->per_day = o->per_day.value;
  if (o->until != NULL)
    schedule->until = RGM_NO_DAY;
  if (o->cycle != NULL)
    schedule->cycle_on = schedule->cycle_off = 0;
  if (o->gap != NULL)
    schedule->gap = (RgmPeriod){ 0 };
  if (o->max != NULL)
    schedule->max_per_day = 0;

  return (o->every == NULL || read_every (o->every, &schedule->every, error))
         && (o->reckon == NULL || read_reckon (o->reckon, &schedule->reckon, error))
         && (!sets (o->until)
             || cli_parse_day (invocation, "until", o->until, zone, &schedule->until, error))
         && (o->window == NULL || read_window (o->window, &schedule->window_days, error))
         && (o->days == NULL || rgm_weekdays_parse (o->days, &schedule->weekdays, error))
         && (o->closed == NULL
             || replace_list (&schedule->closed, cli_parse_closed (o->closed, error)))
         && (o->times == NULL || replace_list (&schedule->times, rgm_times_parse (o->times, error)))
         && (!sets (o->cycle)
             || rgm_cycle_parse (o->cycle, &schedule->cycle_on, &schedule->cycle_off, error))
         && (!sets (o->gap) || rgm_period_parse (o->gap, &schedule->gap, error))
         && (!sets (o->max) || rgm_max_parse (o->max, &schedule->max_per_day, error));
}

/* Reads the first date from --on or --first. Without them tablets begin now; for other treatments
 * the date is required if @needed. @needed: FALSE if doses were given before. */
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
                 _ ("--first DATE is missing, the day of the first %s to come"),
                 rgm_unit_words (treatment->unit));
    add_example (invocation, error);
    return FALSE;
  }
  if (!cli_parse_when (invocation, text, zone, RGM_WHEN_PLANNED, &when, error))
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
  int usual_days = treatment->interval.usual_days;
  RgmScheduleKind kind;

  if (!find_kind (invocation, options, treatment, &kind, error)
      || !check_uses (options, kind, error))
    return NULL;
  schedule = rgm_schedule_new (kind);
  if (kind == RGM_SCHEDULE_INTERVAL)
    schedule->every
      = usual_days % 7 == 0 ? (RgmPeriod){ usual_days / 7, 'w' } : (RgmPeriod){ usual_days, 'd' };
  if (!read_values (invocation, options, zone, schedule, error)
      || !read_first (invocation, options, treatment, zone, needs_first, schedule, error)
      || !rgm_schedule_validate (schedule, error))
    return NULL;
  return g_steal_pointer (&schedule);
}

RgmSchedule *
cli_schedule_change (CliInvocation *invocation, const CliScheduleOptions *options,
                     const RgmCourse *course, const RgmZone *zone, GError **error)
{
  g_autoptr (RgmSchedule) schedule = rgm_schedule_copy (rgm_course_schedule (course));
  const RgmRevision *last = course->revisions->pdata[course->revisions->len - 1];
  gboolean to_come = last->from_dose == course_first_open (course, 0);
  RgmWhen when;

  if (!check_uses (options, schedule->kind, error))
    return NULL;
  /* Weekdays, an interval of days, and a cycle exclude each other, so the new one replaces the
   * others. */
  if (schedule->kind == RGM_SCHEDULE_TIMES
      && (options->days != NULL || options->every != NULL || options->cycle != NULL)) {
    schedule->weekdays = RGM_EVERY_DAY;
    schedule->every = (RgmPeriod){ 0 };
    schedule->cycle_on = schedule->cycle_off = 0;
  }
  /* Keep the first date while no dose under the last revision is on record. Otherwise, and for
   * fixed times, the plan continues from the last dose. */
  if (schedule->kind != RGM_SCHEDULE_ONCE && (!to_come || schedule->kind == RGM_SCHEDULE_TIMES))
    schedule->first = schedule->begin = RGM_LOCAL_NONE;

  if (!read_values (invocation, options, zone, schedule, error))
    return NULL;
  if (options->first != NULL) {
    if (!cli_parse_when (invocation, options->first, zone, RGM_WHEN_PLANNED, &when, error))
      return NULL;
    schedule->first = when.local;
  }
  return rgm_schedule_validate (schedule, error) ? g_steal_pointer (&schedule) : NULL;
}
