/* zone-query: answers questions about time zones, one a line, so that a script can ask thousands.
 * Zone rules are compared with those of other programs.
 *
 *   z NAME     from here on, questions are about zone NAME          (no answer)
 *   l INSTANT  what the clock on the wall shows, as seconds since 1970-01-01T00:00 on that clock,
 * and the abbreviation i WALL     the instant of that time on the wall, and its fit: 0 exact, 1
 * gap, 2 repeated t INSTANT  the next transition, the offset before it and from it on, or "none"
 */
#include "base/civil.h"

#include <regimen/zone.h>
#include <stdio.h>
#include <stdlib.h>

static void
answer_local (const RgmZone *zone, RgmInstant instant)
{
  RgmLocal local = rgm_zone_to_local (zone, instant);
  printf ("%" G_GINT64_FORMAT " %s\n", civil_seconds (local),
          rgm_zone_abbreviation (zone, instant));
}

static void
answer_instant (const RgmZone *zone, gint64 wall)
{
  RgmFit fit;
  RgmInstant instant = rgm_zone_to_instant (zone, civil_local (wall), &fit);
  printf ("%" G_GINT64_FORMAT " %d\n", instant, fit);
}

static void
answer_transition (const RgmZone *zone, RgmInstant after)
{
  RgmInstant at;
  int before, behind;
  if (rgm_zone_next_transition (zone, after, &at, &before, &behind))
    printf ("%" G_GINT64_FORMAT " %d %d\n", at, before, behind);
  else
    puts ("none");
}

static const RgmZone *
open_zone (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get (name, &error);
  if (zone == NULL) {
    fprintf (stderr, "zone-query: %s\n", error->message);
    exit (1);
  }
  return zone;
}

static void
answer (const RgmZone **zone, char *line)
{
  char *value = line + 2;
  gint64 number = g_ascii_strtoll (value, NULL, 10);
  switch (line[0]) {
  case 'z':
    *zone = open_zone (g_strstrip (value));
    break;
  case 'l':
    answer_local (*zone, number);
    break;
  case 'i':
    answer_instant (*zone, number);
    break;
  case 't':
    answer_transition (*zone, number);
    break;
  default:
    fprintf (stderr, "zone-query: %s", line);
    exit (1);
  }
}

int
main (void)
{
  char line[128];
  const RgmZone *zone = open_zone ("UTC");
  while (fgets (line, sizeof line, stdin) != NULL)
    answer (&zone, line);
  return 0;
}
