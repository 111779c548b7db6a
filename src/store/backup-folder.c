/* Dated copies of a record in a folder: listing them, making another one, and removing those that
 * are not to be kept. */
#include "store/backup-folder.h"

#include "base/beside.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/scan.h"
#include "store/witness.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ENDING ".db"
#define KEY_DIGITS 16
#define LONGEST_NAME 100 /* how many bytes of the record's name are in the name of a copy at most */
#define STAMP 18         /* "2026-11-23T080000Z" */

void
backup_copy_free (BackupCopy *copy)
{
  g_free (copy->path);
  g_free (copy);
}

void
backup_result_clear (BackupResult *result)
{
  g_clear_pointer (&result->path, g_free);
  g_clear_pointer (&result->removed, g_ptr_array_unref);
  g_clear_pointer (&result->spared, g_ptr_array_unref);
}

char *
backup_folder_usual (void)
{
  return g_build_filename (g_get_user_state_dir (), "regimen", "backups", NULL);
}

/* ---- names ---- */

/* The beginning of the names of all copies of the record @record. Returns: (transfer full). */
static char *
name_beginning (const char *record)
{
  g_autofree char *real = file_real (record), *name = g_path_get_basename (real);
  g_autofree char *key = witness_key (record);

  if (g_str_has_suffix (name, ENDING))
    name[strlen (name) - strlen (ENDING)] = '\0';
  return g_strdup_printf ("%.*s-%.*s.", LONGEST_NAME, name, KEY_DIGITS, key);
}

/* @number: numbers the copies that were made in the same second, from 1 on. Returns: (transfer
 * full). */
static char *
make_name (const char *beginning, RgmInstant at, int number)
{
  g_autofree char *stamp = store_file_stamp (at);

  return number > 1 ? g_strdup_printf ("%s%s-%d" ENDING, beginning, stamp, number)
                    : g_strdup_printf ("%s%s" ENDING, beginning, stamp);
}

/* Parses what make_name() writes after @beginning. */
static gboolean
parse_name (const char *rest, RgmInstant *at, int *number)
{
  g_autofree char *moment = NULL, *again = NULL;
  const char *behind = rest + STAMP;

  if (strlen (rest) < STAMP)
    return FALSE;
  /* for example "2026-11-23T08", "00" and "00Z" */
  moment = g_strdup_printf ("%.13s:%.2s:%.3s", rest, rest + 13, rest + 15);
  *number = 1;
  if (!rgm_instant_parse (moment, at, NULL)
      || (scan_char (&behind, '-') && !scan_number (&behind, 1, 4, number)))
    return FALSE;
  again = make_name ("", *at, *number);
  return g_str_equal (again, rest);
}

/* ---- one copy ---- */

/* Opens the copy @path so that nothing is written, neither to it nor beside it. Returns: (transfer
 * full). */
static RgmStore *
open_copy (const char *path, GError **error)
{
  sqlite3 *db = connection_open_immutable (path, error);
  g_autoptr (RgmStore) copy = db != NULL ? store_wrap (db, path) : NULL;
  RgmHeader header;

  if (copy == NULL || !connection_header (db, path, &header, error))
    return NULL;
  if (header == RGM_HEADER_OURS)
    return g_steal_pointer (&copy);
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("%s is an empty file"), path);
  return NULL;
}

/* @made_at: when the copy was made; RGM_INSTANT_NONE: when the file was last written. Returns:
 * (transfer full) (nullable): NULL if it is not an ordinary file of this user. */
static BackupCopy *
look_at_copy (const char *path, RgmInstant made_at)
{
  g_autoptr (RgmStore) store = NULL;
  BackupCopy *copy;
  RgmWitness last;
  GStatBuf status;

  if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_uid != geteuid ())
    return NULL;
  copy = g_new0 (BackupCopy, 1);
  *copy = (BackupCopy){ .path = g_strdup (path),
                        .made_at = made_at != RGM_INSTANT_NONE ? made_at : status.st_mtime,
                        .size = status.st_size,
                        .changes = -1,
                        .changed_at = RGM_INSTANT_NONE };
  store = open_copy (path, NULL);
  if (store == NULL || !loss_last_change (store, &last, NULL))
    return copy;
  copy->changes = last.change;
  if (last.change > 0)
    copy->changed_at = last.at;
  memcpy (copy->hash, last.hash, sizeof copy->hash);
  return copy;
}

