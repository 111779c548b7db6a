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
 * safety_check_in_place_of: refuses @treatment while a course is active that it is used in place
 * of, or the other way round, by what the source says; the message names that course and the
 * source.
 * @active: (element-type RgmCourse): the active courses of the patient.
 * @all_treatments: (element-type RgmTreatment): for the other way round.
 */
gboolean
safety_check_in_place_of (const RgmTreatment *treatment, const RgmSource *source,
                          const GPtrArray *active, const GPtrArray *all_treatments, GError **error);

/**
 * safety_check_log: refuses a dose that was given at @at, before its window opens, and one within a
 * quarter of the usual time between two doses (schedule_spacing()) of another given dose of the
 * course. A fixed time may be taken a quarter of that time ahead. A dose as needed is refused
 * within the gap of another one, and if it makes more than the maximum within any 24 hours. A late
 * dose is never refused.
 */
gboolean safety_check_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at,
                           const RgmZone *zone, GError **error);

/**
 * safety_as_needed_from: the first moment, not before @now, at which one more dose of a course
 * taken as needed keeps the prescribed gap and maximum: safety_check_log() accepts it then. A later
 * moment than @now is a whole minute, because times are typed and shown in minutes.
 * @count: (out): how many doses were given in the 24 hours up to @now.
 * Returns: @now if nothing stands in the way.
 */
RgmInstant safety_as_needed_from (const RgmCourse *course, RgmInstant now, int *count);
