/* day-dose.h: finds the dose that the user means by the day on which it was taken. */
#pragma once

#include <regimen/dose.h>
#include <regimen/when.h>

/**
 * course_dose_of_day: the dose at a fixed time that was taken on @day, or in the part @part of it:
 * the only one that is planned then and may have been taken by @now, whether or not it is on
 * record.
 * @dose: (out): borrows from @course.
 * @before: (out): usually RGM_LOCAL_NONE; if the dose was taken at a time before @course begins,
 * that time, and @dose is not one of @course.
 * Returns: FALSE with RGM_ERROR_USAGE if there is none, or if there are several; the message names
 * them, and a command for each.
 */
gboolean
course_dose_of_day (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay day,
                    RgmDayPart part, RgmDose *dose, RgmLocal *before, GError **error);

/* How the user can type when the dose at the fixed time @slot of @course was taken, if possible
 * without a time of day: "2026-11-22"; "2026-11-22 evening" if that day has several times; with the
 * time if that part of the day has several too. Returns: (transfer full). */
char *course_slot_typed (const RgmCourse *course, RgmLocal slot);

/* Sets @error: dose @number of @course (0: none is named) is taken at a time of day, but only @day,
 * or its part @part, was given. The message has an example with a time of that day, unless the day
 * or its part is still to come. */
void course_fail_day_alone (const RgmCourse *course, int number, const RgmZone *zone,
                            RgmInstant now, RgmDay day, RgmDayPart part, GError **error);
