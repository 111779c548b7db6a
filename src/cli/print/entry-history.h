/* entry-history.h: the versions of entries that are on record, as regimen history --all lists them.
 */
#pragma once

#include "cli/command.h"

/* Prints @versions (element-type RgmEntryVersion), which are those of one person. @zone: theirs. */
void cli_print_versions (CliInvocation *invocation, const GPtrArray *versions, const RgmZone *zone);
/* The same as objects in the open array. */
void cli_json_versions (CliJson *json, const GPtrArray *versions, const RgmPatient *patient,
                        const RgmZone *zone);
