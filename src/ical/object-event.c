/* object-event.c: the event that was read from a server, with the zones of this machine. What
 * object.c found comes from another process, and is no more trusted than the object itself. */
#include <regimen/ical.h>

#include <string.h>

#include "base/i18n.h"
#include "ical/ical-private.h"

#define DAY_SECONDS 86400
#define DAY_MINUTES 1440

/* A time as it is written. */
typedef struct {
  RgmLocal local;
  gboolean utc;
  const char *zone; /* "": none */
} Written;

typedef struct {
  Written start, end;
  int minutes; /* DURATION; -1: none */
  gboolean repeats;
} Times;

/* Calendar programs write an IANA name behind a name of their own:
 * "/freeassociation.sourceforge.net/Europe/Berlin". */
static const RgmZone *
find_zone (const char *tzid, const char *fallback)
{
  for (const char *at = tzid; at != NULL && *at != '\0';) {
    const RgmZone *zone = *at != '/' ? rgm_zone_get (at, NULL) : NULL;
    if (zone != NULL)
      return zone;
    at = strchr (at + 1, '/');
    at = at != NULL ? at + 1 : NULL;
  }
  return fallback != NULL ? rgm_zone_get (fallback, NULL) : NULL;
}

static RgmInstant
instant_of (const Written *written, const char *fallback)
{
  const RgmZone *zone
    = written->utc ? rgm_zone_get ("UTC", NULL) : find_zone (written->zone, fallback);
  return zone != NULL ? rgm_zone_to_instant (zone, written->local, NULL) : RGM_INSTANT_NONE;
}

/* How long it is, 0 where that is not said. */
static int
length_of (const Times *times, const char *fallback)
{
  const Written *start = &times->start, *end = &times->end;
  gboolean timed = rgm_local_has_time (start->local);
  if (times->minutes >= 0)
    return times->minutes;
  if (end->local.day == RGM_NO_DAY)
    return timed ? 0 : DAY_MINUTES;
  if (timed != rgm_local_has_time (end->local))
    return 0;
  RgmInstant from = instant_of (start, fallback), to = instant_of (end, fallback);
  if (timed && (from == RGM_INSTANT_NONE || to == RGM_INSTANT_NONE))
    return 0;
  gint64 seconds = timed ? to - from : (gint64)(end->local.day - start->local.day) * DAY_SECONDS;
  return seconds < 0 || seconds > (gint64)RGM_ICAL_LONGEST_MINUTES * 60 ? 0 : (int)(seconds / 60);
}

static gboolean
set_times (RgmEvent *event, const Times *times, const char *fallback)
{
  const Written *start = &times->start;
  if (start->local.day == RGM_NO_DAY)
    return FALSE;
  event->start = start->local;
  event->start_at = instant_of (start, fallback);
  if (rgm_local_has_time (start->local) && event->start_at == RGM_INSTANT_NONE)
    return FALSE;
  event->utc = start->utc;
  event->minutes = times->repeats ? 0 : length_of (times, fallback);
  return TRUE;
}

/* ---- */

static gboolean
is_local (RgmLocal local)
{
  gboolean day = local.day >= rgm_day_new (1900, 1, 1) && local.day <= rgm_day_new (2199, 12, 31);
  return day && local.second >= RGM_NO_TIME && local.second < DAY_SECONDS;
}

/* Returns: FALSE where it is none that object.c finds. */
static gboolean
take_time (GVariant *object, gsize index, Written *written)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (object, index);
  gint32 day, second;
  g_variant_get (child, "(iib&s)", &day, &second, &written->utc, &written->zone);
  written->local = (RgmLocal){ day, second };
  return day == RGM_NO_DAY || is_local (written->local);
}

static gboolean
take_times (GVariant *object, Times *times)
{
  enum { START = 3, END = 4 };
  g_variant_get_child (object, 5, "i", &times->minutes);
  g_variant_get_child (object, 6, "b", &times->repeats);
  return take_time (object, START, &times->start) && take_time (object, END, &times->end)
         && times->minutes >= -1 && times->minutes <= RGM_ICAL_LONGEST_MINUTES;
}

static RgmEvent *
take_event (GVariant *object)
{
  RgmEvent *event = g_new0 (RgmEvent, 1);
  int status;
  g_variant_get_child (object, 0, "s", &event->uid);
  g_variant_get_child (object, 1, "i", &event->sequence);
  g_variant_get_child (object, 2, "i", &status);
  g_variant_get_child (object, 7, "ms", &event->summary);
  g_variant_get_child (object, 8, "ms", &event->location);
  g_variant_get_child (object, 9, "ms", &event->description);
  g_variant_get_child (object, 10, "ms", &event->mark);
  event->status = (RgmEventStatus)status;
  return event;
}

static gboolean
is_event (const RgmEvent *event)
{
  return event->sequence >= 0 && event->sequence < G_MAXINT && event->status >= RGM_EVENT_TENTATIVE
         && event->status <= RGM_EVENT_CANCELLED;
}

RgmEvent *
rgm_ical_object_event (GVariant *object, const char *zone, GError **error)
{
  gboolean fit
    = g_variant_is_of_type (object, RGM_ICAL_OBJECT_TYPE) && g_variant_is_normal_form (object);
  g_autoptr (RgmEvent) event = fit ? take_event (object) : NULL;
  Times times;
  if (event != NULL && is_event (event) && take_times (object, &times)
      && set_times (event, &times, zone))
    return g_steal_pointer (&event);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ (RGM_ICAL_NO_EVENT));
  return NULL;
}

RgmEvent *
rgm_ical_read_object (const char *text, const char *zone, GError **error)
{
  g_autoptr (GVariant) object = rgm_ical_scan_object (text, error);
  return object != NULL ? rgm_ical_object_event (object, zone, error) : NULL;
}
