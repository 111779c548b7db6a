/* The settings file: defaults, every key, every range, and what is not accepted. */
#include <regimen/settings.h>

#include "mistakes.h"

#include <glib/gstdio.h>

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("regimen-settings-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "regimen.conf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
assert_leads (const RgmLeads *leads, int n, int a, int b, int c)
{
  const int expected[] = { a, b, c };
  g_assert_cmpint (leads->n, ==, n);
  for (int i = 0; i < n; i++)
    g_assert_cmpint (leads->at[i], ==, expected[i]);
}

static RgmSettings
load (const Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  write_file (fixture->path, text);
  g_assert_true (rgm_settings_load (fixture->path, &settings, &error));
  g_assert_no_error (error);
  return settings;
}

static void
assert_defaults (const RgmSettings *settings)
{
  g_assert_false (settings->private_mode);
  g_assert_true (settings->daily_backup);
  g_assert_cmpint (settings->day_start, ==, 32400);
  g_assert_cmpint (settings->quiet_from, ==, 79200);
  g_assert_cmpint (settings->quiet_until, ==, 25200);
  assert_leads (&settings->book_days, 2, 14, 3, 0);
  assert_leads (&settings->upcoming_days, 1, 1, 0, 0);
  g_assert_cmpint (settings->due_minutes, ==, 120);
  g_assert_true (settings->overdue);
  g_assert_cmpint (settings->overdue_daily, ==, 7);
  g_assert_cmpint (settings->overdue_minutes, ==, 60);
  g_assert_cmpint (settings->overdue_hours, ==, 2);
  assert_leads (&settings->watch_days, 3, 0, 1, 3);
  assert_leads (&settings->response_days, 2, 14, 21, 0);
  g_assert_cmpint (settings->snooze_minutes, ==, 60);
  g_assert_cmpint (settings->open_at_once, ==, 3);
}

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  assert_defaults (&settings);
  g_assert_true (rgm_settings_load (fixture->path, &settings, &error));
  g_assert_no_error (error);
  assert_defaults (&settings);
  RgmSettings empty = load (fixture, "");
  assert_defaults (&empty);
  RgmSettings groups = load (fixture, "# nothing set\n\n[alerts]\r\n[privacy]");
  assert_defaults (&groups);
}

static void
test_every_key (Fixture *fixture, gconstpointer data)
{
  RgmSettings settings = load (fixture, "[privacy]\n"
                                        "private = true\n"
                                        "[alerts]\n"
                                        "day-start=07:45\n"
                                        "quiet-from=23:30\n"
                                        "quiet-until=06:15\n"
                                        "book-days=2;30;7\n"
                                        "upcoming-days=1;2;\n"
                                        "due-minutes=90\n"
                                        "overdue=false\n"
                                        "overdue-daily=3\n"
                                        "overdue-minutes=45\n"
                                        "overdue-hours=4\n"
                                        "watch-days=5;0\n"
                                        "response-days=\n"
                                        "snooze-minutes=15\n"
                                        "open-at-once=1\n"
                                        "[publish]\ncheck-hours=24\n[backup]\ndaily=false\n");
  g_assert_cmpint (settings.check_hours, ==, 24);
  g_assert_false (settings.daily_backup);
  g_assert_true (settings.private_mode);
  g_assert_cmpint (settings.day_start, ==, 27900);
  g_assert_cmpint (settings.quiet_from, ==, 84600);
  g_assert_cmpint (settings.quiet_until, ==, 22500);
  assert_leads (&settings.book_days, 3, 30, 7, 2);
  assert_leads (&settings.upcoming_days, 2, 2, 1, 0);
  g_assert_cmpint (settings.due_minutes, ==, 90);
  g_assert_false (settings.overdue);
  g_assert_cmpint (settings.overdue_daily, ==, 3);
  g_assert_cmpint (settings.overdue_minutes, ==, 45);
  g_assert_cmpint (settings.overdue_hours, ==, 4);
  assert_leads (&settings.watch_days, 2, 0, 5, 0);
  assert_leads (&settings.response_days, 0, 0, 0, 0);
  g_assert_cmpint (settings.snooze_minutes, ==, 15);
  g_assert_cmpint (settings.open_at_once, ==, 1);
}

