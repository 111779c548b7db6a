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
  char *mark;      /* nullable: rgm_event_mark_format() of what is published with it */
} RgmEvent;
RgmEvent *rgm_event_copy (const RgmEvent *event);
/* Makes the description one text, with the details in it, for those who compare events. */
void rgm_event_join (RgmEvent *event);
void rgm_event_free (RgmEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEvent, rgm_event_free)

/* What of an event matters to people, part by part. Servers and calendar programs rewrite the rest
 * (stamps, order, folding, alarms that were answered). */
typedef enum {
  RGM_EVENT_TIME,   /* start and length, whatever the zone they are written in */
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

/**
 * rgm_event_print: the hashes of @event. Texts count without the form in which they are composed
 * and without the number and kind of their blanks, which servers change.
 */
RgmEventPrint rgm_event_print (const RgmEvent *event);
gboolean rgm_event_print_equal (const RgmEventPrint *a, const RgmEventPrint *b);
/* Hexadecimal numbers with points between. Returns: (transfer full). */
char *rgm_event_print_format (const RgmEventPrint *print);
/* Returns: FALSE where @text, nullable, is none. */
gboolean rgm_event_print_parse (const char *text, RgmEventPrint *print);

/* What a published event tells of itself: who wrote it from which state of a record, so that it is
 * seen whether somebody changed it since. ASCII, without any character that iCalendar escapes. */
typedef struct {
  guint64 writer;      /* the database on one computer that published it */
  int sequence;        /* in the record of the writer; SEQUENCE may be higher */
  RgmInstant changed;  /* in the record of the writer */
  RgmEventPrint print; /* of the event as it was written */
} RgmEventMark;
/* Returns: (transfer full). */
char *rgm_event_mark_format (const RgmEventMark *mark);
/* Returns: FALSE where @text, nullable, is none. */
gboolean rgm_event_mark_parse (const char *text, RgmEventMark *mark);

RGM_END_DECLS
