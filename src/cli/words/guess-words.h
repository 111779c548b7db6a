/* guess-words.h: which option of a command takes a value that was typed without one. */
#pragma once

#include "cli/command.h"

/* The option of @command with the name @name. Returns: (transfer none) (nullable). */
const CliOption *cli_find_option (const CliCommand *command, const char *name);
gboolean cli_has_option (const CliCommand *command, const char *name);
/* The option of @command, or of the program, that @argument ("--at" or "--at=now") names. Returns:
 * (transfer none) (nullable). */
const CliOption *cli_option_typed (const CliCommand *command, const char *argument);

/* @text as one word of a shell, in double quotes if those are enough. Returns: (transfer full). */
char *cli_shown_word (const char *text);

/* The first of the options with @names that @command has, with the value @text. Returns: (transfer
 * full) (nullable). */
char *cli_guess_option (const CliCommand *command, const char *const *names, const char *text);

/* A number alone, or with a unit: "10" and "10 sessions" may count sessions, "4 weeks" is an
 * interval, and "7" may be days. Returns: (transfer full) (nullable). */
char *cli_guess_number (const CliCommand *command, const char *text);

/* The option for @text if it is such a number, an amount or an interval: "120 mg" is --amount "120
 * mg". Returns: (transfer full) (nullable). */
char *cli_guess_value (const CliCommand *command, const char *text);

/* "left arm" is --site "left arm". Returns: (transfer full) (nullable). */
char *cli_guess_side (const CliCommand *command, const char *text);

/* The options that were typed, with their values, each with a blank before it. Returns: (transfer
 * full). */
char *cli_typed_options (const CliInvocation *invocation);

/* Lets the functions here, and those that explain words, go on as if the command with @name and
 * @arguments (NULL-terminated) had been typed. */
void cli_take_as_typed (CliInvocation *invocation, const char *name, char **arguments);

/* Whether the option with the name @option was typed. */
gboolean cli_was_typed (const CliInvocation *invocation, const char *option);

/* The option of the command that takes a text, a note, a reason or, of an appointment, a place, and
 * was not typed.
 * Returns: (transfer none) (nullable): its name. */
const char *cli_text_option (const CliInvocation *invocation);

/* That option with the value @text. Returns: (transfer full) (nullable). */
char *cli_guess_text (const CliInvocation *invocation, const char *text);

/* Whether a number beside @word (nullable) is the number of a place: "room 5", "2nd floor". */
gboolean cli_numbers_place (const char *word);

/* Whether @text has a word that may tell when, how often or which one of two: "a week from", "not
 * today", "twice". Such words are never taken for a note, a reason or a place, and never left out.
 * What begins with "because" is a reason, "wrong day" too, and "room 5" is a place. */
gboolean cli_may_tell_when (const char *text);

/* Whether @word, folded, is what somebody of a family is called, "dad" or "dad's". */
gboolean cli_is_family (const char *word);

/* Whether @word begins a phrase that says why: all of it is the reason. */
gboolean cli_begins_reason (const char *word);
