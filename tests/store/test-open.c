#include "base/beside.h"
#include "base/reword.h"
#include "fixture.h"
#include "store/write.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What may lie where the record should be, and what opening makes of it. */

static void
assert_mode (const char *path, mode_t mode)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, mode);
}

static char *
beside (const char *path, const char *ending)
{
  return g_strconcat (path, ending, NULL);
}

static void
close_store (Fixture *fixture)
{
  g_clear_pointer (&fixture->store, rgm_store_close);
}

/* Fails with @code and one line that has @word; the file is what it was. */
static void
assert_refused (const char *path, RgmStoreMode mode, RgmError code, const char *word)
{
  gboolean file = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  g_autoptr (GBytes) before = file ? fixture_bytes (path) : NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *wal = beside (path, "-wal");

  g_assert_null (rgm_store_open (path, mode, &error));
  g_assert_error (error, RGM_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  if (file)
    after = fixture_bytes (path);
  g_assert_true (!file || g_bytes_equal (before, after));
}

static void
assert_refused_always (const char *path, RgmError code, const char *word)
{
  assert_refused (path, RGM_STORE_CREATE, code, word);
  assert_refused (path, RGM_STORE_READ, code, word);
}

/* ---- what is made ---- */

static void
test_modes (Fixture *fixture, gconstpointer unused)
{
  mode_t before = umask (0);
  g_autofree char *folder = g_build_filename (fixture->folder, "a", "b", NULL);
  g_autofree char *path = g_build_filename (folder, "r.db", NULL);
  g_autofree char *wal = beside (path, "-wal"), *shm = beside (path, "-shm");
  g_autoptr (RgmStore) store = fixture_open (path);

  fixture_fill (store);
  umask (before);
  assert_mode (folder, 0700);
  assert_mode (path, 0600);
  assert_mode (wal, 0600);
  assert_mode (shm, 0600);
}

/* An empty file may be what is left of a record, so nothing is written into it. */
static void
test_empty_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "empty.db", NULL);

  /* SQLite begins a new database in a file of one byte, too */
  for (int length = 0; length <= 1; length++) {
    g_assert_true (
      g_file_set_contents_full (path, "x", length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    assert_refused_always (path, RGM_ERROR_DAMAGED, "empty file");
  }
}

/* There was a record: a copy that a migration or a restore made is beside it. */
static void
test_copy_beside (Fixture *fixture, gconstpointer unused)
{
  const char *const copies[] = {
    ".backup-v7-2026-11-23T080000Z",
    ".before-restore-2026-11-23T080000Z",
    /* as older versions of this program called them */
    ".backup-v7-2026-11-23T08:00:00Z",
    ".before-restore-2026-11-23T08:00:00Z",
  };
  const char *const others[] = { NULL, ".lock", ".db" }; /* NULL: a copy that is not complete */

  for (guint i = 0; i < G_N_ELEMENTS (copies); i++) {
    g_autofree char *name = g_strdup_printf ("it's %u.db", i);
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_autofree char *copy = beside (path, copies[i]);
    g_assert_true (g_file_set_contents (copy, "x", 1, NULL));
    for (int mode = RGM_STORE_READ; mode <= RGM_STORE_CREATE; mode++) {
      g_assert_true (g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      assert_refused (path, mode, RGM_ERROR_DAMAGED, copies[i]);
      g_assert_cmpint (g_unlink (path), ==, 0);
      assert_refused (path, mode, RGM_ERROR_STORE, copies[i]);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, "new.db", NULL);
    g_autofree char *copy = beside (path, ".backup-v7-2026-11-23T08:00:00Z");
    g_autofree char *other = others[i] != NULL ? beside (path, others[i]) : beside_name (copy);
    g_assert_true (g_file_set_contents (other, "x", 1, NULL));
    rgm_store_close (fixture_open (path));
  }
}

static void
test_read_absent (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "none", NULL);
  g_autofree char *path = g_build_filename (folder, "r.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);
  g_autoptr (GPtrArray) patients = NULL;

  g_assert_no_error (error);
  patients = rgm_store_patients (store, &error);
  g_assert_cmpuint (patients->len, ==, 0);
  g_assert_false (store_begin (store, "log", NOW, &error));
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED"));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_clear_error (&error);
  g_assert_false (rgm_store_backup (store, fixture->folder, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (store_path (store), ==, path);
}

static void
test_read_writes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (fixture->path, RGM_STORE_READ, &error);

  g_assert_no_error (error);
  fixture_fill (store);
}

/* A name that SQLite must not take for a URI, an option or a file in memory. */
static void
test_odd_names (Fixture *fixture, gconstpointer unused)
{
  const char *const names[]
    = { ":memory:", "file:x?mode=memory", "a b%20c?.db", "-x", "\xc3\xa4'\".db" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
    g_autoptr (RgmStore) store = fixture_open (path);
    fixture_fill (store);
    g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  }
}

static void
test_relative_names (Fixture *fixture, gconstpointer unused)
{
  const char *const names[] = { ":memory:", "file:x?mode=memory", "plain.db" };
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (RgmStore) store = fixture_open (names[i]);
    fixture_fill (store);
    g_assert_true (g_file_test (names[i], G_FILE_TEST_IS_REGULAR));
  }
  g_assert_cmpint (g_chdir (before), ==, 0);
}

/* ---- what is refused ---- */

static void
test_folder (Fixture *fixture, gconstpointer unused)
{
  assert_refused_always (fixture->folder, RGM_ERROR_STORE, "folder");
}

static void
test_fifo (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "pipe", NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused_always (path, RGM_ERROR_STORE, "ordinary");
}

static void
test_dangling_link (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "link", NULL);

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  assert_refused_always (path, RGM_ERROR_STORE, "No such file");
}

static void
test_link (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (RgmStore) store = NULL;

  g_assert_cmpint (symlink (fixture->path, path), ==, 0);
  store = fixture_open (path);
  fixture_fill (store);
}

static void
test_text_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "notes.txt", NULL);

  g_assert_true (g_file_set_contents (path, "milk\n", -1, NULL));
  assert_refused_always (path, RGM_ERROR_FOREIGN, "not a regimen database");
}

