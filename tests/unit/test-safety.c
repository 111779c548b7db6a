#include <string.h>

#include "model/course.h"
#include "model/safety.h"

static RgmSource source
  = { (char *)"article", (char *)"The Article", (char *)"The Encyclopedia", NULL };
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
  revision->schedule = rgm_schedule_from_stored (schedule, NULL);
  g_ptr_array_add (course->revisions, revision);
  course->handle = g_strdup ("my-course");
  course->treatment_key = g_strdup (treatment->key);
  course->treatment_name = g_strdup (treatment->name);
  course->treatment_class = g_strdup (treatment->class_key);
  return course;
}

static void
check_pair (RgmTreatment *active_treatment, RgmTreatment *added, gboolean passes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course
    = course_of ("interval first=2026-12-01 every=4w reckon=given", active_treatment);
  g_autoptr (GPtrArray) active = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (active, course);
  g_ptr_array_add (all, active_treatment);
  g_assert_cmpint (safety_check_in_place_of (added, &source, active, all, &error), ==, passes);
  if (passes)
    return;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "my-course"));
  g_assert_nonnull (strstr (error->message, "used in place of the other"));
  g_assert_nonnull (strstr (error->message, "The Article"));
}

static void
test_in_place_of (void)
{
  RgmTreatment drip = infusion (), shot = injection (),
               test = { .key = (char *)"ct", .name = (char *)"CT", .class_key = (char *)"test" };

  check_pair (&drip, &shot, FALSE);
  check_pair (&shot, &drip, FALSE);
  check_pair (&drip, &drip, TRUE);
  check_pair (&drip, &test, TRUE);
  check_pair (&test, &shot, TRUE);
}

/* ---- logging ---- */

static RgmInstant
at (const char *text)
{
  RgmInstant instant = 0;

  g_assert_true (rgm_instant_parse (text, &instant, NULL));
  return instant;
}

static gboolean
log_passes (const RgmCourse *course, int number, const char *when)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get ("Europe/Berlin", NULL);
  RgmDose dose;

  g_assert_true (rgm_course_dose (course, number, zone, at (when), &dose, NULL));
  if (safety_check_log (course, &dose, at (when), zone, &error))
    return TRUE;
  g_assert_error (error, RGM_ERROR, RGM_ERROR_REFUSED);
  return FALSE;
}

static void
give (RgmCourse *course, int dose, const char *when)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = dose;
  administration->at = at (when);
  g_ptr_array_add (course->administrations, administration);
}

static void
test_log_window (void)
{
  RgmTreatment drip = infusion ();
  g_autoptr (RgmCourse) course
    = course_of ("interval first=2026-12-01 every=4w reckon=given", &drip);
  RgmAppointment *appointment = g_new0 (RgmAppointment, 1);

  /* The window opens 4 days before 1 Dec, at midnight in Berlin. */
  g_assert_false (log_passes (course, 1, "2026-11-26T22:59:59Z"));
  g_assert_true (log_passes (course, 1, "2026-11-26T23:00:00Z"));
  g_assert_true (log_passes (course, 1, "2027-06-01T09:00:00Z")); /* late is never refused */
  /* An appointment that the clinic gave before the window is on time too. */
  *appointment = (RgmAppointment){
    1, { rgm_day_new (2026, 11, 24), 36000 }, g_strdup ("Europe/Berlin"), NULL
  };
  g_ptr_array_add (course->appointments, appointment);
  g_assert_true (log_passes (course, 1, "2026-11-24T09:00:00Z"));
  g_assert_false (log_passes (course, 1, "2026-11-23T09:00:00Z"));
}

static void
test_log_twice (void)
{
  RgmTreatment drip = infusion ();
  g_autoptr (RgmCourse) course
    = course_of ("interval first=2026-12-01 every=4w reckon=given window=28", &drip);
  g_autoptr (RgmCourse) rays
    = course_of ("fractions first=2026-12-07 fractions=5 per-day=1 days=31", &drip);

  /* A quarter of 28 days is 7 days. */
  give (course, 1, "2026-12-01T09:00:00Z");
  g_assert_false (log_passes (course, 2, "2026-12-01T09:00:01Z"));
  g_assert_false (log_passes (course, 2, "2026-12-08T08:59:59Z"));
  g_assert_true (log_passes (course, 2, "2026-12-08T09:00:00Z"));
  /* … in both directions: dose 1 entered after dose 2. */
  give (rays, 2, "2026-12-08T13:00:00Z");
  g_assert_false (log_passes (rays, 1, "2026-12-08T07:00:01Z"));
  g_assert_true (log_passes (rays, 1, "2026-12-08T07:00:00Z"));
}

/* ---- as needed ---- */

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
      "2026-12-01T12:00:00Z",
      "2026-12-01T12:00:00Z",
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
    allowed = safety_as_needed_from (course, at (cases[i].now), &count);
    g_assert_cmpint (allowed, ==, at (cases[i].allowed));
    g_assert_cmpint (count, ==, cases[i].count);
    g_assert_true (safety_check_log (course, &next, allowed, zone, NULL));
    if (allowed > at (cases[i].now))
      g_assert_false (safety_check_log (course, &next, allowed - 60, zone, NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safety/interval", test_interval);
  g_test_add_func ("/safety/in-place-of", test_in_place_of);
  g_test_add_func ("/safety/log/window", test_log_window);
  g_test_add_func ("/safety/log/twice", test_log_twice);
  g_test_add_func ("/safety/as-needed", test_as_needed);
  return g_test_run ();
}
