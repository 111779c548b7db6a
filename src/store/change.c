/* Changes of the record: one transaction for each command that writes, and taking a change back.
 *
 * A change is undone if a change that is in force took it back. The column changes.undone_by says
 * so; it is derived, so that reading need not follow the chain of undos. Only the last change in
 * force can be taken back, because later ones may be built on it. */
#include "store/store-private.h"

#include "base/i18n.h"
#include <inttypes.h>

/* The hash that the row of change @id has with these two values; @undone_by 0: NULL. */
static gboolean
hash_change (RgmStore *store, gint64 id, gint64 undone_by, gint64 row_count,
             guint8 hash[RGM_HASH_BYTES], GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT id, at, command, nullif (?, 0) AS undone_by, ? AS row_count FROM changes "
                 "WHERE id = ?",
                 "iii", undone_by, row_count, id);
  RgmRow row;

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return FALSE;
  row_read (statement, "changes", &row);
  row_hash (&row, hash);
  return TRUE;
}

static void
roll_back_change (RgmStore *store)
{
  /* after some errors SQLite has rolled back by itself */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->writing = FALSE;
  store->change = 0;
}

static gboolean
begin_change (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  if (store->fixed) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("NOT SAVED: %s is not there, or cannot be written"), store->path);
    return FALSE;
  }
  store->writing = TRUE;
  /* The id is taken under the write lock, so the ids have no gap. If a change is removed, the check
   * sees the gap that it leaves. */
  if (!sql_run (store, error, "BEGIN IMMEDIATE", "")
      || (command != NULL
          && !sql_run (store, error,
                       "INSERT INTO changes (id, at, command)"
                       " SELECT ifnull (max (id), 0) + 1, ?, ? FROM changes",
                       "it", (gint64)now, command))) {
    roll_back_change (store);
    return FALSE;
  }
  if (command != NULL) {
    store->change = sqlite3_last_insert_rowid (store->db);
    store->rows = 0;
  }
  return TRUE;
}

static gboolean
commit_change (RgmStore *store, GError **error)
{
  guint8 hash[RGM_HASH_BYTES];

  if ((store->change != 0
       && (!hash_change (store, store->change, 0, store->rows, hash, error)
           || !sql_run (store, error, "UPDATE changes SET row_count = ?, hash = ? WHERE id = ?",
                        "dbi", store->rows, hash, store->change)))
      || !sql_run (store, error, "COMMIT", "")) {
    roll_back_change (store);
    return FALSE;
  }
  store->written += store->change != 0;
  store->writing = FALSE;
  store->change = 0;
  return TRUE;
}

/* ---- parts of a change ---- */

static void
roll_back_part (RgmStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
  store->rows = store->rows_before;
  store->writing = FALSE;
}

gboolean
store_begin_together (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing && !store->together, FALSE);
  store->together = begin_change (store, command, now, error);
  store->writing = FALSE;
  return store->together;
}

gboolean
store_commit_together (RgmStore *store, GError **error)
{
  g_return_val_if_fail (store->together && !store->writing, FALSE);
  store->together = FALSE;
  store->writing = TRUE;
  return commit_change (store, error);
}

void
store_rollback_together (RgmStore *store)
{
  if (store->together)
    roll_back_change (store);
  store->together = FALSE;
}

/* ---- one change ---- */

RgmTransaction *
store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing, NULL);
  if (!store->together)
    return begin_change (store, command, now, error) ? store : NULL;
  store->rows_before = store->rows;
  store->writing = TRUE;
  /* after some errors SQLite has taken back the whole change by itself */
  if (sqlite3_get_autocommit (store->db))
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_STORE,
                         _ ("NOT SAVED: what was begun before failed"));
  else if (sql_run (store, error, "SAVEPOINT part", ""))
    return store;
  store->writing = FALSE;
  return NULL;
}

gboolean
store_commit (RgmTransaction *store, GError **error)
{
  g_return_val_if_fail (store->writing, FALSE);
  if (!store->together)
    return commit_change (store, error);
  if (!sql_run (store, error, "RELEASE part", "")) {
    roll_back_part (store);
    return FALSE;
  }
  store->writing = FALSE;
  return TRUE;
}

void
store_rollback (RgmTransaction *store)
{
  if (store->writing && store->together)
    roll_back_part (store);
  else if (store->writing)
    roll_back_change (store);
}

/* ---- taking back ---- */

gboolean
change_set_undone (RgmStore *store, gint64 id, gint64 undone_by, GError **error)
{
  gint64 rows = 0;
  guint8 hash[RGM_HASH_BYTES];

  return sql_number (store, &rows, error, "SELECT row_count FROM changes WHERE id = ?", "i", id)
         && hash_change (store, id, undone_by, rows, hash, error)
         && sql_run (store, error,
                     "UPDATE changes SET undone_by = nullif (?1, 0), hash = ?2 WHERE id = ?3"
                     " AND undone_by IS NOT nullif (?1, 0)",
                     "ibi", undone_by, hash, id);
}

