/* discover.c: where the calendars of a person are, from whatever address of the server they know
 * (RFC 6764 sections 5 and 6). Only to tell it: which calendar is meant is theirs to say. */
#include "caldav/caldav-private.h"

#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

#define XML "application/xml; charset=utf-8"
#define ASK                                                                                        \
  "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\" "                          \
  "xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><prop><resourcetype/><current-user-principal/>"       \
  "<C:calendar-home-set/></prop></propfind>"
#define WELL_KNOWN "/.well-known/caldav"
#define NAMES_MAX 5
#define NAME_LENGTH 40

/* What is said of *@url, which becomes the address it is sent on to. */
static GPtrArray *
ask (RgmHttp *http, char **url, const char *depth)
{
  RgmHttpRequest request = { .method = "PROPFIND", .body = ASK, .type = XML, .depth = depth };
  g_auto (RgmHttpAnswer) answer = { 0 };
  return rgm_http_follow (http, url, &request, &answer, NULL) && answer.status == 207
           ? rgm_multistatus_read (answer.body, NULL)
           : NULL;
}

/* The address that is a property of @url, on the same server. */
static char *
ask_address (RgmHttp *http, const char *url, gboolean home)
{
  g_autofree char *at = g_strdup (url);
  g_autoptr (GPtrArray) responses = ask (http, &at, "0");
  for (guint i = 0; responses != NULL && i < responses->len; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    const char *href = home ? response->home : response->principal;
    if (href != NULL)
      return rgm_url_redirect (at, href, NULL);
  }
  return NULL;
}

static char *
find_home (RgmHttp *http, const char *url)
{
  g_autofree char *known = rgm_url_redirect (url, WELL_KNOWN, NULL);
  g_autofree char *principal = ask_address (http, url, FALSE);
  if (principal == NULL && known != NULL) {
    known[strlen (known) - 1] = '\0'; /* that one has no slash at its end */
    principal = ask_address (http, known, FALSE);
  }
  return principal != NULL ? ask_address (http, principal, TRUE) : NULL;
}

/* The names of the calendars in @home, as they stand in their addresses. */
static void
append_names (GString *text, RgmHttp *http, const char *home)
{
  g_autofree char *at = g_strdup (home);
  g_autoptr (GPtrArray) responses = ask (http, &at, "1");
  int count = 0;
  for (guint i = 0; responses != NULL && i < responses->len && count < NAMES_MAX; i++) {
    const RgmResponse *response = g_ptr_array_index (responses, i);
    g_autofree char *path = response->href != NULL ? g_path_get_basename (response->href) : NULL;
    g_autofree char *name
      = path != NULL && response->calendar ? rgm_incoming_clean (path, NAME_LENGTH) : NULL;
    if (name != NULL)
      g_string_append_printf (text, "%s%s", count++ == 0 ? _ ("; there are already: ") : ", ",
                              name);
  }
}

char *
rgm_discover (RgmHttp *http, const char *url)
{
  g_autofree char *home = rgm_http_is_refused (http) ? NULL : find_home (http, url);
  if (home == NULL)
    return NULL;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text,
                          _ ("your calendars are kept at %s, and this makes one of its own: "
                             "regimen publish set %sregimen/ --user NAME"),
                          home, home);
  append_names (text, http, home);
  return g_string_free (text, FALSE);
}
