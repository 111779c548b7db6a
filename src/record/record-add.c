/* record-add.c: puts a new course on record. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "model/treatment.h"
#include "record/together.h"
#include "record/writing.h"
#include "store/write.h"

/* ---- handle ---- */

/* Picks a free handle: the key of the name, with -2, -3 and so on appended if it is taken. If the
 * name yields no key: "medicine-1", "medicine-2" and so on. */
static char *
make_handle (const RgmAddRequest *request, const char *const *taken)
{
  const char *name = request->name != NULL ? request->name : request->treatment->name;
  g_autofree char *key = request->name != NULL || request->treatment->custom
                           ? treatment_key_of (name)
                           : g_strdup (request->treatment->key);
  const char *stem = *key != '\0' ? key : RGM_KEY_NAMELESS;

  if (*key != '\0' && !course_is_reserved (key) && !g_strv_contains (taken, key))
    return g_steal_pointer (&key);
  for (int n = *key != '\0' ? 2 : 1;; n++) {
    g_autofree char *handle = g_strdup_printf ("%s-%d", stem, n);
    if (!g_strv_contains (taken, handle))
      return g_steal_pointer (&handle);
  }
}

static char *
choose_handle (RgmStore *store, gint64 patient_id, const RgmAddRequest *request, GError **error)
{
  g_autofree char *wanted = NULL;
  g_auto (GStrv) taken = NULL;

  if (request->handle == NULL) {
    taken = rgm_store_handles (store, patient_id, error);
    return taken != NULL ? make_handle (request, (const char *const *)taken) : NULL;
  }
  wanted = course_new_handle (request->handle, error);
  return wanted != NULL && store_check_handle (store, patient_id, wanted, error)
           ? g_steal_pointer (&wanted)
           : NULL;
}

/* ---- safety ---- */

static int
count_given (const RgmAddRequest *request)
{
  return request->given != NULL ? (int)request->given->len : 0;
}

static const RgmGivenTime *
given_time (const RgmAddRequest *request, int index)
{
  return &g_array_index (request->given, RgmGivenTime, index);
}

/* Checks the interval, and whether the medicine may be active beside the patient's others.
 * @overridden: (out) (transfer full) (nullable): the refusals that the session overrode. */
static gboolean
check_treatment (const RgmSession *session, const RgmAddRequest *request, const RgmPatient *patient,
                 const RgmZone *zone, char **overridden, GError **error)
{
  const RgmTreatment *treatment = request->treatment;
  const TogetherMedicine medicine
    = { .patient_id = patient->id,
        .name = request->name != NULL ? request->name : treatment->name,
        .class_key = treatment->class_key };

  return writing_check_interval (session, treatment, request->schedule, overridden, error)
         && together_check (session, &medicine, zone, overridden, error);
}

/* Each dose that was given before, from the second one on, is checked like a dose that is
 * logged. */
static gboolean
check_given_before (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
                    char **overridden, GError **error)
{
  for (guint i = 1; i < course->administrations->len; i++) {
    const RgmAdministration *given = g_ptr_array_index (course->administrations, i);
    GError *refusal = NULL;
    RgmDose dose;

    if (rgm_course_dose (course, given->dose, zone, session->now, &dose, NULL))
      safety_check_log (course, &dose, given->at, given->day_only, zone, &refusal);
    if (!writing_accept_refusal (session, refusal, overridden, error))
      return FALSE;
  }
  return TRUE;
}

/* The first date that was asked for must not be too early after the doses that were given before.
 */
static gboolean
check_restart (const RgmSession *session, const RgmAddRequest *request, const RgmCourse *course,
               const RgmZone *zone, char **overridden, GError **error)
{
  g_autoptr (RgmCourse) without = NULL;
  GError *refusal = NULL;

  if (count_given (request) == 0 || request->schedule->first.day == RGM_NO_DAY
      || course->revisions->len < 2)
    return TRUE;
  without = course_copy (course);
  ((RgmRevision *)g_ptr_array_index (without->revisions, 1))->schedule->first = RGM_LOCAL_NONE;
  safety_check_restart (without, count_given (request) + 1, request->schedule->first, zone,
                        &refusal);
  return writing_accept_refusal (session, refusal, overridden, error);
}

