/* The fixed times that a course would have had before it begins. A user who already takes tablets
 * puts the course on record between two of them, and then wants to log the last one. */
#include "model/course-before.h"

#include "base/civil.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/new-times.h"
#include "model/schedule.h"

/* Moves the first day of @schedule to @day or earlier, by whole steps or cycles, so that the same
 * days as before have doses. */
static void
move_first_day (RgmSchedule *schedule, RgmDay day)
{
  int rhythm = MAX (schedule->cycle_on + schedule->cycle_off, MAX (schedule->every.count, 1));
  int rounds = MAX (schedule->first.day - day + rhythm - 1, 0) / rhythm;

  schedule->first = (RgmLocal){ schedule->first.day - rounds * rhythm, RGM_NO_TIME };
}

RgmCourse *
course_begun_before (const RgmCourse *course, RgmDay day)
{
  RgmCourse *longer = course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  RgmSchedule *schedule = rgm_schedule_copy (course_revision (course, 1)->schedule);

  *revision = (RgmRevision){ .from_dose = 1, .schedule = schedule };
  move_first_day (schedule, MIN (schedule->first.day, day - 7) - 1);
  schedule->begin = RGM_LOCAL_NONE;
  schedule->count = 0;
  schedule->until = RGM_NO_DAY;
  g_ptr_array_add (longer->revisions, revision);
  return longer;
}

gboolean
course_taken_before (const RgmCourse *course, const RgmZone *zone, RgmInstant at, RgmLocal *slot)
{
  const RgmSchedule *schedule = course_revision (course, 1)->schedule;
  g_autoptr (RgmCourse) longer = NULL;
  RgmDose first, nearest;

  if (schedule->kind != RGM_SCHEDULE_TIMES || course->settled > 0
      || !rgm_course_dose (course, 1, zone, at, &first, NULL)
      || rgm_dose_moment (&first, zone) <= at)
    return FALSE;
  longer = course_begun_before (course, rgm_zone_day (zone, at));
  if (!course_taken_dose (longer, zone, at, at, &nearest)
      || civil_local_compare (nearest.target, schedule_begin (schedule)) >= 0
      || ABS (at - rgm_dose_moment (&nearest, zone)) >= rgm_dose_moment (&first, zone) - at)
    return FALSE;
  *slot = nearest.target;
  return TRUE;
}

gboolean
course_last_before (const RgmCourse *course, const RgmZone *zone, RgmLocal *slot)
{
  const RgmSchedule *schedule = course_revision (course, 1)->schedule;
  RgmLocal begin = schedule_begin (schedule);
  g_autoptr (RgmCourse) longer = NULL;
  g_autoptr (GArray) doses = NULL;

  *slot = RGM_LOCAL_NONE;
  if (schedule->kind != RGM_SCHEDULE_TIMES)
    return FALSE;
  longer = course_begun_before (course, begin.day);
  doses = rgm_course_doses (longer, zone, RGM_INSTANT_NONE, begin.day);
  for (guint i = 0; i < doses->len; i++) {
    RgmLocal each = g_array_index (doses, RgmDose, i).target;

    if (civil_local_compare (each, begin) < 0)
      *slot = each;
  }
  return slot->day != RGM_NO_DAY && rgm_zone_to_instant (zone, *slot, NULL) <= course->started_at;
}

gboolean
course_can_begin_with (const RgmCourse *course)
{
  return new_times_can_begin_earlier (course)
         && rgm_course_schedule (course) == course_revision (course, 1)->schedule;
}

RgmSchedule *
course_begin_with (const RgmCourse *course, RgmLocal slot)
{
  RgmSchedule *schedule = rgm_schedule_copy (course_revision (course, 1)->schedule);

  move_first_day (schedule, slot.day);
  schedule->begin = slot;
  return schedule;
}
