/* day-dose.h: the dose that a user means who says on which day it was taken, but not when. */
#pragma once

#include <regimen/dose.h>
#include <regimen/when.h>

/**
 * course_dose_of_day: the dose at a fixed time that was taken on @day, or in the part @part of it:
 * the only one that is asked for then and can have come at @now, whether it is on record or not.
 * @dose: (out): borrows from @course. @before: (out): RGM_LOCAL_NONE; but if it is a time before
 * @course begins, that time, and @dose is not set.
 * Returns: FALSE with RGM_ERROR_USAGE if there is none, or if there are several; the message names
 * them, and a command for each.
 */
gboolean
course_dose_of_day (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay day,
                    RgmDayPart part, RgmDose *dose, RgmLocal *before, GError **error);

/* How the user can type, as exactly as it is known, that the fixed time @slot of @course was taken,
 * without a time of day: "2026-11-22", or "2026-11-22 evening" if that day has several; but if that
 * part has several, with the time. Returns: (transfer full). */
char *course_slot_typed (const RgmCourse *course, RgmLocal slot);

/* Sets @error: only @day, or its part @part, was told for dose @number of @course (0: none is
 * named), which is taken at a time of day. The message types some time of that day. */
void course_fail_day_alone (const RgmCourse *course, int number, const RgmZone *zone,
                            RgmInstant now, RgmDay day, RgmDayPart part, GError **error);