/* Checks that the doses that were given before lie in the past and the first one to come does not,
 * and that none of them is too early after the previous one. */
static gboolean
check_dates (const RgmSession *session, const RgmAddRequest *request, const RgmCourse *course,
             const RgmZone *zone, char **overridden, GError **error)
{
  int count = count_given (request);
  GError *future = NULL, *passed = NULL;

  if (count > 0)
    safety_check_past (given_time (request, count - 1)->at,
                       given_time (request, count - 1)->day_only, session->now, zone, &future);
  if (!writing_accept_refusal (session, future, overridden, error)
      || !check_given_before (session, course, zone, overridden, error)
      || !check_restart (session, request, course, zone, overridden, error))
    return FALSE;
  if (request->schedule->first.day != RGM_NO_DAY)
    safety_check_first (course, zone, session->now, &passed);
  return writing_accept_refusal (session, passed, overridden, error);
}

/* ---- the course ---- */

static RgmCourse *
new_course (const RgmSession *session, const RgmAddRequest *request, const RgmPatient *patient,
            char *handle)
{
  const RgmTreatment *treatment = request->treatment;
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  RgmCourse *course = course_new ();

  course->patient_id = patient->id;
  course->uid = g_uuid_string_random ();
  course->handle = handle;
  course->treatment_key = g_strdup (treatment->key);
  course->treatment_name = g_strdup (request->name != NULL ? request->name : treatment->name);
  course->treatment_class
    = g_strdup (together_class (session->catalog, course->treatment_name, treatment->class_key));
  course->unit = g_strdup (treatment->unit);
  course->units = g_strdup (treatment->units);
  course->minutes = treatment->minutes;
  course->amount = g_strdup (request->amount);
  course->place = g_strdup (request->place);
  course->site = request->site != NULL ? text_squeeze (request->site) : NULL;
  course->started_at = session->now;
  *revision = (RgmRevision){ .from_dose = 1,
                             .schedule = rgm_schedule_copy (request->schedule),
                             .made_at = session->now };
  g_ptr_array_add (course->revisions, revision);
  return course;
}

/* Adds the doses that were given before. If there are any, the first revision begins with them, and
 * a second one begins after them with the first date that was asked for. */
static gboolean
begin_with_given (RgmCourse *course, const RgmAddRequest *request, const RgmZone *zone,
                  GError **error)
{
  RgmRevision *given = g_ptr_array_index (course->revisions, 0), *coming;
  RgmSchedule *schedule = given->schedule;
  RgmLocal first;
  RgmDay day;

  for (int i = 0; i < count_given (request); i++) {
    RgmAdministration *before = g_new0 (RgmAdministration, 1);
    *before
      = (RgmAdministration){ .dose = i + 1,
                             .outcome = RGM_GIVEN,
                             .at = given_time (request, i)->at,
                             .zone = g_strdup (rgm_zone_name (zone)),
                             .day = rgm_zone_day (zone, given_time (request, i)->at),
                             .day_only = g_array_index (request->given, RgmGivenTime, i).day_only,
                             .amount = g_strdup (course->amount),
                             .site = g_strdup (course->site),
                             .recorded_at = given->made_at };
    g_ptr_array_add (course->administrations, before);
  }
  if (count_given (request) == 0 || schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return TRUE;
  first = schedule->first;
  if (first.day == RGM_NO_DAY && schedule->reckon == RGM_RECKON_PLAN) {
    first = rgm_zone_to_local (zone, given_time (request, count_given (request) - 1)->at);
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
  day = rgm_zone_day (zone, given_time (request, 0)->at);
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS) /* the treatment day to which that dose belonged */
    day = schedule_next_treatment_day (schedule, NULL, day);
  schedule->first = (RgmLocal){ day, RGM_NO_TIME };
  return rgm_schedule_validate (schedule, error);
}

/* ---- doses that were given before ---- */

/* The first dose to come must be on a later day than the last one that was given. If the interval
 * is of hours, it may be later on the same day. */
static gboolean
check_first (const RgmAddRequest *request, const RgmZone *zone, GError **error)
{
  int count = count_given (request);
  RgmLocal first = request->schedule->first;
  const RgmGivenTime *last;
  gboolean by_hours;

  if (count == 0 || first.day == RGM_NO_DAY)
    return TRUE;
  last = given_time (request, count - 1);
  by_hours = request->schedule->every.unit == 'h' && rgm_local_has_time (first) && !last->day_only;
  if (by_hours ? rgm_zone_to_instant (zone, first, NULL) > last->at
               : first.day > rgm_zone_day (zone, last->at))
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    by_hours ? _ ("--first must be later than the last dose in --given; correct one of them, or "
                  "leave out --first")
             : _ ("--first must be a later day than the last dose in --given; correct one of "
                  "them, or leave out --first"));
  return FALSE;
}

