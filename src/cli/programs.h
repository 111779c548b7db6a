/* programs.h: the other programs of regimen, which do what would make every command slower to
 * start. */
#pragma once

#include <regimen/regimen.h>

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
