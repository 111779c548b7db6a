/* Finds the doses of a course: all of them, one by its number, or the next one; and the state of
 * the course, which follows from them. */
#include "model/course-doses.h"

#include "base/day-part.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/schedule.h"
#include "model/walk.h"

#include "base/civil.h"
#include "base/i18n.h"

#include <regimen/describe.h>

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

/* A limit for endless schedules with short intervals and far horizons: eleven years of hourly
 * doses. */
#define MOST_OPEN 100000
/* A course with more than this many doses after the last one on record is taken to have no end. */
#define MOST_COUNTED 400

void
course_visit_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon,
                    RgmDoseVisit visit, gpointer data)
{
  int named = course_last_named (course), open = 0;
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;

  walk_begin (&walk, course, zone);
  while (open < MOST_OPEN && walk_next (&walk, &step)) {
    gboolean first = !open_seen;
    RgmDose dose;

    walk_dose (&walk, &step, now, &open_seen, &dose);
    if (dose.number <= course->settled && dose.administration == NULL)
      continue;
    if (!first && dose.target.day > horizon && dose.number > named)
      break;
    open += open_seen;
    visit (&dose, data);
  }
}

static void
append_dose (const RgmDose *dose, gpointer doses)
{
  g_array_append_vals (doses, dose, 1);
}

GArray *
rgm_course_doses (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay horizon)
{
  GArray *doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));

  course_visit_doses (course, zone, now, horizon, append_dose, doses);
  return doses;
}

gboolean
rgm_course_dose (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now,
                 RgmDose *dose, GError **error)
{
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;

  walk_begin (&walk, course, zone);
  while (walk.number < number && walk_next (&walk, &step)) {
    walk_dose (&walk, &step, now, &open_seen, dose);
    if (step.number == number)
      return TRUE;
  }
  if (walk.paused)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no dose %d, because it is paused; to continue: regimen resume %s"),
                 course->handle, number, course->handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has no dose %d; its last is %d"),
                 course->handle, number, walk.number);
  return FALSE;
}

GArray *
course_doses_to (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now)
{
  GArray *doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;
  RgmDose dose;

  walk_begin (&walk, course, zone);
  while (walk.number < number && walk_next (&walk, &step)) {
    walk_dose (&walk, &step, now, &open_seen, &dose);
    g_array_append_val (doses, dose);
  }
  return doses;
}

/* Finds the next open dose. @paused: (out): set if no dose is open: TRUE if the reason is a pause
 * without an end, FALSE if all doses are ended. */
static gboolean
find_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose,
           gboolean *paused)
{
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;

  walk_begin (&walk, course, zone);
  while (walk_next (&walk, &step)) {
    walk_dose (&walk, &step, now, &open_seen, dose);
    if (dose->open && dose->number > course->settled)
      return TRUE;
    if (course->stopped_at != RGM_INSTANT_NONE && dose->state == RGM_DOSE_CANCELLED
        && dose->number > walk.last_recorded)
      break;
  }
  *paused = walk.paused;
  return FALSE;
}

gboolean
rgm_course_next (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose)
{
  gboolean paused;

  return find_next (course, zone, now, dose, &paused);
}

const RgmSchedule *
course_schedule_at (const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;
  RgmDose dose;

  walk_begin (&walk, course, zone);
  while (course->stopped_at == RGM_INSTANT_NONE && walk_next (&walk, &step)) {
    walk_dose (&walk, &step, now, &open_seen, &dose);
    if (dose.open && dose.number > course->settled && rgm_dose_moment (&dose, zone) > now)
      return course_revision (course, dose.number)->schedule;
  }
  return rgm_course_schedule (course);
}

/* ---- the dose that a log is about ---- */

typedef struct {
  const RgmZone *zone;
  RgmInstant at;
  gint64 early; /* how long before its time a dose at a fixed time may be taken, in seconds */
  int number;   /* a dose that is left out of the search; 0: none */
  gboolean found;
  gint64 distance;
  RgmDose *dose;
} Search;

/* Keeps @dose if it is nearer than the dose found so far, or if it is as near and not on record,
 * while the other one is. */
static void
keep_nearer (Search *search, const RgmDose *dose, RgmInstant moment)
{
  gint64 distance = ABS (search->at - moment);

  if (search->found && distance > search->distance)
    return;
  if (search->found && distance == search->distance
      && (search->dose->administration == NULL || dose->administration != NULL))
    return;
  search->found = TRUE;
  search->distance = distance;
  *search->dose = *dose;
}

