/* import-source.h: the events that the command import compares with the record. */
#pragma once

#include "cli/command.h"

/**
 * import_read_file: the events of a calendar file of unknown origin. A process without rights reads
 * them, for at most 5 seconds; its answer is not trusted either.
 * @path: a plain file; "-" is standard input.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR if it is not a
 * plain file, is larger than any calendar, or cannot be read within the limits; NULL with
 * G_FILE_ERROR.
 */
GPtrArray *import_read_file (const char *path, GError **error);

/**
 * import_read_published: the events that were changed or deleted in the calendar on the server, as
 * they were when it was last published to, and about which the user has not decided yet. An event
 * that cannot be read is left out, with a note to the user. Returns: (transfer full) (element-type
 * RgmIncoming): NULL with RGM_ERROR_USAGE if nothing is published.
 */
GPtrArray *import_read_published (CliInvocation *invocation, RgmStore *store, GError **error);
