/* calendar-shown.h: which doses some calendar has shown: it has to be told when they are no longer
 * planned, and no other calendar has. */
#pragma once

#include <regimen/calendar.h>

/* One course between two changes of the record: who has it, and from when to when it was so. */
typedef struct {
  gint64 patient_id;
  const RgmZone *zone; /* the patient's */
  gboolean tablets;
  gint64 from, before; /* the changes that began and ended this version */
  RgmInstant ended;    /* when the latter was made */
} CalendarVersion;

/**
 * calendar_shown_until: the last day of the doses of @version that some calendar has shown.
 * @exports: of store_exports().
 * @days: how far ahead a calendar reached of which this is not known.
 * Returns: RGM_NO_DAY if none has shown the version.
 */
RgmDay calendar_shown_until (const GArray *exports, const CalendarVersion *version, int days);

/* Notes that a calendar of the record as it is now was handed to another program. Writes nothing if
 * that is known already. @patient_id: 0: of all. */
gboolean calendar_shown_note (const RgmSession *session, gint64 patient_id,
                              const RgmCalendarOptions *options, GError **error);
