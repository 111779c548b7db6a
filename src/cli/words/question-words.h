/* question-words.h: helps users who type words instead of options to answer, correct or remove a
 * question on record. */
#pragma once

#include "cli/command.h"

/**
 * cli_fail_question_named: if @typed, which was typed in place of a course, names a question as in
 * "ask/2", fails with RGM_ERROR_USAGE and says how to answer, correct or remove that question.
 * Returns: whether @error is set.
 */
gboolean
cli_fail_question_named (const CliInvocation *invocation, const char *typed, GError **error);

/**
 * cli_fail_question_words: if @typed, the words of "ask", begins with the number of a question on
 * record ("1 yes"), or with a verb and such a number ("remove 2", "answered 1 yes"), fails with
 * RGM_ERROR_USAGE and shows the right command. Otherwise the words would be put on record as a new
 * question.
 * Returns: whether @error is set.
 */
gboolean cli_fail_question_words (CliInvocation *invocation, const char *typed, GError **error);
