/* whose.h: how a command names the person whom it is about, in what the program tells to type and
 * in what the user typed. */
#pragma once

#include "cli/command.h"

/**
 * cli_text_for_person: @text, in which each command that is about a person names them: "regimen
 * undo" becomes "regimen --patient Karl undo". A command that names somebody already, or is about
 * everybody, stays as it is.
 * @option: "--patient NAME", quoted for a shell. Its blanks are ones at which no line breaks, so
 * that the command can be copied if the text is wrapped with cli_wrap_text() afterwards.
 * Returns: (transfer full).
 */
char *cli_text_for_person (const char *text, const char *option);

/* "regimen COMMAND ARGUMENTS --patient NAME", as it is typed in a shell. @command: (nullable).
 * Returns: (transfer full). */
char *cli_line_for_person (const char *command, char *const *arguments, const RgmPatient *person);

/**
 * cli_fail_person_typed: if a word of @argv that is no value of an option is the name of a person,
 * puts an error with the whole corrected line in the place of @error: "agenda for Karl" is "regimen
 * agenda --patient Karl".
 * @argv: the arguments without the name of the command, or all of them if the command of
 * @invocation is NULL because its name was not understood.
 */
void cli_fail_person_typed (CliInvocation *invocation, char **argv, GError **error);
