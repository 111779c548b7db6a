/* read-zone.h: the time zones that a calendar file describes. */
#pragma once

#include <regimen/incoming.h>

#include "ical/line-scan.h"

/* The zone that Windows calls @name ("W. Europe Standard Time"), by CLDR. Returns: (transfer full)
 * (nullable): its IANA name. */
char *ical_zone_of_windows (const char *name);

typedef struct _RgmIcalZones RgmIcalZones;

RgmIcalZones *ical_zones_new (void);
void ical_zones_free (RgmIcalZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalZones, ical_zones_free)

/* Takes a line of a VTIMEZONE. @path: from "VTIMEZONE " on. The zone is kept without its rules if
 * they are not those of a clock that is changed at most a few times a year, or if a part of them
 * has no start or no offset. */
gboolean
ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path, GError **error);

/* Sets iana and offsets of @event, and those of its instance, for each of the two that has a tzid,
 * as far as the file tells them. */
void ical_zones_place (RgmIcalZones *zones, RgmIncoming *event);
