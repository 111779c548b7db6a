#include "store/store-private.h"

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

/* Of the row that change @id would be with these two; @undone_by 0: NULL. */
static gboolean
hash_change (RgmStore *store, gint64 id, gint64 undone_by, gint64 row_count,
             guint8 hash[RGM_HASH_BYTES], GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               "SELECT id, at, command, nullif (?, 0) AS undone_by, ? AS row_count FROM changes "
               "WHERE id = ?",
               "iii", undone_by, row_count, id);
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

  return hash_change (store, store->change, 0, store->rows, hash, error)
         && rgm_sql_run (store, error, "UPDATE changes SET row_count = ?, hash = ? WHERE id = ?",
                         "dbi", store->rows, hash, store->change);
}

gboolean
rgm_change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error)
{
  gint64 rows = 0;
  guint8 hash[RGM_HASH_BYTES];

  return rgm_sql_number (store, &rows, error, "SELECT row_count FROM changes WHERE id = ?", "i", id)
         && hash_change (store, id, undone_by, rows, hash, error)
         && rgm_sql_run (store, error,
                         "UPDATE changes SET undone_by = nullif (?1, 0), hash = ?2 WHERE id = ?3"
                         " AND undone_by IS NOT nullif (?1, 0)",
                         "ibi", undone_by, hash, id);
}
