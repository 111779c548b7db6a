/* effect-sources.h: where the words of rgm_effects_text() come from. */
#pragma once

#include <regimen/catalog.h>

/**
 * effect_sources: a line for each source of what is shown for @treatment: title, sections,
 * publisher.
 * Returns: (transfer full) (element-type utf8).
 */
GPtrArray *effect_sources (const RgmTreatment *treatment, const RgmCatalog *catalog);
