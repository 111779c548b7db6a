/* loose-words.h: words behind the name of a course that are a date only in part. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_loose_words: if @typed, all that was typed behind the course, begins or ends with a date
 * or begins with the number of a dose, and has other words, fails with RGM_ERROR_USAGE: says how
 * the date and the other words are typed, so that nobody who follows the message loses the date.
 * @use: whether the command plans something or tells what happened.
 * Returns: whether @error is set.
 */
gboolean
cli_fail_loose_words (CliInvocation *invocation, const char *typed, RgmWhenUse use, GError **error);

/* If @typed may tell when, although it is no date, and the command takes a text, fails with
 * RGM_ERROR_USAGE: names both, so that neither is guessed. Returns: whether @error is set. */
gboolean cli_fail_unclear_words (CliInvocation *invocation, const char *typed, RgmWhenUse use,
                                 GError **error);

/* Whether the date @text says its day: a time alone, as "10am", does not. */
gboolean cli_names_day (const char *text, RgmInstant now, RgmWhenUse use);

/**
 * cli_parse_last_when: reads the date of a plan that was typed as the second word of the command,
 * like cli_parse_when(). If other words stand beside it, fails like cli_fail_loose_words(). A time
 * without a day is one of today; if it has passed, or if the dose is planned for a later day,
 * @planned, fails: names the command with each of the days. @planned: RGM_NO_DAY: none.
 */
gboolean cli_parse_last_when (CliInvocation *invocation, const RgmZone *zone, RgmDay planned,
                              RgmWhen *when, GError **error);
