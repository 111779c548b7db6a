/* Random histories of commands, as two people would type them, on a real record.
 *
 * Twice each: once as it happened, and once with mistakes that were taken back or corrected on the
 * way. Both must end in the same courses: the same doses, dates and states. And whatever happens:
 * numbers neither repeat nor vanish, a radiation course ends with every fraction accounted for, a
 * plan does not drift, a SEQUENCE does not go down, and what is read without the settled history
 * says the same. A failure names its world: --only SEED plays it again; --histories N plays N. */
#include "histories.h"
#include "model/course.h"
#include "store/calendar-rows.h"

#include <string.h>

static int histories = 150;
static gint64 only = -1;
static guint32 current;

enum { HISTORIES_IN_A_WORLD = 4 };

/* ---- what must hold ---- */

static char *
dose_words (const RgmDose *dose, const RgmZone *zone)
{
  g_autofree char *target = rgm_local_format (dose->target);
  g_autofree char *booked
    = dose->appointment != NULL ? rgm_local_format (dose->appointment->at) : g_strdup ("-");
  g_autofree char *at = dose->administration != NULL
                          ? rgm_instant_format_utc (dose->administration->at)
                          : g_strdup ("-");
  const char *amount = dose->administration != NULL ? dose->administration->amount : NULL;
  const char *note = dose->administration != NULL ? dose->administration->note : NULL;

  return g_strdup_printf ("%d %s %s %s %s %d-%d %s %s %d %d", dose->number,
                          rgm_dose_state_name (dose->state), target, booked, at, dose->earliest,
                          dose->latest, amount != NULL ? amount : "-", note != NULL ? note : "-",
                          dose->why, dose->tentative);
}

static GArray *
read_doses (const Story *story, const RgmCourse *course)
{
  const RgmZone *zone = story_zone (story);
  RgmInstant now = story->world->session.now;

  return rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 60);
}

/* The course in words. @whole: read with all of its history. */
static char *
course_words (const Story *story, gboolean whole)
{
  g_autoptr (RgmCourse) course = story_course (story, whole);
  g_autoptr (GArray) doses = read_doses (story, course);
  const RgmZone *zone = story_zone (story);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < doses->len; i++) {
    g_autofree char *line = dose_words (&g_array_index (doses, RgmDose, i), zone);
    g_string_append_printf (words, "%s\n", line);
  }
  g_string_append_printf (
    words, "0 %s\n",
    rgm_course_state_name (rgm_course_state (course, zone, story->world->session.now)));
  return g_string_free (words, FALSE);
}

static void
assert_numbers (const Story *story)
{
  g_autoptr (RgmCourse) course = story_course (story, TRUE);
  g_autoptr (GArray) doses = read_doses (story, course);

  for (guint i = 0; i < doses->len; i++)
    g_assert_cmpint (g_array_index (doses, RgmDose, i).number, ==, (int)i + 1);
  g_assert_cmpuint (doses->len, >=, (guint)course_last_recorded (course));
}

/* Each fraction was given, or forgone for good, or made up; one that was made up before the first
 * turned out to be given is one more. */
static void
assert_fractions (const Story *story)
{
  g_autoptr (RgmCourse) course = story_course (story, TRUE);
  const RgmSchedule *schedule = rgm_course_schedule (course);
  RgmCourseState state = rgm_course_state (course, story_zone (story), story->world->session.now);
  int accounted = 0;

  if (schedule->kind != RGM_SCHEDULE_FRACTIONS || state != RGM_COURSE_COMPLETED)
    return;
  for (guint i = 0; i < course->administrations->len; i++)
    accounted += !((RgmAdministration *)course->administrations->pdata[i])->makeup;
  g_assert_cmpint (accounted, >=, schedule->fractions);
  if (accounted > schedule->fractions)
    g_assert_cmpint (course_last_recorded (course), >, schedule->fractions + course->makeups);
}

