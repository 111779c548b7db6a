/* calendar-shown.c: notes which versions of the record were exported to calendars, and tells how
 * far a calendar has shown a course. */
#include "calendar/calendar-shown.h"

#include "store/calendar-rows.h"
#include "store/write.h"

RgmDay
calendar_shown_until (const GArray *exports, const CalendarVersion *version, int days)
{
  RgmDay until = RGM_NO_DAY;
  for (guint i = 0; i < exports->len; i++) {
    const RgmExport *export = &g_array_index (exports, RgmExport, i);
    gboolean known = export->at != RGM_INSTANT_NONE;
    if (export->last_change < version->from || export->first_change >= version->before
        || (export->patient_id != 0 && export->patient_id != version->patient_id)
        || (version->tablets && !export->tablets))
      continue;
    RgmDay last = rgm_zone_day (version->zone, known ? export->at : version->ended)
                  + (known ? export->days : days);
    until = MAX (until, last);
  }
  return until;
}

gboolean
calendar_shown_note (const RgmSession *session, gint64 patient_id,
                     const RgmCalendarOptions *options, GError **error)
{
  RgmExport export = {
    .at = session->now, .patient_id = patient_id, .days = options->days, .tablets = options->tablets
  };
  gboolean known = FALSE;
  if (!store_last_change (session->store, &export.last_change, error))
    return FALSE;
  export.first_change = export.last_change;
  if (!store_export_is_known (session->store, &export, &known, error) || known)
    return known;
  g_autoptr (RgmTransaction) noted = store_begin (session->store, NULL, session->now, error);
  return noted != NULL && store_note_export (noted, &export, error) && store_commit (noted, error);
}
