/* Restores a backup. Its pages are written into the existing database in one transaction of SQLite:
 * other programs that have it open continue with the restored record, and no crash leaves only half
 * of it. Only a database that cannot be read any more, or that a newer program wrote, is moved out
 * of the way. */
#include "store/merge.h"
#include "store/witness.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/reword.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first version whose kept_files has the column "written". */
#define WRITTEN_SINCE 9

/* ---- the copy ---- */

static void
set_not_whole (const char *from, const char *why, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("%s is damaged or incomplete, so it was not restored: %s"), from, why);
}

/* The length of the name of the unfinished file @copy at the beginning of @message, which may call
 * it by the path for which it is written (beside_meant()). 0 if the message does not begin so. */
static gsize
length_of_copy (const char *message, const char *copy)
{
  g_autofree char *meant = beside_meant (copy);

  if (g_str_has_prefix (message, copy))
    return strlen (copy);
  return g_str_has_prefix (message, meant) ? strlen (meant) : 0;
}

/* As set_not_whole(), with @problem as the reason. The part of its message before ": " is left out,
 * because it may name @copy, a file that the user has never seen. */
static void
set_not_whole_by (const char *from, const char *copy, const GError *problem, GError **error)
{
  const char *message = problem->message;
  const char *tail = strstr (message + length_of_copy (message, copy), ": ");

  set_not_whole (from, tail != NULL ? tail + 2 : message, error);
}

/* Sets @error to @problem. If its message begins with the name of the unfinished file @copy, @name
 * takes its place, unless it is NULL. */
static void
set_failed (const GError *problem, const char *copy, const char *name, GError **error)
{
  gsize length = length_of_copy (problem->message, copy);

  g_propagate_error (error, g_error_copy (problem));
  if (name != NULL && length > 0)
    error_reword (error, "%s%s", name, problem->message + length);
}

/* Forgets which content the kept calendar files had when @copy was made, because they have changed
 * since. */
static gboolean
forget_calendars (const char *copy, GError **error)
{
  sqlite3 *db = connection_open (copy, SQLITE_OPEN_READWRITE, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, copy) : NULL;
  gint64 version = 0;

  return store != NULL && sql_number (store, &version, error, "PRAGMA user_version", "")
         && (version < WRITTEN_SINCE
             || sql_run (store, error, "UPDATE kept_files SET written = NULL", ""));
}

/* Copies @from to the new file @copy, and checks that no row is missing or changed. */
static gboolean
copy_checked (const char *from, const char *copy, GError **error)
{
  g_autofree char *name = g_canonicalize_filename (from, NULL);
  g_autoptr (sqlite3) db = connection_open (name, SQLITE_OPEN_READONLY, error);
  g_autoptr (GError) problem = NULL;
  RgmHeader header;

  if (db == NULL || !connection_header (db, from, &header, error))
    return FALSE;
  if (header != RGM_HEADER_OURS) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_FOREIGN,
                 _ ("%s is empty, not a copy of a regimen database"), from);
    return FALSE;
  }
  if (backup_copy (db, copy, copy, &problem))
    return forget_calendars (copy, error);
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_DAMAGED))
    set_not_whole_by (from, copy, problem, error);
  else
    set_failed (problem, copy, sql_failed_read (db) != 0 ? from : NULL, error);
  return FALSE;
}

/* Makes it durable that the copy is at @path. Other than before, the copy stays there if this
 * fails: the error has ERROR_NOT_SYNCED. @folder: that of the file itself, if @path is a link. */
static gboolean
sync_place (const char *path, const char *folder, GError **error)
{
  g_autofree char *own = g_path_get_dirname (path);
  g_autoptr (GError) problem = NULL;

  if (store_file_sync_folder (folder != NULL ? folder : own, &problem)
      && store_file_sync_folder (own, &problem))
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_STORE,
    _ ("the copy is in its place, %s, but the folder could not be synced, so a power cut "
       "may bring back what was there before: %s"),
    path, problem->message);
  error_set_trait (error, ERROR_NOT_SYNCED);
  return FALSE;
}

/* ---- the existing database ---- */

/* Moves the -wal file, the -shm file and the journal of @path to the same names beside @kept; if
 * @back, back from there. */
