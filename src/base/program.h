/* program.h: finds the other programs of regimen. They are separate because they load much, or must
 * not disturb the service if they fail. */
#pragma once

#include <glib.h>

/**
 * program_argv: the command line that runs the program @name with @arguments (NULL-terminated).
 * Looks for it in the folders of $REGIMEN_EXEC_PATH if that is set; else beside the running
 * program, in the bin and libexec folders of the prefix that the running program is installed in,
 * and last in those that were set when it was built. Returns: (transfer full): NULL with
 * G_FILE_ERROR_NOENT if it is not installed.
 */
char **program_argv (const char *name, const char *const *arguments, GError **error);
