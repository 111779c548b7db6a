#include "store/store-private.h"

static RgmRow
begin_row (const char *table, gint64 course_id, int dose)
{
  RgmRow row = { .table = table };

  rgm_row_number (&row, "course_id", course_id);
  rgm_row_number (&row, "dose", dose);
  return row;
}

gboolean
rgm_store_set_appointment (RgmStore *store, gint64 course_id, int dose,
                           const RgmAppointment *appointment, GError **error)
{
  g_autofree char *at = appointment != NULL ? rgm_local_format (appointment->at) : NULL;
  RgmRow row = begin_row ("appointments", course_id, dose);

  rgm_row_text (&row, "at", at);
  rgm_row_text (&row, "zone", appointment != NULL ? appointment->zone : NULL);
  rgm_row_text (&row, "place", appointment != NULL ? appointment->place : NULL);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_set_move (RgmStore *store, gint64 course_id, int dose, const RgmMove *move,
                    GError **error)
{
  g_autofree char *target = move != NULL ? rgm_local_format (move->target) : NULL;
  RgmRow row = begin_row ("moves", course_id, dose);

  rgm_row_text (&row, "target", target);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_set_hold (RgmStore *store, gint64 course_id, int dose, const RgmHold *hold,
                    GError **error)
{
  g_autofree char *until
    = hold != NULL && hold->until != RGM_NO_DAY ? rgm_day_format (hold->until) : NULL;
  RgmRow row = begin_row ("holds", course_id, dose);

  rgm_row_text (&row, "reason", hold != NULL ? hold->reason : NULL);
  rgm_row_text (&row, "until", until);
  rgm_row_instant (&row, "since", hold != NULL ? hold->since : RGM_INSTANT_NONE);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_stop (RgmStore *store, gint64 course_id, RgmInstant at, const char *reason,
                GError **error)
{
  RgmRow row = { .table = "course_states" };

  rgm_row_number (&row, "course_id", course_id);
  rgm_row_text (&row, "state", "stopped");
  rgm_row_number (&row, "at", at);
  rgm_row_text (&row, "reason", reason);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_set_pause (RgmStore *store, gint64 course_id, const RgmPause *pause, GError **error)
{
  g_autofree char *from = rgm_day_format (pause->from);
  g_autofree char *until = pause->until != RGM_NO_DAY ? rgm_day_format (pause->until) : NULL;
  RgmRow row = { .table = "pauses" };

  rgm_row_number (&row, "course_id", course_id);
  rgm_row_number (&row, "from_dose", pause->from_dose);
  rgm_row_text (&row, "from_day", from);
  rgm_row_text (&row, "until_day", until);
  rgm_row_text (&row, "reason", pause->reason);
  return rgm_row_insert (store, &row, error) != 0;
}
