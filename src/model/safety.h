/* safety.h: the checks before something is written. Each fails with RGM_ERROR_REFUSED, and is
 * overridden if the caller says "anyway", which goes on record. They compare what is entered with
 * what was prescribed and with what the catalog's source says; they never advise. Pure. */
#pragma once

#include <regimen/dose.h>

/**
 * safety_check_interval: refuses an interval outside the range of @treatment; the message names the
 * range and its source. A treatment without a range accepts every interval. Months have 28 to 31
 * days, and are refused only if no month would fit.
 */
gboolean safety_check_interval (const RgmTreatment *treatment, const RgmSource *source,
                                RgmPeriod every, GError **error);

/**
 * safety_check_together: refuses a medicine of class @class_key while a course is active that,
 * according to the source, it replaces or is replaced by. Also refuses a second medicine of a class
 * that replaces or is replaced by others, even if it is the same medicine again. The message names
 * that course and the source.
 * @name: of the medicine, for the message.
 * @active: (element-type RgmCourse): the active courses of the patient; treatment_class counts.
 * @treatments: (element-type RgmTreatment), @sources: (element-type RgmSource): of the catalog.
 */
gboolean
safety_check_together (const char *name, const char *class_key, const GPtrArray *active,
                       const GPtrArray *treatments, const GPtrArray *sources, GError **error);

/* What the user does with a dose: the words of a refusal fit it. */
typedef enum {
  SAFETY_LOG,
  SAFETY_BOOK,
  SAFETY_MOVE,
} SafetyAct;

/**
 * safety_check_log: refuses a dose that was given at @at, before its window opens, and one within a
 * quarter of the usual time between two doses (schedule_spacing()) of another given dose of the
 * course. A fixed time may be taken a quarter of that time ahead. A dose as needed is refused
 * within the gap of another one, and if it makes more than the maximum within any 24 hours. A late
 * dose is never refused. Of an interval, one that was given before a dose with a lower number is
 * refused for that, unless it is on record so and is only corrected; and so is a correction that
 * puts it after a dose with a higher number. The window counts from the target and not from the
 * appointment; but from the day of an appointment on that was booked "anyway", what was known then
 * is not asked again.
 */
gboolean safety_check_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at,
                           const RgmZone *zone, GError **error);

/**
 * safety_check_plan: the same for an appointment (SAFETY_BOOK) or a new target (SAFETY_MOVE).
 * @dose: as it is before. @at: a local time of @at_zone, or a day. @zone: the patient's.
 *
 * It must not be near to another open dose that is booked or was moved by hand, either. If a dose
 * is moved, its window is the one that it would have without an earlier move. A single visit
 * without a window of its own is never refused.
 */
gboolean
safety_check_plan (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmLocal at,
                   const RgmZone *at_zone, const RgmZone *zone, GError **error);

/* safety_check_past: refuses a log whose time @at is more than five minutes after @now. @day_only:
 * only the day of @at was told, so the refusal names no time. */
gboolean safety_check_past (RgmInstant at, gboolean day_only, RgmInstant now, const RgmZone *zone,
                            GError **error);

/* The last given dose of @course, if it is on record as given after @now: a clock was wrong when it
 * was entered, or the date was. A dose of which only the day is known lies ahead from the next day
 * on. Returns: (nullable): borrows from @course. */
const RgmAdministration *safety_given_ahead (const RgmCourse *course, RgmInstant now);

/* The same for the holds of open doses, by the moment at which the hold began. */
const RgmHold *safety_held_ahead (const RgmCourse *course, RgmInstant now);

/* The last change of the schedule, if it was made after @now: it begins with the dose that was the
 * next one by the clock of then. */
const RgmRevision *safety_changed_ahead (const RgmCourse *course, RgmInstant now);

/**
 * safety_check_amount: refuses @amount if it is not the one that was prescribed for dose @number
 * (amount_equal()). NULL, and a dose without a prescribed amount, are accepted.
 */
gboolean
safety_check_amount (const RgmCourse *course, int number, const char *amount, GError **error);

/**
 * safety_check_first: refuses a new @course, with the doses that were given before, if the window
 * of its next dose has passed at @now: doses may be missing, or the year may be wrong. Only for
 * intervals and radiation, because only these take doses that were given before.
 */
gboolean
safety_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GError **error);

/**
 * safety_check_restart: refuses a date, from which the doses from dose @number on are to count, as
 * if dose @number was moved there: before the window that it has without that date, or too near to
 * another dose. Only for intervals and radiation; the window counts only after a dose was given.
 * @course: with the schedule as it is to be, but without that date.
 */
gboolean safety_check_restart (const RgmCourse *course, int number, RgmLocal first,
                               const RgmZone *zone, GError **error);

/**
 * safety_check_undo: refuses to take back, or to bring back, what was written at @at, more than an
 * hour before @now. @what: "log denosumab/3", for the message. @zone: of the person.
 */
gboolean safety_check_undo (const char *what, RgmInstant at, RgmInstant now, const RgmZone *zone,
                            GError **error);

/**
 * safety_as_needed_from: the first moment, not before @now, at which one more dose of a course
 * taken as needed keeps the prescribed gap and maximum: safety_check_log() accepts it then. A later
 * moment than @now is a whole minute, because times are typed and shown in minutes.
 * @count: (out): how many doses were given in the 24 hours up to @now.
 * Returns: @now if the prescription already allows one.
 */
RgmInstant safety_as_needed_from (const RgmCourse *course, RgmInstant now, int *count);
