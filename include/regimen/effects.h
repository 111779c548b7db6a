/* effects.h: what to watch for after a treatment, as text. All medical sentences come from the
 * catalog; this code only puts them in order. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

/**
 * rgm_effects_text: a page in four parts: every side effect of @treatment, in the sentences of its
 * source; every effect that is also a sign of a condition, with both readings; the warning signs of
 * every urgent condition, with the advice of the source; and the sources, each with a note on how
 * complete its lists are. A part that would be empty is left out.
 * @width: columns to wrap to; 0: no wrapping (JSON).
 * Returns: (transfer full): paragraphs separated by an empty line, without a final newline. A
 * custom treatment has only the warning signs and their source.
 */
char *rgm_effects_text (const RgmTreatment *treatment, const RgmCatalog *catalog, int width);

/**
 * rgm_effects_short: the same in a few lines of a screen, in two paragraphs: the side effects in
 * the sentences of their source, and which of them can also be signs; then the conditions whose
 * signs the patient should report right away, how complete the lists are, and @more. A sentence is
 * either whole or left out.
 * The conditions, the note on completeness, and @more are never left out, even if they alone take
 * more than @lines. If there is room, the side effects with their other reading come next, and then
 * whatever else the source says about the effects.
 * @more: a sentence that tells where everything is listed.
 * @width: columns to wrap to. @lines: how many lines the text may take; a screen of fewer than 80
 * columns gets the same sentences as one of 80, in more lines.
 * Returns: (transfer full): lines without a final newline; empty for a treatment about whose
 * effects the source says nothing.
 */
char *rgm_effects_short (const RgmTreatment *treatment, const RgmCatalog *catalog, const char *more,
                         int width, int lines);

RGM_END_DECLS
