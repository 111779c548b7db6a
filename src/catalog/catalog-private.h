/* catalog-private.h: the parts of the catalog. Every object begins with its key: "char *key". */
#pragma once

#include "catalog/keyfile.h"

#include <regimen/measure.h>

typedef enum {
  RGM_KIND_SOURCE,
  RGM_KIND_CLASS,
  RGM_KIND_SYMPTOM,
  RGM_KIND_EFFECT,
  RGM_KIND_SIGN,
  RGM_KIND_CONDITION,
  RGM_KIND_TREATMENT,
  RGM_KIND_BRAND,
  RGM_KIND_UNIT,
  RGM_KIND_MEASURE,
  RGM_KIND_REMARK,
  RGM_KIND_SUGGESTION,
  RGM_KIND_CODE_SYSTEM,
  RGM_N_KINDS,
} RgmKindId;

struct _RgmCatalog {
  GPtrArray *objects[RGM_N_KINDS];
  GHashTable *by_key[RGM_N_KINDS];
};

/**
 * catalog_read: reads a new catalog from @files.
 * @files: (element-type RgmKeyFile): the built-in ones, @n_builtin, come first; the others are the
 * user's.
 * Returns: (transfer full): NULL, with "FILE:LINE: …" in @error, if a readable file contains
 * anything that rgm_catalog_load() refuses.
 */
RgmCatalog *
catalog_read (const GPtrArray *files, guint n_builtin, const char *language, GError **error);

/* What a treatment is: bisphosphonate, radiation, test … */
typedef struct {
  char *key;
  char *name;
  gboolean procedure; /* it is done, and no medicine */
} RgmClass;

/* The name of a class. @class: (nullable): an object of RGM_KIND_CLASS. Returns: (transfer none)
 * (nullable). */
const char *catalog_class_name (gconstpointer class);

/* Whether @key, as rgm_observation_key() gives it, is that of @name or of one of @words. */
gboolean catalog_is_called (const char *name, char **words, const char *key);

/* @text without case, blanks and hyphens. Returns: (transfer full). */
char *catalog_fold (const char *text);
