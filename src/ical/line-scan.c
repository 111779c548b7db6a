#include "ical/line-scan.h"

#include <string.h>

#include "base/i18n.h"

#define LONGEST_NAME 64

typedef struct {
  const char *at, *end; /* what is left */
  int number;           /* of the next line */
  int lines, components;
  int depth;
  int first;     /* the number of the first line of what is in the buffer */
  GString *line; /* unfolded */
  GString *path; /* of the open components */
  GString *name, *tzid, *type;
  gboolean range;
  RgmIcalEach each;
  gpointer data;
} Scan;

static gboolean fail (int number, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* @number: of the line, 0: of the whole file. */
static gboolean
fail (int number, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (number > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("line %d: %s"), number, text);
  else
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, text);
  return FALSE;
}

/* ---- what the file is ---- */

typedef struct {
  const char *start;
  gsize length;
  const char *said;
} Magic;

#define MAGIC(bytes, said)                                                                         \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, said                                                                \
  }

static const Magic magics[] = {
  MAGIC ("\x1f\x8b", N_ ("this is a gzip file, not a calendar; unpack it first (gunzip)")),
  MAGIC ("PK\x03\x04", N_ ("this is a zip file, not a calendar; unpack it first (unzip)")),
  MAGIC ("%PDF", N_ ("this is a PDF file, not a calendar")),
  MAGIC ("SQLite format 3", N_ ("this is a database, not a calendar")),
  MAGIC ("<", N_ ("this is a page of HTML or XML, not a calendar; an .ics file begins with "
                  "BEGIN:VCALENDAR")),
  MAGIC ("BEGIN:VCARD", N_ ("these are addresses (vCard), not a calendar")),
  MAGIC ("From ", N_ ("this is a mail; save the calendar that is attached to it as a file")),
  MAGIC ("Return-Path:", N_ ("this is a mail; save the calendar that is attached to it as a file")),
  MAGIC ("Received:", N_ ("this is a mail; save the calendar that is attached to it as a file")),
};

static gboolean
check_magic (const Scan *scan, GError **error)
{
  gsize length = (gsize)(scan->end - scan->at);

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (scan->at, magics[i].start, magics[i].length) == 0)
      return fail (0, error, "%s", _ (magics[i].said));
  return TRUE;
}

/* Also skips a byte order mark and blank lines before the first one. */
static gboolean
check_start (Scan *scan, GError **error)
{
  gsize length = (gsize)(scan->end - scan->at);

  if (length > RGM_ICAL_MOST_BYTES)
    return fail (0, error, _ ("it is larger than %d MiB, which no calendar of appointments is"),
                 RGM_ICAL_MOST_BYTES / 1024 / 1024);
  if (length >= 3 && memcmp (scan->at, "\xef\xbb\xbf", 3) == 0)
    scan->at += 3;
  if (!check_magic (scan, error))
    return FALSE;
  for (const char *at = scan->at; at < scan->end; at++)
    if (!g_ascii_isspace (*at))
      return TRUE;
  return fail (0, error, _ ("it is empty; a calendar file begins with BEGIN:VCALENDAR"));
}

/* ---- lines ---- */

/* One line of the file without its end. Returns: FALSE where there is none. */
static gboolean
take_physical (Scan *scan, const char **start, gsize *length)
{
  const char *end = scan->at;

  if (scan->at >= scan->end)
    return FALSE;
  while (end < scan->end && *end != '\n' && *end != '\r')
    end++;
  *start = scan->at;
  *length = (gsize)(end - scan->at);
  if (end < scan->end && *end == '\r' && end + 1 < scan->end && end[1] == '\n')
    end++;
  scan->at = end < scan->end ? end + 1 : end;
  scan->number++;
  return TRUE;
}

static gboolean
continues (const Scan *scan)
{
  return scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t');
}

static gboolean
append (Scan *scan, const char *start, gsize length, GError **error)
{
  if (scan->line->len + length > RGM_ICAL_LONGEST_LINE)
    return fail (scan->first, error, _ ("it is longer than %d KiB"), RGM_ICAL_LONGEST_LINE / 1024);
  g_string_append_len (scan->line, start, (gssize)length);
  return TRUE;
}

