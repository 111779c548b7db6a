/* Checks that the files that a store has open are still the ones at their paths. If one of them was
 * removed or replaced, two programs no longer see each other's locks, and what one of them writes
 * is lost. The main file may also be the same file with other content, if a copy was written into
 * it with "cp". */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The name of file @i of @store: first the record, by the path that the user gave, then the files
 * that SQLite keeps beside it. */
static char *
name_of (const RgmStore *store, guint i)
{
  static const char *const endings[RGM_OWN_FILES] = { "", "-wal", "-shm" };

  return i == 0 ? g_strdup (store->path)
                : g_strconcat (sqlite3_db_filename (store->db, "main"), endings[i], NULL);
}

static RgmFile
look (const char *name)
{
  struct stat status;

  if (stat (name, &status) != 0)
    return (RgmFile){ 0 };
  return (RgmFile){ status.st_dev, status.st_ino, status.st_nlink, status.st_size, status.st_mtim };
}

/* Returns: (transfer full) (nullable): the path of the record without symbolic links. */
static char *
find_real (const RgmStore *store)
{
  char *found = realpath (store->path, NULL), *real = g_strdup (found);

  free (found);
  return real;
}

/* SQLite compares the file that it has open with the one that has its name now. It knows the name
 * without symbolic links, so a link that leads to another file by now is looked at here. */
