/* What comes back from a calendar, next to the record. */
#include <string.h>

#include "calendar/import-private.h"

#define UUID_LENGTH 36

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

const RgmPatient *
import_patient (const RgmImport *import, gint64 id)
{
  for (guint i = 0; i < import->patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (import->patients, i);

    if (patient->id == id)
      return patient;
  }
  return NULL;
}

static RgmCourse *
known_course (const RgmImport *import, gint64 id, const char *uuid)
{
  for (guint i = 0; i < import->courses->len; i++) {
    RgmCourse *course = g_ptr_array_index (import->courses, i);

    if (uuid != NULL ? g_str_equal (course->uid, uuid) : course->id == id)
      return course;
  }
  return NULL;
}

static const RgmCourse *
keep_course (Comparison *comparison, RgmCourse *course)
{
  course->settled = 0; /* its history is whole */
  g_ptr_array_add (comparison->import->courses, course);
  return course;
}

const RgmCourse *
import_course (Comparison *comparison, gint64 id, GError **error)
{
  RgmCourse *course = known_course (comparison->import, id, NULL);

  if (course != NULL)
    return course;
  course = rgm_store_course (comparison->session->store, id, TRUE, error);
  return course != NULL ? keep_course (comparison, course) : NULL;
}

static const RgmCourse *
find_course (Comparison *comparison, const char *uuid)
{
  RgmCourse *course = known_course (comparison->import, 0, uuid);

  if (course != NULL || g_hash_table_contains (comparison->unknown, uuid))
    return course;
  course = rgm_store_course_by_uid (comparison->session->store, uuid, TRUE, NULL);
  if (course != NULL)
    return keep_course (comparison, course);
  g_hash_table_add (comparison->unknown, g_strdup (uuid));
  return NULL;
}

/* ---- judging ---- */

static void
set_note (RgmProposal *proposal, RgmProposalReason reason)
{
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = reason };
}

/* An event of a dose: there is no series of them. */
static gboolean
is_own (const char *uid)
{
  return g_str_has_suffix (uid, "@regimen");
}

/* To call an appointment off, its name is enough (RFC 5546 section 3.2.5). */
static gboolean
is_called_off (const RgmIncoming *event)
{
  return event->cancelled && event->problem == RGM_INCOMING_NO_START;
}

static gboolean
place_in_time (RgmProposal *proposal, const RgmZone *zone)
{
  g_autoptr (GError) problem = NULL;

  if (is_called_off (proposal->event) && proposal->course != NULL) {
    proposal->time
      = (RgmIncomingTime){ proposal->ours.at, proposal->ours.start, zone, RGM_INSTANT_NONE };
    proposal->placed = TRUE;
    return TRUE;
  }
  proposal->placed = rgm_incoming_time (proposal->event, zone, &proposal->time, &problem);
  if (!proposal->placed)
    proposal->problem = g_strdup (problem->message);
  /* in an export the name of a zone is the zone; its rules cover the years of that export alone */
  if (is_own (proposal->event->uid))
    proposal->time.other = RGM_INSTANT_NONE;
  return proposal->placed;
}

static void
compare (const Comparison *comparison, RgmProposal *proposal, const RgmRemembered *known)
{
  RgmIncoming event = *proposal->event;
  RgmVerdict verdict;

  if (proposal->attached || proposal->remembered || proposal->titled) {
    event.sequence = G_MAXINT;
    event.changed = RGM_INSTANT_NONE;
  }
  verdict = rgm_proposal_judge (&proposal->ours, &event, &proposal->time, import_zone (proposal),
                                comparison->session->now);
  if (known != NULL && verdict.kind != RGM_PROPOSE_NOTHING
      && !rgm_proposal_is_news (known, proposal->event, &proposal->time))
    set_note (proposal, RGM_BECAUSE_OLDER);
  else
    proposal->verdict = verdict;
  proposal->verdict.choice = proposal->verdict.choice || proposal->titled;
}

gboolean
import_judge (const Comparison *comparison, RgmProposal *proposal, const RgmRemembered *known,
              GError **error)
{
  gboolean planned;

  proposal->home = import_zone (proposal);
  if (!import_look_up (comparison, proposal, &planned, error))
    return FALSE;
  if (proposal->verdict.reason == RGM_BECAUSE_TWICE)
    return TRUE;
  if (!planned && proposal->event->cancelled)
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
  else if (!planned)
    set_note (proposal, RGM_BECAUSE_GONE);
  else if (!place_in_time (proposal, import_zone (proposal)))
    set_note (proposal, RGM_BECAUSE_UNREADABLE);
  else
    compare (comparison, proposal, known);
  return TRUE;
}

