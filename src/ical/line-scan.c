/* line-scan.c: splits a calendar into its content lines, and each line into its name, parameters
 * and value (RFC 5545 section 3.1). Time and memory grow only with the length of the calendar. */
#include "ical/line-scan.h"

#include <string.h>

#include "base/i18n.h"

#define LONGEST_NAME 64

typedef struct {
  const char *at, *end; /* what has not been read yet */
  int number;           /* the number of the next line in the file */
  int lines, components;
  int depth;
  int first;     /* the number in the file of the line with which the present content line begins */
  GString *line; /* the present content line, unfolded */
  GString *path; /* the names of the open components */
  GString *name, *tzid, *type;
  gboolean range;
  RgmIcalEach each;
  gpointer data;
} Scan;

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, text);
  return FALSE;
}

/* ---- what kind of file it is ---- */

/* If @bytes are UTF-16, sets @decoded to the text in UTF-8, and @length to its length. Outlook
 * writes such files. Returns: FALSE with an error if they only look like UTF-16. */
static gboolean
decode_utf16 (const char *bytes, gsize *length, char **decoded, GError **error)
{
  static const struct {
    const char *start;
    gsize length;
    gsize skip; /* the length of the byte order mark */
    gboolean big;
  } marks[] = {
    { "\xff\xfe", 2, 2, FALSE },
    { "\xfe\xff", 2, 2, TRUE },
    { "B\0E", 4, 0, FALSE },
    { "\0B\0E", 4, 0, TRUE },
  };
  guint mark = 0;
  glong read = 0, written = 0;

  while (
    mark < G_N_ELEMENTS (marks)
    && (*length < marks[mark].length || memcmp (bytes, marks[mark].start, marks[mark].length) != 0))
    mark++;
  if (mark == G_N_ELEMENTS (marks) || *length > RGM_ICAL_MOST_BYTES)
    return TRUE;

  gsize count = (*length - marks[mark].skip) / 2;
  g_autofree gunichar2 *wide = g_new (gunichar2, count + 1);

  bytes += marks[mark].skip;
  for (gsize i = 0; i < count; i++) {
    guint8 first = (guint8)bytes[2 * i], second = (guint8)bytes[2 * i + 1];

    wide[i] = (gunichar2)(marks[mark].big ? first << 8 | second : second << 8 | first);
  }
  *decoded = g_utf16_to_utf8 (wide, (glong)count, &read, &written, NULL);
  *length = (gsize)written;
  if (*decoded != NULL && (gsize)read == count)
    return TRUE;
  g_clear_pointer (decoded, g_free);
  return fail (error,
               _ ("this looks like UTF-16 text but is not valid UTF-16; save the file as UTF-8"));
}

/* Refuses a file that is not a calendar at all, with a message that helps the user. Skips a byte
 * order mark. */
static gboolean
check_start (Scan *scan, GError **error)
{
  static const char mail[]
    = N_ ("this is an email message; save the attached calendar as a file and import that");
  static const struct {
    const char *start, *said;
  } magics[] = {
    { "\x1f\x8b", N_ ("this is a gzip file, not a calendar; unpack it first (gunzip)") },
    { "PK\x03\x04", N_ ("this is a zip file, not a calendar; unpack it first (unzip)") },
    { "%PDF", N_ ("this is a PDF file, not a calendar") },
    { "SQLite format 3", N_ ("this is a database, not a calendar") },
    { "<", N_ ("this is a page of HTML or XML, not a calendar; an .ics file begins with "
               "BEGIN:VCALENDAR") },
    { "BEGIN:VCARD", N_ ("these are addresses (vCard), not a calendar") },
    { "From ", mail },
    { "Return-Path:", mail },
    { "Received:", mail },
  };
  gsize length = (gsize)(scan->end - scan->at);

  if (length > RGM_ICAL_MOST_BYTES)
    return fail (error, _ ("it is larger than %d MiB; no calendar of appointments is so large"),
                 RGM_ICAL_MOST_BYTES / 1024 / 1024);
  if (length >= 3 && memcmp (scan->at, "\xef\xbb\xbf", 3) == 0) {
    scan->at += 3;
    length -= 3;
  }
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= strlen (magics[i].start)
        && memcmp (scan->at, magics[i].start, strlen (magics[i].start)) == 0)
      return fail (error, "%s", _ (magics[i].said));
  for (const char *at = scan->at; at < scan->end; at++)
    if (!g_ascii_isspace (*at))
      return TRUE;
  return fail (error, _ ("it is empty; a calendar file begins with BEGIN:VCALENDAR"));
}

