/* suggestion.h: what labels and guidelines say should usually be on record before a dose. Each
 * suggestion has a citation, and has no effect until the user accepts it. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

typedef struct {
  char *key;
  char *name;        /* what should be on record: the name of a need */
  char *when;        /* "before each dose" */
  char **treatments; /* keys of the treatments that it applies to */
  /* nullable: the key of a kind of product; if set, it applies only to courses called by one of its
   * names */
  char *brand;
  char **sources; /* keys of RgmSources */
} RgmSuggestion;

/**
 * rgm_catalog_suggestions: the suggestions for a course of the treatment @key.
 * @name: what the course is called: "Denosumab", or the name of a product.
 * Returns: (transfer container) (element-type RgmSuggestion): in catalog order; may be empty.
 */
GPtrArray *rgm_catalog_suggestions (const RgmCatalog *catalog, const char *key, const char *name);

/* The sources of @suggestion as text: ""TITLE", PUBLISHER; "TITLE", PUBLISHER". Returns: (transfer
 * full). */
char *rgm_suggestion_sources (const RgmCatalog *catalog, const RgmSuggestion *suggestion);

RGM_END_DECLS
