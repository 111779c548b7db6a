/* fhir-part.c: writes the entries of a bundle, and the FHIR data types of which they consist. */
#include "followup/fhir-part.h"

#include "catalog/codes.h"

/* How many bytes are collected before they are handed to the sink. */
#define PIECE 65536

void
fhir_begin (Fhir *fhir, const char *type, const char *id)
{
  g_autofree char *url = g_strconcat ("urn:uuid:", id, NULL);

  g_string_append (fhir->out.text, fhir->count++ > 0 ? ",\n" : "\n");
  fhir->out.depth = 0;
  json_open_object (&fhir->out, NULL);
  json_add_text (&fhir->out, "fullUrl", url);
  json_open_object (&fhir->out, "resource");
  json_add_text (&fhir->out, "resourceType", type);
  json_add_text (&fhir->out, "id", id);
}

gboolean
fhir_end (Fhir *fhir, GError **error)
{
  gboolean good = TRUE;

  json_close_object (&fhir->out);
  json_close_object (&fhir->out);
  if (fhir->out.text->len < PIECE)
    return TRUE;
  good = fhir->sink (fhir->out.text->str, fhir->out.text->len, fhir->data, error);
  g_string_truncate (fhir->out.text, 0);
  return good;
}

void
fhir_add_text (Fhir *fhir, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_add_text (&fhir->out, key, text);
}

void
fhir_add_identifier (Fhir *fhir, const char *value)
{
  json_open_array (&fhir->out, "identifier");
  json_open_object (&fhir->out, NULL);
  json_add_text (&fhir->out, "value", value);
  json_close_object (&fhir->out);
  json_close_array (&fhir->out);
}

void
fhir_add_concept (Fhir *fhir, const char *key, const char *system, const char *code,
                  const char *text)
{
  if (text == NULL)
    return;
  json_open_object (&fhir->out, key);
  if (code != NULL) {
    json_open_array (&fhir->out, "coding");
    json_open_object (&fhir->out, NULL);
    json_add_text (&fhir->out, "system", catalog_code_system (fhir->session->catalog, system)->url);
    json_add_text (&fhir->out, "code", code);
    json_close_object (&fhir->out);
    json_close_array (&fhir->out);
  }
  json_add_text (&fhir->out, "text", text);
  json_close_object (&fhir->out);
}

void
fhir_add_concepts (Fhir *fhir, const char *key, const char *text)
{
  if (text == NULL)
    return;
  json_open_array (&fhir->out, key);
  fhir_add_concept (fhir, NULL, NULL, NULL, text);
  json_close_array (&fhir->out);
}

void
fhir_add_reference (Fhir *fhir, const char *key, const char *type, const char *id)
{
  g_autofree char *url = g_strconcat ("urn:uuid:", id, NULL);

  json_open_object (&fhir->out, key);
  json_add_text (&fhir->out, "reference", url);
  json_add_text (&fhir->out, "type", type);
  json_close_object (&fhir->out);
}

void
fhir_add_subject (Fhir *fhir)
{
  fhir_add_reference (fhir, "subject", "Patient", fhir->patient->uid);
}

void
fhir_add_notes (Fhir *fhir, const char *const *texts, gsize n)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++) {
    if (texts[i] == NULL)
      continue;
    if (!any)
      json_open_array (&fhir->out, "note");
    any = TRUE;
    json_open_object (&fhir->out, NULL);
    json_add_text (&fhir->out, "text", texts[i]);
    json_close_object (&fhir->out);
  }
  if (any)
    json_close_array (&fhir->out);
}

void
fhir_add_quantity (Fhir *fhir, const char *key, const char *comparator, const char *number,
                   const char *unit)
{
  json_open_object (&fhir->out, key);
  json_add_raw (&fhir->out, "value", number);
  fhir_add_text (fhir, "comparator", comparator);
  fhir_add_text (fhir, "unit", unit);
  json_close_object (&fhir->out);
}

void
fhir_add_day (Fhir *fhir, const char *key, RgmDay day)
{
  g_autofree char *text = rgm_day_format (day);

  json_add_text (&fhir->out, key, text);
}

void
fhir_add_local (Fhir *fhir, const char *key, RgmLocal local, const RgmZone *zone)
{
  if (rgm_local_has_time (local))
    fhir_add_instant (fhir, key, rgm_zone_to_instant (zone, local, NULL), zone);
  else
    fhir_add_day (fhir, key, local.day);
}

void
fhir_add_instant (Fhir *fhir, const char *key, RgmInstant instant, const RgmZone *zone)
{
  g_autofree char *text = rgm_instant_format (instant, zone);

  json_add_text (&fhir->out, key, text);
}
