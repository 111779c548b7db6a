/* reader.h: reads calendars of unknown origin in regimen-read-calendar, a process without rights.
 * For the programs that import and publish. */
#pragma once

#include <regimen/incoming.h>

/**
 * reader_events: what the calendar file @bytes says, which may be anything. The process has 5
 * seconds, and what it answers is read as if it were hostile too.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR if it is no
 * calendar, or one that cannot be read within the limits.
 */
GPtrArray *reader_events (const GString *bytes, GError **error);

/**
 * reader_objects: what the objects @texts of a server say (element-type utf8, not trusted).
 * Returns: (transfer full): a table from each text that can be read to its RgmIcalObject; NULL with
 * RGM_ERROR_AWAY if that takes longer than 5 seconds, or with G_FILE_ERROR.
 */
GHashTable *reader_objects (const GPtrArray *texts, GError **error);