/* Doses that were given before must be in order, and not be more than the course can have. */
static gboolean
check_given (const RgmAddRequest *request, GError **error)
{
  const RgmSchedule *schedule = request->schedule;
  gboolean fractions = schedule->kind == RGM_SCHEDULE_FRACTIONS;
  int count = count_given (request);
  int most = fractions ? schedule->fractions : schedule->count;

  for (int i = 0; i < count; i++) {
    if (i > 0 && given_time (request, i)->at <= given_time (request, i - 1)->at) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("the doses that were given before are not in order, or one is listed twice"));
      return FALSE;
    }
  }
  if (count > 0 && (schedule->kind == RGM_SCHEDULE_ONCE || schedule->kind == RGM_SCHEDULE_TIMES)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--given cannot be used with a single visit or with fixed times"));
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
store_course (const RgmSession *session, RgmCourse *course, const RgmZone *zone, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmCourse) stored = NULL;

  if (!store_add_course (store, course, error)) /* with its first revision */
    return NULL;
  for (guint i = 1; i < course->revisions->len; i++)
    if (!store_add_revision (store, course->id, g_ptr_array_index (course->revisions, i), error))
      return NULL;
  for (guint i = 0; i < course->administrations->len; i++)
    if (!store_add_administration (store, course->id, course->administrations->pdata[i], error))
      return NULL;
  stored = rgm_store_course (store, course->id, RGM_INSTANT_NONE, error);
  return stored != NULL && writing_set_head (session, stored, zone, error)
           ? g_steal_pointer (&stored)
           : NULL;
}

gboolean
rgm_record_check_add (const RgmSession *session, const RgmTreatment *treatment, const char *name,
                      GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, NULL);
  const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
  g_autofree char *overridden = NULL;
  TogetherMedicine medicine
    = { .name = name != NULL ? name : treatment->name, .class_key = treatment->class_key };

  if (zone == NULL)
    return TRUE;
  medicine.patient_id = patient->id;
  return together_check (session, &medicine, zone, &overridden, error);
}

RgmCourse *
rgm_record_add (const RgmSession *session, const RgmAddRequest *request, GError **error)
{
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL, stored = NULL;
  g_autofree char *handle = NULL, *overridden = NULL;
  const RgmZone *zone;

  if (!writing_check_new_text (_ ("place"), request->place, error)
      || !writing_check_new_text (_ ("site"), request->site, error)
      || !rgm_schedule_validate (request->schedule, error) || !check_given (request, error))
    return NULL;
  change = store_begin (session->store, "add", session->now, error);
  patient = change != NULL ? writing_patient_or_first (session, error) : NULL;
  zone = patient != NULL ? rgm_patient_zone (patient, error) : NULL;
  if (zone == NULL || !check_first (request, zone, error))
    return NULL;
  handle = choose_handle (session->store, patient->id, request, error);
  if (handle == NULL || !check_treatment (session, request, patient, zone, &overridden, error))
    return NULL;
  course = new_course (session, request, patient, g_steal_pointer (&handle));
  if (!begin_with_given (course, request, zone, error)
      || !check_dates (session, request, course, zone, &overridden, error))
    return NULL;
  course->anyway = g_steal_pointer (&overridden);
  stored = store_course (session, course, zone, error);
  return stored != NULL && store_commit (change, error) ? g_steal_pointer (&stored) : NULL;
}
