/* session.h: what every use case works with: the record, the catalog, the settings, the clock, and
 * the person who is meant. */
#pragma once

#include <regimen/catalog.h>
#include <regimen/settings.h>
#include <regimen/store.h>

RGM_BEGIN_DECLS

/* What a command works with. Borrows everything. */
typedef struct {
  RgmStore *store;
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone; /* of the machine: for a first patient */
  const char *patient; /* nullable: --patient, a name or an unambiguous prefix */
  RgmInstant now;
  gboolean anyway; /* safety checks were read and overridden; what they said goes on record */
} RgmSession;

/**
 * rgm_session_patient: the patient that the session speaks of: the named one, else the only one.
 * Returns: (transfer full) (nullable): NULL without @error set where the record has nobody yet;
 * NULL with RGM_ERROR_USAGE where several are there and none is named,
 * or the name fits none or several.
 */
RgmPatient *rgm_session_patient (const RgmSession *session, GError **error);

RGM_END_DECLS
