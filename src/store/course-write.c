/* Writes what is recorded about courses: each function adds rows to the open change. */
#include "model/changes.h"
#include "store/store-private.h"

#include "base/i18n.h"
#include "model/schedule.h"

/* ---- courses ---- */

gboolean
store_check_handle (RgmStore *store, gint64 patient_id, const char *handle, GError **error)
{
  g_auto (GStrv) taken = rgm_store_handles (store, patient_id, error);

  if (taken == NULL)
    return FALSE;
  if (!g_strv_contains ((const char *const *)taken, handle))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("there is a course %s already; choose another handle"), handle);
  return FALSE;
}

gboolean
store_add_course (RgmStore *store, RgmCourse *course, GError **error)
{
  RgmRow row = { .table = "courses" };

  if (!store_check_handle (store, course->patient_id, course->handle, error))
    return FALSE;
  if (course->uid == NULL)
    course->uid = g_uuid_string_random ();
  row_text (&row, "uid", course->uid);
  row_number (&row, "patient_id", course->patient_id);
  row_text (&row, "handle", course->handle);
  row_text (&row, "treatment_key", course->treatment_key);
  row_text (&row, "treatment_name", course->treatment_name);
  row_text (&row, "treatment_class", course->treatment_class);
  row_text (&row, "unit", course->unit);
  row_text (&row, "units", course->units);
  row_number (&row, "minutes", course->minutes);
  row_text (&row, "amount", course->amount);
  row_text (&row, "place", course->place);
  row_text (&row, "site", course->site);
  row_text (&row, "anyway", course->anyway);
  row_number (&row, "started_at", course->started_at);
  course->id = row_insert (store, &row, error);
  return course->id != 0
         && store_add_revision (store, course->id, course->revisions->pdata[0], error)
         && store_set_head (store, course->id, 0, TRUE, error);
}

