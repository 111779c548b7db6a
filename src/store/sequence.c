#include "store/store-private.h"

static gboolean
add_run (RgmStore *store, gint64 course_id, const RgmDoseRun *run, RgmInstant at, GError **error)
{
  RgmRow row = { .table = "dose_changes" };

  rgm_row_number (&row, "course_id", course_id);
  rgm_row_number (&row, "from_dose", run->from);
  rgm_row_instant (&row, "to_dose", run->to != 0 ? run->to : RGM_INSTANT_NONE);
  rgm_row_number (&row, "at", at);
  return rgm_row_insert (store, &row, error) != 0;
}

gboolean
rgm_store_add_dose_changes (RgmStore *store, gint64 course_id, const GArray *runs, RgmInstant at,
                            GError **error)
{
  for (guint i = 0; i < runs->len; i++)
    if (!add_run (store, course_id, &g_array_index (runs, RgmDoseRun, i), at, error))
      return FALSE;
  return TRUE;
}

/* Also those of changes that were undone: the number must not go back to one that calendars have
 * seen. */
GArray *
rgm_store_dose_changes (RgmStore *store, gint64 course_id, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (RgmDoseChange));
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT from_dose, ifnull (to_dose, 0), at, change_id FROM dose_changes WHERE course_id = ?"
    " ORDER BY id",
    "i", course_id);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0) {
    RgmDoseChange change = { .from = sqlite3_column_int (statement, 0),
                             .to = sqlite3_column_int (statement, 1),
                             .at = sqlite3_column_int64 (statement, 2),
                             .change = sqlite3_column_int64 (statement, 3) };
    g_array_append_val (changes, change);
  }
  return more == 0 ? g_steal_pointer (&changes) : NULL;
}

int
rgm_dose_sequence (const GArray *changes, int dose, RgmInstant fallback, RgmInstant *at)
{
  int sequence = 0;
  gint64 counted = 0;

  *at = fallback;
  for (guint i = 0; i < changes->len; i++) {
    const RgmDoseChange *change = &g_array_index (changes, RgmDoseChange, i);
    if (dose < change->from || (change->to != 0 && dose > change->to)
        || (change->change != 0 && change->change == counted))
      continue;
    sequence++;
    counted = change->change;
    *at = change->at;
  }
  return sequence;
}
