/* Goes through the doses of a course in order, and computes when each one is planned, and why. */
#include "model/walk.h"

#include "base/civil.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/schedule.h"

/* More hours than the accepted years have. */
#define MAX_HOURS (24 * 366 * G_GINT64_CONSTANT (300))

/* ---- what all kinds of schedule need ---- */

static const RgmSchedule *
schedule_of (const RgmWalk *walk, int dose)
{
  return course_revision (walk->course, dose)->schedule;
}

/* The time of day for which dose @dose is planned: that of the last revision up to this dose that
 * has a first target. */
static gint32
time_of_day (const RgmWalk *walk, int dose)
{
  gint32 second = RGM_NO_TIME;

  for (guint i = 0; i < walk->course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (walk->course->revisions, i);
    if (revision->from_dose <= dose && revision->schedule->first.day != RGM_NO_DAY)
      second = revision->schedule->first.second;
  }
  return second;
}

/* Whether @move was made before (-1) or after (1) @pause, or by the same command (0). If both were
 * entered in the same copy of the record, the numbers of the changes tell; otherwise the clock
 * does. */
static int
compare_made (const RgmMove *move, const RgmPause *pause)
{
  if ((move->merged || pause->merged) && move->made_at != pause->made_at)
    return move->made_at < pause->made_at ? -1 : 1;
  return move->change < pause->change ? -1 : move->change > pause->change;
}

/* The last day of the pause in which dose @dose lies if it is planned for @day; RGM_NO_DAY if it
 * lies in none. For a pause without an end, returns G_MAXINT32 and sets walk->paused. Such a pause
 * does not apply to a dose on hold, because the hold still needs an answer; fixed times are not put
 * on hold. */
static RgmDay
pause_end (RgmWalk *walk, int dose, RgmDay day)
{
  const GPtrArray *pauses = walk->course->pauses;
  gboolean held = rgm_course_hold (walk->course, dose) != NULL
                  && schedule_of (walk, dose)->kind != RGM_SCHEDULE_TIMES;

  for (guint i = 0; !walk->through_pauses && i < pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (pauses, i);
    if (dose < pause->from_dose || !course_pause_holds (pause, day)
        || (pause->until == RGM_NO_DAY && held))
      continue;
    walk->paused = pause->until == RGM_NO_DAY;
    return walk->paused ? G_MAXINT32 : pause->until;
  }
  return RGM_NO_DAY;
}

/* Whether the dose was on record when the plan changed, so that it keeps its old day. */
static gboolean
is_kept (const RgmCourse *course, int dose)
{
  const RgmMove *move = course_move (course, dose);

  return move != NULL && move->kept;
}

/* ---- intervals ---- */

static void
set_anchor (RgmWalk *walk, RgmLocal at, int dose, RgmWhy why)
{
  walk->anchor = at;
  walk->anchor_at = RGM_INSTANT_NONE;
  walk->anchor_dose = dose;
  walk->anchor_why = why;
  walk->omitted = 0;
}

/* The day on which a dose was given, with the time of day that the schedule sets, if any. Hours
 * count from the exact moment instead. */
static RgmLocal
given_local (const RgmWalk *walk, const RgmAdministration *given, const RgmSchedule *schedule)
{
  if (schedule->every.unit == 'h')
    return rgm_zone_to_local (walk->zone, given->at);
  return (RgmLocal){ administration_day (given, walk->zone), time_of_day (walk, given->dose) };
}

/* Makes the day on which a dose was given the anchor: the dose after dose @dose follows one
 * interval later. */
static void
set_anchor_given (RgmWalk *walk, const RgmAdministration *given, int dose,
                  const RgmSchedule *schedule)
{
  set_anchor (walk, given_local (walk, given, schedule), dose, RGM_WHY_GIVEN);
  if (schedule->every.unit == 'h')
    walk->anchor_at = given->at;
}

/* A revision with a first target begins there. A revision without one continues from the last dose
 * that counts: from the day on which it was given, if one of the two schedules counts from the day
 * given; otherwise from its target, if the walk knows it. If the interval and the way of counting
 * are the same as before, the dates do not change: a monthly course that began on the 31st keeps
 * the 31st. */
