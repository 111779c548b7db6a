/* collection.c: asks a server about one calendar, and changes its events (RFC 4791, RFC 4918). */
#include "caldav/caldav-private.h"

#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

#define MOST_ITEMS 20000
#define LONGEST_NAME 255
#define LONGEST_ETAG 1000
#define WELL_KNOWN "/.well-known/caldav"
#define HINT_NAMES 5
#define OWN_NAME "regimen/" /* name of the calendar that is suggested */
#define HINT_NAME_LENGTH 40
#define ENDING ".ics"
#define XML "application/xml; charset=utf-8"
#define ICAL "text/calendar; charset=utf-8"
#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define SPACES "xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""

#define NOT_IMPLEMENTED 501 /* RFC 9110 section 15.6.2 */

struct _RgmCaldav {
  RgmHttp *http;
  char *url;
  gboolean makes_none; /* the server refused to make a calendar at the address */
};

RgmCaldav *
rgm_caldav_new (const char *url, const char *user, const char *password, const char *ca,
                GError **error)
{
  RgmHttp *http = http_new (user, password, ca, error);
  if (http == NULL)
    return NULL;
  RgmCaldav *caldav = g_new0 (RgmCaldav, 1);
  caldav->http = http;
  caldav->url = g_strdup (url);
  return caldav;
}

void
rgm_caldav_free (RgmCaldav *caldav)
{
  if (caldav == NULL)
    return;
  http_free (caldav->http);
  g_free (caldav->url);
  g_free (caldav);
}

const char *
rgm_caldav_url (const RgmCaldav *caldav)
{
  return caldav->url;
}

static void
item_free (RgmCaldavItem *item)
{
  g_free (item->name);
  g_free (item->etag);
  g_free (item->text);
  g_free (item);
}

/* ---- what is at the address ---- */

/* The response about the calendar itself. If there is none, the server has listed something else,
 * and that is an error. */
static const RgmResponse *
find_self (const RgmCaldav *caldav, const GPtrArray *responses, GError **error)
{
  for (guint i = 0; i < responses->len; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    g_autofree char *name = response->href != NULL ? url_name (caldav->url, response->href) : NULL;
    if (name != NULL && *name == '\0')
      return response;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("the calendar server answered, but not about %s; use the address that the server "
                  "shows for this calendar"),
               caldav->url);
  return NULL;
}

/* The real status of an answer. Servers such as xandikos answer 207 for a resource that does not
 * exist, and give the 404 in the only response inside, whose address may be anything. @status: that
 * of the answer. @responses: (nullable). */
static int
status_inside (int status, const GPtrArray *responses)
{
  const RgmResponse *only
    = responses != NULL && responses->len == 1 ? g_ptr_array_index (responses, 0) : NULL;
  return only != NULL && (only->status == 404 || only->status == 410) ? only->status : status;
}

static gboolean
refuse_status (const RgmCaldav *caldav, int status, GError **error)
{
  if (status == 404 || status == 410) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the calendar no longer exists (%d); to make it again: regimen publish set "
                    "%s"),
                 status, caldav->url);
    return FALSE;
  }
  if (status / 100 != 2 && status != 405 && status != 501)
    return http_refuse (status, _ ("the calendar server did not list the events of the calendar"),
                        error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("%s does not answer as a calendar does (answer %d); the web pages of the server "
                  "show the address of a calendar, often as a CalDAV link"),
               caldav->url, status);
  return FALSE;
}

