/* person-typed.h: what the user typed, with the name of a person where an option is meant. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_person_typed: if a word of @argv that is no value of an option is the name of a person,
 * puts an error with the whole corrected line in the place of @error: "agenda for Karl" is "regimen
 * agenda --patient Karl".
 * @argv: the arguments without the name of the command, or all of them if the command of
 * @invocation is NULL because its name was not understood.
 */
void cli_fail_person_typed (CliInvocation *invocation, char **argv, GError **error);

/* If the words of a command that has --all-patients are "everyone" or the like, fails with
 * RGM_ERROR_USAGE, which names that option. Returns: whether @error is set. */
gboolean cli_fail_everybody_typed (const CliInvocation *invocation, GError **error);
