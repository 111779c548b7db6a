/* whose.h: how a command names the person whom it is about, where the program tells what to
 * type. */
#pragma once

#include <regimen/regimen.h>

/**
 * cli_text_for_person: @text, in which each command that is about a person names them: "regimen
 * undo" becomes "regimen --patient Karl undo". A command that names somebody already, or is about
 * everybody, stays as it is.
 * @option: "--patient NAME", quoted for a shell. Its blanks are ones at which no line breaks, so
 * that the command can be copied if the text is wrapped with cli_wrap_text() afterwards.
 * Returns: (transfer full).
 */
char *cli_text_for_person (const char *text, const char *option);

/* The same for those commands alone that no name of a course follows: the others need no person
 * where only one has such a course. Returns: (transfer full). */
char *cli_text_for_nobody (const char *text, const char *option);

/* "regimen COMMAND ARGUMENTS --patient NAME", as it is typed in a shell. @command: (nullable).
 * Returns: (transfer full). */
char *cli_line_for_person (const char *command, char *const *arguments, const RgmPatient *person);
