/* Files that are not UTF-8. */
#include "ical/line-scan.h"

#include <string.h>

#include "base/i18n.h"

/* ---- UTF-16 ---- */

typedef struct {
  const char *start;
  gsize length;
  gsize skip; /* of it, the byte order mark */
  gboolean big;
} Mark;

static const Mark marks[] = {
  { "\xff\xfe", 2, 2, FALSE },
  { "\xfe\xff", 2, 2, TRUE },
  { "B\0E", 4, 0, FALSE },
  { "\0B\0E", 4, 0, TRUE },
};

static const Mark *
find_mark (const char *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (bytes, marks[i].start, marks[i].length) == 0)
      return &marks[i];
  return NULL;
}

static char *
decode_utf16 (const char *bytes, gsize count, gboolean big, gsize *length, GError **error)
{
  g_autofree gunichar2 *wide = g_new (gunichar2, count + 1);
  char *text;
  glong read = 0, written = 0;

  for (gsize i = 0; i < count; i++) {
    guint8 first = (guint8)bytes[2 * i], second = (guint8)bytes[2 * i + 1];

    wide[i] = (gunichar2)(big ? first << 8 | second : second << 8 | first);
  }
  text = g_utf16_to_utf8 (wide, (glong)count, &read, &written, NULL);
  *length = (gsize)written;
  if (text != NULL && (gsize)read == count)
    return text;
  g_free (text);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                       _ ("this looks like UTF-16 text, and is not; save the file as UTF-8"));
  return NULL;
}

gboolean
rgm_ical_decode (const char *bytes, gsize *length, char **decoded, GError **error)
{
  const Mark *mark = find_mark (bytes, *length);

  *decoded = NULL;
  if (mark == NULL || *length > RGM_ICAL_MOST_BYTES)
    return TRUE;
  *decoded
    = decode_utf16 (bytes + mark->skip, (*length - mark->skip) / 2, mark->big, length, error);
  return *decoded != NULL;
}

/* ---- Windows-1252 ---- */

/* 0x80 to 0x9f, which Latin-1 has no letters for. */
static const gunichar letters[]
  = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
      0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

void
rgm_ical_decode_line (GString *line)
{
  g_autofree char *bytes = g_memdup2 (line->str, line->len);
  gsize length = line->len;

  g_string_truncate (line, 0);
  for (gsize i = 0; i < length; i++) {
    guint8 byte = (guint8)bytes[i];

    g_string_append_unichar (line, byte >= 0x80 && byte < 0xa0 ? letters[byte - 0x80] : byte);
  }
}
