/* import-find.h: which dose an event of a calendar is about. */
#pragma once

#include "calendar/import-judge.h"
#include "store/calendar-rows.h"

/* Whether the event is, by its UID, that of a dose of the patient who is asked for. Sets course,
 * dose and patient of @proposal if it is. @found: (out). Returns: FALSE with @error if the record
 * could not be read. */
gboolean import_find_by_uid (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                             GError **error);

/* What the record remembers of an appointment not made by regimen. Returns: (transfer full)
 * (nullable): NULL if it remembers nothing; NULL with @error set if it could not be read. */
RgmInvitation *
import_invitation (const ImportComparison *comparison, const RgmProposal *proposal, GError **error);

/* The part of @invitation with which a later version of it is compared. */
RgmRemembered import_remembered (const RgmInvitation *invitation);

/* Judges @proposal as the dose to which its appointment was attached before. @found: (out): whether
 * there is such a dose. */
gboolean import_find_remembered (ImportComparison *comparison, RgmProposal *proposal,
                                 gboolean *found, GError **error);

/* Notes that @proposal is not of this record; or, if its time cannot be used and the record
 * remembers appointments of its series, what is wrong with that series. */
gboolean import_find_series (ImportComparison *comparison, RgmProposal *proposal, GError **error);

/* Judges @proposal as the dose that its title names. The user has to look at what is known by its
 * title alone. @found: (out): whether there is such a dose. */
gboolean import_find_by_title (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                               GError **error);
