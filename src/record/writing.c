/* writing.c: the frame of all commands that write about one course: begins a change, reads the
 * course, lets the command write, reads the course back, and notes which doses have become
 * different. */
#include "record/writing.h"

#include <regimen/describe.h>
#include <string.h>

#include "base/civil.h"
#include "base/day-part.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "model/changes.h"
#include "model/course-before.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/day-dose.h"
#include "model/dose.h"
#include "model/new-times.h"
#include "model/safety.h"
#include "record/undoable.h"
#include "store/write.h"

static void
writing_clear (Writing *writing)
{
  g_clear_pointer (&writing->part, rgm_course_free);
  g_clear_pointer (&writing->before, rgm_course_free);
  g_clear_pointer (&writing->after, rgm_course_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

void
rgm_recorded_clear (RgmRecorded *recorded)
{
  g_clear_pointer (&recorded->course, rgm_course_free);
}

#define FIRST_PATIENT "me"

RgmPatient *
writing_patient_or_first (const RgmSession *session, GError **error)
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

int
writing_first_free (const RgmCourse *course)
{
  return course_last_recorded (course) + 1;
}

gboolean
writing_check_text (const char *what, const char *text, GError **error)
{
  return text == NULL || text_check (what, text, error);
}

gboolean
writing_check_new_text (const char *what, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : "x"));

  if (stripped[0] != '\0')
    return writing_check_text (what, text, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the %s is empty; type a text, or leave the option out"), what);
  return FALSE;
}

gboolean
writing_needs_reason (const char *text, const char *message, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (stripped[0] != '\0')
    return text_check (_ ("reason"), text, error);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, message);
  return FALSE;
}

/* ---- which dose ---- */

const RgmZone *
writing_zone (RgmStore *store, gint64 patient_id, GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_store_patient (store, patient_id, error);

  return patient != NULL ? rgm_patient_zone (patient, error) : NULL;
}

/* Whether a pause without an end is on record, and the course was not stopped. */
static gboolean
course_is_paused (const RgmCourse *course)
{
  for (guint i = 0; i < course->pauses->len; i++)
    if (((const RgmPause *)g_ptr_array_index (course->pauses, i))->until == RGM_NO_DAY)
      return course->stopped_at == RGM_INSTANT_NONE;
  return FALSE;
}

/* The handle of the active course that came after @course, which was stopped: "calcium-2" after
 * "calcium". Returns: (transfer full) (nullable). */
static char *
find_successor (RgmStore *store, const RgmCourse *course, RgmInstant now)
{
  RgmCourseQuery query = { .patient_id = course->patient_id,
                           .now = now,
                           .since = RGM_INSTANT_NONE,
                           .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &query, NULL);

  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *other = courses->pdata[i];
    if (other->id > course->id && g_str_equal (other->treatment_key, course->treatment_key)
        && g_str_equal (other->treatment_name, course->treatment_name))
      return g_strdup (other->handle);
  }
  return NULL;
}

/* Says that no dose is open because the course is completed, and how to plan more. */
static void
fail_completed (const RgmCourse *course, GError **error)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  const char *handle = course->handle;

  if (schedule->kind == RGM_SCHEDULE_ONCE)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has no open dose: it is completed; another visit is a course of its own "
                    "(\"regimen help add\")"),
                 handle);
  else if (schedule->kind == RGM_SCHEDULE_FRACTIONS)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has no open dose: it is completed; if there are more than %d %s: regimen "
                    "change %s --fractions %d"),
                 handle, schedule->fractions, rgm_unit_words (course->units), handle,
                 schedule->fractions + 1);
  else if (schedule->until != RGM_NO_DAY) {
    g_autofree char *last = rgm_day_describe (schedule->until);

    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has no open dose: it is completed, because its last day is %s; to remove "
                    "that end date: regimen change %s --until none"),
                 handle, last, handle);
  } else if (schedule->count > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has no open dose: it is completed, because it ends with dose %d; to plan "
                    "more: regimen change %s --count 0"),
                 handle, schedule->count, handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s has no open dose: it is completed"),
                 handle);
}

static gboolean
nothing_open (const Writing *writing, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *ended = NULL, *successor = NULL;

  if (course_is_paused (course)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has no open dose, because it is paused; to continue: regimen resume %s"),
                 course->handle, course->handle);
    return FALSE;
  }
  if (course->stopped_at == RGM_INSTANT_NONE) {
    fail_completed (course, error);
    return FALSE;
  }
  ended = rgm_day_describe (rgm_zone_day (writing->zone, course->stopped_at));
  successor = find_successor (writing->session->store, course, writing->session->now);
  if (successor != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s: no dose is open; the course after it is called %s"),
                 course->handle, ended, successor);
  else if (undoable_stop (writing->session, course, writing->zone))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s: no dose is open; to undo the stop: regimen undo %s"),
                 course->handle, ended, course->handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s: no dose is open; if the treatment goes on, start a new "
                    "course with regimen add"),
                 course->handle, ended);
  return FALSE;
}

