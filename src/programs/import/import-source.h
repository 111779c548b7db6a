/* import-source.h: reads the events that the command import compares with the record. */
#pragma once

#include "cli/command.h"

/**
 * import_read_file: reads the events of a calendar file of unknown origin. A process without rights
 * reads them, for at most 5 seconds; its answer is not trusted either.
 * @path: an ordinary file; "-" is standard input.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR if it is larger
 * than any calendar, or cannot be read within the limits; NULL with G_FILE_ERROR if it cannot be
 * opened, or is not an ordinary file.
 */
GPtrArray *import_read_file (const char *path, GError **error);

/**
 * import_read_published: the events that were changed or deleted in the calendar on the server, as
 * they were at the last publishing, if the user has not decided about them yet. An event that
 * cannot be read is left out, with a note to the user.
 * @read_at: (out): when the last publishing read the calendar; RGM_INSTANT_NONE: never.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_USAGE if nothing is
 * published.
 */
GPtrArray *import_read_published (CliInvocation *invocation, RgmStore *store, RgmInstant *read_at,
                                  GError **error);
