/* read-series.h: reads what an event of a calendar file says about the series that it begins or
 * belongs to. Only plain rules are kept; incoming_expand() works out their days. */
#pragma once

#include <regimen/incoming.h>

#include "ical/line-scan.h"

typedef struct _RgmIcalSeries RgmIcalSeries;

RgmIcalSeries *ical_series_new (void);
void ical_series_free (RgmIcalSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalSeries, ical_series_free)

/* Takes @line if it is about a series. Returns: whether it is. */
gboolean ical_series_take (RgmIcalSeries *series, const RgmIcalLine *line);

/* Sets rule, instance, line and problem of @event, whose lines have all been read. Appends to
 * @events one event for each day that the file adds to the rule of the series (RDATE) or leaves out
 * of it (EXDATE). */
void ical_series_end (const RgmIcalSeries *series, RgmIncoming *event, GPtrArray *events);
