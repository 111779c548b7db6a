/* The safety checks: they compare what is entered with what the source says about a treatment, and
 * with what was prescribed. */
#include "model/safety.h"

#include <regimen/describe.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/schedule.h"

#define DAY_SECONDS 86400
#define UNDO_SECONDS 3600
/* Two doses as needed that are less than this apart count as one dose that was logged twice: typed
 * times have no seconds, and if the user presses a button or types a command twice, the two moments
 * are seconds apart. The same holds for two skips. */
#define TWICE_SECONDS 60

/* ---- interval ---- */

gboolean
safety_check_interval (const RgmTreatment *treatment, const RgmSource *source, RgmPeriod every,
                       GError **error)
{
  /* The shortest and the longest that the interval can be, in hours. */
  gint64 shortest = rgm_period_days (every) * 24, longest = shortest;
  g_autofree char *asked = NULL;

  if (every.unit == 'h')
    shortest = longest = every.count;
  if (every.unit == 'm') {
    shortest = every.count * 28 * 24;
    longest = every.count * 31 * 24;
  }
  if (treatment->interval.max_days == 0
      || (longest >= treatment->interval.min_days * 24
          && shortest <= treatment->interval.max_days * 24))
    return TRUE;
  asked = rgm_period_describe (every);
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("%s every %s: the source says %s (\"%s\", %s). Is the number or the unit wrong?"),
               treatment->name, asked, treatment->interval_text, source->title, source->publisher);
  return FALSE;
}

/* ---- two medicines at once ---- */

/* The first treatment of the class @one whose source says that this class is used in place of the
 * class @other; NULL if there is none. */
static const RgmTreatment *
find_replacing (const GPtrArray *treatments, const char *one, const char *other)
{
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *each = g_ptr_array_index (treatments, i);
    if (g_str_equal (each->class_key, one) && each->instead_of != NULL
        && g_strv_contains ((const char *const *)each->instead_of, other))
      return each;
  }
  return NULL;
}

/* Whether medicines of this class replace those of another class, or are replaced by them. If so,
 * two of the same class at once are just as unusual as one of each. */
static gboolean
is_replaceable (const GPtrArray *treatments, const char *class_key)
{
  for (guint i = 0; i < treatments->len; i++) {
    const char *other = ((const RgmTreatment *)treatments->pdata[i])->class_key;
    if (find_replacing (treatments, class_key, other) != NULL
        || find_replacing (treatments, other, class_key) != NULL)
      return TRUE;
  }
  return FALSE;
}

static const RgmSource *
source_of (const GPtrArray *sources, const RgmTreatment *treatment)
{
  for (guint i = 0; i < sources->len; i++)
    if (g_str_equal (((const RgmSource *)sources->pdata[i])->key, treatment->sources[0]))
      return sources->pdata[i];
  return NULL;
}

static gboolean
is_same_name (const char *one, const char *other)
{
  g_autofree char *first = text_fold (one), *second = text_fold (other);

  return g_str_equal (first, second);
}

/* Refuses the same medicine a second time. The user may have meant to log a dose of it, to change
 * its plan, or to enter doses that were given before the course; for the latter, the course has to
 * be added again, which is easy as long as none of its doses is on record. */
static void
refuse_same_again (const RgmCourse *course, const char *name, GError **error)
{
  if (course->administrations->len > 0)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_REFUSED,
      _ ("%s is on record already: the course %s is active, and it is the same medicine. A second "
         "course of it has to be confirmed (this program's own rule). To log a dose: regimen log "
         "%s DAY; to change the plan: regimen change %s OPTIONS. Or has that course ended (regimen "
         "stop %s)?"),
      name, course->handle, course->handle, course->handle, course->handle);
  else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_REFUSED,
      _ ("%s is on record already: the course %s is active, and it is the same medicine. A second "
         "course of it has to be confirmed (this program's own rule). To log a dose: regimen log "
         "%s DAY; to change the plan: regimen change %s OPTIONS; to enter doses that were given "
         "before this course began: regimen remove %s, and then this command again. Or has that "
         "course ended (regimen stop %s)?"),
      name, course->handle, course->handle, course->handle, course->handle, course->handle);
}

