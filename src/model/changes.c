/* Which doses look different in a calendar after a change of the record. */
#include <regimen/dose.h>
#include <string.h>

#include "model/walk.h"

/* How far past the record two versions of an endless course are compared. */
#define COMPARED 400

/* What a calendar shows of a dose. Texts are borrowed from the course. */
typedef struct {
  gboolean exists, given, stopped, held, skipped;
  gboolean sure; /* has a time that does not hang on the dose before it */
  gboolean booked, to_book;
  RgmInstant given_at;
  RgmLocal at;
  const char *zone; /* of the time; NULL: a whole day */
  RgmStep step;
  int window;
  const char *amount, *place, *reason;
  RgmDay until; /* of the hold */
} Look;

/* Cancelled with its course; a fixed time that was missed before that is not. */
static gboolean
is_stopped (const RgmWalk *walk, int number)
{
  const RgmCourse *course = walk->course;
  RgmInstant at = course->stopped_at;

  return at != RGM_INSTANT_NONE
         && !(rgm_course_revision (course, number)->schedule->kind == RGM_SCHEDULE_TIMES
              && rgm_walk_missed (walk, at));
}

static void
look_at_end (Look *look, const RgmWalk *walk, const RgmAdministration *administration)
{
  look->booked = FALSE;
  look->given = administration->outcome == RGM_GIVEN;
  look->skipped = !look->given;
  if (administration->amount != NULL)
    look->amount = administration->amount;
  if (look->skipped) {
    look->reason = administration->reason;
    return;
  }
  look->given_at = administration->at;
  look->zone = rgm_zone_name (walk->zone);
  look->at = RGM_LOCAL_NONE;
}

static void
look_at_plan (Look *look, const RgmWalk *walk, gboolean *open_seen)
{
  int number = look->step.number;
  const RgmHold *hold = rgm_course_hold (walk->course, number);
  const RgmSchedule *schedule = rgm_course_revision (walk->course, number)->schedule;
  gboolean tentative = *open_seen && !look->booked && schedule->kind == RGM_SCHEDULE_INTERVAL;
  const RgmDose dose = { .number = number,
                         .target = look->step.target,
                         .open = TRUE,
                         .appointment = rgm_course_appointment (walk->course, number),
                         .hold = hold };

  *open_seen = TRUE;
  look->stopped = is_stopped (walk, number);
  look->booked = look->booked && !look->stopped;
  if (look->stopped)
    return;
  look->window = rgm_schedule_window (schedule);
  look->held = hold != NULL;
  look->to_book = rgm_dose_is_to_book (&dose, walk->course);
  look->sure = look->zone != NULL && !tentative && !look->held && !look->to_book;
  look->reason = hold != NULL ? hold->reason : NULL;
  look->until = hold != NULL ? hold->until : RGM_NO_DAY;
}

/* @open_seen: whether a dose before it is open. */
static Look
look_of (const RgmWalk *walk, const RgmStep *step, gboolean *open_seen)
{
  const RgmCourse *course = walk->course;
  const RgmAppointment *appointment = rgm_course_appointment (course, step->number);
  const RgmAdministration *administration = rgm_course_administration (course, step->number);
  Look look = { .exists = TRUE,
                .given_at = RGM_INSTANT_NONE,
                .at = step->target,
                .step = *step,
                .until = RGM_NO_DAY,
                .booked = appointment != NULL,
                .amount = rgm_course_amount (course, step->number),
                .place = rgm_course_place (course, step->number) };

  if (appointment != NULL)
    look.at = appointment->at;
  if (appointment != NULL && appointment->place != NULL)
    look.place = appointment->place;
  if (rgm_local_has_time (look.at))
    look.zone = appointment != NULL ? appointment->zone : rgm_zone_name (walk->zone);
  if (administration != NULL)
    look_at_end (&look, walk, administration);
  else
    look_at_plan (&look, walk, open_seen);
  return look;
}

static gboolean
same_state (const Look *a, const Look *b)
{
  return a->exists == b->exists && a->given == b->given && a->stopped == b->stopped
         && a->held == b->held && a->skipped == b->skipped && a->sure == b->sure
         && a->booked == b->booked && a->to_book == b->to_book;
}

static gboolean
same_time (const Look *a, const Look *b)
{
  return a->given_at == b->given_at && rgm_local_equal (a->at, b->at)
         && g_strcmp0 (a->zone, b->zone) == 0 && rgm_local_equal (a->step.target, b->step.target)
         && a->window == b->window && a->until == b->until;
}

