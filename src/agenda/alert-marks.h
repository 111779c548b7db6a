/* alert-marks.h: what the mark of an alert allows. */
#pragma once

#include <regimen/alert.h>

/**
 * alert_mark_allows: whether an alert with @mark may be shown at @now. Pure.
 * @again: (out): where not: the moment from which it may, RGM_INSTANT_NONE: never.
 */
gboolean alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again);
