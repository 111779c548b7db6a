/* extra-words.h: words that a command does not take, or takes only as a date. */
#pragma once

#include "cli/command.h"

/* Fails with RGM_ERROR_USAGE because the command does not take the words from @first (counted from
 * 0) on, and says what they may have been meant for. */
gboolean cli_fail_words (CliInvocation *invocation, int first, GError **error);

/* If @argv, of which an option was not understood, has "--at" or the like for a command that takes
 * its date without an option, or for "change", which has none, fails with RGM_ERROR_USAGE and names
 * the command for that date. Returns: whether @error is set. */
gboolean cli_fail_date_option (CliInvocation *invocation, char **argv, GError **error);

/* If @typed is the name of a program that shows calendars ("khal", "to khal"), fails with
 * RGM_ERROR_USAGE: says how a file is written for it. Returns: whether @error is set. */
gboolean cli_fail_program (const char *typed, GError **error);

/* The same, if a command that writes or publishes a calendar was told such a name. */
gboolean cli_fail_program_named (const CliInvocation *invocation, GError **error);

/* Fails with RGM_ERROR_USAGE because "alerts on" and the like is no command: says whether alerts
 * are on and, if they are not, how they are turned on. */
gboolean cli_fail_alerts (CliInvocation *invocation, GError **error);

/* If @typed is a day or a month in the place of a course, fails with RGM_ERROR_USAGE: names the
 * command that shows that month. Returns: whether @error is set. */
gboolean cli_fail_days_typed (CliInvocation *invocation, const char *typed, GError **error);

/**
 * cli_date_typed: the date that was typed as the last word of a command that also takes it with an
 * option, or the value of that option. @option: its name without hyphens. @value: (nullable): its
 * value. @date: (out) (transfer none) (nullable): NULL if neither was typed.
 * Returns: FALSE with RGM_ERROR_USAGE if both were typed, or if the word is nothing like a date.
 */
gboolean cli_date_typed (CliInvocation *invocation, const char *option, const char *value,
                         const char **date, GError **error);