static gboolean
move_journal (const char *path, const char *kept, gboolean back)
{
  const char *const endings[] = { "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *here = g_strconcat (path, endings[i], NULL);
    g_autofree char *there = g_strconcat (kept, endings[i], NULL);
    if (g_rename (back ? there : here, back ? here : there) != 0 && errno != ENOENT)
      return FALSE;
  }
  return TRUE;
}

/* Gives the file @path the name @kept, and the file @other the name @path; if it fails, both are as
 * they were. At each moment there is a file at @path, unless the file system can neither exchange
 * two files nor give one two names. */
static gboolean
exchange (const char *path, const char *other, const char *kept)
{
  gboolean linked;
  int number;

  if (renameat2 (AT_FDCWD, other, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
    if (g_rename (other, kept) == 0)
      return TRUE;
    number = errno;
    renameat2 (AT_FDCWD, other, AT_FDCWD, path, RENAME_EXCHANGE);
    errno = number;
    return FALSE;
  }
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  linked = link (path, kept) == 0;
  if (!linked && g_rename (path, kept) != 0)
    return FALSE;
  if (g_rename (other, path) == 0)
    return TRUE;
  number = errno;
  /* renaming one name of a file to its other name does nothing */
  if (linked)
    g_unlink (kept);
  else
    g_rename (kept, path);
  errno = number;
  return FALSE;
}

/* If a restore was killed in exchange(), the database may have two names, @path and that under
 * which it was to be kept. Then nothing could be written any more. Takes the second name away, so
 * that the database is as it was before that restore. */
static void
undo_killed_exchange (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autofree char *beginning = g_strconcat (base, ".before-restore-", NULL);
  g_autofree char *real = file_real (path);
  g_autoptr (GDir) entries = NULL;
  GStatBuf status, other;
  const char *name;

  if (g_stat (path, &status) != 0 || status.st_nlink != 2)
    return;
  entries = g_dir_open (folder, 0, NULL);
  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *kept = g_build_filename (folder, name, NULL);
    if (!g_str_has_prefix (name, beginning) || g_lstat (kept, &other) != 0
        || other.st_ino != status.st_ino || other.st_dev != status.st_dev)
      continue;
    if (move_journal (real, kept, TRUE))
      g_unlink (kept);
    return;
  }
}

/* ---- whether the existing database is still what the user was shown ---- */

/* Opens the database at @path, of any version, and leaves it and its -wal file as they are.
 * Returns: NULL if there is none, or if the file is empty: SQLite would begin a new database in
 * it. */
static RgmStore *
open_as_it_is (const char *path)
{
  g_autofree char *name = g_canonicalize_filename (path, NULL);
  GStatBuf status;
  sqlite3 *db = g_stat (path, &status) == 0 && !connection_is_empty (status.st_size)
                  ? connection_open (name, SQLITE_OPEN_READWRITE, NULL)
                  : NULL;

  if (db == NULL)
    return NULL;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return store_wrap (db, path);
}

/* Reads the last change of @store (nullable). @last is all zeroes if there is no record or if it
 * cannot be read; if the record is of a version without a chain, only the hash is. */
static void
read_last_change (RgmStore *store, RgmWitness *last)
{
  *last = (RgmWitness){ 0 };
  if (store != NULL)
    loss_last_change (store, last, NULL);
}

/* Checks that @store, to which no other program can write now, still ends with the change @seen. */
static gboolean
check_unchanged (RgmStore *store, const RgmWitness *seen, GError **error)
{
  const guint8 none[RGM_HASH_BYTES] = { 0 };
  RgmWitness last;

  read_last_change (store, &last);
  if (last.change == seen->change && last.at == seen->at
      && (memcmp (last.hash, seen->hash, RGM_HASH_BYTES) == 0
          || memcmp (seen->hash, none, RGM_HASH_BYTES) == 0))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s was changed while you were looking at the copy, so nothing was "
                  "replaced; run the command again to see what the copy lacks"),
               store->path);
  error_not_saved (error);
  return FALSE;
}

/* Moves the database at @path out of the way, to @kept, and @copy into its place. The -wal file is
 * moved first, because a database must never be opened with the -wal file of another one. If this
 * fails, the copy stays beside the database ("PATH.restored-TIME"), where it does no harm. */