/* ---- lines ---- */

static gsize
name_length (const char *at)
{
  gsize length = 0;

  while (g_ascii_isalnum (at[length]) || at[length] == '-' || at[length] == '_')
    length++;
  return length;
}

/* Whether the property whose name is the @length letters at @name is one that decides what is
 * imported. If a line of any other property is bad, the line is skipped. */
static gboolean
is_needed (const char *name, gsize length)
{
  static const char *const needed[] = { "BEGIN",
                                        "END",
                                        "UID",
                                        "DTSTART",
                                        "DTEND",
                                        "DUE",
                                        "DURATION",
                                        "RRULE",
                                        "RDATE",
                                        "EXDATE",
                                        "EXRULE",
                                        "RECURRENCE-ID",
                                        "STATUS",
                                        "METHOD",
                                        "SEQUENCE",
                                        "SUMMARY",
                                        "LOCATION",
                                        "CATEGORIES",
                                        "COMPLETED",
                                        "PERCENT-COMPLETE",
                                        "DTSTAMP",
                                        "LAST-MODIFIED",
                                        "VERSION",
                                        "TZID",
                                        "TZOFFSETFROM",
                                        "TZOFFSETTO",
                                        "X-LIC-LOCATION",
                                        "X-WR-TIMEZONE" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (strlen (needed[i]) == length && g_ascii_strncasecmp (needed[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a line that consists only of @word was meant to be a property: programs write the names
 * of properties in capitals. BEGIN and END do not count, because they mean nothing without the name
 * of a component. */
static gboolean
is_property (const char *word, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_islower (word[i]))
      return FALSE;
  return strcmp (word, "BEGIN") != 0 && strcmp (word, "END") != 0;
}

/* Takes one line of the file, and appends it to the buffer without its line end and its first @skip
 * octets. */
static gboolean
append_line (Scan *scan, gsize skip, GError **error)
{
  const char *start = scan->at + skip, *end = scan->at;

  while (end < scan->end && *end != '\n' && *end != '\r')
    end++;
  scan->at = end;
  if (end < scan->end)
    scan->at += *end == '\r' && end + 1 < scan->end && end[1] == '\n' ? 2 : 1;
  scan->number++;
  if (scan->line->len + (gsize)(end - start) > RGM_ICAL_LONGEST_LINE) {
    /* for example an attached picture: its name is enough to see that it is not needed */
    if (scan->line->len == 0)
      g_string_append_len (scan->line, start, LONGEST_NAME);
    g_string_truncate (scan->line, MIN (scan->line->len, LONGEST_NAME));
    if (scan->depth > 0 && !is_needed (scan->line->str, name_length (scan->line->str)))
      return TRUE;
    return fail (error, _ ("line %d is longer than %d KiB"), scan->first,
                 RGM_ICAL_LONGEST_LINE / 1024);
  }
  g_string_append_len (scan->line, start, end - start);
  return TRUE;
}

/* Converts @line to UTF-8 from Windows-1252, which old programs write and which includes
 * Latin-1. */
static void
decode_windows (GString *line)
{
  /* 0x80 to 0x9f, where Latin-1 has no letters */
  static const gunichar letters[]
    = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };
  g_autofree char *bytes = g_memdup2 (line->str, line->len);
  gsize length = line->len;

  g_string_truncate (line, 0);
  for (gsize i = 0; i < length; i++) {
    guint8 byte = (guint8)bytes[i];

    g_string_append_unichar (line, byte >= 0x80 && byte < 0xa0 ? letters[byte - 0x80] : byte);
  }
}

/* Unfolds the next line that is not blank. @done: (out): TRUE if there is no further line. */
static gboolean
take_line (Scan *scan, gboolean *done, GError **error)
{
  GString *line = scan->line;

  g_string_truncate (line, 0);
  while (line->len == 0) {
    scan->first = scan->number;
    *done = scan->at >= scan->end;
    if (*done)
      return TRUE;
    if (!append_line (scan, 0, error))
      return FALSE;
    while (line->len > 0 && scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
      if (!append_line (scan, 1, error))
        return FALSE;
    if (strspn (line->str, " \t") == line->len)
      g_string_truncate (line, 0);
  }
  if (++scan->lines > RGM_ICAL_MOST_LINES)
    return fail (error, _ ("it has more than %d lines"), RGM_ICAL_MOST_LINES);
  if (memchr (line->str, '\0', line->len) != NULL)
    return fail (error, _ ("line %d contains a NUL byte, so this is not a text file"), scan->first);
  if (!g_utf8_validate (line->str, (gssize)line->len, NULL))
    decode_windows (line);
  return TRUE;
}

/* ---- name, parameters, value ---- */

static void
append_upper (GString *out, const char *start, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_c (out, g_ascii_toupper (start[i]));
}

/* Keeps a parameter that matters here. If several have the same name, the first one counts. */
static void
keep_parameter (Scan *scan, const char *name, gsize name_octets, const char *value, gsize length)
{
  if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
    value++;
    length -= 2;
  }
  if (name_octets == 4 && g_ascii_strncasecmp (name, "TZID", 4) == 0 && scan->tzid->len == 0)
    g_string_append_len (scan->tzid, value, (gssize)length);
  else if (name_octets == 5 && g_ascii_strncasecmp (name, "VALUE", 5) == 0 && scan->type->len == 0)
    append_upper (scan->type, value, length);
  else if (name_octets == 5 && g_ascii_strncasecmp (name, "RANGE", 5) == 0)
    scan->range = TRUE;
}

/* Reads the parameters of a line. A parameter without a value is ignored unless it is TZID or
 * VALUE. @at: (inout): at the ";" of the first parameter; afterwards at the ":" before the value.
 * Returns: FALSE if there is no such ":", if there are too many parameters, or if TZID or VALUE has
 * no value. */
static gboolean
take_parameters (Scan *scan, const char **at)
{
  for (int count = 0; **at == ';'; count++) {
    const char *name = *at + 1, *equals = name + name_length (name), *end = equals;
    gsize length = (gsize)(equals - name);
    gboolean quoted = FALSE;

    while (*end != '\0' && (quoted || (*end != ';' && *end != ':')))
      if (*end++ == '"')
        quoted = !quoted;
    if (*end == '\0' || count == RGM_ICAL_MOST_PARAMETERS)
      return FALSE;
    if (*equals == '=')
      keep_parameter (scan, name, length, equals + 1, (gsize)(end - equals - 1));
    else if ((length == 4 && g_ascii_strncasecmp (name, "TZID", 4) == 0)
             || (length == 5 && g_ascii_strncasecmp (name, "VALUE", 5) == 0))
      return FALSE;
    *at = end;
  }
  return TRUE;
}

/* Splits the line into name, parameters and value. @skip: (out): TRUE if it is not a content line,
 * but can be ignored. */
static gboolean
split_line (Scan *scan, RgmIcalLine *line, gboolean *skip, GError **error)
{
  const char *text = scan->line->str;
  gsize length = name_length (text);
  const char *at = text + length;
  gboolean named = length > 0 && length <= LONGEST_NAME && (*at == ';' || *at == ':');

  g_string_truncate (scan->name, 0);
  g_string_truncate (scan->tzid, 0);
  g_string_truncate (scan->type, 0);
  scan->range = FALSE;
  *skip = FALSE;
  if (!named || !take_parameters (scan, &at)) {
    if (scan->lines == 1)
      return fail (error,
                   _ ("this is not a calendar file: a calendar file begins with BEGIN:VCALENDAR"));
    /* Skipped are the lines of properties that are not needed, and those that are the rest of a
     * text with an unescaped line break in it: a word and a blank, a single word that is not in
     * capitals, or BEGIN or END alone. */
    *skip = scan->depth > 0
            && (*at == ' ' || !is_needed (text, length)
                || (*at == '\0' && !is_property (text, length)));
    return *skip
           || fail (error,
                    _ ("line %d is not a valid calendar line: its name is not followed by a value"),
                    scan->first);
  }
  append_upper (scan->name, text, length);
  *line = (RgmIcalLine){ .number = scan->first,
                         .name = scan->name->str,
                         .tzid = scan->tzid->len > 0 ? scan->tzid->str : NULL,
                         .type = scan->type->len > 0 ? scan->type->str : NULL,
                         .range = scan->range,
                         .value = at + 1 };
  return TRUE;
}

/* ---- components ---- */

/* The position in the path at which its last component begins. */
static gsize
last_component (const Scan *scan)
{
  gsize at = scan->path->len > 0 ? scan->path->len - 1 : 0;

  while (at > 0 && scan->path->str[at - 1] != ' ')
    at--;
  return at;
}

static gboolean
open_component (Scan *scan, const RgmIcalLine *line, gsize length, GError **error)
{
  gboolean calendar = g_ascii_strncasecmp (line->value, "VCALENDAR", 9) == 0;

  if (calendar != (scan->depth == 0))
    return (
      calendar
        ? fail (error, _ ("line %d begins a calendar within a calendar"), scan->first)
        : fail (error,
                _ ("this is not a calendar file: a calendar file begins with BEGIN:VCALENDAR")));
  if (++scan->depth > RGM_ICAL_DEEPEST)
    return fail (error, _ ("in line %d, components are nested deeper than %d"), scan->first,
                 RGM_ICAL_DEEPEST);
  if (++scan->components > RGM_ICAL_MOST_COMPONENTS)
    return fail (error, _ ("it has more than %d components"), RGM_ICAL_MOST_COMPONENTS);
  append_upper (scan->path, line->value, length);
  g_string_append_c (scan->path, ' ');
  return scan->each (line, scan->path->str, scan->data, error);
}

static gboolean
close_component (Scan *scan, const RgmIcalLine *line, gsize length, GError **error)
{
  gsize last = last_component (scan);

  if (scan->depth == 0 || scan->path->len - last - 1 != length
      || g_ascii_strncasecmp (scan->path->str + last, line->value, length) != 0)
    return fail (error, _ ("line %d has END:%.*s without a matching BEGIN"), scan->first,
                 (int)length, line->value);
  if (!scan->each (line, scan->path->str, scan->data, error))
    return FALSE;
  g_string_truncate (scan->path, last);
  scan->depth--;
  return TRUE;
}

static gboolean
take_content (Scan *scan, const RgmIcalLine *line, GError **error)
{
  gboolean begins = g_str_equal (line->name, "BEGIN");

  if (begins || g_str_equal (line->name, "END")) {
    gsize length = name_length (line->value);
    const char *behind = line->value + length + strspn (line->value + length, " ");

    if (length > 0 && length <= LONGEST_NAME && *behind == '\0')
      return begins ? open_component (scan, line, length, error)
                    : close_component (scan, line, length, error);
    /* "End: 10:30" is the rest of a text with an unescaped line break in it */
    if (scan->depth > 0 && length <= LONGEST_NAME && *behind != '\0')
      return TRUE;
    return fail (error, _ ("line %d has %s without the name of a component"), scan->first,
                 line->name);
  }
  if (scan->depth > 0)
    return scan->each (line, scan->path->str, scan->data, error);
  if (scan->lines == 1)
    return fail (error,
                 _ ("this is not a calendar file: a calendar file begins with BEGIN:VCALENDAR"));
  return fail (error, _ ("line %d comes after the end of the calendar"), scan->first);
}

gboolean
ical_scan (const char *bytes, gsize length, RgmIcalEach each, gpointer data, GError **error)
{
  g_autofree char *decoded = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) tzid = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  Scan scan = { .number = 1,
                .line = line,
                .path = path,
                .name = name,
                .tzid = tzid,
                .type = type,
                .each = each,
                .data = data };
  gboolean done = FALSE;

  if (!decode_utf16 (bytes, &length, &decoded, error))
    return FALSE;
  scan.at = decoded != NULL ? decoded : bytes;
  scan.end = scan.at + length;
  if (!check_start (&scan, error))
    return FALSE;
  while (take_line (&scan, &done, error)) {
    RgmIcalLine content = { .name = "", .value = "" };
    gboolean skip = FALSE;

    if (done)
      return scan.depth == 0
             || fail (error, _ ("it ends in the middle: END:%s is missing"),
                      g_strchomp (path->str + last_component (&scan)));
    if (!split_line (&scan, &content, &skip, error)
        || (!skip && !take_content (&scan, &content, error)))
      return FALSE;
  }
  return FALSE;
}
