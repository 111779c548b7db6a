/* read-calendar FILE: what libical makes of a calendar, one line an event, separated by tabs: UID,
 * title, start, end (seconds in UTC by the VTIMEZONE in the file, or YYYYMMDD), status, sequence,
 * alarms (seconds from the start, with a comma between them). Fails where libical finds an error in
 * the file, or it breaks a restriction of RFC 5545 or RFC 5546. */
#include <glib.h>
#include <libical/ical.h>
#include <stdio.h>

static icaltimezone *
zone_of (icalcomponent *calendar, icalproperty *property)
{
  icalparameter *tzid = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  return tzid != NULL ? icalcomponent_get_timezone (calendar, icalparameter_get_tzid (tzid)) : NULL;
}

static char *
moment (icalcomponent *calendar, icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);
  icaltimetype time = icalvalue_get_datetimedate (icalproperty_get_value (property));
  icaltimezone *zone = zone_of (calendar, property);
  if (time.is_date)
    return g_strdup_printf ("%04d%02d%02d", time.year, time.month, time.day);
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          (gint64)icaltime_as_timet_with_zone (
                            time, zone != NULL ? zone : icaltimezone_get_utc_timezone ()));
}

static char *
alarms (icalcomponent *event)
{
  GString *text = g_string_new (NULL);
  icalcomponent *alarm = icalcomponent_get_first_component (event, ICAL_VALARM_COMPONENT);
  for (; alarm != NULL; alarm = icalcomponent_get_next_component (event, ICAL_VALARM_COMPONENT)) {
    icalproperty *property = icalcomponent_get_first_property (alarm, ICAL_TRIGGER_PROPERTY);
    struct icaltriggertype trigger = icalproperty_get_trigger (property);
    g_string_append_printf (text, "%s%d", text->len > 0 ? "," : "",
                            icaldurationtype_as_int (trigger.duration));
  }
  return g_string_free (text, FALSE);
}

static void
print_event (icalcomponent *calendar, icalcomponent *event)
{
  g_autofree char *start = moment (calendar, event, ICAL_DTSTART_PROPERTY);
  g_autofree char *end = moment (calendar, event, ICAL_DTEND_PROPERTY);
  g_autofree char *rings = alarms (event);
  printf ("%s\t%s\t%s\t%s\t%s\t%d\t%s\n", icalcomponent_get_uid (event),
          icalcomponent_get_summary (event), start, end,
          icalproperty_status_to_string (icalcomponent_get_status (event)),
          icalcomponent_get_sequence (event), rings);
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  if (argc != 2 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  icalcomponent *calendar = icalcomponent_new_from_string (text);
  if (calendar == NULL || icalcomponent_count_errors (calendar) > 0
      || !icalrestriction_check (calendar) || icalcomponent_count_errors (calendar) > 0)
    return 1;
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  for (; event != NULL; event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    print_event (calendar, event);
  icalcomponent_free (calendar);
  icaltimezone_free_builtin_timezones ();
  return 0;
}
