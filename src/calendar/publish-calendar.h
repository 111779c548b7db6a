/* publish-calendar.h: keeps a calendar on a server equal to the record, without knowing the
 * server's protocol.
 *
 * Each event has a name made of its UID, so that the same record published from two computers is
 * one calendar. What is to be done follows from three things alone: what the record says, what is
 * known of the server, and the ETags that it lists. There is no queue that could be lost: after any
 * failure, the next run sees what differs.
 *
 * Nothing is written over what somebody changed in the calendar. Every event carries the hashes of
 * what regimen wrote (RgmEventMark), so that a change by a person differs from one by another
 * computer with the same record. What a person changed waits until the record says the same, or
 * until they say that the record is right.
 */
#pragma once

#include <regimen/calendar.h>

typedef enum {
  RGM_PUBLISH_DONE,
  RGM_PUBLISH_MISMATCH, /* the event is not as it is known (412): somebody was faster */
  RGM_PUBLISH_REFUSED,  /* with an error: this event was not taken, but others may be */
  RGM_PUBLISH_FAILED,   /* with an error: nothing more is to be tried now */
} RgmPublishAnswer;

/* An event on the server. */
typedef struct {
  char *uid;
  char *etag;
  char *text; /* the calendar object; NULL if it was only listed */
} RgmPublishItem;
RgmPublishItem *publish_item_new (const char *uid, const char *etag, const char *text);
void publish_item_free (RgmPublishItem *item);

/* A calendar on a server. All functions get @data first and may fail with RGM_ERROR_AWAY or
 * RGM_ERROR_SERVER. */
typedef struct {
  gpointer data;
  /* Lists the events under names that are made of a UID, whoever wrote them. Returns: (transfer
   * full) (element-type RgmPublishItem). */
  GPtrArray *(*list) (gpointer data, GError **error);
  /* The same with their texts, for those of @uids (element-type utf8) that the server has. */
  GPtrArray *(*fetch) (gpointer data, const GPtrArray *uids, GError **error);
  /* @etag: NULL: the server must not have the event yet. @new_etag: (out) (transfer full)
   * (nullable). */
  RgmPublishAnswer (*put) (gpointer data, const char *uid, const char *etag, const char *text,
                           char **new_etag, GError **error);
  RgmPublishAnswer (*remove) (gpointer data, const char *uid, const char *etag, GError **error);
  /* The object of an event, and back: rgm_ical_object(), ical_object_event(). */
  char *(*write) (gpointer data, const RgmEvent *event, GError **error);
  RgmEvent *(*read) (gpointer data, const char *text, const char *zone, GError **error);
} RgmPublishServer;

/* What one run did. */
typedef struct {
  int events; /* of the record */
  int sent;
  int removed;
  int waiting; /* not on the server yet */
} RgmPublishReport;

/**
 * publish_run: brings the calendar on @server to what the record says, and notes in the store
 * of @session what is known of it then, also after a failure.
 * @events: (element-type RgmEvent): of rgm_calendar_events(); their sequence and mark are set.
 * @left_out: (nullable) (element-type utf8): rgm_calendar_left_out(): stays on the server as it is.
 * @writer: the mark of this computer's database.
 * Returns: FALSE with an error if the server is not equal to the record at the end.
 */
gboolean
publish_run (const RgmSession *session, const RgmPublishServer *server, GPtrArray *events,
             const GPtrArray *left_out, guint64 writer, RgmPublishReport *report, GError **error);

/* @pending: (out): how many of @events are not on the server, as far as is known without asking it.
 */
gboolean publish_pending (const RgmSession *session, const GPtrArray *events,
                          const GPtrArray *left_out, int *pending, GError **error);
