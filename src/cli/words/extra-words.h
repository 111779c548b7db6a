/* extra-words.h: handles words that a command does not take, or takes only as a date. */
#pragma once

#include "cli/command.h"

/* Fails with RGM_ERROR_USAGE because the command does not take the words from number @first
 * (counted from 0) on, and says what the user may have meant. Returns: FALSE. */
gboolean cli_fail_words (CliInvocation *invocation, int first, GError **error);

/* For a command line @argv with an unknown option: if it has "--at" or the like, but the command
 * takes its date without an option, or the command is "change" or "add", fails with RGM_ERROR_USAGE
 * and shows how that date is typed. Returns: whether @error is set. */
gboolean cli_fail_date_option (CliInvocation *invocation, char **argv, GError **error);

/* If @typed is the name of a calendar program ("khal", "to khal"), fails with RGM_ERROR_USAGE and
 * says how to write a file for it. Returns: whether @error is set. */
gboolean cli_fail_program (const char *typed, GError **error);

/* Like cli_fail_program(), for the words and the option --to of export and publish. Does nothing
 * for other commands. */
gboolean cli_fail_program_named (const CliInvocation *invocation, GError **error);

/* Fails with RGM_ERROR_USAGE because "alerts on" and the like is not a command, and says whether
 * alerts are on or how to turn them on. Returns: FALSE. */
gboolean cli_fail_alerts (CliInvocation *invocation, GError **error);

/* If @typed, which was typed in place of a course, is a day or a month, fails with RGM_ERROR_USAGE
 * and names the command that shows that month. Returns: whether @error is set. */
gboolean cli_fail_days_typed (CliInvocation *invocation, const char *typed, GError **error);

/**
 * cli_date_typed: finds the date of a command that takes it either as its last word or as an
 * option. @option: its name without hyphens. @value: (nullable): the value of the option. @date:
 * (out) (transfer none) (nullable): NULL if neither was typed.
 * Returns: FALSE with RGM_ERROR_USAGE if both were typed, or if the word does not look like a date.
 */
gboolean cli_date_typed (CliInvocation *invocation, const char *option, const char *value,
                         const char **date, GError **error);
