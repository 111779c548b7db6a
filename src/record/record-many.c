/* record-many.c: commands that can change many courses at once: those about a patient, and undo.
 * They compare the courses as they were before with the courses afterwards. */
#include <string.h>

#include <regimen/describe.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/changes.h"
#include "model/safety.h"
#include "record/snapshots.h"
#include "record/together.h"
#include "record/writing.h"
#include "store/alert-rows.h"
#include "store/past.h"
#include "store/write.h"

/* The ids of all courses of a patient. */
static GArray *
courses_of (RgmStore *store, gint64 patient_id, GError **error)
{
  RgmCourseQuery all = { .patient_id = patient_id,
                         .ended = TRUE,
                         .since = RGM_INSTANT_NONE,
                         .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &all, error);
  GArray *ids = courses != NULL ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;

  for (guint i = 0; courses != NULL && i < courses->len; i++)
    g_array_append_val (ids, ((RgmCourse *)g_ptr_array_index (courses, i))->id);
  return ids;
}

/* ---- names in titles ----
 * If there are several patients, the titles of a calendar show the name of each. So adding,
 * removing or renaming one can change the events of others too. */

/* The name that titles show for each patient now, by the id of the patient; "" if they show none.
 * Returns: (transfer full). */
static GHashTable *
take_titles (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);
  GHashTable *titles;

  if (patients == NULL)
    return NULL;
  titles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    g_hash_table_insert (titles, g_memdup2 (&patient->id, sizeof patient->id),
                         g_strdup (patients->len > 1 ? patient->name : ""));
  }
  return titles;
}

/* Notes that all doses of all courses of a patient have changed. Courses that were taken back
 * count, too, because calendars still show their events as cancelled. */
static gboolean
note_all (const RgmSession *session, gint64 patient_id, GError **error)
{
  g_autoptr (GArray) ids = courses_of (session->store, patient_id, error);
  g_autoptr (GArray) vanished
    = ids != NULL ? store_vanished_courses (session->store, patient_id, RGM_INSTANT_NONE, error)
                  : NULL;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  RgmDoseRun all = { 1, 0 };

  if (vanished == NULL)
    return FALSE;
  g_array_append_val (runs, all);
  g_array_append_vals (ids, vanished->data, vanished->len);
  for (guint i = 0; i < ids->len; i++)
    if (!store_add_dose_changes (session->store, g_array_index (ids, gint64, i), runs, session->now,
                                 error))
      return FALSE;
  return TRUE;
}

/* Notes the doses of each patient whose name in titles has changed since @before was taken. Must be
 * called in the same change. */
