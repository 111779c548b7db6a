/* import-file.h: a calendar file of unknown origin: its bytes, and what they say. */
#pragma once

#include <regimen/regimen.h>

/**
 * cli_import_bytes: the content of @path; "-": of standard input.
 * Returns: (transfer full): NULL where it is no plain file (a folder, a device, a pipe), or larger
 * than any calendar.
 */
GString *cli_import_bytes (const char *path, GError **error);

/**
 * cli_import_events: what the calendar @bytes says. A process without rights reads them, for at
 * most 5 seconds; what it writes is read as if it were hostile too.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR: no calendar,
 * or one that cannot be read within the limits.
 */
GPtrArray *cli_import_events (const GString *bytes, GError **error);
