#include "fixture.h"
#include "model/course.h"
#include "store/write.h"

/* A record that the sixth version wrote opens and gets what is new: the zone in
 * which a dose was entered, which holds if the patient moves, and doses of which only the day is
 * known. In it Anna lived in Berlin, and has moved to Auckland on 2026-11-23. */

/* "DOSE DAY ZONE" of each administration of course @id that counts. */
static char *
given (RgmStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = rgm_store_course (store, id, RGM_INSTANT_NONE, &error);
  g_autoptr (RgmPatient) patient = rgm_store_patient (store, course->patient_id, &error);
  const RgmZone *zone = rgm_patient_zone (patient, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = course->administrations->pdata[i];
    g_autofree char *local = rgm_local_format (rgm_administration_local (each, zone));
    g_autofree char *day = rgm_day_format (administration_day (each, zone));

    g_assert_true (g_str_has_prefix (local, day));
    g_string_append_printf (text, "%s%d %s %s", i > 0 ? ", " : "", each->dose, day, each->zone);
  }
  return g_string_free (text, FALSE);
}

/* Each row was entered in the zone that the patient had then; a correction that kept the time kept
 * the zone. */
static void
test_old_rows_have_a_zone (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *denosumab = NULL, *zol = NULL;

  fixture_load (fixture, "version-6.sql");
  fixture->store = fixture_open (fixture->path);
  denosumab = given (fixture->store, 1);
  zol = given (fixture->store, 2);
  g_assert_cmpstr (denosumab, ==,
                   "1 2026-09-29 Europe/Berlin, 2 2026-10-27 Europe/Berlin, "
                   "3 2026-11-24 Europe/Berlin");
  g_assert_cmpstr (zol, ==,
                   "1 2026-10-27 Europe/Berlin, 2 2026-11-24 Pacific/Auckland, "
                   "3 2026-11-25 Pacific/Auckland");
}

static void
test_only_a_day (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *stored = NULL;
  RgmAdministration fresh = { .dose = 4,
                              .outcome = RGM_GIVEN,
                              .at = NOW,
                              .zone = (char *)"Asia/Tokyo",
                              .day = rgm_day_new (2026, 12, 22),
                              .day_only = TRUE,
                              .recorded_at = NOW };

  fixture_load (fixture, "version-6.sql");
  fixture->store = fixture_open (fixture->path);
  g_assert_true (store_begin (fixture->store, "log", NOW, &error));
  g_assert_true (store_add_administration (fixture->store, 1, &fresh, &error));
  g_assert_true (store_commit (fixture->store, &error));
  g_assert_no_error (error);
  text = given (fixture->store, 1);
  g_assert_true (g_str_has_suffix (text, ", 4 2026-12-22 Asia/Tokyo"));
  stored = fixture_query (fixture->path,
                          "SELECT zone || ' ' || day || ' ' || day_only FROM administrations ORDER "
                          "BY id DESC LIMIT 1");
  g_assert_cmpstr (stored, ==, "Asia/Tokyo 2026-12-22 1");
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-6/old-rows-have-a-zone", test_old_rows_have_a_zone);
  fixture_add ("/version-6/only-a-day", test_only_a_day);
  return g_test_run ();
}
