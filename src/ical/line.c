#include "ical/private.h"

#include <string.h>

#define LINE_OCTETS 75

/* ---- folding ---- */

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

static gboolean
is_good_break (const char *at)
{
  return !inside_character (at) && !is_blank (at[0]) && !is_blank (at[-1]) && at[-1] != '\\';
}

/* How many of the @length octets at @line go on a line with @room octets. */
static gsize
piece (const char *line, gsize length, gsize room)
{
  if (length <= room)
    return length;
  for (gsize n = room; n > room / 2; n--)
    if (is_good_break (line + n))
      return n;
  while (inside_character (line + room))
    room--;
  return room;
}

/* Folds what @out has from @start on. */
static void
fold (GString *out, gsize start)
{
  gsize left = out->len - start, n = piece (out->str + start, left, LINE_OCTETS);
  g_autofree char *rest = g_strndup (out->str + start + n, left - n);
  g_string_truncate (out, start + n);
  left -= n;
  for (const char *at = rest; left > 0; at += n, left -= n) {
    n = piece (at, left, LINE_OCTETS - 1);
    g_string_append_len (out, "\r\n ", 3);
    g_string_append_len (out, at, (gssize)n);
  }
}

void
rgm_ical_end_line (GString *out, gsize start)
{
  if (out->len - start > LINE_OCTETS)
    fold (out, start);
  g_string_append_len (out, "\r\n", 2);
}

void
rgm_ical_line (GString *out, const char *name, const char *value)
{
  gsize start = out->len;
  g_string_append (out, name);
  g_string_append_c (out, ':');
  g_string_append (out, value);
  rgm_ical_end_line (out, start);
}

/* ---- text ---- */

/* Control characters have no place in a calendar; those from U+0080 to U+009F are two octets. */
static gsize
control_octets (const char *at)
{
  guchar first = (guchar)at[0], second = first != '\0' ? (guchar)at[1] : '\0';
  if (first < 0x20 || first == 0x7f)
    return 1;
  return first == 0xc2 && second >= 0x80 && second < 0xa0 ? 2 : 0;
}

/* One character that does not stand for itself. Returns: how many octets of @at it is. */
static gsize
append_special (GString *out, const char *at)
{
  if (*at == '\n' || *at == '\r') {
    g_string_append_len (out, "\\n", 2);
    return at[0] == '\r' && at[1] == '\n' ? 2 : 1;
  }
  if (*at == '\t') {
    g_string_append_c (out, ' ');
    return 1;
  }
  if (*at == '\\' || *at == ',' || *at == ';') {
    g_string_append_c (out, '\\');
    g_string_append_c (out, *at);
    return 1;
  }
  return control_octets (at);
}

static gboolean
is_plain (const char *at)
{
  guchar c = (guchar)*at;
  return c >= 0x20 && c != 0x7f && c != '\\' && c != ',' && c != ';'
         && (c != 0xc2 || control_octets (at) == 0);
}

void
rgm_ical_append_text (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const char *at = valid != NULL ? valid : text;
  while (*at != '\0') {
    const char *end = at;
    while (is_plain (end))
      end++;
    g_string_append_len (out, at, end - at);
    at = end;
    if (*at != '\0')
      at += append_special (out, at);
  }
}

void
rgm_ical_text_line (GString *out, const char *name, const char *text)
{
  gsize start = out->len;
  if (text == NULL || *text == '\0')
    return;
  g_string_append (out, name);
  g_string_append_c (out, ':');
  rgm_ical_append_text (out, text);
  rgm_ical_end_line (out, start);
}
