#include "store/private.h"

#include <base/i18n.h>

/* The first error of a write; what was begun is taken back. */
static gboolean
give_up (RgmStore *store, GError **error)
{
  rgm_store_rollback (store);
  return FALSE;
}

gboolean
rgm_store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing, FALSE);
  if (store->fixed) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("NOT SAVED: %s is not there, or cannot be written"), store->path);
    return FALSE;
  }
  store->writing = TRUE;
  if (!rgm_sql_run (store, error, "BEGIN IMMEDIATE", ""))
    return give_up (store, error);
  if (command != NULL && !rgm_change_open (store, command, now, error))
    return give_up (store, error);
  return TRUE;
}

gboolean
rgm_store_commit (RgmStore *store, GError **error)
{
  g_return_val_if_fail (store->writing, FALSE);
  if (store->change != 0 && !rgm_change_complete (store, error))
    return give_up (store, error);
  if (!rgm_sql_run (store, error, "COMMIT", ""))
    return give_up (store, error);
  store->written += store->change != 0;
  store->writing = FALSE;
  store->change = 0;
  return TRUE;
}

guint
rgm_store_written (const RgmStore *store)
{
  return store->written;
}

void
rgm_store_rollback (RgmStore *store)
{
  if (!store->writing)
    return;
  /* after some errors SQLite has rolled back by itself */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->writing = FALSE;
  store->change = 0;
}

gboolean
rgm_store_data_version (RgmStore *store, gint64 *version, GError **error)
{
  return rgm_sql_number (store, version, error, "PRAGMA data_version", "");
}