/* The newest first: by time, and copies of the same second by their number. */
static int
compare_copies (gconstpointer a, gconstpointer b)
{
  const BackupCopy *one = *(BackupCopy *const *)a, *other = *(BackupCopy *const *)b;

  if (one->made_at != other->made_at)
    return one->made_at < other->made_at ? 1 : -1;
  return strlen (one->path) != strlen (other->path)
           ? (strlen (one->path) < strlen (other->path) ? 1 : -1)
           : strcmp (other->path, one->path);
}

/* Sorts @copies, the newest first. One that is later than @now comes after those that have more
 * changes than it. */
static void
sort_copies (GPtrArray *copies, RgmInstant now)
{
  guint ahead = 0;

  g_ptr_array_sort (copies, compare_copies);
  while (ahead < copies->len && ((const BackupCopy *)copies->pdata[ahead])->made_at > now)
    ahead++;
  while (ahead-- > 0) {
    BackupCopy *copy = g_ptr_array_steal_index (copies, ahead);
    guint place = ahead;

    for (guint i = ahead; i < copies->len; i++)
      if (((const BackupCopy *)copies->pdata[i])->changes > copy->changes)
        place = i + 1;
    g_ptr_array_insert (copies, (int)place, copy);
  }
}

/* The copies of @record that are in @folder, in any order. Returns: (transfer full) (element-type
 * BackupCopy). */
static GPtrArray *
find_copies (const char *folder, const char *record)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify)backup_copy_free);
  g_autofree char *beginning = name_beginning (record);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  RgmInstant at;
  int number;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    BackupCopy *copy
      = g_str_has_prefix (name, beginning) && parse_name (name + strlen (beginning), &at, &number)
          ? look_at_copy (path, at)
          : NULL;
    if (copy != NULL)
      g_ptr_array_add (copies, copy);
  }
  return copies;
}

GPtrArray *
backup_folder_list (const char *folder, const char *record, RgmInstant now)
{
  GPtrArray *copies = find_copies (folder, record);

  sort_copies (copies, now);
  return copies;
}

RgmInstant
backup_folder_last (const char *folder, const char *record, RgmInstant until)
{
  g_autofree char *beginning = name_beginning (record);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  RgmInstant last = RGM_INSTANT_NONE, at;
  const char *name;
  int number;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_prefix (name, beginning) && parse_name (name + strlen (beginning), &at, &number)
        && at <= until)
      last = MAX (last, at);
  return last;
}

/* Whether @name is the name of a copy that a migration or a restore made beside the record. @record
 * is the file name of the record. */
static gboolean
is_copy_beside (const char *name, const char *record)
{
  static const char *const beside[] = { "-wal", "-shm", "-journal", ".lock" };

  const char *whole = name;

  if (!g_str_has_prefix (name, record))
    return FALSE;
  name += strlen (record);
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (g_str_has_suffix (name, beside[i]))
      return FALSE;
  return (g_str_has_prefix (name, ".backup-v") || g_str_has_prefix (name, ".before-restore-"))
         && beside_length (whole) == 0;
}

char *
backup_list_problem (const char *record)
{
  g_autofree char *usual = backup_folder_usual (), *beside = g_path_get_dirname (record);
  const char *const folders[] = { usual, beside };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) entries = g_dir_open (folders[i], 0, &error);
    if (entries == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)
        && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
      return g_strdup (error->message);
  }
  return NULL;
}

GPtrArray *
backup_list (const char *record, RgmInstant now)
{
  g_autofree char *usual = backup_folder_usual ();
  GPtrArray *copies = find_copies (usual, record);
  g_autofree char *folder = g_path_get_dirname (record), *base = g_path_get_basename (record);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    BackupCopy *copy = is_copy_beside (name, base) ? look_at_copy (path, RGM_INSTANT_NONE) : NULL;
    if (copy != NULL)
      g_ptr_array_add (copies, copy);
  }
  sort_copies (copies, now);
  return copies;
}

static gboolean
find_problems (const char *path, GPtrArray *problems, GError **error)
{
  g_autoptr (RgmStore) copy = open_copy (path, error);

  return copy != NULL && check_content (copy, problems, error);
}

char *
backup_folder_problem (const char *path)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!find_problems (path, problems, &error))
    return g_strdup (error->message);
  return problems->len > 0 ? g_strdup (problems->pdata[0]) : NULL;
}

gboolean
backup_copy_is_part (RgmStore *store, const BackupCopy *copy)
{
  guint8 hash[RGM_HASH_BYTES];
  gboolean found = FALSE;

  return copy->changes == 0
         || (copy->changes > 0 && chain_hash (store, copy->changes, hash, &found, NULL) && found
             && memcmp (hash, copy->hash, sizeof hash) == 0);
}

