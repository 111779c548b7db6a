#include "ical/private.h"

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

/* How much of @line goes on a line with @room octets. */
static gsize
piece (const char *line, gsize room)
{
  if (strlen (line) <= room)
    return strlen (line);
  for (gsize n = room; n > room / 2; n--)
    if (is_good_break (line + n))
      return n;
  while (inside_character (line + room))
    room--;
  return room;
}

static void
fold_line (const char *line, GString *out)
{
  gsize n = piece (line, LINE_OCTETS);
  g_string_append_len (out, line, n);
  for (line += n; *line != '\0'; line += n) {
    n = piece (line, LINE_OCTETS - 1);
    g_string_append (out, "\r\n ");
    g_string_append_len (out, line, n);
  }
  g_string_append (out, "\r\n");
}

char *
rgm_ical_fold (const char *lines)
{
  g_autoptr (GString) unfolded = g_string_new (lines);
  g_string_replace (unfolded, "\r\n ", "", 0);
  g_auto (GStrv) parts = g_strsplit (unfolded->str, "\r\n", -1);
  GString *out = g_string_sized_new (unfolded->len + unfolded->len / 16 + 16);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      fold_line (*part, out);
  return g_string_free (out, FALSE);
}
