/* read-calendar.h: the parts of the iCalendar reader. */
#pragma once

#include <regimen/ical.h>

#include "ical/line-scan.h"

/* ---- read-value.c ---- */

/* "YYYYMMDD" or "YYYYMMDDTHHMMSS", and a "Z". Returns: FALSE for anything else. */
gboolean rgm_ical_read_time (const char *text, RgmLocal *local, gboolean *utc);
/* RGM_INSTANT_NONE for anything but a time in UTC. */
RgmInstant rgm_ical_read_instant (const char *text);
/* A TEXT without its escapes, cleaned. Returns: (transfer full) (nullable). */
char *rgm_ical_read_text (const char *value, int most);

/* ---- read-series.c ---- */

/* What an event says of the series that it begins or is one of. */
typedef struct {
  gboolean strange; /* it is not plain */
  RgmIncomingRule rule;
  GArray *extra, *excluded; /* days besides the rule, and days of it without an event */
  RgmLocal instance;        /* RECURRENCE-ID */
  gboolean instance_utc;
  gboolean zoned; /* some of these times are in the zone, or float where that is NULL: */
  char *tzid;
} RgmIcalSeries;

RgmIcalSeries *rgm_ical_series_new (void);
void rgm_ical_series_free (RgmIcalSeries *series);
/* Returns: whether @line was one of a series. */
gboolean rgm_ical_series_take (RgmIcalSeries *series, const RgmIcalLine *line);
/* Sets rule, instance and problem of @event, which is whole, and adds to @events what belongs to
 * it. */
void rgm_ical_series_end (const RgmIcalSeries *series, RgmIncoming *event, GPtrArray *events);

/* ---- read-zone.c ---- */

/* The zone that Windows calls @name ("W. Europe Standard Time"), by CLDR. Returns: (transfer full)
 * (nullable). */
char *rgm_ical_zone_of_windows (const char *name);

/* The time zones that a file describes. */
typedef struct _RgmIcalZones RgmIcalZones;

RgmIcalZones *rgm_ical_zones_new (void);
void rgm_ical_zones_free (RgmIcalZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmIcalZones, rgm_ical_zones_free)

/* Takes a line of a VTIMEZONE. @path: from "VTIMEZONE " on. A zone whose rules are not those of a
 * clock that is changed at most a few times a year is kept without them. */
gboolean rgm_ical_zones_take (RgmIcalZones *zones, const RgmIcalLine *line, const char *path,
                              GError **error);

/* Sets iana, offset and has_offset of @event, which has a start and a tzid, as far as the file
 * knows them. */
void rgm_ical_zones_place (RgmIcalZones *zones, RgmIncoming *event);
