/* record-plan.c: records when a dose is planned: books it, puts it on hold or moves it. */
#include <regimen/describe.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/safety.h"
#include "record/writing.h"
#include "store/write.h"

typedef enum { BOOKED, HELD, MOVED } Plan;

/* Doses that are taken as needed have no plan. Fixed times have no appointments and are not put
 * off one by one. */
static gboolean
check_plannable (const Writing *writing, Plan plan, GError **error)
{
  const char *handle = writing->before->handle;

  if (writing->dose.why == RGM_WHY_TAKEN)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      plan == BOOKED ? _ ("%s is taken as needed: no dose is planned that could be booked")
      : plan == HELD ? _ ("%s is taken as needed: no dose is planned that could be held")
                     : _ ("%s is taken as needed: no dose is planned that could be moved"),
      handle);
  else if (plan != MOVED && writing->dose.slot)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      plan == BOOKED
        ? _ ("%s has fixed times, which are not booked; to interrupt them: regimen pause %s")
        : _ ("%s has fixed times, which are not held; to interrupt them: regimen pause %s"),
      handle, handle);
  else
    return TRUE;
  return FALSE;
}

/* @overridden: (out) (transfer full) (nullable): the refusal that the session overrode. */
static gboolean
check_safety (const Writing *writing, SafetyAct act, RgmLocal at, const RgmZone *zone,
              char **overridden, GError **error)
{
  GError *refusal = NULL;

  safety_check_plan (writing->before, &writing->dose, act, at, zone, writing->zone, &refusal);
  return writing_accept_refusal (writing->session, refusal, overridden, error);
}

/* ---- booked ---- */

typedef struct {
  RgmLocal at;
  const RgmZone *zone; /* NULL: the patient's */
  const char *place;
} BookRequest;

static gboolean
write_booked (Writing *writing, gconstpointer data, GError **error)
{
  const BookRequest *request = data;
  const RgmZone *zone = request->zone != NULL ? request->zone : writing->zone;
  g_autofree char *when = rgm_local_describe_in (request->at, zone, writing->zone);
  g_autofree char *overridden = NULL, *place = NULL;
  RgmAppointment appointment
    = { .dose = writing->dose.number, .at = request->at, .zone = (char *)rgm_zone_name (zone) };

  if (!check_plannable (writing, BOOKED, error))
    return FALSE;
  if (!rgm_local_has_time (request->at)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("an appointment on %s needs a time too, like \"2026-12-03 10:30\""), when);
    return FALSE;
  }
  if (rgm_zone_to_instant (zone, request->at, NULL) < writing->session->now) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the appointment %s is in the past; to log a dose that was given: regimen log "
                    "%s/%d"),
                 when, writing->before->handle, writing->dose.number);
    return FALSE;
  }
  if (!check_safety (writing, SAFETY_BOOK, request->at, zone, &overridden, error))
    return FALSE;
  if (request->place == NULL
      && !store_last_place (writing->session->store, writing->before->id, appointment.dose, &place,
                            error))
    return FALSE;
  if (request->place != NULL && *request->place != '\0')
    place = g_strdup (request->place);
  appointment.place = place;
  appointment.anyway = overridden;
  return writing_drop_plan (writing, error)
         && store_set_appointment (writing->session->store, writing->before->id, appointment.dose,
                                   &appointment, error);
}

gboolean
rgm_record_booked_in (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                      const RgmZone *zone, const char *place, RgmRecorded *recorded, GError **error)
{
  BookRequest request = { at, zone, place };

  return writing_check_text (_ ("place"), place, error)
         && writing_run ("book", session, course_id, WRITING_OPEN_DOSE, number, write_booked,
                         &request, recorded, error);
}

gboolean
rgm_record_booked (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                   const char *place, RgmRecorded *recorded, GError **error)
{
  return rgm_record_booked_in (session, course_id, number, at, NULL, place, recorded, error);
}

/* ---- held ---- */

typedef struct {
  const char *reason;
  RgmDay until;
} HoldRequest;

