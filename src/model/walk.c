#include "model/walk.h"

/* ---- interval ---- */

static const RgmSchedule *
schedule_of (const RgmWalk *walk, int dose)
{
  return rgm_course_revision (walk->course, dose)->schedule;
}

static void
set_anchor (RgmWalk *walk, RgmLocal at, int dose, RgmWhy why)
{
  walk->anchor = at;
  walk->anchor_dose = dose;
  walk->anchor_why = why;
}

/* The time of day at which the course's doses are asked for: that of the last revision up to @dose
 * that names a first target. */
static gint32
time_of_day (const RgmCourse *course, int dose)
{
  gint32 second = RGM_NO_TIME;

  for (guint i = 0; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    if (revision->from_dose <= dose && revision->schedule->first.day != RGM_NO_DAY)
      second = revision->schedule->first.second;
  }
  return second;
}

/* The day it was given, at the time of day that the schedule asks for, if any. Hours count from the
 * very moment. */
static RgmLocal
given_anchor (const RgmWalk *walk, const RgmAdministration *given, const RgmSchedule *schedule)
{
  RgmLocal at = rgm_zone_to_local (walk->zone, given->at);

  if (schedule->every.unit != 'h')
    at.second = time_of_day (walk->course, given->dose);
  return at;
}

/* What this dose leaves behind for those after it. */
static void
leave_interval (RgmWalk *walk, int dose)
{
  const RgmSchedule *schedule = schedule_of (walk, dose);
  const RgmAdministration *administration = rgm_course_administration (walk->course, dose);

  if (schedule->kind != RGM_SCHEDULE_INTERVAL || schedule->reckon == RGM_RECKON_PLAN)
    return;
  if (administration != NULL && administration->outcome == RGM_GIVEN)
    set_anchor (walk, given_anchor (walk, administration, schedule), dose, RGM_WHY_GIVEN);
  else if (rgm_course_move (walk->course, dose) != NULL)
    set_anchor (walk, walk->target, dose, RGM_WHY_MOVED);
}

/* A revision that names its first target begins there; one that does not goes on from the target
 * before it. */
static void
enter_revision (RgmWalk *walk, int dose)
{
  const RgmRevision *revision = rgm_course_revision (walk->course, dose);

  if (revision->from_dose != dose)
    return;
  if (revision->schedule->first.day != RGM_NO_DAY)
    set_anchor (walk, revision->schedule->first, dose, RGM_WHY_FIRST);
  else if (walk->anchor_dose != dose - 1)
    set_anchor (walk, walk->target, dose - 1, RGM_WHY_TARGET);
}

static RgmWhy
interval_why (const RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  if (walk->anchor_dose == dose)
    return RGM_WHY_FIRST;
  if (schedule->reckon == RGM_RECKON_PLAN)
    return RGM_WHY_PLAN;
  return walk->anchor_dose == dose - 1 && walk->anchor_why == RGM_WHY_GIVEN ? RGM_WHY_GIVEN
                                                                            : RGM_WHY_TARGET;
}

static gboolean
interval_step (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule;

  enter_revision (walk, dose);
  schedule = schedule_of (walk, dose);
  step->target
    = rgm_period_add (walk->anchor, schedule->every, dose - walk->anchor_dose, walk->zone);
  step->why = interval_why (walk, dose, schedule);
  step->why_dose = step->why == RGM_WHY_FIRST ? dose : dose - 1;
  if (schedule->count > 0 && dose > schedule->count)
    return FALSE;
  return step->target.day != RGM_NO_DAY
         && (schedule->until == RGM_NO_DAY || step->target.day <= schedule->until);
}

/* ---- radiation ---- */

/* Without make-up a fraction that was not given leaves the plan as it was; given late, it pushes
 * the rest. */
static void
leave_fraction (RgmWalk *walk, int dose)
{
  const RgmAdministration *administration = rgm_course_administration (walk->course, dose);
  RgmDay given;

  if (administration == NULL || administration->outcome != RGM_GIVEN)
    return;
  given = rgm_zone_day (walk->zone, administration->at);
  if (given > walk->slot_day) {
    walk->slot_day = given;
    walk->slot_index = 0;
  }
}

