/* fhir-bundle.h: the record for the system of a clinic: a Bundle of FHIR R4
 * (http://hl7.org/fhir/R4/bundle.html) of the type collection.
 *
 * It has what the record says now: corrections take the place of what they correct, and what was
 * taken back is "entered-in-error". What is not known, is still to come, or would have to be said
 * more strongly than the record says it, is left out. A course, a dose and an entry have the same
 * id in each bundle of the record. */
#pragma once

#include <regimen/session.h>

/* How each bundle begins: a file that does not is none of ours. */
#define FHIR_BUNDLE_BEGINS                                                                         \
  "{\"resourceType\": \"Bundle\", \"meta\": {\"tag\": [{\"display\": \"regimen\"}]}, "

/**
 * fhir_bundle_write: hands the bundle to @sink, each entry as one line. The record is read as it is
 * at one moment. An unchanged record gives the same bytes, unless the time alone changes the state
 * of a course, as at the end of a pause.
 * @patient_id: 0: of all people on record.
 * @count: (out): how many entries there are.
 * Returns: FALSE with RGM_ERROR_DAMAGED if a row is not as it was entered, RGM_ERROR_ZONE if the
 * time zone of a person is not known here, RGM_ERROR_CALENDAR if nobody is on record.
 */
gboolean fhir_bundle_write (const RgmSession *session, gint64 patient_id, RgmStoreSink sink,
                            gpointer data, guint *count, GError **error);
