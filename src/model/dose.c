/* How one dose is described: its title, when and where it is, its state. The agenda, the calendar,
 * alerts and JSON all use these functions, so that they never disagree about a dose. */
#include "model/dose.h"

#include <regimen/describe.h>

#include "base/i18n.h"
#include "model/course.h"

#define SLOT_GRACE_SECONDS 3600

char *
rgm_dose_title (const RgmCourse *course, int number)
{
  if (course_revision (course, number)->schedule->kind == RGM_SCHEDULE_ONCE)
    return g_strdup (course->treatment_name);
  return g_strdup_printf ("%s %s %d", course->treatment_name, rgm_unit_words (course->unit),
                          number);
}

/* ---- when and where ---- */

gboolean
dose_is_timed (const RgmDose *dose)
{
  return rgm_local_has_time (rgm_dose_local (dose));
}

/* The zone in which the dose was booked; NULL if there is no appointment, or if this system lacks
 * its zone. */
static const RgmZone *
booked_zone (const RgmDose *dose)
{
  return dose->appointment != NULL ? rgm_zone_get (dose->appointment->zone, NULL) : NULL;
}

gboolean
dose_zone_is_lost (const RgmDose *dose)
{
  return dose->appointment != NULL && booked_zone (dose) == NULL;
}

RgmLocal
rgm_dose_local (const RgmDose *dose)
{
  if (dose->appointment == NULL)
    return dose->target;
  if (dose_zone_is_lost (dose))
    return (RgmLocal){ dose->appointment->at.day, RGM_NO_TIME };
  return dose->appointment->at;
}

RgmLocal
rgm_dose_shown (const RgmDose *dose, const RgmZone *zone)
{
  if (dose->state == RGM_DOSE_GIVEN)
    return rgm_administration_local (dose->administration, zone);
  return rgm_dose_local (dose);
}

const RgmZone *
rgm_dose_zone (const RgmDose *dose, const RgmZone *patient)
{
  const RgmZone *booked = booked_zone (dose);

  return booked != NULL ? booked : patient;
}

const char *
dose_other_zone (const RgmDose *dose, const RgmZone *patient)
{
  const RgmZone *zone = rgm_dose_zone (dose, patient);

  return zone != patient ? rgm_zone_name (zone) : NULL;
}

/* @zone: (nullable): the name of the zone, if it is to be named. Returns: (transfer full). */
static char *
time_text (RgmLocal local, const char *zone)
{
  g_autofree char *text = rgm_local_describe (local);

  return zone != NULL ? g_strdup_printf (_ ("%s, time of %s"), text, zone)
                      : g_steal_pointer (&text);
}

char *
appointment_text (const RgmAppointment *appointment, const RgmZone *patient)
{
  gboolean elsewhere = rgm_zone_get (appointment->zone, NULL) != patient;

  return time_text (appointment->at, elsewhere ? appointment->zone : NULL);
}

char *
dose_time_text (const RgmDose *dose, const RgmZone *patient)
{
  return time_text (rgm_dose_local (dose), dose_other_zone (dose, patient));
}

RgmInstant
rgm_dose_moment (const RgmDose *dose, const RgmZone *zone)
{
  return rgm_zone_to_instant (rgm_dose_zone (dose, zone), rgm_dose_local (dose), NULL);
}

RgmInstant
dose_overdue_from (const RgmDose *dose, const RgmZone *zone)
{
  RgmLocal end = { MAX (dose->latest, dose->target.day) + 1, RGM_NO_TIME };
  RgmInstant overdue = rgm_zone_to_instant (zone, end, NULL);

  if (dose->slot)
    return rgm_dose_moment (dose, zone) + SLOT_GRACE_SECONDS;
  if (dose->appointment == NULL)
    return overdue;
  end.day = dose->appointment->at.day + 1;
  return MAX (overdue, rgm_zone_to_instant (rgm_dose_zone (dose, zone), end, NULL));
}

