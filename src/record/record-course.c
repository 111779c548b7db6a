/* record-course.c: changes a course as a whole: its schedule, a pause, its end, its name, its
 * removal. */
#include <regimen/describe.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/new-times.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "record/together.h"
#include "record/undoable.h"
#include "record/writing.h"
#include "store/write.h"

static gboolean
refuse_stopped (const Writing *writing, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *day = NULL;

  if (course->stopped_at == RGM_INSTANT_NONE)
    return TRUE;
  day = rgm_day_describe (rgm_zone_day (writing->zone, course->stopped_at));
  if (undoable_stop (writing->session, course, writing->zone))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ ("%s was stopped on %s; if that was a mistake: regimen undo %s; if the treatment begins "
         "again, start a new course with regimen add"),
      course->handle, day, course->handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s; if the treatment begins again, or goes on, start a new "
                    "course with regimen add"),
                 course->handle, day);
  return FALSE;
}

/* ---- change ---- */

static gboolean
check_schedule (const Writing *writing, int from, const RgmSchedule *schedule, GError **error)
{
  const RgmSchedule *old = course_revision (writing->before, from)->schedule;
  int last = MAX (from - 1, course_last_recorded (writing->before));
  gboolean fewer = schedule->kind == RGM_SCHEDULE_FRACTIONS
                   && schedule->fractions + writing->before->makeups < last;

  if (schedule->kind != old->kind) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the schedule of %s cannot be changed to one of another kind; stop the course "
                    "and add a new one"),
                 writing->before->handle);
    return FALSE;
  }
  if (fewer || (schedule->count > 0 && schedule->count < last)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s is on record already; the course cannot end before it"), last,
                 writing->before->handle);
    return FALSE;
  }
  return rgm_schedule_validate (schedule, error);
}

/* The first dose after @dose to which another revision applies; 0 if there is none. */
static int
next_revised (const RgmCourse *course, int dose)
{
  int next = 0;

  for (guint i = 0; i < course->revisions->len; i++) {
    int from = ((const RgmRevision *)g_ptr_array_index (course->revisions, i))->from_dose;
    if (from > dose && (next == 0 || from < next)
        && course_revision (course, from) != course_revision (course, from - 1))
      next = from;
  }
  return next;
}

/* Makes a revision for the doses from @from up to the next revision: it gives them the amount, the
 * place or the schedule of @request. The interval was checked before. Returns: (transfer full). */
static RgmRevision *
make_revision (const Writing *writing, const RgmChangeRequest *request, int from, GError **error)
{
  const RgmCourse *course = writing->before;
  const RgmRevision *old = course_revision (course, from);
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);
  RgmSchedule *schedule
    = rgm_schedule_copy (request->schedule != NULL ? request->schedule : old->schedule);
  gboolean begins = request->schedule != NULL || from != old->from_dose;

  *revision = (RgmRevision){ .from_dose = from,
                             .schedule = schedule,
                             .made_at = writing->session->now,
                             .amount = g_strdup (request->amount),
                             .place = g_strdup (request->place) };
  if (request->schedule == NULL && begins)
    schedule->first = schedule->begin = RGM_LOCAL_NONE;
  if (begins && schedule->kind == RGM_SCHEDULE_TIMES)
    new_times_begin (course, writing->zone, writing->session->now, from, schedule);
  else if (begins && schedule->first.day == RGM_NO_DAY
           && (from == 1 || schedule->kind == RGM_SCHEDULE_ONCE))
    schedule->first = old->schedule->first;
  return check_schedule (writing, from, schedule, error) ? g_steal_pointer (&revision) : NULL;
}

/* Checks what the course would become with @revision: a new first date must not be too early after
 * a dose that was given, and a course that is completed may not go on beside another medicine. */
