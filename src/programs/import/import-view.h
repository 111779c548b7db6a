/* import-view.h: what a calendar asks for, in words, as commands and as JSON. What comes from the
 * file is shown cleaned, and quoted for the shell. */
#pragma once

#include "cli/command.h"

/* Whether there is something to put on record. */
gboolean cli_proposal_is_one (const RgmProposal *proposal);

/* "Denosumab injection 3 was moved to Tue 2027-01-05 10:00 (on record: Thu 2026-12-31)." Returns:
 * (transfer full). */
char *cli_proposal_text (const RgmProposal *proposal);

/* The commands that put it on record: one, or one for each way. @many: the record has several
 * patients. Returns: (transfer full) (element-type utf8): empty for a note. */
GPtrArray *cli_proposal_commands (const RgmProposal *proposal, gboolean many, const char *file);

/* An event that is not of this record: "Thu 2027-01-07 10:00  Check-up, Room 4". Returns: (transfer
 * full). */
char *cli_foreign_text (const RgmProposal *proposal);