static void
enter_revision (RgmWalk *walk, int dose)
{
  const RgmRevision *revision = course_revision (walk->course, dose);
  const RgmSchedule *schedule = revision->schedule, *before;
  const RgmAdministration *last;

  if (revision->from_dose != dose)
    return;
  if (schedule->first.day != RGM_NO_DAY)
    set_anchor (walk, schedule->first, dose, RGM_WHY_FIRST);
  if (schedule->first.day != RGM_NO_DAY || dose == 1)
    return;
  before = schedule_of (walk, dose - 1);
  if (before->reckon == schedule->reckon && before->every.count == schedule->every.count
      && before->every.unit == schedule->every.unit)
    return;
  last = rgm_course_administration (walk->course, walk->counted);
  if (last != NULL && last->outcome == RGM_GIVEN
      && (schedule->reckon == RGM_RECKON_GIVEN || before->reckon == RGM_RECKON_GIVEN))
    set_anchor_given (walk, last, dose - 1, schedule);
  else if (walk->anchor_dose != dose)
    set_anchor (walk, before->reckon == RGM_RECKON_GIVEN ? walk->from : walk->target, dose - 1,
                RGM_WHY_TARGET);
}

/* How many intervals lie between the anchor and dose @dose. */
static int
steps_to (const RgmWalk *walk, int dose)
{
  return dose - walk->anchor_dose + walk->omitted;
}

/* The date of dose @dose, counted from the anchor in one step. */
static RgmLocal
occurrence (const RgmWalk *walk, int dose, const RgmSchedule *schedule)
{
  int steps = steps_to (walk, dose);
  gint64 hours = (gint64)schedule->every.count * steps;
  RgmLocal local;

  if (schedule->every.unit != 'h' || walk->anchor_at == RGM_INSTANT_NONE)
    return schedule_add_periods (walk->anchor, schedule->every, steps, walk->zone);
  if (hours >= MAX_HOURS)
    return RGM_LOCAL_NONE;
  local = rgm_zone_to_local (walk->zone, walk->anchor_at + hours * 3600);
  return civil_day_in_range (local.day) ? local : RGM_LOCAL_NONE;
}

/* Moves the target out of pauses. If the schedule counts from the plan, an occurrence in a pause is
 * left out; if it counts from the day given, the dose waits for the day after the pause. Returns:
 * FALSE if the pause has no end. */
static gboolean
leave_pauses (RgmWalk *walk, int dose, const RgmSchedule *schedule, RgmStep *step)
{
  RgmDay end;

  while (step->target.day != RGM_NO_DAY
         && (end = pause_end (walk, dose, step->target.day)) != RGM_NO_DAY) {
    if (end == G_MAXINT32)
      return FALSE;
    if (schedule->reckon == RGM_RECKON_PLAN) {
      walk->omitted++;
      step->target = occurrence (walk, dose, schedule);
      step->why = RGM_WHY_PLAN;
    } else {
      step->target.day = end + 1;
      step->why = RGM_WHY_PAUSE;
    }
  }
  return TRUE;
}

/* Moves the target out of pauses and of days on which the clinic is closed. If the schedule counts
 * from the plan, later doses do not move with it. Returns: FALSE if a pause has no end. */
static gboolean
leave_closed (RgmWalk *walk, int dose, const RgmSchedule *schedule, RgmStep *step)
{
  const GArray *closed = walk->course->clinic_closed;

  while (leave_pauses (walk, dose, schedule, step)) {
    if (!schedule_is_closed (schedule, closed, step->target.day))
      return TRUE;
    step->target.day++;
    step->why = RGM_WHY_CLOSED;
  }
  return FALSE;
}

static gboolean
is_within (const RgmSchedule *schedule, int dose, RgmLocal target)
{
  return target.day != RGM_NO_DAY && (schedule->count == 0 || dose <= schedule->count)
         && (schedule->until == RGM_NO_DAY || target.day <= schedule->until);
}

