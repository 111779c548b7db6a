/* followup.h: the commands that put on record what happens between two doses. Each is one change in
 * one transaction: either all of it is written or nothing. What a function gives back is read from
 * the store, in the same transaction.
 *
 * All texts are kept as they are given; each must be one line of at most 500 characters. A text
 * that is not so is refused with RGM_ERROR_USAGE. */
#pragma once

#include <regimen/record.h>

RGM_BEGIN_DECLS

/* What rgm_followup_observed() puts on record. Strings borrowed; nullable but for the name. */
typedef struct {
  RgmObservationKind kind;
  const char *name; /* as it is to be shown */
  const char *value, *unit;
  const char *low, *high; /* both or none; decimal numbers, the low one first */
  const char *site, *note;
  RgmGivenTime at; /* not before 1900; not after now, but for a few minutes of clock error */
} RgmObservationRequest;

/**
 * rgm_followup_observed: puts an observation of the session's patient on record. Adds the first
 * patient as rgm_record_add() does.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if a member is not as it should be, for
 * example a time in the future.
 */
RgmObservation *rgm_followup_observed (const RgmSession *session,
                                       const RgmObservationRequest *request, GError **error);

/**
 * rgm_followup_amended: corrects the observation @number of the kind of @request. A member that is
 * NULL, or a time that is RGM_INSTANT_NONE, stays as it was; "" takes a text away. A range belongs
 * to a unit: if the unit becomes another one and @request has no range, the old one goes.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT if there is none of this number, or if
 * nothing would change.
 */
RgmObservation *rgm_followup_amended (const RgmSession *session, int number,
                                      const RgmObservationRequest *request, GError **error);

/* Takes the observation @number of @kind out of all lists: it was entered by mistake. Returns:
 * (transfer full): as it was; NULL with RGM_ERROR_CONFLICT if there is none. */
RgmObservation *rgm_followup_removed (const RgmSession *session, RgmObservationKind kind,
                                      int number, GError **error);

/* The observation @number of @kind of the session's patient. Returns: (transfer full): NULL with
 * RGM_ERROR_CONFLICT, which names the last one, if there is none. */
RgmObservation *
rgm_followup_find (const RgmSession *session, RgmObservationKind kind, int number, GError **error);

/**
 * rgm_followup_contact_set: adds @contact, if its number is 0, or puts it in the place of the one
 * with its number. Its patient is that of the session. Adds the first patient as rgm_record_add()
 * does.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT (another contact has the name, without
 * regard to letter case; nothing would change) or RGM_ERROR_USAGE (no name; a phone number that
 * rgm_contact_phone_check() refuses).
 */
RgmContact *
rgm_followup_contact_set (const RgmSession *session, const RgmContact *contact, GError **error);
gboolean
rgm_followup_contact_removed (const RgmSession *session, const RgmContact *contact, GError **error);

/* Puts a question for the next visit on record. Returns: (transfer full). */
RgmQuestion *rgm_followup_asked (const RgmSession *session, const char *question, GError **error);
/* The answer to question @number; an earlier one is replaced. Returns: (transfer full): NULL with
 * RGM_ERROR_CONFLICT if there is no such question. */
RgmQuestion *
rgm_followup_answered (const RgmSession *session, int number, const char *answer, GError **error);
/* Other words for question @number, whether or not it was answered. Returns: (transfer full): NULL
 * with RGM_ERROR_CONFLICT if there is no such question, or if nothing would change. */
RgmQuestion *rgm_followup_question_changed (const RgmSession *session, int number, const char *text,
                                            GError **error);
/* Takes question @number out of all lists. Returns: (transfer full): as it was. */
RgmQuestion *rgm_followup_question_removed (const RgmSession *session, int number, GError **error);

/**
 * rgm_followup_need_set: the doses of course @course_id need something with the name @name from now
 * on. @within: how old it may be at the dose, in days, weeks or months; count 0: not said. @source:
 * (nullable): the key of the suggestion in the catalog.
 * Returns: (transfer full): NULL with RGM_ERROR_CONFLICT if the course has exactly this need, or
 * has ended.
 */
RgmNeed *rgm_followup_need_set (const RgmSession *session, gint64 course_id, const char *name,
                                RgmPeriod within, const char *source, GError **error);
/* The course does not need @need any more. */
gboolean rgm_followup_need_removed (const RgmSession *session, const RgmNeed *need, GError **error);

RGM_END_DECLS
