/* clock.h: the only code that reads the wall clock. cli_main() calls it once for each command, and
 * the main.c of the service once for each turn. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/**
 * rgm_clock_now: the present moment. If $REGIMEN_NOW is set (RFC 3339 with offset; for tests), it
 * is always the moment given there.
 * Returns: FALSE with RGM_ERROR_USAGE if $REGIMEN_NOW is malformed.
 */
gboolean rgm_clock_now (RgmInstant *now, GError **error);

/**
 * rgm_clock_zone: the zone of this machine, or the one in $REGIMEN_ZONE (for tests).
 * @doubt: (out) (transfer full): NULL, or why the zone of the machine is not known. In that case
 * the function returns UTC, which is good enough to show an instant, but must not become the zone
 * of a patient.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE if $REGIMEN_ZONE is not a zone.
 */
const RgmZone *rgm_clock_zone (char **doubt, GError **error);

RGM_END_DECLS