static gboolean
step_interval (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmSchedule *schedule = schedule_of (walk, dose);
  gboolean asked, ends;

  enter_revision (walk, dose);
  step->target = occurrence (walk, dose, schedule);
  if (steps_to (walk, dose) == 0)
    step->why = RGM_WHY_FIRST;
  else if (schedule->reckon == RGM_RECKON_PLAN)
    step->why = RGM_WHY_PLAN;
  else if (steps_to (walk, dose) == 1 && walk->anchor_why == RGM_WHY_GIVEN)
    step->why = RGM_WHY_GIVEN;
  else
    step->why = RGM_WHY_TARGET;
  step->why_dose = step->why == RGM_WHY_FIRST ? dose : walk->counted;
  asked = is_within (schedule, dose, step->target);
  ends = leave_closed (walk, dose, schedule, step);
  asked = asked && is_within (schedule, dose, step->target);
  walk->paused = walk->paused && asked;
  return asked && ends;
}

/* Whether dose @given was entered out of order: a dose with a lower number was given after it. If
 * not, walk->given_at becomes the time of @given. */
static gboolean
is_entered_late (RgmWalk *walk, const RgmAdministration *given)
{
  if (walk->given_at != RGM_INSTANT_NONE && given->at < walk->given_at)
    return TRUE;
  walk->given_at = given->at;
  return FALSE;
}

/* Updates the walk after a dose of an interval. A dose that was entered out of order takes no place
 * in the plan: the next dose gets the date that this one would have had. If a dose on record has
 * kept its old day, and that day is before the previous dose, later doses do not count from it. */
static void
leave_interval (RgmWalk *walk, const RgmSchedule *schedule, const RgmStep *step)
{
  const RgmAdministration *administration = rgm_course_administration (walk->course, step->number);
  gboolean given = administration != NULL && administration->outcome == RGM_GIVEN;
  RgmLocal from = given ? given_local (walk, administration, schedule) : step->target;

  if (given && is_entered_late (walk, administration)) {
    walk->omitted -= schedule->reckon == RGM_RECKON_GIVEN;
    return;
  }
  walk->counted = step->number;
  if (!given && schedule->reckon == RGM_RECKON_GIVEN && is_kept (walk->course, step->number)
      && civil_local_compare (from, walk->from) < 0)
    from = walk->from;
  walk->from = from;
  if (schedule->reckon == RGM_RECKON_PLAN)
    return;
  if (given)
    set_anchor_given (walk, administration, step->number, schedule);
  else if (step->why == RGM_WHY_MOVED || step->why == RGM_WHY_PAUSE || step->why == RGM_WHY_CLOSED)
    set_anchor (walk, from, step->number, step->why);
}

/* Lets the walk start just before the first loaded dose that is settled and was given, as if it had
 * been planned for the day on which it was given. This is done only if later targets depend on
 * nothing but that day and the revision. */
static void
begin_interval (RgmWalk *walk)
{
  const RgmCourse *course = walk->course;
  const RgmAdministration *given = NULL;
  const RgmRevision *revision;
  const RgmSchedule *schedule;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->dose <= course->settled && each->outcome == RGM_GIVEN
        && (given == NULL || each->dose < given->dose))
      given = each;
  }
  if (given == NULL)
    return;
  revision = course_revision (course, given->dose);
  schedule = revision->schedule;
  if (schedule->kind != RGM_SCHEDULE_INTERVAL)
    return;
  if (schedule->reckon == RGM_RECKON_GIVEN)
    set_anchor_given (walk, given, given->dose, schedule);
  else if (schedule->first.day != RGM_NO_DAY && course->pauses->len == 0)
    set_anchor (walk, schedule->first, revision->from_dose, RGM_WHY_FIRST);
  else
    return;
  walk->number = walk->counted = given->dose - 1;
  walk->target = walk->from = walk->anchor;
}

/* ---- radiation ---- */

/* The first treatment day at or after @day that is not in a pause; RGM_NO_DAY if there is none. */
static RgmDay
treatment_day (RgmWalk *walk, const RgmSchedule *schedule, int dose, RgmDay day)
{
  RgmDay open = schedule_next_treatment_day (schedule, walk->course->clinic_closed, day), end;

  while (open != RGM_NO_DAY && (end = pause_end (walk, dose, open)) != RGM_NO_DAY) {
    if (end == G_MAXINT32)
      return RGM_NO_DAY;
    open = schedule_next_treatment_day (schedule, walk->course->clinic_closed, end + 1);
  }
  return open;
}

/* Which of the sessions of @day (bit 0: the first) were skipped ahead of time. A skipped session
 * keeps its day, and no other session takes its place. If its time is not one of the times of the
 * day, it counts as the last one. */
