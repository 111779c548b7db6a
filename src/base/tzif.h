/* tzif.h: reads a time zone file (TZif, RFC 8536) of version 2 or later. */
#pragma once

#include "base/span.h"

/**
 * tzif_read: the spans of the zone in @data: those of its 64-bit table, then those of its
 * footer to RGM_SPAN_LAST_YEAR. Time before the first transition has local time type 0. @data may
 * be anything: every count and index is checked.
 *
 * Returns: (transfer full) (element-type RgmSpan): ascending, the first from G_MININT64; NULL with
 * RGM_ERROR_USAGE and what is wrong with the file. Files of version 1 (nothing after 2037) and
 * those that count leap seconds are refused too.
 */
GArray *tzif_read (const guint8 *data, gsize size, GError **error);
