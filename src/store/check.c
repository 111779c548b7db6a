/* Everything that "regimen check" looks at in the database: rows, tables, settings, derived rows
 * and file modes. */
#include "store/store-private.h"

#include "base/i18n.h"
#include "base/reword.h"
#include <string.h>
#include <sys/stat.h>

/* ---- tables, triggers and views ---- */

static GHashTable *
read_schema (RgmStore *store, GError **error)
{
  g_autoptr (GHashTable) schema = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error,
                 "SELECT type || ' ' || name, ifnull (sql, '') FROM sqlite_schema WHERE name NOT "
                 "LIKE 'sqlite\\_%' ESCAPE '\\'",
                 "");
  int more = -1;

  while (statement != NULL && (more = sql_next (store, statement, error)) > 0)
    g_hash_table_insert (schema, sql_text (statement, 0), sql_text (statement, 1));
  return more == 0 ? g_steal_pointer (&schema) : NULL;
}

/* Adds a problem for each table, index, trigger or view of @a that @b does not have in the same
 * form. */
static void
compare_schemas (GHashTable *a, GHashTable *b, const char *message, GPtrArray *problems)
{
  GHashTableIter iter;
  gpointer name, sql;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &sql))
    if (g_strcmp0 (g_hash_table_lookup (b, name), sql) != 0)
      row_add_problem (problems, message, name);
}

/* An empty record in memory, with the tables that this version makes. */
static RgmStore *
make_model (const char *path, GError **error)
{
  sqlite3 *db = connection_open (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error);
  g_autoptr (RgmStore) model = db != NULL ? store_wrap (db, path) : NULL;

  if (model == NULL)
    return NULL;
  if (sqlite3_exec (db, newest_tables[0].text, NULL, NULL, NULL) == SQLITE_OK)
    return g_steal_pointer (&model);
  sql_error (model, error);
  return NULL;
}

gboolean
schema_check (RgmStore *store, GPtrArray *problems, GError **error)
{
  g_autoptr (RgmStore) model = make_model (store->path, error);
  g_autoptr (GHashTable) wanted = model != NULL ? read_schema (model, error) : NULL;
  g_autoptr (GHashTable) found = wanted != NULL ? read_schema (store, error) : NULL;

  if (found == NULL)
    return FALSE;
  compare_schemas (wanted, found, _ ("missing or altered: %s"), problems);
  compare_schemas (found, wanted, _ ("not made by this program: %s"), problems);
  return TRUE;
}

/* ---- rows that are derived from the record ---- */

/* Courses whose head is missing or wrong. In a course with fixed times, doses that were missed long
 * ago are settled too, so the number of its settled doses is not compared. */
#define WRONG_HEADS                                                                                \
  "SELECT " COURSE_HANDLE " FROM courses AS c JOIN changes AS g ON g.id = c.change_id LEFT JOIN "  \
  "course_heads AS h ON h.course_id = c.id"                                                        \
  " WHERE g.undone_by IS NULL AND (h.course_id IS NULL"                                            \
  " OR (NOT EXISTS (SELECT 1 FROM revisions AS r WHERE r.course_id = c.id AND r.schedule GLOB "    \
  "'times *') AND h.settled <> (SELECT count (DISTINCT a.dose) FROM " COUNTED " "                  \
  "WHERE a.course_id = c.id AND a.dose <= h.settled))"                                             \
  " OR h.makeups <> (SELECT count (*) FROM " COUNTED " WHERE a.course_id = c.id "                  \
  "AND a.makeup))"

/* Alerts whose snooze has an impossible end: no alert can be put off for more than a week. The
 * limit of 8 days leaves a margin. */
#define WRONG_SNOOZES                                                                              \
  "SELECT ifnull (" COURSE_HANDLE ", '') || '/' || t.dose FROM alerts AS t LEFT JOIN courses AS c" \
  " ON c.id = t.course_id WHERE t.until NOT BETWEEN t.at AND t.at + 8 * 86400"

/* Changes whose undone_by is wrong: a change must be undone if, and only if, an undo in force took
 * it back. */
#define WRONG_UNDONE                                                                               \
  "SELECT c.id || ' (' || c.command || ')' FROM changes AS c WHERE c.undone_by IS NOT (SELECT "    \
  "max (u.change_id) FROM undos AS u CROSS JOIN changes AS uc ON uc.id = u.change_id"              \
  " WHERE u.undone_change_id = c.id AND uc.undone_by IS NULL)"

/* Whether all doses of a course have ended, as its head says. This depends on the clock only for
 * fixed times, and a course with fixed times ends only if it is stopped. */
static gboolean
has_ended (RgmStore *store, const RgmCourse *course)
{
  const RgmInstant late = G_GINT64_CONSTANT (7258118400); /* the year 2200 */
  g_autoptr (RgmPatient) patient = rgm_store_patient (store, course->patient_id, NULL);
  const RgmZone *zone = patient != NULL ? rgm_zone_get (patient->zone, NULL) : NULL;

  if (course->stopped_at != RGM_INSTANT_NONE || zone == NULL)
    return TRUE;
  return rgm_course_schedule (course)->kind != RGM_SCHEDULE_TIMES
         && rgm_course_state (course, zone, late) == RGM_COURSE_COMPLETED;
}

