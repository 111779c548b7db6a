/* What reads a calendar of unknown origin: it neither crashes nor hangs, and what it gives goes
 * through the text between the two processes unchanged. */
#include <regimen/ical.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

static void
check_times (const GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    RgmIncomingTime time;

    rgm_incoming_time (g_ptr_array_index (events, i), rgm_zone_get ("UTC", NULL), &time, NULL);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autoptr (GPtrArray) events = rgm_ical_read ((const char *)data, length, NULL);

  if (events == NULL)
    return 0;

  g_autofree char *text = rgm_incoming_write (events);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) again = rgm_incoming_read (text, strlen (text), &error);

  g_assert_no_error (error);
  g_autofree char *same = rgm_incoming_write (again);
  g_assert_cmpstr (same, ==, text);
  check_times (again);
  return 0;
}
