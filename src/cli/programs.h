/* programs.h: the other programs of regimen, which do what would make every command slower to
 * start. */
#pragma once

#include "cli/command.h"

/**
 * cli_program_become: this process goes on as @name with @arguments (without argv[0];
 * NULL-terminated), found by rgm_program_argv().
 * Returns: only on failure, FALSE with @error set.
 */
gboolean cli_program_become (const char *name, char *const *arguments, GError **error);

/**
 * cli_program_run: runs @name with @arguments, as above, to its end. What it writes to standard
 * error is seen, what to standard output is not. How it ended does not matter: it says so itself.
 * Returns: FALSE where it could not be started.
 */
gboolean cli_program_run (const char *name, const char *const *arguments, GError **error);

/**
 * cli_program_read: the same, and appends what it writes to standard output to @out.
 * Returns: FALSE also where it failed.
 */
gboolean
cli_program_read (const char *name, const char *const *arguments, GString *out, GError **error);

/* Whether a process holds the lock of the service for the database of @invocation: a fact, where a
 * heartbeat would be a guess. */
gboolean cli_service_runs (const CliInvocation *invocation);

/* A note where the service has run for the open database before and does not run now. Not of
 * "check", which says it in its own words. */
void cli_service_remind (CliInvocation *invocation);

/**
 * cli_followers_run: after a command that wrote, where no service runs to do it: lets the programs
 * that keep calendars bring them up to date, and waits for them. What they have to say goes to
 * standard error; it is no failure of the command.
 * @changed: the record was changed in another way than through the invocation's store.
 */
void cli_followers_run (CliInvocation *invocation, gboolean changed);
