/* What a calendar server says stands there. */
#include <regimen/ical.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autofree char *text = g_strndup ((const char *)data, length);
  g_autoptr (RgmEvent) event = rgm_ical_read_object (text, "Europe/Berlin", NULL);

  g_assert_true (event == NULL || (event->uid != NULL && event->minutes >= 0));
  return 0;
}
