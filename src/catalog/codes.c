/* codes.c: looks up the codes by which other programs know a medicine. */
#include "catalog/codes.h"

#include "catalog/catalog-private.h"

const RgmCodeSystem *
catalog_code_system (const RgmCatalog *catalog, const char *key)
{
  return catalog_object (catalog, RGM_KIND_CODE_SYSTEM, key);
}

const char *
catalog_atc (const RgmCatalog *catalog, const char *treatment, const char *name)
{
  const char *found = NULL;
  const RgmBrand *brand = rgm_catalog_brand (catalog, name, &found);
  const RgmTreatment *known = rgm_catalog_lookup (catalog, treatment);
  g_autofree char *called = catalog_fold (name);
  g_autofree char *product = catalog_fold (brand != NULL ? found : "");

  if (brand != NULL && g_str_equal (called, product)) {
    if (brand->atc != NULL)
      return brand->atc;
    known = brand->treatment != NULL ? rgm_catalog_lookup (catalog, brand->treatment) : NULL;
  }
  return known != NULL ? known->atc : NULL;
}

gboolean
catalog_class_is_procedure (const RgmCatalog *catalog, const char *class_key)
{
  const RgmClass *class = catalog_object (catalog, RGM_KIND_CLASS, class_key);

  return class != NULL && class->procedure;
}
