/* revised.h: what a change of the plan changed, in words. */
#pragma once

#include <regimen/course.h>

/* Whether revision @index belongs to the addition of the course: a course that is added with doses
 * given before begins with two. */
gboolean revised_is_addition (const RgmCourse *course, guint index);

/**
 * revised_text: what revision @index changed: "every 12 weeks, amount 4 mg".
 * Returns: (transfer full): empty if it changed nothing that is worth telling, or if the revision
 * before it tells the same: one change makes several if some of the later doses had a plan of their
 * own.
 */
char *revised_text (const RgmCourse *course, guint index);
