/* publish-server.c: connects to the calendar on the server, and gives the library the functions
 * with which it publishes there. */
#include "programs/publish/publish-server.h"

#include "base/i18n.h"
#include "calendar/calendar-event.h"
#include "ical/object.h"
#include "programs/read-calendar/reader.h"

#include <regimen/ical.h>

#include <string.h>

#define UID_END "@regimen" /* of the events of regimen */
#define FIND_BATCH 50      /* objects in one answer */
#define MOST_SEARCHES 20   /* how many searches for single events */
/* How many objects of other programs are looked at, at most, for an event of regimen. A server that
 * ignores the condition of a search lists all of its objects. */
#define MOST_LOOKED_AT 1000

/* Whether regimen gives objects such names. Any other one was made by another program, or the user
 * pasted it. */
static gboolean
is_own_name (const char *name)
{
  g_autofree char *course = calendar_uid_course (name);

  return course != NULL;
}

/* The UID of the event of regimen that is on the server as @name. NULL if it is no event of
 * regimen, as far as known. */
static const char *
uid_of (const PublishServer *there, const char *name)
{
  GHashTableIter iter;
  gpointer uid, other;

  if (is_own_name (name))
    return name;
  g_hash_table_iter_init (&iter, there->renamed);
  while (g_hash_table_iter_next (&iter, &uid, &other))
    if (g_str_equal (other, name))
      return uid;
  return NULL;
}

/* The name of the event with @uid on the server. */
static const char *
name_of (const PublishServer *there, const char *uid)
{
  const char *name = g_hash_table_lookup (there->renamed, uid);

  return name != NULL ? name : uid;
}

/* The events of regimen in @listed. The text of an object that is too long to be read is not kept.
 * @listed: (transfer full) (nullable). Returns: NULL if @listed is NULL. */
static GPtrArray *
to_items (const PublishServer *there, GPtrArray *listed)
{
  g_autoptr (GPtrArray) from = listed;
  GPtrArray *items = NULL;

  if (from == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func ((GDestroyNotify)publish_item_free);
  for (guint i = 0; i < from->len; i++) {
    const RgmCaldavItem *item = from->pdata[i];
    gboolean too_long = item->text != NULL && strlen (item->text) > RGM_ICAL_OBJECT_MAX;
    const char *uid = uid_of (there, item->name);

    if (uid != NULL)
      g_ptr_array_add (items, publish_item_new (uid, item->etag, too_long ? "" : item->text));
  }
  return items;
}

static GPtrArray *
list (gpointer data, GError **error)
{
  PublishServer *there = data;
  GPtrArray *listed = rgm_caldav_list (there->caldav, error);

  g_hash_table_remove_all (there->renamed);
  g_hash_table_remove_all (there->own);
  there->others = FALSE;
  for (guint i = 0; listed != NULL && i < listed->len; i++) {
    const RgmCaldavItem *item = listed->pdata[i];

    if (is_own_name (item->name))
      g_hash_table_add (there->own, g_strdup (item->name));
    else
      there->others = TRUE;
  }
  return to_items (there, listed);
}

/* Looks at the objects with @names, notes which of them are events of regimen that have no other
 * name, and adds these to @items. Returns: FALSE if they cannot be read. */
static gboolean
look_at (PublishServer *there, const GPtrArray *names, GPtrArray *items)
{
  g_autoptr (GPtrArray) fetched = rgm_caldav_fetch (there->caldav, names, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GHashTable) objects = NULL;

  if (fetched == NULL)
    return FALSE;
  for (guint i = 0; i < fetched->len; i++)
    if (strlen (((const RgmCaldavItem *)fetched->pdata[i])->text) <= RGM_ICAL_OBJECT_MAX)
      g_ptr_array_add (texts, ((const RgmCaldavItem *)fetched->pdata[i])->text);
  objects = reader_objects (texts, NULL);
  if (objects == NULL)
    return FALSE;
  for (guint i = 0; i < fetched->len; i++) {
    const RgmCaldavItem *item = fetched->pdata[i];
    const RgmIcalObject *object = g_hash_table_lookup (objects, item->text);

    if (object == NULL || !is_own_name (object->uid) || uid_of (there, item->name) != NULL
        || g_hash_table_contains (there->own, object->uid)
        || g_hash_table_contains (there->renamed, object->uid))
      continue;
    g_hash_table_insert (there->renamed, g_strdup (object->uid), g_strdup (item->name));
    g_ptr_array_add (items, publish_item_new (object->uid, item->etag, NULL));
  }
  return TRUE;
}

/* Searches for the events whose UID contains @part, and adds the names of other programs to @names
 * (element-type utf8). @own: (out): whether it found any event with a name of regimen. @unsure:
 * (inout): set if the server did not answer. */
static void
search (const PublishServer *there, const char *part, GPtrArray *names, gboolean *own,
        gboolean *unsure)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) found = rgm_caldav_search (there->caldav, part, &problem);

  *own = FALSE;
  *unsure |= g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY);
  for (guint i = 0; found != NULL && i < found->len && names->len <= MOST_LOOKED_AT; i++) {
    const char *name = ((const RgmCaldavItem *)found->pdata[i])->name;

    if (is_own_name (name))
      *own = TRUE;
    else if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_strdup (name));
  }
}

