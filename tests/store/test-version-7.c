#include "fixture.h"
#include "model/course.h"
#include "store/write.h"

/* A record that the seventh version wrote opens, says what it said, and gets what is
 * new: the refusals that were overridden when a dose was booked or moved. In it dose 1 was booked
 * and given, dose 2 was moved, and a hold of dose 3 was taken back. */

static void
test_what_it_says (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autofree char *booked = NULL, *moved = NULL;

  fixture_load (fixture, "version-7.sql");
  fixture->store = fixture_open (fixture->path);
  course = rgm_store_course (fixture->store, 1, RGM_INSTANT_NONE, &error);
  g_assert_no_error (error);
  booked = rgm_local_format (rgm_course_appointment (course, 1)->at);
  moved = rgm_local_format (course_move (course, 2)->target);
  g_assert_cmpstr (booked, ==, "2026-12-02T10:00");
  g_assert_cmpstr (moved, ==, "2026-12-30");
  g_assert_null (rgm_course_appointment (course, 1)->anyway);
  g_assert_null (course_move (course, 2)->anyway);
  g_assert_null (rgm_course_hold (course, 3));
}

static void
test_overridden (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmAppointment early = { .dose = 2,
                           .at = { rgm_day_new (2026, 12, 10), 36000 },
                           .zone = (char *)"Europe/Berlin",
                           .anyway = (char *)"it is early" };

  fixture_load (fixture, "version-7.sql");
  fixture->store = fixture_open (fixture->path);
  g_assert_true (store_begin (fixture->store, "book", NOW, &error));
  g_assert_true (store_set_appointment (fixture->store, 1, 2, &early, &error));
  g_assert_true (store_commit (fixture->store, &error));
  course = rgm_store_course (fixture->store, 1, RGM_INSTANT_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rgm_course_appointment (course, 2)->anyway, ==, "it is early");
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-7/what-it-says", test_what_it_says);
  fixture_add ("/version-7/overridden", test_overridden);
  return g_test_run ();
}
