#include "base/civil.h"
#include "base/i18n.h"
#include "base/scan.h"

#include <regimen/text.h>

char *
rgm_local_format (RgmLocal local)
{
  g_autofree char *day = rgm_day_format (local.day);
  if (!rgm_local_has_time (local))
    return g_steal_pointer (&day);

  int minutes = local.second / 60, seconds = local.second % 60;
  if (seconds == 0)
    return g_strdup_printf ("%sT%02d:%02d", day, minutes / 60, minutes % 60);
  return g_strdup_printf ("%sT%02d:%02d:%02d", day, minutes / 60, minutes % 60, seconds);
}

/* Seconds of zero are not written, so they are not read. */
static gboolean
scan_local (const char *at, RgmLocal *local)
{
  int second;
  local->second = RGM_NO_TIME;
  if (!rgm_scan_day (&at, &local->day))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (!(rgm_scan_char (&at, 'T') || rgm_scan_char (&at, ' '))
      || !rgm_scan_time (&at, &local->second))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (!rgm_scan_char (&at, ':') || !rgm_scan_second (&at, &second) || second == 0 || *at != '\0')
    return FALSE;
  local->second += second;
  return TRUE;
}

gboolean
rgm_local_parse (const char *text, RgmLocal *local, GError **error)
{
  RgmLocal read;
  if (scan_local (text, &read)) {
    *local = read;
    return TRUE;
  }
  g_autofree char *quoted = rgm_text_quote (text);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s is no local time; accepted: YYYY-MM-DD, YYYY-MM-DDTHH:MM, years 1900 to 2199"), quoted);
  return FALSE;
}

int
rgm_local_compare (RgmLocal a, RgmLocal b)
{
  if (a.day != b.day)
    return a.day < b.day ? -1 : 1;
  return (a.second > b.second) - (a.second < b.second);
}

gboolean
rgm_local_equal (RgmLocal a, RgmLocal b)
{
  return rgm_local_compare (a, b) == 0;
}

gboolean
rgm_local_has_time (RgmLocal local)
{
  return local.second != RGM_NO_TIME;
}
