/* system-zone.h: finds the zone of this machine. */
#pragma once

#include <glib.h>

/**
 * system_zone_name: the zone of this machine: that of $TZ if it is set, else the target of
 * /etc/localtime, else /etc/timezone; "UTC" if there is none of them, as the C library takes it.
 * Returns: (transfer full): a name that rgm_zone_get() opens; NULL with RGM_ERROR_USAGE if what is
 * set names no zone of this system, or is an abbreviation, which several places share: the message
 * says where it is set, and to what.
 */
char *system_zone_name (GError **error);

/**
 * system_zone_find: system_zone_name() with its sources as arguments.
 * @tz: (nullable): the value of $TZ; @etc: the folder with localtime and timezone.
 */
char *system_zone_find (const char *tz, const char *etc, GError **error);
