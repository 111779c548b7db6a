#include "add-schedule.h"

#include "base/i18n.h"

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, message);
  return FALSE;
}

/* An option that has no meaning for the kind that was asked for is a misunderstanding, not
 * something to drop. */
static gboolean
refuse_strangers (const CliScheduleOptions *o, RgmScheduleKind kind, GError **error)
{
  const struct {
    const char *name;
    gboolean given;
    gboolean interval, fractions, once;
  } rows[] = {
    { "every", o->every != NULL, TRUE, FALSE, FALSE },
    { "reckon", o->reckon != NULL, TRUE, FALSE, FALSE },
    { "count", o->count.given, TRUE, FALSE, FALSE },
    { "until", o->until != NULL, TRUE, FALSE, FALSE },
    { "fractions", o->fractions.given, FALSE, TRUE, FALSE },
    { "per-day", o->per_day.given, FALSE, TRUE, FALSE },
    { "days", o->days != NULL, FALSE, TRUE, FALSE },
    { "closed", o->closed != NULL, FALSE, TRUE, FALSE },
    { "first", o->first != NULL, TRUE, TRUE, FALSE },
    { "on", o->on != NULL, FALSE, FALSE, TRUE },
  };
  static const char *const kinds[]
    = { N_ ("an interval (--every)"), N_ ("radiation sessions (--fractions)"),
        N_ ("one date (--on)") };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean fits = kind == RGM_SCHEDULE_INTERVAL    ? rows[i].interval
                    : kind == RGM_SCHEDULE_FRACTIONS ? rows[i].fractions
                                                     : rows[i].once;

    if (rows[i].given && !fits) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--%s does not go with %s"), rows[i].name,
                   _ (kinds[kind]));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_kind (const CliScheduleOptions *o, const RgmTreatment *treatment, RgmScheduleKind *kind,
           GError **error)
{
  if (o->on != NULL)
    *kind = RGM_SCHEDULE_ONCE;
  else if (o->fractions.given)
    *kind = RGM_SCHEDULE_FRACTIONS;
  else if (o->every != NULL || treatment->interval.usual_days > 0)
    *kind = RGM_SCHEDULE_INTERVAL;
  else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s needs a schedule: --every 4w%s%s%s, --fractions 10, or --on 2026-12-01"),
                 treatment->name, treatment->interval_text != NULL ? " (" : "",
                 treatment->interval_text != NULL ? treatment->interval_text : "",
                 treatment->interval_text != NULL ? ")" : "");
    return FALSE;
  }
  return refuse_strangers (o, *kind, error);
}

static RgmPeriod
usual_period (const RgmTreatment *treatment)
{
  int days = treatment->interval.usual_days;

  return days % 7 == 0 ? (RgmPeriod){ days / 7, 'w' } : (RgmPeriod){ days, 'd' };
}

static gboolean
read_reckon (const char *text, RgmReckon *reckon, GError **error)
{
  if (text == NULL || g_str_equal (text, "given"))
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
read_day (CliInvocation *invocation, const char *text, const RgmZone *zone, RgmDay *day,
          GError **error)
{
  RgmWhen when;

  if (text == NULL)
    return TRUE;
  if (!rgm_when_parse (text, zone, invocation->now, &when, error))
    return FALSE;
  if (rgm_local_has_time (when.local))
    return fail (error, _ ("--until is a day, without a time"));
  *day = when.local.day;
  return TRUE;
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
read_interval (CliInvocation *invocation, const CliScheduleOptions *o,
               const RgmTreatment *treatment, const RgmZone *zone, RgmSchedule *schedule,
               GError **error)
{
  schedule->every = usual_period (treatment);
  schedule->count = o->count.given ? o->count.value : 0;
  return (o->every == NULL || rgm_period_parse (o->every, &schedule->every, error))
         && read_reckon (o->reckon, &schedule->reckon, error)
         && read_day (invocation, o->until, zone, &schedule->until, error);
}

static gboolean
read_fractions (const CliScheduleOptions *o, RgmSchedule *schedule, GError **error)
{
  schedule->fractions = o->fractions.value;
  schedule->per_day = o->per_day.given ? o->per_day.value : 1;
  if (o->days != NULL && !rgm_weekdays_parse (o->days, &schedule->weekdays, error))
    return FALSE;
  if (o->closed != NULL) {
    GArray *closed = rgm_when_parse_days (o->closed, error);

    if (closed == NULL)
      return FALSE;
    g_array_unref (schedule->closed);
    schedule->closed = closed;
  }
  return TRUE;
}

static gboolean
read_first (CliInvocation *invocation, const CliScheduleOptions *o, const RgmTreatment *treatment,
            const RgmZone *zone, RgmSchedule *schedule, GError **error)
{
  const char *text = o->on != NULL ? o->on : o->first;
  RgmWhen when;

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
                   const RgmTreatment *treatment, const RgmZone *zone, GError **error)
{
  g_autoptr (RgmSchedule) schedule = NULL;
  RgmScheduleKind kind;

  if (!read_kind (options, treatment, &kind, error))
    return NULL;
  schedule = rgm_schedule_new (kind);
  if (kind == RGM_SCHEDULE_INTERVAL
      && !read_interval (invocation, options, treatment, zone, schedule, error))
    return NULL;
  if (kind == RGM_SCHEDULE_FRACTIONS && !read_fractions (options, schedule, error))
    return NULL;
  if (!read_window (options->window, &schedule->window_days, error)
      || !read_first (invocation, options, treatment, zone, schedule, error)
      || !rgm_schedule_validate (schedule, error))
    return NULL;
  return g_steal_pointer (&schedule);
}