static guint
skipped_ahead (const RgmWalk *walk, const RgmSchedule *schedule, RgmDay day)
{
  guint skipped = 0;

  for (guint i = 0; i < walk->course->moves->len; i++) {
    const RgmMove *move = g_ptr_array_index (walk->course->moves, i);
    int places = CLAMP (schedule->per_day, 1, SCHEDULE_MOST_PER_DAY), index = places - 1;
    if (!move->kept || move->target.day != day)
      continue;
    for (int k = 0; k < MIN (places, (int)schedule->times->len); k++)
      if (g_array_index (schedule->times, gint32, k) == move->target.second)
        index = k;
    while (index > 0 && skipped >> index & 1)
      index--;
    skipped |= 1U << index;
  }
  return skipped;
}

/* Goes to the first free session on @from, beginning at place @index, or else on a later treatment
 * day. Returns: FALSE if there is none. */
static gboolean
go_to_session (RgmWalk *walk, const RgmSchedule *schedule, int dose, RgmDay from, int index)
{
  RgmDay day = treatment_day (walk, schedule, dose, from);

  if (day != from)
    index = 0;
  while (day != RGM_NO_DAY) {
    guint skipped = skipped_ahead (walk, schedule, day);
    while (index < schedule->per_day && skipped >> index & 1)
      index++;
    if (index < schedule->per_day) {
      walk->slot_day = day;
      walk->slot_index = index;
      return TRUE;
    }
    day = treatment_day (walk, schedule, dose, day + 1);
    index = 0;
  }
  return FALSE;
}

/* Goes to the next session: on the same day, if there is another one, else on the next treatment
 * day. A session may have been given on a day that is not a treatment day; no other session is
 * planned there. A session that was skipped ahead of time and kept its day takes up no other
 * place. */
static gboolean
step_fraction (RgmWalk *walk, int dose, RgmStep *step)
{
  const RgmRevision *revision = course_revision (walk->course, dose);
  const RgmSchedule *schedule = revision->schedule;
  gboolean begins;

  if (dose > schedule->fractions + walk->course->makeups)
    return FALSE;
  /* A revision that names its first day begins there. */
  if (revision->from_dose == dose && schedule->first.day != RGM_NO_DAY)
    walk->slot_day = RGM_NO_DAY;
  step->why = dose == 1                    ? RGM_WHY_FIRST
              : dose > schedule->fractions ? RGM_WHY_MAKEUP
                                           : RGM_WHY_DAYS;
  if (is_kept (walk->course, dose))
    return TRUE;
  begins = walk->slot_day == RGM_NO_DAY;
  walk->previous_day = walk->slot_day;
  if (!go_to_session (walk, schedule, dose, begins ? schedule->first.day : walk->slot_day,
                      begins ? 0 : walk->slot_index + 1))
    return FALSE;
  step->target.day = walk->slot_day;
  step->target.second = schedule->times->len > 0
                          ? g_array_index (schedule->times, gint32, walk->slot_index)
                          : time_of_day (walk, dose);
  return TRUE;
}

/* Updates the walk after a fraction: planning continues from the day on which it was given, unless
 * that is earlier than the day of the previous fraction. */
static void
leave_fraction (RgmWalk *walk, const RgmSchedule *schedule, int dose)
{
  const RgmAdministration *administration = rgm_course_administration (walk->course, dose);
  RgmDay given;

  if (administration == NULL || administration->outcome != RGM_GIVEN)
    return;
  given = administration_day (administration, walk->zone);
  if (given == walk->slot_day || given < walk->previous_day)
    return;
  walk->slot_day = given;
  walk->slot_index = given == walk->previous_day ? schedule->per_day - 1 : 0;
}

/* ---- fixed times ---- */

static RgmLocal
slot_of (const RgmWalk *walk, const RgmSchedule *schedule)
{
  return (RgmLocal){ walk->slot_day, g_array_index (schedule->times, gint32, walk->slot_index) };
}

/* Goes to the next slot: of the same day, else of the next day that has slots. */
static gboolean
next_slot (RgmWalk *walk, const RgmSchedule *schedule)
{
  RgmDay day = walk->slot_day == RGM_NO_DAY ? schedule->first.day : walk->slot_day + 1;

  if (walk->slot_day != RGM_NO_DAY && walk->slot_index + 1 < (int)schedule->times->len) {
    walk->slot_index++;
    return TRUE;
  }
  while (civil_day_in_range (day) && (schedule->until == RGM_NO_DAY || day <= schedule->until)) {
    if (schedule_has_slots (schedule, day)) {
      walk->slot_day = day;
      walk->slot_index = 0;
      return TRUE;
    }
    day++;
  }
  return FALSE;
}

