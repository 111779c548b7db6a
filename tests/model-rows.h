/* model-rows.h: the small language in which the tests of the model write a course and its record.
 *
 * record: words with blanks between them.
 *   gN@TIME        given, local time; with a trailing Z an instant
 *   sN SN          skipped, skipped with make-up
 *   bN@TIME[/ZONE] booked, in the patient's zone unless another is named
 *   mN@TARGET      moved;  hN held;  stop
 *                  a "!" at the end of a b or m word: it was done although a check refused it
 *   pN@FROM..UNTIL a pause for doses from N on, UNTIL may be empty
 *   rN@SCHEDULE    a revision from dose N on, "_" for blanks
 *   c@DAY          the patient's clinic is closed
 */
#pragma once

#include <regimen/dose.h>

/* Every mistake in a row ends the program: a row is part of a test. */
const RgmZone *rows_zone (const char *name);
/* "2026-12-01T10:00" or "2026-12-01". */
RgmLocal rows_local (const char *text);
/* The same in @zone, or an instant in UTC with a trailing Z. */
RgmInstant rows_instant (const char *text, const RgmZone *zone);
/* A course with the one stored schedule and nothing on record. */
RgmCourse *rows_course (const char *schedule);
RgmCourse *rows_course_of (const char *schedule, const char *record, const RgmZone *zone);
void rows_add_administration (RgmCourse *course, int dose, RgmOutcome outcome, RgmInstant at,
                              gboolean makeup);
/* One word of a record. */
void rows_add_event (RgmCourse *course, const char *word, const RgmZone *zone);
