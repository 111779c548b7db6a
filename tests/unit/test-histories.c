/* Random histories of commands, as two people would type them, on a real record.
 *
 * Twice each: once as it happened, and once with mistakes that were taken back or corrected on the
 * way. Both must end in the same courses: the same doses, dates and states. And whatever happens:
 * numbers neither repeat nor vanish, a radiation course ends with every fraction accounted for, a
 * plan does not drift, a SEQUENCE does not go down, and what is read without the settled history
 * says the same. A failure names its world: --only SEED plays it again; --histories N plays N. */
#include <malloc.h>
#include <regimen/regimen.h>
#include <string.h>

static int histories = 150;
static gint64 only = -1;
static guint32 current;

enum { PEOPLE = 2, HISTORIES_IN_A_WORLD = 4, KEPT_BYTES = 64 << 20 };

/* One seed a world, so that one alone can be played again. */
static GRand *dice;

static int
roll (int from, int to)
{
  return g_rand_int_range (dice, from, to);
}

/* The record is in memory: the file is tested elsewhere, and waiting for it would take most of the
 * time. */
typedef struct {
  RgmCatalog *catalog;
  RgmSettings settings;
  RgmSession session;
  gint64 people[PEOPLE];
} World;

static const char *const zones[]
  = { "Europe/Berlin",    "America/New_York", "Asia/Kolkata",
      "America/St_Johns", "Pacific/Apia",     "Australia/Lord_Howe" };

static gint64
add_person (World *world, const char *name, const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmPatient) person = rgm_record_patient_added (&world->session, name, zone, &error);

  g_assert_no_error (error);
  return person->id;
}

static World *
world_new (RgmCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  World *world = g_new0 (World, 1);

  world->catalog = catalog;
  rgm_settings_init (&world->settings);
  world->session = (RgmSession){ .store = rgm_store_open ("(memory)", RGM_STORE_TRY, &error),
                                 .catalog = catalog,
                                 .settings = &world->settings,
                                 .zone = rgm_zone_get ("Europe/Berlin", NULL),
                                 .now = 1795000000,
                                 .anyway = TRUE };
  g_assert_no_error (error);
  world->people[0] = add_person (world, "Anna", zones[0]);
  world->people[1] = add_person (world, "Ben", zones[1]);
  return world;
}

static void
world_free (World *world)
{
  rgm_store_close (world->session.store);
  g_free (world);
}

/* One of the two, and the course of theirs that a history is about. */
typedef struct {
  World *world;
  int who;
  gint64 id;
} Story;

static RgmPatient *
person_of (const Story *story)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (story->world->session.store, NULL);

  return g_ptr_array_steal_index (people, (guint)story->who);
}

static const RgmZone *
zone_of (const Story *story)
{
  g_autoptr (RgmPatient) person = person_of (story);

  return rgm_zone_get (person->zone, NULL);
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
  AMEND_TEXTS,
  AMEND_OUTCOME,
  STOP,
  MOVE_HOUSE,
  CLOSE_CLINIC,
  ACTIONS,
} ActionKind;

typedef struct {
  ActionKind kind;
  int who;
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
  "as-needed first=2026-11-23 gap=6h max=3",
};

static Action
random_action (void)
{
  Action action = { (ActionKind)roll (0, ACTIONS), roll (0, PEOPLE), roll (-3, 10), roll (0, 1440),
                    roll (0, 2) };

  if (roll (0, 2))
    action.kind = GIVE;
  return action;
}

static GArray *
random_history (void)
{
  GArray *history = g_array_new (FALSE, FALSE, sizeof (Action));
  int length = roll (2, 16);

  for (int i = 0; i < length; i++) {
    Action action = random_action ();
    g_array_append_val (history, action);
  }
  return history;
}

static Story
begin_story (World *world, int who, const char *schedule_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = rgm_schedule_from_stored (schedule_text, &error);
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom ("thing", &error);
  RgmAddRequest request = { .treatment = treatment, .schedule = schedule, .amount = "4 mg" };
  g_autoptr (RgmCourse) course = NULL;

  g_assert_no_error (error);
  world->session.patient = who == 0 ? "Anna" : "Ben";
  world->session.now = 1795000000;
  course = rgm_record_add (&world->session, &request, &error);
  g_assert_no_error (error);
  return (Story){ world, who, course->id };
}

