/* spoken-words.h: words that people say around the name of a course. */
#pragma once

#include "cli/command.h"

/* If words like "next" or "the" stand before the name of a course ("skip next xgeva"), or words for
 * several doses behind it ("log calcium both"), fails with RGM_ERROR_USAGE and says how it is
 * typed. Returns: whether @error is set. */
gboolean cli_fail_spoken_words (CliInvocation *invocation, GError **error);

/* If @typed is what people say to see something ("me the month", "december", "next week"), fails
 * with RGM_ERROR_USAGE and names the command that shows it. Returns: whether @error is set. */
gboolean cli_fail_view_words (CliInvocation *invocation, const char *typed, GError **error);
