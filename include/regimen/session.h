/* session.h: everything that a command works with: the record, the catalog, the settings, the
 * present time, and the patient. */
#pragma once

#include <regimen/catalog.h>
#include <regimen/settings.h>
#include <regimen/store.h>

RGM_BEGIN_DECLS

/* Everything that a command works with. Borrows all its members. */
typedef struct {
  RgmStore *store;
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone; /* zone of the machine, which the first patient gets */
  const char *patient; /* nullable: --patient, a name or an unambiguous prefix */
  RgmInstant now;
  const char *record; /* nullable: --db, if the commands in an alert have to name the record */
  /* the user overrides safety checks; the messages of these checks are put on record */
  gboolean anyway;
  /* nullable: why the zone of the machine is not known; in that case zone is UTC */
  const char *zone_doubt;
} RgmSession;

/**
 * rgm_session_patient: the patient of the session: the one that was named, or the only one on
 * record, or the default one.
 * Returns: (transfer full) (nullable): NULL without @error set if there is no patient on record
 * yet; NULL with RGM_ERROR_USAGE if there are several, but none was named and there is no default,
 * or if the name matches none or several of them.
 */
RgmPatient *rgm_session_patient (const RgmSession *session, GError **error);

/* Whether it is unclear which patient is meant: there are several in @patients (element-type
 * RgmPatient; all that are on record), none was named, and there is no default. */
gboolean rgm_session_is_open (const RgmSession *session, const GPtrArray *patients);

RGM_END_DECLS
