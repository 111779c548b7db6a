/* Taking back the last command that wrote. */
#include "base/i18n.h"
#include "record/snapshot.h"
#include "record/titles.h"

static RgmChange *
last_change (RgmStore *store, GError **error)
{
  GError *problem = NULL;
  RgmChange *change = rgm_store_last_change (store, &problem);

  if (change == NULL && problem == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("there is nothing to take back"));
  else if (problem != NULL)
    g_propagate_error (error, problem);
  return change;
}

gboolean
rgm_record_undone (const RgmSession *session, RgmChange **undone, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) undo = rgm_store_begin (store, "undo", session->now, error);
  g_autoptr (RgmChange) change = undo != NULL ? last_change (store, error) : NULL;
  g_autoptr (GArray) ids
    = change != NULL ? rgm_store_change_courses (store, change->id, error) : NULL;
  g_autoptr (GArray) before = ids != NULL ? snapshot_take (store, ids, error) : NULL;
  g_autoptr (GHashTable) titles = before != NULL ? titles_take (store, error) : NULL;

  if (titles == NULL || !rgm_store_undo (store, change->id, error)
      || !snapshot_settle (session, before, error) || !titles_settle (session, titles, error)
      || !rgm_store_commit (undo, error))
    return FALSE;
  *undone = g_steal_pointer (&change);
  return TRUE;
}