static gboolean
check_coming (const Writing *writing, const RgmChangeRequest *request, const RgmRevision *revision,
              char **overridden, GError **error)
{
  g_autoptr (RgmCourse) coming = course_copy (writing->before);
  RgmRevision *last = g_new0 (RgmRevision, 1);
  GError *refusal = NULL;
  RgmLocal begins;

  *last = (RgmRevision){ .from_dose = revision->from_dose, .made_at = revision->made_at };
  last->schedule = rgm_schedule_copy (revision->schedule);
  g_ptr_array_add (coming->revisions, last);
  if (!together_check_awake (writing->session, writing->before, coming, writing->zone, overridden,
                             error))
    return FALSE;
  if (request->schedule->first.day == RGM_NO_DAY)
    return TRUE;
  begins = schedule_begin (last->schedule);
  last->schedule->first = RGM_LOCAL_NONE;
  safety_check_restart (coming, last->from_dose, begins, writing->zone, &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

/* A new schedule applies to all open doses. If only the amount or the place is new, each open dose
 * keeps its schedule, so each revision that still applies is written again with the new value. */
static gboolean
write_changed (Writing *writing, gconstpointer data, GError **error)
{
  const RgmChangeRequest *request = data;
  const RgmCourse *course = writing->before;
  const RgmSession *session = writing->session;
  const RgmTreatment *treatment = rgm_catalog_lookup (session->catalog, course->treatment_key);
  int from = new_times_from (course, writing->zone, session->now, request->schedule);
  g_autofree char *undo = undoable_log_typed (session, course), *overridden = NULL;

  if (!refuse_stopped (writing, error)
      || (request->schedule != NULL
          && (!new_times_check_first (course, writing->zone, session->now, request->schedule, undo,
                                      error)
              || !writing_check_interval (session, treatment, request->schedule, &overridden,
                                          error))))
    return FALSE;
  for (int next = from; next != 0;
       next = request->schedule == NULL ? next_revised (course, next) : 0) {
    g_autoptr (RgmRevision) revision = make_revision (writing, request, next, error);
    if (revision == NULL
        || (request->schedule != NULL
            && !check_coming (writing, request, revision, &overridden, error)))
      return FALSE;
    revision->anyway = g_strdup (overridden);
    if (!store_add_revision (session->store, course->id, revision, error))
      return FALSE;
  }
  return writing_keep_recorded (writing, error) && writing_check_days (writing, from, error);
}

gboolean
rgm_record_changed (const RgmSession *session, gint64 course_id, const RgmChangeRequest *request,
                    RgmRecorded *recorded, GError **error)
{
  return writing_check_new_text (_ ("place"), request->place, error)
         && writing_run ("change", session, course_id, WRITING_COURSE, 0, write_changed, request,
                         recorded, error);
}

/* ---- pause ---- */

typedef struct {
  RgmDay from, until;
  const char *reason;
} PauseRequest;

static gboolean
is_completed (const Writing *writing)
{
  return rgm_course_state (writing->before, writing->zone, writing->session->now)
         == RGM_COURSE_COMPLETED;
}

static gboolean
check_pause (const Writing *writing, const PauseRequest *request, GError **error)
{
  RgmScheduleKind kind = rgm_course_schedule (writing->before)->kind;
  const char *handle = writing->before->handle;
  g_autofree char *from = rgm_day_describe (request->from);
  g_autofree char *until = request->until != RGM_NO_DAY ? rgm_day_describe (request->until) : NULL;

  if (!refuse_stopped (writing, error))
    return FALSE;
  if (kind == RGM_SCHEDULE_ONCE)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is one visit; to put it off: regimen hold %s --reason WHY, or regimen move "
                    "%s DATE"),
                 handle, handle, handle);
  else if (kind == RGM_SCHEDULE_AS_NEEDED)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is taken as needed: nothing is planned that could be interrupted"), handle);
  else if (is_completed (writing))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is completed: there is nothing to interrupt"), handle);
  else if (until != NULL && request->until < request->from)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the pause ends on %s, before it begins on %s"), until, from);
  else
    return TRUE;
  return FALSE;
}

