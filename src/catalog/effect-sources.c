#include "catalog/effect-sources.h"

#include "base/i18n.h"

/* A source and the sections of it that are used, "Treatment, Complications". */
typedef struct {
  const RgmSource *source;
  GPtrArray *sections; /* borrowed */
} Citation;

static void
citation_free (gpointer data)
{
  Citation *citation = data;
  g_ptr_array_unref (citation->sections);
  g_free (citation);
}

static Citation *
find_citation (GPtrArray *citations, const RgmSource *source)
{
  for (guint i = 0; i < citations->len; i++) {
    Citation *citation = citations->pdata[i];
    if (citation->source == source)
      return citation;
  }
  Citation *citation = g_new0 (Citation, 1);
  citation->source = source;
  citation->sections = g_ptr_array_new ();
  g_ptr_array_add (citations, citation);
  return citation;
}

static void
cite (GPtrArray *citations, const RgmCatalog *catalog, const char *key, const char *section)
{
  const RgmSource *source = rgm_catalog_source (catalog, key);
  if (source == NULL)
    return;
  GPtrArray *sections = find_citation (citations, source)->sections;
  if (section != NULL && !g_ptr_array_find_with_equal_func (sections, section, g_str_equal, NULL))
    g_ptr_array_add (sections, (gpointer)section);
}

static void
cite_effects (GPtrArray *citations, const RgmCatalog *catalog, const GPtrArray *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    cite (citations, catalog, effect->source, effect->section);
  }
}

static void
cite_conditions (GPtrArray *citations, const RgmCatalog *catalog, const GPtrArray *conditions,
                 gboolean only_urgent)
{
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    if (condition->urgent || !only_urgent)
      cite (citations, catalog, condition->source, condition->section);
  }
}

/* The conditions named as the other reading of an effect. */
static void
cite_overlaps (GPtrArray *citations, const RgmCatalog *catalog, const RgmTreatment *treatment)
{
  g_autoptr (GPtrArray) overlaps
    = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
  for (guint i = 0; i < overlaps->len; i++)
    cite_conditions (citations, catalog, ((const RgmOverlap *)overlaps->pdata[i])->conditions,
                     FALSE);
}

/* Returns: (transfer full) (element-type Citation). */
static GPtrArray *
collect_citations (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  GPtrArray *citations = g_ptr_array_new_with_free_func (citation_free);
  for (char **key = treatment->sources; *key != NULL; key++)
    cite (citations, catalog, *key, key == treatment->sources ? treatment->section : NULL);
  cite_effects (citations, catalog, treatment->effects);
  cite_effects (citations, catalog, treatment->rare_effects);
  cite_overlaps (citations, catalog, treatment);
  cite_conditions (citations, catalog, rgm_catalog_conditions (catalog), TRUE);
  return citations;
}

static char *
citation_text (Citation *citation)
{
  g_ptr_array_add (citation->sections, NULL);
  g_autofree char *sections = g_strjoinv (", ", (char **)citation->sections->pdata);
  const RgmSource *source = citation->source;
  if (*sections == '\0')
    return g_strdup_printf (_ ("Source: \"%s\", %s"), source->title, source->publisher);
  return g_strdup_printf (_ ("Source: \"%s\" (%s), %s"), source->title, sections,
                          source->publisher);
}

GPtrArray *
effect_sources (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  g_autoptr (GPtrArray) citations = collect_citations (treatment, catalog);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < citations->len; i++)
    g_ptr_array_add (lines, citation_text (citations->pdata[i]));
  return lines;
}
