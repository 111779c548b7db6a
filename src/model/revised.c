/* revised.c: describes in words what a change of the plan changed. */
#include "model/revised.h"

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"

#include <regimen/describe.h>
#include <regimen/dose.h>
#include <string.h>

/* The revision that applied to the first dose of revision @index before that revision was made. */
static const RgmRevision *
revision_before (const RgmCourse *course, guint index)
{
  const RgmRevision *revision = course->revisions->pdata[index];

  while (index-- > 1) {
    const RgmRevision *before = course->revisions->pdata[index];
    if (before->from_dose <= revision->from_dose)
      return before;
  }
  return course->revisions->pdata[0];
}

/* What revision @index changed: "every 12 weeks, amount 4 mg". Returns: (transfer full): empty if
 * it changed nothing worth mentioning. */
static char *
change_text (const RgmCourse *course, guint index)
{
  const RgmRevision *revision = course->revisions->pdata[index];
  const RgmRevision *before = revision_before (course, index);
  const RgmSchedule *is = revision->schedule, *was = before->schedule;
  g_autofree char *plan
    = rgm_schedule_describe (is, rgm_unit_words (course->unit), rgm_unit_words (course->units));
  g_autofree char *old_plan
    = rgm_schedule_describe (was, rgm_unit_words (course->unit), rgm_unit_words (course->units));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (!g_str_equal (plan, old_plan))
    g_ptr_array_add (parts, g_steal_pointer (&plan));
  if (is->kind == RGM_SCHEDULE_INTERVAL && is->first.day != RGM_NO_DAY
      && !rgm_local_equal (is->first, was->first)) {
    g_autofree char *day = rgm_local_describe (is->first);
    g_ptr_array_add (parts, g_strdup_printf (_ ("%s %d on %s"), rgm_unit_words (course->unit),
                                             revision->from_dose, day));
  }
  if (is->window_days != was->window_days && is->window_days >= 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (P_ ("on time up to %d day before or after the planned day",
                                          "on time up to %d days before or after the planned day",
                                          (gulong)is->window_days),
                                      is->window_days));
  if (revision->amount != NULL && g_strcmp0 (revision->amount, before->amount) != 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("amount %s"), revision->amount));
  if (revision->place != NULL && g_strcmp0 (revision->place, before->place) != 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("place %s"), revision->place));
  return text_join (", ", (const char *const *)parts->pdata, parts->len);
}

gboolean
revised_is_addition (const RgmCourse *course, guint index)
{
  const RgmRevision *first = course->revisions->pdata[0];
  const RgmRevision *revision = course->revisions->pdata[index];
  const RgmAdministration *given = rgm_course_administration (course, 1);

  return index == 0
         || (index == 1 && given != NULL && given->recorded_at == first->made_at
             && course_same_change (revision, first));
}

char *
revised_text (const RgmCourse *course, guint index)
{
  const RgmRevision *revision = course->revisions->pdata[index];

  if (revised_is_addition (course, index))
    return g_strdup ("");
  g_autofree char *changed = change_text (course, index);
  if (!revised_is_addition (course, index - 1)
      && course_same_change (course->revisions->pdata[index - 1], revision)) {
    g_autofree char *before = change_text (course, index - 1);
    if (g_str_equal (changed, before))
      return g_strdup ("");
  }
  return g_steal_pointer (&changed);
}
