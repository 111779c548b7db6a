#include "ical/read-calendar.h"

#include <string.h>

#include "base/i18n.h"

#define LONGEST_TEXT 200

typedef struct {
  GPtrArray *events; /* of RgmIncoming */
  RgmIcalZones *zones;
  RgmIncoming *event;    /* the open one */
  gboolean own_stamp;    /* its changed is a LAST-MODIFIED */
  gboolean due;          /* its start is a DUE */
  RgmIcalSeries *series; /* likewise */
  RgmLocal end;          /* of the open event; RGM_LOCAL_NONE: not said */
  gboolean cancels;      /* METHOD:CANCEL */
  char *zone;            /* nullable: that of times without one */
} Reader;

static gboolean
fail (const RgmIcalLine *line, GError **error, const char *said)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("line %d: %s"), line->number, said);
  return FALSE;
}

/* ---- what counts as done ---- */

/* People cross off an event in its title; regimen itself writes "(given)". */
static gboolean
title_says_done (const char *title)
{
  static const char *const marks[] = { "\u2713", "\u2714", "\u2705", "\u2611", "[x]", "[X]" };

  for (guint i = 0; title != NULL && i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (title, marks[i]))
      return TRUE;
  return title != NULL && g_str_has_suffix (title, "(given)");
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
take_start (Reader *reader, const RgmIcalLine *line)
{
  RgmIncoming *event = reader->event;

  if (event->start.day != RGM_NO_DAY || event->problem == RGM_INCOMING_BAD_START) {
    event->problem = RGM_INCOMING_TWO_STARTS;
    return;
  }
  if (!rgm_ical_read_time (line->value, &event->start, &event->utc)
      || (g_strcmp0 (line->type, "DATE") == 0 && rgm_local_has_time (event->start))) {
    event->start = RGM_LOCAL_NONE;
    event->problem = RGM_INCOMING_BAD_START;
    return;
  }
  if (!event->utc && rgm_local_has_time (event->start) && line->tzid != NULL)
    event->tzid = rgm_incoming_clean (line->tzid, LONGEST_TEXT);
}

/* A task has its day in DUE; where it has both, DTSTART is when to begin. */
static void
take_due (Reader *reader, const RgmIcalLine *line)
{
  RgmIncoming *event = reader->event;

  if (!event->task)
    return;
  event->start = RGM_LOCAL_NONE;
  event->problem = RGM_INCOMING_FINE;
  g_clear_pointer (&event->tzid, g_free);
  take_start (reader, line);
  reader->due = TRUE;
}

static void
take_dtstart (Reader *reader, const RgmIcalLine *line)
{
  if (!reader->due)
    take_start (reader, line);
}

static void
take_dtend (Reader *reader, const RgmIcalLine *line)
{
  gboolean utc;

  if (!rgm_ical_read_time (line->value, &reader->end, &utc) || utc)
    reader->end = RGM_LOCAL_NONE;
}

static void
take_all_day (Reader *reader, const RgmIcalLine *line)
{
  reader->event->all_day = g_ascii_strcasecmp (line->value, "TRUE") == 0;
}

/* Long ones often differ at their ends. */
static char *
read_uid (const char *value)
{
  g_autofree char *beginning = rgm_incoming_clean (value, LONGEST_TEXT - 80), *sum = NULL;

  if (beginning == NULL || strlen (value) <= LONGEST_TEXT)
    return rgm_incoming_clean (value, LONGEST_TEXT);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, value, -1);
  return g_strconcat (beginning, "#", sum, NULL);
}

static void
take_uid (Reader *reader, const RgmIcalLine *line)
{
  if (reader->event->uid == NULL)
    reader->event->uid = read_uid (line->value);
}

static void
take_sequence (Reader *reader, const RgmIcalLine *line)
{
  guint64 number = g_ascii_strtoull (line->value, NULL, 10);

  if (!g_ascii_isdigit (*line->value))
    return;
  reader->event->sequence = (int)MIN (number, G_MAXINT);
  reader->event->unnumbered = FALSE;
}

