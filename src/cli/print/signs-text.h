/* signs-text.h: what the lists of effects and signs say of something that was noticed. */
#pragma once

#include "cli/command.h"

/* What @found has, as members of the open object. @found: (nullable): NULL if nothing was looked
 * for; then everything that can be looked for, and all conditions. @on_record: (nullable)
 * (element-type RgmTreatment): the treatments of the person. */
void cli_json_signs_members (CliJson *json, const RgmCatalog *catalog, const RgmSigns *found,
                             const GPtrArray *on_record);

/* Prints how a number is put on record, for somebody who is to call and has none there. */
void cli_print_no_contact (CliInvocation *invocation);

/* Prints that none of the lists has @typed, and what may be typed instead. */
void cli_print_not_found (CliInvocation *invocation, const char *typed);
