/* zone-hours: the offset that libical reads from the VTIMEZONE @TZID of a calendar, for each hour
 * of a range: one line "INSTANT OFFSET". zone-hours FILE TZID FROM HOURS
 */
#include <glib.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  if (argc != 5 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  icalcomponent *calendar = icalcomponent_new_from_string (text);
  icaltimezone *zone = icalcomponent_get_timezone (calendar, argv[2]);
  if (zone == NULL)
    return 1;
  gint64 from = g_ascii_strtoll (argv[3], NULL, 10);
  int hours = (int)g_ascii_strtoll (argv[4], NULL, 10);
  for (int i = 0; i < hours; i++) {
    time_t at = (time_t)(from + i * 3600);
    icaltimetype time = icaltime_from_timet_with_zone (at, 0, icaltimezone_get_utc_timezone ());
    printf ("%ld %d\n", (long)at, icaltimezone_get_utc_offset_of_utc_time (zone, &time, NULL));
  }
  icalcomponent_free (calendar);
  icaltimezone_free_builtin_timezones ();
  return 0;
}
