/* alert-marks.h: what the mark of an alert allows, and what its key says. */
#pragma once

#include <regimen/alert.h>

/* What the key of an alert says of it. Returns: FALSE for a key that no alert has. */
gboolean alert_kind_from_key (const char *key, RgmAlertKind *kind);
RgmUrgency alert_urgency (RgmAlertKind kind);

/**
 * alert_mark_allows: whether an alert with @mark may be shown at @now. Pure.
 * @again: (out): where not: the moment from which it may, RGM_INSTANT_NONE: never.
 */
gboolean alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again);
