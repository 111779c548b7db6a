/* catalog.h: the treatments, side effects and warning signs, read from key files. The only home
 * of medical sentences. */
#pragma once

#include <regimen/treatment.h>

RGM_BEGIN_DECLS

typedef struct _RgmCatalog RgmCatalog;

/**
 * rgm_catalog_load: the built-in catalog, and on top of it every *.ini of @user_dir in order of
 * name.
 * @user_dir: (nullable): may be absent on disk. Files there may add treatments, classes, effects,
 * symptoms and sources, never conditions or signs, and never change a built-in group.
 * @language: (nullable): picks name[xx]= if there is one.
 * Returns: (transfer full): NULL with RGM_ERROR_CATALOG, "FILE:LINE: …", for an unknown or repeated
 * group or key, a missing one, a reference to nothing, a
 * number outside its range, an alias that two treatments share, a phrase that two symptoms share.
 * FILE of a built-in one is "catalog/NAME.ini". Only one thread at a time may use a catalog,
 * because its parts are read when they are asked for.
 */
RgmCatalog *rgm_catalog_load (const char *user_dir, const char *language, GError **error);
void rgm_catalog_free (RgmCatalog *catalog);

/* All treatments in catalog order. Returns: (transfer none) (element-type RgmTreatment). */
const GPtrArray *rgm_catalog_treatments (const RgmCatalog *catalog);
/* All conditions with their warning signs, in catalog order. Returns: (transfer none) (element-
 * type RgmCondition). */
const GPtrArray *rgm_catalog_conditions (const RgmCatalog *catalog);
/* Everything that people may notice, with the words by which they look for it, in catalog order.
 * Returns: (transfer none) (element-type RgmSymptom). */
const GPtrArray *rgm_catalog_symptoms (const RgmCatalog *catalog);
/* The source with key @key, or NULL. Returns: (transfer none). */
const RgmSource *rgm_catalog_source (const RgmCatalog *catalog, const char *key);

/* The name of the class @key, or NULL. Returns: (transfer none). */
const char *rgm_catalog_class (const RgmCatalog *catalog, const char *key);

/**
 * rgm_catalog_brand: the kind of product of which a name stands in @text as a whole word: "Xgeva"
 * in "XGEVA 120 mg".
 * @name: (out) (nullable) (transfer none): that name, as the catalog writes it.
 * Returns: (transfer none) (nullable).
 */
const RgmBrand *rgm_catalog_brand (const RgmCatalog *catalog, const char *text, const char **name);

/**
 * rgm_catalog_find: the treatment whose key, name, alias or brand is @typed (case, blanks and
 * hyphens do not matter), or the only one whose key begins with it.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE and a "did you mean" if one is near; with
 * RGM_ERROR_OTHER_PRODUCT if @typed is a product that is none of the catalog's.
 */
const RgmTreatment *rgm_catalog_find (const RgmCatalog *catalog, const char *typed, GError **error);

/* The treatment with exactly the key @key, or NULL. Returns: (transfer none). */
const RgmTreatment *rgm_catalog_lookup (const RgmCatalog *catalog, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCatalog, rgm_catalog_free)

RGM_END_DECLS
