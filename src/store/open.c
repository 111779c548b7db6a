/* Opening a database: a missing one is made, an old one is brought up to date, and a database of
 * another program is refused. */
#include "store/side-files.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/reword.h"
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

/* Makes the file under a temporary name, and renames it when it is complete, so that no other
 * process ever sees half of it, and no crash leaves half of it. */
static gboolean
make_file (const char *path, GError **error)
{
  BesideFile beside = { 0 };
  g_autoptr (RgmStore) store = NULL;
  sqlite3 *db;
  gboolean exists;

  if (!store_file_make_folder (path, error) || !store_file_beside (path, &beside, error))
    return FALSE;
  db = connection_open (beside.name, SQLITE_OPEN_READWRITE, error);
  store = db != NULL ? store_wrap (db, path) : NULL;
  /* The tables are made before the switch to WAL mode, so that the first page of a database always
   * says which program it belongs to. */
  if (store != NULL && migrate_run (store, NULL, error) && connection_configure (store, error)) {
    g_clear_pointer (&store, rgm_store_close);
    if (store_file_sync (beside.name, error))
      return store_file_publish (&beside, path, &exists, error);
  }
  g_clear_pointer (&store, rgm_store_close);
  store_file_discard (&beside);
  return FALSE;
}

/* ---- a file ---- */

/* A record of an older version that cannot be written, or is only to be read, is brought up to date
 * in memory. */
static gboolean
copy_into_memory (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3) db
    = connection_open (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error);
  sqlite3_stmt *statement;

  if (db == NULL || !backup_pages (store->db, db, -1, store->path, error))
    return FALSE;
  g_hash_table_remove_all (store->statements);
  while ((statement = sqlite3_next_stmt (store->db, NULL)) != NULL)
    sqlite3_finalize (statement);
  sqlite3_close_v2 (store->db);
  store->db = g_steal_pointer (&db);
  store->fixed = TRUE;
  return TRUE;
}

