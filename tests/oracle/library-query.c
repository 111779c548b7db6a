/* library-query: what GLib and libical make of a local time, for the list of cases in which they
 * are wrong.
 * This program is not part of regimen, which uses neither for local time.
 *
 * First line: their versions, "GLIB LIBICAL". Then for each line "ZONE YYYY-MM-DDTHH:MM:SS" two
 * instants.
 */
#include <glib.h>
#include <libical/ical.h>
#include <stdio.h>

typedef struct {
  int year, month, day, hour, minute, second;
} Wall;

static gint64
by_glib (const char *name, const Wall *wall)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  g_autoptr (GDateTime) time = NULL;

  g_assert_nonnull (zone);
  time = g_date_time_new (zone, wall->year, wall->month, wall->day, wall->hour, wall->minute,
                          wall->second);
  return g_date_time_to_unix (time);
}

static gint64
by_libical (const char *name, const Wall *wall)
{
  icaltimezone *zone = icaltimezone_get_builtin_timezone (name);
  struct icaltimetype time = icaltime_null_time ();

  g_assert_nonnull (zone);
  time.year = wall->year;
  time.month = wall->month;
  time.day = wall->day;
  time.hour = wall->hour;
  time.minute = wall->minute;
  time.second = wall->second;
  return icaltime_as_timet_with_zone (time, zone);
}

int
main (void)
{
  char name[64];
  Wall wall;

  printf ("%u.%u %s\n", glib_major_version, glib_minor_version, ICAL_VERSION);
  /* NOLINTNEXTLINE(cert-err34-c): the numbers come from a script of ours. */
  while (scanf ("%63s %d-%d-%dT%d:%d:%d", name, &wall.year, &wall.month, &wall.day, &wall.hour,
                &wall.minute, &wall.second)
         == 7)
    printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", by_glib (name, &wall),
            by_libical (name, &wall));
  icaltimezone_free_builtin_timezones ();
  return 0;
}
