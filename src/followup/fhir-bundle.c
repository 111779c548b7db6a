/* fhir-bundle.c: writes a whole bundle: each person with everything on record about them. */
#include "followup/fhir-bundle.h"

#include "base/i18n.h"
#include "followup/fhir-part.h"
#include "store/write.h"

static gboolean
write_person (Fhir *fhir, const RgmPatient *patient, GError **error)
{
  fhir->patient = patient;
  fhir->zone = rgm_patient_zone (patient, error);
  if (fhir->zone == NULL)
    return FALSE;
  fhir_begin (fhir, "Patient", patient->uid);
  json_open_array (&fhir->out, "name");
  json_open_object (&fhir->out, NULL);
  json_add_text (&fhir->out, "text", patient->name);
  json_close_object (&fhir->out);
  json_close_array (&fhir->out);
  return fhir_end (fhir, error) && fhir_write_courses (fhir, error)
         && fhir_write_observations (fhir, error);
}

static gboolean
write_people (Fhir *fhir, gint64 patient_id, GError **error)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (fhir->session->store, error);

  for (guint i = 0; people != NULL && i < people->len; i++) {
    const RgmPatient *patient = people->pdata[i];

    if ((patient_id == 0 || patient->id == patient_id) && !write_person (fhir, patient, error))
      return FALSE;
  }
  if (people != NULL && fhir->count == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("nothing to export yet; start with \"regimen add\""));
  return people != NULL && fhir->count > 0;
}

/* Refuses a damaged record: a clinic must not be told anything that nobody entered. */
static gboolean
check_whole (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) problems = rgm_store_verify (session->store, TRUE, error);

  if (problems == NULL || problems->len == 0)
    return problems != NULL;
  g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
               _ ("the record is damaged, so it was not exported: %s; \"regimen check\" says more"),
               (const char *)problems->pdata[0]);
  return FALSE;
}

gboolean
fhir_bundle_write (const RgmSession *session, gint64 patient_id, RgmStoreSink sink, gpointer data,
                   guint *count, GError **error)
{
  g_autoptr (RgmReading) reading = store_begin_reading (session->store, error);
  g_autoptr (GString) text = g_string_new (FHIR_BUNDLE_BEGINS "\"type\": \"collection\", "
                                                              "\"entry\": [");
  Fhir fhir
    = { .session = session, .out = { .text = text, .flat = TRUE }, .sink = sink, .data = data };

  if (reading == NULL || !check_whole (session, error) || !write_people (&fhir, patient_id, error))
    return FALSE;
  g_string_append (text, "\n]}\n");
  *count = fhir.count;
  return sink (text->str, text->len, data, error);
}