static void
take_status (Reader *reader, const RgmIcalLine *line)
{
  if (g_ascii_strcasecmp (line->value, "CANCELLED") == 0)
    reader->event->cancelled = TRUE;
  if (g_ascii_strcasecmp (line->value, "COMPLETED") == 0)
    reader->event->done = TRUE;
}

static void
take_percent (Reader *reader, const RgmIcalLine *line)
{
  if (g_str_equal (line->value, "100"))
    reader->event->done = TRUE;
}

static void
take_completed (Reader *reader, const RgmIcalLine *line)
{
  reader->event->completed = rgm_ical_read_instant (line->value);
  reader->event->done = TRUE;
}

static void
take_categories (Reader *reader, const RgmIcalLine *line)
{
  if (categories_say_done (line->value))
    reader->event->done = TRUE;
}

static void
take_summary (Reader *reader, const RgmIcalLine *line)
{
  if (reader->event->summary == NULL)
    reader->event->summary = rgm_ical_read_text (line->value, LONGEST_TEXT);
}

static void
take_location (Reader *reader, const RgmIcalLine *line)
{
  if (reader->event->place == NULL)
    reader->event->place = rgm_ical_read_text (line->value, LONGEST_TEXT);
}

static void
take_modified (Reader *reader, const RgmIcalLine *line)
{
  reader->event->changed = rgm_ical_read_instant (line->value);
  reader->own_stamp = TRUE;
}

static void
take_stamp (Reader *reader, const RgmIcalLine *line)
{
  if (!reader->own_stamp)
    reader->event->changed = rgm_ical_read_instant (line->value);
}

/* A calendar may name the zone of its times that have none (X-WR-TIMEZONE). */
static void
take_event_line (Reader *reader, const RgmIcalLine *given)
{
  static const struct {
    const char *name;
    void (*take) (Reader *reader, const RgmIcalLine *line);
  } properties[] = {
    { "UID", take_uid },
    { "DTSTART", take_dtstart },
    { "DUE", take_due },
    { "SEQUENCE", take_sequence },
    { "STATUS", take_status },
    { "SUMMARY", take_summary },
    { "PERCENT-COMPLETE", take_percent },
    { "LOCATION", take_location },
    { "COMPLETED", take_completed },
    { "DTSTAMP", take_stamp },
    { "CATEGORIES", take_categories },
    { "LAST-MODIFIED", take_modified },
    { "DTEND", take_dtend },
    { "X-MICROSOFT-CDO-ALLDAYEVENT", take_all_day },
  };

  RgmIcalLine line = *given;

  if (line.tzid == NULL)
    line.tzid = reader->zone;
  if (rgm_ical_series_take (reader->series, &line))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (line.name, properties[i].name))
      properties[i].take (reader, &line);
}

/* ---- components ---- */

static void
open_event (Reader *reader, gboolean task)
{
  reader->event = rgm_incoming_new ();
  reader->event->task = task;
  reader->event->unnumbered = TRUE;
  reader->series = rgm_ical_series_new ();
  reader->own_stamp = reader->due = FALSE;
  reader->end = RGM_LOCAL_NONE;
}

/* From one midnight to another is a whole day: khal and Outlook write one so. */
static void
find_whole_day (const Reader *reader, RgmIncoming *event)
{
  gboolean midnights = reader->end.second == 0 && reader->end.day > event->start.day;

  if (event->utc || event->start.second != 0 || (!midnights && !event->all_day))
    return;
  event->start.second = RGM_NO_TIME;
  g_clear_pointer (&event->tzid, g_free);
}

static void
end_event (const Reader *reader, RgmIncoming *event)
{
  event->cancelled = event->cancelled || reader->cancels;
  event->done = event->done || title_says_done (event->summary);
  if (event->uid == NULL)
    event->uid = g_strdup ("");
  find_whole_day (reader, event);
  if (event->start.day == RGM_NO_DAY && event->problem == RGM_INCOMING_FINE)
    event->problem = RGM_INCOMING_NO_START;
  if (event->problem != RGM_INCOMING_FINE)
    event->start = RGM_LOCAL_NONE;
}

