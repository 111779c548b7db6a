/* publish-calendar.h: keeps a calendar on a server equal to the record, without knowing the
 * server's protocol.
 *
 * The name of each event on the server is made from its UID, so that two computers that publish the
 * same record fill one calendar. An event that a person cut and pasted there has another name; it
 * is found by its UID, and keeps that name. What to do follows from three things alone: the record,
 * what the store knows about the server, and the ETags that the server lists. There is no queue
 * that could be lost: after any failure, the next run sees the differences again.
 *
 * A change that a person made in the calendar is never overwritten. Every event carries hashes of
 * what regimen wrote (RgmEventMark), which tell a change by a person from a change by another
 * computer with the same record. An event that a person changed is left alone until the record says
 * the same, or until the user decides that the record is right. Words that a person gave it, a
 * title or a description, stay also when the record changes and the event is sent.
 */
#pragma once

#include <regimen/calendar.h>

typedef enum {
  RGM_PUBLISH_DONE,
  /* the server has another version of the event than expected (412): another program changed it */
  RGM_PUBLISH_MISMATCH,
  RGM_PUBLISH_REFUSED, /* with an error: this event was not taken, but others may be */
  RGM_PUBLISH_FAILED,  /* with an error: the run has to stop */
} RgmPublishAnswer;

/* An event on the server. */
typedef struct {
  char *uid;
  char *etag;
  char *text; /* the calendar object; NULL if it was only listed */
} RgmPublishItem;
/* Copies its arguments. @text: (nullable). Returns: (transfer full). */
RgmPublishItem *publish_item_new (const char *uid, const char *etag, const char *text);
void publish_item_free (RgmPublishItem *item);

/* A calendar on a server. All functions get @data first and may fail with RGM_ERROR_AWAY or
 * RGM_ERROR_SERVER. */
typedef struct {
  gpointer data;
  /* Lists the events whose names are made from a UID, no matter which program wrote them. Returns:
   * (transfer full) (element-type RgmPublishItem). */
  GPtrArray *(*list) (gpointer data, GError **error);
  /* Finds the events that the server has under another name than list() looks for, above all @uids
   * (element-type utf8), which are missing. The functions below then find them by their UID.
   * @certain: (out): how many of @uids, counted from the first, the server does not have if they
   * are not in the result. Returns: as list(), but it never fails. */
  GPtrArray *(*find) (gpointer data, const GPtrArray *uids, guint *certain);
  /* Fetches those of @uids (element-type utf8) that the server has, with their texts. Returns: as
   * list(). */
  GPtrArray *(*fetch) (gpointer data, const GPtrArray *uids, GError **error);
  /* Stores the event. @etag: the ETag that the event must still have; NULL: the server must not
   * have the event yet. @new_etag: (out) (transfer full) (nullable): NULL if the server gives
   * none. */
  RgmPublishAnswer (*put) (gpointer data, const char *uid, const char *etag, const char *text,
                           char **new_etag, GError **error);
  RgmPublishAnswer (*remove) (gpointer data, const char *uid, const char *etag, GError **error);
  /* Turn an event into a calendar object, and back: rgm_ical_object(), ical_object_event(). @zone:
   * (nullable): the zone of the event on record. Both return: (transfer full). */
  char *(*write) (gpointer data, const RgmEvent *event, GError **error);
  RgmEvent *(*read) (gpointer data, const char *text, const char *zone, GError **error);
} RgmPublishServer;

/* What one run did. */
typedef struct {
  int events; /* in the record */
  int sent;
  int removed;
} RgmPublishReport;

/**
 * publish_run: makes the calendar on @server equal to the record, and notes in the store of
 * @session what is known about the server afterwards, even after a failure.
 * @events: (element-type RgmEvent): the result of rgm_calendar_events().
 * @left_out: (nullable) (element-type utf8): the result of rgm_calendar_left_out(); these events
 * stay on the server as they are.
 * @writer: the mark of this computer's database.
 * Returns: FALSE with an error if the run did not finish its work. An event that a person changed,
 * and that therefore stays as it is, is no error.
 */
gboolean
publish_run (const RgmSession *session, const RgmPublishServer *server, GPtrArray *events,
             const GPtrArray *left_out, guint64 writer, RgmPublishReport *report, GError **error);

/* Whether @uid begins with one of @left_out (nullable), followed by "@" or "-". */
gboolean publish_is_left_out (const char *uid, const GPtrArray *left_out);

/* @found: (element-type utf8 RgmEvent): by UID: the events that were changed on the server, as far
 * as they can be read. @writer: the mark of this computer's database. @pending: (out): how many of
 * @events have to be sent, as far as the store knows; the server is not asked. */
gboolean
publish_pending (const RgmSession *session, const GPtrArray *events, const GPtrArray *left_out,
                 GHashTable *found, guint64 writer, int *pending, GError **error);
