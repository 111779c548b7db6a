/* guess-words.h: guesses the option for a value that the user typed without one. */
#pragma once

#include "cli/command.h"

/* The option of @command with the name @name (without hyphens). Returns: (transfer none)
 * (nullable). */
const CliOption *cli_find_option (const CliCommand *command, const char *name);
gboolean cli_has_option (const CliCommand *command, const char *name);
/* The option that @argument ("--at" or "--at=now") names: one of @command, or one that every
 * command has. Returns: (transfer none) (nullable). */
const CliOption *cli_option_typed (const CliCommand *command, const char *argument);

/* @text quoted as one word for a shell; double quotes are preferred because they are easier to
 * read. Returns: (transfer full). */
char *cli_shown_word (const char *text);

/* "--OPTION TEXT" with the first of @names (NULL-terminated) that is an option of @command, and the
 * value @text. Returns: (transfer full) (nullable): NULL if it has none of them. */
char *cli_guess_option (const CliCommand *command, const char *const *names, const char *text);

/* The option for a number with or without a unit: "10" and "10 sessions" may be --fractions, "4
 * weeks" may be --every, and "7" may be --days, if @command has that option. Returns: (transfer
 * full) (nullable). */
char *cli_guess_number (const CliCommand *command, const char *text);

/* The option for @text if it is a number as for cli_guess_number(), an amount or an interval:
 * --amount "120 mg" for "120 mg". Returns: (transfer full) (nullable). */
char *cli_guess_value (const CliCommand *command, const char *text);

/* The option for a place on the body that begins with a side: --site "left arm" for "left arm".
 * Returns: (transfer full) (nullable). */
char *cli_guess_side (const CliCommand *command, const char *text);

/* The options that the user typed, with their values, each preceded by a blank. Returns: (transfer
 * full). */
char *cli_typed_options (const CliInvocation *invocation);

/* Makes the functions in cli/words act as if the user had typed the command @name with @arguments
 * (NULL-terminated). */
void cli_take_as_typed (CliInvocation *invocation, const char *name, char **arguments);

/* Whether the user typed the option @option (its name without hyphens). */
gboolean cli_was_typed (const CliInvocation *invocation, const char *option);

/* The first of the options --note, --reason and --place that the command has and the user did not
 * type. --place counts only if the last word of the command is a date. Returns: (transfer none)
 * (nullable): the name of the option. */
const char *cli_text_option (const CliInvocation *invocation);

/* The option of cli_text_option() with the value @text. Returns: (transfer full) (nullable). */
char *cli_guess_text (const CliInvocation *invocation, const char *text);

/* Whether @word (nullable) names a kind of place, so that a number beside it belongs to the place:
 * "room 5", "2nd floor". */
gboolean cli_numbers_place (const char *word);

/* Whether @text has a word that may say when, how often, or which dose: "a week from", "not today",
 * "twice". Such a text is never taken for a note, a reason or a place, and never ignored. FALSE for
 * a text that begins with "because" or that has such words only as in "wrong day" or "room 5". */
gboolean cli_may_tell_when (const char *text);

/* Whether @word, in the form of text_fold(), names a member of a family: "dad" or "dad's". */
gboolean cli_is_family (const char *word);

/* Whether @word begins a reason: "because" or "due". */
gboolean cli_begins_reason (const char *word);
