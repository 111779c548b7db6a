/* Runs tests/tables/doses.txt, and checks that a course loaded without its history gives the same
 * doses as the whole one. */
#include "model-rows.h"
#include "model/changes.h"
#include "model/course-before.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/day-dose.h"
#include "model/dose.h"
#include "model/new-times.h"

#include <regimen/when.h>

static const RgmDose *
dose_numbered (const GArray *doses, int number)
{
  for (guint i = 0; i < doses->len; i++)
    if (g_array_index (doses, RgmDose, i).number == number)
      return &g_array_index (doses, RgmDose, i);
  return NULL;
}

/* "2:2026-12-31T09:30:planned~" against a dose. */
static void
check_word (const char *row, const char *word, const GArray *doses)
{
  g_autoptr (GRegex) regex
    = g_regex_new ("^(\\d+):([-0-9]+(?:T\\d\\d:\\d\\d)?)(?::(\\w+))?([~!]?)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL, *target = NULL, *state = NULL, *tilde = NULL, *actual = NULL;
  const RgmDose *dose;

  g_assert_true (g_regex_match (regex, word, 0, &match));
  number = g_match_info_fetch (match, 1);
  target = g_match_info_fetch (match, 2);
  state = g_match_info_fetch (match, 3);
  tilde = g_match_info_fetch (match, 4);
  dose = dose_numbered (doses, (int)g_ascii_strtoull (number, NULL, 10));
  if (dose == NULL)
    g_error ("%s: no dose %s", row, number);
  actual = rgm_local_format (dose->target);
  if (!g_str_equal (actual, target))
    g_error ("%s: dose %s is on %s, not %s", row, number, actual, target);
  if (state[0] != '\0' && !g_str_equal (state, rgm_dose_state_name (dose->state)))
    g_error ("%s: dose %s is %s, not %s", row, number, rgm_dose_state_name (dose->state), state);
  if (tilde[0] != '\0' && dose->tentative != (tilde[0] == '~'))
    g_error ("%s: dose %s is %stentative", row, number, dose->tentative ? "" : "not ");
}

static void
check_row (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, "|", 5);
  g_auto (GStrv) words = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GArray) doses = NULL;
  const RgmZone *zone;
  RgmInstant now;

  for (guint i = 0; i < 5; i++)
    g_strstrip (cells[i]);
  zone = rows_zone (cells[0]);
  course = rows_course_of (cells[1], cells[2], zone);
  g_assert_true (rgm_instant_parse (cells[3], &now, NULL));
  doses = rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 300);
  words = g_strsplit (cells[4], " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '\0')
      g_assert_cmpuint (doses->len, ==, 0);
    else if (g_str_equal (words[i], "."))
      g_assert_cmpint (g_array_index (doses, RgmDose, doses->len - 1).number, ==,
                       (int)g_ascii_strtoull (words[i - 1], NULL, 10));
    else
      check_word (row, words[i], doses);
}

/* Checks each row of the table @name, of which there are @least or more. */
static void
check_table (const char *name, void (*check) (const char *row), guint least)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "tables", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint rows = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0') {
      check (lines[i]);
      rows++;
    }
  g_assert_cmpuint (rows, >=, least);
  g_test_message ("%u rows", rows);
}

static void
test_table (void)
{
  check_table ("doses.txt", check_row, 150);
}

/* ---- what was said of one dose ---- */

/* What is shown of dose @number at noon of @day: "on hold", "tentative~" or "hidden". Returns:
 * (transfer full). */
static char *
shown_at_noon (const RgmCourse *course, int number, RgmDay day, const RgmZone *zone)
{
  RgmInstant noon = rgm_zone_to_instant (zone, (RgmLocal){ day, 12 * 3600 }, NULL);
  RgmDose dose;

  g_assert_true (rgm_course_dose (course, number, zone, noon, &dose, NULL));
  if (dose_is_overtaken (&dose, course, zone, noon))
    return g_strdup ("hidden");
  return g_strconcat (rgm_dose_state_words (&dose, course), dose.tentative ? "~" : "", NULL);
}

static void
check_said (const char *row)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_auto (GStrv) cells = g_strsplit (row, "|", 6);
  g_auto (GStrv) named = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmDay day;
  int number;

  for (guint i = 0; i < 6; i++)
    g_strstrip (cells[i]);
  course = rows_course_of (cells[0], cells[1], zone);
  named = g_strsplit (cells[2], "/", 2);
  number = (int)g_ascii_strtoull (named[0], NULL, 10);
  day = rows_local (named[1]).day;
  for (int i = 0; i < 3; i++) {
    g_autofree char *shown = shown_at_noon (course, number, day - 1 + i, zone);
    if (g_str_equal (shown, cells[3 + i]))
      continue;
    g_test_message ("%s: in column %d it is %s", row, i + 4, shown);
    g_test_fail ();
  }
}

