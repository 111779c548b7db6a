/* Finds out whether a record has lost something: whenever it is opened, it is compared with what
 * was last seen of it (witness.h), which is brought up to date after each change. */
#include "store/witness.h"
#include "store/write.h"

#include "base/i18n.h"
#include "base/reword.h"
#include <string.h>

gboolean
loss_last_change (RgmStore *store, RgmWitness *last, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = sql_query (store, error, "SELECT id, at FROM changes ORDER BY id DESC LIMIT 1", "");
  int more = statement != NULL ? sql_next (store, statement, error) : -1;
  gboolean found;

  *last = (RgmWitness){ 0 };
  if (more <= 0)
    return more == 0;
  last->change = sqlite3_column_int64 (statement, 0);
  last->at = sqlite3_column_int64 (statement, 1);
  return chain_hash (store, last->change, last->hash, &found, error);
}

static void
know (RgmStore *store, const RgmWitness *last)
{
  store->known = last->change;
  memcpy (store->known_hash, last->hash, sizeof store->known_hash);
}

static void
note (const RgmStore *store, const RgmWitness *last)
{
  if (last->change > 0)
    witness_write (store->path, last);
}

static void
set_loss (RgmStore *store, const RgmWitness *seen, const RgmWitness *last)
{
  g_free (store->loss);
  store->loss = g_new (RgmLoss, 1);
  *store->loss = (RgmLoss){ seen->change, seen->at, last->change, last->at };
}

/* Compares the record with the note of what was last seen of it. The note is replaced only if the
 * record still has the change that it names, and later ones. @last: the last change on record, or
 * the one that was just saved. */
static gboolean
compare (RgmStore *store, const RgmWitness *last, GError **error)
{
  guint8 hash[RGM_HASH_BYTES] = { 0 };
  gboolean found = FALSE;
  RgmWitness seen;

  know (store, last);
  if (!witness_read (store->path, &seen)) {
    note (store, last);
    return TRUE;
  }
  if (!chain_hash (store, seen.change, hash, &found, error))
    return FALSE;
  if (!found || memcmp (hash, seen.hash, sizeof hash) != 0)
    set_loss (store, &seen, last);
  else if (last->change > seen.change)
    note (store, last);
  return TRUE;
}

gboolean
loss_look (RgmStore *store, GError **error)
{
  RgmWitness last;

  return loss_last_change (store, &last, error) && compare (store, &last, error);
}

gboolean
store_is_same_record (RgmStore *store, gboolean *grown)
{
  gint64 before = store->known;
  RgmWitness last;

  *grown = FALSE;
  if (!own_files_have_own_content (store))
    return FALSE;
  if (loss_last_change (store, &last, NULL))
    know (store, &last);
  *grown = store->known > before;
  return TRUE;
}

gboolean
store_look_for_loss (RgmStore *store, GError **error)
{
  RgmLoss *before = g_steal_pointer (&store->loss);

  if (!loss_look (store, error)) {
    store->loss = before;
    return FALSE;
  }
  g_free (before);
  return TRUE;
}

void
loss_look_missing (RgmStore *store)
{
  const RgmWitness nothing = { 0 };
  RgmWitness seen;

  if (witness_read (store->path, &seen))
    set_loss (store, &seen, &nothing);
}

/* As long as there is a loss, the note of what was last seen is not replaced, so that each command
 * reports the loss. */
void
loss_note_saved (RgmStore *store, gint64 change)
{
  RgmWitness saved = { .change = change, .at = store->change_at };
  gboolean found = FALSE;

  if (store->real == NULL || !chain_hash (store, change, saved.hash, &found, NULL) || !found)
    return;
  if (store->loss == NULL)
    compare (store, &saved, NULL);
  else
    know (store, &saved);
}

const RgmLoss *
rgm_store_loss (const RgmStore *store)
{
  return store->loss;
}

/* Makes a commit that changes nothing, because the service looks at the record after each commit.
 * To do so, it sets the version of the tables to the value that it already has: SQLite writes that
 * to the file, but would not write a row that is the same as before. If this fails, the service
 * looks when it next has something to do. */
static void
wake_service (RgmStore *store)
{
  g_autofree char *same = NULL;
  gint64 version;

  /* the lock prevents an upgrade in between, whose version would then be set back */
  if (store->fixed || !own_files_check (store, NULL)
      || !sql_run (store, NULL, "BEGIN IMMEDIATE", ""))
    return;
  if (sql_number (store, &version, NULL, "PRAGMA user_version", "")) {
    same = g_strdup_printf ("PRAGMA user_version = %d", (int)version);
    sql_run (store, NULL, same, "");
  }
  if (!sql_run (store, NULL, "COMMIT", ""))
    sql_run (store, NULL, "ROLLBACK", ""); /* a reader held it back; its lock must not stay */
}

gboolean
rgm_store_accept (RgmStore *store, GError **error)
{
  RgmWitness last, noted;

  if (!loss_last_change (store, &last, error))
    return FALSE;
  if (last.change == 0)
    witness_forget (store->path);
  note (store, &last);
  if (witness_read (store->path, &noted) ? memcmp (noted.hash, last.hash, sizeof noted.hash) != 0
                                         : last.change > 0) {
    g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "regimen", NULL);
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("regimen could not save in %s that you accept %s as it is"), folder,
                 store->path);
    error_not_saved (error);
    return FALSE;
  }
  g_clear_pointer (&store->loss, g_free);
  wake_service (store);
  return TRUE;
}
