/* publish-plan.h: decides what to do about one published event. Pure: no I/O. */
#pragma once

#include "calendar/publish-calendar.h"
#include "store/calendar-rows.h"

typedef enum {
  PUBLISH_KEEP,    /* do nothing */
  PUBLISH_ADOPT,   /* send nothing; note that the event agrees with the record */
  PUBLISH_NEW,     /* send it; the server must not have it yet (If-None-Match: *) */
  PUBLISH_CHANGE,  /* send it; the server must still have the known version (If-Match) */
  PUBLISH_JOIN,    /* the same, with the title and the description that it has on the server */
  PUBLISH_COMPARE, /* fetch it and look at it: publish_judge() */
  PUBLISH_REMOVE,  /* delete it; the server must still have the known version (If-Match) */
  PUBLISH_MISSING, /* the server no longer has it: it was deleted there */
  PUBLISH_FORGET,  /* forget what is known: neither the record nor the server has it */
} PublishAction;

/* Everything that publish_decide() needs to know about one event. Borrows its members. */
typedef struct {
  const char *uid;
  const RgmEvent *event;     /* as the record says; NULL: the record has no such event */
  const RgmPublished *known; /* what the store knows about it; NULL: nothing */
  const char *etag;          /* as the server lists it; NULL: the server does not have it */
  const RgmEvent *found;     /* the event on the server, if it was fetched in this pass; or NULL */
  /* rgm_calendar_left_out(): its time cannot be worked out on this system */
  gboolean left_out;
} PublishCase;

/* For how many days an event that is too old for the calendar of the record stays on the server. */
#define PUBLISH_GRACE 30

/**
 * publish_decide: what to do about the event.
 *
 *   on the server?   known           the record          action
 *   any              any             left out            KEEP
 *   no               no              an event            NEW
 *   no               deleted, mine   an event            NEW
 *   no               deleted, asks   an event            KEEP; NEW if its time or its state has
 *                                                        changed since then and it is not over
 *   no               deleted         an event            KEEP while it is over, else NEW
 *   no               any other       an event            MISSING
 *   no               yes             nothing             FORGET
 *   other ETag       any             any                 COMPARE
 *   same ETag        same            says the same       KEEP
 *   same ETag        same            says otherwise      CHANGE
 *   same ETag        same            nothing             REMOVE; KEEP for PUBLISH_GRACE days after
 *                                                        it left the window of the past
 *   same ETag        changed         agrees              ADOPT if all is equal, else CHANGE
 *   same ETag        changed         says otherwise      KEEP; CHANGE if mine; COMPARE if the
 *                                                        record has changed since, then JOIN if
 *                                                        only words were changed there; COMPARE
 *                                                        if the user has to be asked, and was not
 *   same ETag        newer           says the same       ADOPT
 *   same ETag        newer           knows more by now   CHANGE; also if mine; COMPARE if a person
 *                                                        gave it other words, too
 *   same ETag        newer           says otherwise      KEEP; COMPARE if the user was not asked
 *   same ETag        foreign         nothing             KEEP
 *   same ETag        foreign         an event            COMPARE
 *   same ETag        changed         nothing             KEEP; REMOVE if mine, or if only words
 *                                                        were changed there and it has not begun
 *   same ETag        newer           nothing             KEEP; REMOVE if mine
 *
 * The record agrees if it says all that was changed on the server. It also agrees with a
 * cancellation if the dose has been put on hold or given since, or got another time; with another
 * length if it has been changed since to start at the same time; and with a ticked title if the
 * dose has been given since. For the last two, the event has to be fetched (COMPARE).
 *
 * Words are the title and the description. If a person changed only these, the record's event is
 * sent with them when it changes, so that an appointment that moves on record moves on the server,
 * too. The same holds once the record has settled what else the person changed. It is not done if
 * the new title is empty or says that the dose was given or called off, and the record does not say
 * so; or if the description is too long to be read whole.
 *
 * An event is over if it was cancelled or its day has passed. If a user deletes such an event from
 * a calendar, that says nothing about the plan (if its dose is still open, the alerts ask about the
 * dose). So the user is not asked about it, and the event is not sent again until the record plans
 * its dose anew.
 */
PublishAction publish_decide (const PublishCase *subject, RgmInstant now);

/**
 * publish_judge: what is known about an event after it was fetched from the server.
 * @subject: its etag is that of the fetched object.
 * @found: (nullable): as ical_object_event() gives it; NULL: it cannot be read.
 * @text: the object itself.
 * @writer: the mark of this computer's database.
 *
 *   the object on the server                             known from then on
 *   says what the record says                            same
 *   as regimen wrote it, from this database              same: so the record is sent, also after
 *                                                        an older copy of it was put back
 *   as regimen wrote it, elsewhere, from an older state  same
 *   as regimen wrote it, elsewhere, from another state   newer; foreign if the record has none
 *   another state, elsewhere, with words of a person     newer
 *   changed by a person, and the record agrees           same
 *   changed by a person                                  changed; foreign if the record has none,
 *                                                        and it was not published from here before
 *
 * The user is asked about an event that is newer or was changed. There are two exceptions: another
 * description, unless the record has got another one, too, since regimen wrote the event; and words
 * that the user has accepted (regimen import --published --apply) since the record got that
 * description. Neither is one if the record has changed and its event cannot be sent with these
 * words.
 * Returns: (transfer full).
 */
RgmPublished *publish_judge (const PublishCase *subject, const RgmEvent *found, const char *text,
                             guint64 writer, RgmInstant now);

/* Whether that part of the event was changed on the server since regimen wrote it. */
gboolean publish_differs (const RgmPublished *known, RgmEventPart part);
/* Whether that part was changed on the server, and on record, too, to something else. */
gboolean publish_contradicts (const RgmPublished *known, const RgmEvent *event, RgmEventPart part);
/* Whether only words were changed on the server: the title or the description. */
gboolean publish_is_reworded (const RgmPublished *known);
/* Whether the user is asked about @known, an event that was changed there. @event: as the record
 * has it. @seen: whether the user has accepted its words. If the record has got another description
 * since then, the user is asked nevertheless. */
gboolean publish_asks (const RgmPublished *known, const RgmEvent *event, gboolean seen);
/* Whether the event is over. If a user deletes such an event from a calendar, that says nothing
 * about the plan. */
gboolean publish_is_over (const RgmEvent *event, RgmInstant now);
/**
 * publish_join: what is sent for PUBLISH_JOIN: @event with the words of @found, the event on the
 * server. Its title still says in which state the dose is, because some programs show no STATUS.
 * @print: (out): the hashes for the mark: those of @event; if the description is that of @found,
 * with the hash of the one that regimen wrote last, so that it stays known whether the record has
 * got another one since.
 * Returns: (transfer full).
 */
RgmEvent *publish_join (const RgmEvent *event, const RgmEvent *found, const RgmPublished *known,
                        RgmEventPrint *print);

/* The SEQUENCE with which @event is sent. It is never a number that the server has seen with other
 * content, or in an event that was deleted there: a calendar program that has deleted an event
 * would take one with the same SEQUENCE for the deleted one. */
int publish_sequence (const RgmEvent *event, const RgmPublished *known);
