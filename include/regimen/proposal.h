/* proposal.h: what an event that comes back from a calendar proposes to change, compared with what
 * the record says about that dose. A proposal never decides anything. */
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
  RGM_PROPOSE_ATTACH, /* the record agrees already; only remember the event */
  RGM_PROPOSE_NOTE,   /* tell the user, and do nothing else */
} RgmProposalKind;

/* How the event differs from the record. */
typedef enum {
  RGM_BECAUSE_SAME,
  RGM_BECAUSE_MOVED,      /* another day or time */
  RGM_BECAUSE_PLACE,      /* another place */
  RGM_BECAUSE_DONE,       /* marked as done */
  RGM_BECAUSE_PAST,       /* moved to a moment that has passed */
  RGM_BECAUSE_CANCELLED,  /* cancelled, but not by the record */
  RGM_BECAUSE_OLDER,      /* the record has changed since this copy of the event was made */
  RGM_BECAUSE_ENDED,      /* the dose is on record as given or skipped, and the event differs */
  RGM_BECAUSE_GONE,       /* the dose is no longer planned */
  RGM_BECAUSE_TIMELESS,   /* its time of day was removed, and nothing else was changed */
  RGM_BECAUSE_AHEAD,      /* marked as done, but its day is still to come */
  RGM_BECAUSE_UNREADABLE, /* its time cannot be read */
  RGM_BECAUSE_TWICE,      /* the file has two different versions of it */
  RGM_BECAUSE_FOREIGN,    /* it does not belong to this record */
  /* an invitation for the time at which the dose is planned: the dose becomes booked */
  RGM_BECAUSE_PLANNED,
  RGM_BECAUSE_REWORDED, /* another title or description, which the record does not keep */
} RgmProposalReason;

/* One dose as it looks in a calendar that has the last export. */
typedef struct {
  RgmDoseState state;
  gboolean slot;      /* at a fixed time: such a dose is moved, never booked */
  gboolean booked;    /* it has an appointment */
  gboolean attaching; /* an invitation is being attached to it, which will book it */
  int sequence;
  RgmInstant changed;      /* when the record last changed anything that the event shows */
  RgmLocal start;          /* without a time: an all-day event */
  RgmInstant at;           /* timed: the moment of @start */
  const char *place;       /* nullable: the place of the appointment itself */
  const char *usual_place; /* nullable: the place of the course */
} RgmOnCalendar;

typedef struct {
  RgmProposalKind kind;
  RgmProposalReason reason;
  /* the user has to decide: there are two possibilities, or something was guessed */
  gboolean choice;
  /* the record has changed since this copy of the event was made, so the user has to check it */
  gboolean behind;
  gboolean ahead;      /* the dose has ended, and the event is still to come */
  RgmLocal at;         /* for book and move */
  const RgmZone *zone; /* for book */
  RgmInstant moment;   /* for log */
  /* For log: the calendar has only a day; moment is its noon, or now. For a fixed time the user has
   * to give the time; otherwise the day is enough. For an invitation that is attached: it has a
   * place but only a day, so the place is lost if the user gives no time. */
  gboolean no_time;
  gboolean day_only;
  /* nullable; borrows from the event or from the record. For book: the place of the appointment; ""
   * for none. Otherwise: a place in the event that is not put on record. */
  const char *place;
} RgmVerdict;

/* "moved", "done" and so on, for JSON: never translated. */
const char *rgm_proposal_reason_name (RgmProposalReason reason);

RGM_END_DECLS
