/* changes.h: runs of consecutive doses: those that look different in a calendar after a change of
 * the record, and those that are open. */
#pragma once

#include <regimen/course.h>

/* The doses from @from to @to; if @to is 0, all from @from on. */
typedef struct {
  int from, to;
} RgmDoseRun;

/**
 * course_changes: the doses about which a calendar says something different (time, status, place,
 * or any other text of the event) after the record of a course changed from @before to @after.
 * SEQUENCE counts these changes (RFC 5545 §3.8.7.4).
 * @zone_before, @zone_after: the patient's zone before and after the change.
 * At least 400 doses after the last one on record are compared. A difference that reaches the last
 * compared dose is taken to have no end.
 * Returns: (transfer full) (element-type RgmDoseRun): ascending, disjoint, none adjacent.
 */
GArray *course_changes (const RgmCourse *before, const RgmZone *zone_before, const RgmCourse *after,
                        const RgmZone *zone_after);

/**
 * course_open_runs: the open doses from @from on, as runs of consecutive numbers. There are several
 * runs if a dose between open doses is on record already. If the course has no end, nor has the
 * last run.
 * Returns: (transfer full) (element-type RgmDoseRun).
 */
GArray *course_open_runs (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from);
