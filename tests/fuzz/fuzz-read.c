/* What reads a calendar of unknown origin: it neither crashes nor hangs, and what it gives goes
 * through the text between the two processes unchanged. */
#include <regimen/ical.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

static gboolean
keep (const char *uid)
{
  return g_str_has_suffix (uid, "@regimen");
}

/* All that a series has is placed, or said to be a riddle. */
static void
check_series (const GPtrArray *events)
{
  g_autoptr (GPtrArray) all
    = rgm_incoming_expand (events, keep, rgm_zone_get ("Europe/Berlin", NULL), NULL);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (all, i);

    g_assert_true (event->problem != RGM_INCOMING_FINE || event->start.day != RGM_NO_DAY);
    g_assert_true (event->rule.unit == 0 || event->problem != RGM_INCOMING_FINE);
    g_assert_false (event->excluded);
  }
}

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
  check_series (again);
  return 0;
}
