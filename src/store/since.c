/* since.c: which courses were written to since a reader looked. Rows are only ever added, so those
 * of later changes are the last ones of their tables: finding them costs what is new, not what is
 * there. */
#include "store/store-private.h"

#include <string.h>

static gboolean
read_end (RgmStore *store, RgmPosition *end, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error, "SELECT id, hash FROM changes ORDER BY id DESC LIMIT 1", "");
  int more = statement != NULL ? rgm_sql_next (store, statement, error) : -1;

  *end = (RgmPosition){ 0 };
  if (more <= 0)
    return more == 0;
  end->change = sqlite3_column_int64 (statement, 0);
  if (sqlite3_column_bytes (statement, 1) == (int)sizeof end->hash)
    memcpy (end->hash, sqlite3_column_blob (statement, 1), sizeof end->hash);
  return TRUE;
}

/* Another record may stand in the place of the one that was read: a copy that was put back. */
static gboolean
is_known (RgmStore *store, const RgmPosition *position, gboolean *known, GError **error)
{
  gint64 found = 0;
  gboolean well
    = rgm_sql_number (store, &found, error, "SELECT 1 FROM changes WHERE id = ? AND hash = ?", "ib",
                      position->change, position->hash);

  *known = found != 0;
  return well;
}

typedef gboolean (*Found) (RgmStore *store, gint64 id, GArray *courses, GError **error);

static gboolean
add_course (RgmStore *store, gint64 id, GArray *courses, GError **error)
{
  g_array_append_val (courses, id);
  return TRUE;
}

static gboolean
add_patient (RgmStore *store, gint64 id, GArray *courses, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error, "SELECT id FROM courses WHERE patient_id = ?", "i", id);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    add_course (store, sqlite3_column_int64 (statement, 0), courses, error);
  return more == 0;
}

static gboolean
add_undo (RgmStore *store, gint64 id, GArray *courses, GError **error)
{
  g_autoptr (GArray) touched = rgm_store_change_courses (store, id, error);

  if (touched != NULL)
    g_array_append_vals (courses, touched->data, touched->len);
  return touched != NULL;
}

#define BACKWARDS(column, table) "SELECT " column ", change_id FROM " table " ORDER BY id DESC"

static const struct {
  const char *sql;
  Found found;
} tables[] = {
  { BACKWARDS ("id", "courses"), add_course },
  { BACKWARDS ("course_id", "revisions"), add_course },
  { BACKWARDS ("course_id", "administrations"), add_course },
  { BACKWARDS ("course_id", "appointments"), add_course },
  { BACKWARDS ("course_id", "moves"), add_course },
  { BACKWARDS ("course_id", "holds"), add_course },
  { BACKWARDS ("course_id", "course_states"), add_course },
  { BACKWARDS ("course_id", "pauses"), add_course },
  { BACKWARDS ("patient_id", "patient_revisions"), add_patient },
  { BACKWARDS ("change_id", "undos"), add_undo },
};

static gboolean
add_since (RgmStore *store, const char *sql, Found found, gint64 change, GArray *courses,
           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (store, error, sql, "");
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    if (sqlite3_column_int64 (statement, 1) <= change)
      return TRUE;
    if (!found (store, sqlite3_column_int64 (statement, 0), courses, error))
      return FALSE;
  }
  return more == 0;
}

gboolean
rgm_store_touched (RgmStore *store, RgmPosition *position, GArray *courses, gboolean *all,
                   GError **error)
{
  g_auto (RgmView) view = { 0 };
  RgmPosition end;
  gboolean known;

  if (!rgm_sql_view (&view, store, error) || !is_known (store, position, &known, error)
      || !read_end (store, &end, error))
    return FALSE;
  *all = !known;
  for (guint i = 0; known && end.change > position->change && i < G_N_ELEMENTS (tables); i++)
    if (!add_since (store, tables[i].sql, tables[i].found, position->change, courses, error))
      return FALSE;
  *position = end;
  return TRUE;
}
