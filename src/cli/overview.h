/* overview.h: regimen without a command. */
#pragma once

#include "cli/command.h"

/* Prints what is overdue, due and next, and the command for each. */
gboolean cli_overview (CliInvocation *invocation, GError **error);
