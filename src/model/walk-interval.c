#include "model/walk-kinds.h"

/* More than the accepted years. */
#define MAX_HOURS (24 * 366 * G_GINT64_CONSTANT (300))

static void
set_anchor (RgmWalk *walk, RgmLocal at, int dose, RgmWhy why)
{
  walk->anchor = at;
  walk->anchor_at = RGM_INSTANT_NONE;
  walk->anchor_dose = dose;
  walk->anchor_why = why;
  walk->omitted = 0;
}

/* The day it was given, at the time of day that the schedule asks for, if any. Hours count from
 * the very moment. */
static void
anchor_given (RgmWalk *walk, const RgmAdministration *given, const RgmSchedule *schedule)
{
  RgmLocal at = rgm_zone_to_local (walk->zone, given->at);

  if (schedule->every.unit != 'h')
    at.second = rgm_walk_time_of_day (walk, given->dose);
  set_anchor (walk, at, given->dose, RGM_WHY_GIVEN);
  if (schedule->every.unit == 'h')
    walk->anchor_at = given->at;
}

void
rgm_walk_leave_interval (RgmWalk *walk, const RgmStep *step)
{
  const RgmSchedule *schedule = rgm_walk_schedule (walk, step->number);
  const RgmAdministration *administration = rgm_course_administration (walk->course, step->number);

  if (schedule->kind != RGM_SCHEDULE_INTERVAL || schedule->reckon == RGM_RECKON_PLAN)
    return;
  if (administration != NULL && administration->outcome == RGM_GIVEN)
    anchor_given (walk, administration, schedule);
  else if (step->why == RGM_WHY_MOVED || step->why == RGM_WHY_PAUSE)
    set_anchor (walk, step->target, step->number, step->why);
}

static gboolean
same_rhythm (const RgmSchedule *a, const RgmSchedule *b)
{
  return a->reckon == b->reckon && a->every.count == b->every.count
         && a->every.unit == b->every.unit;
}

/* The dose before a change, where the schedule before or behind it counts from the day it was
 * given. */
static const RgmAdministration *
given_before (const RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  const RgmAdministration *last = rgm_course_administration (walk->course, dose - 1);
  gboolean counts = schedule->reckon == RGM_RECKON_GIVEN
                    || rgm_walk_schedule (walk, dose - 1)->reckon == RGM_RECKON_GIVEN;

  return counts && last != NULL && last->outcome == RGM_GIVEN ? last : NULL;
}

/* Goes on from the dose before @dose: from when it was given, where that counts, else from its
 * target, unless the walk begins at @dose and knows none. */
static void
go_on_from_last (RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  const RgmAdministration *given = given_before (walk, dose, schedule);

  if (given != NULL)
    anchor_given (walk, given, schedule);
  else if (walk->anchor_dose != dose)
    set_anchor (walk, walk->target, dose - 1, RGM_WHY_TARGET);
}

/* A revision that names its first target begins there. One that does not goes on from the dose
 * before it, unless it asks for the same rhythm: then nothing about the dates is new, and a month
 * of 31 days stays one. */
static void
enter_revision (RgmWalk *walk, int dose)
{
  const RgmRevision *revision = rgm_course_revision (walk->course, dose);

  if (revision->from_dose != dose)
    return;
  if (revision->schedule->first.day != RGM_NO_DAY)
    set_anchor (walk, revision->schedule->first, dose, RGM_WHY_FIRST);
  else if (dose > 1 && !same_rhythm (rgm_walk_schedule (walk, dose - 1), revision->schedule))
    go_on_from_last (walk, dose, revision->schedule);
}

static RgmWhy
why_here (const RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  if (walk->anchor_dose == dose)
    return RGM_WHY_FIRST;
  if (schedule->reckon == RGM_RECKON_PLAN)
    return RGM_WHY_PLAN;
  return walk->anchor_dose == dose - 1 && walk->anchor_why == RGM_WHY_GIVEN ? RGM_WHY_GIVEN
                                                                            : RGM_WHY_TARGET;
}

