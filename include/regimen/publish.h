/* publish.h: a calendar on a server kept equal to the record, without knowing how one speaks to it.
 *
 * Each event stands under a name made of its UID, so that the same record published from two
 * computers is one calendar. What is to be done follows from three things alone: what the record
 * says, what is known of the server, and the ETags that it lists. There is no queue that could be
 * lost: after whatever went wrong, the next run sees what differs.
 *
 * Nothing is written over what somebody changed in the calendar. Every event carries the hashes of
 * what regimen wrote (RgmEventMark), so that a change by a person differs from one by another
 * computer with the same record. What a person changed waits until the record says the same of what
 * they changed, or they say that the record is right.
 */
#pragma once

#include <regimen/calendar.h>

RGM_BEGIN_DECLS

typedef struct _RgmPublished RgmPublished; /* an event as it was seen last on the server */

/* ---- what is to be done: pure ---- */

typedef enum {
  RGM_PUBLISH_KEEP,    /* nothing */
  RGM_PUBLISH_ADOPT,   /* nothing there; it is known to be as the record says from now on */
  RGM_PUBLISH_NEW,     /* send; it must not be there yet (If-None-Match: *) */
  RGM_PUBLISH_CHANGE,  /* send; it must be there as it is known (If-Match) */
  RGM_PUBLISH_COMPARE, /* get it and look: rgm_publish_judge() */
  RGM_PUBLISH_REMOVE,  /* delete it there, as it is known (If-Match) */
  RGM_PUBLISH_MISSING, /* it is not there any more: somebody deleted it */
  RGM_PUBLISH_FORGET,  /* it is neither here nor there */
} RgmPublishAction;

/* What is seen of one event. Borrows. */
typedef struct {
  const char *uid;
  const RgmEvent *event;     /* as the record says; NULL: it says nothing of it */
  const RgmPublished *known; /* NULL: nothing */
  const char *etag;          /* as listed; NULL: not there */
} RgmPublishCase;

/**
 * rgm_publish_decide: what is to be done.
 *
 *   there?           known           the record          action
 *   no               no              an event            NEW
 *   no               deleted, mine   an event            NEW
 *   no               deleted, asks   an event            KEEP; NEW at another time than then
 *   no               deleted         an event            KEEP while it is over, else NEW
 *   no               any other       an event            MISSING
 *   no               yes             nothing             FORGET
 *   other ETag       any             any                 COMPARE
 *   same ETag        same            says the same       KEEP
 *   same ETag        same            says otherwise      CHANGE
 *   same ETag        same            nothing             REMOVE; KEEP for RGM_PUBLISH_GRACE days
 *                                                        after it left the window of the past
 *   same ETag        changed         agrees              ADOPT where all is equal, else CHANGE
 *   same ETag        changed         says otherwise      KEEP; CHANGE where mine
 *   same ETag        newer           says the same       ADOPT
 *   same ETag        newer           knows more by now   CHANGE; also where mine
 *   same ETag        newer           says otherwise      KEEP
 *   same ETag        foreign         nothing             KEEP
 *   same ETag        foreign         an event            COMPARE
 *   same ETag        changed, newer  nothing             KEEP
 */
RgmPublishAction rgm_publish_decide (const RgmPublishCase *subject, RgmInstant now);

/* Whether clearing @event away in a calendar says nothing about the plan: it was cancelled, or its
 * day is past (where its dose is open, the alerts ask for that). So nobody is asked for it, and it
 * stays away until the record plans its dose anew. */
gboolean rgm_publish_is_over (const RgmEvent *event, RgmInstant now);

/* Days for which an event that is too old for the calendar of the record stays on the server. */
#define RGM_PUBLISH_GRACE 30

/**
 * rgm_publish_judge: what is known of an event after it was looked at.
 * @subject: etag is that of what was got.
 * @found: (nullable): as rgm_ical_object_event() gives it; NULL: it cannot be read.
 * @text: the object itself.
 * @writer: the mark of this computer's database.
 *
 *   what stands there                                    known from then on
 *   says what the record says                            same
 *   as regimen wrote it, from this database              same: so the record is sent, also after
 *                                                        an older copy of it was put back
 *   as regimen wrote it, elsewhere, from an older state  same
 *   as regimen wrote it, elsewhere, from another state   newer; foreign where the record has none
 *   changed by somebody, and the record agrees           same
 *   changed by somebody                                  changed; foreign where the record has none
 * Returns: (transfer full).
 */
RgmPublished *rgm_publish_judge (const RgmPublishCase *subject, const RgmEvent *found,
                                 const char *text, guint64 writer, RgmInstant now);

/* The SEQUENCE with which @event is sent: never one that the server has had for something else, nor
 * for what was deleted there: a calendar program that deleted it would take the same bytes for what
 * it has deleted. */
int rgm_publish_sequence (const RgmEvent *event, const RgmPublished *known);

/* ---- doing it ---- */

typedef enum {
  RGM_PUBLISH_DONE,
  RGM_PUBLISH_MISMATCH, /* it is not as it is known (412): somebody was faster */
  RGM_PUBLISH_REFUSED,  /* with an error: this event was not taken; others may be */
  RGM_PUBLISH_FAILED,   /* with an error: nothing more is to be tried now */
} RgmPublishAnswer;

/* An event as it stands there. */
typedef struct {
  char *uid;
  char *etag;
  char *text; /* the calendar object; NULL where only listed */
} RgmPublishItem;
RgmPublishItem *rgm_publish_item_new (const char *uid, const char *etag, const char *text);
void rgm_publish_item_free (RgmPublishItem *item);

/* A calendar on a server. All functions get @data first and may fail with RGM_ERROR_AWAY or
 * RGM_ERROR_SERVER. */
typedef struct {
  gpointer data;
  /* Returns: (transfer full) (element-type RgmPublishItem): what stands there under names that are
   * made of a UID, whoever wrote it. */
  GPtrArray *(*list) (gpointer data, GError **error);
  /* The same with their texts, of those in @uids (element-type utf8) that are there. */
  GPtrArray *(*fetch) (gpointer data, const GPtrArray *uids, GError **error);
  /* @etag: NULL: it must not be there. @new_etag: (out) (transfer full) (nullable). */
  RgmPublishAnswer (*put) (gpointer data, const char *uid, const char *etag, const char *text,
                           char **new_etag, GError **error);
  RgmPublishAnswer (*remove) (gpointer data, const char *uid, const char *etag, GError **error);
  /* The object of an event, and back: rgm_ical_object(), rgm_ical_object_event(). */
  char *(*write) (gpointer data, const RgmEvent *event, GError **error);
  RgmEvent *(*read) (gpointer data, const char *text, const char *zone, GError **error);
} RgmPublishServer;

/* What one run did. */
typedef struct {
  int events; /* that the record has */
  int sent;
  int removed;
  int waiting; /* of those sent before a failure and after it, what is not there yet */
} RgmPublishReport;

/**
 * rgm_publish_run: brings the calendar on @server to what the record says, and notes in the store
 * of @session what is known of it then. What was done before a failure is noted too.
 * @events: (element-type RgmEvent): of rgm_calendar_events(); their sequence and mark are set.
 * @writer: the mark of this computer's database.
 * Returns: FALSE where something is not there that should be.
 */
gboolean
rgm_publish_run (const RgmSession *session, const RgmPublishServer *server, GPtrArray *events,
                 guint64 writer, RgmPublishReport *report, GError **error);

/* How many of @events are not on the server as far as is known: without asking it. */
gboolean rgm_publish_pending (const RgmSession *session, const GPtrArray *events, int *pending,
                              GError **error);

RGM_END_DECLS