gboolean
rgm_caldav_look (RgmCaldav *caldav, RgmCaldavKind *kind, GError **error)
{
  static const char body[] = HEAD "<propfind " SPACES "><prop><resourcetype/>"
                                  "<C:supported-calendar-component-set/></prop></propfind>";
  RgmHttpRequest request = { .method = "PROPFIND", .body = body, .type = XML, .depth = "0" };
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!http_follow (caldav->http, &caldav->url, &request, &answer, error))
    return FALSE;
  *kind = RGM_CALDAV_ABSENT;
  g_autoptr (GPtrArray) responses
    = answer.status == 207 ? multistatus_read (answer.body, error) : NULL;
  int status = status_inside (answer.status, responses);
  if (status == 404 || status == 410)
    return TRUE;
  if (status != 207)
    return refuse_status (caldav, status, error);
  const RgmResponse *self = responses != NULL ? find_self (caldav, responses, error) : NULL;
  if (self == NULL)
    return FALSE;
  *kind = RGM_CALDAV_CALENDAR;
  if (self->calendar && (self->events || !self->components))
    return TRUE;
  if (self->calendar)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER, _ ("%s is a calendar that takes no events"),
                 caldav->url);
  else if (self->collection)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("%s is a folder, not a calendar; write the calendar's own address, or that of "
                    "a new one in this folder"),
                 caldav->url);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER, _ ("%s is not a calendar"), caldav->url);
  return FALSE;
}

gboolean
rgm_caldav_make (RgmCaldav *caldav, const char *name, GError **error)
{
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *body
    = g_strdup_printf (HEAD "<C:mkcalendar " SPACES "><set><prop><displayname>%s</displayname>"
                            "<C:supported-calendar-component-set><C:comp name=\"VEVENT\"/>"
                            "</C:supported-calendar-component-set></prop></set></C:mkcalendar>",
                       escaped);
  RgmHttpRequest request
    = { .method = "MKCALENDAR", .url = caldav->url, .body = body, .type = XML };
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!http_ask (caldav->http, &request, &answer, error))
    return FALSE;
  if (answer.status / 100 == 2)
    return TRUE;
  if (answer.status == 401 || (answer.status >= 500 && answer.status != NOT_IMPLEMENTED))
    return http_refuse (answer.status, _ ("the calendar server did not create the calendar"),
                        error);
  caldav->makes_none = TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("there is no calendar at %s, and the server does not make one there (answer %d); "
                  "create one on the web pages of the server and use its address"),
               caldav->url, answer.status);
  return FALSE;
}

/* ---- where the calendars of a person are (RFC 6764 sections 5 and 6) ---- */

/* What the server says about *@url. If the server redirects, *@url becomes the new address.
 * Returns: (transfer full) (nullable): NULL if it does not answer, or not with a multistatus. */
static GPtrArray *
ask_about (RgmHttp *http, char **url, const char *depth)
{
  static const char body[] = HEAD "<propfind " SPACES "><prop><resourcetype/>"
                                  "<current-user-principal/><C:calendar-home-set/></prop>"
                                  "</propfind>";
  RgmHttpRequest request = { .method = "PROPFIND", .body = body, .type = XML, .depth = depth };
  g_auto (RgmHttpAnswer) answer = { 0 };
  return http_follow (http, url, &request, &answer, NULL) && answer.status == 207
           ? multistatus_read (answer.body, NULL)
           : NULL;
}

/* Asks the server at @url for the address of the user or, with @home, of the folder that has the
 * user's calendars. Returns: (transfer full) (nullable): NULL if the server does not say, or if the
 * address is on another server. */
static char *
ask_address (RgmHttp *http, const char *url, gboolean home)
{
  g_autofree char *at = g_strdup (url);
  g_autoptr (GPtrArray) responses = ask_about (http, &at, "0");
  for (guint i = 0; responses != NULL && i < responses->len; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    const char *href = home ? response->home : response->principal;
    if (href != NULL)
      return url_redirect (at, href, NULL);
  }
  return NULL;
}

static char *
find_home (RgmHttp *http, const char *url)
{
  g_autofree char *known = url_redirect (url, WELL_KNOWN, NULL);
  g_autofree char *principal = ask_address (http, url, FALSE);
  if (principal == NULL && known != NULL) {
    known[strlen (known) - 1] = '\0'; /* the well-known address has no slash at its end */
    principal = ask_address (http, known, FALSE);
  }
  return principal != NULL ? ask_address (http, principal, TRUE) : NULL;
}

/* The names of the calendars in @responses, as their addresses have them: "work, private". Returns:
 * (transfer full): empty if there are none. */
