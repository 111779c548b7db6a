#include "base/civil.h"
#include "table.h"

#include <regimen/localtime.h>
#include <stdlib.h>
#include <string.h>

/* GDate is an independent calendar: each of the 109,573 accepted days agrees with it. */
static void
test_every_day_as_gdate (void)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1900);
  int days = 0;
  for (RgmDay day = rgm_day_new (1900, 1, 1); civil_day_in_range (day); day++, days++) {
    int year, month, mday;
    rgm_day_split (day, &year, &month, &mday);
    g_assert_cmpint (year, ==, g_date_get_year (&date));
    g_assert_cmpint (month, ==, (int)g_date_get_month (&date));
    g_assert_cmpint (mday, ==, g_date_get_day (&date));
    g_assert_cmpint (rgm_day_weekday (day), ==, (int)g_date_get_weekday (&date));
    g_assert_cmpint (rgm_day_new (year, month, mday), ==, day);
    g_date_add_days (&date, 1);
  }
  g_assert_cmpint (days, ==, 109573);
  g_assert_cmpint (g_date_get_year (&date), ==, 2200);
}

static void
test_epoch (void)
{
  g_assert_cmpint (rgm_day_new (1970, 1, 1), ==, 0);
  g_assert_cmpint (rgm_day_new (2000, 3, 1), ==, 11017);
  g_assert_cmpint (rgm_day_new (1969, 12, 31), ==, -1);
}

static void
test_no_such_date (void)
{
  static const int dates[][3]
    = { { 2026, 2, 29 }, { 2026, 4, 31 },    { 2026, 0, 1 },    { 2026, 13, 1 }, { 2026, 1, 0 },
        { 2026, 1, 32 }, { 2100, 2, 29 },    { 1899, 12, 31 },  { 2200, 1, 1 },  { 2026, -1, 1 },
        { 2026, 1, -1 }, { G_MAXINT, 1, 1 }, { G_MININT, 1, 1 } };
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    g_assert_cmpint (rgm_day_new (dates[i][0], dates[i][1], dates[i][2]), ==, RGM_NO_DAY);
}

/* Split and weekday have an answer for every number, so that no caller can crash them. */
static void
test_far_days (void)
{
  int year, month, mday;
  static const RgmDay days[] = { G_MININT32, G_MAXINT32, -719163, 2932896 };
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++) {
    rgm_day_split (days[i], &year, &month, &mday);
    g_assert_cmpint (month, >=, 1);
    g_assert_cmpint (month, <=, 12);
    g_assert_cmpint (rgm_day_weekday (days[i]), >=, 1);
    g_assert_cmpint (rgm_day_weekday (days[i]), <=, 7);
    g_assert_false (civil_day_in_range (days[i]));
  }
  rgm_day_split (0, NULL, NULL, NULL);
}

static void
check_months (char **cells)
{
  RgmDay anchor = rgm_day_parse (cells[0], NULL);
  g_autofree char *result
    = rgm_day_format (rgm_day_add_months (anchor, (int)strtol (cells[1], NULL, 10)));
  table_expect (cells, "result", cells[2], result);
}

static void
test_months (void)
{
  table_run ("months.tsv", 4, check_months);
}

/* Counted from the anchor, the 31st comes back; chained steps would stay on the 28th. */
static void
test_months_do_not_drift (void)
{
  RgmDay anchor = rgm_day_new (2026, 1, 31);
  for (int n = 1; n <= 1200; n++) {
    int mday, month;
    rgm_day_split (rgm_day_add_months (anchor, n), NULL, &month, &mday);
    g_assert_cmpint (month, ==, n % 12 + 1);
    g_assert_cmpint (mday, ==, (int)g_date_get_days_in_month (month, (GDateYear)(2026 + n / 12)));
  }
}

static void
test_parse (void)
{
  static const char *const refused[] = { "",
                                         " ",
                                         "2026-02-30",
                                         "2026-1-01",
                                         "2026-01-1",
                                         "26-01-01",
                                         "2026-01-01 ",
                                         " 2026-01-01",
                                         "2026-01-01x",
                                         "2026/01/01",
                                         "2026-01-011",
                                         "02026-01-01",
                                         "1899-12-31",
                                         "2200-01-01",
                                         "+2026-01-01",
                                         "2026-01-01T14:00",
                                         "today",
                                         "\xff" };
  g_assert_cmpint (rgm_day_parse ("2026-12-01", NULL), ==, rgm_day_new (2026, 12, 1));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (rgm_day_parse (refused[i], &error), ==, RGM_NO_DAY);
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_null (strchr (error->message, '\n'));
    g_assert_nonnull (strstr (error->message, "YYYY-MM-DD"));
  }
}

static void
test_weekday_names (void)
{
  g_assert_cmpstr (civil_weekday_name (1), ==, "Mon");
  g_assert_cmpstr (civil_weekday_name (7), ==, "Sun");
  g_assert_cmpstr (civil_weekday_name (rgm_day_weekday (rgm_day_new (2026, 11, 23))), ==, "Mon");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/days/every-day-as-gdate", test_every_day_as_gdate);
  g_test_add_func ("/days/epoch", test_epoch);
  g_test_add_func ("/days/no-such-date", test_no_such_date);
  g_test_add_func ("/days/far-days", test_far_days);
  g_test_add_func ("/days/months", test_months);
  g_test_add_func ("/days/months-do-not-drift", test_months_do_not_drift);
  g_test_add_func ("/days/parse", test_parse);
  g_test_add_func ("/days/weekday-names", test_weekday_names);
  return g_test_run ();
}
