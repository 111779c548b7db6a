/* effects.h: the effects of a treatment in a popup. */
#pragma once

#include <regimen/effects.h>

/**
 * effects_brief: the effects of @treatment for a popup, in up to three lines: the side effects in
 * the sentences of their source; those that can be either a side effect or a sign of something
 * else; the conditions whose signs are to be told right away, and how far the lists reach. Returns:
 * (transfer full): empty for a treatment without effects.
 */
char *effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog);
