/* new-times.h: where new fixed times of the day begin when they replace others. */
#pragma once

#include <regimen/course.h>

/* Whether the fixed times of @course can still begin earlier than they did, so that the first dose
 * becomes another one: nothing is on record about any of its doses. */
gboolean new_times_can_begin_earlier (const RgmCourse *course);

/**
 * new_times_check_first: a change of fixed times can name a first day that has passed only if
 * nothing is on record about their doses; otherwise it would change nothing.
 * @schedule: the new one.
 * Returns: FALSE with RGM_ERROR_CONFLICT, which says what can be done instead.
 */
gboolean new_times_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                                const RgmSchedule *schedule, GError **error);

/* What can be done about a dose at @slot, before @course begins, if something is on record already:
 * a sentence with the commands. Returns: (transfer full). */
char *new_times_way_back (const RgmCourse *course, RgmLocal slot);

/**
 * new_times_from: the first dose that a change of @course rules at @now: the first one that is not
 * on record, even if a later one is. Fixed times that have passed stay as they were, too.
 * @schedule: (nullable): the new fixed times, if there are any. Then a dose of today that waits for
 * an answer is not left behind if its place in the day has a time that is still to come: it gets
 * that time, so that the same tablet is not asked for twice. If they begin earlier than the course
 * did, it is the first dose, if new_times_can_begin_earlier().
 */
int new_times_from (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                    const RgmSchedule *schedule);

/**
 * new_times_begin: sets @schedule->first and @schedule->begin of new fixed times, which rule the
 * doses of @course from @from on (of new_times_from()). If @schedule->first is set, the user named
 * it; it is kept, and the times begin then if it is still to come, or if it is earlier than before
 * and new_times_can_begin_earlier(). Otherwise first becomes the day from which cycle and step
 * count, as before, and is later than today only if the user named that day when it was set.
 * What is still to come follows from the record: the doses of the day are matched in order, so that
 * those that were answered use up as many of the new times. Where the times before these began does
 * not matter, so that times can be changed any number of times in a day.
 */
void new_times_begin (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from,
                      RgmSchedule *schedule);