static RgmCourse *
read_course (const Story *story, gboolean whole)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = rgm_store_course (story->world->session.store, story->id, whole, &error);

  g_assert_no_error (error);
  return course;
}

static gboolean
next_dose (const Story *story, RgmDose *dose)
{
  g_autoptr (RgmCourse) course = read_course (story, FALSE);
  gboolean found = rgm_course_next (course, zone_of (story), story->world->session.now, dose);

  /* What they point to goes with the course. */
  dose->appointment = NULL;
  dose->administration = NULL;
  dose->hold = NULL;
  return found;
}

static RgmInstant
moment_of (const Story *story, const RgmDose *dose, const Action *action)
{
  RgmLocal at = { dose->target.day + action->days, action->minutes * 60 };

  return rgm_zone_to_instant (zone_of (story), at, NULL);
}

static gboolean
play_change (const Story *story, const Action *action)
{
  g_autoptr (RgmCourse) course = read_course (story, FALSE);
  g_autoptr (RgmSchedule) schedule = rgm_schedule_copy (rgm_course_schedule (course));
  RgmChangeRequest request = { action->minutes % 3 == 0 ? NULL : schedule, "5 mg", NULL };
  g_auto (RgmRecorded) recorded = { 0 };

  schedule->first = RGM_LOCAL_NONE;
  if (schedule->kind == RGM_SCHEDULE_INTERVAL) {
    schedule->every.count = MAX (1, schedule->every.count + action->days);
    schedule->reckon = action->minutes % 5 == 0 ? RGM_RECKON_PLAN : schedule->reckon;
    schedule->reckon = action->minutes % 5 == 1 ? RGM_RECKON_GIVEN : schedule->reckon;
  }
  return rgm_record_changed (&story->world->session, story->id, &request, &recorded, NULL);
}

/* Of a dose of any age. */
static gboolean
play_amend (const Story *story, const Action *action)
{
  g_autoptr (RgmCourse) course = read_course (story, TRUE);
  guint n = course->administrations->len;
  const RgmAdministration *old
    = n > 0 ? course->administrations->pdata[(guint)action->minutes % n] : NULL;
  gboolean texts = action->kind == AMEND_TEXTS;
  RgmAmendRequest request = { .at = RGM_INSTANT_NONE, .note = texts ? "late" : NULL };
  g_auto (RgmRecorded) recorded = { 0 };

  if (old == NULL)
    return FALSE;
  request.amount = texts && old->outcome == RGM_GIVEN ? "3.3 mg" : NULL;
  request.site = texts && old->outcome == RGM_GIVEN ? "left arm" : NULL;
  request.sets_outcome = !texts;
  request.outcome = old->outcome == RGM_GIVEN ? RGM_SKIPPED : RGM_GIVEN;
  if (!texts && old->outcome == RGM_GIVEN)
    request.reason = "it was not";
  else if (!texts)
    request.at = story->world->session.now;
  return rgm_record_amended (&story->world->session, story->id, old->dose, &request, &recorded,
                             NULL);
}

static gboolean
play_person (const Story *story, const Action *action)
{
  const RgmSession *session = &story->world->session;
  const char *zone = zones[(guint)action->minutes % G_N_ELEMENTS (zones)];
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  RgmDay day = rgm_zone_day (session->zone, session->now) + action->days;
  g_autoptr (RgmPatient) person = NULL;

  for (int i = 0; i < action->minutes % 3; i++, day++)
    g_array_append_val (closed, day);
  person = rgm_record_patient_set (session, story->world->people[story->who], NULL,
                                   action->kind == MOVE_HOUSE ? zone : NULL,
                                   action->kind == CLOSE_CLINIC ? closed : NULL, NULL);
  return person != NULL;
}

/* What needs no planned dose. */
static gboolean
play_any (const Story *story, const Action *action)
{
  RgmSession *session = &story->world->session;
  RgmGivenRequest taken = { .at = session->now + action->minutes * 60 };
  g_auto (RgmRecorded) recorded = { 0 };

  switch (action->kind) {
  case GIVE:
    session->now = taken.at;
    return rgm_record_given (session, story->id, 0, &taken, &recorded, NULL);
  case CHANGE:
    return play_change (story, action);
  case AMEND_TEXTS:
  case AMEND_OUTCOME:
    return play_amend (story, action);
  case STOP:
    return rgm_record_stopped (session, story->id, NULL, &recorded, NULL);
  case MOVE_HOUSE:
  case CLOSE_CLINIC:
    return play_person (story, action);
  case RESUME:
    return rgm_record_resumed (session, story->id, rgm_zone_day (session->zone, session->now) + 1,
                               &recorded, NULL);
  default:
    return FALSE;
  }
}

