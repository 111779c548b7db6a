/* changes.h: runs of doses: those that look different in a calendar after a change of the record,
 * and those that are open. */
#pragma once

#include <regimen/course.h>

/* The doses from @from to @to; if @to is 0, all from @from on. */
typedef struct {
  int from, to;
} RgmDoseRun;

/**
 * course_changes: the doses of which a calendar says something else (time, status, place, or
 * any other word of its event) between two versions of the record of one course. SEQUENCE counts
 * these changes (RFC 5545 §3.8.7.4). @zone_before, @zone_after: the patient's, then and now.
 * Compares at least 400 doses past the last one that is on record; a difference that reaches the
 * last compared one is taken to have no end.
 * Returns: (transfer full) (element-type RgmDoseRun): ascending, disjoint, none adjacent.
 */
GArray *course_changes (const RgmCourse *before, const RgmZone *zone_before, const RgmCourse *after,
                        const RgmZone *zone_after);

/**
 * course_open_runs: the open doses from @from on, as runs without a gap: doses before one that is
 * on record, and those after it. If the course goes on without end, so does the last run. Returns:
 * (transfer full) (element-type RgmDoseRun).
 */
GArray *course_open_runs (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from);
