/* followup.h: the commands that put on record what happens between two doses. Each command is one
 * change in one transaction: either all of it is written or nothing. What a function returns is
 * read from the store, in the same transaction.
 *
 * All texts are kept as they are given. Each must be one line of at most 500 characters; any other
 * text is refused with RGM_ERROR_USAGE. */
#pragma once

#include <regimen/record.h>

RGM_BEGIN_DECLS

/* What rgm_followup_observed() puts on record. Strings are borrowed, and nullable except for the
 * name. */
typedef struct {
  RgmObservationKind kind;
  const char *name; /* the name, as it is to be shown */
  const char *value, *unit;
  const char *low, *high; /* both or neither; decimal numbers, the lower one first */
  const char *site, *note;
  RgmGivenTime at; /* not before 1900, and not after now, except for a few minutes of clock error */
  const RgmZone *zone; /* for a correction: in which @at was read; NULL: the patient's */
} RgmObservationRequest;

/**
 * rgm_followup_observed: puts an observation about the session's patient on record. If there is no
 * patient yet, adds one, as rgm_record_add() does.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if a member is not valid, for example a time
 * in the future.
 */
RgmObservation *rgm_followup_observed (const RgmSession *session,
                                       const RgmObservationRequest *request, GError **error);

/**
 * rgm_followup_amended: corrects observation @number of the kind in @request. A member that is
 * NULL, or a time that is RGM_INSTANT_NONE, stays as it was; "" removes a text. A range belongs to
 * a unit: if the unit changes and @request has no range, the old range is removed.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT if there is no such observation, or if
 * nothing would change.
 */
RgmObservation *rgm_followup_amended (const RgmSession *session, int number,
                                      const RgmObservationRequest *request, GError **error);

/* Removes observation @number of @kind from all lists, because it was entered by mistake. Returns:
 * (transfer full): the observation as it was; NULL with RGM_ERROR_CONFLICT if there is none. */
RgmObservation *rgm_followup_removed (const RgmSession *session, RgmObservationKind kind,
                                      int number, GError **error);

/* Observation @number of @kind of the session's patient. Returns: (transfer full): NULL with
 * RGM_ERROR_CONFLICT if there is none; the message gives the last number. */
RgmObservation *
rgm_followup_find (const RgmSession *session, RgmObservationKind kind, int number, GError **error);

/**
 * rgm_followup_contact_set: if the number of @contact is 0, adds it; otherwise replaces the contact
 * that has this number. The contact belongs to the session's patient. If there is no patient yet,
 * adds one, as rgm_record_add() does.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT (another contact has the name, ignoring
 * letter case; or nothing would change) or RGM_ERROR_USAGE (no name, or a phone number that
 * rgm_contact_phone_check() refuses).
 */
RgmContact *
rgm_followup_contact_set (const RgmSession *session, const RgmContact *contact, GError **error);
/* Removes @contact, which is on record, from all lists. */
gboolean
rgm_followup_contact_removed (const RgmSession *session, const RgmContact *contact, GError **error);

/* Puts a question for the next visit on record. Returns: (transfer full). */
RgmQuestion *rgm_followup_asked (const RgmSession *session, const char *question, GError **error);
/* Records the answer to question @number, in place of an earlier one. Returns: (transfer full):
 * NULL with RGM_ERROR_CONFLICT if there is no such question. */
RgmQuestion *
rgm_followup_answered (const RgmSession *session, int number, const char *answer, GError **error);
/* Changes the wording of question @number, whether or not it was answered. Returns: (transfer
 * full): NULL with RGM_ERROR_CONFLICT if there is no such question, or if nothing would change. */
RgmQuestion *rgm_followup_question_changed (const RgmSession *session, int number, const char *text,
                                            GError **error);
/* Removes question @number from all lists. Returns: (transfer full): the question as it was. */
RgmQuestion *rgm_followup_question_removed (const RgmSession *session, int number, GError **error);

/**
 * rgm_followup_need_set: records that the doses of course @course_id need something called @name
 * from now on.
 * @within: how old it may be on the day of the dose, in days, weeks or months; count 0: no limit
 * was given.
 * @source: (nullable): the key of the suggestion in the catalog.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT if the course has exactly this need
 * already, or has ended; with RGM_ERROR_USAGE if @within is in hours.
 */
RgmNeed *rgm_followup_need_set (const RgmSession *session, gint64 course_id, const char *name,
                                RgmPeriod within, const char *source, GError **error);
/* Records that the course no longer needs @need. */
gboolean rgm_followup_need_removed (const RgmSession *session, const RgmNeed *need, GError **error);

RGM_END_DECLS
