#include "store/store-private.h"

#include <base/i18n.h>

/* The row that counts for the dose, 0: none. It is the only one that may be replaced. */
static gboolean
may_add (RgmStore *store, gint64 course_id, const RgmAdministration *administration, GError **error)
{
  gint64 current = 0;

  if (!rgm_sql_number (store, &current, error,
                       "SELECT id FROM counted_administrations WHERE course_id = ? AND dose = ?",
                       "id", course_id, administration->dose))
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
rgm_store_add_administration (RgmStore *store, gint64 course_id, RgmAdministration *administration,
                              GError **error)
{
  RgmRow row = { .table = "administrations" };

  if (!may_add (store, course_id, administration, error))
    return FALSE;
  rgm_row_number (&row, "course_id", course_id);
  rgm_row_number (&row, "dose", administration->dose);
  rgm_row_text (&row, "outcome", administration->outcome == RGM_GIVEN ? "given" : "skipped");
  rgm_row_number (&row, "at", administration->at);
  rgm_row_text (&row, "amount", administration->amount);
  rgm_row_text (&row, "site", administration->site);
  rgm_row_text (&row, "reason", administration->reason);
  rgm_row_text (&row, "note", administration->note);
  rgm_row_number (&row, "makeup", administration->makeup != FALSE);
  rgm_row_number (&row, "recorded_at", administration->recorded_at);
  rgm_row_instant (&row, "replaces",
                   administration->replaces != 0 ? administration->replaces : RGM_INSTANT_NONE);
  rgm_row_text (&row, "anyway", administration->anyway);
  administration->id = rgm_row_insert (store, &row, error);
  if (administration->id == 0)
    return FALSE;
  return (!administration->makeup && administration->replaces == 0)
         || rgm_sql_run (store, error, "UPDATE course_heads SET " COUNT_MAKEUPS, "i", course_id);
}

/* ---- counting and history ---- */

gboolean
rgm_store_count (RgmStore *store, gint64 course_id, int *given, int *skipped, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               "SELECT count (*) FILTER (WHERE outcome = 'given'), count (*) FILTER (WHERE outcome "
               "= 'skipped')"
               " FROM counted_administrations WHERE course_id = ?",
               "i", course_id);

  if (statement == NULL || rgm_sql_next (store, statement, error) <= 0)
    return FALSE;
  *given = sqlite3_column_int (statement, 0);
  *skipped = sqlite3_column_int (statement, 1);
  return TRUE;
}

void
rgm_history_row_free (RgmHistoryRow *row)
{
  if (row == NULL)
    return;
  rgm_administration_free (row->administration);
  g_free (row->patient);
  g_free (row->course);
  g_free (row->treatment);
  g_free (row->unit);
  g_free (row);
}

#define HISTORY                                                                                    \
  "SELECT " RGM_ADMINISTRATION_COLUMNS                                                             \
  ", n.id, a.course_id, p.name, c.handle, c.treatment_name, c.unit, g.undone_by IS NOT NULL"       \
  " FROM administrations AS a JOIN changes AS g ON g.id = a.change_id"                             \
  " JOIN courses AS c ON c.id = a.course_id"                                                       \
  " JOIN patient_revisions AS p ON p.id = (SELECT max (s.id) FROM patient_revisions AS s"          \
  "   CROSS JOIN changes AS sc ON sc.id = s.change_id WHERE s.patient_id = c.patient_id AND "      \
  "sc.undone_by IS NULL)"                                                                          \
  " LEFT JOIN administrations AS n ON n.id = (SELECT r.id FROM administrations AS r"               \
  "   CROSS JOIN changes AS rc ON rc.id = r.change_id WHERE r.replaces = a.id AND rc.undone_by "   \
  "IS NULL)"                                                                                       \
  " WHERE (?3 = 2 OR g.undone_by IS NULL) AND (?1 = 0 OR c.patient_id = ?1) AND (?2 = 0 OR c.id "  \
  "= "                                                                                             \
  "?2) AND "                                                                                       \
  "(?3 OR n.id IS NULL)"                                                                           \
  " ORDER BY a.at, a.id"

static RgmHistoryRow *
read_row (sqlite3_stmt *statement)
{
  RgmHistoryRow *row = g_new0 (RgmHistoryRow, 1);
  int column = RGM_ADMINISTRATION_N_COLUMNS;

  row->administration = rgm_read_administration (statement);
  row->administration->replaced_by = sqlite3_column_int64 (statement, column++);
  row->course_id = sqlite3_column_int64 (statement, column++);
  row->patient = rgm_sql_text (statement, column++);
  row->course = rgm_sql_text (statement, column++);
  row->treatment = rgm_sql_text (statement, column++);
  row->unit = rgm_sql_text (statement, column++);
  row->taken_back = sqlite3_column_int (statement, column++);
  return row;
}

GPtrArray *
rgm_store_history (RgmStore *store, gint64 patient_id, gint64 course_id, RgmHistoryDepth depth,
                   GError **error)
{
  g_autoptr (GPtrArray) rows
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_history_row_free);
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error, HISTORY, "iid", patient_id, course_id, (int)depth);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    g_ptr_array_add (rows, read_row (statement));
  return more == 0 ? g_steal_pointer (&rows) : NULL;
}