static void
test_ends_of_ranges (Fixture *fixture, gconstpointer data)
{
  RgmSettings low = load (fixture, "[alerts]\nday-start=00:00\nbook-days=1\nupcoming-days=1\n"
                                   "due-minutes=0\noverdue-daily=0\noverdue-minutes=1\n"
                                   "overdue-hours=1\nwatch-days=0\nresponse-days=1\n"
                                   "snooze-minutes=1\nopen-at-once=1\n[publish]\ncheck-hours=0\n");
  g_assert_cmpint (low.check_hours, ==, 0);
  g_assert_cmpint (low.day_start, ==, 0);
  g_assert_cmpint (low.due_minutes, ==, 0);
  RgmSettings high = load (fixture, "[alerts]\nday-start=23:59\nbook-days=365\nupcoming-days=30\n"
                                    "due-minutes=1440\noverdue-daily=60\noverdue-minutes=720\n"
                                    "overdue-hours=24\nwatch-days=30;29;28;27;26;25;24;23\n"
                                    "response-days=90\nsnooze-minutes=1440\nopen-at-once=20\n");
  g_assert_cmpint (high.day_start, ==, 86340);
  g_assert_cmpint (high.watch_days.n, ==, RGM_LEADS_MAX);
  assert_leads (&(RgmLeads){ 3, { 23, 24, 25 } }, 3, high.watch_days.at[0], high.watch_days.at[1],
                high.watch_days.at[2]);
}

static const Mistake mistakes[] = {
  { "[alert]\n", 1, "the groups are [privacy], [alerts], [publish] and [backup]" },
  { "private=true\n", 1, "before the first [group]" },
  { "private=true\n", 1, "it belongs below a line [privacy]" },
  { "\nbook-days = 14\n", 2, "it belongs below a line [alerts]" },
  { "zzzzzz=1\n", 1, "\"zzzzzz\" comes before the first [group]" },
  { "[alerts]\nprivate=true\n", 2, "\"private\" belongs below a line [privacy]" },
  { "[privacy]\nday-start=09:00\n", 2, "\"day-start\" belongs below a line [alerts]" },
  { "\n[privacy]\n\nprivat=true\n", 4, "did you mean \"private\"" },
  { "[alerts]\nzzzzzz=1\n", 2, "accepted here are day-start, quiet-from" },
  { "[privacy]\nprivate=yes\n", 2, "true or false" },
  { "[privacy]\nprivate=True\n", 2, "true or false" },
  { "[privacy]\nprivate=\n", 2, "true or false" },
  { "[privacy]\nprivate=true\nprivate=false\n", 3, "already set on line 2" },
  { "[privacy]\n[alerts]\n[privacy]\n", 3, "already on line 1" },
  { "[privacy]\nprivate[de]=true\n", 2, "cannot have a translation" },
  { "[alerts]\nday-start=9:00\n", 2, "HH:MM from 00:00 to 23:59" },
  { "[alerts]\nday-start=24:00\n", 2, "HH:MM" },
  { "[alerts]\nday-start=09:60\n", 2, "HH:MM" },
  { "[alerts]\nday-start=09:00:00\n", 2, "HH:MM" },
  { "[alerts]\nday-start=09.00\n", 2, "HH:MM" },
  { "[alerts]\nday-start=-9:00\n", 2, "HH:MM" },
  { "[alerts]\nday-start=09:00 # in the morning\n", 2, "HH:MM" },
  { "[alerts]\nday-start=\n", 2, "HH:MM" },
  { "[alerts]\nbook-days=14,3\n", 2, "a whole number from 1 to 365" },
  { "[alerts]\nbook-days=14;14\n", 2, "14 is listed twice" },
  { "[alerts]\nbook-days=14;;3\n", 2, "is empty" },
  { "[alerts]\nbook-days=0\n", 2, "from 1 to 365" },
  { "[alerts]\nbook-days=366\n", 2, "from 1 to 365" },
  { "[alerts]\nwatch-days=1;2;3;4;5;6;7;8;9\n", 2, "more than 8 numbers" },
  { "[alerts]\nwatch-days=-1\n", 2, "from 0 to 30" },
  { "[alerts]\nwatch-days=31\n", 2, "from 0 to 30" },
  { "[alerts]\nresponse-days=91\n", 2, "from 1 to 90" },
  { "[alerts]\nupcoming-days=31\n", 2, "from 1 to 30" },
  { "[alerts]\ndue-minutes=1441\n", 2, "from 0 to 1440" },
  { "[alerts]\ndue-minutes=2h\n", 2, "from 0 to 1440" },
  { "[alerts]\ndue-minutes=1e2\n", 2, "from 0 to 1440" },
  { "[alerts]\ndue-minutes=99999999999999999999\n", 2, "from 0 to 1440" },
  { "[alerts]\nsnooze-minutes=0\n", 2, "from 1 to 1440" },
  { "[alerts]\nopen-at-once=0\n", 2, "from 1 to 20" },
  { "[alerts]\nopen-at-once=21\n", 2, "from 1 to 20" },
  { "[publish]\ncheck-hours=169\n", 2, "from 0 to 168" },
  { "[publish]\ncheck-hours=6h\n", 2, "from 0 to 168" },
  { "[alerts]\noverdue\n", 2, "neither a [group] nor key=value" },
  { "[alerts\n", 1, "is not a group" },
  { "[alerts]]\n", 1, "is not a group" },
  { "[]\n", 1, "has no name" },
  { "[alerts] # mine\n", 1, "is not a group" },
  { "[alerts]\n=1\n", 2, "is not a key" },
  { "[alerts]\nday start=09:00\n", 2, "is not a key" },
  { "[alerts]\n\xff\n", 2, "not UTF-8" },
  { "[alerts]\n# \x1b[2J\n", 2, "control character" },
};

