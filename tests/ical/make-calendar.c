/* make-calendar: writes the events of a key file as a calendar to standard output, so that the
 * writer can be tried against the programs that read calendars. One group an event, named by its
 * UID: start, zone, or at (an instant in place of start), and the rest of RgmEvent.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <regimen/ical.h>

static char *
text (GKeyFile *file, const char *group, const char *key, const char *fallback)
{
  char *value = g_key_file_get_string (file, group, key, NULL);
  return value != NULL ? value : g_strdup (fallback);
}

static int
number (GKeyFile *file, const char *group, const char *key, int fallback)
{
  return g_key_file_has_key (file, group, key, NULL)
           ? g_key_file_get_integer (file, group, key, NULL)
           : fallback;
}

static RgmEventStatus
status (GKeyFile *file, const char *group)
{
  g_autofree char *name = text (file, group, "status", "confirmed");
  if (g_str_equal (name, "cancelled"))
    return RGM_EVENT_CANCELLED;
  return g_str_equal (name, "tentative") ? RGM_EVENT_TENTATIVE : RGM_EVENT_CONFIRMED;
}

static gboolean
place_in_time (RgmEvent *event, GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *at = text (file, group, "at", NULL);
  g_autofree char *start = text (file, group, "start", "");
  const RgmZone *zone = rgm_zone_get (event->zone, error);
  RgmFit fit;
  if (zone == NULL
      || !(at != NULL ? rgm_instant_parse (at, &event->start_at, error)
                      : rgm_local_parse (start, &event->start, error)))
    return FALSE;
  if (at != NULL)
    event->start = rgm_zone_to_local (zone, event->start_at);
  RgmInstant resolved = rgm_zone_to_instant (zone, event->start, &fit);
  if (at == NULL)
    event->start_at = resolved;
  event->utc = fit != RGM_FIT_EXACT;
  return TRUE;
}

static RgmEvent *
read_event (GKeyFile *file, const char *group, GError **error)
{
  RgmEvent *event = g_new0 (RgmEvent, 1);
  event->uid = g_strdup (group);
  event->zone = text (file, group, "zone", "UTC");
  event->sequence = number (file, group, "sequence", 0);
  event->changed = number (file, group, "changed", 1767225600);
  event->created = number (file, group, "created", 1767225600);
  event->status = status (file, group);
  event->minutes = number (file, group, "minutes", 60);
  event->summary = text (file, group, "summary", group);
  event->description = text (file, group, "description", NULL);
  event->location = text (file, group, "location", NULL);
  event->category = text (file, group, "category", NULL);
  event->alarms = number (file, group, "alarms", 0);
  if (place_in_time (event, file, group, error))
    return event;
  rgm_event_free (event);
  return NULL;
}

static gboolean
print (const char *bytes, gsize length, gpointer data, GError **error)
{
  return fwrite (bytes, 1, length, stdout) == length;
}

static gboolean
run (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
  for (char **group = groups; *group != NULL; group++) {
    RgmEvent *event = read_event (file, *group, error);
    if (event == NULL)
      return FALSE;
    g_ptr_array_add (events, event);
  }
  return rgm_ical_write (events, "Regimen", print, NULL, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  setlocale (LC_ALL, "");
  if (argc == 2 && run (argv[1], &error))
    return 0;
  fprintf (stderr, "%s\n", error != NULL ? error->message : "usage: make-calendar FILE");
  return 1;
}
