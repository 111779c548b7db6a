/* object.c: turns an object of a calendar server into an event. Uses neither libical nor the
 * scanner, because it runs in the process that has the record open. */
#include "ical/object.h"

#include <regimen/incoming.h>

#include <string.h>

#include "base/i18n.h"
#include "ical/read-value.h"

#define DAY_SECONDS 86400
#define DAY_MINUTES 1440

RgmIcalObject *
ical_object_new (void)
{
  RgmIcalObject *object = g_new0 (RgmIcalObject, 1);

  object->start.local = object->end.local = RGM_LOCAL_NONE;
  return object;
}

void
ical_object_free (RgmIcalObject *object)
{
  if (object == NULL)
    return;
  g_free (object->uid);
  g_free (object->start.tzid);
  g_free (object->start.iana);
  g_free (object->end.tzid);
  g_free (object->end.iana);
  g_free (object->summary);
  g_free (object->location);
  g_free (object->description);
  g_free (object->mark);
  g_free (object);
}

/* The instant of @stamp. @zone: (nullable): for a time without a zone, or in a zone that is not
 * known. Returns: RGM_INSTANT_NONE if no zone is known. */
static RgmInstant
instant_of (const RgmIcalStamp *stamp, const RgmZone *zone)
{
  RgmIncoming one
    = { .start = stamp->local, .utc = stamp->utc, .tzid = stamp->tzid, .iana = stamp->iana };
  RgmIncomingTime time;

  if ((stamp->utc || stamp->tzid != NULL)
      && rgm_incoming_time (&one, rgm_zone_get ("UTC", NULL), &time, NULL))
    return time.at;
  return zone != NULL ? rgm_zone_to_instant (zone, stamp->local, NULL) : RGM_INSTANT_NONE;
}

/* How many minutes the event takes, or 0 if it repeats or its end is not known. */
static int
length_of (const RgmIcalObject *object, RgmInstant start_at, const RgmZone *zone)
{
  RgmLocal start = object->start.local, end = object->end.local;
  gboolean timed = rgm_local_has_time (start);
  gint64 seconds;

  if (object->repeats)
    return 0;
  if (object->has_minutes)
    return object->minutes;
  if (end.day == RGM_NO_DAY)
    return timed ? 0 : DAY_MINUTES;
  if (timed != rgm_local_has_time (end))
    return 0;
  if (timed) {
    RgmInstant end_at = instant_of (&object->end, zone);

    if (end_at == RGM_INSTANT_NONE)
      return 0;
    seconds = end_at - start_at;
  } else {
    seconds = (gint64)(end.day - start.day) * DAY_SECONDS;
  }
  return seconds < 0 || seconds > (gint64)RGM_ICAL_LONGEST_MINUTES * 60 ? 0 : (int)(seconds / 60);
}

/* @value without its escapes, cut to RGM_ICAL_TEXT_MAX bytes. (transfer full) (nullable) */
static char *
text_of (const char *value)
{
  char *text = value != NULL ? ical_unescape (value) : NULL;

  if (text != NULL && strlen (text) > RGM_ICAL_TEXT_MAX)
    *g_utf8_find_prev_char (text, text + RGM_ICAL_TEXT_MAX) = '\0';
  return text;
}

RgmEvent *
ical_object_event (const RgmIcalObject *object, const char *zone, GError **error)
{
  const RgmZone *fallback = zone != NULL ? rgm_zone_get (zone, NULL) : NULL;
  RgmLocal start = object->start.local;
  RgmInstant start_at
    = start.day != RGM_NO_DAY ? instant_of (&object->start, fallback) : RGM_INSTANT_NONE;
  RgmEvent *event;

  if (start.day == RGM_NO_DAY || (rgm_local_has_time (start) && start_at == RGM_INSTANT_NONE)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                         _ ("the calendar server sent something that cannot be read as an event"));
    return NULL;
  }
  event = g_new0 (RgmEvent, 1);
  event->uid = text_of (object->uid);
  event->sequence = object->sequence;
  event->status = object->status;
  event->start = start;
  event->start_at = start_at;
  event->utc = object->start.utc;
  event->minutes = length_of (object, start_at, fallback);
  event->summary = text_of (object->summary);
  event->location = text_of (object->location);
  event->description = text_of (object->description);
  event->mark = text_of (object->mark);
  return event;
}
