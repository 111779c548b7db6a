/* When a dose will be: booked, held, moved. */
#include <regimen/describe.h>
#include <regimen/text.h>

#include "base/i18n.h"
#include "record/writing.h"

static gboolean
refuse_unplanned (const Writing *writing, const char *verb, gboolean slots_too, GError **error)
{
  if (writing->dose.why == RGM_WHY_TAKEN)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is taken as needed: no dose is planned that could be %s"),
                 writing->before->handle, verb);
  else if (slots_too && writing->dose.slot)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has fixed times, which are not %s; to interrupt them: regimen pause %s"),
                 writing->before->handle, verb, writing->before->handle);
  else
    return TRUE;
  return FALSE;
}

/* ---- booked ---- */

typedef struct {
  RgmLocal at;
  const RgmZone *zone; /* NULL: the patient's */
  const char *place;
} BookRequest;

static const RgmZone *
booked_zone (const Writing *writing, const BookRequest *request)
{
  return request->zone != NULL ? request->zone : writing->zone;
}

static gboolean
check_appointment (const Writing *writing, const BookRequest *request, GError **error)
{
  g_autofree char *when = rgm_local_describe (request->at);

  if (!rgm_local_has_time (request->at)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("an appointment on %s needs a time too, like \"2026-12-03 10:30\""), when);
    return FALSE;
  }
  if (rgm_zone_to_instant (booked_zone (writing, request), request->at, NULL)
      >= writing->session->now)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the appointment %s lies in the past; a dose that was given then is logged: "
                  "regimen log %s/%d"),
               when, writing->before->handle, writing->dose.number);
  return FALSE;
}

static gboolean
write_booked (Writing *writing, gconstpointer data, GError **error)
{
  const BookRequest *request = data;
  RgmAppointment appointment
    = { writing->dose.number, request->at, (char *)rgm_zone_name (booked_zone (writing, request)),
        (char *)request->place };

  if (!refuse_unplanned (writing, _ ("booked"), TRUE, error)
      || !check_appointment (writing, request, error) || !writing_drop_appointment (writing, error)
      || !writing_lift_hold (writing, error))
    return FALSE;
  return rgm_store_set_appointment (writing->session->store, writing->before->id, appointment.dose,
                                    &appointment, error);
}

gboolean
rgm_record_booked_in (const RgmSession *session, gint64 course_id, int number, RgmLocal at,
                      const RgmZone *zone, const char *place, RgmRecorded *recorded, GError **error)
{
  BookRequest request = { at, zone, place };

  return (place == NULL || rgm_text_check (_ ("place"), place, error))
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
check_look_again (const Writing *writing, RgmDay until, GError **error)
{
  g_autofree char *day = NULL;

  if (until == RGM_NO_DAY || until >= rgm_zone_day (writing->zone, writing->session->now))
    return TRUE;
  day = rgm_day_describe (until);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("the day to look again, %s, lies in the past"),
               day);
  return FALSE;
}

static gboolean
write_held (Writing *writing, gconstpointer data, GError **error)
{
  const HoldRequest *request = data;
  RgmHold hold
    = { writing->dose.number, (char *)request->reason, request->until, writing->session->now };

  if (!refuse_unplanned (writing, _ ("held"), TRUE, error)
      || !check_look_again (writing, request->until, error)
      || !writing_drop_appointment (writing, error) || !writing_lift_hold (writing, error))
    return FALSE;
  return rgm_store_set_hold (writing->session->store, writing->before->id, hold.dose, &hold, error);
}

gboolean
rgm_record_held (const RgmSession *session, gint64 course_id, int number, const char *reason,
                 RgmDay until, RgmRecorded *recorded, GError **error)
{
  HoldRequest request = { reason, until };

  *recorded = (RgmRecorded){ 0 };
  return writing_needs_reason (reason, _ ("a hold needs a reason, like --reason \"creatinine\""),
                               error)
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
move_all (Writing *writing, RgmLocal target, GError **error)
{
  RgmStore *store = writing->session->store;
  const RgmCourse *before = writing->before;
  int number = writing->dose.number;
  g_autoptr (RgmRevision) revision = g_new0 (RgmRevision, 1);
  g_autofree char *when = rgm_local_describe (target);
  RgmDose moved;

  *revision = (RgmRevision){ .from_dose = number, .made_at = writing->session->now };
  revision->schedule = rgm_schedule_copy (rgm_course_revision (before, number)->schedule);
  revision->schedule->first = target;
  if (number < writing_first_free (before)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("doses after dose %d of %s are on record already; move it alone"), number,
                 before->handle);
    return FALSE;
  }
  /* a move of this dose alone would hide the revision */
  if (!rgm_schedule_validate (revision->schedule, error)
      || (rgm_course_move (before, number) != NULL
          && !rgm_store_set_move (store, before->id, number, NULL, error))
      || !rgm_store_add_revision (store, before->id, revision, error)
      || !writing_read_back (writing, error))
    return FALSE;
  /* The schedule may have no dose then: the day is closed, the time is none of the fixed ones, or
   * the course ends before it. */
  if (rgm_course_dose (writing->after, number, writing->zone, writing->session->now, &moved, NULL)
      && rgm_local_equal (moved.target, target))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the schedule of %s has no dose on %s; use a day and time that it has, or move "
                  "this dose alone"),
               before->handle, when);
  return FALSE;
}

static gboolean
write_moved (Writing *writing, gconstpointer data, GError **error)
{
  const MoveRequest *request = data;
  RgmMove move = { writing->dose.number, request->target };

  /* a day alone keeps the time of day that the dose had */
  if (!rgm_local_has_time (move.target))
    move.target.second = writing->dose.target.second;
  if (!refuse_unplanned (writing, _ ("moved"), FALSE, error)
      || !writing_drop_appointment (writing, error) || !writing_lift_hold (writing, error))
    return FALSE;
  return request->and_later ? move_all (writing, move.target, error)
                            : rgm_store_set_move (writing->session->store, writing->before->id,
                                                  move.dose, &move, error);
}

gboolean
rgm_record_moved (const RgmSession *session, gint64 course_id, int number, RgmLocal target,
                  gboolean and_later, RgmRecorded *recorded, GError **error)
{
  MoveRequest request = { target, and_later };

  return writing_run ("move", session, course_id, WRITING_OPEN_DOSE, number, write_moved, &request,
                      recorded, error);
}
