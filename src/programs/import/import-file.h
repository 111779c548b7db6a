/* import-file.h: the bytes of a calendar file of unknown origin. */
#pragma once

#include <regimen/regimen.h>

/**
 * cli_import_bytes: the content of @path; "-": of standard input.
 * Returns: (transfer full): NULL where it is no plain file (a folder, a device, a pipe), or larger
 * than any calendar.
 */
GString *cli_import_bytes (const char *path, GError **error);
