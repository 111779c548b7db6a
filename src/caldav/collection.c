/* collection.c: what a calendar on a server is asked (RFC 4791, RFC 4918). */
#include "caldav/caldav-private.h"

#include <string.h>

#include "base/i18n.h"

#define REDIRECTS 5
#define MOST_ITEMS 20000
#define LONGEST_NAME 255
#define LONGEST_ETAG 1000
#define ENDING ".ics"
#define XML "application/xml; charset=utf-8"
#define ICAL "text/calendar; charset=utf-8"
#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define SPACES "xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""

struct _RgmCaldav {
  RgmHttp *http;
  char *url;
};

RgmCaldav *
rgm_caldav_new (const RgmCaldavAccount *account, const char *password, GError **error)
{
  RgmHttp *http = rgm_http_new (account->user, password, account->ca, error);
  if (http == NULL)
    return NULL;
  RgmCaldav *caldav = g_new0 (RgmCaldav, 1);
  caldav->http = http;
  caldav->url = g_strdup (account->url);
  return caldav;
}

void
rgm_caldav_free (RgmCaldav *caldav)
{
  if (caldav == NULL)
    return;
  rgm_http_free (caldav->http);
  g_free (caldav->url);
  g_free (caldav);
}

const char *
rgm_caldav_url (const RgmCaldav *caldav)
{
  return caldav->url;
}

static RgmCaldavItem *
item_new (const char *name, const RgmResponse *response)
{
  RgmCaldavItem *item = g_new0 (RgmCaldavItem, 1);
  item->name = g_strndup (name, strlen (name) - strlen (ENDING));
  item->etag = g_strdup (response->etag);
  item->text = g_strdup (response->data);
  return item;
}

static void
item_free (RgmCaldavItem *item)
{
  g_free (item->name);
  g_free (item->etag);
  g_free (item->text);
  g_free (item);
}

/* ---- what is there ---- */

gboolean
rgm_http_follow (RgmHttp *http, char **url, RgmHttpRequest *request, RgmHttpAnswer *answer,
                 GError **error)
{
  for (int i = 0; i <= REDIRECTS; i++) {
    request->url = *url;
    if (!rgm_http_ask (http, request, answer, error))
      return FALSE;
    if (answer->status / 100 != 3 || answer->location == NULL)
      return TRUE;
    char *next = rgm_url_redirect (*url, answer->location, error);
    if (next == NULL)
      return FALSE;
    g_free (*url);
    *url = next;
  }
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                       _ ("the calendar server sends on from one address to the next without "
                          "end"));
  return FALSE;
}

/* The response about the calendar itself; else what is listed is that of something else. */
static const RgmResponse *
find_self (const RgmCaldav *caldav, const GPtrArray *responses, GError **error)
{
  for (guint i = 0; i < responses->len; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    g_autofree char *name
      = response->href != NULL ? rgm_caldav_name (caldav->url, response->href) : NULL;
    if (name != NULL && *name == '\0')
      return response;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("the calendar server answers for another address than %s; give the one that it "
                  "calls the calendar itself"),
               caldav->url);
  return NULL;
}

static gboolean
check_self (const RgmCaldav *caldav, const RgmResponse *self, GError **error)
{
  const char *why = NULL;
  if (!self->calendar && self->collection)
    why = _ ("is a folder, not a calendar; write the calendar's own address, or that of a new one "
             "in this folder");
  else if (!self->calendar)
    why = _ ("is not a calendar");
  else if (self->components && !self->events)
    why = _ ("is a calendar that takes no events");
  if (why != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER, "%s %s", caldav->url, why);
  return why == NULL;
}

static gboolean
refuse_status (const RgmCaldav *caldav, int status, GError **error)
{
  if (status == 404 || status == 410) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the calendar is not there any more (%d); to make it anew: regimen publish set "
                    "%s"),
                 status, caldav->url);
    return FALSE;
  }
  if (status / 100 != 2 && status != 405 && status != 501)
    return rgm_http_refuse (status, _ ("the question what is in the calendar"), error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("at %s is a web page, not a calendar (answer %d); the server's own pages tell "
                  "the address of a calendar, often as CalDAV link"),
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
  if (!rgm_http_follow (caldav->http, &caldav->url, &request, &answer, error))
    return FALSE;
  *kind = RGM_CALDAV_ABSENT;
  if (answer.status == 404 || answer.status == 410)
    return TRUE;
  if (answer.status != 207)
    return refuse_status (caldav, answer.status, error);
  g_autoptr (GPtrArray) responses = rgm_multistatus_read (answer.body, error);
  const RgmResponse *self = responses != NULL ? find_self (caldav, responses, error) : NULL;
  *kind = RGM_CALDAV_CALENDAR;
  return self != NULL && check_self (caldav, self, error);
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
  if (!rgm_http_ask (caldav->http, &request, &answer, error))
    return FALSE;
  if (answer.status / 100 == 2)
    return TRUE;
  if (answer.status == 401 || answer.status >= 500)
    return rgm_http_refuse (answer.status, _ ("making the calendar"), error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("at %s is no calendar, and the server does not make one there (answer %d); make "
                  "one in its own pages, and give the address of that"),
               caldav->url, answer.status);
  return FALSE;
}

char *
rgm_caldav_hint (RgmCaldav *caldav)
{
  return rgm_discover (caldav->http, caldav->url);
}

/* ---- its events ---- */

