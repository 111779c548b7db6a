/* zone.h: IANA time zones, read from the system's TZif files (RFC 8536) with their POSIX footer.
 *
 * GLib 2.74 and libical 3.0 disagree with RFC 5545 about times in gaps and repeated hours, and with
 * the tz database about some zones from 2038 on. Therefore only this code reads the rules, and all
 * other code uses it.
 */
#pragma once

#include <regimen/localtime.h>

RGM_BEGIN_DECLS

typedef struct _RgmZone RgmZone;

/* How a local time fits its zone. */
typedef enum {
  RGM_FIT_EXACT,    /* the time exists once */
  RGM_FIT_GAP,      /* the time does not exist, because clocks go forward over it */
  RGM_FIT_REPEATED, /* the time exists twice, because clocks go back over it */
} RgmFit;

/**
 * rgm_zone_get: opens the zone @name ("Europe/Berlin", "UTC") from $TZDIR, else
 * /usr/share/zoneinfo. UTC needs no file. If the system has no file for @name, but one for another
 * name of the same zone (Asia/Kolkata for Asia/Calcutta), that file is used, and the zone keeps the
 * name @name. Zones are cached for the life of the process; they are immutable and may be used from
 * any thread.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE if @name is not an IANA identifier that the
 * system has (absolute paths, "..", POSIX rules, and abbreviations that are not the name of a file
 * are all refused), or if its file is damaged or counts leap seconds.
 */
const RgmZone *rgm_zone_get (const char *name, GError **error);

const char *rgm_zone_name (const RgmZone *zone);

/**
 * rgm_zone_find: the zone that the user means by @typed: "Europe/Berlin", or the city of an IANA
 * name in any letter case ("New York", "zürich"), or a country with one zone ("Austria", or "AT" in
 * capitals). In "Hamburg, Germany", the place counts or, if it is not known, the country.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE for an abbreviation (the message names the
 * cities that it may stand for), a name that several zones have, a country with several zones (the
 * message names their cities), or any other text.
 */
const RgmZone *rgm_zone_find (const char *typed, GError **error);

/**
 * rgm_zone_offset: seconds east of UTC at @instant.
 */
int rgm_zone_offset (const RgmZone *zone, RgmInstant instant);

/**
 * rgm_zone_abbreviation: "CET" and the like at @instant. Returns: (transfer none): valid as long as
 * the zone.
 */
const char *rgm_zone_abbreviation (const RgmZone *zone, RgmInstant instant);

/**
 * rgm_zone_to_local: what a wall clock in @zone shows at @instant; always with a time.
 */
RgmLocal rgm_zone_to_local (const RgmZone *zone, RgmInstant instant);

/**
 * rgm_zone_to_instant: converts a local time to an instant. All code uses this function, so that
 * all times are resolved by the same rule (RFC 5545 §3.3.5): a time in a gap is converted with the
 * offset before the gap, and a time that exists twice is the first of the two. A whole day stands
 * for its 00:00.
 * @fit: (out) (nullable): how @local fits the zone.
 */
RgmInstant rgm_zone_to_instant (const RgmZone *zone, RgmLocal local, RgmFit *fit);

/**
 * rgm_zone_day: the civil day in @zone at @instant.
 */
RgmDay rgm_zone_day (const RgmZone *zone, RgmInstant instant);

/**
 * rgm_zone_next_transition: the first change of the offset strictly after @after.
 * @at, @before, @behind: (out): its instant, and the offsets (seconds east) before and after it.
 * Returns: FALSE if the offset never changes again (before the year 2200).
 */
gboolean rgm_zone_next_transition (const RgmZone *zone, RgmInstant after, RgmInstant *at,
                                   int *before, int *behind);

/**
 * rgm_instant_format: RFC 3339 with the offset of @zone, "2026-12-03T10:40:00+01:00". An offset
 * with seconds (before 1972) is cut to whole minutes; the text still stands for the same instant.
 * Returns: (transfer full).
 */
char *rgm_instant_format (RgmInstant instant, const RgmZone *zone);

RGM_END_DECLS