static void
next_slot (RgmWalk *walk, const RgmSchedule *schedule)
{
  if (walk->slot_day == RGM_NO_DAY)
    walk->slot_day = rgm_schedule_next_treatment_day (schedule, schedule->first.day);
  else if (walk->slot_index + 1 < schedule->per_day)
    walk->slot_index++;
  else {
    walk->slot_day = rgm_schedule_next_treatment_day (schedule, walk->slot_day + 1);
    walk->slot_index = 0;
  }
}

static gboolean
fraction_step (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule = schedule_of (walk, dose);

  if (dose > schedule->fractions + walk->course->makeups)
    return FALSE;
  next_slot (walk, schedule);
  step->target = (RgmLocal){ walk->slot_day, schedule->first.second };
  step->why = dose == 1                    ? RGM_WHY_FIRST
              : dose > schedule->fractions ? RGM_WHY_MAKEUP
                                           : RGM_WHY_DAYS;
  return walk->slot_day != RGM_NO_DAY;
}

/* ---- every kind ---- */

static gboolean
once_step (RgmWalk *walk, int dose, RgmStep *step)
{
  step->target = schedule_of (walk, dose)->first;
  step->why = RGM_WHY_FIRST;
  return dose == 1;
}

static gboolean
schedule_step (RgmWalk *walk, int dose, RgmStep *step)
{
  switch (schedule_of (walk, dose)->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return interval_step (walk, dose, step);
  case RGM_SCHEDULE_FRACTIONS:
    return fraction_step (walk, dose, step);
  default:
    return once_step (walk, dose, step);
  }
}

/* The first loaded dose among the settled ones that was given: what came before it need not be
 * known. */
static const RgmAdministration *
loaded_anchor (const RgmCourse *course)
{
  const RgmAdministration *found = NULL;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->dose <= course->settled && each->outcome == RGM_GIVEN
        && (found == NULL || each->dose < found->dose))
      found = each;
  }
  return found;
}

/* Whether the targets after @dose can be told from it and its revision alone. */
static gboolean
can_begin_after (const RgmWalk *walk, const RgmAdministration *anchor)
{
  const RgmSchedule *schedule = anchor != NULL ? schedule_of (walk, anchor->dose) : NULL;

  return schedule != NULL && schedule->kind == RGM_SCHEDULE_INTERVAL
         && (schedule->reckon == RGM_RECKON_GIVEN || schedule->first.day != RGM_NO_DAY);
}

/* Stands just before @anchor, as if it had been asked for on the day it was given. */
static void
begin_before (RgmWalk *walk, const RgmAdministration *anchor)
{
  const RgmRevision *revision = rgm_course_revision (walk->course, anchor->dose);

  walk->number = anchor->dose - 1;
  if (revision->schedule->reckon == RGM_RECKON_PLAN)
    set_anchor (walk, revision->schedule->first, revision->from_dose, RGM_WHY_FIRST);
  else
    set_anchor (walk, given_anchor (walk, anchor, revision->schedule), anchor->dose, RGM_WHY_GIVEN);
}

static int
last_recorded (const RgmCourse *course)
{
  int last = course->settled;

  for (guint i = 0; i < course->administrations->len; i++)
    last = MAX (last,
                ((const RgmAdministration *)g_ptr_array_index (course->administrations, i))->dose);
  return last;
}

void
rgm_walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone)
{
  const RgmAdministration *anchor = loaded_anchor (course);

  *walk = (RgmWalk){
    .course = course, .zone = zone, .slot_day = RGM_NO_DAY, .last_recorded = last_recorded (course)
  };
  if (can_begin_after (walk, anchor))
    begin_before (walk, anchor);
}

gboolean
rgm_walk_next (RgmWalk *walk, RgmStep *step)
{
  const RgmMove *move;

  *step = (RgmStep){ .number = walk->number + 1 };
  if (!schedule_step (walk, step->number, step) && step->number > walk->last_recorded)
    return FALSE;
  move = rgm_course_move (walk->course, step->number);
  if (move != NULL) {
    step->target = move->target;
    step->why = RGM_WHY_MOVED;
  }
  walk->number = step->number;
  walk->target = step->target;
  leave_interval (walk, step->number);
  leave_fraction (walk, step->number);
  return TRUE;
}
