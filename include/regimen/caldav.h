/* caldav.h: one calendar on a CalDAV server (RFC 4791), and how to get in. In a library of its own,
 * libregimen-caldav: only publishing speaks to the network, and only with the server that was set.
 *
 * Certificates are always verified. Redirects are followed only by rgm_caldav_look(), and only to
 * the same host and never from https to http. Requests go to the calendar's address and to names
 * below it; addresses that the server gives are compared, never asked.
 */
#pragma once

#include <regimen/error.h>

RGM_BEGIN_DECLS

/**
 * rgm_caldav_check_url: reads an address as a user typed it. Accepted is https, and http to this
 * machine itself.
 * Returns: (transfer full): in one form, ending in '/'; NULL with RGM_ERROR_USAGE.
 */
char *rgm_caldav_check_url (const char *typed, GError **error);

typedef struct _RgmCaldav RgmCaldav;

/**
 * rgm_caldav_new: @url: of the calendar, as rgm_caldav_check_url() gives it.
 * @user: (nullable): NULL for a server without passwords.
 * @password: (nullable): kept for as long as the connection is.
 * @ca: (nullable): file with the certificates to trust in place of the system's.
 * Returns: (transfer full): NULL with RGM_ERROR_SERVER. Nothing is sent yet.
 */
RgmCaldav *rgm_caldav_new (const char *url, const char *user, const char *password, const char *ca,
                           GError **error);
void rgm_caldav_free (RgmCaldav *caldav);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCaldav, rgm_caldav_free)

/* The functions below fail with RGM_ERROR_AWAY if the same may succeed later (no connection, busy,
 * full, an answer that is cut off), else with RGM_ERROR_SERVER. */

typedef enum {
  RGM_CALDAV_ABSENT,   /* nothing is there */
  RGM_CALDAV_CALENDAR, /* a calendar that takes events */
} RgmCaldavKind;

/**
 * rgm_caldav_look: asks what is at the address. If the server says that it has moved, the address
 * becomes the new one. RGM_ERROR_SERVER if something else than a calendar is there.
 */
gboolean rgm_caldav_look (RgmCaldav *caldav, RgmCaldavKind *kind, GError **error);
/* Returns: (transfer none): the address of the calendar. */
const char *rgm_caldav_url (const RgmCaldav *caldav);
/* Makes the calendar (MKCALENDAR), for events alone. */
gboolean rgm_caldav_make (RgmCaldav *caldav, const char *name, GError **error);
/**
 * rgm_caldav_hint: @problem, the message of a failure because the address is not a calendar, and
 * after it where the calendars of the user are, if the server tells it (RFC 6764), and which
 * address is worth a try. Asks nothing of a server that has refused the password. Returns:
 * (transfer full) (nullable): NULL if the server does not tell it.
 */
char *rgm_caldav_hint (RgmCaldav *caldav, const char *problem);

typedef struct {
  char *name; /* below the address, without its ".ics" */
  char *etag;
  char *text; /* NULL if it was only listed */
} RgmCaldavItem;

/**
 * rgm_caldav_list: what is in the calendar, as far as its names end in ".ics".
 * Returns: (transfer full) (element-type RgmCaldavItem).
 */
GPtrArray *rgm_caldav_list (RgmCaldav *caldav, GError **error);
/* Gets the events of @names (element-type utf8) that are there, with their texts. Returns: as
 * rgm_caldav_list(). */
GPtrArray *rgm_caldav_fetch (RgmCaldav *caldav, const GPtrArray *names, GError **error);

typedef enum {
  RGM_CALDAV_DONE,
  RGM_CALDAV_MISMATCH, /* the event is not as @etag says */
  RGM_CALDAV_REFUSED,  /* with an error: the server did not take this event; it may take others */
  RGM_CALDAV_FAILED,   /* with an error: the server would not take others either */
} RgmCaldavAnswer;

/* Writes an event. @etag: (nullable): as it was when it was read; NULL: it must not be there yet.
 * @new_etag: (out) (transfer full) (nullable). */
RgmCaldavAnswer rgm_caldav_put (RgmCaldav *caldav, const char *name, const char *etag,
                                const char *text, char **new_etag, GError **error);
/* Removes an event. One that is not there counts as removed. */
RgmCaldavAnswer
rgm_caldav_remove (RgmCaldav *caldav, const char *name, const char *etag, GError **error);

RGM_END_DECLS
