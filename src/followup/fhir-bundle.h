/* fhir-bundle.h: exports the record for the computer system of a clinic, as a Bundle of FHIR R4
 * (http://hl7.org/fhir/R4/bundle.html) of the type collection.
 *
 * The bundle has the present state of the record: only the last version of a corrected entry is in
 * it, and an entry that was taken back has the status "entered-in-error". It leaves out doses that
 * are still to come, past doses that nobody has logged or skipped, and everything that FHIR could
 * only state with more certainty than the record does. A course, a dose and an entry have the same
 * id in every bundle of the record.
 */
#pragma once

#include <regimen/session.h>

/* How each bundle begins. A file that begins otherwise was not written by regimen. */
#define FHIR_BUNDLE_BEGINS                                                                         \
  "{\"resourceType\": \"Bundle\", \"meta\": {\"tag\": [{\"display\": \"regimen\"}]}, "

/**
 * * fhir_bundle_write: writes the bundle to @sink, each entry as one line. The whole record is read
 * as it is at one moment. An unchanged record gives the same bytes, unless the passing of time
 * alone changes the state of a course, for example when a pause ends.
 * @patient_id: 0: all people on record.
 * @count: (out): how many entries there are.
 * Returns: FALSE with RGM_ERROR_DAMAGED if a row is not as it was entered, RGM_ERROR_ZONE if this
 * system does not know the time zone of a person, RGM_ERROR_CALENDAR if nobody is on record, or
 * with the error of @sink.
 */
gboolean fhir_bundle_write (const RgmSession *session, gint64 patient_id, RgmStoreSink sink,
                            gpointer data, guint *count, GError **error);
