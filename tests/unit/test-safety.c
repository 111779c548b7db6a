/* The safety checks: most cases are rows of tests/tables/safety.tsv. */
#include <string.h>

#include "base/text.h"
#include "model-rows.h"
#include "model/course.h"
#include "model/safety.h"
#include "model/schedule.h"
#include "table.h"

static RgmSource source
  = { (char *)"article", (char *)"The Article", (char *)"The Encyclopedia", NULL };
static char *article[] = { (char *)"article", NULL };
static char *in_place_of[] = { (char *)"bisphosphonate", NULL };

static RgmTreatment
infusion (void)
{
  return (RgmTreatment){ .key = (char *)"drip",
                         .name = (char *)"Drip",
                         .class_key = (char *)"bisphosphonate",
                         .interval = { 21, 0, 84 },
                         .interval_text = (char *)"every 3 to 12 weeks" };
}

static RgmTreatment
injection (void)
{
  return (RgmTreatment){ .key = (char *)"shot",
                         .name = (char *)"Shot",
                         .class_key = (char *)"shot",
                         .interval = { 28, 28, 28 },
                         .interval_text = (char *)"every 4 weeks",
                         .instead_of = in_place_of,
                         .sources = article,
                         .instead_text = (char *)"used in place of the other" };
}

static gboolean
interval_passes (const RgmTreatment *treatment, const char *every, const char *named)
{
  g_autoptr (GError) error = NULL;
  RgmPeriod period;

  g_assert_true (rgm_period_parse (every, &period, NULL));
  if (safety_check_interval (treatment, &source, period, &error))
    return TRUE;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, named));
  g_assert_nonnull (strstr (error->message, "The Article"));
  return FALSE;
}

static void
test_interval (void)
{
  RgmTreatment drip = infusion (), shot = injection (), plain = { .name = (char *)"Plain" };
  static const char *const inside[] = { "3w", "21d", "12w", "84d", "1m", "2m", "504h" };
  static const char *const outside[] = { "20d", "2w", "85d", "13w", "4m", "503h", "1d" };

  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    g_assert_true (interval_passes (&drip, inside[i], ""));
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    g_assert_false (interval_passes (&drip, outside[i], "every 3 to 12 weeks"));
  g_assert_true (interval_passes (&shot, "4w", ""));
  g_assert_true (interval_passes (&shot, "1m", "")); /* a February is 28 days */
  g_assert_false (interval_passes (&shot, "27d", "every 4 weeks"));
  g_assert_false (interval_passes (&shot, "6w", "every 4 weeks"));
  g_assert_true (interval_passes (&plain, "1h", ""));
}

static RgmCourse *
course_of (const char *schedule, const RgmTreatment *treatment)
{
  RgmCourse *course = course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);

  revision->from_dose = 1;
  revision->schedule = schedule_from_stored (schedule, NULL);
  g_ptr_array_add (course->revisions, revision);
  g_free (course->handle);
  course->handle = g_strdup ("my-course");
  course->treatment_key = g_strdup (treatment->key);
  course->treatment_name = g_strdup (treatment->name);
  course->treatment_class = g_strdup (treatment->class_key);
  return course;
}

/* Of the classes "bisphosphonate" and "shot" one replaces the other; "ct" has nothing to do with
 * them. @says: words of the refusal; NULL if it passes. */
static void
check_pair (const char *active_class, const char *added_class, const char *says)
{
  RgmTreatment drip = infusion (), shot = injection (),
               test = { .key = (char *)"ct", .name = (char *)"CT", .class_key = (char *)"test" };
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course
    = course_of ("interval first=2026-12-01 every=4w reckon=given", &drip);
  g_autoptr (GPtrArray) active = g_ptr_array_new (), all = g_ptr_array_new (),
                        sources = g_ptr_array_new ();

  g_free (course->treatment_class);
  course->treatment_class = g_strdup (active_class);
  g_ptr_array_add (active, course);
  g_ptr_array_add (all, &drip);
  g_ptr_array_add (all, &shot);
  g_ptr_array_add (all, &test);
  g_ptr_array_add (sources, &source);
  g_assert_cmpint (safety_check_together ("The new one", added_class, active, all, sources, &error),
                   ==, says == NULL);
  if (says == NULL)
    return;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "my-course"));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_true (g_str_has_suffix (error->message, "?"));
}

static void
test_together (void)
{
  check_pair ("bisphosphonate", "shot", "used in place of the other (\"The Article\"");
  check_pair ("shot", "bisphosphonate", "used in place of the other (\"The Article\"");
  check_pair ("bisphosphonate", "bisphosphonate", "The new one is a medicine of the same kind");
  check_pair ("shot", "shot", "this program's own rule");
  check_pair ("bisphosphonate", "test", NULL);
  check_pair ("test", "shot", NULL);
  check_pair ("test", "test", NULL);
  check_pair ("custom", "shot", NULL);
  check_pair ("custom", "custom", NULL);
}

