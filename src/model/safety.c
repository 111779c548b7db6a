#include <regimen/describe.h>
#include <regimen/safety.h>

#include "base/i18n.h"

/* ---- interval ---- */

/* The shortest and the longest that a period can be, in hours. */
static void
period_hours (RgmPeriod period, gint64 *shortest, gint64 *longest)
{
  gint64 days = rgm_period_days (period);

  *shortest = *longest = days * 24;
  if (period.unit == 'h')
    *shortest = *longest = period.count;
  if (period.unit == 'm') {
    *shortest = period.count * 28 * 24;
    *longest = period.count * 31 * 24;
  }
}

gboolean
rgm_safety_interval (const RgmTreatment *treatment, const RgmSource *source, RgmPeriod every,
                     GError **error)
{
  gint64 shortest, longest;
  g_autofree char *asked = NULL;

  if (treatment->interval.max_days == 0)
    return TRUE;
  period_hours (every, &shortest, &longest);
  if (longest >= treatment->interval.min_days * 24 && shortest <= treatment->interval.max_days * 24)
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

static const RgmTreatment *
treatment_of (const RgmCourse *course, const GPtrArray *treatments)
{
  for (guint i = 0; i < treatments->len; i++) {
    const RgmTreatment *treatment = g_ptr_array_index (treatments, i);
    if (g_str_equal (treatment->key, course->treatment_key))
      return treatment;
  }
  return NULL;
}

/* The one of the two whose source says that it is used in place of the other; NULL where neither's
 * does. */
static const RgmTreatment *
replacing_one (const RgmTreatment *added, const RgmCourse *course, const GPtrArray *treatments)
{
  const RgmTreatment *active = treatment_of (course, treatments);

  if (replaces_class (added, course->treatment_class))
    return added;
  return active != NULL && replaces_class (active, added->class_key) ? active : NULL;
}

gboolean
rgm_safety_in_place_of (const RgmTreatment *treatment, const RgmSource *source,
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

static gboolean
check_window (const RgmDose *dose, RgmInstant at, const RgmZone *zone, GError **error)
{
  RgmDay opens
    = dose->appointment != NULL ? MIN (dose->earliest, dose->appointment->at.day) : dose->earliest;
  g_autofree char *first = NULL, *target = NULL, *given = NULL;

  if (rgm_zone_day (zone, at) >= opens)
    return TRUE;
  first = rgm_day_describe (opens);
  target = rgm_day_describe (dose->target.day);
  given = rgm_day_describe (rgm_zone_day (zone, at));
  g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
               _ ("%s is too early for dose %d: it is planned for %s, and its window opens on %s"),
               given, dose->number, target, first);
  return FALSE;
}

static gint64
quarter_seconds (const RgmSchedule *schedule)
{
  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return (schedule->every.unit == 'h'
              ? schedule->every.count * 3600
              : rgm_period_days (schedule->every) * G_GINT64_CONSTANT (86400))
           / 4;
  case RGM_SCHEDULE_FRACTIONS:
    return 86400 / schedule->per_day / 4;
  default:
    return 0;
  }
}

static gboolean
check_neighbours (const RgmCourse *course, const RgmDose *dose, RgmInstant at, const RgmZone *zone,
                  GError **error)
{
  gint64 quarter = quarter_seconds (rgm_course_revision (course, dose->number)->schedule);

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *other = g_ptr_array_index (course->administrations, i);
    g_autofree char *when = NULL;
    if (other->outcome != RGM_GIVEN || other->dose == dose->number
        || ABS (other->at - at) >= quarter)
      continue;
    when = rgm_local_describe (rgm_zone_to_local (zone, other->at));
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("dose %d of %s was given on %s, less than a quarter of the interval away; is "
                    "this the same one?"),
                 other->dose, course->handle, when);
    return FALSE;
  }
  return TRUE;
}

gboolean
rgm_safety_log (const RgmCourse *course, const RgmDose *dose, RgmInstant at, const RgmZone *zone,
                GError **error)
{
  return check_neighbours (course, dose, at, zone, error) && check_window (dose, at, zone, error);
}
