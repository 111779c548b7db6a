/* session.h: everything that a command works with: the record, the catalog, the settings, the time,
 * and the patient. */
#pragma once

#include <regimen/catalog.h>
#include <regimen/settings.h>
#include <regimen/store.h>

RGM_BEGIN_DECLS

/* Borrows everything. */
typedef struct {
  RgmStore *store;
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone; /* of the machine: for a first patient */
  const char *patient; /* nullable: --patient, a name or an unambiguous prefix */
  RgmInstant now;
  gboolean anyway;        /* the user overrides safety checks; their messages go on record */
  const char *zone_doubt; /* nullable: why the zone of the machine is not known; then it is UTC */
} RgmSession;

/**
 * rgm_session_patient: the patient of the session: the named one, or the only one, or the one who
 * is meant by default.
 * Returns: (transfer full) (nullable): NULL without @error set if the record has no patient yet;
 * NULL with RGM_ERROR_USAGE if there are several and none is named or the default, or if the name
 * fits none or several of them.
 */
RgmPatient *rgm_session_patient (const RgmSession *session, GError **error);

/* Whether nothing says which of @patients (element-type RgmPatient), all who are on record, is
 * meant: they are several, and none is named or the default. */
gboolean rgm_session_is_open (const RgmSession *session, const GPtrArray *patients);

RGM_END_DECLS
