#include <regimen/event.h>

#include <string.h>

#define DAY_SECONDS 86400
#define DAY_MINUTES 1440
#define MARK_VERSION "1"
#define MARK_WORDS 4 /* before the hashes */

/* ---- hashes ---- */

static guint64
hash (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number = 0;

  g_checksum_update (checksum, (const guchar *)text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  for (int i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  return number;
}

/* @text with one blank for each run of them, and none at either end. */
static char *
plain (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *out = g_string_sized_new (strlen (composed));
  gboolean blank = FALSE;

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c)) {
      blank = out->len > 0;
      continue;
    }
    if (blank)
      g_string_append_c (out, ' ');
    blank = FALSE;
    g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static guint64
hash_text (const char *text)
{
  g_autofree char *words = plain (text != NULL ? text : "");
  return hash (words);
}

/* What is read back has no details: they stand in its description. */
static guint64
hash_description (const RgmEvent *event)
{
  g_autofree char *text = g_strconcat (event->description != NULL ? event->description : "", "\n",
                                       event->details != NULL ? event->details : "", NULL);
  return hash_text (text);
}

/* A whole day may be said with the length of a visit: it is one day. */
static guint64
hash_time (const RgmEvent *event)
{
  gboolean timed = rgm_local_has_time (event->start);
  int length
    = timed || event->minutes <= 0 ? event->minutes : MAX (event->minutes / DAY_MINUTES, 1);
  g_autofree char *text
    = g_strdup_printf ("%s %" G_GINT64_FORMAT " %d", timed ? "at" : "on",
                       timed ? (gint64)event->start_at : (gint64)event->start.day, length);
  return hash (text);
}

RgmEventPrint
rgm_event_print (const RgmEvent *event)
{
  return (RgmEventPrint){ {
    [RGM_EVENT_TIME] = hash_time (event),
    [RGM_EVENT_CALLED] = hash (event->status == RGM_EVENT_CANCELLED ? "cancelled" : "on"),
    [RGM_EVENT_SUMMARY] = hash_text (event->summary),
    [RGM_EVENT_LOCATION] = hash_text (event->location),
    [RGM_EVENT_DESCRIPTION] = hash_description (event),
  } };
}

gboolean
rgm_event_print_equal (const RgmEventPrint *a, const RgmEventPrint *b)
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

/* The hashes in @words, which must be all there is. */
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
rgm_event_print_format (const RgmEventPrint *print)
{
  GString *text = g_string_new (NULL);
  append_print (text, print);
  return g_string_free (text, FALSE);
}

gboolean
rgm_event_print_parse (const char *text, RgmEventPrint *print)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ".", RGM_EVENT_N_PARTS + 1);
  return read_print (words, print);
}

char *
rgm_event_mark_format (const RgmEventMark *mark)
{
  GString *text = g_string_new (NULL);
  g_string_printf (text, MARK_VERSION ".%016" G_GINT64_MODIFIER "x.%d.%" G_GINT64_FORMAT,
                   mark->writer, mark->sequence, mark->changed);
  append_print (text, &mark->print);
  return g_string_free (text, FALSE);
}

gboolean
rgm_event_mark_parse (const char *text, RgmEventMark *mark)
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