static gboolean
already_ended (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone, GError **error)
{
  RgmDeed deed = rgm_deed_of_unit (course->unit);
  g_autofree char *when = rgm_administration_when (dose->administration, zone);

  if (dose->state == RGM_DOSE_GIVEN)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      deed == RGM_DEED_TAKEN ? _ (
        "dose %d of %s was already taken on %s; to correct that: regimen amend %s/%d --at DAY, "
        "or --skipped if it was not taken")
      : deed == RGM_DEED_DONE
        ? _ ("number %d of %s was already done on %s; to correct that: regimen amend %s/%d --at "
             "DAY, or --skipped --reason WHY if it was not done")
        : _ (
          "dose %d of %s was already given on %s; to correct that: regimen amend %s/%d --at DAY, "
          "or --skipped --reason WHY if it was not given"),
      dose->number, course->handle, when, course->handle, dose->number);
  else if (dose->administration->reason == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s was skipped on %s; if it was given: regimen amend %s/%d --given "
                    "--at DAY"),
                 dose->number, course->handle, when, course->handle, dose->number);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s was skipped on %s (%s); if it was given: regimen amend %s/%d "
                    "--given --at DAY"),
                 dose->number, course->handle, when, dose->administration->reason, course->handle,
                 dose->number);
  return FALSE;
}

/* Doses that are taken as needed have no plan: each log adds one more dose. */
static gboolean
pick_taken (Writing *writing, int number, GError **error)
{
  const RgmCourse *course = writing->before;
  int free = writing_first_free (course);

  if (course->stopped_at != RGM_INSTANT_NONE)
    return nothing_open (writing, error);
  if (number == 0 || number == free) {
    writing->dose = (RgmDose){ .number = free, .why = RGM_WHY_TAKEN, .open = TRUE };
    writing->dose.target = rgm_zone_to_local (writing->zone, writing->session->now);
    writing->dose.earliest = writing->dose.latest = writing->dose.target.day;
    return TRUE;
  }
  if (!rgm_course_dose (course, number, writing->zone, writing->session->now, &writing->dose,
                        error))
    return FALSE;
  return already_ended (course, &writing->dose, writing->zone, error);
}

/* Whether a safety check refused. Its message ends with a question, to which another one can be
 * added; other messages are continued with a semicolon. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED);
}

/* Called if the message of @error already names @given, which may in truth have been given on the
 * day of @at: adds how to correct its date. Always returns FALSE. */
static gboolean
name_correction (const Writing *writing, const RgmDose *given, RgmInstant at, GError **error)
{
  RgmLocal local = rgm_zone_to_local (writing->zone, at);
  /* amend may read a time in the zone in which the dose is listed */
  gboolean timed
    = !writing->day_only && at != writing->session->now
      && rgm_administration_zone (given->administration, writing->zone) == writing->zone;
  g_autofree char *date = timed ? rgm_local_format ((RgmLocal){ local.day, local.second / 60 * 60 })
                                : rgm_day_format (local.day);

  if ((timed ? civil_same_minute (at, given->administration->at)
             : local.day == administration_day (given->administration, writing->zone))
      || !is_refusal (*error))
    return FALSE;
  error_reword (error, _ ("%s Then correct its date (\"regimen amend %s/%d %s\")."),
                (*error)->message, writing->before->handle, given->number, date);
  return FALSE;
}

/* If nothing is on record about the course, and the last fixed time before it begins is on the day
 * of @at, adds to @error that the course can begin with that time. Returns: whether this was
 * added. */
static gboolean
name_before (const Writing *writing, RgmInstant at, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *when = NULL, *typed = NULL;
  RgmLocal slot;

  if (error == NULL || writing->dose.number != 1 || course->administrations->len > 0
      || !course_last_before (course, writing->zone, &slot) || !course_can_begin_with (course)
      || slot.day != rgm_zone_day (writing->zone, at))
    return FALSE;
  when = rgm_local_describe (slot);
  typed = course_slot_typed (course, slot);
  error_reword (error,
                _ ("%s Or do you mean the one of %s, so that the course begins with it (regimen "
                   "log %s --at \"%s\")?"),
                (*error)->message, when, course->handle, typed);
  return TRUE;
}

