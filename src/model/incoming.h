/* incoming.h: what only our own code asks of the events of a calendar of unknown origin. */
#pragma once

#include <regimen/incoming.h>

/* Whether @event, one of a series, tells only the day of the appointment for which it stands. A
 * midnight counts as a day: programs write days as midnights. */
gboolean incoming_names_day (const RgmIncoming *event);

/* The other reading of @time, shown in @zone, the patient's, if possible. Returns: FALSE if there
 * is none. */
gboolean incoming_other (const RgmIncomingTime *time, const RgmZone *zone, RgmIncomingTime *other);
