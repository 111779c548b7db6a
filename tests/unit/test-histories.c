/* Random histories of commands, as a person would type them, on a real record.
 *
 * Twice each: once as it happened, and once with mistakes that were taken back or corrected on the
 * way. Both must end in the same course: the same doses, dates and states. And whatever happens:
 * numbers neither repeat nor vanish, a radiation course ends with every fraction accounted for.
 * The number of histories is the argument --histories N (150); the seed is printed. */
#include <glib/gstdio.h>
#include <regimen/regimen.h>
#include <string.h>

static int histories = 150;

typedef struct {
  char *folder, *path;
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
} World;

static World *
world_new (void)
{
  const char *shared = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  g_autoptr (GError) error = NULL;
  World *world = g_new0 (World, 1);

  world->folder = g_build_filename (shared, "regimen-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (world->folder));
  world->path = g_build_filename (world->folder, "regimen.db", NULL);
  world->catalog = rgm_catalog_load (NULL, NULL, &error);
  g_assert_no_error (error);
  rgm_settings_init (&world->settings);
  world->session = (RgmSession){ rgm_store_open (world->path, RGM_STORE_CREATE, &error),
                                 world->catalog,
                                 &world->settings,
                                 rgm_zone_get ("Europe/Berlin", NULL),
                                 NULL,
                                 0,
                                 TRUE };
  g_assert_no_error (error);
  return world;
}

static void
world_free (World *world)
{
  static const char *const names[] = { "regimen.db", "regimen.db-wal", "regimen.db-shm" };

  rgm_store_close (world->session.store);
  rgm_catalog_free (world->catalog);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (world->folder, names[i], NULL);
    g_remove (file);
  }
  g_rmdir (world->folder);
  g_free (world->folder);
  g_free (world->path);
  g_free (world);
}

/* ---- one history: a list of decisions that can be played on any course ---- */

typedef enum {
  GIVE,
  SKIP,
  SKIP_MAKEUP,
  BOOK,
  HOLD,
  MOVE,
  MOVE_LATER,
  CHANGE,
  PAUSE,
  RESUME,
  ACTIONS,
} ActionKind;

typedef struct {
  ActionKind kind;
  int days;         /* away from the target, or long */
  int minutes;      /* of the day */
  gboolean mistake; /* preceded by something that is taken back */
} Action;

static const char *const schedules[] = {
  "interval first=2026-12-01 every=4w reckon=given",
  "interval first=2026-12-01T09:30 every=12w reckon=given",
  "interval first=2026-12-31 every=1m reckon=plan",
  "interval first=2026-12-01 every=1d reckon=given count=6",
  "interval first=2026-12-01T08:00 every=36h reckon=given",
  "fractions first=2026-12-07T14:00 fractions=5 per-day=1 days=31 closed=2026-12-16",
  "fractions first=2026-12-07 fractions=6 per-day=2 days=31",
  "times first=2026-12-01 times=08:00,20:00 days=127 count=12",
  "times first=2026-12-01 times=09:00 days=127 cycle=3/2 count=8",
  "once first=2026-12-03T09:30",
};

static GArray *
random_history (void)
{
  GArray *history = g_array_new (FALSE, FALSE, sizeof (Action));
  int length = g_test_rand_int_range (1, 9);

  for (int i = 0; i < length; i++) {
    Action action
      = { (ActionKind)g_test_rand_int_range (0, ACTIONS), g_test_rand_int_range (-3, 10),
          g_test_rand_int_range (0, 1440), g_test_rand_bit () };
    if (g_test_rand_bit ())
      action.kind = GIVE;
    g_array_append_val (history, action);
  }
  return history;
}

static gint64
add_course (World *world, guint schedule_index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = rgm_schedule_from_stored (schedules[schedule_index], &error);
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom ("thing", &error);
  RgmAddRequest request = { treatment, schedule, NULL, "4 mg", NULL, NULL, NULL };
  g_autoptr (RgmCourse) course = NULL;

  g_assert_no_error (error);
  world->session.now = rgm_zone_to_instant (world->session.zone,
                                            (RgmLocal){ rgm_day_new (2026, 11, 23), 32400 }, NULL);
  course = rgm_record_add (&world->session, &request, &error);
  g_assert_no_error (error);
  return course->id;
}

static gboolean
next_dose (World *world, gint64 id, RgmDose *dose)
{
  g_autoptr (RgmCourse) course = rgm_store_course (world->session.store, id, FALSE, NULL);

  return rgm_course_next (course, world->session.zone, world->session.now, dose);
}

