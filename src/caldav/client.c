/* client.c: sends requests over HTTP, one at a time on one connection. */
#include "caldav/caldav-private.h"

#include <curl/curl.h>
#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

#define CONNECT_SECONDS 15L
#define STILL_SECONDS 30L /* the longest time without a byte */
#define WHOLE_SECONDS 120L
#define ANSWER_MAX ((gsize)32 * 1024 * 1024)
#define HEADER_MAX 1024
#define REDIRECTS 5
#define REASON_MAX 200
#define HEADERS_MAX ((gsize)256 * 1024)

struct _RgmHttp {
  CURL *curl;
  char *user, *password;
  long auth;
  gboolean refused; /* the last answer was 401: the server did not accept name or password */
  char reason[CURL_ERROR_SIZE];
};

typedef struct {
  RgmHttpAnswer *answer;
  gsize headers; /* bytes of headers received so far, over all answers to this request */
  gboolean too_long;
} Transfer;

void
http_answer_clear (RgmHttpAnswer *answer)
{
  if (answer->body != NULL)
    g_string_free (answer->body, TRUE);
  g_free (answer->etag);
  g_free (answer->location);
  g_free (answer->authenticate);
  *answer = (RgmHttpAnswer){ 0 };
}

gboolean
http_is_refused (const RgmHttp *http)
{
  return http->refused;
}

/* ---- what the server sends ---- */

static size_t
on_body (char *bytes, size_t size, size_t count, void *data)
{
  Transfer *transfer = data;
  GString *body = transfer->answer->body;
  transfer->too_long = body->len + size * count > ANSWER_MAX;
  if (transfer->too_long)
    return 0;
  g_string_append_len (body, bytes, (gssize)(size * count));
  return size * count;
}

/* If @line is the header @name, replaces *@value by its value. */
static void
take_header (const char *line, gsize length, const char *name, char **value)
{
  gsize begin = strlen (name);
  if (length <= begin || length > HEADER_MAX || g_ascii_strncasecmp (line, name, begin) != 0
      || line[begin] != ':')
    return;
  g_free (*value);
  *value = g_strstrip (g_strndup (line + begin + 1, length - begin - 1));
}

/* Takes one header line. One request can have several answers, for example a 401 before the login
 * with Digest; a status line begins the next one, and only the last one counts. */
static size_t
on_header (char *line, size_t size, size_t count, void *data)
{
  Transfer *transfer = data;
  RgmHttpAnswer *answer = transfer->answer;
  gsize length = size * count;
  transfer->headers += length;
  transfer->too_long |= transfer->headers > HEADERS_MAX;
  if (transfer->too_long)
    return 0;
  if (length > 5 && strncmp (line, "HTTP/", 5) == 0) {
    g_clear_pointer (&answer->etag, g_free);
    g_clear_pointer (&answer->location, g_free);
    g_clear_pointer (&answer->authenticate, g_free);
  }
  take_header (line, length, "etag", &answer->etag);
  take_header (line, length, "location", &answer->location);
  take_header (line, length, "www-authenticate", &answer->authenticate);
  return length;
}

/* ---- the connection ---- */

static struct curl_slist *
add_header (struct curl_slist *headers, const char *name, const char *value)
{
  if (value == NULL)
    return headers;
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);
  return curl_slist_append (headers, line);
}

RgmHttp *
http_new (const char *user, const char *password, const char *ca, GError **error)
{
  RgmHttp *http = g_new0 (RgmHttp, 1);
  CURL *curl = curl_global_init (CURL_GLOBAL_DEFAULT) == 0 ? curl_easy_init () : NULL;
  http->curl = curl;
  http->user = g_strdup (user);
  http->password = g_strdup (password);
  http->auth = (long)CURLAUTH_BASIC;
  if (curl == NULL) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER, _ ("libcurl could not be started"));
    http_free (http);
    return NULL;
  }
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_TIME, STILL_SECONDS);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, WHOLE_SECONDS);
  curl_easy_setopt (curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "regimen/" REGIMEN_VERSION);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, http->reason);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (curl, CURLOPT_HEADERFUNCTION, on_header);
  if (ca != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, ca);
  if (http->user != NULL) {
    curl_easy_setopt (curl, CURLOPT_USERNAME, http->user);
    curl_easy_setopt (curl, CURLOPT_PASSWORD, http->password);
  }
  return http;
}

void
http_free (RgmHttp *http)
{
  if (http == NULL)
    return;
  curl_easy_cleanup (http->curl);
  g_free (http->user);
  if (http->password != NULL)
    explicit_bzero (http->password, strlen (http->password));
  g_free (http->password);
  g_free (http);
}

/* ---- requests ---- */

