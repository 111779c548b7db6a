/* calendar-event.h: the event of one dose. */
#pragma once

#include "agenda/calendar-text.h"

/* @changes: (element-type RgmDoseChange): of the course. Returns: (transfer full). */
RgmEvent *rgm_calendar_event (const RgmCalendarSubject *subject, const RgmDose *dose,
                              const GArray *changes, int minutes);
