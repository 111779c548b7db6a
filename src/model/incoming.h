/* incoming.h: what only our own code asks of the events of a calendar of unknown origin. */
#pragma once

#include <regimen/incoming.h>

/* The other reading of @time, shown in @zone, the patient's, if possible. Returns: FALSE if there
 * is none. */
gboolean incoming_other (const RgmIncomingTime *time, const RgmZone *zone, RgmIncomingTime *other);
