#include <regimen/event.h>

RgmEvent *
rgm_event_copy (const RgmEvent *event)
{
  RgmEvent *copy = g_memdup2 (event, sizeof *event);
  copy->uid = g_strdup (event->uid);
  copy->zone = g_strdup (event->zone);
  copy->summary = g_strdup (event->summary);
  copy->description = g_strdup (event->description);
  copy->details = event->details != NULL ? g_ref_string_acquire (event->details) : NULL;
  copy->location = g_strdup (event->location);
  copy->category = g_strdup (event->category);
  copy->mark = g_strdup (event->mark);
  return copy;
}

void
rgm_event_join (RgmEvent *event)
{
  char *whole;

  if (event->details == NULL || event->description == NULL)
    return;
  whole = g_strconcat (event->description, "\n\n", event->details, NULL);
  g_free (event->description);
  event->description = whole;
  g_clear_pointer (&event->details, g_ref_string_release);
}

void
rgm_event_free (RgmEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->uid);
  g_free (event->zone);
  g_free (event->summary);
  g_free (event->description);
  g_clear_pointer (&event->details, g_ref_string_release);
  g_free (event->location);
  g_free (event->category);
  g_free (event->mark);
  g_free (event);
}
