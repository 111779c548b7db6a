/* fhir-course.c: writes what was prescribed: MedicationRequests, ServiceRequests, and a CarePlan
 * that refers to all of them. */
#include "base/i18n.h"
#include "catalog/codes.h"
#include "followup/fhir-part.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/fhir.h"

/* ---- when and how often ---- */

static void
add_times (Fhir *fhir, const FhirRepeat *repeat)
{
  if (repeat->n_times == 0)
    return;
  json_open_array (&fhir->out, "timeOfDay");
  for (guint i = 0; i < repeat->n_times; i++) {
    int second = repeat->times[i];
    g_autofree char *time
      = g_strdup_printf ("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);

    json_add_text (&fhir->out, NULL, time);
  }
  json_close_array (&fhir->out);
}

static void
add_weekdays (Fhir *fhir, guint8 weekdays)
{
  if (weekdays == RGM_EVERY_DAY)
    return;
  json_open_array (&fhir->out, "dayOfWeek");
  for (int day = 1; day <= 7; day++)
    if (weekdays >> (day - 1) & 1)
      json_add_text (&fhir->out, NULL, fhir_weekday (day));
  json_close_array (&fhir->out);
}

static void
add_repeat (Fhir *fhir, const FhirRepeat *repeat)
{
  json_open_object (&fhir->out, "repeat");
  if (repeat->start != RGM_NO_DAY || repeat->end != RGM_NO_DAY) {
    json_open_object (&fhir->out, "boundsPeriod");
    if (repeat->start != RGM_NO_DAY)
      fhir_add_day (fhir, "start", repeat->start);
    if (repeat->end != RGM_NO_DAY)
      fhir_add_day (fhir, "end", repeat->end);
    json_close_object (&fhir->out);
  }
  if (repeat->count > 0)
    json_add_number (&fhir->out, "count", repeat->count);
  json_add_number (&fhir->out, "frequency", repeat->frequency);
  json_add_number (&fhir->out, "period", repeat->period);
  json_add_text (&fhir->out, "periodUnit", repeat->unit);
  add_weekdays (fhir, repeat->weekdays);
  add_times (fhir, repeat);
  json_close_object (&fhir->out);
}

/* The time of the only visit of @course: its appointment, or else its planned day. @zone: (out):
 * the zone of that time. */
static RgmLocal
visit_local (const Fhir *fhir, const RgmCourse *course, const RgmZone **zone)
{
  RgmDose dose;

  *zone = fhir->zone;
  if (!rgm_course_dose (course, 1, fhir->zone, fhir->session->now, &dose, NULL))
    return rgm_course_schedule (course)->first;
  *zone = rgm_dose_zone (&dose, fhir->zone);
  return rgm_dose_local (&dose);
}

/* Adds a Timing. If FHIR cannot express the schedule, the Timing has only text. */
static void
add_timing (Fhir *fhir, const char *key, const RgmCourse *course, const char *words)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  FhirRepeat repeat;

  if (fhir_repeat (schedule, &repeat)) {
    json_open_object (&fhir->out, key);
    add_repeat (fhir, &repeat);
  } else if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return;
  else if (schedule->kind == RGM_SCHEDULE_ONCE) {
    const RgmZone *zone;
    RgmLocal local = visit_local (fhir, course, &zone);

    json_open_object (&fhir->out, key);
    json_open_array (&fhir->out, "event");
    fhir_add_local (fhir, NULL, local, zone);
    json_close_array (&fhir->out);
  } else
    json_open_object (&fhir->out, key);
  fhir_add_concept (fhir, "code", NULL, NULL, words);
  json_close_object (&fhir->out);
}

/* ---- the requests ---- */

/* Adds how many doses may be taken in any 24 hours, if the course has such a limit. */
static void
add_maximum (Fhir *fhir, const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  g_autofree char *most = g_strdup_printf ("%d", schedule->max_per_day);

  if (schedule->max_per_day == 0)
    return;
  json_open_object (&fhir->out, "maxDosePerPeriod");
  fhir_add_quantity (fhir, "numerator", NULL, most, course->units);
  fhir_add_quantity (fhir, "denominator", NULL, "24", "h");
  json_close_object (&fhir->out);
}