/* ---- the table ---- */

/* "2026-12-01T10:00" or "2026-12-01" in Berlin. */
static RgmInstant
instant_of (const char *text)
{
  return rows_instant (text, rows_zone ("Europe/Berlin"));
}

/* Checks dose "N@TIME" of @course as in the row @check. */
static void
check_dose (const char *check, const RgmCourse *course, const char *what, GError **error)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  const char *time = strchr (what, '@') + 1;
  /* of which only the day is known, as the commands log it */
  g_autofree char *noon = strchr (time, 'T') == NULL ? g_strconcat (time, "T12:00", NULL) : NULL;
  int number = (int)g_ascii_strtoll (what, NULL, 10);
  RgmDose dose = { .number = number, .why = RGM_WHY_TAKEN };

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_AS_NEEDED)
    g_assert_true (rgm_course_dose (course, number, zone, instant_of (time), &dose, NULL));
  if (g_str_equal (check, "log"))
    safety_check_log (course, &dose, instant_of (noon != NULL ? noon : time), noon != NULL, zone,
                      error);
  else if (g_str_equal (check, "restart"))
    safety_check_restart (course, number, rows_local (time), zone, error);
  else
    safety_check_plan (course, &dose, g_str_equal (check, "book") ? SAFETY_BOOK : SAFETY_MOVE,
                       rows_local (time), zone, zone, error);
}

static void
check_amount (const char *prescribed, const char *typed, GError **error)
{
  g_autoptr (RgmCourse) course = rows_course ("interval first=2026-12-01 every=4w reckon=given");
  g_autofree char *amount = NULL;

  if (!g_str_equal (prescribed, "-"))
    course->amount = g_strdup (prescribed);
  if (!g_str_equal (typed, "-"))
    g_assert_nonnull (amount = amount_parse (typed, NULL, NULL));
  safety_check_amount (course, 1, amount, error);
}

static void
check_row (char **cells)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  const char *check = cells[0], *what = cells[3], *now = cells[4], *expected = cells[5];
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (check, "past"))
    safety_check_past (instant_of (what), FALSE, instant_of (now), zone, &error);
  else if (g_str_equal (check, "amount"))
    check_amount (cells[1], what, &error);
  else {
    course = rows_course_of (cells[1], cells[2], zone);
    g_free (course->handle);
    course->handle = g_strdup ("drip");
    if (g_str_equal (check, "first"))
      safety_check_first (course, zone, instant_of (now), &error);
    else
      check_dose (check, course, what, &error);
  }
  if (error == NULL) {
    table_expect (cells, "answer", expected, "ok");
    return;
  }
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  g_assert_true (g_str_has_suffix (error->message, "?") && strchr (error->message, '\n') == NULL);
  if (strstr (error->message, expected) == NULL)
    table_expect (cells, "answer", expected, error->message);
}

static void
test_table (void)
{
  table_run ("safety.tsv", 7, check_row);
}

/* A dose that came on record after the booking was not known then: it is asked about. */
static void
test_booked_before (void)
{
  const RgmZone *zone = rows_zone ("Europe/Berlin");
  g_autoptr (RgmCourse) course
    = rows_course_of ("interval first=2026-12-01 every=4w reckon=given window=28",
                      "g1@2026-12-01T10:00 b2@2026-12-03T10:00!", zone);
  RgmAdministration *given = course->administrations->pdata[0];
  RgmInstant at = instant_of ("2026-12-03T10:00");
  RgmDose dose;

  g_free (course->handle);
  course->handle = g_strdup ("drip");
  given->recorded_at = instant_of ("2026-12-01T11:00");
  ((RgmAppointment *)course->appointments->pdata[0])->made_at = instant_of ("2026-12-01T12:00");
  g_assert_true (rgm_course_dose (course, 2, zone, at, &dose, NULL));
  g_assert_true (safety_check_log (course, &dose, at, FALSE, zone, NULL));
  given->recorded_at = instant_of ("2026-12-01T13:00");
  g_assert_false (safety_check_log (course, &dose, at, FALSE, zone, NULL));
}

/* ---- as needed ---- */

static void
give (RgmCourse *course, int dose, const char *when)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = dose;
  administration->at = instant_of (when);
  g_ptr_array_add (course->administrations, administration);
}

