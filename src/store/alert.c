#include "store/private.h"

static const char *const state_names[] = {
  [RGM_MARK_NONE] = "none",
  [RGM_MARK_CLAIMED] = "claimed",
  [RGM_MARK_SHOWN] = "shown",
  [RGM_MARK_SNOOZED] = "snoozed",
};

static RgmMarkState
state_from (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
      return (RgmMarkState)i;
  return RGM_MARK_NONE;
}

gboolean
rgm_store_mark (RgmStore *store, gint64 course_id, int dose, const char *key, RgmMark *mark,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT state, at, until, attempts FROM alerts WHERE course_id = ? AND dose = ? AND key = ?",
    "idt", course_id, dose, key);
  int more = statement != NULL ? rgm_sql_next (store, statement, error) : -1;

  *mark = (RgmMark){ .state = RGM_MARK_NONE, .at = RGM_INSTANT_NONE, .until = RGM_INSTANT_NONE };
  if (more <= 0)
    return more == 0;
  mark->state = state_from ((const char *)sqlite3_column_text (statement, 0));
  mark->at = sqlite3_column_int64 (statement, 1);
  mark->until = rgm_sql_instant (statement, 2);
  mark->attempts = sqlite3_column_int (statement, 3);
  return TRUE;
}

gboolean
rgm_store_set_mark (RgmStore *store, gint64 course_id, int dose, const char *key,
                    const RgmMark *mark, GError **error)
{
  gboolean snoozed = mark->state == RGM_MARK_SNOOZED;

  return rgm_sql_run (store, error,
                      "INSERT INTO alerts (course_id, dose, key, state, at, until, attempts)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, iif (?8, ?6, NULL), ?7)"
                      " ON CONFLICT (course_id, dose, key) DO UPDATE SET"
                      " state = excluded.state, at = excluded.at, until = excluded.until, attempts "
                      "= excluded.attempts",
                      "idttiidd", course_id, dose, key, state_names[mark->state], (gint64)mark->at,
                      (gint64)mark->until, mark->attempts, (int)snoozed);
}
