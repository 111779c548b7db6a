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
 * @url: the address of the calendar. @href: the address of the event, or only the path of that, as
 * the server gives it.
 * Returns: (transfer full) (nullable): NULL if @href is not directly below @url; "" for the
 * calendar itself.
 */
char *url_name (const char *url, const char *href);
/**
 * url_redirect: the address to which the server redirects from @url. @location: as the server gives
 * it.
 * Returns: (transfer full): NULL with RGM_ERROR_SERVER if it leads to another host, or from https
 * to http.
 */
char *url_redirect (const char *url, const char *location, GError **error);

/* ---- client.c: one request at a time ---- */

typedef struct _RgmHttp RgmHttp;

typedef struct {
  const char *method; /* "PROPFIND" */
  const char *url;
  const char *body;  /* nullable */
  const char *type;  /* media type of body */
  const char *depth; /* nullable */
  const char *match; /* nullable: If-Match */
  gboolean absent;   /* If-None-Match: * */
} RgmHttpRequest;

typedef struct {
  int status;
  GString *body;
  char *etag, *location, *authenticate; /* nullable */
} RgmHttpAnswer;
void http_answer_clear (RgmHttpAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmHttpAnswer, http_answer_clear)

RgmHttp *http_new (const char *user, const char *password, const char *ca, GError **error);
void http_free (RgmHttp *http);
/* Sends @request. Returns: TRUE if a whole answer came, whatever its status. @answer: (out
 * caller-allocates). */
gboolean
http_ask (RgmHttp *http, const RgmHttpRequest *request, RgmHttpAnswer *answer, GError **error);
/* Whether the server refused the name or the password in its last answer. */
gboolean http_is_refused (const RgmHttp *http);
/* Sends @request to *@url. If the server says that the resource has moved, follows it a few times;
 * *@url becomes the last address. */
gboolean http_follow (RgmHttp *http, char **url, RgmHttpRequest *request, RgmHttpAnswer *answer,
                      GError **error);
/* Sets @error to RGM_ERROR_AWAY or RGM_ERROR_SERVER. Its message is @said, which says what the
 * server did not do, followed by the meaning of the answer @status. Returns: FALSE. */
gboolean http_refuse (int status, const char *said, GError **error);

/* ---- multistatus.c: RFC 4918 section 13 ---- */

typedef struct {
  char *href;
  int status; /* of the whole response; 0 if it has none */
  gboolean calendar, collection;
  gboolean components; /* it says which kinds of components it takes */
  gboolean events;     /* events are among them */
  char *etag, *data;   /* nullable */
  char *principal;     /* nullable: the address of the user on the server (RFC 5397) */
  char *home; /* nullable: the address of the calendars of a user (RFC 4791 section 6.2.1) */
} RgmResponse;
/* Reads an answer. Returns: (transfer full) (element-type RgmResponse): NULL with RGM_ERROR_AWAY if
 * @body is not such an answer, or is cut off. */
GPtrArray *multistatus_read (const GString *body, GError **error);
