/* What a calendar server answers. */
#include "caldav/caldav-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autoptr (GString) body = g_string_new_len ((const char *)data, (gssize)length);
  g_autoptr (GPtrArray) responses = multistatus_read (body, NULL);

  for (guint i = 0; responses != NULL && i < responses->len; i++)
    g_assert_nonnull (g_ptr_array_index (responses, i));
  return 0;
}
