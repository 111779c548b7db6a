/* How a course gets on record. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "record/writing.h"
#include "store/write.h"

#define FIRST_PATIENT "me"
#define MAX_HANDLE 40

/* ---- handle ---- */

/* The handle of the new course: the one that was asked for, or the key of the treatment with a
 * number if it is taken. */
static char *
choose_handle (RgmStore *store, gint64 patient_id, const RgmAddRequest *request, GError **error)
{
  g_auto (GStrv) taken = rgm_store_handles (store, patient_id, error);
  const char *wanted = request->handle;
  char *handle;
  gsize plain;

  if (taken == NULL)
    return NULL;
  if (wanted == NULL) {
    handle = g_strdup (request->treatment->key);
    for (int n = 2; g_strv_contains ((const char *const *)taken, handle); n++) {
      g_free (handle);
      handle = g_strdup_printf ("%s-%d", request->treatment->key, n);
    }
    return handle;
  }
  plain = strspn (wanted, "abcdefghijklmnopqrstuvwxyz0123456789-");
  if (wanted[0] == '\0' || wanted[0] == '-' || wanted[plain] != '\0' || plain > MAX_HANDLE) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ (
        "\"%s\" cannot be a handle; use up to %d small letters, digits and hyphens, like left-hip"),
      wanted, MAX_HANDLE);
    return NULL;
  }
  if (g_strv_contains ((const char *const *)taken, wanted)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("there is a course %s already; choose another --handle"), wanted);
    return NULL;
  }
  return g_strdup (wanted);
}

/* ---- patient ---- */

static RgmPatient *
patient_or_first (const RgmSession *session, GError **error)
{
  GError *problem = NULL;
  RgmPatient *patient = rgm_session_patient (session, &problem);
  gint64 id;

  if (patient != NULL)
    return patient;
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return NULL;
  }
  if (session->zone_doubt != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_ZONE,
                 _ ("%s; first say where you live: regimen patient add %s --zone ZONE"),
                 session->zone_doubt, FIRST_PATIENT);
    return NULL;
  }
  id = store_add_patient (session->store, FIRST_PATIENT, rgm_zone_name (session->zone), error);
  return id != 0 ? rgm_session_patient (session, error) : NULL;
}

/* ---- safety ---- */

/* @overridden: (out) (transfer full) (nullable): the refusals that the session overrode. */
static gboolean
check_safety (const RgmSession *session, const RgmAddRequest *request, const RgmPatient *patient,
              const RgmZone *zone, char **overridden, GError **error)
{
  const RgmTreatment *treatment = request->treatment;
  const char *source_key = treatment->sources != NULL ? treatment->sources[0] : NULL;
  const RgmSource *source
    = source_key != NULL ? rgm_catalog_source (session->catalog, source_key) : NULL;
  RgmCourseQuery open = { .patient_id = patient->id,
                          .now = session->now,
                          .since = RGM_INSTANT_NONE,
                          .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (session->store, &open, error);
  g_autoptr (GPtrArray) active = g_ptr_array_new ();
  GError *interval = NULL, *in_place = NULL;

  if (courses == NULL)
    return FALSE;
  for (guint i = 0; i < courses->len; i++) {
    RgmCourse *course = g_ptr_array_index (courses, i);
    RgmCourseState state = rgm_course_state (course, zone, session->now);
    if (state == RGM_COURSE_ACTIVE || state == RGM_COURSE_PAUSED)
      g_ptr_array_add (active, course);
  }
  if (request->schedule->kind == RGM_SCHEDULE_INTERVAL)
    safety_check_interval (treatment, source, request->schedule->every, &interval);
  if (!writing_accept_refusal (session, interval, overridden, error))
    return FALSE;
  safety_check_in_place_of (treatment, source, active, rgm_catalog_treatments (session->catalog),
                            &in_place);
  return writing_accept_refusal (session, in_place, overridden, error);
}

/* ---- the course ---- */

static RgmCourse *
new_course (const RgmSession *session, const RgmAddRequest *request, const RgmPatient *patient,
            char *handle, char *anyway)
{
  const RgmTreatment *treatment = request->treatment;
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  RgmCourse *course = course_new ();

  course->patient_id = patient->id;
  course->uid = g_uuid_string_random ();
  course->handle = handle;
  course->treatment_key = g_strdup (treatment->key);
  course->treatment_name = g_strdup (treatment->name);
  course->treatment_class = g_strdup (treatment->class_key);
  course->unit = g_strdup (treatment->unit);
  course->units = g_strdup (treatment->units);
  course->minutes = treatment->minutes;
  course->amount = g_strdup (request->amount);
  course->place = g_strdup (request->place);
  course->site = g_strdup (request->site);
  course->anyway = anyway;
  course->started_at = session->now;
  *revision = (RgmRevision){ .from_dose = 1,
                             .schedule = rgm_schedule_copy (request->schedule),
                             .made_at = session->now };
  g_ptr_array_add (course->revisions, revision);
  return course;
}

static int
count_given (const RgmAddRequest *request)
{
  return request->given != NULL ? (int)request->given->len : 0;
}

static RgmInstant
given_at (const RgmAddRequest *request, int index)
{
  return g_array_index (request->given, RgmGivenTime, index).at;
}

/* If doses were given before, the first revision begins with them, and the one that was asked for
 * comes after them. */
static gboolean
begin_with_given (RgmCourse *course, const RgmAddRequest *request, const RgmZone *zone,
                  GError **error)
{
  RgmRevision *given = g_ptr_array_index (course->revisions, 0), *coming;
  RgmSchedule *schedule = given->schedule;
  RgmLocal first;
  RgmDay day;

  if (count_given (request) == 0 || schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return TRUE;
  first = schedule->first;
  if (first.day == RGM_NO_DAY && schedule->reckon == RGM_RECKON_PLAN) {
    first = rgm_zone_to_local (zone, given_at (request, count_given (request) - 1));
    if (schedule->every.unit != 'h')
      first.second = RGM_NO_TIME;
    first = schedule_add_periods (first, schedule->every, 1, zone);
  }
  /* without a date, the first dose to come counts from the last given one */
  if (first.day != RGM_NO_DAY) {
    coming = g_new0 (RgmRevision, 1);
    *coming = (RgmRevision){ .from_dose = count_given (request) + 1,
                             .schedule = rgm_schedule_copy (request->schedule),
                             .made_at = given->made_at };
    coming->schedule->first = first;
    g_ptr_array_add (course->revisions, coming);
  }
  day = rgm_zone_day (zone, given_at (request, 0));
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS) /* the treatment day that it stood for */
    day = schedule_next_treatment_day (schedule, NULL, day);
  schedule->first = (RgmLocal){ day, RGM_NO_TIME };
  return rgm_schedule_validate (schedule, error);
}

/* ---- doses that were given before ---- */

/* The first dose to come must be after the last one that was given. */
static gboolean
check_first (const RgmAddRequest *request, const RgmZone *zone, GError **error)
{
  int count = count_given (request);
  RgmDay last;

  if (count == 0 || request->schedule->first.day == RGM_NO_DAY)
    return TRUE;
  last = rgm_zone_day (zone, given_at (request, count - 1));
  if (request->schedule->first.day > last)
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("the first dose to come is not after the last one that was given; leave one of them out"));
  return FALSE;
}

