#include "store/store-private.h"

#include <base/i18n.h>

static void
roll_back_change (RgmStore *store)
{
  /* after some errors SQLite has rolled back by itself */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->writing = FALSE;
  store->change = 0;
}

/* The first error of a write; what was begun is taken back. */
static gboolean
give_up (RgmStore *store, GError **error)
{
  roll_back_change (store);
  return FALSE;
}

static gboolean
begin_change (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  if (store->fixed) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("NOT SAVED: %s is not there, or cannot be written"), store->path);
    return FALSE;
  }
  store->writing = TRUE;
  if (!rgm_sql_run (store, error, "BEGIN IMMEDIATE", ""))
    return give_up (store, error);
  if (command != NULL && !rgm_change_open (store, command, now, error))
    return give_up (store, error);
  return TRUE;
}

static gboolean
commit_change (RgmStore *store, GError **error)
{
  if (store->change != 0 && !rgm_change_complete (store, error))
    return give_up (store, error);
  if (!rgm_sql_run (store, error, "COMMIT", ""))
    return give_up (store, error);
  store->written += store->change != 0;
  store->writing = FALSE;
  store->change = 0;
  return TRUE;
}

/* ---- parts of a change ---- */

/* After some errors SQLite has taken back the whole by itself: nothing of it may be gone on with.
 */
static gboolean
begin_part (RgmStore *store, GError **error)
{
  store->rows_before = store->rows;
  store->writing = TRUE;
  if (!sqlite3_get_autocommit (store->db) && rgm_sql_run (store, error, "SAVEPOINT part", ""))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_STORE,
                         _ ("NOT SAVED: what was begun before failed"));
  store->writing = FALSE;
  return FALSE;
}

static void
roll_back_part (RgmStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
  store->rows = store->rows_before;
  store->writing = FALSE;
}

static gboolean
commit_part (RgmStore *store, GError **error)
{
  if (!rgm_sql_run (store, error, "RELEASE part", "")) {
    roll_back_part (store);
    return FALSE;
  }
  store->writing = FALSE;
  return TRUE;
}

gboolean
rgm_store_begin_together (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  g_return_val_if_fail (!store->writing && !store->together, FALSE);
  store->together = begin_change (store, command, now, error);
  store->writing = FALSE;
  return store->together;
}

gboolean
rgm_store_commit_together (RgmStore *store, GError **error)
{
  g_return_val_if_fail (store->together && !store->writing, FALSE);
  store->together = FALSE;
  store->writing = TRUE;
  return commit_change (store, error);
}

void
rgm_store_rollback_together (RgmStore *store)
{
  if (store->together)
    roll_back_change (store);
  store->together = FALSE;
}

/* ---- one change ---- */

RgmTransaction *
rgm_store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error)
{
  gboolean begun;

  g_return_val_if_fail (!store->writing, NULL);
  begun = store->together ? begin_part (store, error) : begin_change (store, command, now, error);
  return begun ? store : NULL;
}

gboolean
rgm_store_commit (RgmStore *store, GError **error)
{
  g_return_val_if_fail (store->writing, FALSE);
  return store->together ? commit_part (store, error) : commit_change (store, error);
}

void
rgm_store_rollback (RgmStore *store)
{
  if (store->writing && store->together)
    roll_back_part (store);
  else if (store->writing)
    roll_back_change (store);
}

guint
rgm_store_written (const RgmStore *store)
{
  return store->written;
}

gboolean
rgm_store_data_version (RgmStore *store, gint64 *version, GError **error)
{
  return rgm_sql_number (store, version, error, "PRAGMA data_version", "");
}
