#include <regimen/calendar.h>
#include <regimen/describe.h>

#include <string.h>

#include "agenda/calendar-event.h"
#include "base/i18n.h"

/* How long what is past stays in the file. */
#define KEPT_DAYS 90
#define DAY_SECONDS 86400
#define MOST_FRACTIONS 200

/* One export. */
typedef struct {
  const RgmSession *session;
  const RgmCalendarOptions *options;
  GPtrArray *patients; /* of RgmPatient */
  gboolean all;        /* of all patients */
  GPtrArray *events;   /* of RgmEvent */
} Export;

/* The days that the file covers for one patient, both inclusive. */
typedef struct {
  RgmDay first, last;
} Window;

static Window
window_at (const Export *export, const RgmZone *zone)
{
  RgmDay today = rgm_zone_day (zone, export->session->now);
  return (Window){ today - KEPT_DAYS, today + export->options->days };
}

/* The patient's zone; UTC where the system no longer knows it. */
static const RgmZone *
patient_zone (const RgmPatient *patient)
{
  const RgmZone *zone = rgm_zone_get (patient->zone, NULL);
  return zone != NULL ? zone : rgm_zone_get ("UTC", NULL);
}

/* ---- the doses of one course ---- */

static gboolean
in_window (const Export *export, const RgmCalendarSubject *subject, const RgmDose *dose)
{
  Window window = window_at (export, subject->zone);
  RgmDay day = rgm_calendar_start (subject, dose).day;
  return day >= window.first && day <= window.last;
}

/* An earlier file can have shown a dose that will not be only where it lay in the window when that
 * was decided; what is further is no event, and an endless course that was stopped has an end. */
static gboolean
was_shown (const Export *export, const RgmEvent *event, const RgmZone *zone)
{
  return event->start.day <= rgm_zone_day (zone, event->changed) + export->options->days;
}

static void
add_dose (const Export *export, const RgmCalendarSubject *subject, const RgmDose *dose,
          const GArray *changes)
{
  if (!in_window (export, subject, dose))
    return;
  RgmEvent *event = rgm_calendar_event (subject, dose, changes, export->options->minutes);
  if (dose->state != RGM_DOSE_CANCELLED || was_shown (export, event, subject->zone))
    g_ptr_array_add (export->events, event);
  else
    rgm_event_free (event);
}

static gboolean
is_tablets (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  return kind == RGM_SCHEDULE_TIMES || kind == RGM_SCHEDULE_AS_NEEDED;
}

/* Takes out the pauses that nobody has ended yet. */
static gboolean
resume (RgmCourse *course)
{
  gboolean paused = FALSE;
  for (guint i = course->pauses->len; i-- > 0;) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);
    if (pause->until != RGM_NO_DAY)
      continue;
    g_ptr_array_remove_index (course->pauses, i);
    paused = TRUE;
  }
  return paused;
}

/* The course as if it had no end, or NULL for one that has none. */
static RgmCourse *
without_end (const RgmCourse *course)
{
  g_autoptr (RgmCourse) endless = rgm_course_copy (course);
  RgmRevision *revision = g_ptr_array_index (endless->revisions, endless->revisions->len - 1);
  RgmSchedule *schedule = revision->schedule;
  gboolean paused = resume (endless);
  gboolean ends = paused || schedule->kind == RGM_SCHEDULE_FRACTIONS || schedule->count > 0
                  || schedule->until != RGM_NO_DAY;
  schedule->count = 0;
  schedule->until = RGM_NO_DAY;
  schedule->fractions = MOST_FRACTIONS;
  return ends ? g_steal_pointer (&endless) : NULL;
}

/* Doses that were planned once, and are not any more: a course with a last day loses its last dose
 * when one before is late, and a pause without end takes all that are to come. */
