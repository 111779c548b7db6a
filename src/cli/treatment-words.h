/* treatment-words.h: several words that were typed for the name of a treatment. */
#pragma once

#include <regimen/catalog.h>

/* How many of the first @words, ended by NULL, together name a treatment or a product of @catalog:
 * the most; 0 if none do. */
guint cli_treatment_words (const RgmCatalog *catalog, const char *const *words);

/* How a course of the treatment that @words begin with is added: a whole command with an example of
 * a schedule. For a medicine that the catalog does not have, the words up to a number, or to one
 * that tells how often, are its name. Returns: (transfer full). */
char *cli_treatment_line (const RgmCatalog *catalog, const char *const *words);