static char *
calendar_names (const GPtrArray *responses)
{
  GString *names = g_string_new (NULL);
  int count = 0;
  for (guint i = 0; responses != NULL && i < responses->len && count < HINT_NAMES; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    g_autofree char *path = response->href != NULL ? g_path_get_basename (response->href) : NULL;
    g_autofree char *name
      = path != NULL && response->calendar ? rgm_incoming_clean (path, HINT_NAME_LENGTH) : NULL;
    if (name != NULL)
      g_string_append_printf (names, "%s%s", count++ == 0 ? "" : ", ", name);
  }
  return g_string_free (names, FALSE);
}

char *
rgm_caldav_hint (RgmCaldav *caldav, const char *problem)
{
  RgmHttp *http = caldav->http;
  g_autofree char *home = http_is_refused (http) ? NULL : find_home (http, caldav->url);
  g_autofree char *at = g_strdup (home);
  g_autoptr (GPtrArray) responses = home != NULL ? ask_about (http, &at, "1") : NULL;
  g_autofree char *names = calendar_names (responses);
  g_autofree char *own = home != NULL ? g_strconcat (home, OWN_NAME, NULL) : NULL;
  if (home == NULL)
    return NULL;
  /* do not suggest the address that has just failed, nor another name in a folder where the server
   * makes no calendar */
  if (g_str_equal (own, caldav->url)
      || (caldav->makes_none && g_str_has_prefix (caldav->url, home)))
    return *names == '\0' ? g_strdup_printf (_ ("%s; your calendars are kept at %s"), problem, home)
                          : g_strdup_printf (
                            _ ("%s; your calendars are kept at %s, where these exist already: %s"),
                            problem, home, names);
  if (*names == '\0')
    return g_strdup_printf (
      _ ("%s; your calendars are kept at %s, and this creates a separate one: "
         "regimen publish set %s --user NAME"),
      problem, home, own);
  return g_strdup_printf (_ ("%s; your calendars are kept at %s, and this creates a separate one: "
                             "regimen publish set %s --user NAME; these exist already: %s"),
                          problem, home, own, names);
}

/* ---- the events of the calendar ---- */

/* Whether @etag is fit to be sent back to the server in a header: not empty, not too long, and
 * without control characters. */
static gboolean
is_etag (const char *etag)
{
  if (etag == NULL || *etag == '\0' || strlen (etag) > LONGEST_ETAG)
    return FALSE;
  for (const char *at = etag; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return FALSE;
  return TRUE;
}

/* Adds the event of @response to @items, if it is about an event. Each event must have an ETag:
 * without one, a change by another program would not be noticed, and would be overwritten. */
static gboolean
add_item (const RgmCaldav *caldav, const RgmResponse *response, GPtrArray *items, GError **error)
{
  g_autofree char *name = response->href != NULL ? url_name (caldav->url, response->href) : NULL;
  RgmCaldavItem *item;

  if (response->status == 507) /* RFC 6578: the server did not list everything */
    return http_refuse (507, _ ("the calendar server did not list the events of the calendar"),
                        error);
  if (name == NULL || strlen (name) <= strlen (ENDING) || strlen (name) > LONGEST_NAME
      || !g_str_has_suffix (name, ENDING) || (response->status != 0 && response->status / 100 != 2))
    return TRUE;
  if (!is_etag (response->etag)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server gives no ETags, so changes that others make there "
                            "would be overwritten unnoticed"));
    return FALSE;
  }
  item = g_new0 (RgmCaldavItem, 1);
  item->name = g_strndup (name, strlen (name) - strlen (ENDING));
  item->etag = g_strdup (response->etag);
  item->text = g_strdup (response->data);
  g_ptr_array_add (items, item);
  return TRUE;
}

