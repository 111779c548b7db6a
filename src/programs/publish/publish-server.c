/* publish-server.c: connects to the calendar on the server, and gives the library the functions
 * with which it publishes there. */
#include "programs/publish/publish-server.h"

#include "base/i18n.h"
#include "ical/object.h"
#include "programs/read-calendar/reader.h"

#include <regimen/ical.h>

#include <string.h>

/* The UIDs of events that regimen made end like this. An object whose name ends otherwise belongs
 * to another program. */
#define ENDING "@regimen"

/* The events of regimen in @listed. The text of an object that is too long to be read is not kept.
 * @listed: (transfer full) (nullable). Returns: NULL if @listed is NULL. */
static GPtrArray *
to_items (GPtrArray *listed)
{
  g_autoptr (GPtrArray) from = listed;
  GPtrArray *items = NULL;

  if (from == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func ((GDestroyNotify)publish_item_free);
  for (guint i = 0; i < from->len; i++) {
    const RgmCaldavItem *item = from->pdata[i];
    gboolean too_long = item->text != NULL && strlen (item->text) > RGM_ICAL_OBJECT_MAX;

    if (g_str_has_suffix (item->name, ENDING))
      g_ptr_array_add (items,
                       publish_item_new (item->name, item->etag, too_long ? "" : item->text));
  }
  return items;
}

static GPtrArray *
list (gpointer data, GError **error)
{
  const PublishServer *there = data;

  return to_items (rgm_caldav_list (there->caldav, error));
}

/* Fetches the events and has all of them read at once, by a single process. */
static GPtrArray *
fetch (gpointer data, const GPtrArray *uids, GError **error)
{
  PublishServer *there = data;
  g_autoptr (GPtrArray) items = to_items (rgm_caldav_fetch (there->caldav, uids, error));
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (texts, ((const RgmPublishItem *)items->pdata[i])->text);
  g_clear_pointer (&there->objects, g_hash_table_unref);
  if (items != NULL)
    there->objects = reader_objects (texts, error);
  return there->objects != NULL ? g_steal_pointer (&items) : NULL;
}

static RgmPublishAnswer
answer_of (RgmCaldavAnswer answer)
{
  switch (answer) {
  case RGM_CALDAV_DONE:
    return RGM_PUBLISH_DONE;
  case RGM_CALDAV_MISMATCH:
    return RGM_PUBLISH_MISMATCH;
  case RGM_CALDAV_REFUSED:
    return RGM_PUBLISH_REFUSED;
  default:
    return RGM_PUBLISH_FAILED;
  }
}

static RgmPublishAnswer
put (gpointer data, const char *uid, const char *etag, const char *text, char **new_etag,
     GError **error)
{
  const PublishServer *there = data;

  return answer_of (rgm_caldav_put (there->caldav, uid, etag, text, new_etag, error));
}

static RgmPublishAnswer
remove_there (gpointer data, const char *uid, const char *etag, GError **error)
{
  const PublishServer *there = data;

  return answer_of (rgm_caldav_remove (there->caldav, uid, etag, error));
}

static char *
write_object (gpointer data, const RgmEvent *event, GError **error)
{
  g_autoptr (GBytes) object = rgm_ical_object (event, error);
  gsize length = 0;
  const char *bytes = object != NULL ? g_bytes_get_data (object, &length) : NULL;

  return bytes != NULL ? g_strndup (bytes, length) : NULL;
}

static RgmEvent *
read_object (gpointer data, const char *text, const char *zone, GError **error)
{
  const PublishServer *there = data;
  const RgmIcalObject *object = g_hash_table_lookup (there->objects, text);

  if (object != NULL)
    return ical_object_event (object, zone, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, "%s", _ ("it cannot be read"));
  return NULL;
}

void
publish_server_clear (PublishServer *there)
{
  g_clear_pointer (&there->objects, g_hash_table_unref);
}

RgmPublishServer
publish_server (PublishServer *there)
{
  return (RgmPublishServer){ there, list, fetch, put, remove_there, write_object, read_object };
}

/* ---- connecting ---- */

/* Looks for the calendar, and creates it if it does not exist. */
static gboolean
look_or_make (const RgmCaldavAccount *account, RgmCaldav *caldav, gboolean *made, GError **error)
{
  const char *name = account->private_mode ? _ ("Appointments") : _ ("Treatments");
  RgmCaldavKind kind;

  if (!rgm_caldav_look (caldav, &kind, error))
    return FALSE;
  if (kind == RGM_CALDAV_CALENDAR)
    return TRUE;
  if (!rgm_caldav_make (caldav, name, error) || !rgm_caldav_look (caldav, &kind, error))
    return FALSE;
  if (kind != RGM_CALDAV_CALENDAR) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_SERVER,
                 _ ("the server says that it made the calendar %s, but it does not exist"),
                 rgm_caldav_url (caldav));
    return FALSE;
  }
  *made = TRUE;
  return TRUE;
}

RgmCaldav *
publish_connect (const RgmCaldavAccount *account, gboolean seen, gboolean ask, gboolean *made,
                 GError **error)
{
  g_autofree char *password = caldav_password (account, ask, error);
  g_autoptr (RgmCaldav) caldav
    = password != NULL ? rgm_caldav_new (account->url, account->user, password, account->ca, error)
                       : NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *hint = NULL;

  if (caldav == NULL)
    return NULL;
  if (seen || look_or_make (account, caldav, made, &problem))
    return g_steal_pointer (&caldav);
  /* if the address does not lead to a calendar, also say where the server has its calendars */
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_SERVER))
    hint = rgm_caldav_hint (caldav, problem->message);
  if (hint != NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_SERVER, hint);
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}