gboolean
writing_name_other (const Writing *writing, RgmInstant at, GError **error)
{
  const char *handle = writing->before->handle;
  g_autofree char *message = NULL, *when = NULL, *log = NULL;
  gboolean asks;
  RgmDose other;

  if (name_before (writing, at, error))
    return FALSE;
  /* if taken as needed, each log is one more dose, so no other one can be meant */
  if (error == NULL || rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_AS_NEEDED
      || !course_other_dose (writing->before, writing->zone, writing->session->now, at,
                             writing->dose.number, &other))
    return FALSE;
  asks = is_refusal (*error);
  if (other.state == RGM_DOSE_GIVEN) {
    when = rgm_administration_when (other.administration, writing->zone);
    if (strstr ((*error)->message, when) != NULL)
      return name_correction (writing, &other, at, error);
    message = g_strdup_printf (
      asks
        ? _ ("%s Or do you mean dose %d, which is on record as given on %s (regimen amend %s/%d "
             "--at DAY)?")
        : _ ("%s; if you mean dose %d, which is on record as given on %s: regimen amend %s/%d --at "
             "DAY"),
      (*error)->message, other.number, when, handle, other.number);
  } else if (other.administration != NULL) {
    when = dose_time_text (&other, writing->zone);
    message = g_strdup_printf (
      asks ? _ ("%s Or do you mean dose %d of %s, which is on record as skipped (regimen amend "
                "%s/%d --given "
                "--at DAY)?")
           : _ ("%s; if you mean dose %d of %s, which is on record as skipped: regimen amend %s/%d "
                "--given --at DAY"),
      (*error)->message, other.number, when, handle, other.number);
  } else {
    when = dose_time_text (&other, writing->zone);
    log = dose_log_words (&other, writing->before, writing->zone, writing->session->now, FALSE);
    message = g_strdup_printf (asks ? _ ("%s Or do you mean dose %d, planned for %s (regimen %s)?")
                                    : _ ("%s; if you mean dose %d, planned for %s: regimen %s"),
                               (*error)->message, other.number, when, log);
  }
  error_reword (error, "%s", message);
  return FALSE;
}

/* Says how to log a dose that was taken at @typed, before the only dose that is on record. A dose
 * never changes its number. So if the log of the later dose was the last command, it has to be
 * taken back, and both doses are logged; if not, only a note with the later dose can mention the
 * earlier one. After a journey to the west, a fixed time of the day may be earlier than that of
 * dose 1, although the tablet was taken after dose 1; then it is the next dose. */
static void
fail_before_first (const Writing *writing, const RgmGivenRequest *request, const char *when,
                   const char *first, const char *typed, GError **error)
{
  const RgmCourse *course = writing->before;
  const RgmAdministration *later = g_ptr_array_index (course->administrations, 0);
  RgmLocal at = later->day_only ? rgm_administration_local (later, writing->zone)
                                : rgm_zone_to_local (writing->zone, later->at);
  g_autofree char *undo = undoable_log_typed (writing->session, course), *again = NULL;
  RgmDose dose;

  at.second -= rgm_local_has_time (at) ? at.second % 60 : 0;
  again = later->day_only
              && rgm_course_dose (course, later->dose, writing->zone, writing->session->now, &dose,
                                  NULL)
            ? course_slot_typed (course, dose.target)
            : g_strdelimit (rgm_local_format (at), "T", ' ');
  if (later->dose == 1 && !request->day_only && !later->day_only && request->at > later->at
      && rgm_course_next (course, writing->zone, writing->session->now, &dose)) {
    g_autofree char *taken = rgm_administration_when (later, writing->zone);

    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is before dose 1 of %s, which was planned for %s, but dose 1 was already "
                    "taken on %s; to log this one as the next dose: regimen log %s/%d --at \"%s\""),
                 when, course->handle, first, taken, course->handle, dose.number, typed);
    return;
  }
  if (undo == NULL) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ (
        "%s is before dose 1 of %s, which was planned for %s; the course can no longer begin "
        "earlier; to note the earlier dose as well: regimen amend %s/1 --note \"taken on %s too\""),
      when, course->handle, first, course->handle, typed);
    return;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s is before dose 1 of %s, which was planned for %s. To log both, type: %s; "
                  "then regimen log %s --at \"%s\" --begin; then regimen log %s --at \"%s\""),
               when, course->handle, first, undo, course->handle, typed, course->handle, again);
}

