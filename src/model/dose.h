/* dose.h: functions about one dose that are not public. What a calendar says about a dose depends
 * on the record alone, so that the clock changes no event. */
#pragma once

#include <regimen/dose.h>

/**
 * dose_why_plan: like rgm_dose_why(), but without what happened to the dose from which the interval
 * counts: "4 weeks after infusion 1". The text does not change when that dose is given on its day.
 * Returns: (transfer full).
 */
char *dose_why_plan (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/* rgm_dose_state_words() as far as the record alone tells: never "due", "overdue" or "missed".
 * Returns: (transfer none). */
const char *dose_record_words (const RgmDose *dose, const RgmCourse *course);
/* The same, but not translated, which is enough to compare two doses. */
const char *dose_record_state (const RgmDose *dose, const RgmCourse *course);

/* Whether the patient has to be somewhere at a time: the dose has an appointment, or is planned for
 * a time that is neither a fixed time nor one of an interval of hours. FALSE if the appointment is
 * in a zone that this system does not have, because then only its day is known. */
gboolean dose_has_visit_time (const RgmDose *dose, const RgmCourse *course);

/**
 * dose_reported_at: the time to put on record if the user reports a dose as given without saying
 * when.
 * @now: the moment of the report.
 * Returns: the time of its visit, if that was earlier on the same day (of @zone, the patient's);
 * otherwise @now.
 */
RgmInstant dose_reported_at (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                             RgmInstant now);

/**
 * dose_log_words: what to type after "regimen" to log the dose as given: "log denosumab/3". If the
 * day of the dose has passed, it is included ("log denosumab/3 --at 2026-11-26"): without it the
 * dose would be recorded as given now, and later doses would count from now. If the dose is on
 * hold, its day is never included, because it waits for another day.
 * @lasting: the words may be typed later than on the day of @now, so the day is included even if it
 * is today.
 * Returns: (transfer full).
 */
char *dose_log_words (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                      RgmInstant now, gboolean lasting);

/* Whether the days around the target on which the dose may be given are limited. A single visit,
 * such as a scan, has no such limit unless the user set one, and a dose at a fixed time has
 * none. */
gboolean dose_has_window (const RgmDose *dose, const RgmCourse *course);

/* Whether the day on which the dose is expected is before its window (negative), after it
 * (positive), or in it (0). An appointment of another zone is in the window if its day there is, or
 * its day in the patient's zone. A dose without a window gives 0. */
int dose_beside_window (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone);

/* An example of what to type to book the dose for @day: at the prescribed time of day, or else at
 * ten o'clock. Returns: (transfer full). */
char *dose_booking_example (const RgmDose *dose, RgmDay day);

/* The day on which the dose is expected, in @zone, the patient's. */
RgmDay dose_day (const RgmDose *dose, const RgmZone *zone);

/* Whether everything that is known of the dose follows from the doses before it: it is tentative,
 * and the user said nothing about this dose itself. Such a dose is not asked about and has no
 * alerts. A dose that was moved or put on hold is tentative as well while it waits for an earlier
 * one, but every list shows what the user said about it, and a hold has its alerts. */
gboolean dose_is_projection (const RgmDose *dose, const RgmCourse *course);

/* Whether the day of a dose that is only a projection has passed while it waits for an earlier
 * dose. The user need not do anything about such a dose, and no list of coming doses shows it,
 * because it will get another day. */
gboolean dose_is_overtaken (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                            RgmInstant now);

/* "Thu 2026-12-03 10:40", followed by ", time of Europe/Berlin" if that is not the zone of
 * @patient. Returns: (transfer full). */
char *appointment_text (const RgmAppointment *appointment, const RgmZone *patient);

/* The same for the time that rgm_dose_local() gives. Returns: (transfer full). */
char *dose_time_text (const RgmDose *dose, const RgmZone *patient);

/* The name of the zone in which the dose was booked, if it is not that of @patient. Returns:
 * (transfer none) (nullable). */
const char *dose_other_zone (const RgmDose *dose, const RgmZone *patient);

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