static void
test_said (void)
{
  check_table ("said.txt", check_said, 45);
}

/* ---- which dose a log means ---- */

static char *
dose_cell (gboolean found, const RgmDose *dose, gboolean with_mark)
{
  if (!found)
    return g_strdup ("-");
  return g_strdup_printf ("%d%s", dose->number,
                          with_mark && dose->administration != NULL ? "!" : "");
}

static RgmInstant
moment_of (const char *text, const RgmZone *zone)
{
  RgmInstant at = 0;
  RgmLocal local;

  if (g_str_has_suffix (text, "Z"))
    g_assert_true (rgm_instant_parse (text, &at, NULL));
  else {
    g_assert_true (rgm_local_parse (text, &local, NULL));
    at = rgm_zone_to_instant (zone, local, NULL);
  }
  return at;
}

/* "2026-11-22" or "2026-11-22 evening". Returns: (transfer full): what is before the part. */
static char *
split_part (const char *text, RgmDayPart *part)
{
  static const char *const parts[] = { "", " morning", " afternoon", " evening", " night" };

  *part = RGM_PART_NONE;
  for (guint i = 1; i < G_N_ELEMENTS (parts); i++)
    if (g_str_has_suffix (text, parts[i])) {
      *part = i;
      return g_strndup (text, strlen (text) - strlen (parts[i]));
    }
  return g_strdup (text);
}

/* A row that names the day or the part of a day on which it was taken, and not the time. */
static void
check_taken_on (const char *row, const RgmCourse *course, const RgmZone *zone, char **times,
                const char *answers)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *day = NULL, *got = NULL, *slot = NULL;
  RgmDayPart part;
  RgmDose dose = { 0 };
  RgmLocal before = RGM_LOCAL_NONE;

  day = split_part (times[0], &part);
  if (!course_dose_of_day (course, zone, moment_of (times[1], zone), rgm_day_parse (day, NULL),
                           part, &dose, &before, &error)) {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    if (*answers != '-' || strstr (error->message, answers + strlen ("- ")) == NULL)
      g_error ("%s: %s", row, error->message);
    return;
  }
  slot = before.day != RGM_NO_DAY ? rgm_local_format (before) : NULL;
  got = slot != NULL ? g_strconcat ("<", slot, NULL) : dose_cell (TRUE, &dose, TRUE);
  if (!g_str_equal (got, answers))
    g_error ("%s: answers %s", row, got);
}

static void
check_taken (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, "|", 6);
  g_auto (GStrv) times = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autofree char *answers = NULL, *other = NULL, *slot = NULL;
  RgmDose dose = { 0 }, meant = { 0 };
  const RgmZone *zone;
  RgmLocal before;
  RgmInstant at, now;
  gboolean found;

  for (guint i = 0; i < 6; i++)
    g_strstrip (cells[i]);
  zone = rows_zone (cells[0]);
  course = rows_course_of (cells[1], cells[2], zone);
  times = g_strsplit (cells[3], ", ", 2);
  if (strchr (times[0], 'T') == NULL) {
    g_free (course->handle);
    course->handle = g_strdup ("X");
    check_taken_on (row, course, zone, times, cells[4]);
    return;
  }
  at = moment_of (times[0], zone);
  now = times[1] != NULL ? moment_of (times[1], zone) : at;
  found = course_taken_dose (course, zone, now, at, &dose);
  if (course_taken_before (course, zone, at, &before)) {
    slot = rgm_local_format (before);
    answers = g_strconcat ("<", slot, NULL);
  } else
    answers = dose_cell (found, &dose, TRUE);
  other = dose_cell (course_other_dose (course, zone, now, at, found ? dose.number : 0, &meant),
                     &meant, FALSE);
  if (!g_str_equal (answers, cells[4]) || !g_str_equal (other, cells[5]))
    g_error ("%s: answers %s, the other is %s", row, answers, other);
}

static void
test_taken (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "tables", "taken.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint rows = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0') {
      check_taken (lines[i]);
      rows++;
    }
  g_assert_cmpuint (rows, >=, 90);
}

/* ---- the dose of a day ---- */