static void
test_other_database (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "other.db", NULL);

  fixture_sql (path, "CREATE TABLE songs (id INTEGER); INSERT INTO songs VALUES (1)");
  assert_refused_always (path, RGM_ERROR_FOREIGN, "not a regimen database");
  fixture_sql (path, "PRAGMA application_id = 1; PRAGMA journal_mode = WAL");
  assert_refused_always (path, RGM_ERROR_FOREIGN, "not a regimen database");
}

static void
test_newer (Fixture *fixture, gconstpointer unused)
{
  close_store (fixture);
  fixture_sql (fixture->path, "PRAGMA user_version = 77");
  assert_refused_always (fixture->path, RGM_ERROR_NEWER, "77");
}

/* Its number stands only in the -wal file yet: the newer program still has it open. */
static void
test_newer_in_wal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *newer = NULL;

  close_store (fixture);
  sqlite3_open (fixture->path, &newer);
  g_assert_cmpint (sqlite3_exec (newer, "PRAGMA user_version = 77", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  before = fixture_bytes (fixture->path);
  g_assert_null (rgm_store_open (fixture->path, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_NEWER);
  after = fixture_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  sqlite3_close (newer);
}

static void
test_damaged (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  close_store (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  memset (content + 100, 0x5a, 3000);
  g_assert_true (g_file_set_contents (fixture->path, content, length, NULL));
  g_assert_null (rgm_store_open (fixture->path, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_cut_short (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = NULL;
  g_autoptr (GPtrArray) patients = NULL;

  fixture_fill (fixture->store);
  close_store (fixture);
  g_assert_cmpint (truncate (fixture->path, 4096), ==, 0);
  store = rgm_store_open (fixture->path, RGM_STORE_CREATE, &error);
  patients = store != NULL ? rgm_store_patients (store, &error) : NULL;
  g_assert_null (patients);
  g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
}

/* ---- a second name, and files that are removed or replaced while they are open ---- */

/* A dose cannot be begun, and the message has @word. */
static void
assert_not_saved (RgmStore *store, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (store_begin (store, "log", NOW, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_assert_nonnull (strstr (error->message, word));
}

static void
assert_doses (Fixture *fixture, const char *wanted)
{
  g_autofree char *count
    = fixture_query (fixture->path, "SELECT group_concat (dose) FROM administrations");

  g_assert_cmpstr (count, ==, wanted);
}

static void
test_second_name (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *second = beside (fixture->path, ".second"), *wal = beside (second, "-wal");
  g_autofree char *shm = beside (second, "-shm");
  gint64 course = fixture_fill (fixture->store);
  const char *const names[] = { fixture->path, second };
  g_autoptr (RgmStore) again = NULL;

  fixture_log (fixture->store, course, 1);
  g_assert_cmpint (link (fixture->path, second), ==, 0);
  assert_not_saved (fixture->store, "second name");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RgmStore) store = rgm_store_open (names[i], RGM_STORE_READ, &error);
    g_autoptr (GPtrArray) history = rgm_store_history (store, 0, 0, RGM_HISTORY_ALL, &error);
    g_assert_cmpuint (history->len, ==, 1);
    g_assert_nonnull (strstr (rgm_store_warning (store), "second name"));
    assert_not_saved (store, names[i]);
    g_assert_null (rgm_store_open (names[i], RGM_STORE_CREATE, &error));
    g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
    g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
    g_assert_nonnull (strstr (error->message, "second name"));
  }
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS) || g_file_test (shm, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (second), ==, 0);
  fixture_log (fixture->store, course, 2);
  again = fixture_open (fixture->path);
  g_assert_null (rgm_store_warning (again));
  fixture_log (again, course, 3);
  assert_doses (fixture, "1,2,3");
}

/* A file that is mounted alone has one link and two names: one of them is written to. */
static void
test_mounted_alone (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *second = g_build_filename (fixture->folder, "second.db", NULL);
  gint64 course = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = NULL;
  g_autoptr (GPtrArray) history = NULL;

  fixture_log (fixture->store, course, 1);
  g_assert_true (g_file_set_contents (second, "", 0, NULL));
  if (mount (fixture->path, second, "none", MS_BIND, NULL) != 0) {
    g_test_skip ("this process cannot mount a file");
    return;
  }
  g_assert_null (rgm_store_open (second, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_assert_nonnull (strstr (error->message, "second name"));
  g_clear_error (&error);
  store = rgm_store_open (second, RGM_STORE_READ, &error);
  g_assert_no_error (error);
  history = rgm_store_history (store, 0, 0, RGM_HISTORY_ALL, &error);
  g_assert_cmpuint (history->len, ==, 1);
  g_assert_nonnull (strstr (rgm_store_warning (store), "mounted"));
  assert_not_saved (store, second);
  g_clear_pointer (&store, rgm_store_close);
  fixture_log (fixture->store, course, 2);
  g_assert_cmpint (umount2 (second, MNT_DETACH), ==, 0);
  fixture_assert_whole (fixture);
}

/* The second name is made after the write began. */
static void
test_second_name_in_between (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *second = beside (fixture->path, ".second");
  gint64 course = fixture_fill (fixture->store);
  RgmAdministration given = { .dose = 1, .at = NOW, .recorded_at = NOW };
  g_autoptr (GError) error = NULL;

  g_assert_true (store_begin (fixture->store, "log", NOW, &error));
  g_assert_true (store_add_administration (fixture->store, course, &given, &error));
  g_assert_cmpint (link (fixture->path, second), ==, 0);
  g_assert_false (store_commit (fixture->store, &error));
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  assert_doses (fixture, NULL);
  g_assert_cmpint (g_unlink (second), ==, 0);
  fixture_log (fixture->store, course, 1);
  assert_doses (fixture, "1");
}

/* While a program has the record open, another one gives it the tables of another version. Neither
 * a change nor a mark of an alert is written into them. */
static void
test_other_version (Fixture *fixture, const char *sql, int code, const char *says)
{
  gint64 course = fixture_fill (fixture->store);
  const char *const commands[] = { "log", NULL };

  g_assert_true (store_has_own_version (fixture->store));
  fixture_sql (fixture->path, sql);
  g_assert_false (store_has_own_version (fixture->store));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (store_begin (fixture->store, commands[i], NOW, &error));
    g_assert_error (error, RGM_ERROR, code);
    g_assert_true (g_str_has_prefix (error->message, "NOT SAVED: "));
    g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
    g_assert_nonnull (strstr (error->message, says));
    g_assert_false (store_begin_together (fixture->store, commands[i], NOW, NULL));
  }
  assert_doses (fixture, NULL);
  fixture_sql (fixture->path, "PRAGMA user_version = " G_STRINGIFY (RGM_SCHEMA_VERSION));
  fixture_log (fixture->store, course, 1);
  assert_doses (fixture, "1");
}

static void
test_newer_in_between (Fixture *fixture, gconstpointer unused)
{
  test_other_version (fixture,
                      "PRAGMA user_version = 999; CREATE TABLE of_version_999 (a);"
                      "ALTER TABLE administrations ADD COLUMN of_version_999 TEXT",
                      RGM_ERROR_NEWER, "was written by a newer regimen");
}

static void
test_older_in_between (Fixture *fixture, gconstpointer unused)
{
  test_other_version (fixture, "PRAGMA user_version = 14", RGM_ERROR_STORE,
                      "was replaced by a copy of an older version");
}

/* The service has the record open when the file @ending beside it is removed. */
static void
remove_side_file (Fixture *fixture, const char *ending)
{
  g_autofree char *side = beside (fixture->path, ending);
  gint64 course = fixture_fill (fixture->store);

  fixture_log (fixture->store, course, 1);
  g_assert_true (store_has_own_files (fixture->store));
  g_assert_cmpint (g_unlink (side), ==, 0);
  g_assert_false (store_has_own_files (fixture->store));
  assert_not_saved (fixture->store, "removed or replaced");
  for (int dose = 2; dose < 5; dose++) {
    g_autoptr (RgmStore) command = fixture_open (fixture->path);
    fixture_log (command, course, dose);
    assert_not_saved (fixture->store, "removed or replaced");
  }
  close_store (fixture);
  fixture->store = fixture_open (fixture->path);
  fixture_log (fixture->store, course, 5);
  fixture_assert_whole (fixture);
  assert_doses (fixture, "1,2,3,4,5");
}

static void
test_removed_wal (Fixture *fixture, gconstpointer unused)
{
  remove_side_file (fixture, "-wal");
}

static void
test_removed_shm (Fixture *fixture, gconstpointer unused)
{
  remove_side_file (fixture, "-shm");
}

static void
insert_doses (sqlite3 *db, int count)
{
  for (int i = 0; i < count; i++)
    g_assert_cmpint (sqlite3_exec (db, "INSERT INTO doses VALUES (1)", NULL, NULL, NULL), ==,
                     SQLITE_OK);
}

/* SQLite alone loses what is written then: this is why the tests above look for it. */
static void
test_removed_shm_control (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain.db", NULL);
  g_autofree char *shm = beside (path, "-shm"), *count = NULL;
  sqlite3 *db = NULL;
  int begin[2];
  char byte = 0;
  pid_t command;

  fixture_sql (path, "PRAGMA journal_mode = WAL; CREATE TABLE doses (dose INTEGER)");
  g_assert_cmpint (pipe (begin), ==, 0);
  command = fork ();
  if (command == 0) {
    if (read (begin[0], &byte, 1) == 1 && sqlite3_open (path, &db) == SQLITE_OK)
      insert_doses (db, 12);
    _exit (0);
  }
  sqlite3_open (path, &db);
  insert_doses (db, 1);
  g_assert_cmpint (g_unlink (shm), ==, 0);
  g_assert_cmpint (write (begin[1], &byte, 1), ==, 1);
  waitpid (command, NULL, 0);
  insert_doses (db, 12);
  sqlite3_close (db);
  close (begin[0]);
  close (begin[1]);
  count = fixture_query (path, "SELECT count (*) FROM doses");
  g_assert_cmpint (g_ascii_strtoll (count, NULL, 10), <, 25);
}

static void
test_replaced (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other = beside (fixture->path, ".other");
  gint64 course = fixture_fill (fixture->store);
  g_autoptr (GError) error = NULL;

  g_assert_true (rgm_store_backup (fixture->store, other, &error));
  fixture_log (fixture->store, course, 1);
  g_assert_cmpint (g_rename (other, fixture->path), ==, 0);
  assert_not_saved (fixture->store, "removed or replaced");
  close_store (fixture);
  fixture->store = fixture_open (fixture->path);
  assert_doses (fixture, NULL);
  fixture_log (fixture->store, course, 1);
  fixture_assert_whole (fixture);
}

/* ---- a copy that is written into the file itself ---- */

/* As a person does, in a process of its own: if this one closed the file, its locks would go. */
static void
cp (const char *from, const char *to)
{
  const char *const words[] = { "cp", from, to, NULL };
  int status = -1;

  g_usleep (20000); /* old file systems count time in such steps */
  g_assert_true (g_spawn_sync (NULL, (char **)words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* Fills the record, and copies it after the first dose: with "backup", or as the file that it is.
 * Returns: (transfer full): the copy. */
static char *
fill_and_copy (Fixture *fixture, gboolean backup, gint64 *course)
{
  char *copy = g_build_filename (fixture->folder, "copy.db", NULL);

  *course = fixture_fill (fixture->store);
  fixture_log (fixture->store, *course, 1);
  if (backup)
    g_assert_true (rgm_store_backup (fixture->store, copy, NULL));
  else
    cp (fixture->path, copy);
  for (int dose = 2; dose <= 40; dose++)
    fixture_log (fixture->store, *course, dose);
  return copy;
}

/* The service has the record open; it neither writes what it remembers into the copy, nor says that
 * nothing is missing. */
static void
rewrite (Fixture *fixture, gboolean backup)
{
  gint64 course;
  g_autofree char *copy = fill_and_copy (fixture, backup, &course);
  g_autoptr (GBytes) before = fixture_bytes (copy), after = NULL;
  gboolean grown;

  g_assert_true (store_is_same_record (fixture->store, &grown));
  cp (copy, fixture->path);
  assert_not_saved (fixture->store, "removed or replaced");
  g_assert_false (store_is_same_record (fixture->store, &grown));
  assert_not_saved (fixture->store, "removed or replaced");
  close_store (fixture);
  after = fixture_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  fixture->store = fixture_open (fixture->path);
  g_assert_nonnull (rgm_store_loss (fixture->store));
  g_assert_cmpint (rgm_store_loss (fixture->store)->seen, ==, 41);
  fixture_log (fixture->store, course, 2);
  fixture_assert_whole (fixture);
  assert_doses (fixture, "1,2");
  close_store (fixture);
  fixture->store = fixture_open (fixture->path);
  g_assert_nonnull (rgm_store_loss (fixture->store));
}

static void
test_rewritten (Fixture *fixture, gconstpointer unused)
{
  rewrite (fixture, TRUE);
}

static void
test_rewritten_plain (Fixture *fixture, gconstpointer unused)
{
  rewrite (fixture, FALSE);
}

/* The copy has later changes than the store knows: what it writes comes behind them. */
static void
test_rewritten_newer (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *newer = g_build_filename (fixture->folder, "newer.db", NULL);
  gint64 course = fixture_fill (fixture->store);
  g_autoptr (RgmStore) elsewhere = NULL;
  gboolean grown;

  fixture_log (fixture->store, course, 1);
  cp (fixture->path, newer);
  elsewhere = fixture_open (newer);
  for (int dose = 2; dose <= 40; dose++)
    fixture_log (elsewhere, course, dose);
  g_clear_pointer (&elsewhere, rgm_store_close);
  g_assert_true (store_is_same_record (fixture->store, &grown));
  cp (newer, fixture->path);
  g_assert_true (store_is_same_record (fixture->store, &grown));
  g_assert_true (grown);
  g_assert_true (store_is_same_record (fixture->store, &grown));
  g_assert_false (grown);
  fixture_log (fixture->store, course, 41);
  close_store (fixture);
  fixture->store = fixture_open (fixture->path);
  g_assert_null (rgm_store_loss (fixture->store));
  fixture_assert_whole (fixture);
}

/* SQLite alone writes the pages that it remembers into the copy: this is why the tests above look
 * for it. */
static void
test_rewritten_control (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain.db", NULL);
  g_autofree char *copy = beside (path, ".copy"), *found = NULL;
  sqlite3 *db = NULL;

  fixture_sql (path, "PRAGMA journal_mode = WAL; CREATE TABLE doses (dose INTEGER)");
  cp (path, copy);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  insert_doses (db, 2000);
  sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  cp (copy, path);
  insert_doses (db, 1);
  sqlite3_close (db);
  found = fixture_query (path, "SELECT count (*) FROM doses");
  g_assert_cmpstr (found, !=, "1");
}

/* ---- another program that holds it ---- */

/* A program that reads a copy as it was made: without a -wal file, so that each switch to WAL mode
 * has to wait for it. */
static pid_t
hold (const char *path)
{
  int ready[2], status;
  char byte = 0;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0) {
    sqlite3 *db = NULL;
    gboolean held
      = sqlite3_open (path, &db) == SQLITE_OK
        && sqlite3_exec (db, "BEGIN; SELECT * FROM changes", NULL, NULL, NULL) == SQLITE_OK;
    status = write (ready[1], &byte, held ? 1 : 0) == 1 ? 0 : 1;
    pause ();
    _exit (status);
  }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return child;
}

/* A command waits for 10 s, and says so, or shows what can be read: 2,000 tries of 10 s each would
 * be hours. */
static void
test_held (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (RgmStore) shown = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) courses = NULL;
  RgmCourseQuery all = { .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  pid_t holder;

  fixture_fill (fixture->store);
  g_assert_true (rgm_store_backup (fixture->store, copy, NULL));
  holder = hold (copy);
  alarm (100);
  g_assert_null (rgm_store_open (copy, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "another program kept it locked for 10 seconds"));
  g_clear_error (&error);
  shown = rgm_store_open (copy, RGM_STORE_READ, &error);
  g_assert_no_error (error);
  courses = rgm_store_courses (shown, &all, &error);
  g_assert_cmpuint (courses->len, ==, 1);
  alarm (0);
  kill (holder, SIGKILL);
  waitpid (holder, NULL, 0);
}

/* ---- without the right to write: in a child that is not root ---- */

static void
as_nobody (Fixture *fixture, void (*test) (const char *path))
{
  pid_t child;
  int status;

  close_store (fixture);
  child = fork ();
  if (child == 0) {
    if (geteuid () == 0
        && (setresgid (65534, 65534, 65534) != 0 || setresuid (65534, 65534, 65534) != 0))
      _exit (77);
    test (fixture->path);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("this process cannot become another user");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
set_modes (Fixture *fixture, mode_t folder, mode_t file)
{
  g_autofree char *inner = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_chmod (fixture->path, file), ==, 0);
  g_assert_cmpint (g_chmod (inner, folder), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
}

/* @why: (nullable): why it cannot be written. */
static void
read_but_not_write_because (const char *path, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (path, RGM_STORE_READ, &error);
  g_autoptr (GPtrArray) patients = NULL;

  g_assert_no_error (error);
  patients = rgm_store_patients (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (patients->len, >=, 1);
  g_assert_false (store_begin (store, "log", NOW, &error));
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED"));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_clear_error (&error);
  g_assert_null (rgm_store_open (path, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED"));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_assert_true (why == NULL || strstr (error->message, why) != NULL);
}

static void
read_but_not_write (const char *path)
{
  read_but_not_write_because (path, "Permission denied");
}

static void
assert_unchanged (Fixture *fixture, mode_t folder, mode_t file)
{
  g_autoptr (GBytes) before = NULL, after = NULL;

  close_store (fixture);
  before = fixture_bytes (fixture->path);
  set_modes (fixture, folder, file);
  as_nobody (fixture, read_but_not_write);
  set_modes (fixture, 0700, 0600);
  after = fixture_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_read_only_file (Fixture *fixture, gconstpointer unused)
{
  fixture_fill (fixture->store);
  assert_unchanged (fixture, 0777, 0444);
}

static void
test_read_only_folder (Fixture *fixture, gconstpointer unused)
{
  fixture_fill (fixture->store);
  assert_unchanged (fixture, 0555, 0666);
}

/* What an older version wrote is brought up to date in memory, and the file stays as it was. */
static void
test_read_only_older (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strdup_printf ("version-%d.sql", GPOINTER_TO_INT (data));

  fixture_load (fixture, name);
  assert_unchanged (fixture, 0555, 0444);
  assert_unchanged (fixture, 0777, 0444);
  fixture->store = fixture_open (fixture->path);
  fixture_assert_whole (fixture);
}

/* Takes a record of an older version. Its writer was killed, so its last write is in the -wal
 * file. */
static void
load_older_with_wal (Fixture *fixture)
{
  sqlite3 *db = NULL;
  pid_t child;
  int status;

  fixture_load (fixture, "version-11.sql");
  child = fork ();
  if (child == 0) {
    gboolean done = sqlite3_open (fixture->path, &db) == SQLITE_OK
                    && sqlite3_exec (db,
                                     "PRAGMA journal_mode = WAL; PRAGMA user_version = 9;"
                                     "PRAGMA user_version = 11",
                                     NULL, NULL, NULL)
                         == SQLITE_OK;
    _exit (done ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

/* It can be read if the -shm file is there. */
static void
test_read_only_older_with_wal (Fixture *fixture, gconstpointer unused)
{
  const char *const endings[] = { "-wal", "-shm" };

  load_older_with_wal (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = beside (fixture->path, endings[i]);
    g_assert_cmpint (g_chmod (name, 0444), ==, 0);
  }
  assert_unchanged (fixture, 0555, 0444);
}

/* It is not brought up to date in its file, because of its second name. */
static void
test_second_name_older_with_wal (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *second = beside (fixture->path, ".second"),
                  *wal = beside (fixture->path, "-wal");
  g_autoptr (GBytes) before = NULL, after = NULL, wal_before = NULL, wal_after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = NULL;
  g_autoptr (GPtrArray) patients = NULL;

  load_older_with_wal (fixture);
  g_assert_cmpint (link (fixture->path, second), ==, 0);
  before = fixture_bytes (fixture->path);
  wal_before = fixture_bytes (wal);
  store = rgm_store_open (fixture->path, RGM_STORE_READ, &error);
  g_assert_no_error (error);
  patients = rgm_store_patients (store, &error);
  g_assert_cmpuint (patients->len, >=, 1);
  g_clear_pointer (&store, rgm_store_close);
  after = fixture_bytes (fixture->path);
  wal_after = fixture_bytes (wal);
  g_assert_true (g_bytes_equal (before, after) && g_bytes_equal (wal_before, wal_after));
}

/* ---- on a full disk ---- */

/* No file can grow. */
static void
fill_disk (void)
{
  const struct rlimit none = { 0, 0 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
}

/* What cannot be brought up to date in the file is brought up to date in memory. */
static void
test_full_disk_older (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strdup_printf ("version-%d.sql", GPOINTER_TO_INT (data));
  g_autoptr (GBytes) before = NULL, after = NULL;
  pid_t child;
  int status;

  fixture_load (fixture, name);
  before = fixture_bytes (fixture->path);
  child = fork ();
  if (child == 0) {
    fill_disk ();
    read_but_not_write_because (fixture->path, NULL);
    raise (SIGKILL); /* valgrind would blame its end for what the parent still needs */
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  after = fixture_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
cannot_see (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (rgm_store_open (path, RGM_STORE_READ, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "Permission denied"));
  g_clear_error (&error);
  g_assert_null (rgm_store_open (path, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
}

/* What cannot be seen is not the same as what is not there. */
static void
test_closed_folder (Fixture *fixture, gconstpointer unused)
{
  set_modes (fixture, 0000, 0600);
  as_nobody (fixture, cannot_see);
  set_modes (fixture, 0700, 0600);
}

static void
cannot_make (const char *path)
{
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (rgm_store_open (other, RGM_STORE_CREATE, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "NOT SAVED"));
  g_assert_true (error_has_trait (error, ERROR_NOT_SAVED));
  g_assert_nonnull (strstr (error->message, "Permission denied"));
}

static void
test_make_in_read_only_folder (Fixture *fixture, gconstpointer unused)
{
  set_modes (fixture, 0555, 0600);
  as_nobody (fixture, cannot_make);
  set_modes (fixture, 0700, 0600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/open/modes", test_modes);
  fixture_add ("/open/empty-file", test_empty_file);
  fixture_add ("/open/copy-beside", test_copy_beside);
  fixture_add ("/open/read-absent", test_read_absent);
  fixture_add ("/open/read-writes", test_read_writes);
  fixture_add ("/open/odd-names", test_odd_names);
  fixture_add ("/open/relative-names", test_relative_names);
  fixture_add ("/open/link", test_link);
  fixture_add ("/open/folder", test_folder);
  fixture_add ("/open/fifo", test_fifo);
  fixture_add ("/open/dangling-link", test_dangling_link);
  fixture_add ("/open/text-file", test_text_file);
  fixture_add ("/open/other-database", test_other_database);
  fixture_add ("/open/newer", test_newer);
  fixture_add ("/open/newer-in-wal", test_newer_in_wal);
  fixture_add ("/open/damaged", test_damaged);
  fixture_add ("/open/cut-short", test_cut_short);
  fixture_add ("/open/second-name", test_second_name);
  fixture_add ("/open/mounted-alone", test_mounted_alone);
  fixture_add ("/open/second-name-in-between", test_second_name_in_between);
  fixture_add ("/open/newer-in-between", test_newer_in_between);
  fixture_add ("/open/older-in-between", test_older_in_between);
  fixture_add ("/open/removed-wal", test_removed_wal);
  fixture_add ("/open/removed-shm", test_removed_shm);
  fixture_add ("/open/removed-shm-control", test_removed_shm_control);
  fixture_add ("/open/replaced", test_replaced);
  fixture_add ("/open/rewritten", test_rewritten);
  fixture_add ("/open/rewritten-plain", test_rewritten_plain);
  fixture_add ("/open/rewritten-newer", test_rewritten_newer);
  fixture_add ("/open/rewritten-control", test_rewritten_control);
  fixture_add ("/open/held", test_held);
  fixture_add ("/open/read-only-file", test_read_only_file);
  fixture_add ("/open/read-only-folder", test_read_only_folder);
  for (int version = 1; version < RGM_SCHEMA_VERSION; version++) {
    g_autofree char *path = g_strdup_printf ("/open/read-only-version-%d", version);
    g_test_add (path, Fixture, GINT_TO_POINTER (version), fixture_set_up, test_read_only_older,
                fixture_tear_down);
  }
  fixture_add ("/open/read-only-older-with-wal", test_read_only_older_with_wal);
  fixture_add ("/open/second-name-older-with-wal", test_second_name_older_with_wal);
  for (int version = 1; version < RGM_SCHEMA_VERSION; version += 5) {
    g_autofree char *path = g_strdup_printf ("/open/full-disk-version-%d", version);
    g_test_add (path, Fixture, GINT_TO_POINTER (version), fixture_set_up, test_full_disk_older,
                fixture_tear_down);
  }
  fixture_add ("/open/closed-folder", test_closed_folder);
  fixture_add ("/open/make-in-read-only-folder", test_make_in_read_only_folder);
  return g_test_run ();
}
