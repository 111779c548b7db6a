/* alerts.c: the alerts of one dose, from its record and the clock. Pure. */
#include "alerts/alert-marks.h"

#include <stdlib.h>
#include <string.h>

#define AFTERCARE_DAYS 7
#define HOUR G_GINT64_CONSTANT (3600)
#define FOR_EVER G_MAXINT64

static const struct {
  const char *name;
  RgmUrgency urgency;
} kinds[] = {
  [RGM_ALERT_BOOK] = { "book", RGM_URGENCY_NORMAL },
  [RGM_ALERT_UPCOMING] = { "upcoming", RGM_URGENCY_NORMAL },
  [RGM_ALERT_DUE] = { "due", RGM_URGENCY_NORMAL },
  [RGM_ALERT_OVERDUE] = { "overdue", RGM_URGENCY_CRITICAL },
  [RGM_ALERT_HOLD] = { "hold", RGM_URGENCY_NORMAL },
  [RGM_ALERT_WATCH] = { "watch", RGM_URGENCY_LOW },
  [RGM_ALERT_RESPONSE] = { "response", RGM_URGENCY_LOW },
};

const char *
rgm_alert_kind_name (RgmAlertKind kind)
{
  return kinds[kind].name;
}

gboolean
alert_kind_from_key (const char *key, RgmAlertKind *kind)
{
  gsize length = strcspn (key, "-");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strlen (kinds[i].name) == length && strncmp (key, kinds[i].name, length) == 0) {
      *kind = (RgmAlertKind)i;
      return TRUE;
    }
  return FALSE;
}

RgmUrgency
alert_urgency (RgmAlertKind kind)
{
  return kinds[kind].urgency;
}

const char *
rgm_urgency_name (RgmUrgency urgency)
{
  static const char *const names[] = { "low", "normal", "critical" };
  return names[urgency];
}

/* What the alerts of one dose are made from. */
typedef struct {
  const RgmDose *dose;
  const RgmCourse *course;
  const RgmZone *zone;
  const RgmSettings *settings;
  char *stem; /* the local moment in the keys */
  GArray *alerts;
} Maker;

static void
add (Maker *maker, RgmAlertKind kind, int step, RgmInstant from, RgmInstant until)
{
  RgmAlert alert = { .kind = kind, .from = from, .until = until, .urgency = kinds[kind].urgency };
  g_snprintf (alert.key, sizeof alert.key, "%s-%d:%s", kinds[kind].name, step, maker->stem);
  g_array_append_val (maker->alerts, alert);
}

static RgmInstant
start_of (const Maker *maker, RgmDay day)
{
  RgmLocal start = { day, maker->settings->day_start };
  return rgm_zone_to_instant (maker->zone, start, NULL);
}

static const RgmSchedule *
schedule_of (const Maker *maker)
{
  return rgm_course_revision (maker->course, maker->dose->number)->schedule;
}

