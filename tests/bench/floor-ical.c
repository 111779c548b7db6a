/* floor-ical EVENTS FILE: the plain way to write a calendar with libical: builds the whole tree,
 * makes it text, writes it to standard output. EVENTS visits with two alarms each, six hours apart,
 * each with the text of FILE as its description. */
#include <libical/ical.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZONE "Europe/Berlin"

static void
add (icalcomponent *component, icalproperty *property)
{
  icalcomponent_add_property (component, property);
}

static icalcomponent *
observance (icalcomponent_kind kind, int month, int from, int to, const char *name)
{
  icalcomponent *component = icalcomponent_new (kind);
  struct icaltimetype start = { .year = 2026, .month = month, .day = 25, .hour = from / 3600 + 1 };
  add (component, icalproperty_new_dtstart (start));
  add (component, icalproperty_new_tzoffsetfrom (from));
  add (component, icalproperty_new_tzoffsetto (to));
  add (component, icalproperty_new_tzname (name));
  return component;
}

static icalcomponent *
zone (void)
{
  icalcomponent *component = icalcomponent_new (ICAL_VTIMEZONE_COMPONENT);
  add (component, icalproperty_new_tzid (ZONE));
  for (int year = 0; year < 4; year++) {
    icalcomponent_add_component (component,
                                 observance (ICAL_XDAYLIGHT_COMPONENT, 3, 3600, 7200, "CEST"));
    icalcomponent_add_component (component,
                                 observance (ICAL_XSTANDARD_COMPONENT, 10, 7200, 3600, "CET"));
  }
  return component;
}

static void
add_zoned (icalcomponent *component, icalproperty *property)
{
  icalproperty_add_parameter (property, icalparameter_new_tzid (ZONE));
  add (component, property);
}

static icalcomponent *
alarm_before (unsigned int hours, const char *text)
{
  struct icaltriggertype trigger
    = { .time = icaltime_null_time (), .duration = { .is_neg = 1, .hours = hours } };
  icalcomponent *component = icalcomponent_new (ICAL_VALARM_COMPONENT);
  add (component, icalproperty_new_action (ICAL_ACTION_DISPLAY));
  add (component, icalproperty_new_trigger (trigger));
  add (component, icalproperty_new_description (text));
  return component;
}

static void
add_times (icalcomponent *component, int number)
{
  struct icaltimetype start = { .year = 2026, .month = 11, .day = 23 };
  struct icaltimetype changed = { .year = 2026, .month = 11, .day = 23, .hour = 8 };
  start.hour = 6 * number + 2;
  start = icaltime_normalize (start);
  add_zoned (component, icalproperty_new_dtstart (start));
  start.minute = 30;
  add_zoned (component, icalproperty_new_dtend (start));
  changed.zone = icaltimezone_get_utc_timezone ();
  add (component, icalproperty_new_dtstamp (changed));
  add (component, icalproperty_new_lastmodified (changed));
  add (component, icalproperty_new_created (changed));
}

static icalcomponent *
event (int number, const char *text)
{
  icalcomponent *component = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  char uid[80], summary[80];
  snprintf (uid, sizeof uid, "c0c7a9f4-5a53-4a3c-8f0e-1d2b3c4d5e6f-%d@regimen", number);
  snprintf (summary, sizeof summary, "Denosumab injection %d", number);
  add (component, icalproperty_new_uid (uid));
  add (component, icalproperty_new_sequence (0));
  add_times (component, number);
  add (component, icalproperty_new_status (ICAL_STATUS_CONFIRMED));
  add (component, icalproperty_new_transp (ICAL_TRANSP_OPAQUE));
  add (component, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  add (component, icalproperty_new_summary (summary));
  add (component, icalproperty_new_description (text));
  add (component, icalproperty_new_categories ("injection"));
  icalcomponent_add_component (component, alarm_before (2, summary));
  icalcomponent_add_component (component, alarm_before (24, summary));
  return component;
}

static icalcomponent *
build (int events, const char *text)
{
  icalcomponent *calendar = icalcomponent_new (ICAL_VCALENDAR_COMPONENT);
  add (calendar, icalproperty_new_version ("2.0"));
  add (calendar, icalproperty_new_prodid ("-//regimen//floor//EN"));
  add (calendar, icalproperty_new_calscale ("GREGORIAN"));
  icalcomponent_add_component (calendar, zone ());
  for (int i = 0; i < events; i++)
    icalcomponent_add_component (calendar, event (i, text));
  return calendar;
}

static char *
read_text (const char *path)
{
  static char text[65536];
  FILE *file = fopen (path, "r");
  size_t length = file != NULL ? fread (text, 1, sizeof text - 1, file) : 0;
  if (file != NULL)
    fclose (file);
  text[length] = '\0';
  return text;
}

int
main (int argc, char **argv)
{
  if (argc != 3) {
    fputs ("usage: floor-ical EVENTS FILE\n", stderr);
    return EXIT_FAILURE;
  }
  icalcomponent *calendar = build ((int)strtol (argv[1], NULL, 10), read_text (argv[2]));
  char *lines = icalcomponent_as_ical_string_r (calendar);
  int done = fputs (lines, stdout) >= 0 && fflush (stdout) == 0;
  icalmemory_free_buffer (lines);
  icalcomponent_free (calendar);
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
