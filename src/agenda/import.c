#include <regimen/import.h>
#include <string.h>

#include "agenda/calendar-event.h"
#include "base/i18n.h"

#define UUID_LENGTH 36
#define MOST_DAYS_AHEAD 3660

/* What is worked out of a course once. */
typedef struct {
  GArray *doses;   /* of RgmDose, from the first one on */
  GArray *changes; /* of RgmDoseChange */
} Known;

/* One comparison. */
typedef struct {
  const RgmSession *session;
  gint64 patient_id;
  RgmImport *import;
  GHashTable *by_uid;  /* of RgmProposal: the events of the file, borrowed */
  GHashTable *unknown; /* UUIDs that no course has */
  GHashTable *known;   /* of Known, by course */
} Comparison;

static void
proposal_free (RgmProposal *proposal)
{
  g_free (proposal->title);
  g_free (proposal->problem);
  g_free (proposal);
}

void
rgm_import_free (RgmImport *import)
{
  if (import == NULL)
    return;
  g_clear_pointer (&import->proposals, g_ptr_array_unref);
  g_clear_pointer (&import->events, g_ptr_array_unref);
  g_clear_pointer (&import->courses, g_ptr_array_unref);
  g_clear_pointer (&import->patients, g_ptr_array_unref);
  g_free (import);
}

const char *
rgm_import_reason (void)
{
  return _ ("cancelled in the calendar");
}

/* ---- whose event it is ---- */

/* "<course uuid>-<dose>@regimen". @uuid: (out): of UUID_LENGTH + 1 bytes. */
static gboolean
split_uid (const char *uid, char *uuid, int *dose)
{
  gint64 number;
  const char *end;
  g_autofree char *digits = NULL;

  if (strlen (uid) <= UUID_LENGTH || uid[UUID_LENGTH] != '-' || !g_uuid_string_is_valid (uuid))
    return FALSE;
  end = strchr (uid, '@');
  if (g_strcmp0 (end, "@regimen") != 0)
    return FALSE;
  digits = g_strndup (uid + UUID_LENGTH + 1, (gsize)(end - uid - UUID_LENGTH - 1));
  *dose = 0;
  if (*digits == '0' || !g_ascii_string_to_signed (digits, 10, 1, 99999, &number, NULL))
    return FALSE;
  *dose = (int)number;
  return TRUE;
}

/* An event before a dose that only rings: "<course uuid>-<dose>-lead1@regimen". */
static gboolean
is_reminder (const char *uid)
{
  const char *lead = strstr (uid, "-lead");

  return lead != NULL && lead - uid > UUID_LENGTH && g_str_has_suffix (uid, "@regimen");
}

static const RgmPatient *
find_patient (const RgmImport *import, gint64 id)
{
  for (guint i = 0; i < import->patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (import->patients, i);

    if (patient->id == id)
      return patient;
  }
  return NULL;
}

static const RgmCourse *
find_course (Comparison *comparison, const char *uuid)
{
  GPtrArray *courses = comparison->import->courses;
  RgmCourse *course;

  for (guint i = 0; i < courses->len; i++)
    if (g_str_equal (((const RgmCourse *)g_ptr_array_index (courses, i))->uid, uuid))
      return g_ptr_array_index (courses, i);
  if (g_hash_table_contains (comparison->unknown, uuid))
    return NULL;
  course = rgm_store_course_by_uid (comparison->session->store, uuid, TRUE, NULL);
  if (course == NULL)
    g_hash_table_add (comparison->unknown, g_strdup (uuid));
  else {
    course->settled = 0; /* its history is whole */
    g_ptr_array_add (courses, course);
  }
  return course;
}

/* ---- what the record says ---- */

static const RgmZone *
zone_of (const RgmProposal *proposal)
{
  const RgmZone *zone = rgm_zone_get (proposal->patient->zone, NULL);

  return zone != NULL ? zone : rgm_zone_get ("UTC", NULL);
}

