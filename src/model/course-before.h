/* course-before.h: the fixed times that a course would have had before it begins. */
#pragma once

#include <regimen/course.h>

/* A course of the fixed times of @course alone, as if they had begun long before @day and did not
 * end. Its doses have other numbers. Returns: (transfer full). */
RgmCourse *course_begun_before (const RgmCourse *course, RgmDay day);

/**
 * course_taken_before: whether what was taken at @at is no dose of @course, because its fixed times
 * begin later: one of those that it would have had before is nearer. @slot: (out): that one, a time
 * from which the course could begin.
 */
gboolean
course_taken_before (const RgmCourse *course, const RgmZone *zone, RgmInstant at, RgmLocal *slot);

/* The last fixed time that @course would have had before it begins, if the course does not begin
 * with it only because it was put on record after it. Between the two nothing is asked for. @slot:
 * (out). Returns: FALSE if there is none. */
gboolean course_last_before (const RgmCourse *course, const RgmZone *zone, RgmLocal *slot);

/* Whether @course can begin with @slot: nothing is on record about its doses, and no later change
 * of the times would be lost. */
gboolean course_can_begin_with (const RgmCourse *course);

/* The schedule of @course, as if it had begun with @slot, a fixed time that it would have had
 * before; its days keep their rhythm. Returns: (transfer full). */
RgmSchedule *course_begin_with (const RgmCourse *course, RgmLocal slot);
