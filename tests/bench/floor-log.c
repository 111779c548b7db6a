/* floor-log FILE: the least that a durable log can cost: opens a database (WAL, synchronous=FULL),
 * inserts one row, closes. */
#include <sqlite3.h>
#include <stdio.h>

static int
run (sqlite3 *db, const char *sql)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int
log_one (sqlite3 *db)
{
  return run (db, "PRAGMA journal_mode=WAL") && run (db, "PRAGMA synchronous=FULL")
         && run (db, "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, text TEXT) STRICT")
         && run (db, "INSERT INTO log (text) VALUES ('zoledronic-acid/1 given')");
}

int
main (int argc, char **argv)
{
  sqlite3 *db = NULL;
  int good = argc == 2 && sqlite3_open (argv[1], &db) == SQLITE_OK && log_one (db);

  if (!good)
    fprintf (stderr, "floor-log: %s\n", db == NULL ? "usage: floor-log FILE" : sqlite3_errmsg (db));
  return sqlite3_close (db) == SQLITE_OK && good ? 0 : 1;
}
