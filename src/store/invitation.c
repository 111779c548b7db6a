#include "store/store-private.h"

void
rgm_invitation_free (RgmInvitation *invitation)
{
  if (invitation == NULL)
    return;
  g_free (invitation->uid);
  g_free (invitation);
}

gboolean
rgm_store_add_invitation (RgmStore *store, const RgmInvitation *invitation, GError **error)
{
  RgmRow row = { .table = "invitations" };

  rgm_row_number (&row, "course_id", invitation->course_id);
  rgm_row_number (&row, "dose", invitation->dose);
  rgm_row_text (&row, "uid", invitation->uid);
  rgm_row_instant (&row, "instance", invitation->instance);
  rgm_row_number (&row, "sequence", invitation->sequence);
  rgm_row_instant (&row, "changed", invitation->changed);
  rgm_row_number (&row, "at", invitation->at);
  rgm_row_number (&row, "cancelled", invitation->cancelled);
  return rgm_row_insert (store, &row, error) != 0;
}

static RgmInvitation *
read_invitation (sqlite3_stmt *statement)
{
  RgmInvitation *invitation = g_new0 (RgmInvitation, 1);

  invitation->course_id = sqlite3_column_int64 (statement, 0);
  invitation->dose = sqlite3_column_int (statement, 1);
  invitation->uid = rgm_sql_text (statement, 2);
  invitation->instance = rgm_sql_instant (statement, 3);
  invitation->sequence = sqlite3_column_int (statement, 4);
  invitation->changed = rgm_sql_instant (statement, 5);
  invitation->at = sqlite3_column_int64 (statement, 6);
  invitation->cancelled = sqlite3_column_int (statement, 7) != 0;
  return invitation;
}

/* One that was written later for the same appointment, or for the same dose. */
#define LATER                                                                                      \
  "SELECT 1 FROM invitations AS n CROSS JOIN changes AS d ON d.id = n.change_id WHERE n.id > i.id" \
  " AND d.undone_by IS NULL AND "
#define SAME_ONE "n.uid = i.uid AND n.instance IS i.instance"
#define SAME_DOSE "n.course_id = i.course_id AND n.dose = i.dose"

GPtrArray *
rgm_store_invitations (RgmStore *store, const char *uid, GError **error)
{
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_invitation_free);
  g_autoptr (sqlite3_stmt) statement = rgm_sql (
    store, error,
    "SELECT i.course_id, i.dose, i.uid, i.instance, i.sequence, i.changed, i.at, i.cancelled"
    " FROM invitations AS i CROSS JOIN changes AS c ON c.id = i.change_id"
    " WHERE i.uid = ? AND c.undone_by IS NULL AND NOT EXISTS (" LATER SAME_ONE
    ") AND NOT EXISTS (" LATER SAME_DOSE ") ORDER BY i.instance, i.id",
    "t", uid);
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    g_ptr_array_add (found, read_invitation (statement));
  return more == 0 ? g_steal_pointer (&found) : NULL;
}
