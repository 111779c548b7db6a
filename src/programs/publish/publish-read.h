/* publish-read.h: the events of a server, read by a process without rights. */
#pragma once

#include <regimen/regimen.h>

/**
 * publish_read: what stands in the calendar objects @texts (element-type utf8, not trusted).
 * Returns: (transfer full): from each text that can be read to a GVariant for
 * rgm_ical_object_event(); NULL with RGM_ERROR_AWAY where that takes too long, or with
 * G_FILE_ERROR.
 */
GHashTable *publish_read (const GPtrArray *texts, GError **error);
