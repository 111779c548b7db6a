/* import-find.c: finds the dose that an event of a calendar is about: by its UID; by what the
 * record remembers of an appointment; or, for calendars that keep no UID, by its title. */
#include "calendar/import-find.h"

#include "base/i18n.h"
#include "calendar/calendar-event.h"
#include "model/course.h"
#include "model/proposal.h"
#include "store/calendar-rows.h"

#include <string.h>

#define UUID_LENGTH 36
#define MOST_DOSES 99999

/* ---- by UID ---- */

gboolean
import_find_by_uid (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                    GError **error)
{
  GError *problem = NULL;
  const char *uid = proposal->event->uid; /* "<course uuid>-<dose>@regimen" */
  g_autofree char *uuid = g_strndup (uid, UUID_LENGTH);
  const char *end = strchr (uid, '@');
  gint64 number;
  *found = FALSE;
  if (strlen (uid) <= UUID_LENGTH || uid[UUID_LENGTH] != '-' || !g_uuid_string_is_valid (uuid)
      || g_strcmp0 (end, "@regimen") != 0)
    return TRUE;
  const char *start = uid + UUID_LENGTH + 1;
  g_autofree char *digits = g_strndup (start, (gsize)(end - start));
  if (*digits == '0' || !g_ascii_string_to_signed (digits, 10, 1, MOST_DOSES, &number, NULL))
    return TRUE;
  const RgmCourse *course = import_course_by_uuid (comparison, uuid, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (course == NULL)
    return TRUE;
  proposal->course = course;
  proposal->dose = (int)number;
  proposal->patient = calendar_course_patient (comparison->import->patients, course, error);
  *found = proposal->patient != NULL;
  return *found;
}

/* ---- by what the record remembers ---- */

static const RgmInvitation *
known_at (const GPtrArray *known, RgmInstant instance)
{
  for (guint i = 0; i < known->len; i++)
    if (((const RgmInvitation *)g_ptr_array_index (known, i))->instance == instance)
      return g_ptr_array_index (known, i);
  return NULL;
}

RgmInvitation *
import_invitation (const ImportComparison *comparison, const RgmProposal *proposal, GError **error)
{
  const RgmIncoming *event = proposal->event;
  guint index;
  if (*event->uid == '\0' || event->problem == RGM_INCOMING_UNSURE)
    return NULL;
  g_autofree char *name = import_name (proposal);
  g_autoptr (GPtrArray) known = store_invitations (comparison->session->store, name, error);
  if (known != NULL && known->len == 0 && proposal->twin) {
    g_ptr_array_unref (known);
    known = store_invitations (comparison->session->store, event->uid, error);
  }
  if (known == NULL || known->len == 0)
    return NULL;
  const RgmInvitation *found = NULL;
  gpointer instance;
  if (g_hash_table_lookup_extended (comparison->matched, event, NULL, &instance))
    found = instance != NULL ? known_at (known, *(RgmInstant *)instance) : NULL;
  else
    found = known_at (known, event->instance_at);
  if (found == NULL && event->instance_other != RGM_INSTANT_NONE)
    found = known_at (known, event->instance_other);
  return found != NULL && g_ptr_array_find (known, found, &index)
           ? g_ptr_array_steal_index (known, index)
           : NULL;
}

RgmRemembered
import_remembered (const RgmInvitation *invitation)
{
  return (RgmRemembered){ invitation->sequence, invitation->changed, invitation->at,
                          invitation->cancelled, invitation->change };
}

gboolean
import_find_remembered (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                        GError **error)
{
  GError *problem = NULL;
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
  const RgmCourse *course
    = known != NULL ? import_course (comparison, known->course_id, &problem) : NULL;
  *found = course != NULL;
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (!*found)
    return problem == NULL;
  RgmRemembered remembered = import_remembered (known);
  /* if the record remembers the event by its UID and its time, no other event with the same UID has
   * replaced it */
  if (!g_str_equal (known->uid, proposal->event->uid))
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING };
  proposal->course = course;
  proposal->dose = known->dose;
  proposal->patient = calendar_course_patient (comparison->import->patients, course, error);
  proposal->remembered = TRUE;
  return proposal->patient != NULL && import_judge (comparison, proposal, &remembered, error);
}

