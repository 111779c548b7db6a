/* Brings the content of the -wal file into the main file of the record, so that the main file alone
 * is the whole record: it is the file that people copy. */
#include "store/store-private.h"

#include <sys/stat.h>

/* How often this is tried. A reader that holds the -wal file back is usually done sooner. */
#define TRIES 20

/* Whether the -wal file has any content. An empty one is left alone, because writing to it would
 * wake the service. */
static gboolean
wal_has_pages (const RgmStore *store)
{
  g_autofree char *wal = g_strconcat (sqlite3_db_filename (store->db, "main"), "-wal", NULL);
  struct stat status;

  return stat (wal, &status) == 0 && status.st_size > 0;
}

/* Runs a checkpoint that also empties the -wal file. It must not wait for 10 seconds, so the busy
 * handler is off. If another program is writing, SQLite copies the pages, but does not empty the
 * file. Returns: whether the main file has everything. */
static gboolean
copy_pages (RgmStore *store)
{
  int pages = -1, copied = -1, code;

  lock_wait_set (store->db, FALSE);
  code = sqlite3_wal_checkpoint_v2 (store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, &pages, &copied);
  lock_wait_set (store->db, TRUE);
  return code == SQLITE_OK || (code == SQLITE_BUSY && pages >= 0 && pages == copied);
}

gboolean
catch_up_is_done (RgmStore *store)
{
  store_catch_up (store);
  return !store->wal || !wal_has_pages (store);
}

void
catch_up_once (RgmStore *store)
{
  if (store->wal && wal_has_pages (store))
    copy_pages (store);
}

void
store_catch_up (RgmStore *store)
{
  for (int i = 0; store->wal && i < TRIES && wal_has_pages (store); i++) {
    if (i > 0)
      lock_nap ();
    if (copy_pages (store))
      return;
  }
}