RgmDay
dose_day (const RgmDose *dose, const RgmZone *zone)
{
  if (!dose_is_timed (dose))
    return rgm_dose_local (dose).day;
  return rgm_zone_day (zone, rgm_dose_moment (dose, zone));
}

gboolean
dose_has_window (const RgmDose *dose, const RgmCourse *course)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;

  return !dose->slot && (schedule->kind != RGM_SCHEDULE_ONCE || schedule->window_days >= 0);
}

char *
dose_booking_example (const RgmDose *dose, RgmDay day)
{
  RgmLocal at = { day, rgm_local_has_time (dose->target) ? dose->target.second : 10 * 3600 };

  return g_strdelimit (rgm_local_format (at), "T", ' ');
}

int
dose_beside_window (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone)
{
  RgmDay day = dose_day (dose, zone), there = rgm_dose_local (dose).day;

  if (!dose_has_window (dose, course) || (there >= dose->earliest && there <= dose->latest))
    return 0;
  return day < dose->earliest ? -1 : day > dose->latest;
}

/* Whether the user said something about this dose itself: it is booked, on hold, or was moved,
 * alone or with all later ones. In the last case a revision begins with it. */
static gboolean
is_named (const RgmDose *dose, const RgmCourse *course)
{
  const RgmRevision *revision = course_revision (course, dose->number);

  return dose->appointment != NULL || dose->hold != NULL
         || course_move (course, dose->number) != NULL
         || (revision->from_dose == dose->number && revision->schedule->first.day != RGM_NO_DAY);
}

gboolean
dose_is_projection (const RgmDose *dose, const RgmCourse *course)
{
  return dose->tentative && !is_named (dose, course);
}

gboolean
dose_is_overtaken (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone,
                   RgmInstant now)
{
  return dose_is_projection (dose, course) && dose_day (dose, zone) < rgm_zone_day (zone, now);
}

gboolean
dose_has_visit_time (const RgmDose *dose, const RgmCourse *course)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  gboolean by_hours = schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->every.unit == 'h';

  if (dose->appointment != NULL)
    return !dose_zone_is_lost (dose);
  return rgm_local_has_time (dose->target) && !dose->slot && !by_hours;
}

RgmInstant
dose_reported_at (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  RgmInstant moment = rgm_dose_moment (dose, zone);

  if (dose_has_visit_time (dose, course) && moment < now
      && rgm_zone_day (zone, moment) == rgm_zone_day (zone, now))
    return moment;
  return now;
}

char *
dose_log_words (const RgmDose *dose, const RgmCourse *course, const RgmZone *zone, RgmInstant now,
                gboolean lasting)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  gboolean by_hours = schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->every.unit == 'h';
  RgmDay day = dose_day (dose, zone), today = rgm_zone_day (zone, now);
  g_autofree char *date = rgm_day_format (day), *time = NULL;

  if (dose->hold != NULL || day > today || (day == today && !lasting))
    return g_strdup_printf ("log %s/%d", course->handle, dose->number);
  if (!by_hours)
    return g_strdup_printf ("log %s/%d --at %s", course->handle, dose->number, date);
  /* a time that is typed is one of the patient's zone */
  RgmLocal local = dose->appointment != NULL && dose_has_visit_time (dose, course)
                     ? rgm_zone_to_local (zone, rgm_dose_moment (dose, zone))
                     : rgm_dose_local (dose);
  time = g_strdelimit (rgm_local_format (local), "T", ' ');
  return g_strdup_printf ("log %s/%d --at \"%s\"", course->handle, dose->number, time);
}

char *
dose_hold_text (const RgmHold *hold, const RgmZone *zone)
{
  g_autofree char *since = rgm_day_describe (rgm_zone_day (zone, hold->since));

  return g_strdup_printf (_ ("on hold since %s (%s)"), since, hold->reason);
}

