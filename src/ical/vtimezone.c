#include "ical/ical-private.h"

/* One stretch of time with one offset. */
typedef struct {
  RgmLocal onset; /* by the offset before */
  int before, offset;
  const char *name;
} Observance;

static RgmInstant
new_year (const RgmZone *zone, RgmInstant instant, int years_on)
{
  int year;
  rgm_day_split (rgm_zone_to_local (zone, instant).day, &year, NULL, NULL);
  RgmLocal start = { rgm_day_new (year, 1, 1), 0 };
  start.day = rgm_day_add_months (start.day, 12 * years_on);
  return rgm_zone_to_instant (zone, start, NULL);
}

static void
add_observance (GArray *observances, const RgmZone *zone, RgmInstant at, int before, int offset)
{
  Observance observance
    = { rgm_ical_local_at (at, before), before, offset, rgm_zone_abbreviation (zone, at) };
  g_array_append_val (observances, observance);
}

static GArray *
list_observances (const RgmZone *zone, RgmInstant from, RgmInstant to)
{
  GArray *observances = g_array_new (FALSE, FALSE, sizeof (Observance));
  int offset = rgm_zone_offset (zone, from);
  add_observance (observances, zone, from, offset, offset);
  RgmInstant at = from;
  int before;
  while (rgm_zone_next_transition (zone, at, &at, &before, &offset) && at < to)
    add_observance (observances, zone, at, before, offset);
  return observances;
}

static int
lowest_offset (const GArray *observances)
{
  int lowest = g_array_index (observances, Observance, 0).offset;
  for (guint i = 1; i < observances->len; i++)
    lowest = MIN (lowest, g_array_index (observances, Observance, i).offset);
  return lowest;
}

/* The tz database does not say for each zone which time is the standard one, and readers need no
 * more than that there is one: that with the lowest offset, and all that bears its name, since
 * python-icalendar tells the two kinds apart by name. */
static gboolean
is_standard (const GArray *observances, const Observance *observance)
{
  int lowest = lowest_offset (observances);
  for (guint i = 0; i < observances->len; i++) {
    const Observance *other = &g_array_index (observances, Observance, i);
    if (other->offset == lowest && g_str_equal (other->name, observance->name))
      return TRUE;
  }
  return FALSE;
}

static icalcomponent *
observance_component (const Observance *observance, gboolean standard)
{
  icalcomponent *component
    = icalcomponent_new (standard ? ICAL_XSTANDARD_COMPONENT : ICAL_XDAYLIGHT_COMPONENT);
  icalcomponent_add_property (component,
                              icalproperty_new_dtstart (rgm_ical_time (observance->onset)));
  icalcomponent_add_property (component, icalproperty_new_tzoffsetfrom (observance->before));
  icalcomponent_add_property (component, icalproperty_new_tzoffsetto (observance->offset));
  icalcomponent_add_property (component, icalproperty_new_tzname (observance->name));
  return component;
}

icalcomponent *
rgm_ical_zone (const RgmZone *zone, RgmInstant first, RgmInstant last)
{
  g_autoptr (GArray) observances
    = list_observances (zone, new_year (zone, first - 1, 0), new_year (zone, last, 1));
  icalcomponent *component = icalcomponent_new (ICAL_VTIMEZONE_COMPONENT);
  icalcomponent_add_property (component, icalproperty_new_tzid (rgm_zone_name (zone)));
  for (guint i = 0; i < observances->len; i++) {
    const Observance *observance = &g_array_index (observances, Observance, i);
    gboolean standard = is_standard (observances, observance);
    icalcomponent_add_component (component, observance_component (observance, standard));
  }
  return component;
}
