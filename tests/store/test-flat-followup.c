#include "fixture.h"

#include "store/store-private.h"
#include "store/write.h"

#include <string.h>

/* What feel and lab read and write costs the same with thousands of observations on record as with
 * ten: counted in steps of SQLite's machine. Logging a dose reads none of them. */

#define FEW 10
#define MANY 4000

typedef struct {
  gint64 steps;
  gboolean reads_observations;
} Trace;

static int
trace_statement (unsigned int event, void *data, void *statement, void *unused)
{
  Trace *trace = data;

  trace->steps += sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  if (strstr (sqlite3_sql (statement), "observations") != NULL)
    trace->reads_observations = TRUE;
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

/* Puts the entry @number of @kind on record, @number days after NOW; 0: a new one. */
static void
observe (RgmStore *store, RgmObservationKind kind, const char *name, int number, RgmInstant at)
{
  RgmObservation observation = { .patient_id = 1,
                                 .kind = kind,
                                 .number = number,
                                 .key = (char *)name,
                                 .name = (char *)name,
                                 .value = (char *)"3",
                                 .at = at,
                                 .zone = (char *)"Europe/Berlin",
                                 .day = 20780,
                                 .recorded_at = NOW };
  g_assert_true (store_add_observation (store, &observation, FALSE, NULL));
}

/* @count days, oldest first: each with something of the person's own words, with the same three
 * tests, and with a correction of what was felt. */
static void
fill (RgmStore *store, int first, int count)
{
  g_assert_nonnull (store_begin (store, "fill", NOW, NULL));
  for (int i = first; i < first + count; i++) {
    const char *const tests[] = { "x", "y", "z" };
    g_autofree char *words = g_strdup_printf ("words %d", i);
    RgmInstant at = NOW + (gint64)i * DAY;
    observe (store, RGM_OBSERVATION_FELT, words, 0, at);
    observe (store, RGM_OBSERVATION_LAB, tests[i % 3], 0, at);
    observe (store, RGM_OBSERVATION_FELT, words, i + 1, at);
  }
  g_assert_true (store_commit (store, NULL));
}

typedef void (*Use) (RgmStore *store, int count);

/* The last two weeks of what was felt. */
static void
use_list (RgmStore *store, int count)
{
  const RgmObservationQuery query
    = { .patient_id = 1, .kind = RGM_OBSERVATION_FELT, .since = NOW + (gint64)(count - 8) * DAY };
  g_autoptr (GPtrArray) found = rgm_store_observations (store, &query, NULL);
  g_assert_cmpuint (found->len, ==, 8);
}

/* The latest value of each test. */
static void
use_latest (RgmStore *store, int count)
{
  g_autoptr (GPtrArray) found = rgm_store_latest_observations (store, 1, RGM_OBSERVATION_LAB, NULL);
  g_assert_cmpuint (found->len, ==, 3);
}

/* One entry, and the last value that meets a need. */
static void
use_one (RgmStore *store, int count)
{
  g_autoptr (RgmObservation) entry
    = rgm_store_observation (store, 1, RGM_OBSERVATION_FELT, count / 2, NULL);
  g_autoptr (RgmObservation) last = rgm_store_last_observation (store, 1, "x", NULL);
  g_assert_true (entry != NULL && last != NULL);
}

/* A new entry, which is taken back so that the next run finds the same record. */
static void
use_write (RgmStore *store, int count)
{
  RgmTransaction *change = store_begin (store, "feel", NOW, NULL);
  observe (store, RGM_OBSERVATION_FELT, "new", 0, NOW);
  store_rollback (change);
}

static Trace
count_steps (RgmStore *store, Use use, int count)
{
  Trace trace = { 0 };

  forget_steps (store);
  sqlite3_trace_v2 (store->db, SQLITE_TRACE_PROFILE, trace_statement, &trace);
  use (store, count);
  sqlite3_trace_v2 (store->db, 0, NULL, NULL);
  return trace;
}

static void
test_steps (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *name;
    Use use;
  } uses[] = {
    { "list", use_list }, { "latest", use_latest }, { "one", use_one }, { "write", use_write }
  };
  Trace few[G_N_ELEMENTS (uses)];

  fixture_fill (fixture->store);
  fill (fixture->store, 0, FEW);
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    few[i] = count_steps (fixture->store, uses[i].use, FEW);
  fill (fixture->store, FEW, MANY - FEW);
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++) {
    Trace many = count_steps (fixture->store, uses[i].use, MANY);
    g_test_message ("%s: %" G_GINT64_FORMAT " steps with %d, %" G_GINT64_FORMAT " with %d",
                    uses[i].name, few[i].steps, FEW, many.steps, MANY);
    g_assert_true (many.reads_observations);
    g_assert_cmpint (few[i].steps, >, 20);
    g_assert_cmpint (many.steps, <=, few[i].steps + few[i].steps / 10);
  }
}

static gint64 logged_course;
static int logged_dose = 1;

static void
use_log (RgmStore *store, int count)
{
  fixture_log (store, logged_course, logged_dose++);
}

/* Undoing looks for the person of every change; nothing else that is about doses reads what was
 * observed. */
static void
test_log (Fixture *fixture, gconstpointer unused)
{
  logged_course = fixture_fill (fixture->store);
  fill (fixture->store, 0, FEW);
  g_assert_false (count_steps (fixture->store, use_log, FEW).reads_observations);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/flat/followup/steps", test_steps);
  fixture_add ("/flat/followup/log", test_log);
  return g_test_run ();
}
