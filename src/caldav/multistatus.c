/* multistatus.c: reads the answers that RFC 4918 section 13 defines. What a server sends is not
 * trusted: entities are refused, nothing is loaded, the text is read in the encoding in which it
 * was checked, and the number, the length and the depth of tags are limited. */
#include "caldav/caldav-private.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "base/i18n.h"

#define DAV "DAV:"
#define CALDAV "urn:ietf:params:xml:ns:caldav"
#define OPTIONS                                                                                    \
  (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT                   \
   | XML_PARSE_NOCDATA)

/* ---- what libxml2 may see ---- */

enum {
  MOST_TAGS = 500000, /* 20,000 events have some 250,000 */
  LONGEST_TAG = 2048,
  DEEPEST = 32,
};

/* The position after the next @ending in @at, or NULL. */
static const char *
behind (const char *at, const char *ending)
{
  const char *found = strstr (at, ending);
  return found != NULL ? found + strlen (ending) : NULL;
}

/* The position after the tag that begins at @at, or NULL if the tag does not end, or is too long. A
 * ">" in quotes is not its end. */
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

/* The position after the markup at @at, or NULL if the markup is not accepted. Uses strncmp()
 * because g_str_has_prefix() in newer versions of GLib takes the length of the whole text each
 * time, which adds up to minutes if there are many tags. */
static const char *
behind_markup (const char *at)
{
  if (strncmp (at, "<!--", strlen ("<!--")) == 0)
    return behind (at + 4, "-->");
  if (strncmp (at, "<![CDATA[", strlen ("<![CDATA[")) == 0)
    return behind (at + 9, "]]>");
  if (at[1] == '?')
    return behind (at + 2, "?>");
  return at[1] != '!' ? behind_tag (at) : NULL;
}

/* Whether the time and memory that libxml2 needs for @text are in proportion to its length. The
 * time for attributes and namespaces grows with the square of their number, and each element takes
 * a hundred bytes or more. No definitions (DOCTYPE, ENTITY) are accepted, because no answer needs
 * them. */
static gboolean
is_modest (const char *text)
{
  const char *last = text + strlen (text), *at = text;
  int tags = 0, depth = 0;
  while ((at = memchr (at, '<', (gsize)(last - at))) != NULL) {
    const char *end = behind_markup (at);
    if (end == NULL || ++tags > MOST_TAGS)
      return FALSE;
    if (at[1] == '/')
      depth--;
    else if (at[1] != '!' && at[1] != '?' && end[-2] != '/')
      depth++;
    if (depth > DEEPEST)
      return FALSE;
    at = end;
  }
  return TRUE;
}

/* ---- reading ---- */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static void
response_free (RgmResponse *response)
{
  g_free (response->href);
  g_free (response->etag);
  g_free (response->data);
  g_free (response->principal);
  g_free (response->home);
  g_free (response);
}

static gboolean
is_element (const xmlNode *node, const char *space, const char *name)
{
  return node->type == XML_ELEMENT_NODE && node->ns != NULL
         && strcmp ((const char *)node->ns->href, space) == 0
         && strcmp ((const char *)node->name, name) == 0;
}

static const xmlNode *
child (const xmlNode *parent, const char *space, const char *name)
{
  for (const xmlNode *node = parent != NULL ? parent->children : NULL; node; node = node->next)
    if (is_element (node, space, name))
      return node;
  return NULL;
}

/* The text in @node. Returns: (transfer full) (nullable). */
static char *
text_of (const xmlNode *node)
{
  xmlChar *content = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = content != NULL ? g_strdup ((const char *)content) : NULL;
  xmlFree (content);
  return text;
}

/* The same as text_of(), without blanks around it. */
static char *
word_of (const xmlNode *node)
{
  char *text = text_of (node);
  return text != NULL ? g_strstrip (text) : NULL;
}

/* The status of @parent, which is written as "HTTP/1.1 200 OK"; 0 if there is none. */
static int
status_of (const xmlNode *parent)
{
  g_autofree char *text = word_of (child (parent, DAV, "status"));
  const char *number = text != NULL ? strchr (text, ' ') : NULL;
  return number != NULL ? (int)g_ascii_strtoll (number, NULL, 10) : 0;
}

static void
read_properties (const xmlNode *prop, RgmResponse *response)
{
  const xmlNode *type = child (prop, DAV, "resourcetype");
  const xmlNode *set = child (prop, CALDAV, "supported-calendar-component-set");
  const xmlNode *etag = child (prop, DAV, "getetag"), *data = child (prop, CALDAV, "calendar-data");
  const xmlNode *principal = child (prop, DAV, "current-user-principal");
  const xmlNode *home = child (prop, CALDAV, "calendar-home-set");
  response->collection |= child (type, DAV, "collection") != NULL;
  response->calendar |= child (type, CALDAV, "calendar") != NULL;
  response->components |= set != NULL;
  for (const xmlNode *node = set != NULL ? set->children : NULL; node; node = node->next) {
    if (!is_element (node, CALDAV, "comp"))
      continue;
    xmlChar *name = xmlGetNoNsProp (node, (const xmlChar *)"name");
    response->events |= name != NULL && g_ascii_strcasecmp ((const char *)name, "VEVENT") == 0;
    xmlFree (name);
  }
  if (response->principal == NULL)
    response->principal = word_of (child (principal, DAV, "href"));
  if (response->home == NULL)
    response->home = word_of (child (home, DAV, "href"));
  if (etag != NULL && response->etag == NULL)
    response->etag = word_of (etag);
  if (data != NULL && response->data == NULL)
    response->data = text_of (data);
}

/* Without this function, libxml2 would complain about an impossible encoding on standard error,
 * whatever the options say. */
static void
say_nothing (void *data, xmlErrorPtr problem)
{
}

GPtrArray *
multistatus_read (const GString *body, GError **error)
{
  gboolean fit = body->len > 0 && g_utf8_validate (body->str, (gssize)body->len, NULL)
                 && is_modest (body->str);
  xmlSetStructuredErrorFunc (NULL, say_nothing);
  g_autoptr (xmlDoc) doc
    = fit ? xmlReadMemory (body->str, (int)body->len, NULL, "UTF-8", OPTIONS) : NULL;
  const xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  if (root == NULL || doc->intSubset != NULL || !is_element (root, DAV, "multistatus")) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY,
                         _ ("the calendar server's answer is garbled or incomplete"));
    return NULL;
  }
  GPtrArray *responses = g_ptr_array_new_with_free_func ((GDestroyNotify)response_free);
  for (const xmlNode *node = root->children; node != NULL; node = node->next) {
    if (!is_element (node, DAV, "response"))
      continue;
    RgmResponse *response = g_new0 (RgmResponse, 1);
    response->href = word_of (child (node, DAV, "href"));
    response->status = status_of (node);
    for (const xmlNode *each = node->children; each != NULL; each = each->next)
      if (is_element (each, DAV, "propstat") && status_of (each) / 100 == 2)
        read_properties (child (each, DAV, "prop"), response);
    g_ptr_array_add (responses, response);
  }
  return responses;
}
