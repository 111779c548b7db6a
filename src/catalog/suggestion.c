/* suggestion.c: finds what labels and guidelines say should usually be on record before a dose. */
#include "catalog/catalog-private.h"

#include "base/i18n.h"

#include <regimen/suggestion.h>

GPtrArray *
rgm_catalog_suggestions (const RgmCatalog *catalog, const char *key, const char *name)
{
  const GPtrArray *all = catalog_objects (catalog, RGM_KIND_SUGGESTION);
  const RgmBrand *brand = rgm_catalog_brand (catalog, name, NULL);
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    RgmSuggestion *each = all->pdata[i];
    if (g_strv_contains ((const char *const *)each->treatments, key)
        && (each->brand == NULL || (brand != NULL && g_str_equal (brand->key, each->brand))))
      g_ptr_array_add (found, each);
  }
  return found;
}

char *
rgm_suggestion_sources (const RgmCatalog *catalog, const RgmSuggestion *suggestion)
{
  GString *text = g_string_new (NULL);
  for (char **key = suggestion->sources; *key != NULL; key++) {
    const RgmSource *source = rgm_catalog_source (catalog, *key);
    g_string_append_printf (text, "%s\"%s\", %s", text->len > 0 ? "; " : "", source->title,
                            source->publisher);
  }
  return g_string_free (text, FALSE);
}
