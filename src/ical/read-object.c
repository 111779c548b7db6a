/* read-object.c: reads the event in an object of a calendar server. */
#include "ical/object.h"

#include <string.h>

#include "base/i18n.h"
#include "ical/line-scan.h"
#include "ical/read-value.h"
#include "ical/read-zone.h"

typedef struct {
  RgmIcalObject *object; /* the event that is being read, or the one that was found */
  gboolean exception;    /* it is an exception of another event */
  gboolean found;
} Reading;

static void
take_stamp (RgmIcalStamp *stamp, const RgmIcalLine *line)
{
  g_clear_pointer (&stamp->tzid, g_free);
  g_clear_pointer (&stamp->iana, g_free);
  if (!ical_read_time (line->value, &stamp->local, &stamp->utc)) {
    stamp->local = RGM_LOCAL_NONE;
    return;
  }
  if (stamp->utc || !rgm_local_has_time (stamp->local) || line->tzid == NULL)
    return;
  stamp->tzid = ical_zone_name (line->tzid);
  stamp->iana = stamp->tzid != NULL ? ical_zone_of_windows (stamp->tzid) : NULL;
}

/* If @line is one of the text properties, copies its value into @object. If a property occurs
 * several times, the last one counts. Returns: whether @line was one of them. */
static gboolean
take_text (RgmIcalObject *object, const RgmIcalLine *line)
{
  const struct {
    const char *name;
    char **text;
  } texts[] = {
    { "UID", &object->uid },           { "SUMMARY", &object->summary },
    { "LOCATION", &object->location }, { "DESCRIPTION", &object->description },
    { RGM_ICAL_MARK, &object->mark },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (!g_str_equal (line->name, texts[i].name))
      continue;
    g_free (*texts[i].text);
    *texts[i].text = g_strdup (line->value);
    if (strlen (line->value) > RGM_ICAL_ESCAPED_MAX)
      *g_utf8_find_prev_char (*texts[i].text, *texts[i].text + RGM_ICAL_ESCAPED_MAX) = '\0';
    return TRUE;
  }
  return FALSE;
}

static void
take_property (Reading *reading, const RgmIcalLine *line)
{
  RgmIcalObject *object = reading->object;
  gint64 sequence;

  if (take_text (object, line))
    return;
  if (g_str_equal (line->name, "DTSTART"))
    take_stamp (&object->start, line);
  else if (g_str_equal (line->name, "DTEND"))
    take_stamp (&object->end, line);
  else if (g_str_equal (line->name, "DURATION"))
    object->has_minutes = ical_read_duration (line->value, &object->minutes);
  else if (g_str_equal (line->name, "RRULE") || g_str_equal (line->name, "RDATE"))
    object->repeats = TRUE;
  else if (g_str_equal (line->name, "RECURRENCE-ID"))
    reading->exception = TRUE;
  else if (g_str_equal (line->name, "STATUS") && ical_is_cancelled (line->value))
    object->status = RGM_EVENT_CANCELLED;
  else if (g_str_equal (line->name, "STATUS") && ical_is_word (line->value, "TENTATIVE"))
    object->status = RGM_EVENT_TENTATIVE;
  else if (g_str_equal (line->name, "SEQUENCE")
           && g_ascii_string_to_signed (line->value, 10, 0, G_MAXINT - 1, &sequence, NULL))
    object->sequence = (int)sequence;
}

static gboolean
take_line (const RgmIcalLine *line, const char *path, gpointer data, GError **error)
{
  Reading *reading = data;

  if (reading->found || !g_str_equal (path, "VCALENDAR VEVENT "))
    return TRUE;
  if (g_str_equal (line->name, "BEGIN")) {
    ical_object_free (reading->object);
    reading->object = ical_object_new ();
    reading->object->status = RGM_EVENT_CONFIRMED;
    reading->exception = FALSE;
  } else if (g_str_equal (line->name, "END")) {
    reading->found = !reading->exception;
  } else {
    take_property (reading, line);
  }
  return TRUE;
}

RgmIcalObject *
ical_read_object (const char *bytes, gsize length, GError **error)
{
  Reading reading = { 0 };
  g_autoptr (RgmIcalObject) object = NULL;
  gboolean whole
    = length <= RGM_ICAL_OBJECT_MAX && ical_scan (bytes, length, take_line, &reading, error);

  object = reading.object;
  if (whole && reading.found && object->uid != NULL)
    return g_steal_pointer (&object);
  if (whole || length > RGM_ICAL_OBJECT_MAX)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                         _ ("it contains no event, or is larger than an event may be"));
  return NULL;
}