/* Goes from the slot of the previous dose to the slot of dose @dose. If a revision begins with this
 * dose, its slot is the first one that is not before the beginning of the revision and comes after
 * the slot of the previous dose. */
static gboolean
go_to_slot (RgmWalk *walk, int dose)
{
  const RgmRevision *revision = course_revision (walk->course, dose);
  const RgmSchedule *schedule = revision->schedule;
  const RgmLocal begin = schedule_begin (schedule);
  gboolean begins = revision->from_dose == dose, there;
  RgmDay end;

  if (begins)
    walk->slot_day = RGM_NO_DAY;
  do
    there = next_slot (walk, schedule);
  while (
    there && begins
    && (civil_local_compare (slot_of (walk, schedule), begin) < 0
        || (walk->number > 0 && civil_local_compare (slot_of (walk, schedule), walk->slot) <= 0)));
  while (there && (end = pause_end (walk, dose, walk->slot_day)) != RGM_NO_DAY)
    there = end != G_MAXINT32 && next_slot (walk, schedule);
  if (there)
    walk->slot = slot_of (walk, schedule);
  return there;
}

/* ---- the walk ---- */

void
walk_begin (RgmWalk *walk, const RgmCourse *course, const RgmZone *zone)
{
  *walk = (RgmWalk){ .course = course,
                     .zone = zone,
                     .slot_day = RGM_NO_DAY,
                     .previous_day = RGM_NO_DAY,
                     .given_at = RGM_INSTANT_NONE,
                     .last_recorded = course_last_recorded (course) };
  if (course->settled == 0)
    return;
  switch (schedule_of (walk, course->settled)->kind) {
  case RGM_SCHEDULE_INTERVAL:
    begin_interval (walk);
    break;
  case RGM_SCHEDULE_TIMES: /* the slots of the settled doses can be counted without their record */
    for (; walk->number < course->settled; walk->number++)
      if (go_to_slot (walk, walk->number + 1))
        walk->target = walk->slot;
    break;
  case RGM_SCHEDULE_AS_NEEDED:
    walk->number = course->settled;
    break;
  default:
    break;
  }
}

int
walk_slots_before (const RgmCourse *course, RgmDay day)
{
  RgmWalk walk = { .course = course, .slot_day = RGM_NO_DAY, .previous_day = RGM_NO_DAY };

  while (walk.number <= course->settled && go_to_slot (&walk, walk.number + 1)
         && walk.slot.day < day)
    walk.number++;
  return MAX (walk.number - 1, 0);
}

/* Sets target, why and why_dose of @step. Returns: FALSE if the schedule has no such dose. */
static gboolean
step_by_schedule (RgmWalk *walk, const RgmSchedule *schedule, int dose, RgmStep *step)
{
  const RgmAdministration *taken;

  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return step_interval (walk, dose, step);
  case RGM_SCHEDULE_FRACTIONS:
    return step_fraction (walk, dose, step);
  case RGM_SCHEDULE_TIMES:
    step->why = dose == 1 ? RGM_WHY_FIRST : RGM_WHY_SLOT;
    if ((schedule->count > 0 && dose > schedule->count) || !go_to_slot (walk, dose))
      return FALSE;
    step->target = walk->slot;
    return TRUE;
  case RGM_SCHEDULE_AS_NEEDED: /* nothing is planned: only what was taken is a dose */
    taken = rgm_course_administration (walk->course, dose);
    if (taken != NULL)
      step->target = rgm_zone_to_local (walk->zone, taken->at);
    step->why = RGM_WHY_TAKEN;
    return FALSE;
  default:
    step->target = schedule->first;
    step->why = RGM_WHY_FIRST;
    return dose == 1;
  }
}

/* Moves a dose that the user moved out of any pause that was made after the move: it waits for the
 * day after the pause, and a session for the next treatment day. A dose at a fixed time keeps its
 * place, but is not to be taken (is_left_out()), and a dose that was on record keeps its day. A
 * pause without an end does not apply to a dose on hold. Returns: FALSE if the pause has no end. */
