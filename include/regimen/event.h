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

/* One VEVENT. Strings are UTF-8, neither escaped nor folded. */
typedef struct {
  char *uid; /* "<course uuid>-<dose>@regimen": ASCII, without '/'; never changes */
  int sequence;
  RgmInstant changed; /* DTSTAMP and LAST-MODIFIED */
  RgmInstant created;
  RgmEventStatus status;
  RgmLocal start; /* without a time: an all-day event */
  char *zone;     /* IANA name, of a timed event */
  /* timed: written in UTC, because the local time does not exist or exists twice */
  gboolean utc;
  RgmInstant start_at; /* the moment of start; for an all-day event its 00:00 */
  int minutes;         /* timed: its length */
  char *summary;
  char *description; /* nullable: what is specific to this dose */
  /* nullable: follows the description after an empty line; a GRefString that many events share */
  char *details;
  char *location;   /* nullable */
  char *category;   /* nullable */
  gboolean alarms;  /* calendars show alarms for it: the dose is open and not on hold */
  gboolean on_time; /* with alarms: one alarm only, at the start itself and not before it */
  gboolean free;    /* timed: does not block the time in free/busy views */
  char *mark;       /* nullable: stored with a published event, and tells which writer made it */
} RgmEvent;
RgmEvent *rgm_event_copy (const RgmEvent *event);
void rgm_event_free (RgmEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEvent, rgm_event_free)

/* How many minutes @event takes in a calendar: its own length. If the clock goes back during the
 * event, so that its end by the clock would not be after its start, it is longer by as much as the
 * clock goes back: calcurse keeps local times, and cannot read a file of its own with such an
 * end. */
int rgm_event_minutes (const RgmEvent *event);

/* The parts of an event that matter to people. Servers and calendar programs rewrite the others
 * (stamps, order, folding, alarms that were answered). */
typedef enum {
  RGM_EVENT_TIME,   /* start and length, whatever zone they are written in */
  RGM_EVENT_CALLED, /* whether it is cancelled */
  RGM_EVENT_SUMMARY,
  RGM_EVENT_LOCATION,
  RGM_EVENT_DESCRIPTION,
  RGM_EVENT_N_PARTS,
} RgmEventPart;

/* One hash per part: the first 8 bytes of a SHA-256. */
typedef struct {
  guint64 part[RGM_EVENT_N_PARTS];
} RgmEventPrint;

RGM_END_DECLS
