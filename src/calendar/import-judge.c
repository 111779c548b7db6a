/* import-judge.c: compares an event of a calendar with what the record says about its dose. */
#include "calendar/import-judge.h"

#include "base/i18n.h"
#include "calendar/calendar-event.h"
#include "model/dose.h"
#include "model/incoming.h"
#include "model/proposal.h"
#include "store/calendar-rows.h"

#include <string.h>

#define MOST_DAYS_AHEAD 3660

gboolean
import_is_own (const char *uid)
{
  return g_str_has_suffix (uid, "@regimen");
}

/* ---- the courses of the record ---- */

/* Returns: (nullable): the course with @uuid, or with @id if @uuid is NULL. */
static const RgmCourse *
find_loaded (const RgmImport *import, gint64 id, const char *uuid)
{
  for (guint i = 0; i < import->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (import->courses, i);
    if (uuid != NULL ? g_str_equal (course->uid, uuid) : course->id == id)
      return course;
  }
  return NULL;
}

/* Adds @course to the courses of the import. @course: (transfer full) (nullable). Returns:
 * @course. */
static const RgmCourse *
keep_course (ImportComparison *comparison, RgmCourse *course)
{
  if (course == NULL)
    return NULL;
  course->settled = 0; /* all of its history is loaded */
  g_ptr_array_add (comparison->import->courses, course);
  return course;
}

const RgmCourse *
import_course (ImportComparison *comparison, gint64 id, GError **error)
{
  const RgmCourse *course = find_loaded (comparison->import, id, NULL);
  if (course != NULL)
    return course;
  return keep_course (comparison,
                      rgm_store_course (comparison->session->store, id, RGM_INSTANT_NONE, error));
}

const RgmCourse *
import_course_by_uuid (ImportComparison *comparison, const char *uuid, GError **error)
{
  GError *problem = NULL;
  RgmStore *store = comparison->session->store;
  const RgmCourse *course = find_loaded (comparison->import, 0, uuid);
  if (course != NULL || g_hash_table_contains (comparison->unknown, uuid))
    return course;
  course
    = keep_course (comparison, rgm_store_course_by_uid (store, uuid, RGM_INSTANT_NONE, &problem));
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT)) {
    g_hash_table_add (comparison->unknown, g_strdup (uuid));
    g_clear_error (&problem);
  }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return course;
}

void
import_known_free (ImportKnown *known)
{
  g_array_unref (known->doses);
  g_array_unref (known->changes);
  g_free (known);
}

const ImportKnown *
import_known (const ImportComparison *comparison, const RgmCourse *course, const RgmZone *zone,
              GError **error)
{
  const RgmSession *session = comparison->session;
  ImportKnown *known = g_hash_table_lookup (comparison->known, course);
  if (known != NULL)
    return known;
  GArray *changes = store_dose_changes (session->store, course->id, error);
  if (changes == NULL)
    return NULL;
  known = g_new0 (ImportKnown, 1);
  known->changes = changes;
  known->doses = rgm_course_doses (course, zone, session->now,
                                   rgm_zone_day (zone, session->now) + MOST_DAYS_AHEAD);
  g_hash_table_insert (comparison->known, (gpointer)course, known);
  return known;
}

/* ---- judging ---- */

static void
set_note (RgmProposal *proposal, RgmProposalReason reason)
{
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = reason };
}

/* Sets title, ours and window of @proposal. @planned: (out): whether the course has such a dose; if
 * not, only the title is set. Returns: FALSE with @error set if the record could not be read. */
