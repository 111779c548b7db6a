/* json-out.c: writes objects, arrays and values as JSON, with the commas and blanks between
 * them. */
#include "base/json-out.h"

#include "base/json-text.h"

static void
break_line (JsonOut *out)
{
  if (out->flat)
    return;
  g_string_append_c (out->text, '\n');
  for (int i = 0; i < out->depth; i++)
    g_string_append (out->text, "  ");
}

static void
begin_member (JsonOut *out, const char *key)
{
  if (!out->first && out->depth > 0)
    g_string_append (out->text, out->flat ? ", " : ",");
  out->first = FALSE;
  if (out->depth > 0)
    break_line (out);
  if (key != NULL) {
    json_append_text (out->text, key);
    g_string_append (out->text, ": ");
  }
}

static void
open_level (JsonOut *out, const char *key, char bracket)
{
  begin_member (out, key);
  g_string_append_c (out->text, bracket);
  out->depth++;
  out->first = TRUE;
}

static void
close_level (JsonOut *out, char bracket)
{
  out->depth--;
  if (!out->first)
    break_line (out);
  out->first = FALSE;
  g_string_append_c (out->text, bracket);
}

void
json_open_object (JsonOut *out, const char *key)
{
  open_level (out, key, '{');
}

void
json_close_object (JsonOut *out)
{
  close_level (out, '}');
}

void
json_open_array (JsonOut *out, const char *key)
{
  open_level (out, key, '[');
}

void
json_close_array (JsonOut *out)
{
  close_level (out, ']');
}

void
json_add_text (JsonOut *out, const char *key, const char *text)
{
  begin_member (out, key);
  if (text == NULL)
    g_string_append (out->text, "null");
  else
    json_append_text (out->text, text);
}

void
json_add_raw (JsonOut *out, const char *key, const char *value)
{
  begin_member (out, key);
  g_string_append (out->text, value);
}

void
json_add_number (JsonOut *out, const char *key, gint64 number)
{
  begin_member (out, key);
  g_string_append_printf (out->text, "%" G_GINT64_FORMAT, number);
}