static gboolean
settle_titles (const RgmSession *session, GHashTable *before, GError **error)
{
  g_autoptr (GHashTable) after = take_titles (session->store, error);
  GHashTableIter iter;
  gpointer id, title;

  if (after == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &id, &title)) {
    const char *was = g_hash_table_lookup (before, id);
    if (was != NULL && !g_str_equal (was, title) && !note_all (session, *(const gint64 *)id, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- patients ---- */

static gboolean
check_patient (const char *name, const char *zone, GError **error)
{
  if (name != NULL && (!text_check (_ ("name"), name, error)))
    return FALSE;
  if (name != NULL && name[strspn (name, " ")] == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("a patient needs a name"));
    return FALSE;
  }
  return zone == NULL || rgm_zone_get (zone, error) != NULL;
}

RgmPatient *
rgm_record_patient_added (const RgmSession *session, const char *name, const char *zone,
                          GError **error)
{
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (GHashTable) titles = NULL;
  g_autoptr (RgmPatient) added = NULL;
  gint64 id;

  if (!check_patient (name, zone, error))
    return NULL;
  change = store_begin (session->store, "patient add", session->now, error);
  titles = change != NULL ? take_titles (session->store, error) : NULL;
  id = titles != NULL ? store_add_patient (session->store, name, zone, error) : 0;
  if (id == 0 || !settle_titles (session, titles, error))
    return NULL;
  added = rgm_store_patient (session->store, id, error);
  return added != NULL && store_commit (change, error) ? g_steal_pointer (&added) : NULL;
}

/* A new zone or another closed day moves planned doses. */
RgmPatient *
rgm_record_patient_set (const RgmSession *session, gint64 id, const char *name, const char *zone,
                        const GArray *closed, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (GArray) ids = NULL, before = NULL;
  g_autoptr (GHashTable) titles = NULL;
  g_autoptr (RgmPatient) patient = NULL;

  if (!check_patient (name, zone, error))
    return NULL;
  change = store_begin (store, "patient set", session->now, error);
  ids = change != NULL ? courses_of (store, id, error) : NULL;
  before = ids != NULL ? snapshots_take (store, ids, error) : NULL;
  titles = before != NULL ? take_titles (store, error) : NULL;
  if (titles == NULL || !store_set_patient (store, id, name, zone, closed, error)
      || !snapshots_settle (session, before, error) || !settle_titles (session, titles, error))
    return NULL;
  patient = rgm_store_patient (store, id, error);
  return patient != NULL && store_commit (change, error) ? g_steal_pointer (&patient) : NULL;
}

RgmPatient *
rgm_record_patient_chosen (const RgmSession *session, gint64 id, GError **error)
{
  g_autoptr (RgmTransaction) change
    = store_begin (session->store, "patient default", session->now, error);
  g_autoptr (RgmPatient) patient = NULL;

  if (change == NULL || !store_choose_patient (session->store, id, error))
    return NULL;
  patient = rgm_store_patient (session->store, id, error);
  return patient != NULL && store_commit (change, error) ? g_steal_pointer (&patient) : NULL;
}

/* ---- undo ---- */

/* The zone in which a message about @patient (nullable) gives times. Returns: (transfer none). */
static const RgmZone *
zone_for (const RgmSession *session, const RgmPatient *patient)
{
  const RgmZone *home = patient != NULL ? rgm_zone_get (patient->zone, NULL) : NULL;

  return home != NULL ? home : session->zone;
}

/* Checks the age of the change that is taken back. For a redo, that is the undo. */
static gboolean
check_age (const RgmSession *session, const RgmPatient *patient, const RgmChange *change,
           char **overridden, GError **error)
{
  g_autofree char *about = g_strjoinv (", ", change->about);
  g_autofree char *what = g_strjoin (*about != '\0' ? " " : "", change->command, about, NULL);
  GError *refusal = NULL;

  safety_check_undo (what, change->at, session->now, zone_for (session, patient), &refusal);
  return writing_accept_refusal (session, refusal, overridden, error);
}

/* Refuses to take back @change if a reminder was snoozed after it. A snooze changes nothing on
 * record, so a user who types undo after one does not mean the command before it. */
static gboolean
check_snooze (const RgmSession *session, const RgmPatient *patient, const RgmChange *change,
              char **overridden, GError **error)
{
  g_autofree char *about = g_strjoinv (", ", change->about), *dose = NULL, *when = NULL;
  GError *refusal = NULL;
  RgmInstant until;

  if (patient == NULL)
    return TRUE;
  if (!store_snoozed_since (session->store, patient->id, change->at, session->now, &dose, &until,
                            error))
    return FALSE;
  if (dose == NULL)
    return TRUE;
  when = rgm_local_describe (rgm_zone_to_local (zone_for (session, patient), until));
  g_set_error (&refusal, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("the reminder of %s was put off until %s after the last change. A snooze changes "
                  "nothing on record, so it cannot be taken back; undo would take back \"%s %s\" "
                  "(this program's own rule)."),
               dose, when, change->command, about);
  return writing_accept_refusal (session, refusal, overridden, error);
}

/* ---- whose ---- */

/* Says for each of @people which command is their last one, and the whole command line that takes
 * it back. No line break may fall inside that, so that it can be copied. @changes: (element-type
 * RgmChange): one for each of the people. */
static void
fail_whose (const RgmSession *session, gboolean redo, const GPtrArray *people,
            const GPtrArray *changes, GError **error)
{
  g_autoptr (GString) each = g_string_new (NULL), line = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++) {
    const RgmPatient *patient = people->pdata[i];
    const RgmChange *change = changes->pdata[i];
    g_autofree char *name = text_shell_word (patient->name);
    g_autofree char *about = g_strjoinv (", ", change->about);
    g_autofree char *what = g_strjoin (*about != '\0' ? " " : "", change->command, about, NULL);
    g_autofree char *when
      = rgm_local_describe (rgm_zone_to_local (zone_for (session, patient), change->at));

    g_string_printf (line, "regimen --patient %s %s%s", name, redo ? "redo" : "undo",
                     session->anyway ? " --anyway" : "");
    g_string_replace (line, " ", "\u00a0", 0);
    if (i > 0)
      g_string_append (each, "; ");
    g_string_append_printf (each,
                            redo ? _ ("to bring back \"%s\", taken back on %s, type: %s")
                                 : _ ("to take back \"%s\", entered on %s, type: %s"),
                            what, when, line->str);
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("whose? %s"), each->str);
}

/* Finds the person whose change is taken back. If nobody is named and nobody is the default, it is
 * the only person who has such a change; if nobody has one, it is the first person. Returns:
 * (transfer full) (nullable): NULL without an error if nobody is on record. */
static RgmPatient *
find_person (const RgmSession *session, gboolean redo, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_change_free);

  if (patients == NULL || !rgm_session_is_open (session, patients))
    return patients != NULL ? rgm_session_patient (session, error) : NULL;
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    GError *problem = NULL;
    g_autoptr (RgmChange) change = (redo ? store_change_to_redo : store_change_to_undo) (
      session->store, patient->id, &problem);

    if (problem != NULL
        || (change != NULL
            && !store_change_describe (session->store, redo ? change->undoes : change->id, change,
                                       &problem))) {
      g_propagate_error (error, problem);
      return NULL;
    }
    if (change == NULL)
      continue;
    g_ptr_array_add (people, (gpointer)patient);
    g_ptr_array_add (changes, g_steal_pointer (&change));
  }
  if (people->len == 1)
    return rgm_store_patient (session->store, ((const RgmPatient *)people->pdata[0])->id, error);
  if (people->len > 1) {
    fail_whose (session, redo, people, changes, error);
    return NULL;
  }
  return rgm_store_patient (session->store, ((const RgmPatient *)patients->pdata[0])->id, error);
}

