/* caldav.h: one calendar on a CalDAV server (RFC 4791), and how to log in to it. The code is in a
 * library of its own, libregimen-caldav: only publishing uses the network, and it only talks to the
 * server that the user set.
 *
 * Certificates are always verified. Redirects are followed only by rgm_caldav_look() and
 * rgm_caldav_hint(), and only to the same host and never from https to http. All other requests go
 * to the calendar's address and to names below it; addresses that the server sends are only
 * compared with these. Only rgm_caldav_hint() requests other addresses, on the same host.
 */
#pragma once

#include <regimen/error.h>

RGM_BEGIN_DECLS

/**
 * rgm_caldav_check_url: reads an address as a user typed it. An https address is accepted, and an
 * http address of this machine itself.
 * Returns: (transfer full): the address in a normal form that ends in '/'; NULL with
 * RGM_ERROR_USAGE.
 */
char *rgm_caldav_check_url (const char *typed, GError **error);

typedef struct _RgmCaldav RgmCaldav;

/**
 * rgm_caldav_new: prepares a connection. Nothing is sent yet.
 * @url: address of the calendar, as rgm_caldav_check_url() returns it.
 * @user: (nullable): NULL for a server without passwords.
 * @password: (nullable): kept as long as the connection.
 * @ca: (nullable): file with the certificates to trust in place of the system's.
 * Returns: (transfer full): NULL with RGM_ERROR_SERVER.
 */
RgmCaldav *rgm_caldav_new (const char *url, const char *user, const char *password, const char *ca,
                           GError **error);
void rgm_caldav_free (RgmCaldav *caldav);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCaldav, rgm_caldav_free)

/* The functions below fail with RGM_ERROR_AWAY if the same call may succeed later (no connection,
 * the server is busy or full, the answer is cut off), else with RGM_ERROR_SERVER. */

typedef enum {
  RGM_CALDAV_ABSENT,   /* there is nothing at the address */
  RGM_CALDAV_CALENDAR, /* a calendar that accepts events */
} RgmCaldavKind;

/**
 * rgm_caldav_look: asks what is at the address. If the server says that the calendar has moved, its
 * new address is used from then on. Fails with RGM_ERROR_SERVER if there is something other than a
 * calendar.
 */
gboolean rgm_caldav_look (RgmCaldav *caldav, RgmCaldavKind *kind, GError **error);
/* Returns: (transfer none): the address of the calendar. */
const char *rgm_caldav_url (const RgmCaldav *caldav);
/* Creates the calendar (MKCALENDAR). It accepts only events. */
gboolean rgm_caldav_make (RgmCaldav *caldav, const char *name, GError **error);
/**
 * rgm_caldav_hint: adds a hint to an error message. If the server tells where the user's calendars
 * are (RFC 6764), the hint names that place and an address that is worth a try. A server that has
 * refused the password is not asked.
 * @problem: the message of a call that failed because the address is not a calendar.
 * Returns: (transfer full) (nullable): @problem with the hint after it; NULL if the server tells
 * nothing.
 */
char *rgm_caldav_hint (RgmCaldav *caldav, const char *problem);

typedef struct {
  char *name; /* the last part of its address, without ".ics" */
  char *etag;
  char *text; /* NULL if the event was only listed */
} RgmCaldavItem;

/**
 * rgm_caldav_list: lists the objects in the calendar whose names end in ".ics".
 * Returns: (transfer full) (element-type RgmCaldavItem).
 */
GPtrArray *rgm_caldav_list (RgmCaldav *caldav, GError **error);
/* Gets the events with the names @names (element-type utf8), including their texts. Events that do
 * not exist are left out. Returns: as rgm_caldav_list(). */
GPtrArray *rgm_caldav_fetch (RgmCaldav *caldav, const GPtrArray *names, GError **error);

/**
 * rgm_caldav_search: lists the events whose UID contains @part (calendar-query, RFC 4791 section
 * 7.8.6). A server that ignores the condition lists others, too, and one that compares whole UIDs
 * only those with the UID @part.
 * Returns: as rgm_caldav_list(): NULL with RGM_ERROR_SERVER if the server answers that it cannot
 * search, and with RGM_ERROR_AWAY after any other failure.
 */
GPtrArray *rgm_caldav_search (RgmCaldav *caldav, const char *part, GError **error);

typedef enum {
  RGM_CALDAV_DONE,
  RGM_CALDAV_MISMATCH, /* the event on the server is not the one that @etag stands for */
  RGM_CALDAV_REFUSED,  /* with an error: the server refused this event, but may accept others */
  RGM_CALDAV_FAILED,   /* with an error: the server would not accept other events either */
} RgmCaldavAnswer;

/* Writes an event. @etag: (nullable): the etag with which it was read; NULL: it must not exist yet.
 * @new_etag: (out) (transfer full) (nullable): NULL if the server gives no strong etag. */
RgmCaldavAnswer rgm_caldav_put (RgmCaldav *caldav, const char *name, const char *etag,
                                const char *text, char **new_etag, GError **error);
/* Removes an event. An event that does not exist counts as removed. */
RgmCaldavAnswer
rgm_caldav_remove (RgmCaldav *caldav, const char *name, const char *etag, GError **error);

RGM_END_DECLS