/* The clock follows what is done: a dose is logged when it is given. */
static gboolean
play (const Story *story, const Action *action)
{
  RgmSession *session = &story->world->session;
  gint64 id = story->id;
  RgmLocal at;
  RgmDose dose;
  g_auto (RgmRecorded) recorded = { 0 };
  RgmGivenRequest given = { 0 };

  if (action->kind > RESUME || !next_dose (story, &dose))
    return play_any (story, action);
  at = (RgmLocal){ dose.target.day + action->days, action->minutes * 60 };
  given.at = MAX (moment_of (story, &dose, action), session->now);
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
  case PAUSE:
    return rgm_record_paused (session, id, dose.target.day,
                              action->minutes % 7 == 0 ? RGM_NO_DAY
                                                       : dose.target.day + ABS (action->days),
                              NULL, &recorded, NULL);
  case RESUME:
    return rgm_record_resumed (session, id, dose.target.day, &recorded, NULL);
  default:
    return play_any (story, action);
  }
}

/* ---- mistakes ---- */

/* Something wrong, and its undo. The clock goes back too: nothing of it happened. */
static void
blunder (const Story *story)
{
  RgmSession *session = &story->world->session;
  RgmInstant now = session->now;
  Action wrong = random_action ();
  gboolean wrote = play (story, &wrong);

  session->now = now;
  for (int undos = wrote ? 1 + 2 * roll (0, 2) : 0; undos > 0; undos--) {
    g_autoptr (RgmChange) undone = NULL;
    g_autoptr (GError) error = NULL;
    g_assert_true (rgm_record_undone (session, &undone, &error));
    g_assert_no_error (error);
  }
}

/* A dose is logged under the wrong time, which is corrected right away. */
static gboolean
play_amended (const Story *story, const Action *action)
{
  RgmSession *session = &story->world->session;
  RgmInstant right;
  g_auto (RgmRecorded) first = { 0 }, second = { 0 };
  RgmGivenRequest wrong = { .note = "wrong" };
  RgmAmendRequest amend = { .note = "" };
  RgmDose dose;

  if (!next_dose (story, &dose))
    return play (story, action);
  right = MAX (moment_of (story, &dose, action), session->now);
  session->now = right;
  wrong.at = right - 86400 * roll (1, 5);
  amend.at = right;
  g_assert_true (rgm_record_given (session, story->id, dose.number, &wrong, &first, NULL));
  g_assert_true (rgm_record_amended (session, story->id, dose.number, &amend, &second, NULL));
  return TRUE;
}

