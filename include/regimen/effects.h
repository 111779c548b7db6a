/* effects.h: what to watch for after a treatment, as text. All medical words come from the
 * catalog; here is only their order. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

/**
 * rgm_effects_text: every side effect that the source lists for @treatment and what it says of them;
 * then each sign that stands in both lists,
 * with both readings; then, apart, the warning signs of every urgent condition with what the source
 * says to do; then the source.
 * @width: columns to wrap to, 0: no wrapping (calendar, JSON).
 * Returns: (transfer full): paragraphs separated by an empty line; without a final newline. A
 * custom treatment has only the warning signs.
 */
char *rgm_effects_text (const RgmTreatment *treatment, const RgmCatalog *catalog, int width);

/**
 * rgm_effects_brief: at most two lines for a popup: the side effects in a row, with a star those that
 * are also signs of something else; and of what.
 * Returns: (transfer full): empty for a treatment without effects.
 */
char *rgm_effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog);

RGM_END_DECLS
