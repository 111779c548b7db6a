/* What changes a course as a whole: its schedule, a pause, its end, its name, its removal. */
#include <regimen/describe.h>
#include <string.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "record/together.h"
#include "store/write.h"

static gboolean
refuse_stopped (const Writing *writing, GError **error)
{
  const RgmCourse *course = writing->before;
  g_autofree char *day = NULL;

  if (course->stopped_at == RGM_INSTANT_NONE)
    return TRUE;
  day = rgm_day_describe (rgm_zone_day (writing->zone, course->stopped_at));
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s was stopped on %s; start a new course with regimen add"), course->handle,
               day);
  return FALSE;
}

/* ---- change ---- */

/* The first dose that a change rules: the first one that is not on record, even if a later one is.
 * If the course has fixed times, those that have passed are left as they were, too. */
static int
first_changed (const Writing *writing)
{
  RgmInstant now = writing->session->now;
  int first = 0;
  g_autoptr (GArray) doses = NULL;

  if (rgm_course_schedule (writing->before)->kind != RGM_SCHEDULE_TIMES)
    return course_first_open (writing->before, 0);
  doses = rgm_course_doses (writing->before, writing->zone, now, rgm_zone_day (writing->zone, now));
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (rgm_dose_moment (dose, writing->zone) <= now)
      first = MAX (first, dose->number + 1);
  }
  return course_first_open (writing->before, first);
}

/* The fixed time of dose @number, even if the dose was moved away from it. @dose: (out).
 * RGM_LOCAL_NONE if there is no such dose. */
static RgmLocal
slot_of (const Writing *writing, int number, RgmDose *dose)
{
  RgmLocal slot = RGM_LOCAL_NONE;

  if (number < 1
      || !rgm_course_dose (writing->before, number, writing->zone, writing->session->now, dose,
                           NULL))
    return RGM_LOCAL_NONE;
  return rgm_dose_unmoved (dose, writing->before, writing->zone, &slot) ? slot : dose->target;
}

/* How many of the times of @day are used up before dose @from: those up to the last one that was
 * answered. A time that passed without an answer uses up none. */
static guint
times_answered (const Writing *writing, int from, RgmDay day)
{
  guint used = 0;
  RgmDose dose;

  for (int number = from - 1; number > 0 && number > from - 25; number--)
    if (slot_of (writing, number, &dose).day == day && (used > 0 || dose.administration != NULL))
      used++;
  return used;
}

static RgmLocal
later_of (RgmLocal a, RgmLocal b)
{
  return civil_local_compare (a, b) >= 0 ? a : b;
}

/* The earliest moment at which new fixed times can begin with dose @from: now, or a first day that
 * is still to come. They keep the rhythm of the days. After a dose of the day before, no time comes
 * so soon that the safety check would refuse it: a tablet of 23:30 that was taken at 00:15 is not
 * asked for again at 00:30. */
static RgmLocal
earliest_of_times (const Writing *writing, int from, const RgmSchedule *schedule)
{
  const RgmSchedule *old = course_revision (writing->before, from)->schedule;
  const RgmAdministration *last = rgm_course_last_given (writing->before);
  RgmInstant now = writing->session->now;
  gboolean sets_first = schedule->first.day != RGM_NO_DAY;
  RgmLocal begin
    = later_of (rgm_zone_to_local (writing->zone, now), sets_first ? schedule->first : old->first);
  RgmDose dose;

  begin = later_of (begin, (RgmLocal){ slot_of (writing, from - 1, &dose).day, RGM_NO_TIME });
  while (!sets_first && (old->every.count > 1 || old->cycle_on > 0)
         && !schedule_has_slots (old, begin.day))
    begin = (RgmLocal){ begin.day + 1, RGM_NO_TIME };
  if (last == NULL || last->at > now || times_answered (writing, from, begin.day) > 0)
    return begin;
  return later_of (begin,
                   rgm_zone_to_local (writing->zone, last->at + schedule_spacing (schedule) / 4));
}

/* Where new fixed times begin with dose @from: with the next one of them. The doses of a day are
 * matched in order, so that those that were answered use up as many of the new times. If a day has
 * as many times as before, a tablet of today that was still to come is not lost, even if its new
 * time has just passed: it is due at once. */
static RgmLocal
begin_of_times (const Writing *writing, int from, const RgmSchedule *schedule)
{
  const RgmSchedule *old = course_revision (writing->before, from)->schedule;
  RgmLocal now = rgm_zone_to_local (writing->zone, writing->session->now);
  RgmLocal earliest = earliest_of_times (writing, from, schedule);
  RgmDose next;
  RgmLocal slot = slot_of (writing, from, &next);
  gboolean keeps = slot.day == now.day && civil_local_compare (earliest, now) == 0
                   && schedule->times->len == old->times->len;

  for (guint i = times_answered (writing, from, earliest.day); i < schedule->times->len; i++) {
    RgmLocal time = { earliest.day, g_array_index (schedule->times, gint32, i) };
    if (civil_local_compare (time, earliest) >= 0
        || (keeps && g_array_index (old->times, gint32, i) == slot.second))
      return time;
  }
  return (RgmLocal){ earliest.day + 1, RGM_NO_TIME };
}

