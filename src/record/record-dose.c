/* What happened to a dose: given, skipped, and the correction of either. */
#include <regimen/describe.h>
#include <regimen/safety.h>
#include <regimen/text.h>

#include "base/i18n.h"
#include "record/refusal.h"
#include "record/writing.h"

static RgmAdministration *
new_administration (const Writing *writing, RgmOutcome outcome, RgmInstant at)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = writing->dose.number;
  administration->outcome = outcome;
  administration->at = at;
  administration->recorded_at = writing->session->now;
  return administration;
}

/* ---- given ---- */

/* Logging ahead is for an appointment that is about to happen, not for a slip of the keyboard. */
static gboolean
check_not_far_ahead (const Writing *writing, RgmInstant at, GError **error)
{
  g_autofree char *when = NULL;

  if (at <= writing->session->now
      || (writing->dose.why != RGM_WHY_TAKEN
          && at < rgm_dose_overdue_from (&writing->dose, writing->zone)))
    return TRUE;
  when = rgm_local_describe (rgm_zone_to_local (writing->zone, at));
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s lies ahead, past the window of dose %d of %s; use when it was given, like now"), when,
    writing->dose.number, writing->before->handle);
  return FALSE;
}

/* @overridden: (out) (transfer full) (nullable): the refusals that the session overrode. */
static gboolean
check_given_at (const Writing *writing, RgmInstant at, char **overridden, GError **error)
{
  g_autoptr (GString) refusals = g_string_new (NULL);
  GError *refusal = NULL;

  if (!check_not_far_ahead (writing, at, error))
    return FALSE;
  rgm_safety_log (writing->before, &writing->dose, at, writing->zone, &refusal);
  if (!refusal_accept (writing->session, refusal, refusals, error))
    return FALSE;
  *overridden = refusals->len > 0 ? g_strdup (refusals->str) : NULL;
  return TRUE;
}

static gboolean
write_given (Writing *writing, gconstpointer data, GError **error)
{
  const RgmGivenRequest *request = data;
  const char *amount = rgm_course_amount (writing->before, writing->dose.number);
  RgmAdministration *administration;
  char *overridden = NULL;

  if (!check_given_at (writing, request->at, &overridden, error))
    return FALSE;
  administration = new_administration (writing, RGM_GIVEN, request->at);
  administration->amount = g_strdup (request->amount != NULL ? request->amount : amount);
  administration->site = g_strdup (request->site != NULL ? request->site : writing->before->site);
  administration->note = g_strdup (request->note);
  administration->anyway = overridden;
  return writing_add_administration (writing, administration, error);
}

static gboolean
check_optional (const char *what, const char *text, GError **error)
{
  return text == NULL || rgm_text_check (what, text, error);
}

gboolean
rgm_record_given (const RgmSession *session, gint64 course_id, int number,
                  const RgmGivenRequest *request, RgmRecorded *recorded, GError **error)
{
  return check_optional (_ ("note"), request->note, error)
         && check_optional (_ ("site"), request->site, error)
         && writing_run ("log", session, course_id, WRITING_OPEN_DOSE, number, write_given, request,
                         recorded, error);
}

/* ---- skipped ---- */

typedef struct {
  const char *reason;
  gboolean makeup;
} SkipRequest;

static gboolean
refuse_as_needed (const Writing *writing, const char *verb, GError **error)
{
  if (writing->dose.why != RGM_WHY_TAKEN)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is taken as needed: no dose is planned that could be %s"),
               writing->before->handle, verb);
  return FALSE;
}

static gboolean
write_skipped (Writing *writing, gconstpointer data, GError **error)
{
  const SkipRequest *request = data;
  RgmAdministration *administration;

  if (!refuse_as_needed (writing, _ ("skipped"), error))
    return FALSE;
  administration = new_administration (writing, RGM_SKIPPED, writing->session->now);
  administration->reason = g_strdup (request->reason);
  administration->makeup
    = request->makeup && rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_FRACTIONS;
  return writing_add_administration (writing, administration, error);
}

gboolean
rgm_record_skipped (const RgmSession *session, gint64 course_id, int number, const char *reason,
                    gboolean makeup, RgmRecorded *recorded, GError **error)
{
  SkipRequest request = { reason, makeup };

  *recorded = (RgmRecorded){ 0 };
  return writing_needs_reason (reason, _ ("a skip needs a reason, like --reason \"low calcium\""),
                               error)
         && writing_run ("skip", session, course_id, WRITING_OPEN_DOSE, number, write_skipped,
                         &request, recorded, error);
}

