/* published.h: what is to be said of the calendar on a server, without asking it. */
#pragma once

#include "cli/command.h"

/* Prints one line where somebody should look at it. */
gboolean cli_print_published (CliInvocation *invocation, RgmStore *store, GError **error);
