/* Brings a database up to date: all steps that it needs, or none. */
#include "store/store-private.h"

#include "base/embedded.h"
#include "base/i18n.h"
#include <inttypes.h>

void
migration_free (RgmMigration *migration)
{
  g_free (migration->name);
  g_free (migration->sql);
  g_free (migration);
}

GPtrArray *
migrate_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)migration_free);

  for (const RgmEmbedded *file = migration_files; file->name != NULL; file++) {
    RgmMigration *migration = g_new0 (RgmMigration, 1);
    migration->number = (int)g_ascii_strtoll (file->name, NULL, 10);
    migration->name = g_strdup (file->name);
    migration->sql = g_strdup (file->text);
    g_ptr_array_add (list, migration);
  }
  return list;
}

/* ---- the copy before the first step ---- */

/* Makes a backup over a second connection, while this one holds the write lock, so that nothing is
 * written between the backup and the first step. */
static gboolean
back_up (RgmStore *store, int version, GError **error)
{
  g_autofree char *what = g_strdup_printf ("backup-v%d", version), *name = NULL;
  g_autoptr (sqlite3) reader = NULL;
  gint64 changes = 0, last = 0;

  if (!sql_number (store, &changes, error, "SELECT count (*) FROM changes", ""))
    return FALSE;
  /* There is nothing to lose in a record without changes, or in one that is only in memory. */
  if (changes == 0 || sqlite3_db_filename (store->db, "main")[0] == '\0')
    return TRUE;
  /* the store has no clock, so the name has the time of the last change */
  if (!sql_number (store, &last, error, "SELECT max (at) FROM changes", ""))
    return FALSE;
  name = store_file_free_name (store->path, what, last);
  reader = connection_open (sqlite3_db_filename (store->db, "main"), SQLITE_OPEN_READWRITE, error);
  return reader != NULL && backup_write (reader, name, store->path, error);
}

/* ---- all steps, as one transaction ---- */

/* Runs one step, inside the transaction of run_steps(). */
static gboolean
run_step (RgmStore *store, const RgmMigration *step, GError **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", step->number);
  gint64 version = 0, dangling = 0;

  if (!sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version != step->number - 1) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("step %d does not follow version %" PRId64),
                 step->number, version);
    return FALSE;
  }
  if (sqlite3_exec (store->db, step->sql, NULL, NULL, NULL) != SQLITE_OK)
    return sql_error (store, error);
  if (g_str_equal (step->name, "0013-chain.sql") && !chain_build (store, error))
    return FALSE;
  if (!sql_number (store, &dangling, error, "SELECT count (*) FROM pragma_foreign_key_check", ""))
    return FALSE;
  if (dangling != 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("the step would leave rows that refer to missing rows"));
    return FALSE;
  }
  return sql_run (store, error, set_version, "");
}

/* Runs the steps that the database does not have yet; none of them if another process was
 * quicker. @name: (out): the name of the step that failed. */
static gboolean
run_missing (RgmStore *store, const GPtrArray *steps, const char **name, GError **error)
{
  gint64 version = 0;

  if (!sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  for (guint i = 0, run = 0; i < steps->len; i++) {
    const RgmMigration *step = g_ptr_array_index (steps, i);
    if (step->number <= version)
      continue;
    *name = step->name;
    if ((run++ == 0 && version > 0 && !back_up (store, (int)version, error))
        || !run_step (store, step, error))
      return FALSE;
  }
  return TRUE;
}

/* Runs all steps in one transaction. No program was ever tested with a record between two versions,
 * so an upgrade that fails, or whose process is killed, leaves the old version. */
static gboolean
run_steps (RgmStore *store, const GPtrArray *steps, GError **error)
{
  const char *name = NULL;

  if (!sql_run (store, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  if (run_missing (store, steps, &name, error) && sql_run (store, error, "COMMIT", ""))
    return TRUE;
  sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  if (name != NULL)
    g_prefix_error (error, _ ("%s could not be brought up to date (%s) and is as it was: "),
                    store->path, name);
  return FALSE;
}

/* Gives a new database all tables at once, unless another process was quicker. */
static gboolean
make_newest (RgmStore *store, gint64 *version, GError **error)
{
  gboolean ok = TRUE;

  if (!sql_run (store, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  if (!sql_number (store, version, error, "PRAGMA user_version", ""))
    ok = FALSE;
  else if (*version == 0
           && sqlite3_exec (store->db, newest_tables[0].text, NULL, NULL, NULL) != SQLITE_OK)
    ok = sql_error (store, error);
  if (ok && sql_run (store, error, "COMMIT", ""))
    return sql_number (store, version, error, "PRAGMA user_version", "");
  sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* Foreign keys are off while tables are rebuilt; SQLite can only turn them off outside a
 * transaction. After each step, and before anything is committed, run_step() checks that no row
 * refers to a missing one. */
gboolean
migrate_run (RgmStore *store, const GPtrArray *migrations, GError **error)
{
  g_autoptr (GPtrArray) own = migrations == NULL ? migrate_list () : NULL;
  const GPtrArray *steps = migrations != NULL ? migrations : own;
  gint64 version = 0;
  gboolean ok;
  int before = 0;

  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &before);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  ok = sql_number (store, &version, error, "PRAGMA user_version", "");
  if (ok && version == 0 && migrations == NULL)
    ok = make_newest (store, &version, error);
  if (ok && version < (gint64)steps->len)
    ok = run_steps (store, steps, error);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, before, NULL);
  return ok;
}
