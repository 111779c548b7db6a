/* course-record.h: what only the layers that keep the record ask of a course. */
#pragma once

#include <regimen/dose.h>

/* The highest dose number that anything on record names: given, skipped, booked, moved or held; 0 if
 * there is none. */
int course_last_named (const RgmCourse *course);
