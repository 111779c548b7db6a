/* Finds runs of consecutive doses: those that look different in a calendar after a change of the
 * record, and those that are open. */
#include "model/changes.h"

#include "model/course.h"
#include "model/dose.h"
#include "model/walk.h"

/* How many doses after the last one on record are looked at in a course without an end. */
#define COMPARED 400

/* Everything that a calendar shows of a dose. Whatever is added to the text of an event must be
 * added here too. Borrows from the course. */
typedef struct {
  gboolean exists;
  RgmDose dose;
  /* never due, overdue or missed, because the clock alone must not change an event */
  RgmDoseState state;
  gboolean sure;     /* has a time that does not depend on the previous dose */
  const char *words; /* the state in its title, for example "tentative", not translated */
  RgmInstant given_at;
  RgmLocal at;
  const char *zone; /* zone of @at; NULL for a whole day */
  int window;
  const char *amount, *place, *reason;
  RgmDay until; /* end of the hold */
} Look;

static Look
look_of (const RgmWalk *walk, const RgmStep *step, gboolean *open_seen)
{
  const RgmCourse *course = walk->course;
  Look look = { .exists = TRUE, .given_at = RGM_INSTANT_NONE, .until = RGM_NO_DAY };
  RgmDose *dose = &look.dose;
  const RgmAdministration *administration;

  walk_dose (walk, step, course->stopped_at, open_seen, dose);
  administration = dose->administration;
  look.state = dose->state == RGM_DOSE_MISSED ? RGM_DOSE_PLANNED : dose->state;
  look.words = dose_record_state (dose, course);
  look.at = rgm_dose_local (dose);
  if (dose_is_timed (dose))
    look.zone = rgm_zone_name (rgm_dose_zone (dose, walk->zone));
  look.place = rgm_dose_place (dose, course);
  look.amount = administration != NULL && administration->amount != NULL
                  ? administration->amount
                  : rgm_course_amount (course, dose->number);
  if (look.state == RGM_DOSE_GIVEN && administration != NULL) {
    look.given_at = administration->at;
    look.zone = rgm_zone_name (rgm_administration_zone (administration, walk->zone));
    look.at = rgm_administration_local (administration, walk->zone);
  } else if (look.state == RGM_DOSE_SKIPPED && administration != NULL) {
    look.reason = administration->reason;
  } else if (look.state != RGM_DOSE_CANCELLED) {
    look.window = dose->latest - dose->target.day;
    look.sure = look.zone != NULL && !dose->projected && dose->hold == NULL
                && !rgm_dose_is_to_book (dose, course);
    look.reason = dose->hold != NULL ? dose->hold->reason : NULL;
    look.until = dose->hold != NULL ? dose->hold->until : RGM_NO_DAY;
  }
  return look;
}

static gboolean
is_counted (RgmWhy why)
{
  return why == RGM_WHY_GIVEN || why == RGM_WHY_TARGET;
}

/* Whether both doses have the same reason for their day. The reasons are compared as texts only if
 * their kinds do not show already that they are the same. */
static gboolean
same_why (const RgmWalk *old, const RgmWalk *new, const RgmDose *was, const RgmDose *is)
{
  g_autofree char *before = NULL, *after = NULL;

  if ((was->why == is->why || (is_counted (was->why) && is_counted (is->why)))
      && was->why_dose == is->why_dose && was->why != RGM_WHY_MOVED && was->why != RGM_WHY_PAUSE
      && old->zone == new->zone && old->course->revisions->len == new->course->revisions->len)
    return TRUE;
  before = dose_why_plan (was, old->course, old->zone);
  after = dose_why_plan (is, new->course, new->zone);
  return g_str_equal (before, after);
}

static gboolean
same_look (const RgmWalk *old, const RgmWalk *new, const Look *was, const Look *is)
{
  if (!was->exists || !is->exists)
    return was->exists == is->exists;
  return was->state == is->state && was->sure == is->sure && g_str_equal (was->words, is->words)
         && was->given_at == is->given_at && rgm_local_equal (was->at, is->at)
         && g_strcmp0 (was->zone, is->zone) == 0
         && rgm_local_equal (was->dose.target, is->dose.target) && was->window == is->window
         && was->until == is->until && g_strcmp0 (was->amount, is->amount) == 0
         && g_strcmp0 (was->place, is->place) == 0 && g_strcmp0 (was->reason, is->reason) == 0
         && same_why (old, new, &was->dose, &is->dose);
}

/* Walks on to dose @number and returns its look. A dose that does not exist has an empty look. */
static Look
walk_to (RgmWalk *walk, int number, gboolean *ended, gboolean *open_seen)
{
  RgmStep step;

  while (!*ended && walk->number < number) {
    *ended = !walk_next (walk, &step);
    if (!*ended && step.number == number)
      return look_of (walk, &step, open_seen);
  }
  return (Look){ .exists = FALSE };
}

GArray *
course_changes (const RgmCourse *before, const RgmZone *zone_before, const RgmCourse *after,
                const RgmZone *zone_after)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  RgmWalk old, new;
  gboolean old_ended = FALSE, new_ended = FALSE, old_open = FALSE, new_open = FALSE;
  RgmDoseRun *last = NULL;
  int from, to;

  walk_begin (&old, before, zone_before);
  walk_begin (&new, after, zone_after);
  from = MAX (MAX (old.number, new.number), MIN (before->settled, after->settled)) + 1;
  to = MAX (course_last_named (before), course_last_named (after)) + COMPARED;
  for (int number = from; number <= to && !(old_ended && new_ended); number++) {
    Look was = walk_to (&old, number, &old_ended, &old_open);
    Look is = walk_to (&new, number, &new_ended, &new_open);
    RgmDoseRun run = { number, number };
    if (same_look (&old, &new, &was, &is))
      continue;
    if (last == NULL || last->to < number - 1)
      g_array_append_val (runs, run);
    last = &g_array_index (runs, RgmDoseRun, runs->len - 1);
    last->to = number;
  }
  if (last != NULL && (!old_ended || old.paused) && (!new_ended || new.paused) && last->to == to)
    last->to = 0;
  return runs;
}

/* ---- open doses ---- */

GArray *
course_open_runs (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (RgmDoseRun));
  int most = course_last_named (course) + COMPARED;
  gboolean open_seen = FALSE, more;
  RgmDoseRun *last = NULL;
  RgmWalk walk;
  RgmStep step;
  RgmDose dose;

  walk_begin (&walk, course, zone);
  while ((more = walk_next (&walk, &step)) && step.number < most) {
    RgmDoseRun run = { step.number, step.number };
    walk_dose (&walk, &step, now, &open_seen, &dose);
    if (step.number < from || !dose.open)
      continue;
    if (last == NULL || last->to < step.number - 1)
      g_array_append_val (runs, run);
    last = &g_array_index (runs, RgmDoseRun, runs->len - 1);
    last->to = step.number;
  }
  if (last != NULL && (more || walk.paused) && last->to == walk.number - more)
    last->to = 0;
  return runs;
}
