/* spoken-words.h: words that people say around the name of a course. */
#pragma once

#include "cli/command.h"

/* If words like "next" or "the" stand before the name of a course ("skip next xgeva"), or words for
 * several doses behind it ("log calcium both"), fails with RGM_ERROR_USAGE and says how it is
 * typed. Returns: whether @error is set. */
gboolean cli_fail_spoken_words (CliInvocation *invocation, GError **error);
