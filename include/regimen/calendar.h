/* calendar.h: what a calendar says of each dose, as events (event.h). */
#pragma once

#include <regimen/agenda.h>
#include <regimen/event.h>

RGM_BEGIN_DECLS

typedef struct {
  int days;              /* ahead, 1 to 3660 */
  int minutes;           /* length of a booked visit, 0: the treatment's */
  gboolean private_mode; /* "Treatment", no description, place or category */
  gboolean tablets;      /* also courses of fixed times and those taken as needed */
} RgmCalendarOptions;

/**
 * rgm_calendar_events: one event for each dose from 90 days ago to @options->days ahead, by start,
 * then UID.
 * @patient_id: 0: of all; where there are several, the titles begin with their names.
 *
 * Given doses stand at the moment they were given, in the patient's zone. Doses that will not be
 * (skipped, stopped, no longer planned) are cancelled events until
 * 90 days after their day, as far as an export with the same @options->days can have shown them
 * before. What an event says depends on the record alone: the
 * same record gives the same events on the same day, whatever the time.
 * Private where @options or the settings of @session say so.
 * Returns: (transfer full) (element-type RgmEvent): NULL with RGM_ERROR_CALENDAR where there is
 * nothing to export.
 */
GPtrArray *rgm_calendar_events (const RgmSession *session, gint64 patient_id,
                                const RgmCalendarOptions *options, GError **error);

RGM_END_DECLS
