/* How a course gets on record. */
#include <regimen/safety.h>
#include <regimen/text.h>
#include <string.h>

#include "base/i18n.h"
#include "record/refusal.h"
#include "record/writing.h"

#define FIRST_PATIENT "me"
#define MAX_HANDLE 40

/* ---- handle ---- */

static gboolean
handle_taken (const GPtrArray *courses, const char *handle)
{
  for (guint i = 0; i < courses->len; i++)
    if (g_str_equal (((RgmCourse *)g_ptr_array_index (courses, i))->handle, handle))
      return TRUE;
  return FALSE;
}

static char *
free_handle (const GPtrArray *courses, const char *key)
{
  char *handle = g_strdup (key);

  for (int n = 2; handle_taken (courses, handle); n++) {
    g_free (handle);
    handle = g_strdup_printf ("%s-%d", key, n);
  }
  return handle;
}

static gboolean
check_handle (const GPtrArray *courses, const char *handle, GError **error)
{
  gsize plain = strspn (handle, "abcdefghijklmnopqrstuvwxyz0123456789-");

  if (handle[0] == '\0' || handle[0] == '-' || handle[plain] != '\0' || plain > MAX_HANDLE) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ (
        "\"%s\" cannot be a handle; use up to %d small letters, digits and hyphens, like left-hip"),
      handle, MAX_HANDLE);
    return FALSE;
  }
  if (handle_taken (courses, handle)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("there is a course %s already; choose another --handle"), handle);
    return FALSE;
  }
  return TRUE;
}

static char *
choose_handle (const GPtrArray *courses, const RgmAddRequest *request, GError **error)
{
  if (request->handle == NULL)
    return free_handle (courses, request->treatment->key);
  return check_handle (courses, request->handle, error) ? g_strdup (request->handle) : NULL;
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
  id = rgm_store_add_patient (session->store, FIRST_PATIENT, rgm_zone_name (session->zone), error);
  return id != 0 ? rgm_session_patient (session, error) : NULL;
}

/* ---- safety ---- */

static gboolean
is_active (RgmCourseState state)
{
  return state == RGM_COURSE_ACTIVE || state == RGM_COURSE_PAUSED;
}

static GPtrArray *
active_ones (const GPtrArray *courses, const RgmZone *zone, RgmInstant now)
{
  GPtrArray *active = g_ptr_array_new ();

  for (guint i = 0; i < courses->len; i++) {
    RgmCourse *course = g_ptr_array_index (courses, i);
    if (is_active (rgm_course_state (course, zone, now)))
      g_ptr_array_add (active, course);
  }
  return active;
}

static gboolean
check_safety (const RgmSession *session, const RgmAddRequest *request, const GPtrArray *active,
              GString *overridden, GError **error)
{
  const RgmTreatment *treatment = request->treatment;
  const char *source_key = treatment->sources != NULL ? treatment->sources[0] : NULL;
  const RgmSource *source
    = source_key != NULL ? rgm_catalog_source (session->catalog, source_key) : NULL;
  GError *interval = NULL, *in_place = NULL;

  if (request->schedule->kind == RGM_SCHEDULE_INTERVAL)
    rgm_safety_interval (treatment, source, request->schedule->every, &interval);
  if (!refusal_accept (session, interval, overridden, error))
    return FALSE;
  rgm_safety_in_place_of (treatment, source, active, rgm_catalog_treatments (session->catalog),
                          &in_place);
  return refusal_accept (session, in_place, overridden, error);
}

/* ---- the course ---- */

static gboolean
check_texts (const RgmAddRequest *request, GError **error)
{
  return (request->place == NULL || rgm_text_check (_ ("place"), request->place, error))
         && (request->site == NULL || rgm_text_check (_ ("site"), request->site, error))
         && rgm_schedule_validate (request->schedule, error);
}

static RgmCourse *
new_course (const RgmSession *session, const RgmAddRequest *request, const RgmPatient *patient,
            char *handle, const char *anyway)
{
  const RgmTreatment *treatment = request->treatment;
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  RgmCourse *course = rgm_course_new ();

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
  course->anyway = anyway[0] != '\0' ? g_strdup (anyway) : NULL;
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

/* When the first dose to come is asked for; RGM_LOCAL_NONE: it counts from the last given one. */
static RgmLocal
first_to_come (const RgmAddRequest *request, const RgmZone *zone)
{
  const RgmSchedule *schedule = request->schedule;
  int count = count_given (request);
  RgmLocal last;

  if (schedule->first.day != RGM_NO_DAY || schedule->reckon != RGM_RECKON_PLAN)
    return schedule->first;
  last = rgm_zone_to_local (zone, g_array_index (request->given, RgmInstant, count - 1));
  if (schedule->every.unit != 'h')
    last.second = RGM_NO_TIME;
  return rgm_period_add (last, schedule->every, 1, zone);
}

/* What was asked for begins after the last dose that was given. */
static void
add_coming (RgmCourse *course, const RgmAddRequest *request, RgmLocal first)
{
  RgmRevision *given = g_ptr_array_index (course->revisions, 0);
  RgmRevision *coming = g_new0 (RgmRevision, 1);

  *coming = (RgmRevision){ .from_dose = count_given (request) + 1,
                           .schedule = rgm_schedule_copy (request->schedule),
                           .made_at = given->made_at };
  coming->schedule->first = first;
  g_ptr_array_add (course->revisions, coming);
}

/* The day of the first dose that was given; of radiation the treatment day that it stood for. */
static RgmLocal
first_given (const RgmAddRequest *request, const RgmZone *zone)
{
  RgmDay day = rgm_zone_day (zone, g_array_index (request->given, RgmInstant, 0));

  if (request->schedule->kind == RGM_SCHEDULE_FRACTIONS)
    day = rgm_schedule_next_treatment_day (request->schedule, NULL, day);
  return (RgmLocal){ day, RGM_NO_TIME };
}

/* The first revision begins with the first dose that was given. */
static gboolean
begin_with_given (RgmCourse *course, const RgmAddRequest *request, const RgmZone *zone,
                  GError **error)
{
  RgmSchedule *schedule = ((RgmRevision *)g_ptr_array_index (course->revisions, 0))->schedule;
  RgmLocal first;

  if (count_given (request) == 0 || schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return TRUE;
  first = first_to_come (request, zone);
  if (first.day != RGM_NO_DAY)
    add_coming (course, request, first);
  schedule->first = first_given (request, zone);
  return rgm_schedule_validate (schedule, error);
}

/* ---- what was given before ---- */

/* What is planned comes after what was given. */
static gboolean
check_first (const RgmAddRequest *request, const RgmZone *zone, GError **error)
{
  int count = count_given (request);
  RgmDay last;

  if (count == 0 || request->schedule->first.day == RGM_NO_DAY)
    return TRUE;
  last = rgm_zone_day (zone, g_array_index (request->given, RgmInstant, count - 1));
  if (request->schedule->first.day > last)
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("the first dose to come is not after the last one that was given; leave one of them out"));
  return FALSE;
}

/* How many doses a course can have; G_MAXINT: any number. */
static int
most_doses (const RgmSchedule *schedule)
{
  if (schedule->kind == RGM_SCHEDULE_ONCE || schedule->kind == RGM_SCHEDULE_TIMES)
    return 0;
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS)
    return schedule->fractions;
  return schedule->count > 0 ? schedule->count : G_MAXINT;
}