gboolean
store_add_revision (RgmStore *store, gint64 course_id, const RgmRevision *revision, GError **error)
{
  g_autofree char *schedule = schedule_to_stored (revision->schedule);
  RgmRow row = { .table = "revisions" };

  row_number (&row, "course_id", course_id);
  row_number (&row, "from_dose", revision->from_dose);
  row_text (&row, "schedule", schedule);
  row_number (&row, "made_at", revision->made_at);
  row_text (&row, "amount", revision->amount);
  row_text (&row, "place", revision->place);
  row_text (&row, "anyway", revision->anyway);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_rename (RgmStore *store, const RgmCourse *course, const char *handle, GError **error)
{
  RgmRow row = { .table = "course_names" };

  if (!store_check_handle (store, course->patient_id, handle, error))
    return FALSE;
  row_number (&row, "course_id", course->id);
  row_text (&row, "handle", handle);
  row_instant (&row, "removed_at", RGM_INSTANT_NONE);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_remove (RgmStore *store, const RgmCourse *course, RgmInstant at, GError **error)
{
  RgmRow row = { .table = "course_names" };

  row_number (&row, "course_id", course->id);
  row_text (&row, "handle", course->handle);
  row_number (&row, "removed_at", at);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_set_head (RgmStore *store, gint64 course_id, int settled, gboolean active, GError **error)
{
  return sql_run (
    store, error,
    "INSERT INTO course_heads (course_id, settled, makeups, active) VALUES (?1, ?2, 0, ?3)"
    " ON CONFLICT (course_id) DO UPDATE SET settled = ?2, active = ?3",
    "idd", course_id, settled, (int)(active != FALSE));
}

/* ---- doses ---- */

/* A dose has at most one row that counts, and only that row may be replaced. */
static gboolean
may_add (RgmStore *store, gint64 course_id, const RgmAdministration *administration, GError **error)
{
  gint64 current = 0;

  if (!sql_number (store, &current, error,
                   "SELECT a.id FROM " COUNTED " WHERE a.course_id = ? AND a.dose = ?", "id",
                   course_id, administration->dose))
    return FALSE;
  if (current == administration->replaces)
    return TRUE;
  if (administration->replaces == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("dose %d is on record already; nothing was written"), administration->dose);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("the record of dose %d was corrected meanwhile; look at it again"),
                 administration->dose);
  return FALSE;
}

gboolean
store_add_administration (RgmStore *store, gint64 course_id, RgmAdministration *administration,
                          GError **error)
{
  g_autofree char *day = administration->zone != NULL ? rgm_day_format (administration->day) : NULL;
  RgmRow row = { .table = "administrations" };

  if (!may_add (store, course_id, administration, error))
    return FALSE;
  row_number (&row, "course_id", course_id);
  row_number (&row, "dose", administration->dose);
  row_text (&row, "outcome", administration->outcome == RGM_GIVEN ? "given" : "skipped");
  row_number (&row, "at", administration->at);
  row_text (&row, "amount", administration->amount);
  row_text (&row, "site", administration->site);
  row_text (&row, "reason", administration->reason);
  row_text (&row, "note", administration->note);
  row_number (&row, "makeup", administration->makeup != FALSE);
  row_number (&row, "recorded_at", administration->recorded_at);
  row_instant (&row, "replaces",
               administration->replaces != 0 ? administration->replaces : RGM_INSTANT_NONE);
  row_text (&row, "anyway", administration->anyway);
  row_text (&row, "zone", administration->zone);
  row_text (&row, "day", day);
  row_instant (&row, "day_only", administration->day_only ? 1 : RGM_INSTANT_NONE);
  administration->id = row_insert (store, &row, error);
  if (administration->id == 0)
    return FALSE;
  return (!administration->makeup && administration->replaces == 0)
         || sql_run (store, error, "UPDATE course_heads SET " COUNT_MAKEUPS, "i", course_id);
}

static RgmRow
begin_row (const char *table, gint64 course_id, int dose)
{
  RgmRow row = { .table = table };

  row_number (&row, "course_id", course_id);
  row_number (&row, "dose", dose);
  return row;
}

gboolean
store_set_appointment (RgmStore *store, gint64 course_id, int dose,
                       const RgmAppointment *appointment, GError **error)
{
  g_autofree char *at = appointment != NULL ? rgm_local_format (appointment->at) : NULL;
  RgmRow row = begin_row ("appointments", course_id, dose);

  row_text (&row, "at", at);
  row_text (&row, "zone", appointment != NULL ? appointment->zone : NULL);
  row_text (&row, "place", appointment != NULL ? appointment->place : NULL);
  row_text (&row, "anyway", appointment != NULL ? appointment->anyway : NULL);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_set_move (RgmStore *store, gint64 course_id, int dose, const RgmMove *move, GError **error)
{
  g_autofree char *target = move != NULL ? rgm_local_format (move->target) : NULL;
  RgmRow row = begin_row ("moves", course_id, dose);

  row_text (&row, "target", target);
  row_text (&row, "anyway", move != NULL ? move->anyway : NULL);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_set_hold (RgmStore *store, gint64 course_id, int dose, const RgmHold *hold, GError **error)
{
  g_autofree char *until
    = hold != NULL && hold->until != RGM_NO_DAY ? rgm_day_format (hold->until) : NULL;
  RgmRow row = begin_row ("holds", course_id, dose);

  row_text (&row, "reason", hold != NULL ? hold->reason : NULL);
  row_text (&row, "until", until);
  row_instant (&row, "since", hold != NULL ? hold->since : RGM_INSTANT_NONE);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_stop (RgmStore *store, gint64 course_id, RgmInstant at, const char *reason, GError **error)
{
  RgmRow row = { .table = "course_states" };

  row_number (&row, "course_id", course_id);
  row_text (&row, "state", "stopped");
  row_number (&row, "at", at);
  row_text (&row, "reason", reason);
  return row_insert (store, &row, error) != 0;
}

gboolean
store_set_pause (RgmStore *store, gint64 course_id, const RgmPause *pause, GError **error)
{
  g_autofree char *from = rgm_day_format (pause->from);
  g_autofree char *until = pause->until != RGM_NO_DAY ? rgm_day_format (pause->until) : NULL;
  RgmRow row = { .table = "pauses" };

  row_number (&row, "course_id", course_id);
  row_number (&row, "from_dose", pause->from_dose);
  row_text (&row, "from_day", from);
  row_text (&row, "until_day", until);
  row_text (&row, "reason", pause->reason);
  return row_insert (store, &row, error) != 0;
}

/* ---- which doses changed: their calendar events get a higher SEQUENCE ---- */

gboolean
store_add_dose_changes (RgmStore *store, gint64 course_id, const GArray *runs, RgmInstant at,
                        GError **error)
{
  for (guint i = 0; i < runs->len; i++) {
    const RgmDoseRun *run = &g_array_index (runs, RgmDoseRun, i);
    RgmRow row = { .table = "dose_changes" };

    row_number (&row, "course_id", course_id);
    row_number (&row, "from_dose", run->from);
    row_instant (&row, "to_dose", run->to != 0 ? run->to : RGM_INSTANT_NONE);
    row_number (&row, "at", at);
    if (row_insert (store, &row, error) == 0)
      return FALSE;
  }
  return TRUE;
}
