/* What the process without rights writes, which may be anything. */
#include <regimen/incoming.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

static gboolean
keep (const char *uid)
{
  return *uid == 'k';
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autoptr (GPtrArray) events = rgm_incoming_read ((const char *)data, length, NULL);
  g_autoptr (GPtrArray) all
    = events != NULL ? rgm_incoming_expand (events, keep, rgm_zone_get ("UTC", NULL), NULL) : NULL;

  for (guint i = 0; events != NULL && i < events->len; i++) {
    RgmIncomingTime time;

    rgm_incoming_time (g_ptr_array_index (events, i), rgm_zone_get ("UTC", NULL), &time, NULL);
  }
  return 0;
}
