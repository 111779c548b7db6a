/* publish-plan.h: what is to be done about one published event. Pure. */
#pragma once

#include "calendar/publish-calendar.h"
#include "store/calendar-rows.h"

typedef enum {
  PUBLISH_KEEP,    /* nothing */
  PUBLISH_ADOPT,   /* nothing on the server; it is known to be as the record says from now on */
  PUBLISH_NEW,     /* send it; the server must not have it yet (If-None-Match: *) */
  PUBLISH_CHANGE,  /* send it; the server must have it as it is known (If-Match) */
  PUBLISH_COMPARE, /* get it and look at it: publish_judge() */
  PUBLISH_REMOVE,  /* delete it; the server must have it as it is known (If-Match) */
  PUBLISH_MISSING, /* the server has it no more: somebody deleted it */
  PUBLISH_FORGET,  /* neither the record nor the server has it */
} PublishAction;

/* Everything that publish_decide() needs to know about one event. Borrows its members. */
typedef struct {
  const char *uid;
  const RgmEvent *event;     /* as the record says; NULL: the record has no such event */
  const RgmPublished *known; /* what is known of it on the server; NULL: nothing */
  const char *etag;          /* as the server lists it; NULL: the server does not have it */
  gboolean left_out;         /* rgm_calendar_left_out(): the record cannot tell its time now */
} PublishCase;

/* For how many days an event that is too old for the calendar of the record stays on the server. */
#define PUBLISH_GRACE 30

/**
 * publish_decide: what is to be done.
 *
 *   there?           known           the record          action
 *   any              any             left out            KEEP
 *   no               no              an event            NEW
 *   no               deleted, mine   an event            NEW
 *   no               deleted, asks   an event            KEEP; NEW if at another time than then,
 *                                                        or in another state, as on hold
 *   no               deleted         an event            KEEP while it is over, else NEW
 *   no               any other       an event            MISSING
 *   no               yes             nothing             FORGET
 *   other ETag       any             any                 COMPARE
 *   same ETag        same            says the same       KEEP
 *   same ETag        same            says otherwise      CHANGE
 *   same ETag        same            nothing             REMOVE; KEEP for PUBLISH_GRACE days after
 *                                                        it left the window of the past
 *   same ETag        changed         agrees              ADOPT if all is equal, else CHANGE
 *   same ETag        changed         says otherwise      KEEP; CHANGE if mine
 *   same ETag        newer           says the same       ADOPT
 *   same ETag        newer           knows more by now   CHANGE; also if mine
 *   same ETag        newer           says otherwise      KEEP
 *   same ETag        foreign         nothing             KEEP
 *   same ETag        foreign         an event            COMPARE
 *   same ETag        changed, newer  nothing             KEEP
 *
 * An event is over if it was cancelled or its day has passed. Deleting such an event in a calendar
 * says nothing about the plan (if its dose is still open, the alerts ask about the dose). So the
 * user is not asked, and it stays away until the record plans its dose anew.
 */
PublishAction publish_decide (const PublishCase *subject, RgmInstant now);

/**
 * publish_judge: what is known of an event after it was looked at.
 * @subject: its etag is that of the object that was got.
 * @found: (nullable): as ical_object_event() gives it; NULL: it cannot be read.
 * @text: the object itself.
 * @writer: the mark of this computer's database.
 *
 *   what stands there                                    known from then on
 *   says what the record says                            same
 *   as regimen wrote it, from this database              same: so the record is sent, also after
 *                                                        an older copy of it was put back
 *   as regimen wrote it, elsewhere, from an older state  same
 *   as regimen wrote it, elsewhere, from another state   newer; foreign if the record has none
 *   changed by somebody, and the record agrees           same
 *   changed by somebody                                  changed; foreign if the record has none
 * Returns: (transfer full).
 */
RgmPublished *publish_judge (const PublishCase *subject, const RgmEvent *found, const char *text,
                             guint64 writer, RgmInstant now);

/* The SEQUENCE with which @event is sent. It is never a number that the server has seen with other
 * content, or with an event that was deleted there: a calendar program that deleted an event would
 * mistake the same bytes for the deleted event. */
int publish_sequence (const RgmEvent *event, const RgmPublished *known);
