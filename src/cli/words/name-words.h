/* name-words.h: the name of a course or of a treatment, typed as several words. */
#pragma once

#include "cli/command.h"

/**
 * cli_join_name_words: if the first words of the command are together the whole name of a course on
 * record, or of a treatment of the catalog, makes them its first word: "log zoledronic acid
 * yesterday" needs no quotes. As many words as possible are taken; but if the first word alone is a
 * whole name, too, as many are left as the command needs. A course is then named by its handle,
 * also in the arguments of a program that runs the command; a number behind it stays: "zoledronic
 * acid/2".
 */
void cli_join_name_words (CliInvocation *invocation);

/**
 * cli_name_and_place: the name of a person and, behind it, where they live: "Maria in Berlin" is
 * "Maria --zone Berlin", as it is typed in a shell.
 * Returns: (transfer full) (nullable): NULL if it does not end with a place that has a time zone.
 */
char *cli_name_and_place (const char *typed);