static void
add_dropped (const Export *export, const RgmCalendarSubject *subject, int last,
             const GArray *changes)
{
  g_autoptr (RgmCourse) endless = without_end (subject->course);
  if (endless == NULL)
    return;
  g_autoptr (GArray) doses = rgm_course_doses (endless, subject->zone, export->session->now,
                                               window_at (export, subject->zone).last);
  for (guint i = 0; i < doses->len; i++) {
    RgmDose dose = g_array_index (doses, RgmDose, i);
    RgmInstant changed;
    if (dose.number <= last || rgm_dose_sequence (changes, dose.number, 0, &changed) == 0)
      continue;
    dose.state = RGM_DOSE_CANCELLED;
    dose.open = dose.tentative = FALSE;
    add_dose (export, subject, &dose, changes);
  }
}

/* Returns: the number of the last dose, in the window or not. */
static int
add_doses (const Export *export, const RgmCalendarSubject *subject, const GArray *changes)
{
  g_autoptr (GArray) doses = rgm_course_doses (subject->course, subject->zone, export->session->now,
                                               window_at (export, subject->zone).last);
  for (guint i = 0; i < doses->len; i++)
    add_dose (export, subject, &g_array_index (doses, RgmDose, i), changes);
  return doses->len > 0 ? g_array_index (doses, RgmDose, doses->len - 1).number : 0;
}

/* ---- all courses ---- */

static const RgmPatient *
find_patient (const Export *export, gint64 id)
{
  for (guint i = 0; i < export->patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (export->patients, i);
    if (patient->id == id)
      return patient;
  }
  return NULL;
}

static gboolean
add_course (const Export *export, const RgmCourse *course, GError **error)
{
  const RgmSession *session = export->session;
  const RgmPatient *patient = find_patient (export, course->patient_id);
  RgmCalendarSubject subject = {
    .session = session,
    .course = course,
    .zone = patient_zone (patient),
    .patient = export->all && export->patients->len > 1 ? patient->name : NULL,
    .private_mode = export->options->private_mode || session->settings->private_mode,
  };
  g_autoptr (GArray) changes = rgm_store_dose_changes (session->store, course->id, error);
  if (changes == NULL)
    return FALSE;
  add_dropped (export, &subject, add_doses (export, &subject, changes), changes);
  return TRUE;
}

static gboolean
add_courses (const Export *export, gint64 patient_id, GError **error)
{
  const RgmSession *session = export->session;
  RgmInstant since
    = session->now - (RgmInstant)(KEPT_DAYS + export->options->days + 1) * DAY_SECONDS;
  RgmCourseQuery query
    = { .patient_id = patient_id, .whole = TRUE, .since = since, .ended_since = since };
  g_autoptr (GPtrArray) courses = rgm_store_courses (session->store, &query, error);
  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    RgmCourse *course = g_ptr_array_index (courses, i);
    course->settled = 0; /* its history is whole: every dose is told from the first on */
    if ((export->options->tablets || !is_tablets (course)) && !add_course (export, course, error))
      return FALSE;
  }
  return courses != NULL;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const RgmEvent *left = *(const RgmEvent *const *)a, *right = *(const RgmEvent *const *)b;
  if (left->start_at != right->start_at)
    return left->start_at < right->start_at ? -1 : 1;
  return strcmp (left->uid, right->uid);
}

static void
set_nothing (const Export *export, GError **error)
{
  Window window = window_at (export, export->session->zone);
  g_autofree char *first = rgm_day_describe (window.first);
  g_autofree char *last = rgm_day_describe (window.last);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
               _ ("nothing to export: there is no dose from %s to %s"), first, last);
}

GPtrArray *
rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                     const RgmCalendarOptions *options, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
  Export export = { session, options, patients, patient_id == 0, events };
  if (patients == NULL || !add_courses (&export, patient_id, error))
    return NULL;
  g_ptr_array_sort (events, compare_events);
  if (events->len > 0)
    return g_steal_pointer (&events);
  set_nothing (&export, error);
  return NULL;
}
