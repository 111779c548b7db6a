/* Decides with which dose, and when, new times of the day replace the old ones, so that the patient
 * is not asked again for a dose that was taken, and no dose that is still to come is lost. */
#include "model/new-times.h"

#include <string.h>

#include <regimen/describe.h>
#include <regimen/dose.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "model/course.h"
#include "model/schedule.h"

typedef struct {
  const RgmCourse *course;
  const RgmZone *zone;
  RgmInstant now;
  int from;               /* the first dose to which the new times apply */
  const RgmSchedule *old; /* the schedule of that dose before the change */
} Change;

/* The fixed time of dose @number, even if the user moved the dose. @dose: (out). RGM_LOCAL_NONE if
 * there is no such dose. */
static RgmLocal
slot_of (const Change *change, int number, RgmDose *dose)
{
  RgmLocal slot = RGM_LOCAL_NONE;

  if (number < 1
      || !rgm_course_dose (change->course, number, change->zone, change->now, dose, NULL))
    return RGM_LOCAL_NONE;
  return rgm_dose_unmoved (dose, change->course, change->zone, &slot) ? slot : dose->target;
}

/* How many of the times of @day are used up before the change: those up to the last dose that was
 * answered or still waits for an answer. */
static guint
times_used (const Change *change, RgmDay day)
{
  guint used = 0;
  RgmDose dose;

  for (int number = change->from - 1; number > 0 && number > change->from - 25; number--)
    if (slot_of (change, number, &dose).day == day
        && (used > 0 || dose.administration != NULL || dose.open))
      used++;
  return used;
}

/* Whether @dose, at a fixed time of today that has passed without an answer, gets a new time: the
 * new time with the same place in the day is still to come. It does not if the previous dose was
 * missed, because that dose would no longer be missed if @dose came later. */
static gboolean
gets_new_time (const Change *change, const RgmDose *dose, const RgmSchedule *schedule)
{
  RgmLocal now = rgm_zone_to_local (change->zone, change->now);
  Change from_it = *change;
  RgmDose before = { 0 };
  guint used;

  if (!dose->open || dose->target.day != now.day || schedule->first.day > now.day
      || !schedule_has_weekday (schedule, now.day))
    return FALSE;
  from_it.from = dose->number;
  slot_of (change, dose->number - 1, &before);
  used = times_used (&from_it, now.day);
  return before.state != RGM_DOSE_MISSED && used < schedule->times->len
         && g_array_index (schedule->times, gint32, used) >= now.second;
}

gboolean
new_times_can_begin_earlier (const RgmCourse *course)
{
  return course->settled == 0 && course->administrations->len == 0 && course->moves->len == 0
         && course->holds->len == 0 && course->appointments->len == 0 && course->pauses->len == 0;
}

/* Whether @schedule has a first day, named by the user, that is earlier than the present beginning
 * of @course, and @course can still begin earlier. */
static gboolean
begins_earlier (const RgmCourse *course, const RgmSchedule *schedule)
{
  return schedule->first.day != RGM_NO_DAY && new_times_can_begin_earlier (course)
         && civil_local_compare (schedule->first,
                                 schedule_begin (course_revision (course, 1)->schedule))
              < 0;
}

char *
new_times_way_back (const RgmCourse *course, RgmLocal slot, const char *undo)
{
  enum { EASILY_TAKEN_BACK = 2 };
  g_autofree char *first = g_strdelimit (rgm_local_format (slot), "T", ' ');
  const char *handle = course->handle;

  if (undo == NULL || course->settled > 0 || course->administrations->len > EASILY_TAKEN_BACK)
    return g_strdup_printf (_ ("The course can no longer begin earlier, but you can add a note: "
                               "regimen amend %s/1 --note \"…\""),
                            handle);
  return g_strdup_printf (
    course->administrations->len > 1
      ? _ ("The course can still begin earlier: take back its doses, each with %s, then "
           "regimen change %s --first \"%s\", and regimen log %s --at TIME for each dose")
      : _ ("The course can still begin earlier: take back its dose with %s, then "
           "regimen change %s --first \"%s\", and regimen log %s --at TIME for each dose"),
    undo, handle, first, handle);
}

gboolean
new_times_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                       const RgmSchedule *schedule, const char *undo, GError **error)
{
  g_autofree char *first = NULL, *way = NULL;

  if (schedule->kind != RGM_SCHEDULE_TIMES || schedule->first.day == RGM_NO_DAY
      || schedule->first.day >= rgm_zone_day (zone, now) || begins_earlier (course, schedule))
    return TRUE;
  first = rgm_local_describe (schedule->first);
  if (new_times_can_begin_earlier (course)) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ ("%s has passed, and %s began before it: new times can begin today at the earliest"), first,
      course->handle);
    return FALSE;
  }
  way = new_times_way_back (course, schedule->first, undo);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s has passed, and something is on record about the doses of %s. %s"), first,
               course->handle, way);
  return FALSE;
}

