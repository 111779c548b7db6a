/* Feeds the reader of calendars, as a file and as an object of a server: it neither crashes nor
 * hangs, and what it gives passes the wire between the two processes unchanged. */
#include <regimen/ical.h>
#include <string.h>

#include "model/incoming.h"
#include "programs/read-calendar/wire.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

static gboolean
keep (const char *uid)
{
  return g_str_has_suffix (uid, "@regimen");
}

/* Each event of a series has a place, or the series is said to be a riddle. */
static void
check_series (const GPtrArray *events)
{
  g_autoptr (GPtrArray) all
    = incoming_expand (events, keep, rgm_zone_get ("Europe/Berlin", NULL), NULL);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (all, i);

    g_assert_true (event->problem != RGM_INCOMING_FINE || event->start.day != RGM_NO_DAY);
    g_assert_true (event->rule.unit == 0 || event->problem != RGM_INCOMING_FINE);
    g_assert_true (!event->excluded || event->cancelled || event->problem != RGM_INCOMING_FINE);
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

static void
check_file (const char *bytes, gsize length)
{
  g_autoptr (GPtrArray) events = rgm_ical_read (bytes, length, NULL);

  if (events == NULL)
    return;

  g_autofree char *text = wire_write_events (events);
  g_autoptr (GString) answer = g_string_new (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) again = wire_read_events (answer, &error);

  g_assert_no_error (error);
  g_autofree char *same = wire_write_events (again);
  g_assert_cmpstr (same, ==, text);
  check_times (again);
  check_series (again);
}

static void
check_object (const char *bytes, gsize length)
{
  g_autoptr (RgmIcalObject) object = ical_read_object (bytes, length, NULL);

  if (object == NULL)
    return;

  g_autofree char *text = wire_write_object (object);
  g_autoptr (GString) answer = g_string_new (text);
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func ((GDestroyNotify)ical_object_free);

  wire_read_objects (answer, again);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_nonnull (again->pdata[0]);
  g_autofree char *same = wire_write_object (again->pdata[0]);
  g_assert_cmpstr (same, ==, text);
  g_autoptr (RgmEvent) event = ical_object_event (again->pdata[0], "Europe/Berlin", NULL);
  g_assert_true (event == NULL || (event->uid != NULL && event->minutes >= 0));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  check_file ((const char *)data, length);
  check_object ((const char *)data, length);
  return 0;
}
