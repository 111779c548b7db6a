/* modest.c: whether an answer is small enough in all that makes libxml2 slow or large: what it
 * compares attributes and namespaces with grows with the square of their number, and each element
 * takes a hundred bytes and more. */
#include "caldav/caldav-private.h"

#include <string.h>

enum {
  MOST_TAGS = 500000, /* 20,000 events have some 250,000 */
  LONGEST_TAG = 2048,
  DEEPEST = 32,
};

/* Behind the next @ending in @at, or NULL. */
static const char *
behind (const char *at, const char *ending)
{
  const char *found = strstr (at, ending);
  return found != NULL ? found + strlen (ending) : NULL;
}

/* Behind the tag that begins at @at; NULL: it does not end, or is too long. A ">" in quotes is not
 * its end. */
static const char *
behind_tag (const char *at)
{
  char quote = '\0';
  for (const char *end = at; *end != '\0' && end - at < LONGEST_TAG; end++) {
    if (quote == '\0' && *end == '>')
      return end + 1;
    if (*end == quote)
      quote = '\0';
    else if (quote == '\0' && (*end == '"' || *end == '\''))
      quote = *end;
  }
  return NULL;
}

/* Compares only what is at the beginning of @at. g_str_has_prefix() measures the whole text in newer
 * versions of GLib: minutes, if it is asked at each of many tags. */
static gboolean
begins (const char *at, const char *prefix)
{
  return strncmp (at, prefix, strlen (prefix)) == 0;
}

static const char *
behind_markup (const char *at)
{
  if (begins (at, "<!--"))
    return behind (at + 4, "-->");
  if (begins (at, "<![CDATA["))
    return behind (at + 9, "]]>");
  if (at[1] == '?')
    return behind (at + 2, "?>");
  return at[1] != '!' ? behind_tag (at) : NULL;
}

/* How much deeper it is behind the markup from @at to @end. */
static int
step_of (const char *at, const char *end)
{
  if (at[1] == '!' || at[1] == '?')
    return 0;
  if (at[1] == '/')
    return -1;
  return end[-2] == '/' ? 0 : 1;
}

gboolean
rgm_xml_is_modest (const char *text)
{
  const char *last = text + strlen (text), *at = text;
  int tags = 0, depth = 0;
  while ((at = memchr (at, '<', (gsize)(last - at))) != NULL) {
    const char *end = behind_markup (at);
    if (end == NULL || ++tags > MOST_TAGS)
      return FALSE;
    depth += step_of (at, end);
    if (depth > DEEPEST)
      return FALSE;
    at = end;
  }
  return TRUE;
}
