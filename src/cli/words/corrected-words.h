/* corrected-words.h: helps users who correct the date of a dose in a sentence: "not 2 Oct but 3
 * Oct", "to friday". */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_corrected_words: if @typed, everything typed after the course, corrects the date of a
 * dose in more words than the command takes, or says only that it is wrong, fails with
 * RGM_ERROR_USAGE. The message shows the right command line: "amend" with the number of the dose if
 * it is on record, and "move", "book" or "log" if it is not.
 * Returns: whether @error is set; always FALSE for commands other than amend, change, log and move.
 */
gboolean cli_fail_corrected_words (CliInvocation *invocation, const char *typed, GError **error);
