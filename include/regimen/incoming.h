/* incoming.h: what a calendar file says, without knowing iCalendar: ical.h reads it, proposal.h
 * judges it. Pure data, and the plain text in which it goes from the process that parses a file of
 * unknown origin to the one that holds the record. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* Why the time of an event cannot be told. */
typedef enum {
  RGM_INCOMING_FINE,
  RGM_INCOMING_NO_START,   /* DTSTART (of a task: DUE) is missing */
  RGM_INCOMING_BAD_START,  /* it is no date, or outside the years 1900 to 2199 */
  RGM_INCOMING_TWO_STARTS, /* there are several */
  RGM_INCOMING_REPEATS,    /* RRULE, RDATE or RECURRENCE-ID: which day is meant is not said */
} RgmIncomingProblem;

/* One VEVENT or VTODO. Strings are UTF-8, on one line, without control or direction characters. */
typedef struct {
  char *uid;     /* "": it has none */
  int sequence;  /* 0 to G_MAXINT; larger ones count as that */
  gboolean task; /* VTODO */
  gboolean cancelled;
  gboolean done;     /* marked as done in one of the ways that calendars have */
  gboolean standing; /* it stands so in the calendar now, whatever its SEQUENCE; never in a file */
  gboolean deleted;  /* it stands there no more; likewise */
  RgmIncomingProblem problem;
  RgmLocal start; /* RGM_LOCAL_NONE where there is a problem with it; a whole day: all-day */
  gboolean utc;   /* start is in UTC */
  char *tzid;     /* nullable: start is in the zone that the file calls so */
  char *iana;     /* nullable: what the file says that zone is elsewhere (X-LIC-LOCATION) */
  gboolean has_offset;
  int offset;           /* by the file's own rules of the zone: seconds east of UTC at start */
  RgmInstant completed; /* RGM_INSTANT_NONE: not said */
  RgmInstant changed;   /* LAST-MODIFIED, else DTSTAMP; RGM_INSTANT_NONE: neither */
  char *summary;        /* nullable, at most 200 characters */
  char *place;          /* nullable, likewise */
} RgmIncoming;

RgmIncoming *rgm_incoming_new (void);
void rgm_incoming_free (RgmIncoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIncoming, rgm_incoming_free)

/* When an event is, once its zone is found. */
typedef struct {
  RgmInstant at;       /* a whole day: its 00:00 in the patient's zone */
  RgmLocal local;      /* in @zone; a whole day: that day */
  const RgmZone *zone; /* the zone in which it would be booked */
} RgmIncomingTime;

/**
 * rgm_incoming_time: when @event is. Its zone is found by name: the TZID where it is an IANA name
 * or ends in one ("/freeassociation.sourceforge.net/Europe/Berlin"), else
 * what the file says it is elsewhere; else the file's own rules give the instant. A time without
 * zone is that of @zone, the patient's. Another zone is kept only where its
 * clocks differ from @zone at that moment.
 * Returns: FALSE with RGM_ERROR_CALENDAR where the start has a problem, or the zone is neither
 * known nor described.
 */
gboolean rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                            GError **error);

/* The text of at most this many events goes from one process to the other. */
#define RGM_INCOMING_MOST 20000

/* @events: (element-type RgmIncoming). Returns: (transfer full). */
char *rgm_incoming_write (const GPtrArray *events);

/**
 * rgm_incoming_read: reads what rgm_incoming_write() wrote, and trusts nothing in it.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR for anything
 * that is not exactly of that form.
 */
GPtrArray *rgm_incoming_read (const char *text, gsize length, GError **error);

/**
 * rgm_incoming_clean: @text from a file of unknown origin as it may be shown on a terminal and kept
 * on record: one line, at most @most characters, without control characters, direction marks and
 * other invisible ones; runs of blanks are one.
 * @text: any bytes up to the NUL. Returns: (transfer full) (nullable): NULL where nothing is left.
 */
char *rgm_incoming_clean (const char *text, int most);

RGM_END_DECLS
