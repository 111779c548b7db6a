/* calendar-event.h: the event of one dose. */
#pragma once

#include "calendar/calendar-text.h"

/* Where the dose stands: where it was given, is booked or is planned. */
RgmLocal rgm_calendar_start (const RgmCalendarSubject *subject, const RgmDose *dose);

RgmInstant rgm_calendar_moment (const RgmCalendarSubject *subject, const RgmDose *dose);

/* The zone of that: what happened is shown where the patient lives; an appointment keeps the zone
 * of its booking. */
const RgmZone *rgm_calendar_zone (const RgmCalendarSubject *subject, const RgmDose *dose);

/* For the life of the dose. @lead: 0, or that of an event before it. Returns: (transfer full). */
char *rgm_calendar_uid (const RgmCourse *course, int dose, int lead);

/* @changes: (element-type RgmDoseChange): of the course. @brief: without texts. Returns: (transfer
 * full). */
RgmEvent *rgm_calendar_dose_event (const RgmCalendarSubject *subject, const RgmDose *dose,
                                   const GArray *changes, int minutes, gboolean brief);