/* A change, the change that it took back, and so on: the chain of an undo of an undo. */
#define CHAIN                                                                                      \
  "WITH RECURSIVE chain (id) AS (SELECT ? UNION SELECT u.undone_change_id FROM undos AS u JOIN "   \
  "chain AS n ON u.change_id = n.id) "

void
rgm_change_free (RgmChange *change)
{
  if (change == NULL)
    return;
  g_free (change->command);
  g_free (change);
}

static RgmChange *
read_change (sqlite3_stmt *statement)
{
  RgmChange *change = g_new0 (RgmChange, 1);

  change->id = sqlite3_column_int64 (statement, 0);
  change->command = sql_text (statement, 1);
  change->at = sqlite3_column_int64 (statement, 2);
  change->undoes = sqlite3_column_int64 (statement, 3);
  return change;
}

RgmChange *
rgm_store_last_change (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT c.id, c.command, c.at, (SELECT u.undone_change_id FROM undos AS u WHERE u.change_id = "
    "c.id) FROM changes AS c"
    " WHERE c.undone_by IS NULL AND c.row_count > 0 AND c.id <> ? ORDER BY c.id DESC LIMIT 1",
    "i", store->change);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return NULL;
  return read_change (statement);
}

RgmChange *
store_change_origin (RgmStore *store, gint64 id, gboolean *holds, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 CHAIN "SELECT id, command, at, 0, undone_by IS NULL FROM changes"
                       " WHERE id = (SELECT min (id) FROM chain)",
                 "i", id);

  if (statement == NULL || sql_next (store, statement, error) <= 0)
    return NULL;
  *holds = sqlite3_column_int (statement, 4) != 0;
  return read_change (statement);
}

gboolean
store_undo (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (RgmChange) last = rgm_store_last_change (store, &failure);
  g_autoptr (GArray) courses = NULL;
  RgmRow row = { .table = "undos" };

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (last == NULL || last->id != id) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("change %" PRId64 " is not the last one in force, which alone can be "
                    "taken back; look at the record again"),
                 id);
    return FALSE;
  }
  row_number (&row, "undone_change_id", id);
  if (row_insert (store, &row, error) == 0)
    return FALSE;
  /* undone_by follows from the newest change of the chain to the oldest, because a change is undone
   * only if its undo holds */
  for (gint64 each = id, next; each != 0; each = next) {
    gint64 undo = 0;
    next = 0;
    if (!sql_number (store, &undo, error,
                     "SELECT ifnull (max (u.change_id), 0) FROM undos AS u CROSS JOIN changes AS c"
                     " ON c.id = u.change_id WHERE u.undone_change_id = ? AND c.undone_by IS NULL",
                     "i", each)
        || !change_set_undone (store, each, undo, error)
        || !sql_number (store, &next, error,
                        "SELECT undone_change_id FROM undos WHERE change_id = ?", "i", each))
      return FALSE;
  }
  /* The heads say what is true of any course. The caller, who looks at the doses, sets them again
   * with store_set_head(). */
  courses = store_change_courses (store, id, error);
  for (guint i = 0; courses != NULL && i < courses->len; i++)
    if (!sql_run (store, error, "UPDATE course_heads SET settled = 0, active = 1, " COUNT_MAKEUPS,
                  "i", g_array_index (courses, gint64, i)))
      return FALSE;
  return courses != NULL;
}

/* ---- the courses of a change ---- */

#define OF_COURSE(table)                                                                           \
  " UNION SELECT course_id FROM " table " WHERE change_id IN (SELECT id FROM chain)"
#define OF_PATIENT(column, table)                                                                  \
  " UNION SELECT c.id FROM courses AS c WHERE c.patient_id IN (SELECT " column " FROM " table      \
  " WHERE change_id IN (SELECT id FROM chain))"
#define TOUCHED                                                                                    \
  CHAIN                                                                                            \
  " SELECT id FROM courses WHERE change_id IN (SELECT id FROM chain)" OF_COURSE ("revisions")      \
    OF_COURSE ("administrations") OF_COURSE ("appointments") OF_COURSE ("moves")                   \
      OF_COURSE ("holds") OF_COURSE ("course_states") OF_COURSE ("pauses")                         \
        OF_COURSE ("dose_changes") OF_COURSE ("invitations") OF_PATIENT ("id", "patients")         \
          OF_PATIENT ("patient_id", "patient_revisions") " ORDER BY 1"

GArray *
store_change_courses (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) courses = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, TOUCHED, "i", id);

  return sql_ids (store, statement, courses, error) ? g_steal_pointer (&courses) : NULL;
}

/* ---- what this connection and others wrote ---- */

guint
store_written (const RgmStore *store)
{
  return store->written;
}

gboolean
rgm_store_data_version (RgmStore *store, gint64 *version, GError **error)
{
  return sql_number (store, version, error, "PRAGMA data_version", "");
}
