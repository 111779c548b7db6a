/* json-text.c: writes JSON strings, and reads JSON objects that are on one line and have no other
 * object or array in them. */
#include "base/json-text.h"

#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

/* ---- writing ---- */

void
json_append_text (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", (char)c);
    else if (c == '\n')
      g_string_append (out, "\\n");
    else if (text_is_plain (c))
      g_string_append_unichar (out, c);
    else if (c < 0x10000)
      g_string_append_printf (out, "\\u%04x", c);
    else /* as a surrogate pair: RFC 8259, section 7 */
      g_string_append_printf (out, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
  }
  g_string_append_c (out, '"');
}

/* ---- reading ---- */

typedef struct {
  const char *line;
  char *at;
} Scan;

/* @expected: what would be accepted at this column, translated. */
static gboolean
fail_column (const Scan *scan, const char *expected, GError **error)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("column %u: expected %s"),
               (guint)(scan->at - scan->line) + 1, expected);
  return FALSE;
}

static void
skip_blanks (Scan *scan)
{
  while (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r')
    scan->at++;
}

static gboolean
take_char (Scan *scan, char wanted)
{
  skip_blanks (scan);
  if (*scan->at != wanted)
    return FALSE;
  scan->at++;
  return TRUE;
}

/* The value of the four hexadecimal digits at @at; -1 if they are not four such digits. */
static int
hex_unit (const char *at)
{
  int unit = 0;

  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);
    if (digit < 0)
      return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* Reads the escape "\uXXXX", or the two escapes of a surrogate pair. Returns: 0 if they are not a
 * character, or are U+0000, which no text of the record contains. */
static gunichar
take_unicode (Scan *scan)
{
  int unit = hex_unit (scan->at + 2), low;

  if (unit <= 0 || (unit >= 0xdc00 && unit < 0xe000))
    return 0;
  scan->at += 6;
  if (unit < 0xd800 || unit >= 0xe000)
    return (gunichar)unit;
  low = scan->at[0] == '\\' && scan->at[1] == 'u' ? hex_unit (scan->at + 2) : -1;
  if (low < 0xdc00 || low >= 0xe000)
    return 0;
  scan->at += 6;
  return 0x10000 + ((gunichar)(unit - 0xd800) << 10) + (gunichar)(low - 0xdc00);
}

/* Reads one character of a string. An escape is never shorter than the character that it stands
 * for, so the string can be decoded in place. */
static gboolean
take_character (Scan *scan, char **out)
{
  static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *which;
  gunichar character;

  if (*scan->at != '\\') {
    gboolean plain = (guchar)*scan->at >= 0x20;
    if (plain)
      *(*out)++ = *scan->at++;
    return plain;
  }
  which = scan->at[1] != '\0' ? strchr (escapes, scan->at[1]) : NULL;
  if (which != NULL) {
    *(*out)++ = meant[which - escapes];
    scan->at += 2;
    return TRUE;
  }
  character = scan->at[1] == 'u' ? take_unicode (scan) : 0;
  if (character != 0)
    *out += g_unichar_to_utf8 (character, *out);
  return character != 0;
}

static const char *
take_text (Scan *scan, GError **error)
{
  char *text, *out;

  if (!take_char (scan, '"')) {
    fail_column (scan, _ ("a text in double quotes"), error);
    return NULL;
  }
  text = out = scan->at;
  while (*scan->at != '"')
    if (!take_character (scan, &out)) {
      fail_column (scan, _ ("a character of a text, or the double quote at its end"), error);
      return NULL;
    }
  scan->at++;
  *out = '\0';
  return text;
}

/* Reads a number as RFC 8259 defines it, but only a whole one that fits in 64 bits. */
static gboolean
take_number (Scan *scan, gint64 *number)
{
  const char *digits = *scan->at == '-' ? scan->at + 1 : scan->at;
  gsize length = strspn (digits, "0123456789");
  char *end;

  if (length == 0 || (length > 1 && *digits == '0') || strspn (digits + length, ".eE") > 0)
    return FALSE;
  errno = 0;
  *number = g_ascii_strtoll (scan->at, &end, 10);
  if (errno != 0)
    return FALSE;
  scan->at = end;
  return TRUE;
}

static gboolean
take_value (Scan *scan, JsonMember *member, GError **error)
{
  skip_blanks (scan);
  member->kind = JSON_NULL;
  if (*scan->at == '"') {
    member->kind = JSON_TEXT;
    member->text = take_text (scan, error);
    return member->text != NULL;
  }
  if (strncmp (scan->at, "null", 4) == 0) {
    scan->at += 4;
    return TRUE;
  }
  member->kind = JSON_NUMBER;
  return take_number (scan, &member->number)
         || fail_column (scan, _ ("a text, a whole number or null"), error);
}

int
json_split_object (char *line, JsonMember *members, guint max, GError **error)
{
  Scan scan = { line, line };
  const char *invalid;
  guint n = 0;
  gboolean more;

  if (!g_utf8_validate (line, -1, &invalid)) {
    scan.at = line + (invalid - line);
    fail_column (&scan, _ ("UTF-8"), error);
    return -1;
  }
  if (!take_char (&scan, '{')) {
    fail_column (&scan, _ ("an object, which begins with \"{\""), error);
    return -1;
  }
  for (more = !take_char (&scan, '}'); more; more = take_char (&scan, ',')) {
    JsonMember *member = &members[n];

    if (n++ == max) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED, _ ("more than %u members"), max);
      return -1;
    }
    *member = (JsonMember){ .key = take_text (&scan, error) };
    if (member->key == NULL)
      return -1;
    if (!take_char (&scan, ':')) {
      fail_column (&scan, _ ("\":\" after a key"), error);
      return -1;
    }
    if (!take_value (&scan, member, error))
      return -1;
  }
  if (n > 0 && !take_char (&scan, '}')) {
    fail_column (&scan, _ ("\",\" or \"}\" after a value"), error);
    return -1;
  }
  skip_blanks (&scan);
  if (*scan.at != '\0') {
    fail_column (&scan, _ ("nothing after the object"), error);
    return -1;
  }
  return (int)n;
}
