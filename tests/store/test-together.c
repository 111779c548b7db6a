#include "fixture.h"

#include "store/store-private.h"
#include "store/write.h"

#include <string.h>

/* Several commands that are one change. */

#define DOSES                                                                                      \
  "SELECT ifnull (group_concat (dose), '') FROM (SELECT dose FROM counted_administrations ORDER "  \
  "BY dose)"

static void
assert_doses (Fixture *fixture, const char *wanted)
{
  g_autofree char *found = fixture_query (fixture->path, DOSES);

  g_assert_cmpstr (found, ==, wanted);
}

static void
assert_whole (Fixture *fixture)
{
  g_autofree char *problems = fixture_check (fixture->store);

  /* these logs do not keep what is derived of a course */
  g_assert_null (strstr (problems, "row"));
  g_assert_null (strstr (problems, "change"));
}

static void
begin_together (RgmStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_begin_together (store, "import", NOW, &error));
  g_assert_no_error (error);
}

/* Writes something, and takes it back. */
static void
try_in_vain (RgmStore *store, gint64 course)
{
  RgmHold hold = { 3, (char *)"in vain", RGM_NO_DAY, NOW };

  g_assert_true (store_begin (store, "hold", NOW, NULL));
  g_assert_true (store_set_hold (store, course, 3, &hold, NULL));
  store_rollback (store);
}

static void
test_one_change (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  guint written = store_written (fixture->store);
  g_autoptr (RgmChange) change = NULL;
  g_autofree char *holds = NULL;

  begin_together (fixture->store);
  fixture_log (fixture->store, course, 1);
  try_in_vain (fixture->store, course);
  fixture_log (fixture->store, course, 2);
  assert_doses (fixture, "");
  g_assert_true (store_commit_together (fixture->store, NULL));
  assert_doses (fixture, "1,2");
  assert_whole (fixture);
  holds = fixture_query (fixture->path, "SELECT count (*) FROM holds");
  g_assert_cmpstr (holds, ==, "0");
  g_assert_cmpuint (store_written (fixture->store), ==, written + 1);
  change = store_change_in_force (fixture->store, NULL);
  g_assert_cmpstr (change->command, ==, "import");
  g_assert_true (store_begin (fixture->store, "undo", NOW, NULL));
  g_assert_true (store_undo (fixture->store, change->id, NULL, NULL));
  g_assert_true (store_commit (fixture->store, NULL));
  assert_doses (fixture, "");
}

static void
test_taken_back (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);

  begin_together (fixture->store);
  fixture_log (fixture->store, course, 1);
  store_rollback_together (fixture->store);
  store_rollback_together (fixture->store);
  assert_doses (fixture, "");
  fixture_log (fixture->store, course, 2);
  assert_doses (fixture, "2");
  assert_whole (fixture);
}

/* SQLite takes back the whole by itself where the disk is full: what comes after it is no change.
 */
static void
test_nothing_after_a_failure (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;

  begin_together (fixture->store);
  fixture_log (fixture->store, course, 1);
  g_assert_true (store_begin (fixture->store, "undo", NOW, NULL));
  g_assert_cmpint (sqlite3_exec (fixture->store->db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  store_rollback (fixture->store);
  g_assert_false (store_begin (fixture->store, "log", NOW, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  store_rollback_together (fixture->store);
  assert_doses (fixture, "");
  assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/together/one-change", test_one_change);
  fixture_add ("/together/taken-back", test_taken_back);
  fixture_add ("/together/nothing-after-a-failure", test_nothing_after_a_failure);
  return g_test_run ();
}
