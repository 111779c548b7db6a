/* The record at an earlier time: a course as it was before a change, and the courses that were
 * written to since a reader last looked. */
#include "store/past.h"
#include "store/store-private.h"

#include <string.h>

/* ---- before a change ----
 * While the past is being read, a temporary view shadows the table "changes", so reads see only
 * changes that were in force at that time. */

#define OPEN_PAST                                                                                  \
  "CREATE TEMP TABLE undone_then (id INTEGER PRIMARY KEY);"                                        \
  "CREATE TEMP TABLE the_end (id INTEGER PRIMARY KEY);"                                            \
  "CREATE TEMP VIEW changes AS SELECT c.id, c.at, c.command, c.row_count, CASE WHEN c.id IN "      \
  "(SELECT id FROM temp.undone_then) THEN 1 END AS undone_by FROM main.changes AS c"               \
  " WHERE c.id < (SELECT id FROM temp.the_end);"
/* For past_open_history(): the changes before the end, as if none had ever been undone. If
 * undone_then has a row, merges that were undone are left out. */
#define OPEN_HISTORY                                                                               \
  "CREATE TEMP TABLE undone_then (id INTEGER PRIMARY KEY);"                                        \
  "CREATE TEMP TABLE the_end (id INTEGER PRIMARY KEY);"                                            \
  "CREATE TEMP VIEW changes AS SELECT c.id, c.at, c.command, c.row_count, NULL AS undone_by"       \
  " FROM main.changes AS c WHERE c.id < (SELECT id FROM temp.the_end) AND (c.undone_by IS NULL"    \
  " OR c.command <> 'merge' OR NOT EXISTS (SELECT 1 FROM temp.undone_then));"
#define CLOSE_PAST "DROP VIEW temp.changes; DROP TABLE temp.the_end; DROP TABLE temp.undone_then"

static gboolean
execute (RgmStore *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK || sql_error (store, error);
}

/* Goes from the newest undo to the oldest, because an undo that was taken back takes nothing back.
 */
static gboolean
fill_undone (RgmStore *store, gint64 end, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT change_id, undone_change_id FROM undos WHERE change_id < ? ORDER BY change_id DESC",
    "i", end);
  g_autoptr (GHashTable) undone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    gint64 undo = sqlite3_column_int64 (statement, 0), what = sqlite3_column_int64 (statement, 1);
    if (g_hash_table_contains (undone, &undo))
      continue;
    g_hash_table_add (undone, g_memdup2 (&what, sizeof what));
    if (!sql_run (store, error, "INSERT OR IGNORE INTO temp.undone_then VALUES (?)", "i", what))
      return FALSE;
  }
  return more == 0;
}

void
past_close (RgmStore *store)
{
  execute (store, CLOSE_PAST, NULL);
}

gboolean
past_open (RgmStore *store, gint64 change, GError **error)
{
  if (!execute (store, OPEN_PAST, error))
    return FALSE;
  if (sql_run (store, error, "INSERT INTO temp.the_end VALUES (?)", "i", change)
      && fill_undone (store, change, error))
    return TRUE;
  past_close (store);
  return FALSE;
}

gboolean
past_open_history (RgmStore *store, gint64 change, gboolean merges, GError **error)
{
  if (!execute (store, OPEN_HISTORY, error))
    return FALSE;
  if (sql_run (store, error, "INSERT INTO temp.the_end VALUES (?)", "i", change)
      && (merges || sql_run (store, error, "INSERT INTO temp.undone_then VALUES (1)", "")))
    return TRUE;
  past_close (store);
  return FALSE;
}

static RgmCourse *
read_then (RgmStore *store, gint64 id, const RgmZone **zone, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GError) problem = NULL;

  course = rgm_store_course (store, id, RGM_INSTANT_NONE, &problem);
  patient = course != NULL ? rgm_store_patient (store, course->patient_id, &problem) : NULL;
  if (patient == NULL) {
    if (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT))
      g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  /* makeups was read from the present head, so it is counted anew */
  course->makeups = 0;
  for (guint i = 0; i < course->administrations->len; i++)
    course->makeups += ((const RgmAdministration *)course->administrations->pdata[i])->makeup;
  *zone = rgm_zone_get (patient->zone, NULL);
  return g_steal_pointer (&course);
}

RgmCourse *
store_course_before (RgmStore *store, gint64 id, gint64 change, const RgmZone **zone,
                     GError **error)
{
  g_auto (RgmView) view = { 0 };
  RgmCourse *course = NULL;

  *zone = NULL;
  if (!sql_view (&view, store, error))
    return NULL;
  if (past_open (store, change, error)) {
    course = read_then (store, id, zone, error);
    past_close (store);
  }
  return course;
}

