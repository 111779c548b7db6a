/* The record as it was before one of its changes. While it is looked at, a view of this connection
 * stands in the place of the table "changes": every read then takes only rows of changes that were
 * in force at that time. */
#include "store/store-private.h"

#define OPEN_PAST                                                                                  \
  "CREATE TEMP TABLE undone_then (id INTEGER PRIMARY KEY);"                                        \
  "CREATE TEMP TABLE the_end (id INTEGER PRIMARY KEY);"                                            \
  "CREATE TEMP VIEW changes AS SELECT c.id, c.at, c.command, c.row_count, CASE WHEN c.id IN "      \
  "(SELECT id FROM temp.undone_then) THEN 1 END AS undone_by FROM main.changes AS c"               \
  " WHERE c.id < (SELECT id FROM temp.the_end);"                                                   \
  "CREATE TEMP VIEW counted_administrations AS"                                                    \
  " SELECT a.* FROM main.administrations AS a CROSS JOIN temp.changes AS c ON c.id = a.change_id"  \
  " WHERE c.undone_by IS NULL AND NOT EXISTS ("                                                    \
  "   SELECT 1 FROM main.administrations AS r CROSS JOIN temp.changes AS rc ON rc.id = "           \
  "r.change_id WHERE r.replaces = a.id AND rc.undone_by IS NULL);"
#define CLOSE_PAST                                                                                 \
  "DROP VIEW temp.counted_administrations; DROP VIEW temp.changes; DROP TABLE temp.the_end;"       \
  " DROP TABLE temp.undone_then"

static gboolean
execute (RgmStore *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK
         || rgm_sql_error (store, error);
}

/* From the newest to the oldest: an undo that was itself taken back takes nothing back. */
static gboolean
fill_undone (RgmStore *store, gint64 end, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT change_id, undone_change_id FROM undos WHERE change_id < ? ORDER BY change_id DESC",
    "i", end);
  g_autoptr (GHashTable) undone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    gint64 undo = sqlite3_column_int64 (statement, 0), what = sqlite3_column_int64 (statement, 1);
    if (g_hash_table_contains (undone, &undo))
      continue;
    g_hash_table_add (undone, g_memdup2 (&what, sizeof what));
    if (!rgm_sql_run (store, error, "INSERT OR IGNORE INTO temp.undone_then VALUES (?)", "i", what))
      return FALSE;
  }
  return more == 0;
}

/* What is derived from the record is that of today. */
static void
count_makeups (RgmCourse *course)
{
  course->makeups = 0;
  for (guint i = 0; i < course->administrations->len; i++)
    course->makeups += ((const RgmAdministration *)course->administrations->pdata[i])->makeup;
}

static RgmCourse *
read_then (RgmStore *store, gint64 id, gint64 change, const RgmZone **zone, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GError) problem = NULL;

  if (!rgm_sql_run (store, error, "INSERT INTO temp.the_end VALUES (?)", "i", change)
      || !fill_undone (store, change, error))
    return NULL;
  course = rgm_store_course (store, id, TRUE, &problem);
  patient = course != NULL ? rgm_store_patient (store, course->patient_id, &problem) : NULL;
  if (patient == NULL) {
    if (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_CONFLICT))
      g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  count_makeups (course);
  *zone = rgm_zone_get (patient->zone, NULL);
  return *zone != NULL ? g_steal_pointer (&course) : NULL;
}

RgmCourse *
rgm_store_course_before (RgmStore *store, gint64 id, gint64 change, const RgmZone **zone,
                         GError **error)
{
  g_auto (RgmView) view = { 0 };
  RgmCourse *course = NULL;

  *zone = NULL;
  if (!rgm_sql_view (&view, store, error))
    return NULL;
  if (execute (store, OPEN_PAST, error)) {
    course = read_then (store, id, change, zone, error);
    execute (store, CLOSE_PAST, NULL);
  }
  return course;
}

GArray *
rgm_store_vanished_courses (RgmStore *store, gint64 patient_id, RgmInstant since, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT c.id FROM courses AS c JOIN changes AS g ON g.id = c.change_id"
    " WHERE g.undone_by IS NOT NULL AND EXISTS (SELECT 1 FROM dose_changes AS d"
    " WHERE d.course_id = c.id AND d.at >= ?1) AND (?2 = 0 OR c.patient_id = ?2) ORDER BY c.id",
    "ii", (gint64)since, patient_id);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    gint64 id = sqlite3_column_int64 (statement, 0);
    g_array_append_val (ids, id);
  }
  return more == 0 ? g_steal_pointer (&ids) : NULL;
}
