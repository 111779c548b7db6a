/* system-zone.h: finds the time zone of this machine. */
#pragma once

#include <glib.h>

/**
 * system_zone_name: the name of this machine's zone: that in $TZ if it is set, else the target of
 * /etc/localtime, else the one in /etc/timezone; "UTC" if none of these exists, as the C library
 * does.
 * Returns: (transfer full): a name that rgm_zone_get() opens; NULL with RGM_ERROR_USAGE if the
 * setting names no zone of this system, or is an abbreviation, which several places share, or if
 * /etc/localtime is not a link and so has no name. The message says where the setting is, and what
 * it is.
 */
char *system_zone_name (GError **error);

/**
 * system_zone_find: system_zone_name() with its sources as arguments.
 * @tz: (nullable): the value of $TZ; @etc: the folder with localtime and timezone.
 */
char *system_zone_find (const char *tz, const char *etc, GError **error);
