/* Which doses look different in a calendar after a change of the record. */
#include <regimen/dose.h>
#include <string.h>

#include "model/walk.h"

/* How far past the record two versions of an endless course are compared. */
#define COMPARED 400

/* What a calendar shows of a dose's time and status. */
typedef struct {
  gboolean exists, stopped, held, skipped;
  RgmInstant given_at;
  RgmLocal at;
  gboolean booked;
  const char *zone; /* of the time; NULL: a whole day */
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

static Look
look_of (const RgmWalk *walk, const RgmStep *step)
{
  const RgmCourse *course = walk->course;
  const RgmAppointment *appointment = rgm_course_appointment (course, step->number);
  const RgmAdministration *administration = rgm_course_administration (course, step->number);
  Look look = { .exists = TRUE, .given_at = RGM_INSTANT_NONE, .at = step->target };

  if (administration != NULL && administration->outcome == RGM_GIVEN)
    return (
      Look){ .exists = TRUE, .given_at = administration->at, .zone = rgm_zone_name (walk->zone) };
  look.skipped = administration != NULL;
  look.stopped = !look.skipped && is_stopped (walk, step->number);
  look.held = !look.skipped && rgm_course_hold (course, step->number) != NULL;
  look.booked = appointment != NULL;
  if (appointment != NULL)
    look.at = appointment->at;
  if (rgm_local_has_time (look.at))
    look.zone = appointment != NULL ? appointment->zone : rgm_zone_name (walk->zone);
  return look;
}

static gboolean
same_look (const Look *a, const Look *b)
{
  return a->exists == b->exists && a->stopped == b->stopped && a->held == b->held
         && a->skipped == b->skipped && a->booked == b->booked && a->given_at == b->given_at
         && rgm_local_equal (a->at, b->at) && g_strcmp0 (a->zone, b->zone) == 0;
}

/* The look of dose @number, walking on to it; a dose that does not exist looks like nothing. */
static Look
walk_to (RgmWalk *walk, int number, gboolean *ended)
{
  RgmStep step;

  while (!*ended && walk->number < number) {
    *ended = !rgm_walk_next (walk, &step);
    if (!*ended && step.number == number)
      return look_of (walk, &step);
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
  gboolean old_ended = FALSE, new_ended = FALSE;
  int from, to;

  rgm_walk_begin (&old, before, zone_before);
  rgm_walk_begin (&new, after, zone_after);
  from = MAX (MAX (old.number, new.number), MIN (before->settled, after->settled)) + 1;
  to = MAX (highest_on_record (before), highest_on_record (after)) + COMPARED;
  for (int number = from; number <= to && !(old_ended && new_ended); number++) {
    Look was = walk_to (&old, number, &old_ended);
    Look is = walk_to (&new, number, &new_ended);
    if (!same_look (&was, &is))
      add_to_runs (runs, number);
  }
  if (runs->len > 0 && !old_ended && !new_ended
      && g_array_index (runs, RgmDoseRun, runs->len - 1).to == to)
    g_array_index (runs, RgmDoseRun, runs->len - 1).to = 0;
  return runs;
}