gboolean
safety_check_together (const char *name, const char *class_key, const GPtrArray *active,
                       const GPtrArray *treatments, const GPtrArray *sources, GError **error)
{
  for (guint i = 0; i < active->len; i++) {
    const RgmCourse *course = g_ptr_array_index (active, i);
    g_autofree char *called = course_called (course);
    const RgmTreatment *replacing = find_replacing (treatments, class_key, course->treatment_class);
    const RgmSource *source;

    if (replacing == NULL)
      replacing = find_replacing (treatments, course->treatment_class, class_key);
    source = replacing != NULL ? source_of (sources, replacing) : NULL;
    if (source != NULL)
      g_set_error (
        error, RGM_ERROR, RGM_ERROR_REFUSED,
        _ ("the course %s is active: %s (\"%s\", %s). Has it ended (regimen stop %s)? Or are you "
           "entering a course that has already ended (then stop it once it is added)?"),
        called, replacing->instead_text, source->title, source->publisher, course->handle);
    else if (is_same_name (course->treatment_name, name) && is_replaceable (treatments, class_key))
      refuse_same_again (course, name, error);
    else if (g_str_equal (class_key, course->treatment_class)
             && is_replaceable (treatments, class_key))
      g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                   _ ("the course %s is active, and %s is a medicine of the same kind; two of "
                      "them at once need to be confirmed (this program's own rule). Is this the "
                      "same medicine, has the other course ended (regimen stop %s), or are you "
                      "entering a course that has already ended (then stop it once it is added)?"),
                   called, name, course->handle);
    else
      continue;
    return FALSE;
  }
  return TRUE;
}

/* ---- too early ---- */

/* When the window opens for a dose that is planned for @target. A dose at a fixed time may be taken
 * early by a quarter of the usual time between two doses. */
static RgmLocal
opens_for (const RgmSchedule *schedule, RgmLocal target, const RgmZone *zone)
{
  RgmInstant from;

  if (schedule->kind != RGM_SCHEDULE_TIMES)
    return (RgmLocal){ target.day - schedule_window (schedule), RGM_NO_TIME };
  from = rgm_zone_to_instant (zone, target, NULL) - schedule_spacing (schedule) / 4;
  return rgm_zone_to_local (zone, from);
}

static gboolean
is_before (RgmLocal local, RgmLocal opens)
{
  if (local.day != opens.day || !rgm_local_has_time (opens))
    return local.day < opens.day;
  return local.second < opens.second;
}

/* When the window of @dose opens for @act. An appointment does not count, because otherwise booking
 * would switch the check off. A dose that was moved to a day before its window, without the user
 * having been asked, counts by the plan; so does every dose that is to be moved. */
static RgmLocal
window_opens (const RgmCourse *course, const RgmDose *dose, SafetyAct act, const RgmZone *zone)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  const RgmMove *move = course_move (course, dose->number);
  RgmLocal opens = opens_for (schedule, dose->target, zone), planned;

  if (move == NULL || !rgm_dose_unmoved (dose, course, zone, &planned))
    return opens;
  planned = opens_for (schedule, planned, zone);
  if (act == SAFETY_MOVE || (move->anyway == NULL && is_before (dose->target, planned)))
    return planned;
  return opens;
}

/* Whether the dose is booked, and @at is on or after the booked day. */
static gboolean
was_booked_for (const RgmDose *dose, RgmInstant at, const RgmZone *zone)
{
  return dose->appointment != NULL
         && rgm_zone_day (rgm_dose_zone (dose, zone), at) >= dose->appointment->at.day;
}

/* As was_booked_for(), but only for a dose that was booked although a check had refused it. Then
 * the user is not asked again about what was already known at the booking. */
static gboolean
was_booked_anyway (const RgmDose *dose, RgmInstant at, const RgmZone *zone)
{
  return was_booked_for (dose, at, zone) && dose->appointment->anyway != NULL;
}

/* Whether anything that can change the target of dose @number was put on record since @booked, when
 * its appointment was made. */
