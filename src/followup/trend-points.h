/* trend-points.h: the values of observations as the points of a trend, for the terminal and for a
 * page. */
#pragma once

#include "followup/trend.h"

#include <regimen/measure.h>

/* Those of @observations (element-type RgmObservation) that have a value, in their order. Returns:
 * (transfer full) (element-type TrendPoint): they borrow the texts of the observations and those of
 * @catalog. */
GArray *trend_points (const RgmCatalog *catalog, const GPtrArray *observations);