/* Whose the file is, where only one can be meant. */
static const RgmPatient *
file_patient (const Comparison *comparison)
{
  const RgmImport *import = comparison->import;

  if (comparison->patient_id != 0)
    return import_patient (import, comparison->patient_id);
  return import->patients->len == 1 ? import->patients->pdata[0] : NULL;
}

static const RgmZone *
file_zone (const Comparison *comparison)
{
  const RgmPatient *patient = file_patient (comparison);
  const RgmZone *zone = patient != NULL ? rgm_zone_get (patient->zone, NULL) : NULL;

  return zone != NULL ? zone : comparison->session->zone;
}

void
import_judge_foreign (const Comparison *comparison, RgmProposal *proposal)
{
  proposal->patient = file_patient (comparison);
  proposal->home = file_zone (comparison);
  set_note (proposal, RGM_BECAUSE_FOREIGN);
  place_in_time (proposal, file_zone (comparison));
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
  g_autofree char *key
    = g_strdup_printf ("%" G_GINT64_FORMAT " %s", event->instance_at, event->uid);
  RgmProposal *proposal
    = *event->uid != '\0' ? g_hash_table_lookup (comparison->by_uid, key) : NULL;

  if (proposal != NULL) {
    take_version (proposal, event);
    return;
  }
  proposal = g_new0 (RgmProposal, 1);
  proposal->event = event;
  g_ptr_array_add (comparison->import->proposals, proposal);
  if (*event->uid != '\0')
    g_hash_table_insert (comparison->by_uid, g_steal_pointer (&key), proposal);
}

/* Whether the event is that of a dose of the patient who is asked for. */
gboolean
import_belongs (Comparison *comparison, RgmProposal *proposal)
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
  proposal->patient = import_patient (comparison->import, course->patient_id);
  return proposal->patient != NULL;
}

static gboolean
judge_one (Comparison *comparison, RgmProposal *proposal, GError **error)
{
  gboolean found;

  if (import_belongs (comparison, proposal))
    return import_judge (comparison, proposal, NULL, error);
  if (!import_remembered (comparison, proposal, &found, error))
    return FALSE;
  if (!found && !is_own (proposal->event->uid)
      && !import_by_title (comparison, proposal, &found, error))
    return FALSE;
  if (!found)
    import_judge_foreign (comparison, proposal);
  return TRUE;
}

static gboolean
judge_all (Comparison *comparison, GError **error)
{
  GPtrArray *proposals = comparison->import->proposals;

  for (guint i = 0; i < proposals->len; i++)
    if (!judge_one (comparison, g_ptr_array_index (proposals, i), error))
      return FALSE;
  return TRUE;
}

/* ---- all of it ---- */

static gboolean
take_events (Comparison *comparison, GPtrArray *events, GError **error)
{
  g_autoptr (GPtrArray) whole = events;
  RgmImport *import = comparison->import;
  GPtrArray *all = rgm_incoming_expand (whole, is_own, file_zone (comparison), error);

  if (all != NULL)
    import->events = import_called_off (comparison->session, all, error);
  for (guint i = 0; import->events != NULL && i < import->events->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (import->events, i);

    if (!is_reminder (event->uid))
      take_event (comparison, event);
  }
  return import->events != NULL;
}

RgmImport *
rgm_import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                    const RgmImportFor *target, GError **error)
{
  g_autoptr (GPtrArray) given = events;
  g_autoptr (GHashTable) by_uid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                                        (GDestroyNotify)import_known_free);
  g_autoptr (RgmImport) import = g_new0 (RgmImport, 1);
  g_autoptr (GHashTable) titled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Comparison comparison = { session, patient_id, import, by_uid, unknown, known, titled, NULL };
  gboolean judged;

  import->courses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_course_free);
  import->proposals = g_ptr_array_new_with_free_func ((GDestroyNotify)proposal_free);
  import->patients = rgm_store_patients (session->store, error);
  if (import->patients == NULL || !take_events (&comparison, g_steal_pointer (&given), error))
    return NULL;
  judged
    = target != NULL ? import_attach (&comparison, target, error) : judge_all (&comparison, error);
  g_clear_pointer (&comparison.courses, g_ptr_array_unref);
  return judged ? g_steal_pointer (&import) : NULL;
}
