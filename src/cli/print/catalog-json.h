/* catalog-json.h: what the catalog says, as members of an object of JSON. */
#pragma once

#include "cli/command.h"

/* The names of @effects, or of signs, as an array. @effects: (element-type RgmEffect). */
void cli_json_effects (CliJson *json, const char *key, const GPtrArray *effects);

/* "TITLE, PUBLISHER: SECTION" of the source with the key @source. @section: nullable. */
void cli_json_source (CliJson *json, const char *key, const RgmCatalog *catalog, const char *source,
                      const char *section);

/* What is known of @condition, as members of the open object. */
void cli_json_condition_members (CliJson *json, const RgmCatalog *catalog,
                                 const RgmCondition *condition);