/* Old programs write Windows-1252, or its part Latin-1. */
static gboolean
check_bytes (const Scan *scan, GError **error)
{
  if (memchr (scan->line->str, '\0', scan->line->len) != NULL)
    return fail (scan->first, error, _ ("it has a NUL byte, which no text has"));
  if (!g_utf8_validate (scan->line->str, (gssize)scan->line->len, NULL))
    rgm_ical_decode_line (scan->line);
  return TRUE;
}

/* Unfolds the next line that is not blank. @done: (out): there is none. */
static gboolean
take_line (Scan *scan, gboolean *done, GError **error)
{
  const char *start;
  gsize length;

  *done = FALSE;
  g_string_truncate (scan->line, 0);
  while (scan->line->len == 0) {
    scan->first = scan->number;
    if (!take_physical (scan, &start, &length)) {
      *done = TRUE;
      return TRUE;
    }
    if (!append (scan, start, length, error))
      return FALSE;
    while (scan->line->len > 0 && continues (scan)) {
      take_physical (scan, &start, &length);
      if (!append (scan, start + 1, length - 1, error))
        return FALSE;
    }
    if (scan->line->str[strspn (scan->line->str, " \t")] == '\0')
      g_string_truncate (scan->line,
                         strlen (scan->line->str) < scan->line->len ? scan->line->len : 0);
  }
  if (++scan->lines > RGM_ICAL_MOST_LINES)
    return fail (0, error, _ ("it has more than %d lines"), RGM_ICAL_MOST_LINES);
  return check_bytes (scan, error);
}

/* ---- name, parameters, value ---- */

static void
append_upper (GString *out, const char *start, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_c (out, g_ascii_toupper (start[i]));
}

static gsize
name_length (const char *at)
{
  gsize length = 0;

  while (g_ascii_isalnum (at[length]) || at[length] == '-' || at[length] == '_')
    length++;
  return length;
}

/* The end of a parameter's value: the next ";" or ":" that is not quoted; NULL: there is none. */
static const char *
value_end (const char *at)
{
  gboolean quoted = FALSE;

  for (; *at != '\0'; at++) {
    if (*at == '"')
      quoted = !quoted;
    else if (!quoted && (*at == ';' || *at == ':'))
      return at;
  }
  return NULL;
}

/* The parameters that matter; the first of each counts. */
static void
keep_parameter (Scan *scan, const char *name, gsize name_length, const char *value, gsize length)
{
  if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
    value++;
    length -= 2;
  }
  if (name_length == 4 && g_ascii_strncasecmp (name, "TZID", 4) == 0 && scan->tzid->len == 0)
    g_string_append_len (scan->tzid, value, (gssize)length);
  else if (name_length == 5 && g_ascii_strncasecmp (name, "VALUE", 5) == 0 && scan->type->len == 0)
    append_upper (scan->type, value, length);
  else if (name_length == 5 && g_ascii_strncasecmp (name, "RANGE", 5) == 0)
    scan->range = TRUE;
}

/* @at: (inout): at the ";" of the first one; then at the ":" before the value. */
static gboolean
take_parameters (Scan *scan, const char **at, GError **error)
{
  int count = 0;

  while (**at == ';') {
    const char *name = *at + 1, *value = name + name_length (name) + 1;
    const char *end = value[-1] == '=' ? value_end (value) : NULL;

    if (end == NULL)
      return fail (scan->first, error, _ ("it is no line of a calendar: no value after its name"));
    if (++count > RGM_ICAL_MOST_PARAMETERS)
      return fail (scan->first, error, _ ("it has more than %d parameters"),
                   RGM_ICAL_MOST_PARAMETERS);
    keep_parameter (scan, name, (gsize)(value - 1 - name), value, (gsize)(end - value));
    *at = end;
  }
  return TRUE;
}

static gboolean
split_line (Scan *scan, RgmIcalLine *line, GError **error)
{
  gsize length = name_length (scan->line->str);
  const char *at = scan->line->str + length;

  g_string_truncate (scan->name, 0);
  g_string_truncate (scan->tzid, 0);
  g_string_truncate (scan->type, 0);
  scan->range = FALSE;
  if (length == 0 || length > LONGEST_NAME || (*at != ';' && *at != ':'))
    return fail (scan->first, error,
                 scan->lines == 1 ? _ ("this is no calendar file; one begins with BEGIN:VCALENDAR")
                                  : _ ("it is no line of a calendar"));
  append_upper (scan->name, scan->line->str, length);
  if (!take_parameters (scan, &at, error))
    return FALSE;
  *line = (RgmIcalLine){ .number = scan->first, .name = scan->name->str, .value = at + 1 };
  line->tzid = scan->tzid->len > 0 ? scan->tzid->str : NULL;
  line->type = scan->type->len > 0 ? scan->type->str : NULL;
  line->range = scan->range;
  return TRUE;
}