static gboolean
has_changed_since (const RgmCourse *course, int number, RgmInstant booked)
{
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->dose < number && each->recorded_at >= booked)
      return TRUE;
  }
  for (guint i = 0; i < course->revisions->len; i++) {
    const RgmRevision *each = g_ptr_array_index (course->revisions, i);
    if (each->from_dose <= number && each->made_at >= booked)
      return TRUE;
  }
  for (guint i = 0; i < course->moves->len; i++) {
    const RgmMove *each = g_ptr_array_index (course->moves, i);
    if (each->dose <= number && each->made_at >= booked)
      return TRUE;
  }
  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *each = g_ptr_array_index (course->pauses, i);
    if (each->from_dose <= number && each->made_at >= booked)
      return TRUE;
  }
  return FALSE;
}

/* Whether @at would be in the window of dose @number if the clinic were never closed. The record of
 * the closed days does not say since when they are known. */
static gboolean
is_open_without_closed (const RgmCourse *course, int number, RgmInstant at, const RgmZone *zone)
{
  g_autoptr (RgmCourse) never = course_copy (course);
  RgmDose dose;

  g_array_set_size (never->clinic_closed, 0);
  return rgm_course_dose (never, number, zone, RGM_INSTANT_NONE, &dose, NULL)
         && !is_before (rgm_zone_to_local (zone, at),
                        window_opens (never, &dose, SAFETY_LOG, zone));
}

/* Whether the booked day was in the window when the dose was booked for it, and is before it only
 * because of what was put on record later: the dose before it was logged or corrected, the plan was
 * changed, or the clinic is closed. The appointment was made with the clinic, and the reminder of
 * it proposes to log the dose. So a log on that day, or later, is not refused as too early. */
static gboolean
was_booked_in_window (const RgmCourse *course, const RgmDose *dose, RgmInstant at,
                      const RgmZone *zone)
{
  return was_booked_for (dose, at, zone)
         && (has_changed_since (course, dose->number, dose->appointment->made_at)
             || is_open_without_closed (course, dose->number, at, zone));
}

/* Of the doses with a number below @number, the one that was given last; NULL if none was given. */
static const RgmAdministration *
last_given_before (const RgmCourse *course, int number)
{
  const RgmAdministration *last = NULL;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->outcome == RGM_GIVEN && each->dose < number && (last == NULL || each->at > last->at))
      last = each;
  }
  return last;
}

/* Of the given doses after dose @number, the one with the lowest number; NULL if there is none. */
static const RgmAdministration *
next_given_after (const RgmCourse *course, int number)
{
  const RgmAdministration *next = NULL;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->outcome == RGM_GIVEN && each->dose > number
        && (next == NULL || each->dose < next->dose))
      next = each;
  }
  return next;
}

/* Refuses to record a dose as given at @at, because the order of the dates would then differ from
 * the order of the numbers: @other was given on the other side of @at. */
static gboolean
refuse_order (const RgmCourse *course, const RgmAdministration *other, RgmInstant at,
              const RgmZone *zone, GError **error)
{
  g_autofree char *day = rgm_day_describe (rgm_zone_day (zone, at));
  g_autofree char *given = rgm_day_describe (administration_day (other, zone));

  g_set_error (
    error, RGM_ERROR, RGM_ERROR_REFUSED,
    at < other->at
      ? _ ("%s is before %s, on which dose %d of %s was given (this program's own rule). "
           "Is it the same dose?")
      : _ ("%s is after %s, on which dose %d of %s was given (this program's own rule). "
           "Is it the same dose?"),
    day, given, other->dose, course->handle);
  return FALSE;
}

/* Refuses to correct the time of a dose to @at if it was given before @next, a dose with a higher
 * number, and @at is after @next. */
static gboolean
check_order_after (const RgmCourse *course, const RgmDose *dose, const RgmAdministration *next,
                   RgmInstant at, const RgmZone *zone, GError **error)
{
  const RgmAdministration *was = dose->administration;

  return was == NULL || was->outcome != RGM_GIVEN || was->at > next->at || at <= next->at
         || refuse_order (course, next, at, zone, error);
}

