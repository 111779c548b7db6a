/* floor-idle FILE: the least that a service like regimend could be: a main loop with libnotify
 * ready and a database open. */
#include <libnotify/notify.h>
#include <sqlite3.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  sqlite3 *db;
  if (argc != 2 || sqlite3_open (argv[1], &db) != SQLITE_OK || !notify_init ("floor"))
    return 1;
  sqlite3_exec (db, "SELECT count (*) FROM changes", NULL, NULL, NULL);
  notify_get_server_info (NULL, NULL, NULL, NULL);
  g_main_loop_run (g_main_loop_new (NULL, FALSE));
  return 0;
}