/* Takes @found (nullable) and adds what it is about. Returns: (transfer full) (nullable). */
static RgmChange *
describe (const RgmSession *session, RgmChange *found, GError **error)
{
  g_autoptr (RgmChange) change = found;

  if (change == NULL || !store_change_describe (session->store, change->id, change, error))
    return NULL;
  change->old = !safety_check_undo (change->command, change->at, session->now, session->zone, NULL);
  return g_steal_pointer (&change);
}

RgmChange *
rgm_record_to_undo (const RgmSession *session, gint64 patient_id, GError **error)
{
  return describe (session, store_change_to_undo (session->store, patient_id, error), error);
}

RgmChange *
rgm_record_course_to_undo (const RgmSession *session, gint64 course_id, GError **error)
{
  return describe (session, store_course_change_to_undo (session->store, course_id, error), error);
}

/* Checks the courses in @before after a change was taken back: refuses it if one of them goes on
 * again beside a medicine with which it must not be active. */
static gboolean
check_together (const RgmSession *session, const GArray *before, char **overridden, GError **error)
{
  for (guint i = 0; i < before->len; i++) {
    const Snapshot *was = &g_array_index (before, Snapshot, i);
    g_autoptr (GError) problem = NULL;
    g_autoptr (RgmCourse) course
      = rgm_store_course (session->store, was->id, session->now, &problem);
    g_autoptr (RgmPatient) patient
      = course != NULL ? rgm_store_patient (session->store, course->patient_id, &problem) : NULL;

    if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT)) /* no longer on record */
      continue;
    if (problem != NULL) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (!together_check_back (session, was->course, course, zone_for (session, patient), overridden,
                              error))
      return FALSE;
  }
  return TRUE;
}

/* Takes back @change, although something else was written or taken back since, and checks what the
 * record says then. If a refusal is overridden, the undo is written once more, because its row
 * keeps what the check said. */
static gboolean
undo_checked (const RgmSession *session, const RgmChange *change, const GArray *before,
              char **overridden, GError **error)
{
  RgmStore *store = session->store;
  g_autofree char *known = g_strdup (*overridden);
  StorePlace place;

  if (!store_remember (store, &place, error) || !store_undo (store, change->id, known, error)
      || !check_together (session, before, overridden, error))
    return FALSE;
  return g_strcmp0 (known, *overridden) == 0
         || (store_go_back (store, &place, error)
             && store_undo (store, change->id, *overridden, error));
}

