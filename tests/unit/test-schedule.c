#include <regimen/schedule.h>

#include "model/schedule-text.h"
#include "model/schedule.h"

/* ---- as text ---- */

static void
test_stored_round_trip (void)
{
  static const char *const stored[] = {
    "interval first=2026-12-01 every=4w reckon=given",
    "interval first=2026-12-01T09:30 every=28d reckon=plan count=6 until=2027-06-01 window=3",
    "interval every=12w reckon=given",
    "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 closed=2026-12-16,2026-12-24",
    "interval first=2026-12-01 every=4w reckon=given until=2027-12-01 closed=2026-12-25,2027-01-01",
    "times first=2026-12-01 begin=2026-12-03T20:00 times=08:00,20:00 days=127 cycle=21/7",
    "fractions first=2026-12-07 fractions=20 per-day=2 days=21 window=0",
    "once first=2026-12-03T09:30",
  };

  for (guint i = 0; i < G_N_ELEMENTS (stored); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RgmSchedule) schedule = schedule_from_stored (stored[i], &error);
    g_autoptr (RgmSchedule) copy = NULL;
    g_autofree char *again = NULL;
    g_assert_no_error (error);
    copy = rgm_schedule_copy (schedule);
    again = schedule_to_stored (copy);
    g_assert_cmpstr (again, ==, stored[i]);
  }
}