/* Refuses a dose that was given at @at, before @last, a dose with a lower number. If @dose is
 * already on record as given before @last, it is accepted, because the user was asked then. */
static gboolean
check_order (const RgmCourse *course, const RgmDose *dose, const RgmAdministration *last,
             RgmInstant at, const RgmZone *zone, GError **error)
{
  const RgmAdministration *was = dose->administration;

  return (was != NULL && was->outcome == RGM_GIVEN && was->at < last->at)
         || refuse_order (course, last, at, zone, error);
}

static gboolean
check_window (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmInstant at,
              const RgmZone *zone, GError **error)
{
  RgmLocal local = rgm_zone_to_local (zone, at), opens;
  g_autofree char *when = NULL, *target = NULL, *first = NULL;
  gboolean interval;
  const RgmAdministration *last, *next;

  if (dose->why == RGM_WHY_TAKEN || (!dose->slot && !dose_has_window (dose, course))
      || (act == SAFETY_LOG && was_booked_anyway (dose, at, zone)))
    return TRUE;
  interval = course_revision (course, dose->number)->schedule->kind == RGM_SCHEDULE_INTERVAL;
  next = next_given_after (course, dose->number);
  if (act == SAFETY_LOG && interval && next != NULL
      && !check_order_after (course, dose, next, at, zone, error))
    return FALSE;
  last = last_given_before (course, dose->number);
  if (act == SAFETY_LOG && interval && last != NULL && at < last->at)
    return check_order (course, dose, last, at, zone, error);
  opens = window_opens (course, dose, act, zone);
  if (!is_before (local, opens)
      || (act == SAFETY_LOG && was_booked_in_window (course, dose, at, zone)))
    return TRUE;
  if (!rgm_local_has_time (opens))
    local.second = RGM_NO_TIME;
  when = rgm_local_describe (local);
  target = rgm_local_describe (dose->target);
  first = rgm_local_describe (opens);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_REFUSED,
    _ ("%s is too early for dose %d of %s: it is planned for %s, and its window opens on "
       "%s (this program's own rule). Is the date right?"),
    when, dose->number, course->handle, target, first);
  return FALSE;
}

/* ---- too near to another dose ---- */

/* A dose that is compared with the doses that were given. */
typedef struct {
  int number;
  RgmInstant at;
  gint64 apart;     /* in seconds: others have to be at least that far away */
  RgmInstant known; /* only others that were recorded after it count; RGM_INSTANT_NONE: all */
  gboolean day_only;
  RgmDay shared; /* the result of shared_day() for the dose */
} Neighbour;

/* Whether it is unknown how far apart @dose and @other are, because they were given on a day that
 * has several sessions, and the time of one of them is not known. In that case its moment on record
 * only stands for the day, and is not when it was given. */
static gboolean
is_untimed (const Neighbour *dose, const RgmAdministration *other, const RgmZone *zone)
{
  return dose->shared != RGM_NO_DAY && (dose->day_only || other->day_only)
         && administration_day (other, zone) == dose->shared;
}

/* A given dose other than @dose that is too near to it. @zone: the patient's; NULL if no day is
 * shared. */
static const RgmAdministration *
too_near (const RgmCourse *course, const Neighbour *dose, const RgmZone *zone)
{
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *other = g_ptr_array_index (course->administrations, i);
    if (other->outcome == RGM_GIVEN && other->dose != dose->number
        && ABS (other->at - dose->at) < dose->apart
        && (dose->known == RGM_INSTANT_NONE || other->recorded_at > dose->known)
        && !is_untimed (dose, other, zone))
      return other;
  }
  return NULL;
}

/* The day of @at if dose @number may be given on it beside those that were given on that day: they
 * are fewer than the sessions that @schedule has on a day. Otherwise RGM_NO_DAY. */
static RgmDay
shared_day (const RgmCourse *course, int number, const RgmSchedule *schedule, RgmInstant at,
            const RgmZone *zone)
{
  RgmDay day = rgm_zone_day (zone, at);
  int count = 0;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *other = g_ptr_array_index (course->administrations, i);
    count += other->outcome == RGM_GIVEN && other->dose != number
             && administration_day (other, zone) == day;
  }
  return schedule->kind == RGM_SCHEDULE_FRACTIONS && count < schedule->per_day ? day : RGM_NO_DAY;
}