static gboolean
look_up (const ImportComparison *comparison, RgmProposal *proposal, gboolean *planned,
         GError **error)
{
  const RgmCourse *course = proposal->course;
  const RgmZone *zone = proposal->home;
  const ImportKnown *known = import_known (comparison, course, zone, error);
  guint index = (guint)proposal->dose - 1;
  *planned = FALSE;
  proposal->title = rgm_dose_title (course, proposal->dose);
  if (known == NULL)
    return FALSE;
  if (index >= known->doses->len
      || g_array_index (known->doses, RgmDose, index).number != proposal->dose)
    return TRUE;
  const RgmDose *dose = &g_array_index (known->doses, RgmDose, index);
  const RgmAppointment *appointment = dose->appointment;
  proposal->there = rgm_dose_zone (dose, zone);
  CalendarSubject subject
    = { .session = comparison->session, .course = course, .changes = known->changes, .zone = zone };
  g_autoptr (RgmEvent) shown = calendar_event (&subject, dose, 0, TRUE);
  *planned = TRUE;
  proposal->has_window = dose_has_window (dose, course);
  proposal->earliest = dose->earliest;
  proposal->latest = dose->latest;
  proposal->ours = (RgmOnCalendar){
    .state = dose->state,
    .slot = dose->slot,
    .booked = appointment != NULL,
    .sequence = shown->sequence,
    .changed = shown->changed,
    .start = shown->start,
    .at = shown->start_at,
    .place = appointment != NULL ? appointment->place : NULL,
    .usual_place = rgm_course_place (course, dose->number),
  };
  return TRUE;
}

/* The zone in which a time without a zone is read. It is the zone in which the appointment was put
 * on record by an earlier import, so that the same mail says the same after a journey. */
static const RgmZone *
zone_of_floating (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  gboolean floats = !event->utc && event->tzid == NULL && rgm_local_has_time (event->start);
  return proposal->remembered && floats ? proposal->there : proposal->home;
}

/* Sets the time of @proposal, or its problem if the event has no usable time. @at: (nullable): the
 * time that the user gave, which then counts. Returns: whether the time is set. */
static gboolean
place_in_time (RgmProposal *proposal, const RgmZone *zone, const RgmIncomingTime *at)
{
  const RgmIncoming *event = proposal->event;
  g_autoptr (GError) problem = NULL;
  /* a cancellation needs only the UID of the appointment, and no time (RFC 5546 section 3.2.5) */
  if (event->cancelled && event->problem == RGM_INCOMING_NO_START && proposal->course != NULL) {
    proposal->time = (RgmIncomingTime){ proposal->ours.at, proposal->ours.start, zone,
                                        RGM_DOUBT_NONE, RGM_INSTANT_NONE };
    proposal->in_file = proposal->time.at;
    proposal->placed = TRUE;
    return TRUE;
  }
  proposal->placed = rgm_incoming_time (event, zone, &proposal->time, &problem);
  proposal->in_file = proposal->placed || at == NULL ? proposal->time.at : at->at;
  if (at != NULL && event->problem <= RGM_INCOMING_TWO_STARTS) {
    proposal->time = *at;
    proposal->placed = TRUE;
  }
  if (!proposal->placed)
    proposal->problem = g_strdup (problem->message);
  /* in a file exported by regimen, the name of the zone is enough; the rules beside it cover only
   * the years of that export */
  if (import_is_own (event->uid) && proposal->time.doubt == RGM_DOUBT_RULES)
    proposal->time.doubt = RGM_DOUBT_NONE;
  return proposal->placed;
}

