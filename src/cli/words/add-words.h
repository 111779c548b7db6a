/* add-words.h: words behind the name of a treatment that is added, and what is added but is no
 * treatment. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_other_kind: if what "add" was told to add is no treatment but a person, a contact, a
 * question or the like, fails with RGM_ERROR_USAGE and names the command for it, with all that was
 * typed: "add patient Bert" is "patient add Bert".
 * Returns: whether @error is set.
 */
gboolean cli_fail_other_kind (CliInvocation *invocation, GError **error);

/**
 * cli_fail_add_words: fails with RGM_ERROR_USAGE because add does not take the words @extra behind
 * the treatment: says the whole command, in which what they say of the schedule, the dates, the
 * amount and the place on the body has its option, and what is still missing has an example. If
 * some of them may belong to that but are not understood, says which instead.
 * @too_many: the word that the message begins with.
 */
void
cli_fail_add_words (CliInvocation *invocation, char **extra, const char *too_many, GError **error);

/* How a course of @name, an own medicine, is added with the options that were typed. Returns:
 * (transfer full). */
char *cli_add_own_line (const CliInvocation *invocation, const char *name);

/* The whole command that adds @name alone, with a schedule as an example if it needs one. Returns:
 * (transfer full) (nullable): NULL if it is a product that is none of the catalog's. */
char *cli_add_line (const CliInvocation *invocation, const char *name);

/* The same; if the first date in it is only an example, and the medicine is given every few weeks,
 * with how it is typed if some doses were given before, four weeks ago as an example. */
char *cli_add_lines (const CliInvocation *invocation, const char *name);
