/* import-find.h: finds the dose that an event of a calendar is about. */
#pragma once

#include "calendar/import-judge.h"
#include "store/calendar-rows.h"

/* Whether the event is about a dose of another patient than the requested one: by its UID, by the
 * appointment that the record remembers, or by the name in its title. @others: (out). Returns:
 * FALSE with @error set if the record could not be read. */
gboolean import_is_of_another (ImportComparison *comparison, const RgmProposal *proposal,
                               gboolean *others, GError **error);

/* Finds the dose by the UID of the event. If the UID is that of a dose, sets course, dose and
 * patient of @proposal. @found: (out): whether it is such a UID. Returns: FALSE with @error set if
 * the record could not be read. */
gboolean import_find_by_uid (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                             GError **error);

/* What the record remembers about the appointment of @proposal, which regimen did not make.
 * Returns: (transfer full) (nullable): NULL if it remembers nothing; NULL with @error set if it
 * could not be read. */
RgmInvitation *
import_invitation (const ImportComparison *comparison, const RgmProposal *proposal, GError **error);

/* The part of @invitation that is compared with a later version of the same appointment. */
RgmRemembered import_remembered (const RgmInvitation *invitation);

/* Compares @proposal with the dose to which its appointment was attached before. @found: (out):
 * whether there is such a dose. Returns: FALSE with @error set if the record could not be read. */
gboolean import_find_remembered (ImportComparison *comparison, RgmProposal *proposal,
                                 gboolean *found, GError **error);

/* Notes in @proposal that its event is not of this record. If, however, its time cannot be used and
 * the record remembers an appointment with its UID, notes that the series of that appointment
 * cannot be read. Returns: FALSE with @error set if the record could not be read. */
gboolean import_find_series (ImportComparison *comparison, RgmProposal *proposal, GError **error);

/* Compares @proposal with the dose that its title names. A title alone is not certain, so the user
 * has to decide. @found: (out): whether there is such a dose. Returns: FALSE with @error set if the
 * record could not be read. */
gboolean import_find_by_title (ImportComparison *comparison, RgmProposal *proposal, gboolean *found,
                               GError **error);
