/* How what happens to one dose gets on record: given, skipped, booked. */
#include <regimen/describe.h>
#include <regimen/safety.h>
#include <regimen/text.h>

#include "agenda/refusal.h"
#include "base/i18n.h"

/* One writing use case under way: the record before and after, and the dose in question. */
typedef struct {
  const RgmSession *session;
  const RgmZone *zone;
  RgmCourse *before, *after;
  RgmDose dose; /* as it was; borrows from before */
} Writing;

static void
writing_clear (Writing *writing)
{
  g_clear_pointer (&writing->before, rgm_course_free);
  g_clear_pointer (&writing->after, rgm_course_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

void
rgm_recorded_clear (RgmRecorded *recorded)
{
  g_clear_pointer (&recorded->course, rgm_course_free);
}

/* ---- which dose ---- */

static const RgmZone *
zone_of_patient (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (patient->id == patient_id)
      return rgm_zone_get (patient->zone, error);
  }
  return NULL;
}

static gboolean
nothing_open (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GError **error)
{
  g_autofree char *ended = NULL;

  if (course->stopped_at == RGM_INSTANT_NONE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s is completed: no dose is open"),
                 course->handle);
    return FALSE;
  }
  ended = rgm_day_describe (rgm_zone_day (zone, course->stopped_at));
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s was stopped on %s: no dose is open"),
               course->handle, ended);
  return FALSE;
}

static gboolean
already_ended (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone, GError **error)
{
  g_autofree char *when = rgm_local_describe (rgm_zone_to_local (zone, dose->administration->at));

  if (dose->state == RGM_DOSE_GIVEN)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("dose %d of %s was already given on %s"),
                 dose->number, course->handle, when);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("dose %d of %s was skipped on %s: %s"),
                 dose->number, course->handle, when, dose->administration->reason);
  return FALSE;
}

static gboolean
pick_dose (Writing *writing, int number, GError **error)
{
  RgmInstant now = writing->session->now;

  if (number == 0)
    return rgm_course_next (writing->before, writing->zone, now, &writing->dose)
           || nothing_open (writing->before, writing->zone, now, error);
  if (!rgm_course_dose (writing->before, number, writing->zone, now, &writing->dose, error))
    return FALSE;
  if (writing->dose.administration != NULL)
    return already_ended (writing->before, &writing->dose, writing->zone, error);
  return writing->dose.open || nothing_open (writing->before, writing->zone, now, error);
}

static gboolean
open_writing (Writing *writing, const RgmSession *session, gint64 course_id, int number,
              GError **error)
{
  writing->session = session;
  writing->before = rgm_store_course (session->store, course_id, FALSE, error);
  /* An ended dose of long ago is needed only to say what became of it. */
  if (writing->before != NULL && number != 0 && number <= writing->before->settled) {
    rgm_course_free (writing->before);
    writing->before = rgm_store_course (session->store, course_id, TRUE, error);
  }
  if (writing->before == NULL)
    return FALSE;
  writing->zone = zone_of_patient (session->store, writing->before->patient_id, error);
  if (writing->zone == NULL || !pick_dose (writing, number, error))
    return FALSE;
  writing->after = rgm_course_copy (writing->before);
  return TRUE;
}

/* ---- what follows a write ---- */

/* Radiation courses are short and a late fraction moves all after it: they are always read whole.
 */
static int
settled_doses (const RgmCourse *course)
{
  int settled = course->settled;

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_INTERVAL)
    return 0;
  while (rgm_course_administration (course, settled + 1) != NULL)
    settled++;
  return settled;
}

static gboolean
store_consequences (const Writing *writing, GError **error)
{
  const RgmSession *session = writing->session;
  const RgmCourse *after = writing->after;
  g_autoptr (GArray) runs = rgm_course_changes (writing->before, after, writing->zone);
  gboolean active = rgm_course_state (after, writing->zone, session->now) == RGM_COURSE_ACTIVE;

  return rgm_store_add_dose_changes (session->store, after->id, runs, session->now, error)
         && rgm_store_set_head (session->store, after->id, settled_doses (after), after->makeups,
                                active, error);
}