/* Says how to log a dose that was taken at @slot, before the course begins. */
static void
fail_not_begun (const Writing *writing, const RgmGivenRequest *request, RgmLocal slot,
                GError **error)
{
  const RgmCourse *course = writing->before;
  RgmLocal at = request->day_only ? slot : rgm_zone_to_local (writing->zone, request->at);
  g_autofree char *when = rgm_local_describe (at), *first = NULL, *earlier = NULL, *typed = NULL;
  g_autofree char *undo = undoable_log_typed (writing->session, course);
  g_autofree char *way = new_times_way_back (course, slot, undo);
  RgmDose begins;

  if (!rgm_course_dose (course, 1, writing->zone, writing->session->now, &begins, error))
    return;
  first = rgm_local_describe (begins.target);
  earlier = g_strdelimit (rgm_local_format (slot), "T", ' ');
  at.second -= at.second % 60;
  typed = request->day_only ? course_slot_typed (course, slot)
                            : g_strdelimit (rgm_local_format (at), "T", ' ');
  if (course_can_begin_with (course))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is before %s begins: dose 1 is planned for %s. To let the course begin "
                    "with the earlier one: regimen log %s --at \"%s\" --begin (the program then "
                    "asks about the doses in between)"),
                 when, course->handle, first, course->handle, typed);
  else if (new_times_can_begin_earlier (course))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is before %s begins: dose 1 is planned for %s. To log an earlier one, let "
                    "the course begin with it first: regimen change %s --first \"%s\""),
                 when, course->handle, first, course->handle, earlier);
  else if (course->settled == 0 && course->administrations->len == 1
           && ((const RgmAdministration *)g_ptr_array_index (course->administrations, 0))->outcome
                == RGM_GIVEN)
    fail_before_first (writing, request, when, first, typed, error);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is before %s begins: dose 1 was planned for %s. Is the date right? %s"),
                 when, course->handle, first, way);
}

/* Makes the course begin with @slot. The course as it was read first stays in @writing->part, so
 * that writing_run() can find out what has become different. */
static gboolean
begin_with (Writing *writing, RgmLocal slot, GError **error)
{
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);

  *revision = (RgmRevision){ .from_dose = 1, .made_at = writing->session->now };
  revision->schedule = course_begin_with (writing->before, slot);
  if (!store_add_revision (writing->session->store, writing->before->id, revision, error)
      || !writing_read_back (writing, error))
    return FALSE;
  writing->part = g_steal_pointer (&writing->before);
  writing->before = g_steal_pointer (&writing->after);
  writing->begun = TRUE;
  return TRUE;
}

/* Finds out which fixed time is meant by a log without a number. If only the day is known, @number
 * becomes that of the only dose of that day, or of that part of it. If the dose was taken before
 * the course begins, the course is made to begin with it, provided that the user asks for that, or
 * that no other time lies in between. That way, no dose is asked for that the user did not mean,
 * and the log does not use up the first dose, which is still to come. */
static gboolean
find_slot (Writing *writing, const RgmGivenRequest *request, int *number, GError **error)
{
  const RgmCourse *course = writing->before;
  RgmLocal slot = RGM_LOCAL_NONE, last;
  RgmDose dose;

  if (request->day_only) {
    if (!course_dose_of_day (course, writing->zone, writing->session->now,
                             rgm_zone_day (writing->zone, request->at), request->part, &dose, &slot,
                             error))
      return FALSE;
    *number = slot.day == RGM_NO_DAY ? dose.number : 1;
    writing->at = MIN (rgm_dose_moment (&dose, writing->zone), writing->session->now);
  } else if (!course_taken_before (course, writing->zone, request->at, &slot))
    return TRUE;
  if (slot.day == RGM_NO_DAY)
    return TRUE;
  if (course_can_begin_with (course)
      && (request->begin
          || (course_last_before (course, writing->zone, &last) && rgm_local_equal (slot, last))))
    return begin_with (writing, slot, error);
  fail_not_begun (writing, request, slot, error);
  return FALSE;
}

/* Finds an open dose. @at: when the dose was taken; RGM_INSTANT_NONE if nothing is logged: then the
 * first open dose is meant if @number is 0. */
static gboolean
pick_open (Writing *writing, int number, RgmInstant at, GError **error)
{
  const RgmCourse *course = writing->before;
  RgmInstant now = writing->session->now;

  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_AS_NEEDED)
    return pick_taken (writing, number, error);
  if (number == 0
      && !(at != RGM_INSTANT_NONE
             ? course_taken_dose (course, writing->zone, now, at, &writing->dose)
             : rgm_course_next (course, writing->zone, now, &writing->dose)))
    return nothing_open (writing, error);
  if (number != 0 && !rgm_course_dose (course, number, writing->zone, now, &writing->dose, error))
    return FALSE;
  if (writing->dose.administration != NULL)
    return already_ended (course, &writing->dose, writing->zone, error);
  /* a dose that was missed, or left out by a pause, may have been taken all the same */
  return writing->dose.open || writing->dose.state == RGM_DOSE_MISSED
         || (writing->dose.state == RGM_DOSE_CANCELLED && course->stopped_at == RGM_INSTANT_NONE)
         || nothing_open (writing, error);
}

