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
  RGM_INCOMING_REPEATS,    /* it is one of a series: which day is meant is not said */
  RGM_INCOMING_RULE,       /* it repeats in another way than RgmIncomingRule has */
} RgmIncomingProblem;

/* A series has at most this many appointments. */
#define RGM_INCOMING_LONGEST_SERIES 366

/* How an event repeats (RFC 5545 section 3.3.10), as far as it is plain: some days or weeks apart,
 * with an end. */
typedef struct {
  int unit;       /* 0: it does not repeat; 1: days, 7: weeks */
  int every;      /* 1 to RGM_INCOMING_LONGEST_SERIES units */
  int days;       /* bit 0 is Monday; 0: the weekday of the start */
  int count;      /* 1 to RGM_INCOMING_LONGEST_SERIES; 0: until */
  RgmLocal until; /* a day: to its end; RGM_LOCAL_NONE: count */
  gboolean until_utc;
  int week_start; /* 1 (Monday) to 7: where a week of several weeks begins */
} RgmIncomingRule;

/* One VEVENT or VTODO. Strings are UTF-8, on one line, without control or direction characters. */
typedef struct {
  char *uid;           /* "": it has none */
  int sequence;        /* 0 to G_MAXINT; larger ones count as that */
  gboolean unnumbered; /* no SEQUENCE is written: some calendars drop it */
  gboolean task;       /* VTODO */
  gboolean cancelled;
  gboolean done;     /* marked as done in one of the ways that calendars have */
  gboolean standing; /* it stands so in the calendar now, whatever its SEQUENCE; never in a file */
  gboolean deleted;  /* it stands there no more; likewise */
  RgmIncomingProblem problem;
  RgmLocal start;   /* RGM_LOCAL_NONE where there is a problem with it; a whole day: all-day */
  gboolean utc;     /* start is in UTC */
  gboolean all_day; /* it is said to be a whole day, whatever form start has */
  char *tzid;       /* nullable: start is in the zone that the file calls so */
  char *iana;       /* nullable: what the file says that zone is elsewhere (X-LIC-LOCATION) */
  gboolean has_offset;
  int offset; /* by the file's own rules of the zone: seconds east of UTC at start */
  RgmIncomingRule rule;
  /* of a series: when its rule has this one; in UTC, or in the zone of start; RGM_LOCAL_NONE: not
   * said, or no series */
  RgmLocal instance;
  gboolean instance_utc;
  gboolean excluded; /* no event, but a day on which the series has none */
  /* the same, once it is worked out (rgm_incoming_expand()) */
  RgmInstant instance_at;
  RgmInstant completed; /* RGM_INSTANT_NONE: not said */
  RgmInstant changed;   /* LAST-MODIFIED, else DTSTAMP; RGM_INSTANT_NONE: neither */
  char *summary;        /* nullable, at most 200 characters */
  char *place;          /* nullable, likewise */
} RgmIncoming;

RgmIncoming *rgm_incoming_new (void);
RgmIncoming *rgm_incoming_copy (const RgmIncoming *incoming);
void rgm_incoming_free (RgmIncoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIncoming, rgm_incoming_free)

/* When an event is, once its zone is found. */
typedef struct {
  RgmInstant at;       /* a whole day: its 00:00 in the patient's zone */
  RgmLocal local;      /* in @zone; a whole day: that day */
  const RgmZone *zone; /* the zone in which it would be booked */
  /* the file describes the zone otherwise than its name has it: by that description it would be at
   * other; else RGM_INSTANT_NONE */
  RgmInstant other;
} RgmIncomingTime;

/**
 * rgm_incoming_time: when @event is. Its zone is found by name: the TZID where it is an IANA name
 * or ends in one ("/freeassociation.sourceforge.net/Europe/Berlin"), else
 * what the file says it is elsewhere; else the file's own rules give the instant. A time without
 * zone is that of @zone, the patient's. Where the name and the rules do not agree the name counts,
 * as in the programs that people look at, and other says so. Another zone is kept only where its
 * clocks differ from @zone at that moment.
 * Returns: FALSE with RGM_ERROR_CALENDAR where the start has a problem, or the zone is neither
 * known nor described.
 */
gboolean rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                            GError **error);

/**
 * rgm_incoming_expand: @events with each series as its appointments, in the order of the file:
 * those of its rule and its other days, without those that are left out, and with those that were
 * changed by themselves (RECURRENCE-ID) in their place. What is not plain gets RGM_INCOMING_RULE.
 * Pure.
 * @keep: whether the series of a UID stays one event, with RGM_INCOMING_REPEATS.
 * @zone: that of times without one.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR where that were
 * more than RGM_INCOMING_MOST.
 */
typedef gboolean (*RgmIncomingKeep) (const char *uid);
GPtrArray *rgm_incoming_expand (const GPtrArray *events, RgmIncomingKeep keep, const RgmZone *zone,
                                GError **error);

/* More events than this are not read from one calendar. */
#define RGM_INCOMING_MOST 20000

/**
 * rgm_incoming_clean: @text from a file of unknown origin as it may be shown on a terminal and kept
 * on record: one line, at most @most characters, without control characters, direction marks and
 * other invisible ones; runs of blanks are one.
 * @text: any bytes up to the NUL. Returns: (transfer full) (nullable): NULL where nothing is left.
 */
char *rgm_incoming_clean (const char *text, int most);

RGM_END_DECLS
