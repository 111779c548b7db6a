/* program.h: how a program of regimen begins, and where it finds the others. They are separate
 * because they load much, or must not disturb the service if they fail. */
#pragma once

#include <regimen/error.h>

/**
 * program_begin: what each program does first that has the record in its memory. Only a main()
 * calls this, once, after i18n_begin() and before it starts a thread.
 *
 * No core dump is written of the process, and no other process of the user can look into it: its
 * memory has what people noted. Beyond the limit of the size of a file (RLIMIT_FSIZE) writing fails
 * like on a full disk, and no longer ends the process. Nobody else can read the files and folders
 * that are made, and the user can, whatever the umask was. A folder of the XDG Base Directory
 * Specification (XDG_CONFIG_HOME, and so on) that is not a full path is ignored, as the
 * specification says.
 * Returns: FALSE with RGM_ERROR_SETTINGS if HOME is not a full path. The record would be in
 * whatever folder the user is in.
 */
gboolean program_begin (GError **error);

/**
 * program_argv: the command line that runs the program @name with @arguments (NULL-terminated).
 * Looks for it in the folders of $REGIMEN_EXEC_PATH if that is set; else beside the running
 * program, in the bin and libexec folders of the prefix that the running program is installed in,
 * and last in those that were set when it was built. Returns: (transfer full): NULL with
 * G_FILE_ERROR_NOENT if it is not installed.
 */
char **program_argv (const char *name, const char *const *arguments, GError **error);
