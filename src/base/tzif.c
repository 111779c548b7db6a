/* tzif.c: reads a time zone file into the spans of time in which the zone keeps one offset. */
#include "base/tzif.h"

#include "base/i18n.h"
#include "base/tzrule.h"

#include <string.h>

#define HEADER_SIZE 44
#define TYPE_SIZE 6
#define MIN_OFFSET (-89999) /* RFC 8536 section 3.2: more than -25 hours and less than 26 hours */
#define MAX_OFFSET 93599

/* The unread rest of the file. */
typedef struct {
  const guint8 *at;
  gsize left;
} Rest;

/* The counts of a header. */
typedef struct {
  guint32 isut, isstd, leap, time, type, chars;
} Counts;

/* The parts of the 64-bit data block. */
typedef struct {
  Counts counts;
  const guint8 *times, *indexes, *types;
  const char *chars;
} Block;

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, reason);
  return FALSE;
}

static const guint8 *
take (Rest *rest, guint64 size)
{
  const guint8 *taken = rest->at;
  if (size > rest->left)
    return NULL;
  rest->at += size;
  rest->left -= size;
  return taken;
}

static guint32
read_u32 (const guint8 *bytes)
{
  guint32 value;
  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static gint64
read_i64 (const guint8 *bytes)
{
  guint64 value;
  memcpy (&value, bytes, sizeof value);
  return (gint64)GUINT64_FROM_BE (value);
}

static gboolean
read_header (Rest *rest, Counts *counts, GError **error)
{
  const guint8 *header = take (rest, HEADER_SIZE);
  if (header == NULL || memcmp (header, "TZif", 4) != 0)
    return fail (error, _ ("this is not a time zone file"));
  if (header[4] < '2')
    return fail (error, _ ("the file is of version 1, which says nothing after 2037"));
  *counts = (Counts){ read_u32 (header + 20), read_u32 (header + 24), read_u32 (header + 28),
                      read_u32 (header + 32), read_u32 (header + 36), read_u32 (header + 40) };
  return TRUE;
}

static guint64
block_size (const Counts *counts, guint64 time_size)
{
  return counts->time * (time_size + 1) + (guint64)counts->type * TYPE_SIZE + counts->chars
         + counts->leap * (time_size + 4) + counts->isstd + counts->isut;
}

/* Skips the block for 32-bit times and reads the one for 64-bit times after it: RFC 8536 section
 * 3. */
static gboolean
read_block (Rest *rest, Block *block, GError **error)
{
  Counts *counts = &block->counts;
  if (!read_header (rest, counts, error))
    return FALSE;
  if (take (rest, block_size (counts, 4)) == NULL)
    return fail (error, _ ("the file ends too early"));
  if (!read_header (rest, counts, error))
    return FALSE;
  if (counts->leap > 0)
    return fail (error, _ ("the file counts leap seconds"));
  if (counts->type < 1 || counts->type > 256 || counts->chars < 1
      || (counts->isstd != 0 && counts->isstd != counts->type)
      || (counts->isut != 0 && counts->isut != counts->type))
    return fail (error, _ ("the counts in the file do not fit together"));
  if (block_size (counts, 8) > rest->left)
    return fail (error, _ ("the file ends too early"));

  block->times = take (rest, counts->time * (guint64)8);
  block->indexes = take (rest, counts->time);
  block->types = take (rest, counts->type * (guint64)TYPE_SIZE);
  block->chars = (const char *)take (rest, counts->chars);
  take (rest, (guint64)counts->isstd + counts->isut);
  return TRUE;
}

/* Sets @span to local time type @index, beginning at @from. Returns: FALSE if the type is not
 * valid, for example if its abbreviation has no end. */
static gboolean
read_span (const Block *block, guint8 index, RgmInstant from, RgmSpan *span)
{
  if (index >= block->counts.type)
    return FALSE;
  const guint8 *type = block->types + index * TYPE_SIZE;
  *span = (RgmSpan){ .from = from, .offset = (gint32)read_u32 (type) };
  if (span->offset < MIN_OFFSET || span->offset > MAX_OFFSET || type[4] > 1
      || type[5] >= block->counts.chars)
    return FALSE;
  const char *abbreviation = block->chars + type[5];
  gsize room = MIN (block->counts.chars - type[5], RGM_ABBREVIATION_SIZE);
  if (memchr (abbreviation, '\0', room) == NULL)
    return FALSE;
  for (const char *c = abbreviation; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  g_strlcpy (span->abbreviation, abbreviation, RGM_ABBREVIATION_SIZE);
  return TRUE;
}

static gboolean
add_table (const Block *block, GArray *spans, GError **error)
{
  RgmSpan span;
  if (!read_span (block, 0, G_MININT64, &span))
    return fail (error, _ ("the file has a local time type that is not valid"));
  g_array_append_val (spans, span);

  for (guint32 i = 0; i < block->counts.time; i++) {
    RgmInstant before = span.from, from = read_i64 (block->times + i * (gsize)8);
    if (!read_span (block, block->indexes[i], from, &span))
      return fail (error, _ ("the file has a local time type that is not valid"));
    if (from <= before)
      return fail (error, _ ("the transitions in the file do not ascend"));
    g_array_append_val (spans, span);
  }
  return TRUE;
}

/* The footer is a line of its own between two newlines. If it is empty, nothing is known about
 * times after the last transition. */
static gboolean
add_footer (Rest *rest, gboolean has_table, GArray *spans, GError **error)
{
  RgmTzRule rule;
  if (rest->left < 2 || rest->at[0] != '\n' || rest->at[rest->left - 1] != '\n')
    return fail (error, _ ("the file has no footer"));
  g_autofree char *text = g_strndup ((const char *)rest->at + 1, rest->left - 2);
  if (strlen (text) != rest->left - 2 || (*text != '\0' && !tz_rule_parse (text, &rule)))
    return fail (error, _ ("the footer of the file is not a rule"));
  if (*text == '\0')
    return TRUE;
  if (!has_table) {
    rule.standard.from = G_MININT64;
    g_array_index (spans, RgmSpan, 0) = rule.standard;
  }
  tz_rule_expand (&rule, spans);
  return TRUE;
}

GArray *
tzif_read (const guint8 *data, gsize size, GError **error)
{
  Rest rest = { data, size };
  Block block;
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (RgmSpan));
  if (!read_block (&rest, &block, error) || !add_table (&block, spans, error)
      || !add_footer (&rest, block.counts.time > 0, spans, error))
    return NULL;
  return g_steal_pointer (&spans);
}