static gboolean
exchange_files (const char *path, BesideFile *copy, const char *kept, RgmInstant now,
                GError **error)
{
  g_autofree char *waiting = store_file_free_name (path, "restored", now);
  g_autofree char *real_folder = NULL;
  char *real = realpath (path, NULL); /* if @path is a link, it stays one */
  gboolean done = FALSE;
  int number = errno;

  if (real != NULL)
    store_file_give (copy->fd, real);
  if (real != NULL && store_file_publish (copy, waiting, NULL, error)) {
    real_folder = g_path_get_dirname (real);
    /* Synced, so that even after a power cut the copy is never there together with the -wal
     * file. */
    done = move_journal (real, kept, FALSE) && store_file_sync_folder (real_folder, NULL)
           && exchange (real, waiting, kept);
    number = errno;
    if (!done) {
      move_journal (real, kept, TRUE);
      g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                   _ ("%s cannot be moved away: %s. The copy that was checked is in %s"), path,
                   g_strerror (number), waiting);
      error_not_saved (error);
    }
  }
  if (real == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s cannot be moved away: %s"), path,
                 g_strerror (number));
  free (real);
  return done && sync_place (path, real_folder, error);
}

/* Keeps other programs from writing to @store for as long as it is open. If it is too damaged to be
 * locked, no program can write to it anyway. RGM_ERROR_STORE if another program keeps it locked. */
static gboolean
hold (RgmStore *store, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (sql_run (store, &problem, "BEGIN IMMEDIATE", "")
      || (sqlite3_errcode (store->db) & 0xff) != SQLITE_BUSY)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* Removes the -wal file at @kept, if it is empty, and its -shm file: hold() made them, and they
 * were moved along with the database. */
static void
remove_empty_journal (const char *kept)
{
  g_autofree char *wal = g_strconcat (kept, "-wal", NULL), *shm = g_strconcat (kept, "-shm", NULL);
  GStatBuf status;

  if (g_stat (wal, &status) == 0 && status.st_size == 0) {
    g_unlink (wal);
    g_unlink (shm);
  }
}

/* As exchange_files(), if the database still ends with the change @seen. A program that is waiting
 * to write will find that its file was replaced, and report that nothing was saved. */
static gboolean
change_places (const char *path, const RgmWitness *seen, BesideFile *copy, const char *kept,
               RgmInstant now, GError **error)
{
  g_autoptr (RgmStore) held = open_as_it_is (path);
  gboolean done = (held == NULL || (hold (held, error) && check_unchanged (held, seen, error)))
                  && exchange_files (path, copy, kept, now, error);

  g_clear_pointer (&held, rgm_store_close);
  remove_empty_journal (kept);
  return done;
}

/* Whether the file at @path is a database of another program that can be read, and not a record
 * whose first page is damaged. */
static gboolean
is_of_another_program (const char *path)
{
  sqlite3 *db = connection_open_immutable (path, NULL);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, path) : NULL;
  gint64 all = 0, ours = 0;

  return store != NULL && sql_number (store, &all, NULL, "SELECT count (*) FROM sqlite_schema", "")
         && sql_number (store, &ours, NULL,
                        "SELECT count (*) FROM sqlite_schema WHERE name = 'administrations'", "")
         && all > 0 && ours == 0;
}

/* Copies the database of @store to @kept, if it still ends with the change @seen. @store holds the
 * write lock, so the copy is read over a second connection. Without a -wal file that lock also
 * shuts out readers; then the file cannot change meanwhile, and is opened as immutable. */
static gboolean
keep_locked (RgmStore *store, const RgmWitness *seen, const char *kept, GError **error)
{
  const char *name = sqlite3_db_filename (store->db, "main");
  sqlite3 *db = store->wal ? connection_open (name, SQLITE_OPEN_READWRITE, error)
                           : connection_open_immutable (name, error);
  g_autoptr (RgmStore) reader = db != NULL ? store_wrap (db, store->path) : NULL;

  return reader != NULL && own_files_check (store, error) && check_unchanged (reader, seen, error)
         && backup_write (db, kept, store->path, error);
}

/* Copies @store to @kept, and writes the pages of @from into @store. The write lock is taken before
 * the first of these, so that no program writes anything in between, which would be in neither of
 * the two. */