/* Whatever the order in which the doses were logged; and what is said is what the check accepts. */
static void
test_as_needed (void)
{
  static const struct {
    const char *schedule;
    const char *given[4]; /* in the order of their numbers */
    const char *now, *allowed;
    int count;
  } cases[] = {
    { "as-needed max=2", { NULL }, "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z", 0 },
    { "as-needed max=2",
      { "2026-12-01T12:00:00Z", "2026-12-01T02:00:00Z", "2026-12-01T11:00:00Z" },
      "2026-12-01T12:05:00Z",
      "2026-12-02T11:00:00Z",
      3 },
    { "as-needed max=2",
      { "2026-12-01T11:00:30Z", "2026-12-01T12:00:00Z" },
      "2026-12-01T12:05:00Z",
      "2026-12-02T11:01:00Z",
      2 },
    { "as-needed max=2",
      { "2026-12-01T11:00:00Z", "2026-12-01T12:00:00Z" },
      "2026-12-02T11:00:00Z",
      "2026-12-02T11:00:00Z",
      1 },
    { "as-needed gap=6h",
      { "2026-12-01T12:00:00Z", "2026-12-01T05:00:00Z" },
      "2026-12-01T13:00:00Z",
      "2026-12-01T18:00:00Z",
      2 },
    { "as-needed gap=6h max=2",
      { "2026-12-01T12:00:00Z", "2026-12-01T02:00:00Z" },
      "2026-12-01T13:00:00Z",
      "2026-12-02T02:00:00Z",
      2 },
    { "as-needed gap=48h max=2",
      { "2026-12-01T12:00:00Z", "2026-11-30T02:00:00Z" },
      "2026-12-01T13:00:00Z",
      "2026-12-03T12:00:00Z",
      1 },
    /* A few minutes ahead of the clock. */
    { "as-needed gap=6h",
      { "2026-12-01T12:04:00Z" },
      "2026-12-01T12:00:00Z",
      "2026-12-01T18:04:00Z",
      0 },
    { "as-needed",
      { "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z" },
      "2026-12-01T12:01:00Z",
      "2026-12-01T12:01:00Z",
      2 },
  };
  RgmTreatment drip = infusion ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmCourse) course = course_of (cases[i].schedule, &drip);
    const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
    RgmInstant allowed;
    RgmDose next = { .why = RGM_WHY_TAKEN };
    int count;

    for (next.number = 1; next.number <= 4 && cases[i].given[next.number - 1] != NULL;
         next.number++)
      give (course, next.number, cases[i].given[next.number - 1]);
    allowed = safety_as_needed_from (course, instant_of (cases[i].now), &count);
    g_assert_cmpint (allowed, ==, instant_of (cases[i].allowed));
    g_assert_cmpint (count, ==, cases[i].count);
    g_assert_true (safety_check_log (course, &next, allowed, FALSE, zone, NULL));
    if (allowed > instant_of (cases[i].now))
      g_assert_false (safety_check_log (course, &next, allowed - 60, FALSE, zone, NULL));
  }
}

/* A dose that is logged twice at once is one dose, whatever was prescribed; also of the past, and
 * before the one that is on record. */
static void
test_twice_at_once (void)
{
  static const struct {
    const char *schedule, *given, *at;
    gboolean accepted;
  } cases[] = {
    { "as-needed", "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z", FALSE },
    { "as-needed", "2026-12-01T12:00:00Z", "2026-12-01T12:00:59Z", FALSE },
    { "as-needed", "2026-12-01T12:00:59Z", "2026-12-01T12:01:01Z", FALSE },
    { "as-needed", "2026-12-01T12:00:59Z", "2026-12-01T12:00:00Z", FALSE },
    { "as-needed max=9", "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z", FALSE },
    { "as-needed gap=6h", "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z", FALSE },
    { "as-needed", "2026-12-01T12:00:00Z", "2026-12-01T12:01:00Z", TRUE },
    { "as-needed", "2026-12-01T12:00:00Z", "2026-12-01T11:59:00Z", TRUE },
  };
  RgmTreatment drip = infusion ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmCourse) course = course_of (cases[i].schedule, &drip);
    const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
    RgmDose first = { .why = RGM_WHY_TAKEN, .number = 1 }, next = first;
    g_autoptr (GError) error = NULL;

    next.number = 2;
    give (course, 1, cases[i].given);
    g_assert_cmpint (
      safety_check_log (course, &next, instant_of (cases[i].at), FALSE, zone, &error), ==,
      cases[i].accepted);
    if (!cases[i].accepted)
      g_assert_nonnull (strstr (error->message, "dose 1 of my-course"));
    /* the dose itself, corrected */
    g_assert_true (safety_check_log (course, &first, instant_of (cases[i].at), FALSE, zone, NULL));
  }
}

