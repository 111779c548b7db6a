/* glibc-query: answers the questions of zone-query by the C library alone, from nothing but
 * localtime_r(). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FURTHEST_OFFSET (26 * 3600)
#define STEP (6 * 3600)

/* What the clock on the wall shows at @instant. */
static long long
wall_at (long long instant, char *abbreviation, size_t size)
{
  time_t time = (time_t)instant;
  struct tm local;
  localtime_r (&time, &local);
  if (abbreviation != NULL)
    snprintf (abbreviation, size, "%s", local.tm_zone);
  return (long long)timegm (&local);
}

/* By definition: of all instants at which the clock shows @wall, the first; where there is none,
 * the one by the offset before. The offsets to try are those in force at any time near. */
static void
answer_instant (long long wall)
{
  long long before = wall - FURTHEST_OFFSET;
  long long first = wall - (wall_at (before, NULL, 0) - before), last = first;
  int found = 0;
  long long gap = first;
  for (long long near = before; near <= wall + FURTHEST_OFFSET; near += STEP) {
    long long instant = wall - (wall_at (near, NULL, 0) - near);
    if (wall_at (instant, NULL, 0) != wall)
      continue;
    if (!found || instant < first)
      first = instant;
    if (!found || instant > last)
      last = instant;
    found = 1;
  }
  printf ("%lld %d\n", found ? first : gap, !found ? 1 : first == last ? 0 : 2);
}

int
main (void)
{
  char line[128], abbreviation[32];
  while (fgets (line, sizeof line, stdin) != NULL) {
    line[strcspn (line, "\n")] = '\0';
    if (line[0] == 'z') {
      setenv ("TZ", line + 2, 1);
      tzset ();
    } else if (line[0] == 'i')
      answer_instant (strtoll (line + 2, NULL, 10));
    else {
      long long wall = wall_at (strtoll (line + 2, NULL, 10), abbreviation, sizeof abbreviation);
      printf ("%lld %s\n", wall, abbreviation);
    }
  }
  return 0;
}
