/* dose.h: the words of a dose in a calendar, and its day. The words depend on the record alone, so
 * that neither the clock nor another dose changes an event. */
#pragma once

#include <regimen/dose.h>

/**
 * dose_why_plan: rgm_dose_why() without what became of the dose from which it counts: "4 weeks
 * after infusion 1". The words stay the same when that dose is given on its day. Returns: (transfer
 * full).
 */
char *dose_why_plan (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/* rgm_dose_state_words() as far as the record tells: never "due", "overdue", "missed" or
 * "tentative". Returns: (transfer none). */
const char *dose_record_words (const RgmDose *dose, const RgmCourse *course);

/* The day of rgm_dose_moment() at the place where the patient lives. */
RgmDay dose_day (const RgmDose *dose, const RgmZone *zone);
