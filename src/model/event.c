#include <regimen/event.h>

void
rgm_event_free (RgmEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->uid);
  g_free (event->zone);
  g_free (event->summary);
  g_free (event->description);
  g_free (event->location);
  g_free (event->category);
  g_free (event);
}