static gboolean
write_held (Writing *writing, gconstpointer data, GError **error)
{
  const HoldRequest *request = data;
  RgmHold hold
    = { writing->dose.number, (char *)request->reason, request->until, writing->session->now };
  g_autofree char *day = NULL;

  if (!check_plannable (writing, HELD, error))
    return FALSE;
  if (request->until != RGM_NO_DAY
      && request->until < rgm_zone_day (writing->zone, writing->session->now)) {
    day = rgm_day_describe (request->until);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the day of the reminder, %s, has passed; name today or a later day"), day);
    return FALSE;
  }
  return writing_drop_plan (writing, error)
         && store_set_hold (writing->session->store, writing->before->id, hold.dose, &hold, error);
}

gboolean
rgm_record_held (const RgmSession *session, gint64 course_id, int number, const char *reason,
                 RgmDay until, RgmRecorded *recorded, GError **error)
{
  HoldRequest request = { reason, until };

  *recorded = (RgmRecorded){ 0 };
  return writing_needs_reason (
           reason, _ ("a hold needs a reason, like --reason \"waiting for the lab\""), error)
         && writing_run ("hold", session, course_id, WRITING_OPEN_DOSE, number, write_held,
                         &request, recorded, error);
}

/* ---- moved ---- */

typedef struct {
  RgmLocal target;
  gboolean and_later;
} MoveRequest;

/* Moves the dose and all later ones: a new revision begins with it. */
static gboolean
move_all (Writing *writing, RgmLocal target, const char *overridden, GError **error)
{
  RgmStore *store = writing->session->store;
  const RgmCourse *before = writing->before;
  int number = writing->dose.number;
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);
  g_autofree char *when = rgm_local_describe (target);
  RgmDose moved;

  *revision = (RgmRevision){ .from_dose = number,
                             .made_at = writing->session->now,
                             .anyway = g_strdup (overridden) };
  revision->schedule = rgm_schedule_copy (course_revision (before, number)->schedule);
  revision->schedule->first = target;
  revision->schedule->begin = RGM_LOCAL_NONE;
  /* a move of this dose alone would hide the revision */
  if (!rgm_schedule_validate (revision->schedule, error)
      || (course_move (before, number) != NULL
          && !store_set_move (store, before->id, number, NULL, error))
      || !store_add_revision (store, before->id, revision, error)
      || !writing_keep_recorded (writing, error))
    return FALSE;
  /* The dose is not at @target if the schedule allows no dose then: the clinic is closed on that
   * day, the time is not one of the fixed times, or the course ends before. */
  if (rgm_course_dose (writing->after, number, writing->zone, writing->session->now, &moved, NULL)
      && rgm_local_equal (moved.target, target))
    return writing_check_days (writing, number, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the schedule of %s does not allow a dose on %s; choose a day and time that fit "
                  "the schedule, or move only this dose (without --and-later)"),
               before->handle, when);
  return FALSE;
}

static gboolean
write_moved (Writing *writing, gconstpointer data, GError **error)
{
  const MoveRequest *request = data;
  g_autofree char *overridden = NULL;
  RgmMove move = { .dose = writing->dose.number, .target = request->target };

  /* a day alone keeps the time of day that the dose had */
  if (!rgm_local_has_time (move.target))
    move.target.second = writing->dose.target.second;
  if (!check_plannable (writing, MOVED, error)
      || !check_safety (writing, SAFETY_MOVE, move.target, writing->zone, &overridden, error)
      || !writing_drop_plan (writing, error))
    return FALSE;
  move.anyway = overridden;
  return request->and_later
           ? move_all (writing, move.target, overridden, error)
           : store_set_move (writing->session->store, writing->before->id, move.dose, &move, error);
}

gboolean
rgm_record_moved (const RgmSession *session, gint64 course_id, int number, RgmLocal target,
                  gboolean and_later, RgmRecorded *recorded, GError **error)
{
  MoveRequest request = { target, and_later };

  return writing_run ("move", session, course_id, WRITING_OPEN_DOSE, number, write_moved, &request,
                      recorded, error);
}
