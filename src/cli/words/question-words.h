/* question-words.h: words by which a question for the next visit is meant that is on record. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_question_named: if @typed, which the command takes for a course, names a question as
 * "ask/2", fails with RGM_ERROR_USAGE: says how that one is answered, corrected or removed.
 * Returns: whether @error is set.
 */
gboolean
cli_fail_question_named (const CliInvocation *invocation, const char *typed, GError **error);

/**
 * cli_fail_question_words: if @typed, the words of "ask", begins with what is to be done with a
 * question and the number of one on record ("remove 2", "answered 1 yes"), or with the number
 * ("1 yes"), fails with RGM_ERROR_USAGE: says how it is typed. It is no question of its own then.
 * Returns: whether @error is set.
 */
gboolean cli_fail_question_words (CliInvocation *invocation, const char *typed, GError **error);
