/* safety.h: the checks before something is written. Each fails with RGM_ERROR_REFUSED, and passes
 * when the caller says "anyway", which goes on record.
 * They compare what is entered with what the catalog's source says; they never advise. Pure. */
#pragma once

#include <regimen/dose.h>

RGM_BEGIN_DECLS

/**
 * rgm_safety_interval: refuses an interval outside the range of @treatment; the message has the
 * range and its source.
 * A treatment without a range accepts every interval. Months are compared by their days (28 to 31):
 * refused only where no month would fit.
 */
gboolean rgm_safety_interval (const RgmTreatment *treatment, const RgmSource *source,
                              RgmPeriod every, GError **error);

/**
 * rgm_safety_in_place_of: refuses @treatment while a course of @active is of a class that the
 * source says it is used in place of, in either direction;
 * the message names that course and the source.
 * @active: (element-type RgmCourse): active courses of the patient. @instead_of_catalog: (element-
 * type RgmTreatment): for the other direction.
 */
gboolean
rgm_safety_in_place_of (const RgmTreatment *treatment, const RgmSource *source,
                        const GPtrArray *active, const GPtrArray *all_treatments, GError **error);

/**
 * rgm_safety_log: refuses a dose given before its window opens, and one within a quarter of the
 * usual time between two doses (rgm_schedule_spacing()) of
 * another given dose of the course. A fixed time may be taken a quarter of that time ahead. As
 * needed: refuses a dose within the gap of another, and one
 * that makes more than the maximum within any 24 hours.
 * Late is never refused.
 */
gboolean rgm_safety_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at,
                         const RgmZone *zone, GError **error);

/**
 * rgm_safety_as_needed_from: the first moment, not before @now, at which one more dose of a course
 * taken as needed keeps the prescribed gap and maximum: rgm_safety_log() accepts it then. A later
 * moment than @now is a whole minute, because times are typed and shown in minutes.
 * @count: (out): how many doses were given in the 24 hours up to @now.
 * Returns: @now if nothing stands in the way.
 */
RgmInstant rgm_safety_as_needed_from (const RgmCourse *course, RgmInstant now, int *count);

RGM_END_DECLS
