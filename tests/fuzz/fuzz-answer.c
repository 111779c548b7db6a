/* Feeds the programs that start the reader: what it writes may be anything. */
#include <string.h>

#include "model/incoming.h"
#include "programs/read-calendar/wire.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

static gboolean
keep (const char *uid)
{
  return *uid == 'k';
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autoptr (GString) answer = g_string_new_len ((const char *)data, (gssize)length);
  g_autoptr (GPtrArray) events = wire_read_events (answer, NULL);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify)ical_object_free);

  if (events != NULL)
    all = incoming_expand (events, keep, rgm_zone_get ("UTC", NULL), NULL);
  g_assert_true (events != NULL || all == NULL);
  for (guint i = 0; events != NULL && i < events->len; i++) {
    RgmIncomingTime time;

    rgm_incoming_time (g_ptr_array_index (events, i), rgm_zone_get ("UTC", NULL), &time, NULL);
  }
  wire_read_objects (answer, objects);
  for (guint i = 0; i < objects->len; i++)
    if (objects->pdata[i] != NULL) {
      g_autoptr (RgmEvent) event = ical_object_event (objects->pdata[i], NULL, NULL);

      g_assert_true (event == NULL || event->uid != NULL);
    }
  return 0;
}
