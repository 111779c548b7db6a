/* patient.h: finds a person on record without reading everybody. */
#pragma once

#include <regimen/store.h>

/* @id: (out): the id of the person who is meant if nobody is named; 0 if nobody was chosen. */
gboolean store_usual_patient (RgmStore *store, gint64 *id, GError **error);

/* @patient: (out) (transfer full) (nullable): the person whose name is exactly @name; NULL if there
 * is none. */
gboolean
store_patient_named (RgmStore *store, const char *name, RgmPatient **patient, GError **error);

/* @several: (out): whether there is more than one person on record. */
gboolean store_has_several_patients (RgmStore *store, gboolean *several, GError **error);