static gboolean
fill_recorded (Writing *writing, RgmRecorded *recorded, GError **error)
{
  RgmInstant now = writing->session->now;
  int number = writing->dose.number;

  *recorded = (RgmRecorded){ .course = g_steal_pointer (&writing->after), .zone = writing->zone };
  recorded->has_next = rgm_course_next (recorded->course, writing->zone, now, &recorded->next);
  return rgm_course_dose (recorded->course, number, writing->zone, now, &recorded->dose, error);
}

/* What one use case adds to the record: to the store and to writing->after alike. */
typedef gboolean (*Write) (Writing *writing, gconstpointer request, GError **error);

static gboolean
write_inside (const RgmSession *session, gint64 course_id, int number, Write write,
              gconstpointer request, RgmRecorded *recorded, GError **error)
{
  g_auto (Writing) writing = { 0 };

  return open_writing (&writing, session, course_id, number, error)
         && write (&writing, request, error) && store_consequences (&writing, error)
         && rgm_store_commit (session->store, error) && fill_recorded (&writing, recorded, error);
}

static gboolean
write_dose (const char *command, const RgmSession *session, gint64 course_id, int number,
            Write write, gconstpointer request, RgmRecorded *recorded, GError **error)
{
  *recorded = (RgmRecorded){ 0 };
  if (!rgm_store_begin (session->store, command, session->now, error))
    return FALSE;
  if (write_inside (session, course_id, number, write, request, recorded, error))
    return TRUE;
  rgm_store_rollback (session->store);
  rgm_recorded_clear (recorded);
  return FALSE;
}

/* ---- administrations ---- */

static gint
by_dose (gconstpointer a, gconstpointer b)
{
  return (*(RgmAdministration *const *)a)->dose - (*(RgmAdministration *const *)b)->dose;
}

static gboolean
write_administration (Writing *writing, RgmAdministration *administration, GError **error)
{
  g_ptr_array_add (writing->after->administrations, administration);
  g_ptr_array_sort (writing->after->administrations, by_dose);
  writing->after->makeups += administration->makeup;
  return rgm_store_add_administration (writing->session->store, writing->after->id, administration,
                                       error);
}

static RgmAdministration *
new_administration (const Writing *writing, RgmOutcome outcome, RgmInstant at)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = writing->dose.number;
  administration->outcome = outcome;
  administration->at = at;
  administration->recorded_at = writing->session->now;
  return administration;
}

/* Logging ahead is for an appointment that is about to happen, not for a slip of the keyboard. */
static gboolean
check_not_far_ahead (const Writing *writing, RgmInstant at, GError **error)
{
  g_autofree char *when = NULL;

  if (at <= writing->session->now || at < rgm_dose_overdue_from (&writing->dose, writing->zone))
    return TRUE;
  when = rgm_local_describe (rgm_zone_to_local (writing->zone, at));
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s lies ahead, past the window of dose %d of %s; use when it was given, like now"), when,
    writing->dose.number, writing->before->handle);
  return FALSE;
}

static gboolean
write_given (Writing *writing, gconstpointer data, GError **error)
{
  const RgmGivenRequest *request = data;
  const RgmCourse *course = writing->before;
  g_autoptr (GString) overridden = g_string_new (NULL);
  RgmAdministration *administration;
  GError *refusal = NULL;

  if (!check_not_far_ahead (writing, request->at, error))
    return FALSE;
  rgm_safety_log (course, &writing->dose, request->at, writing->zone, &refusal);
  if (!refusal_accept (writing->session, refusal, overridden, error))
    return FALSE;
  administration = new_administration (writing, RGM_GIVEN, request->at);
  administration->amount = g_strdup (request->amount != NULL ? request->amount : course->amount);
  administration->site = g_strdup (request->site != NULL ? request->site : course->site);
  administration->note = g_strdup (request->note);
  administration->anyway = overridden->len > 0 ? g_strdup (overridden->str) : NULL;
  return write_administration (writing, administration, error);
}

