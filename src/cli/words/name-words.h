/* name-words.h: joins the name of a course or treatment that was typed as several words. */
#pragma once

#include "cli/command.h"

/**
 * cli_join_name_words: if the first words of the command together are the whole name of a course on
 * record, or of a treatment in the catalog, joins them to one word: "log zoledronic acid yesterday"
 * needs no quotes. It joins as many words as possible. But if the first word alone is the whole
 * name of a course too, it leaves the words that the command may need for something else. Replaces
 * the name of a course with its handle, also in invocation->argv, and keeps the number of a dose:
 * "zoledronic acid/2".
 */
void cli_join_name_words (CliInvocation *invocation);

/**
 * cli_name_and_place: turns the name of a person followed by a place into arguments for a shell:
 * "Maria in Berlin" becomes "Maria --zone Berlin".
 * Returns: (transfer full) (nullable): NULL if @typed does not end with a place that has a time
 * zone.
 */
char *cli_name_and_place (const char *typed);
