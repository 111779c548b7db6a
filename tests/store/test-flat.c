#include "fixture.h"

#include "store/alert-rows.h"
#include "store/store-private.h"
#include "store/write.h"

#include <string.h>

/* What a command reads and writes costs the same after ten years: counted in steps of SQLite's
 * machine, not in time. */

typedef struct {
  gint64 steps;
  GPtrArray *statements; /* of char: what ran */
} Trace;

static int
trace_statement (unsigned int event, void *data, void *statement, void *unused)
{
  Trace *trace = data;

  trace->steps += sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  g_ptr_array_add (trace->statements, g_strdup (sqlite3_sql (statement)));
  return 0;
}

/* Statements are kept, and with them what they have counted. */
static void
forget_steps (RgmStore *store)
{
  for (sqlite3_stmt *each = sqlite3_next_stmt (store->db, NULL); each != NULL;
       each = sqlite3_next_stmt (store->db, each))
    sqlite3_stmt_status (each, SQLITE_STMTSTATUS_VM_STEP, 1);
}

static void
trace_begin (Trace *trace, RgmStore *store)
{
  forget_steps (store);
  trace->steps = 0;
  trace->statements = g_ptr_array_new_with_free_func (g_free);
  sqlite3_trace_v2 (store->db, SQLITE_TRACE_PROFILE, trace_statement, trace);
}

static void
trace_end (Trace *trace, RgmStore *store)
{
  sqlite3_trace_v2 (store->db, 0, NULL, NULL);
  g_assert_cmpint (trace->steps, >, 100);
}

static void
log_and_settle (RgmStore *store, gint64 id, int first, int last)
{
  RgmMove move = { .target = { 20900, RGM_NO_TIME } };
  RgmAppointment at = { .at = { 20900, 36000 }, .zone = (char *)"UTC" };

  g_assert_true (store_begin (store, "log", NOW, NULL));
  for (int dose = first; dose <= last; dose++) {
    RgmAdministration given = { .dose = dose, .at = NOW + (gint64)dose * DAY, .recorded_at = NOW };
    g_assert_true (store_add_administration (store, id, &given, NULL));
    g_assert_true (store_set_appointment (store, id, dose, &at, NULL));
    if (dose % 3 == 0)
      g_assert_true (store_set_move (store, id, dose, &move, NULL));
  }
  g_assert_true (store_set_head (store, id, last, TRUE, NULL));
  g_assert_true (store_commit (store, NULL));
}

/* What the agenda, a log and the calendar of the last days ask for. */
static void
use (RgmStore *store, gint64 id, int last)
{
  RgmCourseQuery open = { .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  RgmCourseQuery recent
    = { .since = NOW + (gint64)(last - 5) * DAY, .ended_since = NOW + (gint64)(last - 5) * DAY };
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &open, NULL);
  g_autoptr (GPtrArray) calendar = rgm_store_courses (store, &recent, NULL);
  g_autoptr (RgmCourse) one = rgm_store_course (store, id, NOW, NULL);
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, NULL);
  RgmMark mark;

  g_assert_cmpuint (patients->len, ==, 1);
  g_assert_cmpuint (((RgmCourse *)courses->pdata[0])->administrations->len, ==, 1);
  g_assert_cmpuint (((RgmCourse *)calendar->pdata[0])->administrations->len, ==, 7);
  g_assert_nonnull (one);
  g_assert_true (store_mark (store, id, last, "due", &mark, NULL));
  fixture_log (store, id, last + 1);
}

static void
test_steps (Fixture *fixture, gconstpointer unused)
{
  Trace few, many;
  gint64 id = fixture_fill (fixture->store);

  log_and_settle (fixture->store, id, 1, 30);
  trace_begin (&few, fixture->store);
  use (fixture->store, id, 30);
  trace_end (&few, fixture->store);
  log_and_settle (fixture->store, id, 32, 5000);
  fixture_log (fixture->store, id, 5001);
  trace_begin (&many, fixture->store);
  use (fixture->store, id, 5001);
  trace_end (&many, fixture->store);
  g_test_message ("%" G_GINT64_FORMAT " steps with 30 doses, %" G_GINT64_FORMAT " with 5000",
                  few.steps, many.steps);
  g_assert_cmpint (many.steps, <, few.steps + few.steps / 20);
  g_ptr_array_unref (few.statements);
  g_ptr_array_unref (many.statements);
}

/* The negative of it: a whole course is not flat, and the counter sees that. */
static void
test_control (Fixture *fixture, gconstpointer unused)
{
  Trace few, many;
  gint64 id = fixture_fill (fixture->store);

  log_and_settle (fixture->store, id, 1, 30);
  trace_begin (&few, fixture->store);
  rgm_course_free (rgm_store_course (fixture->store, id, RGM_INSTANT_NONE, NULL));
  trace_end (&few, fixture->store);
  log_and_settle (fixture->store, id, 31, 500);
  trace_begin (&many, fixture->store);
  rgm_course_free (rgm_store_course (fixture->store, id, RGM_INSTANT_NONE, NULL));
  trace_end (&many, fixture->store);
  g_assert_cmpint (many.steps, >, 5 * few.steps);
  g_ptr_array_unref (few.statements);
  g_ptr_array_unref (many.statements);
}

static const char *const history_tables[]
  = { "administrations", "appointments", "moves",  "holds",
      "dose_changes",    "changes",      "alerts", "revisions" };

/* "SCAN a USING INDEX …" names what is read from end to end, by its alias in the statement. */
static void
assert_no_scan (RgmStore *store, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, NULL, explain, "");

  g_assert_nonnull (statement);
  while (sqlite3_step (statement) == SQLITE_ROW) {
    const char *line = (const char *)sqlite3_column_text (statement, 3);
    g_auto (GStrv) words = g_strsplit (line, " ", 3);
    if (!g_str_equal (words[0], "SCAN"))
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (history_tables); i++) {
      g_autofree char *aliased = g_strdup_printf ("%s AS %s ", history_tables[i], words[1]);
      if (g_str_equal (words[1], history_tables[i]) || strstr (sql, aliased) != NULL)
        g_error ("%s: %s", line, sql);
    }
  }
}

static void
test_plans (Fixture *fixture, gconstpointer unused)
{
  Trace trace;
  gint64 id = fixture_fill (fixture->store);
  guint checked = 0;

  log_and_settle (fixture->store, id, 1, 30);
  trace_begin (&trace, fixture->store);
  use (fixture->store, id, 30);
  trace_end (&trace, fixture->store);
  for (guint i = 0; i < trace.statements->len; i++) {
    const char *sql = trace.statements->pdata[i];
    if (!g_str_has_prefix (sql, "SELECT"))
      continue;
    assert_no_scan (fixture->store, sql);
    checked++;
  }
  g_assert_cmpuint (checked, >, 15);
  g_ptr_array_unref (trace.statements);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/flat/steps", test_steps);
  fixture_add ("/flat/control", test_control);
  fixture_add ("/flat/plans", test_plans);
  return g_test_run ();
}
