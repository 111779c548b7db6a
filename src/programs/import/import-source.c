/* import-source.c: reads events from a calendar file, or from what the store knows about the
 * calendar on a server. */
#include "programs/import/import-source.h"

#include "base/file.h"
#include "base/i18n.h"
#include "calendar/publish-plan.h"
#include "programs/read-calendar/reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
  MOST_BYTES = 32 * 1024 * 1024,
  PIECE = 64 * 1024,
};

/* Reads @file to its end. Returns: FALSE with @error set if it cannot be read, or is larger than
 * MOST_BYTES. Does not ask for the size first, because the file may grow while it is read. */
static gboolean
read_to_end (int file, const char *name, GString *bytes, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);

  while (TRUE) {
    gssize length = read (file, piece, PIECE);

    if (length == 0)
      return TRUE;
    if (length < 0 && errno != EINTR) {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("%s could not be read: %s"), name, g_strerror (errno));
      return FALSE;
    }
    if (length > 0)
      g_string_append_len (bytes, piece, length);
    if (bytes->len > MOST_BYTES) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                   _ ("%s is larger than %d MiB; no calendar of appointments is so large"), name,
                   MOST_BYTES / 1024 / 1024);
      return FALSE;
    }
  }
}

GPtrArray *
import_read_file (const char *path, GError **error)
{
  gboolean input = g_str_equal (path, "-");
  g_autofree char *shown = file_shown (path);
  const char *name = input ? _ ("standard input") : shown;
  g_autoptr (GString) bytes = g_string_new (NULL);
  int file = input ? STDIN_FILENO : file_open_plain (path, error);
  gboolean whole = file >= 0 && read_to_end (file, name, bytes, error);
  GPtrArray *events;

  if (file > STDIN_FILENO)
    close (file);
  if (!whole)
    return NULL;
  events = reader_events (bytes, error);
  if (events == NULL)
    g_prefix_error (error, "%s: ", name);
  return events;
}

/* ---- the calendar on the server ---- */

/* An event that was deleted on the server, in the form of a cancelled event. */
static RgmIncoming *
deleted_event (const RgmPublished *row)
{
  RgmIncoming *event = rgm_incoming_new ();

  event->uid = g_strdup (row->uid);
  event->sequence = row->record_sequence;
  event->cancelled = event->deleted = event->standing = TRUE;
  event->start = rgm_zone_to_local (rgm_zone_get ("UTC", NULL), row->start);
  event->utc = TRUE;
  return event;
}

/* Adds to @events the event of @row as it was changed on the server. The object on the server has
 * one event with the UID of the dose; anything else in it is ignored. The event counts as older
 * than the record only if the record has changed since regimen wrote it there. */
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
    event->unmoved = !publish_differs (row, RGM_EVENT_TIME);
    event->reworded = publish_is_reworded (row);
    if (event->place == NULL && publish_differs (row, RGM_EVENT_LOCATION))
      event->place = g_strdup (""); /* it was removed there */
    g_ptr_array_add (events, g_ptr_array_steal_index (found, i));
    return;
  }
}

GPtrArray *
import_read_published (CliInvocation *invocation, RgmStore *store, RgmInstant *read_at,
                       GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (RgmPublication) publication = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (!store_publication (store, &publication, error))
    return NULL;
  if (publication == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("nothing is published; to begin: regimen publish set URL --user NAME"));
    return NULL;
  }
  *read_at = publication->succeeded_at;
  rows = store_published (store, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const RgmPublished *row = rows->pdata[i];

    if (!row->asks || row->mine)
      continue;
    if (row->state == RGM_PUBLISHED_DELETED)
      g_ptr_array_add (events, deleted_event (row));
    else if (row->theirs != NULL)
      add_changed (invocation, row, events);
  }
  return rows != NULL ? g_steal_pointer (&events) : NULL;
}
