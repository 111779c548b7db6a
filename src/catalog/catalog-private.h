/* catalog-private.h: what the files of the catalog share. Each object of the catalog is a struct
 * that begins with its key: "char *key". */
#pragma once

#include "base/embedded.h"
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
  char *language;
  GPtrArray *items;                /* the groups, in the order of the files */
  GHashTable *by_key[RGM_N_KINDS]; /* the groups of each kind, by key */
  GPtrArray *objects[RGM_N_KINDS]; /* the objects of each kind; empty until catalog_objects() fills
                                      it */
};

/* The objects of @kind in the order of the files. Returns: (transfer none). */
const GPtrArray *catalog_objects (const RgmCatalog *catalog, RgmKindId kind);
/* The object of @kind with the key @key. Returns: (transfer none) (nullable). */
gpointer catalog_object (const RgmCatalog *catalog, RgmKindId kind, const char *key);

/* A catalog of the files @built_in, a table that ends with a NULL name. A group is read only when
 * it is needed, and an error in it then ends the program, so the files must be valid. Returns:
 * (transfer full). */
RgmCatalog *catalog_new (const RgmEmbedded *built_in, const char *language);
/**
 * catalog_add_files: reads all groups of @catalog, and adds those of @files.
 * @files: (element-type RgmKeyFile): the user's.
 * Returns: FALSE, with "FILE:LINE: …" in @error, if @files contain anything that rgm_catalog_load()
 * refuses. After that, @catalog can only be freed.
 */
gboolean catalog_add_files (RgmCatalog *catalog, const GPtrArray *files, GError **error);

/* The class of a treatment: bisphosphonate, radiation, test … */
typedef struct {
  char *key;
  char *name;
  gboolean procedure; /* it is something that is done, not a medicine */
} RgmClass;

/* The name of a class. @class: (nullable): an object of RGM_KIND_CLASS. Returns: (transfer none)
 * (nullable). */
const char *catalog_class_name (gconstpointer class);

/* Whether @key, which rgm_observation_key() made, is the key of @name or of one of @words. */
gboolean catalog_is_called (const char *name, char **words, const char *key);

/* @text as by text_fold(), without blanks and hyphens, to be compared; a unit then has a single
 * spelling of micro. Returns: (transfer full). */
char *catalog_fold (const char *text);
