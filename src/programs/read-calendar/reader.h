/* reader.h: reads calendars of unknown origin with regimen-read-calendar, a process without rights,
 * for the programs that import and publish. */
#pragma once

#include <regimen/incoming.h>

/**
 * reader_events: reads the calendar file @bytes, which is not trusted. The process has 5 seconds,
 * and its answer is not trusted either.
 * Returns: (transfer full) (element-type RgmIncoming): NULL with RGM_ERROR_CALENDAR if it is not a
 * calendar, or cannot be read within the limits; NULL with G_FILE_ERROR or G_SPAWN_ERROR if the
 * process cannot be started.
 */
GPtrArray *reader_events (const GString *bytes, GError **error);

/**
 * reader_objects: reads the calendar objects @texts of a server (element-type utf8, not trusted).
 * Returns: (transfer full): a table from each text that can be read to its RgmIcalObject; NULL with
 * RGM_ERROR_AWAY if that takes longer than 5 seconds, or with G_FILE_ERROR or G_SPAWN_ERROR if the
 * process cannot be started.
 */
GHashTable *reader_objects (const GPtrArray *texts, GError **error);
