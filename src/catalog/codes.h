/* codes.h: the codes by which other programs know a medicine, and what kind of treatment it is. */
#pragma once

#include <regimen/catalog.h>

/* The code system @key, "atc" or "loinc". Returns: (transfer none). */
const RgmCodeSystem *catalog_code_system (const RgmCatalog *catalog, const char *key);

/**
 * catalog_atc: the ATC code of the substance of a course. It does not distinguish strengths.
 * @treatment: the key of the course's treatment. @name: the name of the course; if that is exactly
 * the name of a product, the code is that of the product.
 * Returns: (transfer none) (nullable): NULL if none is known.
 */
const char *catalog_atc (const RgmCatalog *catalog, const char *treatment, const char *name);

/* Whether treatments of the class @class_key are procedures, such as radiation and scans, and not
 * medicines. */
gboolean catalog_class_is_procedure (const RgmCatalog *catalog, const char *class_key);