/* The appointment of an open dose, other than dose @number, that is less than @apart seconds away
 * from @at. */
static const RgmAppointment *
booked_near (const RgmCourse *course, int number, RgmInstant at, gint64 apart, const RgmZone *zone)
{
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *other = g_ptr_array_index (course->appointments, i);
    const RgmZone *booked = rgm_zone_get (other->zone, NULL);
    RgmInstant there = rgm_zone_to_instant (booked != NULL ? booked : zone, other->at, NULL);
    if (other->dose != number && rgm_course_administration (course, other->dose) == NULL
        && ABS (there - at) < apart)
      return other;
  }
  return NULL;
}

/* The move of an open dose, other than dose @number and without an appointment, to a date that is
 * less than @apart seconds away from @at. It does not count if a pause that was made later has
 * shifted the dose away from that date. */
static const RgmMove *
moved_near (const RgmCourse *course, int number, RgmInstant at, gint64 apart, const RgmZone *zone)
{
  for (guint i = 0; i < course->moves->len; i++) {
    const RgmMove *move = g_ptr_array_index (course->moves, i);
    RgmInstant there = rgm_zone_to_instant (zone, move->target, NULL);
    RgmDose other;
    if (move->dose != number && ABS (there - at) < apart
        && rgm_course_dose (course, move->dose, zone, RGM_INSTANT_NONE, &other, NULL) && other.open
        && other.appointment == NULL && other.why == RGM_WHY_MOVED)
      return move;
  }
  return NULL;
}

/* @at as text for a message: its day, with the time of day for fixed times and doses as needed. */
static char *
asked_text (const RgmSchedule *schedule, RgmInstant at, const RgmZone *zone)
{
  RgmLocal local = rgm_zone_to_local (zone, at);

  if (schedule->kind != RGM_SCHEDULE_TIMES && schedule->kind != RGM_SCHEDULE_AS_NEEDED)
    local.second = RGM_NO_TIME;
  return rgm_local_describe (local);
}

static gboolean
refuse_given (const RgmCourse *course, const RgmSchedule *schedule, const RgmAdministration *other,
              const char *asked, const RgmZone *zone, GError **error)
{
  g_autofree char *when = rgm_administration_when (other, zone);
  RgmDeed deed = rgm_deed_of_unit (course->unit);

  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED && schedule->gap.count == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("dose %d of %s is on record already as taken on %s, less than a minute from "
                    "this one (this program's own rule). Is it the same dose?"),
                 other->dose, course->handle, when);
  else if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 P_ ("dose %d of %s was taken on %s, and at least %d hour between two doses was "
                     "prescribed. Is it the same dose?",
                     "dose %d of %s was taken on %s, and at least %d hours between two doses were "
                     "prescribed. Is it the same dose?",
                     (gulong)schedule->gap.count),
                 other->dose, course->handle, when, schedule->gap.count);
  else if (schedule->kind != RGM_SCHEDULE_TIMES && schedule->per_day < 2
           && g_str_has_prefix (when, asked))
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("dose %d of %s is on record for that day already, %s (this program's own "
                    "rule). Is it the same dose?"),
                 other->dose, course->handle, when);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 deed == RGM_DEED_TAKEN
                   ? _ ("dose %d of %s was taken on %s, less than a quarter of the interval away "
                        "from %s (this program's own rule). Is it the same dose?")
                 : deed == RGM_DEED_DONE
                   ? _ ("dose %d of %s was done on %s, less than a quarter of the interval away "
                        "from %s (this program's own rule). Is it the same dose?")
                   : _ ("dose %d of %s was given on %s, less than a quarter of the interval away "
                        "from %s (this program's own rule). Is it the same dose?"),
                 other->dose, course->handle, when, asked);
  return FALSE;
}

/* A log is compared only with doses that were given, a plan also with doses that are booked or were
 * moved by hand. @day_only: only the day of the log is known. */
