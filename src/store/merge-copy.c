/* Another copy of the record: reading it without changing its file, and finding the last state that
 * it and this record both knew. */
#include "store/merge.h"
#include "store/store-private.h"

#include "base/file.h"
#include "base/i18n.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading it ---- */

/* Opens the file @path for reading. Unless there is a -wal file, to which another program may be
 * writing, it is opened in such a way that SQLite makes no file beside it. */
static sqlite3 *
open_file (const char *path, const char *shown, GError **error)
{
  g_autofree char *name = g_canonicalize_filename (path, NULL);
  g_autofree char *wal = g_strconcat (name, "-wal", NULL);
  struct stat status;
  int fd = file_open_plain (path, error);
  gboolean empty;

  if (fd < 0)
    return NULL;
  empty = fstat (fd, &status) == 0 && connection_is_empty (status.st_size);
  close (fd);
  if (empty) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_FOREIGN,
                 _ ("%s is empty, not a copy of a regimen database"), shown);
    return NULL;
  }
  if (stat (wal, &status) == 0 && status.st_size > 0)
    return connection_open (name, SQLITE_OPEN_READONLY, error);
  return connection_open_immutable (path, error);
}

static gboolean
check (RgmStore *copy, const char *shown, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  gint64 version = 0;

  if (!row_check_all (copy, problems, error)
      || !sql_number (copy, &version, error, "PRAGMA user_version", "")
      || (problems->len == 0 && version < RGM_SCHEMA_VERSION && !migrate_run (copy, NULL, error))
      || (problems->len == 0 && !schema_check (copy, problems, error))
      || (problems->len == 0 && !chain_check (copy, problems, error)))
    return FALSE;
  if (problems->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 _ ("%s is damaged, so nothing was taken from it: %s"), shown,
                 (const char *)problems->pdata[0]);
  return problems->len == 0;
}

RgmStore *
store_open_copy (const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path);
  g_autoptr (sqlite3) file = open_file (path, shown, error);
  g_autoptr (RgmStore) copy = NULL;
  RgmHeader header;
  sqlite3 *memory;

  if (file == NULL || !connection_header (file, shown, &header, error))
    return NULL;
  memory = connection_open (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error);
  copy = memory != NULL ? store_wrap (memory, shown) : NULL;
  if (copy == NULL || !backup_pages (file, memory, -1, shown, error) || !check (copy, shown, error))
    return NULL;
  copy->fixed = TRUE;
  return g_steal_pointer (&copy);
}

gboolean
store_is_file (const RgmStore *store, const char *path)
{
  struct stat here, there;

  return stat (store->path, &here) == 0 && stat (path, &there) == 0 && here.st_dev == there.st_dev
         && here.st_ino == there.st_ino;
}

/* ---- what both know ---- */

/* Finds the merge in force in @into that reached furthest in the history of @from. @last: (out):
 * the change of @from up to which it merged. @by: (out): the change of @into that merged it. Both
 * are 0 if there is none. */
static gboolean
find_merge (RgmStore *into, RgmStore *from, gint64 *last, gint64 *by, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (into, error,
                 "SELECT m.last_change, m.last_hash, m.change_id FROM merges AS m JOIN changes AS g"
                 " ON g.id = m.change_id WHERE g.undone_by IS NULL ORDER BY m.last_change DESC",
                 "");
  int more = -1;

  *last = *by = 0;
  while (statement != NULL && *last == 0 && (more = sql_next (into, statement, error)) > 0) {
    gint64 found = 0;
    if (!sql_number (from, &found, error,
                     "SELECT count (*) FROM chain WHERE change_id = ? AND lower (hex (hash)) = ?",
                     "it", sqlite3_column_int64 (statement, 0),
                     (const char *)sqlite3_column_text (statement, 1)))
      return FALSE;
    if (found == 0)
      continue;
    *last = sqlite3_column_int64 (statement, 0);
    *by = sqlite3_column_int64 (statement, 2);
  }
  return statement != NULL && (more >= 0 || *last != 0);
}

#define LAST_CHANGE "SELECT ifnull (max (id), 0) FROM changes WHERE row_count IS NOT NULL"

gboolean
store_merge_base (RgmStore *ours, RgmStore *theirs, MergeBase *base, GError **error)
{
  gint64 fork = 0, theirs_known = 0, merged_here = 0, ours_known = 0, merged_there = 0;

  *base = (MergeBase){ 0 };
  if (!sql_number (ours, &base->ours, error, LAST_CHANGE, "")
      || !sql_number (theirs, &base->theirs, error, LAST_CHANGE, "")
      || !chain_shared (ours, theirs, MIN (base->ours, base->theirs), &fork, error)
      || !find_merge (ours, theirs, &theirs_known, &merged_here, error)
      || !find_merge (theirs, ours, &ours_known, &merged_there, error))
    return FALSE;
  base->known = base->theirs <= MAX (fork, theirs_known);
  base->related = fork != 0;
  /* The base is the latest state that both copies know. If each copy has merged the other one, and
   * one of these merges took in the other merge too, the base is the state that it took in. If
   * neither did, the merges crossed. If then one merge is the first change after the state that the
   * other merge took in, both copies know all that it put together, so the base is the state after
   * it. */
  base->there = theirs_known != 0;
  base->change = base->there ? theirs_known : fork;
  base->since_ours = base->there ? merged_here : fork;
  base->since_theirs = base->change;
  if (base->there && (ours_known == 0 || theirs_known >= merged_there))
    return TRUE;
  if (ours_known != 0 && (!base->there || ours_known >= merged_here)) {
    base->there = FALSE;
    base->change = base->since_ours = ours_known;
    base->since_theirs = merged_there;
    return TRUE;
  }
  base->crossed = base->there && ours_known != 0;
  base->before_ours = ours_known;
  base->before_theirs = theirs_known;
  base->merged_ours = merged_here;
  base->merged_theirs = merged_there;
  if (base->crossed) {
    base->since_ours = merged_here;
    base->since_theirs = merged_there;
  }
  if (base->crossed && theirs_known == merged_there - 1)
    base->change = merged_there;
  else if (base->crossed && ours_known == merged_here - 1) {
    base->there = FALSE;
    base->change = merged_here;
  }
  return TRUE;
}
