/* alert-walk.c: goes through the alerts of courses. */
#include "alerts/alert-walk.h"

#define DAY G_GINT64_CONSTANT (86400)
#define AFTERCARE_DAYS 8 /* longer than an alert after a dose holds */
/* How far doses are looked at: that after one which nobody answers, where the longest interval is
 * 12 weeks; fixed times come soon. It is looked again before that is over. */
#define AHEAD_DAYS 100
#define AHEAD_TIMES_DAYS 3
#define MARGIN_DAYS 2

/* ---- people ---- */

gboolean
alert_people_read (AlertPeople *people, RgmStore *store, GError **error)
{
  alert_people_clear (people);
  people->all = rgm_store_patients (store, error);
  if (people->all == NULL)
    return FALSE;
  people->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < people->all->len; i++) {
    RgmPatient *patient = g_ptr_array_index (people->all, i);
    g_hash_table_insert (people->by_id, &patient->id, patient);
  }
  return TRUE;
}

void
alert_people_clear (AlertPeople *people)
{
  g_clear_pointer (&people->by_id, g_hash_table_unref);
  g_clear_pointer (&people->all, g_ptr_array_unref);
}

/* ---- moments ---- */

void
alert_walk_wake (AlertWalk *walk, RgmInstant moment)
{
  if (moment == RGM_INSTANT_NONE || moment == G_MAXINT64 || moment <= walk->session->now)
    return;
  if (walk->next == RGM_INSTANT_NONE || moment < walk->next)
    walk->next = moment;
}

/* ---- the walk ---- */

static gboolean
walk_alerts (AlertWalk *walk, AlertSubject *subject, const GArray *alerts, GError **error)
{
  RgmInstant now = walk->session->now;
  for (guint i = 0; i < alerts->len; i++) {
    subject->alert = &g_array_index (alerts, RgmAlert, i);
    alert_walk_wake (walk, subject->alert->from);
    alert_walk_wake (walk, subject->alert->until);
    if (subject->alert->from > now || now >= subject->alert->until)
      continue;
    if (!walk->visit (walk, subject, error))
      return FALSE;
  }
  return TRUE;
}

/* All that is said of a dose while the one before it has no answer: one overdue dose of a course at
 * a time is enough. */
static void
keep_due (GArray *alerts)
{
  for (guint i = alerts->len; i-- > 0;)
    if (g_array_index (alerts, RgmAlert, i).kind != RGM_ALERT_DUE)
      g_array_remove_index (alerts, i);
}

/* @in_turn: the next dose of its course, or a given one. @last: of a completed course. */
static gboolean
walk_dose (AlertWalk *walk, const AlertSubject *subject, const RgmDose *dose, gboolean in_turn,
           gboolean last, GError **error)
{
  g_autoptr (GArray) alerts
    = rgm_dose_alerts (dose, subject->course, subject->treatment, last, subject->zone,
                       walk->session->settings, walk->session->now);
  if (!in_turn)
    keep_due (alerts);
  AlertSubject one = *subject;
  one.dose = dose;
  return walk_alerts (walk, &one, alerts, error);
}

/* Doses past the next one are spoken of only where their day stands already, whatever becomes of
 * the next. */
static gboolean
stands (const RgmDose *dose, const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  return schedule->kind == RGM_SCHEDULE_FRACTIONS || dose->slot
         || schedule->reckon == RGM_RECKON_PLAN || dose->appointment != NULL;
}

static int
ahead_days (const RgmCourse *course)
{
  return rgm_course_schedule (course)->kind == RGM_SCHEDULE_TIMES ? AHEAD_TIMES_DAYS : AHEAD_DAYS;
}

static gboolean
walk_open (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  RgmInstant now = walk->session->now;
  int ahead = ahead_days (subject->course);
  RgmDay today = rgm_zone_day (subject->zone, now);
  g_autoptr (GArray) doses = rgm_course_doses (subject->course, subject->zone, now, today + ahead);
  gboolean next_seen = FALSE;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (dose->slot) /* the one before it is missed then, even where this one was given already */
      alert_walk_wake (walk, rgm_dose_moment (dose, subject->zone));
    if (!dose->open || (next_seen && !stands (dose, subject->course)))
      continue;
    if (!walk_dose (walk, subject, dose, !next_seen, FALSE, error))
      return FALSE;
    next_seen = TRUE;
  }
  if (next_seen)
    alert_walk_wake (walk, now + (ahead - MARGIN_DAYS) * DAY);
  return TRUE;
}

/* Only the last given dose: what to watch for after it takes the place of what was said after the
 * one before. Of tablets the first: every day would be noise. */
static const RgmAdministration *
watched (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  if (kind != RGM_SCHEDULE_TIMES && kind != RGM_SCHEDULE_AS_NEEDED)
    return rgm_course_last_given (course);
  const RgmAdministration *first = rgm_course_administration (course, 1);
  return first != NULL && first->outcome == RGM_GIVEN ? first : NULL;
}

static gboolean
walk_given (AlertWalk *walk, const AlertSubject *subject, GError **error)
{
  const RgmAdministration *given = watched (subject->course);
  if (given == NULL)
    return TRUE;
  gboolean last
    = rgm_course_state (subject->course, subject->zone, walk->session->now) == RGM_COURSE_COMPLETED;
  RgmDose dose = { .number = given->dose,
                   .state = RGM_DOSE_GIVEN,
                   .target = RGM_LOCAL_NONE,
                   .administration = given };
  return walk_dose (walk, subject, &dose, TRUE, last, error);
}

gboolean
alert_walk (AlertWalk *walk, const RgmCourse *course, GError **error)
{
  const RgmPatient *patient = g_hash_table_lookup (walk->people->by_id, &course->patient_id);
  const RgmZone *zone = rgm_zone_get (patient != NULL ? patient->zone : "", error);
  if (patient == NULL || zone == NULL)
    return FALSE;
  AlertSubject subject = {
    .course = course,
    .treatment = rgm_catalog_lookup (walk->session->catalog, course->treatment_key),
    .catalog = walk->session->catalog,
    .zone = zone,
    .patient = patient->name,
    .now = walk->session->now,
  };
  return walk_open (walk, &subject, error) && walk_given (walk, &subject, error);
}

static int
longest (const RgmLeads *leads)
{
  int days = 0;
  for (int i = 0; i < leads->n; i++)
    days = MAX (days, leads->at[i]);
  return days;
}

GPtrArray *
alert_walk_courses (const RgmSession *session, gint64 id, GError **error)
{
  const RgmSettings *settings = session->settings;
  int days = MAX (longest (&settings->watch_days), longest (&settings->response_days));
  RgmInstant since = session->now - (days + AFTERCARE_DAYS) * DAY;
  RgmCourseQuery query = { .course_id = id, .since = since, .ended_since = since };
  return rgm_store_courses (session->store, &query, error);
}