/* GLib's calendar knows nothing of ours. */
static RgmDay
planned_day (const RgmSchedule *schedule, int steps)
{
  int year, month, mday;
  GDate date;

  rgm_day_split (schedule->first.day, &year, &month, &mday);
  g_date_set_dmy (&date, (GDateDay)mday, (GDateMonth)month, (GDateYear)year);
  if (schedule->every.unit == 'm')
    g_date_add_months (&date, (guint)(steps * schedule->every.count));
  else
    g_date_add_days (&date, (guint)(steps * rgm_period_days (schedule->every)));
  return rgm_day_new (g_date_get_year (&date), (int)g_date_get_month (&date),
                      g_date_get_day (&date));
}

/* Whatever happened to the doses, a plan that was not revised or interrupted stands. */
static void
assert_no_drift (const Story *story)
{
  g_autoptr (RgmCourse) course = story_course (story, TRUE);
  g_autoptr (GArray) doses = read_doses (story, course);
  const RgmSchedule *schedule = rgm_course_schedule (course);

  if (schedule->kind != RGM_SCHEDULE_INTERVAL || schedule->reckon != RGM_RECKON_PLAN
      || course->revisions->len > 1 || course->pauses->len > 0)
    return;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (dose->why != RGM_WHY_MOVED && dose->why != RGM_WHY_CLOSED)
      g_assert_cmpint (dose->target.day, ==, planned_day (schedule, dose->number - 1));
  }
}

static void
assert_same (const Story *clean, const Story *messy, const char *what)
{
  g_autofree char *expected = course_words (clean, TRUE);
  g_autofree char *actual = course_words (messy, TRUE);

  if (!g_str_equal (expected, actual))
    g_error ("--only %u: %s\nwithout mistakes:\n%swith mistakes:\n%s", current, what, expected,
             actual);
}

/* A calendar that saw the mistakes has to be told that they are over. */
static void
assert_sequences (const Story *clean, const Story *messy, const char *what)
{
  g_autoptr (GArray) few = store_dose_changes (clean->world->session.store, clean->id, NULL);
  g_autoptr (GArray) many = store_dose_changes (messy->world->session.store, messy->id, NULL);
  RgmInstant at;

  for (int n = 1; n <= 20; n++) {
    int least = store_dose_sequence (few, n, 0, &at);
    if (store_dose_sequence (many, n, 0, &at) < least)
      g_error ("--only %u: %s: SEQUENCE of dose %d is below %d", current, what, n, least);
  }
}

/* What is read without the history is the end of what is read with it. */
static void
assert_part (const Story *story, const char *what)
{
  g_autofree char *whole = course_words (story, TRUE);
  g_autofree char *words = course_words (story, FALSE);
  g_autoptr (RgmCourse) part = story_course (story, FALSE);
  const char *rest = words;
  gint64 number;

  while ((number = g_ascii_strtoll (rest, NULL, 10)) > 0 && number <= part->settled)
    rest = strchr (rest, '\n') + 1;
  if (!g_str_has_suffix (whole, rest))
    g_error ("--only %u: %s\nwhole:\n%spart:\n%s", current, what, whole, rest);
}