/* The events in @answer. @self: whether the answer has to be about the calendar itself, too. */
static GPtrArray *
items_of (const RgmCaldav *caldav, const RgmHttpAnswer *answer, gboolean self, GError **error)
{
  g_autoptr (GPtrArray) responses
    = answer->status == 207 ? multistatus_read (answer->body, error) : NULL;
  /* a single response of 404 to rgm_caldav_fetch() is about an event that is gone, not about the
   * calendar */
  int status = self ? status_inside (answer->status, responses) : answer->status;
  if (status != 207) {
    refuse_status (caldav, status, error);
    return NULL;
  }
  if (responses == NULL || (self && find_self (caldav, responses, error) == NULL))
    return NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify)item_free);
  for (guint i = 0; i < responses->len; i++)
    if (!add_item (caldav, g_ptr_array_index (responses, i), items, error))
      return NULL;
  if (items->len <= MOST_ITEMS)
    return g_steal_pointer (&items);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("the calendar has %u events, but at most %d can be read; use a separate calendar "
                  "for regimen"),
               items->len, MOST_ITEMS);
  return NULL;
}

static GPtrArray *
ask_items (RgmCaldav *caldav, const RgmHttpRequest *request, gboolean self, GError **error)
{
  g_auto (RgmHttpAnswer) answer = { 0 };
  return http_ask (caldav->http, request, &answer, error) ? items_of (caldav, &answer, self, error)
                                                          : NULL;
}

GPtrArray *
rgm_caldav_list (RgmCaldav *caldav, GError **error)
{
  static const char body[] = HEAD "<propfind " SPACES "><prop><getetag/></prop></propfind>";
  RgmHttpRequest request
    = { .method = "PROPFIND", .url = caldav->url, .body = body, .type = XML, .depth = "1" };
  return ask_items (caldav, &request, TRUE, error);
}

GPtrArray *
rgm_caldav_search (RgmCaldav *caldav, const char *part, GError **error)
{
  /* RFC 4791 section 7.8: the filter is not supported; RFC 9110 section 15: nor is the report */
  static const int no_search[] = { 400, 403, 404, 405, 409, 412, 415, 422, 501 };
  RgmError code = RGM_ERROR_AWAY;
  g_autofree char *escaped = g_markup_escape_text (part, -1);
  g_autofree char *body
    = g_strdup_printf (HEAD "<C:calendar-query " SPACES "><prop><getetag/></prop><C:filter>"
                            "<C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">"
                            "<C:prop-filter name=\"UID\"><C:text-match>%s</C:text-match>"
                            "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter>"
                            "</C:calendar-query>",
                       escaped);
  RgmHttpRequest request
    = { .method = "REPORT", .url = caldav->url, .body = body, .type = XML, .depth = "1" };
  g_auto (RgmHttpAnswer) answer = { 0 };
  g_autoptr (GError) problem = NULL;
  GPtrArray *items = http_ask (caldav->http, &request, &answer, &problem)
                       ? items_of (caldav, &answer, FALSE, &problem)
                       : NULL;
  for (guint i = 0; items == NULL && i < G_N_ELEMENTS (no_search); i++)
    if (answer.status == no_search[i])
      code = RGM_ERROR_SERVER;
  if (items == NULL)
    g_set_error_literal (error, RGM_ERROR, code, problem->message);
  return items;
}

GPtrArray *
rgm_caldav_fetch (RgmCaldav *caldav, const GPtrArray *names, GError **error)
{
  g_autofree char *path = url_path (caldav->url);
  g_autoptr (GString) body = g_string_new (HEAD "<C:calendar-multiget " SPACES "><prop><getetag/>"
                                                "<C:calendar-data/></prop>");
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *name = g_strconcat (g_ptr_array_index (names, i), ENDING, NULL);
    g_autofree char *href = url_of (path, name);
    g_autofree char *escaped = g_markup_escape_text (href, -1);
    g_string_append_printf (body, "<href>%s</href>", escaped);
  }
  g_string_append (body, "</C:calendar-multiget>");
  RgmHttpRequest request
    = { .method = "REPORT", .url = caldav->url, .body = body->str, .type = XML, .depth = "1" };
  GPtrArray *items = ask_items (caldav, &request, FALSE, error);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    RgmCaldavItem *item = g_ptr_array_index (items, i);
    if (item->text == NULL)
      item->text = g_strdup ("");
  }
  return items;
}

/* ---- changing events ---- */

/* The real status of an answer to a change of one event. xandikos answers 207, and gives the status
 * in the only response inside. */