/* Doses that were given before must lie in the past, be in order, and not be more than the course
 * can have. */
static gboolean
check_given (const RgmSession *session, const RgmAddRequest *request, GError **error)
{
  const RgmSchedule *schedule = request->schedule;
  gboolean fractions = schedule->kind == RGM_SCHEDULE_FRACTIONS;
  int count = count_given (request);
  int most = fractions ? schedule->fractions : schedule->count;

  for (int i = 0; i < count; i++) {
    RgmInstant at = given_at (request, i);
    if (at > session->now) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("a dose that was given before lies ahead; use its date with --first"));
      return FALSE;
    }
    if (i > 0 && at <= given_at (request, i - 1)) {
      g_set_error (
        error, RGM_ERROR, RGM_ERROR_USAGE,
        _ ("the doses that were given before are not in order, or one stands there twice"));
      return FALSE;
    }
  }
  if (count > 0 && (schedule->kind == RGM_SCHEDULE_ONCE || schedule->kind == RGM_SCHEDULE_TIMES)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("one visit and fixed times have no doses that were given before"));
    return FALSE;
  }
  if (count > most && (fractions || most > 0)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%d doses were given before, but the course has only %d"), count, most);
    return FALSE;
  }
  return TRUE;
}

/* Writes the course, its later revisions and what was given before, and reads all of it back. */
static RgmCourse *
store_course (const RgmSession *session, RgmCourse *course, const GArray *given,
              const RgmZone *zone, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmCourse) stored = NULL;

  if (!store_add_course (store, course, error)) /* with its first revision */
    return NULL;
  for (guint i = 1; i < course->revisions->len; i++)
    if (!store_add_revision (store, course->id, g_ptr_array_index (course->revisions, i), error))
      return NULL;
  for (guint i = 0; given != NULL && i < given->len; i++) {
    RgmGivenTime time = g_array_index (given, RgmGivenTime, i);
    RgmAdministration administration = { .dose = (int)i + 1,
                                         .outcome = RGM_GIVEN,
                                         .at = time.at,
                                         .day_only = time.day_only,
                                         .amount = course->amount,
                                         .site = course->site,
                                         .recorded_at = session->now };
    writing_enter (&administration, zone);
    if (!store_add_administration (store, course->id, &administration, error))
      return NULL;
  }
  stored = rgm_store_course (store, course->id, RGM_INSTANT_NONE, error);
  return stored != NULL && writing_set_head (session, stored, zone, error)
           ? g_steal_pointer (&stored)
           : NULL;
}

RgmCourse *
rgm_record_add (const RgmSession *session, const RgmAddRequest *request, GError **error)
{
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL, stored = NULL;
  g_autofree char *handle = NULL, *overridden = NULL;
  const RgmZone *zone;

  if (!writing_check_text (_ ("place"), request->place, error)
      || !writing_check_text (_ ("site"), request->site, error)
      || !rgm_schedule_validate (request->schedule, error)
      || !check_given (session, request, error))
    return NULL;
  change = store_begin (session->store, "add", session->now, error);
  patient = change != NULL ? patient_or_first (session, error) : NULL;
  zone = patient != NULL ? rgm_patient_zone (patient, error) : NULL;
  if (zone == NULL || !check_first (request, zone, error))
    return NULL;
  handle = choose_handle (session->store, patient->id, request, error);
  if (handle == NULL || !check_safety (session, request, patient, zone, &overridden, error))
    return NULL;
  course = new_course (session, request, patient, g_steal_pointer (&handle),
                       g_steal_pointer (&overridden));
  if (!begin_with_given (course, request, zone, error))
    return NULL;
  stored = store_course (session, course, request->given, zone, error);
  return stored != NULL && store_commit (change, error) ? g_steal_pointer (&stored) : NULL;
}
