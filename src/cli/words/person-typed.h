/* person-typed.h: helps users who type the name of a person without --patient. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_person_typed: if @error is RGM_ERROR_USAGE, and its cause may be a word in @argv that is
 * the name of a person and not the value of an option, replaces @error with one that shows the
 * corrected command line: "regimen agenda --patient Karl" for "agenda for Karl".
 * @argv: the arguments without the name of the command; all arguments if invocation->command is
 * NULL because the name was not understood.
 */
void cli_fail_person_typed (CliInvocation *invocation, char **argv, GError **error);

/* If the command has --all-patients and its words are "everyone" or the like, fails with
 * RGM_ERROR_USAGE and names that option. Returns: whether @error is set. */
gboolean cli_fail_everybody_typed (const CliInvocation *invocation, GError **error);