static void
visit_slot (const RgmDose *dose, gpointer data)
{
  Search *search = data;

  keep_nearer (search, dose, rgm_dose_moment (dose, search->zone));
}

static void
visit_other (const RgmDose *dose, gpointer data)
{
  Search *search = data;
  RgmInstant moment = rgm_dose_moment (dose, search->zone);
  gboolean asked = dose->slot ? search->at >= moment - search->early
                              : dose->open && !dose->tentative
                                  && rgm_zone_day (search->zone, search->at) >= dose->earliest;

  if (dose->number == search->number || dose->state == RGM_DOSE_CANCELLED)
    return;
  if (dose->state == RGM_DOSE_GIVEN)
    keep_nearer (search, dose, dose->administration->at);
  else if (dose->administration != NULL || asked)
    keep_nearer (search, dose, moment);
}

/* Visits all doses that can be the nearest one: those up to the day after @search->at or @now,
 * whichever is later, and the next open one. */
static gboolean
search_doses (Search *search, const RgmCourse *course, RgmInstant now, RgmDoseVisit visit)
{
  RgmDay horizon = rgm_zone_day (search->zone, MAX (search->at, now)) + 1;

  course_visit_doses (course, search->zone, now, horizon, visit, search);
  return search->found;
}

gboolean
course_taken_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmInstant at,
                   RgmDose *dose)
{
  Search search = { .zone = zone, .at = at, .dose = dose };

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_TIMES)
    return rgm_course_next (course, zone, now, dose);
  return course->stopped_at == RGM_INSTANT_NONE && search_doses (&search, course, now, visit_slot);
}

gboolean
course_other_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmInstant at,
                   int number, RgmDose *other)
{
  Search search = { .zone = zone, .at = at, .number = number, .dose = other };

  search.early = schedule_spacing (rgm_course_schedule (course)) / 4;
  return search_doses (&search, course, now, visit_other);
}

/* ---- the dose of a given day ---- */

typedef struct {
  RgmLocal at;
  RgmDayPart part;
  GArray *of_day; /* of RgmDose: those of that day, and those in that part of it */
  gboolean found; /* nearest is set; it is a dose without an answer */
  RgmDose nearest;
} DaySearch;

static void
visit_day (const RgmDose *dose, gpointer data)
{
  DaySearch *search = data;
  RgmDay day = rgm_dose_local (dose).day, at = search->at.day;

  if (dose->state == RGM_DOSE_CANCELLED)
    return;
  if (day == at || day_part_has (at, search->part, rgm_dose_local (dose)))
    g_array_append_vals (search->of_day, dose, 1);
  if (dose->administration != NULL
      || (search->found && ABS (day - at) >= ABS (rgm_dose_local (&search->nearest).day - at)))
    return;
  search->found = TRUE;
  search->nearest = *dose;
}

/* "calcium/2 (08:00), calcium/3 (20:00)": the doses of the day or, if @of_part, only those in the
 * part that was named. Returns: (transfer full). */
static char *
day_text (const RgmCourse *course, const DaySearch *search, gboolean of_part)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < search->of_day->len; i++) {
    const RgmDose *dose = &g_array_index (search->of_day, RgmDose, i);
    RgmLocal local = rgm_dose_local (dose);

    if (of_part && !day_part_has (search->at.day, search->part, local))
      continue;
    g_string_append_printf (text, text->len > 0 ? ", %s/%d" : "%s/%d", course->handle,
                            dose->number);
    if (rgm_local_has_time (local))
      g_string_append_printf (text, " (%02d:%02d)", local.second / 3600, local.second / 60 % 60);
  }
  return g_string_free (text, FALSE);
}

static void
fail_planned (const RgmCourse *course, const RgmZone *zone, const DaySearch *search,
              gboolean several, GError **error)
{
  g_autofree char *when = search->part != RGM_PART_NONE
                            ? day_part_describe (search->at.day, search->part)
                            : rgm_local_describe (search->at);
  g_autofree char *day = rgm_day_format (search->at.day);
  g_autofree char *list = day_text (course, search, several);
  const char *handle = course->handle;

  if (several)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has several doses on %s: %s; name one of them, or leave out the whole day: "
                    "regimen pause %s --from %s --until %s"),
                 handle, when, list, handle, day, day);
  else if (search->of_day->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no dose on %s; on that day it has: %s"), handle, when, list);
  else if (search->found) {
    g_autofree char *nearest = dose_time_text (&search->nearest, zone);

    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no dose on %s; the nearest one not on record yet is %s/%d on %s"),
                 handle, when, handle, search->nearest.number, nearest);
  } else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has no dose on %s"), handle, when);
}