static gboolean
replace_pages (RgmStore *store, sqlite3 *from, const RgmWitness *seen, const char *kept,
               GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (store->db, "main", from, "main");
  gboolean is_kept;
  int code;

  if (backup == NULL)
    return sql_error_for (store->db, sqlite3_extended_errcode (store->db), TRUE, store->path,
                          error);
  code = sqlite3_backup_step (backup, 0); /* no page yet, only the lock */
  is_kept = code == SQLITE_OK && keep_locked (store, seen, kept, error);
  if (is_kept)
    code = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  if (code == SQLITE_OK) /* keep_locked() has set @error */
    return FALSE;
  return code == SQLITE_DONE || sql_error_for (store->db, code, TRUE, store->path, error);
}

/* Copies the database at @path, which has to end with the change @seen, to @kept, and writes the
 * content of @copy into it. A database that cannot be read, or that a newer program wrote, is moved
 * to @kept instead. */
static gboolean
put_in_place (const char *path, const RgmWitness *seen, BesideFile *copy, const char *kept,
              RgmInstant now, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_CREATE, &problem);
  g_autoptr (sqlite3) from
    = store != NULL ? connection_open (copy->name, SQLITE_OPEN_READWRITE, &problem) : NULL;
  gboolean unreadable;

  if (from != NULL && replace_pages (store, from, seen, kept, &problem))
    return TRUE;
  unreadable = store != NULL && sql_failed_read (store->db) != 0;
  g_clear_pointer (&from, sqlite3_close_v2);
  g_clear_pointer (&store, rgm_store_close);
  if (unreadable || g_error_matches (problem, RGM_ERROR, RGM_ERROR_DAMAGED)
      || g_error_matches (problem, RGM_ERROR, RGM_ERROR_NEWER)
      || (g_error_matches (problem, RGM_ERROR, RGM_ERROR_FOREIGN) && !is_of_another_program (path)))
    return change_places (path, seen, copy, kept, now, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* As copy_checked(), from a record that was written as JSON. */
static gboolean
json_checked (const char *from, const char *copy, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RgmStore) store = NULL;
  gboolean whole = FALSE;
  sqlite3 *db;

  if (!json_read (from, copy, &whole, error)
      || (db = connection_open (copy, SQLITE_OPEN_READWRITE, error)) == NULL)
    return FALSE;
  store = store_wrap (db, copy);
  if (!check_content (store, problems, error))
    return FALSE;
  if (problems->len > 0)
    set_not_whole (from, problems->pdata[0], error);
  else if (!whole)
    set_not_whole (
      from, _ ("its lines were altered after it was written (their SHA-256 is different)"), error);
  return problems->len == 0 && whole;
}

/* ---- where there is no database ---- */

/* A name that no file has, and beside which SQLite left no -wal file or journal. */
static char *
free_name_of_journal (const char *path, RgmInstant now)
{
  char *name = store_file_free_name (path, "left-behind", now), *taken;

  while ((taken = own_files_journal (name)) != NULL) {
    char *other = g_strconcat (name, "-more", NULL);
    g_free (taken);
    g_free (name);
    name = other;
  }
  return name;
}

/* Gives @copy the name @path, which no file has. If SQLite left a -wal file or a journal there of a
 * database that is gone, that is kept under another name, because SQLite would write it into the
 * copy. @kept: (out) (nullable): its new name. */
static gboolean
put_where_none_is (const char *path, BesideFile *copy, RgmInstant now, char **kept, GError **error)
{
  g_autofree char *journal = own_files_journal (path), *away = NULL;
  g_autofree char *folder = g_path_get_dirname (path);

  if (journal == NULL)
    return store_file_place (copy, path, NULL, error) && sync_place (path, NULL, error);
  away = free_name_of_journal (path, now);
  if (!move_journal (path, away, FALSE)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s cannot be moved away: %s"), journal,
                 g_strerror (errno));
    error_not_saved (error);
    move_journal (path, away, TRUE);
    return FALSE;
  }
  /* synced, so that even after a power cut the copy is never there together with the journal */
  if (!store_file_sync_folder (folder, error) || !store_file_place (copy, path, NULL, error)) {
    move_journal (path, away, TRUE);
    return FALSE;
  }
  *kept = own_files_journal (away);
  return sync_place (path, NULL, error);
}

/* ---- all of it ---- */

