/* event.h: one event of a calendar, without knowing iCalendar. calendar.h makes them, ical.h writes
 * them; here so that the writer needs neither the record nor the catalog. Pure data.
 */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_EVENT_TENTATIVE,
  RGM_EVENT_CONFIRMED,
  RGM_EVENT_CANCELLED,
} RgmEventStatus;

/* One VEVENT. Strings are UTF-8, unescaped and unfolded; nullable where said. */
typedef struct {
  char *uid; /* "<course uuid>-<dose>@regimen": ASCII, no '/', for the life of the dose */
  int sequence;
  RgmInstant changed; /* DTSTAMP and LAST-MODIFIED */
  RgmInstant created;
  RgmEventStatus status;
  RgmLocal start;      /* a whole day: all-day event */
  char *zone;          /* timed: IANA name */
  gboolean utc;        /* timed: the local time is in a gap or a repeated hour: write it in UTC */
  RgmInstant start_at; /* timed; a whole day: its 00:00, for the order */
  int minutes;         /* timed: length */
  char *summary;
  char *description; /* nullable: of this dose */
  /* nullable: what follows it after an empty line; a GRefString, because many events share it */
  char *details;
  char *location;  /* nullable */
  char *category;  /* nullable */
  gboolean alarms; /* rings before the start: the dose is open and not on hold */
  gboolean free;   /* timed: takes up no time of the day */
} RgmEvent;
RgmEvent *rgm_event_copy (const RgmEvent *event);
/* Makes the description one text, with the details in it, for those who compare events. */
void rgm_event_join (RgmEvent *event);
void rgm_event_free (RgmEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEvent, rgm_event_free)

RGM_END_DECLS
