#include "calendar/calendar-event.h"

#define USUAL_MINUTES 30

static RgmEventStatus
status_of (const RgmDose *dose)
{
  if (rgm_calendar_is_cancelled (dose))
    return RGM_EVENT_CANCELLED;
  gboolean sure = rgm_dose_is_timed (dose) && !dose->tentative && dose->state != RGM_DOSE_HELD;
  return sure || dose->state == RGM_DOSE_GIVEN ? RGM_EVENT_CONFIRMED : RGM_EVENT_TENTATIVE;
}

const RgmZone *
rgm_calendar_zone (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_GIVEN || dose->appointment == NULL)
    return subject->zone;
  const RgmZone *booked = rgm_zone_get (dose->appointment->zone, NULL);
  return booked != NULL ? booked : subject->zone;
}

RgmLocal
rgm_calendar_start (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_GIVEN)
    return rgm_zone_to_local (subject->zone, dose->administration->at);
  return dose->appointment != NULL ? dose->appointment->at : dose->target;
}

RgmInstant
rgm_calendar_moment (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  if (dose->state == RGM_DOSE_GIVEN)
    return dose->administration->at;
  return rgm_dose_moment (dose, subject->zone);
}

char *
rgm_calendar_uid (const RgmCourse *course, int dose, int lead)
{
  return lead == 0 ? g_strdup_printf ("%s-%d@regimen", course->uid, dose)
                   : g_strdup_printf ("%s-%d-lead%d@regimen", course->uid, dose, lead);
}

static void
set_time (RgmEvent *event, const RgmCalendarSubject *subject, const RgmDose *dose)
{
  const RgmZone *zone = rgm_calendar_zone (subject, dose);
  RgmFit fit;
  event->zone = g_strdup (rgm_zone_name (zone));
  event->start = rgm_calendar_start (subject, dose);
  rgm_zone_to_instant (zone, event->start, &fit);
  event->start_at = rgm_calendar_moment (subject, dose);
  event->utc = rgm_local_has_time (event->start) && fit != RGM_FIT_EXACT;
}

static int
minutes_of (const RgmCourse *course, int wanted)
{
  if (wanted > 0)
    return wanted;
  return course->minutes > 0 ? course->minutes : USUAL_MINUTES;
}

static const char *
place_of (const RgmCourse *course, const RgmDose *dose)
{
  const RgmAppointment *appointment = dose->appointment;
  return appointment != NULL && appointment->place != NULL
           ? appointment->place
           : rgm_course_place (course, dose->number);
}

static const char *
category_of (const RgmCalendarSubject *subject)
{
  const RgmTreatment *treatment
    = rgm_catalog_lookup (subject->session->catalog, subject->course->treatment_key);
  return treatment != NULL ? treatment->class_name : NULL;
}

static void
set_text (RgmEvent *event, const RgmCalendarSubject *subject, const RgmDose *dose)
{
  event->summary = rgm_calendar_summary (subject, dose);
  if (subject->private_mode)
    return;
  event->description = rgm_calendar_description (subject, dose);
  if (!rgm_calendar_is_cancelled (dose) && *subject->watch != '\0')
    event->details = g_ref_string_acquire (subject->watch);
  event->location = g_strdup (place_of (subject->course, dose));
  event->category = g_strdup (category_of (subject));
}

RgmEvent *
rgm_calendar_dose_event (const RgmCalendarSubject *subject, const RgmDose *dose,
                         const GArray *changes, int minutes, gboolean brief)
{
  const RgmCourse *course = subject->course;
  RgmEvent *event = g_new0 (RgmEvent, 1);
  event->uid = rgm_calendar_uid (course, dose->number, 0);
  event->created = course->started_at;
  event->sequence = rgm_dose_sequence (changes, dose->number, course->started_at, &event->changed);
  event->status = status_of (dose);
  event->minutes = minutes_of (course, minutes);
  event->alarms
    = rgm_calendar_is_open (dose) && dose->state != RGM_DOSE_HELD && !subject->lead_events;
  set_time (event, subject, dose);
  if (!brief)
    set_text (event, subject, dose);
  return event;
}
