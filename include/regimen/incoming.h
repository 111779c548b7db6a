/* incoming.h: the events and tasks that a calendar file contains, without the details of iCalendar.
 * ical.h reads them, proposal.h judges them. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* Why the time of an event cannot be determined. */
typedef enum {
  RGM_INCOMING_FINE,
  RGM_INCOMING_NO_START,   /* DTSTART (of a task: DUE) is missing */
  RGM_INCOMING_BAD_START,  /* DTSTART is not a date, or is outside the years 1900 to 2199 */
  RGM_INCOMING_TWO_STARTS, /* there are several DTSTART lines */
  RGM_INCOMING_REPEATS,    /* it is a series, but only a single event was expected */
  RGM_INCOMING_RULE,       /* it repeats by a rule that does not fit into RgmIncomingRule */
  RGM_INCOMING_LINE,       /* a line that sets days of its series cannot be read */
  /* The problems below are found only by incoming_expand(). */
  RGM_INCOMING_STRAY,  /* it changes or cancels an appointment that its series does not have */
  RGM_INCOMING_UNSURE, /* it is not clear which appointment of its series it is for */
  /* the file has several versions of the series and does not say which is the latest */
  RGM_INCOMING_VERSIONS,
} RgmIncomingProblem;

/* A change of a zone's clocks according to the file's own rules: from the local time @from on, they
 * are @offset seconds ahead of UTC. */
typedef struct {
  RgmLocal from;
  int offset;
} RgmIncomingOffset;

/* At most this many changes of a zone's clocks are read. */
#define RGM_INCOMING_MOST_OFFSETS 1000

/* A series has at most this many appointments. */
#define RGM_INCOMING_LONGEST_SERIES 366

/* A simple rule by which an event repeats (RFC 5545 section 3.3.10): every few days or weeks, with
 * an end. */
typedef struct {
  int unit;  /* 0: it does not repeat; 1: days; 7: weeks */
  int every; /* the appointments are this many units apart, 1 to RGM_INCOMING_LONGEST_SERIES */
  int days;  /* weekdays, bit 0 is Monday; 0: the weekday of the start */
  /* number of appointments, 1 to RGM_INCOMING_LONGEST_SERIES; 0: until sets the end */
  int count;
  /* the last moment, or a whole day, inclusive; RGM_LOCAL_NONE: count sets the end */
  RgmLocal until;
  gboolean until_utc;
  int week_start; /* 1 (Monday) to 7: the first day of a week */
} RgmIncomingRule;

/* One VEVENT or VTODO. Strings are UTF-8, on one line, without control characters or direction
 * marks. */
typedef struct {
  char *uid;           /* "" if it has none */
  int sequence;        /* 0 to G_MAXINT; a larger one becomes G_MAXINT */
  gboolean unnumbered; /* it has no SEQUENCE; some calendars drop it */
  gboolean task;       /* VTODO */
  gboolean cancelled;
  gboolean done; /* marked as done, in any of the ways that calendars use */
  /* the next four are never set for a file */
  gboolean standing; /* it is on the calendar server now, and counts whatever its SEQUENCE */
  gboolean unmoved;  /* it is there at the time at which regimen wrote it */
  gboolean reworded; /* only its title or its description was changed there */
  gboolean deleted;  /* it was on the calendar server, and was deleted there */
  RgmIncomingProblem problem;
  int line;       /* the line that cannot be read, for RGM_INCOMING_LINE; else 0 */
  RgmLocal start; /* RGM_LOCAL_NONE if there is a problem; an all-day event has no time */
  /* start is in UTC; if tzid is set too, start may be meant as a time in that zone instead */
  gboolean utc;
  gboolean all_day;  /* the file calls it an all-day event, even if start has a time */
  gboolean day_long; /* it has a time, but its length is a number of whole days */
  gboolean endless;  /* it has no end, or ends at its start */
  char *tzid;        /* nullable: the zone of start, as the file calls it */
  /* nullable: the IANA name of that zone, from the file (X-LIC-LOCATION) or from its Windows
   * name */
  char *iana;
  /* nullable: of RgmIncomingOffset, in order: the file's own rules of that zone, from start (or an
   * earlier instance) to the end of the series */
  GArray *offsets;
  RgmIncomingRule rule;
  /* for an appointment of a series: the time, or only the day, that the rule of the series gives
   * it; RGM_LOCAL_NONE if it does not belong to a series */
  RgmLocal instance;
  gboolean instance_utc;
  /* nullable: the zone of instance, in the form of tzid, iana and offsets; if there is none and
   * instance is not in UTC, instance is in the zone of the series */
  char *instance_tzid, *instance_iana;
  GArray *instance_offsets;
  gboolean added;    /* not given by the rule of the series, but added to it (RDATE) */
  gboolean excluded; /* not an event: the series leaves this appointment out (EXDATE) */
  /* The members from here to series_zone are set by incoming_expand(). */
  RgmInstant instance_at;
  RgmInstant instance_other; /* the other reading of instance, or RGM_INSTANT_NONE */
  RgmDay instance_day;       /* if instance is only a day, that day; else RGM_NO_DAY */
  /* it is not clear which appointment of its series it is for, or whether an exception of the
   * series is for it */
  gboolean unsure;
  const RgmZone *series_zone; /* nullable: the zone in which the times of its series are shown */
  /* when the task was completed; RGM_INSTANT_NONE if the file does not say */
  RgmInstant completed;
  RgmInstant changed; /* LAST-MODIFIED, else DTSTAMP; RGM_INSTANT_NONE if there is neither */
  char *summary;      /* nullable, at most 200 characters */
  /* nullable, likewise; "": it had one on the calendar server, which was removed there */
  char *place;
} RgmIncoming;

