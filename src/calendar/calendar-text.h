/* calendar-text.h: what the event of a dose says. Every medical word comes from the catalog. */
#pragma once

#include <regimen/calendar.h>

/* A dose in its course, and who it is for. Borrows everything. */
typedef struct {
  const RgmSession *session;
  const RgmCourse *course;
  const RgmZone *zone; /* the patient's */
  const char *patient; /* nullable: the name, where there are several */
  char *watch;         /* rgm_calendar_watch() as a GRefString */
  gboolean private_mode;
  gboolean lead_events; /* in place of alarms */
} RgmCalendarSubject;

/* Whether the dose will not be: skipped, stopped, or no longer planned. */
gboolean rgm_calendar_is_cancelled (const RgmDose *dose);

/* Whether it can still be given. That a fixed time has passed without an answer is said by the
 * clock alone, and changes nothing here. */
gboolean rgm_calendar_is_open (const RgmDose *dose);

/* "Denosumab injection 3 (to book)". Returns: (transfer full). */
char *rgm_calendar_summary (const RgmCalendarSubject *subject, const RgmDose *dose);

/* What to watch for after the treatment of @course, with the source; the same for each of its
 * doses. Returns: (transfer full). */
char *rgm_calendar_watch (const RgmCatalog *catalog, const RgmCourse *course);

/* Amount, window, why that day. Returns: (transfer
 * full). */
char *rgm_calendar_description (const RgmCalendarSubject *subject, const RgmDose *dose);
