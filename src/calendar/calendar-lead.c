#include "calendar/calendar-lead.h"

#include "base/i18n.h"
#include "calendar/calendar-event.h"

#define HOUR_SECONDS 3600
#define LEAD_MINUTES 15
#define MORNING (9 * HOUR_SECONDS)

/* The hours before a visit, the important one first. */
static const int hours_before[] = { 2, 24 };

/* Where it was to be, whatever became of it. */
static RgmLocal
planned (const RgmDose *dose)
{
  return dose->appointment != NULL ? dose->appointment->at : dose->target;
}

RgmInstant
rgm_calendar_lead_moment (const RgmCalendarSubject *subject, const RgmDose *dose, int lead)
{
  RgmLocal start = planned (dose);
  if (rgm_local_has_time (start))
    return rgm_dose_moment (dose, subject->zone) - hours_before[lead - 1] * HOUR_SECONDS;
  return rgm_zone_to_instant (subject->zone, (RgmLocal){ start.day - 1, MORNING }, NULL);
}

/* What has rung before its dose was given is past, and of no interest any more. One that was to
 * ring for a visit is taken back where the visit was put off. */
int
rgm_calendar_leads (const RgmCalendarSubject *subject, const RgmDose *dose)
{
  gboolean may_have_been_timed = dose->state == RGM_DOSE_HELD || dose->why == RGM_WHY_MOVED;
  if (dose->state == RGM_DOSE_GIVEN
      && rgm_calendar_lead_moment (subject, dose, 1) <= dose->administration->at)
    return 0;
  return rgm_local_has_time (planned (dose)) || may_have_been_timed ? 2 : 1;
}

static gboolean
rings (const RgmDose *dose, int lead)
{
  return rgm_calendar_is_open (dose) && dose->state != RGM_DOSE_HELD
         && (lead == 1 || rgm_local_has_time (planned (dose)));
}

static char *
title (const RgmDose *dose, const RgmEvent *event, int lead)
{
  if (event->status == RGM_EVENT_CANCELLED)
    return g_strdup (event->summary);
  if (!rings (dose, lead))
    return g_strconcat (_ ("Cancelled: "), event->summary, NULL);
  if (lead == 1 && rgm_local_has_time (planned (dose)))
    return g_strdup_printf (_ ("In 2 hours: %s"), event->summary);
  return g_strdup_printf (_ ("Tomorrow: %s"), event->summary);
}

static void
set_words (RgmEvent *event, const RgmDose *dose, int lead)
{
  char *dose_title = event->summary;
  event->summary = dose_title != NULL ? title (dose, event, lead) : NULL;
  g_free (dose_title);
  g_clear_pointer (&event->description, g_free);
  g_clear_pointer (&event->details, g_ref_string_release);
}

RgmEvent *
rgm_calendar_lead_event (const RgmCalendarSubject *subject, const RgmDose *dose, RgmEvent *event,
                         int lead)
{
  const RgmZone *zone = rgm_calendar_zone (subject, dose);
  RgmFit fit;
  set_words (event, dose, lead);
  g_free (event->uid);
  event->uid = rgm_calendar_uid (subject->course, dose->number, lead);
  event->start_at = rgm_calendar_lead_moment (subject, dose, lead);
  event->start = rgm_zone_to_local (zone, event->start_at);
  g_free (event->zone);
  event->zone = g_strdup (rgm_zone_name (zone));
  rgm_zone_to_instant (zone, event->start, &fit);
  event->utc = fit != RGM_FIT_EXACT;
  event->minutes = LEAD_MINUTES;
  event->free = TRUE;
  event->alarms = FALSE;
  event->status = rings (dose, lead) ? RGM_EVENT_CONFIRMED : RGM_EVENT_CANCELLED;
  return event;
}