static gboolean
check_given_count (const RgmAddRequest *request, GError **error)
{
  int count = count_given (request), most = most_doses (request->schedule);

  if (count <= most)
    return TRUE;
  if (most == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("one visit and fixed times have no doses that were given before"));
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%d doses were given before, but the course has only %d"), count, most);
  return FALSE;
}

static gboolean
check_given (const RgmSession *session, const GArray *given, GError **error)
{
  for (guint i = 0; given != NULL && i < given->len; i++) {
    RgmInstant at = g_array_index (given, RgmInstant, i);
    if (at > session->now) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("a dose that was given before lies ahead; use its date with --first"));
      return FALSE;
    }
    if (i > 0 && at <= g_array_index (given, RgmInstant, i - 1)) {
      g_set_error (
        error, RGM_ERROR, RGM_ERROR_USAGE,
        _ ("the doses that were given before are not in order, or one stands there twice"));
      return FALSE;
    }
  }
  return TRUE;
}

static RgmAdministration *
given_before (const RgmSession *session, const RgmCourse *course, int dose, RgmInstant at)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = dose;
  administration->outcome = RGM_GIVEN;
  administration->at = at;
  administration->amount = g_strdup (course->amount);
  administration->site = g_strdup (course->site);
  administration->recorded_at = session->now;
  return administration;
}

static gboolean
store_given (const RgmSession *session, RgmCourse *course, const GArray *given, GError **error)
{
  for (guint i = 0; given != NULL && i < given->len; i++) {
    RgmAdministration *administration
      = given_before (session, course, (int)i + 1, g_array_index (given, RgmInstant, i));
    g_ptr_array_add (course->administrations, administration);
    if (!rgm_store_add_administration (session->store, course->id, administration, error))
      return FALSE;
  }
  return TRUE;
}

/* The store adds the first revision with the course. */
static gboolean
store_revisions (const RgmSession *session, const RgmCourse *course, GError **error)
{
  for (guint i = 1; i < course->revisions->len; i++)
    if (!rgm_store_add_revision (session->store, course->id,
                                 g_ptr_array_index (course->revisions, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
store_course (const RgmSession *session, RgmCourse *course, const GArray *given,
              const RgmZone *zone, GError **error)
{
  return rgm_store_add_course (session->store, course, error)
         && store_revisions (session, course, error) && store_given (session, course, given, error)
         && writing_set_head (session, course, zone, error);
}

static RgmCourse *
add_inside (const RgmSession *session, const RgmAddRequest *request, GError **error)
{
  g_autoptr (RgmPatient) patient = patient_or_first (session, error);
  RgmCourseQuery all = { .patient_id = patient != NULL ? patient->id : 0,
                         .ended = TRUE,
                         .since = RGM_INSTANT_NONE,
                         .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses
    = patient != NULL ? rgm_store_courses (session->store, &all, error) : NULL;
  g_autoptr (GPtrArray) active = NULL;
  g_autoptr (GString) overridden = g_string_new (NULL);
  g_autoptr (RgmCourse) course = NULL;
  g_autofree char *handle = NULL;
  const RgmZone *zone = courses != NULL ? rgm_zone_get (patient->zone, error) : NULL;

  if (zone == NULL || !check_first (request, zone, error))
    return NULL;
  active = active_ones (courses, zone, session->now);
  handle = choose_handle (courses, request, error);
  if (handle == NULL || !check_safety (session, request, active, overridden, error))
    return NULL;
  course = new_course (session, request, patient, g_steal_pointer (&handle), overridden->str);
  return begin_with_given (course, request, zone, error)
             && store_course (session, course, request->given, zone, error)
           ? g_steal_pointer (&course)
           : NULL;
}

RgmCourse *
rgm_record_add (const RgmSession *session, const RgmAddRequest *request, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;

  if (!check_texts (request, error) || !check_given (session, request->given, error)
      || !check_given_count (request, error)
      || !rgm_store_begin (session->store, "add", session->now, error))
    return NULL;
  course = add_inside (session, request, error);
  if (course == NULL || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return NULL;
  }
  return g_steal_pointer (&course);
}
