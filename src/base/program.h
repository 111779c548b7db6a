/* program.h: what a program of regimen does first, and how it finds the other programs. They are
 * separate programs because they load large libraries, or must not disturb the service if they
 * fail. */
#pragma once

#include <regimen/error.h>

/**
 * program_begin: what each program that has the record in its memory does first. Only a main()
 * calls this, once, after i18n_begin() and before it starts a thread.
 *
 * The memory of the process contains what people noted, so no core dump is written, and no other
 * process of the user can look into it. Writing beyond the limit for the size of a file
 * (RLIMIT_FSIZE) fails as on a full disk, and does not end the process. The files and folders that
 * the program makes can be read by the user and by nobody else, whatever the umask was. A folder of
 * the XDG Base Directory Specification (XDG_CONFIG_HOME, and so on) that is not a full path is
 * ignored, as the specification says.
 * Returns: FALSE with RGM_ERROR_SETTINGS if HOME is not a full path. The record would otherwise be
 * in whatever folder the program was started from.
 */
gboolean program_begin (GError **error);

/**
 * program_argv: the command line that runs the program @name with @arguments (NULL-terminated).
 * Looks for the program in the folders of $REGIMEN_EXEC_PATH if that is set. Otherwise, looks
 * beside the running program, then in the bin and libexec folders of the prefix in which the
 * running program is installed, and last in the folders that were set at build time.
 * Returns: (transfer full): NULL with G_FILE_ERROR_NOENT if the program is not installed.
 */
char **program_argv (const char *name, const char *const *arguments, GError **error);
