/* fhir-observation.c: writes what the user noticed, what a laboratory found, and what was checked,
 * as Observations, with values and units as they were entered. */
#include "followup/fhir-part.h"
#include "model/fhir.h"

#include <regimen/measure.h>

/* The name of an entry, such as "feel/12", "lab/3" or "check/1". Returns: (transfer full). */
static char *
entry_name (const RgmObservation *entry)
{
  static const char *const kinds[] = { [RGM_OBSERVATION_FELT] = "feel",
                                       [RGM_OBSERVATION_LAB] = "lab",
                                       [RGM_OBSERVATION_CHECK] = "check" };

  return g_strdup_printf ("%s/%d", kinds[entry->kind], entry->number);
}

/* The LOINC code of what was measured, if the value is a number in a unit to which the code
 * applies. Returns: (transfer none) (nullable). */
static const char *
loinc (const Fhir *fhir, const RgmObservation *entry, gboolean number)
{
  const RgmMeasure *measure
    = number ? rgm_measure_find (fhir->session->catalog, entry->kind, entry->name) : NULL;

  if (measure == NULL || (measure->units->len == 0 && entry->unit != NULL))
    return NULL;
  return rgm_measure_loinc (fhir->session->catalog, measure, entry->unit);
}

/* Adds one end of a range, if it is a number. */
static void
add_end (Fhir *fhir, const char *key, const char *text, const char *unit)
{
  g_autofree char *number = fhir_decimal (text, NULL);

  if (number != NULL)
    fhir_add_quantity (fhir, key, NULL, number, unit);
}

/* Adds the range that was entered with the value. */
static void
add_range (Fhir *fhir, const RgmObservation *entry)
{
  g_autofree char *text = entry->low != NULL && entry->high != NULL
                            ? g_strdup_printf ("%s-%s", entry->low, entry->high)
                            : g_strdup (entry->low != NULL ? entry->low : entry->high);

  if (text == NULL)
    return;
  json_open_array (&fhir->out, "referenceRange");
  json_open_object (&fhir->out, NULL);
  add_end (fhir, "low", entry->low, entry->unit);
  add_end (fhir, "high", entry->high, entry->unit);
  json_add_text (&fhir->out, "text", text);
  json_close_object (&fhir->out);
  json_close_array (&fhir->out);
}

/* Adds the value. If it is not a number, it is written as text, with its unit if it has one. */
static void
add_value (Fhir *fhir, const RgmObservation *entry, const char *comparator, const char *number)
{
  g_autofree char *text = entry->value != NULL && entry->unit != NULL
                            ? g_strdup_printf ("%s %s", entry->value, entry->unit)
                            : g_strdup (entry->value);

  if (number != NULL)
    fhir_add_quantity (fhir, "valueQuantity", comparator, number, entry->unit);
  else
    fhir_add_text (fhir, "valueString", text);
}

static gboolean
write_entry (Fhir *fhir, const RgmObservation *entry, const char *status, GError **error)
{
  const RgmZone *zone = rgm_zone_get (entry->zone, NULL);
  const char *comparator = NULL, *const notes[] = { entry->note };
  g_autofree char *number = fhir_decimal (entry->value, &comparator);
  g_autofree char *name = entry_name (entry), *id = fhir_id (fhir->patient->uid, name);
  g_autofree char *issued = rgm_instant_format_utc (entry->recorded_at);

  fhir_begin (fhir, "Observation", id);
  fhir_add_identifier (fhir, name);
  json_add_text (&fhir->out, "status", status);
  fhir_add_concept (fhir, "code", "loinc", loinc (fhir, entry, number != NULL), entry->name);
  fhir_add_subject (fhir);
  if (entry->day_only || zone == NULL)
    fhir_add_day (fhir, "effectiveDateTime", entry->day);
  else
    fhir_add_instant (fhir, "effectiveDateTime", entry->at, zone);
  json_add_text (&fhir->out, "issued", issued);
  add_value (fhir, entry, comparator, number);
  fhir_add_notes (fhir, notes, G_N_ELEMENTS (notes));
  fhir_add_concept (fhir, "bodySite", NULL, NULL, entry->site);
  add_range (fhir, entry);
  return fhir_end (fhir, error);
}

static gboolean
write_kind (Fhir *fhir, RgmObservationKind kind, GHashTable *written, GError **error)
{
  const RgmObservationQuery query
    = { .patient_id = fhir->patient->id, .kind = kind, .since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) entries = rgm_store_observations (fhir->session->store, &query, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    g_hash_table_add (written, entry_name (entries->pdata[i]));
    if (!write_entry (fhir, entries->pdata[i], "final", error))
      return FALSE;
  }
  return entries != NULL;
}

/* Writes the entries that were removed or undone, each in its last version. The store lists the
 * versions of one entry after each other, so the last one comes first when the list is read
 * backwards. */
static gboolean
write_void_entries (Fhir *fhir, GHashTable *written, GError **error)
{
  g_autoptr (GPtrArray) versions
    = rgm_store_entry_versions (fhir->session->store, fhir->patient->id, 0, error);

  for (guint i = versions != NULL ? versions->len : 0; i-- > 0;) {
    const RgmObservation *entry = ((const RgmEntryVersion *)versions->pdata[i])->observation;
    g_autofree char *name = entry != NULL ? entry_name (entry) : NULL;
    if (name == NULL || g_hash_table_contains (written, name))
      continue;
    g_hash_table_add (written, g_steal_pointer (&name));
    if (!write_entry (fhir, entry, "entered-in-error", error))
      return FALSE;
  }
  return versions != NULL;
}

gboolean
fhir_write_observations (Fhir *fhir, GError **error)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (RgmObservationKind kind = 0; kind < RGM_OBSERVATION_N_KINDS; kind++)
    if (!write_kind (fhir, kind, written, error))
      return FALSE;
  return write_void_entries (fhir, written, error);
}
