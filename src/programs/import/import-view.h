/* import-view.h: one proposal of a calendar in words and as commands. Text that comes from the file
 * is shown cleaned, and quoted for the shell. */
#pragma once

#include "calendar/import-calendar.h"
#include "cli/command.h"

/* TRUE if there is something to put on record; FALSE if the proposal only tells something. */
gboolean import_changes_record (const RgmProposal *proposal);

/* Whether @proposal attaches an appointment, and leaves to the user when it is. */
gboolean import_asks_when (const RgmProposal *proposal);

/* Whether later changes of the appointment will find its dose once @proposal is on record. */
gboolean import_attaches (const RgmProposal *proposal);

/* Whether the time can be read in another way that can be put on record too. */
gboolean import_has_other (const RgmProposal *proposal);

/* What the calendar asks for, for example "Denosumab injection 3 was moved to Tue 2027-01-05 10:00
 * (on record: Thu 2026-12-31)." Returns: (transfer full). */
char *import_proposal_text (const RgmProposal *proposal);

/**
 * import_commands: the commands that put @proposal on record, one for each way to do it.
 * @several_patients: the record has several patients, so each command names one.
 * @file: (nullable): the calendar file, as the user typed it.
 * Returns: (transfer full) (element-type utf8): empty if there is nothing to put on record.
 */
GPtrArray *
import_commands (const RgmProposal *proposal, gboolean several_patients, const char *file);

/* Whether --for could attach @proposal, which is not of this record, to a dose. What was called
 * off, and an exception that its series does not have, is only told. */
gboolean import_can_be_attached (const RgmProposal *proposal);

/* An event that is no dose of this record, for example "Thu 2027-01-07 10:00: Check-up, Room 4"; a
 * sentence if it cannot be attached. Returns: (transfer full). */
char *import_foreign_text (const RgmProposal *proposal);
