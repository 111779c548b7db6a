/* caldav-private.h: what the files of the CalDAV client share. */
#pragma once

#include <regimen/caldav.h>

/* ---- url.c ---- */

/* The address of @name in the folder @url, with @name escaped. Returns: (transfer full). */
char *url_of (const char *url, const char *name);
/* Only the path of @url. Returns: (transfer full). */
char *url_path (const char *url);
/**
 * url_name: the name of an event within a calendar.
 * @url: the address of the calendar. @href: the address of the event as the server gives it, with
 * or without the host.
 * Returns: (transfer full) (nullable): NULL if @href is not directly below @url; "" for the
 * calendar itself.
 */
char *url_name (const char *url, const char *href);
/**
 * url_redirect: the address to which the server redirects from @url. @location: as the server gives
 * it.
 * Returns: (transfer full): ends in "/"; NULL with RGM_ERROR_SERVER if it is no web address, or
 * leads to another host, from https to http, or to another port of http; NULL with RGM_ERROR_USAGE
 * if rgm_caldav_check_url() refuses it.
 */
char *url_redirect (const char *url, const char *location, GError **error);

/* ---- client.c: one request at a time ---- */

typedef struct _RgmHttp RgmHttp;

typedef struct {
  const char *method; /* "PROPFIND" */
  const char *url;
  const char *body;  /* nullable */
  const char *type;  /* media type of body */
  const char *depth; /* nullable: the header Depth */
  const char *match; /* nullable: the header If-Match */
  gboolean absent;   /* send If-None-Match: * */
} RgmHttpRequest;

typedef struct {
  int status;
  GString *body;
  char *etag, *location, *authenticate; /* nullable */
} RgmHttpAnswer;
void http_answer_clear (RgmHttpAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmHttpAnswer, http_answer_clear)

/* @user, @password: (nullable). @ca: (nullable): file with the certificates to trust in place of
 * the system's. Returns: (transfer full): NULL with RGM_ERROR_SERVER if libcurl does not start. */
RgmHttp *http_new (const char *user, const char *password, const char *ca, GError **error);
void http_free (RgmHttp *http);
/* Sends @request. @answer: (out caller-allocates). Returns: TRUE if a whole answer came, whatever
 * its status; FALSE with RGM_ERROR_AWAY or, if trying again would not help, RGM_ERROR_SERVER. */
gboolean
http_ask (RgmHttp *http, const RgmHttpRequest *request, RgmHttpAnswer *answer, GError **error);
/* Whether the server refused the name or the password in its last answer. */
gboolean http_is_refused (const RgmHttp *http);
/* Sends @request to *@url and follows up to five redirects; *@url becomes the last address. The
 * errors are those of http_ask() and of url_redirect(). */
gboolean http_follow (RgmHttp *http, char **url, RgmHttpRequest *request, RgmHttpAnswer *answer,
                      GError **error);
/* Sets @error to RGM_ERROR_AWAY if the same request may succeed later, else to RGM_ERROR_SERVER.
 * The message is @said, which says what the server did not do, and then what @status means; for 401
 * it has words of its own. Returns: FALSE. */
gboolean http_refuse (int status, const char *said, GError **error);

/* ---- multistatus.c: RFC 4918 section 13 ---- */

typedef struct {
  char *href;
  int status; /* of the whole response; 0 if it has none */
  gboolean calendar, collection;
  gboolean components; /* the server says which kinds of components the calendar takes */
  gboolean events;     /* VEVENT is among them */
  char *etag, *data;   /* nullable */
  char *principal;     /* nullable: the address of the user on the server (RFC 5397) */
  char *home; /* nullable: the address of the calendars of a user (RFC 4791 section 6.2.1) */
} RgmResponse;
/* Reads an answer. Returns: (transfer full) (element-type RgmResponse): NULL with RGM_ERROR_AWAY if
 * @body is not such an answer, or is cut off. */
GPtrArray *multistatus_read (const GString *body, GError **error);
