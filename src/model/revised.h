/* revised.h: describes in words what a change of the plan changed. */
#pragma once

#include <regimen/course.h>

/* Whether revision @index was made when the course was added. A course that is added with doses
 * given before begins with two revisions. */
gboolean revised_is_addition (const RgmCourse *course, guint index);

/**
 * revised_text: what revision @index changed: "every 12 weeks, amount 4 mg".
 * Returns: (transfer full): empty if it changed nothing worth mentioning, or if the previous
 * revision has the same text. One change makes several revisions if some of the later doses had a
 * plan of their own.
 */
char *revised_text (const RgmCourse *course, guint index);