gboolean
import_judge (const ImportComparison *comparison, RgmProposal *proposal, const RgmRemembered *known,
              GError **error)
{
  RgmIncoming event = *proposal->event;
  RgmVerdict *verdict = &proposal->verdict;
  RgmIncomingTime reading;
  RgmInstant answered = RGM_INSTANT_NONE;
  gboolean planned;
  g_autoptr (GError) zoneless = NULL;
  proposal->home = rgm_patient_zone (proposal->patient, &zoneless);
  if (proposal->home == NULL) {
    proposal->home = comparison->session->zone;
    proposal->title = rgm_dose_title (proposal->course, proposal->dose);
    proposal->problem = g_strdup (zoneless->message);
    set_note (proposal, RGM_BECAUSE_UNREADABLE);
    return TRUE;
  }
  if (!look_up (comparison, proposal, &planned, error))
    return FALSE;
  if (proposal->verdict.reason == RGM_BECAUSE_TWICE)
    return TRUE;
  if (!planned) {
    *verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
    if (!event.cancelled)
      set_note (proposal, RGM_BECAUSE_GONE);
    return TRUE;
  }
  if (!place_in_time (proposal, zone_of_floating (proposal),
                      proposal->attached ? comparison->at : NULL)) {
    set_note (proposal, RGM_BECAUSE_UNREADABLE);
    return TRUE;
  }
  if (proposal->attached || proposal->remembered || proposal->titled) {
    event.sequence = G_MAXINT;
    event.changed = RGM_INSTANT_NONE;
  }
  proposal->ours.attaching = proposal->attached;
  /* if the user gives only a day, nothing is booked, so the place of the event does not matter */
  if (proposal->attached && comparison->at != NULL && !rgm_local_has_time (proposal->time.local))
    event.place = NULL;
  *verdict = proposal_judge (&proposal->ours, &event, &proposal->time, proposal->home,
                             comparison->session->now);
  proposal->other = (RgmVerdict){ 0 };
  if (incoming_other (&proposal->time, proposal->home, &reading))
    proposal->other = proposal_judge (&proposal->ours, &event, &reading, proposal->home,
                                      comparison->session->now);
  if (known != NULL && verdict->kind != RGM_PROPOSE_NOTHING
      && !proposal_is_news (known, proposal->event, &proposal->time))
    set_note (proposal, RGM_BECAUSE_OLDER);
  /* What the user typed since then may be the answer to a later version, which the record does not
   * remember: the user may have read that version without putting it on record. An event without a
   * stamp may be of any age. */
  if (known != NULL && proposal_changes_record (verdict)
      && !store_dose_changed_since (comparison->session->store, proposal->course->id,
                                    proposal->dose, known->change, &answered, error))
    return FALSE;
  if (proposal->event->changed < answered) {
    if (verdict->kind == RGM_PROPOSE_HOLD_OR_SKIP
        && proposal_is_settled (&proposal->ours, &proposal->time))
      *verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_SAME };
    verdict->behind = TRUE;
  }
  proposal->unsure = proposal->unsure || event.unsure;
  /* a user who gave the time has settled every doubt about it; whether the dose was given then, or
   * was called off, is still asked */
  if (proposal->attached && comparison->at != NULL) {
    proposal->unsure = FALSE;
    verdict->choice
      = verdict->choice
        && (verdict->kind == RGM_PROPOSE_LOG || verdict->kind == RGM_PROPOSE_HOLD_OR_SKIP);
  }
  verdict->choice = verdict->choice || verdict->behind || proposal->titled || proposal->unsure;
  return TRUE;
}

/* ---- events that are not of this record ---- */

/* The patient whose calendar the file is. Returns: (nullable): NULL if it may be any of several
 * patients. */
static const RgmPatient *
file_patient (const ImportComparison *comparison)
{
  const GPtrArray *patients = comparison->import->patients;
  if (comparison->patient_id != 0)
    return calendar_patient (patients, comparison->patient_id);
  return patients->len == 1 ? g_ptr_array_index (patients, 0) : NULL;
}

const RgmZone *
import_home (const ImportComparison *comparison)
{
  const RgmPatient *patient = file_patient (comparison);
  const RgmZone *zone = patient != NULL ? rgm_zone_get (patient->zone, NULL) : NULL;
  return zone != NULL ? zone : comparison->session->zone;
}

void
import_judge_foreign (const ImportComparison *comparison, RgmProposal *proposal)
{
  proposal->patient = file_patient (comparison);
  proposal->home = import_home (comparison);
  set_note (proposal, RGM_BECAUSE_FOREIGN);
  if (place_in_time (proposal, proposal->home, NULL) && proposal->twin)
    proposal->problem = g_strdup (_ ("other events in the file have the same UID as this one, so "
                                     "later changes to it cannot be matched with its dose"));
}