GArray *
store_vanished_courses (RgmStore *store, gint64 patient_id, RgmInstant since, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (
    store, error,
    "SELECT c.id FROM courses AS c JOIN changes AS g ON g.id = c.change_id"
    " WHERE (g.undone_by IS NOT NULL OR " COURSE_REMOVED
    ") AND EXISTS (SELECT 1 FROM dose_changes AS d"
    " WHERE d.course_id = c.id AND d.at >= ?1) AND (?2 = 0 OR c.patient_id = ?2) ORDER BY c.id",
    "ii", (gint64)since, patient_id);

  return sql_ids (store, statement, ids, error) ? g_steal_pointer (&ids) : NULL;
}

/* ---- since a reader looked ----
 * Rows are only ever added, so those of later changes are the last ones of their tables. The cost
 * depends on the number of new rows, not on the size of the record. */

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
    = sql_query (store, error, "SELECT id FROM courses WHERE patient_id = ?", "i", id);

  return sql_ids (store, statement, courses, error);
}

static gboolean
add_undo (RgmStore *store, gint64 id, GArray *courses, GError **error)
{
  g_autoptr (GArray) touched = store_change_courses (store, id, error);

  if (touched != NULL)
    g_array_append_vals (courses, touched->data, touched->len);
  return touched != NULL;
}

#define BACKWARDS(column, table) "SELECT " column ", change_id FROM " table " ORDER BY id DESC"

static const struct {
  const char *sql;
  Found found;
  gboolean people; /* as the @people of store_touched(): such a row may change it */
} tables[] = {
  { BACKWARDS ("id", "courses"), add_course, FALSE },
  { BACKWARDS ("course_id", "revisions"), add_course, FALSE },
  { BACKWARDS ("course_id", "administrations"), add_course, FALSE },
  { BACKWARDS ("course_id", "appointments"), add_course, FALSE },
  { BACKWARDS ("course_id", "moves"), add_course, FALSE },
  { BACKWARDS ("course_id", "holds"), add_course, FALSE },
  { BACKWARDS ("course_id", "course_states"), add_course, FALSE },
  { BACKWARDS ("course_id", "pauses"), add_course, FALSE },
  { BACKWARDS ("course_id", "course_names"), add_course, FALSE },
  { BACKWARDS ("course_id", "needs"), add_course, FALSE },
  { BACKWARDS ("patient_id", "patient_revisions"), add_patient, TRUE },
  { BACKWARDS ("patient_id", "observations"), add_patient, FALSE },
  { BACKWARDS ("patient_id", "contacts"), add_patient, FALSE },
  { BACKWARDS ("patient_id", "questions"), add_patient, FALSE },
  { BACKWARDS ("change_id", "undos"), add_undo, TRUE },
};

static gboolean
add_since (RgmStore *store, const char *sql, Found found, gint64 change, GArray *courses,
           gboolean *any, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, sql, "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0) {
    if (sqlite3_column_int64 (statement, 1) <= change)
      return TRUE;
    *any = TRUE;
    if (!found (store, sqlite3_column_int64 (statement, 0), courses, error))
      return FALSE;
  }
  return more == 0;
}

gboolean
store_touched (RgmStore *store, RgmPosition *position, GArray *courses, gboolean *all,
               gboolean *people, GError **error)
{
  g_auto (RgmView) view = { 0 };
  g_autoptr (sqlite3_stmt) last = NULL;
  RgmPosition end = { 0 };
  gint64 known = 0;
  int more = -1;

  /* The file may have been replaced since it was read, for example by `regimen restore`. A position
   * in the old file means nothing in the new one. */
  if (!sql_view (&view, store, error)
      || !sql_number (store, &known, error, "SELECT 1 FROM changes WHERE id = ? AND hash = ?", "ib",
                      position->change, position->hash))
    return FALSE;
  last = sql_query (store, error, "SELECT id, hash FROM changes ORDER BY id DESC LIMIT 1", "");
  if (last == NULL || (more = sql_next (store, last, error)) < 0)
    return FALSE;
  if (more > 0) {
    end.change = sqlite3_column_int64 (last, 0);
    if (sqlite3_column_bytes (last, 1) == (int)sizeof end.hash)
      memcpy (end.hash, sql_borrow_blob (last, 1), sizeof end.hash);
  }
  *all = *people = known == 0;
  for (guint i = 0; !*all && end.change > position->change && i < G_N_ELEMENTS (tables); i++) {
    gboolean any = FALSE;
    if (!add_since (store, tables[i].sql, tables[i].found, position->change, courses, &any, error))
      return FALSE;
    *people = *people || (any && tables[i].people);
  }
  *position = end;
  return TRUE;
}
