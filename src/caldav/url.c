/* url.c: addresses of calendars and of their events. */
#include "caldav/caldav-private.h"

#include <curl/curl.h>
#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

#define SHOWN_MAX 200
#define NO_ADDRESS                                                                                 \
  N_ ("\"%s\" is not a web address; write the address of the calendar, in the form "               \
      "https://HOST/PATH")

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* A part of @url. Returns: (transfer full) (nullable): NULL if the address has no such part. */
static char *
part (CURLU *url, CURLUPart which, unsigned int flags)
{
  char *value = NULL;
  char *copy = curl_url_get (url, which, &value, flags) == CURLUE_OK ? g_strdup (value) : NULL;
  curl_free (value);
  return copy;
}

/* Refuses an address that contains a password, because the address is stored and shown; one to
 * which the password would go without encryption; and one that cannot be that of a calendar. */
static gboolean
check_parts (CURLU *url, const char *typed, GError **error)
{
  g_autofree char *scheme = part (url, CURLUPART_SCHEME, 0);
  g_autofree char *host = part (url, CURLUPART_HOST, 0);
  g_autofree char *user = part (url, CURLUPART_USER, 0);
  g_autofree char *password = part (url, CURLUPART_PASSWORD, 0);
  g_autofree char *query = part (url, CURLUPART_QUERY, 0);
  g_autofree char *fragment = part (url, CURLUPART_FRAGMENT, 0);

  gboolean loopback = host != NULL
                      && (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_equal (host, "[::1]")
                          || (g_str_has_prefix (host, "127.") && g_hostname_is_ip_address (host)));

  if (user != NULL || password != NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE,
                         _ ("the address has a user name or a password in it; leave it out and "
                            "give the name with --user"));
  else if (query != NULL || fragment != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" has a \"?\" or \"#\", which the address of a calendar does not have"),
                 typed);
  else if (g_str_equal (scheme, "http") && !loopback)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" is not encrypted, so anybody on the way could read the password and the "
         "treatments; use https (http is accepted for this machine itself)"),
      typed);
  else if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ (NO_ADDRESS), typed);
  else
    return TRUE;
  return FALSE;
}

char *
rgm_caldav_check_url (const char *typed, GError **error)
{
  g_autoptr (CURLU) url = curl_url ();
  g_autofree char *shown = g_utf8_make_valid (typed, -1);

  if (strchr (typed, ' ') != NULL || strstr (typed, "://") == NULL
      || curl_url_set (url, CURLUPART_URL, typed, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ (NO_ADDRESS), shown);
    return NULL;
  }
  if (!check_parts (url, shown, error))
    return NULL;

  g_autofree char *path = part (url, CURLUPART_PATH, 0);
  g_autofree char *longer = g_strconcat (path, g_str_has_suffix (path, "/") ? "" : "/", NULL);

  curl_url_set (url, CURLUPART_PATH, longer, 0);
  return part (url, CURLUPART_URL, 0);
}

char *
url_of (const char *url, const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, "@", FALSE);
  return g_strconcat (url, escaped, NULL);
}

char *
url_path (const char *url)
{
  g_autoptr (CURLU) parsed = curl_url ();
  return curl_url_set (parsed, CURLUPART_URL, url, 0) == CURLUE_OK
           ? part (parsed, CURLUPART_PATH, 0)
           : NULL;
}

char *
url_name (const char *url, const char *href)
{
  g_autoptr (CURLU) parsed = curl_url ();
  if (curl_url_set (parsed, CURLUPART_URL, url, 0) != CURLUE_OK)
    return NULL;
  g_autofree char *own = part (parsed, CURLUPART_PATH, 0);
  if (curl_url_set (parsed, CURLUPART_URL, href, 0) != CURLUE_OK)
    return NULL;
  g_autofree char *other = part (parsed, CURLUPART_PATH, 0);
  g_autofree char *base = g_uri_unescape_string (own, NULL);
  g_autofree char *path = g_uri_unescape_string (other, NULL);
  gsize length = base != NULL ? strlen (base) : 0;

  if (path == NULL || length == 0)
    return NULL;
  if (strncmp (path, base, length) == 0)
    return strchr (path + length, '/') == NULL ? g_strdup (path + length) : NULL;
  /* the calendar itself may be given without the slash at its end */
  return strlen (path) == length - 1 && strncmp (path, base, length - 1) == 0 ? g_strdup ("")
                                                                              : NULL;
}

/* Whether @parsed is a web address, with a host. file:///etc/passwd, for example, is not. */
static gboolean
is_web_address (CURLU *parsed)
{
  g_autofree char *scheme = part (parsed, CURLUPART_SCHEME, 0);
  g_autofree char *host = part (parsed, CURLUPART_HOST, 0);

  return host != NULL && (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0);
}

char *
url_redirect (const char *url, const char *location, GError **error)
{
  g_autoptr (CURLU) parsed = curl_url ();
  g_autofree char *scheme = NULL, *host = NULL, *port = NULL;
  g_autofree char *new_scheme = NULL, *new_host = NULL, *new_port = NULL, *whole = NULL;
  g_autofree char *shown = rgm_incoming_clean (location, SHOWN_MAX);

  if (curl_url_set (parsed, CURLUPART_URL, url, 0) == CURLUE_OK) {
    scheme = part (parsed, CURLUPART_SCHEME, 0);
    host = part (parsed, CURLUPART_HOST, 0);
    port = part (parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  }
  /* curl itself refuses schemes that it does not know, such as "calendar://example.org" */
  if (curl_url_set (parsed, CURLUPART_URL, location, 0) != CURLUE_OK || !is_web_address (parsed)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the calendar server redirects to %s, which is no web address, so it was not "
                    "followed"),
                 shown != NULL ? shown : "?");
    return NULL;
  }
  new_scheme = part (parsed, CURLUPART_SCHEME, 0);
  new_host = part (parsed, CURLUPART_HOST, 0);
  new_port = part (parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  whole = part (parsed, CURLUPART_URL, 0);
  if (host != NULL && g_ascii_strcasecmp (host, new_host) == 0
      && (g_str_equal (new_scheme, "https")
          || (g_str_equal (scheme, "http") && g_strcmp0 (new_port, port) == 0))) {
    char *checked = rgm_caldav_check_url (whole, NULL);
    if (checked == NULL)
      g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                   _ ("the calendar server redirects to %s, which cannot be the address of a "
                      "calendar, so it was not followed"),
                   shown != NULL ? shown : "?");
    return checked;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
               _ ("the calendar server redirects to %s, which was not followed; if the calendar is "
                  "there, run: regimen publish set %s"),
               shown != NULL ? shown : "?", shown != NULL ? shown : "URL");
  return NULL;
}
