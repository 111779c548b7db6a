#include <regimen/dose.h>

#include "base/i18n.h"
#include "model/walk.h"

/* A guard for endless schedules with short intervals and far horizons: eleven years of hours. */
#define MOST_OPEN 100000

#define SLOT_GRACE_SECONDS 3600

/* ---- one dose ---- */

static RgmDoseState
open_state (const RgmDose *dose, const RgmZone *zone, RgmInstant now)
{
  if (dose->hold != NULL)
    return RGM_DOSE_HELD;
  if (now >= rgm_dose_overdue_from (dose, zone))
    return RGM_DOSE_OVERDUE;
  if (now >= rgm_dose_moment (dose, zone))
    return RGM_DOSE_DUE;
  return dose->appointment != NULL ? RGM_DOSE_BOOKED : RGM_DOSE_PLANNED;
}

static RgmDoseState
dose_state (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  if (dose->administration != NULL)
    return dose->administration->outcome == RGM_GIVEN ? RGM_DOSE_GIVEN : RGM_DOSE_SKIPPED;
  if (course->stopped_at != RGM_INSTANT_NONE)
    return RGM_DOSE_CANCELLED;
  return open_state (dose, zone, now);
}

static void
fill_dose (RgmDose *dose, const RgmStep *step, const RgmWalk *walk, RgmInstant now)
{
  const RgmCourse *course = walk->course;
  const RgmSchedule *schedule = rgm_course_revision (course, step->number)->schedule;
  int window = rgm_schedule_window (schedule);
  gboolean waits;

  *dose = (RgmDose){
    .number = step->number,
    .target = step->target,
    .earliest = step->target.day - window,
    .latest = step->target.day + window,
    .slot = schedule->kind == RGM_SCHEDULE_TIMES,
    .why = step->why,
    .why_dose = step->why_dose,
    .appointment = rgm_course_appointment (course, step->number),
    .administration = rgm_course_administration (course, step->number),
    .hold = rgm_course_hold (course, step->number),
  };
  dose->state = dose_state (dose, course, walk->zone, now);
  waits = dose->state == RGM_DOSE_DUE || dose->state == RGM_DOSE_OVERDUE
          || dose->state == RGM_DOSE_CANCELLED;
  if (dose->slot && waits && rgm_walk_missed (walk, now))
    dose->state = RGM_DOSE_MISSED;
  dose->open = dose->state <= RGM_DOSE_HELD;
}

static RgmInstant
end_of_day (const RgmZone *zone, RgmDay day)
{
  return rgm_zone_to_instant (zone, (RgmLocal){ day + 1, RGM_NO_TIME }, NULL);
}

RgmInstant
rgm_dose_overdue_from (const RgmDose *dose, const RgmZone *zone)
{
  const RgmAppointment *appointment = dose->appointment;
  RgmInstant end = end_of_day (zone, MAX (dose->latest, dose->target.day));

  if (dose->slot)
    return rgm_dose_moment (dose, zone) + SLOT_GRACE_SECONDS;
  if (appointment == NULL)
    return end;
  return MAX (end, end_of_day (rgm_dose_zone (dose, zone), appointment->at.day));
}

const char *
rgm_course_state_name (RgmCourseState state)
{
  static const char *const names[] = { "active", "completed", "stopped", "paused" };

  return names[state];
}

/* ---- the doses of a course ---- */

static int
highest_with_plans (const RgmCourse *course)
{
  int highest = 0;

  for (guint i = 0; i < course->appointments->len; i++)
    highest
      = MAX (highest, ((const RgmAppointment *)g_ptr_array_index (course->appointments, i))->dose);
  for (guint i = 0; i < course->moves->len; i++)
    highest = MAX (highest, ((const RgmMove *)g_ptr_array_index (course->moves, i))->dose);
  for (guint i = 0; i < course->holds->len; i++)
    highest = MAX (highest, ((const RgmHold *)g_ptr_array_index (course->holds, i))->dose);
  return highest;
}

static gboolean
is_tentative (const RgmDose *dose, const RgmCourse *course, gboolean first_open)
{
  return dose->open && !first_open && dose->appointment == NULL
         && rgm_course_revision (course, dose->number)->schedule->kind == RGM_SCHEDULE_INTERVAL;
}

