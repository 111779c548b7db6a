/* Opening a database: a missing one is made, an old one is brought up to date, and one of another
 * program is refused. */
#include "store/store-private.h"

#include <base/i18n.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- no file yet ---- */

RgmStore *
store_open_in_memory (const char *path, GError **error)
{
  sqlite3 *db = connection_open (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;

  if (store == NULL)
    return NULL;
  store->fixed = TRUE;
  if (!migrate_run (store, NULL, error) || !connection_configure (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

/* Makes the tables before the switch to WAL mode, so that the first page of a database always says
 * which program it belongs to. */
static gboolean
fill (const char *file, const char *path, GError **error)
{
  sqlite3 *db = connection_open (file, SQLITE_OPEN_READWRITE, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;

  return store != NULL && migrate_run (store, NULL, error) && connection_configure (store, error);
}

/* Makes the whole file beside its place, so that no other process, and no crash, ever leaves half
 * of it. */
static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *beside = NULL;
  gboolean exists;

  if (!store_file_make_folder (path, error) || (beside = store_file_beside (path, error)) == NULL)
    return FALSE;
  if (fill (beside, path, error) && store_file_sync (beside, error))
    return store_file_publish (beside, path, &exists, error);
  store_file_discard (beside);
  return FALSE;
}

/* ---- a file ---- */

static gboolean
is_plain_file (const char *path, const struct stat *status, GError **error)
{
  if (S_ISREG (status->st_mode))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               S_ISDIR (status->st_mode) ? _ ("%s is a folder; the name of a file is needed")
                                         : _ ("%s is no ordinary file"),
               path);
  return FALSE;
}

/* A database of a newer program stays as it is: not even its -wal file is written back into it. */
static gboolean
read_version (RgmStore *store, gint64 *version, GError **error)
{
  if (!sql_number (store, version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (*version <= RGM_SCHEMA_VERSION)
    return TRUE;
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return connection_newer (store->path, *version, error);
}

static gboolean
prepare (RgmStore *store, GError **error)
{
  RgmHeader header;
  gint64 version = 0;

  if (!connection_header (store->db, store->path, &header, error))
    return FALSE;
  if (header == RGM_HEADER_EMPTY && !migrate_run (store, NULL, error))
    return FALSE;
  if (!read_version (store, &version, error) || !connection_configure (store, error))
    return FALSE;
  return version == RGM_SCHEMA_VERSION || migrate_run (store, NULL, error);
}

static RgmStore *
open_with (const char *name, const char *path, int flags, gboolean fixed, GError **error)
{
  sqlite3 *db = connection_open (name, flags, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;

  if (store == NULL)
    return NULL;
  store->fixed = fixed;
  if (!prepare (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

/* On a read-only file system SQLite cannot make its -shm file. It needs none if there is no -wal
 * file, because then no program is writing. */
static RgmStore *
open_immutable (const char *name, const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (name, "-wal", NULL);
  g_autofree char *escaped = NULL, *uri = NULL;

  if (g_access (name, R_OK) != 0 || g_file_test (wal, G_FILE_TEST_EXISTS))
    return open_with (name, path, SQLITE_OPEN_READWRITE, FALSE, error);
  escaped = g_uri_escape_string (name, "/", FALSE);
  uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  return open_with (uri, path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, TRUE, error);
}

static gboolean
can_write (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0
         && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
}

static RgmStore *
cannot (const char *what, const char *path, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s %s: %s", path, what, g_strerror (errno));
  return NULL;
}

static RgmStore *
open_file (const char *path, RgmStoreMode mode, GError **error)
{
  g_autofree char *name = g_canonicalize_filename (path, NULL); /* ":memory:" is a file too */
  struct stat status;

  if (stat (path, &status) != 0)
    return cannot (_ ("cannot be opened"), path, error);
  if (!is_plain_file (path, &status, error))
    return NULL;
  if (can_write (path))
    return open_with (name, path, SQLITE_OPEN_READWRITE, FALSE, error);
  if (mode == RGM_STORE_CREATE)
    return cannot (_ ("or its folder cannot be written"), path, error);
  return open_immutable (name, path, error);
}

static gboolean
is_absent (const char *path)
{
  struct stat status;

  return lstat (path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

RgmStore *
rgm_store_open (const char *path, RgmStoreMode mode, GError **error)
{
  gboolean absent = is_absent (path);
  RgmStore *store = NULL;

  if (mode == RGM_STORE_TRY || (absent && mode == RGM_STORE_READ)) {
    store = store_open_in_memory (path, error);
    if (store != NULL)
      store->fixed = mode != RGM_STORE_TRY;
    return store;
  }
  if (!absent || make_file (path, error))
    store = open_file (path, mode, error);
  if (store == NULL && mode == RGM_STORE_CREATE && error != NULL
      && g_error_matches (*error, RGM_ERROR, RGM_ERROR_STORE)
      && !g_str_has_prefix ((*error)->message, "NOT SAVED"))
    g_prefix_error (error, "NOT SAVED: ");
  return store;
}
