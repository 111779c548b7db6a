/* read-zone.h: reads the time zones that a calendar file describes. */
#pragma once

#include <regimen/incoming.h>

#include "ical/line-scan.h"

/* The zone that Windows calls @name ("W. Europe Standard Time"), according to CLDR. Returns:
 * (transfer full) (nullable): its IANA name. */
char *ical_zone_of_windows (const char *name);

typedef struct _RgmIcalZones RgmIcalZones;

RgmIcalZones *ical_zones_new (void);
void ical_zones_free (RgmIcalZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalZones, ical_zones_free)

/* Takes a line of a VTIMEZONE. @path: from "VTIMEZONE " on. The zone is kept without its rules if
 * one of them does not apply once a year, if there are too many of them, or if a part of them has
 * no start or no offset. Returns: FALSE with RGM_ERROR_CALENDAR if there are too many zones. */
gboolean
ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path, GError **error);

/* Sets iana and offsets of @event, and those of its instance, if they have a tzid and as far as the
 * file describes their zones. */
void ical_zones_place (RgmIcalZones *zones, RgmIncoming *event);