static void
set_ours (RgmProposal *proposal, const RgmDose *dose, const RgmEvent *shown)
{
  const RgmAppointment *appointment = dose->appointment;

  proposal->earliest = dose->earliest;
  proposal->latest = dose->latest;
  proposal->ours = (RgmOnCalendar){
    .state = dose->state,
    .slot = dose->slot,
    .booked = appointment != NULL,
    .sequence = shown->sequence,
    .start = shown->start,
    .at = shown->start_at,
    .place = appointment != NULL ? appointment->place : NULL,
    .usual_place = rgm_course_place (proposal->course, dose->number),
  };
}

/* "Denosumab injection 3": without its state. */
static char *
title_of (const RgmCourse *course, int number)
{
  if (rgm_course_revision (course, number)->schedule->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (course->treatment_name);
  return g_strdup_printf ("%s %s %d", course->treatment_name, course->unit, number);
}

static void
known_free (Known *known)
{
  g_array_unref (known->doses);
  g_array_unref (known->changes);
  g_free (known);
}

/* As far as an export can reach. Returns: NULL with @error set where the record could not be
 * read. */
static const Known *
work_out (const Comparison *comparison, const RgmCourse *course, const RgmZone *zone,
          GError **error)
{
  const RgmSession *session = comparison->session;
  Known *known = g_hash_table_lookup (comparison->known, course);
  GArray *changes;

  if (known != NULL)
    return known;
  changes = rgm_store_dose_changes (session->store, course->id, error);
  if (changes == NULL)
    return NULL;
  known = g_new0 (Known, 1);
  *known = (Known){ NULL, changes };
  known->doses = rgm_course_doses (course, zone, session->now,
                                   rgm_zone_day (zone, session->now) + MOST_DAYS_AHEAD);
  g_hash_table_insert (comparison->known, (gpointer)course, known);
  return known;
}

static const RgmDose *
find_dose (const Known *known, int number)
{
  const RgmDose *dose;

  if (number > (int)known->doses->len)
    return NULL;
  dose = &g_array_index (known->doses, RgmDose, number - 1);
  return dose->number == number ? dose : NULL;
}

/* Returns: FALSE with @error set where the record could not be read. @planned: (out): there is such
 * a dose. */
static gboolean
look_up (const Comparison *comparison, RgmProposal *proposal, gboolean *planned, GError **error)
{
  const RgmZone *zone = zone_of (proposal);
  const Known *known = work_out (comparison, proposal->course, zone, error);
  const RgmDose *dose = known != NULL ? find_dose (known, proposal->dose) : NULL;
  RgmCalendarSubject subject
    = { .session = comparison->session, .course = proposal->course, .zone = zone };
  RgmEvent *shown;

  *planned = dose != NULL;
  proposal->title = title_of (proposal->course, proposal->dose);
  if (dose == NULL)
    return known != NULL;
  shown = rgm_calendar_dose_event (&subject, dose, known->changes, 0, TRUE);
  set_ours (proposal, dose, shown);
  rgm_event_free (shown);
  return TRUE;
}

/* ---- judging ---- */

static void
set_note (RgmProposal *proposal, RgmProposalReason reason)
{
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = reason };
}

static gboolean
place_in_time (RgmProposal *proposal, const RgmZone *zone)
{
  g_autoptr (GError) problem = NULL;

  proposal->placed = rgm_incoming_time (proposal->event, zone, &proposal->time, &problem);
  if (!proposal->placed)
    proposal->problem = g_strdup (problem->message);
  return proposal->placed;
}

static gboolean
judge (const Comparison *comparison, RgmProposal *proposal, GError **error)
{
  const RgmZone *zone = zone_of (proposal);
  gboolean planned;

  if (!look_up (comparison, proposal, &planned, error))
    return FALSE;
  if (proposal->verdict.reason == RGM_BECAUSE_TWICE)
    return TRUE;
  if (!planned && proposal->event->cancelled)
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
  else if (!planned)
    set_note (proposal, RGM_BECAUSE_GONE);
  else if (!place_in_time (proposal, zone))
    set_note (proposal, RGM_BECAUSE_UNREADABLE);
  else
    proposal->verdict = rgm_proposal_judge (&proposal->ours, proposal->event, &proposal->time, zone,
                                            comparison->session->now);
  return TRUE;
}