static gboolean
write_paused (Writing *writing, gconstpointer data, GError **error)
{
  const PauseRequest *request = data;
  const RgmCourse *course;
  const RgmSchedule *schedule;
  RgmPause pause
    = { .from = request->from, .until = request->until, .reason = (char *)request->reason };

  if (!check_pause (writing, request, error) || !writing_load_since (writing, request->from, error))
    return FALSE;
  course = writing->before;
  schedule = rgm_course_schedule (course);
  /* A fixed time that has passed can still be logged: the pause begins after it. If the dates are
   * fixed, a dose that was recorded ahead of time keeps its place; the open doses before it keep
   * theirs too, but are not planned in the pause (walk_dose()). */
  pause.from_dose = new_times_from (course, writing->zone, writing->session->now, NULL);
  if (schedule_has_fixed_dates (schedule))
    pause.from_dose = MAX (pause.from_dose, writing_first_free (course));
  /* Nothing is planned in a pause, so the appointment of an open dose in it no longer counts. */
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *each = g_ptr_array_index (course->appointments, i);
    if (course_pause_holds (&pause, each->at.day)
        && rgm_course_administration (course, each->dose) == NULL
        && !store_set_appointment (writing->session->store, course->id, each->dose, NULL, error))
      return FALSE;
  }
  return store_set_pause (writing->session->store, course->id, &pause, error)
         && writing_keep_recorded (writing, error);
}

gboolean
rgm_record_paused (const RgmSession *session, gint64 course_id, RgmDay from, RgmDay until,
                   const char *reason, RgmRecorded *recorded, GError **error)
{
  PauseRequest request = { from, until, reason };

  return writing_check_new_text (_ ("reason"), reason, error)
         && writing_run ("pause", session, course_id, WRITING_COURSE, 0, write_paused, &request,
                         recorded, error);
}

/* A pause that had not begun gets an end before its beginning, which means that it has no
 * effect. */
static gboolean
end_pause (Writing *writing, const RgmPause *pause, RgmDay on, GError **error)
{
  RgmPause ended = { .from_dose = pause->from_dose,
                     .from = pause->from,
                     .until = MAX (on, pause->from) - 1,
                     .reason = pause->reason };

  return store_set_pause (writing->session->store, writing->before->id, &ended, error);
}

/* Fixed times of today that the pause left out, and that have passed, do not come back: if there
 * are any, this writes a revision with which the times begin again now. */
static gboolean
begin_again (Writing *writing, RgmDay on, GError **error)
{
  RgmInstant now = writing->session->now;
  RgmLocal begin = rgm_zone_to_local (writing->zone, now);
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);
  g_autoptr (GArray) doses = NULL;
  int from = 0;

  if (rgm_course_schedule (writing->before)->kind != RGM_SCHEDULE_TIMES || on != begin.day)
    return TRUE;
  if (!writing_read_back (writing, error))
    return FALSE;
  doses = rgm_course_doses (writing->after, writing->zone, now, on);
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    RgmDose paused;
    if (from == 0 && dose->number >= writing_first_free (writing->before) && dose->target.day == on
        && rgm_dose_moment (dose, writing->zone) < now
        && (!rgm_course_dose (writing->before, dose->number, writing->zone, now, &paused, NULL)
            || !rgm_local_equal (paused.target, dose->target)))
      from = dose->number;
  }
  if (from == 0)
    return TRUE;
  *revision = (RgmRevision){ .from_dose = from, .made_at = now };
  revision->schedule = rgm_schedule_copy (course_revision (writing->before, from)->schedule);
  revision->schedule->begin = begin;
  return store_add_revision (writing->session->store, writing->before->id, revision, error);
}

/* The row of a pause has no column for the refusals that were overridden when it was ended. So the
 * last revision is written once more, together with them. */
static gboolean
note_overridden (const Writing *writing, const char *overridden, GError **error)
{
  const GPtrArray *revisions = writing->after->revisions;
  RgmRevision again = *(const RgmRevision *)g_ptr_array_index (revisions, revisions->len - 1);

  again.made_at = writing->session->now;
  again.anyway = (char *)overridden;
  return store_add_revision (writing->session->store, writing->before->id, &again, error);
}

