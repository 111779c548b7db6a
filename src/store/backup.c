#include "store/store-private.h"

#include <base/i18n.h>
#include <unistd.h>

#define PAGES_AT_ONCE 1024

static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, const char *path, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code;

  if (backup == NULL)
    return rgm_sql_error_for (to, sqlite3_extended_errcode (to), "", path, error);
  while ((code = sqlite3_backup_step (backup, PAGES_AT_ONCE)) == SQLITE_OK)
    ;
  sqlite3_backup_finish (backup);
  return code == SQLITE_DONE || rgm_sql_error_for (to, code, "", path, error);
}

/* A copy is one file that can be carried about: no -wal beside it. */
static gboolean
fill (sqlite3 *from, const char *file, const char *path, GError **error)
{
  sqlite3 *db = rgm_connection_open (file, SQLITE_OPEN_READWRITE, error);
  g_autoptr (RgmStore) copy = db != NULL ? rgm_store_wrap (db, path) : NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  RgmHeader header;

  if (copy == NULL || !copy_pages (from, db, path, error)
      || !rgm_sql_run (copy, error, "PRAGMA journal_mode = DELETE", "")
      || !rgm_connection_header (db, path, &header, error)
      || !rgm_check_rows (copy, problems, error))
    return FALSE;
  if (problems->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s was not made, for the record is damaged: %s"), path,
                 (const char *)problems->pdata[0]);
  return problems->len == 0;
}

static gboolean
is_free (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s is there already; choose another name"),
               path);
  return FALSE;
}

gboolean
rgm_backup (sqlite3 *db, const char *path, GError **error)
{
  g_autofree char *beside = NULL;
  gboolean exists = FALSE;

  if (!is_free (path, error) || (beside = rgm_file_beside (path, error)) == NULL)
    return FALSE;
  if (!fill (db, beside, path, error) || !rgm_file_sync (beside, error)) {
    rgm_file_discard (beside);
    return FALSE;
  }
  return rgm_file_publish (beside, path, &exists, error) && (!exists || is_free (path, error));
}

gboolean
rgm_store_backup (RgmStore *store, const char *path, GError **error)
{
  if (sqlite3_db_filename (store->db, "main")[0] == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s is not there: there is nothing to copy"),
                 store->path);
    return FALSE;
  }
  return rgm_backup (store->db, path, error);
}