static RgmInstant
moment_of (World *world, const RgmDose *dose, const Action *action)
{
  RgmLocal at = { dose->target.day + action->days, action->minutes * 60 };

  return rgm_zone_to_instant (world->session.zone, at, NULL);
}

static gboolean
play_change (World *world, gint64 id, const Action *action, RgmRecorded *recorded)
{
  g_autoptr (RgmCourse) course = rgm_store_course (world->session.store, id, FALSE, NULL);
  g_autoptr (RgmSchedule) schedule = rgm_schedule_copy (rgm_course_schedule (course));
  RgmChangeRequest request = { schedule, "5 mg", NULL };

  schedule->first = RGM_LOCAL_NONE;
  if (schedule->kind == RGM_SCHEDULE_INTERVAL)
    schedule->every.count = MAX (1, schedule->every.count + action->days);
  return rgm_record_changed (&world->session, id, &request, recorded, NULL);
}

/* The clock follows what is done: a dose is logged when it is given. */
static gboolean
play (World *world, gint64 id, const Action *action)
{
  RgmSession *session = &world->session;
  RgmLocal at;
  RgmDose dose;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmGivenRequest given = { 0 };

  if (!next_dose (world, id, &dose))
    return action->kind == RESUME
           && rgm_record_resumed (session, id, rgm_zone_day (session->zone, session->now) + 1,
                                  &recorded, NULL);
  at = (RgmLocal){ dose.target.day + action->days, action->minutes * 60 };
  given.at = MAX (moment_of (world, &dose, action), session->now);
  switch (action->kind) {
  case GIVE:
    session->now = given.at;
    return rgm_record_given (session, id, dose.number, &given, &recorded, NULL);
  case SKIP:
  case SKIP_MAKEUP:
    return rgm_record_skipped (session, id, dose.number, "reason", action->kind == SKIP_MAKEUP,
                               &recorded, NULL);
  case BOOK:
    return rgm_record_booked (session, id, dose.number, at, NULL, &recorded, NULL);
  case HOLD:
    return rgm_record_held (session, id, dose.number, "creatinine", RGM_NO_DAY, &recorded, NULL);
  case MOVE:
  case MOVE_LATER:
    return rgm_record_moved (session, id, dose.number, at, action->kind == MOVE_LATER, &recorded,
                             NULL);
  case CHANGE:
    return play_change (world, id, action, &recorded);
  case PAUSE:
    return rgm_record_paused (session, id, dose.target.day, dose.target.day + ABS (action->days),
                              NULL, &recorded, NULL);
  default:
    return rgm_record_resumed (session, id, dose.target.day, &recorded, NULL);
  }
}

/* ---- mistakes ---- */

/* Something wrong, and its undo. The clock goes back too: nothing of it happened. */
static void
blunder (World *world, gint64 id)
{
  RgmInstant now = world->session.now;
  Action wrong = { (ActionKind)g_test_rand_int_range (0, ACTIONS), g_test_rand_int_range (-3, 10),
                   600, FALSE };
  gboolean wrote = play (world, id, &wrong);

  world->session.now = now;
  for (int undos = wrote ? 1 + 2 * g_test_rand_int_range (0, 2) : 0; undos > 0; undos--) {
    g_autoptr (RgmChange) undone = NULL;
    g_autoptr (GError) error = NULL;
    g_assert_true (rgm_record_undone (&world->session, &undone, &error));
    g_assert_no_error (error);
  }
}

/* A dose is logged under the wrong time, which is corrected right away. */
static gboolean
play_amended (World *world, gint64 id, const Action *action)
{
  RgmInstant started = world->session.now, right;
  g_auto (RgmRecorded) first = { 0 }, second = { 0 };
  RgmGivenRequest wrong = { .note = "wrong" };
  RgmAmendRequest amend = { .note = "" };
  RgmDose dose;

  if (!next_dose (world, id, &dose))
    return FALSE;
  right = MAX (moment_of (world, &dose, action), started);
  world->session.now = right;
  wrong.at = right - 86400 * g_test_rand_int_range (1, 5);
  amend.at = right;
  g_assert_true (rgm_record_given (&world->session, id, dose.number, &wrong, &first, NULL));
  g_assert_true (rgm_record_amended (&world->session, id, dose.number, &amend, &second, NULL));
  return TRUE;
}

static void
play_all (World *world, gint64 id, const GArray *history, gboolean with_mistakes)
{
  for (guint i = 0; i < history->len; i++) {
    const Action *action = &g_array_index (history, Action, i);
    if (with_mistakes && action->mistake)
      blunder (world, id);
    if (with_mistakes && action->mistake && action->kind == GIVE)
      play_amended (world, id, action);
    else
      play (world, id, action);
  }
}

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

