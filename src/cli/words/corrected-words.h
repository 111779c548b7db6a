/* corrected-words.h: words that give a dose another date: "not 2 Oct but 3 Oct", "to friday". */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_corrected_words: if @typed, all that was typed behind the course, gives a dose another
 * date in more words than the command takes, fails with RGM_ERROR_USAGE: names the command for it,
 * with the number of the dose that is meant. That is "amend" for a dose on record, and "move" or
 * "book" for one to come.
 * Returns: whether @error is set; FALSE for any command but amend and change.
 */
gboolean cli_fail_corrected_words (CliInvocation *invocation, const char *typed, GError **error);
