/* programs.h: the other programs of regimen, which do what would make every command slower to
 * start. */
#pragma once

#include <regimen/regimen.h>

/**
 * cli_program_become: this process goes on as @name with @arguments (without argv[0]; NULL-
 * terminated).
 * Looked up in $REGIMEN_EXEC_PATH, where it is set, else in libexecdir/regimen and bindir.
 * Returns: only on failure, FALSE with @error set.
 */
gboolean cli_program_become (const char *name, char *const *arguments, GError **error);
