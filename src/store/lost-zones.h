/* lost-zones.h: the time zones on record that this system does not have. */
#pragma once

#include <regimen/store.h>

/**
 * store_lost_zones: one line for each patient whose zone this system does not have, and for each
 * open appointment that was booked in such a zone: what is lost, and the command that repairs it.
 * @patient_id: 0: all patients.
 * Returns: (transfer full) (element-type utf8).
 */
GPtrArray *store_lost_zones (RgmStore *store, gint64 patient_id, GError **error);
