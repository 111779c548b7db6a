/* Checks that what a command showed is what was entered. Every command that shows something of the
 * record does this, so it must not cost much. */
#include "store/store-private.h"

/* A record with more than SMALL changes is only checked completely if all of it was shown;
 * otherwise only the last NEWEST rows of each table are checked. Reading 200 rows takes less than a
 * millisecond. */
#define SMALL 300
#define NEWEST 200

static gboolean
check_whole (RgmStore *store, GPtrArray *problems, GError **error)
{
  if (!row_check_pages (store, problems, error))
    return FALSE;
  sql_forget (store); /* the statement of that check needs more memory than any other */
  return row_check_rows (store, problems, error);
}

static gboolean
check_newest (RgmStore *store, GPtrArray *problems, GError **error)
{
  for (guint i = 0; row_tables[i] != NULL; i++)
    if (!row_check_table (store, row_tables[i], NEWEST, problems, error))
      return FALSE;
  return TRUE;
}

static gboolean
verify (RgmStore *store, gboolean whole, GPtrArray *problems, GError **error)
{
  gint64 changes = 0;

  /* The statements of the command are not needed any more. */
  sql_forget (store);
  if (!sql_number (store, &changes, error, "SELECT ifnull (max (id), 0) FROM changes", ""))
    return FALSE;
  if (whole || changes <= SMALL)
    return check_whole (store, problems, error) && twins_check (store, problems, error);
  return check_newest (store, problems, error) && twins_check_read (store, problems, error);
}

GPtrArray *
rgm_store_verify (RgmStore *store, gboolean whole, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL;
  g_auto (RgmView) view = { 0 };

  if (sql_view (&view, store, &problem) && verify (store, whole, problems, &problem)) {
    /* a second look: a problem that is seen only once was not damage, but a disk or a memory that
     * failed for a moment */
    guint seen = problems->len;
    g_ptr_array_set_size (problems, 0);
    if (seen == 0 || verify (store, whole, problems, &problem))
      return g_steal_pointer (&problems);
  }
  if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_DAMAGED)) {
    g_ptr_array_add (problems, g_strdup (problem->message));
    return g_steal_pointer (&problems);
  }
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}
