/* calendar-event.h: the event of one dose. */
#pragma once

#include "agenda/calendar-text.h"

/* Where the dose stands: where it was given, is booked or is planned. */
RgmLocal rgm_calendar_start (const RgmCalendarSubject *subject, const RgmDose *dose);

/* @changes: (element-type RgmDoseChange): of the course. Returns: (transfer full). */
RgmEvent *rgm_calendar_event (const RgmCalendarSubject *subject, const RgmDose *dose,
                              const GArray *changes, int minutes);
