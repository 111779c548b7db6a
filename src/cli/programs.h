/* programs.h: the other programs of regimen: those that run a command, those that follow the
 * record, and the service. They are programs of their own because what they load would make every
 * command slower to start. */
#pragma once

#include "cli/command.h"

/**
 * cli_program_become: replaces this process by the program @name with @arguments (without argv[0];
 * NULL-terminated). program_argv() finds the program.
 * Returns: only on failure: FALSE with @error set.
 */
gboolean cli_program_become (const char *name, char *const *arguments, GError **error);

/**
 * cli_program_read: runs the program @name with @arguments, waits for its end, and appends its
 * standard output to @out.
 * Returns: FALSE if it could not be started or if it failed.
 */
gboolean
cli_program_read (const char *name, const char *const *arguments, GString *out, GError **error);

/* Whether the service runs for the database of @invocation. Looks at the lock that a running
 * service holds, not at its heartbeat, which may be old. */
gboolean cli_service_runs (const CliInvocation *invocation);

/* How the service can be started from where this command runs. */
typedef enum {
  CLI_START_SYSTEMD, /* systemd runs the services of this user */
  CLI_START_BY_HAND, /* no user systemd, but there is a session bus, so alerts can be shown */
  CLI_START_DESKTOP, /* neither: the service starts when the user logs in to a desktop */
} CliServiceStart;

/* The one place that decides which command, if any, may be proposed to start the service. */
CliServiceStart cli_service_start (void);

/* A sentence that says when and with which command a service starts that does not run. Returns:
 * (transfer none). */
const char *cli_service_how (CliServiceStart start);

/* Adds a note if the service has run for the open database before and does not run now. The command
 * "check" reports that in its own words. */
void cli_service_remind (CliInvocation *invocation);

/**
 * cli_followers_run: if the command wrote and no service runs, lets the programs that keep
 * calendars bring them up to date, and waits for them. Their messages go to standard error; the
 * command does not fail if they do.
 * @changed: TRUE if the record was changed in another way than through the invocation's store.
 */
void cli_followers_run (CliInvocation *invocation, gboolean changed);
