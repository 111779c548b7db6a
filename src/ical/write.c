/* write.c: writes a whole calendar: its properties, the time zones that its events use, and the
 * events. */
#include "ical/ical-private.h"

#include <string.h>

#include "base/i18n.h"

#define REFRESH_HOURS 6
#define COLOR "teal"
#define PIECE 65536 /* how many bytes are handed to the sink at once */

typedef struct {
  guint count;
  RgmIcalSource source;
  gpointer data;
} Input;

typedef struct {
  RgmIcalSink sink;
  gpointer data;
  GString *text;       /* not handed to the sink yet */
  GHashTable *details; /* from RgmEvent.details to their escaped form: there are few */
} Output;

/* A zone, and the part of it that its VTIMEZONE must cover. */
typedef struct {
  const RgmZone *zone;
  RgmInstant first, last;
} ZoneUse;

/* Hands the text to the sink if it has at least @least bytes. */
static gboolean
hand_on (Output *output, gsize least, GError **error)
{
  if (output->text->len < least)
    return TRUE;
  gboolean taken = output->sink (output->text->str, output->text->len, output->data, error);
  g_string_truncate (output->text, 0);
  return taken;
}

/* Appends @component as folded lines. @component: (transfer full). @details: as in ical_fold(). */
static void
append (GString *out, icalcomponent *component, const char *details)
{
  char *lines = icalcomponent_as_ical_string_r (component);
  ical_fold (out, lines, details);
  icalmemory_free_buffer (lines);
  icalcomponent_free (component);
}

/* @property: (transfer full). */
static void
append_property (GString *out, icalproperty *property)
{
  char *line = icalproperty_as_ical_string_r (property);
  ical_fold (out, line, NULL);
  icalmemory_free_buffer (line);
  icalproperty_free (property);
}

static void
append_extension (GString *out, const char *name, const char *value)
{
  icalproperty *property = icalproperty_new_x (value);
  icalproperty_set_x_name (property, name);
  append_property (out, property);
}

static void
append_header (GString *out, const char *name)
{
  struct icaldurationtype refresh = { .hours = REFRESH_HOURS };
  g_string_append (out, "BEGIN:VCALENDAR\r\n");
  append_property (out, icalproperty_new_version ("2.0"));
  append_property (out, icalproperty_new_prodid (RGM_ICAL_PRODID));
  append_property (out, icalproperty_new_calscale ("GREGORIAN"));
  if (name == NULL)
    return;
  g_autofree char *clean = ical_clean (name);
  g_strdelimit (clean, "\n", ' ');
  append_property (out, icalproperty_new_name (clean));
  append_extension (out, "X-WR-CALNAME", clean);
  append_property (out, icalproperty_new_color (COLOR));
  append_property (out, icalproperty_new_refreshinterval (refresh));
  append_extension (out, "X-PUBLISHED-TTL", "PT6H");
}

/* ---- zones ---- */

static int
compare_uses (gconstpointer a, gconstpointer b)
{
  return strcmp (rgm_zone_name (((const ZoneUse *)a)->zone),
                 rgm_zone_name (((const ZoneUse *)b)->zone));
}

/* Asks the source for event @index. @zone: (out): its zone, or NULL for a whole day. */
static RgmEvent *
take_event (const Input *input, guint index, gboolean brief, const RgmZone **zone, GError **error)
{
  RgmEvent *event = input->source (index, brief, input->data, error);
  *zone = NULL;
  if (event == NULL || !rgm_local_has_time (event->start))
    return event;
  *zone = rgm_zone_get (event->zone, error);
  if (*zone == NULL)
    g_clear_pointer (&event, rgm_event_free);
  return event;
}

static GArray *
list_uses (const Input *input, GError **error)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (ZoneUse));
  for (guint i = 0; i < input->count; i++) {
    const RgmZone *zone;
    RgmEvent *event = take_event (input, i, TRUE, &zone, error);
    if (event == NULL)
      return NULL;
    if (zone != NULL && !ical_in_utc (event, zone)) {
      guint at = 0;
      while (at < uses->len && g_array_index (uses, ZoneUse, at).zone != zone)
        at++;
      if (at == uses->len)
        g_array_append_val (uses, ((ZoneUse){ zone, event->start_at, ical_end (event) }));
      ZoneUse *use = &g_array_index (uses, ZoneUse, at);
      use->first = MIN (use->first, event->start_at);
      use->last = MAX (use->last, ical_end (event));
    }
    rgm_event_free (event);
  }
  g_array_sort (uses, compare_uses);
  return g_steal_pointer (&uses);
}

/* ---- the whole calendar ---- */

/* The details of @event, escaped, as they follow its description; NULL if it has none. */
static const char *
details_of (Output *output, const RgmEvent *event)
{
  if (event->details == NULL || event->description == NULL)
    return NULL;
  char *escaped = g_hash_table_lookup (output->details, event->details);
  if (escaped == NULL) {
    g_autofree char *after = g_strconcat ("\n\n", event->details, NULL);
    escaped = ical_escape (after);
    g_hash_table_insert (output->details, g_ref_string_acquire (event->details), escaped);
  }
  return escaped;
}

static gboolean
write_all (const Input *input, const char *name, Output *output, GError **error)
{
  g_autoptr (GArray) uses = list_uses (input, error);
  if (uses == NULL)
    return FALSE;
  append_header (output->text, name);
  for (guint i = 0; i < uses->len; i++) {
    const ZoneUse *use = &g_array_index (uses, ZoneUse, i);
    append (output->text, ical_zone (use->zone, use->first, use->last), NULL);
  }
  for (guint i = 0; i < input->count; i++) {
    const RgmZone *zone;
    RgmEvent *event = take_event (input, i, FALSE, &zone, error);
    if (event == NULL)
      return FALSE;
    append (output->text, ical_event (event, zone), details_of (output, event));
    rgm_event_free (event);
    if (!hand_on (output, PIECE, error))
      return FALSE;
  }
  g_string_append (output->text, "END:VCALENDAR\r\n");
  return hand_on (output, 0, error);
}

gboolean
rgm_ical_write_from (guint count, RgmIcalSource source, gpointer source_data, const char *name,
                     RgmIcalSink sink, gpointer data, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Input input = { count, source, source_data };
  g_autoptr (GHashTable) details
    = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)g_ref_string_release, g_free);
  Output output = { sink, data, text, details };
  if (count > 0)
    return write_all (&input, name, &output, error);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("nothing to export"));
  return FALSE;
}

/* ---- events that are in memory ---- */

static RgmEvent *
copy_at_hand (guint index, gboolean brief, gpointer data, GError **error)
{
  const GPtrArray *events = data;
  return rgm_event_copy (g_ptr_array_index (events, index));
}

gboolean
rgm_ical_write (const GPtrArray *events, const char *name, RgmIcalSink sink, gpointer data,
                GError **error)
{
  return rgm_ical_write_from (events->len, copy_at_hand, (gpointer)events, name, sink, data, error);
}

static gboolean
collect (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_byte_array_append (data, (const guint8 *)bytes, (guint)length);
  return TRUE;
}

GBytes *
rgm_ical_object (const RgmEvent *event, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_ptr_array_add (events, (gpointer)event);
  if (!rgm_ical_write (events, NULL, collect, bytes, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
