/* codes.h: the codes by which other programs know a medicine, and what kind of treatment it is. */
#pragma once

#include <regimen/catalog.h>

/* The system @key, "atc" or "loinc". Returns: (transfer none). */
const RgmCodeSystem *catalog_code_system (const RgmCatalog *catalog, const char *key);

/**
 * catalog_atc: the ATC code of the substance of a course. It tells no strengths apart.
 * @treatment: the key of its treatment. @name: what the course is called: if that is exactly the
 * name of a product, the code is that of the product.
 * Returns: (transfer none) (nullable): NULL if none is known.
 */
const char *catalog_atc (const RgmCatalog *catalog, const char *treatment, const char *name);

/* Whether treatments of the class @class_key are something that is done, as radiation and scans
 * are, and not a medicine. */
gboolean catalog_class_is_procedure (const RgmCatalog *catalog, const char *class_key);
