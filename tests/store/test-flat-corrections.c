#include "fixture.h"

#include "store/store-private.h"
#include "store/write.h"

#include <string.h>

/* With pauses, revisions and what was taken back on record, reading costs the same after ten years
 * of doses: counted in steps of SQLite's machine. */

#define DECISIONS 12

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
decide (RgmStore *store, gint64 id)
{
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));

  schedule->every = (RgmPeriod){ 4, 'w' };
  g_assert_true (store_begin (store, "decide", NOW, NULL));
  for (int i = 1; i <= DECISIONS; i++) {
    RgmDay day = 20800 + i;
    RgmPause pause = { .from_dose = i, .from = day, .until = RGM_NO_DAY }, ended = pause;
    RgmRevision revision
      = { .from_dose = i, .schedule = schedule, .made_at = NOW, .amount = (char *)"3 mg" };
    ended.until = day + 1;
    g_array_append_val (closed, day);
    g_assert_true (store_set_pause (store, id, &pause, NULL));
    g_assert_true (store_set_pause (store, id, &ended, NULL));
    g_assert_true (store_add_revision (store, id, &revision, NULL));
  }
  g_assert_true (store_set_patient (store, 1, NULL, NULL, closed, NULL));
  g_assert_true (store_commit (store, NULL));
}

static void
log_doses (RgmStore *store, gint64 id, int first, int last)
{
  g_assert_true (store_begin (store, "log", NOW, NULL));
  for (int dose = first; dose <= last; dose++) {
    RgmAdministration given = { .dose = dose, .at = NOW + (gint64)dose * DAY, .recorded_at = NOW };
    g_assert_true (store_add_administration (store, id, &given, NULL));
  }
  g_assert_true (store_set_head (store, id, last, TRUE, NULL));
  g_assert_true (store_commit (store, NULL));
}

static void
log_and_undo (RgmStore *store, gint64 id, int dose)
{
  g_autoptr (RgmChange) last = NULL;

  fixture_log (store, id, dose);
  last = store_change_in_force (store, NULL);
  g_assert_true (store_begin (store, "undo", NOW, NULL));
  g_assert_true (store_undo (store, last->id, NULL, NULL));
  g_assert_true (store_set_head (store, id, dose - 1, TRUE, NULL));
  g_assert_true (store_commit (store, NULL));
}

static void
use (RgmStore *store, gint64 id, Trace *trace)
{
  RgmCourseQuery open = { .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = NULL, patients = NULL;
  g_autoptr (RgmCourse) one = NULL;
  g_autoptr (RgmChange) last = NULL;

  forget_steps (store);
  trace->steps = 0;
  trace->statements = g_ptr_array_new_with_free_func (g_free);
  sqlite3_trace_v2 (store->db, SQLITE_TRACE_PROFILE, trace_statement, trace);
  courses = rgm_store_courses (store, &open, NULL);
  patients = rgm_store_patients (store, NULL);
  one = rgm_store_course (store, id, NOW, NULL);
  last = store_change_in_force (store, NULL);
  sqlite3_trace_v2 (store->db, 0, NULL, NULL);
  g_assert_cmpuint (courses->len, ==, 1);
  g_assert_cmpuint (((RgmPatient *)patients->pdata[0])->closed->len, ==, DECISIONS);
  g_assert_cmpuint (one->pauses->len, ==, DECISIONS);
  g_assert_cmpuint (one->revisions->len, ==, DECISIONS + 1);
  g_assert_cmpuint (one->clinic_closed->len, ==, DECISIONS);
  g_assert_cmpuint (one->administrations->len, ==, 1);
  g_assert_cmpstr (last->command, ==, "undo");
}

static void
test_steps (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  Trace few, many;

  decide (fixture->store, id);
  log_doses (fixture->store, id, 1, 30);
  log_and_undo (fixture->store, id, 31);
  log_and_undo (fixture->store, id, 31);
  use (fixture->store, id, &few);
  log_doses (fixture->store, id, 31, 5000);
  log_and_undo (fixture->store, id, 5001);
  log_and_undo (fixture->store, id, 5001);
  use (fixture->store, id, &many);
  g_test_message ("%" G_GINT64_FORMAT " steps with 30 doses, %" G_GINT64_FORMAT " with 5000",
                  few.steps, many.steps);
  g_assert_cmpint (few.steps, >, 100);
  g_assert_cmpint (many.steps, <, few.steps + few.steps / 20);
  g_ptr_array_unref (few.statements);
  g_ptr_array_unref (many.statements);
}

/* "SCAN t" names what is read from end to end, by its alias in the statement. changes is read from
 * its end. */
static void
assert_no_scan (RgmStore *store, const char *sql)
{
  const char *const tables[] = { "administrations", "pauses", "revisions", "undos", "moves" };
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (sqlite3_stmt) statement = sql_query (store, NULL, explain, "");

  while (sqlite3_step (statement) == SQLITE_ROW) {
    g_auto (GStrv) words = g_strsplit ((const char *)sqlite3_column_text (statement, 3), " ", 3);
    for (guint i = 0; g_str_equal (words[0], "SCAN") && i < G_N_ELEMENTS (tables); i++) {
      g_autofree char *aliased = g_strdup_printf ("%s AS %s ", tables[i], words[1]);
      if (g_str_equal (words[1], tables[i]) || strstr (sql, aliased) != NULL)
        g_error ("%s is read from end to end: %s", tables[i], sql);
    }
  }
}

static void
test_plans (Fixture *fixture, gconstpointer unused)
{
  gint64 id = fixture_fill (fixture->store);
  guint checked = 0;
  Trace trace;

  decide (fixture->store, id);
  log_doses (fixture->store, id, 1, 30);
  log_and_undo (fixture->store, id, 31);
  use (fixture->store, id, &trace);
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
  fixture_add ("/flat/corrections/steps", test_steps);
  fixture_add ("/flat/corrections/plans", test_plans);
  return g_test_run ();
}
