/* calendar.h: the events of a calendar, without knowing iCalendar: what to say of each dose. ical.h writes them. */
#pragma once

#include <regimen/agenda.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_EVENT_TENTATIVE,
  RGM_EVENT_CONFIRMED,
  RGM_EVENT_CANCELLED,
} RgmEventStatus;

/* One VEVENT. Strings are UTF-8, unescaped and unfolded; nullable where said. */
typedef struct {
  char *uid;            /* "<course uuid>-<dose>@regimen": ASCII, no '/', for the life of the dose */
  int sequence;
  RgmInstant changed;   /* DTSTAMP and LAST-MODIFIED */
  RgmInstant created;
  RgmEventStatus status;
  RgmLocal start;       /* a whole day: all-day event */
  char *zone;           /* timed: IANA name */
  gboolean utc;         /* timed: the local time is in a gap or a repeated hour: write it in UTC */
  RgmInstant start_at;  /* timed */
  int minutes;          /* timed: length */
  char *summary;
  char *description;    /* nullable */
  char *location;       /* nullable */
  char *category;       /* nullable */
  gboolean alarms;      /* the dose is open and lies ahead */
} RgmEvent;
void rgm_event_free (RgmEvent *event);

typedef struct {
  int days;              /* ahead, 1 to 3660 */
  int minutes;           /* length of a booked visit, 0: the treatment's */
  gboolean private_mode; /* "Treatment", no description, place or category */
} RgmCalendarOptions;

/**
 * rgm_calendar_events: one event for each dose from 90 days ago to @options->days ahead, by start, then UID.
 * @patient_id: 0: of all.
 * Returns: (transfer full) (element-type RgmEvent): NULL with RGM_ERROR_CALENDAR where there is nothing to export.
 */
GPtrArray *rgm_calendar_events (const RgmSession *session, gint64 patient_id, const RgmCalendarOptions *options, GError **error);

RGM_END_DECLS
