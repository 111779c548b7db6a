/* catalog-json.h: adds effects, sources and conditions from the catalog to a JSON object. */
#pragma once

#include "cli/command.h"

/* Adds the names of @effects as an array. @effects: (element-type RgmEffect): side effects or
 * signs. */
void cli_json_effects (CliJson *json, const char *key, const GPtrArray *effects);

/* Adds the source with the key @source as "TITLE, PUBLISHER: SECTION". @section: (nullable). */
void cli_json_source (CliJson *json, const char *key, const RgmCatalog *catalog, const char *source,
                      const char *section);

/* Adds what the catalog says about @condition to the open object. */
void cli_json_condition_members (CliJson *json, const RgmCatalog *catalog,
                                 const RgmCondition *condition);
