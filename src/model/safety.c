/* The safety checks: what is entered, next to what the source says of a treatment and what was
 * prescribed. */
#include "model/safety.h"

#include <regimen/describe.h>

#include "base/i18n.h"
#include "model/schedule.h"

#define DAY_SECONDS 86400

/* ---- interval ---- */

gboolean
safety_check_interval (const RgmTreatment *treatment, const RgmSource *source, RgmPeriod every,
                       GError **error)
{
  /* The shortest and the longest time that the interval can be, in hours. */
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
               _ ("%s every %s: the source says %s (\"%s\", %s)"), treatment->name, asked,
               treatment->interval_text, source->title, source->publisher);
  return FALSE;
}

/* ---- two at once ---- */

static gboolean
replaces_class (const RgmTreatment *treatment, const char *class_key)
{
  return treatment->instead_of != NULL
         && g_strv_contains ((const char *const *)treatment->instead_of, class_key);
}

/* The one of the two whose source says that it is used in place of the other; NULL if neither's
 * does. */
static const RgmTreatment *
replacing_one (const RgmTreatment *added, const RgmCourse *course, const GPtrArray *treatments)
{
  if (replaces_class (added, course->treatment_class))
    return added;
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *active = g_ptr_array_index (treatments, i);
    if (g_str_equal (active->key, course->treatment_key))
      return replaces_class (active, added->class_key) ? active : NULL;
  }
  return NULL;
}

gboolean
safety_check_in_place_of (const RgmTreatment *treatment, const RgmSource *source,
                          const GPtrArray *active, const GPtrArray *all_treatments, GError **error)
{
  for (guint i = 0; i < active->len; i++) {
    const RgmCourse *course = g_ptr_array_index (active, i);
    const RgmTreatment *replacing = replacing_one (treatment, course, all_treatments);
    if (replacing != NULL) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                   _ ("the course %s (%s) is active: %s (\"%s\", %s)"), course->handle,
                   course->treatment_name, replacing->instead_text, source->title,
                   source->publisher);
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- logging ---- */

/* A dose counts as early before its window opens, or before its appointment if that is earlier. A
 * fixed time may be taken a quarter of the usual distance ahead. */
static gboolean
check_window (const RgmCourse *course, const RgmDose *dose, RgmInstant at, const RgmZone *zone,
              GError **error)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  RgmLocal given = rgm_zone_to_local (zone, at), opens = { dose->earliest, RGM_NO_TIME };
  g_autofree char *when = NULL, *target = NULL, *first = NULL;

  if (dose->why == RGM_WHY_TAKEN)
    return TRUE;
  if (dose->slot) {
    RgmInstant from = rgm_dose_moment (dose, zone) - schedule_spacing (schedule) / 4;
    if (at >= from)
      return TRUE;
    opens = rgm_zone_to_local (zone, from);
  } else {
    if (dose->appointment != NULL)
      opens.day = MIN (opens.day, dose->appointment->at.day);
    if (given.day >= opens.day)
      return TRUE;
    given.second = RGM_NO_TIME;
  }
  when = rgm_local_describe (given);
  target = rgm_local_describe (dose->target);
  first = rgm_local_describe (opens);
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("%s is too early for dose %d: it is planned for %s, and its window opens on %s"),
               when, dose->number, target, first);
  return FALSE;
}

/* The given dose other than dose @number that is less than @apart seconds away from @at. */
static const RgmAdministration *
too_near (const RgmCourse *course, int number, RgmInstant at, gint64 apart)
{
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *other = g_ptr_array_index (course->administrations, i);
    if (other->outcome == RGM_GIVEN && other->dose != number && ABS (other->at - at) < apart)
      return other;
  }
  return NULL;
}

static gboolean
check_neighbours (const RgmCourse *course, const RgmDose *dose, RgmInstant at, const RgmZone *zone,
                  GError **error)
{
  const RgmSchedule *schedule = rgm_course_revision (course, dose->number)->schedule;
  gboolean as_needed = schedule->kind == RGM_SCHEDULE_AS_NEEDED;
  gint64 spacing = schedule_spacing (schedule);
  const RgmAdministration *other
    = too_near (course, dose->number, at, as_needed ? spacing : spacing / 4);
  g_autofree char *when = NULL;

  if (other == NULL)
    return TRUE;
  when = rgm_local_describe (rgm_administration_local (other, zone));
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               as_needed ? _ ("dose %d of %s was taken on %s, less than %d hours away")
                         : _ ("dose %d of %s was given on %s, less than a quarter of the "
                              "interval away; is this the same one?"),
               other->dose, course->handle, when, schedule->gap.count);
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

/* How many doses there would be within 24 hours if dose @number was given at @at. The fullest 24
 * hours with @at in them begin at one of the doses. */
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
safety_check_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at, const RgmZone *zone,
                  GError **error)
{
  int max = rgm_course_revision (course, dose->number)->schedule->max_per_day;
  int count = max > 0 ? most_within_day (course, dose->number, at) : 0;

  if (!check_neighbours (course, dose, at, zone, error))
    return FALSE;
  if (count > max) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("this would be %d doses of %s within 24 hours; at most %d were prescribed"),
                 count, course->handle, max);
    return FALSE;
  }
  return check_window (course, dose, at, zone, error);
}

/* ---- as needed ---- */

/* Whether a dose more at @at would keep the gap and the maximum. */
static gboolean
is_allowed (const RgmCourse *course, const RgmSchedule *schedule, RgmInstant at)
{
  return too_near (course, 0, at, schedule_spacing (schedule)) == NULL
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
  /* What stands in the way of a dose ends a gap, or a day, after one of the doses on record. */
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *given = g_ptr_array_index (course->administrations, i);
    for (guint n = 0; n < G_N_ELEMENTS (spans); n++) {
      RgmInstant ends = given->at + spans[n], past = ((ends % 60) + 60) % 60;
      RgmInstant at = past == 0 ? ends : ends + 60 - past; /* a whole minute */
      if (given->outcome == RGM_GIVEN && at > now && (first == RGM_INSTANT_NONE || at < first)
          && is_allowed (course, schedule, at))
        first = at;
    }
  }
  return first;
}
