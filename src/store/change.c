#include "store/private.h"

/* The id is taken under the write lock, so ids have no gap: a change that was removed leaves one
 * that the check sees. */
gboolean
rgm_change_open (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  if (!rgm_sql_run (
        store, error,
        "INSERT INTO changes (id, at, command) SELECT ifnull (max (id), 0) + 1, ?, ? FROM changes",
        "it", (gint64)now, command))
    return FALSE;
  store->change = sqlite3_last_insert_rowid (store->db);
  store->rows = 0;
  return TRUE;
}

static gboolean
hash_change (RgmStore *store, guint8 hash[RGM_HASH_BYTES], GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error, "SELECT id, at, command, undone_by, ? AS row_count FROM changes WHERE id = ?",
    "di", store->rows, store->change);
  RgmRow row;

  if (statement == NULL || rgm_sql_next (store, statement, error) <= 0)
    return FALSE;
  rgm_row_read (statement, "changes", &row);
  rgm_row_hash (&row, hash);
  return TRUE;
}

gboolean
rgm_change_complete (RgmStore *store, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];

  return hash_change (store, hash, error)
         && rgm_sql_run (store, error, "UPDATE changes SET row_count = ?, hash = ? WHERE id = ?",
                         "dbi", store->rows, hash, store->change);
}