RgmIncoming *rgm_incoming_new (void);
RgmIncoming *rgm_incoming_copy (const RgmIncoming *incoming);
void rgm_incoming_free (RgmIncoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIncoming, rgm_incoming_free)

/* Why the time of an event has two readings. */
typedef enum {
  RGM_DOUBT_NONE,
  RGM_DOUBT_RULES, /* the file's rules for the zone differ from those of the zone with that name */
  RGM_DOUBT_UTC,   /* the time is marked as UTC, but a zone is named too */
  RGM_DOUBT_DAY,   /* it may be an all-day event, which some programs write as a time */
} RgmIncomingDoubt;

/* The time of an event, after its zone was found. */
typedef struct {
  RgmInstant at;       /* for a whole day: its 00:00 in the patient's zone */
  RgmLocal local;      /* in @zone; for a whole day: that day */
  const RgmZone *zone; /* the zone in which the appointment would be booked */
  RgmIncomingDoubt doubt;
  /* the other reading, if there is a doubt; RGM_INSTANT_NONE if its zone is not known */
  RgmInstant other;
} RgmIncomingTime;

/**
 * rgm_incoming_time: finds out when @event is. Its zone is the one whose name is tzid, or the end
 * of tzid ("/freeassociation.sourceforge.net/Europe/Berlin"), else the one with the IANA name that
 * the file gives; if this system knows none of these, the file's own rules give the instant. A time
 * without a zone is in @zone, the patient's. If the name of the zone and the file's rules do not
 * agree, the name counts, as in calendar programs; if a time in UTC has a zone too, UTC counts (RFC
 * 5545 section 3.2.19). In both cases doubt says why, and other is the other reading. A zone that
 * shows the same time as @zone at that moment is replaced by @zone.
 *
 * If the start is in UTC, is midnight in @zone, and the file says that the event lasts for whole
 * days, it is certainly an all-day event. If the file calls it an all-day event but gives it
 * another time, or if it is at 00:00 and may last all day, because its length is whole days or it
 * has no end, it counts as an all-day event and other is its time.
 * Returns: FALSE with RGM_ERROR_CALENDAR if the start has a problem, or the zone is neither known
 * nor described in the file.
 */
gboolean rgm_incoming_time (const RgmIncoming *event, const RgmZone *zone, RgmIncomingTime *time,
                            GError **error);

/* A calendar with more events than this, also after its series are expanded, is refused. */
#define RGM_INCOMING_MOST 20000

/**
 * rgm_incoming_clean: makes @text, whose origin is unknown, safe to show on a terminal and to keep
 * on record: one line of at most @most characters, without control characters, direction marks and
 * other invisible characters. Several blanks become one.
 * @text: any bytes up to the NUL.
 * Returns: (transfer full) (nullable): NULL if nothing is left.
 */
char *rgm_incoming_clean (const char *text, int most);

RGM_END_DECLS