static void
judge_foreign (const Comparison *comparison, RgmProposal *proposal)
{
  const RgmImport *import = comparison->import;
  const RgmPatient *patient = comparison->patient_id != 0
                                ? find_patient (import, comparison->patient_id)
                              : import->patients->len == 1 ? import->patients->pdata[0]
                                                           : NULL;
  const RgmZone *zone = patient != NULL ? rgm_zone_get (patient->zone, NULL) : NULL;

  proposal->patient = patient;
  set_note (proposal, RGM_BECAUSE_FOREIGN);
  place_in_time (proposal, zone != NULL ? zone : comparison->session->zone);
}

/* ---- the events of the file ---- */

static int
compare_versions (const RgmIncoming *a, const RgmIncoming *b)
{
  if (a->sequence != b->sequence)
    return a->sequence < b->sequence ? -1 : 1;
  return a->changed < b->changed ? -1 : a->changed > b->changed;
}

static gboolean
says_the_same (const RgmIncoming *a, const RgmIncoming *b)
{
  return rgm_local_equal (a->start, b->start) && a->utc == b->utc
         && g_strcmp0 (a->tzid, b->tzid) == 0 && a->done == b->done && a->cancelled == b->cancelled
         && a->problem == b->problem;
}

/* Another version of an event that is there already. */
static void
take_version (RgmProposal *proposal, const RgmIncoming *event)
{
  int newer = compare_versions (event, proposal->event);

  if (newer > 0) {
    proposal->event = event;
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
  } else if (newer == 0 && !says_the_same (event, proposal->event))
    set_note (proposal, RGM_BECAUSE_TWICE);
}

static void
take_event (Comparison *comparison, const RgmIncoming *event)
{
  RgmProposal *proposal
    = *event->uid != '\0' ? g_hash_table_lookup (comparison->by_uid, event->uid) : NULL;

  if (proposal != NULL) {
    take_version (proposal, event);
    return;
  }
  proposal = g_new0 (RgmProposal, 1);
  proposal->event = event;
  g_ptr_array_add (comparison->import->proposals, proposal);
  if (*event->uid != '\0')
    g_hash_table_insert (comparison->by_uid, event->uid, proposal);
}

/* Whether the event is that of a dose of the patient who is asked for. */
static gboolean
belongs (Comparison *comparison, RgmProposal *proposal)
{
  g_autofree char *uuid = g_strndup (proposal->event->uid, UUID_LENGTH);
  const RgmCourse *course;
  int dose;

  if (!split_uid (proposal->event->uid, uuid, &dose))
    return FALSE;
  course = find_course (comparison, uuid);
  if (course == NULL
      || (comparison->patient_id != 0 && course->patient_id != comparison->patient_id))
    return FALSE;
  proposal->course = course;
  proposal->dose = dose;
  proposal->patient = find_patient (comparison->import, course->patient_id);
  return proposal->patient != NULL;
}

