/* incoming.h: what a calendar file says, without knowing iCalendar: ical.h reads it, proposal.h
 * judges it. Pure data. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* Why the time of an event is not known. */
typedef enum {
  RGM_INCOMING_FINE,
  RGM_INCOMING_NO_START,   /* DTSTART (of a task: DUE) is missing */
  RGM_INCOMING_BAD_START,  /* it is no date, or outside the years 1900 to 2199 */
  RGM_INCOMING_TWO_STARTS, /* there are several */
  RGM_INCOMING_REPEATS,    /* it is a series, and a single day of it was expected */
  RGM_INCOMING_RULE,       /* it repeats by a rule that RgmIncomingRule cannot hold */
  RGM_INCOMING_LINE,       /* a line about the days of its series cannot be read */
  /* what only incoming_expand() finds */
  RGM_INCOMING_STRAY,    /* it changes or leaves out an appointment that its series does not have */
  RGM_INCOMING_UNSURE,   /* it can be read in several ways which appointment that is */
  RGM_INCOMING_VERSIONS, /* the file does not say which version of the series is the later one */
} RgmIncomingProblem;

/* From when on, by the file's own rules of a zone, its clocks show @offset seconds more than UTC.
 */
typedef struct {
  RgmLocal from;
  int offset;
} RgmIncomingOffset;

/* So many changes of a zone's clocks are told at most. */
#define RGM_INCOMING_MOST_OFFSETS 1000

/* A series has at most this many appointments. */
#define RGM_INCOMING_LONGEST_SERIES 366

/* A plain rule by which an event repeats (RFC 5545 section 3.3.10): every few days or weeks, with
 * an end. */
typedef struct {
  int unit;       /* 0: it does not repeat; 1: days, 7: weeks */
  int every;      /* 1 to RGM_INCOMING_LONGEST_SERIES units */
  int days;       /* bit 0 is Monday; 0: the weekday of the start */
  int count;      /* 1 to RGM_INCOMING_LONGEST_SERIES; 0: until */
  RgmLocal until; /* a day counts to its end; RGM_LOCAL_NONE: count says how often */
  gboolean until_utc;
  int week_start; /* 1 (Monday) to 7: the first day of a week */
} RgmIncomingRule;

/* One VEVENT or VTODO. Strings are UTF-8, on one line, without control or direction characters. */
typedef struct {
  char *uid;           /* "" if it has none */
  int sequence;        /* 0 to G_MAXINT; larger ones count as that */
  gboolean unnumbered; /* it has no SEQUENCE, which some calendars drop */
  gboolean task;       /* VTODO */
  gboolean cancelled;
  gboolean done; /* marked as done in one of the ways that calendars have */
  gboolean
    standing;       /* the calendar on the server has it now, whatever its SEQUENCE; no file does */
  gboolean deleted; /* the calendar on the server had it, and it was deleted there */
  RgmIncomingProblem problem;
  int line;          /* that cannot be read, if that is the problem; else 0 */
  RgmLocal start;    /* RGM_LOCAL_NONE if there is a problem; without a time for a whole day */
  gboolean utc;      /* start is in UTC; if there is a tzid too, it may be a time in that zone */
  gboolean all_day;  /* the file calls it a whole day, whatever form start has */
  gboolean day_long; /* it has a time, and lasts for whole days */
  gboolean endless;  /* it has no end, or ends when it starts */
  char *tzid;        /* nullable: the file's name of the zone in which start is */
  char *iana; /* nullable: the IANA name of that zone by the file (X-LIC-LOCATION) or Windows */
  /* nullable: of RgmIncomingOffset, in order: the file's own rules of that zone, from start (or an
   * earlier instance) to the end of the series */
  GArray *offsets;
  RgmIncomingRule rule;
  /* the time at which the rule of its series has this appointment, or only its day;
   * RGM_LOCAL_NONE if it is none of a series */
  RgmLocal instance;
  gboolean instance_utc;
  /* nullable: the zone of instance, as tzid, iana and offsets; without one and not in UTC, it is in
   * the zone of its series */
  char *instance_tzid, *instance_iana;
  GArray *instance_offsets;
  gboolean added;    /* its rule does not have it; the series has it besides (RDATE) */
  gboolean excluded; /* it is not an event: the series leaves this appointment out */
  /* what incoming_expand() works out */
  RgmInstant instance_at;
  RgmInstant instance_other; /* the other reading, or RGM_INSTANT_NONE */
  RgmDay instance_day;       /* if instance only tells a day, that day; else RGM_NO_DAY */
  /* which appointment it stands for, or whether an exception of its series stands for it, can be
   * read in several ways */
  gboolean unsure;
  const RgmZone *series_zone; /* nullable: in which the times of its series are shown */
  RgmInstant completed;       /* RGM_INSTANT_NONE if that is not said */
  RgmInstant changed; /* LAST-MODIFIED, else DTSTAMP; RGM_INSTANT_NONE if there is neither */
  char *summary;      /* nullable, at most 200 characters */
  char *place;        /* nullable, likewise */
} RgmIncoming;

RgmIncoming *rgm_incoming_new (void);
RgmIncoming *rgm_incoming_copy (const RgmIncoming *incoming);
void rgm_incoming_free (RgmIncoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIncoming, rgm_incoming_free)

/* Why the time of an event can be read in two ways. */
typedef enum {
  RGM_DOUBT_NONE,
  RGM_DOUBT_RULES, /* the file describes the zone differently from what its name means */
  RGM_DOUBT_UTC,   /* the time is marked as UTC, and a zone is named too */
  RGM_DOUBT_DAY,   /* it may be a whole day, which some programs write as a time */
} RgmIncomingDoubt;

/* The time of an event, once its zone is found. */
typedef struct {
  RgmInstant at;       /* of a whole day: its 00:00 in the patient's zone */
  RgmLocal local;      /* in @zone; of a whole day: that day */
  const RgmZone *zone; /* the zone in which it would be booked */
  RgmIncomingDoubt doubt;
  RgmInstant
    other; /* the other reading; RGM_INSTANT_NONE if there is none, or its zone is not known */
} RgmIncomingTime;

/**
 * rgm_incoming_time: finds out when @event is. Its zone is the one with the name TZID, or with an
 * end of it ("/freeassociation.sourceforge.net/Europe/Berlin"), else the one with the IANA name
 * that the file tells; else the file's own rules give the instant. A time without zone is that of
 * @zone, the patient's. If the name and the rules do not agree, the name counts, as it does in
 * calendar programs; if a time in UTC has a zone too, UTC counts (RFC 5545 section 3.2.19). In both
 * cases doubt and other tell the other reading. A zone that shows the same time as @zone at that
 * moment is replaced by @zone.
 *
 * The moment of a midnight in @zone is a whole day if the file says that it lasts for whole days.
 * If an event that is called a whole day has another time, or one at 00:00 may be a whole day by
 * its length or for want of an end, the day counts, and other is the time. Returns: FALSE with
 * RGM_ERROR_CALENDAR if the start has a problem, or the zone is neither known nor described.
 */
gboolean rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                            GError **error);

/* More events than this are not read from one calendar. */
#define RGM_INCOMING_MOST 20000

/**
 * rgm_incoming_clean: makes @text of unknown origin fit to be shown on a terminal and kept on
 * record: one line, at most @most characters, without control characters, direction marks and other
 * invisible characters; several blanks become one.
 * @text: any bytes up to the NUL. Returns: (transfer full) (nullable): NULL if nothing is left.
 */
char *rgm_incoming_clean (const char *text, int most);

RGM_END_DECLS