static gboolean
same_days_and_times (const RgmSchedule *a, const RgmSchedule *b)
{
  return a->times->len == b->times->len
         && memcmp (a->times->data, b->times->data, a->times->len * sizeof (gint32)) == 0
         && a->weekdays == b->weekdays && a->every.count == b->every.count
         && a->cycle_on == b->cycle_on && a->cycle_off == b->cycle_off;
}

/* Lets fixed times begin with dose @from: after the dose before it, if the days and times stay and
 * the user named no first date. Without one, cycle and step count from the same days as before. */
static void
fill_begin (const Writing *writing, int from, RgmSchedule *schedule)
{
  const RgmSchedule *old = course_revision (writing->before, from)->schedule;
  int rhythm = MAX (old->cycle_on + old->cycle_off, MAX (old->every.count, 1));
  gboolean stays = schedule->first.day == RGM_NO_DAY && same_days_and_times (schedule, old);
  RgmDose last;
  RgmLocal begin = stays ? slot_of (writing, from - 1, &last) : RGM_LOCAL_NONE;

  if (stays && begin.day == RGM_NO_DAY)
    begin = old->begin.day != RGM_NO_DAY ? old->begin : old->first;
  else if (!stays)
    begin = begin_of_times (writing, from, schedule);
  if (schedule->first.day == RGM_NO_DAY) {
    RgmDay day = MAX (begin.day, old->first.day);
    schedule->first = (RgmLocal){ day - (day - old->first.day) % rhythm, RGM_NO_TIME };
  }
  if (schedule->first.day == begin.day)
    schedule->first = begin;
  else
    schedule->begin = begin;
}

static gboolean
check_schedule (const Writing *writing, int from, const RgmSchedule *schedule, GError **error)
{
  const RgmSchedule *old = course_revision (writing->before, from)->schedule;
  int last = MAX (from - 1, course_last_recorded (writing->before));
  gboolean fewer = schedule->kind == RGM_SCHEDULE_FRACTIONS
                   && schedule->fractions + writing->before->makeups < last;

  if (schedule->kind != old->kind) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s cannot become another kind of schedule; stop it and add a new course"),
                 writing->before->handle);
    return FALSE;
  }
  if (fewer || (schedule->count > 0 && schedule->count < last)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s is on record already; it cannot end before that"), last,
                 writing->before->handle);
    return FALSE;
  }
  return rgm_schedule_validate (schedule, error);
}

/* The first dose after @dose that another revision rules; 0 if there is none. */
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

/* Makes the revision that gives the doses from @from on, up to the next revision, another amount or
 * place, or the schedule of @request, whose interval was checked. Returns: (transfer full). */
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
    fill_begin (writing, from, schedule);
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

  *last = (RgmRevision){ .from_dose = revision->from_dose, .made_at = revision->made_at };
  last->schedule = rgm_schedule_copy (revision->schedule);
  g_ptr_array_add (coming->revisions, last);
  if (!together_check_awake (writing, coming, overridden, error))
    return FALSE;
  if (request->schedule->first.day == RGM_NO_DAY)
    return TRUE;
  last->schedule->first = RGM_LOCAL_NONE;
  safety_check_restart (coming, last->from_dose, revision->schedule->first, writing->zone,
                        &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

/* Doses of an interval that are on record already, although an open one before them follows the new
 * schedule, stay on the days for which they were planned. */
static gboolean
keep_recorded (Writing *writing, int from, GError **error)
{
  const RgmCourse *before = writing->before;
  RgmInstant now = writing->session->now;

  for (guint i = 0; i < before->administrations->len; i++) {
    int number = ((const RgmAdministration *)g_ptr_array_index (before->administrations, i))->dose;
    RgmDose old, new;
    if (number < from || rgm_course_schedule (before)->kind != RGM_SCHEDULE_INTERVAL)
      continue;
    if (!writing_read_back (writing, error))
      return FALSE;
    if (!rgm_course_dose (before, number, writing->zone, now, &old, NULL)
        || !rgm_course_dose (writing->after, number, writing->zone, now, &new, NULL)
        || rgm_local_equal (old.target, new.target))
      continue;
    RgmMove move = { .dose = number, .target = old.target };
    if (!store_set_move (writing->session->store, before->id, number, &move, error))
      return FALSE;
  }
  return TRUE;
}

/* A new schedule rules all open doses. A new amount or place alone leaves each of them the schedule
 * that it has. */
static gboolean
write_changed (Writing *writing, gconstpointer data, GError **error)
{
  const RgmChangeRequest *request = data;
  const RgmCourse *course = writing->before;
  const RgmSession *session = writing->session;
  const RgmTreatment *treatment = rgm_catalog_lookup (session->catalog, course->treatment_key);
  int from = first_changed (writing);
  g_autofree char *overridden = NULL;

  if (!refuse_stopped (writing, error)
      || (request->schedule != NULL
          && !writing_check_interval (session, treatment, request->schedule, &overridden, error)))
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
  return keep_recorded (writing, from, error) && writing_check_days (writing, from, error);
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
                 _ ("%s is one visit; to put it off: regimen hold %s, or regimen move %s DATE"),
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
  const RgmCourse *course = writing->before;
  RgmPause pause
    = { .from = request->from, .until = request->until, .reason = (char *)request->reason };

  if (!check_pause (writing, request, error))
    return FALSE;
  /* A fixed time that has passed can still be logged: the pause begins after it. A dose recorded
   * ahead of time keeps its slot; the open doses before it keep theirs too, but are not planned
   * (walk_dose()). */
  pause.from_dose = first_changed (writing);
  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_TIMES)
    pause.from_dose = MAX (pause.from_dose, writing_first_free (course));
  /* Nothing is planned in a pause, so the appointment of an open dose in it does not stand. */
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *each = g_ptr_array_index (course->appointments, i);
    gboolean inside = each->at.day >= request->from
                      && (request->until == RGM_NO_DAY || each->at.day <= request->until);
    if (inside && rgm_course_administration (course, each->dose) == NULL
        && !store_set_appointment (writing->session->store, course->id, each->dose, NULL, error))
      return FALSE;
  }
  return store_set_pause (writing->session->store, course->id, &pause, error);
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