gboolean
own_files_check_opened (RgmStore *store, GError **error)
{
  const char *name = sqlite3_db_filename (store->db, "main");
  int moved = 0;

  if (*name != '\0')
    sqlite3_file_control (store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (*name != '\0' && moved == 0) {
    RgmFile opened = look (name), there = look (store->path);
    moved = opened.inode != there.inode || opened.device != there.device;
  }
  if (moved == 0)
    return TRUE;
  /* when the store is closed, nothing is written into the file that has the name now */
  store->rewritten = TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s was removed or replaced while it was being opened; try again"), store->path);
  return FALSE;
}

gboolean
own_files_remember (RgmStore *store, GError **error)
{
  gint64 version = 0;

  /* If the journal mode has just become WAL, SQLite makes the -wal file with the first read, which
   * is this one. */
  if (!sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  g_free (store->real);
  store->real = find_real (store);
  for (guint i = 0; i < RGM_OWN_FILES; i++) {
    g_autofree char *name = name_of (store, i);
    store->files[i] = look (name);
  }
  /* last, so that a file that was replaced meanwhile is not remembered as the one that is open */
  return own_files_check_opened (store, error);
}

gboolean
store_has_own_files (const RgmStore *store)
{
  g_autofree char *real = store->real != NULL ? find_real (store) : NULL;

  /* If the record was moved and a symbolic link left in its place, SQLite still uses the files
   * beside the old place. */
  if (g_strcmp0 (real, store->real) != 0)
    return FALSE;
  for (guint i = 0; i < RGM_OWN_FILES && store->files[0].names > 0; i++) {
    g_autofree char *name = name_of (store, i);
    RgmFile now = look (name);
    if (store->files[i].names > 0
        && (now.inode != store->files[i].inode || now.device != store->files[i].device))
      return FALSE;
  }
  return TRUE;
}

/* ---- what is in the main file ---- */

/* Whether the main file was written to since the store last looked. This may have been SQLite
 * itself, bringing in the content of the -wal file. */
static gboolean
main_is_touched (const RgmStore *store, const RgmFile *now)
{
  const RgmFile *before = &store->files[0];

  return before->names > 0
         && (now->size != before->size || now->written_at.tv_sec != before->written_at.tv_sec
             || now->written_at.tv_nsec != before->written_at.tv_nsec);
}

void
own_files_forget_pages (RgmStore *store)
{
  RgmFile now = look (store->path);

  if (main_is_touched (store, &now))
    sqlite3_db_release_memory (store->db);
}

/* Two bytes of the first page, which are 2 in a database in WAL mode, and 1 in a backup. No program
 * can change them through SQLite while this store has the database open.
 * https://www.sqlite.org/fileformat2.html#file_format_version_numbers */
#define AT_VERSIONS 18

static gboolean
is_still_wal (const RgmStore *store)
{
  static const guint8 wanted[] = { 2, 2 };
  guint8 versions[sizeof wanted] = { 0 };
  sqlite3_file *file = NULL;
  int code = SQLITE_OK;

  if (store->wal)
    code = sqlite3_file_control (store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file != NULL && code == SQLITE_OK)
    code = file->pMethods->xRead (file, versions, sizeof versions, AT_VERSIONS);
  /* if the bytes cannot be read, nothing is known, and the next statement will fail as well */
  return file == NULL || (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
         || memcmp (versions, wanted, sizeof wanted) == 0;
}

/* Whether the changes on record begin with those that this store knows. */
static gboolean
goes_on_from_known (RgmStore *store)
{
  guint8 hash[RGM_HASH_BYTES];
  gboolean found = FALSE;

  return store->known == 0 || !chain_hash (store, store->known, hash, &found, NULL)
         || (found && memcmp (hash, store->known_hash, sizeof hash) == 0);
}

/* The content is read only if the file was written to since the last call. */
gboolean
own_files_have_own_content (RgmStore *store)
{
  RgmFile now = look (store->path);

  if (store->rewritten || !main_is_touched (store, &now))
    return !store->rewritten;
  sqlite3_db_release_memory (store->db);
  store->rewritten = !is_still_wal (store) || !goes_on_from_known (store);
  if (!store->rewritten)
    store->files[0] = now;
  return !store->rewritten;
}

/* ---- may it write ---- */

/* Whether the file @path was mounted without its folder ("mount --bind", or as a volume of a
 * container), which gives it a second name without a link. Linux before 5.8 does not tell. */
static gboolean
is_mounted_alone (const char *path)
{
  struct statx status;

  return statx (AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_TYPE, &status) == 0
         && S_ISREG (status.stx_mode) && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

gboolean
own_files_have_one_name (const char *path, GError **error)
{
  gboolean mounted = is_mounted_alone (path);
  g_autofree char *shown = NULL;

  if (look (path).names < 2 && !mounted)
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               mounted
                 ? _ ("%s is a file that is mounted here without its folder, so it has a second "
                      "name elsewhere, and what is written under one of the two names can be lost "
                      "under the other; mount its folder instead, or use the other name")
                 : _ ("%s has a second name (a hard link), and what is written under one of the "
                      "two names can be lost under the other; remove one of them, or make a copy "
                      "with \"cp\" and put it in the place of this file with \"mv\""),
               shown);
  return FALSE;
}

gboolean
own_files_check (RgmStore *store, GError **error)
{
  if (!store_has_own_files (store) || !own_files_have_own_content (store)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("%s, or a file that SQLite keeps beside it, was removed or replaced "
                    "while it was open; try again"),
                 store->path);
    error_not_saved (error);
    return FALSE;
  }
  if (store->files[0].names == 0 || own_files_have_one_name (store->path, error))
    return TRUE;
  error_not_saved (error);
  return FALSE;
}

/* ---- what is left of a record that is gone ---- */

char *
own_files_journal (const char *path)
{
  const char *const endings[] = { "-wal", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], NULL);
    GStatBuf status;
    if (g_stat (name, &status) == 0 && status.st_size > 0)
      return g_steal_pointer (&name);
  }
  return NULL;
}

gboolean
own_files_check_journal (const char *path, GError **error)
{
  g_autofree char *journal = own_files_journal (path), *other = NULL, *from = NULL, *to = NULL;

  if (journal == NULL)
    return TRUE;
  other = g_strconcat (journal, ".left-behind", NULL);
  from = text_shell_word (journal);
  to = text_shell_word (other);
  g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
               _ ("%s is missing, but %s still exists and holds the last changes to that record; "
                  "SQLite would write them into any other database with the same name. Put the "
                  "right database back beside it, or move the file away: mv -n %s %s"),
               path, journal, from, to);
  return FALSE;
}