gboolean
course_planned_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmLocal at,
                     RgmDayPart part, RgmDose *dose, GError **error)
{
  g_autoptr (GArray) of_day = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  DaySearch search = { .at = at, .part = part, .of_day = of_day };
  int open = 0, all = 0;

  course_visit_doses (course, zone, now, MAX (at.day, rgm_zone_day (zone, now)) + 1, visit_day,
                      &search);
  for (guint i = 0; i < of_day->len; i++) {
    const RgmDose *each = &g_array_index (of_day, RgmDose, i);
    RgmLocal local = rgm_dose_local (each);

    if (rgm_local_has_time (at) && rgm_local_has_time (local)
        && at.second / 60 != local.second / 60)
      continue;
    if (!day_part_has (at.day, part, local))
      continue;
    if (all == 0 || (open == 0 && each->administration == NULL))
      *dose = *each;
    all++;
    open += each->administration == NULL;
  }
  if (all == 1 || open == 1)
    return TRUE;
  fail_planned (course, zone, &search, all > 1, error);
  return FALSE;
}

/* ---- the course ---- */

const char *
rgm_course_state_name (RgmCourseState state)
{
  static const char *const names[] = { "active", "completed", "stopped", "paused" };

  return names[state];
}

RgmCourseState
rgm_course_state (const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  gboolean paused = FALSE;
  RgmDay from, until;
  RgmDose next;

  if (course->stopped_at != RGM_INSTANT_NONE)
    return RGM_COURSE_STOPPED;
  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_AS_NEEDED
      && !find_next (course, zone, now, &next, &paused) && !paused)
    return RGM_COURSE_COMPLETED;
  return course_paused_days (course, rgm_zone_day (zone, now), &from, &until) ? RGM_COURSE_PAUSED
                                                                              : RGM_COURSE_ACTIVE;
}

/* Whether the course can be loaded without the record of @dose later on. If its schedule counts
 * from the plan, but has no first date of its own, it cannot: each dose then counts from the target
 * of the previous one, which can only be computed from the whole earlier record. */
static gboolean
is_settled (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmInstant before)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;

  if (schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->reckon == RGM_RECKON_PLAN
      && schedule->first.day == RGM_NO_DAY)
    return FALSE;
  if (dose->slot && rgm_dose_moment (dose, zone) >= before)
    return FALSE;
  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_INTERVAL)
    return dose->administration != NULL;
  if (dose->administration != NULL)
    return dose->administration->at < before;
  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED) /* only what is on record is a dose */
    return FALSE;
  return dose->state == RGM_DOSE_MISSED || dose->state == RGM_DOSE_CANCELLED;
}

gboolean
course_last_dose (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDose *dose)
{
  gboolean open_seen = FALSE, any = FALSE;
  RgmWalk walk;
  RgmStep step;

  walk_begin (&walk, course, zone);
  while (walk_next (&walk, &step)) {
    walk_dose (&walk, &step, now, &open_seen, dose);
    any = TRUE;
    if (step.number > walk.last_recorded + MOST_COUNTED)
      return FALSE;
  }
  return any && !walk.paused;
}

RgmInstant
course_missed_from (const RgmCourse *course, const RgmZone *zone, int number)
{
  RgmWalk walk;
  RgmStep step;

  walk_begin (&walk, course, zone);
  while (walk.number < number)
    if (!walk_next (&walk, &step))
      return G_MAXINT64;
  return walk_missed_from (&walk);
}

RgmDay
course_kept_from (RgmInstant now)
{
  return (RgmDay)(now / DAY_SECONDS) - COURSE_KEPT_DAYS - 1;
}

int
course_settled_at (const RgmCourse *course, RgmInstant now)
{
  int settled = MIN (course->settled, walk_slots_before (course, course_kept_from (now)));

  return MAX (settled - COURSE_KEPT_SLOTS, 0);
}

int
course_settled_up_to (const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  RgmInstant before = now - COURSE_KEPT_DAYS * DAY_SECONDS;
  int settled = course->settled;
  gboolean open_seen = FALSE;
  RgmWalk walk;
  RgmStep step;

  if (kind == RGM_SCHEDULE_FRACTIONS || kind == RGM_SCHEDULE_ONCE)
    return 0;
  walk_begin (&walk, course, zone);
  while (walk_next (&walk, &step)) {
    RgmDose dose;
    if (step.number <= settled)
      continue;
    walk_dose (&walk, &step, now, &open_seen, &dose);
    if (!is_settled (&dose, course, zone, before))
      break;
    settled = step.number;
  }
  return settled;
}
