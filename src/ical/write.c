#include "ical/private.h"

#include <string.h>

#include "base/i18n.h"

#define REFRESH_HOURS 6
#define COLOR "teal"

typedef struct {
  RgmIcalSink sink;
  gpointer data;
} Output;

/* A zone, and the part of it that its VTIMEZONE must cover. */
typedef struct {
  const RgmZone *zone;
  RgmInstant first, last;
} ZoneUse;

static gboolean
emit (const Output *output, const char *lines, GError **error)
{
  g_autofree char *folded = rgm_ical_fold (lines);
  return output->sink (folded, strlen (folded), output->data, error);
}

static gboolean
emit_component (const Output *output, icalcomponent *component, GError **error)
{
  char *lines = icalcomponent_as_ical_string_r (component);
  gboolean done = emit (output, lines, error);
  icalmemory_free_buffer (lines);
  icalcomponent_free (component);
  return done;
}

static gboolean
emit_property (const Output *output, icalproperty *property, GError **error)
{
  char *line = icalproperty_as_ical_string_r (property);
  gboolean done = emit (output, line, error);
  icalmemory_free_buffer (line);
  icalproperty_free (property);
  return done;
}

static icalproperty *
extension (const char *name, const char *value)
{
  icalproperty *property = icalproperty_new_x (value);
  icalproperty_set_x_name (property, name);
  return property;
}

static gboolean
emit_header (const Output *output, const char *name, GError **error)
{
  struct icaldurationtype refresh = { .hours = REFRESH_HOURS };
  g_autofree char *clean = rgm_ical_clean (name);
  g_strdelimit (clean, "\n", ' ');
  return emit (output, "BEGIN:VCALENDAR\r\n", error)
         && emit_property (output, icalproperty_new_version ("2.0"), error)
         && emit_property (output, icalproperty_new_prodid ("-//regimen//regimen//EN"), error)
         && emit_property (output, icalproperty_new_calscale ("GREGORIAN"), error)
         && emit_property (output, icalproperty_new_name (clean), error)
         && emit_property (output, extension ("X-WR-CALNAME", clean), error)
         && emit_property (output, icalproperty_new_color (COLOR), error)
         && emit_property (output, icalproperty_new_refreshinterval (refresh), error)
         && emit_property (output, extension ("X-PUBLISHED-TTL", "PT6H"), error);
}

static void
note_use (GArray *uses, const RgmZone *zone, const RgmEvent *event)
{
  for (guint i = 0; i < uses->len; i++) {
    ZoneUse *use = &g_array_index (uses, ZoneUse, i);
    if (use->zone != zone)
      continue;
    use->first = MIN (use->first, event->start_at);
    use->last = MAX (use->last, rgm_ical_end (event));
    return;
  }
  ZoneUse use = { zone, event->start_at, rgm_ical_end (event) };
  g_array_append_val (uses, use);
}

static int
compare_uses (gconstpointer a, gconstpointer b)
{
  return strcmp (rgm_zone_name (((const ZoneUse *)a)->zone),
                 rgm_zone_name (((const ZoneUse *)b)->zone));
}

/* @zone: (out): NULL for a whole day. */
static gboolean
event_zone (const RgmEvent *event, const RgmZone **zone, GError **error)
{
  *zone = NULL;
  if (!rgm_local_has_time (event->start))
    return TRUE;
  *zone = rgm_zone_get (event->zone, error);
  return *zone != NULL;
}

static GArray *
list_uses (const GPtrArray *events, GError **error)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (ZoneUse));
  for (guint i = 0; i < events->len; i++) {
    const RgmEvent *event = g_ptr_array_index (events, i);
    const RgmZone *zone;
    if (!event_zone (event, &zone, error))
      return NULL;
    if (zone != NULL && !rgm_ical_in_utc (event, zone))
      note_use (uses, zone, event);
  }
  g_array_sort (uses, compare_uses);
  return g_steal_pointer (&uses);
}

static gboolean
emit_zones (const Output *output, const GPtrArray *events, GError **error)
{
  g_autoptr (GArray) uses = list_uses (events, error);
  if (uses == NULL)
    return FALSE;
  for (guint i = 0; i < uses->len; i++) {
    const ZoneUse *use = &g_array_index (uses, ZoneUse, i);
    if (!emit_component (output, rgm_ical_zone (use->zone, use->first, use->last), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
emit_events (const Output *output, const GPtrArray *events, GError **error)
{
  for (guint i = 0; i < events->len; i++) {
    const RgmEvent *event = g_ptr_array_index (events, i);
    const RgmZone *zone;
    if (!event_zone (event, &zone, error)
        || !emit_component (output, rgm_ical_event (event, zone), error))
      return FALSE;
  }
  return TRUE;
}

gboolean
rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                GError **error)
{
  if (events->len == 0) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("nothing to export"));
    return FALSE;
  }
  Output output = { sink, data };
  return emit_header (&output, name, error) && emit_zones (&output, events, error)
         && emit_events (&output, events, error) && emit (&output, "END:VCALENDAR\r\n", error);
}
