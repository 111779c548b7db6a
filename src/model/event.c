/* Events of a calendar: memory management, the hashes by which two events are compared, and the
 * mark that tells who wrote a published event. */
#include "model/event.h"

#include "base/sha256.h"
#include "base/text.h"
#include <string.h>

#define DAY_MINUTES 1440
#define MARK_VERSION "1"
#define MARK_WORDS 4 /* the number of fields before the hashes */

RgmEvent *
rgm_event_copy (const RgmEvent *event)
{
  RgmEvent *copy = g_memdup2 (event, sizeof *event);
  copy->uid = g_strdup (event->uid);
  copy->zone = g_strdup (event->zone);
  copy->summary = g_strdup (event->summary);
  copy->description = g_strdup (event->description);
  copy->details = event->details != NULL ? g_ref_string_acquire (event->details) : NULL;
  copy->location = g_strdup (event->location);
  copy->category = g_strdup (event->category);
  copy->mark = g_strdup (event->mark);
  return copy;
}

void
event_join_details (RgmEvent *event)
{
  char *whole;

  if (event->details == NULL || event->description == NULL)
    return;
  whole = g_strconcat (event->description, "\n\n", event->details, NULL);
  g_free (event->description);
  event->description = whole;
  g_clear_pointer (&event->details, g_ref_string_release);
}

void
rgm_event_free (RgmEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->uid);
  g_free (event->zone);
  g_free (event->summary);
  g_free (event->description);
  g_clear_pointer (&event->details, g_ref_string_release);
  g_free (event->location);
  g_free (event->category);
  g_free (event->mark);
  g_free (event);
}

/* ---- hashes ---- */

static guint64
hash (const char *text)
{
  guint8 digest[SHA256_BYTES];
  guint64 number = 0;

  sha256_of (text, strlen (text), digest);
  for (int i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  return number;
}

/* Hashes the words of @text (nullable), so that it does not matter how letters are composed, or how
 * words are separated: each run of blanks becomes one, and there is none at either end. */
static guint64
hash_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *composed = text_normalize (valid, G_NORMALIZE_NFC);
  g_autoptr (GString) words = g_string_sized_new (strlen (composed));
  gboolean blank = FALSE;

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c)) {
      blank = words->len > 0;
      continue;
    }
    if (blank)
      g_string_append_c (words, ' ');
    blank = FALSE;
    g_string_append_unichar (words, c);
  }
  return hash (words->str);
}

int
rgm_event_minutes (const RgmEvent *event)
{
  const RgmZone *zone = event->zone != NULL ? rgm_zone_get (event->zone, NULL) : NULL;
  if (zone == NULL || !rgm_local_has_time (event->start) || event->minutes <= 0)
    return event->minutes;
  RgmLocal start = rgm_zone_to_local (zone, event->start_at);
  RgmLocal end = rgm_zone_to_local (zone, event->start_at + event->minutes * 60);
  int shown = (end.day - start.day) * DAY_MINUTES + (end.second - start.second) / 60;
  return shown > 0 ? event->minutes : event->minutes + (event->minutes - shown);
}

RgmEventPrint
event_print (const RgmEvent *event)
{
  gboolean timed = rgm_local_has_time (event->start);
  /* Some calendars give a whole-day event the length of a visit; it counts as one day. */
  int length = timed || event->minutes <= 0 ? rgm_event_minutes (event)
                                            : MAX (event->minutes / DAY_MINUTES, 1);
  g_autofree char *when
    = g_strdup_printf ("%s %" G_GINT64_FORMAT " %d", timed ? "at" : "on",
                       timed ? (gint64)event->start_at : (gint64)event->start.day, length);
  /* An event that is read back has no details; they are part of its description. */
  g_autofree char *description
    = g_strconcat (event->description != NULL ? event->description : "", "\n",
                   event->details != NULL ? event->details : "", NULL);

  return (RgmEventPrint){ {
    [RGM_EVENT_TIME] = hash (when),
    [RGM_EVENT_CALLED] = hash (event->status == RGM_EVENT_CANCELLED ? "cancelled" : "on"),
    [RGM_EVENT_SUMMARY] = hash_text (event->summary),
    [RGM_EVENT_LOCATION] = hash_text (event->location),
    [RGM_EVENT_DESCRIPTION] = hash_text (description),
  } };
}

gboolean
event_print_equal (const RgmEventPrint *a, const RgmEventPrint *b)
{
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (a->part[i] != b->part[i])
      return FALSE;
  return TRUE;
}

/* ---- as text ---- */

static void
append_print (GString *text, const RgmEventPrint *print)
{
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    g_string_append_printf (text, "%s%016" G_GINT64_MODIFIER "x", text->len > 0 ? "." : "",
                            print->part[i]);
}

/* Reads the hashes in @words, which must contain nothing else. */
static gboolean
read_print (char *const *words, RgmEventPrint *print)
{
  if (g_strv_length ((char **)words) != RGM_EVENT_N_PARTS)
    return FALSE;
  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (!g_ascii_string_to_unsigned (words[i], 16, 0, G_MAXUINT64, &print->part[i], NULL))
      return FALSE;
  return TRUE;
}

char *
event_print_format (const RgmEventPrint *print)
{
  GString *text = g_string_new (NULL);
  append_print (text, print);
  return g_string_free (text, FALSE);
}

gboolean
event_print_parse (const char *text, RgmEventPrint *print)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ".", RGM_EVENT_N_PARTS + 1);
  return read_print (words, print);
}

char *
event_mark_format (const RgmEventMark *mark)
{
  GString *text = g_string_new (NULL);
  g_string_printf (text, MARK_VERSION ".%016" G_GINT64_MODIFIER "x.%d.%" G_GINT64_FORMAT,
                   mark->writer, mark->sequence, mark->changed);
  append_print (text, &mark->print);
  return g_string_free (text, FALSE);
}

gboolean
event_mark_parse (const char *text, RgmEventMark *mark)
{
  g_auto (GStrv) words
    = g_strsplit (text != NULL ? text : "", ".", MARK_WORDS + RGM_EVENT_N_PARTS + 1);
  gint64 sequence;

  if (g_strv_length (words) < MARK_WORDS || !g_str_equal (words[0], MARK_VERSION)
      || !g_ascii_string_to_unsigned (words[1], 16, 0, G_MAXUINT64, &mark->writer, NULL)
      || !g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT, &sequence, NULL)
      || !g_ascii_string_to_signed (words[3], 10, G_MININT64, G_MAXINT64, &mark->changed, NULL))
    return FALSE;
  mark->sequence = (int)sequence;
  return read_print (words + MARK_WORDS, &mark->print);
}