static void
check_planned (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, "|", 6);
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL, *named = NULL;
  RgmDose dose = { 0 };
  const RgmZone *zone;
  RgmDayPart part;
  RgmLocal at;

  for (guint i = 0; i < 6; i++)
    g_strstrip (cells[i]);
  zone = rows_zone (cells[0]);
  course = rows_course_of (cells[1], cells[2], zone);
  g_free (course->handle);
  course->handle = g_strdup ("X");
  named = split_part (cells[4], &part);
  g_assert_true (rgm_local_parse (named, &at, NULL));
  got = dose_cell (
    course_planned_dose (course, zone, moment_of (cells[3], zone), at, part, &dose, &error), &dose,
    TRUE);
  if (*got == '-' && *cells[5] == '-') {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    if (strstr (error->message, cells[5] + strlen ("- ")) == NULL)
      g_error ("%s: %s", row, error->message);
  } else if (!g_str_equal (got, cells[5]))
    g_error ("%s: it is %s", row, got);
}

static void
test_planned (void)
{
  check_table ("planned.txt", check_planned, 14);
}

/* ---- new fixed times ---- */

/* "08:10 times=08:30,20:30": new times, as the stored schedule has them; "08:05 g1": given; "08:05
 * s2": skipped; "12:00 look": nothing. A day before the time is kept for the acts after it.
 * Returns: whether it was refused. */
static gboolean
act (RgmCourse *course, const char *text, const RgmZone *zone, RgmInstant *now, RgmDay *day)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autofree char *when = NULL, *words = NULL;
  g_autoptr (RgmCourse) other = NULL;
  RgmRevision *revision;
  int from;

  if (strchr (parts[0], 'T') != NULL)
    *day = rows_local (parts[0]).day;
  else {
    g_autofree char *date = rgm_day_format (*day);
    when = g_strconcat (date, "T", parts[0], NULL);
  }
  *now = rows_instant (when != NULL ? when : parts[0], zone);
  if (g_str_has_prefix (parts[1], "look"))
    return FALSE;
  if (strchr (parts[1], '=') == NULL) {
    rows_add_administration (course, (int)g_ascii_strtoull (parts[1] + 1, NULL, 10),
                             parts[1][0] == 'g' ? RGM_GIVEN : RGM_SKIPPED, *now, FALSE);
    return FALSE;
  }
  words = g_strconcat ("times ", parts[1], strstr (parts[1], "days=") ? "" : " days=127", NULL);
  other = rows_course (words);
  if (!new_times_check_first (course, zone, *now, rgm_course_schedule (other), NULL, NULL))
    return TRUE;
  revision = g_ptr_array_steal_index (other->revisions, 0);
  from = new_times_from (course, zone, *now, revision->schedule);
  new_times_begin (course, zone, *now, from, revision->schedule);
  revision->from_dose = from;
  revision->made_at = *now;
  g_ptr_array_add (course->revisions, revision);
  return FALSE;
}

static void
check_new_times (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, "|", 3), acts = NULL;
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GArray) doses = NULL;
  g_autoptr (GString) open = g_string_new (NULL);
  RgmInstant now = 0;
  RgmDay day = 0;
  gboolean refused = FALSE;

  for (guint i = 0; i < 3; i++)
    g_strstrip (cells[i]);
  course = rows_course (cells[0]);
  acts = g_strsplit (cells[1], "; ", -1);
  for (guint i = 0; acts[i] != NULL; i++)
    refused |= act (course, acts[i], zone, &now, &day);
  if (refused)
    g_string_append (open, "refused ");
  doses = rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 3);
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    g_autofree char *target = rgm_local_format (dose->target);
    if (dose->open)
      g_string_append_printf (open, "%d:%s%s ", dose->number, target + strlen ("2026-11-"),
                              dose->state == RGM_DOSE_PLANNED ? "" : "!");
  }
  if (!g_str_has_prefix (open->str, cells[2]))
    g_error ("%s: open are %s", row, open->str);
}

static void
test_new_times (void)
{
  check_table ("new-times.txt", check_new_times, 30);
}

/* As many times a day in random places, ascending. Returns: (transfer full). */
static char *
random_times (guint count)
{
  GString *text = g_string_new ("times=");

  for (guint i = 0; i < count; i++) {
    int low = (int)(1440 * i / count),
        minute = g_test_rand_int_range (low, low + 1440 / (int)count);
    g_string_append_printf (text, "%s%02d:%02d", i > 0 ? "," : "", minute / 60, minute % 60);
  }
  return g_string_free (text, FALSE);
}

/* Whether what is still to come today is what the last of @times say, without the @used first. */
static gboolean
is_rest_of_day (const RgmCourse *course, const GArray *times, guint used, RgmInstant now)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  RgmLocal local = rgm_zone_to_local (zone, now);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, now, local.day);
  guint next = used;

  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    while (next < times->len && g_array_index (times, gint32, next) <= local.second)
      next++;
    if (dose->target.day != local.day || dose->target.second <= local.second)
      continue;
    if (next == times->len || dose->target.second != g_array_index (times, gint32, next))
      return FALSE;
    next++;
  }
  while (next < times->len && g_array_index (times, gint32, next) <= local.second)
    next++;
  return next == times->len;
}