static gboolean
check_neighbours (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmInstant at,
                  gboolean day_only, const RgmZone *zone, GError **error)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  gboolean as_needed = schedule->kind == RGM_SCHEDULE_AS_NEEDED;
  gint64 apart = as_needed ? MAX (schedule_spacing (schedule), TWICE_SECONDS)
                           : schedule_spacing (schedule) / 4;
  RgmInstant known = act == SAFETY_LOG && was_booked_anyway (dose, at, zone)
                       ? dose->appointment->made_at
                       : RGM_INSTANT_NONE;
  const Neighbour self = { .number = dose->number,
                           .at = at,
                           .apart = apart,
                           .known = known,
                           .day_only = day_only,
                           .shared = shared_day (course, dose->number, schedule, at, zone) };
  const RgmAdministration *given = too_near (course, &self, zone);
  const RgmAppointment *booked = NULL;
  const RgmMove *moved = NULL;
  g_autofree char *when = NULL, *asked = asked_text (schedule, at, zone);

  if (given != NULL)
    return refuse_given (course, schedule, given, asked, zone, error);
  if (act != SAFETY_LOG)
    booked = booked_near (course, dose->number, at, apart, zone);
  if (act != SAFETY_LOG && booked == NULL)
    moved = moved_near (course, dose->number, at, apart, zone);
  if (booked == NULL && moved == NULL)
    return TRUE;
  when = booked != NULL ? appointment_text (booked, zone) : rgm_local_describe (moved->target);
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               booked != NULL
                 ? _ ("dose %d of %s is booked for %s, less than a quarter of the interval away "
                      "from %s (this program's own rule). Is it the same dose?")
                 : _ ("dose %d of %s was moved to %s, less than a quarter of the interval away "
                      "from %s (this program's own rule). Is it the same dose?"),
               booked != NULL ? booked->dose : moved->dose, course->handle, when, asked);
  return FALSE;
}

/* How many doses other than dose @number were given in the 24 hours that begin at @from. */
static int
count_within_day (const RgmCourse *course, int number, RgmInstant from)
{
  int count = 0;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *other = g_ptr_array_index (course->administrations, i);
    count += other->outcome == RGM_GIVEN && other->dose != number && other->at >= from
             && other->at < from + DAY_SECONDS;
  }
  return count;
}

/* How many doses there would be within 24 hours if dose @number was given at @at. The 24 hours with
 * @at in them that have the most doses begin at @at or at one of the other doses. */
static int
most_within_day (const RgmCourse *course, int number, RgmInstant at)
{
  int most = count_within_day (course, number, at);

  for (guint i = 0; i < course->administrations->len; i++) {
    RgmInstant from
      = ((const RgmAdministration *)g_ptr_array_index (course->administrations, i))->at;
    if (from <= at && at < from + DAY_SECONDS)
      most = MAX (most, count_within_day (course, number, from));
  }
  return most + 1;
}

gboolean
safety_check_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at, gboolean day_only,
                  const RgmZone *zone, GError **error)
{
  int max = course_revision (course, dose->number)->schedule->max_per_day;
  int count = max > 0 ? most_within_day (course, dose->number, at) : 0;

  if (!check_neighbours (course, dose, SAFETY_LOG, at, day_only, zone, error))
    return FALSE;
  if (count > max) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("this would be %d doses of %s within 24 hours, and at most %d were prescribed. "
                    "Is one of them on record already?"),
                 count, course->handle, max);
    return FALSE;
  }
  return check_window (course, dose, SAFETY_LOG, at, rgm_dose_zone (dose, zone), NULL)
         || check_window (course, dose, SAFETY_LOG, at, zone, error);
}

/* Checks the distance to other doses. @at: a local time in @at_zone, or a day. A whole day is
 * refused only if both its beginning and its end are too near to another dose. */
static gboolean
check_apart (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmLocal at,
             const RgmZone *at_zone, const RgmZone *zone, GError **error)
{
  RgmInstant from = rgm_zone_to_instant (at_zone, at, NULL);
  RgmInstant until = rgm_local_has_time (at) ? from : from + DAY_SECONDS - 1;

  return check_neighbours (course, dose, act, from, FALSE, zone, NULL)
         || check_neighbours (course, dose, act, until, FALSE, zone, error);
}

