/* What all kinds of schedule ask of a walk. */
#include "model/walk-kinds.h"

const RgmSchedule *
rgm_walk_schedule (const RgmWalk *walk, int dose)
{
  return rgm_course_revision (walk->course, dose)->schedule;
}

RgmDay
rgm_walk_pause_end (RgmWalk *walk, int dose, RgmDay day)
{
  const GPtrArray *pauses = walk->course->pauses;

  for (guint i = 0; !walk->through_pauses && i < pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (pauses, i);
    if (dose < pause->from_dose || day < pause->from
        || (pause->until != RGM_NO_DAY && day > pause->until))
      continue;
    walk->paused = pause->until == RGM_NO_DAY;
    return walk->paused ? G_MAXINT32 : pause->until;
  }
  return RGM_NO_DAY;
}

gint32
rgm_walk_time_of_day (const RgmWalk *walk, int dose)
{
  gint32 second = RGM_NO_TIME;

  for (guint i = 0; i < walk->course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (walk->course->revisions, i);
    if (revision->from_dose <= dose && revision->schedule->first.day != RGM_NO_DAY)
      second = revision->schedule->first.second;
  }
  return second;
}
