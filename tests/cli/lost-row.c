/* lost-row: to be preloaded: SQLite says that it has written rows of one table, and writes none; or
 * a statement fails as without memory.
 *
 *   LOST_ROW=SQL    how the statements begin that are not run
 *   FAILED_ROW=SQL  how the statements begin that fail
 */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* This function stands in for the one of the library, whose parameter has a name of its own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

typedef int (*Step) (sqlite3_stmt *statement);

int
sqlite3_step (sqlite3_stmt *statement)
{
  const char *lost = getenv ("LOST_ROW"), *failed = getenv ("FAILED_ROW");
  const char *sql = sqlite3_sql (statement);

  if (lost != NULL && sql != NULL && strncmp (sql, lost, strlen (lost)) == 0)
    return SQLITE_DONE;
  if (failed != NULL && sql != NULL && strncmp (sql, failed, strlen (failed)) == 0)
    return SQLITE_NOMEM;
  return ((Step)dlsym (RTLD_NEXT, "sqlite3_step")) (statement);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