/* ---- components ---- */

static gboolean
check_component (const Scan *scan, const RgmIcalLine *line, GError **error)
{
  gsize length = name_length (line->value);

  if (length > 0 && length <= LONGEST_NAME
      && line->value[strspn (line->value + length, " ") + length] == '\0')
    return TRUE;
  return fail (scan->first, error, _ ("%s without the name of a component"), line->name);
}

static gboolean
open_component (Scan *scan, const RgmIcalLine *line, GError **error)
{
  gboolean calendar = g_ascii_strncasecmp (line->value, "VCALENDAR", 9) == 0;

  if (!check_component (scan, line, error))
    return FALSE;
  if (calendar != (scan->depth == 0))
    return fail (scan->first, error,
                 calendar ? _ ("a calendar within a calendar")
                          : _ ("this is no calendar file; one begins with BEGIN:VCALENDAR"));
  if (++scan->depth > RGM_ICAL_DEEPEST)
    return fail (scan->first, error, _ ("components are nested deeper than %d"), RGM_ICAL_DEEPEST);
  if (++scan->components > RGM_ICAL_MOST_COMPONENTS)
    return fail (0, error, _ ("it has more than %d components"), RGM_ICAL_MOST_COMPONENTS);
  append_upper (scan->path, line->value, name_length (line->value));
  g_string_append_c (scan->path, ' ');
  return scan->each (line, scan->path->str, scan->data, error);
}

/* Where the last component of the path begins. */
static gsize
last_component (const Scan *scan)
{
  gsize at = scan->path->len > 0 ? scan->path->len - 1 : 0;

  while (at > 0 && scan->path->str[at - 1] != ' ')
    at--;
  return at;
}

static gboolean
close_component (Scan *scan, const RgmIcalLine *line, GError **error)
{
  gsize last = last_component (scan), length = name_length (line->value);
  const char *open = scan->path->str + last;

  if (!check_component (scan, line, error))
    return FALSE;
  if (scan->depth == 0 || scan->path->len - last - 1 != length
      || g_ascii_strncasecmp (open, line->value, length) != 0)
    return fail (scan->first, error, _ ("END:%.*s ends what has not begun"), (int)length,
                 line->value);
  if (!scan->each (line, scan->path->str, scan->data, error))
    return FALSE;
  g_string_truncate (scan->path, last);
  scan->depth--;
  return TRUE;
}

static gboolean
take_content (Scan *scan, const RgmIcalLine *line, GError **error)
{
  if (g_str_equal (line->name, "BEGIN"))
    return open_component (scan, line, error);
  if (g_str_equal (line->name, "END"))
    return close_component (scan, line, error);
  if (scan->depth > 0)
    return scan->each (line, scan->path->str, scan->data, error);
  return fail (scan->first, error,
               scan->lines == 1 ? _ ("this is no calendar file; one begins with BEGIN:VCALENDAR")
                                : _ ("there is something after the end of the calendar"));
}

static gboolean
scan_all (Scan *scan, GError **error)
{
  gboolean done;

  while (take_line (scan, &done, error)) {
    RgmIcalLine line = { .name = "", .value = "" };

    if (done)
      return scan->depth == 0
             || fail (0, error, _ ("it ends in the middle: END:%s is missing"),
                      g_strchomp (scan->path->str + last_component (scan)));
    if (!split_line (scan, &line, error) || !take_content (scan, &line, error))
      return FALSE;
  }
  return FALSE;
}

gboolean
rgm_ical_scan (const char *bytes, gsize length, RgmIcalEach each, gpointer data, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) tzid = g_string_new (NULL);
  g_autoptr (GString) type = g_string_new (NULL);
  Scan scan = { .at = bytes,
                .end = bytes + length,
                .number = 1,
                .line = line,
                .path = path,
                .name = name,
                .tzid = tzid,
                .type = type,
                .each = each,
                .data = data };

  return check_start (&scan, error) && scan_all (&scan, error);
}
