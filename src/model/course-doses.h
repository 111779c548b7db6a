/* course-doses.h: functions about the doses of a course that are not public. */
#pragma once

#include <regimen/dose.h>
#include <regimen/when.h>

typedef void (*RgmDoseVisit) (const RgmDose *dose, gpointer data);

/* Calls @visit with each dose that rgm_course_doses() would return. */
void course_visit_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                         RgmDay horizon, RgmDoseVisit visit, gpointer data);

/* The loaded doses of @course up to dose @number, each as rgm_course_dose() gives it, found in one
 * walk. Returns: (transfer full) (element-type RgmDose): with consecutive numbers; they borrow from
 * @course. */
GArray *course_doses_to (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now);

/**
 * course_taken_dose: the dose that a log is about if the user names none and says that a dose was
 * given at @at. In a course of fixed times it is the dose whose time is nearest to @at, even if it
 * is on record already or was missed; if two are equally near, the one that is not on record, else
 * the earlier one. In other courses it is the first open dose. Not for doses taken as needed.
 * @dose: (out): borrows from @course.
 * Returns: FALSE if there is none.
 */
gboolean course_taken_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                            RgmInstant at, RgmDose *dose);

/**
 * course_other_dose: the dose that the user may have meant if the log of dose @number, given at
 * @at, is refused: the nearest other dose that is on record, or that has no answer and for which
 * @at would not be too early.
 * @other: (out): borrows from @course.
 * Returns: FALSE if there is none.
 */
gboolean course_other_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                            RgmInstant at, int number, RgmDose *other);

/**
 * course_planned_dose: the dose that is planned or booked for the day @at, or for the part @part of
 * it, or, if @at has a time, for that time; a dose without a time fits any time of its day. If
 * there are several, the one that has no answer yet.
 * @dose: (out): borrows from @course.
 * Returns: FALSE with RGM_ERROR_USAGE if there is none, or if there are several and not exactly one
 * of them has no answer; the message names the doses that may be meant.
 */
gboolean course_planned_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                              RgmLocal at, RgmDayPart part, RgmDose *dose, GError **error);

/* The last dose of the course, as it is planned now. @dose: (out): borrows from @course. Returns:
 * FALSE if the course has no end, or if a pause without an end hides it. */
gboolean
course_last_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose);

/* The schedule of the first open dose whose time has not come at @now; if there is none, the
 * schedule of the last revision. The two differ if a change begins with a later dose, because a
 * clock was wrong or doses were on record ahead: the next dates do not follow that change yet.
 * Returns: (transfer none). */
const RgmSchedule *
course_schedule_at (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/* When dose @number of a course of fixed times counts as missed if it gets no answer; G_MAXINT64 if
 * never. */
RgmInstant course_missed_from (const RgmCourse *course, const RgmZone *zone, int number);

/* How many past days of doses at fixed times and as needed are always loaded. */
#define COURSE_KEPT_DAYS 35
/* How many doses at fixed times before the first one that is not settled are loaded too, because
 * alerts count those that have no answer. */
#define COURSE_KEPT_SLOTS 3

/* A day that lies at least COURSE_KEPT_DAYS before @now in every zone. */
RgmDay course_kept_from (RgmInstant now);

/**
 * course_settled_up_to: the number up to which the record of doses can be left out when the course
 * is loaded (RgmCourse.settled). All doses up to it are ended, and those at fixed times and as
 * needed ended more than COURSE_KEPT_DAYS ago. 0 for radiation and single visits, whose record is
 * short.
 */
int course_settled_up_to (const RgmCourse *course, const RgmZone *zone, RgmInstant now);

/**
 * course_settled_at: how many of the doses recorded as settled, in a course of fixed times, are
 * really settled at @now. Fewer of them may be, if the clock ran ahead when they were recorded. The
 * function does not need the record of the doses: the caller has to look for later ones that were
 * moved or put on record.
 */
int course_settled_at (const RgmCourse *course, RgmInstant now);