static RgmDay
dose_day (const Maker *maker)
{
  if (!rgm_dose_is_timed (maker->dose))
    return maker->dose->target.day;
  return rgm_zone_day (maker->zone, rgm_dose_moment (maker->dose, maker->zone));
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

static RgmLeads
ascending (const RgmLeads *leads)
{
  RgmLeads sorted = *leads;
  qsort (sorted.at, (gsize)sorted.n, sizeof sorted.at[0], by_number);
  return sorted;
}

/* An announcement that is as old as the dose before it announces nothing. */
static gboolean
lead_fits (const Maker *maker, int days)
{
  const RgmSchedule *schedule = schedule_of (maker);
  return schedule->kind != RGM_SCHEDULE_INTERVAL || days < rgm_period_days (schedule->every);
}

static void
add_leads (Maker *maker, RgmAlertKind kind, const RgmLeads *leads)
{
  RgmDay day = dose_day (maker);
  RgmLeads sorted = ascending (leads);
  for (int i = sorted.n - 1; i >= 0; i--)
    if (lead_fits (maker, sorted.at[i]))
      add (maker, kind, sorted.at[i], start_of (maker, day - sorted.at[i]), FOR_EVER);
}

static gboolean
needs_booking (const Maker *maker)
{
  if (maker->dose->appointment != NULL)
    return FALSE;
  switch (schedule_of (maker)->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return TRUE;
  case RGM_SCHEDULE_ONCE:
    return !rgm_dose_is_timed (maker->dose);
  default:
    return FALSE;
  }
}

/* Whether the dose is due at its time itself: nobody has to go anywhere. */
static gboolean
at_its_time (const Maker *maker)
{
  const RgmSchedule *schedule = schedule_of (maker);
  return maker->dose->slot
         || (maker->dose->appointment == NULL && schedule->kind == RGM_SCHEDULE_INTERVAL
             && schedule->every.unit == 'h');
}

static RgmInstant
due_from (const Maker *maker)
{
  if (!rgm_dose_is_timed (maker->dose))
    return start_of (maker, maker->dose->target.day);
  gint64 lead = at_its_time (maker) ? 0 : maker->settings->due_minutes * G_GINT64_CONSTANT (60);
  return rgm_dose_moment (maker->dose, maker->zone) - lead;
}

/* Days after the first alert of the @n-th one: daily for some days, then weekly. */
static int
overdue_days (const RgmSettings *settings, int n)
{
  int daily = settings->overdue_daily;
  return n <= daily ? n : daily + (n - daily) * 7;
}

/* A fixed time: every few hours for a day, which is longer than it takes until the next one comes
 * and this one is missed; the last one of all is then like any other. */
static RgmInstant
overdue_moment (const Maker *maker, RgmInstant first, int n, int *step)
{
  const RgmSettings *settings = maker->settings;
  RgmDay day = rgm_zone_day (maker->zone, first);
  int hours = settings->overdue_hours, repeats = 24 / hours;
  if (maker->dose->slot && n < repeats) {
    *step = hours * n;
    return first + hours * n * HOUR;
  }
  int days
    = maker->dose->slot ? 2 + overdue_days (settings, n - repeats) : overdue_days (settings, n);
  *step = maker->dose->slot ? 24 * days : days;
  return n == 0 ? first : start_of (maker, day + days);
}

static void
add_overdue (Maker *maker, RgmInstant first, RgmInstant now)
{
  int step;
  RgmInstant from = overdue_moment (maker, first, 0, &step);
  for (int n = 0;; n++) {
    int next_step;
    RgmInstant until = overdue_moment (maker, first, n + 1, &next_step);
    add (maker, RGM_ALERT_OVERDUE, step, from, until);
    if (from > now)
      break;
    from = until;
    step = next_step;
  }
}

/* A window of days ends at midnight, when nobody wants to hear of it: said at the next start of a
 * day. */
static RgmInstant
first_overdue (const Maker *maker)
{
  if (maker->dose->slot)
    return rgm_dose_moment (maker->dose, maker->zone)
           + maker->settings->overdue_minutes * G_GINT64_CONSTANT (60);
  RgmInstant from = rgm_dose_overdue_from (maker->dose, maker->zone);
  RgmDay day = rgm_zone_day (maker->zone, from);
  return start_of (maker, day) >= from ? start_of (maker, day) : start_of (maker, day + 1);
}

static void
add_open (Maker *maker, RgmInstant now)
{
  const RgmDose *dose = maker->dose;
  RgmInstant overdue = first_overdue (maker);
  maker->stem = rgm_local_format (dose->appointment ? dose->appointment->at : dose->target);
  if (needs_booking (maker))
    add_leads (maker, RGM_ALERT_BOOK, &maker->settings->book_days);
  if (!dose->slot)
    add_leads (maker, RGM_ALERT_UPCOMING, &maker->settings->upcoming_days);
  add (maker, RGM_ALERT_DUE, 0, due_from (maker), overdue);
  if (maker->settings->overdue)
    add_overdue (maker, overdue, now);
}

static void
add_held (Maker *maker)
{
  const RgmHold *hold = maker->dose->hold;
  if (hold == NULL || hold->until == RGM_NO_DAY)
    return;
  maker->stem = rgm_day_format (hold->until);
  add (maker, RGM_ALERT_HOLD, 0, start_of (maker, hold->until), FOR_EVER);
}

/* Days after the dose was given; what is said on its own day waits for the record of it. */
static void
add_aftercare (Maker *maker, RgmAlertKind kind, const RgmLeads *days)
{
  const RgmAdministration *given = maker->dose->administration;
  RgmDay day = rgm_zone_day (maker->zone, given->at);
  RgmLeads sorted = ascending (days);
  for (int i = 0; i < sorted.n; i++) {
    int after = sorted.at[i];
    RgmInstant from
      = after == 0 ? MAX (given->at, given->recorded_at) : start_of (maker, day + after);
    add (maker, kind, after, from, start_of (maker, day + after + AFTERCARE_DAYS));
  }
}

static gboolean
has_effects (const RgmTreatment *treatment)
{
  return treatment != NULL && (treatment->effects->len > 0 || treatment->rare_effects->len > 0);
}

static void
add_given (Maker *maker, const RgmTreatment *treatment, gboolean last_of_course)
{
  maker->stem = rgm_instant_format_utc (maker->dose->administration->at);
  if (has_effects (treatment))
    add_aftercare (maker, RGM_ALERT_WATCH, &maker->settings->watch_days);
  if (last_of_course && treatment != NULL && treatment->response_days[0] > 0
      && schedule_of (maker)->kind == RGM_SCHEDULE_FRACTIONS)
    add_aftercare (maker, RGM_ALERT_RESPONSE, &maker->settings->response_days);
}

/* @alerts come in the order in which they take their turns. Each holds until the next takes its
 * place; one whose place is taken before it begins says nothing. */
static void
cut_to_turns (GArray *alerts)
{
  RgmInstant taken = FOR_EVER;
  for (guint i = alerts->len; i-- > 0;) {
    RgmAlert *alert = &g_array_index (alerts, RgmAlert, i);
    alert->until = MIN (alert->until, taken);
    if (alert->from < alert->until)
      taken = alert->from;
    else
      g_array_remove_index (alerts, i);
  }
}

GArray *
rgm_dose_alerts (const RgmDose *dose, const RgmCourse *course, const RgmTreatment *treatment,
                 gboolean last_of_course, const RgmZone *zone, const RgmSettings *settings,
                 RgmInstant now)
{
  GArray *alerts = g_array_new (FALSE, TRUE, sizeof (RgmAlert));
  Maker maker = { dose, course, zone, settings, NULL, alerts };
  if (dose->state == RGM_DOSE_GIVEN)
    add_given (&maker, treatment, last_of_course);
  else if (dose->state == RGM_DOSE_HELD)
    add_held (&maker);
  else if (dose->open)
    add_open (&maker, now);
  cut_to_turns (alerts);
  g_free (maker.stem);
  return alerts;
}