/* The amount as it is prescribed now. Returns: (transfer none) (nullable). */
static const char *
amount_now (const RgmCourse *course)
{
  const RgmRevision *last = course->revisions->pdata[course->revisions->len - 1];

  return rgm_course_amount (course, last->from_dose);
}

static void
add_dosage (Fhir *fhir, const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  const char *amount = amount_now (course);
  g_autofree char *words = rgm_schedule_describe (schedule, rgm_unit_words (course->unit),
                                                  rgm_unit_words (course->units));
  g_autofree char *text = amount != NULL ? g_strdup_printf ("%s, %s", amount, words) : NULL;
  g_autofree char *number = NULL, *unit = NULL;

  json_open_array (&fhir->out, "dosageInstruction");
  json_open_object (&fhir->out, NULL);
  json_add_text (&fhir->out, "text", text != NULL ? text : words);
  add_timing (fhir, "timing", course, words);
  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    json_add_raw (&fhir->out, "asNeededBoolean", "true");
  fhir_add_concept (fhir, "site", NULL, NULL, course->site);
  if (amount != NULL && fhir_quantity (amount, &number, &unit)) {
    json_open_array (&fhir->out, "doseAndRate");
    json_open_object (&fhir->out, NULL);
    fhir_add_quantity (fhir, "doseQuantity", NULL, number, unit);
    json_close_object (&fhir->out);
    json_close_array (&fhir->out);
  }
  add_maximum (fhir, course);
  json_close_object (&fhir->out);
  json_close_array (&fhir->out);
}

/* Finds why the course was stopped, or is paused today. @reason: (out) (transfer full)
 * (nullable). */
static gboolean
find_reason (const Fhir *fhir, const RgmCourse *course, RgmCourseState state, char **reason,
             GError **error)
{
  RgmDay today = rgm_zone_day (fhir->zone, fhir->session->now);

  if (state == RGM_COURSE_STOPPED)
    return rgm_store_stop_reason (fhir->session->store, course->id, reason, error);
  *reason = state == RGM_COURSE_PAUSED ? course_pause_reasons (course, today, today) : NULL;
  return TRUE;
}

/* @status: "entered-in-error" for a course that was taken back, of which less is written; NULL for
 * any other course. */
static gboolean
write_medication_request (Fhir *fhir, const RgmCourse *course, RgmCourseState state,
                          const char *status, GError **error)
{
  g_autofree char *reason = NULL;

  if (status == NULL && !find_reason (fhir, course, state, &reason, error))
    return FALSE;
  fhir_begin (fhir, "MedicationRequest", course->uid);
  fhir_add_identifier (fhir, course->handle);
  json_add_text (&fhir->out, "status",
                 status != NULL ? status : fhir_medication_request_status (state));
  fhir_add_concept (fhir, "statusReason", NULL, NULL, reason);
  /* The weakest intent, because it comes from the user and not from the prescriber. */
  json_add_text (&fhir->out, "intent", "plan");
  json_add_raw (&fhir->out, "reportedBoolean", "true");
  fhir_add_concept (
    fhir, "medicationCodeableConcept", "atc",
    catalog_atc (fhir->session->catalog, course->treatment_key, course->treatment_name),
    course->treatment_name);
  fhir_add_subject (fhir);
  if (status == NULL)
    add_dosage (fhir, course);
  return fhir_end (fhir, error);
}

/* Adds when the sessions or visits are planned. */
static void
add_occurrence (Fhir *fhir, const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  g_autofree char *words = rgm_schedule_describe (schedule, rgm_unit_words (course->unit),
                                                  rgm_unit_words (course->units));
  const RgmZone *zone;

  if (schedule->kind == RGM_SCHEDULE_ONCE) {
    RgmLocal local = visit_local (fhir, course, &zone);
    fhir_add_local (fhir, "occurrenceDateTime", local, zone);
  } else
    add_timing (fhir, "occurrenceTiming", course, words);
  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    json_add_raw (&fhir->out, "asNeededBoolean", "true");
}

