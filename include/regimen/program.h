/* program.h: the other programs of regimen, which do what would make every command slower to start,
 * and what must not disturb the service. */
#pragma once

#include <glib.h>
#include <regimen/visibility.h>

RGM_BEGIN_DECLS

/**
 * rgm_program_argv: what runs @name with @arguments (NULL-terminated). Looked up in
 * $REGIMEN_EXEC_PATH, where it is set, else in libexecdir/regimen and bindir.
 * Returns: (transfer full): NULL with G_FILE_ERROR_NOENT where it is not installed.
 */
char **rgm_program_argv (const char *name, const char *const *arguments, GError **error);

RGM_END_DECLS