static gboolean
set_failed (const RgmHttp *http, CURLcode code, const Transfer *transfer, GError **error)
{
  /* the reason may contain names from the certificate of a server that is not trusted */
  g_autofree char *reason = rgm_incoming_clean (http->reason, REASON_MAX);
  const char *why = reason != NULL ? reason : curl_easy_strerror (code);
  /* whether the same request would fail again */
  gboolean lasting = code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR
                     || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT;
  if (transfer->too_long)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the calendar server's answer is longer than %d MiB, so it was not read"),
                 (int)(ANSWER_MAX >> 20));
  else if (code == CURLE_PEER_FAILED_VERIFICATION)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the certificate of the calendar server is not trusted, so nothing was sent "
                    "(%s); for a server with a certificate of its own, add --ca FILE"),
                 why);
  else if (lasting)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER, _ ("the calendar server cannot be used: %s"),
                 why);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_AWAY, _ ("the calendar server does not answer: %s"),
                 why);
  return FALSE;
}

static gboolean
ask_once (RgmHttp *http, const RgmHttpRequest *request, RgmHttpAnswer *answer, GError **error)
{
  CURL *curl = http->curl;
  Transfer transfer = { .answer = answer };
  struct curl_slist *headers = curl_slist_append (NULL, "Expect:");
  gboolean plain = g_str_has_prefix (request->url, "http:");
  long status = 0;

  http_answer_clear (answer);
  answer->body = g_string_new (NULL);
  *http->reason = '\0';
  headers = add_header (headers, "Content-Type", request->body != NULL ? request->type : NULL);
  headers = add_header (headers, "Depth", request->depth);
  headers = add_header (headers, "If-Match", request->match);
  headers = add_header (headers, "If-None-Match", request->absent ? "*" : NULL);
  curl_easy_setopt (curl, CURLOPT_URL, request->url);
  curl_easy_setopt (curl, CURLOPT_CUSTOMREQUEST, request->method);
  curl_easy_setopt (curl, CURLOPT_HTTPGET, 1L);
  if (request->body != NULL) {
    curl_easy_setopt (curl, CURLOPT_POSTFIELDS, request->body);
    curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE, (long)strlen (request->body));
  }
  /* plain http is only accepted for this machine, so it must not go through a proxy */
  curl_easy_setopt (curl, CURLOPT_PROXY, plain ? "" : NULL);
  curl_easy_setopt (curl, CURLOPT_HTTPAUTH, http->auth);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt (curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  CURLcode code = curl_easy_perform (curl);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, NULL);
  curl_slist_free_all (headers);
  if (code != CURLE_OK)
    return set_failed (http, code, &transfer, error);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  answer->status = (int)status;
  http->refused = status == 401;
  return TRUE;
}

gboolean
http_ask (RgmHttp *http, const RgmHttpRequest *request, RgmHttpAnswer *answer, GError **error)
{
  if (!ask_once (http, request, answer, error))
    return FALSE;
  if (answer->status != 401 || http->auth != (long)CURLAUTH_BASIC || answer->authenticate == NULL
      || g_ascii_strncasecmp (answer->authenticate, "Digest", 6) != 0)
    return TRUE;
  http->auth = (long)CURLAUTH_DIGEST;
  return ask_once (http, request, answer, error);
}

gboolean
http_follow (RgmHttp *http, char **url, RgmHttpRequest *request, RgmHttpAnswer *answer,
             GError **error)
{
  for (int i = 0; i <= REDIRECTS; i++) {
    request->url = *url;
    if (!http_ask (http, request, answer, error))
      return FALSE;
    if (answer->status / 100 != 3 || answer->location == NULL)
      return TRUE;
    char *next = url_redirect (*url, answer->location, error);
    if (next == NULL)
      return FALSE;
    g_free (*url);
    *url = next;
  }
  g_set_error_literal (
    error, RGM_ERROR, RGM_ERROR_SERVER,
    _ ("the calendar server redirected the program again and again, and never answered"));
  return FALSE;
}

/* ---- what a status means ---- */

gboolean
http_refuse (int status, const char *said, GError **error)
{
  static const struct {
    int status;
    const char *meaning;
  } known[] = {
    { 403, N_ ("it is not allowed") },
    { 404, N_ ("it does not exist") },
    { 409, N_ ("it conflicts with what is already there, or the folder above it does not exist") },
    { 410, N_ ("it no longer exists") },
    { 413, N_ ("it is too large") },
    { 415, N_ ("the server does not take this kind of data") },
    { 429, N_ ("there were too many requests") },
    { 500, N_ ("the server has a fault") },
    { 502, N_ ("the server is busy or down for maintenance") },
    { 503, N_ ("the server is busy or down for maintenance") },
    { 504, N_ ("the server is busy or down for maintenance") },
    { 507, N_ ("the server has no room left") },
  };
  const char *meaning = N_ ("the server does not say why");
  /* whether the same request may succeed later */
  gboolean passing = status == 408 || status == 423 || status == 425 || status == 429
                     || (status >= 500 && status != 501 && status != 505);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].status == status)
      meaning = known[i].meaning;
  if (status == 401)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server does not accept the name or the password (401); "
                            "set them again: regimen publish set URL --user NAME"));
  else
    g_set_error (error, RGM_ERROR, passing ? RGM_ERROR_AWAY : RGM_ERROR_SERVER, "%s (%d): %s", said,
                 status, _ (meaning));
  return FALSE;
}