int
new_times_from (const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                const RgmSchedule *schedule)
{
  const Change change = { .course = course, .zone = zone, .now = now };
  int first = 0;
  g_autoptr (GArray) doses = NULL;

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_TIMES)
    return course_first_open (course, 0);
  if (schedule != NULL && begins_earlier (course, schedule))
    return 1;
  doses = rgm_course_doses (course, zone, now, rgm_zone_day (zone, now));
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    if (rgm_dose_moment (dose, zone) <= now
        && (schedule == NULL || !gets_new_time (&change, dose, schedule)))
      first = MAX (first, dose->number + 1);
  }
  return course_first_open (course, first);
}

static RgmLocal
later_of (RgmLocal a, RgmLocal b)
{
  return civil_local_compare (a, b) >= 0 ? a : b;
}

/* The earliest moment at which the new times can begin: now, or a first day that is still to come,
 * but not before the day of the last dose on record. Steps and cycles keep their rhythm. If nothing
 * is on record yet, the first day may have passed. */
static RgmLocal
start_of_times (const Change *change, const RgmSchedule *schedule)
{
  const RgmSchedule *old = change->old;
  gboolean sets_first = schedule->first.day != RGM_NO_DAY;
  RgmLocal now = rgm_zone_to_local (change->zone, change->now);
  RgmLocal begin = later_of (now, sets_first ? schedule->first : old->first);
  RgmDose dose;

  if (begins_earlier (change->course, schedule))
    return schedule->first;
  begin
    = later_of (begin, (RgmLocal){ slot_of (change, change->from - 1, &dose).day, RGM_NO_TIME });
  while (!sets_first && (old->every.count > 1 || old->cycle_on > 0)
         && !schedule_has_slots (old, begin.day))
    begin = (RgmLocal){ begin.day + 1, RGM_NO_TIME };
  return begin;
}

/* The earliest moment at which a new time may follow the dose that was given last: the safety check
 * would refuse an earlier one. For example, a tablet of 23:30 that was taken at 00:15 is not asked
 * for again at 00:30. */
static RgmLocal
after_last_given (const Change *change, const RgmSchedule *schedule)
{
  const RgmAdministration *last = rgm_course_last_given (change->course);

  return last == NULL || last->at > change->now
           ? RGM_LOCAL_NONE
           : rgm_zone_to_local (change->zone, last->at + schedule_spacing (schedule) / 4);
}

/* The moment at which the new times begin: the next one that is not used up. If a day has as many
 * times as before, the next dose keeps its place in the day, even if its new time has just passed;
 * it is then due at once. */
static RgmLocal
begin_of_times (const Change *change, const RgmSchedule *schedule, RgmLocal start)
{
  RgmLocal last = after_last_given (change, schedule);
  RgmLocal earliest = times_used (change, start.day) > 0 ? start : later_of (start, last);
  RgmDose next;
  RgmLocal slot = slot_of (change, change->from, &next);
  gboolean keeps = slot.day == start.day && civil_local_compare (earliest, start) == 0
                   && schedule->first.day == RGM_NO_DAY
                   && schedule->times->len == change->old->times->len;

  for (guint i = times_used (change, earliest.day); i < schedule->times->len; i++) {
    RgmLocal time = { earliest.day, g_array_index (schedule->times, gint32, i) };
    if (civil_local_compare (time, earliest) >= 0
        || (keeps && g_array_index (change->old->times, gint32, i) == slot.second))
      return time;
  }
  return later_of ((RgmLocal){ earliest.day + 1, RGM_NO_TIME }, last);
}

/* The moment at which times that stay the same begin: after the previous dose, and no earlier than
 * before. */
static RgmLocal
begin_as_before (const Change *change)
{
  const RgmSchedule *old = change->old;
  RgmDose last;

  return later_of (schedule_begin (old), slot_of (change, change->from - 1, &last));
}

static gboolean
same_days_and_times (const RgmSchedule *a, const RgmSchedule *b)
{
  return a->times->len == b->times->len
         && memcmp (a->times->data, b->times->data, a->times->len * sizeof (gint32)) == 0
         && a->weekdays == b->weekdays && a->every.count == b->every.count
         && a->cycle_on == b->cycle_on && a->cycle_off == b->cycle_off;
}

void
new_times_begin (const RgmCourse *course, const RgmZone *zone, RgmInstant now, int from,
                 RgmSchedule *schedule)
{
  const RgmSchedule *old = course_revision (course, from)->schedule;
  const Change change = { course, zone, now, from, old };
  gboolean stays = schedule->first.day == RGM_NO_DAY && same_days_and_times (schedule, old);
  int rhythm = MAX (old->cycle_on + old->cycle_off, MAX (old->every.count, 1));
  RgmLocal start = stays ? rgm_zone_to_local (zone, now) : start_of_times (&change, schedule);
  RgmLocal begin = stays ? begin_as_before (&change) : begin_of_times (&change, schedule, start);
  RgmDay day = MAX (MIN (start.day, begin.day), old->first.day);

  if (schedule->first.day == RGM_NO_DAY && day == old->first.day)
    schedule->first = old->first;
  else if (schedule->first.day == RGM_NO_DAY)
    schedule->first = (RgmLocal){ day - (day - old->first.day) % rhythm, RGM_NO_TIME };
  schedule->begin = rgm_local_equal (begin, schedule->first) ? RGM_LOCAL_NONE : begin;
}