static gboolean
write_service_request (Fhir *fhir, const RgmCourse *course, RgmCourseState state,
                       const char *status, GError **error)
{
  const RgmSchedule *schedule = status == NULL ? rgm_course_schedule (course) : NULL;
  g_autofree char *reason = NULL;

  if (status == NULL && !find_reason (fhir, course, state, &reason, error))
    return FALSE;
  const char *const notes[] = { reason };
  fhir_begin (fhir, "ServiceRequest", course->uid);
  fhir_add_identifier (fhir, course->handle);
  json_add_text (&fhir->out, "status",
                 status != NULL ? status : fhir_service_request_status (state));
  json_add_text (&fhir->out, "intent", "plan");
  fhir_add_concept (fhir, "code", NULL, NULL, course->treatment_name);
  if (schedule != NULL)
    fhir_add_concepts (fhir, "orderDetail", amount_now (course));
  if (schedule != NULL && schedule->fractions > 0) {
    g_autofree char *sessions = g_strdup_printf ("%d", schedule->fractions);
    fhir_add_quantity (fhir, "quantityQuantity", NULL, sessions, course->units);
  }
  fhir_add_subject (fhir);
  if (schedule != NULL)
    add_occurrence (fhir, course);
  if (schedule != NULL) {
    const RgmRevision *last = course->revisions->pdata[course->revisions->len - 1];
    fhir_add_concepts (fhir, "locationCode", rgm_course_place (course, last->from_dose));
  }
  fhir_add_concepts (fhir, "bodySite", course->site);
  fhir_add_notes (fhir, notes, G_N_ELEMENTS (notes));
  return fhir_end (fhir, error);
}

/* ---- all sessions of a radiation course together ---- */

/* The day of the first session that was given; RGM_NO_DAY if none was. @given: (out): how many were
 * given. @last: (out): the day of the last one. */
static RgmDay
count_sessions (const Fhir *fhir, const RgmCourse *course, int *given, RgmDay *last)
{
  RgmDay first = RGM_NO_DAY;

  *given = 0;
  *last = RGM_NO_DAY;
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *done = course->administrations->pdata[i];
    RgmDay day = administration_day (done, fhir->zone);
    if (done->outcome != RGM_GIVEN)
      continue;
    first = *given == 0 ? day : MIN (first, day);
    *last = *given == 0 ? day : MAX (*last, day);
    (*given)++;
  }
  return first;
}

/* Writes the summary of a radiation course: a Procedure with its period (as in mCODE) and the
 * number of sessions that were given. @id: (out) (transfer full) (nullable): NULL if there is no
 * summary. */
static gboolean
write_series (Fhir *fhir, const RgmCourse *course, RgmCourseState state, char **id, GError **error)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  int given;
  RgmDay last, first = count_sessions (fhir, course, &given, &last);
  const char *status = fhir_series_status (state, given);
  gboolean ended = state == RGM_COURSE_COMPLETED || state == RGM_COURSE_STOPPED;
  g_autofree char *sessions = g_strdup_printf (_ ("Given: %d of %d %s"), given, schedule->fractions,
                                               rgm_unit_words (course->units));
  const char *const notes[] = { sessions };

  *id = NULL;
  if (schedule->kind != RGM_SCHEDULE_FRACTIONS || status == NULL)
    return TRUE;
  *id = fhir_id (course->uid, "series");
  fhir_begin (fhir, "Procedure", *id);
  fhir_add_identifier (fhir, course->handle);
  json_open_array (&fhir->out, "basedOn");
  fhir_add_reference (fhir, NULL, "ServiceRequest", course->uid);
  json_close_array (&fhir->out);
  json_add_text (&fhir->out, "status", status);
  fhir_add_concept (fhir, "code", NULL, NULL, course->treatment_name);
  fhir_add_subject (fhir);
  json_open_object (&fhir->out, "performedPeriod");
  fhir_add_day (fhir, "start", first);
  if (ended)
    fhir_add_day (fhir, "end", last);
  json_close_object (&fhir->out);
  fhir_add_concepts (fhir, "bodySite", course->site);
  fhir_add_notes (fhir, notes, G_N_ELEMENTS (notes));
  return fhir_end (fhir, error);
}

/* ---- all courses ---- */

/* Whether the course is a procedure, and not a medication. A course of radiation sessions is a
 * procedure even if the user gave it a name of their own. */
static gboolean
is_procedure (const Fhir *fhir, const RgmCourse *course)
{
  return catalog_class_is_procedure (fhir->session->catalog, course->treatment_class)
         || (course->revisions->len > 0
             && rgm_course_schedule (course)->kind == RGM_SCHEDULE_FRACTIONS);
}