void
rgm_course_visit (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon,
                  RgmDoseVisit visit, gpointer data)
{
  int named = MAX (highest_with_plans (course), rgm_course_last_recorded (course)), open = 0;
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;

  rgm_walk_begin (&walk, course, zone);
  while (open < MOST_OPEN && rgm_walk_next (&walk, &step)) {
    RgmDose dose;

    fill_dose (&dose, &step, &walk, now);
    if (dose.number <= course->settled && dose.administration == NULL)
      continue;
    if (open_seen && dose.target.day > horizon && dose.number > named)
      break;
    dose.tentative = is_tentative (&dose, course, !open_seen);
    open_seen = open_seen || dose.open || dose.state == RGM_DOSE_CANCELLED;
    open += open_seen;
    visit (&dose, data);
  }
}

static void
append_dose (const RgmDose *dose, gpointer doses)
{
  g_array_append_vals (doses, dose, 1);
}

GArray *
rgm_course_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon)
{
  GArray *doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  rgm_course_visit (course, zone, now, horizon, append_dose, doses);
  return doses;
}

static void
set_no_such_dose (const RgmCourse *course, int number, int last, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has no dose %d; its last is %d"),
               course->handle, number, last);
}

gboolean
rgm_course_dose (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now,
                 RgmDose *dose, GError **error)
{
  gboolean open_seen = FALSE, found = FALSE;
  RgmWalk walk;
  RgmStep step = { 0 };

  rgm_walk_begin (&walk, course, zone);
  while (!found && walk.number < number && rgm_walk_next (&walk, &step)) {
    fill_dose (dose, &step, &walk, now);
    found = step.number == number;
    dose->tentative = is_tentative (dose, course, !open_seen);
    open_seen = open_seen || (dose->open && dose->number > course->settled);
  }
  if (!found)
    set_no_such_dose (course, number, walk.number, error);
  return found;
}

/* @paused: (out): where no dose is open: that is because of a pause without end, not because all
 * are ended. */
static gboolean
find_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose,
           gboolean *paused)
{
  RgmWalk walk;
  RgmStep step;

  rgm_walk_begin (&walk, course, zone);
  while (rgm_walk_next (&walk, &step)) {
    fill_dose (dose, &step, &walk, now);
    if (dose->open && dose->number > course->settled)
      return TRUE;
    if (dose->state == RGM_DOSE_CANCELLED && dose->number > walk.last_recorded)
      return FALSE;
  }
  *paused = walk.paused;
  return FALSE;
}

gboolean
rgm_course_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose)
{
  gboolean paused;

  return find_next (course, zone, now, dose, &paused);
}

static gboolean
is_paused (const RgmCourse *course, RgmDay today)
{
  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);
    if (today >= pause->from && (pause->until == RGM_NO_DAY || today <= pause->until))
      return TRUE;
  }
  return FALSE;
}

RgmCourseState
rgm_course_state (const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  gboolean paused = FALSE;
  RgmDose next;

  if (course->stopped_at != RGM_INSTANT_NONE)
    return RGM_COURSE_STOPPED;
  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_AS_NEEDED
      && !find_next (course, zone, now, &next, &paused) && !paused)
    return RGM_COURSE_COMPLETED;
  return is_paused (course, rgm_zone_day (zone, now)) ? RGM_COURSE_PAUSED : RGM_COURSE_ACTIVE;
}

/* ---- what later reads may leave out ---- */

static gboolean
is_settled (const RgmDose *dose, RgmScheduleKind kind, RgmInstant before)
{
  if (kind == RGM_SCHEDULE_INTERVAL)
    return dose->administration != NULL;
  if (dose->administration != NULL)
    return dose->administration->at < before;
  return dose->state == RGM_DOSE_MISSED;
}

/* A plan that goes on from the dose before it counts from that dose's target, which takes the
 * whole record before it to tell. */
static gboolean
needs_record_before (const RgmCourse *course, int dose)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose)->schedule;

  return schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->reckon == RGM_RECKON_PLAN
         && schedule->first.day == RGM_NO_DAY;
}

int
rgm_course_settled (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int keep)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  RgmInstant before = now - keep * G_GINT64_CONSTANT (86400);
  int settled = course->settled;
  RgmWalk walk;
  RgmStep step;

  if (kind == RGM_SCHEDULE_FRACTIONS || kind == RGM_SCHEDULE_ONCE)
    return 0;
  rgm_walk_begin (&walk, course, zone);
  while (rgm_walk_next (&walk, &step)) {
    RgmDose dose;
    if (step.number <= settled)
      continue;
    fill_dose (&dose, &step, &walk, now);
    if (needs_record_before (course, step.number) || !is_settled (&dose, kind, before)
        || (dose.slot && rgm_dose_moment (&dose, zone) >= before))
      break;
    settled = step.number;
  }
  return settled;
}
