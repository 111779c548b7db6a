/* course-doses.h: what only our own code asks of the doses of a course. */
#pragma once

#include <regimen/dose.h>

typedef void (*RgmDoseVisit) (const RgmDose *dose, gpointer data);

/* Calls @visit with each dose that rgm_course_doses() would return. */
void course_visit_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                         RgmDay horizon, RgmDoseVisit visit, gpointer data);

/**
 * course_settled_up_to: the number up to which later reads may leave the record out
 * (RgmCourse.settled). All doses up to it are ended; those of fixed times and as needed more than
 * @keep days ago. 0 for radiation and single visits, whose record is short.
 */
int course_settled_up_to (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int keep);
