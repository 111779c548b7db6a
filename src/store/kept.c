/* Files that are kept equal to the record. */
#include "store/store-private.h"

void
rgm_kept_file_free (RgmKeptFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file);
}

static RgmKeptFile *
read_file (sqlite3_stmt *statement)
{
  RgmKeptFile *file = g_new0 (RgmKeptFile, 1);

  file->path = rgm_sql_text (statement, 0);
  file->patient_id = sqlite3_column_int64 (statement, 1);
  file->days = sqlite3_column_int (statement, 2);
  file->minutes = sqlite3_column_int (statement, 3);
  file->private_mode = sqlite3_column_int (statement, 4);
  file->tablets = sqlite3_column_int (statement, 5);
  file->lead_events = sqlite3_column_int (statement, 6);
  file->shared = sqlite3_column_int (statement, 7);
  return file;
}

GPtrArray *
rgm_store_kept_files (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_kept_file_free);
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT path, ifnull (patient_id, 0), days, minutes, private, tablets, lead_events, shared"
    " FROM kept_files ORDER BY path",
    "");
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    g_ptr_array_add (files, read_file (statement));
  return more == 0 ? g_steal_pointer (&files) : NULL;
}

gboolean
rgm_store_keep_file (RgmStore *store, const RgmKeptFile *file, GError **error)
{
  return rgm_sql_run (
    store, error,
    "INSERT INTO kept_files (path, patient_id, days, minutes, private, tablets, lead_events, "
    "shared) VALUES (?1, nullif (?2, 0), ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (path) DO UPDATE SET "
    "patient_id = nullif (?2, 0), days = ?3, minutes = ?4, private = ?5, tablets = ?6, "
    "lead_events = ?7, shared = ?8",
    "tidddddd", file->path, file->patient_id, file->days, file->minutes,
    (int)(file->private_mode != FALSE), (int)(file->tablets != FALSE),
    (int)(file->lead_events != FALSE), (int)(file->shared != FALSE));
}

gboolean
rgm_store_stop_keeping (RgmStore *store, const char *path, gboolean *kept, GError **error)
{
  if (!rgm_sql_run (store, error, "DELETE FROM kept_files WHERE path = ?", "t", path))
    return FALSE;
  *kept = sqlite3_changes (store->db) > 0;
  return TRUE;
}

char **
rgm_store_followers (RgmStore *store, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gint64 files = 0, published = 0;

  if (!rgm_sql_number (store, &files, error, "SELECT count (*) FROM kept_files", "")
      || !rgm_sql_number (store, &published, error, "SELECT count (*) FROM publication", ""))
    return NULL;
  if (files > 0)
    g_strv_builder_add (names, "regimen-export");
  if (published > 0)
    g_strv_builder_add (names, "regimen-publish");
  return g_strv_builder_end (names);
}
