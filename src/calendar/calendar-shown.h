/* calendar-shown.h: tells which doses a calendar has ever shown. If such a dose is no longer
 * planned, its event has to be cancelled; a dose that no calendar has shown needs no event. */
#pragma once

#include <regimen/calendar.h>

/* A version of a course: the course as it was between two changes of the record. */
typedef struct {
  gint64 patient_id;
  const RgmZone *zone; /* the zone of the patient */
  gboolean tablets;
  gint64 from, before; /* the changes that began and ended this version */
  RgmInstant ended;    /* when the change @before was made */
} CalendarVersion;

/**
 * calendar_shown_until: the last day for which a calendar has shown the doses of @version.
 * @exports: the result of store_exports().
 * @days: how many days ahead a calendar is taken to reach if this is not on record.
 * Returns: RGM_NO_DAY if no calendar has shown the version.
 */
RgmDay calendar_shown_until (const GArray *exports, const CalendarVersion *version, int days);

/* Notes that a calendar of the present record was handed to another program. Writes nothing if that
 * is noted already. @patient_id: 0: a calendar of all patients. Returns: FALSE with @error set if
 * the record could not be read or written. */
gboolean calendar_shown_note (const RgmSession *session, gint64 patient_id,
                              const RgmCalendarOptions *options, GError **error);
