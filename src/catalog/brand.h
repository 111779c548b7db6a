/* brand.h: internal functions for brand names and sources. */
#pragma once

#include <regimen/catalog.h>

/**
 * catalog_class_of: the class of the product or treatment whose name is in @text as a whole word,
 * as in "Xgeva 120 mg" or "Denosumab, 3rd round". Returns: (transfer none) (nullable): the key of
 * the class.
 */
const char *catalog_class_of (const RgmCatalog *catalog, const char *text);

/**
 * catalog_guess: the name in the catalog that @typed is probably a misspelling of: "Zometa" for
 * "zomata". Returns: (transfer none) (nullable).
 */
const char *catalog_guess (const RgmCatalog *catalog, const char *typed);

/**
 * catalog_brand_text: says what a product is, without a full stop: "Xgeva is denosumab, the 120 mg
 * product (\"TITLE\", PUBLISHER)". @name: the name of @brand to use. Returns: (transfer full).
 */
char *catalog_brand_text (const RgmCatalog *catalog, const RgmBrand *brand, const char *name);

/* All sources. Returns: (transfer none) (element-type RgmSource). */
const GPtrArray *catalog_sources (const RgmCatalog *catalog);

/* All brands: products that are known by name. Returns: (transfer none) (element-type RgmBrand). */
const GPtrArray *catalog_brands (const RgmCatalog *catalog);
