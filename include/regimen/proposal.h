/* proposal.h: what an event that comes back from a calendar asks for, next to what the record says
 * of that dose. It proposes and never decides. Pure. */
#pragma once

#include <regimen/dose.h>
#include <regimen/incoming.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_PROPOSE_NOTHING, /* the calendar agrees with the record */
  RGM_PROPOSE_BOOK,
  RGM_PROPOSE_MOVE,
  RGM_PROPOSE_LOG,
  RGM_PROPOSE_HOLD_OR_SKIP,
  RGM_PROPOSE_ATTACH, /* the record says so already: only to be remembered */
  RGM_PROPOSE_NOTE,   /* to be told, and nothing more */
} RgmProposalKind;

/* What the event has that the record has not. */
typedef enum {
  RGM_BECAUSE_SAME,
  RGM_BECAUSE_MOVED,      /* another day or time */
  RGM_BECAUSE_PLACE,      /* another place */
  RGM_BECAUSE_DONE,       /* marked as done */
  RGM_BECAUSE_PAST,       /* moved to a moment that has passed */
  RGM_BECAUSE_CANCELLED,  /* cancelled, and not by the record */
  RGM_BECAUSE_OLDER,      /* the record has changed since this copy of the event was made */
  RGM_BECAUSE_ENDED,      /* the dose is on record as given or skipped, and the event differs */
  RGM_BECAUSE_GONE,       /* the dose is no longer planned */
  RGM_BECAUSE_TIMELESS,   /* only its time of day was taken away */
  RGM_BECAUSE_AHEAD,      /* marked as done, for a day to come */
  RGM_BECAUSE_UNREADABLE, /* its time cannot be told */
  RGM_BECAUSE_TWICE,      /* the file says two things of it */
  RGM_BECAUSE_FOREIGN,    /* not of this record */
} RgmProposalReason;

/* One dose as a calendar that has the last export shows it. */
typedef struct {
  RgmDoseState state;
  gboolean slot;   /* one of fixed times: it is moved, never booked */
  gboolean booked; /* it has an appointment */
  int sequence;
  RgmInstant changed;      /* when the record last changed what it shows */
  RgmLocal start;          /* a whole day: all-day */
  RgmInstant at;           /* timed: the instant */
  const char *place;       /* nullable: of the appointment itself */
  const char *usual_place; /* nullable: of the course */
} RgmOnCalendar;

typedef struct {
  RgmProposalKind kind;
  RgmProposalReason reason;
  gboolean choice; /* it needs a person: there are two ways, or something was guessed */
  gboolean behind; /* the record has changed since that copy was made: so a person has to look */
  RgmLocal at;     /* book, move */
  const RgmZone *zone; /* book */
  RgmInstant moment;   /* log */
  gboolean no_time;    /* log: the calendar has a day only; moment is its noon, or now */
  const char *place;   /* book: nullable; borrows from the event or from the record */
} RgmVerdict;

/**
 * rgm_proposal_judge: compares @event, which is at @time, with @ours.
 * @zone: the patient's. @now: the moment of the import.
 *
 * In this order: an event that says what the record says asks for nothing. One that is marked as
 * done asks for a log at its time; one of an earlier SEQUENCE (RFC 5545 §3.8.7.4) is a copy of
 * before a change, and for nothing else. One that has no SEQUENCE, or a high one of its own
 * program's counting but an older stamp, may be such a copy. A cancelled one asks whether the dose
 * is put off or will not be given. What stands in the calendar now is not old, but where the record
 * has changed too a person has to say which of the two holds. Another time is booked; another day
 * without time is a move; a time that has passed asks whether the dose was given then. What is on
 * record as given or skipped is never changed. Where the file gives two readings of its time a
 * person has to say which of the two holds.
 */
RgmVerdict rgm_proposal_judge (const RgmOnCalendar *ours, const RgmIncoming *event,
                               const RgmIncomingTime *time, const RgmZone *zone, RgmInstant now);

/* An appointment of other people's making as it was when it was last looked at. */
typedef struct {
  int sequence;
  RgmInstant changed; /* RGM_INSTANT_NONE: not said */
  RgmInstant at;
  gboolean cancelled;
} RgmRemembered;

/**
 * rgm_proposal_is_news: whether @event, which is at @time, is a later version of what is @known of
 * it: a higher SEQUENCE; with the same one, another time or state that is not from before
 * (RFC 5546 section 2.1.5: SEQUENCE, then DTSTAMP).
 */
gboolean rgm_proposal_is_news (const RgmRemembered *known, const RgmIncoming *event,
                               const RgmIncomingTime *time);

/* "book", "move", "log", "hold or skip", "attach", "note"; and "moved", "done", …: for JSON, never
 * translated. */
const char *rgm_proposal_kind_name (RgmProposalKind kind);
const char *rgm_proposal_reason_name (RgmProposalReason reason);

RGM_END_DECLS