/* ---- corrections ---- */

static char *
amended_text (const char *was, const char *is)
{
  if (is == NULL)
    return g_strdup (was);
  return is[0] != '\0' ? g_strdup (is) : NULL;
}

static RgmAdministration *
amended (const Writing *writing, const RgmAmendRequest *request)
{
  const RgmAdministration *old = writing->dose.administration;
  RgmOutcome outcome = request->sets_outcome ? request->outcome : old->outcome;
  RgmAdministration *fresh = new_administration (
    writing, outcome, request->at != RGM_INSTANT_NONE ? request->at : old->at);

  fresh->amount = amended_text (old->amount, request->amount);
  fresh->site = amended_text (old->site, request->site);
  fresh->note = amended_text (old->note, request->note);
  fresh->reason = amended_text (old->reason, request->reason);
  fresh->replaces = old->id;
  if (request->at == RGM_INSTANT_NONE && fresh->outcome == old->outcome)
    fresh->anyway = g_strdup (old->anyway);
  return fresh;
}

static gboolean
says (const char *text)
{
  return text != NULL && text[0] != '\0';
}

/* What is entered and cannot be kept is a mistake. */
static gboolean
check_fits_outcome (const Writing *writing, const RgmAmendRequest *request, RgmOutcome outcome,
                    GError **error)
{
  const RgmDose *dose = &writing->dose;

  if (outcome == RGM_SKIPPED && (says (request->amount) || says (request->site)))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("a dose that was skipped has no amount and no site; to say that dose %d of %s "
                    "was given: --given --at TIME"),
                 dose->number, writing->before->handle);
  else if (outcome == RGM_GIVEN && says (request->reason))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("dose %d of %s was given: only a skipped one has a reason; use --note"),
                 dose->number, writing->before->handle);
  else
    return TRUE;
  return FALSE;
}

/* What only one of the two outcomes has. */
static void
fit_outcome (const Writing *writing, RgmAdministration *fresh)
{
  gboolean was_skipped = writing->dose.administration->outcome == RGM_SKIPPED;
  gboolean fractions = rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_FRACTIONS;

  if (fresh->outcome == RGM_SKIPPED) {
    g_clear_pointer (&fresh->amount, g_free);
    g_clear_pointer (&fresh->site, g_free);
    fresh->makeup = was_skipped ? writing->dose.administration->makeup : fractions;
  } else
    g_clear_pointer (&fresh->reason, g_free);
}

static gboolean
check_outcome (const Writing *writing, const RgmAmendRequest *request,
               const RgmAdministration *fresh, GError **error)
{
  const RgmAdministration *old = writing->dose.administration;

  if (fresh->outcome == RGM_SKIPPED)
    return writing_needs_reason (
      fresh->reason, _ ("a dose that was not given needs a reason: --reason \"…\""), error);
  if (old->outcome == RGM_GIVEN || request->at != RGM_INSTANT_NONE)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("dose %d of %s was skipped; say when it was given: --at TIME"), old->dose,
               writing->before->handle);
  return FALSE;
}

static gboolean
write_amended (Writing *writing, gconstpointer data, GError **error)
{
  const RgmAmendRequest *request = data;
  RgmAdministration *fresh = amended (writing, request);
  gboolean moved = fresh->outcome == RGM_GIVEN && request->at != RGM_INSTANT_NONE;

  if (!check_fits_outcome (writing, request, fresh->outcome, error)
      || !check_outcome (writing, request, fresh, error)
      || (moved && !check_given_at (writing, fresh->at, &fresh->anyway, error))) {
    rgm_administration_free (fresh);
    return FALSE;
  }
  fit_outcome (writing, fresh);
  return writing_add_administration (writing, fresh, error);
}

gboolean
rgm_record_amended (const RgmSession *session, gint64 course_id, int number,
                    const RgmAmendRequest *request, RgmRecorded *recorded, GError **error)
{
  return check_optional (_ ("note"), request->note, error)
         && check_optional (_ ("site"), request->site, error)
         && check_optional (_ ("reason"), request->reason, error)
         && writing_run ("amend", session, course_id, WRITING_RECORDED_DOSE, number, write_amended,
                         request, recorded, error);
}