/* Reads every course as a command would, which finds a date that is not valid, for example. Then
 * checks that each course without open doses, according to its head, has indeed ended. Only one
 * course at a time is in memory. */
static gboolean
check_courses (RgmStore *store, GPtrArray *problems, GError **error)
{
  RgmCourseQuery whole
    = { .ended = TRUE, .whole = TRUE, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = sql_query (store, error, "SELECT id FROM courses", "");
  gboolean good = sql_ids (store, statement, ids, error);
  gint64 active = 1;

  for (guint i = 0; good && i < ids->len; i++) {
    g_autoptr (GPtrArray) courses = NULL;
    whole.course_id = g_array_index (ids, gint64, i);
    courses = rgm_store_courses (store, &whole, error);
    good
      = courses != NULL
        && sql_number (store, &active, error,
                       "SELECT ifnull ((SELECT active FROM course_heads WHERE course_id = ?), 1)",
                       "i", whole.course_id);
    if (good && !active && courses->len == 1 && !has_ended (store, courses->pdata[0]))
      g_ptr_array_add (
        problems, g_strdup_printf (_ ("what was worked out from the record is wrong for course %s"),
                                   ((const RgmCourse *)courses->pdata[0])->handle));
  }
  return good;
}

static gboolean
check_derived (RgmStore *store, GPtrArray *problems, GError **error)
{
  return row_check_each (store, WRONG_UNDONE,
                         _ ("the note whether change %s was taken back does not match the record"),
                         problems, error)
         && check_courses (store, problems, error)
         && row_check_each (store, WRONG_HEADS,
                            _ ("what was worked out from the record is wrong for course %s"),
                            problems, error)
         && row_check_each (store, WRONG_SNOOZES, _ ("an alert of %s is put off for too long"),
                            problems, error);
}

/* ---- files ---- */

static gboolean
check_modes (RgmStore *store, GPtrArray *problems, GError **error)
{
  const char *const endings[] = { "", "-wal", "-shm" };
  struct stat status;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (store->path, endings[i], NULL);
    if (stat (name, &status) == 0 && (status.st_mode & 077) != 0)
      g_ptr_array_add (
        problems,
        g_strdup_printf (_ ("%s is open to other users (mode %04o); \"chmod 600\" closes it"), name,
                         status.st_mode & 07777));
  }
  return TRUE;
}

/* ---- all of it ---- */

typedef gboolean (*Check) (RgmStore *store, GPtrArray *problems, GError **error);

/* @failure as a problem of @store. The advice to check the record is left out, and the path before
 * it: the record is being checked, and may be a copy with a name that the user has never seen.
 * Returns: (transfer full). */
static char *
problem_of (const RgmStore *store, const GError *failure)
{
  const char *problem = failure->message, *advice = g_strrstr (problem, "; ");
  g_autofree char *beginning = g_strconcat (store->path, ": ", NULL);

  if (!error_has_trait (failure, ERROR_ADVISES_CHECK))
    return g_strdup (problem);
  if (g_str_has_prefix (problem, beginning))
    problem += strlen (beginning);
  return advice > problem ? g_strndup (problem, (gsize)(advice - problem)) : g_strdup (problem);
}

/* Runs each of @checks, ended by NULL. If damage prevents a check from running, that counts as a
 * problem, and the other checks still run. */
static gboolean
run_checks (const Check *checks, RgmStore *store, GPtrArray *problems, GError **error)
{
  for (; *checks != NULL; checks++) {
    g_autoptr (GError) failure = NULL;
    if ((*checks) (store, problems, &failure))
      continue;
    if (!g_error_matches (failure, RGM_ERROR, RGM_ERROR_DAMAGED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    g_ptr_array_add (problems, problem_of (store, failure));
  }
  return TRUE;
}

gboolean
check_content (RgmStore *store, GPtrArray *problems, GError **error)
{
  const Check of_each[] = { row_check_all, NULL };
  const Check of_newest[] = { twins_check, chain_check, schema_check, check_derived, NULL };
  gint64 version = 0;

  return sql_number (store, &version, error, "PRAGMA user_version", "")
         && run_checks (of_each, store, problems, error)
         && (version < RGM_SCHEMA_VERSION || run_checks (of_newest, store, problems, error));
}

GPtrArray *
rgm_store_check (RgmStore *store, GError **error)
{
  const Check of_file[] = { connection_check, check_modes, NULL };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_auto (RgmView) view = { 0 };

  if (!sql_view (&view, store, error))
    return NULL;
  if (store->warning != NULL)
    g_ptr_array_add (problems, g_strdup (store->warning));
  if (!check_content (store, problems, error) || !run_checks (of_file, store, problems, error))
    return NULL;
  /* If the disk failed, what was found says nothing about the record. */
  if (problems->len > 0 && sql_failed_read (store->db) != 0) {
    sql_error_for (store->db, SQLITE_IOERR, FALSE, store->path, error);
    return NULL;
  }
  return g_steal_pointer (&problems);
}
