/* record-dose.c: records what happened to a dose: it was given or skipped, or the record of that is
 * corrected. */
#include <regimen/describe.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/safety.h"
#include "record/together.h"
#include "record/undoable.h"
#include "record/writing.h"
#include "store/write.h"

/* ---- given ---- */

/* In each of these checks @overridden: (out) (transfer full) (nullable): the refusals that the
 * session overrode. */

static gboolean
check_past (const Writing *writing, RgmInstant at, gboolean day_only, char **overridden,
            GError **error)
{
  GError *refusal = NULL;

  safety_check_past (at, day_only, writing->session->now, writing->zone, &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

static gboolean
check_log (const Writing *writing, RgmInstant at, gboolean day_only, char **overridden,
           GError **error)
{
  GError *refusal = NULL;

  safety_check_log (writing->before, &writing->dose, at, day_only, writing->zone, &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

/* Refuses a day after the one on which the course was stopped, as `stop` refuses a day after which
 * a dose was given. */
static gboolean
check_not_stopped (const Writing *writing, RgmInstant at, GError **error)
{
  const RgmCourse *course = writing->before;
  RgmDay given = rgm_zone_day (writing->zone, at), stopped;
  g_autofree char *day = NULL, *end = NULL;

  if (course->stopped_at == RGM_INSTANT_NONE)
    return TRUE;
  stopped = rgm_zone_day (writing->zone, course->stopped_at);
  if (given <= stopped)
    return TRUE;
  day = rgm_day_describe (given);
  end = rgm_day_describe (stopped);
  if (undoable_stop (writing->session, course, writing->zone))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s, and %s is after that; for dose %d, give a day no later "
                    "than the stop, or first undo the stop: regimen undo %s"),
                 course->handle, end, day, writing->dose.number, course->handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s, and %s is after that; for dose %d, give a day no later "
                    "than the stop"),
                 course->handle, end, day, writing->dose.number);
  return FALSE;
}

static gboolean
check_given_at (const Writing *writing, const RgmAdministration *given, char **overridden,
                GError **error)
{
  return check_past (writing, given->at, given->day_only, overridden, error)
         && check_log (writing, given->at, given->day_only, overridden, error);
}

static gboolean
check_given_amount (const Writing *writing, const char *amount, char **overridden, GError **error)
{
  GError *refusal = NULL;

  safety_check_amount (writing->before, writing->dose.number, amount, &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

static gboolean
write_given (Writing *writing, gconstpointer data, GError **error)
{
  const RgmGivenRequest *request = data;
  const RgmCourse *course = writing->before;
  const char *amount = rgm_course_amount (course, writing->dose.number);
  RgmInstant at = writing->at;
  g_autofree char *overridden = NULL;
  g_autofree char *site = request->site != NULL ? text_squeeze (request->site) : NULL;
  RgmAdministration given = { .dose = writing->dose.number,
                              .outcome = RGM_GIVEN,
                              .day_only = request->day_only,
                              .recorded_at = writing->session->now };

  if (request->at_visit)
    at = dose_reported_at (&writing->dose, course, writing->zone, at);
  if (!check_not_stopped (writing, at, error)
      || !check_past (writing, at, request->day_only, &overridden, error))
    return FALSE;
  if (!check_log (writing, at, request->day_only, &overridden, error))
    return writing_name_other (writing, at, error);
  if (!check_given_amount (writing, request->amount, &overridden, error))
    return FALSE;
  given.at = at;
  writing_enter (&given, writing->zone);
  given.amount = (char *)(request->amount != NULL ? request->amount : amount);
  given.site = site != NULL ? site : course->site;
  given.note = (char *)request->note;
  given.anyway = overridden;
  return writing_leave_pause (writing, error)
         && store_add_administration (writing->session->store, course->id, &given, error);
}

gboolean
rgm_record_given (const RgmSession *session, gint64 course_id, int number,
                  const RgmGivenRequest *request, RgmRecorded *recorded, GError **error)
{
  return writing_check_new_text (_ ("note"), request->note, error)
         && writing_check_new_text (_ ("site"), request->site, error)
         && writing_run ("log", session, course_id, WRITING_TAKEN_DOSE, number, write_given,
                         request, recorded, error);
}

/* ---- skipped ---- */

typedef struct {
  const char *reason;
  gboolean makeup;
  gboolean named; /* the user named the dose */
} SkipRequest;

static gboolean
check_skip (const Writing *writing, const SkipRequest *request, char **overridden, GError **error)
{
  GError *refusal = NULL;

  if (!request->named)
    safety_check_skip (writing->before, &writing->dose, writing->session->now, writing->zone,
                       &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

/* Checks the reason for a dose that was not given. The clinic may ask for the reason, so it is
 * needed, except for fixed times such as those of tablets. @message: is shown if the reason is
 * missing. */
static gboolean
check_reason (const Writing *writing, const char *reason, const char *message, GError **error)
{
  if (rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_TIMES)
    return writing_check_new_text (_ ("reason"), reason, error);
  return writing_needs_reason (reason, message, error);
}

static gboolean
write_skipped (Writing *writing, gconstpointer data, GError **error)
{
  const SkipRequest *request = data;
  const RgmCourse *course = writing->before;
  g_autofree char *overridden = NULL;
  RgmAdministration skipped = { .dose = writing->dose.number,
                                .outcome = RGM_SKIPPED,
                                .at = writing->session->now,
                                .reason = (char *)request->reason,
                                .recorded_at = writing->session->now };

  if (writing->dose.why == RGM_WHY_TAKEN) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is taken as needed: no dose is planned that could be skipped"),
                 course->handle);
    return FALSE;
  }
  if (!check_reason (writing, request->reason,
                     _ ("a skip needs a reason, like --reason \"the clinic called it off\""), error)
      || !check_skip (writing, request, &overridden, error))
    return FALSE;
  writing_enter (&skipped, writing->zone);
  skipped.anyway = overridden;
  skipped.makeup = request->makeup && rgm_course_schedule (course)->kind == RGM_SCHEDULE_FRACTIONS;
  return store_add_administration (writing->session->store, course->id, &skipped, error);
}

gboolean
rgm_record_skipped (const RgmSession *session, gint64 course_id, int number, const char *reason,
                    gboolean makeup, RgmRecorded *recorded, GError **error)
{
  SkipRequest request = { reason, makeup, number != 0 };

  return writing_run ("skip", session, course_id, WRITING_NEAREST_DOSE, number, write_skipped,
                      &request, recorded, error);
}

/* ---- corrections ---- */

/* The text after a correction: @is replaces @was; NULL keeps it, and "" removes it. */
static char *
amended_text (const char *was, const char *is)
{
  if (is == NULL)
    return (char *)was;
  return is[0] != '\0' ? (char *)is : NULL;
}

static gboolean
says (const char *text)
{
  return text != NULL && text[0] != '\0';
}

/* The administration with @id among @rows, from rgm_store_history(); NULL if there is none. */
static const RgmAdministration *
find_version (const GPtrArray *rows, gint64 id)
{
  for (guint i = 0; id != 0 && i < rows->len; i++) {
    const RgmAdministration *each = ((const RgmHistoryRow *)rows->pdata[i])->administration;
    if (each->id == id)
      return each;
  }
  return NULL;
}

/* Finds the amount and the site for a dose that is on record as skipped but was given after all, if
 * the user names none: those of its last version that was given, or else those that a log would
 * take. @amount, @site: (out) (transfer full) (nullable). */
static gboolean
find_given (const Writing *writing, char **amount, char **site, GError **error)
{
  const RgmCourse *course = writing->before;
  const RgmAdministration *skipped = writing->dose.administration, *each;
  g_autoptr (GPtrArray) rows
    = rgm_store_history (writing->session->store, 0, course->id, RGM_HISTORY_CORRECTED, error);

  if (rows == NULL)
    return FALSE;
  each = find_version (rows, skipped->replaces);
  /* a row replaces an earlier one, so that the search ends in a damaged record too */
  while (each != NULL && each->outcome != RGM_GIVEN)
    each = each->replaces < each->id ? find_version (rows, each->replaces) : NULL;
  *amount = g_strdup (each != NULL ? each->amount : rgm_course_amount (course, skipped->dose));
  *site = g_strdup (each != NULL ? each->site : course->site);
  return TRUE;
}

/* Refuses texts that do not fit the outcome: a skipped dose has no amount and no site, a given one
 * no reason. */
static gboolean
check_amendment (const Writing *writing, const RgmAmendRequest *request,
                 const RgmAdministration *fresh, GError **error)
{
  int dose = fresh->dose;
  const char *handle = writing->before->handle;

  if (fresh->outcome == RGM_SKIPPED && (says (request->amount) || says (request->site))) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("a dose that was skipped has no amount and no site; to say that dose %d of %s "
                    "was given: --given --at TIME"),
                 dose, handle);
    return FALSE;
  }
  if (fresh->outcome == RGM_SKIPPED)
    return check_reason (writing, fresh->reason,
                         _ ("a dose that was not given needs a reason, like --reason \"the clinic "
                            "called it off\""),
                         error);
  if (says (request->reason)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("dose %d of %s was given: only a skipped one has a reason; use --note"), dose,
                 handle);
    return FALSE;
  }
  if (writing->dose.administration->outcome == RGM_SKIPPED && request->at == RGM_INSTANT_NONE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("dose %d of %s was skipped; say when it was given: --at TIME"), dose, handle);
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_same (const RgmAdministration *a, const RgmAdministration *b)
{
  return a->outcome == b->outcome && a->at == b->at && a->day_only == b->day_only
         && g_strcmp0 (a->amount, b->amount) == 0 && g_strcmp0 (a->site, b->site) == 0
         && g_strcmp0 (a->note, b->note) == 0 && g_strcmp0 (a->reason, b->reason) == 0;
}

/* Checks what @request corrects. Values that the request leaves alone were accepted earlier, so the
 * user is not asked about them again; but the refusals that were overridden for them stay on
 * record. */
static gboolean
check_corrected (const Writing *writing, const RgmAmendRequest *request, RgmAdministration *fresh,
                 char **overridden, GError **error)
{
  const RgmAdministration *old = writing->dose.administration;
  gboolean was_given = old->outcome == RGM_GIVEN;
  RgmSession accepted = *writing->session;
  Writing known = *writing;

  accepted.anyway = TRUE;
  known.session = &accepted;
  if (request->at != RGM_INSTANT_NONE || !was_given) {
    if (!check_not_stopped (writing, fresh->at, error)
        || !check_given_at (writing, fresh, overridden, error))
      return FALSE;
  } else if (old->anyway != NULL && !check_given_at (&known, fresh, overridden, error))
    return FALSE;
  if (says (request->amount))
    return check_given_amount (writing, fresh->amount, overridden, error);
  return (old->anyway == NULL && was_given)
         || check_given_amount (&known, fresh->amount, overridden, error);
}

/* Checks whether the medicine may be active beside the patient's others, because with the
 * correction a course that was completed may have another dose to come. */
static gboolean
check_goes_on (const Writing *writing, const RgmAdministration *fresh, char **overridden,
               GError **error)
{
  g_autoptr (RgmCourse) coming = course_copy (writing->before);
  RgmAdministration *row = (RgmAdministration *)rgm_course_administration (coming, fresh->dose);

  row->outcome = fresh->outcome;
  row->at = fresh->at;
  row->day = fresh->day;
  row->day_only = fresh->day_only;
  g_free (row->zone);
  row->zone = g_strdup (fresh->zone);
  return together_check_awake (writing->session, writing->before, coming, writing->zone, overridden,
                               error);
}

/* Whether @request names the time that @old already has: the same day if only the day is known,
 * else the same minute, because the time that a user types has no seconds. */
static gboolean
names_same_time (const RgmAmendRequest *request, const RgmAdministration *old, const RgmZone *zone)
{
  RgmAdministration named = { .at = request->at };

  if (request->at == RGM_INSTANT_NONE || request->day_only != old->day_only)
    return FALSE;
  writing_enter (&named, zone);
  return old->day_only ? named.day == old->day : civil_same_minute (named.at, old->at);
}

static gboolean
write_amended (Writing *writing, gconstpointer data, GError **error)
{
  RgmAmendRequest amended = *(const RgmAmendRequest *)data, *request = &amended;
  const RgmAdministration *old = writing->dose.administration;
  const RgmZone *zone = request->zone != NULL ? request->zone : writing->zone;
  gboolean fractions = rgm_course_schedule (writing->before)->kind == RGM_SCHEDULE_FRACTIONS;
  Writing there = *writing;
  g_autofree char *overridden = NULL;
  g_autofree char *site = request->site != NULL ? text_squeeze (request->site) : NULL;
  g_autofree char *given_amount = NULL, *given_site = NULL;
  RgmAdministration fresh = { .dose = old->dose,
                              .outcome = request->sets_outcome ? request->outcome : old->outcome,
                              .at = old->at,
                              .zone = old->zone,
                              .day = old->day,
                              .day_only = old->day_only,
                              .amount = amended_text (old->amount, request->amount),
                              .site = amended_text (old->site, site),
                              .note = amended_text (old->note, request->note),
                              .reason = amended_text (old->reason, request->reason),
                              .recorded_at = writing->session->now,
                              .replaces = old->id };

  if (!check_amendment (writing, request, &fresh, error)
      || (request->day_only
          && !writing_take_day (writing, fresh.dose, request->part, &amended.at, error)))
    return FALSE;
  if (old->outcome == RGM_SKIPPED && fresh.outcome == RGM_GIVEN) {
    if (!find_given (writing, &given_amount, &given_site, error))
      return FALSE;
    fresh.amount = amended_text (given_amount, request->amount);
    fresh.site = amended_text (given_site, site);
  }
  if (names_same_time (request, old, zone))
    amended.at = RGM_INSTANT_NONE;
  if (request->at != RGM_INSTANT_NONE) {
    fresh.at = request->at;
    fresh.day_only = request->day_only;
    writing_enter (&fresh, zone);
  }
  if (fresh.outcome == RGM_SKIPPED) {
    fresh.amount = fresh.site = NULL;
    fresh.makeup = old->outcome == RGM_SKIPPED ? old->makeup : fractions;
  } else
    fresh.reason = NULL;
  if (is_same (old, &fresh)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d of %s is on record in exactly this form; there is nothing to correct"),
                 old->dose, writing->before->handle);
    return FALSE;
  }
  there.zone = zone; /* a time is checked where it was, as the messages show it */
  if (fresh.outcome == RGM_SKIPPED && request->at != RGM_INSTANT_NONE
      && !check_past (&there, fresh.at, fresh.day_only, &overridden, error))
    return FALSE;
  if ((fresh.outcome == RGM_GIVEN && !check_corrected (&there, request, &fresh, &overridden, error))
      || !check_goes_on (writing, &fresh, &overridden, error))
    return FALSE;
  fresh.anyway = overridden;
  return store_add_administration (writing->session->store, writing->before->id, &fresh, error);
}

gboolean
rgm_record_amended (const RgmSession *session, gint64 course_id, int number,
                    const RgmAmendRequest *request, RgmRecorded *recorded, GError **error)
{
  return writing_check_text (_ ("note"), request->note, error)
         && writing_check_text (_ ("site"), request->site, error)
         && writing_check_text (_ ("reason"), request->reason, error)
         && writing_run ("amend", session, course_id, WRITING_RECORDED_DOSE, number, write_amended,
                         request, recorded, error);
}
