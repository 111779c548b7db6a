/* Database files: each is completed under a temporary name before it gets its own; a backup is
 * verified before that. */
#include "store/store-private.h"

#include "base/file.h"
#include "base/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES_AT_ONCE 1024

/* ---- files beside each other ---- */

static gboolean
fail (const char *path, int number, GError **error)
{
  g_autofree char *meant = beside_meant (path);

  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", meant, file_errno_text (number));
  return FALSE;
}

gboolean
store_file_beside (const char *path, BesideFile *beside, GError **error)
{
  /* an absolute path, because SQLite gives some names, such as ":memory:", another meaning */
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  if (beside_create (whole, beside))
    return TRUE;
  if (errno != ENOENT && errno != ENOTDIR)
    return fail (path, errno, error);
  g_autofree char *folder = g_path_get_dirname (whole);
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s cannot be written, because there is no folder %s"), path,
               g_str_has_suffix (path, "/") ? whole : folder);
  return FALSE;
}

gboolean
store_file_sync (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    fail (path, errno, error);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* Syncs @folder, so that the names in it are durable. Some file systems, for example on a network,
 * cannot sync folders and say EINVAL; SQLite and file_sync_folder() go on there, too. */
static gboolean
sync_folder (const char *folder, int *number)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);

  *number = errno;
  if (fd >= 0)
    close (fd);
  return ok;
}

gboolean
store_file_sync_folder (const char *folder, GError **error)
{
  int number;

  return sync_folder (folder, &number) || fail (folder, number, error);
}

void
store_file_discard (BesideFile *beside)
{
  const char *const endings[] = { "-wal", "-shm", "-journal", "" };

  for (guint i = 0; beside->name != NULL && i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (beside->name, endings[i], NULL);
    g_unlink (name);
  }
  beside_close (beside);
}

gboolean
store_file_place (BesideFile *beside, const char *path, gboolean *exists, GError **error)
{
  int number = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !own_files_check_journal (path, error)) {
    store_file_discard (beside);
    return FALSE;
  }
  /* Neither of the two calls ever replaces an existing file; some file systems know only one of
   * them. */
  if (renameat2 (AT_FDCWD, beside->name, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
    number = errno;
    if (number == EINVAL || number == ENOSYS)
      number = link (beside->name, path) == 0 ? 0 : errno;
  }
  store_file_discard (beside);
  if (exists != NULL)
    *exists = number == EEXIST;
  return number == 0 || (number == EEXIST && exists != NULL) || fail (path, number, error);
}

gboolean
store_file_publish (BesideFile *beside, const char *path, gboolean *exists, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int number;

  if (!store_file_place (beside, path, exists, error))
    return FALSE;
  if ((exists != NULL && *exists) || sync_folder (folder, &number))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s was written, but its folder could not be synced, so it may be missing after "
                  "a power cut: %s"),
               path, g_strerror (number));
  return FALSE;
}

gboolean
store_file_make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("the folder %s cannot be created: %s"), folder,
               g_strerror (errno));
  return FALSE;
}

char *
store_file_stamp (RgmInstant at)
{
  g_autofree char *moment = rgm_instant_format_utc (at);
  g_auto (GStrv) parts = g_strsplit (moment, ":", -1);

  return g_strjoinv ("", parts);
}

char *
store_file_free_name (const char *path, const char *what, RgmInstant at)
{
  g_autofree char *moment = store_file_stamp (at);
  char *name = g_strdup_printf ("%s.%s-%s", path, what, moment);

  for (int i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++) {
    g_free (name);
    name = g_strdup_printf ("%s.%s-%s-%d", path, what, moment, i);
  }
  return name;
}

/* ---- backups ---- */

gboolean
backup_pages (sqlite3 *from, sqlite3 *to, int pages, const char *path, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code;

  if (backup == NULL)
    return sql_error_for (to, sqlite3_extended_errcode (to), FALSE, path, error);
  while ((code = sqlite3_backup_step (backup, pages)) == SQLITE_OK)
    ;
  sqlite3_backup_finish (backup);
  return code == SQLITE_DONE || sql_error_for (to, code, FALSE, path, error);
}

gboolean
backup_copy (sqlite3 *from, const char *file, const char *path, GError **error)
{
  sqlite3 *db = connection_open (file, SQLITE_OPEN_READWRITE, error);
  g_autoptr (RgmStore) copy = db != NULL ? store_wrap (db, path) : NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  RgmHeader header;

  /* the file that is checked may come from another person */
  if (copy != NULL)
    sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (copy == NULL || !backup_pages (from, db, PAGES_AT_ONCE, path, error)
      || !sql_run (copy, error, "PRAGMA journal_mode = DELETE", "")
      || !connection_header (db, path, &header, error) || !check_content (copy, problems, error))
    return FALSE;
  if (problems->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s was not made, because the record is damaged: %s"), path,
                 (const char *)problems->pdata[0]);
  return problems->len == 0 && store_file_sync (file, error);
}

static gboolean
set_taken (const char *path, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("%s already exists; choose another name"),
               path);
  return FALSE;
}

gboolean
backup_is_free (const char *path, GError **error)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK)
         || set_taken (path, error);
}

gboolean
store_file_give (int fd, const char *like)
{
  struct stat owned, own;

  return stat (like, &owned) == 0 && fstat (fd, &own) == 0
         && (owned.st_uid == own.st_uid || fchown (fd, owned.st_uid, owned.st_gid) == 0);
}

gboolean
backup_write (sqlite3 *db, const char *path, const char *like, GError **error)
{
  BesideFile beside = { 0 };
  gboolean exists = FALSE;

  if (!backup_is_free (path, error) || !store_file_beside (path, &beside, error))
    return FALSE;
  if (!backup_copy (db, beside.name, path, error)) {
    store_file_discard (&beside);
    return FALSE;
  }
  if (like != NULL)
    store_file_give (beside.fd, like);
  return store_file_publish (&beside, path, &exists, error) && (!exists || set_taken (path, error));
}

gboolean
rgm_store_backup (RgmStore *store, const char *path, GError **error)
{
  /* A database without a file name is in memory. A record of an older version that cannot be
   * written is read into memory too, but its file exists, so it can be copied. */
  if (sqlite3_db_filename (store->db, "main")[0] == '\0'
      && !g_file_test (store->path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("%s does not exist, so there is nothing to copy"), store->path);
    return FALSE;
  }
  beside_sweep (path);
  return backup_write (store->db, path, NULL, error);
}
