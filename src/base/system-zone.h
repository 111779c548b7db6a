/* system-zone.h: finds the zone of this machine. */
#pragma once

#include <glib.h>

/**
 * system_zone_find: rgm_zone_system_name() with its sources as arguments.
 * @tz: (nullable): the value of $TZ; @etc: the folder with localtime and timezone.
 */
char *system_zone_find (const char *tz, const char *etc, GError **error);
