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

/* All of these functions end the program if the text has a mistake, because it is part of a test.
 */
const RgmZone *rows_zone (const char *name);
/* "2026-12-01T10:00" or "2026-12-01". */
RgmLocal rows_local (const char *text);
/* The same as a local time in @zone or, with a trailing Z, an instant in UTC. */
RgmInstant rows_instant (const char *text, const RgmZone *zone);
/* A course with @schedule, in the form in which it is stored, and nothing on record. Returns:
 * (transfer full). */
RgmCourse *rows_course (const char *schedule);
RgmCourse *rows_course_of (const char *schedule, const char *record, const RgmZone *zone);
void rows_add_administration (RgmCourse *course, int dose, RgmOutcome outcome, RgmInstant at,
                              gboolean makeup);
/* Adds to @course what @word, one word of a record, says. */
void rows_add_event (RgmCourse *course, const char *word, const RgmZone *zone);
