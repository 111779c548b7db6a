/* Writes JSON, indented by two blanks per level. */
#include "cli/json.h"

#include "base/json-text.h"

static void
break_line (CliJson *json)
{
  g_string_append_c (json->text, '\n');
  for (int i = 0; i < json->depth; i++)
    g_string_append (json->text, "  ");
}

static void
begin_member (CliJson *json, const char *key)
{
  if (!json->first)
    g_string_append_c (json->text, ',');
  json->first = FALSE;
  break_line (json);
  if (key != NULL) {
    json_append_text (json->text, key);
    g_string_append (json->text, ": ");
  }
}

static void
open_level (CliJson *json, char bracket)
{
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->first = TRUE;
}

static void
close_level (CliJson *json, char bracket)
{
  json->depth--;
  if (!json->first)
    break_line (json);
  json->first = FALSE;
  g_string_append_c (json->text, bracket);
}

void
cli_json_begin (CliJson *json)
{
  *json = (CliJson){ .text = g_string_new (NULL) };
  open_level (json, '{');
  cli_json_number (json, "format", 1);
}

char *
cli_json_end (CliJson *json)
{
  close_level (json, '}');
  g_string_append_c (json->text, '\n');
  return g_string_free (json->text, FALSE);
}

void
cli_json_open_object (CliJson *json, const char *key)
{
  begin_member (json, key);
  open_level (json, '{');
}

void
cli_json_close_object (CliJson *json)
{
  close_level (json, '}');
}

void
cli_json_open_array (CliJson *json, const char *key)
{
  begin_member (json, key);
  open_level (json, '[');
}

void
cli_json_close_array (CliJson *json)
{
  close_level (json, ']');
}

void
cli_json_text (CliJson *json, const char *key, const char *text)
{
  begin_member (json, key);
  if (text == NULL)
    g_string_append (json->text, "null");
  else
    json_append_text (json->text, text);
}

void
cli_json_number (CliJson *json, const char *key, gint64 number)
{
  begin_member (json, key);
  g_string_append_printf (json->text, "%" G_GINT64_FORMAT, number);
}

void
cli_json_number_or_null (CliJson *json, const char *key, gint64 number)
{
  if (number == 0)
    cli_json_text (json, key, NULL);
  else
    cli_json_number (json, key, number);
}

void
cli_json_flag (CliJson *json, const char *key, gboolean flag)
{
  begin_member (json, key);
  g_string_append (json->text, flag ? "true" : "false");
}

void
cli_json_instant (CliJson *json, const char *key, RgmInstant instant, const RgmZone *zone)
{
  g_autofree char *text = instant == RGM_INSTANT_NONE ? NULL : rgm_instant_format (instant, zone);

  cli_json_text (json, key, text);
}

void
cli_json_administration (CliJson *json, const char *key, const RgmAdministration *done,
                         const RgmZone *patient)
{
  RgmLocal local = rgm_administration_local (done, patient);

  if (rgm_local_has_time (local))
    cli_json_instant (json, key, done->at, rgm_administration_zone (done, patient));
  else
    cli_json_day (json, key, local.day);
}

void
cli_json_day (CliJson *json, const char *key, RgmDay day)
{
  g_autofree char *text = day == RGM_NO_DAY ? NULL : rgm_day_format (day);

  cli_json_text (json, key, text);
}

void
cli_json_local (CliJson *json, const char *key, RgmLocal local, const RgmZone *zone)
{
  if (rgm_local_has_time (local))
    cli_json_instant (json, key, rgm_zone_to_instant (zone, local, NULL), zone);
  else
    cli_json_day (json, key, local.day);
}