/* How many of the times of the day the doses up to the last one that was taken have used up, of
 * which there are @taken, and one that waits. */
static guint
used_by (const RgmCourse *course, guint taken, RgmInstant now)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  RgmDay day = rgm_zone_day (zone, now);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, now, day);
  guint today = 0;

  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    today += dose->target.day == day;
    if (dose->target.day == day && dose->open && rgm_dose_moment (dose, zone) < now)
      taken = MAX (taken, today);
  }
  return taken;
}

/* Somebody who takes each tablet when it is due never takes more in a day than were prescribed,
 * however often the times of the day are changed. After each change, the times that are left are
 * those that have not been used up. */
static void
take_for_a_day (guint count)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_autofree char *times = random_times (count);
  g_autofree char *stored = g_strdup_printf ("times first=2026-11-22 %s days=127", times);
  g_autoptr (RgmCourse) course = rows_course (stored);
  RgmDay day = rgm_day_new (2026, 11, 23);
  RgmInstant begin = rgm_zone_to_instant (zone, (RgmLocal){ day, 0 }, NULL), now;
  g_autoptr (GString) story = g_string_new (stored);
  RgmDose dose = { 0 };
  guint taken = 0, used = 0;

  for (guint n = 1; n <= count; n++)
    rows_add_administration (course, (int)n, RGM_GIVEN, begin - 86400 + n, FALSE);
  for (guint minute = 0; minute < 1440; minute += 10) {
    g_autofree char *words = random_times (count);
    g_autofree char *text = g_strdup_printf ("%02u:%02u %s", minute / 60, minute % 60, words);
    if (g_test_rand_int_range (0, 30) == 0) {
      g_string_append_printf (story, "; %s", text);
      act (course, text, zone, &now, &day);
      if (!is_rest_of_day (course, rgm_course_schedule (course)->times, used_by (course, used, now),
                           now))
        g_error ("%s: that is not the rest of the day", story->str);
    }
    now = begin + minute * 60 + 1;
    while (rgm_course_next (course, zone, now, &dose) && dose.target.day == day
           && rgm_dose_moment (&dose, zone) <= now && g_test_rand_int_range (0, 5) > 0) {
      rows_add_administration (course, dose.number, RGM_GIVEN, now, FALSE);
      g_string_append_printf (story, "; %02u:%02u g%d", minute / 60, minute % 60, dose.number);
      taken++;
      used = (guint)dose.number - count;
    }
  }
  if (taken > count)
    g_error ("%s: %u were taken", story->str, taken);
}

static void
test_new_times_random (void)
{
  for (int i = 0; i < 1500; i++)
    take_for_a_day ((guint)g_test_rand_int_range (1, 5));
}

/* ---- the whole record and the part of it that is enough ---- */

/* What the store leaves out: all before the settled dose that was given last; and no dose is
 * settled that was given before one with a lower number. */
static RgmCourse *
without_history (const RgmCourse *whole)
{
  RgmCourse *part = course_copy (whole);
  const RgmAdministration *latest = NULL, *last = NULL, *next;
  int anchor;

  for (; (next = rgm_course_administration (part, part->settled + 1)) != NULL; part->settled++)
    if (next->outcome == RGM_GIVEN) {
      latest = latest == NULL || next->at >= latest->at ? next : latest;
      last = next;
    }
  anchor = latest != NULL ? latest->dose : 0;
  if (latest != last)
    part->settled = anchor;
  for (guint i = part->administrations->len; i-- > 0;) {
    const RgmAdministration *each = g_ptr_array_index (part->administrations, i);
    if (each->dose <= part->settled && each->dose != anchor)
      g_ptr_array_remove_index (part->administrations, i);
  }
  return part;
}

