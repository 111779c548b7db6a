/* other-words.h: other words that people type for a command or an option. */
#pragma once

#include <glib.h>

/**
 * cli_other_command: the command, or the two commands, that the user may have meant by @typed: one
 * word or two. A command may have an argument: "catalog TREATMENT".
 * @known: the names of the commands, ended by NULL; nothing else is ever suggested.
 * @second: (out) (nullable).
 * Returns: FALSE if @typed is no such word.
 */
gboolean cli_other_command (const char *typed, const char *const *known, const char **first,
                            const char **second);

/* The same for the name of an option, without its hyphens. @known: the options of the command. */
gboolean cli_other_option (const char *typed, const char *const *known, const char **first,
                           const char **second);

/* Whether a sentence may begin with the word @word, which then is no other word for a command: "my
 * legs feel numb". */
gboolean cli_begins_sentence (const char *word);

/* Whether the two words @typed ask how the alerts are turned on: "alerts on", "start alerts". */
gboolean cli_asks_for_alerts (const char *typed);
