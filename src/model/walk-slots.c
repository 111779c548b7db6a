/* Radiation sessions and fixed times: doses that fill the slots of days. */
#include "model/walk-kinds.h"

/* ---- radiation ---- */

/* The course goes on from the day on which a fraction was really given, unless that lies before
 * the one before it. */
void
rgm_walk_leave_fraction (RgmWalk *walk, int dose)
{
  const RgmSchedule *schedule = rgm_walk_schedule (walk, dose);
  const RgmAdministration *administration = rgm_course_administration (walk->course, dose);
  RgmDay given;

  if (schedule->kind != RGM_SCHEDULE_FRACTIONS || administration == NULL
      || administration->outcome != RGM_GIVEN)
    return;
  given = rgm_zone_day (walk->zone, administration->at);
  if (given == walk->slot_day || given < walk->previous_day)
    return;
  walk->slot_day = given;
  walk->slot_index = given == walk->previous_day ? schedule->per_day - 1 : 0;
}

static RgmDay
treatment_day (RgmWalk *walk, const RgmSchedule *schedule, int dose, RgmDay day)
{
  RgmDay open = rgm_schedule_next_treatment_day (schedule, walk->course->clinic_closed, day), end;

  while (open != RGM_NO_DAY && (end = rgm_walk_pause_end (walk, dose, open)) != RGM_NO_DAY) {
    if (end == G_MAXINT32)
      return RGM_NO_DAY;
    open = rgm_schedule_next_treatment_day (schedule, walk->course->clinic_closed, end + 1);
  }
  return open;
}

/* A session may have been given on a day that is no treatment day; none is planned there. */
static gboolean
has_session_left (RgmWalk *walk, const RgmSchedule *schedule, int dose)
{
  return walk->slot_day != RGM_NO_DAY && walk->slot_index + 1 < schedule->per_day
         && treatment_day (walk, schedule, dose, walk->slot_day) == walk->slot_day;
}

static gboolean
next_session (RgmWalk *walk, const RgmSchedule *schedule, int dose)
{
  RgmDay day;

  walk->previous_day = walk->slot_day;
  if (has_session_left (walk, schedule, dose)) {
    walk->slot_index++;
    return TRUE;
  }
  day = treatment_day (walk, schedule, dose,
                       walk->slot_day == RGM_NO_DAY ? schedule->first.day : walk->slot_day + 1);
  if (day == RGM_NO_DAY)
    return FALSE;
  walk->slot_day = day;
  walk->slot_index = 0;
  return TRUE;
}

/* A revision that names its first day begins there. */
static void
enter_sessions (RgmWalk *walk, int dose)
{
  const RgmRevision *revision = rgm_course_revision (walk->course, dose);

  if (revision->from_dose == dose && revision->schedule->first.day != RGM_NO_DAY)
    walk->slot_day = RGM_NO_DAY;
}

static gint32
session_time (const RgmWalk *walk, const RgmSchedule *schedule, int dose)
{
  if (schedule->times->len > 0)
    return g_array_index (schedule->times, gint32, walk->slot_index);
  return rgm_walk_time_of_day (walk, dose);
}

gboolean
rgm_walk_fraction (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule = rgm_walk_schedule (walk, dose);

  if (dose > schedule->fractions + walk->course->makeups)
    return FALSE;
  enter_sessions (walk, dose);
  step->why = dose == 1                    ? RGM_WHY_FIRST
              : dose > schedule->fractions ? RGM_WHY_MAKEUP
                                           : RGM_WHY_DAYS;
  if (!next_session (walk, schedule, dose))
    return FALSE;
  step->target = (RgmLocal){ walk->slot_day, session_time (walk, schedule, dose) };
  return TRUE;
}

/* ---- fixed times ---- */

/* The first day at or after @day that has a slot; RGM_NO_DAY past @last or the accepted years. */
static RgmDay
day_with_slots (const RgmSchedule *schedule, RgmDay day, RgmDay last)
{
  for (; rgm_day_in_range (day) && (last == RGM_NO_DAY || day <= last); day++)
    if (rgm_schedule_has_slots (schedule, day))
      return day;
  return RGM_NO_DAY;
}

static RgmLocal
slot_of (const RgmWalk *walk, const RgmSchedule *schedule)
{
  return (RgmLocal){ walk->slot_day, g_array_index (schedule->times, gint32, walk->slot_index) };
}

static gboolean
next_slot (RgmWalk *walk, const RgmSchedule *schedule)
{
  RgmDay day;

  if (walk->slot_day != RGM_NO_DAY && walk->slot_index + 1 < (int)schedule->times->len) {
    walk->slot_index++;
    return TRUE;
  }
  day = day_with_slots (schedule,
                        walk->slot_day == RGM_NO_DAY ? schedule->first.day : walk->slot_day + 1,
                        schedule->until);
  if (day == RGM_NO_DAY)
    return FALSE;
  walk->slot_day = day;
  walk->slot_index = 0;
  return TRUE;
}

/* To the first slot of a revision that has just begun: not before its first time, and after the
 * dose before it. */
static gboolean
first_slot (RgmWalk *walk, const RgmSchedule *schedule)
{
  walk->slot_day = RGM_NO_DAY;
  do
    if (!next_slot (walk, schedule))
      return FALSE;
  while (rgm_local_compare (slot_of (walk, schedule), schedule->first) < 0
         || (walk->number > 0 && rgm_local_compare (slot_of (walk, schedule), walk->slot) <= 0));
  return TRUE;
}

/* To the slot of dose @dose, from that of the dose before it. */
static gboolean
go_to_slot (RgmWalk *walk, const RgmSchedule *schedule, int dose)
{
  gboolean begins = rgm_course_revision (walk->course, dose)->from_dose == dose;
  gboolean there = begins ? first_slot (walk, schedule) : next_slot (walk, schedule);
  RgmDay end;

  while (there && (end = rgm_walk_pause_end (walk, dose, walk->slot_day)) != RGM_NO_DAY)
    there = end != G_MAXINT32 && next_slot (walk, schedule);
  if (there)
    walk->slot = slot_of (walk, schedule);
  return there;
}

gboolean
rgm_walk_slot (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule = rgm_walk_schedule (walk, dose);

  step->why = dose == 1 ? RGM_WHY_FIRST : RGM_WHY_SLOT;
  if ((schedule->count > 0 && dose > schedule->count) || !go_to_slot (walk, schedule, dose))
    return FALSE;
  step->target = walk->slot;
  return TRUE;
}

/* The slots of the settled doses are counted off: that needs no record. */
void
rgm_walk_begin_slots (RgmWalk *walk)
{
  while (walk->number < walk->course->settled) {
    const RgmSchedule *schedule = rgm_walk_schedule (walk, walk->number + 1);
    if (go_to_slot (walk, schedule, walk->number + 1))
      walk->target = walk->slot;
    walk->number++;
  }
}
