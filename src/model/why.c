/* The reason for the target of a dose, in words. */
#include <regimen/describe.h>

#include "base/i18n.h"
#include "model/course.h"
#include "model/dose.h"

/* "12 weeks after injection 3 was given on …", or "12 weeks after the date of injection 3, …" if
 * the interval counts from its target. */
static char *
after_dose (const RgmCourse *course, const RgmDose *dose, const char *every, const RgmZone *zone)
{
  int number = dose->why_dose;
  const RgmAdministration *before = rgm_course_administration (course, number);
  g_autofree char *day
    = before != NULL ? rgm_day_describe (administration_day (before, zone)) : NULL;
  RgmDeed deed = rgm_deed_of_unit (course->unit);

  if (dose->why == RGM_WHY_GIVEN && before == NULL)
    return g_strdup_printf (deed == RGM_DEED_TAKEN  ? _ ("%s after %s %d was taken")
                            : deed == RGM_DEED_DONE ? _ ("%s after %s %d was done")
                                                    : _ ("%s after %s %d was given"),
                            every, rgm_unit_words (course->unit), number);
  if (dose->why == RGM_WHY_GIVEN)
    return g_strdup_printf (deed == RGM_DEED_TAKEN  ? _ ("%s after %s %d was taken on %s")
                            : deed == RGM_DEED_DONE ? _ ("%s after %s %d was done on %s")
                                                    : _ ("%s after %s %d was given on %s"),
                            every, rgm_unit_words (course->unit), number, day);
  if (before != NULL && before->outcome == RGM_SKIPPED)
    return g_strdup_printf (_ ("%s after the date of %s %d, which was skipped"), every,
                            rgm_unit_words (course->unit), number);
  return g_strdup_printf (_ ("%s after the date of %s %d, if that date is kept"), every,
                          rgm_unit_words (course->unit), number);
}

static char *
after_pause (const RgmCourse *course, const RgmDose *dose)
{
  const RgmPause *pause = NULL;
  g_autofree char *from = NULL, *until = NULL;

  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *each = g_ptr_array_index (course->pauses, i);
    if (each->until == dose->target.day - 1)
      pause = each;
  }
  if (pause == NULL)
    return g_strdup (_ ("the first day after a pause"));
  from = rgm_day_describe (pause->from);
  until = rgm_day_describe (pause->until);
  return g_strdup_printf (_ ("the first day after the pause from %s to %s"), from, until);
}

/* @dose as it would be if the user had not moved it, without anything that is on record about it.
 * @planned: (out). Returns: FALSE if it was not moved, or if the schedule would not have such a
 * dose. */
static gboolean
without_move (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmDose *planned)
{
  g_autoptr (RgmCourse) unmoved = NULL;

  if (dose->why != RGM_WHY_MOVED || course_move (course, dose->number)->kept)
    return FALSE;
  unmoved = course_copy (course);
  for (guint i = unmoved->moves->len; i-- > 0;)
    if (((const RgmMove *)g_ptr_array_index (unmoved->moves, i))->dose == dose->number)
      g_ptr_array_remove_index (unmoved->moves, i);
  if (!rgm_course_dose (unmoved, dose->number, zone, 0, planned, NULL))
    return FALSE;
  planned->appointment = NULL;
  planned->administration = NULL;
  planned->hold = NULL;
  return TRUE;
}

gboolean
rgm_dose_unmoved (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmLocal *from)
{
  RgmDose planned;

  if (!without_move (dose, course, zone, &planned)
      || rgm_local_equal (planned.target, dose->target))
    return FALSE;
  *from = planned.target;
  return TRUE;
}

/* Adds the day of the change to @why if the interval was changed: "12 weeks after injection 3, as
 * changed on …". Takes ownership of @why. */
static char *
with_change (char *why, const RgmCourse *course, const RgmDose *dose, const RgmZone *zone)
{
  const RgmRevision *revision = course_revision (course, dose->number);
  const RgmRevision *before = course_revision (course, revision->from_dose - 1);
  g_autofree char *day = NULL, *plain = why;

  if (before == revision
      || (before->schedule->every.count == revision->schedule->every.count
          && before->schedule->every.unit == revision->schedule->every.unit))
    return g_steal_pointer (&plain);
  day = rgm_day_describe (rgm_zone_day (zone, revision->made_at));
  return g_strdup_printf (_ ("%s, as changed on %s"), plain, day);
}

static char *
first_date (const RgmCourse *course, const RgmDose *dose, const RgmZone *zone)
{
  const RgmRevision *first = g_ptr_array_index (course->revisions, 0);
  const RgmRevision *revision = course_revision (course, dose->number);
  g_autofree char *day = NULL;

  if (revision->schedule->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (_ ("the day that was entered"));
  if (revision == first || course_same_change (revision, first))
    return g_strdup (_ ("the first date that was entered"));
  day = rgm_day_describe (rgm_zone_day (zone, revision->made_at));
  return g_strdup_printf (_ ("the date that was set on %s"), day);
}

/* @dose; or, if the plan now gives it the same date as the move, @dose without the move, so that
 * the plan explains the date. */
static RgmDose
as_planned (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone)
{
  RgmDose planned;
  gboolean same
    = without_move (dose, course, zone, &planned) && rgm_local_equal (planned.target, dose->target);

  return same ? planned : *dose;
}

char *
dose_why_plan (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  g_autofree char *every = NULL;
  const RgmDose told = as_planned (dose, course, zone);

  if (told.why != RGM_WHY_GIVEN && told.why != RGM_WHY_TARGET)
    return rgm_dose_why (&told, course, zone);
  every = rgm_period_describe (schedule->every);
  return with_change (
    g_strdup_printf (_ ("%s after %s %d"), every, rgm_unit_words (course->unit), told.why_dose),
    course, &told, zone);
}

char *
rgm_dose_why (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  g_autofree char *every = rgm_period_describe (schedule->every), *from = NULL;
  const RgmDose told = as_planned (dose, course, zone);
  RgmDose planned;

  switch (told.why) {
  case RGM_WHY_GIVEN:
  case RGM_WHY_TARGET:
    return with_change (after_dose (course, &told, every, zone), course, &told, zone);
  case RGM_WHY_PLAN:
    return with_change (g_strdup_printf (_ ("every %s, counted from the first date"), every),
                        course, &told, zone);
  case RGM_WHY_DAYS:
    return g_strdup (_ ("the next treatment day"));
  case RGM_WHY_MAKEUP:
    return g_strdup_printf (_ ("at the end of the course, for a %s that was not given"),
                            rgm_unit_words (course->unit));
  case RGM_WHY_MOVED:
    if (!without_move (dose, course, zone, &planned))
      return g_strdup (_ ("moved there by hand"));
    from = rgm_local_describe (planned.target);
    return g_strdup_printf (_ ("moved there by hand from %s"), from);
  case RGM_WHY_PAUSE:
    return after_pause (course, &told);
  case RGM_WHY_CLOSED:
    return g_strdup (_ ("the first day on which the clinic is open again"));
  case RGM_WHY_SLOT:
    return g_strdup (_ ("the next of the fixed times"));
  case RGM_WHY_TAKEN:
    return g_strdup (_ ("when it was taken"));
  case RGM_WHY_FIRST:
    break;
  }
  return first_date (course, &told, zone);
}
