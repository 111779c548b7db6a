/* trend-points.h: turns the values of observations into the points of a trend, for the terminal and
 * for a page. */
#pragma once

#include "followup/trend.h"

#include <regimen/course.h>
#include <regimen/measure.h>

/* The points of those of @observations (element-type RgmObservation) that have a value, in the same
 * order. @zone: that of the patient, in which all times are, so that they can be compared. Returns:
 * (transfer full) (element-type TrendPoint): they borrow the texts of the observations and of
 * @catalog. */
GArray *
trend_points (const RgmCatalog *catalog, const GPtrArray *observations, const RgmZone *zone);

/* The day of a given dose in a trend: that of its moment in @zone, as for the values, so that the
 * dose is not drawn after what was felt later. */
RgmDay trend_day (const RgmAdministration *given, const RgmZone *zone);
