/* measure.c: the measures and units of the catalog, and what sources say about them. */
#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/page.h"

#include <string.h>

const GPtrArray *
rgm_catalog_measures (const RgmCatalog *catalog)
{
  return catalog_objects (catalog, RGM_KIND_MEASURE);
}

gboolean
catalog_is_called (const char *name, char **words, const char *key)
{
  g_autofree char *own = rgm_observation_key (name);
  if (strcmp (own, key) == 0)
    return TRUE;
  for (; *words != NULL; words++) {
    g_autofree char *word = rgm_observation_key (*words);
    if (strcmp (word, key) == 0)
      return TRUE;
  }
  return FALSE;
}

const RgmMeasure *
rgm_measure_find (const RgmCatalog *catalog, RgmObservationKind kind, const char *name)
{
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  g_autofree char *key = rgm_observation_key (name);
  for (guint i = 0; i < measures->len; i++) {
    const RgmMeasure *measure = measures->pdata[i];
    if (measure->kind == kind && catalog_is_called (measure->name, measure->words, key))
      return measure;
  }
  return NULL;
}

GPtrArray *
rgm_measure_remarks (const RgmCatalog *catalog, const RgmMeasure *measure)
{
  const GPtrArray *all = catalog_objects (catalog, RGM_KIND_REMARK);
  GPtrArray *remarks = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    RgmRemark *remark = all->pdata[i];
    if (g_strv_contains ((const char *const *)remark->about, measure->key))
      g_ptr_array_add (remarks, remark);
  }
  return remarks;
}

char *
rgm_measure_remarks_text (const RgmCatalog *catalog, const RgmMeasure *measure, int width)
{
  g_autoptr (GPtrArray) remarks = rgm_measure_remarks (catalog, measure);
  Page page = { g_string_new (NULL), width };
  for (guint i = 0; i < remarks->len; i++) {
    const RgmRemark *remark = remarks->pdata[i];
    g_autoptr (GPtrArray) citations = page_citations ();
    g_autoptr (GString) source = g_string_new (NULL);
    page_cite (citations, catalog, remark->source, remark->section);
    page_source_lines (source, citations);
    page_heading (&page, remark->heading);
    page_line (&page, remark->text);
    page_line (&page, source->str);
  }
  return g_string_free (page.text, FALSE);
}

const RgmUnit *
rgm_unit_find (const RgmCatalog *catalog, const char *text)
{
  const GPtrArray *units = catalog_objects (catalog, RGM_KIND_UNIT);
  g_autofree char *wanted = catalog_fold (text);
  for (guint i = 0; i < units->len; i++) {
    const RgmUnit *unit = units->pdata[i];
    g_autofree char *name = catalog_fold (unit->name);
    if (strcmp (name, wanted) == 0)
      return unit;
    for (char **word = unit->words; *word != NULL; word++) {
      g_autofree char *other = catalog_fold (*word);
      if (strcmp (other, wanted) == 0)
        return unit;
    }
  }
  return NULL;
}

const char *
rgm_measure_loinc (const RgmCatalog *catalog, const RgmMeasure *measure, const char *unit)
{
  const RgmUnit *known = unit != NULL ? rgm_unit_find (catalog, unit) : NULL;
  const char *quantity = known != NULL ? known->quantity : NULL;
  if (measure->units->len > 0 && !g_ptr_array_find (measure->units, known, NULL))
    return NULL;
  return g_strcmp0 (quantity, "mass") == 0 && measure->loinc_mass != NULL ? measure->loinc_mass
         : g_strcmp0 (quantity, "substance") == 0 && measure->loinc_substance != NULL
           ? measure->loinc_substance
           : measure->loinc;
}

/* The values that are accepted in @unit: "25 to 45 C", or only the name of a unit without limits.
 * Returns: (transfer full). */
static char *
describe_unit (const RgmUnit *unit)
{
  return unit->highest > 0
           ? g_strdup_printf (_ ("%d to %d %s"), unit->lowest, unit->highest, unit->name)
           : g_strdup (unit->name);
}

char *
rgm_measure_accepts (const RgmMeasure *measure)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (g_free);
  gboolean ends = FALSE;
  for (guint i = 0; i < measure->units->len; i++) {
    g_ptr_array_add (units, describe_unit (measure->units->pdata[i]));
    ends = ends || ((const RgmUnit *)measure->units->pdata[i])->highest > 0;
  }
  g_ptr_array_add (units, NULL);
  if (units->len > 1) {
    g_autofree char *list = g_strjoinv (_ (" or "), (char **)units->pdata);
    return ends ? g_steal_pointer (&list) : g_strdup_printf (_ ("a number with a unit: %s"), list);
  }
  if (measure->highest > 0)
    return g_strdup_printf (_ ("a number from %d to %d, or none, mild, moderate or severe"),
                            measure->lowest, measure->highest);
  return g_strdup (_ ("a number, or none, mild, moderate or severe"));
}

char *
rgm_measure_examples (const RgmCatalog *catalog, RgmObservationKind kind)
{
  const GPtrArray *measures = rgm_catalog_measures (catalog);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < measures->len; i++) {
    const RgmMeasure *measure = measures->pdata[i];
    for (char **example = measure->examples; measure->kind == kind && *example != NULL; example++)
      g_ptr_array_add (
        lines,
        g_strdup_printf ("regimen %s %s", kind == RGM_OBSERVATION_FELT ? "feel" : "lab", *example));
  }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}