static gboolean
judge_all (Comparison *comparison, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = 0; i < proposals->len; i++) {
    RgmProposal *proposal = g_ptr_array_index (proposals, i);

    if (!belongs (comparison, proposal))
      judge_foreign (comparison, proposal);
    else if (!judge (comparison, proposal, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- an appointment of other people's making ---- */

/* Leaves only the event that is meant. */
static gboolean
pick_event (Comparison *comparison, int wanted, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = proposals->len; i-- > 0;) {
    RgmProposal each = *(RgmProposal *)g_ptr_array_index (proposals, i);

    if (belongs (comparison, &each))
      g_ptr_array_remove_index (proposals, i);
  }
  if (proposals->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has no appointment of other people's making"));
  else if (wanted == 0 && proposals->len > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the file has %u appointments; import it without --for to see them, then say "
                    "which: --event 1 to %u"),
                 proposals->len, proposals->len);
  else if (wanted > (int)proposals->len)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("--event %d: the file has %u appointments"),
                 wanted, proposals->len);
  else {
    int index = MAX (wanted, 1) - 1;

    g_ptr_array_remove_range (proposals, (guint)index + 1, proposals->len - (guint)index - 1);
    g_ptr_array_remove_range (proposals, 0, (guint)index);
    return TRUE;
  }
  return FALSE;
}

static gboolean
find_target (Comparison *comparison, const RgmImportFor *target, RgmProposal *proposal,
             GError **error)
{
  const RgmSession *session = comparison->session;
  RgmCourse *course = rgm_store_course (session->store, target->course_id, TRUE, error);
  const RgmZone *zone;
  RgmDose dose;

  if (course == NULL)
    return FALSE;
  course->settled = 0;
  g_ptr_array_add (comparison->import->courses, course);
  proposal->course = course;
  proposal->patient = find_patient (comparison->import, course->patient_id);
  zone = zone_of (proposal);
  if (target->dose != 0) {
    proposal->dose = target->dose;
    return rgm_course_dose (course, target->dose, zone, session->now, &dose, error);
  }
  if (!rgm_course_next (course, zone, session->now, &dose)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s has no open dose"), course->handle);
    return FALSE;
  }
  proposal->dose = dose.number;
  return TRUE;
}

/* Its SEQUENCE counts changes of its own, and says nothing here. */
static gboolean
attach (Comparison *comparison, const RgmImportFor *target, GError **error)
{
  RgmProposal *proposal;
  RgmIncoming *event;

  if (!pick_event (comparison, target->event, error))
    return FALSE;
  proposal = g_ptr_array_index (comparison->import->proposals, 0);
  if (!find_target (comparison, target, proposal, error))
    return FALSE;
  event = (RgmIncoming *)proposal->event;
  event->sequence = G_MAXINT;
  proposal->attached = TRUE;
  return judge (comparison, proposal, error);
}

RgmImport *
rgm_import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                    const RgmImportFor *target, GError **error)
{
  g_autoptr (GHashTable) by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) known
    = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)known_free);
  g_autoptr (RgmImport) import = g_new0 (RgmImport, 1);
  Comparison comparison = { session, patient_id, import, by_uid, unknown, known };

  import->events = events;
  import->courses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_course_free);
  import->proposals = g_ptr_array_new_with_free_func ((GDestroyNotify)proposal_free);
  import->patients = rgm_store_patients (session->store, error);
  if (import->patients == NULL)
    return NULL;
  for (guint i = 0; i < events->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (events, i);

    if (!is_reminder (event->uid))
      take_event (&comparison, event);
  }
  if (target != NULL ? !attach (&comparison, target, error) : !judge_all (&comparison, error))
    return NULL;
  return g_steal_pointer (&import);
}

/* ---- putting on record ---- */

static gboolean
apply_way (const RgmSession *session, const RgmProposal *proposal, RgmImportWay way,
           RgmRecorded *recorded, GError **error)
{
  gint64 course = proposal->course->id;

  if (way == RGM_IMPORT_HOLD)
    return rgm_record_held (session, course, proposal->dose, rgm_import_reason (), RGM_NO_DAY,
                            recorded, error);
  if (way == RGM_IMPORT_SKIP)
    return rgm_record_skipped (session, course, proposal->dose, rgm_import_reason (), TRUE,
                               recorded, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("dose %d of %s was cancelled: say whether it is put off or will not be given "
                  "(--cancelled hold or --cancelled skip)"),
               proposal->dose, proposal->course->handle);
  return FALSE;
}

gboolean
rgm_import_apply (const RgmSession *session, const RgmProposal *proposal, RgmImportWay way,
                  RgmRecorded *recorded, GError **error)
{
  const RgmVerdict *verdict = &proposal->verdict;
  RgmGivenRequest given = { .at = verdict->moment };

  *recorded = (RgmRecorded){ 0 };
  switch (verdict->kind) {
  case RGM_PROPOSE_BOOK:
    return rgm_record_booked_in (session, proposal->course->id, proposal->dose, verdict->at,
                                 verdict->zone, verdict->place, recorded, error);
  case RGM_PROPOSE_MOVE:
    return rgm_record_moved (session, proposal->course->id, proposal->dose, verdict->at, FALSE,
                             recorded, error);
  case RGM_PROPOSE_LOG:
    return rgm_record_given (session, proposal->course->id, proposal->dose, &given, recorded,
                             error);
  case RGM_PROPOSE_HOLD_OR_SKIP:
    return apply_way (session, proposal, way, recorded, error);
  default:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is nothing to put on record"));
    return FALSE;
  }
}
