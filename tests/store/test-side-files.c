#include "fixture.h"
#include "store/alert-rows.h"
#include "store/side-files.h"
#include "store/write.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What another user may have put beside the record: it is not opened. */

#define STRANGER 65534

static const char *const endings[] = { "-journal", "-wal", "-shm" };

static char *
beside (Fixture *fixture, const char *ending)
{
  return g_strconcat (fixture->path, ending, NULL);
}

/* A journal that SQLite plays back: the record had one page before, so it is cut to one page.
 * https://www.sqlite.org/fileformat2.html#the_rollback_journal */
static void
plant_journal (const char *path)
{
  static const guint8 header[512]
    = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 0,    0,
        0,    0,    0,    0,    0,    1,    0,    0,    2, 0, 0, 0, 0x10, 0 };

  g_assert_true (g_file_set_contents_full (path, (const char *)header, sizeof header,
                                           G_FILE_SET_CONTENTS_NONE, 0666, NULL));
}

/* Returns: FALSE if this process may not give a file to another user. */
static gboolean
give_away (const char *path)
{
  if (chown (path, STRANGER, STRANGER) == 0)
    return TRUE;
  g_test_skip ("this process cannot give a file to another user");
  return FALSE;
}

/* The record is opened by nobody, and the file @path and the record stay as they are. */
static void
assert_refused (Fixture *fixture, const char *path, const char *word)
{
  g_autoptr (GBytes) before = fixture_bytes (fixture->path), after = NULL;
  struct stat was, is;

  g_assert_cmpint (lstat (path, &was), ==, 0);
  for (int mode = RGM_STORE_READ; mode <= RGM_STORE_CREATE; mode++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (rgm_store_open (fixture->path, mode, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_nonnull (strstr (error->message, word));
    g_assert_null (strchr (error->message, '\n'));
    g_assert_cmpint (g_str_has_prefix (error->message, "NOT SAVED: "), ==,
                     mode == RGM_STORE_CREATE);
  }
  after = fixture_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpint (lstat (path, &is), ==, 0);
  g_assert_true (was.st_ino == is.st_ino && was.st_size == is.st_size && was.st_uid == is.st_uid
                 && was.st_mtim.tv_sec == is.st_mtim.tv_sec
                 && was.st_mtim.tv_nsec == is.st_mtim.tv_nsec);
}

/* Fills the record and closes it, so that nothing is beside it. */
static gint64
fill_and_close (Fixture *fixture)
{
  gint64 course = fixture_fill (fixture->store);

  fixture_log (fixture->store, course, 1);
  g_clear_pointer (&fixture->store, rgm_store_close);
  return course;
}

static void
assert_goes_on (Fixture *fixture, gint64 course)
{
  fixture->store = fixture_open (fixture->path);
  fixture_log (fixture->store, course, 2);
  fixture_assert_whole (fixture);
}

static void
test_stranger (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fill_and_close (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = beside (fixture, endings[i]);
    plant_journal (path);
    if (!give_away (path))
      return;
    assert_refused (fixture, path, "nobody");
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  assert_goes_on (fixture, course);
}

/* SQLite alone loses the record: this is why the test above looks for it. */
static void
test_stranger_control (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = beside (fixture, "-journal");
  sqlite3 *db = NULL;
  struct stat status;
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  fill_and_close (fixture);
  plant_journal (path);
  g_assert_cmpint (vfs->xSetSystemCall (vfs, "open", NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "SELECT count (*) FROM changes", NULL, NULL, NULL);
  sqlite3_close (db);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 4096);
}

/* The file comes after the look, so only the open() in the place of SQLite's own sees it. */
static void
test_in_between (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fill_and_close (fixture);

  for (guint i = 0; i < 2; i++) { /* the -shm file is opened only with a -wal file */
    g_autofree char *path = beside (fixture, endings[i]);
    g_autoptr (GBytes) before = fixture_bytes (fixture->path), after = NULL;
    sqlite3 *db = NULL;
    side_files_guard ();
    g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
    plant_journal (path);
    if (!give_away (path)) {
      sqlite3_close (db);
      return;
    }
    g_assert_cmpint (sqlite3_exec (db, "SELECT count (*) FROM changes", NULL, NULL, NULL), ==,
                     SQLITE_CANTOPEN);
    sqlite3_close (db);
    after = fixture_bytes (fixture->path);
    g_assert_true (g_bytes_equal (before, after));
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  assert_goes_on (fixture, course);
}

/* Several users write to one record: each of them may have made what is beside it. */
static void
test_shared (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *wal = beside (fixture, "-wal"), *lock = beside (fixture, ".lock");
  gint64 course = fill_and_close (fixture);
  int fd;

  g_assert_cmpint (g_chmod (fixture->path, 0660), ==, 0);
  g_assert_true (g_file_set_contents (wal, "", 0, NULL));
  g_assert_true (g_file_set_contents (lock, "", 0, NULL));
  if (!give_away (wal) || !give_away (lock))
    return;
  fd = store_lock_open (fixture->path, NULL);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  fixture->store = fixture_open (fixture->path);
  fixture_log (fixture->store, course, 2);
}

/* A pipe would make each command wait until somebody writes into it. */
static void
test_not_plain (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fill_and_close (fixture);
  g_autofree char *other = beside (fixture, ".other");

  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = beside (fixture, endings[i]);
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
    assert_refused (fixture, path, "not an ordinary file");
    g_assert_cmpint (g_unlink (path), ==, 0);
    g_assert_cmpint (symlink (other, path), ==, 0);
    assert_refused (fixture, path, "not an ordinary file");
    g_assert_cmpint (g_unlink (path), ==, 0);
    g_assert_cmpint (link (other, path), ==, 0);
    assert_refused (fixture, path, "second name");
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  assert_goes_on (fixture, course);
}

static void
assert_lock_refused (Fixture *fixture, const char *lock, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (store_lock_open (fixture->path, &error), ==, -1);
  g_assert_error (error, RGM_ERROR, RGM_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, lock));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_false (store_service_runs (fixture->path));
}

static void
test_lock (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *lock = beside (fixture, ".lock");

  g_assert_cmpint (mkfifo (lock, 0600), ==, 0);
  assert_lock_refused (fixture, lock, "not an ordinary file");
  g_assert_cmpint (g_unlink (lock), ==, 0);
  for (guint mode = 0600; mode <= 0666; mode += 066) {
    g_assert_true (
      g_file_set_contents_full (lock, "", 0, G_FILE_SET_CONTENTS_NONE, (int)mode, NULL));
    if (!give_away (lock))
      return;
    assert_lock_refused (fixture, lock, "nobody");
    g_assert_cmpint (g_unlink (lock), ==, 0);
  }
  g_assert_false (store_service_runs (fixture->path));
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/side-files/stranger", test_stranger);
  fixture_add ("/side-files/in-between", test_in_between);
  fixture_add ("/side-files/shared", test_shared);
  fixture_add ("/side-files/not-plain", test_not_plain);
  fixture_add ("/side-files/lock", test_lock);
  /* last, because it takes the guard away */
  fixture_add ("/side-files/stranger-control", test_stranger_control);
  return g_test_run ();
}
