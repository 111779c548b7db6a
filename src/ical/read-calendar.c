/* read-calendar.c: reads the events and tasks of a calendar file of unknown origin. */
#include <regimen/ical.h>

#include <string.h>

#include "base/i18n.h"
#include "ical/line-scan.h"
#include "ical/read-series.h"
#include "ical/read-value.h"
#include "ical/read-zone.h"

#define LONGEST_TEXT 200

typedef struct {
  GPtrArray *events; /* of RgmIncoming */
  RgmIcalZones *zones;
  RgmIncoming *event;    /* the event that is being read, or NULL between events */
  RgmIcalSeries *series; /* the series of that event */
  gboolean own_stamp;    /* its member "changed" comes from LAST-MODIFIED */
  gboolean due;          /* the start of that event comes from DUE */
  RgmLocal end;          /* the end of that event; RGM_LOCAL_NONE if it has none */
  gboolean end_utc;
  int minutes;      /* its DURATION; 0 if it has none */
  guint first;      /* the index in events of the first event of this VCALENDAR */
  gboolean cancels; /* this VCALENDAR has METHOD:CANCEL */
  char *zone;       /* nullable: X-WR-TIMEZONE, the zone of times without one */
} Reader;

/* ---- values ---- */

static RgmInstant
read_instant (const char *value)
{
  RgmLocal local;
  gboolean utc;

  if (!ical_read_time (value, &local, &utc) || !utc)
    return RGM_INSTANT_NONE;
  return rgm_zone_to_instant (rgm_zone_get ("UTC", NULL), local, NULL);
}

/* The text of @value, without its escapes and cleaned. (transfer full) (nullable) */
static char *
read_text (const char *value)
{
  g_autofree char *plain = ical_unescape (value);

  return rgm_incoming_clean (plain, LONGEST_TEXT);
}

/* Long UIDs often differ only at their ends, so a checksum replaces the part that is cut off.
 * (transfer full) (nullable) */
static char *
read_uid (const char *value)
{
  g_autofree char *beginning = rgm_incoming_clean (value, LONGEST_TEXT - 80), *sum = NULL;

  if (beginning == NULL || strlen (value) <= LONGEST_TEXT)
    return rgm_incoming_clean (value, LONGEST_TEXT);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, value, -1);
  return g_strconcat (beginning, "#", sum, NULL);
}

static gboolean
categories_say_done (const char *value)
{
  static const char *const words[] = { "given", "done", "completed" };
  g_auto (GStrv) categories = g_strsplit (value, ",", 50);

  for (char **category = categories; *category != NULL; category++)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if (g_ascii_strcasecmp (g_strstrip (*category), words[i]) == 0)
        return TRUE;
  return FALSE;
}

/* ---- properties ---- */

static void
take_start (RgmIncoming *event, const RgmIcalLine *line)
{
  if (event->start.day != RGM_NO_DAY || event->problem == RGM_INCOMING_BAD_START) {
    event->problem = RGM_INCOMING_TWO_STARTS;
    return;
  }
  if (!ical_read_time (line->value, &event->start, &event->utc)) {
    event->start = RGM_LOCAL_NONE;
    event->problem = RGM_INCOMING_BAD_START;
    return;
  }
  /* some programs mark a whole day with VALUE=DATE beside a value that has a time */
  if (rgm_local_has_time (event->start) && g_strcmp0 (line->type, "DATE") == 0)
    event->all_day = TRUE;
  if (rgm_local_has_time (event->start) && line->tzid != NULL)
    event->tzid = ical_zone_name (line->tzid);
}

static gboolean
is_named (const RgmIcalLine *line, const char *name)
{
  return g_str_equal (line->name, name);
}

/* Takes a property that says when the event is, or when it was changed or done. Returns: whether
 * @line is such a property. */
