/* safety.h: the checks that run before something is written. Each fails with RGM_ERROR_REFUSED, and
 * its message ends with a question. The caller can override it with "anyway", which is put on
 * record. The checks compare what is entered with what was prescribed and with what the catalog's
 * source says; they never give advice. Pure. */
#pragma once

#include <regimen/dose.h>

/* How many seconds what is on record may be ahead of the clock of this computer, which may differ
 * from the real time; and the same if only the day is known. */
#define SAFETY_CLOCK_ERROR 300
#define SAFETY_DAY_ERROR 86400

/**
 * safety_check_interval: refuses an interval outside the range of @treatment; the message names the
 * range and its source. A treatment without a range accepts every interval. A month counts as 28 to
 * 31 days, and an interval in months is refused only if none of these lengths fits.
 */
gboolean safety_check_interval (const RgmTreatment *treatment, const RgmSource *source,
                                RgmPeriod every, GError **error);

/**
 * safety_check_together: refuses a medicine of class @class_key while a course is active that,
 * according to the source, it replaces or is replaced by. Also refuses a second medicine of a class
 * that replaces or is replaced by others, even if it is the same medicine again. The message names
 * that course and the source.
 * @name: name of the medicine, for the message.
 * @active: (element-type RgmCourse): the active courses of the patient; only their names, classes,
 * and whether doses are on record matter.
 * @treatments: (element-type RgmTreatment), @sources: (element-type RgmSource): those of the
 * catalog.
 */
gboolean
safety_check_together (const char *name, const char *class_key, const GPtrArray *active,
                       const GPtrArray *treatments, const GPtrArray *sources, GError **error);

/* What the user does with a dose; some checks depend on it. */
typedef enum {
  SAFETY_LOG,
  SAFETY_BOOK,
  SAFETY_MOVE,
} SafetyAct;

/**
 * safety_check_log: refuses a dose that was given at @at if its window was not open yet, or if
 * another dose of the course was given within a quarter of the usual time between two doses
 * (schedule_spacing()). A dose at a fixed time may be taken early by a quarter of that time. A dose
 * as needed is refused if it is within the gap of another one, or makes more than the maximum
 * within any 24 hours. A late dose is never refused.
 *
 * If the schedule has several sessions a day, two sessions of the same day are not compared if the
 * time of one of them is not known, as long as that day has no more sessions than the schedule
 * gives it.
 * @day_only: only the day of @at is known.
 *
 * In a course with an interval, a dose that was given before a dose with a lower number is refused,
 * unless it is on record so already and is only corrected. So is a correction that puts a dose
 * after one with a higher number.
 *
 * The window counts from the target, not from the appointment. However, if the appointment was
 * booked "anyway", the user is not asked again, from the day of the appointment on, about anything
 * that was known when it was booked. If it was in the window when it was booked, and is before it
 * only because of what was put on record later, a log from that day on is not too early, because
 * the clinic agreed on the day.
 */
gboolean safety_check_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at,
                           gboolean day_only, const RgmZone *zone, GError **error);

/**
 * safety_check_plan: the same for an appointment (SAFETY_BOOK) or a new target (SAFETY_MOVE).
 * @dose: as it is before the change. @at: a local time in @at_zone, or a day. @zone: the patient's.
 *
 * In addition, @at must not be near to another open dose that is booked or was moved by hand. If a
 * dose is moved, its window is the one that it would have without an earlier move. A time of
 * another zone is in the window if its day there is, or its day in the patient's zone. A single
 * visit is never refused, unless the user set a window for it.
 */
gboolean
safety_check_plan (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmLocal at,
                   const RgmZone *at_zone, const RgmZone *zone, GError **error);

/* safety_check_past: refuses a log whose time @at is more than five minutes after @now. @day_only:
 * only the day of @at is known, so the message has no time. */
gboolean safety_check_past (RgmInstant at, gboolean day_only, RgmInstant now, const RgmZone *zone,
                            GError **error);

/* The last given dose of @course, if it is recorded as given after @now, because a clock or the
 * date was wrong when it was entered. A dose of which only the day is known must be more than a day
 * ahead. Returns: (nullable): borrows from @course. */
const RgmAdministration *safety_given_ahead (const RgmCourse *course, RgmInstant now);

/* The same for holds: a hold of an open dose that began after @now. */
const RgmHold *safety_held_ahead (const RgmCourse *course, RgmInstant now);

/* The last change of the schedule, if it was made after @now. It begins with the dose that was the
 * next one according to the wrong clock. */
const RgmRevision *safety_changed_ahead (const RgmCourse *course, RgmInstant now);

/* Refuses to skip @dose, the next one, without its number if the same skip may have been entered
 * twice: the dose before it was skipped less than a minute ago, or it was skipped, its window is
 * not over yet, and that of @dose has not opened. A dose at a fixed time is never refused: without
 * its number, the nearest one is meant, so a second skip finds that one answered already. */
gboolean safety_check_skip (const RgmCourse *course, const RgmDose *dose, RgmInstant now,
                            const RgmZone *zone, GError **error);

/**
 * safety_check_amount: refuses @amount if it differs from the amount that was prescribed for dose
 * @number (amount_equal()). If @amount is NULL, or no amount was prescribed, it is accepted.
 */
gboolean
safety_check_amount (const RgmCourse *course, int number, const char *amount, GError **error);

/**
 * safety_check_first: refuses to add @course, which has the doses that were given before, if the
 * window of its next dose has already passed at @now: doses may be missing, or the year may be
 * wrong. Only for intervals and radiation, because only these accept doses that were given before.
 */
gboolean
safety_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GError **error);

/**
 * safety_check_restart: refuses a date from which dose @number and the later ones are to count,
 * under the same conditions as a move of dose @number to that date: the date is before the window
 * that the dose would have without it, or too near to another dose. Only for intervals and
 * radiation. The window counts only if an earlier dose was given.
 * @course: with the new schedule, but without that date.
 */
gboolean safety_check_restart (const RgmCourse *course, int number, RgmLocal first,
                               const RgmZone *zone, GError **error);

/**
 * safety_check_undo: refuses to undo or redo a change that was written at @at, more than an hour
 * before @now.
 * @what: the change, "log denosumab/3", for the message. @zone: the patient's.
 */
gboolean safety_check_undo (const char *what, RgmInstant at, RgmInstant now, const RgmZone *zone,
                            GError **error);

/**
 * safety_as_needed_from: the first moment, not before @now, at which one more dose of a course
 * taken as needed keeps the prescribed gap and maximum, so that safety_check_log() accepts it,
 * unless a dose is on record less than a minute away. If it is later than @now, it is a whole
 * minute, because times are typed and shown in minutes.
 * @count: (out): how many doses were given in the 24 hours up to @now.
 * Returns: @now if the prescription already allows one.
 */
RgmInstant safety_as_needed_from (const RgmCourse *course, RgmInstant now, int *count);
