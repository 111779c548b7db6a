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

static gboolean
undo_inside (const RgmSession *session, const RgmChange *change, GError **error)
{
  g_autoptr (GArray) ids = rgm_store_change_courses (session->store, change->id, error);
  g_autoptr (GArray) before = ids != NULL ? snapshot_take (session->store, ids, error) : NULL;
  g_autoptr (GHashTable) titles = before != NULL ? titles_take (session->store, error) : NULL;

  return titles != NULL && rgm_store_undo (session->store, change->id, error)
         && snapshot_settle (session, before, error) && titles_settle (session, titles, error);
}

gboolean
rgm_record_undone (const RgmSession *session, RgmChange **undone, GError **error)
{
  g_autoptr (RgmChange) change = NULL;

  if (!rgm_store_begin (session->store, "undo", session->now, error))
    return FALSE;
  change = last_change (session->store, error);
  if (change == NULL || !undo_inside (session, change, error)
      || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return FALSE;
  }
  *undone = g_steal_pointer (&change);
  return TRUE;
}
