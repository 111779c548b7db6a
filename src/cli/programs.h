/* programs.h: runs the other programs of regimen: those that run one command, those that update
 * calendars after a change of the record, and the service. They are separate programs because the
 * libraries that they load would slow down the start of every command. */
#pragma once

#include "cli/command.h"

/**
 * cli_program_become: replaces this process with the program @name, which program_argv() finds.
 * @arguments: NULL-terminated, without argv[0].
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

/* How the service can be started in the environment in which this command runs. */
typedef enum {
  CLI_START_SYSTEMD, /* systemd runs the services of this user */
  CLI_START_BY_HAND, /* no user systemd, but there is a session bus, so alerts can be shown */
  CLI_START_DESKTOP, /* neither: the service starts when the user logs in to a desktop */
} CliServiceStart;

/* Finds out how the service can be started for the record of @invocation, for messages that propose
 * a command for it. If the user named that record, with --db or $REGIMEN_DB, it is not
 * CLI_START_SYSTEMD, because the unit of systemd serves the usual record only. The command check
 * knows whether the session bus answers, and corrects the result. */
CliServiceStart cli_service_start (const CliInvocation *invocation);

/* A sentence that says when the service, which does not run now, starts by itself, and, if there is
 * one, which command starts it at once for the record of @invocation. Returns: (transfer full). */
char *cli_service_how (const CliInvocation *invocation, CliServiceStart start);

/* Adds a note if the service has run for the open database before and does not run now. The command
 * "check" reports that in its own words. */
void cli_service_remind (CliInvocation *invocation);

/**
 * cli_followers_run: if the command changed the record and no service runs, runs the programs that
 * keep calendar files up to date, and waits for them. Their messages go to standard error, and
 * their failure does not make the command fail. A calendar on a server is not updated, because that
 * could take long; a message names the command that does it.
 * @changed: TRUE if the record was changed in another way than through the store of @invocation.
 */
void cli_followers_run (CliInvocation *invocation, gboolean changed);
