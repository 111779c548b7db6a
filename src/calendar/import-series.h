/* import-series.h: finds out what a later version of a series means for the appointments of that
 * series that were attached to doses. */
#pragma once

#include "calendar/import-judge.h"
#include "store/calendar-rows.h"

/* Appends a copy of @event that stands for the appointment @known, which @event calls off: either
 * it cancels the whole series, or it no longer contains that appointment. */
void
import_append_called_off (GPtrArray *out, const RgmIncoming *event, const RgmInvitation *known);

/**
 * import_take_series: compares the series at the end of @events with its attached appointments. An
 * event without RECURRENCE-ID stands for the whole series (RFC 5546 sections 3.2.2 and 3.2.5):
 * - If it is cancelled, all attached appointments are called off.
 * - Otherwise each attached appointment gets one of its appointments as the new version, as long as
 *   there are enough. Their order stays the same, and the moves are as small as they can be. If a
 *   dose was given or skipped, its appointment stays on its day. The result is kept in @comparison.
 * - An attached appointment in the future that gets no new version is called off.
 * Does nothing if the file has only single changed appointments of the series.
 * @events: (element-type RgmIncoming). @first: the index of the first event of that series.
 * Returns: FALSE with @error set if the record could not be read.
 */
gboolean
import_take_series (ImportComparison *comparison, GPtrArray *events, guint first, GError **error);
