/* schedule.h: functions about the days and distances of a schedule that are not public. */
#pragma once

#include <regimen/schedule.h>

/* Radiation: the highest accepted number of sessions per day. */
#define SCHEDULE_MOST_PER_DAY 4

/**
 * schedule_add_periods: @anchor plus @times periods, counted from @anchor in one step, so that
 * rounding errors do not add up. Days, weeks and months keep the wall-clock time, and a whole day
 * stays a whole day. Hours are elapsed time in @zone; a whole day counts from its 00:00 and becomes
 * a time.
 */
RgmLocal schedule_add_periods (RgmLocal anchor, RgmPeriod period, int times, const RgmZone *zone);

/**
 * schedule_window: how many days to either side of the target count as on time: @schedule's own
 * window, else one seventh of the interval, at least one day (4 weeks: 4 days), or 0 for fixed
 * times and doses as needed. This is the program's own default, not a medical rule.
 */
int schedule_window (const RgmSchedule *schedule);

/**
 * schedule_next_treatment_day: the first day at or after @day on which fractions are given.
 * @clinic_closed: (nullable) (element-type RgmDay): days on which the clinic is closed.
 * Returns: RGM_NO_DAY if there is none before 2200.
 */
RgmDay
schedule_next_treatment_day (const RgmSchedule *schedule, const GArray *clinic_closed, RgmDay day);

/* Whether a dose of an interval cannot be given on @day because the clinic is closed. Doses every
 * so many hours are taken at home, so closed days do not matter for them. @clinic_closed:
 * nullable. */
gboolean schedule_is_closed (const RgmSchedule *schedule, const GArray *clinic_closed, RgmDay day);

/* Whether the weekday of @day is one of those of @schedule. Only for fractions and fixed times. */
gboolean schedule_has_weekday (const RgmSchedule *schedule, RgmDay day);

/**
 * schedule_has_slots: whether @day has fixed times, by weekday, and by step and cycle counted from
 * the first day.
 */
gboolean schedule_has_slots (const RgmSchedule *schedule, RgmDay day);

/* When the fixed times of @schedule begin: at @schedule->begin, or else at its first target. */
RgmLocal schedule_begin (const RgmSchedule *schedule);

/* Whether the dates stay the same whatever happens to the doses. This is so for fixed times, and
 * for an interval that counts from the plan. A pause leaves such a date out; other doses wait for
 * its end. */
gboolean schedule_has_fixed_dates (const RgmSchedule *schedule);

/* Whether at least one of the fixed times on the day of @local has passed at @local. */
gboolean schedule_has_passed (const RgmSchedule *schedule, RgmLocal local);

/**
 * schedule_spacing: the usual time between two doses, in seconds: the interval; for radiation the
 * shortest time between two sessions; for fixed times the shortest time between two of them; for
 * doses as needed the gap; 0 for a single visit.
 */
gint64 schedule_spacing (const RgmSchedule *schedule);

/**
 * schedule_to_stored, schedule_from_stored: convert a schedule to and from the text in which it is
 * stored: "interval first=2026-12-01 every=4w reckon=given". Words are separated by one blank and
 * their order is fixed, so equal schedules have equal text.
 * Returns: (transfer full): schedule_from_stored() returns NULL with RGM_ERROR_DAMAGED for a text
 * that schedule_to_stored() would not write.
 */
char *schedule_to_stored (const RgmSchedule *schedule);
RgmSchedule *schedule_from_stored (const char *text, GError **error);