/* Checks the file, applies the settings, and brings an older version up to date. */
static gboolean
prepare (RgmStore *store, GError **error)
{
  RgmHeader header;
  gint64 version = 0;

  if (!connection_header (store->db, store->path, &header, error)
      || !sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version > RGM_SCHEMA_VERSION) {
    /* it stays as it is: not even its -wal file is written back into it */
    sqlite3_db_config (store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return sql_newer (store->path, version, error);
  }
  if (version < RGM_SCHEMA_VERSION && (store->fixed || sqlite3_db_readonly (store->db, "main") == 1)
      && !copy_into_memory (store, error))
    return FALSE;
  return connection_configure (store, error)
         && (version == RGM_SCHEMA_VERSION || migrate_run (store, NULL, error));
}

static RgmStore *
open_with (const char *name, const char *path, int flags, gboolean fixed, GError **error)
{
  sqlite3 *db = connection_open (name, flags, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;

  if (store == NULL)
    return NULL;
  store->fixed = fixed;
  if (fixed) /* its -wal file stays as it is */
    sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!prepare (store, error) || !own_files_check_opened (store, error))
    return NULL;
  /* brings in what a killed program left in the -wal file, and what a migration wrote */
  catch_up_once (store);
  return own_files_remember (store, error) && loss_look (store, error) ? g_steal_pointer (&store)
                                                                       : NULL;
}

#define SHORT_WAIT 500 /* milliseconds */

/* Opens the record for reading, with an exclusive lock, because then SQLite needs no -shm file. On
 * a full disk it cannot make one. (If another program has the record open, that file exists.) This
 * waits only briefly for the lock, because open_with() may already have waited for 10 s. */
static RgmStore *
open_alone (const char *name, const char *path, GError **error)
{
  sqlite3 *db = connection_open (name, SQLITE_OPEN_READWRITE, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;

  if (store == NULL)
    return NULL;
  store->fixed = TRUE;
  sqlite3_busy_timeout (db, SHORT_WAIT);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return sql_run (store, error, "PRAGMA locking_mode = EXCLUSIVE", "") && prepare (store, error)
           ? g_steal_pointer (&store)
           : NULL;
}

/* Opens a record for reading. If the usual way fails, tries again with open_alone(). */
static RgmStore *
open_to_read (const char *name, const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  RgmStore *store = open_with (name, path, SQLITE_OPEN_READWRITE, FALSE, &problem);

  if (store == NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_STORE))
    store = open_alone (name, path, NULL);
  if (store == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

/* Opens a record for reading whose -wal file has changes, if there is no -shm file and none can be
 * made, for example because both files were copied to a read-only medium. If SQLite does not lock
 * the record, and takes itself for the only one that uses it, it needs no such file. No other
 * program has the record open, because then there would be one. */
static RgmStore *
open_without_shm (const char *name, const char *path, GError **error)
{
  g_autofree char *real = file_real (name), *escaped = g_uri_escape_string (real, "/", FALSE);
  g_autofree char *uri = g_strdup_printf ("file:%s?vfs=unix-none", escaped);
  g_autoptr (RgmStore) store = NULL;
  sqlite3 *db = side_files_check (real, error)
                  ? connection_open (uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error)
                  : NULL;

  if (db == NULL)
    return NULL;
  store = store_wrap (db, path);
  store->fixed = TRUE;
  return sql_run (store, error, "PRAGMA locking_mode = EXCLUSIVE", "") && prepare (store, error)
             && own_files_remember (store, error) && loss_look (store, error)
           ? g_steal_pointer (&store)
           : NULL;
}

/* Opens a record that is not to be written, and whose -wal file has changes. */
static RgmStore *
open_with_changes (const char *name, const char *path, GError **error)
{
  g_autofree char *shm = g_strconcat (name, "-shm", NULL);
  g_autoptr (GError) problem = NULL;
  RgmStore *store = open_with (name, path, SQLITE_OPEN_READWRITE, TRUE, &problem);

  if (store == NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_STORE)
      && g_access (shm, F_OK) != 0)
    store = open_without_shm (name, path, NULL);
  if (store == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

/* Opens a record that is not to be written. On a read-only file system SQLite cannot make its -shm
 * file; it needs none if there is nothing in the -wal file, because then the main file has
 * everything. If another user writes to the record while it is being read, the result may be a
 * mixture of the old and the new content; the next command reads the new one. */
static RgmStore *
open_immutable (const char *name, const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (name, "-wal", NULL);
  g_autofree char *escaped = NULL, *uri = NULL;
  struct stat status;

  if (g_access (name, R_OK) != 0 || (stat (wal, &status) == 0 && status.st_size > 0))
    return open_with_changes (name, path, error);
  escaped = g_uri_escape_string (name, "/", FALSE);
  uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  return open_with (uri, path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, TRUE, error);
}

/* Opens a record that has a second name. It can be read, because its main file has everything, but
 * not written. */
static RgmStore *
open_second_name (const char *name, const char *path, RgmStoreMode mode, GError **error)
{
  g_autoptr (GError) problem = NULL;
  RgmStore *store = NULL;

  own_files_have_one_name (path, &problem);
  if (mode == RGM_STORE_READ)
    store = open_immutable (name, path, error);
  if (store != NULL)
    store->warning = g_strdup (problem->message);
  else if (mode == RGM_STORE_CREATE)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

static RgmStore *
open_file (const char *path, RgmStoreMode mode, GError **error)
{
  /* an absolute path, so that SQLite takes ":memory:" for the name of a file, too */
  g_autofree char *name = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat status;

  if (stat (path, &status) != 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s cannot be opened: %s"), path,
                 g_strerror (errno));
    return NULL;
  }
  if (!S_ISREG (status.st_mode)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 S_ISDIR (status.st_mode) ? _ ("%s is a folder; the name of a file is needed")
                                          : _ ("%s is not an ordinary file"),
                 path);
    return NULL;
  }
  if (connection_is_empty (status.st_size)) {
    lost_record_set_empty (path, error);
    if (mode == RGM_STORE_CREATE)
      error_not_saved (error);
    return NULL;
  }
  if (!own_files_have_one_name (path, NULL))
    return open_second_name (name, path, mode, error);
  if (faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0
      && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0)
    return mode == RGM_STORE_CREATE ? open_with (name, path, SQLITE_OPEN_READWRITE, FALSE, error)
                                    : open_to_read (name, path, error);
  if (mode == RGM_STORE_CREATE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s or its folder cannot be written: %s"),
                 path, g_strerror (errno));
    return NULL;
  }
  return open_immutable (name, path, error);
}

RgmStore *
rgm_store_open (const char *path, RgmStoreMode mode, GError **error)
{
  struct stat status;
  gboolean absent = lstat (path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
  RgmStore *store = NULL;
  gboolean lost = absent && mode != RGM_STORE_TRY && !lost_record_check_missing (path, error);

  if (mode == RGM_STORE_TRY || (absent && !lost && mode == RGM_STORE_READ)) {
    store = store_open_in_memory (path, error);
    if (store != NULL)
      store->fixed = mode != RGM_STORE_TRY;
    if (store != NULL && mode == RGM_STORE_READ)
      loss_look_missing (store);
    return store;
  }
  if (mode == RGM_STORE_CREATE)
    beside_sweep (path);
  if (!lost && (!absent || make_file (path, error)))
    store = open_file (path, mode, error);
  if (store == NULL && mode == RGM_STORE_CREATE && error != NULL
      && g_error_matches (*error, RGM_ERROR, RGM_ERROR_STORE))
    error_not_saved (error);
  return store;
}

const char *
rgm_store_warning (const RgmStore *store)
{
  return store->warning;
}
