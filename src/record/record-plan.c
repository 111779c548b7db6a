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
  RgmAppointment *appointment;

  if (!refuse_unplanned (writing, _ ("booked"), TRUE, error)
      || !check_appointment (writing, request, error) || !writing_drop_appointment (writing, error)
      || !writing_lift_hold (writing, error))
    return FALSE;
  appointment = g_new0 (RgmAppointment, 1);
  *appointment = (RgmAppointment){ writing->dose.number, request->at,
                                   g_strdup (rgm_zone_name (booked_zone (writing, request))),
                                   g_strdup (request->place) };
  g_ptr_array_add (writing->after->appointments, appointment);
  return rgm_store_set_appointment (writing->session->store, writing->after->id, appointment->dose,
                                    appointment, error);
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
  RgmHold *hold;

  if (!refuse_unplanned (writing, _ ("held"), TRUE, error)
      || !check_look_again (writing, request->until, error)
      || !writing_drop_appointment (writing, error) || !writing_lift_hold (writing, error))
    return FALSE;
  hold = g_new0 (RgmHold, 1);
  *hold = (RgmHold){ writing->dose.number, g_strdup (request->reason), request->until,
                     writing->session->now };
  g_ptr_array_add (writing->after->holds, hold);
  return rgm_store_set_hold (writing->session->store, writing->after->id, hold->dose, hold, error);
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

static void
drop_move (RgmCourse *course, int number)
{
  for (guint i = course->moves->len; i-- > 0;)
    if (((RgmMove *)g_ptr_array_index (course->moves, i))->dose == number)
      g_ptr_array_remove_index (course->moves, i);
}

static gboolean
move_one (Writing *writing, RgmLocal target, GError **error)
{
  RgmMove *move = g_new0 (RgmMove, 1);

  *move = (RgmMove){ writing->dose.number, target };
  drop_move (writing->after, move->dose);
  g_ptr_array_add (writing->after->moves, move);
  return rgm_store_set_move (writing->session->store, writing->after->id, move->dose, move, error);
}

static RgmRevision *
revision_from (const Writing *writing, RgmLocal target)
{
  const RgmRevision *ruling = rgm_course_revision (writing->before, writing->dose.number);
  RgmRevision *revision = g_new0 (RgmRevision, 1);

  *revision = (RgmRevision){ .from_dose = writing->dose.number, .made_at = writing->session->now };
  revision->schedule = rgm_schedule_copy (ruling->schedule);
  revision->schedule->first = target;
  return revision;
}

/* A day alone keeps the time of day that the dose had. */
static RgmLocal
with_time (const Writing *writing, RgmLocal target)
{
  if (!rgm_local_has_time (target))
    target.second = writing->dose.target.second;
  return target;
}

/* The schedule may not have a dose then: on a day that is closed, at a time that is none of the
 * fixed ones, after its end. */
static gboolean
check_falls_on (const Writing *writing, RgmLocal target, GError **error)
{
  g_autofree char *when = rgm_local_describe (target);
  RgmDose dose;

  if (rgm_course_dose (writing->after, writing->dose.number, writing->zone, writing->session->now,
                       &dose, NULL)
      && rgm_local_equal (dose.target, target))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the schedule of %s has no dose on %s; use a day and time that it has, or move "
                  "this dose alone"),
               writing->before->handle, when);
  return FALSE;
}

/* A move by hand that is still there would hide the revision. */
static gboolean
forget_move (Writing *writing, GError **error)
{
  int number = writing->dose.number;

  if (rgm_course_move (writing->before, number) == NULL)
    return TRUE;
  drop_move (writing->after, number);
  return rgm_store_set_move (writing->session->store, writing->after->id, number, NULL, error);
}

static gboolean
move_all (Writing *writing, RgmLocal target, GError **error)
{
  g_autoptr (RgmRevision) revision = revision_from (writing, target);

  if (writing->dose.number < writing_first_free (writing->before)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("doses after dose %d of %s are on record already; move it alone"),
                 writing->dose.number, writing->before->handle);
    return FALSE;
  }
  if (!rgm_schedule_validate (revision->schedule, error) || !forget_move (writing, error)
      || !rgm_store_add_revision (writing->session->store, writing->after->id, revision, error))
    return FALSE;
  g_ptr_array_add (writing->after->revisions, g_steal_pointer (&revision));
  return check_falls_on (writing, target, error);
}

static gboolean
write_moved (Writing *writing, gconstpointer data, GError **error)
{
  const MoveRequest *request = data;
  RgmLocal target = with_time (writing, request->target);

  if (!refuse_unplanned (writing, _ ("moved"), FALSE, error)
      || !writing_drop_appointment (writing, error) || !writing_lift_hold (writing, error))
    return FALSE;
  return request->and_later ? move_all (writing, target, error) : move_one (writing, target, error);
}

gboolean
rgm_record_moved (const RgmSession *session, gint64 course_id, int number, RgmLocal target,
                  gboolean and_later, RgmRecorded *recorded, GError **error)
{
  MoveRequest request = { target, and_later };

  return writing_run ("move", session, course_id, WRITING_OPEN_DOSE, number, write_moved, &request,
                      recorded, error);
}
