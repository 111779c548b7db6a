#include "fixture.h"

#include "store/store-private.h"

#include <string.h>

/* What comes after this program's own steps. */
#define STRING(number) #number
#define TEXT(number) STRING (number)
#define BACKUP ".backup-v" TEXT (RGM_SCHEMA_VERSION) "-"
#define FIRST "made-up-1.sql"
#define SECOND "made-up-2.sql"

/* From one version of the tables to the next: with a copy first, each step whole or not at all. */

static void
add_step (GPtrArray *steps, const char *sql)
{
  RgmMigration *step = g_new0 (RgmMigration, 1);

  step->number = (int)steps->len + 1;
  step->name = g_strdup_printf ("made-up-%d.sql", step->number - RGM_SCHEMA_VERSION);
  step->sql = g_strdup (sql);
  g_ptr_array_add (steps, step);
}

static char *
version_of (const char *path)
{
  return fixture_query (path, "PRAGMA user_version");
}

static void
assert_version (Fixture *fixture, int version)
{
  g_autofree char *found = version_of (fixture->path), *wanted = g_strdup_printf ("%d", version);

  g_assert_cmpstr (found, ==, wanted);
}

static void
assert_whole (RgmStore *store)
{
  g_autofree char *problems = fixture_check (store);

  g_assert_cmpstr (problems, ==, "");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* The copies beside the database, sorted. */
static GPtrArray *
backups (Fixture *fixture)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".backup-") != NULL)
      g_ptr_array_add (found, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (found, compare_names);
  return found;
}

static void
test_numbers (void)
{
  g_autoptr (GPtrArray) steps = migrate_list ();

  g_assert_cmpuint (steps->len, ==, RGM_SCHEMA_VERSION);
  for (guint i = 0; i < steps->len; i++) {
    const RgmMigration *step = steps->pdata[i];
    g_assert_cmpint (step->number, ==, (int)i + 1);
    g_assert_true (g_regex_match_simple ("^[0-9]{4}-[a-z0-9-]+\\.sql$", step->name, 0, 0));
    g_assert_true (g_str_has_prefix (step->sql, "-- "));
  }
}

/* All tables are STRICT, and each of the record, and the chain of its changes, has its triggers. */
static void
test_tables (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *lax
    = fixture_query (fixture->path, "SELECT group_concat (name) FROM pragma_table_list"
                                    " WHERE schema = 'main' AND type = 'table' AND NOT strict"
                                    " AND name NOT LIKE 'sqlite%'");
  g_autofree char *hashed = fixture_query (
    fixture->path,
    "SELECT count (*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%hash BLOB%'");
  g_autofree char *triggers
    = fixture_query (fixture->path, "SELECT count (*) FROM sqlite_schema WHERE type = 'trigger'");
  int tables = (int)g_strv_length ((char **)row_tables) + 1;

  g_assert_cmpstr (lax, ==, NULL);
  g_assert_cmpint (g_ascii_strtoll (hashed, NULL, 10), ==, tables);
  g_assert_cmpint (g_ascii_strtoll (triggers, NULL, 10), ==, 2 * tables);
}

static char *
schema_of (RgmStore *store)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (
    sqlite3_prepare_v2 (store->db,
                        "SELECT type || ' ' || name || ' ' || tbl_name || ': ' || ifnull (sql, '-')"
                        " FROM sqlite_schema ORDER BY type, name",
                        -1, &rows, NULL),
    ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    g_string_append_printf (text, "%s\n", (const char *)sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  return g_string_free (text, FALSE);
}

/* A new record gets in one step what the migrations, one after the other, lead to. */
static void
test_newest (void)
{
  g_autoptr (GPtrArray) steps = migrate_list ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) quick = store_open_in_memory ("quick", &error), slow = NULL;
  g_autofree char *made = NULL, *migrated = NULL;
  static const char *const pragmas[] = { "PRAGMA user_version", "PRAGMA application_id" };
  sqlite3 *db = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  slow = store_wrap (db, "slow");
  g_assert_true (migrate_run (slow, steps, &error));
  made = schema_of (quick);
  migrated = schema_of (slow);
  g_assert_cmpstr (made, ==, migrated);
  g_assert_nonnull (strstr (made, "table course_names"));
  for (gsize i = 0; i < G_N_ELEMENTS (pragmas); i++) {
    gint64 one = 0, other = 1;
    g_assert_true (sql_number (quick, &one, &error, pragmas[i], ""));
    g_assert_true (sql_number (slow, &other, &error, pragmas[i], ""));
    g_assert_cmpint (one, ==, other);
  }
}

static void
test_step (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list (), found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) copy = NULL;
  g_autofree char *added = NULL;
  gint64 id = fixture_fill (fixture->store);

  fixture_log (fixture->store, id, 1);
  add_step (steps, "-- why\nALTER TABLE administrations ADD COLUMN lot TEXT;");
  add_step (
    steps,
    "-- why\nCREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; INSERT INTO more VALUES (5);");
  g_assert_true (migrate_run (fixture->store, steps, &error));
  g_assert_no_error (error);
  assert_version (fixture, RGM_SCHEMA_VERSION + 2);
  added = fixture_query (fixture->path, "SELECT id FROM more");
  g_assert_cmpstr (added, ==, "5");
  found = backups (fixture);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (g_str_has_suffix (found->pdata[0], BACKUP "2026-11-23T080000Z"));
  copy = fixture_open (found->pdata[0]);
  assert_whole (copy);
}

