/* floor-rows FROM TO: the least that writing a record can cost: a new file with the tables and rows
 * of FROM, in one transaction of prepared inserts. */
#include <sqlite3.h>
#include <stdio.h>

static int
copy_rows (sqlite3 *from, sqlite3 *to, const char *select, const char *insert)
{
  sqlite3_stmt *rows = NULL, *row = NULL;
  int good = sqlite3_prepare_v2 (from, select, -1, &rows, NULL) == SQLITE_OK
             && sqlite3_prepare_v2 (to, insert, -1, &row, NULL) == SQLITE_OK;

  while (good && sqlite3_step (rows) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count (rows); i++)
      sqlite3_bind_value (row, i + 1, sqlite3_column_value (rows, i));
    good = sqlite3_step (row) == SQLITE_DONE && sqlite3_reset (row) == SQLITE_OK;
  }
  sqlite3_finalize (rows);
  sqlite3_finalize (row);
  return good;
}

static int
run (sqlite3 *db, const char *sql)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Makes what @select says in @to: each row has SQL in its only column. */
static int
make (sqlite3 *from, sqlite3 *to, const char *select)
{
  sqlite3_stmt *rows = NULL;
  int good = sqlite3_prepare_v2 (from, select, -1, &rows, NULL) == SQLITE_OK;

  while (good && sqlite3_step (rows) == SQLITE_ROW)
    good = run (to, (const char *)sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  return good;
}

/* Every table that has rows, but for what SQLite keeps itself. */
static int
copy_all (sqlite3 *from, sqlite3 *to)
{
  sqlite3_stmt *tables = NULL;
  int good = sqlite3_prepare_v2 (
               from,
               "SELECT 'SELECT * FROM ' || m.name, 'INSERT INTO ' || m.name || ' VALUES (' ||"
               " (SELECT group_concat ('?', ',') FROM pragma_table_info (m.name)) || ')'"
               " FROM sqlite_schema AS m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
               -1, &tables, NULL)
             == SQLITE_OK;

  while (good && sqlite3_step (tables) == SQLITE_ROW)
    good = copy_rows (from, to, (const char *)sqlite3_column_text (tables, 0),
                      (const char *)sqlite3_column_text (tables, 1));
  sqlite3_finalize (tables);
  return good;
}

int
main (int argc, char **argv)
{
  sqlite3 *from = NULL, *to = NULL;
  int good = argc == 3 && sqlite3_open (argv[1], &from) == SQLITE_OK
             && sqlite3_open (argv[2], &to) == SQLITE_OK && run (to, "PRAGMA synchronous=FULL")
             && run (to, "BEGIN")
             && make (from, to, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
             && copy_all (from, to) && run (to, "COMMIT");

  if (!good)
    fprintf (stderr, "floor-rows: %s\n",
             to == NULL ? "usage: floor-rows FROM TO" : sqlite3_errmsg (to));
  sqlite3_close (from);
  return sqlite3_close (to) == SQLITE_OK && good ? 0 : 1;
}