/* Finds the dose of a log while a pause without an end keeps doses from being planned: a dose that
 * was given has to be on record all the same. It is the dose that would be next if the pause had
 * ended; of fixed times, the nearest one. Returns: FALSE if nothing is paused, or another dose is
 * meant. */
static gboolean
pick_paused (Writing *writing, int number, RgmInstant at)
{
  const RgmCourse *course = writing->before;
  RgmInstant now = writing->session->now;
  g_autoptr (RgmCourse) going_on = NULL;
  g_autoptr (GArray) doses = NULL;
  int first = course->settled + 1; /* the first dose that the pause keeps from being planned */
  RgmDose dose, nearest, left_out;

  if (!course_is_paused (course)
      || (rgm_course_next (course, writing->zone, now, &dose) && !dose.slot))
    return FALSE;
  doses = rgm_course_doses (course, writing->zone, now, G_MAXINT32);
  if (doses->len > 0)
    first = MAX (first, g_array_index (doses, RgmDose, doses->len - 1).number + 1);
  going_on = course_copy (course);
  for (guint i = going_on->pauses->len; i-- > 0;)
    if (((const RgmPause *)g_ptr_array_index (going_on->pauses, i))->until == RGM_NO_DAY)
      g_ptr_array_remove_index (going_on->pauses, i);
  if ((number != 0 && number != first)
      || !rgm_course_dose (going_on, first, writing->zone, now, &dose, NULL))
    return FALSE;
  if (dose.slot && course_taken_dose (going_on, writing->zone, now, at, &nearest)) {
    if (number == 0 && nearest.number < first)
      return FALSE;
    if (nearest.number > first)
      dose = nearest;
  }
  /* A dose that the pause left out may be planned before one that was recorded ahead of time. Then
   * that dose is meant. */
  if (number == 0 && !dose.slot && rgm_course_next (going_on, writing->zone, now, &left_out)
      && left_out.number < first)
    return rgm_course_dose (course, left_out.number, writing->zone, now, &writing->dose, NULL);
  dose.number = first;
  dose.appointment = rgm_course_appointment (course, first);
  dose.hold = rgm_course_hold (course, first);
  dose.administration = NULL;
  writing->dose = dose;
  writing->paused = TRUE;
  return TRUE;
}

/* Whether writing->dose can be logged now without a refusal because it is too early. */
static gboolean
can_be_logged (const Writing *writing)
{
  const RgmDose *dose = &writing->dose;

  return (dose->open || dose->state == RGM_DOSE_MISSED) && !dose->tentative
         && safety_check_log (writing->before, dose, writing->session->now, FALSE, writing->zone,
                              NULL);
}

static gboolean
pick_recorded (Writing *writing, int number, GError **error)
{
  if (number == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("which dose of %s? type %s/N; the last dose on record is %d"),
                 writing->before->handle, writing->before->handle,
                 course_last_recorded (writing->before));
    return FALSE;
  }
  if (!rgm_course_dose (writing->before, number, writing->zone, writing->session->now,
                        &writing->dose, error))
    return FALSE;
  if (writing->dose.administration != NULL)
    return TRUE;
  if (can_be_logged (writing))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ ("dose %d of %s is neither given nor skipped: there is nothing to correct; to put it "
         "on record: regimen log %s/%d"),
      number, writing->before->handle, writing->before->handle, number);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s is neither given nor skipped: there is nothing to correct"),
                 number, writing->before->handle);
  return FALSE;
}

static gboolean
load_whole (Writing *writing, GError **error)
{
  writing->part = writing->before;
  writing->before
    = rgm_store_course (writing->session->store, writing->part->id, RGM_INSTANT_NONE, error);
  return writing->before != NULL;
}

gboolean
writing_load_since (Writing *writing, RgmDay day, GError **error)
{
  if (day > course_kept_from (writing->session->now) || writing->before->settled == 0
      || writing->part != NULL)
    return TRUE;
  writing->whole = TRUE;
  return load_whole (writing, error);
}

gboolean
writing_take_day (const Writing *writing, int number, RgmDayPart part, RgmInstant *at,
                  GError **error)
{
  const RgmCourse *course = writing->before;
  const RgmSchedule *schedule = course_revision (course, number)->schedule;
  RgmInstant now = writing->session->now;
  RgmDay day = rgm_zone_day (writing->zone, *at);
  RgmDose dose;

  if (schedule->kind != RGM_SCHEDULE_TIMES && schedule->kind != RGM_SCHEDULE_AS_NEEDED
      && (schedule->kind != RGM_SCHEDULE_INTERVAL || schedule->every.unit != 'h'))
    return TRUE;
  if (schedule->kind == RGM_SCHEDULE_TIMES
      && rgm_course_dose (course, number, writing->zone, now, &dose, NULL)
      && day_part_has (day, part, rgm_dose_local (&dose))) {
    *at = MIN (rgm_dose_moment (&dose, writing->zone), now);
    return TRUE;
  }
  course_fail_day_alone (course, number, writing->zone, now, day, part, error);
  return FALSE;
}

