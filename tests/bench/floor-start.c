/* floor-start [TURNS]: the least that a program with GLib and SQLite costs: it is loaded and ends.
 * With TURNS it goes round an empty loop that often first, as a program that became slow would. */
#include <glib.h>
#include <sqlite3.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  volatile long turns = argc > 1 ? strtol (argv[1], NULL, 10) : 0;

  while (turns > 0)
    turns--;
  return glib_major_version == 2 && sqlite3_libversion_number () >= 3000000 ? EXIT_SUCCESS
                                                                            : EXIT_FAILURE;
}
