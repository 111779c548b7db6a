/* object.c: reads one event as a calendar server gives it. Not libical: what a server says is not
 * to be trusted, and no more than a few lines of it are wanted. The time grows with its length
 * alone. */
#include <regimen/ical.h>

#include <string.h>

#include "base/i18n.h"
#include "ical/ical-private.h"
#include "ical/read-calendar.h"

#define DAY_SECONDS 86400
#define DEEPEST 8
#define LONGEST_NAME 200         /* of a zone: IANA names have some 30 characters */
#define LONGEST_TEXT (16 * 1024) /* regimen's own have a tenth of it */

/* A time as it is written. */
typedef struct {
  RgmLocal local;
  gboolean utc;
  char *zone; /* nullable */
} Written;

typedef struct {
  RgmEvent *event;
  Written start, end;
  int minutes; /* DURATION; -1: none */
  gboolean repeats, exception, whole;
} Reading;

static void
reading_clear (Reading *reading)
{
  rgm_event_free (reading->event);
  g_free (reading->start.zone);
  g_free (reading->end.zone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
reading_begin (Reading *reading)
{
  reading_clear (reading);
  *reading = (Reading){ .event = g_new0 (RgmEvent, 1),
                        .start.local = RGM_LOCAL_NONE,
                        .end.local = RGM_LOCAL_NONE,
                        .minutes = -1 };
  reading->event->status = RGM_EVENT_CONFIRMED;
}

/* ---- lines ---- */

/* Where the value of @line begins, or NULL: after the first colon outside quotes. */
static char *
find_value (char *line)
{
  gboolean quoted = FALSE;
  for (char *at = line; *at != '\0'; at++) {
    if (*at == '"')
      quoted = !quoted;
    if (*at == ':' && !quoted) {
      *at = '\0';
      return at + 1;
    }
  }
  return NULL;
}

/* (transfer full) (nullable): the value of parameter @name in @head, "DTSTART;TZID=Europe/Rome". */
static char *
parameter (const char *head, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (head, ";", -1);
  gsize length = strlen (name);
  for (char **part = parts[0] != NULL ? parts + 1 : parts; *part != NULL; part++) {
    if (g_ascii_strncasecmp (*part, name, length) != 0 || (*part)[length] != '=')
      continue;
    char *value = g_strndup (*part + length + 1, LONGEST_NAME);
    g_strdelimit (value, "\"", ' ');
    return g_strstrip (value);
  }
  return NULL;
}

static gboolean
is_property (const char *head, const char *name)
{
  gsize length = strlen (name);
  return g_ascii_strncasecmp (head, name, length) == 0
         && (head[length] == '\0' || head[length] == ';');
}

/* (transfer full): a TEXT without its escapes (RFC 5545 section 3.3.11). */
static char *
unescape (const char *value)
{
  GString *out = g_string_sized_new (strlen (value));
  for (const char *at = value; *at != '\0'; at++) {
    if (*at == '\\' && at[1] != '\0') {
      at++;
      g_string_append_c (out, *at == 'n' || *at == 'N' ? '\n' : *at);
    } else {
      g_string_append_c (out, *at);
    }
  }
  return g_string_free (out, FALSE);
}

/* Of a longer one enough is kept to tell it from any of regimen's own. */
static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = unescape (value);
  if (strlen (*text) > LONGEST_TEXT)
    *g_utf8_find_prev_char (*text, *text + LONGEST_TEXT) = '\0';
}

/* ---- times ---- */

/* The number that the @digits first characters of @text are, -1 where they are none. */
static int
number (const char *text, int digits)
{
  int value = 0;
  for (int i = 0; i < digits; i++) {
    if (!g_ascii_isdigit (text[i]))
      return -1;
    value = value * 10 + g_ascii_digit_value (text[i]);
  }
  return value;
}

static RgmDay
read_day (const char *text)
{
  return number (text, 8) < 0
           ? RGM_NO_DAY
           : rgm_day_new (number (text, 4), number (text + 4, 2), number (text + 6, 2));
}

/* "20261203" or "20261203T104000" or "20261203T104000Z". */
static void
read_time (const char *head, const char *value, Written *written)
{
  int length = (int)strlen (value);
  RgmDay day = read_day (value);
  g_free (written->zone);
  *written = (Written){ RGM_LOCAL_NONE, FALSE, parameter (head, "TZID") };
  if (day == RGM_NO_DAY || (length != 8 && length != 15 && length != 16))
    return;
  if (length == 8) {
    written->local = (RgmLocal){ day, RGM_NO_TIME };
    return;
  }
  int hour = number (value + 9, 2), minute = number (value + 11, 2),
      second = number (value + 13, 2);
  written->utc = length == 16;
  if (value[8] != 'T' || (written->utc && value[15] != 'Z') || hour < 0 || hour > 23 || minute < 0
      || minute > 59 || second < 0 || second > 60)
    return;
  written->local = (RgmLocal){ day, hour * 3600 + minute * 60 + MIN (second, 59) };
}

static int
unit_seconds (char unit, gboolean time)
{
  switch (unit) {
  case 'W':
    return time ? 0 : 7 * DAY_SECONDS;
  case 'D':
    return time ? 0 : DAY_SECONDS;
  case 'H':
    return time ? 3600 : 0;
  case 'M':
    return time ? 60 : 0;
  case 'S':
    return time ? 1 : 0;
  default:
    return 0;
  }
}

/* In minutes: "PT1H30M", "P1D"; -1 where it is none, or a negative or very long one. */
static int
read_duration (const char *value)
{
  gint64 seconds = 0;
  gboolean time = FALSE;
  const char *at = value + (*value == '+');
  if (*at++ != 'P')
    return -1;
  while (*at != '\0') {
    gint64 count = 0;
    if (*at == 'T') {
      time = TRUE;
      at++;
      continue;
    }
    if (!g_ascii_isdigit (*at))
      return -1;
    for (; g_ascii_isdigit (*at) && count < G_MAXINT; at++)
      count = count * 10 + g_ascii_digit_value (*at);
    seconds += count * unit_seconds (*at, time);
    if (*at == '\0' || unit_seconds (*at++, time) == 0
        || seconds > (gint64)RGM_ICAL_LONGEST_MINUTES * 60)
      return -1;
  }
  return (int)(seconds / 60);
}

/* ---- properties ---- */

static void
read_sequence (RgmEvent *event, const char *value)
{
  gint64 sequence = 0;
  if (g_ascii_string_to_signed (value, 10, 0, G_MAXINT - 1, &sequence, NULL))
    event->sequence = (int)sequence;
}

static void
read_status (RgmEvent *event, const char *value)
{
  if (g_ascii_strcasecmp (value, "CANCELLED") == 0)
    event->status = RGM_EVENT_CANCELLED;
  else if (g_ascii_strcasecmp (value, "TENTATIVE") == 0)
    event->status = RGM_EVENT_TENTATIVE;
}

static void
read_property (Reading *reading, const char *head, const char *value)
{
  RgmEvent *event = reading->event;
  if (is_property (head, "UID"))
    set_text (&event->uid, value);
  else if (is_property (head, "SUMMARY"))
    set_text (&event->summary, value);
  else if (is_property (head, "LOCATION"))
    set_text (&event->location, value);
  else if (is_property (head, "DESCRIPTION"))
    set_text (&event->description, value);
  else if (is_property (head, RGM_ICAL_MARK))
    set_text (&event->mark, value);
  else if (is_property (head, "SEQUENCE"))
    read_sequence (event, value);
  else if (is_property (head, "STATUS"))
    read_status (event, value);
  else if (is_property (head, "DTSTART"))
    read_time (head, value, &reading->start);
  else if (is_property (head, "DTEND"))
    read_time (head, value, &reading->end);
  else if (is_property (head, "DURATION"))
    reading->minutes = read_duration (value);
  else if (is_property (head, "RRULE") || is_property (head, "RDATE"))
    reading->repeats = TRUE;
  else if (is_property (head, "RECURRENCE-ID"))
    reading->exception = TRUE;
}

/* Reads the lines of the first event that is no exception of another one. */
static void
read_lines (char **lines, Reading *reading)
{
  int depth = 0, inside = 0; /* inside: the depth of the event that is read, 0: none */
  for (char **line = lines; *line != NULL && depth <= DEEPEST && !reading->whole; line++) {
    char *value = find_value (*line);
    if (value == NULL)
      continue;
    if (is_property (*line, "BEGIN")) {
      depth++;
      if (inside == 0 && g_ascii_strcasecmp (value, "VEVENT") == 0) {
        inside = depth;
        reading_begin (reading);
      }
    } else if (is_property (*line, "END")) {
      reading->whole = inside == depth && inside > 0 && !reading->exception;
      inside = inside == depth ? 0 : inside;
      depth--;
    } else if (inside == depth && inside > 0) {
      read_property (reading, *line, value);
    }
  }
}

/* Without the ends of lines that a line goes on behind (RFC 5545 section 3.1), in one pass. */
static char **
unfold (const char *text)
{
  g_autoptr (GString) lines = g_string_sized_new (strlen (text));
  for (const char *at = text; *at != '\0'; at++) {
    const char *end = at[0] == '\r' && at[1] == '\n' ? at + 1 : at;
    if (*end == '\n' && (end[1] == ' ' || end[1] == '\t'))
      at = end + 1;
    else
      g_string_append_c (lines, *(at = end));
  }
  return g_strsplit (lines->str, "\n", -1);
}

/* Names of Windows have no "/": for others the tables need not be loaded. */
static GVariant *
time_variant (const Written *written)
{
  const char *zone = written->zone != NULL ? written->zone : "";
  gboolean foreign = *zone != '\0' && strchr (zone, '/') == NULL;
  g_autofree char *iana = foreign ? rgm_ical_zone_of_windows (zone) : NULL;
  return g_variant_new ("(iibs)", (gint32)written->local.day, (gint32)written->local.second,
                        written->utc, iana != NULL ? iana : zone);
}

static GVariant *
to_variant (const Reading *reading)
{
  const RgmEvent *event = reading->event;
  return g_variant_ref_sink (g_variant_new (
    "(sii@(iibs)@(iibs)ibmsmsmsms)", event->uid, event->sequence, (int)event->status,
    time_variant (&reading->start), time_variant (&reading->end), reading->minutes,
    reading->repeats, event->summary, event->location, event->description, event->mark));
}

GVariant *
rgm_ical_scan_object (const char *text, GError **error)
{
  g_auto (Reading) reading = { 0 };
  gboolean fit = strlen (text) <= RGM_ICAL_OBJECT_MAX && g_utf8_validate (text, -1, NULL);
  g_auto (GStrv) lines = fit ? unfold (text) : NULL;
  if (lines != NULL)
    read_lines (lines, &reading);
  if (reading.whole && reading.event->uid != NULL)
    return to_variant (&reading);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ (RGM_ICAL_NO_EVENT));
  return NULL;
}
