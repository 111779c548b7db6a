#include "ical/ical-private.h"

#include <string.h>

#define LINE_OCTETS 75

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

/* The end of the line at @at, without its line break. */
static const char *
line_end (const char *at)
{
  const char *end = strstr (at, "\r\n");
  return end != NULL ? end : at + strlen (at);
}

/* Appends the parts of a line that was folded. Returns: the end of the last of them. */
static const char *
unfold (GString *whole, const char *at, const char *end)
{
  g_string_append_len (whole, at, end - at);
  while (end[0] == '\r' && end[2] == ' ') {
    at = end + 3;
    end = line_end (at);
    g_string_append_len (whole, at, end - at);
  }
  return end;
}

void
rgm_ical_fold (GString *out, const char *lines, const char *details)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  while (*lines != '\0') {
    g_string_truncate (whole, 0);
    const char *end = unfold (whole, lines, line_end (lines));
    if (details != NULL && g_str_has_prefix (whole->str, "DESCRIPTION:")) {
      g_string_append (whole, details);
      details = NULL;
    }
    if (whole->len > 0)
      fold_line (out, whole->str, whole->len);
    lines = *end == '\r' ? end + 2 : end;
  }
}

void
rgm_ical_append (GString *out, icalcomponent *component, const char *details)
{
  char *lines = icalcomponent_as_ical_string_r (component);
  rgm_ical_fold (out, lines, details);
  icalmemory_free_buffer (lines);
  icalcomponent_free (component);
}

void
rgm_ical_append_property (GString *out, icalproperty *property)
{
  char *line = icalproperty_as_ical_string_r (property);
  rgm_ical_fold (out, line, NULL);
  icalmemory_free_buffer (line);
  icalproperty_free (property);
}
