/* add-words.h: helps users who type words instead of options after "regimen add", or add something
 * that is not a treatment. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_other_kind: if "add" was typed for something that is not a treatment, such as a person,
 * a contact or a question, fails with RGM_ERROR_USAGE and shows the right command line: "patient
 * add Bert" for "add patient Bert".
 * Returns: whether @error is set.
 */
gboolean cli_fail_other_kind (CliInvocation *invocation, GError **error);

/**
 * cli_fail_add_words: fails with RGM_ERROR_USAGE because "add" does not take the words @extra after
 * the treatment. The message shows the whole command line with options for what the words say about
 * schedule, dates, amount and place on the body, and with an example of what is still missing. If
 * some words may be about these but are not understood, the message names them instead.
 * @too_many: (nullable): the word that the message calls one too many; NULL if it does not say
 * that.
 */
void
cli_fail_add_words (CliInvocation *invocation, char **extra, const char *too_many, GError **error);

/* The command line that adds @name as a medicine of the user's own (--custom), with the options
 * that were typed. Returns: (transfer full). */
char *cli_add_own_line (const CliInvocation *invocation, const char *name);

/* The command line that adds @name, with an example of a schedule if one is missing. Returns:
 * (transfer full) (nullable): NULL if @name is a product that is known not to be one of the
 * catalog's treatments. */
char *cli_add_line (const CliInvocation *invocation, const char *name);

/* Like cli_add_line(). If the first date in that line is only an example, and the medicine is given
 * every few weeks, also shows the command line for a course of which doses were given before, with
 * a dose four weeks ago as an example. */
char *cli_add_lines (const CliInvocation *invocation, const char *name);
