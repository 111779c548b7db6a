/* json.h: writes the one JSON object that a command prints with --json. */
#pragma once

#include <regimen/regimen.h>

#include "base/json-out.h"

typedef JsonOut CliJson;

/* Begins the object of a command's output, with "format": 1. */
void cli_json_begin (CliJson *json);
/* Ends the object. Returns: (transfer full): with a final newline. */
char *cli_json_end (CliJson *json);

/* @key: NULL inside an array. */
void cli_json_open_object (CliJson *json, const char *key);
void cli_json_close_object (CliJson *json);
void cli_json_open_array (CliJson *json, const char *key);
void cli_json_close_array (CliJson *json);

/* @text: NULL gives null. */
void cli_json_text (CliJson *json, const char *key, const char *text);
/* Adds @texts (NULL-terminated) as an array. */
void cli_json_texts (CliJson *json, const char *key, char **texts);
void cli_json_number (CliJson *json, const char *key, gint64 number);
/* Adds a number; 0 gives null. */
void cli_json_number_or_null (CliJson *json, const char *key, gint64 number);
void cli_json_flag (CliJson *json, const char *key, gboolean flag);
/* Adds an instant as in RFC 3339, with the offset of @zone; RGM_INSTANT_NONE gives null. */
void cli_json_instant (CliJson *json, const char *key, RgmInstant instant, const RgmZone *zone);
/* Adds when @done was given: as an instant with the offset of rgm_administration_zone(), or as
 * "YYYY-MM-DD" if only the day is known. */
void cli_json_administration (CliJson *json, const char *key, const RgmAdministration *done,
                              const RgmZone *patient);
/* Adds a day as "YYYY-MM-DD"; RGM_NO_DAY gives null. */
void cli_json_day (CliJson *json, const char *key, RgmDay day);
/* Adds a local date: a whole day as "YYYY-MM-DD", a time as in RFC 3339 with the offset that @zone
 * has then; RGM_LOCAL_NONE gives null. */
void cli_json_local (CliJson *json, const char *key, RgmLocal local, const RgmZone *zone);
