/* spoken-words.h: handles words that people add to the name of a course in spoken language. */
#pragma once

#include "cli/command.h"

/* If there are words like "next" or "the" before the name of a course ("skip next xgeva"), or words
 * like "both" or "forgot" after it ("log calcium both"), fails with RGM_ERROR_USAGE and shows what
 * to type instead. Returns: whether @error is set. */
gboolean cli_fail_spoken_words (CliInvocation *invocation, GError **error);

/* If @typed says what the user wants to see ("me the month", "december", "next week"), fails with
 * RGM_ERROR_USAGE and names the command that shows it. Returns: whether @error is set. */
gboolean cli_fail_view_words (CliInvocation *invocation, const char *typed, GError **error);