static int
status_of_change (const RgmHttpAnswer *answer)
{
  g_autoptr (GPtrArray) responses
    = answer->status == 207 ? multistatus_read (answer->body, NULL) : NULL;
  const RgmResponse *only = responses != NULL && responses->len == 1 ? responses->pdata[0] : NULL;
  return only != NULL && only->status != 0 ? only->status : answer->status;
}

/* Sends @request with If-Match: @etag. @etag: (nullable). If the server does not accept a weak
 * ETag, the request is sent again without the "W/": a proxy in front of the calendar server may
 * have made the ETag weak, and If-Match needs a strong one (RFC 9110 section 13.1.1). */
static gboolean
ask_if_match (RgmCaldav *caldav, RgmHttpRequest *request, const char *etag, RgmHttpAnswer *answer,
              GError **error)
{
  request->match = etag;
  if (!http_ask (caldav->http, request, answer, error))
    return FALSE;
  if (etag == NULL || !g_str_has_prefix (etag, "W/") || status_of_change (answer) != 412)
    return TRUE;
  http_answer_clear (answer);
  request->match = etag + strlen ("W/");
  return http_ask (caldav->http, request, answer, error);
}

/* What the answer to a change of one event means. @status: the result of status_of_change(). */
static RgmCaldavAnswer
judge (int status, GError **error)
{
  /* these statuses concern only this event, and not the server or all events */
  static const int of_one[] = { 400, 403, 404, 409, 413, 415, 422, 423, 500 };

  if (status / 100 == 2)
    return RGM_CALDAV_DONE;
  if (status == 412)
    return RGM_CALDAV_MISMATCH;
  if (status / 100 == 3)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server says that the calendar has moved; set its new "
                            "address: regimen publish set URL"));
  else
    http_refuse (status, _ ("the calendar server refused to store or to remove an event"), error);
  for (guint i = 0; i < G_N_ELEMENTS (of_one); i++)
    if (status == of_one[i])
      return RGM_CALDAV_REFUSED;
  return RGM_CALDAV_FAILED;
}

RgmCaldavAnswer
rgm_caldav_put (RgmCaldav *caldav, const char *name, const char *etag, const char *text,
                char **new_etag, GError **error)
{
  g_autofree char *file = g_strconcat (name, ENDING, NULL);
  g_autofree char *url = url_of (caldav->url, file);
  RgmHttpRequest request
    = { .method = "PUT", .url = url, .body = text, .type = ICAL, .absent = etag == NULL };
  g_auto (RgmHttpAnswer) answer = { 0 };
  *new_etag = NULL;
  if (!ask_if_match (caldav, &request, etag, &answer, error))
    return RGM_CALDAV_FAILED;
  int status = status_of_change (&answer);
  /* the server has the event already: under another name, because somebody imported or pasted it,
   * or in its trash */
  if ((status == 403 || status == 409 || status == 412)
      && g_strstr_len (answer.body->str, (gssize)answer.body->len, "no-uid-conflict") != NULL) {
    g_set_error_literal (
      error, RGM_ERROR, RGM_ERROR_SERVER,
      _ ("the calendar server has an event with the same UID that it does not list, for example in "
         "its trash, or imported from a file; delete that one for good, or publish to a separate "
         "calendar"));
    return RGM_CALDAV_REFUSED;
  }
  RgmCaldavAnswer result = judge (status, error);
  if (result == RGM_CALDAV_DONE && is_etag (answer.etag) && *answer.etag == '"') /* only a strong
                                                                                    ETag */
    *new_etag = g_strdup (answer.etag);
  return result;
}

RgmCaldavAnswer
rgm_caldav_remove (RgmCaldav *caldav, const char *name, const char *etag, GError **error)
{
  g_autofree char *file = g_strconcat (name, ENDING, NULL);
  g_autofree char *url = url_of (caldav->url, file);
  RgmHttpRequest request = { .method = "DELETE", .url = url };
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!ask_if_match (caldav, &request, etag, &answer, error))
    return RGM_CALDAV_FAILED;
  int status = status_of_change (&answer);
  if (status == 404 || status == 410)
    return RGM_CALDAV_DONE;
  return judge (status, error);
}
