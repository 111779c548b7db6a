/* watch-sources.h: where the words of rgm_watch_text() come from. */
#pragma once

#include <regimen/catalog.h>

/**
 * rgm_watch_sources: a line for each source of what is shown for @treatment: title, sections,
 * publisher.
 * Returns: (transfer full) (element-type utf8).
 */
GPtrArray *rgm_watch_sources (const RgmTreatment *treatment, const RgmCatalog *catalog);
