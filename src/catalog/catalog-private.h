/* catalog-private.h: the parts of the catalog. Every object begins with its key: "char *key". */
#pragma once

#include "base/embedded.h"
#include "catalog/fields.h"

#include <regimen/catalog.h>

typedef enum {
  RGM_KIND_SOURCE,
  RGM_KIND_CLASS,
  RGM_KIND_EFFECT,
  RGM_KIND_SIGN,
  RGM_KIND_CONDITION,
  RGM_KIND_TREATMENT,
  RGM_N_KINDS,
} RgmKindId;

/* What a treatment is: bisphosphonate, radiation, test … */
typedef struct {
  char *key;
  char *name;
} RgmClass;

/* One kind of group, "[effect nausea]". */
typedef struct {
  const char *name;
  const RgmField *fields;
  gsize size;
  GDestroyNotify free;
  gboolean users; /* a user's file may add one */
} RgmKind;
const RgmKind *rgm_kind (RgmKindId id);
/* The kind called @name, or RGM_N_KINDS. */
RgmKindId kind_find (const char *name);

struct _RgmCatalog {
  GPtrArray *objects[RGM_N_KINDS];
  GHashTable *by_key[RGM_N_KINDS];
};

/* An object and the group it was read from, until its references are resolved. */
typedef struct {
  RgmKindId kind;
  gpointer object;
  const RgmKeyFile *file;
  const RgmKeyGroup *group;
} RgmDraft;

/**
 * catalog_parse: adds the objects of @file to @catalog, and a draft of each to @drafts. Looks
 * nothing up.
 * @user: the file is a user's.
 */
gboolean catalog_parse (RgmCatalog *catalog, const RgmKeyFile *file, gboolean user,
                        const char *language, GArray *drafts, GError **error);

/* Looks up what the drafts refer to, and checks what needs more than one group or key. */
gboolean catalog_link (RgmCatalog *catalog, const GArray *drafts, GError **error);

extern const RgmEmbedded catalog_data[];

/* The built-in files and those of @user_dir (nullable). Returns: (transfer full) (element-type
 * RgmKeyFile). @n_builtin: (out): how many of the first are built in. */
GPtrArray *catalog_files (const char *user_dir, guint *n_builtin, GError **error);

/* @text without case, blanks and hyphens. Returns: (transfer full). */
char *catalog_fold (const char *text);
