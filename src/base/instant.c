#include "base/civil.h"
#include "base/i18n.h"
#include "base/scan.h"

#include <regimen/text.h>
#include <regimen/zone.h>

/* "YYYY-MM-DDTHH:MM:SS" of a clock that is @offset seconds ahead of UTC. */
static char *
format_clock (RgmInstant instant, int offset)
{
  RgmLocal local = rgm_civil_local (rgm_civil_seconds (rgm_civil_local (instant)) + offset);
  g_autofree char *day = rgm_day_format (local.day);
  return g_strdup_printf ("%sT%02d:%02d:%02d", day, local.second / 3600, local.second / 60 % 60,
                          local.second % 60);
}

char *
rgm_instant_format_utc (RgmInstant instant)
{
  g_autofree char *clock = format_clock (instant, 0);
  return g_strconcat (clock, "Z", NULL);
}

/* RFC 3339 has no seconds in an offset: local mean times of before 1972 are shown by their whole
 * minutes, at the same instant. */
char *
rgm_instant_format (RgmInstant instant, const RgmZone *zone)
{
  int minutes = rgm_zone_offset (zone, instant) / 60;
  g_autofree char *clock = format_clock (instant, minutes * 60);
  return g_strdup_printf ("%s%c%02d:%02d", clock, minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                          ABS (minutes) % 60);
}

/* "Z" or "+HH:MM", in either letter case. */
static gboolean
scan_offset (const char **at, int *offset)
{
  *offset = 0;
  if (rgm_scan_char (at, 'Z') || rgm_scan_char (at, 'z'))
    return TRUE;
  int sign = **at == '-' ? -1 : 1;
  if (!rgm_scan_char (at, '+') && !rgm_scan_char (at, '-'))
    return FALSE;
  if (!rgm_scan_time (at, offset))
    return FALSE;
  *offset *= sign;
  return TRUE;
}

static gboolean
scan_instant (const char *at, RgmInstant *instant)
{
  RgmLocal local;
  int second, offset;
  if (!rgm_scan_day (&at, &local.day)
      || !(rgm_scan_char (&at, 'T') || rgm_scan_char (&at, 't') || rgm_scan_char (&at, ' '))
      || !rgm_scan_time (&at, &local.second) || !rgm_scan_char (&at, ':')
      || !rgm_scan_second (&at, &second) || !scan_offset (&at, &offset) || *at != '\0')
    return FALSE;
  *instant = rgm_civil_seconds (local) + second - offset;
  return TRUE;
}

gboolean
rgm_instant_parse (const char *text, RgmInstant *instant, GError **error)
{
  if (scan_instant (text, instant))
    return TRUE;
  g_autofree char *quoted = rgm_text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is no moment; accepted: RFC 3339 with offset and whole seconds, "
                  "such as 2026-12-01T14:00:00+01:00 or 2026-12-01T13:00:00Z"),
               quoted);
  return FALSE;
}
