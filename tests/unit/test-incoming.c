/* When an event of a calendar of unknown origin is: the cases are in tests/tables/readings.tsv. */
#include <regimen/incoming.h>
#include <string.h>

#include "table.h"

static RgmLocal
local (const char *text)
{
  RgmLocal value = RGM_LOCAL_NONE;

  g_assert_true (rgm_local_parse (text, &value, NULL));
  return value;
}

/* @cell: "2026-12-08T09:00Z@Europe/Berlin". */
static RgmIncoming *
read_start (const char *cell)
{
  g_auto (GStrv) parts = g_strsplit (cell, "@", 2);
  RgmIncoming *event = rgm_incoming_new ();

  event->uid = g_strdup ("a");
  event->utc = g_str_has_suffix (parts[0], "Z");
  if (event->utc)
    parts[0][strlen (parts[0]) - 1] = '\0';
  event->start = local (parts[0]);
  event->tzid = g_strdup (parts[1]);
  return event;
}

static void
read_rules (const char *cell, RgmIncoming *event)
{
  g_auto (GStrv) words = g_strsplit (cell, " ", -1);

  if (g_str_equal (cell, "-"))
    return;
  event->offsets = g_array_new (FALSE, FALSE, sizeof (RgmIncomingOffset));
  for (char **word = words; *word != NULL; word++) {
    g_auto (GStrv) parts = g_strsplit (*word, "=", 2);
    RgmIncomingOffset one = { local (parts[0]), (int)g_ascii_strtoll (parts[1], NULL, 10) };

    g_array_append_val (event->offsets, one);
  }
}

static void
check_row (char **cells)
{
  static const char *const doubts[] = { "none", "rules", "utc", "day" };
  g_autoptr (RgmIncoming) event = read_start (cells[1]);
  const RgmZone *home = rgm_zone_get (cells[0], NULL);
  RgmIncomingTime time;

  read_rules (cells[2], event);
  event->all_day = g_str_equal (cells[3], "all-day");
  event->day_long = g_str_equal (cells[3], "day-long");
  event->endless = g_str_equal (cells[3], "endless");
  if (!rgm_incoming_time (event, home, &time, NULL)) {
    table_expect (cells, "its time", cells[4], "unknown");
    return;
  }

  g_autofree char *at = rgm_local_format (time.local);
  g_autofree char *booked = g_strconcat (at, "@", rgm_zone_name (time.zone), NULL);
  g_autofree char *other
    = time.other != RGM_INSTANT_NONE ? rgm_instant_format_utc (time.other) : NULL;
  g_autofree char *doubt = g_strconcat (doubts[time.doubt], other != NULL ? " " : "", other, NULL);

  table_expect (cells, "its time", cells[4], booked);
  table_expect (cells, "the doubt", cells[5], doubt);
}

static void
test_readings (void)
{
  table_run ("readings.tsv", 7, check_row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incoming/readings", test_readings);
  return g_test_run ();
}