/* Ends all pauses in force on the day, or if there are none, the first pause that begins later. */
static gboolean
write_resumed (Writing *writing, gconstpointer data, GError **error)
{
  RgmDay on = *(const RgmDay *)data;
  const RgmCourse *before;
  const RgmPause *coming = NULL; /* the first pause that begins later */
  g_autofree char *overridden = NULL;
  gboolean any = FALSE;

  if (!refuse_stopped (writing, error) || !writing_load_since (writing, on, error))
    return FALSE;
  before = writing->before;
  for (guint i = 0; i < before->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (before->pauses, i);
    gboolean holds = course_pause_holds (pause, on);
    if (holds && !end_pause (writing, pause, on, error))
      return FALSE;
    any = any || holds;
    if (pause->from > on && course_pause_holds (pause, pause->from)
        && (coming == NULL || pause->from < coming->from))
      coming = pause;
  }
  if (any || coming != NULL)
    return (any ? begin_again (writing, on, error) : end_pause (writing, coming, on, error))
           && writing_keep_recorded (writing, error)
           && together_check_awake (writing->session, before, writing->after, writing->zone,
                                    &overridden, error)
           && (overridden == NULL || note_overridden (writing, overridden, error));
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s is not paused"), before->handle);
  return FALSE;
}

gboolean
rgm_record_resumed (const RgmSession *session, gint64 course_id, RgmDay on, RgmRecorded *recorded,
                    GError **error)
{
  return writing_run ("resume", session, course_id, WRITING_COURSE, 0, write_resumed, &on, recorded,
                      error);
}

/* ---- stop ---- */

typedef struct {
  RgmDay on; /* RGM_NO_DAY: now */
  const char *reason;
} Stop;

/* Refuses a day in the future, and a day after which a dose was given. A dose may be skipped after
 * the end of its course, because nobody had entered that end. */
static gboolean
check_stop_day (const Writing *writing, RgmDay on, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *day = rgm_day_describe (on);
  g_autofree char *typed = rgm_day_format (on);

  if (on > rgm_zone_day (writing->zone, writing->session->now)) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s is in the future; to let the course end on that day: regimen change %s --until %s"),
      day, course->handle, typed);
    return FALSE;
  }
  for (guint i = course->administrations->len; i-- > 0;) {
    const RgmAdministration *last = g_ptr_array_index (course->administrations, i);
    g_autofree char *of = NULL;
    if (last->outcome != RGM_GIVEN || administration_day (last, writing->zone) <= on)
      continue;
    of = rgm_day_describe (administration_day (last, writing->zone));
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s cannot have been stopped on %s: dose %d, on %s, is on record after it"),
                 course->handle, day, last->dose, of);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_stopped (Writing *writing, gconstpointer data, GError **error)
{
  const Stop *stop = data;
  RgmInstant at = writing->session->now;

  if (!refuse_stopped (writing, error))
    return FALSE;
  if (is_completed (writing)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is completed: there is nothing to stop"), writing->before->handle);
    return FALSE;
  }
  if (stop->on != RGM_NO_DAY) {
    if (!writing_load_since (writing, stop->on, error)
        || !check_stop_day (writing, stop->on, error))
      return FALSE;
    /* What was planned on that day still belongs to the course. */
    at = MIN (at, rgm_zone_to_instant (writing->zone, (RgmLocal){ stop->on + 1, 0 }, NULL) - 1);
  }
  return store_stop (writing->session->store, writing->before->id, at, stop->reason, error);
}

gboolean
rgm_record_stopped (const RgmSession *session, gint64 course_id, RgmDay on, const char *reason,
                    RgmRecorded *recorded, GError **error)
{
  const Stop stop = { on, reason };

  return writing_check_new_text (_ ("reason"), reason, error)
         && writing_run ("stop", session, course_id, WRITING_COURSE, 0, write_stopped, &stop,
                         recorded, error);
}