static RgmLocal
hours_after (const RgmWalk *walk, gint64 hours)
{
  RgmLocal local = hours < MAX_HOURS
                     ? rgm_zone_to_local (walk->zone, walk->anchor_at + hours * 3600)
                     : RGM_LOCAL_NONE;

  return rgm_day_in_range (local.day) ? local : RGM_LOCAL_NONE;
}

static RgmLocal
occurrence (const RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  int steps = dose - walk->anchor_dose + walk->omitted;

  if (schedule->every.unit == 'h' && walk->anchor_at != RGM_INSTANT_NONE)
    return hours_after (walk, (gint64)schedule->every.count * steps);
  return rgm_period_add (walk->anchor, schedule->every, steps, walk->zone);
}

/* Counted from the plan, what falls into a pause is left out; counted from what is given, it
 * waits for the day after. */
static gboolean
leave_pauses (RgmWalk *walk, int dose, const RgmSchedule *schedule, RgmStep *step)
{
  RgmDay end;

  while (step->target.day != RGM_NO_DAY
         && (end = rgm_walk_pause_end (walk, dose, step->target.day)) != RGM_NO_DAY) {
    if (end == G_MAXINT32)
      return FALSE;
    if (schedule->reckon == RGM_RECKON_PLAN) {
      walk->omitted++;
      step->target = occurrence (walk, dose, schedule);
      step->why = RGM_WHY_PLAN;
    } else {
      step->target.day = end + 1;
      step->why = RGM_WHY_PAUSE;
    }
  }
  return TRUE;
}

static gboolean
within (const RgmSchedule *schedule, int dose, RgmLocal target)
{
  return target.day != RGM_NO_DAY && (schedule->count == 0 || dose <= schedule->count)
         && (schedule->until == RGM_NO_DAY || target.day <= schedule->until);
}

gboolean
rgm_walk_interval (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule;
  gboolean asked, planned;

  enter_revision (walk, dose);
  schedule = rgm_walk_schedule (walk, dose);
  step->target = occurrence (walk, dose, schedule);
  step->why = why_here (walk, dose, schedule);
  step->why_dose = step->why == RGM_WHY_FIRST ? dose : dose - 1;
  asked = within (schedule, dose, step->target);
  planned = leave_pauses (walk, dose, schedule, step);
  walk->paused = walk->paused && asked && within (schedule, dose, step->target);
  return asked && planned && within (schedule, dose, step->target);
}

/* ---- beginning in the middle ---- */

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

/* Whether the targets after @anchor can be told from it and its revision alone. */
static gboolean
can_begin_before (const RgmWalk *walk, const RgmAdministration *anchor)
{
  const RgmSchedule *schedule = anchor != NULL ? rgm_walk_schedule (walk, anchor->dose) : NULL;

  if (schedule == NULL || schedule->kind != RGM_SCHEDULE_INTERVAL)
    return FALSE;
  return schedule->reckon == RGM_RECKON_GIVEN
         || (schedule->first.day != RGM_NO_DAY && walk->course->pauses->len == 0);
}

/* Stands just before @anchor, as if it had been asked for on the day it was given. */
void
rgm_walk_begin_interval (RgmWalk *walk)
{
  const RgmAdministration *anchor = loaded_anchor (walk->course);
  const RgmRevision *revision;

  if (!can_begin_before (walk, anchor))
    return;
  revision = rgm_course_revision (walk->course, anchor->dose);
  walk->number = anchor->dose - 1;
  if (revision->schedule->reckon == RGM_RECKON_PLAN)
    set_anchor (walk, revision->schedule->first, revision->from_dose, RGM_WHY_FIRST);
  else
    anchor_given (walk, anchor, revision->schedule);
  walk->target = walk->anchor;
}
