/* loose-words.h: handles words after the name of a course that are only partly a date. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_loose_words: if @typed, everything typed after the course, begins or ends with a date or
 * begins with the number of a dose, and has other words too, fails with RGM_ERROR_USAGE. The
 * message shows how to type both the date and the other words, so that a user who follows it does
 * not lose the date.
 * @use: whether the command plans something or records what happened.
 * Returns: whether @error is set.
 */
gboolean
cli_fail_loose_words (CliInvocation *invocation, const char *typed, RgmWhenUse use, GError **error);

/* If @typed may say when, although it is not a date, and the command also takes a text such as a
 * note, fails with RGM_ERROR_USAGE. The message shows both possibilities, because a guess might be
 * wrong. Returns: whether @error is set. */
gboolean cli_fail_unclear_words (CliInvocation *invocation, const char *typed, RgmWhenUse use,
                                 GError **error);

/* Whether the date @text includes a day; a time alone, such as "10am", does not. */
gboolean cli_names_day (const char *text, RgmInstant now, RgmWhenUse use);

/**
 * cli_parse_last_when: parses the second word of the command as a planned date, like
 * cli_parse_when(). Fails as cli_fail_loose_words() does if there are other words beside the date.
 * A time without a day means today. But if that time has passed, or the dose is planned for a later
 * day, fails with a message that shows the command for each day that may be meant. @planned: the
 * day for which the dose is planned; RGM_NO_DAY if there is none.
 */
gboolean cli_parse_last_when (CliInvocation *invocation, const RgmZone *zone, RgmDay planned,
                              RgmWhen *when, GError **error);
