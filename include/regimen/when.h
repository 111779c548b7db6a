/* when.h: the dates and times that the user types. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* What was typed. local: always set. instant: set if a time was given, else RGM_INSTANT_NONE.
 * fit: of that time. */
typedef struct {
  RgmLocal local;
  RgmInstant instant;
  RgmFit fit;
} RgmWhen;

/**
 * rgm_when_parse: reads 2026-12-01 · 2026-12-01 14:00 · 2026-12-01T14:00 · 14:00 (today) · now ·
 * today ·
 * yesterday 18:30 · tomorrow · mon…sun (the next one, never today) · +3d · -2h (also m = months, w
 * = weeks). Days may be followed by a time.
 * Hours count elapsed time from @now; days, weeks and months are calendar units and give whole
 * days. "now" and hours are instants to begin with: their fit is
 * RGM_FIT_EXACT also in a repeated hour. Words are read in either letter case, weekdays also in
 * full ("monday"); times are HH:MM.
 * @zone: the patient's.
 *
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and lists the
 * accepted forms.
 * A part that does not parse is never ignored. Years outside 1900-2199 are refused.
 */
gboolean rgm_when_parse (const char *text, const RgmZone *zone, RgmInstant now, RgmWhen *when,
                         GError **error);

/**
 * rgm_when_parse_days: reads days separated by commas or line ends
 * ("2026-12-16,2026-12-24..2027-01-02"), each as "YYYY-MM-DD", or a first and a last day, at most
 * 366 days. Empty lines and what follows a "#" on a line are left out.
 * Returns: (transfer full) (element-type RgmDay): sorted, without repeats; NULL with
 * RGM_ERROR_USAGE.
 */
GArray *rgm_when_parse_days (const char *text, GError **error);

RGM_END_DECLS
