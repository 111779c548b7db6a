/* brand.h: what only our own code asks of brand names and sources. */
#pragma once

#include <regimen/catalog.h>

/**
 * catalog_class_of: the class of the product or treatment that @text names as a whole word: that of
 * "Xgeva 120 mg" or "Denosumab, 3rd round". Returns: (transfer none) (nullable): its key.
 */
const char *catalog_class_of (const RgmCatalog *catalog, const char *text);

/**
 * catalog_guess: the name in the catalog that @typed is probably a misspelling of: "Zometa" for
 * "zomata". Returns: (transfer none) (nullable).
 */
const char *catalog_guess (const RgmCatalog *catalog, const char *typed);

/**
 * catalog_brand_text: "Xgeva is denosumab, the 120 mg product (\"TITLE\", PUBLISHER)", without
 * full stop. @name: of @brand. Returns: (transfer full).
 */
char *catalog_brand_text (const RgmCatalog *catalog, const RgmBrand *brand, const char *name);

/* All sources. Returns: (transfer none) (element-type RgmSource). */
const GPtrArray *catalog_sources (const RgmCatalog *catalog);

/* All kinds of products that are known by name. Returns: (transfer none) (element-type RgmBrand).
 */
const GPtrArray *catalog_brands (const RgmCatalog *catalog);
