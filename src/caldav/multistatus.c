/* multistatus.c: the answers of RFC 4918 section 13. What a server sends is not trusted: no
 * entities, nothing loaded, no other encoding that would be read otherwise than it was looked at,
 * and limits on all there can be too much of. */
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

/* (transfer full) (nullable) */
static char *
text_of (const xmlNode *node)
{
  xmlChar *content = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = content != NULL ? g_strdup ((const char *)content) : NULL;
  xmlFree (content);
  return text;
}

static char *
word_of (const xmlNode *node)
{
  char *text = text_of (node);
  return text != NULL ? g_strstrip (text) : NULL;
}

/* "HTTP/1.1 200 OK"; 0 where there is none. */
static int
status_of (const xmlNode *parent)
{
  g_autofree char *text = word_of (child (parent, DAV, "status"));
  const char *number = text != NULL ? strchr (text, ' ') : NULL;
  return number != NULL ? (int)g_ascii_strtoll (number, NULL, 10) : 0;
}

static void
read_components (const xmlNode *set, RgmResponse *response)
{
  for (const xmlNode *node = set->children; node != NULL; node = node->next) {
    if (!is_element (node, CALDAV, "comp"))
      continue;
    xmlChar *name = xmlGetNoNsProp (node, (const xmlChar *)"name");
    response->events |= name != NULL && g_ascii_strcasecmp ((const char *)name, "VEVENT") == 0;
    xmlFree (name);
  }
  response->components = TRUE;
}

/* (transfer full) (nullable): the address in a property. */
static char *
href_in (const xmlNode *prop, const char *space, const char *name)
{
  return word_of (child (child (prop, space, name), DAV, "href"));
}

static void
read_properties (const xmlNode *prop, RgmResponse *response)
{
  const xmlNode *type = child (prop, DAV, "resourcetype");
  const xmlNode *set = child (prop, CALDAV, "supported-calendar-component-set");
  const xmlNode *etag = child (prop, DAV, "getetag"), *data = child (prop, CALDAV, "calendar-data");
  response->collection |= child (type, DAV, "collection") != NULL;
  response->calendar |= child (type, CALDAV, "calendar") != NULL;
  if (set != NULL)
    read_components (set, response);
  if (response->principal == NULL)
    response->principal = href_in (prop, DAV, "current-user-principal");
  if (response->home == NULL)
    response->home = href_in (prop, CALDAV, "calendar-home-set");
  if (etag != NULL && response->etag == NULL)
    response->etag = word_of (etag);
  if (data != NULL && response->data == NULL)
    response->data = text_of (data);
}

static RgmResponse *
read_response (const xmlNode *node)
{
  RgmResponse *response = g_new0 (RgmResponse, 1);
  response->href = word_of (child (node, DAV, "href"));
  response->status = status_of (node);
  for (const xmlNode *each = node->children; each != NULL; each = each->next)
    if (is_element (each, DAV, "propstat") && status_of (each) / 100 == 2)
      read_properties (child (each, DAV, "prop"), response);
  return response;
}

static GPtrArray *
read_document (const xmlDoc *doc)
{
  const xmlNode *root = xmlDocGetRootElement ((xmlDoc *)doc);
  if (root == NULL || doc->intSubset != NULL || !is_element (root, DAV, "multistatus"))
    return NULL;
  GPtrArray *responses = g_ptr_array_new_with_free_func ((GDestroyNotify)response_free);
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (is_element (node, DAV, "response"))
      g_ptr_array_add (responses, read_response (node));
  return responses;
}

/* An encoding that cannot be is told on standard error whatever the options say. */
static void
say_nothing (void *data, xmlErrorPtr problem)
{
}

GPtrArray *
rgm_multistatus_read (const GString *body, GError **error)
{
  gboolean fit = body->len > 0 && g_utf8_validate (body->str, (gssize)body->len, NULL)
                 && rgm_xml_is_modest (body->str);
  xmlSetStructuredErrorFunc (NULL, say_nothing);
  g_autoptr (xmlDoc) doc
    = fit ? xmlReadMemory (body->str, (int)body->len, NULL, "UTF-8", OPTIONS) : NULL;
  GPtrArray *responses = doc != NULL ? read_document (doc) : NULL;
  if (responses == NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY,
                         _ ("the calendar server's answer is garbled or not whole"));
  return responses;
}