/* For each dose of the course @course_id that has rows which were taken back, the last of these
 * rows (RgmAdministration), by the number of the dose. Returns: (transfer container). */
static GHashTable *
find_taken_back (const GPtrArray *history, gint64 course_id)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < history->len; i++) {
    const RgmHistoryRow *row = history->pdata[i];
    RgmAdministration *done = row->administration, *other;
    if (!row->taken_back || row->course_id != course_id)
      continue;
    other = g_hash_table_lookup (found, GINT_TO_POINTER (done->dose));
    if (other == NULL || other->id < done->id)
      g_hash_table_insert (found, GINT_TO_POINTER (done->dose), done);
  }
  return found;
}

static gboolean
write_course (Fhir *fhir, RgmCourse *course, const GPtrArray *history, RgmCourseState state,
              GError **error)
{
  g_autoptr (GHashTable) taken_back = find_taken_back (history, course->id);
  g_autofree char *series = NULL;
  FhirCourse one = { course, is_procedure (fhir, course), NULL, taken_back };

  if (!(one.procedure ? write_service_request (fhir, course, state, NULL, error)
                      : write_medication_request (fhir, course, state, NULL, error))
      || (one.procedure && !write_series (fhir, course, state, &series, error)))
    return FALSE;
  one.series = series;
  return fhir_write_doses (fhir, &one, error);
}

static gboolean
write_void_course (Fhir *fhir, RgmCourse *course, const GPtrArray *history, GError **error)
{
  g_autoptr (GHashTable) taken_back = find_taken_back (history, course->id);
  FhirCourse one = { course, is_procedure (fhir, course), NULL, taken_back };

  return (one.procedure
            ? write_service_request (fhir, course, RGM_COURSE_STOPPED, "entered-in-error", error)
            : write_medication_request (fhir, course, RGM_COURSE_STOPPED, "entered-in-error",
                                        error))
         && fhir_write_void_doses (fhir, &one, error);
}

/* Writes the CarePlan of all @courses together. */
static gboolean
write_plan (Fhir *fhir, const GPtrArray *courses, const RgmCourseState *states, GError **error)
{
  g_autofree char *id = fhir_id (fhir->patient->uid, "plan");

  if (courses->len == 0)
    return TRUE;
  fhir_begin (fhir, "CarePlan", id);
  json_add_text (&fhir->out, "status", fhir_care_plan_status (states, courses->len));
  json_add_text (&fhir->out, "intent", "plan");
  fhir_add_subject (fhir);
  json_open_array (&fhir->out, "activity");
  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    json_open_object (&fhir->out, NULL);
    fhir_add_reference (fhir, "reference",
                        is_procedure (fhir, course) ? "ServiceRequest" : "MedicationRequest",
                        course->uid);
    json_close_object (&fhir->out);
  }
  json_close_array (&fhir->out);
  return fhir_end (fhir, error);
}

gboolean
fhir_write_courses (Fhir *fhir, GError **error)
{
  const RgmCourseQuery query = { .patient_id = fhir->patient->id,
                                 .now = fhir->session->now,
                                 .ended = TRUE,
                                 .whole = TRUE,
                                 .since = RGM_INSTANT_NONE,
                                 .ended_since = RGM_INSTANT_NONE };
  RgmStore *store = fhir->session->store;
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &query, error);
  g_autoptr (GPtrArray) gone
    = courses != NULL ? rgm_store_void_courses (store, fhir->patient->id, error) : NULL;
  g_autoptr (GPtrArray) history
    = gone != NULL ? rgm_store_history (store, fhir->patient->id, 0, RGM_HISTORY_ALL, error) : NULL;
  g_autofree RgmCourseState *states = NULL;

  if (history == NULL)
    return FALSE;
  states = g_new0 (RgmCourseState, courses->len + 1);
  for (guint i = 0; i < courses->len; i++)
    states[i] = rgm_course_state (courses->pdata[i], fhir->zone, fhir->session->now);
  if (!write_plan (fhir, courses, states, error))
    return FALSE;
  for (guint i = 0; i < courses->len; i++)
    if (!write_course (fhir, courses->pdata[i], history, states[i], error))
      return FALSE;
  for (guint i = 0; i < gone->len; i++)
    if (!write_void_course (fhir, gone->pdata[i], history, error))
      return FALSE;
  return TRUE;
}