/* The next dose, 2, after dose 1 of @schedule was skipped at @skipped. */
static void
test_skipped_twice (void)
{
  static const struct {
    const char *schedule, *skipped, *now;
    gboolean accepted;
  } cases[] = {
    /* the window of dose 1 ends on 5 December, that of dose 2 opens on the 25th */
    { "interval first=2026-12-01 every=4w reckon=given", "2026-11-28T09:00:00Z",
      "2026-11-28T09:00:01Z", FALSE },
    { "interval first=2026-12-01 every=4w reckon=given", "2026-11-28T09:00:00Z",
      "2026-12-05T12:00:00Z", FALSE },
    { "interval first=2026-12-01 every=4w reckon=given", "2026-11-28T09:00:00Z",
      "2026-12-06T12:00:00Z", TRUE },
    { "interval first=2026-12-01 every=4w reckon=given", "2026-12-27T09:00:00Z",
      "2026-12-27T09:00:59Z", FALSE },
    { "interval first=2026-12-01 every=4w reckon=given", "2026-12-27T09:00:00Z",
      "2026-12-27T09:01:00Z", TRUE },
    { "interval first=2026-12-01 every=1d reckon=given", "2026-12-01T09:00:00Z",
      "2026-12-01T09:00:30Z", FALSE },
    { "interval first=2026-12-01 every=1d reckon=given", "2026-12-01T09:00:00Z",
      "2026-12-01T09:10:00Z", TRUE },
    { "interval first=2026-12-01T08:00 every=36h reckon=given", "2026-12-01T09:00:00Z",
      "2026-12-01T09:00:30Z", FALSE },
  };
  RgmTreatment drip = infusion ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmCourse) course = course_of (cases[i].schedule, &drip);
    const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
    RgmInstant now = instant_of (cases[i].now);
    g_autoptr (GError) error = NULL;
    RgmAdministration *row;
    RgmDose next;

    give (course, 1, cases[i].skipped);
    row = g_ptr_array_index (course->administrations, 0);
    row->outcome = RGM_SKIPPED;
    row->recorded_at = row->at;
    g_assert_true (rgm_course_dose (course, 2, zone, now, &next, NULL));
    g_assert_cmpint (safety_check_skip (course, &next, now, zone, &error), ==, cases[i].accepted);
    if (!cases[i].accepted)
      g_assert_nonnull (strstr (error->message, "regimen skip my-course/2"));
    row->outcome = RGM_GIVEN;
    g_assert_true (rgm_course_dose (course, 2, zone, now, &next, NULL));
    g_assert_true (safety_check_skip (course, &next, now, zone, NULL));
  }
}

static void
name_course (RgmCourse *course, gint64 id, const char *key, const char *site)
{
  course->id = id;
  g_free (course->treatment_key);
  course->treatment_key = g_strdup (key);
  g_free (course->treatment_name);
  course->treatment_name = g_strdup (key);
  g_free (course->site);
  course->site = g_strdup (site);
}

/* Which second course looks like the first one entered again. */
static void
test_repeats (void)
{
  static const char sessions[] = "fractions first=2026-12-07 fractions=10 per-day=1 days=31";
  static const char later[] = "fractions first=2027-02-01 fractions=5 per-day=1 days=31";
  static const struct {
    const char *key, *schedule, *site, *other_key, *other_schedule, *other_site;
    gboolean repeats;
  } rows[] = {
    { "radiation", sessions, "left hip", "radiation", sessions, "left hip", TRUE },
    { "radiation", sessions, "Left Hip", "radiation", later, "left hip", TRUE },
    { "radiation", sessions, "left  hip ", "radiation", sessions, "Left\u00a0hip", TRUE },
    { "radiation", sessions, NULL, "radiation", sessions, "left hip", TRUE },
    { "radiation", sessions, "right hip", "radiation", sessions, "left hip", FALSE },
    { "ct", "once first=2026-12-09T09:30", NULL, "ct", "once first=2026-12-09", NULL, TRUE },
    { "ct", "once first=2026-12-19", NULL, "ct", "once first=2026-12-09", NULL, FALSE },
    { "ct", "once first=2026-12-09", NULL, "mri", "once first=2026-12-09", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RgmCourse) course = rows_course (rows[i].schedule);
    g_autoptr (RgmCourse) other = rows_course (rows[i].other_schedule);

    name_course (course, 2, rows[i].key, rows[i].site);
    name_course (other, 1, rows[i].other_key, rows[i].other_site);
    g_assert_true (course_repeats (course, other) == rows[i].repeats);
    g_assert_false (course_repeats (course, course));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safety/interval", test_interval);
  g_test_add_func ("/safety/together", test_together);
  g_test_add_func ("/safety/table", test_table);
  g_test_add_func ("/safety/booked-before", test_booked_before);
  g_test_add_func ("/safety/as-needed", test_as_needed);
  g_test_add_func ("/safety/twice-at-once", test_twice_at_once);
  g_test_add_func ("/safety/skipped-twice", test_skipped_twice);
  g_test_add_func ("/safety/repeats", test_repeats);
  return g_test_run ();
}