/* The names of other programs under which the events @uids may be. @certain: (out): for how many of
 * @uids these are all names. Returns: (transfer full) (element-type utf8). */
static GPtrArray *
search_all (const PublishServer *there, const GPtrArray *uids, guint *certain)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  gboolean own, none, unsure = FALSE;

  search (there, UID_END, names, &own, &unsure);
  *certain = unsure ? 0 : uids->len;
  /* xandikos finds only whole UIDs; then the events that are listed are not found either */
  if (own || names->len > 0 || g_hash_table_size (there->own) == 0)
    return names;
  *certain = 0;
  while (*certain < uids->len && *certain < MOST_SEARCHES && !unsure) {
    search (there, uids->pdata[*certain], names, &none, &unsure);
    *certain += unsure ? 0 : 1;
  }
  return names;
}

static GPtrArray *
find (gpointer data, const GPtrArray *uids, guint *certain)
{
  PublishServer *there = data;
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)publish_item_free);
  g_autoptr (GPtrArray) names = NULL;

  *certain = uids->len;
  if (!there->others)
    return items;
  names = search_all (there, uids, certain);
  if (names->len > MOST_LOOKED_AT)
    *certain = 0;
  for (guint i = 0; i < names->len && i < MOST_LOOKED_AT; i += FIND_BATCH) {
    g_autoptr (GPtrArray) batch = g_ptr_array_new ();

    for (guint n = i; n < names->len && n < i + FIND_BATCH; n++)
      g_ptr_array_add (batch, names->pdata[n]);
    if (!look_at (there, batch, items))
      *certain = 0;
  }
  return items;
}

/* Fetches the events and has all of them read at once, by a single process. */
static GPtrArray *
fetch (gpointer data, const GPtrArray *uids, GError **error)
{
  PublishServer *there = data;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) items = NULL, texts = g_ptr_array_new ();

  for (guint i = 0; i < uids->len; i++)
    g_ptr_array_add (names, (gpointer)name_of (there, uids->pdata[i]));
  items = to_items (there, rgm_caldav_fetch (there->caldav, names, error));

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

  return answer_of (
    rgm_caldav_put (there->caldav, name_of (there, uid), etag, text, new_etag, error));
}

static RgmPublishAnswer
remove_there (gpointer data, const char *uid, const char *etag, GError **error)
{
  const PublishServer *there = data;

  return answer_of (rgm_caldav_remove (there->caldav, name_of (there, uid), etag, error));
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
  g_clear_pointer (&there->renamed, g_hash_table_unref);
  g_clear_pointer (&there->own, g_hash_table_unref);
}

RgmPublishServer
publish_server (PublishServer *there, RgmCaldav *caldav)
{
  there->caldav = caldav;
  there->renamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  there->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return (
    RgmPublishServer){ there, list, find, fetch, put, remove_there, write_object, read_object };
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
