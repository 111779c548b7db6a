/* suggestion.h: what labels and guidelines name as usually on record before a dose. Each is offered
 * with its citation, and is off until the user accepts it. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

typedef struct {
  char *key;
  char *name;        /* what is to be on record: the name of a need */
  char *when;        /* "before each dose" */
  char **treatments; /* keys of the treatments for which it is named */
  char *brand;       /* nullable: the key of a kind of product: only for courses called by it */
  char **sources;    /* keys of RgmSources */
} RgmSuggestion;

/**
 * rgm_catalog_suggestions: what is named for a course of the treatment @key.
 * @name: what the course is called: "Denosumab", or the name of a product.
 * Returns: (transfer container) (element-type RgmSuggestion): in catalog order; may be empty.
 */
GPtrArray *rgm_catalog_suggestions (const RgmCatalog *catalog, const char *key, const char *name);

/* The sources of @suggestion: ""TITLE", PUBLISHER; "TITLE", PUBLISHER". Returns: (transfer
 * full). */
char *rgm_suggestion_sources (const RgmCatalog *catalog, const RgmSuggestion *suggestion);

RGM_END_DECLS
