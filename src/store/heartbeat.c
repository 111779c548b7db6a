#include "store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

gboolean
rgm_store_set_heartbeat (RgmStore *store, RgmInstant at, const char *what, GError **error)
{
  g_autoptr (RgmTransaction) transaction = rgm_store_begin (store, NULL, at, error);

  return transaction != NULL
         && rgm_sql_run (store, error,
                         "INSERT INTO service (id, at, what) VALUES (1, ?1, ?2)"
                         " ON CONFLICT (id) DO UPDATE SET at = ?1, what = ?2",
                         "it", (gint64)at, what)
         && rgm_store_commit (transaction, error);
}

gboolean
rgm_store_heartbeat (RgmStore *store, RgmInstant *at, char **what, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (store, error, "SELECT at, what FROM service", "");
  int more = statement != NULL ? rgm_sql_next (store, statement, error) : -1;

  *at = more > 0 ? sqlite3_column_int64 (statement, 0) : RGM_INSTANT_NONE;
  *what = more > 0 ? rgm_sql_text (statement, 1) : NULL;
  return more >= 0;
}

gboolean
rgm_service_runs (const char *database)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  gboolean held;

  if (file < 0)
    return FALSE;
  held = flock (file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (file);
  return held;
}
