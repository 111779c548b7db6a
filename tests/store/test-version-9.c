#include "fixture.h"
#include "store/past.h"
#include "store/write.h"

/* A record of the ninth version can be opened. The new version can give a course
 * another handle, and remove one. In this record there are two courses of the same treatment, and a
 * third one was taken back. */

static char *
handles (RgmStore *store)
{
  g_auto (GStrv) found = rgm_store_handles (store, 1, NULL);

  return g_strjoinv (" ", found);
}

static void
assert_handles (RgmStore *store, const char *wanted)
{
  g_autofree char *found = handles (store);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_names (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL, taken = NULL, gone = NULL;
  g_autoptr (RgmCourse) course = NULL, then = NULL, lost = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GArray) vanished = NULL;
  const RgmZone *zone;

  fixture_load (fixture, "version-9.sql");
  fixture->store = fixture_open (fixture->path);
  assert_handles (fixture->store, "zoledronic-acid zoledronic-acid-2");
  course = rgm_store_course (fixture->store, 2, RGM_INSTANT_NONE, &error);
  g_assert_true (store_begin (fixture->store, "rename", NOW, &error));
  g_assert_false (store_rename (fixture->store, course, "zoledronic-acid", &taken));
  g_assert_error (taken, RGM_ERROR, RGM_ERROR_CONFLICT);
  g_assert_true (store_rename (fixture->store, course, "twice", &error));
  g_assert_true (store_commit (fixture->store, &error));
  assert_handles (fixture->store, "zoledronic-acid twice");
  g_clear_pointer (&course, rgm_course_free);
  course = rgm_store_course_by_handle (fixture->store, 1, "twice", NOW, &error);
  g_assert_cmpint (course->id, ==, 2);

  g_assert_true (store_begin (fixture->store, "remove", NOW, &error));
  g_assert_true (store_remove (fixture->store, course, NOW, &error));
  g_assert_true (store_commit (fixture->store, &error));
  assert_handles (fixture->store, "zoledronic-acid");
  lost = rgm_store_course (fixture->store, 2, NOW, &gone);
  g_assert_null (lost);
  g_assert_error (gone, RGM_ERROR, RGM_ERROR_CONFLICT);
  removed = rgm_store_removed (fixture->store, 1, 0, &error);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_cmpstr (((const RgmRemovedCourse *)removed->pdata[0])->handle, ==, "twice");
  g_assert_cmpstr (((const RgmRemovedCourse *)removed->pdata[0])->patient, ==, "me");
  /* what was there before, for a calendar that has shown it */
  vanished = store_vanished_courses (fixture->store, 0, RGM_INSTANT_NONE, &error);
  g_assert_cmpuint (vanished->len, ==, 1); /* the one that was taken back */
  then = store_course_before (fixture->store, 2, 6, &zone, &error);
  g_assert_cmpstr (then->handle, ==, "twice");
  g_assert_no_error (error);
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-9/names", test_names);
  return g_test_run ();
}