/* Takes back @change, which was described before, in the transaction @undo, and commits that.
 * @patient: (nullable): the patient whom the change is about. @before_it: the record then says
 * again what it said before @change, so the medicines need no check. */
static gboolean
take_back (const RgmSession *session, RgmTransaction *undo, const RgmPatient *patient,
           gboolean before_it, RgmChange *change, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (GArray) ids = NULL, before = NULL;
  g_autoptr (GHashTable) titles = NULL;
  g_autofree char *overridden = NULL;

  /* first of all, so that nobody is asked about what cannot be taken back anyway */
  if (!store_check_undo (store, change->id, error)
      || (change->undoes == 0 && !check_snooze (session, patient, change, &overridden, error))
      || !check_age (session, patient, change, &overridden, error))
    return FALSE;
  ids = store_change_courses (store, change->id, error);
  before = ids != NULL ? snapshots_take (store, ids, error) : NULL;
  titles = before != NULL ? take_titles (store, error) : NULL;
  return titles != NULL
         && (before_it ? store_undo (store, change->id, overridden, error)
                       : undo_checked (session, change, before, &overridden, error))
         && writing_check_names (store, error) && snapshots_settle (session, before, error)
         && settle_titles (session, titles, error) && store_commit (undo, error);
}

/* Takes back the last command of the patient, or, for a redo, the undo of it. */
static gboolean
take_back_last (const RgmSession *session, gboolean redo, RgmChange **taken, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) undo
    = store_begin (store, redo ? "redo" : "undo", session->now, error);
  g_autoptr (RgmPatient) patient = NULL;
  GError *problem = NULL;
  g_autoptr (RgmChange) change = NULL;
  gboolean before = FALSE;

  if (undo == NULL)
    return FALSE;
  patient = find_person (session, redo, &problem);
  if (problem == NULL)
    change = (redo ? store_change_to_redo
                   : store_change_to_undo) (store, patient != NULL ? patient->id : 0, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (change == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 redo ? _ ("there is nothing to bring back: nothing was taken back, or something "
                           "was written since")
                      : _ ("there is nothing to take back"));
    return FALSE;
  }
  if (!store_change_describe (store, redo ? change->undoes : change->id, change, error)
      || (!redo && !store_change_leads_back (store, change->id, &before, error))
      || !take_back (session, undo, patient, redo || before, change, error))
    return FALSE;
  *taken = g_steal_pointer (&change);
  return TRUE;
}

gboolean
rgm_record_undone (const RgmSession *session, RgmChange **change, GError **error)
{
  return take_back_last (session, FALSE, change, error);
}

gboolean
rgm_record_redone (const RgmSession *session, RgmChange **change, GError **error)
{
  return take_back_last (session, TRUE, change, error);
}

/* Checks that @change is about dose @dose (0: any) of @course, and nothing else. */
static gboolean
check_dose (const RgmCourse *course, int dose, const RgmChange *change, GError **error)
{
  g_autofree char *expected = g_strdup_printf ("%s/%d", course->handle, dose);
  g_autofree char *about = g_strjoinv (", ", change->about);

  if (dose == 0 || g_str_equal (about, expected))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("the last change of %s is \"%s %s\", and undo takes back only the last; to "
                  "correct an older one: regimen amend %s --at DAY"),
               course->handle, change->command, about, expected);
  return FALSE;
}

gboolean
rgm_record_course_undone (const RgmSession *session, gint64 course_id, int dose, RgmChange **taken,
                          GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) undo = store_begin (store, "undo", session->now, error);
  g_autoptr (RgmCourse) course
    = undo != NULL ? rgm_store_course (store, course_id, session->now, error) : NULL;
  g_autoptr (RgmPatient) patient
    = course != NULL ? rgm_store_patient (store, course->patient_id, error) : NULL;
  g_autoptr (RgmChange) change
    = patient != NULL ? rgm_record_course_to_undo (session, course_id, error) : NULL;
  g_autoptr (RgmChange) last
    = change != NULL ? store_change_to_undo (store, patient->id, error) : NULL;

  gboolean before = FALSE;

  if (last == NULL || !check_dose (course, dose, change, error)
      || !store_change_leads_back (store, change->id, &before, error)
      || !take_back (session, undo, patient, before && last->id == change->id, change, error))
    return FALSE;
  *taken = g_steal_pointer (&change);
  return TRUE;
}
