/* make-history FILE DAYS: a record with four daily courses that began DAYS days ago, every dose
 * logged since, and an alert shown for each, by the same calls as the programs.
 * Fast where FILE is on a file system in memory: every log is a durable commit of its own. */
#include "made-record.h"

#include "store/alert-rows.h"
#include "store/write.h"

#define COURSES 4
#define DAY 86400
#define END "2026-11-23T07:00:00Z"

static gint64
add_course (RgmSession *session, int number, GError **error)
{
  g_autofree char *name = g_strdup_printf ("Medicine %c", 'A' + number);
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom (name, error);
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  RgmCourse *course;
  gint64 id;

  if (treatment == NULL)
    return 0;
  schedule->first = (RgmLocal){ rgm_zone_day (session->zone, session->now), RGM_NO_TIME };
  schedule->every = (RgmPeriod){ 1, 'd' };
  course = rgm_record_add (
    session, &(RgmAddRequest){ .treatment = treatment, .schedule = schedule, .amount = "1 tablet" },
    error);
  if (course == NULL)
    return 0;
  id = course->id;
  rgm_course_free (course);
  return id;
}

static gboolean
log_dose (RgmSession *session, gint64 course, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_given (session, course, 0, &(RgmGivenRequest){ .at = session->now }, &recorded,
                           error);
}

/* What the service notes of the alerts of dose @dose of each course. */
static gboolean
note_alerts (RgmSession *session, const gint64 *courses, int dose, GError **error)
{
  g_autoptr (RgmTransaction) transaction = store_begin (session->store, NULL, session->now, error);
  g_autofree char *day = rgm_day_format (rgm_zone_day (session->zone, session->now));
  g_autofree char *key = g_strconcat ("due:", day, NULL);
  const RgmMark shown = { RGM_MARK_SHOWN, session->now, RGM_INSTANT_NONE, 1 };

  for (int i = 0; transaction != NULL && i < COURSES; i++)
    if (!store_set_mark (session->store, courses[i], dose, key, &shown, error))
      return FALSE;
  return transaction != NULL && store_commit (transaction, error);
}

static gboolean
fill (RgmSession *session, int days, GError **error)
{
  gint64 courses[COURSES];

  for (int i = 0; i < COURSES; i++)
    if ((courses[i] = add_course (session, i, error)) == 0)
      return FALSE;
  for (int day = 0; day < days; day++, session->now += DAY) {
    for (int i = 0; i < COURSES; i++)
      if (!log_dose (session, courses[i], error))
        return FALSE;
    if (!note_alerts (session, courses, day + 1, error))
      return FALSE;
  }
  return TRUE;
}

/* The doses end at the same moment each time, whatever the clock says. */
static gboolean
add_history (RgmSession *session, int days, GError **error)
{
  if (!rgm_instant_parse (END, &session->now, error))
    return FALSE;
  session->now -= (RgmInstant)days * DAY;
  return fill (session, days, error);
}

int
main (int argc, char **argv)
{
  return made_record_main (argc, argv, "make-history", "usage: make-history FILE DAYS",
                           add_history);
}
