/* signs-text.h: prints what a search in the lists of side effects and warning signs found. */
#pragma once

#include "cli/command.h"

/* Adds what @found contains to the open object. @found: (nullable): NULL if the user searched for
 * nothing; then all symptoms that can be searched for, and all conditions, are added. @on_record:
 * (nullable) (element-type RgmTreatment): the treatments of the person. */
void cli_json_signs_members (CliJson *json, const RgmCatalog *catalog, const RgmSigns *found,
                             const GPtrArray *on_record);

/* Prints that no phone number is on record, and the command that adds one. */
void cli_print_no_contact (CliInvocation *invocation);

/* Prints that @typed is in none of the lists, and what may be typed instead. */
void cli_print_not_found (CliInvocation *invocation, const char *typed);
