/* effects.h: what to watch for after a treatment, as text. All medical words come from the
 * catalog; here is only their order. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

/**
 * rgm_effects_text: a page in four parts: every side effect of @treatment in the sentences of its
 * source; every effect that is also a sign of a condition, with both readings; the warning signs of
 * every urgent condition, with the advice of the source; and the sources, each with how far its
 * lists reach. A part that would be empty is left out.
 * @width: columns to wrap to, 0: no wrapping (JSON).
 * Returns: (transfer full): paragraphs separated by an empty line; without a final newline. A
 * custom treatment has only the warning signs and their source.
 */
char *rgm_effects_text (const RgmTreatment *treatment, const RgmCatalog *catalog, int width);

/**
 * rgm_effects_short: the same in a few lines of a screen, in two paragraphs: the side effects in
 * the sentences of their source and which of them can also be signs; then the conditions whose
 * signs are to be told right away, how far the lists reach, and @more. Sentences are whole or left
 * out.
 * The conditions, how far the lists reach, and @more are never left out, also if they alone take
 * more than @lines; then come, as far as there is room, the side effects together with their other
 * reading, and what else the source says of the effects.
 * @more: where everything is listed, a sentence.
 * @width: columns to wrap to. @lines: how many lines it may take; on a screen of fewer than 80
 * columns the same is said as on one of 80, in more lines.
 * Returns: (transfer full): lines without a final newline; empty for a treatment of whose effects
 * the source says nothing.
 */
char *rgm_effects_short (const RgmTreatment *treatment, const RgmCatalog *catalog, const char *more,
                         int width, int lines);

RGM_END_DECLS
