/* proposal.h: what an event that comes back from a calendar proposes, next to what the record says
 * of that dose. A proposal never decides anything. */
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
  RGM_PROPOSE_ATTACH, /* the record says so already; only the event is to be remembered */
  RGM_PROPOSE_NOTE,   /* the user is told, and nothing more */
} RgmProposalKind;

/* How the event differs from the record. */
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
  RGM_BECAUSE_UNREADABLE, /* its time cannot be read */
  RGM_BECAUSE_TWICE,      /* the file has two different versions of it */
  RGM_BECAUSE_FOREIGN,    /* it does not belong to this record */
  RGM_BECAUSE_PLANNED,    /* an invitation to the time at which the dose is planned: it is booked */
} RgmProposalReason;

/* One dose as a calendar that has the last export shows it. */
typedef struct {
  RgmDoseState state;
  gboolean slot;      /* one of fixed times, which is moved and never booked */
  gboolean booked;    /* it has an appointment */
  gboolean attaching; /* an invitation is being attached to it, which books it */
  int sequence;
  RgmInstant changed;      /* when the record last changed what it shows */
  RgmLocal start;          /* without a time: an all-day event */
  RgmInstant at;           /* timed: the moment of start */
  const char *place;       /* nullable: of the appointment itself */
  const char *usual_place; /* nullable: of the course */
} RgmOnCalendar;

typedef struct {
  RgmProposalKind kind;
  RgmProposalReason reason;
  gboolean choice; /* the user has to decide: there are two ways, or something was guessed */
  gboolean behind; /* the record has changed since that copy was made, so the user has to look */
  RgmLocal at;     /* book, move */
  const RgmZone *zone; /* book */
  RgmInstant moment;   /* log */
  /* log: the calendar has only a day; moment is its noon, or now. For a fixed time the user has to
   * say the time; else the day is enough. An invitation that is attached: it has a place and only a
   * day, so without a time from the user the place is lost. */
  gboolean no_time;
  gboolean day_only;
  /* nullable; borrows from the event or from the record. Book: where it is. Anything else: what an
   * invitation without a time says. */
  const char *place;
} RgmVerdict;

/* "moved", "done" and so on, for JSON: never translated. */
const char *rgm_proposal_reason_name (RgmProposalReason reason);

RGM_END_DECLS
