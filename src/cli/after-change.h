/* after-change.h: what follows the record: calendars that are kept equal to it. */
#pragma once

#include "cli/command.h"

/**
 * cli_followers_run: after a command that wrote, where no service runs to do it: lets the programs
 * that keep calendars bring them up to date, and waits for them. What they have to say goes to
 * standard error; it is no failure of the command.
 * @changed: the record was changed in another way than through the invocation's store.
 */
void cli_followers_run (CliInvocation *invocation, gboolean changed);