static gboolean
is_object (const char *name)
{
  return name != NULL && strlen (name) > strlen (ENDING) && strlen (name) <= LONGEST_NAME
         && g_str_has_suffix (name, ENDING);
}

/* It is sent back as part of a line. */
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

/* Without an ETag a change by somebody else would not be seen, and be written over. */
static gboolean
add_item (const RgmCaldav *caldav, const RgmResponse *response, GPtrArray *items, GError **error)
{
  g_autofree char *name
    = response->href != NULL ? rgm_caldav_name (caldav->url, response->href) : NULL;
  if (response->status == 507) /* RFC 6578: there would be more */
    return rgm_http_refuse (507, _ ("the question what is in the calendar"), error);
  if (!is_object (name) || (response->status != 0 && response->status / 100 != 2))
    return TRUE;
  if (!is_etag (response->etag)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server gives no ETags, so what somebody else changes "
                            "there could not be noticed"));
    return FALSE;
  }
  g_ptr_array_add (items, item_new (name, response));
  return TRUE;
}

static GPtrArray *
ask_items (RgmCaldav *caldav, const RgmHttpRequest *request, gboolean self, GError **error)
{
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!rgm_http_ask (caldav->http, request, &answer, error))
    return NULL;
  if (answer.status != 207) {
    refuse_status (caldav, answer.status, error);
    return NULL;
  }
  g_autoptr (GPtrArray) responses = rgm_multistatus_read (answer.body, error);
  if (responses == NULL || (self && find_self (caldav, responses, error) == NULL))
    return NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify)item_free);
  for (guint i = 0; i < responses->len; i++)
    if (!add_item (caldav, g_ptr_array_index (responses, i), items, error))
      return NULL;
  if (items->len <= MOST_ITEMS)
    return g_steal_pointer (&items);
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("the calendar there has %u events, which is not read; at most %d are: take a "
                  "calendar for regimen alone"),
               items->len, MOST_ITEMS);
  return NULL;
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
rgm_caldav_fetch (RgmCaldav *caldav, const GPtrArray *names, GError **error)
{
  g_autofree char *path = rgm_url_path (caldav->url);
  g_autoptr (GString) body = g_string_new (HEAD "<C:calendar-multiget " SPACES "><prop><getetag/>"
                                                "<C:calendar-data/></prop>");
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *name = g_strconcat (g_ptr_array_index (names, i), ENDING, NULL);
    g_autofree char *href = rgm_url_of (path, name);
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

/* ---- changing them ---- */

/* A status that speaks of one event, and not of the server or of all of them. */
static gboolean
is_of_one (int status)
{
  return status == 400 || status == 403 || status == 404 || status == 409 || status == 413
         || status == 415 || status == 422 || status == 423 || status == 500;
}

static RgmCaldavAnswer
judge (const RgmHttpAnswer *answer, GError **error)
{
  if (answer->status / 100 == 2)
    return RGM_CALDAV_DONE;
  if (answer->status == 412)
    return RGM_CALDAV_MISMATCH;
  if (answer->status / 100 == 3)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server says that the calendar has moved; set its new "
                            "address: regimen publish set URL"));
  else
    rgm_http_refuse (answer->status, _ ("an event"), error);
  return is_of_one (answer->status) ? RGM_CALDAV_REFUSED : RGM_CALDAV_FAILED;
}

/* An event that is in the calendar under another name, because its file was imported there too. */
static gboolean
is_twice (const RgmHttpAnswer *answer)
{
  return (answer->status == 403 || answer->status == 409)
         && g_strstr_len (answer->body->str, (gssize)answer->body->len, "no-uid-conflict") != NULL;
}

static char *
strong (const char *etag)
{
  return is_etag (etag) && *etag == '"' ? g_strdup (etag) : NULL;
}

RgmCaldavAnswer
rgm_caldav_put (RgmCaldav *caldav, const char *name, const char *etag, const char *text,
                char **new_etag, GError **error)
{
  g_autofree char *file = g_strconcat (name, ENDING, NULL);
  g_autofree char *url = rgm_url_of (caldav->url, file);
  RgmHttpRequest request = {
    .method = "PUT", .url = url, .body = text, .type = ICAL, .match = etag, .absent = etag == NULL
  };
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!rgm_http_ask (caldav->http, &request, &answer, error))
    return RGM_CALDAV_FAILED;
  if (is_twice (&answer)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("an event of regimen is in that calendar already under another name, "
                            "as after importing a file into it; publish into a calendar of its "
                            "own"));
    return RGM_CALDAV_REFUSED;
  }
  RgmCaldavAnswer result = judge (&answer, error);
  if (result == RGM_CALDAV_DONE)
    *new_etag = strong (answer.etag);
  return result;
}

RgmCaldavAnswer
rgm_caldav_remove (RgmCaldav *caldav, const char *name, const char *etag, GError **error)
{
  g_autofree char *file = g_strconcat (name, ENDING, NULL);
  g_autofree char *url = rgm_url_of (caldav->url, file);
  RgmHttpRequest request = { .method = "DELETE", .url = url, .match = etag };
  g_auto (RgmHttpAnswer) answer = { 0 };
  if (!rgm_http_ask (caldav->http, &request, &answer, error))
    return RGM_CALDAV_FAILED;
  if (answer.status == 404 || answer.status == 410)
    return RGM_CALDAV_DONE;
  return judge (&answer, error);
}