static gboolean
same_words (const Look *a, const Look *b)
{
  return g_strcmp0 (a->amount, b->amount) == 0 && g_strcmp0 (a->place, b->place) == 0
         && g_strcmp0 (a->reason, b->reason) == 0;
}

static char *
why_of (const RgmWalk *walk, const RgmStep *step)
{
  RgmDose dose = {
    .number = step->number, .target = step->target, .why = step->why, .why_dose = step->why_dose
  };

  return rgm_dose_why_plan (&dose, walk->course, walk->zone);
}

static gboolean
is_counted (RgmWhy why)
{
  return why == RGM_WHY_GIVEN || why == RGM_WHY_TARGET;
}

/* Whether both say the same for why without a look at the words. */
static gboolean
same_grounds (const RgmWalk *a, const RgmWalk *b, const RgmStep *step, const RgmStep *other)
{
  return (step->why == other->why || (is_counted (step->why) && is_counted (other->why)))
         && step->why_dose == other->why_dose && step->why != RGM_WHY_MOVED
         && step->why != RGM_WHY_PAUSE && a->zone == b->zone
         && a->course->revisions->len == b->course->revisions->len;
}

static gboolean
same_why (const RgmWalk *a, const RgmWalk *b, const RgmStep *step, const RgmStep *other)
{
  g_autofree char *was = NULL, *is = NULL;

  if (same_grounds (a, b, step, other))
    return TRUE;
  was = why_of (a, step);
  is = why_of (b, other);
  return g_str_equal (was, is);
}

static gboolean
same_look (const RgmWalk *old, const RgmWalk *new, const Look *was, const Look *is)
{
  return same_state (was, is) && same_time (was, is) && same_words (was, is)
         && (!was->exists || same_why (old, new, &was->step, &is->step));
}

/* The look of dose @number, walking on to it; a dose that does not exist looks like nothing. */
static Look
walk_to (RgmWalk *walk, int number, gboolean *ended, gboolean *open_seen)
{
  RgmStep step;

  while (!*ended && walk->number < number) {
    *ended = !rgm_walk_next (walk, &step);
    if (!*ended && step.number == number)
      return look_of (walk, &step, open_seen);
  }
  return (Look){ .exists = FALSE };
}

static void
add_to_runs (GArray *runs, int number)
{
  RgmDoseRun *last = runs->len > 0 ? &g_array_index (runs, RgmDoseRun, runs->len - 1) : NULL;
  RgmDoseRun fresh = { number, number };

  if (last != NULL && last->to == number - 1)
    last->to = number;
  else
    g_array_append_val (runs, fresh);
}

static int
highest_dose (const GPtrArray *array, gsize offset)
{
  int highest = 0;

  for (guint i = 0; i < array->len; i++)
    highest = MAX (highest, G_STRUCT_MEMBER (int, g_ptr_array_index (array, i), offset));
  return highest;
}

static int
highest_on_record (const RgmCourse *course)
{
  int administered
    = highest_dose (course->administrations, G_STRUCT_OFFSET (RgmAdministration, dose));
  int booked = highest_dose (course->appointments, G_STRUCT_OFFSET (RgmAppointment, dose));
  int moved = highest_dose (course->moves, G_STRUCT_OFFSET (RgmMove, dose));
  int held = highest_dose (course->holds, G_STRUCT_OFFSET (RgmHold, dose));

  return MAX (MAX (administered, booked), MAX (moved, held));
}

GArray *
rgm_course_changes (const RgmCourse *before, const RgmZone *zone_before, const RgmCourse *after,
                    const RgmZone *zone_after)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  RgmWalk old, new;
  gboolean old_ended = FALSE, new_ended = FALSE, old_open = FALSE, new_open = FALSE;
  int from, to;

  rgm_walk_begin (&old, before, zone_before);
  rgm_walk_begin (&new, after, zone_after);
  from = MAX (MAX (old.number, new.number), MIN (before->settled, after->settled)) + 1;
  to = MAX (highest_on_record (before), highest_on_record (after)) + COMPARED;
  for (int number = from; number <= to && !(old_ended && new_ended); number++) {
    Look was = walk_to (&old, number, &old_ended, &old_open);
    Look is = walk_to (&new, number, &new_ended, &new_open);
    if (!same_look (&old, &new, &was, &is))
      add_to_runs (runs, number);
  }
  if (runs->len > 0 && !old_ended && !new_ended
      && g_array_index (runs, RgmDoseRun, runs->len - 1).to == to)
    g_array_index (runs, RgmDoseRun, runs->len - 1).to = 0;
  return runs;
}
