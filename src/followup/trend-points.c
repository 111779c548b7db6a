/* trend-points.c: turns the values of observations into the points of a trend. */
#include "followup/trend-points.h"

#include "model/course.h"

#include <math.h>

static double
number_or_nan (const char *text)
{
  return text != NULL ? trend_number (text) : NAN;
}

GArray *
trend_points (const RgmCatalog *catalog, const GPtrArray *observations, const RgmZone *zone)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (TrendPoint));
  const char *unit = NULL;
  const RgmUnit *known = NULL;

  for (guint i = 0; i < observations->len; i++) {
    const RgmObservation *one = observations->pdata[i];

    if (one->value == NULL)
      continue;
    /* Most values have the unit of the one before them, which need not be looked up again. */
    if (g_strcmp0 (unit, one->unit) != 0) {
      unit = one->unit;
      known = unit != NULL ? rgm_unit_find (catalog, unit) : NULL;
    }
    TrendPoint point
      = { .at = one->day_only ? rgm_observation_local (one) : rgm_zone_to_local (zone, one->at),
          .text = one->value,
          .unit = unit,
          .usual = known != NULL ? known->name : NULL,
          .value = trend_number (one->value),
          .low = number_or_nan (one->low),
          .high = number_or_nan (one->high) };
    g_array_append_val (points, point);
  }
  return points;
}

RgmDay
trend_day (const RgmAdministration *given, const RgmZone *zone)
{
  return given->day_only ? administration_day (given, zone) : rgm_zone_day (zone, given->at);
}