gboolean
import_find_series (ImportComparison *comparison, RgmProposal *proposal, GError **error)
{
  import_judge_foreign (comparison, proposal);
  if (proposal->placed || *proposal->event->uid == '\0')
    return TRUE;
  g_autoptr (GPtrArray) known
    = store_invitations (comparison->session->store, proposal->event->uid, error);
  if (known == NULL || known->len == 0)
    return known != NULL;
  const RgmInvitation *first = g_ptr_array_index (known, 0);
  const RgmCourse *course = import_course (comparison, first->course_id, error);
  if (course == NULL)
    return FALSE;
  proposal->course = course;
  proposal->dose = first->dose;
  proposal->patient = calendar_course_patient (comparison->import->patients, course, error);
  if (proposal->patient == NULL)
    return FALSE;
  proposal->title = rgm_dose_title (course, first->dose);
  proposal->remembered = proposal->of_series = TRUE;
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_UNREADABLE };
  return TRUE;
}

/* ---- by title ----
 *
 * Calendar programs that drop the UID, such as calcurse, keep the title that the export gave, for
 * example "Cancelled: Ann: Denosumab injection 3 (to book)".
 */

/* @text after @prefix, or all of @text if it does not begin with @prefix. */
static const char *
skip (const char *text, const char *prefix)
{
  return g_str_has_prefix (text, prefix) ? text + strlen (prefix) : text;
}

/* Returns: the number of the dose of @course that @title names with @unit; 0 if it names none. */
static int
dose_with_unit (const RgmCourse *course, const char *unit, const char *title)
{
  gboolean single = course_revision (course, 1)->schedule->kind == RGM_SCHEDULE_ONCE;
  g_autofree char *beginning = single ? g_strdup (course->treatment_name)
                                      : g_strdup_printf ("%s %s ", course->treatment_name, unit);
  const char *rest = skip (title, beginning);
  char *end = (char *)rest;
  guint64 number = 1;
  if (rest == title || (!single && (!g_ascii_isdigit (*rest) || *rest == '0')))
    return 0;
  if (!single)
    number = g_ascii_strtoull (rest, &end, 10);
  /* the number is followed by nothing, or by a state in brackets */
  gboolean ends = *end == '\0' || (g_str_has_prefix (end, " (") && g_str_has_suffix (end, ")"));
  return ends && number <= MOST_DOSES ? (int)number : 0;
}

/* The event may have been written in the language of the user, or in English. Returns: the number
 * of the dose of @course that @title names; 0 if it names none. */
static int
dose_of_title (const RgmCourse *course, const char *title)
{
  int number = dose_with_unit (course, rgm_unit_words (course->unit), title);

  return number != 0 ? number : dose_with_unit (course, course->unit, title);
}

/* Whether @title begins with the name of another patient than the requested one, and names a dose
 * of that patient after it. */
static gboolean
is_titled_of_another (const ImportComparison *comparison, const char *title, gboolean *others,
                      GError **error)
{
  const GPtrArray *patients = comparison->import->patients;

  *others = FALSE;
  for (guint i = 0; i < patients->len && !*others; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    RgmCourseQuery query = { .patient_id = patient->id,
                             .now = comparison->session->now,
                             .ended = TRUE,
                             .since = RGM_INSTANT_NONE,
                             .ended_since = RGM_INSTANT_NONE };
    g_autofree char *name = g_strconcat (patient->name, ": ", NULL);

    if (patient->id == comparison->patient_id || !g_str_has_prefix (title, name))
      continue;
    g_autoptr (GPtrArray) courses = rgm_store_courses (comparison->session->store, &query, error);
    if (courses == NULL)
      return FALSE;
    for (guint n = 0; n < courses->len && !*others; n++)
      *others = dose_of_title (g_ptr_array_index (courses, n), title + strlen (name)) != 0;
  }
  return TRUE;
}

/* Sets dose and course of @proposal if @title fits exactly one course. */
static gboolean
find_course (ImportComparison *comparison, RgmProposal *proposal, const char *title, GError **error)
{
  const GPtrArray *patients = comparison->import->patients;
  gint64 found = 0;
  int matches = 0;
  if (comparison->courses == NULL) {
    RgmCourseQuery query = { .patient_id = comparison->patient_id,
                             .now = comparison->session->now,
                             .ended = TRUE,
                             .since = RGM_INSTANT_NONE,
                             .ended_since = RGM_INSTANT_NONE };
    comparison->courses = rgm_store_courses (comparison->session->store, &query, error);
    if (comparison->courses == NULL)
      return FALSE;
  }
  for (guint i = 0; i < comparison->courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (comparison->courses, i);
    const RgmPatient *patient
      = patients->len > 1 ? calendar_patient (patients, course->patient_id) : NULL;
    g_autofree char *name = g_strconcat (patient != NULL ? patient->name : "", ": ", NULL);
    int dose = dose_of_title (course, patient != NULL ? skip (title, name) : title);
    if (dose == 0)
      continue;
    matches++;
    found = course->id;
    proposal->dose = dose;
  }
  if (matches != 1)
    return TRUE;
  proposal->course = import_course (comparison, found, error);
  return proposal->course != NULL;
}