/* Whether a settled dose, which was not loaded, may be nearer to @at than all doses that were
 * loaded. Its time came more than COURSE_KEPT_DAYS ago; but if it was moved, its time can be later
 * than those of the last doses of the course. */
static gboolean
may_mean_settled (const Writing *writing, RgmInstant at)
{
  const RgmCourse *course = writing->before;
  RgmInstant now = writing->session->now;
  RgmInstant kept = now - COURSE_KEPT_DAYS * G_GINT64_CONSTANT (86400);
  RgmDose nearest;

  if (course->settled == 0 || writing->part != NULL
      || rgm_course_schedule (course)->kind != RGM_SCHEDULE_TIMES)
    return FALSE;
  return !course_taken_dose (course, writing->zone, now, at, &nearest)
         || ABS (at - rgm_dose_moment (&nearest, writing->zone)) > at - kept;
}

/* Finds the dose that @request logs. */
static gboolean
pick_given (Writing *writing, const RgmGivenRequest *request, int number, GError **error)
{
  gboolean times = rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_TIMES;

  if (request->day_only
      && !(number == 0 && times
             ? find_slot (writing, request, &number, error)
             : writing_take_day (writing,
                                 number != 0 ? number : writing_first_free (writing->before),
                                 request->part, &writing->at, error)))
    return FALSE;
  if (pick_paused (writing, number, writing->at))
    return TRUE;
  return (number != 0 || !times || find_slot (writing, request, &number, error))
         && (pick_open (writing, number, writing->at, error)
             || writing_name_other (writing, writing->at, error));
}

/* Reads the course, and finds the dose that the command is about. @request: (nullable): only for
 * WRITING_TAKEN_DOSE. */
static gboolean
open_writing (Writing *writing, gint64 course_id, WritingSubject subject, int number,
              const RgmGivenRequest *request, GError **error)
{
  RgmStore *store = writing->session->store;
  RgmInstant at = writing->at;
  RgmInstant loaded = writing->session->now - (COURSE_KEPT_DAYS - 1) * G_GINT64_CONSTANT (86400);

  writing->before = rgm_store_course (store, course_id, writing->session->now, error);
  if (writing->before == NULL)
    return FALSE;
  /* Most commands need only the doses that follow the settled ones. If the checks need more, but
   * nothing settled is written, that part is enough to see what becomes different. */
  writing->whole = number != 0
                     ? number <= writing->before->settled
                     : at != RGM_INSTANT_NONE && at < loaded && writing->before->settled > 0;
  if ((writing->whole || subject == WRITING_RECORDED_DOSE
       || rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_AS_NEEDED)
      && !load_whole (writing, error))
    return FALSE;
  writing->zone = writing_zone (store, writing->before->patient_id, error);
  if (writing->zone == NULL)
    return FALSE;
  if (number == 0 && at != RGM_INSTANT_NONE && may_mean_settled (writing, at)) {
    writing->whole = TRUE;
    if (!load_whole (writing, error))
      return FALSE;
  }
  switch (subject) {
  case WRITING_OPEN_DOSE:
  case WRITING_NEAREST_DOSE:
    return pick_open (writing, number, at, error);
  case WRITING_TAKEN_DOSE:
    return pick_given (writing, request, number, error);
  case WRITING_RECORDED_DOSE:
    return pick_recorded (writing, number, error);
  default:
    return TRUE;
  }
}

gboolean
writing_read_back (Writing *writing, GError **error)
{
  RgmInstant now = writing->session->now;
  gint64 id = writing->before->id;

  g_clear_pointer (&writing->after, rgm_course_free);
  writing->after = rgm_store_course (writing->session->store, id,
                                     writing->whole ? RGM_INSTANT_NONE : now, error);
  if (writing->after == NULL || writing->whole || writing->dose.number == 0
      || writing->dose.number > writing->after->settled)
    return writing->after != NULL;
  /* the dose was out of order, and now that it is in order it counts among the settled ones, which
   * were not read */
  rgm_course_free (writing->after);
  writing->after = rgm_store_course (writing->session->store, id, RGM_INSTANT_NONE, error);
  return writing->after != NULL;
}