static void
test_mistakes (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    RgmSettings settings;
    rgm_settings_init (&settings);
    write_file (fixture->path, mistakes[i].text);
    g_assert_false (rgm_settings_load (fixture->path, &settings, &error));
    assert_mistake (error, RGM_ERROR, RGM_ERROR_SETTINGS, fixture->path, &mistakes[i]);
  }
}

static void
test_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  write_file (fixture->path, "[privacy]\nprivate=true\n[alerts]\nbook-days=1\nopen-at-once=x\n");
  g_assert_false (rgm_settings_load (fixture->path, &settings, &error));
  assert_defaults (&settings);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  g_assert_false (rgm_settings_load (fixture->dir, &settings, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_SETTINGS);
  g_clear_error (&error);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, '#');
  write_file (fixture->path, large);
  g_assert_false (rgm_settings_load (fixture->path, &settings, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_SETTINGS);
}

static void
test_zero_byte (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  RgmSettings settings;
  rgm_settings_init (&settings);
  g_file_set_contents (fixture->path, "[alerts]\nover\0due=true\n", 23, NULL);
  g_assert_false (rgm_settings_load (fixture->path, &settings, &error));
  assert_mistake (error, RGM_ERROR, RGM_ERROR_SETTINGS, fixture->path,
                  &(Mistake){ NULL, 2, "control character" });
}

#define ADD(name, function)                                                                        \
  g_test_add ("/settings/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("defaults", test_defaults);
  ADD ("every-key", test_every_key);
  ADD ("ends-of-ranges", test_ends_of_ranges);
  ADD ("mistakes", test_mistakes);
  ADD ("left-alone", test_left_alone);
  ADD ("unreadable", test_unreadable);
  ADD ("zero-byte", test_zero_byte);
  return g_test_run ();
}
