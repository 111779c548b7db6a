#include "fixture.h"
#include "picture.h"
#include "store/store-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* A record of every older version of the tables, version-N.sql, can be opened: each row stays as it
 * was, columns that came later aside, the record is whole, and the copy that was made of it before
 * is of that version and becomes the same record when it is opened. What a version made possible
 * is tested in test-version-N.c of the version before it. */

/* Gives the query that reads every column that is there, of every row of every table. */
#define ALL_ROWS                                                                                   \
  "SELECT 'SELECT ' || group_concat ('ifnull ((SELECT group_concat (' || list || ', char (10)) "   \
  "FROM ' || name || '), '''')', ' || char (10) || ') FROM (SELECT t.name, group_concat ('quote "  \
  "(' || c.name || ')', ' || ') AS list FROM sqlite_schema AS t JOIN pragma_table_info (t.name) "  \
  "AS c WHERE t.type = 'table' GROUP BY t.name ORDER BY t.name)"

/* The copy that was made beside the record at @path when it was opened. */
static char *
copy_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *copy = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".backup-v") != NULL) {
      g_assert_null (copy);
      copy = g_build_filename (folder, name, NULL);
    }
  g_assert_nonnull (copy);
  return g_steal_pointer (&copy);
}

static void
assert_version (const char *path, int wanted)
{
  g_autofree char *found = fixture_query (path, "PRAGMA user_version");

  g_assert_cmpint (g_ascii_strtoll (found, NULL, 10), ==, wanted);
}

static void
test_rows_stay (Fixture *fixture, gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);
  g_autofree char *name = g_strdup_printf ("version-%d.sql", version);
  g_autofree char *columns = NULL, *before = NULL, *after = NULL, *courses = NULL;

  fixture_load (fixture, name);
  assert_version (fixture->path, version);
  columns = fixture_query (fixture->path, ALL_ROWS);
  before = fixture_query (fixture->path, columns);
  courses = fixture_query (fixture->path, "SELECT count (*) FROM courses");
  g_assert_cmpstr (courses, !=, "0");
  fixture->store = fixture_open (fixture->path);
  after = fixture_query (fixture->path, columns);
  g_assert_cmpstr (after, ==, before);
  assert_version (fixture->path, RGM_SCHEMA_VERSION);
  fixture_assert_whole (fixture);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);
  g_autofree char *name = g_strdup_printf ("version-%d.sql", version);
  g_autofree char *copy = NULL, *now = NULL, *then = NULL;

  fixture_load (fixture, name);
  fixture->store = fixture_open (fixture->path);
  now = picture_of (fixture->store, TRUE);
  copy = copy_of (fixture->path);
  assert_version (copy, version);
  rgm_store_close (fixture->store);
  fixture->store = fixture_open (copy);
  then = picture_of (fixture->store, TRUE);
  g_assert_cmpstr (then, ==, now);
  fixture_assert_whole (fixture);
}

/* What is not of that version, and could change what is written, is found before the copy is put
 * back, although it is upgraded only after that. */
static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strdup_printf ("version-%d.sql", GPOINTER_TO_INT (data));
  g_autofree char *place = g_build_filename (fixture->folder, "place.db", NULL), *kept = NULL;
  g_autoptr (GError) error = NULL;

  fixture_load (fixture, name);
  g_assert_true (rgm_store_restore (place, fixture->path, NOW, NULL, NULL, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (place), ==, 0);
  fixture_sql (fixture->path, "CREATE TRIGGER planted BEFORE INSERT ON administrations"
                              " BEGIN SELECT raise (IGNORE); END");
  g_assert_false (rgm_store_restore (place, fixture->path, NOW, NULL, NULL, &kept, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "trigger planted"));
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
}

/* A migration needs a record of the version before it. */
static void
test_every_version_has_its_dump (void)
{
  for (int version = 1; version < RGM_SCHEMA_VERSION; version++) {
    g_autofree char *name = g_strdup_printf ("version-%d.sql", version);
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, name, NULL);

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
      g_test_message ("%s is missing: tests/store/dump-version makes it", path);
      g_test_fail ();
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/versions/every-version-has-its-dump", test_every_version_has_its_dump);
  for (int version = 1; version < RGM_SCHEMA_VERSION; version++) {
    g_autofree char *rows = g_strdup_printf ("/versions/%d/rows-stay", version);
    g_autofree char *copy = g_strdup_printf ("/versions/%d/copy", version);
    g_autofree char *restore = g_strdup_printf ("/versions/%d/restore-planted", version);

    g_test_add (rows, Fixture, GINT_TO_POINTER (version), fixture_set_up, test_rows_stay,
                fixture_tear_down);
    g_test_add (copy, Fixture, GINT_TO_POINTER (version), fixture_set_up, test_copy,
                fixture_tear_down);
    g_test_add (restore, Fixture, GINT_TO_POINTER (version), fixture_set_up, test_restore,
                fixture_tear_down);
  }
  return g_test_run ();
}