char *
rgm_dose_relative (const RgmDose *dose, const RgmZone *zone, RgmInstant now)
{
  return rgm_day_relative (dose_day (dose, zone), rgm_zone_day (zone, now));
}

const char *
rgm_dose_place (const RgmDose *dose, const RgmCourse *course)
{
  if (dose->appointment != NULL && dose->appointment->place != NULL)
    return dose->appointment->place;
  return rgm_course_place (course, dose->number);
}

/* ---- states ---- */

gboolean
rgm_dose_is_to_book (const RgmDose *dose, const RgmCourse *course)
{
  const RgmSchedule *schedule = course_revision (course, dose->number)->schedule;
  gboolean timed = rgm_local_has_time (dose->target);

  if (!dose->open || dose->hold != NULL || dose->appointment != NULL)
    return FALSE;
  switch (schedule->kind) {
  case RGM_SCHEDULE_INTERVAL:
    return !timed || schedule->every.unit != 'h';
  case RGM_SCHEDULE_ONCE:
    return !timed;
  default:
    return FALSE;
  }
}

const char *
rgm_unit_words (const char *unit)
{
  static const char *const words[] = { N_ ("dose"),
                                       N_ ("doses"),
                                       N_ ("infusion"),
                                       N_ ("infusions"),
                                       N_ ("injection"),
                                       N_ ("injections"),
                                       N_ ("session"),
                                       N_ ("sessions"),
                                       N_ ("tablet"),
                                       N_ ("tablets"),
                                       N_ ("visit"),
                                       N_ ("visits"),
                                       NULL };

  return unit != NULL && g_strv_contains (words, unit) ? _ (unit) : unit;
}

RgmDeed
rgm_deed_of_unit (const char *unit)
{
  if (g_strcmp0 (unit, "visit") == 0)
    return RGM_DEED_DONE;
  return g_strcmp0 (unit, "tablet") == 0 || g_strcmp0 (unit, "dose") == 0 ? RGM_DEED_TAKEN
                                                                          : RGM_DEED_GIVEN;
}

/* The word for a dose that was given, not translated. */
static const char *
deed_words (const char *unit)
{
  switch (rgm_deed_of_unit (unit)) {
  case RGM_DEED_TAKEN:
    return N_ ("taken");
  case RGM_DEED_DONE:
    return N_ ("done");
  default:
    return N_ ("given");
  }
}

const char *
rgm_deed_words (const char *unit)
{
  return _ (deed_words (unit));
}

const char *
dose_record_state (const RgmDose *dose, const RgmCourse *course)
{
  switch (dose->state) {
  case RGM_DOSE_GIVEN:
    return deed_words (course->unit);
  case RGM_DOSE_SKIPPED:
    return N_ ("skipped");
  case RGM_DOSE_CANCELLED:
    return N_ ("cancelled");
  case RGM_DOSE_HELD:
    return N_ ("on hold");
  default:
    return dose->appointment != NULL            ? N_ ("booked")
           : dose->projected                    ? N_ ("tentative")
           : rgm_dose_is_to_book (dose, course) ? N_ ("to book")
                                                : N_ ("planned");
  }
}

const char *
dose_record_words (const RgmDose *dose, const RgmCourse *course)
{
  return _ (dose_record_state (dose, course));
}

const char *
rgm_dose_state_words (const RgmDose *dose, const RgmCourse *course)
{
  switch (dose->state) {
  case RGM_DOSE_DUE:
    return _ ("due");
  case RGM_DOSE_OVERDUE:
    return _ ("overdue");
  case RGM_DOSE_MISSED:
    return _ ("missed");
  default:
    return dose_record_words (dose, course);
  }
}

const char *
rgm_dose_state_name (RgmDoseState state)
{
  static const char *const names[]
    = { "planned", "booked", "due", "overdue", "held", "given", "skipped", "missed", "cancelled" };
  return names[state];
}
