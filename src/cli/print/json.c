/* Writes the JSON output of the commands: objects, texts, numbers, days and times. */
#include "cli/print/json.h"

void
cli_json_begin (CliJson *json)
{
  *json = (CliJson){ .text = g_string_new (NULL) };
  json_open_object (json, NULL);
  cli_json_number (json, "format", 1);
}

char *
cli_json_end (CliJson *json)
{
  json_close_object (json);
  g_string_append_c (json->text, '\n');
  return g_string_free (json->text, FALSE);
}

void
cli_json_open_object (CliJson *json, const char *key)
{
  json_open_object (json, key);
}

void
cli_json_close_object (CliJson *json)
{
  json_close_object (json);
}

void
cli_json_open_array (CliJson *json, const char *key)
{
  json_open_array (json, key);
}

void
cli_json_close_array (CliJson *json)
{
  json_close_array (json);
}

void
cli_json_text (CliJson *json, const char *key, const char *text)
{
  json_add_text (json, key, text);
}

void
cli_json_number (CliJson *json, const char *key, gint64 number)
{
  json_add_number (json, key, number);
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
  json_add_raw (json, key, flag ? "true" : "false");
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

void
cli_json_texts (CliJson *json, const char *key, char **texts)
{
  cli_json_open_array (json, key);
  for (char **text = texts; *text != NULL; text++)
    cli_json_text (json, NULL, *text);
  cli_json_close_array (json);
}
