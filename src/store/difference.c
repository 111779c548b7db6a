/* What one record has and another one does not have: the changes after the last one that both
 * have. */
#include "store/difference.h"

#include "store/witness.h"
#include <string.h>

void
record_difference_clear (RecordDifference *difference)
{
  g_clear_pointer (&difference->here.last, g_ptr_array_unref);
  g_clear_pointer (&difference->there.last, g_ptr_array_unref);
}

static gboolean
describe (RgmStore *store, RgmChange *change, GError **error)
{
  gint64 origin = change->id;

  if (change->undoes != 0) {
    gboolean holds;
    g_autoptr (RgmChange) first = store_change_origin (store, change->id, &holds, error);
    if (first == NULL)
      return FALSE;
    origin = first->id;
  }
  return store_change_describe (store, origin, change, error);
}

/* Fills in @changes with the changes of @store after change @shared, if all of them can be read. */
static gboolean
read_changes (RgmStore *store, gint64 shared, int most, RecordChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) last = store_changes_after (store, shared, most, error);

  if (last == NULL
      || !sql_number (store, &changes->count, error, "SELECT count (*) FROM changes WHERE id > ?",
                      "i", shared))
    return FALSE;
  for (guint i = 0; i < last->len; i++)
    if (!describe (store, last->pdata[i], error))
      return FALSE;
  changes->last = g_steal_pointer (&last);
  return TRUE;
}

gboolean
record_difference (RgmStore *here, const char *there, int most, RecordDifference *difference,
                   GError **error)
{
  g_auto (RgmView) view = { 0 };
  sqlite3 *db = connection_open_immutable (there, error);
  g_autoptr (RgmStore) other = db != NULL ? store_wrap (db, there) : NULL;
  gint64 version = 0, shared = 0, mine = 0, its = 0;
  const char *count = "SELECT count (*) FROM changes";

  *difference = (RecordDifference){ { 0 } };
  if (other == NULL || !sql_view (&view, here, error)
      || !sql_number (other, &version, error, "PRAGMA user_version", "")
      || !sql_number (here, &mine, error, count, "") || !sql_number (other, &its, error, count, ""))
    return FALSE;
  difference->older = version < RGM_SCHEMA_VERSION;
  if (difference->older) {
    difference->here.count = MAX (mine - its, 0);
    difference->there.count = MAX (its - mine, 0);
    return TRUE;
  }
  return chain_shared (here, other, MIN (mine, its), &shared, error)
         && read_changes (here, shared, most, &difference->here, error)
         && read_changes (other, shared, most, &difference->there, error);
}
