/* What the store does if SQLite gets no memory: it never goes on with another value. */
#include "fixture.h"
#include "store/store-private.h"

static sqlite3_mem_methods usual;
static gboolean fails;

static void *
allocate (int n)
{
  return fails ? NULL : usual.xMalloc (n);
}

static void *
reallocate (void *block, int n)
{
  return fails ? NULL : usual.xRealloc (block, n);
}

/* A number as text needs memory, which is refused. */
static void
read_text (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement
    = sql_query (fixture->store, &error, "PRAGMA cell_size_check", "");

  g_assert_cmpint (sql_next (fixture->store, statement, &error), ==, 1);
  fails = TRUE;
  g_assert_cmpstr (sql_borrow_text (statement, 0), ==, "1");
}

static void
test_a_value_is_read (Fixture *fixture, gconstpointer unused)
{
  if (g_test_subprocess ()) {
    read_text (fixture, NULL);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDOUT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*failed to allocate memory for a value of the database*");
}

static void
test_a_value_is_handed_over (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gint64 found = 0;
  const char sql[] = "SELECT 1 WHERE ? IS NULL";

  g_assert_true (sql_number (fixture->store, &found, &error, sql, "t", "text"));
  fails = TRUE;
  g_assert_false (sql_number (fixture->store, &found, &error, sql, "t", "text"));
  fails = FALSE;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_cmpint (found, ==, 0);
}

int
main (int argc, char **argv)
{
  sqlite3_mem_methods failing;

  g_test_init (&argc, &argv, NULL);
  sqlite3_config (SQLITE_CONFIG_GETMALLOC, &usual);
  failing = usual;
  failing.xMalloc = allocate;
  failing.xRealloc = reallocate;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &failing), ==, SQLITE_OK);
  /* what a connection has in reserve would be taken first */
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK);
  fixture_add ("/memory/a-value-is-read", test_a_value_is_read);
  fixture_add ("/memory/a-value-is-handed-over", test_a_value_is_handed_over);
  return g_test_run ();
}