static gboolean
leave_pauses_made_later (RgmWalk *walk, const RgmSchedule *schedule, const RgmMove *move,
                         RgmStep *step)
{
  const GPtrArray *pauses = walk->course->pauses;
  gboolean fractions = schedule->kind == RGM_SCHEDULE_FRACTIONS;
  gboolean held = rgm_course_hold (walk->course, step->number) != NULL;

  if (walk->through_pauses || move->kept || (!fractions && schedule->kind != RGM_SCHEDULE_INTERVAL))
    return TRUE;
  for (guint i = 0; i < pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (pauses, i);
    if (step->number < pause->from_dose || compare_made (move, pause) > 0
        || !course_pause_holds (pause, step->target.day) || (pause->until == RGM_NO_DAY && held))
      continue;
    walk->paused = pause->until == RGM_NO_DAY;
    if (walk->paused)
      return FALSE;
    step->target.day = pause->until + 1;
    step->why = RGM_WHY_PAUSE;
    if (fractions)
      step->target.day = treatment_day (walk, schedule, step->number, step->target.day);
    if (step->target.day == RGM_NO_DAY)
      return FALSE;
    i = G_MAXUINT; /* start again, because that day may lie in another pause */
  }
  return TRUE;
}

gboolean
walk_next (RgmWalk *walk, RgmStep *step)
{
  const RgmSchedule *schedule = schedule_of (walk, walk->number + 1);
  const RgmMove *move;

  walk->paused = FALSE;
  *step = (RgmStep){ .number = walk->number + 1, .target = walk->target };
  if (!step_by_schedule (walk, schedule, step->number, step) && step->number > walk->last_recorded)
    return FALSE;
  move = course_move (walk->course, step->number);
  if (move != NULL) {
    step->target = move->target;
    step->why = RGM_WHY_MOVED;
    if (!leave_pauses_made_later (walk, schedule, move, step) && step->number > walk->last_recorded)
      return FALSE;
  }
  walk->number = step->number;
  walk->target = step->target;
  if (schedule->kind == RGM_SCHEDULE_INTERVAL)
    leave_interval (walk, schedule, step);
  else if (schedule->kind == RGM_SCHEDULE_FRACTIONS && !is_kept (walk->course, step->number))
    leave_fraction (walk, schedule, step->number);
  return TRUE;
}

RgmInstant
walk_missed_from (const RgmWalk *walk)
{
  RgmWalk ahead = *walk;
  RgmStep next;

  ahead.through_pauses = TRUE;
  return walk_next (&ahead, &next) ? rgm_zone_to_instant (walk->zone, next.target, NULL)
                                   : G_MAXINT64;
}

/* Whether the dose that the walk is at, a fixed time without an answer, is missed at @now. A dose
 * that was missed when the course was stopped stays missed. */
static gboolean
is_missed (const RgmWalk *walk, RgmInstant now)
{
  RgmInstant stopped = walk->course->stopped_at;

  return (stopped != RGM_INSTANT_NONE ? MIN (now, stopped) : now) >= walk_missed_from (walk);
}

/* Whether @dose, which the walk is at and whose fixed time has come, was passed over: a later dose
 * was taken after the time of @dose. A later dose that was skipped counts only if it was the nearer
 * of the two when it was skipped: skipping tomorrow's tablet says nothing about one that is still
 * to be taken today. */
static gboolean
is_passed_over (const RgmWalk *walk, const RgmDose *dose, RgmInstant now)
{
  RgmInstant moment = rgm_dose_moment (dose, walk->zone);
  RgmWalk ahead = *walk;
  RgmStep next;

  while (ahead.number < walk->last_recorded && walk_next (&ahead, &next)) {
    const RgmAdministration *done = rgm_course_administration (walk->course, next.number);
    if (done == NULL || done->at < moment || done->at > now)
      continue;
    if (done->outcome == RGM_GIVEN
        || ABS (rgm_zone_to_instant (walk->zone, next.target, NULL) - done->at)
             <= done->at - moment)
      return TRUE;
  }
  return FALSE;
}