/* A pause that had not begun ends before it begins, which means that it counts as none. */
static gboolean
end_pause (Writing *writing, const RgmPause *pause, RgmDay on, GError **error)
{
  RgmPause ended = { .from_dose = pause->from_dose,
                     .from = pause->from,
                     .until = MAX (on, pause->from) - 1,
                     .reason = pause->reason };

  return store_set_pause (writing->session->store, writing->before->id, &ended, error);
}

/* A fixed time of today that the pause took away does not come back if it has passed: the times
 * begin again now. */
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

/* A pause has no place for the refusals that were overridden when it was ended. They are kept with
 * the last revision, written once more. */
static gboolean
note_overridden (const Writing *writing, const char *overridden, GError **error)
{
  const GPtrArray *revisions = writing->after->revisions;
  RgmRevision again = *(const RgmRevision *)g_ptr_array_index (revisions, revisions->len - 1);

  again.made_at = writing->session->now;
  again.anyway = (char *)overridden;
  return store_add_revision (writing->session->store, writing->before->id, &again, error);
}

/* Ends all pauses that hold on the day, because doses are to be planned on it again. */
static gboolean
write_resumed (Writing *writing, gconstpointer data, GError **error)
{
  RgmDay on = *(const RgmDay *)data;
  const RgmCourse *before = writing->before;
  const RgmPause *coming = NULL; /* the first pause that begins later */
  g_autofree char *overridden = NULL;
  gboolean any = FALSE;

  if (!refuse_stopped (writing, error))
    return FALSE;
  for (guint i = 0; i < before->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (before->pauses, i);
    gboolean holds = pause->from <= on && (pause->until == RGM_NO_DAY || pause->until >= on);
    if (holds && !end_pause (writing, pause, on, error))
      return FALSE;
    any = any || holds;
    if (pause->from > on && (coming == NULL || pause->from < coming->from))
      coming = pause;
  }
  if (any || coming != NULL)
    return (any ? begin_again (writing, on, error) : end_pause (writing, coming, on, error))
           && writing_read_back (writing, error)
           && together_check_awake (writing, writing->after, &overridden, error)
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

static gboolean
write_stopped (Writing *writing, gconstpointer data, GError **error)
{
  RgmInstant now = writing->session->now;

  if (!refuse_stopped (writing, error))
    return FALSE;
  if (is_completed (writing)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is completed: there is nothing to stop"), writing->before->handle);
    return FALSE;
  }
  return store_stop (writing->session->store, writing->before->id, now, data, error);
}

gboolean
rgm_record_stopped (const RgmSession *session, gint64 course_id, const char *reason,
                    RgmRecorded *recorded, GError **error)
{
  return writing_check_new_text (_ ("reason"), reason, error)
         && writing_run ("stop", session, course_id, WRITING_COURSE, 0, write_stopped, reason,
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
               _ ("the course is called %s already: nothing changes"), handle);
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

/* What happened stays on record, so a course with a dose can only be stopped. */
static gboolean
check_removal (const RgmSession *session, const RgmCourse *course, GError **error)
{
  guint doses = course->administrations->len;
  const RgmZone *zone = doses > 0 ? writing_zone (session->store, course->patient_id, error) : NULL;
  RgmCourseState state;

  if (doses == 0 || zone == NULL)
    return doses == 0;
  state = rgm_course_state (course, zone, session->now);
  if (state == RGM_COURSE_ACTIVE || state == RGM_COURSE_PAUSED)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 P_ ("%s cannot be removed, because %u dose of it is on record; to end it and keep "
                     "what happened: regimen stop %s",
                     "%s cannot be removed, because %u doses of it are on record; to end it and "
                     "keep what happened: regimen stop %s",
                     doses),
                 course->handle, doses, course->handle);
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