/* ---- another name ---- */

static gboolean
write_renamed (Writing *writing, gconstpointer data, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *handle = course_new_handle (data, error);

  if (handle == NULL)
    return FALSE;
  if (!g_str_equal (handle, course->handle))
    return store_rename (writing->session->store, course, handle, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("the course is already called %s; nothing was changed"), handle);
  return FALSE;
}

gboolean
rgm_record_renamed (const RgmSession *session, gint64 course_id, const char *handle,
                    RgmRecorded *recorded, GError **error)
{
  return writing_run ("rename", session, course_id, WRITING_COURSE, 0, write_renamed, handle,
                      recorded, error);
}

/* ---- removal ---- */

/* Whether undo would take back the whole of @course without asking, because adding it was the last
 * change of its person, and less than an hour ago. */
static gboolean
is_just_added (const RgmSession *session, const RgmCourse *course)
{
  g_autoptr (RgmChange) last = rgm_record_to_undo (session, course->patient_id, NULL);

  return last != NULL && g_str_equal (last->command, "add") && last->about[0] != NULL
         && g_str_equal (last->about[0], course->handle)
         && safety_check_undo (last->command, last->at, session->now, session->zone, NULL);
}

/* What happened stays on record, so a course with a dose on record is not removed. The message says
 * what can be done instead: undo if the course was only just added, or stop if it has not ended. */
static gboolean
check_removal (const RgmSession *session, const RgmCourse *course, GError **error)
{
  guint doses = course->administrations->len;
  const RgmZone *zone = doses > 0 ? writing_zone (session->store, course->patient_id, error) : NULL;
  const RgmAdministration *first
    = doses > 0 ? g_ptr_array_index (course->administrations, 0) : NULL;
  RgmCourseState state;

  if (doses == 0 || zone == NULL)
    return doses == 0;
  state = rgm_course_state (course, zone, session->now);
  if (is_just_added (session, course))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 P_ ("%s has %u dose on record; to take back that it was added, with that dose: "
                     "regimen undo",
                     "%s has %u doses on record; to take back that it was added, with these doses: "
                     "regimen undo",
                     doses),
                 course->handle, doses);
  else if (state == RGM_COURSE_ACTIVE || state == RGM_COURSE_PAUSED)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 P_ ("%s cannot be removed, because %u dose of it is on record; to end it and keep "
                     "what happened: regimen stop %s; if the dose was not given: regimen amend "
                     "%s/%d --skipped --reason \"entered by mistake\"",
                     "%s cannot be removed, because %u doses of it are on record; to end it and "
                     "keep what happened: regimen stop %s; if one of them was not given: regimen "
                     "amend %s/%d --skipped --reason \"entered by mistake\"",
                     doses),
                 course->handle, doses, course->handle, course->handle, first->dose);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 P_ ("%s cannot be removed, because %u dose of it is on record; it has ended, so "
                     "nothing more is planned",
                     "%s cannot be removed, because %u doses of it are on record; it has ended, so "
                     "nothing more is planned",
                     doses),
                 course->handle, doses);
  return FALSE;
}

RgmRemovedCourse *
rgm_record_removed (const RgmSession *session, gint64 course_id, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) change = store_begin (store, "remove", session->now, error);
  g_autoptr (RgmCourse) course
    = change != NULL ? rgm_store_course (store, course_id, RGM_INSTANT_NONE, error) : NULL;
  g_autoptr (GPtrArray) removed = NULL;

  if (course == NULL || !check_removal (session, course, error)
      || !store_remove (store, course, session->now, error)
      || !writing_settle (session, course, NULL, NULL, NULL, error))
    return NULL;
  removed = rgm_store_removed (store, 0, course_id, error);
  return removed != NULL && store_commit (change, error) ? g_ptr_array_steal_index (removed, 0)
                                                         : NULL;
}
