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

/* ---- where the calendar is, and how to get in ---- */

/* Kept in a file of its own beside the database ("regimen.db.publish", 0600): a copy of the
 * database on another computer does not publish by itself. */
typedef struct {
  char *url;  /* of the calendar, ends in '/'; NULL: none is set */
  char *user; /* nullable: without a password */
  /* where the password comes from: the first line of what a program prints, the keyring, or this
   * file; each nullable */
  char *password_command;
  gboolean keyring;
  char *password;
  char *ca; /* nullable: file with the certificates that are trusted, in place of the system's */
  char *patient; /* nullable: of all */
  int days;      /* ahead */
  gboolean private_mode, tablets;
  guint64 writer; /* made at random for this file, and kept in it */
} RgmCaldavAccount;
void rgm_caldav_account_free (RgmCaldavAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCaldavAccount, rgm_caldav_account_free)

/**
 * rgm_caldav_account_load: @database: its path.
 * Returns: (transfer full): with url NULL where there is no file; NULL with RGM_ERROR_SETTINGS
 * where it is not what rgm_caldav_account_save() writes, or others can read it.
 */
RgmCaldavAccount *rgm_caldav_account_load (const char *database, GError **error);
/* Writes the file; with url NULL all but the writer is left out of it. */
gboolean
rgm_caldav_account_save (const char *database, const RgmCaldavAccount *account, GError **error);

/**
 * rgm_caldav_keyring_store: puts the password of @account in the keyring of the desktop.
 * Returns: FALSE where there is no keyring: it is to be kept in the file then.
 */
gboolean rgm_caldav_keyring_store (const RgmCaldavAccount *account, const char *password);
/* Takes it out again. */
void rgm_caldav_keyring_clear (const RgmCaldavAccount *account);
/**
 * rgm_caldav_password: the password of @account.
 * @ask: the keyring may ask for its own password; else a locked one is RGM_ERROR_AWAY.
 * Returns: (transfer full): "" where there is no user; NULL with RGM_ERROR_SERVER.
 */
char *rgm_caldav_password (const RgmCaldavAccount *account, gboolean ask, GError **error);

/**
 * rgm_caldav_check_url: an address as typed. https, or http to this machine itself.
 * Returns: (transfer full): in one form, ending in '/'; NULL with RGM_ERROR_USAGE.
 */
char *rgm_caldav_check_url (const char *typed, GError **error);

/**
 * rgm_caldav_name: the name of an event below the calendar's address, or of one that is listed.
 * @url: of the calendar. @href: as the server gives it: an address, or the path of one.
 * Returns: (transfer full) (nullable): NULL where it does not lie directly below; "" for the
 * calendar itself.
 */
char *rgm_caldav_name (const char *url, const char *href);

/* ---- speaking with it ---- */

typedef struct _RgmCaldav RgmCaldav;

/* @password: kept for as long as the connection is. Returns: (transfer full): NULL with
 * RGM_ERROR_SERVER. */
RgmCaldav *rgm_caldav_new (const RgmCaldavAccount *account, const char *password, GError **error);
void rgm_caldav_free (RgmCaldav *caldav);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCaldav, rgm_caldav_free)

/* All that follow fail with RGM_ERROR_AWAY where the same may succeed later (no connection, busy,
 * full, an answer that is cut off), else with RGM_ERROR_SERVER. */

typedef enum {
  RGM_CALDAV_ABSENT,   /* nothing is there */
  RGM_CALDAV_CALENDAR, /* a calendar that takes events */
} RgmCaldavKind;

/**
 * rgm_caldav_look: what is at the address. Where the server says that it has moved, the address
 * becomes the new one. RGM_ERROR_SERVER where something else than a calendar is there.
 */
gboolean rgm_caldav_look (RgmCaldav *caldav, RgmCaldavKind *kind, GError **error);
const char *rgm_caldav_url (const RgmCaldav *caldav);
/* Makes the calendar (MKCALENDAR), for events alone. */
gboolean rgm_caldav_make (RgmCaldav *caldav, const char *name, GError **error);
/**
 * rgm_caldav_hint: where the address is not a calendar: where the calendars of that person are, as
 * the server tells it (RFC 6764), in words to follow the error. Asks nothing of a server that has
 * refused the password. Returns: (transfer full) (nullable): NULL: it does not tell.
 */
char *rgm_caldav_hint (RgmCaldav *caldav);

typedef struct {
  char *name; /* below the address, without its ".ics" */
  char *etag;
  char *text; /* NULL where only listed */
} RgmCaldavItem;

/**
 * rgm_caldav_list: what is in the calendar, with names that end in ".ics"; others are left out.
 * Returns: (transfer full) (element-type RgmCaldavItem).
 */
GPtrArray *rgm_caldav_list (RgmCaldav *caldav, GError **error);
/* Those of @names (element-type utf8) that are there, with their texts. */
GPtrArray *rgm_caldav_fetch (RgmCaldav *caldav, const GPtrArray *names, GError **error);

typedef enum {
  RGM_CALDAV_DONE,
  RGM_CALDAV_MISMATCH, /* it is not as @etag says */
  RGM_CALDAV_REFUSED,  /* with an error: this one was not taken */
  RGM_CALDAV_FAILED,   /* with an error: nor would others be */
} RgmCaldavAnswer;

/* @etag: NULL: it must not be there. @new_etag: (out) (transfer full) (nullable). */
RgmCaldavAnswer rgm_caldav_put (RgmCaldav *caldav, const char *name, const char *etag,
                                const char *text, char **new_etag, GError **error);
/* What is not there is removed. */
RgmCaldavAnswer
rgm_caldav_remove (RgmCaldav *caldav, const char *name, const char *etag, GError **error);

RGM_END_DECLS
