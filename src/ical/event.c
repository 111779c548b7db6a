#include "ical/private.h"

RgmInstant
rgm_ical_end (const RgmEvent *event)
{
  return event->start_at + MAX (event->minutes, 1) * 60;
}

static gboolean
is_utc (const RgmZone *zone)
{
  return g_str_equal (rgm_zone_name (zone), "UTC") || g_str_equal (rgm_zone_name (zone), "Etc/UTC");
}

gboolean
rgm_ical_in_utc (const RgmEvent *event, const RgmZone *zone)
{
  RgmFit start, end;
  rgm_zone_to_instant (zone, event->start, &start);
  rgm_zone_to_instant (zone, rgm_zone_to_local (zone, rgm_ical_end (event)), &end);
  return event->utc || is_utc (zone) || start != RGM_FIT_EXACT || end != RGM_FIT_EXACT;
}

/* ---- when ---- */

static void
append_day (GString *out, const char *name, RgmDay day)
{
  g_string_append (out, name);
  g_string_append (out, ";VALUE=DATE:");
  rgm_ical_append_local (out, (RgmLocal){ day, RGM_NO_TIME });
  g_string_append (out, "\r\n");
}

static void
append_moment (GString *out, const char *name, RgmInstant at)
{
  g_string_append (out, name);
  g_string_append_c (out, ':');
  rgm_ical_append_utc (out, at);
  g_string_append (out, "\r\n");
}

static void
append_zoned (GString *out, const char *name, RgmLocal local, const RgmZone *zone)
{
  gsize start = out->len;
  g_string_append (out, name);
  g_string_append (out, ";TZID=");
  g_string_append (out, rgm_zone_name (zone));
  g_string_append_c (out, ':');
  rgm_ical_append_local (out, local);
  rgm_ical_end_line (out, start);
}

static void
append_times (GString *out, const RgmEvent *event, const RgmZone *zone)
{
  RgmInstant end = rgm_ical_end (event);
  if (zone == NULL) {
    append_day (out, "DTSTART", event->start.day);
    append_day (out, "DTEND", event->start.day + 1);
  } else if (rgm_ical_in_utc (event, zone)) {
    append_moment (out, "DTSTART", event->start_at);
    append_moment (out, "DTEND", end);
  } else {
    append_zoned (out, "DTSTART", event->start, zone);
    append_zoned (out, "DTEND", rgm_zone_to_local (zone, end), zone);
  }
}

/* ---- what ---- */

static const char *
status_name (RgmEventStatus status)
{
  switch (status) {
  case RGM_EVENT_CONFIRMED:
    return "CONFIRMED";
  case RGM_EVENT_CANCELLED:
    return "CANCELLED";
  default:
    return "TENTATIVE";
  }
}

/* Several readers split at every comma, escaped or not. */
static void
append_category (GString *out, const char *category)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_auto (GStrv) words = category != NULL ? g_strsplit_set (category, ",;\\\r\n\t ", -1) : NULL;
  for (char **word = words; word != NULL && *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (plain, "%s%s", plain->len > 0 ? " " : "", *word);
  rgm_ical_text_line (out, "CATEGORIES", plain->str);
}

static void
append_alarm (GString *out, const char *trigger, const char *text)
{
  g_string_append (out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
  rgm_ical_line (out, "TRIGGER", trigger);
  rgm_ical_text_line (out, "DESCRIPTION", text);
  g_string_append (out, "END:VALARM\r\n");
}

/* The important one first: there are programs that keep one alarm of an event. */
static void
append_alarms (GString *out, const RgmEvent *event)
{
  if (!event->alarms || event->status == RGM_EVENT_CANCELLED)
    return;
  if (!rgm_local_has_time (event->start)) {
    append_alarm (out, "-PT15H", event->summary);
    return;
  }
  append_alarm (out, "-PT2H", event->summary);
  append_alarm (out, "-PT24H", event->summary);
}

static void
append_identity (GString *out, const RgmEvent *event)
{
  g_autofree char *sequence = g_strdup_printf ("%d", event->sequence);
  rgm_ical_text_line (out, "UID", event->uid);
  rgm_ical_line (out, "SEQUENCE", sequence);
  append_moment (out, "DTSTAMP", event->changed);
  append_moment (out, "LAST-MODIFIED", event->changed);
  append_moment (out, "CREATED", event->created);
}

void
rgm_ical_append_event (GString *out, const RgmEvent *event, const RgmZone *zone)
{
  gboolean busy = zone != NULL && !event->free;
  g_string_append (out, "BEGIN:VEVENT\r\n");
  append_identity (out, event);
  append_times (out, event, zone);
  rgm_ical_line (out, "STATUS", status_name (event->status));
  rgm_ical_line (out, "TRANSP", busy ? "OPAQUE" : "TRANSPARENT");
  rgm_ical_line (out, "CLASS", "PRIVATE");
  rgm_ical_text_line (out, "SUMMARY", event->summary);
  rgm_ical_text_line (out, "DESCRIPTION", event->description);
  rgm_ical_text_line (out, "LOCATION", event->location);
  append_category (out, event->category);
  append_alarms (out, event);
  g_string_append (out, "END:VEVENT\r\n");
}
