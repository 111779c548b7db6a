/* entry-history.h: prints the versions of entries, for regimen history --all. */
#pragma once

#include "cli/command.h"

/* Prints @versions (element-type RgmEntryVersion), all of them of one person. @zone: the zone of
 * that person. */
void cli_print_versions (CliInvocation *invocation, const GPtrArray *versions, const RgmZone *zone);
/* Adds @versions as objects to the open JSON array. */
void cli_json_versions (CliJson *json, const GPtrArray *versions, const RgmPatient *patient,
                        const RgmZone *zone);
