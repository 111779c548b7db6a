/* other-words.h: maps other words that people type to the names of commands and options. */
#pragma once

#include <glib.h>

/**
 * cli_other_command: finds the one or two commands that the user may have meant by @typed, which is
 * one word or two. A command that it finds may have an argument: "catalog TREATMENT".
 * @known: the names of all commands, NULL-terminated; only these are suggested.
 * @first, @second: (out) (nullable): the commands; @second is NULL if there is only one.
 * Returns: FALSE if @typed is not in the table.
 */
gboolean cli_other_command (const char *typed, const char *const *known, const char **first,
                            const char **second);

/* Like cli_other_command(), for the name of an option without its hyphens. @known: the options of
 * the command. */
gboolean cli_other_option (const char *typed, const char *const *known, const char **first,
                           const char **second);

/* Whether @word is one with which a sentence may begin, such as "my" in "my legs feel numb". */
gboolean cli_begins_sentence (const char *word);

/* Whether the two words @typed ask to turn the alerts on: "alerts on", "start alerts". */
gboolean cli_asks_for_alerts (const char *typed);
