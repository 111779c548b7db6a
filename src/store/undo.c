/* Taking back. A change is undone where a change that is not undone itself took it back;
 * changes.undone_by is that, derived, so that reading need not follow the chain of undos. Only the
 * last change in force can be taken back: others would leave what was built on them. */
#include "store/store-private.h"

#include <base/i18n.h>

/* A change, and what it took back, and what that took back: an undo of an undo. */
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
  change->command = rgm_sql_text (statement, 1);
  change->at = sqlite3_column_int64 (statement, 2);
  change->undoes = sqlite3_column_int64 (statement, 3);
  return change;
}

RgmChange *
rgm_store_last_change (RgmStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT c.id, c.command, c.at, (SELECT u.undone_change_id FROM undos AS u WHERE u.change_id = "
    "c.id) FROM changes AS c"
    " WHERE c.undone_by IS NULL AND c.row_count > 0 AND c.id <> ? ORDER BY c.id DESC LIMIT 1",
    "i", store->change);

  if (statement == NULL || rgm_sql_next (store, statement, error) <= 0)
    return NULL;
  return read_change (statement);
}

RgmChange *
rgm_store_change_origin (RgmStore *store, gint64 id, gboolean *holds, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               CHAIN "SELECT id, command, at, 0, undone_by IS NULL FROM changes"
                     " WHERE id = (SELECT min (id) FROM chain)",
               "i", id);

  if (statement == NULL || rgm_sql_next (store, statement, error) <= 0)
    return NULL;
  *holds = sqlite3_column_int (statement, 4) != 0;
  return read_change (statement);
}

static gboolean
is_last (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (RgmChange) last = rgm_store_last_change (store, &failure);

  if (last != NULL && last->id == id)
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("change %" G_GINT64_FORMAT " is not the last one in force, which alone can be "
                    "taken back; look at the record again"),
                 id);
  return FALSE;
}

/* ---- what is derived ---- */

/* The undo in force that took change @id back, 0: none. */
static gboolean
find_undo (RgmStore *store, gint64 id, gint64 *undo, GError **error)
{
  *undo = 0;
  return rgm_sql_number (
    store, undo, error,
    "SELECT ifnull (max (u.change_id), 0) FROM undos AS u CROSS JOIN changes AS c ON c.id = "
    "u.change_id WHERE u.undone_change_id = ? AND c.undone_by IS NULL",
    "i", id);
}

/* From the newest to the oldest: whether an undo holds decides on the change that it took back. */
static gboolean
derive_chain (RgmStore *store, gint64 id, GError **error)
{
  while (id != 0) {
    gint64 undo, next = 0;
    if (!find_undo (store, id, &undo, error) || !rgm_change_set_undone (store, id, undo, error)
        || !rgm_sql_number (store, &next, error,
                            "SELECT undone_change_id FROM undos WHERE change_id = ?", "i", id))
      return FALSE;
    id = next;
  }
  return TRUE;
}

/* What may be said of a course without looking at its doses; whoever looks at them says more with
 * rgm_store_set_head(). */
static gboolean
reset_heads (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) courses = rgm_store_change_courses (store, id, error);

  if (courses == NULL)
    return FALSE;
  for (guint i = 0; i < courses->len; i++)
    if (!rgm_sql_run (store, error,
                      "UPDATE course_heads SET settled = 0, active = 1, " COUNT_MAKEUPS, "i",
                      g_array_index (courses, gint64, i)))
      return FALSE;
  return TRUE;
}

gboolean
rgm_store_undo (RgmStore *store, gint64 id, GError **error)
{
  RgmRow row = { .table = "undos" };

  if (!is_last (store, id, error))
    return FALSE;
  rgm_row_number (&row, "undone_change_id", id);
  return rgm_row_insert (store, &row, error) != 0 && derive_chain (store, id, error)
         && reset_heads (store, id, error);
}

/* ---- what a change touched ---- */

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
rgm_store_change_courses (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) courses = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = rgm_sql (store, error, TOUCHED, "i", id);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    gint64 course = sqlite3_column_int64 (statement, 0);
    g_array_append_val (courses, course);
  }
  return more == 0 ? g_steal_pointer (&courses) : NULL;
}
