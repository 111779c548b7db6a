/* plain-begin: to be preloaded: a write begins with BEGIN and not with BEGIN IMMEDIATE, so it reads
 * before it has the lock, and another program may write in between. */
#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define MOMENT 2000 /* microseconds, in which another program may write */

/* These functions stand in for those of the library, whose parameters have names of their own.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

typedef int (*Prepare) (sqlite3 *db, const char *sql, int length, sqlite3_stmt **statement,
                        const char **tail);
typedef int (*Step) (sqlite3_stmt *statement);

int
sqlite3_prepare_v2 (sqlite3 *db, const char *sql, int length, sqlite3_stmt **statement,
                    const char **tail)
{
  if (strcmp (sql, "BEGIN IMMEDIATE") == 0)
    sql = "BEGIN";
  return ((Prepare)dlsym (RTLD_NEXT, "sqlite3_prepare_v2")) (db, sql, length, statement, tail);
}

int
sqlite3_step (sqlite3_stmt *statement)
{
  const char *begins = "INSERT INTO changes", *sql = sqlite3_sql (statement);

  if (sql != NULL && strncmp (sql, begins, strlen (begins)) == 0)
    usleep (MOMENT);
  return ((Step)dlsym (RTLD_NEXT, "sqlite3_step")) (statement);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