/* @summary without the words that say that the dose was given or cancelled. @cancelled: (out):
 * whether it says the latter. Returns: (transfer full). */
static char *
title_without_state (const char *summary, gboolean *cancelled)
{
  gboolean done;
  g_autofree char *title = proposal_title_without_done (summary, &done);
  char *plain = calendar_title_before_cancelled (title);

  if (plain == NULL)
    plain = proposal_title_without_cancelled (title);
  *cancelled = plain != NULL;
  return plain != NULL ? plain : g_steal_pointer (&title);
}

gboolean
import_find_by_title (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                      GError **error)
{
  /* a copy made for this import, so it may be changed */
  RgmIncoming *event = (RgmIncoming *)proposal->event;
  *found = FALSE;
  if (event->summary == NULL || event->instance_at != RGM_INSTANT_NONE)
    return TRUE;
  gboolean cancelled;
  g_autofree char *title = title_without_state (event->summary, &cancelled);
  if (!find_course (comparison, proposal, title, error))
    return FALSE;
  *found = proposal->course != NULL;
  if (!*found) {
    proposal->dose = 0;
    return TRUE;
  }
  event->cancelled = event->cancelled || cancelled;
  proposal->patient
    = calendar_course_patient (comparison->import->patients, proposal->course, error);
  proposal->titled = TRUE;
  if (proposal->patient == NULL || !import_judge (comparison, proposal, NULL, error))
    return FALSE;
  /* such a calendar may contain a dose twice, because importing a file again doubles its events */
  g_autofree char *key
    = g_strdup_printf ("%" G_GINT64_FORMAT "/%d", proposal->course->id, proposal->dose);
  RgmProposal *other = g_hash_table_lookup (comparison->titled, key);
  if (other == NULL)
    g_hash_table_insert (comparison->titled, g_steal_pointer (&key), proposal);
  else if (rgm_local_equal (other->event->start, event->start) && other->event->utc == event->utc
           && other->event->cancelled == event->cancelled)
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_SAME };
  else {
    other->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_TWICE };
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_TWICE };
  }
  return TRUE;
}

/* ---- of another patient ---- */

/* The course of the appointment that the record remembers of the event, or, if the time of the
 * event cannot be used, of the series with its UID. @course: (out) (nullable). */
static gboolean
remembered_course (ImportComparison *comparison, const RgmProposal *proposal,
                   const RgmCourse **course, GError **error)
{
  const RgmIncoming *event = proposal->event;
  GError *problem = NULL;
  RgmIncomingTime time;
  g_autoptr (RgmInvitation) known = import_invitation (comparison, proposal, &problem);
  gint64 id = known != NULL ? known->course_id : 0;

  *course = NULL;
  if (problem == NULL && id == 0 && *event->uid != '\0'
      && !rgm_incoming_time (event, import_home (comparison), &time, NULL)) {
    g_autoptr (GPtrArray) series
      = store_invitations (comparison->session->store, event->uid, &problem);

    if (series != NULL && series->len > 0)
      id = ((const RgmInvitation *)g_ptr_array_index (series, 0))->course_id;
  }
  if (problem == NULL && id != 0)
    *course = import_course (comparison, id, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

gboolean
import_is_of_another (ImportComparison *comparison, const RgmProposal *proposal, gboolean *others,
                      GError **error)
{
  RgmProposal of = *proposal;
  const RgmIncoming *event = proposal->event;
  gboolean cancelled;

  *others = FALSE;
  if (comparison->patient_id == 0)
    return TRUE;
  if (!import_find_by_uid (comparison, &of, others, error))
    return FALSE;
  if (!*others && !remembered_course (comparison, proposal, &of.course, error))
    return FALSE;
  if (of.course != NULL) {
    *others = of.course->patient_id != comparison->patient_id;
    return TRUE;
  }
  if (event->summary == NULL || import_is_own (event->uid)
      || event->instance_at != RGM_INSTANT_NONE)
    return TRUE;
  g_autofree char *title = title_without_state (event->summary, &cancelled);
  return is_titled_of_another (comparison, title, others, error);
}
