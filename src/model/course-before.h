/* course-before.h: the fixed times that a course would have had before it begins. */
#pragma once

#include <regimen/course.h>

/* A course that has only the fixed times of @course, as if they had begun long before @day and had
 * no end. Its doses have other numbers. Returns: (transfer full). */
RgmCourse *course_begun_before (const RgmCourse *course, RgmDay day);

/**
 * course_taken_before: whether a dose that was taken at @at is not one of @course, because it lies
 * before the beginning: one of the fixed times that @course would have had before it begins is
 * nearer than its first dose.
 * @slot: (out): that fixed time; the course could begin with it.
 */
gboolean
course_taken_before (const RgmCourse *course, const RgmZone *zone, RgmInstant at, RgmLocal *slot);

/* The last fixed time that @course would have had before it begins, if the only reason why the
 * course does not begin with it is that it was put on record later. No other fixed time lies
 * between that time and the beginning. @slot: (out). Returns: FALSE if there is none. */
gboolean course_last_before (const RgmCourse *course, const RgmZone *zone, RgmLocal *slot);

/* Whether the beginning of @course can be changed: nothing is on record about its doses, and no
 * later change of the times would be lost. */
gboolean course_can_begin_with (const RgmCourse *course);

/* The schedule of @course, as if it had begun with @slot, a fixed time that it would have had
 * before; the rhythm of its days stays the same. Returns: (transfer full). */
RgmSchedule *course_begin_with (const RgmCourse *course, RgmLocal slot);
