/* docs.h: what is made from the table of commands when the program is built. */
#pragma once

#include "command.h"

/* Each returns: (transfer full): a whole file. @date: "November 23, 2026". */
char *cli_docs_manual (const char *date);
char *cli_docs_manual_of (const CliCommand *command, const char *date);
char *cli_docs_bash (void);
char *cli_docs_zsh (void);
char *cli_docs_fish (void);
