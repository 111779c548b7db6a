/* alert-marks.h: whether an alert may be shown, and what became of it. Every change is read and
 * written under one lock on the database.
 */
#pragma once

#include <regimen/alert.h>

#include "store/alert-rows.h"

/**
 * alert_mark_allows: whether an alert with @mark may be shown at @now. Pure.
 * @again: (out): if not, the moment from which it may; RGM_INSTANT_NONE: never.
 */
gboolean alert_mark_allows (const RgmMark *mark, RgmInstant now, RgmInstant *again);
