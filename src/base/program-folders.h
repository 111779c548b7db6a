/* program-folders.h: where the running program is installed. */
#pragma once

#include <glib.h>

/**
 * program_folders: the folder of the running program and those above it, nearest first, at most
 * four. One of them is the prefix of the installation, because programs are in PREFIX/bin and
 * PREFIX/libexec/regimen, and on some systems in PREFIX/lib/ARCHITECTURE/regimen.
 * Returns: (transfer full): empty if the system does not say where the program is.
 */
char **program_folders (void);
