/* When a program that follows the record runs: rows of what happens, at which minute, and whether
 * that starts it. */
#include "daemon/followers.h"

#define DAY 86400

typedef struct {
  FollowerEvent event;
  int minute;
  gboolean starts;
  int due; /* minute; -1: none */
} Row;

static void
run (const Row *rows, guint count)
{
  Follower follower;
  follower_init (&follower);
  g_assert_cmpint (follower_due (&follower), ==, RGM_INSTANT_NONE);
  for (guint i = 0; i < count; i++) {
    RgmInstant now = (RgmInstant)rows[i].minute * 60;
    RgmInstant due = rows[i].due < 0 ? RGM_INSTANT_NONE : (RgmInstant)rows[i].due * 60;
    gboolean starts = follower_step (&follower, rows[i].event, now, (now / DAY + 1) * DAY);
    g_test_message ("row %u", i);
    g_assert_cmpint (starts, ==, rows[i].starts);
    g_assert_cmpint (follower_due (&follower), ==, due);
  }
}

static void
test_changes (void)
{
  const Row rows[] = {
    { FOLLOWER_CHANGED, 10, TRUE, -1 },  { FOLLOWER_CHANGED, 10, FALSE, -1 },
    { FOLLOWER_CHANGED, 11, FALSE, -1 }, { FOLLOWER_DONE, 11, TRUE, -1 },
    { FOLLOWER_DONE, 12, FALSE, 1440 },  { FOLLOWER_MOMENT, 13, FALSE, 1440 },
    { FOLLOWER_CHANGED, 14, TRUE, -1 },  { FOLLOWER_DONE, 14, FALSE, 1440 },
  };
  run (rows, G_N_ELEMENTS (rows));
}

static void
test_days (void)
{
  const Row rows[] = {
    { FOLLOWER_CHANGED, 10, TRUE, -1 },     { FOLLOWER_DONE, 10, FALSE, 1440 },
    { FOLLOWER_MOMENT, 1440, TRUE, -1 },    { FOLLOWER_MOMENT, 1440, FALSE, -1 },
    { FOLLOWER_DONE, 1440, FALSE, 2880 },   { FOLLOWER_MOMENT, 14400, TRUE, -1 },
    { FOLLOWER_DONE, 14400, FALSE, 15840 },
  };
  run (rows, G_N_ELEMENTS (rows));
}

/* The wait is longer each time, but never longer than six hours; a change does not wait. */
static void
test_failures (void)
{
  const Row rows[] = {
    { FOLLOWER_CHANGED, 0, TRUE, -1 },  { FOLLOWER_FAILED, 0, FALSE, 1 },
    { FOLLOWER_MOMENT, 1, TRUE, -1 },   { FOLLOWER_FAILED, 1, FALSE, 3 },
    { FOLLOWER_MOMENT, 2, FALSE, 3 },   { FOLLOWER_MOMENT, 3, TRUE, -1 },
    { FOLLOWER_FAILED, 3, FALSE, 7 },   { FOLLOWER_CHANGED, 4, TRUE, -1 },
    { FOLLOWER_CHANGED, 4, FALSE, -1 }, { FOLLOWER_FAILED, 4, TRUE, -1 },
    { FOLLOWER_FAILED, 4, FALSE, 20 },  { FOLLOWER_MOMENT, 20, TRUE, -1 },
    { FOLLOWER_DONE, 20, FALSE, 1440 }, { FOLLOWER_CHANGED, 30, TRUE, -1 },
    { FOLLOWER_FAILED, 30, FALSE, 31 },
  };
  Follower follower;
  run (rows, G_N_ELEMENTS (rows));
  follower_init (&follower);
  for (int i = 0; i < 100; i++) {
    g_assert_true (follower_step (&follower, FOLLOWER_CHANGED, 0, RGM_INSTANT_NONE));
    g_assert_false (follower_step (&follower, FOLLOWER_FAILED, 0, RGM_INSTANT_NONE));
    g_assert_cmpint (follower_due (&follower), <=, 6 * 3600);
    g_assert_cmpint (follower_due (&follower), >=, MIN (60 << MIN (i, 8), 6 * 3600));
  }
}

/* The program looks for changes on the server some hours after its last look, and when a day
 * begins. */
static void
test_next (void)
{
  const RgmInstant hour = 3600, day = DAY;
  g_assert_cmpint (follower_next (day, 0, 5 * hour), ==, day);
  g_assert_cmpint (follower_next (day, 6, 5 * hour), ==, 11 * hour);
  g_assert_cmpint (follower_next (day, 6, 20 * hour), ==, day);
  Follower follower;
  follower_init (&follower);
  int looks = 0;
  g_assert_true (follower_step (&follower, FOLLOWER_CHANGED, 0, follower_next (day, 6, 0)));
  for (RgmInstant now = 0; now < 10 * day; now += 60) {
    RgmInstant next = follower_next ((now / DAY + 1) * DAY, 6, now);
    if (follower.running)
      follower_step (&follower, FOLLOWER_DONE, now, next);
    looks += follower_step (&follower, FOLLOWER_MOMENT, now, next);
  }
  g_assert_cmpint (looks, ==, 10 * 4 - 1);
}

/* Neither a retry nor a look waits for a year that was a mistake. */
static void
test_the_clock_set_back (void)
{
  const RgmInstant year = (RgmInstant)365 * DAY;
  Follower follower;
  follower_init (&follower);
  g_assert_true (follower_step (&follower, FOLLOWER_CHANGED, year, year + DAY));
  g_assert_false (follower_step (&follower, FOLLOWER_FAILED, year, year + DAY));
  g_assert_true (follower_step (&follower, FOLLOWER_MOMENT, 0, DAY));
  g_assert_false (follower_step (&follower, FOLLOWER_DONE, 0, DAY));
  g_assert_cmpint (follower_due (&follower), ==, DAY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/follower/changes", test_changes);
  g_test_add_func ("/follower/days", test_days);
  g_test_add_func ("/follower/failures", test_failures);
  g_test_add_func ("/follower/next", test_next);
  g_test_add_func ("/follower/the-clock-set-back", test_the_clock_set_back);
  return g_test_run ();
}
