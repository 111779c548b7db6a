/* component.c: makes the VEVENT of an event and the VTIMEZONE of a time zone, with libical. */
#include "ical/ical-private.h"

#include <string.h>

#include "ical/object.h"

#define DAY_SECONDS 86400

/* ---- times ---- */

icaltimetype
ical_time (RgmLocal local)
{
  icaltimetype time = icaltime_null_time ();
  rgm_day_split (local.day, &time.year, &time.month, &time.day);
  time.is_date = !rgm_local_has_time (local);
  if (!time.is_date) {
    time.hour = local.second / 3600;
    time.minute = local.second / 60 % 60;
    time.second = local.second % 60;
  }
  return time;
}

RgmLocal
ical_local_at (RgmInstant instant, int offset)
{
  RgmInstant shown = instant + offset;
  RgmInstant second = (shown % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
  return (RgmLocal){ (RgmDay)((shown - second) / DAY_SECONDS), (gint32)second };
}

static icaltimetype
utc_time (RgmInstant instant)
{
  icaltimetype time = ical_time (ical_local_at (instant, 0));
  time.zone = icaltimezone_get_utc_timezone ();
  return time;
}

RgmInstant
ical_end (const RgmEvent *event)
{
  return event->start_at + MAX (rgm_event_minutes (event), 1) * 60;
}

gboolean
ical_in_utc (const RgmEvent *event, const RgmZone *zone)
{
  const char *name = rgm_zone_name (zone);
  RgmFit start, end;
  rgm_zone_to_instant (zone, event->start, &start);
  rgm_zone_to_instant (zone, rgm_zone_to_local (zone, ical_end (event)), &end);
  return event->utc || g_str_equal (name, "UTC") || g_str_equal (name, "Etc/UTC")
         || start != RGM_FIT_EXACT || end != RGM_FIT_EXACT;
}

/* ---- VEVENT ---- */

typedef icalproperty *(*NewText) (const char *text);

static void
add (icalcomponent *component, icalproperty *property)
{
  icalcomponent_add_property (component, property);
}

static void
add_text (icalcomponent *component, NewText new_text, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_autofree char *clean = ical_clean (text);
  add (component, new_text (clean));
}

static void
add_zoned (icalcomponent *component, icalproperty *property, const RgmZone *zone)
{
  icalproperty_add_parameter (property, icalparameter_new_tzid (rgm_zone_name (zone)));
  add (component, property);
}

static void
add_times (icalcomponent *component, const RgmEvent *event, const RgmZone *zone)
{
  RgmInstant end = ical_end (event);
  if (!rgm_local_has_time (event->start)) {
    RgmLocal next_day = { event->start.day + 1, RGM_NO_TIME };
    add (component, icalproperty_new_dtstart (ical_time (event->start)));
    add (component, icalproperty_new_dtend (ical_time (next_day)));
  } else if (ical_in_utc (event, zone)) {
    add (component, icalproperty_new_dtstart (utc_time (event->start_at)));
    add (component, icalproperty_new_dtend (utc_time (end)));
  } else {
    add_zoned (component, icalproperty_new_dtstart (ical_time (event->start)), zone);
    add_zoned (component, icalproperty_new_dtend (ical_time (rgm_zone_to_local (zone, end))), zone);
  }
}

/* Adds the category without commas, semicolons and backslashes: several readers split at every
 * comma, escaped or not, and libical does not escape commas here. */
static void
add_category (icalcomponent *component, const char *category)
{
  g_autofree char *clean = ical_clean (category);
  g_auto (GStrv) words = g_strsplit_set (clean, ",;\\\n ", -1);
  g_autoptr (GString) plain = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (plain, "%s%s", plain->len > 0 ? " " : "", *word);
  if (plain->len > 0)
    add (component, icalproperty_new_categories (plain->str));
}

static void
add_alarm (icalcomponent *component, int hours, const char *text)
{
  struct icaltriggertype trigger
    = { .time = icaltime_null_time (),
        .duration = { .is_neg = hours > 0, .hours = (unsigned int)hours } };
  icalcomponent *alarm = icalcomponent_new (ICAL_VALARM_COMPONENT);
  add (alarm, icalproperty_new_action (ICAL_ACTION_DISPLAY));
  add (alarm, icalproperty_new_trigger (trigger));
  add_text (alarm, icalproperty_new_description, text);
  icalcomponent_add_component (component, alarm);
}

icalcomponent *
ical_event (const RgmEvent *event, const RgmZone *zone)
{
  static const icalproperty_status statuses[] = { [RGM_EVENT_TENTATIVE] = ICAL_STATUS_TENTATIVE,
                                                  [RGM_EVENT_CONFIRMED] = ICAL_STATUS_CONFIRMED,
                                                  [RGM_EVENT_CANCELLED] = ICAL_STATUS_CANCELLED };
  gboolean timed = rgm_local_has_time (event->start);
  gboolean busy = timed && !event->free;
  icalcomponent *component = icalcomponent_new (ICAL_VEVENT_COMPONENT);

  add (component, icalproperty_new_uid (event->uid));
  add (component, icalproperty_new_sequence (event->sequence));
  add (component, icalproperty_new_dtstamp (utc_time (event->changed)));
  add (component, icalproperty_new_lastmodified (utc_time (event->changed)));
  add (component, icalproperty_new_created (utc_time (event->created)));
  add_times (component, event, zone);
  add (component, icalproperty_new_status (statuses[event->status]));
  add (component, icalproperty_new_transp (busy ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
  add (component, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  add_text (component, icalproperty_new_summary, event->summary);
  add_text (component, icalproperty_new_description, event->description);
  add_text (component, icalproperty_new_location, event->location);
  if (event->category != NULL)
    add_category (component, event->category);
  /* an exported file has no mark, because its events are not compared with anything later */
  if (event->mark != NULL) {
    icalproperty *mark = icalproperty_new_x (event->mark);
    icalproperty_set_x_name (mark, RGM_ICAL_MARK);
    add (component, mark);
  }
  /* the more important alarm comes first: some programs keep only one alarm of an event */
  if (event->alarms && event->status != RGM_EVENT_CANCELLED) {
    add_alarm (component, event->on_time ? 0 : timed ? 2 : 15, event->summary);
    if (timed && !event->on_time)
      add_alarm (component, 24, event->summary);
  }
  return component;
}

/* ---- VTIMEZONE ---- */

/* A stretch of time in which a zone has one offset. */
typedef struct {
  RgmLocal onset; /* its start, in local time by the offset before it */
  int before, offset;
  const char *name;
} Observance;

/* The start of the year of @instant, or of the year that is @years_on years later. */
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
    = { ical_local_at (at, before), before, offset, rgm_zone_abbreviation (zone, at) };
  g_array_append_val (observances, observance);
}

/* Whether @observance is written as STANDARD, and not as DAYLIGHT. The tz database does not say for
 * every zone which time is standard, and readers only need one that is called so. It is the one
 * with the lowest offset, together with all that have the same name, because python-icalendar tells
 * the two kinds apart by their names. */
static gboolean
is_standard (const GArray *observances, const Observance *observance)
{
  int lowest = observance->offset;
  for (guint i = 0; i < observances->len; i++)
    lowest = MIN (lowest, g_array_index (observances, Observance, i).offset);
  for (guint i = 0; i < observances->len; i++) {
    const Observance *other = &g_array_index (observances, Observance, i);
    if (other->offset == lowest && g_str_equal (other->name, observance->name))
      return TRUE;
  }
  return FALSE;
}

icalcomponent *
ical_zone (const RgmZone *zone, RgmInstant first, RgmInstant last)
{
  g_autoptr (GArray) observances = g_array_new (FALSE, FALSE, sizeof (Observance));
  RgmInstant at = new_year (zone, first - 1, 0), end = new_year (zone, last, 1);
  int offset = rgm_zone_offset (zone, at), before;
  icalcomponent *component = icalcomponent_new (ICAL_VTIMEZONE_COMPONENT);

  add_observance (observances, zone, at, offset, offset);
  while (rgm_zone_next_transition (zone, at, &at, &before, &offset) && at < end)
    add_observance (observances, zone, at, before, offset);

  add (component, icalproperty_new_tzid (rgm_zone_name (zone)));
  for (guint i = 0; i < observances->len; i++) {
    const Observance *observance = &g_array_index (observances, Observance, i);
    icalcomponent *part = icalcomponent_new (
      is_standard (observances, observance) ? ICAL_XSTANDARD_COMPONENT : ICAL_XDAYLIGHT_COMPONENT);

    add (part, icalproperty_new_dtstart (ical_time (observance->onset)));
    add (part, icalproperty_new_tzoffsetfrom (observance->before));
    add (part, icalproperty_new_tzoffsetto (observance->offset));
    add (part, icalproperty_new_tzname (observance->name));
    icalcomponent_add_component (component, part);
  }
  return component;
}
