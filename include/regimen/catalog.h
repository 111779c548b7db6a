/* catalog.h: the treatments, side effects and warning signs, read from key files. All medical
 * sentences are in these files, and nowhere else in the program. */
#pragma once

#include <regimen/treatment.h>

RGM_BEGIN_DECLS

typedef struct _RgmCatalog RgmCatalog;

/**
 * rgm_catalog_load: loads the built-in catalog, and then adds every *.ini file in @user_dir, in
 * order of their names.
 * @user_dir: (nullable): need not exist. Its files may add treatments, brands, classes, effects,
 * symptoms, measures, units and sources, but nothing else (for example no conditions or signs), and
 * may not change a built-in group.
 * @language: (nullable): selects name[xx]= for this language if a group has one.
 * Returns: (transfer full): NULL with RGM_ERROR_CATALOG and "FILE:LINE: …" for an unknown or
 * repeated group or key, a missing key, a reference to a key that does not exist, a number outside
 * its range, or a name or phrase that has two meanings, such as an alias of two treatments. FILE of
 * a built-in file is "catalog/NAME.ini". Only one thread at a time may use a catalog, because its
 * parts are read when they are first needed.
 */
RgmCatalog *rgm_catalog_load (const char *user_dir, const char *language, GError **error);
void rgm_catalog_free (RgmCatalog *catalog);

/* All treatments in catalog order. Returns: (transfer none) (element-type RgmTreatment). */
const GPtrArray *rgm_catalog_treatments (const RgmCatalog *catalog);
/* All conditions with their warning signs, in catalog order. Returns: (transfer none) (element-type
 * RgmCondition). */
const GPtrArray *rgm_catalog_conditions (const RgmCatalog *catalog);
/* Everything that people may notice, with the words by which they look it up, in catalog order.
 * Returns: (transfer none) (element-type RgmSymptom). */
const GPtrArray *rgm_catalog_symptoms (const RgmCatalog *catalog);
/* The source with key @key, or NULL. Returns: (transfer none). */
const RgmSource *rgm_catalog_source (const RgmCatalog *catalog, const char *key);

/* The key of the class of treatments that @typed means by its key or its name: "pain-medicine" for
 * "Pain medicine". Returns: (transfer none): NULL with RGM_ERROR_USAGE, whose message lists the
 * keys. */
const char *rgm_catalog_class (const RgmCatalog *catalog, const char *typed, GError **error);

/**
 * rgm_catalog_brand: the kind of product that @text names: one of its brand names is a whole word
 * in @text, for example "Xgeva" in "XGEVA 120 mg".
 * @name: (out) (nullable) (transfer none): that brand name, as the catalog spells it.
 * Returns: (transfer none) (nullable).
 */
const RgmBrand *rgm_catalog_brand (const RgmCatalog *catalog, const char *text, const char **name);

/**
 * rgm_catalog_find: the treatment whose key, name, alias or brand is @typed (case, blanks and
 * hyphens do not matter), or the only one whose key begins with @typed.
 * Returns: (transfer none): NULL with RGM_ERROR_USAGE, whose message suggests a similar name if
 * there is one; NULL with RGM_ERROR_OTHER_PRODUCT if @typed is a product that is not one of the
 * treatments in the catalog.
 */
const RgmTreatment *rgm_catalog_find (const RgmCatalog *catalog, const char *typed, GError **error);

/* The treatment with exactly the key @key, or NULL. Returns: (transfer none). */
const RgmTreatment *rgm_catalog_lookup (const RgmCatalog *catalog, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmCatalog, rgm_catalog_free)

RGM_END_DECLS
