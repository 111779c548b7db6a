/* docs.h: manual pages and completions, made from the table of commands when regimen is built. */
#pragma once

#include "cli/command.h"

/* The manual page of the program. @date: "November 23, 2026". Returns: (transfer full). */
char *docs_manual (const char *date);
/* The manual page of one command. Returns: (transfer full). */
char *docs_manual_of (const CliCommand *command, const char *date);

/* Each fills in a template of contrib/completions. @values: the functions of a POSIX shell that
 * find out what a value can be. Returns: (transfer full). */
char *docs_bash (const char *template, const char *values);
char *docs_zsh (const char *template, const char *values);
char *docs_fish (const char *template, const char *values);
