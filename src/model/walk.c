#include "model/walk-kinds.h"

static gboolean
step_once (const RgmWalk *walk, int dose, RgmStep *step)
{
  step->target = rgm_walk_schedule (walk, dose)->first;
  step->why = RGM_WHY_FIRST;
  return dose == 1;
}

/* Nothing is asked for: only what was taken is a dose. */
static gboolean
step_as_needed (const RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmAdministration *taken = rgm_course_administration (walk->course, dose);

  if (taken != NULL)
    step->target = rgm_zone_to_local (walk->zone, taken->at);
  step->why = RGM_WHY_TAKEN;
  return FALSE;
}

static gboolean
step_by_schedule (RgmWalk *walk, int dose, RgmStep *step)
{
  switch (rgm_walk_schedule (walk, dose)->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return rgm_walk_interval (walk, dose, step);
  case RGM_SCHEDULE_FRACTIONS:
    return rgm_walk_fraction (walk, dose, step);
  case RGM_SCHEDULE_TIMES:
    return rgm_walk_slot (walk, dose, step);
  case RGM_SCHEDULE_AS_NEEDED:
    return step_as_needed (walk, dose, step);
  default:
    return step_once (walk, dose, step);
  }
}

void
rgm_walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone)
{
  *walk = (RgmWalk){ .course = course,
                     .zone = zone,
                     .slot_day = RGM_NO_DAY,
                     .previous_day = RGM_NO_DAY,
                     .last_recorded = rgm_course_last_recorded (course) };
  if (course->settled == 0)
    return;
  switch (rgm_walk_schedule (walk, course->settled)->kind) {
  case RGM_SCHEDULE_INTERVAL:
    rgm_walk_begin_interval (walk);
    break;
  case RGM_SCHEDULE_TIMES:
    rgm_walk_begin_slots (walk);
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    walk->number = course->settled;
    break;
  default:
    break;
  }
}

gboolean
rgm_walk_next (RgmWalk *walk, RgmStep *step)
{
  const RgmMove *move;

  walk->paused = FALSE;
  *step = (RgmStep){ .number = walk->number + 1, .target = walk->target };
  if (!step_by_schedule (walk, step->number, step) && step->number > walk->last_recorded)
    return FALSE;
  move = rgm_course_move (walk->course, step->number);
  if (move != NULL) {
    step->target = move->target;
    step->why = RGM_WHY_MOVED;
  }
  walk->number = step->number;
  walk->target = step->target;
  rgm_walk_leave_interval (walk, step);
  rgm_walk_leave_fraction (walk, step->number);
  return TRUE;
}

gboolean
rgm_walk_missed (const RgmWalk *walk, RgmInstant now)
{
  RgmInstant stopped = walk->course->stopped_at;
  RgmInstant last = stopped != RGM_INSTANT_NONE ? MIN (now, stopped) : now;
  RgmWalk ahead = *walk;
  RgmStep next;

  ahead.through_pauses = TRUE;
  return rgm_walk_next (&ahead, &next)
         && last >= rgm_zone_to_instant (walk->zone, next.target, NULL);
}
