/* docs.h: what is made from the table of commands when the program is built. */
#pragma once

#include "cli/command.h"

/* Each returns: (transfer full): a whole manual page. @date: "November 23, 2026". */
char *cli_docs_manual (const char *date);
char *cli_docs_manual_of (const CliCommand *command, const char *date);

/* Each fills the places of a template of completions/ in. Returns: (transfer full). */
char *cli_docs_bash (const char *template);
char *cli_docs_zsh (const char *template);
char *cli_docs_fish (const char *template);

/* ---- what they share ---- */

/* The names of all commands with a blank between them. Returns: (transfer full). */
char *cli_docs_command_names (void);
/* Appends @text for a single-quoted word of a shell, with a backslash before each of @special. */
void cli_docs_quote (GString *out, const char *text, const char *special);
/**
 * cli_docs_fill: @template with every "@NAME@" replaced.
 * @values: names (without the @) and texts in turn, ended by NULL. Returns: (transfer full).
 */
char *cli_docs_fill (const char *template, const char *const *values);
