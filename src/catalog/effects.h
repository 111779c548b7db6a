/* effects.h: the effects of a treatment in a popup and in a calendar event. */
#pragma once

#include <regimen/effects.h>

/**
 * effects_brief: the effects of @treatment for a popup, in three lines: the side effects in the
 * sentences of their source; the conditions whose signs are to be told right away; and those that
 * can be either a side effect or a sign of something else, and how far the lists reach. GNOME Shell
 * cuts a popup after six lines on the screen, so what is urgent comes before what is not. Returns:
 * (transfer full): empty for a treatment without effects.
 */
char *effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog);

/**
 * effects_lines: the effects of @treatment for a calendar event, one line for each of these: the
 * side effects in the sentences of their source; the conditions whose signs are to be told right
 * away; the effects that can be either; how far the lists reach; and each source. A line that would
 * be empty is left out. Returns: (transfer full): the same for each dose.
 */
char *effects_lines (const RgmTreatment *treatment, const RgmCatalog *catalog);

/* What each source says to do about those of @conditions that are urgent, in short: "Tell a
 * healthcare provider right away about signs of a broken bone." Returns: (transfer full): empty if
 * none is. */
char *effects_right_away (const RgmCatalog *catalog, const GPtrArray *conditions);

/* How far the lists of each source reach, in the words for little room. Returns: (transfer
 * full). */
char *effects_scopes (const RgmCatalog *catalog);