static RgmCourse *
random_course (const RgmZone *zone)
{
  static const char *const schedules[] = {
    "interval first=2026-01-31 every=4w reckon=given",
    "interval first=2026-01-31 every=1m reckon=given",
    "interval first=2026-01-31T09:30 every=3d reckon=given",
    "interval first=2026-01-31 every=1m reckon=plan",
    "interval first=2026-01-31T02:30 every=6h reckon=given",
    "interval first=2026-01-31 every=10d reckon=plan count=40",
  };
  RgmCourse *course = rows_course (schedules[g_test_rand_int_range (0, G_N_ELEMENTS (schedules))]);
  int doses = g_test_rand_int_range (0, 30);

  for (int n = 1; n <= doses; n++) {
    RgmDose dose;
    g_assert_true (rgm_course_dose (course, n, zone, 0, &dose, NULL));
    if (g_test_rand_int_range (0, 8) == 0) {
      RgmMove *move = g_new0 (RgmMove, 1);
      *move = (RgmMove){
        .dose = n, .target = { dose.target.day + g_test_rand_int_range (-3, 9), dose.target.second }
      };
      g_ptr_array_add (course->moves, move);
    }
    if (g_test_rand_int_range (0, 5) > 0) {
      int days = g_test_rand_int_range (0, 10) == 0 ? g_test_rand_int_range (0, 90) : 0;
      rows_add_administration (course, n, RGM_GIVEN,
                               rgm_dose_moment (&dose, zone)
                                 + (g_test_rand_int_range (-20, 90) - 24 * days) * 3600,
                               FALSE);
    } else if (g_test_rand_int_range (0, 6) > 0)
      rows_add_administration (course, n, RGM_SKIPPED, 0, FALSE);
  }
  return course;
}

static void
check_same_future (const RgmCourse *whole, const RgmCourse *part, const RgmZone *zone)
{
  RgmInstant now = g_test_rand_int_range (1767225600, 1798761600);
  RgmDay horizon = rgm_zone_day (zone, now) + 300;
  g_autoptr (GArray) all = rgm_course_doses (whole, zone, now, horizon);
  g_autoptr (GArray) rest = rgm_course_doses (part, zone, now, horizon);
  guint compared = 0;

  for (guint i = 0; i < rest->len; i++) {
    const RgmDose *b = &g_array_index (rest, RgmDose, i), *a = dose_numbered (all, b->number);
    if (b->number <= part->settled)
      continue;
    g_assert_nonnull (a);
    g_assert_true (rgm_local_equal (a->target, b->target));
    g_assert_cmpint (a->state, ==, b->state);
    g_assert_cmpint (a->tentative, ==, b->tentative);
    g_assert_cmpint (a->why, ==, b->why);
    g_assert_cmpint (a->why_dose, ==, b->why_dose);
    compared++;
  }
  g_assert_cmpuint (compared, ==, all->len - (guint)part->settled);
}

static void
test_part_is_enough (void)
{
  static const char *const zones[]
    = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata" };

  for (int i = 0; i < 3000; i++) {
    const RgmZone *zone = rows_zone (zones[i % 4]);
    g_autoptr (RgmCourse) whole = random_course (zone);
    g_autoptr (RgmCourse) part = without_history (whole);
    check_same_future (whole, part, zone);
  }
}

/* Tablets that nobody answered for ten years: today's are among the doses still. */
static void
test_unanswered_for_years (void)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_autoptr (RgmCourse) course
    = rows_course ("times first=2016-11-24 times=08:00,13:00,18:00,22:00 days=127");
  RgmDay today = rgm_day_new (2026, 11, 24);
  RgmInstant now = rgm_zone_to_instant (zone, (RgmLocal){ today, 12 * 3600 }, NULL);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, now, today + 3660);
  const RgmDose *next = dose_numbered (doses, 3652 * 4 + 2);

  g_assert_cmpuint (doses->len, ==, (3652 + 3661) * 4);
  g_assert_true (next->open);
  g_assert_cmpint (next->target.day, ==, today);
}

/* The anchor of plan reckoning is never left: dose n is the first day plus n - 1 intervals,
 * whatever happened. */
static void
test_plan_never_drifts (void)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");

  for (int i = 0; i < 500; i++) {
    int days = g_test_rand_int_range (1, 90);
    g_autofree char *text
      = g_strdup_printf ("interval first=2026-01-31 every=%dd reckon=plan", days);
    g_autoptr (RgmCourse) course = rows_course (text);
    RgmDay first = rgm_day_new (2026, 1, 31);
    for (int n = 1; n <= 20; n++) {
      RgmDose dose;
      g_assert_true (rgm_course_dose (course, n, zone, 0, &dose, NULL));
      g_assert_cmpint (dose.target.day, ==, first + (n - 1) * days);
      rows_add_administration (
        course, n, RGM_GIVEN,
        rgm_dose_moment (&dose, zone) + g_test_rand_int_range (-5, 20) * 86400, FALSE);
    }
  }
}