gboolean
safety_check_plan (const RgmCourse *course, const RgmDose *dose, SafetyAct act, RgmLocal at,
                   const RgmZone *at_zone, const RgmZone *zone, GError **error)
{
  RgmInstant from = rgm_zone_to_instant (at_zone, at, NULL);

  return course_revision (course, dose->number)->schedule->kind == RGM_SCHEDULE_AS_NEEDED
         || (check_apart (course, dose, act, at, at_zone, zone, error)
             && (check_window (course, dose, act, from, at_zone, NULL)
                 || check_window (course, dose, act, from, zone, error)));
}

gboolean
safety_check_past (RgmInstant at, gboolean day_only, RgmInstant now, const RgmZone *zone,
                   GError **error)
{
  RgmLocal local = rgm_zone_to_local (zone, at);
  g_autofree char *when = NULL, *present = NULL;

  if (at <= now + SAFETY_CLOCK_ERROR)
    return TRUE;
  if (day_only)
    local.second = RGM_NO_TIME;
  when = rgm_local_describe (local);
  present = rgm_local_describe (rgm_zone_to_local (zone, now));
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("%s is in the future (it is now %s), and a log says what has happened (this "
                  "program's own rule). To enter a plan, use \"regimen book\" or \"regimen "
                  "move\". Is the date wrong, or the clock of this computer?"),
               when, present);
  return FALSE;
}

const RgmAdministration *
safety_given_ahead (const RgmCourse *course, RgmInstant now)
{
  const RgmAdministration *last = rgm_course_last_given (course);
  gint64 grace = last != NULL && last->day_only ? SAFETY_DAY_ERROR : SAFETY_CLOCK_ERROR;

  return last != NULL && last->at > now + grace ? last : NULL;
}

const RgmHold *
safety_held_ahead (const RgmCourse *course, RgmInstant now)
{
  for (guint i = 0; i < course->holds->len; i++) {
    const RgmHold *hold = g_ptr_array_index (course->holds, i);
    if (hold->since > now + SAFETY_CLOCK_ERROR
        && rgm_course_administration (course, hold->dose) == NULL)
      return hold;
  }
  return NULL;
}

const RgmRevision *
safety_changed_ahead (const RgmCourse *course, RgmInstant now)
{
  const RgmRevision *last = g_ptr_array_index (course->revisions, course->revisions->len - 1);

  return course->revisions->len > 1 && last->made_at > now + SAFETY_CLOCK_ERROR ? last : NULL;
}

gboolean
safety_check_amount (const RgmCourse *course, int number, const char *amount, GError **error)
{
  const char *prescribed = rgm_course_amount (course, number);

  if (amount == NULL || prescribed == NULL || amount_equal (amount, prescribed))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("%s differs from %s, which was prescribed for dose %d of %s (this program's own "
                  "rule). Is the number or the unit wrong?"),
               amount, prescribed, number, course->handle);
  return FALSE;
}

gboolean
safety_check_first (const RgmCourse *course, const RgmZone *zone, RgmInstant now, GError **error)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;
  g_autofree char *day = NULL, *first = NULL, *latest = NULL;
  RgmDose dose;

  if ((kind != RGM_SCHEDULE_INTERVAL && kind != RGM_SCHEDULE_FRACTIONS)
      || !rgm_course_next (course, zone, now, &dose) || dose.state != RGM_DOSE_OVERDUE)
    return TRUE;
  first = rgm_local_describe (dose.target);
  latest = rgm_day_describe (dose.latest);
  day = rgm_day_format (dose.target.day);
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("the first date, %s, has passed, and so has its window, which ended on %s (this "
                  "program's own rule). Were doses given before? Then enter each with its date, "
                  "like --given %s, and the next one counts from the last of them. Or is the year "
                  "wrong?"),
               first, latest, day);
  return FALSE;
}

