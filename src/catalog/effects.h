/* effects.h: the side effects of a treatment as text for a popup and for a calendar event. */
#pragma once

#include <regimen/effects.h>

/**
 * effects_brief: the side effects of @treatment for a popup, in three lines: the side effects in
 * the sentences of their source; the conditions whose signs should be reported right away; and the
 * effects that can be either a side effect or a sign of something else, with how complete the lists
 * are. GNOME Shell cuts a popup after six lines on the screen, so what is urgent comes before what
 * is not.
 * Returns: (transfer full): empty for a treatment without effects.
 */
char *effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog);

/**
 * effects_lines: the side effects of @treatment for a calendar event, one line for each of these:
 * the side effects in the sentences of their source; the conditions whose signs should be reported
 * right away; the effects that can be either a side effect or a sign; how complete the lists are;
 * and each source. A line that would be empty is left out. Returns: (transfer full): the same for
 * each dose.
 */
char *effects_lines (const RgmTreatment *treatment, const RgmCatalog *catalog);

/* What each source says, in short, to do about those of @conditions that are urgent: "Tell a
 * healthcare provider right away about signs of a broken bone." Returns: (transfer full): empty if
 * none of them is urgent. */
char *effects_right_away (const RgmCatalog *catalog, const GPtrArray *conditions);

/* How complete the lists of each source are, in the source's short wording. Returns: (transfer
 * full). */
char *effects_scopes (const RgmCatalog *catalog);
