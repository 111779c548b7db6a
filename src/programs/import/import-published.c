#include "programs/import/import-published.h"

#include "base/i18n.h"
#include "programs/read-calendar/reader.h"
#include "store/calendar-rows.h"

#include <string.h>

static gboolean
waits (const RgmPublished *row)
{
  return row->asks && !row->mine;
}

static RgmIncoming *
deleted (const RgmPublished *row)
{
  RgmIncoming *event = rgm_incoming_new ();

  event->uid = g_strdup (row->uid);
  event->sequence = row->record_sequence;
  event->cancelled = event->deleted = event->standing = TRUE;
  event->start = rgm_zone_to_local (rgm_zone_get ("UTC", NULL), row->start);
  event->utc = TRUE;
  return event;
}

/* The object there is one event, under the name of a dose: what else it has is not looked at. What
 * counts as its age is whether the record has changed since it was written there. */
static void
add_changed (CliInvocation *invocation, const RgmPublished *row, GPtrArray *events)
{
  g_autoptr (GString) bytes = g_string_new (row->theirs);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = reader_events (bytes, &error);

  if (found == NULL)
    cli_note (invocation, _ ("%s on the server cannot be read: %s"), row->uid, error->message);
  for (guint i = 0; found != NULL && i < found->len; i++) {
    RgmIncoming *event = found->pdata[i];

    if (!g_str_equal (event->uid, row->uid))
      continue;
    event->standing = TRUE;
    event->sequence = row->record_sequence;
    g_ptr_array_add (events, g_ptr_array_steal_index (found, i));
    return;
  }
}

static gboolean
check_is_published (RgmStore *store, GError **error)
{
  g_autoptr (RgmPublication) publication = NULL;

  if (!rgm_store_publication (store, &publication, error))
    return FALSE;
  if (publication == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("nothing is published: regimen publish set URL --user NAME"));
  return publication != NULL;
}

GPtrArray *
cli_import_published (CliInvocation *invocation, RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (GPtrArray) rows = NULL;

  if (!check_is_published (store, error))
    return NULL;
  rows = rgm_store_published (store, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const RgmPublished *row = rows->pdata[i];

    if (waits (row) && row->state == RGM_PUBLISHED_DELETED)
      g_ptr_array_add (events, deleted (row));
    else if (waits (row) && row->theirs != NULL)
      add_changed (invocation, row, events);
  }
  return rows != NULL ? g_steal_pointer (&events) : NULL;
}
