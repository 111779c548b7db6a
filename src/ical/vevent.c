#include "ical/ical-private.h"

#include <string.h>

#include "ical/object.h"

typedef icalproperty *(*NewText) (const char *text);

RgmInstant
rgm_ical_end (const RgmEvent *event)
{
  return event->start_at + MAX (event->minutes, 1) * 60;
}

static gboolean
is_utc (const RgmZone *zone)
{
  return g_str_equal (rgm_zone_name (zone), "UTC") || g_str_equal (rgm_zone_name (zone), "Etc/UTC");
}

gboolean
rgm_ical_in_utc (const RgmEvent *event, const RgmZone *zone)
{
  RgmFit start, end;
  rgm_zone_to_instant (zone, event->start, &start);
  rgm_zone_to_instant (zone, rgm_zone_to_local (zone, rgm_ical_end (event)), &end);
  return event->utc || is_utc (zone) || start != RGM_FIT_EXACT || end != RGM_FIT_EXACT;
}

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
  g_autofree char *clean = rgm_ical_clean (text);
  add (component, new_text (clean));
}

static void
add_zoned (icalcomponent *component, icalproperty *property, const RgmZone *zone)
{
  icalproperty_add_parameter (property, icalparameter_new_tzid (rgm_zone_name (zone)));
  add (component, property);
}

static void
add_whole_day (icalcomponent *component, const RgmEvent *event)
{
  RgmLocal end = { event->start.day + 1, RGM_NO_TIME };
  add (component, icalproperty_new_dtstart (rgm_ical_time (event->start)));
  add (component, icalproperty_new_dtend (rgm_ical_time (end)));
}

static void
add_times (icalcomponent *component, const RgmEvent *event, const RgmZone *zone)
{
  RgmInstant end = rgm_ical_end (event);
  if (rgm_ical_in_utc (event, zone)) {
    add (component, icalproperty_new_dtstart (rgm_ical_time_utc (event->start_at)));
    add (component, icalproperty_new_dtend (rgm_ical_time_utc (end)));
    return;
  }
  add_zoned (component, icalproperty_new_dtstart (rgm_ical_time (event->start)), zone);
  add_zoned (component, icalproperty_new_dtend (rgm_ical_time (rgm_zone_to_local (zone, end))),
             zone);
}

static icalproperty_status
status_value (RgmEventStatus status)
{
  switch (status) {
  case RGM_EVENT_CONFIRMED:
    return ICAL_STATUS_CONFIRMED;
  case RGM_EVENT_CANCELLED:
    return ICAL_STATUS_CANCELLED;
  default:
    return ICAL_STATUS_TENTATIVE;
  }
}

/* Several readers split at every comma, escaped or not, and libical escapes none here. */
static void
add_category (icalcomponent *component, const char *category)
{
  if (category == NULL)
    return;
  g_autofree char *clean = rgm_ical_clean (category);
  g_auto (GStrv) words = g_strsplit_set (clean, ",;\\\n ", -1);
  g_autoptr (GString) plain = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (plain, "%s%s", plain->len > 0 ? " " : "", *word);
  if (plain->len > 0)
    add (component, icalproperty_new_categories (plain->str));
}

/* Not in a file that is imported: there nobody compares. */
static void
add_mark (icalcomponent *component, const char *mark)
{
  if (mark == NULL)
    return;
  icalproperty *property = icalproperty_new_x (mark);
  icalproperty_set_x_name (property, RGM_ICAL_MARK);
  add (component, property);
}

static void
add_alarm (icalcomponent *component, int hours, const char *text)
{
  struct icaltriggertype trigger
    = { .time = icaltime_null_time (), .duration = { .is_neg = 1, .hours = (unsigned int)hours } };
  icalcomponent *alarm = icalcomponent_new (ICAL_VALARM_COMPONENT);
  add (alarm, icalproperty_new_action (ICAL_ACTION_DISPLAY));
  add (alarm, icalproperty_new_trigger (trigger));
  add_text (alarm, icalproperty_new_description, text);
  icalcomponent_add_component (component, alarm);
}

/* The important one first: there are programs that keep one alarm of an event. */
static void
add_alarms (icalcomponent *component, const RgmEvent *event)
{
  if (!event->alarms || event->status == RGM_EVENT_CANCELLED)
    return;
  if (!rgm_local_has_time (event->start)) {
    add_alarm (component, 15, event->summary);
    return;
  }
  add_alarm (component, 2, event->summary);
  add_alarm (component, 24, event->summary);
}

static void
add_identity (icalcomponent *component, const RgmEvent *event)
{
  add (component, icalproperty_new_uid (event->uid));
  add (component, icalproperty_new_sequence (event->sequence));
  add (component, icalproperty_new_dtstamp (rgm_ical_time_utc (event->changed)));
  add (component, icalproperty_new_lastmodified (rgm_ical_time_utc (event->changed)));
  add (component, icalproperty_new_created (rgm_ical_time_utc (event->created)));
}

icalcomponent *
rgm_ical_event (const RgmEvent *event, const RgmZone *zone)
{
  gboolean timed = rgm_local_has_time (event->start);
  gboolean busy = timed && !event->free;
  icalcomponent *component = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  add_identity (component, event);
  if (timed)
    add_times (component, event, zone);
  else
    add_whole_day (component, event);
  add (component, icalproperty_new_status (status_value (event->status)));
  add (component, icalproperty_new_transp (busy ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
  add (component, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  add_text (component, icalproperty_new_summary, event->summary);
  add_text (component, icalproperty_new_description, event->description);
  add_text (component, icalproperty_new_location, event->location);
  add_category (component, event->category);
  add_mark (component, event->mark);
  add_alarms (component, event);
  return component;
}
