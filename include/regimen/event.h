/* event.h: one event of a calendar, without the details of iCalendar. calendar.h makes events and
 * ical.h writes them, so the writer needs neither the record nor the catalog. Pure data.
 */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_EVENT_TENTATIVE,
  RGM_EVENT_CONFIRMED,
  RGM_EVENT_CANCELLED,
} RgmEventStatus;

/* One VEVENT. Strings are UTF-8, unescaped and unfolded. */
typedef struct {
  char *uid; /* "<course uuid>-<dose>@regimen": ASCII, no '/', for the life of the dose */
  int sequence;
  RgmInstant changed; /* DTSTAMP and LAST-MODIFIED */
  RgmInstant created;
  RgmEventStatus status;
  RgmLocal start;      /* without a time: an all-day event */
  char *zone;          /* timed: IANA name */
  gboolean utc;        /* timed: written in UTC, because the local time is in a gap or repeated */
  RgmInstant start_at; /* the moment of start; for a whole day its 00:00 */
  int minutes;         /* timed: length */
  char *summary;
  char *description; /* nullable: of this dose */
  /* nullable: follows the description after an empty line; a GRefString, shared by many events */
  char *details;
  char *location;   /* nullable */
  char *category;   /* nullable */
  gboolean alarms;  /* it rings: the dose is open and not on hold */
  gboolean on_time; /* with alarms: rings once, at the start itself, and not before it */
  gboolean free;    /* timed: takes up no time of the day */
  char *mark;       /* nullable: goes with a published event and tells who wrote it */
} RgmEvent;
RgmEvent *rgm_event_copy (const RgmEvent *event);
void rgm_event_free (RgmEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEvent, rgm_event_free)

/* How many minutes @event takes in a calendar: its own, or an hour more if the clock goes back in
 * it and its end would not come after its start by the clock. calcurse keeps local times, and
 * cannot read its own file with such an end. */
int rgm_event_minutes (const RgmEvent *event);

/* The parts of an event that matter to people. Servers and calendar programs rewrite the rest
 * (stamps, order, folding, alarms that were answered). */
typedef enum {
  RGM_EVENT_TIME,   /* start and length, in whatever zone they are written */
  RGM_EVENT_CALLED, /* whether it is cancelled */
  RGM_EVENT_SUMMARY,
  RGM_EVENT_LOCATION,
  RGM_EVENT_DESCRIPTION,
  RGM_EVENT_N_PARTS,
} RgmEventPart;

/* One hash of each part: the first 8 bytes of a SHA-256. */
typedef struct {
  guint64 part[RGM_EVENT_N_PARTS];
} RgmEventPrint;

RGM_END_DECLS