gboolean
backup_copy_lacks (RgmStore *store, const BackupCopy *copy, gint64 *changes, RgmInstant *since,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT count (*), (SELECT at FROM changes WHERE id > ?1 ORDER BY id LIMIT 1)"
                 " FROM changes WHERE id > ?1",
                 "i", copy != NULL ? copy->changes : (gint64)0);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  *changes = sqlite3_column_int64 (statement, 0);
  *since = sql_instant (statement, 1);
  return TRUE;
}

/* ---- another copy ---- */

/* Whether no copy has to be made, because there is one of today or an undamaged one that has
 * everything. */
static gboolean
is_done (RgmStore *store, const BackupRequest *request, BackupResult *result, gboolean *done,
         GError **error)
{
  g_autoptr (GPtrArray) copies = backup_folder_list (request->folder, store->path, request->now);
  gint64 lacking = 0;
  RgmInstant since;

  if (!backup_copy_lacks (store, NULL, &lacking, &since, error))
    return FALSE;
  *done = lacking == 0;
  result->outcome = BACKUP_UNCHANGED;
  for (guint i = 0; !*done && i < copies->len; i++) {
    const BackupCopy *copy = g_ptr_array_index (copies, i);
    g_autofree char *problem = NULL;

    if (!backup_plan_is_due (&copy->made_at, 1, request->zone, request->now)) {
      result->outcome = BACKUP_OF_TODAY;
    } else if (backup_copy_is_part (store, copy)) {
      if (!backup_copy_lacks (store, copy, &lacking, &since, error))
        return FALSE;
      problem = lacking == 0 ? backup_folder_problem (copy->path) : NULL;
      if (lacking > 0 || problem != NULL)
        continue;
    } else {
      continue;
    }
    result->path = g_strdup (copy->path);
    *done = TRUE;
  }
  return TRUE;
}

static gboolean
make_copy (RgmStore *store, const BackupRequest *request, BackupResult *result, GError **error)
{
  g_autofree char *beginning = name_beginning (store->path);
  g_autofree char *all = g_build_filename (request->folder, beginning, NULL);

  if (!store_file_make_folder (all, error))
    return FALSE;
  all[strlen (all) - 1] = '\0'; /* removes the dot */
  beside_sweep (all);
  for (int number = 1;; number++) {
    g_autofree char *name = make_name (beginning, request->now, number);
    g_autofree char *path = g_build_filename (request->folder, name, NULL);
    g_autoptr (GError) problem = NULL;

    if (rgm_store_backup (store, path, &problem)) {
      result->outcome = BACKUP_MADE;
      result->path = g_steal_pointer (&path);
      return TRUE;
    }
    if (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT) || number == 1000) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  }
}

static void
thin (RgmStore *store, const BackupRequest *request, BackupResult *result)
{
  g_autoptr (GPtrArray) copies = find_copies (request->folder, store->path);
  g_autofree RgmInstant *moments = g_new (RgmInstant, copies->len);
  g_autofree gboolean *keep = g_new0 (gboolean, copies->len);

  g_ptr_array_sort (copies, compare_copies);
  for (guint i = 0; i < copies->len; i++)
    moments[i] = ((const BackupCopy *)g_ptr_array_index (copies, i))->made_at;
  backup_plan_keep (request->rule, moments, copies->len, request->zone, request->now, keep);
  for (guint i = 0; i < copies->len; i++) {
    const BackupCopy *copy = g_ptr_array_index (copies, i);

    if (keep[i] || g_str_equal (copy->path, result->path))
      continue;
    if (!backup_copy_is_part (store, copy))
      g_ptr_array_add (result->spared, g_strdup (copy->path));
    else if (g_unlink (copy->path) == 0)
      g_ptr_array_add (result->removed, g_strdup (copy->path));
  }
}

gboolean
backup_folder_run (RgmStore *store, const BackupRequest *request, BackupResult *result,
                   GError **error)
{
  gboolean done = FALSE;

  *result = (BackupResult){ .removed = g_ptr_array_new_with_free_func (g_free),
                            .spared = g_ptr_array_new_with_free_func (g_free) };
  if (request->daily && !is_done (store, request, result, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  if (!make_copy (store, request, result, error))
    return FALSE;
  if (request->thins)
    thin (store, request, result);
  return TRUE;
}