gboolean
rgm_record_given (const RgmSession *session, gint64 course_id, int number,
                  const RgmGivenRequest *request, RgmRecorded *recorded, GError **error)
{
  if ((request->note != NULL && !rgm_text_check (_ ("note"), request->note, error))
      || (request->site != NULL && !rgm_text_check (_ ("site"), request->site, error)))
    return FALSE;
  return write_dose ("log", session, course_id, number, write_given, request, recorded, error);
}

typedef struct {
  const char *reason;
  gboolean makeup;
} SkipRequest;

static gboolean
write_skipped (Writing *writing, gconstpointer data, GError **error)
{
  const SkipRequest *request = data;
  RgmAdministration *administration
    = new_administration (writing, RGM_SKIPPED, writing->session->now);

  administration->reason = g_strdup (request->reason);
  administration->makeup
    = request->makeup && rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_FRACTIONS;
  return write_administration (writing, administration, error);
}

gboolean
rgm_record_skipped (const RgmSession *session, gint64 course_id, int number, const char *reason,
                    gboolean makeup, RgmRecorded *recorded, GError **error)
{
  SkipRequest request = { reason, makeup };
  g_autofree char *stripped = g_strstrip (g_strdup (reason != NULL ? reason : ""));

  if (stripped[0] == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("a skip needs a reason, like --reason \"low calcium\""));
    return FALSE;
  }
  return rgm_text_check (_ ("reason"), reason, error)
         && write_dose ("skip", session, course_id, number, write_skipped, &request, recorded,
                        error);
}

/* ---- appointments ---- */

typedef struct {
  RgmLocal at;
  const char *place;
} BookRequest;

static gboolean
check_appointment (const Writing *writing, const BookRequest *request, GError **error)
{
  g_autofree char *when = rgm_local_describe (request->at);

  if (!rgm_local_has_time (request->at)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("an appointment on %s needs a time too, like \"2026-12-03 10:30\""), when);
    return FALSE;
  }
  if (rgm_zone_to_instant (writing->zone, request->at, NULL) >= writing->session->now)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the appointment %s lies in the past; a dose that was given then is logged: "
                  "regimen log %s/%d"),
               when, writing->before->handle, writing->dose.number);
  return FALSE;
}

static void
replace_appointment (RgmCourse *course, RgmAppointment *appointment)
{
  for (guint i = course->appointments->len; i-- > 0;)
    if (((RgmAppointment *)g_ptr_array_index (course->appointments, i))->dose == appointment->dose)
      g_ptr_array_remove_index (course->appointments, i);
  g_ptr_array_add (course->appointments, appointment);
}

static void
lift_hold (RgmCourse *course, int dose)
{
  for (guint i = course->holds->len; i-- > 0;)
    if (((RgmHold *)g_ptr_array_index (course->holds, i))->dose == dose)
      g_ptr_array_remove_index (course->holds, i);
}

static gboolean
write_booked (Writing *writing, gconstpointer data, GError **error)
{
  const BookRequest *request = data;
  RgmStore *store = writing->session->store;
  RgmCourse *after = writing->after;
  int number = writing->dose.number;
  RgmAppointment *appointment;

  if (!check_appointment (writing, request, error))
    return FALSE;
  appointment = g_new0 (RgmAppointment, 1);
  *appointment = (RgmAppointment){ number, request->at, g_strdup (rgm_zone_name (writing->zone)),
                                   g_strdup (request->place) };
  replace_appointment (after, appointment);
  /* A booked dose is no longer put off. */
  if (writing->dose.hold != NULL && !rgm_store_set_hold (store, after->id, number, NULL, error))
    return FALSE;
  lift_hold (after, number);
  return rgm_store_set_appointment (store, after->id, number, appointment, error);
}

gboolean
rgm_record_booked (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                   const char *place, RgmRecorded *recorded, GError **error)
{
  BookRequest request = { at, place };

  return (place == NULL || rgm_text_check (_ ("place"), place, error))
         && write_dose ("book", session, course_id, number, write_booked, &request, recorded,
                        error);
}