/* Whether the dose that the walk is at is left out, although it keeps its number and its place.
 * Nobody waits for a dose as needed that is not on record: if a later one is, its row was lost, or
 * the course had another schedule then. Otherwise, it is a pause that leaves a dose out. This only
 * happens with fixed dates (schedule_has_fixed_dates()): the pause begins with a later dose,
 * because a later one was already on record when it was made, or this dose had been moved into it.
 * In an interval, a dose on hold still needs an answer, and a booked one is expected, so neither is
 * left out. A time on the day on which the pause was made is not left out if it had passed by
 * then. */
static gboolean
is_left_out (const RgmWalk *walk, const RgmStep *step)
{
  const RgmSchedule *schedule = schedule_of (walk, step->number);
  const RgmMove *move = course_move (walk->course, step->number);
  RgmInstant moment = rgm_zone_to_instant (walk->zone, step->target, NULL);

  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return TRUE;
  if (!schedule_has_fixed_dates (schedule)
      || (schedule->kind == RGM_SCHEDULE_INTERVAL
          && (rgm_course_hold (walk->course, step->number) != NULL
              || rgm_course_appointment (walk->course, step->number) != NULL)))
    return FALSE;
  for (guint i = 0; i < walk->course->pauses->len; i++) {
    const RgmPause *pause = g_ptr_array_index (walk->course->pauses, i);
    gboolean before_it = rgm_local_has_time (step->target) && moment <= pause->made_at
                         && rgm_zone_day (walk->zone, pause->made_at) == step->target.day;
    if (course_pause_holds (pause, step->target.day) && !before_it
        && (move != NULL ? compare_made (move, pause) < 0 : step->number < pause->from_dose))
      return TRUE;
  }
  return FALSE;
}

void
walk_dose (const RgmWalk *walk, const RgmStep *step, RgmInstant now, gboolean *open_seen,
           RgmDose *dose)
{
  const RgmCourse *course = walk->course;
  const RgmSchedule *schedule = schedule_of (walk, step->number);
  int window = schedule_window (schedule);
  gboolean later = *open_seen && schedule->kind == RGM_SCHEDULE_INTERVAL;
  gboolean waits = later && schedule->reckon == RGM_RECKON_GIVEN;

  *dose = (RgmDose){
    .number = step->number,
    .target = step->target,
    .earliest = step->target.day - window,
    .latest = step->target.day + window,
    .slot = schedule->kind == RGM_SCHEDULE_TIMES,
    .why = step->why,
    .why_dose = step->why_dose,
    .appointment = rgm_course_appointment (course, step->number),
    .administration = rgm_course_administration (course, step->number),
    .hold = rgm_course_hold (course, step->number),
  };
  if (dose->administration != NULL)
    dose->state = dose->administration->outcome == RGM_GIVEN ? RGM_DOSE_GIVEN : RGM_DOSE_SKIPPED;
  else if (course->stopped_at != RGM_INSTANT_NONE || is_left_out (walk, step))
    dose->state = RGM_DOSE_CANCELLED;
  else if (dose->hold != NULL)
    dose->state = RGM_DOSE_HELD;
  else if (waits || now == RGM_INSTANT_NONE || now < rgm_dose_moment (dose, walk->zone))
    dose->state = dose->appointment != NULL ? RGM_DOSE_BOOKED : RGM_DOSE_PLANNED;
  else
    dose->state = now >= dose_overdue_from (dose, walk->zone) ? RGM_DOSE_OVERDUE : RGM_DOSE_DUE;
  if (dose->slot
      && (dose->state == RGM_DOSE_DUE || dose->state == RGM_DOSE_OVERDUE
          || (dose->state == RGM_DOSE_CANCELLED && !is_left_out (walk, step)))
      && (is_missed (walk, now)
          || (dose->state != RGM_DOSE_CANCELLED && is_passed_over (walk, dose, now))))
    dose->state = RGM_DOSE_MISSED;
  dose->open = dose->state <= RGM_DOSE_HELD;
  dose->projected = later && dose->open && dose->appointment == NULL;
  dose->tentative
    = dose->projected && (dose->state == RGM_DOSE_PLANNED || dose->state == RGM_DOSE_HELD);
  if (dose->number > course->settled
      && (dose->open
          || (dose->state == RGM_DOSE_CANCELLED && course->stopped_at != RGM_INSTANT_NONE)))
    *open_seen = TRUE;
}