static gboolean
close_event (Reader *reader, GError **error)
{
  RgmIncoming *event = g_steal_pointer (&reader->event);

  g_ptr_array_add (reader->events, event);
  end_event (reader, event);
  rgm_ical_series_end (reader->series, event, reader->events);
  g_clear_pointer (&reader->series, rgm_ical_series_free);
  if (reader->events->len <= RGM_INCOMING_MOST)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("it has more than %d events"),
               RGM_INCOMING_MOST);
  return FALSE;
}

static gboolean
take_event (Reader *reader, const RgmIcalLine *line, gboolean task, GError **error)
{
  if (g_str_equal (line->name, "BEGIN"))
    open_event (reader, task);
  else if (g_str_equal (line->name, "END"))
    return close_event (reader, error);
  else
    take_event_line (reader, line);
  return TRUE;
}

/* An answer to an invitation, or a wish for another time, is no appointment. */
static gboolean
take_method (Reader *reader, const RgmIcalLine *line, GError **error)
{
  static const char *const answers[]
    = { "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD", NULL };

  for (const char *const *answer = answers; *answer != NULL; answer++)
    if (g_ascii_strcasecmp (line->value, *answer) == 0) {
      g_autofree char *said = g_strdup_printf (
        _ ("METHOD:%s is an answer to an invitation, and no appointment; use the invitation"),
        *answer);
      return fail (line, error, said);
    }
  reader->cancels = g_ascii_strcasecmp (line->value, "CANCEL") == 0;
  return TRUE;
}

static void
begin_calendar (Reader *reader)
{
  reader->cancels = FALSE;
  g_clear_pointer (&reader->zone, g_free);
}

static gboolean
take_calendar (Reader *reader, const RgmIcalLine *line, GError **error)
{
  if (g_str_equal (line->name, "BEGIN"))
    begin_calendar (reader);
  if (g_str_equal (line->name, "X-WR-TIMEZONE") && reader->zone == NULL)
    reader->zone = rgm_incoming_clean (line->value, LONGEST_TEXT);
  if (g_str_equal (line->name, "METHOD"))
    return take_method (reader, line, error);
  if (g_str_equal (line->name, "VERSION") && g_str_has_prefix (line->value, "1"))
    return fail (line, error,
                 _ ("this is a calendar of version 1.0 (vCalendar); version 2.0 is accepted"));
  return TRUE;
}

static gboolean
take_line (const RgmIcalLine *line, const char *path, gpointer data, GError **error)
{
  Reader *reader = data;

  if (g_str_equal (path, "VCALENDAR "))
    return take_calendar (reader, line, error);
  if (g_str_equal (path, "VCALENDAR VEVENT "))
    return take_event (reader, line, FALSE, error);
  if (g_str_equal (path, "VCALENDAR VTODO "))
    return take_event (reader, line, TRUE, error);
  if (g_str_has_prefix (path, "VCALENDAR VTIMEZONE "))
    return rgm_ical_zones_take (reader->zones, line, path + strlen ("VCALENDAR "), error);
  return TRUE;
}

static void
set_offsets (const Reader *reader)
{
  for (guint i = 0; i < reader->events->len; i++) {
    RgmIncoming *event = g_ptr_array_index (reader->events, i);

    if (event->tzid != NULL)
      rgm_ical_zones_place (reader->zones, event);
  }
}

GPtrArray *
rgm_ical_read (const char *bytes, gsize length, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);
  g_autofree char *decoded = NULL;
  g_autoptr (RgmIcalZones) zones = rgm_ical_zones_new ();
  Reader reader = { .events = events, .zones = zones };
  gboolean whole
    = rgm_ical_decode (bytes, &length, &decoded, error)
      && rgm_ical_scan (decoded != NULL ? decoded : bytes, length, take_line, &reader, error);

  rgm_incoming_free (reader.event);
  g_free (reader.zone);
  rgm_ical_series_free (reader.series);
  if (!whole)
    return NULL;
  set_offsets (&reader);
  return g_steal_pointer (&events);
}