static gboolean
take_time (Reader *reader, const RgmIcalLine *line)
{
  /* used by Outlook and Exchange, by MSN and Windows Live, by Funambol, and by GroupWise */
  static const char *const all_day_flags[]
    = { "X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY",
        "X-GWALLDAYEVENT", NULL };
  RgmIncoming *event = reader->event;

  if (is_named (line, "DTSTART") && !reader->due) {
    take_start (event, line);
  } else if (is_named (line, "DUE")) {
    /* A task has its day in DUE. If it has a DTSTART too, that is only when to begin with it. */
    if (event->task) {
      event->start = RGM_LOCAL_NONE;
      event->problem = RGM_INCOMING_FINE;
      g_clear_pointer (&event->tzid, g_free);
      take_start (event, line);
      reader->due = TRUE;
    }
  } else if (is_named (line, "DTEND")) {
    if (!ical_read_time (line->value, &reader->end, &reader->end_utc))
      reader->end = RGM_LOCAL_NONE;
  } else if (is_named (line, "DURATION")) {
    ical_read_duration (line->value, &reader->minutes);
  } else if (g_strv_contains (all_day_flags, line->name)) {
    event->all_day
      = event->all_day || ical_is_word (line->value, "TRUE") || ical_is_word (line->value, "1");
  } else if (is_named (line, "COMPLETED")) {
    event->completed = read_instant (line->value);
    event->done = TRUE;
  } else if (is_named (line, "LAST-MODIFIED")
             || (is_named (line, "DTSTAMP") && !reader->own_stamp)) {
    event->changed = read_instant (line->value);
    reader->own_stamp = is_named (line, "LAST-MODIFIED");
  } else {
    return FALSE;
  }
  return TRUE;
}

static void
take_property (Reader *reader, const RgmIcalLine *given)
{
  RgmIncoming *event = reader->event;
  g_autofree char *value = g_strstrip (g_strdup (given->value)), *named = NULL;
  const char *colon = given->tzid != NULL ? strrchr (value, ':') : NULL;
  RgmIcalLine line = *given;

  line.value = value;
  /* a zone name with a colon in it should be in quotes, but some files leave them out */
  if (colon != NULL) {
    named = g_strdup_printf ("%s:%.*s", line.tzid, (int)(colon - value), value);
    line.tzid = named;
    line.value = colon + 1;
  }
  if (ical_series_take (reader->series, &line))
    return;
  if (line.tzid == NULL && !g_str_has_suffix (line.value, "Z"))
    line.tzid = reader->zone;
  if (take_time (reader, &line))
    return;
  if (is_named (&line, "UID") && event->uid == NULL)
    event->uid = read_uid (line.value);
  else if (is_named (&line, "SUMMARY") && event->summary == NULL)
    event->summary = read_text (line.value);
  else if (is_named (&line, "LOCATION") && event->place == NULL)
    event->place = read_text (line.value);
  else if (is_named (&line, "STATUS") && ical_is_cancelled (line.value))
    event->cancelled = TRUE;
  else if ((is_named (&line, "STATUS") && ical_is_word (line.value, "COMPLETED"))
           || (is_named (&line, "PERCENT-COMPLETE") && ical_is_word (line.value, "100"))
           || (is_named (&line, "CATEGORIES") && categories_say_done (line.value)))
    event->done = TRUE;
  else if (is_named (&line, "SEQUENCE") && g_ascii_isdigit (*line.value)) {
    event->sequence = (int)MIN (g_ascii_strtoull (line.value, NULL, 10), G_MAXINT);
    event->unnumbered = FALSE;
  }
}

/* ---- components ---- */

/* Whether @minutes are a number of whole days. The last second or minute of the last day may be
 * missing. In UTC there may be an hour more or less, because the clocks change. */
static gboolean
lasts_for_days (gint64 minutes, gboolean utc)
{
  const int day = 24 * 60;
  int hour = utc ? 60 : 0;

  return minutes >= day - 1 - hour && (minutes % day <= hour || minutes % day >= day - 1 - hour);
}

/* Sets day_long and endless, which say whether the event may be meant for a whole day. If it
 * certainly is, removes its time instead. */
static void
take_length (const Reader *reader, RgmIncoming *event)
{
  RgmLocal start = event->start, end = reader->end;
  gboolean timed_end = rgm_local_has_time (end);

  if (!rgm_local_has_time (start))
    return;
  if (reader->minutes > 0)
    event->day_long = lasts_for_days (reader->minutes, event->utc);
  else if (timed_end && reader->end_utc == event->utc)
    event->day_long = lasts_for_days (
      (gint64)(end.day - start.day) * 24 * 60 + (end.second - start.second) / 60, event->utc);
  else if (!timed_end && end.day != RGM_NO_DAY)
    event->day_long = end.day > start.day && start.second == 0;
  event->endless = reader->minutes == 0 && (end.day == RGM_NO_DAY || rgm_local_equal (start, end));
  /* khal and Outlook write a whole day as the time from one midnight to another */
  if (!event->utc && start.second == 0 && (event->day_long || event->all_day)) {
    event->start.second = RGM_NO_TIME;
    event->day_long = event->endless = FALSE;
    g_clear_pointer (&event->tzid, g_free);
  }
}

