/* clock.c: reads the wall clock, and finds the time zone of the machine. No other file of the
 * library reads the wall clock. */
#include "base/i18n.h"
#include "base/system-zone.h"

#include <regimen/clock.h>

gboolean
rgm_clock_now (RgmInstant *now, GError **error)
{
  const char *frozen = g_getenv ("REGIMEN_NOW");
  if (frozen == NULL) {
    *now = g_get_real_time () / G_USEC_PER_SEC;
    return TRUE;
  }
  if (rgm_instant_parse (frozen, now, error))
    return TRUE;
  g_prefix_error (error, "REGIMEN_NOW: ");
  return FALSE;
}

const RgmZone *
rgm_clock_zone (char **doubt, GError **error)
{
  const char *set = g_getenv ("REGIMEN_ZONE");
  g_autoptr (GError) unknown = NULL;

  *doubt = NULL;
  if (set == NULL) {
    g_autofree char *name = system_zone_name (&unknown);
    if (name != NULL)
      return rgm_zone_get (name, error);
    *doubt = g_strdup (unknown->message);
    return rgm_zone_get ("UTC", error);
  }
  const RgmZone *zone = rgm_zone_get (set, error);
  if (zone == NULL)
    g_prefix_error (error, "REGIMEN_ZONE: ");
  return zone;
}