static void
play_all (const Story *stories, const GArray *history, gboolean with_mistakes)
{
  for (guint i = 0; i < history->len; i++) {
    const Action *action = &g_array_index (history, Action, i);
    const Story *story = &stories[action->who];
    if (with_mistakes && action->mistake)
      blunder (&stories[roll (0, PEOPLE)]);
    if (with_mistakes && action->mistake && action->kind == GIVE)
      play_amended (story, action);
    else
      play (story, action);
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

static GArray *
read_doses (const Story *story, const RgmCourse *course)
{
  const RgmZone *zone = zone_of (story);
  RgmInstant now = story->world->session.now;

  return rgm_course_doses (course, zone, now, rgm_zone_day (zone, now) + 60);
}

/* The course in words. @whole: read with all of its history. */
static char *
course_words (const Story *story, gboolean whole)
{
  g_autoptr (RgmCourse) course = read_course (story, whole);
  g_autoptr (GArray) doses = read_doses (story, course);
  const RgmZone *zone = zone_of (story);
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
  g_autoptr (RgmCourse) course = read_course (story, TRUE);
  g_autoptr (GArray) doses = read_doses (story, course);

  for (guint i = 0; i < doses->len; i++)
    g_assert_cmpint (g_array_index (doses, RgmDose, i).number, ==, (int)i + 1);
  g_assert_cmpuint (doses->len, >=, (guint)rgm_course_last_recorded (course));
}

/* Each fraction was given, or forgone for good, or made up; one that was made up before the first
 * turned out to be given is one more. */
static void
assert_fractions (const Story *story)
{
  g_autoptr (RgmCourse) course = read_course (story, TRUE);
  const RgmSchedule *schedule = rgm_course_schedule (course);
  RgmCourseState state = rgm_course_state (course, zone_of (story), story->world->session.now);
  int accounted = 0;

  if (schedule->kind != RGM_SCHEDULE_FRACTIONS || state != RGM_COURSE_COMPLETED)
    return;
  for (guint i = 0; i < course->administrations->len; i++)
    accounted += !((RgmAdministration *)course->administrations->pdata[i])->makeup;
  g_assert_cmpint (accounted, >=, schedule->fractions);
  if (accounted > schedule->fractions)
    g_assert_cmpint (rgm_course_last_recorded (course), >, schedule->fractions + course->makeups);
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
  g_autoptr (RgmCourse) course = read_course (story, TRUE);
  g_autoptr (GArray) doses = read_doses (story, course);
  const RgmSchedule *schedule = rgm_course_schedule (course);

  if (schedule->kind != RGM_SCHEDULE_INTERVAL || schedule->reckon != RGM_RECKON_PLAN
      || course->revisions->len > 1 || course->pauses->len > 0)
    return;
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (dose->why != RGM_WHY_MOVED)
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
  g_autoptr (GArray) few = rgm_store_dose_changes (clean->world->session.store, clean->id, NULL);
  g_autoptr (GArray) many = rgm_store_dose_changes (messy->world->session.store, messy->id, NULL);
  RgmInstant at;

  for (int n = 1; n <= 20; n++) {
    int least = rgm_dose_sequence (few, n, 0, &at);
    if (rgm_dose_sequence (many, n, 0, &at) < least)
      g_error ("--only %u: %s: SEQUENCE of dose %d is below %d", current, what, n, least);
  }
}

/* What is read without the history is the end of what is read with it. */
static void
assert_part (const Story *story, const char *what)
{
  g_autofree char *whole = course_words (story, TRUE);
  g_autofree char *words = course_words (story, FALSE);
  g_autoptr (RgmCourse) part = read_course (story, FALSE);
  const char *rest = words;
  gint64 number;

  while ((number = g_ascii_strtoll (rest, NULL, 10)) > 0 && number <= part->settled)
    rest = strchr (rest, '\n') + 1;
  if (!g_str_has_suffix (whole, rest))
    g_error ("--only %u: %s\nwhole:\n%spart:\n%s", current, what, whole, rest);
}

static void
check_stories (const Story *clean, const Story *messy, const char *schedule)
{
  assert_same (clean, messy, schedule);
  assert_sequences (clean, messy, schedule);
  assert_part (messy, schedule);
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
    if (!g_str_has_prefix (problems->pdata[i], "setting "))
      g_error ("%s", (const char *)problems->pdata[i]);
}

/* Both worlds play the same, and one of them makes mistakes too. */
static void
check_history (World *clean, World *messy)
{
  g_autoptr (GArray) history = random_history ();
  const char *chosen[PEOPLE];
  Story a[PEOPLE], b[PEOPLE];

  for (int who = 0; who < PEOPLE; who++) {
    chosen[who] = schedules[roll (0, G_N_ELEMENTS (schedules))];
    a[who] = begin_story (clean, who, chosen[who]);
    b[who] = begin_story (messy, who, chosen[who]);
  }
  play_all (a, history, FALSE);
  play_all (b, history, TRUE);
  g_assert_cmpint (clean->session.now, ==, messy->session.now);
  for (int who = 0; who < PEOPLE; who++)
    check_stories (&a[who], &b[who], chosen[who]);
}

static void
check_world (RgmCatalog *catalog, guint32 seed)
{
  World *clean = world_new (catalog), *messy = world_new (catalog);

  current = seed;
  dice = g_rand_new_with_seed (seed);
  for (int i = 0; i < HISTORIES_IN_A_WORLD; i++)
    check_history (clean, messy);
  assert_whole (messy);
  g_clear_pointer (&dice, g_rand_free);
  world_free (clean);
  world_free (messy);
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
  /* Giving memory back to the system after each world took a third of the time. */
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  mallopt (M_TOP_PAD, KEPT_BYTES);
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