static gboolean
end_event (Reader *reader, GError **error)
{
  RgmIncoming *event = g_steal_pointer (&reader->event);

  g_ptr_array_add (reader->events, event);
  if (event->uid == NULL)
    event->uid = g_strdup ("");
  take_length (reader, event);
  if (event->start.day == RGM_NO_DAY && event->problem == RGM_INCOMING_FINE)
    event->problem = RGM_INCOMING_NO_START;
  if (event->problem != RGM_INCOMING_FINE)
    event->start = RGM_LOCAL_NONE;
  ical_series_end (reader->series, event, reader->events);
  g_clear_pointer (&reader->series, ical_series_free);
  if (reader->events->len <= RGM_INCOMING_MOST)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
               _ ("it has more than %d events; export a shorter period of that calendar"),
               RGM_INCOMING_MOST);
  return FALSE;
}

/* Takes the METHOD of the calendar or, as some programs write it, of an event. Refuses an answer to
 * an invitation, because it is not an appointment. @cancels: (inout). */
static gboolean
take_method (const RgmIcalLine *line, gboolean *cancels, GError **error)
{
  static const char *const answers[]
    = { "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD", NULL };

  for (const char *const *answer = answers; *answer != NULL; answer++)
    if (ical_is_word (line->value, *answer)) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                   _ ("METHOD:%s means an answer to an invitation, not an appointment (line %d); "
                      "use the invitation itself"),
                   *answer, line->number);
      return FALSE;
    }
  *cancels = *cancels || ical_is_word (line->value, "CANCEL") || ical_is_cancelled (line->value);
  return TRUE;
}

static gboolean
take_line (const RgmIcalLine *line, const char *path, gpointer data, GError **error)
{
  Reader *reader = data;
  gboolean task = g_str_equal (path, "VCALENDAR VTODO ");

  if (task || g_str_equal (path, "VCALENDAR VEVENT ")) {
    if (is_named (line, "END"))
      return end_event (reader, error);
    if (is_named (line, "BEGIN")) {
      reader->event = rgm_incoming_new ();
      reader->event->task = task;
      reader->event->unnumbered = TRUE;
      reader->series = ical_series_new ();
      reader->own_stamp = reader->due = FALSE;
      reader->end = RGM_LOCAL_NONE;
      reader->minutes = 0;
    } else if (is_named (line, "METHOD")) {
      return take_method (line, &reader->event->cancelled, error);
    } else {
      take_property (reader, line);
    }
    return TRUE;
  }
  if (g_str_has_prefix (path, "VCALENDAR VTIMEZONE "))
    return ical_zones_take (reader->zones, line, path + strlen ("VCALENDAR "), error);
  if (!g_str_equal (path, "VCALENDAR "))
    return TRUE;
  if (is_named (line, "BEGIN")) {
    reader->cancels = FALSE;
    reader->first = reader->events->len;
    g_clear_pointer (&reader->zone, g_free);
  }
  /* the METHOD may come after the events */
  for (guint i = reader->first;
       is_named (line, "END") && reader->cancels && i < reader->events->len; i++)
    ((RgmIncoming *)reader->events->pdata[i])->cancelled = TRUE;
  if (is_named (line, "X-WR-TIMEZONE") && reader->zone == NULL)
    reader->zone = ical_zone_name (line->value);
  if (is_named (line, "METHOD"))
    return take_method (line, &reader->cancels, error);
  if (is_named (line, "VERSION") && g_str_has_prefix (line->value, "1")) {
    g_set_error_literal (
      error, RGM_ERROR, RGM_ERROR_CALENDAR,
      _ ("this is a calendar of version 1.0 (vCalendar); only version 2.0 is accepted"));
    return FALSE;
  }
  return TRUE;
}

GPtrArray *
rgm_ical_read (const char *bytes, gsize length, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autoptr (RgmIcalZones) zones = ical_zones_new ();
  Reader reader = { .events = events, .zones = zones };
  gboolean whole = ical_scan (bytes, length, take_line, &reader, error);

  rgm_incoming_free (reader.event);
  g_free (reader.zone);
  ical_series_free (reader.series);
  if (!whole)
    return NULL;
  /* a zone may be described after the events that use it */
  for (guint i = 0; i < events->len; i++)
    ical_zones_place (zones, g_ptr_array_index (events, i));
  return g_steal_pointer (&events);
}
