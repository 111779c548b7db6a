/* dose.h: the words of a dose in a calendar, and its day. The words depend on the record alone, so
 * that the clock changes no event. */
#pragma once

#include <regimen/dose.h>

/**
 * dose_why_plan: like rgm_dose_why(), but does not say what happened to the dose from which it
 * counts: "4 weeks after infusion 1". The words stay the same when that dose is given on its day.
 * Returns: (transfer full).
 */
char *dose_why_plan (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/* rgm_dose_state_words() as far as the record tells: never "due", "overdue" or "missed". Returns:
 * (transfer none). */
const char *dose_record_words (const RgmDose *dose, const RgmCourse *course);
/* The same before it is translated, which is enough to compare two doses. */
const char *dose_record_state (const RgmDose *dose, const RgmCourse *course);

/* Whether the patient has to be somewhere at a time: the dose has an appointment, or is planned for
 * a time that is neither a fixed time nor one of an interval of hours. */
gboolean dose_has_visit_time (const RgmDose *dose, const RgmCourse *course);

/**
 * dose_reported_at: when a dose was given that the user reports as given, without saying when.
 * @now: the moment of the report.
 * Returns: the time of its visit, if that was earlier on the same day (of @zone, the patient's);
 * otherwise @now.
 */
RgmInstant dose_reported_at (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                             RgmInstant now);

/**
 * dose_log_words: what is typed after "regimen" to log the dose as given: "log denosumab/3". If its
 * day has passed, that day is part of it ("log denosumab/3 --at 2026-11-26"): without one the dose
 * would be on record as given now, and later doses would count from that. A dose on hold waits for
 * another day, so the words never have its own.
 * @lasting: the words may be typed on a later day than that of @now, so the day is always part of
 * them.
 * Returns: (transfer full).
 */
char *dose_log_words (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                      RgmInstant now, gboolean lasting);

/* Whether it matters on which days around its target the dose is given. A single visit, such as a
 * scan, has no such days unless the user named them, and a fixed time has none. */
gboolean dose_has_window (const RgmDose *dose, const RgmCourse *course);

/* Where the day on which the dose is expected is, as the patient counts days: before its window
 * (negative), after it (positive), or in it (0). A dose without a window is never beside it. */
int dose_beside_window (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/* When the dose may be booked for on the day @day, as it is typed: at the time that was prescribed,
 * or at ten o'clock. Returns: (transfer full). */
char *dose_booking_example (const RgmDose *dose, RgmDay day);

/* The day of rgm_dose_moment() at the place where the patient lives. */
RgmDay dose_day (const RgmDose *dose, const RgmZone *zone);

/* Whether the day of the dose has passed while it waits for an earlier dose. There is nothing to do
 * about such a dose, and no list of coming doses shows it, because it will get another day. */
gboolean dose_is_overtaken (const RgmDose *dose, const RgmZone *zone, RgmInstant now);

/* Whether the dose is booked in a time zone that this system does not have: then only the day of
 * its appointment is known. */
gboolean dose_zone_is_lost (const RgmDose *dose);

/* "on hold since Mon 2026-11-23 (reason)". Returns: (transfer full). */
char *dose_hold_text (const RgmHold *hold, const RgmZone *zone);

/* The instant from which the dose is overdue: one hour after a fixed time; else the end of its
 * window, or of the day of its appointment in the zone in which it was booked, if that is later. */
RgmInstant dose_overdue_from (const RgmDose *dose, const RgmZone *zone);

/* Whether the dose is expected at a time of day, and not just on a day. */
gboolean dose_is_timed (const RgmDose *dose);
