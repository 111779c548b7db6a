#include "fixture.h"
#include "store/calendar-rows.h"
#include "store/write.h"

/* A record of the eighth version can be opened. The new version can note which
 * calendars were written, and what the kept files contain. In this record one course was taken
 * back, and one file is kept. */

/* Of the calendars that the older version wrote nothing is known: they may have shown everything.
 */
static void
test_exports (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) exports = NULL, more = NULL;
  RgmExport added = { .at = NOW, .patient_id = 1, .days = 30, .tablets = TRUE };
  gboolean known = TRUE;
  gint64 last = 0;

  fixture_load (fixture, "version-8.sql");
  fixture->store = fixture_open (fixture->path);
  g_assert_true (store_last_change (fixture->store, &last, &error));
  exports = store_exports (fixture->store, &error);
  g_assert_cmpuint (exports->len, ==, 1);
  const RgmExport *former = &g_array_index (exports, RgmExport, 0);
  g_assert_cmpint (former->first_change, ==, 0);
  g_assert_cmpint (former->last_change, ==, last);
  g_assert_cmpint (former->at, ==, RGM_INSTANT_NONE);

  added.first_change = added.last_change = last;
  g_assert_true (store_export_is_known (fixture->store, &added, &known, &error) && !known);
  for (int i = 0; i < 2; i++) { /* the second time it reaches further */
    g_assert_true (store_begin (fixture->store, NULL, NOW, &error));
    g_assert_true (store_note_export (fixture->store, &added, &error));
    g_assert_true (store_commit (fixture->store, &error));
    g_assert_true (store_export_is_known (fixture->store, &added, &known, &error) && known);
    added.at += DAY;
    g_assert_true (store_export_is_known (fixture->store, &added, &known, &error) && !known);
  }
  more = store_exports (fixture->store, &error);
  g_assert_cmpuint (more->len, ==, 2);
  g_assert_cmpint (g_array_index (more, RgmExport, 1).at, ==, NOW + DAY);
  g_assert_no_error (error);
}

static void
test_kept_files (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = NULL, later = NULL;

  fixture_load (fixture, "version-8.sql");
  fixture->store = fixture_open (fixture->path);
  files = store_kept_files (fixture->store, &error);
  const RgmKeptFile *file = files->pdata[0];
  g_assert_null (file->written);
  g_assert_true (store_begin (fixture->store, NULL, NOW, &error));
  g_assert_true (store_set_kept_written (fixture->store, file->path, "abc", &error));
  g_assert_true (store_commit (fixture->store, &error));
  later = store_kept_files (fixture->store, &error);
  g_assert_cmpstr (((const RgmKeptFile *)later->pdata[0])->written, ==, "abc");
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-8/exports", test_exports);
  fixture_add ("/version-8/kept-files", test_kept_files);
  return g_test_run ();
}
