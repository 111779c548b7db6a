/* Why a dose's target is what it is, in words. */
#include <regimen/describe.h>
#include <regimen/dose.h>

#include "base/i18n.h"

static char *
after_given (const RgmCourse *course, const RgmDose *dose, const char *every, const RgmZone *zone)
{
  const RgmAdministration *given = rgm_course_administration (course, dose->why_dose);
  g_autofree char *day = given != NULL ? rgm_day_describe (rgm_zone_day (zone, given->at)) : NULL;

  if (day == NULL)
    return g_strdup_printf (_ ("%s after %s %d was given"), every, course->unit, dose->why_dose);
  return g_strdup_printf (_ ("%s after %s %d was given on %s"), every, course->unit, dose->why_dose,
                          day);
}

static char *
after_target (const RgmCourse *course, const RgmDose *dose, const char *every)
{
  const RgmAdministration *skipped = rgm_course_administration (course, dose->why_dose);

  if (skipped != NULL && skipped->outcome == RGM_SKIPPED)
    return g_strdup_printf (_ ("%s after the date of %s %d, which was skipped"), every,
                            course->unit, dose->why_dose);
  return g_strdup_printf (_ ("%s after the date of %s %d, if that is kept"), every, course->unit,
                          dose->why_dose);
}

static const RgmPause *
pause_before (const RgmCourse *course, RgmDay day)
{
  for (guint i = course->pauses->len; i-- > 0;) {
    const RgmPause *pause = g_ptr_array_index (course->pauses, i);
    if (pause->until == day - 1)
      return pause;
  }
  return NULL;
}

static char *
after_pause (const RgmCourse *course, const RgmDose *dose)
{
  const RgmPause *pause = pause_before (course, dose->target.day);
  g_autofree char *from = pause != NULL ? rgm_day_describe (pause->from) : NULL;
  g_autofree char *until = pause != NULL ? rgm_day_describe (pause->until) : NULL;

  if (pause == NULL)
    return g_strdup (_ ("the first day after a pause"));
  return g_strdup_printf (_ ("the first day after the pause from %s to %s"), from, until);
}

char *
rgm_dose_why (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  g_autofree char *every
    = schedule->every.count > 0 ? rgm_period_describe (schedule->every) : g_strdup ("");

  switch (dose->why) {
  case RGM_WHY_GIVEN:
    return after_given (course, dose, every, zone);
  case RGM_WHY_TARGET:
    return after_target (course, dose, every);
  case RGM_WHY_PLAN:
    return g_strdup_printf (_ ("every %s, counted from the first date"), every);
  case RGM_WHY_DAYS:
    return g_strdup (_ ("the next treatment day"));
  case RGM_WHY_MAKEUP:
    return g_strdup_printf (_ ("at the end of the course, for a %s that was not given"),
                            course->unit);
  case RGM_WHY_MOVED:
    return g_strdup (_ ("moved there by hand"));
  case RGM_WHY_PAUSE:
    return after_pause (course, dose);
  case RGM_WHY_SLOT:
    return g_strdup (_ ("the next of the fixed times"));
  case RGM_WHY_TAKEN:
    return g_strdup (_ ("when it was taken"));
  case RGM_WHY_FIRST:
    break;
  }
  return g_strdup (schedule->kind == RGM_SCHEDULE_ONCE ? _ ("the day that was entered")
                                                       : _ ("the first date that was entered"));
}
