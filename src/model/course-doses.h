/* course-doses.h: what only our own code asks of the doses of a course. */
#pragma once

#include <regimen/dose.h>
#include <regimen/when.h>

typedef void (*RgmDoseVisit) (const RgmDose *dose, gpointer data);

/* Calls @visit with each dose that rgm_course_doses() would return. */
void course_visit_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                         RgmDay horizon, RgmDoseVisit visit, gpointer data);

/* The doses of @course up to dose @number, as rgm_course_dose() gives each, found in one walk.
 * Returns: (transfer full) (element-type RgmDose): their numbers follow each other; they borrow
 * from @course. */
GArray *course_doses_to (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now);

/**
 * course_taken_dose: the dose that a log answers if it names none and says that it was given at
 * @at. Of fixed times the one whose time is nearest to @at, even if it is on record already or was
 * missed; of two that are equally near, one that is not on record, else the earlier one. Of all
 * others the first open dose. @dose: (out): borrows from @course. Not for doses as needed.
 * Returns: FALSE if there is none.
 */
gboolean course_taken_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                            RgmInstant at, RgmDose *dose);

/**
 * course_other_dose: the dose that the user may have meant if the log of dose @number, given at
 * @at, is refused: the nearest other one that is on record, or that nobody answered and that would
 * not be too early. @other: (out): borrows from @course.
 * Returns: FALSE if there is none.
 */
gboolean course_other_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                            RgmInstant at, int number, RgmDose *other);

/**
 * course_planned_dose: the dose that is planned or booked on the day @at, or in the part @part of
 * it, or, if @at has a time, at that time; a dose without a time is that of its day. Of two, one
 * that has no answer yet. @dose: (out): borrows from @course.
 * Returns: FALSE with RGM_ERROR_USAGE if there is none, or if several have no answer; the message
 * names the doses that may be meant.
 */
gboolean course_planned_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                              RgmLocal at, RgmDayPart part, RgmDose *dose, GError **error);

/* The last dose that the course has, as it is planned now. @dose: (out): borrows from @course.
 * Returns: FALSE if it has no end, or none that can be told because of a pause. */
gboolean
course_last_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose);

/* The schedule of the first open dose whose time has not come at @now; without one, that of the
 * last revision. After a change that begins later, because a clock was wrong or doses were on
 * record ahead, the dates that come first do not follow it yet. Returns: (transfer none). */
const RgmSchedule *
course_schedule_at (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/* When dose @number of a course of fixed times, if it has no answer, is missed; G_MAXINT64 if
 * never. */
RgmInstant course_missed_from (const RgmCourse *course, const RgmZone *zone, int number);

/* How many days of fixed times and of doses as needed are always read. */
#define COURSE_KEPT_DAYS 35
/* Of fixed times so many before the first one that is not settled are read, too: alerts count those
 * that have no answer. */
#define COURSE_KEPT_SLOTS 3

/* A day that lies so far before @now in every zone. */
RgmDay course_kept_from (RgmInstant now);

/**
 * course_settled_up_to: the number up to which later reads may leave the record out
 * (RgmCourse.settled). All doses up to it are ended; those of fixed times and as needed more than
 * COURSE_KEPT_DAYS ago. 0 for radiation and single visits, whose record is short.
 */
int course_settled_up_to (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/**
 * course_settled_at: how many of the doses recorded as settled, in a course of fixed times, are
 * really settled at @now. They may have been found by a clock that ran ahead. The record of the
 * doses is not needed and not looked at: the caller looks for those that were moved, or put on
 * record, later than that.
 */
int course_settled_at (const RgmCourse *course, RgmInstant now);