/* The whole course in words. @whole: read with all of its history. */
static char *
course_words (World *world, gint64 id, gboolean whole)
{
  const RgmZone *zone = world->session.zone;
  g_autoptr (RgmCourse) course = rgm_store_course (world->session.store, id, whole, NULL);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, world->session.now,
                                               rgm_zone_day (zone, world->session.now) + 60);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < doses->len; i++) {
    g_autofree char *line = dose_words (&g_array_index (doses, RgmDose, i), zone);
    g_string_append_printf (words, "%s\n", line);
  }
  return g_string_free (words, FALSE);
}

static void
assert_numbers (World *world, gint64 id)
{
  const RgmZone *zone = world->session.zone;
  g_autoptr (RgmCourse) course = rgm_store_course (world->session.store, id, TRUE, NULL);
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, world->session.now,
                                               rgm_zone_day (zone, world->session.now) + 60);

  for (guint i = 0; i < doses->len; i++)
    g_assert_cmpint (g_array_index (doses, RgmDose, i).number, ==, (int)i + 1);
  g_assert_cmpuint (doses->len, >=, (guint)rgm_course_last_recorded (course));
}

/* Each fraction was given, or forgone for good, or made up. */
static void
assert_fractions (World *world, gint64 id)
{
  g_autoptr (RgmCourse) course = rgm_store_course (world->session.store, id, TRUE, NULL);
  const RgmSchedule *schedule = rgm_course_schedule (course);
  int accounted = 0;

  if (schedule->kind != RGM_SCHEDULE_FRACTIONS
      || rgm_course_state (course, world->session.zone, world->session.now) != RGM_COURSE_COMPLETED)
    return;
  for (guint i = 0; i < course->administrations->len; i++)
    accounted += !((RgmAdministration *)g_ptr_array_index (course->administrations, i))->makeup;
  g_assert_cmpint (accounted, ==, schedule->fractions);
}

static void
assert_same (World *clean, gint64 clean_id, World *messy, gint64 messy_id, const char *what)
{
  g_autofree char *expected = course_words (clean, clean_id, TRUE);
  g_autofree char *actual = course_words (messy, messy_id, TRUE);

  if (!g_str_equal (expected, actual))
    g_error ("%s\nwithout mistakes:\n%swith mistakes:\n%s", what, expected, actual);
}

/* What is read without the history is the end of what is read with it. */
static void
assert_part (World *world, gint64 id, const char *what)
{
  g_autofree char *whole = course_words (world, id, TRUE);
  g_autoptr (RgmCourse) part = rgm_store_course (world->session.store, id, FALSE, NULL);
  g_autofree char *words = course_words (world, id, FALSE);
  const char *rest = words;

  while (*rest != '\0' && g_ascii_strtoll (rest, NULL, 10) <= part->settled)
    rest = strchr (rest, '\n') + 1;
  if (!g_str_has_suffix (whole, rest))
    g_error ("%s\nwhole:\n%spart:\n%s", what, whole, rest);
}

static void
check_history (World *clean, World *messy)
{
  g_autoptr (GArray) history = random_history ();
  guint schedule = (guint)g_test_rand_int_range (0, G_N_ELEMENTS (schedules));
  gint64 a = add_course (clean, schedule), b = add_course (messy, schedule);

  play_all (clean, a, history, FALSE);
  play_all (messy, b, history, TRUE);
  assert_same (clean, a, messy, b, schedules[schedule]);
  g_assert_cmpint (clean->session.now, ==, messy->session.now);
  assert_part (messy, b, schedules[schedule]);
  assert_numbers (messy, b);
  assert_fractions (messy, b);
}

static void
test_histories (void)
{
  for (int done = 0; done < histories;) {
    World *clean = world_new (), *messy = world_new ();
    clean->session.now = messy->session.now = 1795000000;
    for (int i = 0; i < 100 && done < histories; i++, done++)
      check_history (clean, messy);
    g_autoptr (GPtrArray) problems = rgm_store_check (messy->session.store, NULL);
    for (guint i = 0; i < problems->len; i++)
      g_error ("%s", (const char *)g_ptr_array_index (problems, i));
    world_free (clean);
    world_free (messy);
  }
  g_test_message ("%d histories", histories);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && g_str_equal (argv[1], "--histories"))
    histories = (int)g_ascii_strtoll (argv[2], NULL, 10);
  g_test_add_func ("/histories", test_histories);
  return g_test_run ();
}
