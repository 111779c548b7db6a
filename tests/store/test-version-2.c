#include "fixture.h"
#include "picture.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <string.h>

/* A record that the second version wrote opens, reads the same after it was brought up to date, and
 * gets what is new. */

static void
test_reads_the_same (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *picture = NULL;

  fixture_load (fixture, "version-2.sql");
  fixture->store = fixture_open (fixture->path);
  picture = picture_of (fixture->store, TRUE);
  for (const char *const *word
       = (const char *const[]){ "as the letter says", "machine down", "every=12w", "Ward 4", NULL };
       *word != NULL; word++)
    g_assert_nonnull (strstr (picture, *word));
  g_assert_null (strstr (picture, "other treatment"));
}

static void
keep (RgmStore *store, const RgmKeptFile *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_begin (store, NULL, NOW, &error));
  g_assert_true (store_keep_file (store, file, &error));
  g_assert_true (store_commit (store, &error));
}

static void
assert_kept (RgmStore *store, const RgmKeptFile *wanted)
{
  g_autoptr (GPtrArray) files = store_kept_files (store, NULL);
  const RgmKeptFile *file = files->pdata[0];

  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpstr (file->path, ==, wanted->path);
  g_assert_cmpint (file->patient_id, ==, wanted->patient_id);
  g_assert_cmpint (file->days, ==, wanted->days);
  g_assert_cmpint (file->minutes, ==, wanted->minutes);
  g_assert_cmpint (file->private_mode, ==, wanted->private_mode);
  g_assert_cmpint (file->tablets, ==, wanted->tablets);
  g_assert_cmpint (file->lead_events, ==, wanted->lead_events);
  g_assert_cmpint (file->shared, ==, wanted->shared);
}

/* Kept files are no part of the record: no change, nothing to take back. */
static void
test_kept_files (Fixture *fixture, gconstpointer unused)
{
  char path[] = "/home/me/treatments, \xc3\xa4.ics";
  RgmKeptFile file = { .path = path, .days = 180 };
  g_autofree char *problems = NULL;
  gboolean kept = FALSE;

  fixture_load (fixture, "version-2.sql");
  fixture->store = fixture_open (fixture->path);
  keep (fixture->store, &file);
  assert_kept (fixture->store, &file);
  file = (RgmKeptFile){ path, 2, 30, 45, TRUE, TRUE, TRUE, TRUE };
  keep (fixture->store, &file);
  assert_kept (fixture->store, &file);
  g_assert_cmpuint (store_written (fixture->store), ==, 0);
  problems = fixture_check (fixture->store);
  g_assert_cmpstr (problems, ==, "");
  g_assert_true (store_begin (fixture->store, NULL, NOW, NULL));
  g_assert_true (store_stop_keeping (fixture->store, "/other", &kept, NULL));
  g_assert_false (kept);
  g_assert_true (store_stop_keeping (fixture->store, path, &kept, NULL));
  g_assert_true (kept);
  g_assert_true (store_commit (fixture->store, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-2/reads-the-same", test_reads_the_same);
  fixture_add ("/version-2/kept-files", test_kept_files);
  return g_test_run ();
}
