/* caldav-private.h: the parts of the CalDAV client. */
#pragma once

#include <regimen/caldav.h>

/* ---- url.c ---- */

/* The address of @name below @url, escaped as a server wants it. (transfer full) */
char *url_of (const char *url, const char *name);
/* The path of @url alone. (transfer full) */
char *url_path (const char *url);
/**
 * url_name: the name of an event below the calendar's address.
 * @url: of the calendar. @href: as the server gives it: an address, or the path of one.
 * Returns: (transfer full) (nullable): NULL if it does not lie directly below; "" for the calendar
 * itself.
 */
char *url_name (const char *url, const char *href);
/**
 * The address to which @location, as a server gives it, points from @url. RGM_ERROR_SERVER if
 * it leads to another host or out of encryption. (transfer full)
 */
char *url_redirect (const char *url, const char *location, GError **error);

/* ---- client.c: one request at a time ---- */

typedef struct _RgmHttp RgmHttp;

typedef struct {
  const char *method; /* "PROPFIND" */
  const char *url;
  const char *body;  /* nullable */
  const char *type;  /* of body */
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
/* Sets @error to RGM_ERROR_AWAY or RGM_ERROR_SERVER. Its message is @said, a sentence about what
 * the server did not do, followed by what the answer @status means. Returns: FALSE. */
gboolean http_refuse (int status, const char *said, GError **error);

/* ---- multistatus.c: RFC 4918 section 13 ---- */

typedef struct {
  char *href;
  int status; /* of the whole response; 0 if none is said */
  gboolean calendar, collection;
  gboolean components; /* it lists the kinds of components that it takes */
  gboolean events;     /* events are among them */
  char *etag, *data;   /* nullable */
  char *principal;     /* nullable: the address of the user on the server (RFC 5397) */
  char *home; /* nullable: the address of the calendars of a user (RFC 4791 section 6.2.1) */
} RgmResponse;
/* Returns: (transfer full) (element-type RgmResponse): NULL with RGM_ERROR_AWAY if @body is no such
 * answer, or cut off. */
GPtrArray *multistatus_read (const GString *body, GError **error);
