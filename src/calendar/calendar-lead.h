/* calendar-lead.h: short events before a dose, for calendars that ignore the alarms of what they
 * import. They live and end with their dose. */
#pragma once

#include "calendar/calendar-text.h"

/* How many of them @dose has: numbered from 1. */
int rgm_calendar_leads (const RgmCalendarSubject *subject, const RgmDose *dose);

RgmInstant
rgm_calendar_lead_moment (const RgmCalendarSubject *subject, const RgmDose *dose, int lead);

/* Makes @event, that of @dose, the one of @lead. Returns: @event. */
RgmEvent *rgm_calendar_lead_event (const RgmCalendarSubject *subject, const RgmDose *dose,
                                   RgmEvent *event, int lead);