/* A column that is added later leaves the hashes of what is there as they are. */
static void
test_hashes_stay (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list (), problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gint64 id = fixture_fill (fixture->store);

  fixture_log (fixture->store, id, 1);
  add_step (steps, "-- why\nALTER TABLE administrations ADD COLUMN lot TEXT;");
  g_assert_true (migrate_run (fixture->store, steps, &error));
  g_assert_true (row_check_all (fixture->store, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
assert_fails (Fixture *fixture, const GPtrArray *steps, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (migrate_run (fixture->store, steps, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_failing_step (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list (), found = NULL;
  gint64 id = fixture_fill (fixture->store);

  add_step (
    steps,
    "-- why\nCREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nothing VALUES (1);");
  assert_fails (fixture, steps, FIRST);
  assert_version (fixture, RGM_SCHEMA_VERSION);
  assert_whole (fixture->store);
  assert_fails (fixture, steps, FIRST);
  found = backups (fixture);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_suffix (found->pdata[1], "Z-2"));
  fixture_log (fixture->store, id, 1);
}

static void
test_second_of_two_fails (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list ();
  g_autofree char *kept = NULL;

  add_step (steps, "-- why\nCREATE TABLE kept (id INTEGER PRIMARY KEY) STRICT;");
  add_step (steps, "-- why\nCREATE TABLE kept (id INTEGER PRIMARY KEY) STRICT;");
  assert_fails (fixture, steps, SECOND);
  assert_version (fixture, RGM_SCHEMA_VERSION);
  kept = fixture_query (fixture->path, "SELECT count (*) FROM sqlite_schema WHERE name = 'kept'");
  g_assert_cmpstr (kept, ==, "0");
  assert_whole (fixture->store);
}

static int
count_commit (void *data)
{
  int *commits = data;

  (*commits)++;
  return 0;
}

/* An upgrade over many versions has no moment in between. The copy is made over a connection of
 * its own, whose commits are not counted. */
static void
test_one_commit (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;
  int commits = 0;

  fixture_load (fixture, "version-1.sql");
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  fixture->store = store_wrap (db, fixture->path);
  sqlite3_commit_hook (db, count_commit, &commits);
  g_assert_true (migrate_run (fixture->store, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (commits, ==, 1);
  assert_version (fixture, RGM_SCHEMA_VERSION);
}

/* A table that is built anew while others point to it; and one that forgets what they point to. */
static void
test_rebuilt_table (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) good = migrate_list (), bad = migrate_list ();
  g_autoptr (GError) error = NULL;

  fixture_fill (fixture->store);
  add_step (bad, "-- why\nDROP TRIGGER courses_delete; DELETE FROM courses;");
  assert_fails (fixture, bad, "refer to missing rows");
  assert_version (fixture, RGM_SCHEMA_VERSION);
  add_step (
    good,
    "-- why\nDROP VIEW counted_administrations; CREATE TABLE new_patients (id INTEGER PRIMARY KEY, "
    "uid TEXT NOT NULL UNIQUE,"
    " change_id INTEGER NOT NULL REFERENCES changes (id), hash BLOB NOT NULL, extra TEXT) STRICT;"
    " INSERT INTO new_patients SELECT *, NULL FROM patients; DROP TABLE patients;"
    " ALTER TABLE new_patients RENAME TO patients;");
  g_assert_true (migrate_run (fixture->store, good, &error));
  g_assert_no_error (error);
}

/* A damaged record is not migrated: there is no copy to go back to. */
static void
test_damaged_is_left (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list (), found = NULL;

  fixture_fill (fixture->store);
  fixture_sql (fixture->path, "DROP TRIGGER courses_update; UPDATE courses SET amount = '40 mg'");
  add_step (steps, "-- why\nCREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;");
  assert_fails (fixture, steps, "damaged");
  assert_version (fixture, RGM_SCHEMA_VERSION);
  found = backups (fixture);
  g_assert_cmpuint (found->len, ==, 0);
}

/* Another process was quicker. */
static void
test_done_already (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) steps = migrate_list ();
  g_autoptr (RgmStore) other = fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;

  add_step (steps, "-- why\nCREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;");
  g_assert_true (migrate_run (other, steps, &error));
  g_assert_true (migrate_run (fixture->store, steps, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrate/numbers", test_numbers);
  fixture_add ("/migrate/tables", test_tables);
  g_test_add_func ("/migrate/newest", test_newest);
  fixture_add ("/migrate/step", test_step);
  fixture_add ("/migrate/hashes-stay", test_hashes_stay);
  fixture_add ("/migrate/failing-step", test_failing_step);
  fixture_add ("/migrate/second-of-two-fails", test_second_of_two_fails);
  fixture_add ("/migrate/one-commit", test_one_commit);
  fixture_add ("/migrate/rebuilt-table", test_rebuilt_table);
  fixture_add ("/migrate/damaged-is-left", test_damaged_is_left);
  fixture_add ("/migrate/done-already", test_done_already);
  return g_test_run ();
}