static void
test_stored_refused (void)
{
  static const char *const damaged[] = {
    "interval\224el=4w",
    "",
    "interval",
    "weekly first=2026-12-01",
    "interval first=2026-02-30 every=4w reckon=given",
    "interval first=2026-12-01 every=0w reckon=given",
    "interval first=2026-12-01 every=4w reckon=sometimes",
    "interval first=2026-12-01 every=4w reckon=given colour=red",
    "interval first=2026-12-01 every=4w reckon=given ",
    "interval every=4w first=2026-12-01 reckon=given",
    "fractions first=2026-12-07 fractions=0 per-day=1 days=31",
    "fractions first=2026-12-05 fractions=5 per-day=1 days=31",
    "fractions first=2026-12-07 fractions=5 per-day=1 days=0",
    "times first=2026-12-01 times=08:00 days=127 count=10000",
    "times first=2026-12-01 times=08:00 days=127 cycle=367/7",
    "once",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schedule_from_stored (damaged[i], &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
}

static void
test_times (void)
{
  static const struct {
    const char *typed, *times; /* NULL: refused */
  } cases[] = {
    { "08:00,20:00", "8 20" },
    { "8am and 8pm", "8 20" },
    { "8 in the morning and 8 in the evening", "8 20" },
    { "8 and 8 in the evening", "8 20" },
    { "8, 8pm", "8 20" },
    { "8 in the evening and 8", "8 20" },
    { "8am and 20", "8 20" },
    { "8am, noon & 8pm", "8 12 20" },
    /* a clock of 24 hours, because one of them is from 13 on */
    { "8,20", "8 20" },
    { "6, 14 and 22", "6 14 22" },
    { "20;8", "8 20" },
    /* which half of the day is meant is not sure */
    { "8", NULL },
    { "8 and 9 in the evening", NULL },
    { "8,9", NULL },
    { "8 20", NULL }, /* it may be 8:20 */
    { "8,24", NULL },
    { "20,20", NULL },
    { "20", NULL },
    { "8 and 8", NULL },
    { "0 and noon", NULL },
    { "8am and 24", NULL },
    { "8am and 8am", NULL },
    { "morning and evening", NULL },
    { "8am and", NULL },
    { "and 8am", NULL },
    { "8x and 8pm", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) times = rgm_times_parse (cases[i].typed, &error);
    g_autoptr (GString) hours = g_string_new (NULL);

    for (guint n = 0; times != NULL && n < times->len; n++)
      g_string_append_printf (hours, n > 0 ? " %d" : "%d", g_array_index (times, gint32, n) / 3600);
    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (times != NULL ? hours->str : NULL, ==, cases[i].times);
    g_assert_true ((times == NULL) == (error != NULL));
  }
}

static void
test_periods (void)
{
  static const char *const good[] = { "4w",
                                      "28d",
                                      "1m",
                                      "6h",
                                      "9999d",
                                      "4 weeks",
                                      "28 days",
                                      "1 month",
                                      "6 hours",
                                      "4 w",
                                      "4W",
                                      "every 4 weeks",
                                      "Every week",
                                      "every 28d",
                                      "four weeks",
                                      "every four weeks",
                                      "Twelve weeks",
                                      "a month",
                                      "thirty days",
                                      "each day",
                                      "every other week",
                                      "once daily" };
  static const char *const described[]
    = { "4 weeks",  "28 days", "1 month", "6 hours", "9999 days", "4 weeks", "28 days", "1 month",
        "6 hours",  "4 weeks", "4 weeks", "4 weeks", "1 week",    "28 days", "4 weeks", "4 weeks",
        "12 weeks", "1 month", "30 days", "1 day",   "2 weeks",   "1 day" };
  static const char *const bad[] = { "",
                                     "w",
                                     "4",
                                     "0w",
                                     "-4w",
                                     "4ww",
                                     "10000d",
                                     "4y",
                                     "1.5w",
                                     "99999999999999999999w",
                                     "forty weeks",
                                     "few weeks",
                                     "four",
                                     "4 weeks x",
                                     "weeks 4",
                                     "4weekss",
                                     "every",
                                     "every 4",
                                     "every weeks 4",
                                     "d",
                                     "day",
                                     "other",
                                     "days" };
  RgmPeriod period;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *text = NULL;
    g_assert_true (rgm_period_parse (good[i], &period, NULL));
    text = rgm_period_describe (period);
    g_assert_cmpstr (text, ==, described[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (rgm_period_parse (bad[i], &period, &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  }
}

static void
test_weekdays (void)
{
  static const struct {
    const char *typed;
    guint8 bits;
    const char *described;
  } rows[] = {
    { "mon-fri", 0x1f, "Mon-Fri" }, { "mon,wed,fri", 0x15, "Mon, Wed, Fri" },
    { "SAT", 0x20, "Sat" },         { "mon-tue,sat", 0x23, "Mon, Tue, Sat" },
    { "mon-sun", 0x7f, "Mon-Sun" }, { "mon, tue, wed", 0x07, "Mon-Wed" },
  };
  static const char *const bad[] = { "", "fri-mon", "mon-", "day", "mon,,tue", "mon-wed-fri" };
  guint8 bits;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = NULL;
    g_assert_true (rgm_weekdays_parse (rows[i].typed, &bits, NULL));
    g_assert_cmpuint (bits, ==, rows[i].bits);
    text = weekdays_describe (bits);
    g_assert_cmpstr (text, ==, rows[i].described);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (rgm_weekdays_parse (bad[i], &bits, NULL));
}

static void
test_described (void)
{
  static const char *const rows[][2] = {
    { "interval first=2026-12-01 every=4w reckon=given",
      "every 4 weeks, counted from the day given" },
    { "interval first=2026-12-01 every=1m reckon=plan count=6",
      "every 1 month, counted from the first date, up to dose 6" },
    { "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 closed=2026-12-16",
      "10 sessions, Mon-Fri, from Mon 2026-12-07 14:00, not on Wed 2026-12-16" },
    { "fractions first=2026-12-07 fractions=1 per-day=1 days=31",
      "1 session, Mon-Fri, from Mon 2026-12-07" },
    { "once first=2026-12-03T09:30", "once, on Thu 2026-12-03 09:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RgmSchedule) schedule = schedule_from_stored (rows[i][0], NULL);
    g_autofree char *text = rgm_schedule_describe (schedule, "session", "sessions");
    g_assert_cmpstr (text, ==, rows[i][1]);
  }
}

/* ---- arithmetic ---- */

/* One seventh of the interval, at least a day: 28/7, 84/7, 21/7, 7/7, and below that one. */
static void
test_windows (void)
{
  static const struct {
    const char *stored;
    int days;
  } rows[] = {
    { "interval first=2026-12-01 every=4w reckon=given", 4 },
    { "interval first=2026-12-01 every=12w reckon=given", 12 },
    { "interval first=2026-12-01 every=3w reckon=given", 3 },
    { "interval first=2026-12-01 every=1w reckon=given", 1 },
    { "interval first=2026-12-01 every=1d reckon=given", 1 },
    { "interval first=2026-12-01 every=13d reckon=given", 1 },
    { "interval first=2026-12-01 every=14d reckon=given", 2 },
    { "interval first=2026-12-01 every=1m reckon=given", 4 },
    { "interval first=2026-12-01 every=6h reckon=given", 1 },
    { "interval first=2026-12-01 every=4w reckon=given window=0", 0 },
    { "once first=2026-12-03", 1 },
    { "fractions first=2026-12-07 fractions=5 per-day=1 days=31", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RgmSchedule) schedule = schedule_from_stored (rows[i].stored, NULL);
    g_assert_cmpint (schedule_window (schedule), ==, rows[i].days);
  }
}

/* Past the accepted years there is nothing, and nothing overflows. */
static void
test_far_away (void)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  RgmLocal anchor = { rgm_day_new (2199, 12, 1), RGM_NO_TIME };
  static const char units[] = "hdwm";

  for (guint i = 0; i < 4; i++) {
    RgmLocal far = schedule_add_periods (anchor, (RgmPeriod){ 9999, units[i] }, 99999, utc);
    g_assert_cmpint (far.day, ==, RGM_NO_DAY);
  }
}

static void
test_treatment_days (void)
{
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (
    "fractions first=2026-12-07 fractions=5 per-day=1 days=31 closed=2026-12-16", NULL);

  g_assert_cmpint (schedule_next_treatment_day (schedule, NULL, rgm_day_new (2026, 12, 12)), ==,
                   rgm_day_new (2026, 12, 14));
  g_assert_cmpint (schedule_next_treatment_day (schedule, NULL, rgm_day_new (2026, 12, 16)), ==,
                   rgm_day_new (2026, 12, 17));
  schedule->weekdays = 0;
  g_assert_cmpint (schedule_next_treatment_day (schedule, NULL, rgm_day_new (2026, 12, 16)), ==,
                   RGM_NO_DAY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/stored/round-trip", test_stored_round_trip);
  g_test_add_func ("/schedule/stored/refused", test_stored_refused);
  g_test_add_func ("/schedule/times", test_times);
  g_test_add_func ("/schedule/periods", test_periods);
  g_test_add_func ("/schedule/weekdays", test_weekdays);
  g_test_add_func ("/schedule/described", test_described);
  g_test_add_func ("/schedule/windows", test_windows);
  g_test_add_func ("/schedule/far-away", test_far_away);
  g_test_add_func ("/schedule/treatment-days", test_treatment_days);
  return g_test_run ();
}
