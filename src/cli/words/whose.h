/* whose.h: adds --patient and --db to the commands that a message proposes. */
#pragma once

#include <regimen/regimen.h>

/**
 * cli_text_for_person: adds @option to each command in @text that is about a person: "regimen undo"
 * becomes "regimen --patient Karl undo". A command that names somebody already, or is about
 * everybody, stays as it is.
 * @option: "--patient NAME", quoted for a shell. In the result its blanks are no-break spaces, so
 * that the command can be copied even if the text is wrapped with cli_wrap_text() afterwards.
 * Returns: (transfer full).
 */
char *cli_text_for_person (const char *text, const char *option);

/* Like cli_text_for_person(), but leaves out commands about a course, because its name may already
 * say which person is meant, and those that are about everybody unless they name a person, such as
 * "export". Returns: (transfer full). */
char *cli_text_for_nobody (const char *text, const char *option);

/**
 * cli_text_for_record: adds "--db FILE" to each command in @text that opens a record: "regimen
 * undo" becomes "regimen --db mother.db undo". A command that has --db already stays as it is.
 * @text: may be the result of cli_text_for_person().
 * @file: as the user typed it. In the result it is quoted for a shell, and the added blanks are
 * no-break spaces. If it has bytes that cannot be printed, nothing is added.
 * Returns: (transfer full).
 */
char *cli_text_for_record (const char *text, const char *file);

/* The command line "regimen COMMAND ARGUMENTS --patient NAME", quoted for a shell. @command:
 * (nullable). @arguments: NULL-terminated. Returns: (transfer full). */
char *cli_line_for_person (const char *command, char *const *arguments, const RgmPatient *person);
