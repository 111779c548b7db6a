#include <regimen/clock.h>
#include <string.h>

static void
test_frozen (void)
{
  RgmInstant now;
  g_setenv ("REGIMEN_NOW", "2026-11-23T09:00:00+01:00", TRUE);
  g_assert_true (rgm_clock_now (&now, NULL));
  g_assert_cmpint (now, ==, 1795420800);
}

static void
test_malformed (void)
{
  static const char *const values[]
    = { "", "2026-11-23", "2026-11-23T09:00:00", "now", "1795420800" };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GError) error = NULL;
    RgmInstant now;
    g_setenv ("REGIMEN_NOW", values[i], TRUE);
    g_assert_false (rgm_clock_now (&now, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "REGIMEN_NOW"));
  }
}

/* Says nothing of the time but that it is not the epoch. */
static void
test_running (void)
{
  RgmInstant now = 0;
  g_unsetenv ("REGIMEN_NOW");
  g_assert_true (rgm_clock_now (&now, NULL));
  g_assert_cmpint (now, !=, 0);
}

static void
test_zone (void)
{
  g_autofree char *doubt = NULL;

  g_setenv ("REGIMEN_ZONE", "Asia/Tokyo", TRUE);
  g_assert_cmpstr (rgm_zone_name (rgm_clock_zone (&doubt, NULL)), ==, "Asia/Tokyo");
  g_unsetenv ("REGIMEN_ZONE");
  g_setenv ("TZ", "Asia/Kolkata", TRUE);
  g_assert_cmpstr (rgm_zone_name (rgm_clock_zone (&doubt, NULL)), ==, "Asia/Kolkata");
  g_assert_null (doubt);
  g_setenv ("TZ", "Mars/Base", TRUE);
  g_assert_cmpstr (rgm_zone_name (rgm_clock_zone (&doubt, NULL)), ==, "UTC");
  g_assert_nonnull (strstr (doubt, "Mars/Base"));
}

static void
test_no_zone (void)
{
  static const char *const values[] = { "", "bad", "CET-1CEST", "../UTC" };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *doubt = NULL;
    g_setenv ("REGIMEN_ZONE", values[i], TRUE);
    g_assert_null (rgm_clock_zone (&doubt, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "REGIMEN_ZONE"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/frozen", test_frozen);
  g_test_add_func ("/clock/malformed", test_malformed);
  g_test_add_func ("/clock/running", test_running);
  g_test_add_func ("/clock/zone", test_zone);
  g_test_add_func ("/clock/no-zone", test_no_zone);
  return g_test_run ();
}
