#include "histories.h"
#include "model/schedule.h"

#include <malloc.h>

#define KEPT_BYTES (64 << 20)

static GRand *dice;

void
history_keep_memory (void)
{
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  mallopt (M_TOP_PAD, KEPT_BYTES);
}

void
history_seed (guint32 seed)
{
  g_clear_pointer (&dice, g_rand_free);
  dice = g_rand_new_with_seed (seed);
}

int
history_roll (int from, int to)
{
  return g_rand_int_range (dice, from, to);
}

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

World *
history_world_new (RgmCatalog *catalog)
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

void
history_world_free (World *world)
{
  rgm_store_close (world->session.store);
  g_free (world);
}

static RgmPatient *
person_of (const Story *story)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (story->world->session.store, NULL);

  return g_ptr_array_steal_index (people, (guint)story->who);
}

const RgmZone *
story_zone (const Story *story)
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
  SKIP_AHEAD,
  GIVE_AHEAD,
  GIVE_BEFORE,
  WRONG_CLOCK,
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

const char *
history_random_schedule (void)
{
  return schedules[history_roll (0, G_N_ELEMENTS (schedules))];
}

static Action
random_action (void)
{
  Action action = { (ActionKind)history_roll (0, ACTIONS), history_roll (0, HISTORY_PEOPLE),
                    history_roll (-3, 10), history_roll (0, 1440), history_roll (0, 2) };

  if (history_roll (0, 2))
    action.kind = GIVE;
  return action;
}

GArray *
history_random (void)
{
  GArray *history = g_array_new (FALSE, FALSE, sizeof (Action));
  int length = history_roll (2, 16);

  for (int i = 0; i < length; i++) {
    Action action = random_action ();
    g_array_append_val (history, action);
  }
  return history;
}

Story
story_begin (World *world, int who, const char *schedule_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (schedule_text, &error);
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

RgmCourse *
story_course (const Story *story, gboolean whole)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course
    = rgm_store_course (story->world->session.store, story->id,
                        whole ? RGM_INSTANT_NONE : story->world->session.now, &error);

  g_assert_no_error (error);
  return course;
}

static gboolean
story_next_dose (const Story *story, RgmDose *dose)
{
  g_autoptr (RgmCourse) course = story_course (story, FALSE);
  gboolean found = rgm_course_next (course, story_zone (story), story->world->session.now, dose);

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

  return rgm_zone_to_instant (story_zone (story), at, NULL);
}

static gboolean
play_change (const Story *story, const Action *action)
{
  g_autoptr (RgmCourse) course = story_course (story, FALSE);
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
  g_autoptr (RgmCourse) course = story_course (story, TRUE);
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
    return rgm_record_stopped (session, story->id, RGM_NO_DAY, NULL, &recorded, NULL);
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

/* A command is typed while the clock is more than a year ahead, which is then set right. */
static gboolean
play_wrong_clock (const Story *story, const Action *action)
{
  RgmSession *session = &story->world->session;
  RgmInstant now = session->now;
  gboolean done;

  session->now += 400 * G_GINT64_CONSTANT (86400);
  done = play_change (story, action);
  session->now = now;
  return done;
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

  if (action->kind > RESUME || !story_next_dose (story, &dose))
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
  case SKIP_AHEAD:
    return rgm_record_skipped (session, id, dose.number + 2, "reason", TRUE, &recorded, NULL);
  case GIVE_AHEAD:
    given.at = session->now;
    return rgm_record_given (session, id, dose.number + 1, &given, &recorded, NULL);
  case GIVE_BEFORE:
    given.at = session->now - 86400 * (20 + 10 * ABS (action->days));
    return rgm_record_given (session, id, dose.number, &given, &recorded, NULL);
  case WRONG_CLOCK:
    return play_wrong_clock (story, action);
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
  g_autoptr (RgmPatient) person = person_of (story);

  session->now = now;
  session->patient = person->name;
  for (int undos = wrote ? 1 + 2 * history_roll (0, 2) : 0; undos > 0; undos--) {
    g_autoptr (RgmChange) undone = NULL;
    g_autoptr (GError) error = NULL;
    g_assert_true (
      (undos % 2 == 1 ? rgm_record_undone : rgm_record_redone) (session, &undone, &error));
    g_assert_no_error (error);
  }
  session->patient = NULL;
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

  if (!story_next_dose (story, &dose))
    return play (story, action);
  right = MAX (moment_of (story, &dose, action), session->now);
  session->now = right;
  wrong.at = right - 86400 * history_roll (1, 5);
  amend.at = right;
  g_assert_true (rgm_record_given (session, story->id, dose.number, &wrong, &first, NULL));
  g_assert_true (rgm_record_amended (session, story->id, dose.number, &amend, &second, NULL));
  return TRUE;
}

void
history_play (const Story *stories, const GArray *history, gboolean with_mistakes)
{
  for (guint i = 0; i < history->len; i++) {
    const Action *action = &g_array_index (history, Action, i);
    const Story *story = &stories[action->who];
    if (with_mistakes && action->mistake)
      blunder (&stories[history_roll (0, HISTORY_PEOPLE)]);
    if (with_mistakes && action->mistake && action->kind == GIVE)
      play_amended (story, action);
    else
      play (story, action);
  }
}
