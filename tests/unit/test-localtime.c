#include "base/civil.h"
#include "base/describe.h"

#include <regimen/describe.h>
#include <string.h>

static void
test_local_round_trip (void)
{
  static const char *const texts[]
    = { "2026-12-01",          "2026-12-01T00:00", "2026-12-01T14:05",   "2026-12-01T14:05:09",
        "2026-12-01T23:59:59", "1900-01-01",       "2199-12-31T23:59:59" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    RgmLocal local;
    g_assert_true (rgm_local_parse (texts[i], &local, NULL));
    g_autofree char *text = rgm_local_format (local);
    g_assert_cmpstr (text, ==, texts[i]);
  }
}

static void
test_local_with_a_blank (void)
{
  RgmLocal local;
  g_assert_true (rgm_local_parse ("2026-12-01 14:05", &local, NULL));
  g_assert_cmpint (local.day, ==, rgm_day_new (2026, 12, 1));
  g_assert_cmpint (local.second, ==, 14 * 3600 + 5 * 60);
}

static void
test_local_refused (void)
{
  static const char *const refused[] = { "",
                                         " ",
                                         "2026-12-01T",
                                         "2026-12-01 ",
                                         "2026-12-01T24:00",
                                         "2026-12-01T14:60",
                                         "2026-12-01T14:00:60",
                                         "2026-12-01T14:00:00", /* zero seconds are not written */
                                         "2026-12-01T14:00Z",
                                         "2026-12-01T14:00+01:00",
                                         "2026-12-01T14",
                                         "2026-12-01T4:00",
                                         "2026-12-01t14:00",
                                         "2026-12-01  14:00",
                                         "2026-02-30T14:00",
                                         "14:00",
                                         "1899-12-31T23:59",
                                         "2026-12-01T14:05:09.5",
                                         "\xff\xfe" };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    RgmLocal local = { 1, 2 };
    g_assert_false (rgm_local_parse (refused[i], &local, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_null (strchr (error->message, '\n'));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_true (local.day == 1 && local.second == 2);
  }
}

/* Ascending: each is before all that follow. */
static void
test_local_order (void)
{
  static const RgmLocal order[] = { { RGM_NO_DAY, RGM_NO_TIME },
                                    { -5, 86399 },
                                    { 0, RGM_NO_TIME },
                                    { 0, 0 },
                                    { 0, 1 },
                                    { 0, 86399 },
                                    { 1, RGM_NO_TIME } };
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (order); j++) {
      int sign = (i > j) - (i < j), got = civil_local_compare (order[i], order[j]);
      g_assert_cmpint ((got > 0) - (got < 0), ==, sign);
      g_assert_true (rgm_local_equal (order[i], order[j]) == (i == j));
    }
  g_assert_false (rgm_local_has_time (order[2]));
  g_assert_true (rgm_local_has_time (order[3]));
}

/* The examples of RFC 3339 section 5.8 and others, with seconds since the epoch as date(1) has
 * them. */
static void
test_instant_parse (void)
{
  static const struct {
    const char *text;
    RgmInstant instant;
  } good[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1996-12-19T16:39:57-08:00", 851042397 },
    { "1937-01-01T12:00:27+00:20", -1041337173 },
    { "2026-11-23T09:00:00+01:00", 1795420800 },
    { "2026-11-23t08:00:00z", 1795420800 },
    { "2026-11-23 08:00:00Z", 1795420800 },
    { "2026-11-23T08:00:00-00:00", 1795420800 },
    { "2026-11-24T07:59:00+23:59", 1795420800 },
    { "2026-11-22T08:01:00-23:59", 1795420800 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    RgmInstant instant;
    g_assert_true (rgm_instant_parse (good[i].text, &instant, NULL));
    g_assert_cmpint (instant, ==, good[i].instant);
  }
}

static void
test_instant_refused (void)
{
  static const char *const refused[] = { "",
                                         "2026-11-23",
                                         "2026-11-23T09:00:00",
                                         "2026-11-23T09:00Z",
                                         "2026-11-23T09:00:00+0100",
                                         "2026-11-23T09:00:00+01",
                                         "2026-11-23T09:00:00+24:00",
                                         "2026-11-23T09:00:00+01:60",
                                         "2026-11-23T09:00:00.5Z",
                                         "2026-11-23T24:00:00Z",
                                         "2026-11-23T23:59:60Z",
                                         "2026-02-30T09:00:00Z",
                                         "1899-12-31T23:59:59Z",
                                         "2026-11-23T09:00:00Z ",
                                         "2026-11-23T09:00:00ZZ",
                                         "2026-11-23T09:00:00+01:00x",
                                         " 2026-11-23T09:00:00Z",
                                         "now" };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    RgmInstant instant;
    g_assert_false (rgm_instant_parse (refused[i], &instant, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_null (strchr (error->message, '\n'));
  }
}

static void
test_instant_format (void)
{
  static const struct {
    RgmInstant instant;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },          { -1, "1969-12-31T23:59:59Z" },
    { 1795420800, "2026-11-23T08:00:00Z" }, { G_MAXINT64, "9999-12-31T23:59:59Z" },
    { G_MININT64, "0001-01-01T00:00:00Z" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = rgm_instant_format_utc (cases[i].instant);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* Where there is room for a few letters only. */
static void
test_short (void)
{
  g_autofree char *day = local_short ((RgmLocal){ rgm_day_new (2026, 12, 3), RGM_NO_TIME });
  g_autofree char *time = local_short ((RgmLocal){ rgm_day_new (2027, 1, 31), 9 * 3600 + 300 });
  g_assert_cmpstr (day, ==, "Thu 3 Dec");
  g_assert_cmpstr (time, ==, "Sun 31 Jan, 09:05");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/localtime/round-trip", test_local_round_trip);
  g_test_add_func ("/localtime/with-a-blank", test_local_with_a_blank);
  g_test_add_func ("/localtime/refused", test_local_refused);
  g_test_add_func ("/localtime/order", test_local_order);
  g_test_add_func ("/localtime/short", test_short);
  g_test_add_func ("/instant/parse", test_instant_parse);
  g_test_add_func ("/instant/refused", test_instant_refused);
  g_test_add_func ("/instant/format", test_instant_format);
  return g_test_run ();
}
