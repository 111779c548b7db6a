/* service-hint.h: whether the service that shows the alerts is there. */
#pragma once

#include "cli/command.h"

/* Whether a process holds the lock of the service for the database of @invocation: a fact, where a
 * heartbeat would be a guess. */
gboolean cli_service_runs (const CliInvocation *invocation);

/* A note where the service has run for the open database before and does not run now. Not of
 * "check", which says it in its own words. */
void cli_service_remind (CliInvocation *invocation);