static RgmCourse *
course_since (const Story *story, RgmInstant since)
{
  g_autoptr (GError) error = NULL;
  RgmCourseQuery query = { .course_id = story->id,
                           .now = story->world->session.now,
                           .ended = TRUE,
                           .since = since,
                           .not_given = TRUE,
                           .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (story->world->session.store, &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (courses->len, ==, 1);
  return g_ptr_array_steal_index (courses, 0);
}

static RgmDay
day_of (const RgmDose *dose, const RgmZone *zone)
{
  gboolean given = dose->administration != NULL && dose->administration->outcome == RGM_GIVEN;
  RgmDay asked = dose->appointment != NULL ? dose->appointment->at.day : dose->target.day;

  return given ? rgm_zone_day (zone, dose->administration->at) : asked;
}

/* Of the last days nothing is missing: neither what was given nor what was not. */
static void
assert_since (const Story *story, int days, const char *what)
{
  RgmInstant now = story->world->session.now;
  const RgmZone *zone = story_zone (story);
  g_autoptr (RgmCourse) whole = story_course (story, TRUE);
  g_autoptr (RgmCourse) part = course_since (story, now - (days + 2) * G_GINT64_CONSTANT (86400));
  g_autoptr (GArray) all = read_doses (story, whole), rest = read_doses (story, part);
  guint j = 0;

  for (guint i = 0; i < all->len; i++) {
    const RgmDose *dose = &g_array_index (all, RgmDose, i);
    if (dose->number <= part->settled && day_of (dose, zone) < rgm_zone_day (zone, now) - days)
      continue;
    while (j < rest->len && g_array_index (rest, RgmDose, j).number < dose->number)
      j++;
    g_autofree char *expected = dose_words (dose, zone);
    g_autofree char *actual
      = j < rest->len ? dose_words (&g_array_index (rest, RgmDose, j), zone) : NULL;
    if (g_strcmp0 (expected, actual) != 0)
      g_error ("--only %u: %s, %d days\nwhole: %s\npart: %s", current, what, days, expected,
               actual);
  }
}

static void
check_stories (const Story *clean, const Story *messy, const char *schedule)
{
  assert_same (clean, messy, schedule);
  assert_sequences (clean, messy, schedule);
  assert_part (messy, schedule);
  for (int days = 1; days < 100; days += 33)
    assert_since (messy, days, schedule);
  assert_numbers (messy);
  assert_fractions (messy);
  assert_no_drift (messy);
}

static void
assert_whole (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = rgm_store_check (world->session.store, &error);

  g_assert_no_error (error);
  /* In memory there is no WAL, and no file. */
  for (guint i = 0; i < problems->len; i++)
    if (strstr (problems->pdata[i], "the setting \"") == NULL)
      g_error ("%s", (const char *)problems->pdata[i]);
}

/* Both worlds play the same, and one of them makes mistakes too. */
static void
check_history (World *clean, World *messy)
{
  g_autoptr (GArray) history = history_random ();
  const char *chosen[HISTORY_PEOPLE];
  Story a[HISTORY_PEOPLE], b[HISTORY_PEOPLE];

  for (int who = 0; who < HISTORY_PEOPLE; who++) {
    chosen[who] = history_random_schedule ();
    a[who] = story_begin (clean, who, chosen[who]);
    b[who] = story_begin (messy, who, chosen[who]);
  }
  history_play (a, history, FALSE);
  history_play (b, history, TRUE);
  g_assert_cmpint (clean->session.now, ==, messy->session.now);
  for (int who = 0; who < HISTORY_PEOPLE; who++)
    check_stories (&a[who], &b[who], chosen[who]);
}

static void
check_world (RgmCatalog *catalog, guint32 seed)
{
  World *clean = history_world_new (catalog), *messy = history_world_new (catalog);

  current = seed;
  history_seed (seed);
  for (int i = 0; i < HISTORIES_IN_A_WORLD; i++)
    check_history (clean, messy);
  assert_whole (messy);
  history_world_free (clean);
  history_world_free (messy);
}

static void
test_histories (void)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);

  for (int done = 0; done < histories; done += HISTORIES_IN_A_WORLD) {
    check_world (catalog, only >= 0 ? (guint32)only : (guint32)g_test_rand_int ());
    if (done % 10000 == 0)
      g_test_message ("%d histories so far", done);
  }
  g_test_message ("%d histories", histories);
}

int
main (int argc, char *argv[])
{
  history_keep_memory ();
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && g_str_equal (argv[1], "--histories"))
    histories = (int)g_ascii_strtoll (argv[2], NULL, 10);
  if (argc == 3 && g_str_equal (argv[1], "--only"))
    only = g_ascii_strtoll (argv[2], NULL, 10);
  if (only >= 0)
    histories = 1;
  g_test_add_func ("/histories", test_histories);
  return g_test_run ();
}
