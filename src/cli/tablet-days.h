/* tablet-days.h: the tablets of one person and one day as one line of the agenda. */
#pragma once

#include <regimen/agenda.h>

/* Whether a tablet of the agenda needs no line of its own: it is planned for one of its fixed times,
 * and neither due, booked nor moved, nor at a time that the clocks skip or have twice. */
gboolean cli_tablet_is_plain (const RgmAgendaItem *item);

/**
 * cli_tablet_day_text: "calcium, 1 tablet: 08:00, 20:00; ibuprofen: 09:00": the plain tablets of the
 * person and the day of item @first, which is one of them.
 * @told: a flag for each item of @agenda; set for those that are in the text, and heeded.
 * Returns: (transfer full).
 */
char *cli_tablet_day_text (const RgmAgenda *agenda, guint first, gboolean *told);
