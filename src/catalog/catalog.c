#include "catalog/catalog-private.h"

static RgmCatalog *
catalog_new (void)
{
  RgmCatalog *catalog = g_new0 (RgmCatalog, 1);
  for (RgmKindId kind = 0; kind < RGM_N_KINDS; kind++) {
    catalog->objects[kind] = g_ptr_array_new_with_free_func (rgm_kind (kind)->free);
    catalog->by_key[kind] = g_hash_table_new (g_str_hash, g_str_equal);
  }
  return catalog;
}

void
rgm_catalog_free (RgmCatalog *catalog)
{
  if (catalog == NULL)
    return;
  for (RgmKindId kind = 0; kind < RGM_N_KINDS; kind++) {
    g_hash_table_unref (catalog->by_key[kind]);
    g_ptr_array_unref (catalog->objects[kind]);
  }
  g_free (catalog);
}

RgmCatalog *
rgm_catalog_load (const char *user_dir, const char *language, GError **error)
{
  guint n_builtin;
  g_autoptr (GPtrArray) files = catalog_files (user_dir, &n_builtin, error);
  if (files == NULL)
    return NULL;
  g_autoptr (RgmCatalog) catalog = catalog_new ();
  g_autoptr (GArray) drafts = g_array_new (FALSE, FALSE, sizeof (RgmDraft));
  for (guint i = 0; i < files->len; i++)
    if (!catalog_parse (catalog, files->pdata[i], i >= n_builtin, language, drafts, error))
      return NULL;
  return catalog_link (catalog, drafts, error) ? g_steal_pointer (&catalog) : NULL;
}

const GPtrArray *
rgm_catalog_treatments (const RgmCatalog *catalog)
{
  return catalog->objects[RGM_KIND_TREATMENT];
}

const GPtrArray *
rgm_catalog_conditions (const RgmCatalog *catalog)
{
  return catalog->objects[RGM_KIND_CONDITION];
}

const RgmSource *
rgm_catalog_source (const RgmCatalog *catalog, const char *key)
{
  return g_hash_table_lookup (catalog->by_key[RGM_KIND_SOURCE], key);
}

const RgmTreatment *
rgm_catalog_lookup (const RgmCatalog *catalog, const char *key)
{
  return g_hash_table_lookup (catalog->by_key[RGM_KIND_TREATMENT], key);
}