/* N fractions end with N given or an explicit skip without make-up, on treatment days only. */
static void
test_fractions_complete (void)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");

  for (int i = 0; i < 500; i++) {
    int planned = g_test_rand_int_range (1, 40), given = 0, forgone = 0;
    g_autofree char *text = g_strdup_printf (
      "fractions first=2026-12-07 fractions=%d per-day=1 days=31 closed=2026-12-24,2026-12-25",
      planned);
    g_autoptr (RgmCourse) course = rows_course (text);
    RgmDose dose;
    while (rgm_course_next (course, zone, 0, &dose)) {
      int luck = g_test_rand_int_range (0, 10);
      g_assert_cmpint (rgm_day_weekday (dose.target.day), <=, 5);
      g_assert_cmpint (dose.target.day, !=, rgm_day_new (2026, 12, 24));
      if (luck < 7)
        rows_add_administration (course, dose.number, RGM_GIVEN,
                                 rgm_dose_moment (&dose, zone) + 3600, FALSE);
      else
        rows_add_administration (course, dose.number, RGM_SKIPPED, 0, luck == 7);
      given += luck < 7;
      forgone += luck > 7;
    }
    g_assert_cmpint (given + forgone, ==, planned);
    g_assert_cmpint (rgm_course_state (course, zone, 0), ==, RGM_COURSE_COMPLETED);
  }
}

/* ---- SEQUENCE ---- */

static char *
runs_between (const RgmCourse *before, const RgmCourse *after)
{
  g_autoptr (GArray) runs
    = course_changes (before, rows_zone ("Europe/Berlin"), after, rows_zone ("Europe/Berlin"));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const RgmDoseRun *run = &g_array_index (runs, RgmDoseRun, i);
    g_string_append_printf (out, "%s%d-%d", i == 0 ? "" : " ", run->from, run->to);
  }
  return g_string_free (out, FALSE);
}

static void
check_changes (const char *schedule, const char *before, const char *event, const char *expected)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_auto (GStrv) words = g_strsplit (before, " ", -1);
  g_autoptr (RgmCourse) old = rows_course (schedule);
  g_autoptr (RgmCourse) new = NULL;
  g_autofree char *runs = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      rows_add_event (old, words[i], zone);
  new = course_copy (old);
  rows_add_event (new, event, zone);
  runs = runs_between (old, new);
  g_assert_cmpstr (runs, ==, expected);
}

static void
test_changes (void)
{
  const char *given = "interval first=2026-12-01 every=4w reckon=given";
  const char *plan = "interval first=2026-12-01 every=4w reckon=plan";
  const char *timed = "interval first=2026-12-01T09:30 every=4w reckon=given";
  const char *rays = "fractions first=2026-12-07 fractions=5 per-day=1 days=31";

  check_changes (given, "", "g1@2026-12-03T10:40", "1-0"); /* all move by two days */
  check_changes (given, "", "g1@2026-12-01T10:40", "1-2"); /* on its day: the days stay, */
  check_changes (plan, "", "g1@2026-12-03T10:40", "1-2");  /* but the next one is */
  check_changes (given, "", "s1", "1-2");                  /* not tentative any more */
  check_changes (given, "", "b2@2026-12-30T09:00", "2-2"); /* an appointment moves nothing else */
  check_changes (given, "b3@2027-01-27T09:00", "g1@2026-12-03T10:40",
                 "1-0"); /* … and is not moved, but its window is */
  check_changes (given, "", "m2@2026-12-30", "2-0");
  check_changes (given, "", "h1", "1-1");
  check_changes (given, "h1", "b1@2026-12-02T09:00", "1-1");
  check_changes (rays, "", "S2", "2-2 6-6"); /* one more at the end */
  check_changes (rays, "", "s2", "2-2");
  check_changes (rays, "", "g1@2026-12-08T10:00", "1-5"); /* a day late: all after it */
  check_changes (given, "g1@2026-12-01T10:00", "stop", "2-0");
  /* Booked at the very time of the plan: it is not to book any more. */
  check_changes (timed, "", "b1@2026-12-01T09:30", "1-1");
  check_changes (timed, "b1@2026-12-01T09:30",
                 "r1@interval_first=2026-12-01T09:30_every=4w_reckon=given", "");
}

/* ---- what is said of a dose ---- */

