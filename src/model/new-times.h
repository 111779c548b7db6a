/* new-times.h: decides with which dose, and when, new fixed times of the day replace the old
 * ones. */
#pragma once

#include <regimen/course.h>

/* Whether the fixed times of @course can still be changed to begin earlier, so that dose 1 becomes
 * another one: nothing is on record about any of its doses. */
gboolean new_times_can_begin_earlier (const RgmCourse *course);

/**
 * new_times_check_first: checks the first day that the user names in a change of fixed times. It
 * can lie in the past only if it is earlier than the present beginning of @course and nothing is on
 * record about its doses; otherwise it would change nothing.
 * @schedule: the new schedule.
 * @undo: as for new_times_way_back().
 * Returns: FALSE with RGM_ERROR_CONFLICT, which says what can be done instead.
 */
gboolean new_times_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                                const RgmSchedule *schedule, const char *undo, GError **error);

/**
 * new_times_way_back: a sentence with commands that says what the user can do about a dose at
 * @slot, which is before @course begins, if something is on record already.
 * @undo: (nullable): the command that takes back the dose that was logged last; NULL if something
 * else was written about the course since.
 * Returns: (transfer full).
 */
char *new_times_way_back (const RgmCourse *course, RgmLocal slot, const char *undo);

/**
 * new_times_from: the first dose to which a change of @course at @now applies: the first one that
 * is not on record, even if a later one is. Fixed times that have passed do not change either.
 * @schedule: (nullable): the new fixed times, if there are any. If a dose of today waits for an
 * answer, and the new time with the same place in the day is still to come, the change applies to
 * that dose too: it gets the new time, so that the patient is not asked twice for the same tablet.
 * If the new times begin earlier than the course did, and new_times_can_begin_earlier(), the result
 * is dose 1.
 */
int new_times_from (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                    const RgmSchedule *schedule);

/**
 * new_times_begin: sets @schedule->first and @schedule->begin of new fixed times, which apply to
 * the doses of @course from dose @from on (as new_times_from() returns it). If @schedule->first is
 * set, the user named it: it is kept, and the times begin then if it is still to come, or if it is
 * earlier than before and new_times_can_begin_earlier(). Otherwise first becomes the day from which
 * cycle and step count, as before; it is later than today only if the user named a later day in an
 * earlier change.
 *
 * Which of the new times are still to come follows from the record: the doses of the day are
 * matched with them in order, so that each answered dose uses up one time. It does not matter where
 * the previous times began, so the times can be changed any number of times in a day.
 */
void new_times_begin (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from,
                      RgmSchedule *schedule);