gboolean
safety_check_restart (const RgmCourse *course, int number, RgmLocal first, const RgmZone *zone,
                      GError **error)
{
  RgmScheduleKind kind = course_revision (course, number)->schedule->kind;
  gboolean any = FALSE;
  RgmDose dose;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    any = any || (each->outcome == RGM_GIVEN && each->dose < number);
  }
  if ((kind != RGM_SCHEDULE_INTERVAL && kind != RGM_SCHEDULE_FRACTIONS)
      || !rgm_course_dose (course, number, zone, RGM_INSTANT_NONE, &dose, NULL))
    return TRUE;
  return any ? safety_check_plan (course, &dose, SAFETY_MOVE, first, zone, zone, error)
             : check_apart (course, &dose, SAFETY_MOVE, first, zone, zone, error);
}

/* ---- skipped twice ---- */

/* Whether the window of @dose is over. */
static gboolean
is_past (const RgmDose *dose, const RgmZone *zone, RgmInstant now)
{
  return dose->latest < rgm_zone_day (zone, now);
}

gboolean
safety_check_skip (const RgmCourse *course, const RgmDose *dose, RgmInstant now,
                   const RgmZone *zone, GError **error)
{
  const RgmAdministration *last = rgm_course_administration (course, dose->number - 1);
  g_autofree char *was = NULL, *is = NULL;
  RgmDose before;

  if (dose->slot || last == NULL || last->outcome != RGM_SKIPPED
      || !rgm_course_dose (course, last->dose, zone, now, &before, NULL)
      || (ABS (now - last->recorded_at) >= TWICE_SECONDS
          && (is_past (&before, zone, now) || dose->earliest <= rgm_zone_day (zone, now))))
    return TRUE;
  was = rgm_local_describe (before.target);
  is = rgm_local_describe (dose->target);
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("dose %d of %s, planned for %s, is on record as skipped already, and the next "
                  "one is dose %d, planned for %s (this program's own rule). Should that one be "
                  "skipped too (regimen skip %s/%d --reason WHY)?"),
               before.number, course->handle, was, dose->number, is, course->handle, dose->number);
  return FALSE;
}

/* ---- undo ---- */

gboolean
safety_check_undo (const char *what, RgmInstant at, RgmInstant now, const RgmZone *zone,
                   GError **error)
{
  g_autofree char *when = NULL;

  if (now - at <= UNDO_SECONDS)
    return TRUE;
  when = rgm_local_describe (rgm_zone_to_local (zone, at));
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("the last change, made on %s, is more than an hour old (this program's own "
                  "rule): %s. Is that the change you mean?"),
               when, what);
  return FALSE;
}

/* ---- as needed ---- */

/* Whether one more dose at @at would keep the prescribed gap and maximum. */
static gboolean
is_allowed (const RgmCourse *course, const RgmSchedule *schedule, RgmInstant at)
{
  const Neighbour one_more = {
    .at = at, .apart = schedule_spacing (schedule), .known = RGM_INSTANT_NONE, .shared = RGM_NO_DAY
  };

  return too_near (course, &one_more, NULL) == NULL
         && (schedule->max_per_day == 0
             || most_within_day (course, 0, at) <= schedule->max_per_day);
}

RgmInstant
safety_as_needed_from (const RgmCourse *course, RgmInstant now, int *count)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  const gint64 spans[] = { schedule_spacing (schedule), DAY_SECONDS };
  RgmInstant first = RGM_INSTANT_NONE;

  *count = count_within_day (course, 0, now - DAY_SECONDS + 1);
  if (is_allowed (course, schedule, now))
    return now;
  /* Whatever rules out a dose now stops doing so exactly one gap, or one day, after one of the
   * doses on record. */
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *given = g_ptr_array_index (course->administrations, i);
    for (guint n = 0; n < G_N_ELEMENTS (spans); n++) {
      RgmInstant ends = given->at + spans[n], past = ((ends % 60) + 60) % 60;
      RgmInstant at = past == 0 ? ends : ends + 60 - past; /* rounded up to a whole minute */
      if (given->outcome == RGM_GIVEN && at > now && (first == RGM_INSTANT_NONE || at < first)
          && is_allowed (course, schedule, at))
        first = at;
    }
  }
  return first;
}
