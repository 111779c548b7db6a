/* docs.h: makes manual pages and completions from the table of commands when regimen is built. */
#pragma once

#include "cli/command.h"

/* The manual page of the program. @date: "November 23, 2026". Returns: (transfer full). */
char *docs_manual (const char *date);
/* The manual page of one command. Returns: (transfer full). */
char *docs_manual_of (const CliCommand *command, const char *date);

/* Each of these fills in a template of contrib/completions. @values: the functions for a POSIX
 * shell that look up the choices for a value. Returns: (transfer full). */
char *docs_bash (const char *template, const char *values);
char *docs_zsh (const char *template, const char *values);
char *docs_fish (const char *template, const char *values);
