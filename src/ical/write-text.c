/* write-text.c: cleans, escapes and folds texts for iCalendar (RFC 5545 sections 3.1 and
 * 3.3.11). */
#include "ical/ical-private.h"

#include <string.h>

#define LINE_OCTETS 75

/* ---- texts ---- */

/* How many octets the control character at @at has; 0 if it is another character. Invisible
 * characters count as well, for example U+202E, which reverses the direction of the text, but not
 * the two that join and separate letters (U+200C and U+200D). */
static gsize
control_octets (const char *at)
{
  if (g_ascii_isprint (*at))
    return 0;
  gunichar c = g_utf8_get_char (at);
  GUnicodeType type = g_unichar_type (c);
  gboolean hidden = type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
                    || type == G_UNICODE_PARAGRAPH_SEPARATOR
                    || (type == G_UNICODE_FORMAT && c != 0x200C && c != 0x200D);
  if (!hidden)
    return 0;
  return c == '\0' ? 1 : (gsize)(g_utf8_next_char (at) - at);
}

char *
ical_clean (const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);
  for (const char *at = valid != NULL ? valid : text; *at != '\0';) {
    const char *end = at;
    while (*end != '\0' && control_octets (end) == 0)
      end = g_utf8_next_char (end);
    g_string_append_len (out, at, end - at);
    if (*end == '\n' || *end == '\r')
      g_string_append_c (out, '\n');
    else if (*end == '\t')
      g_string_append_c (out, ' ');
    at = end;
    if (*end != '\0')
      at += end[0] == '\r' && end[1] == '\n' ? 2 : control_octets (end);
  }
  return g_string_free (out, FALSE);
}

char *
ical_escape (const char *text)
{
  g_autofree char *clean = ical_clean (text);
  icalvalue *value = icalvalue_new_text (clean);
  char *escaped = icalvalue_as_ical_string_r (value);
  char *copy = g_strdup (escaped);
  icalmemory_free_buffer (escaped);
  icalvalue_free (value);
  return copy;
}

/* ---- lines ---- */

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
inside_character (const char *at)
{
  return ((guchar)*at & 0xc0) == 0x80;
}

/* How many of the @length octets at @line go on a line that has room for @room octets. */
static gsize
piece (const char *line, gsize length, gsize room)
{
  if (length <= room)
    return length;
  for (gsize n = room; n > room / 2; n--) {
    const char *at = line + n;
    if (!inside_character (at) && !is_blank (at[0]) && !is_blank (at[-1]) && at[-1] != '\\')
      return n;
  }
  while (inside_character (line + room))
    room--;
  return room;
}

static void
fold_line (GString *out, const char *line, gsize length)
{
  gsize n = piece (line, length, LINE_OCTETS);
  g_string_append_len (out, line, (gssize)n);
  for (line += n, length -= n; length > 0; line += n, length -= n) {
    n = piece (line, length, LINE_OCTETS - 1);
    g_string_append_len (out, "\r\n ", 3);
    g_string_append_len (out, line, (gssize)n);
  }
  g_string_append_len (out, "\r\n", 2);
}

/* @lines without their folds. (transfer full). libical folds a line together with its line end, so
 * a fold can even be between the CR and the LF. */
static char *
unfold (const char *lines)
{
  GString *out = g_string_new (NULL);
  for (const char *fold; (fold = strstr (lines, "\r\n ")) != NULL; lines = fold + 3)
    g_string_append_len (out, lines, fold - lines);
  g_string_append (out, lines);
  return g_string_free (out, FALSE);
}

void
ical_fold (GString *out, const char *lines, const char *details)
{
  g_autofree char *unfolded = unfold (lines);
  g_autoptr (GString) line = g_string_new (NULL);
  for (const char *at = unfolded; *at != '\0';) {
    const char *end = strstr (at, "\r\n");
    if (end == NULL)
      end = at + strlen (at);
    g_string_truncate (line, 0);
    g_string_append_len (line, at, end - at);
    if (details != NULL && g_str_has_prefix (line->str, "DESCRIPTION:")) {
      g_string_append (line, details);
      details = NULL;
    }
    if (line->len > 0)
      fold_line (out, line->str, line->len);
    at = *end == '\r' ? end + 2 : end;
  }
}