/* Makes the new file @copy from @from, and checks it. */
typedef gboolean (*MakeCopy) (const char *from, const char *copy, GError **error);

typedef struct {
  MakeCopy make;
  RgmRestoreLook look; /* nullable */
  gpointer data;
} Steps;

/* Checks that a copy of an older version can be brought up to date, which otherwise happens only
 * when it is next opened. This is tried in memory, and also finds anything in the copy that does
 * not belong to the current tables. */
static gboolean
check_upgrade (const char *copy, const char *from, GError **error)
{
  sqlite3 *db = connection_open_immutable (copy, error);
  g_autoptr (RgmStore) store = db != NULL ? store_wrap (db, copy) : NULL;
  g_autoptr (RgmStore) newest = NULL;
  g_autoptr (GError) problem = NULL;
  gint64 version = 0;

  if (store == NULL || !sql_number (store, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  newest = version < RGM_SCHEMA_VERSION ? store_open_copy (copy, &problem) : NULL;
  if (problem != NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_DAMAGED)) {
    set_not_whole_by (from, copy, problem, error);
    return FALSE;
  }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return newest != NULL || version >= RGM_SCHEMA_VERSION;
}

static gboolean
restore_copy (const Steps *steps, const char *path, BesideFile *copy, const char *from,
              RgmInstant now, char **kept, GError **error)
{
  g_autoptr (RgmStore) before = NULL;
  g_autoptr (GError) problem = NULL;
  RgmWitness seen;

  if (!steps->make (from, copy->name, &problem) || !check_upgrade (copy->name, from, &problem)) {
    set_failed (problem, copy->name, path, error);
    return FALSE;
  }
  undo_killed_exchange (path);
  before = open_as_it_is (path);
  read_last_change (before, &seen);
  g_clear_pointer (&before, rgm_store_close);
  if (steps->look != NULL && !steps->look (copy->name, steps->data))
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return put_where_none_is (path, copy, now, kept, error);
  *kept = store_file_free_name (path, "before-restore", now);
  if (put_in_place (path, &seen, copy, *kept, now, &problem))
    return TRUE;
  if (!error_has_trait (problem, ERROR_NOT_SYNCED))
    g_clear_pointer (kept, g_free);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
restore (const Steps *steps, const char *path, const char *from, RgmInstant now, char **kept,
         GError **error)
{
  g_autoptr (GError) problem = NULL;
  BesideFile copy = { 0 };
  GStatBuf there, source;
  gboolean done, in_place;

  *kept = NULL;
  if (!g_file_test (from, G_FILE_TEST_EXISTS)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, _ ("%s does not exist"), from);
    return FALSE;
  }
  if (g_stat (from, &source) == 0 && !S_ISREG (source.st_mode)) {
    /* SQLite would wait for the writer of a pipe */
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("%s is not an ordinary file; an ordinary file is needed"), from);
    return FALSE;
  }
  if (g_stat (path, &there) == 0 && g_stat (from, &source) == 0 && there.st_dev == source.st_dev
      && there.st_ino == source.st_ino) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is the database itself; name the copy to restore"), from);
    return FALSE;
  }
  beside_sweep (path);
  done = store_file_make_folder (path, &problem) && store_file_beside (path, &copy, &problem)
         && restore_copy (steps, path, &copy, from, now, kept, &problem);
  store_file_discard (&copy);
  in_place = done || (problem != NULL && error_has_trait (problem, ERROR_NOT_SYNCED));
  if (!in_place && problem != NULL && g_error_matches (problem, RGM_ERROR, RGM_ERROR_STORE))
    error_not_saved (&problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  /* the user meant to restore this copy: that it is older is not a loss */
  if (in_place)
    witness_forget (path);
  return done;
}

gboolean
rgm_store_restore (const char *path, const char *from, RgmInstant now, RgmRestoreLook look,
                   gpointer data, char **kept, GError **error)
{
  const Steps steps = { copy_checked, look, data };

  return restore (&steps, path, from, now, kept, error);
}

gboolean
rgm_store_restore_json (const char *path, const char *from, RgmInstant now, RgmRestoreLook look,
                        gpointer data, char **kept, GError **error)
{
  const Steps steps = { json_checked, look, data };

  return restore (&steps, path, from, now, kept, error);
}