gboolean
writing_check_days (Writing *writing, int from, GError **error)
{
  const RgmCourse *before = writing->before;
  RgmInstant now = writing->session->now;
  g_autofree char *was = NULL, *is = NULL;

  if (!writing_read_back (writing, error))
    return FALSE;
  for (guint i = 0; i < before->administrations->len; i++) {
    int number = ((const RgmAdministration *)g_ptr_array_index (before->administrations, i))->dose;
    RgmDose old, new;
    if (number < from || rgm_course_schedule (before)->kind != RGM_SCHEDULE_TIMES
        || !rgm_course_dose (before, number, writing->zone, now, &old, NULL)
        || !rgm_course_dose (writing->after, number, writing->zone, now, &new, NULL)
        || old.target.day == new.target.day)
      continue;
    was = rgm_local_describe (old.target);
    is = rgm_local_describe (new.target);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ ("dose %d of %s, planned for %s, is on record already, and this would put it on %s; make "
         "the change once the planned day has passed, or stop the course and add a new one"),
      number, before->handle, was, is);
    return FALSE;
  }
  return TRUE;
}

gboolean
writing_keep_recorded (Writing *writing, GError **error)
{
  const RgmCourse *before = writing->before;
  RgmScheduleKind kind = rgm_course_schedule (before)->kind;
  RgmInstant now = writing->session->now;

  if (!writing_read_back (writing, error))
    return FALSE;
  for (guint i = 0; i < before->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (before->administrations, i);
    RgmMove kept = { .dose = each->dose };
    RgmDose old, new;
    if (kind != RGM_SCHEDULE_INTERVAL
        && (kind != RGM_SCHEDULE_FRACTIONS || each->outcome != RGM_SKIPPED))
      continue;
    if (!rgm_course_dose (before, each->dose, writing->zone, now, &old, NULL)
        || !rgm_course_dose (writing->after, each->dose, writing->zone, now, &new, NULL)
        || rgm_local_equal (old.target, new.target))
      continue;
    kept.target = old.target;
    /* Once this dose is back on its day, the doses after it may be back on theirs, too. */
    if (!store_set_move (writing->session->store, before->id, each->dose, &kept, error)
        || !writing_read_back (writing, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- after a write ---- */

gboolean
writing_set_head (const RgmSession *session, const RgmCourse *course, const RgmZone *zone,
                  GError **error)
{
  /* Only the clock, which may be wrong, tells that the last fixed times were missed. */
  gboolean by_clock = rgm_course_schedule (course)->kind == RGM_SCHEDULE_TIMES;
  RgmCourseState state;
  gboolean ended;

  if (zone == NULL) /* without the zone it is not known which doses are settled, so later reads skip
                       none */
    return store_set_head (session->store, course->id, 0, TRUE, error);
  state = rgm_course_state (course, zone, session->now);
  ended = state == RGM_COURSE_STOPPED || (state == RGM_COURSE_COMPLETED && !by_clock);
  return store_set_head (session->store, course->id,
                         course_settled_up_to (course, zone, session->now), !ended, error);
}

gboolean
writing_settle (const RgmSession *session, const RgmCourse *before, const RgmZone *zone_before,
                const RgmCourse *after, const RgmZone *zone_after, GError **error)
{
  const RgmCourse *course = after != NULL ? after : before;
  g_autoptr (GArray) runs = NULL;
  RgmDoseRun all = { 1, 0 };

  g_return_val_if_fail (course != NULL, FALSE);
  if (before != NULL && after != NULL && zone_before != NULL && zone_after != NULL)
    runs = course_changes (before, zone_before, after, zone_after);
  else { /* if the course or its zone appears or disappears, all of its doses change */
    runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
    g_array_append_val (runs, all);
  }
  return store_add_dose_changes (session->store, course->id, runs, session->now, error)
         && (after == NULL || writing_set_head (session, after, zone_after, error));
}

static gboolean
fill_recorded (Writing *writing, RgmRecorded *recorded, GError **error)
{
  RgmInstant now = writing->session->now;
  int number = writing->dose.number;

  *recorded = (RgmRecorded){ .course = g_steal_pointer (&writing->after),
                             .zone = writing->zone,
                             .begun = writing->begun };
  recorded->has_next = rgm_course_next (recorded->course, writing->zone, now, &recorded->next);
  if (number != 0)
    return rgm_course_dose (recorded->course, number, writing->zone, now, &recorded->dose, error);
  if (recorded->has_next)
    recorded->dose = recorded->next;
  return TRUE;
}

/* Drops the appointments of doses that the course does not have any more, for example of session 4
 * if only three are prescribed now. Otherwise such an appointment would count again if a later
 * change brings the dose back, although nobody was asked to keep it. A pause without an end takes
 * no dose away for good. Reads the course back if anything was dropped. */
static gboolean
drop_gone (Writing *writing, GError **error)
{
  const RgmCourse *course = writing->after;
  gboolean any = FALSE;

  if (course == NULL || course->stopped_at != RGM_INSTANT_NONE)
    return TRUE;
  for (guint i = 0; i < course->pauses->len; i++)
    if (((const RgmPause *)course->pauses->pdata[i])->until == RGM_NO_DAY)
      return TRUE;
  for (guint i = 0; i < course->appointments->len; i++) {
    int number = ((const RgmAppointment *)course->appointments->pdata[i])->dose;
    RgmDose dose;

    if (number <= course->settled || rgm_course_administration (course, number) != NULL
        || rgm_course_dose (course, number, writing->zone, writing->session->now, &dose, NULL))
      continue;
    if (!store_set_appointment (writing->session->store, course->id, number, NULL, error))
      return FALSE;
    any = TRUE;
  }
  return !any || writing_read_back (writing, error);
}

gboolean
writing_run (const char *command, const RgmSession *session, gint64 course_id,
             WritingSubject subject, int number, WritingFunc write, gconstpointer request,
             RgmRecorded *recorded, GError **error)
{
  const RgmGivenRequest *given = subject == WRITING_TAKEN_DOSE ? request : NULL;
  g_auto (Writing) writing = { .session = session,
                               .day_only = given != NULL && given->day_only,
                               .at = given != NULL                     ? given->at
                                     : subject == WRITING_NEAREST_DOSE ? session->now
                                                                       : RGM_INSTANT_NONE };
  g_autoptr (RgmTransaction) change = NULL;

  *recorded = (RgmRecorded){ 0 };
  change = store_begin (session->store, command, session->now, error);
  if (change == NULL)
    return FALSE;
  if (open_writing (&writing, course_id, subject, number, given, error)
      && write (&writing, request, error) && writing_read_back (&writing, error)
      && drop_gone (&writing, error)
      && writing_settle (session,
                         writing.whole || writing.part == NULL ? writing.before : writing.part,
                         writing.zone, writing.after, writing.zone, error)
      && fill_recorded (&writing, recorded, error) && store_commit (change, error))
    return TRUE;
  rgm_recorded_clear (recorded);
  return FALSE;
}

/* ---- steps that several commands share ---- */

void
writing_enter (RgmAdministration *administration, const RgmZone *zone)
{
  administration->zone = (char *)rgm_zone_name (zone);
  administration->day = rgm_zone_day (zone, administration->at);
}

gboolean
writing_drop_plan (const Writing *writing, GError **error)
{
  RgmStore *store = writing->session->store;
  const RgmDose *dose = &writing->dose;
  gint64 id = writing->before->id;

  return (dose->appointment == NULL || store_set_appointment (store, id, dose->number, NULL, error))
         && (dose->hold == NULL || store_set_hold (store, id, dose->number, NULL, error));
}

gboolean
writing_leave_pause (const Writing *writing, GError **error)
{
  RgmStore *store = writing->session->store;
  const RgmCourse *course = writing->before;
  int number = writing->dose.number;
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);

  if (!writing->paused)
    return TRUE;
  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);
    RgmPause ended = *pause, later = *pause;
    ended.until = pause->from - 1; /* ends before it begins, so it has no effect */
    later.from_dose = number + 1;
    if (pause->until == RGM_NO_DAY && pause->from_dose <= number
        && (!store_set_pause (store, course->id, &ended, error)
            || !store_set_pause (store, course->id, &later, error)))
      return FALSE;
  }
  if (!writing->dose.slot)
    return TRUE;
  *revision = (RgmRevision){ .from_dose = number, .made_at = writing->session->now };
  revision->schedule = rgm_schedule_copy (course_revision (course, number)->schedule);
  revision->schedule->begin = writing->dose.target;
  return store_add_revision (store, course->id, revision, error);
}

gboolean
writing_check_interval (const RgmSession *session, const RgmTreatment *treatment,
                        const RgmSchedule *schedule, char **overridden, GError **error)
{
  GError *refusal = NULL;

  if (schedule->kind == RGM_SCHEDULE_INTERVAL && treatment != NULL && treatment->sources != NULL
      && treatment->sources[0] != NULL)
    safety_check_interval (treatment, rgm_catalog_source (session->catalog, treatment->sources[0]),
                           schedule->every, &refusal);
  return writing_accept_refusal (session, refusal, overridden, error);
}

gboolean
writing_check_names (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (!g_hash_table_add (names, text_fold (patient->name))) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                   _ ("there would be two patients named %s; rename one of them first: regimen "
                      "patient set"),
                   patient->name);
      return FALSE;
    }
  }
  return patients != NULL;
}