/* The words for a dose, in the agenda and as far as the record tells, and how far away it is. */
static void
test_words (void)
{
  static const struct {
    const char *schedule, *record, *now;
    int number;
    const char *local, *zone, *state, *by_record, *relative;
  } cases[] = {
#define PLAN "interval first=2026-12-15 every=4w reckon=given"
#define TIMED "interval first=2026-12-15T09:30 every=12w reckon=given"
#define NY "America/New_York"
#define HERE "Europe/Berlin"
    { PLAN, "", "2026-12-01T09:00:00Z", 1, "2026-12-15", HERE, "to book", "to book", "in 14 days" },
    { PLAN, "", "2026-12-01T09:00:00Z", 2, "2027-01-12", HERE, "tentative", "tentative",
      "in 6 weeks" },
    { PLAN, "", "2026-12-15T09:00:00Z", 1, "2026-12-15", HERE, "due", "to book", "today" },
    { PLAN, "", "2027-01-12T09:00:00Z", 1, "2026-12-15", HERE, "overdue", "to book",
      "4 weeks ago" },
    { PLAN, "h1", "2026-12-01T09:00:00Z", 1, "2026-12-15", HERE, "on hold", "on hold",
      "in 14 days" },
    { PLAN, "b1@2026-12-16T23:30/America/New_York", "2026-12-16T09:00:00Z", 1, "2026-12-16T23:30",
      NY, "booked", "booked", "tomorrow" },
    { PLAN, "b1@2026-12-16T10:00/Not/There", "2026-12-01T09:00:00Z", 1, "2026-12-16", HERE,
      "booked", "booked", "in 15 days" },
    { TIMED, "", "2026-11-20T09:00:00Z", 1, "2026-12-15T09:30", HERE, "to book", "to book",
      "in 4 weeks" }, /* 25 days: nearer to four weeks than to three */
    { TIMED, "", "2026-11-23T09:00:00Z", 1, "2026-12-15T09:30", HERE, "to book", "to book",
      "in 3 weeks" },
    { TIMED, "b1@2026-12-15T09:30", "2026-12-01T09:00:00Z", 1, "2026-12-15T09:30", HERE, "booked",
      "booked", "in 14 days" },
    { TIMED, "g1@2026-12-15T09:30", "2026-12-17T09:00:00Z", 1, "2026-12-15T09:30", HERE, "given",
      "given", "2 days ago" },
    { TIMED, "s1", "2026-12-15T09:00:00Z", 1, "2026-12-15T09:30", HERE, "skipped", "skipped",
      "today" },
    { TIMED, "stop", "2026-12-14T09:00:00Z", 1, "2026-12-15T09:30", HERE, "cancelled", "cancelled",
      "tomorrow" },
    { "interval first=2026-12-15T09:30 every=36h reckon=given", "", "2026-12-01T09:00:00Z", 1,
      "2026-12-15T09:30", HERE, "planned", "planned", "in 14 days" },
    { "once first=2028-12-15", "", "2026-12-01T09:00:00Z", 1, "2028-12-15", HERE, "to book",
      "to book", "in 2 years" },
    { "once first=2027-06-15T09:30", "", "2026-12-01T09:00:00Z", 1, "2027-06-15T09:30", HERE,
      "planned", "planned", "in 6 months" },
    { "fractions first=2026-12-15 fractions=5 per-day=1 days=31", "", "2026-12-01T09:00:00Z", 2,
      "2026-12-16", HERE, "planned", "planned", "in 15 days" },
    { "times first=2026-12-15T08:00 times=08:00,20:00 days=127", "", "2026-12-15T20:00:00Z", 1,
      "2026-12-15T08:00", HERE, "missed", "planned", "today" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const RgmZone *zone = rows_zone (HERE);
    g_autoptr (RgmCourse) course = rows_course_of (cases[i].schedule, cases[i].record, zone);
    g_autofree char *local = NULL, *relative = NULL;
    RgmInstant now;
    RgmDose dose;

    g_assert_true (rgm_instant_parse (cases[i].now, &now, NULL));
    g_assert_true (rgm_course_dose (course, cases[i].number, zone, now, &dose, NULL));
    local = rgm_local_format (rgm_dose_local (&dose));
    relative = rgm_dose_relative (&dose, zone, now);
    g_assert_cmpstr (local, ==, cases[i].local);
    g_assert_cmpstr (rgm_zone_name (rgm_dose_zone (&dose, zone)), ==, cases[i].zone);
    g_assert_cmpstr (rgm_dose_state_words (&dose, course), ==, cases[i].state);
    g_assert_cmpstr (dose_record_words (&dose, course), ==, cases[i].by_record);
    g_assert_cmpstr (relative, ==, cases[i].relative);
  }
}

static void
test_title_and_place (void)
{
  const RgmZone *zone = rows_zone (HERE);
  g_autoptr (RgmCourse) visits = rows_course (PLAN);
  g_autoptr (RgmCourse) visit = rows_course ("once first=2026-12-15");
  g_autofree char *numbered = NULL, *plain = NULL;
  RgmAppointment *appointment;
  RgmDose dose;

  g_free (visits->treatment_name);
  g_free (visits->unit);
  g_free (visits->place);
  g_free (visit->treatment_name);
  visits->treatment_name = g_strdup ("Denosumab");
  visits->unit = g_strdup ("injection");
  visits->place = g_strdup ("Day clinic");
  visit->treatment_name = g_strdup ("Bone scan");
  numbered = rgm_dose_title (visits, 3);
  plain = rgm_dose_title (visit, 1);
  g_assert_cmpstr (numbered, ==, "Denosumab injection 3");
  g_assert_cmpstr (plain, ==, "Bone scan");
  rows_add_event (visits, "b1@2026-12-16T10:00", zone);
  g_assert_true (rgm_course_dose (visits, 1, zone, 0, &dose, NULL));
  g_assert_cmpstr (rgm_dose_place (&dose, visits), ==, "Day clinic");
  appointment = g_ptr_array_index (visits->appointments, 0);
  appointment->place = g_strdup ("Ward 2");
  g_assert_cmpstr (rgm_dose_place (&dose, visits), ==, "Ward 2");
}

/* A dose that is reported as given, without a time, was given at its visit if that was earlier on
 * the same day. */
static void
test_reported_at (void)
{
  static const struct {
    const char *schedule, *event, *now, *expected;
    const char *booked_in; /* NULL: the zone of the patient */
  } cases[] = {
    { "interval first=2026-12-15 every=4w reckon=given", "b1@2026-12-16T10:00", "2026-12-16T10:01",
      "2026-12-16T10:00" },
    { "interval first=2026-12-15 every=4w reckon=given", "b1@2026-12-16T10:00", "2026-12-16T23:59",
      "2026-12-16T10:00" },
    /* before the visit, and on another day: now */
    { "interval first=2026-12-15 every=4w reckon=given", "b1@2026-12-16T10:00", "2026-12-16T09:00",
      "2026-12-16T09:00" },
    { "interval first=2026-12-15 every=4w reckon=given", "b1@2026-12-16T10:00", "2026-12-17T08:00",
      "2026-12-17T08:00" },
    { "fractions first=2026-12-15T14:00 fractions=5 per-day=1 days=31", NULL, "2026-12-15T18:00",
      "2026-12-15T14:00" },
    { "once first=2026-12-15T09:30", NULL, "2026-12-15T12:00", "2026-12-15T09:30" },
    /* no time is known, or it is not one of a visit */
    { "interval first=2026-12-15 every=4w reckon=given", NULL, "2026-12-15T12:00",
      "2026-12-15T12:00" },
    { "times first=2026-12-15 times=08:00 days=127", NULL, "2026-12-15T08:20", "2026-12-15T08:20" },
    { "interval first=2026-12-15T08:00 every=6h reckon=given", NULL, "2026-12-15T08:20",
      "2026-12-15T08:20" },
    { "interval first=2026-12-15 every=4w reckon=given", "b1@2026-12-16T10:00", "2026-12-16T11:00",
      "2026-12-16T11:00", "Mars/Olympus" },
  };
  const RgmZone *zone = rows_zone (HERE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmCourse) course = rows_course (cases[i].schedule);
    g_autofree char *text = NULL;
    RgmLocal now;
    RgmDose dose;

    if (cases[i].event != NULL)
      rows_add_event (course, cases[i].event, zone);
    if (cases[i].booked_in != NULL) {
      RgmAppointment *appointment = course->appointments->pdata[0];
      g_free (appointment->zone);
      appointment->zone = g_strdup (cases[i].booked_in);
    }
    g_assert_true (rgm_local_parse (cases[i].now, &now, NULL));
    g_assert_true (rgm_course_dose (course, 1, zone, 0, &dose, NULL));
    text = rgm_local_format (rgm_zone_to_local (
      zone, dose_reported_at (&dose, course, zone, rgm_zone_to_instant (zone, now, NULL))));
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dose/table", test_table);
  g_test_add_func ("/dose/said", test_said);
  g_test_add_func ("/dose/taken", test_taken);
  g_test_add_func ("/dose/planned", test_planned);
  g_test_add_func ("/dose/new-times", test_new_times);
  g_test_add_func ("/dose/random/new-times", test_new_times_random);
  g_test_add_func ("/dose/random/part-is-enough", test_part_is_enough);
  g_test_add_func ("/dose/unanswered-for-years", test_unanswered_for_years);
  g_test_add_func ("/dose/plan-never-drifts", test_plan_never_drifts);
  g_test_add_func ("/dose/fractions-complete", test_fractions_complete);
  g_test_add_func ("/dose/changes", test_changes);
  g_test_add_func ("/dose/words", test_words);
  g_test_add_func ("/dose/title-and-place", test_title_and_place);
  g_test_add_func ("/dose/reported-at", test_reported_at);
  return g_test_run ();
}
