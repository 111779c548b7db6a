/* import-view.h: turns one proposal of a calendar into sentences and commands. Text from the file
 * is cleaned before it is shown, and quoted for the shell. */
#pragma once

#include "calendar/import-calendar.h"
#include "cli/command.h"

/* Whether @proposal attaches an appointment, but the user has to say when it is. */
gboolean import_asks_when (const RgmProposal *proposal);

/* Whether later changes of the appointment will find its dose once @proposal is on record. */
gboolean import_attaches (const RgmProposal *proposal);

/* Whether the time of the event can be read in another way that could also be put on record. */
gboolean import_has_other (const RgmProposal *proposal);

/* What the calendar proposes, for example "Denosumab injection 3 was moved to Tue 2027-01-05 10:00
 * (on record: Thu 2026-12-31)." @several_patients: the record has several patients, so each command
 * in the text names one; its blanks are then no-break spaces. Returns: (transfer full). */
char *import_proposal_text (const RgmProposal *proposal, gboolean several_patients);

/**
 * import_commands: the commands that put @proposal on record, one for each way to do it.
 * @several_patients: the record has several patients, so each command names one.
 * @file: (nullable): the calendar file, as the user typed it.
 * Returns: (transfer full) (element-type utf8): empty if there is nothing to put on record.
 */
GPtrArray *
import_commands (const RgmProposal *proposal, gboolean several_patients, const char *file);

/* Whether --for could attach @proposal, which is not of this record, to a dose. It cannot if the
 * appointment was called off, if its series leaves it out, or if it has no time that can be used.
 */
gboolean import_can_be_attached (const RgmProposal *proposal);

/* The text for an event that is not a dose of this record, for example "Thu 2027-01-07 10:00:
 * Check-up, Room 4"; a sentence if it cannot be attached. Returns: (transfer full). */
char *import_foreign_text (const RgmProposal *proposal);
